"""Tables read as columns: the same cells as by rows, or a clear refusal."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from tests.cases import each

from mostanad.files import Package, open_package
from mostanad.files.columns import columns_from, read_columns, rows_at
from mostanad.files.typed import arrow_table
from mostanad.models import TABLES

ROOT = Path(__file__).parents[2]
NAMES = ("old_id", "new_id", "date", "reason", "note")
HEADER = b"old_id,new_id,date,reason,note\n"


@pytest.fixture(scope="module")
def package() -> Package:
    return open_package(ROOT)


@pytest.mark.slow
@each("name", list(TABLES))
def test_by_columns_a_table_is_what_it_is_by_rows(package: Package, name: str) -> None:
    rows, columns = package.table(name), package.columns(name)
    assert columns.column_names == list(rows.header)
    assert [{key: cell or "" for key, cell in row.items()} for row in columns.to_pylist()] == list(rows.records())
    for column in rows.header:
        assert columns[column].combine_chunks().equals(rows.column(column))
    assert columns.equals(columns_from(rows.header, rows.rows))
    assert arrow_table(TABLES[name], columns).equals(arrow_table(TABLES[name], rows))


def test_empty_cells_are_null_and_other_words_are_words() -> None:
    content = HEADER + 'a,"b, ""c""",,NA,null\n"",nan,-,۱,\n'.encode()
    found = read_columns(content, NAMES)
    assert found.column("old_id").to_pylist() == ["a", None]
    assert found.column("new_id").to_pylist() == ['b, "c"', "nan"]
    assert found.column("date").to_pylist() == [None, "-"]
    assert found.column("reason").to_pylist() == ["NA", "۱"]
    assert found.column("note").to_pylist() == ["null", None]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "Empty CSV file"),
        (HEADER + b"a,b\n", "Expected 5 columns, got 2"),
        (HEADER + b"a,b,c,d,e,f\n", "Expected 5 columns, got 6"),
        (HEADER + b"a,b,c,\xff,e\n", "invalid UTF8 data"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        read_columns(content, NAMES)


def test_a_column_that_is_not_there_is_an_error(package: Package) -> None:
    with pytest.raises(KeyError, match="colour"):
        package.columns("officials").column("colour")
    with pytest.raises(ValueError, match="not in tuple"):
        package.table("officials").column("colour")


def test_rows_are_taken_from_all_parts_of_a_table() -> None:
    whole = pa.table({"number": pa.chunked_array([[0, 1, 2], [], [3], [4, 5]], pa.int64())})
    for numbers in ([], [0], [2, 3], [1, 4, 5], [*range(6)]):
        assert rows_at(whole, numbers).to_pylist() == [{"number": number} for number in numbers]
    assert rows_at(whole, []).schema == whole.schema
