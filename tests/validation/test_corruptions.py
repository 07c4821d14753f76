"""What goes wrong in practice: spreadsheets, merges, sed, pull requests of strangers. One mistake is one cause, told
at the line where it was made."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mostanad.files import open_package
from mostanad.models import TABLES
from mostanad.validation import Report, canonical_text, validate
from mostanad.validation.garbled import is_error, lost

ROOT = Path(__file__).resolve().parents[2]
#: All but Frictionless, which has tests of its own and takes its time.
LAYERS = ("text", "structure", "rows", "rules", "fact_checks", "seals", "history")
QUICK = ("text", "structure", "rows")
PARTIES = "datasets/parties.csv"

Lines = list[str]


class Case(NamedTuple):
    """A corruption of the lines of the table of parties, and what is told: code and line of each cause."""

    spoil: Callable[[Lines], Lines]
    told: list[tuple[str, int]]


def _after(number: int, *more: str) -> Callable[[Lines], Lines]:
    """Lines put in behind the line of this number."""
    return lambda lines: [*lines[:number], *more, *lines[number:]]


def _in(number: int, old: str, new: str) -> Callable[[Lines], Lines]:
    def spoil(lines: Lines) -> Lines:
        assert old in lines[number - 1]
        return [*lines[: number - 1], lines[number - 1].replace(old, new), *lines[number:]]

    return spoil


def _conflict(lines: Lines) -> Lines:
    return [*lines[:2], "<<<<<<< HEAD", lines[2], "=======", lines[2] + "x", ">>>>>>> a-patch", *lines[3:]]


HEADER = ",".join(column.name for column in TABLES["parties"].columns())
ROWS = [f"{letter}-watch,Watch {letter.upper()},ngo,,,a note" for letter in "bcdefgh"]
CASES = {
    "merge that was not finished": Case(_conflict, [("MST114", 3)]),
    "mark of a merge alone": Case(_after(4, "======="), [("MST114", 5)]),
    "row of another table": Case(_after(1, "z-person,A Person,1960,,,male,"), [("MST204", 2)]),
    "row out of place, far down": Case(_after(1, "z-watch,Z,ngo,,,"), [("MST111", 2)]),
    "row out of place, far up": Case(_after(8, "a-watch,A,ngo,,,"), [("MST111", 9)]),
    "header once more": Case(_after(3, HEADER), [("MST203", 4)]),
    "header gone": Case(lambda lines: lines[1:], [("MST203", 1)]),
    "header of a spreadsheet": Case(lambda lines: [line + "," for line in lines], [("MST203", 1)]),
    "line break in a cell": Case(_in(3, "a note", "a\nnote"), [("MST204", 4)]),
    "quotation marks of a word processor": Case(_in(3, "Watch C", "\u201cWatch, C\u201d"), [("MST204", 3)]),
    "comma too many": Case(_in(3, "a note", "a note,"), [("MST204", 3)]),
    "tab for a comma": Case(_in(3, ",ngo", "\tngo"), [("MST105", 3)]),
    "UTF-8 read as Windows-1252": Case(_in(3, "Watch C", "Iran\u00e2\u20ac\u2122s Watch"), [("MST115", 3)]),
    "Persian read as Windows-1252": Case(
        _in(3, "Watch C", "\u00d8\u00b9\u00d8\u00a8\u00d8\u00a7\u00d8\u00b3"), [("MST115", 3)]
    ),
    "Persian read as Windows-1256": Case(_in(3, "Watch C", "عباس".encode().decode("cp1256")), [("MST115", 3)]),
    "letters lost": Case(_in(3, "Watch C", "Caf\ufffd"), [("MST115", 3)]),
    "letters turned into question marks": Case(_in(3, "Watch C", "???? ??"), [("MST115", 3)]),
    "some letters turned into question marks": Case(_in(3, "Watch C", "Watch ????"), [("MST115", 3)]),
    "file cut off and a line end added": Case(lambda lines: [*lines[:4], "e-watch,Wa"], [("MST204", 5)]),
}


@pytest.mark.parametrize("name", CASES)
def test_one_mistake_in_a_table_is_told_where_it_was_made(name: str, sample: Any) -> None:
    case = CASES[name]
    spoilt = case.spoil([HEADER, *ROWS])
    sample.write("parties", "\n".join(spoilt) + "\n")
    report = sample.report(QUICK)
    assert [(one.code, one.line) for one in report.causes if one.file == PARTIES] == case.told
    assert report.errors


def test_the_rows_before_they_are_spoilt_are_without_a_flaw(sample: Any) -> None:
    sample.write("parties", "\n".join([HEADER, *ROWS]) + "\n")
    assert sample.findings(QUICK) == ()


SPREADSHEETS = (
    "NAME?",
    "REF!",
    "N/A",
    "VALUE!",
    "DIV/0!",
    "NULL!",
    "NUM!",
    "SPILL!",
    "CALC!",
    "WERT!",
    "¡VALOR!",
    "##",
)


@pytest.mark.parametrize("value", [*(f"#{name}" for name in SPREADSHEETS), "Err:502", "Err:508"])
def test_the_error_of_a_spreadsheet_is_told_in_any_cell(value: str, sample: Any) -> None:
    lines = [HEADER, *ROWS]
    lines[2] = lines[2].replace("a note", value)
    lines[3] = lines[3].replace("Watch D", value)
    sample.write("parties", "\n".join(lines) + "\n")
    told = [(one.code, one.line, one.value) for one in sample.findings(QUICK)]
    assert told == [("MST116", number, value) for number in (3, 4)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("last", "where"),
    [
        (b"i-watch,Wa", "a row (2 of 6 cells)"),
        (b"i", "a row (1 of 6 cells)"),
        (b'i-watch,"Watch, an', "a quoted cell"),
        (b'i-watch,"', "a quoted cell"),
        (b'i-watch,"Watch, an ""NGO""', "a quoted cell"),
        (b"i-watch,\xd8\xb9\xd8", "a letter"),
        (b"i-watch,Watch,ngo,,,\xd8", "a letter"),
    ],
)
def test_a_file_that_is_cut_off_says_so_and_nothing_else(last: bytes, where: str, sample: Any) -> None:
    sample.write("parties", "\n".join([HEADER, *ROWS, ""]).encode() + last)
    report = sample.report((*QUICK, "rules", "frictionless"))
    (finding,) = [one for one in report.findings if one.file == PARTIES]
    assert (finding.code, finding.line) == ("MST117", 9)
    assert finding.message == f"the file seems to be cut off in line 9: it ends in the middle of {where}"
    assert "git restore" in finding.remedy


@pytest.mark.slow
def test_tables_cut_off_anywhere_are_told_as_one_mistake() -> None:
    """The tables of the dataset, each cut at forty places: only at the end of a line nobody can tell."""
    package, told = open_package(ROOT), Counter[str]()
    for name, content in package.texts.items():
        for step in range(1, 41):
            part = content[: len(content) * step // 41]
            cut = replace(package, texts={name: part}).table(name)
            codes = [one.code for one in canonical_text.check(part, cut, TABLES[name].key())]
            # In the last cell of a row nobody can tell more than that a line end, or a word after a space, is missing.
            where = f"{name} at byte {len(part)}"
            assert codes == (["MST117"] if part else ["MST203"]) or set(codes) <= {"MST103", "MST108"}, where
            assert bool(codes) != part.endswith(b"\n")
            told.update(codes)
    assert told["MST117"] > 7 * told["MST103"]


@pytest.mark.slow
def test_no_cell_of_the_dataset_looks_like_a_spreadsheets_error_or_lost_letters() -> None:
    package = open_package(ROOT)
    cells = (cell for name in TABLES for row in package.table(name).rows for cell in row)
    assert not [cell for cell in cells if lost(cell) or is_error(cell)]


@pytest.mark.parametrize(
    "name",
    [
        "CAFÉ”",
        "São Tomé",
        "Ångström’s Å”",
        "پچپچه عباس",
        "Ühü – “Ü”",
        "Ø’s",
        "Who ordered it??",
        "Why? – ?",
        "No. #1",
        "#MeToo!",
        "Error 502",
    ],
)
def test_letters_that_are_as_they_were_written(name: str, sample: Any) -> None:
    sample.write("parties", f"{HEADER}\na-watch,{name},ngo,,,\n")
    assert not [one for one in sample.findings(QUICK) if one.code == "MST115"]


@pytest.mark.parametrize("name", ["parties (1).csv", "parties.csv.orig", "~$parties.xlsx", "old"])
def test_a_file_beside_the_tables_is_told(name: str, sample: Any) -> None:
    sample.path("parties").with_name(name).write_text("x", "utf-8")
    sample.path("parties").with_name(".DS_Store").write_text("x", "utf-8")
    (finding,) = sample.findings(QUICK)
    assert (finding.code, finding.file, finding.severity) == ("MST209", f"datasets/{name}", "error")


@pytest.mark.slow
def test_three_rows_with_one_key_are_one_cause_for_frictionless_too(sample: Any) -> None:
    row = "z-watch,Z,ngo,,,\n"
    sample.write("parties", sample.text("parties") + row * 3)
    report = sample.report((*QUICK, "rules", "frictionless"))
    assert [(one.code, one.line) for one in report.causes if one.severity == "error"] == [("MST301", 5)]


@pytest.mark.slow
def test_very_many_rows_with_one_key_keep_the_rules_off_the_table(sample: Any) -> None:
    sample.write("parties", sample.text("parties") + "z-watch,Z,ngo,,,\n" * 101)
    report = sample.report((*QUICK, "rules", "frictionless"))
    assert [(one.code, one.line) for one in report.causes] == [("MST301", 103)]
    assert report.not_run


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A copy of the dataset itself, with its seals and its history."""
    for folder in ("datasets", "validators/fact_checks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    return tmp_path


def _edit(root: Path, table: str, key: str, **cells: str) -> int:
    """Change cells of a row; returns its line."""
    path = root / "datasets" / f"{table}.csv"
    lines = path.read_text("utf-8").split("\n")
    number = next(index for index, line in enumerate(lines) if line.startswith(f"{key},"))
    header, row = (next(csv.reader([lines[index]])) for index in (0, number))
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow((dict(zip(header, row, strict=True)) | cells).values())
    lines[number] = text.getvalue()
    path.write_text("\n".join(lines), "utf-8")
    return number + 1


def _causes(report: Report) -> list[tuple[str, str, int]]:
    return [(one.code, one.file.removeprefix("datasets/"), one.line) for one in report.causes]


EDITS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "id changed in one table": ("officials", "ebrahim-raisi", {"official_id": "ebrahim-raeesi"}, "MST303"),
    "id mistyped": ("sanctions", "us-caatsa-iran-mohammad-karami", {"programme_id": "us-caatsa-irn"}, "MST303"),
    "published cell changed": ("affiliations", "us-ofac-organ-of-us-treasury", {"to_id": "us-congress"}, "MST544"),
    "year of the Iranian calendar": ("officials", "ali-rezvani", {"born": "1363"}, "MST426"),
    "newspaper as a law": ("sources", "pmoi-2022-01-growing-focus", {"kind": "legal_act"}, "MST527"),
}


@pytest.mark.slow
def test_each_mistake_in_the_dataset_is_one_cause(dataset: Path) -> None:
    made = [(code, f"{table}.csv", _edit(dataset, table, key, **cells)) for table, key, cells, code in EDITS.values()]
    assert sorted(_causes(validate(dataset, layers=LAYERS))) == sorted(made)


@pytest.mark.slow
def test_an_edited_day_of_a_source_is_told_at_the_source(dataset: Path) -> None:
    line = _edit(dataset, "sources", "pmoi-2022-01-growing-focus", published="2012-01-05")
    found = _causes(validate(dataset, layers=(*QUICK, "seals")))
    assert found == [("MST522", "sources.csv", line)]
