"""Finding words, entering sheets, taking them back, comparing two of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mostanad.documents.folder import sha256

SHEET = b"find,table,row,cells\nharbour judge,names,harbour-judge-en,entity_id=bahram-nikpour|name=harbour judge|%s\n"
GOOD = SHEET % b"script=Latn|kind=alias"


def at(bench: Any, *args: object) -> tuple[object, ...]:
    """Arguments with the package and its documents."""
    return (*args, "--dir", bench.root, "--documents", bench.documents)


# locate --find


def test_find_one_place(cli: Any, bench: Any) -> None:
    run = cli(*at(bench, "locate", "herald-2019", "--find", "the   Treasury"))
    assert (run.code, run.err) == (0, "")
    first, second = run.out.splitlines()
    start, end, digest = re.fullmatch(r"char=(\d+),(\d+) sha256 ([0-9a-f]{64})", first).groups()
    text = (bench.documents / "herald-2019.txt").read_text("utf-8")
    assert text[int(start) : int(end)] == "the Treasury"
    assert digest == sha256(b"the Treasury")
    assert "[the Treasury]" in second


def test_find_in_context_and_from_start_to_end(cli: Any, bench: Any) -> None:
    run = cli(*at(bench, "locate", "herald-2019", "--find", "Adapted from [[the]] Norland"))
    assert run.code == 0
    assert "from [the] Norland" in run.out
    run = cli(*at(bench, "locate", "herald-2019", "--find", "On Wednesday ... list"))
    assert run.code == 0
    assert run.out.count("char=") == 1


def test_find_no_place(cli: Any, bench: Any) -> None:
    run = cli(*at(bench, "locate", "herald-2019", "--find", "no such words"))
    assert (run.code, run.out) == (1, "")
    assert run.err == "mostanad: these words are not in the document\n"


def test_find_many_places(cli: Any, bench: Any) -> None:
    run = cli(*at(bench, "locate", "herald-2019", "--find", "the"))
    assert run.code == 1
    hits = run.out.count("char=")
    assert hits > 1
    assert run.err == f"mostanad: these words occur {hits} times: add context around [[words]]\n"


@pytest.mark.parametrize("words", ["[[", "[[the", " ", "a ... b ... c"])
def test_find_what_is_no_words(cli: Any, bench: Any, words: str) -> None:
    run = cli(*at(bench, "locate", "herald-2019", "--find", words))
    assert (run.code, run.out) == (2, "")
    assert "Error: " in run.err


def test_find_in_what_is_not_there(cli: Any, bench: Any) -> None:
    run = cli(*at(bench, "locate", "nothing-2019", "--find", "the"))
    assert (run.code, run.out) == (1, "")
    assert "nothing-2019: no such source" in run.err
    run = cli("locate", "herald-2019", "--find", "the", "--dir", bench.root)
    assert run.code == 1
    assert "--documents or MOSTANAD_DOCUMENTS" in run.err
    (bench.documents / "herald-2019.txt").unlink()
    assert cli(*at(bench, "locate", "herald-2019", "--find", "the")).code == 1
    run = cli("locate", "herald-2019", "--find", "the", "--dir", bench.root, "--documents", bench.root / "nowhere")
    assert (run.code, run.out) == (2, "")


def test_find_in_a_document_that_is_not_read_as_text(cli: Any, bench: Any) -> None:
    bench.edit("sources", "herald-2019", format="csv")
    run = cli(*at(bench, "locate", "herald-2019", "--find", "the Treasury"))
    assert (run.code, run.out) == (1, "")
    assert run.err == "mostanad: a document of format csv has no char= passages\n"


# locate --sheet and --undo


def test_a_sheet_is_entered_and_taken_back(cli: Any, bench: Any) -> None:
    before = bench.files()
    run = cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=GOOD)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("entered 1 passage, 1 row, 1 claim: datasets/names.csv, ")
    assert bench.rows("names")["harbour-judge-en"]["name"] == "harbour judge"
    run = cli("locate", "--undo", "--dir", bench.root)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("edit undone: ")
    assert bench.files() == before
    run = cli("locate", "--undo", "--dir", bench.root)
    assert (run.code, run.out, run.err) == (1, "", "mostanad: there is no edit to undo\n")


def test_what_was_changed_since_is_not_taken_back(cli: Any, bench: Any) -> None:
    assert cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=GOOD).code == 0
    bench.edit("names", "harbour-judge-en", note="a remark")
    before = bench.files()
    run = cli("locate", "--undo", "--dir", bench.root)
    assert run.code == 1
    assert "datasets/names.csv has changed since" in run.err
    assert bench.files() == before


@pytest.mark.slow
@pytest.mark.parametrize("from_stdin", [False, True])
@pytest.mark.parametrize(
    "saved",
    [
        GOOD.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + GOOD,
        b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n"),
        GOOD.rstrip(b"\n"),
        GOOD + b",,,\n\n",
        re.sub(rb"([^,\n]+)", rb'"\1"', GOOD),
    ],
)
def test_a_sheet_as_windows_or_a_spreadsheet_saves_it(
    cli: Any, bench: Any, tmp_path: Path, saved: bytes, from_stdin: bool
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(saved)
    run = cli(
        *at(bench, "locate", "gazette-2019", "--sheet", "-" if from_stdin else path), stdin=saved if from_stdin else b""
    )
    assert (run.code, run.err) == (0, "")
    assert bench.rows("names")["harbour-judge-en"]["kind"] == "alias"
    assert b"\r" not in bench.file("names").read_bytes()


def test_a_sheet_with_problems_says_where_and_writes_nothing(cli: Any, bench: Any) -> None:
    before = bench.files()
    lines = b"no such words,names,a,name=a\nthe,nowhere,b,name=b\nharbour judge,names,c,nothing=c\n"
    run = cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=b"find,table,row,cells\n" + lines)
    assert run.code == 1
    assert run.err == "mostanad: the sheet has problems; nothing was written\n"
    assert [line.split(": ")[0] for line in run.out.splitlines() if line.startswith("sheet:")] == [
        "sheet:2",
        "sheet:3",
        "sheet:3",
        "sheet:4",
    ]
    assert bench.files() == before


def test_a_sheet_that_would_break_the_package_writes_nothing(cli: Any, bench: Any) -> None:
    before = bench.files()
    run = cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=SHEET % b"script=Latn")
    assert run.code == 1
    assert "MST211" in run.out
    assert "nothing was written" in run.err
    assert bench.files() == before


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"x", b"find,table\n", b"find,table,row,cells,sort\n", b'"', b"a\0b\n"]
)
def test_a_sheet_that_is_none_is_exit_1(cli: Any, bench: Any, content: bytes) -> None:
    run = cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=content)
    assert run.code == 1
    assert run.out.startswith("sheet:")


def test_a_sheet_that_cannot_be_read_is_exit_2(cli: Any, bench: Any, tmp_path: Path) -> None:
    for sheet in (tmp_path / "nowhere.csv", tmp_path):
        run = cli(*at(bench, "locate", "gazette-2019", "--sheet", sheet))
        assert (run.code, run.out) == (2, "")
        assert str(sheet) in run.err
    run = cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=GOOD.decode().encode("utf-16"))
    assert (run.code, run.out) == (2, "")
    assert "not UTF-8 at byte 0" in run.err
    assert "save it as CSV in UTF-8" in run.err


# agree


def test_agreement_of_two_sheets(cli: Any, bench: Any, tmp_path: Path) -> None:
    for name, kind in (("one", b"alias"), ("two", b"alias"), ("three", b"misprint")):
        (tmp_path / name).write_bytes(SHEET % (b"script=Latn|kind=" + kind))
    run = cli(*at(bench, "agree", "gazette-2019", tmp_path / "one", tmp_path / "two"))
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines()[-1].split() == ["names", "1", "1", "1", "1", "1.00"]
    run = cli(*at(bench, "agree", "gazette-2019", tmp_path / "one", tmp_path / "nowhere"))
    assert (run.code, run.out) == (2, "")
    (tmp_path / "two").write_bytes(b"x")
    run = cli(*at(bench, "agree", "gazette-2019", tmp_path / "one", tmp_path / "two"))
    assert run.code == 1
    assert "sheet:1" in run.out
