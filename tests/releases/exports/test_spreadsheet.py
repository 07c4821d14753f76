"""A release as a workbook: the same rows, text that stays text, the limits of spreadsheets."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from tests.cases import quick
from tests.releases.exports.odd_release import ABOUT, ARABIC, FORMULAS, VERSION

from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
from mostanad.releases.exports import xlsx as spreadsheet

MODELS = TABLES | COMPILED


@pytest.fixture(scope="module")
def file(tables: dict[str, pa.Table], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "mostanad.xlsx"
    spreadsheet.write(tables, ABOUT, path)
    return path


@pytest.fixture(scope="module")
def book(file: Path) -> Any:
    return openpyxl.load_workbook(file)


def as_written(value: Any) -> Any:
    """A value of Parquet as the workbook has it."""
    if isinstance(value, list):
        return " ".join(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def test_there_is_a_sheet_for_each_table(book: Any) -> None:
    assert book.sheetnames == ["about", "columns", *MODELS]
    assert max(map(len, book.sheetnames)) <= 31


@pytest.mark.parametrize("table", MODELS)
def test_a_sheet_has_the_rows_of_its_parquet_file(book: Any, tables: dict[str, pa.Table], table: str) -> None:
    header, *found = book[table].iter_rows(values_only=True)
    assert list(header) == arrow_schema(MODELS[table]).names
    assert [list(row) for row in found] == [[as_written(v) for v in row.values()] for row in tables[table].to_pylist()]
    assert book[table].freeze_panes == "A2"
    assert book[table].auto_filter.ref.startswith("A1:")


def test_no_cell_is_a_formula_or_a_link_and_text_has_the_format_of_text(book: Any) -> None:
    kinds = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                kinds.add(cell.data_type)
                assert cell.hyperlink is None
                if cell.data_type == "s":
                    assert cell.number_format == "@"
    assert kinds == {"s", "n", "b"}
    notes = {row[0].value: row[-1] for name in ("officials", "parties") for row in book[name].iter_rows(min_row=2)}
    for key, formula in FORMULAS.items():
        assert (notes[key].value, notes[key].data_type) == (formula, "s")


def test_pandas_reads_it(file: Path, tables: dict[str, pa.Table]) -> None:
    sheets = pd.read_excel(file, sheet_name=None, dtype=str, keep_default_na=False, engine="openpyxl")
    assert {name: len(sheets[name]) for name in MODELS} == {name: table.num_rows for name, table in tables.items()}
    names = sheets["names"].set_index("name_id")["name"]
    assert (names["omid-faraz-name-arabic"], names["omid-faraz-name-fa"]) == (ARABIC, "امید فراز")
    fact = sheets["facts"].set_index("fact_id").loc["square-2020/date"]
    (wanted,) = (row for row in tables["facts"].to_pylist() if row["fact_id"] == "square-2020/date")
    assert (fact["value"], fact["source_ids"]) == (wanted["value"], " ".join(wanted["source_ids"]))
    evidence = sheets["evidence"]
    claims = set(evidence[evidence["fact_id"] == "square-2020/date"]["claim_id"])
    assert claims == {r["claim_id"] for r in tables["evidence"].to_pylist() if r["fact_id"] == "square-2020/date"}


def test_columns_and_about(book: Any) -> None:
    _, *found = book["columns"].iter_rows(values_only=True)
    assert [row[:2] for row in found] == [
        (n, field) for n, model in MODELS.items() for field in arrow_schema(model).names
    ]
    described = {row[:2]: row[4] for row in found}
    assert described["facts", "support"] == "On what it rests."
    assert dict(book["about"].iter_rows(values_only=True))["version"] == VERSION


def test_the_same_tables_give_the_same_bytes(
    file: Path, tables: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    time.tzset()
    try:
        spreadsheet.write(tables, ABOUT, tmp_path / "again.xlsx")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (tmp_path / "again.xlsx").read_bytes() == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def with_note(tables: dict[str, pa.Table], note: str) -> dict[str, pa.Table]:
    table = tables["officials"]
    column = pa.array([note] * table.num_rows, pa.string())
    at = table.schema.get_field_index("note")
    return tables | {"officials": table.set_column(at, table.schema.field(at), column)}


@pytest.mark.parametrize("longest", ["x" * 32_767, "\U0001f6a2" * 16_383 + "x"])
def test_a_cell_that_just_fits_is_whole(tables: dict[str, pa.Table], tmp_path: Path, longest: str) -> None:
    spreadsheet.write(with_note(tables, longest), ABOUT, tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert [row[-1] for row in book["officials"].iter_rows(min_row=2, values_only=True)] == [longest] * 2
    with pytest.raises(spreadsheet.DoesNotFit, match=r"officials: row 1, navid-kohan: .* 32767"):
        spreadsheet.write(with_note(tables, longest + "x"), ABOUT, tmp_path / "more.xlsx")
    assert not (tmp_path / "more.xlsx").exists()


@pytest.mark.parametrize("text", ["a\x01", "\x00", "\uffff", "\ufffeb"])
def test_a_character_that_would_break_the_file_is_refused(
    tables: dict[str, pa.Table], tmp_path: Path, text: str
) -> None:
    with pytest.raises(spreadsheet.DoesNotFit, match="a character that XML"):
        spreadsheet.write(with_note(tables, text), ABOUT, tmp_path / "book.xlsx")


@pytest.mark.parametrize(
    "text", quick(3, ["_x0041_", "<&>\"'", "\U0001f6a2 نیک‌پور", "'=1+1", "1E5", "0012", "2026-11-20"])
)
def test_any_other_text_comes_back(tables: dict[str, pa.Table], tmp_path: Path, text: str) -> None:
    spreadsheet.write(with_note(tables, text), ABOUT, tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert [row[-1] for row in book["officials"].iter_rows(min_row=2, values_only=True)] == [text] * 2


def test_a_table_with_too_many_rows_is_refused(
    tables: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spreadsheet.MOST_ROWS == 2**20
    most = max(table.num_rows for table in tables.values())
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", most + 1)
    spreadsheet.write(tables, ABOUT, tmp_path / "just.xlsx")
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", most)
    with pytest.raises(spreadsheet.DoesNotFit, match=rf"{most} rows; a sheet takes {most - 1}"):
        spreadsheet.write(tables, ABOUT, tmp_path / "more.xlsx")


def test_a_number_that_excel_would_round_is_text(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    groups = tables["groups"]
    assert groups.num_rows == 1
    for size, wanted in ((2**53, 2**53), (2**53 + 1, str(2**53 + 1)), (10**18 - 1, "9" * 18)):
        at = groups.schema.get_field_index("size")
        changed = groups.set_column(at, groups.schema.field(at), pa.array([size], pa.int64()))
        spreadsheet.write(tables | {"groups": changed}, ABOUT, tmp_path / "book.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["groups"]
        assert dict(zip(groups.column_names, [cell.value for cell in sheet[2]], strict=True))["size"] == wanted


def test_what_cannot_be_written_is_an_error_of_the_system(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="No such file or directory"):
        spreadsheet.write(tables, ABOUT, tmp_path / "none" / "book.xlsx")
