"""The codebook: tables, columns, words and dates on one page, for people who read the data and do not program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mostanad.contract.table_schema import summary
from mostanad.models import COMPILED, TABLES, Column, Row, edtf
from mostanad.models.cells import CellType, Role
from mostanad.models.vocabularies import Vocabulary

_INTRODUCTION = """\
# Codebook

This page says what each table and column of mostanad holds, and what each coded word means. It is generated from the
models in `src/mostanad/models`; change those, then run `mostanad schema --write`.

## How to read the tables

A table is a list of rows of one kind. Each has one *key* column, whose value (the row's id) no other row shares.
Where a column *refers to* a table, its cell holds the id of a row of that table.
A column that is not *required* may be empty; an empty cell says that we hold no value, never that there is none.

The *role* of a column says who answers for its cells:
"""
_ROLES: dict[Role, str] = {
    "key": "the row's id, which we give.",
    "assertion": "a source says so. Every such cell that is not empty is backed by a passage in a document.",
    "coding": "our classification, label or link, by the rules of the coding manual. No source is its author.",
    "meta": "a remark of ours about the row.",
}
_DATES_INTRODUCTION = """\
## Dates

A date is written as precisely as it is known, in a small part of EDTF (Extended Date/Time Format, ISO 8601-2:2019).
Every written date stands for a first and a last day; releases give both, in the columns `…_min` and `…_max`.
The forms in the table, and no others, are accepted. Those with a slash are for events only, which may last.
"""
#: One example of each form of a date, with what it says.
_DATES = (
    ("2019-12-19", "a day"),
    ("2019-12", "a day in that month; we do not know which"),
    ("2019", "a day in that year; we do not know which"),
    ("2019-12~", "the same as without `~`, and the source itself is approximate (days, months and years)"),
    ("2019-12?", "the same as without `?`, and the source itself is unsure (days, months and years)"),
    ("[2022-09-15..2022-09-22]", "one day among these; also with months or years"),
    ("[..2021-08-18]", "one day, at the latest this one; also with a month or a year"),
    ("[1972,1973]", "one of those listed; also with days or months"),
    ("1988-07/1988-09", "something that lasted from the one to the other"),
    ("2021-06-18/..", "something that began then and still went on when the source was published"),
)


def codebook() -> str:
    """One page of Markdown (GitHub flavour): the tables with their columns, the vocabularies, the dates."""
    blocks = [
        _INTRODUCTION,
        _bullets(f"**{role}**: {meaning}" for role, meaning in _ROLES.items()),
        "## Tables that curators edit\n",
        _contents(TABLES),
        *(_table(model) for model in TABLES.values()),
        "## Tables that are compiled\n\nOnly a release has these; nobody types them.\n",
        _contents(COMPILED),
        *(_table(model) for model in COMPILED.values()),
        "## Kinds of cells\n\nWhat may stand in a cell, by the types named above.\n",
        _bullets(dict.fromkeys(column.type.hint for _, column in _columns() if column.type.vocabulary is None)),
        "## Vocabularies\n\nA coded cell holds one of these words and no other.\n",
        *(_vocabulary(vocabulary, users) for vocabulary, users in _vocabularies().items()),
        _DATES_INTRODUCTION,
        _grid(("written", "means", "first day", "last day"), map(_date, _DATES)),
    ]
    return "\n".join(blocks)


def _contents(models: dict[str, type[Row]]) -> str:
    return _bullets(f"{_link(table)}: {summary(model)}" for table, model in models.items())


def _table(model: type[Row]) -> str:
    header = ("column", "type", "required", "role", "refers to", "meaning", "standard", "example")
    rows = (
        (
            f"`{column.name}`",
            _type(column.type),
            "yes" if column.required else "no",
            column.role,
            ", ".join(map(_link, column.references)),
            column.description + column.notice,
            column.standard,
            f"`{column.example}`",
        )
        for column in model.columns()
    )
    return f"### {model.table}\n\n{summary(model)}\n\n{_grid(header, rows)}"


def _type(cell: CellType) -> str:
    """The kind of a cell in few words; the section on kinds of cells has the rest."""
    if cell.vocabulary is not None:
        kind = f"a word: {_link(_title(cell.vocabulary))}"
    else:
        kind = re.split(r" \(| without ", cell.hint)[0]
    if cell.name in ("date", "span"):
        return f"[{kind}](#dates)"
    return f"a list, single spaces between; each item {kind}" if cell.name == "list" else kind


def _vocabularies() -> dict[type[Vocabulary], list[str]]:
    """Each vocabulary with the columns that take words from it, in the order of the tables."""
    users: dict[type[Vocabulary], list[str]] = {}
    for table, column in _columns():
        if column.type.vocabulary is not None:
            users.setdefault(column.type.vocabulary, []).append(f"`{table}.{column.name}`")
    return users


def _vocabulary(vocabulary: type[Vocabulary], users: Sequence[str]) -> str:
    words = _grid(("word", "meaning"), ((f"`{word}`", word.meaning) for word in vocabulary))
    return f"### {_title(vocabulary)}\n\n{summary(vocabulary)} Used in {', '.join(users)}.\n\n{words}"


def _columns() -> Iterator[tuple[str, Column]]:
    for table, model in (TABLES | COMPILED).items():
        for column in model.columns():
            yield table, column


def _date(form: tuple[str, str]) -> tuple[str, str, str, str]:
    written, meaning = form
    parsed = edtf.parse(written, span=True)
    return f"`{written}`", meaning, str(parsed.earliest or "open"), str(parsed.latest or "open")


def _title(vocabulary: type[Vocabulary]) -> str:
    """``EventKind`` as ``Event kind``."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", vocabulary.__name__).capitalize()


def _link(heading: str) -> str:
    """A link to a heading of this page."""
    return f"[{heading}](#{heading.lower().replace(' ', '-')})"


def _bullets(items: Iterable[str]) -> str:
    return "".join(f"- {item}\n" for item in items)


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines)
