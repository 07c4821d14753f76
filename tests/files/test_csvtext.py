"""CSV as it lies on disk: cells with their columns, canonical lines, and Python's own reader as a second opinion."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.files.csvtext import Cell, CsvError, cells, join, split

# What a cell of canonical text may hold, and much that it may not: all but line ends.
CELL = st.text(
    st.sampled_from('a",;| \t=\u200cیé🚢\ufeff\u2028\x00') | st.characters(exclude_characters="\r\n", codec="utf-8"),
    max_size=8,
)
CELLS = st.lists(CELL, min_size=1, max_size=6)


@each(
    ("line", "found"),
    [
        ("", [("", 1)]),
        (",", [("", 1), ("", 2)]),
        ("a,b,c", [("a", 1), ("b", 3), ("c", 5)]),
        ("a,,c,", [("a", 1), ("", 3), ("c", 4), ("", 6)]),
        ('"a,b",c', [("a,b", 1), ("c", 7)]),
        ('x,"a ""b"" c",d', [("x", 1), ('a "b" c', 3), ("d", 15)]),
        ('"",""', [("", 1), ("", 4)]),
        ('"""",b', [('"', 1), ("b", 6)]),
        ('"",', [("", 1), ("", 4)]),
        ("بهرام,🚢,c", [("بهرام", 1), ("🚢", 7), ("c", 9)]),
        (" a , b ", [(" a ", 1), (" b ", 5)]),
    ],
)
def test_cells_stand_where_they_begin(line: str, found: list[tuple[str, int]]) -> None:
    assert cells(line) == [Cell(*cell) for cell in found]
    assert split(line) == [value for value, _ in found]


@each(
    ("line", "column", "message"),
    [
        ('"a', 1, "never closed"),
        ('a,"b', 3, "never closed"),
        ('a,"b""', 3, "never closed"),
        ('"', 1, "never closed"),
        ('"a"b,c', 4, "after a closing"),
        ('"a" ,c', 4, "after a closing"),
        ('x,"a""b"c', 9, "after a closing"),
        ('a"b,c', 2, "inside a cell"),
        ('a,b"', 4, "inside a cell"),
        ('a, "b"', 4, "inside a cell"),
        ('"a",b"c"', 6, "inside a cell"),
    ],
)
def test_a_quotation_mark_out_of_place_is_placed(line: str, column: int, message: str) -> None:
    for read in (cells, split):
        with pytest.raises(CsvError, match=message) as caught:
            read(line)
        assert caught.value.column == column


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], ""),
        (["a", "b"], "a,b"),
        (["a,b", ""], '"a,b",'),
        (['say "b"'], '"say ""b"""'),
        (["a;b", "a'b", " a ", "#a"], "a;b,a'b, a ,#a"),
        (["a\nb", "a\rb"], '"a\nb","a\rb"'),
    ],
)
def test_only_what_needs_quotation_marks_has_them(values: list[str], line: str) -> None:
    assert join(values) == line


@given(CELLS)
def test_what_is_joined_is_split_again(values: list[str]) -> None:
    line = join(values)
    assert split(line) == values
    for cell, value in zip(cells(line), values, strict=True):
        assert cell.value == value
        quoted = '"' in value or "," in value
        start = cell.column - 1
        assert line[start : start + 1] == '"' if quoted else line[start : start + len(value)] == value


@given(CELLS)
def test_python_reads_what_is_joined(values: list[str]) -> None:
    assume(values != [""])  # a blank line is no row to Python
    assert list(csv.reader(io.StringIO(join(values) + "\n", newline=""), strict=True)) == [values]


@given(CELLS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
def test_what_python_writes_is_split(values: list[str], quoting: int) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator="").writerow(values)
    assert split(text.getvalue()) == values


@given(CELLS)
def test_a_joined_line_is_the_shortest(values: list[str]) -> None:
    """Python quotes what it needs to and a few cells more; nobody can do with fewer marks than ``join``."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(values)
    assert join(values).count('"') <= text.getvalue().count('"')


@given(st.text('a",\\ ', max_size=12))
def test_any_line_is_split_as_python_does_or_refused(line: str) -> None:
    try:
        found = split(line)
    except CsvError as error:
        column = error.column
    else:
        column = 1
        assert found == ([""] if line == "" else next(csv.reader([line], strict=True)))
        assert found == [cell.value for cell in cells(line)]
    assert 1 <= column <= max(1, len(line))


def test_a_long_line_of_quotation_marks_is_read_in_no_time() -> None:
    assert cells('"' + '""' * 100_000 + '"') == [Cell('"' * 100_000, 1)]
    with pytest.raises(CsvError, match="never closed"):
        cells('"' + '""' * 100_000)
