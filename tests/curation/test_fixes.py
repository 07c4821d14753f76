"""What is fixed by program: never a value, and never twice."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mostanad.curation.fmt import fixes
from mostanad.curation.transaction import write_tables
from mostanad.files import Package, csvtext
from mostanad.files.canonical import cell, is_arabic
from mostanad.models import TABLES
from mostanad.validation import canonical_text

if TYPE_CHECKING:
    from tests.conftest import Bench

HEADER = tuple(column.name for column in TABLES["names"].columns())
MENDED = ("MST102", "MST103", "MST104", "MST106", "MST108", "MST109", "MST111", "MST113")

CELL = st.text(
    st.sampled_from("aé,\"\t \u00a0يكی\u200ce\u0301;'0=") | st.characters(codec="utf-8", exclude_characters="\r\n"),
    max_size=6,
)
ROW = st.lists(CELL, min_size=len(HEADER) - 4, max_size=len(HEADER) - 4)
LANGUAGE = st.sampled_from(["", "fa", "ar", " ar", "ar-IQ", "en"])


def package(content: bytes) -> Package:
    return Package(Path(), {}, {"names": content}, {"names": "datasets/names.csv"})


def written(rows: list[list[str]], line_end: str, *, mark: bool) -> bytes:
    """A table as a spreadsheet writes it: with its line ends, its mark, and quotation marks as it pleases."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=line_end, quoting=csv.QUOTE_ALL if mark else csv.QUOTE_MINIMAL)
    writer.writerows([HEADER, *rows])
    return (b"\xef\xbb\xbf" if mark else b"") + buffer.getvalue().encode("utf-8")


def values(rows: list[list[str]]) -> list[list[str]]:
    """Rows as values: in canonical text, in an order of their own, without rows that say nothing."""
    place = HEADER.index("language")
    tidy = [[cell(value, is_arabic=is_arabic(cell(row[place]))) for value in row] for row in rows]
    return sorted(row for row in tidy if any(row))


@given(st.lists(st.tuples(ROW, LANGUAGE), max_size=5), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_values_are_the_same_before_and_after(rows: list[tuple[list[str], str]], line_end: str, mark: bool) -> None:
    place = HEADER.index("language")
    given = [[*row[:place], language, *row[place:], "", "", ""] for row, language in rows]
    content = written([row[: len(HEADER)] for row in given], line_end, mark=mark)
    before = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))[1:]
    changed, refused = fixes(package(content))
    assert refused == []
    after = changed.get("names", content)
    lines = after.decode("utf-8").split("\n")
    assert values([csvtext.split(line) for line in lines[1:-1]]) == values(before)
    assert fixes(package(after)) == ({}, [])
    found = {finding.code for finding in canonical_text.check(after, package(after).table("names"), "name_id")}
    assert not found & set(MENDED)


def test_a_language_with_a_space_before_it_is_that_language() -> None:
    row = dict.fromkeys(HEADER, "") | {"name_id": "a", "name": "علي", "language": " ar"}
    changed, _ = fixes(package(written([list(row.values())], "\n", mark=False)))
    assert "علي" in changed["names"].decode()


def test_what_cannot_be_read_whole_stays_and_does_not_keep_others(bench: Bench) -> None:
    bench.file("events").write_bytes(b"\xff")
    bench.file("names").write_bytes(bench.file("names").read_bytes().replace(b"\n", b"\r\n"))
    opened = bench.package()
    changed, refused = fixes(opened)
    assert list(changed) == ["names"]
    assert [why.split(":")[0] for why in refused] == ["events"]
    assert write_tables(opened, changed, can_undo=False) == ["datasets/names.csv"]
    assert bench.file("events").read_bytes() == b"\xff"
    assert fixes(bench.package())[0] == {}
