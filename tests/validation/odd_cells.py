"""Cells as curators and their programs write them, good and bad, and what a Table Schema cannot say about them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.descriptor import data_package

from mostanad.contract.table_schema import BOUNDS
from mostanad.files import Package, Table
from mostanad.files.canonical import render
from mostanad.models import TABLES, Column, Row
from mostanad.models.cells import CellType

#: What goes wrong with numbers, words, dates, lists and text: in whatever column it stands.
ODD = (
    *("", " ", "0", "1", "01", "00", "1.0", "1.50", "1.", ".5", "1e5", "1E3", "0e0", "1_000", "1,000", "1 000", "+1"),
    *("-1", "-0", "0x10", "INF", "inf", "NaN", "nan", "sNaN", "SNAN12", "Infinity", "1e999999999", "9" * 18, "9" * 19),
    *("999999999999999.5", "1" * 5000, "０１", "１", "۱۲", "٣", "²", "½", "48٫8", "1.1234567"),
    *("true", "True", "TRUE", "t", "yes", "false", "False", "null", "NULL", "None", "NA", "N/A", "#N/A", "-", "\\N"),
    *("2019", "2019-13-01", "2019-02-30", "2019-02-29", "2020-02-29", "0000", "0000-01-01", "2019-1-2", "19.12.2019"),
    *("2019/2018", "2018/2019", "2019/..", "../2019", "[2019..2018]", "[2018..2019]", "[2019,2018]", "[2019,2019-05]"),
    *("[..2019]", "[..2019-02-30]", "2019-12-19T00:00", "2019~", "2019?~", "[2019-12..2019-12-05]", "2019-12-05/2019"),
    *("a", "A", "a-b", "a--b", "a b", "b a", "a a", "b c a", "a  b", "a,b", "asset_freeze travel_ban", "freeze"),
    *(
        "travel_ban asset_freeze",
        "fact",
        "allegation fact",
        "date kind",
        "kind date",
        "a_b a",
        "IR",
        "ir",
        "İR",
        "Latn",
    ),
    *(
        "=1+1",
        "@SUM(A1)",
        "'1",
        "#",
        "# a",
        "a#b",
        '"',
        '""',
        'say "a"',
        '"a"',
        "'",
        "a'b",
        "'a'",
        "\\",
        '\\"',
        "a\\,b",
    ),
    *(
        ";",
        "a;b",
        "|",
        "a|b",
        "a\tb",
        "a\n",
        "\na",
        "a\nb",
        "a\r",
        "a\rb",
        "\r\n",
        "\0",
        "a\0b",
        "\x1a",
        "\x1c",
        "\x85",
    ),
    *("\u200c", "می\u200cرود", "a\u200cb", "\u00a0", "a\u00a0", "\u2028", "a\u2029b", "\ufeff", "\ufeffa", "\u202ea"),
    *(
        "\u2066a\u2069",
        "\u200f",
        "علي",
        "علی",
        "Rаisi",
        "é",
        "e\u0301",
        "🚢",
        "\U000e0001",
        "\ufffe",
        "\uffff",
        "\ufffd",
    ),
    *("https://a.example", "https://a.example/\u202e", "x" * 5000, "x," * 3000, '"' * 3000, "char=0,1", "char=1,0"),
)
_CHARACTERS = st.sampled_from(
    "aA0 1-_.,;:/|'\"\\#=+@?~[]<>\t\n\r\0é۱１١ی\u200c\u00a0\u2028\ufeff\u202eа"
) | st.characters(codec="utf-8")


@dataclass(frozen=True)
class Kind:
    """A column that stands for all those whose cells are read alike."""

    model: type[Row]
    column: Column

    @property
    def name(self) -> str:
        return f"{self.model.table}.{self.column.name}"


def _kinds() -> list[Kind]:
    found: dict[tuple[CellType, bool], Kind] = {}
    for model in TABLES.values():
        for column in model.columns():
            kind = found.setdefault((column.type, column.required), Kind(model, column))
            if kind.column.role == "key" and column.role != "key":  # a key has a rule of its own: unique
                found[column.type, column.required] = Kind(model, column)
    return list(found.values())


KINDS = {kind.name: kind for kind in _kinds()}


def valid(cell: CellType) -> st.SearchStrategy[str]:
    """Cells that are read, but for some dates that are not in the calendar."""
    words = list(map(str, cell.vocabulary or ()))
    one = st.sampled_from(words) if words else st.from_regex(str(cell.pattern), fullmatch=True)
    if cell.name == "list":
        return st.lists(one, min_size=1, max_size=4).map(lambda items: " ".join(sorted(set(items))))
    return one


@st.composite
def near(draw: st.DrawFn, cell: CellType) -> str:
    """Cells that are read but for one place, where a character is changed, added or missing."""
    text = draw(valid(cell))
    start = draw(st.integers(0, len(text)))
    return text[:start] + draw(_CHARACTERS | st.just("")) + text[start + draw(st.integers(0, 1)) :]


def cells(cell: CellType) -> st.SearchStrategy[str]:
    """Cells of every sort for a column of this type."""
    return valid(cell) | near(cell) | st.sampled_from(ODD) | st.text(_CHARACTERS, max_size=8)


@cache
def base(model: type[Row]) -> Mapping[str, str]:
    """A row that passes its model, with as many cells as go together."""
    cells = {column.name: column.example for column in model.columns()}
    alone = {
        "estimates": {"value_to": ""},
        "sources": {"derivation": "original", "derived_from": ""},
        "claims": {"stance": "asserts", "value": ""},
        "parties": {"kind": "person", "born": ""},
    }
    cells |= alone.get(model.table, {})
    model.from_cells(cells)
    return cells


def table(kind: Kind, values: list[str]) -> tuple[bytes, Table]:
    """A file with one row for each value, in that column; all else in it is as it should be."""
    rows = []
    for number, value in enumerate(values):
        row = base(kind.model)
        is_version = kind.model.table == "releases"
        key = {kind.model.key(): f"{number:04}.1.0" if is_version else f"k{number:04}-{row[kind.model.key()]}"}
        rows.append({**row, **key, kind.column.name: value})
    return as_table(kind.model.table, render(kind.model.table, rows))


def as_table(name: str, content: bytes) -> tuple[bytes, Table]:
    """The bytes of a file and the table that they are."""
    return content, package({name: content}).table(name)


def package(texts: Mapping[str, bytes]) -> Package:
    """A package in memory: these files, and all other tables with nothing but their headers."""
    return Package(Path(), _descriptor(), _EMPTY | texts, {name: f"datasets/{name}.csv" for name in TABLES})


_EMPTY = {name: render(name, []) for name in TABLES}


@cache
def _descriptor() -> dict[str, Any]:
    return data_package("2026.11.0")


def inexpressible(cell: CellType, text: str) -> str:
    """Why no Table Schema can refuse a cell that the models refuse; an empty string if it could.

    Found without the models' own code, so that an error there is not excused by itself.
    """
    if cell.name in ("integer", "number"):
        return "a number written in another way" if _is_number(cell, text) else ""
    if cell.name == "list":
        word = cell.pattern or "|".join(map(str, cell.vocabulary or ()))
        items = text.split(" ")
        known = all(re.fullmatch(word, item) for item in items)
        return "items out of order or repeated" if known and items != sorted(set(items)) else ""
    if cell.name in ("date", "span") and re.fullmatch(str(cell.pattern), text):
        dates = re.findall(r"\d{4}(?:-\d\d){0,2}", text)
        if not all(map(_in_calendar, dates)):
            return "not in the calendar"
        return "dates out of order" if len(dates) > 1 else ""
    return ""


def _is_number(cell: CellType, text: str) -> bool:
    """A number within the bounds to a program, but not as the pattern wants it."""
    try:
        number = int(text) if cell.name == "integer" else float(text)
    except ValueError:
        return False
    bounds = BOUNDS[cell.name]
    return bounds["minimum"] <= number <= bounds["maximum"] and not re.fullmatch(str(cell.pattern), text)


def _in_calendar(date: str) -> bool:
    try:
        dt.date.fromisoformat(date + "-01-01"[: 10 - len(date)] if len(date) != 7 else date + "-01")
    except ValueError:
        return False
    return True
