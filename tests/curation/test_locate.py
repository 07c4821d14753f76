"""Entering sheets: passages, rows and claims, their ids, and nothing at all where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.cases import quick

from mostanad.curation.sheet import Entered, SheetError, enter
from mostanad.curation.sources import document_of
from mostanad.curation.transaction import EditRefused
from mostanad.documents.folder import Documents, sha256
from mostanad.validation import validate

if TYPE_CHECKING:
    from tests.conftest import Bench, Line

STRIKE: Line = ("the dock strike of November 2019", "events", "dock-strike-2019-11", "place=Port Osma")


def claims_of(bench: Bench, row: str) -> dict[str, str]:
    """The claims on a row: the end of each id after the passage, and its fields."""
    found = {name: claim for name, claim in bench.rows("claims").items() if claim["target_id"] == row}
    return {name.removeprefix(claim["passage_id"]): claim["fields"] for name, claim in found.items()}


def refused(bench: Bench, attempt: Callable[[], object], error: type[Exception] = EditRefused) -> Exception:
    """Why it is refused; every file must be as before."""
    before = bench.files()
    with pytest.raises(error) as caught:
        attempt()
    assert bench.files() == before
    return caught.value


def test_the_whole_package_is_sound(bench: Bench) -> None:
    """What the tool made of three documents, sheets and seals has no finding in any layer."""
    report = validate(bench.root, documents=bench.documents)
    assert (report.findings, report.not_checked, report.not_run) == ((), (), ())
    assert len(bench.rows("claims")) == len(bench.rows("seals")) == 30
    assert all(bench.rows(table) for table in ("officials", "group_members", "legal_bases", "identifiers"))


def test_a_line_becomes_a_passage_a_row_and_a_claim(bench: Bench) -> None:
    before = {name: bench.rows(name) for name in ("passages", "events", "claims")}
    cells = "kind=session|title=Session|note=ours"
    done = bench.enter("gazette-2019", ("Port Osma", "events", "talks", cells, {"hedge": "likely"}))
    assert done == Entered(1, 1, 1, ("datasets/events.csv", "datasets/passages.csv", "datasets/claims.csv"))
    new = {name: {k: v for k, v in bench.rows(name).items() if k not in before[name]} for name in before}
    passage_id = "gazette-2019.c000031-000040"
    assert new["passages"] == {
        passage_id: {
            "passage_id": passage_id,
            "source_id": "gazette-2019",
            "selector": "char=31,40",
            "sha256": sha256(b"Port Osma"),
        }
    }
    filled = {key: {name: cell for name, cell in row.items() if cell} for key, row in new["events"].items()}
    assert filled == {"talks": {"event_id": "talks", "kind": "session", "title": "Session", "note": "ours"}}
    (claim,) = new["claims"].values()
    assert {name: cell for name, cell in claim.items() if cell} == {
        "claim_id": f"{passage_id}.talks",
        "passage_id": passage_id,
        "target_id": "talks",
        "fields": "kind title",
        "hedge": "likely",
    }
    for name, rows in before.items():
        assert {key: bench.rows(name)[key] for key in rows} == rows


def test_a_sheet_entered_again_changes_nothing(bench: Bench, sheets: dict[str, tuple[Line, ...]]) -> None:
    before = bench.files()
    for source, lines in sheets.items():
        assert bench.enter(source, *lines) == Entered(0, 0, 0, ())
    assert bench.files() == before


@pytest.mark.usefixtures("unchecked")
def test_one_passage_and_one_row_make_one_claim(bench: Bench) -> None:
    first: Line = ("Port Osma", "events", "e", "kind=session")
    bench.enter("gazette-2019", first, ("", "events", "e", "title=T", {"note": "a"}), ("", "events", "f", "kind=vote"))
    more: Line = ("Port Osma", "events", "e", "place=Osma", {"note": "ab; c"})
    for note in ("a", "ab; c", "c", ""):
        bench.enter("gazette-2019", more, ("", "events", "e", "title", {"note": note}))
    assert claims_of(bench, "e") == {".e": "kind place title"}
    assert claims_of(bench, "f") == {".f": "kind"}
    assert bench.rows("claims")["gazette-2019.c000031-000040.e"]["note"] == "a; ab; c"


@pytest.mark.usefixtures("unchecked")
def test_another_voice_or_another_tone_is_another_claim(bench: Bench) -> None:
    lena, allegation = {"asserted_by": "lena-falk"}, {"modality": "allegation"}
    union = {"asserted_by": "dockers-union"}
    for said in ({}, lena, union, allegation, lena | {"hedge": "likely"}, allegation | {"as_of": "2019"}):
        for _ in range(2):
            bench.enter("gazette-2019", ("Port Osma", "events", "e", "kind=session", said))
    assert set(claims_of(bench, "e")) == {".e", ".e.lena-falk", ".e.dockers-union", ".e.2", ".e.lena-falk.2", ".e.3"}
    voices = {name.split(".e")[1]: claim["asserted_by"] for name, claim in bench.rows("claims").items() if ".e" in name}
    assert voices[".lena-falk.2"] == voices[".lena-falk"] == "lena-falk"


@pytest.mark.usefixtures("unchecked")
def test_the_first_claim_needs_no_asserter_in_its_id(bench: Bench) -> None:
    bench.enter("gazette-2019", ("Port Osma", "events", "e", "kind=session", {"asserted_by": "lena-falk"}))
    assert claims_of(bench, "e") == {".e": "kind"}
    bench.enter("gazette-2019", ("Port Osma", "events", "e", "kind"))
    assert claims_of(bench, "e") == {".e": "kind", ".e.2": "kind"}


@pytest.mark.usefixtures("unchecked")
def test_as_many_claims_as_there_are(bench: Bench) -> None:
    lines: list[Line] = [
        ("Port Osma", "events", "e", "kind=session", {"as_of": str(year)}) for year in range(1000, 1120)
    ]
    assert bench.enter("gazette-2019", *lines).claims == 120
    assert ".e.120" in claims_of(bench, "e")


@pytest.mark.usefixtures("unchecked")
def test_rival_values_are_one_claim_each(bench: Bench) -> None:
    rival = {"stance": "disputes", "value": "2018"}
    lines: list[Line] = [
        ("Port Osma", "positions", "bahram-nikpour-head", name, rival) for name in ("started", "ended")
    ]
    bench.enter("gazette-2019", *lines)
    bench.enter("gazette-2019", *lines)
    disputes = {name: claim for name, claim in bench.rows("claims").items() if claim["value"] == "2018"}
    base = "gazette-2019.c000031-000040.bahram-nikpour-head"
    assert {name: claim["fields"] for name, claim in disputes.items()} == {base: "started", f"{base}.2": "ended"}


@pytest.mark.slow
def test_a_sealed_claim_stays_as_it_was_read(bench: Bench) -> None:
    """More cells from words whose claim is sealed are a claim of their own: the seal must not break."""
    bench.enter("gazette-2019", STRIKE)
    base = ".dock-strike-2019-11"
    assert claims_of(bench, "dock-strike-2019-11") == {base: "date kind title", f"{base}.2": "place"}
    bench.enter("gazette-2019", (*STRIKE[:3], "date|place|body_id=dockers-union"))
    assert claims_of(bench, "dock-strike-2019-11")[f"{base}.2"] == "body_id place"
    assert {finding.code for finding in validate(bench.root, documents=bench.documents).findings} == {"MST521"}


@pytest.mark.usefixtures("unchecked")
def test_a_cell_that_has_another_value_already(bench: Bench) -> None:
    lines: list[Line] = [
        ("Port Osma", "events", "e", "kind=session"),
        ("", "events", "dock-strike-2019-11", "date=2018"),
    ]
    error = refused(bench, lambda: bench.enter("gazette-2019", *lines), SheetError)
    (problem,) = error.problems  # type: ignore[attr-defined]
    assert (problem.line, problem.column, problem.value) == (3, "cells", "date=2018")
    assert problem.message.startswith("dock-strike-2019-11 already has date=2019-11")


@pytest.mark.usefixtures("unchecked")
def test_wrong_lines_and_clashes_with_the_tables_and_among_lines_are_told_at_once(bench: Bench) -> None:
    lines: list[Line] = [
        ("no such words", "events", "e", "kind=session"),
        ("Port Osma", "events", "dock-strike-2019-11", "date=2018"),
        ("", "events", "f", "date=2018"),
        ("", "events", "f", "date=2019"),
        ("", "evnts", "f", "date=2019"),
    ]
    error = refused(bench, lambda: bench.enter("gazette-2019", *lines), SheetError)
    told = [(problem.line, problem.column) for problem in error.problems]  # type: ignore[attr-defined]
    assert told == [(2, "find"), (3, "cells"), (5, "cells"), (6, "table")]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (("no such words", "events", "e", "kind=session"), (3, "find")),
        (("Lena Falk", "evnts", "e", "kind=session"), (3, "table")),
        (("Lena Falk", "events", "e", "kind=session|title=U"), (3, "cells")),
        (("Lena Falk", "events", "e", "date=soon"), (3, "cells")),
    ],
)
def test_one_wrong_line_and_nothing_is_written(bench: Bench, line: Line, place: tuple[int, str]) -> None:
    good: Line = ("Port Osma", "events", "e", "kind=session|title=T")
    error = refused(bench, lambda: bench.enter("gazette-2019", good, line), SheetError)
    assert [(problem.line, problem.column) for problem in error.problems] == [place]  # type: ignore[attr-defined]
    assert "nothing was written" in str(error)


@pytest.mark.parametrize(
    ("line", "code"),
    quick(2, [
        (("Lena Falk", "events", "f", "kind=session"), "MST211"),
        (("Lena Falk", "events", "f", "kind=session|title=T|part_of=nothing"), "MST303"),
        (("Lena Falk", "events", "f", "kind=session|title=T", {"modality": "rumour"}), "MST213"),
        (("Lena Falk", "events", "f", "kind=session|title=T|place"), "MST503"),
        (("Lena Falk", "events", "lena-falk", "kind=session|title=T"), "MST302"),
        (("Lena Falk", "events", "f", "kind=session|title=two  spaces"), "MST108"),
    ]),
)  # fmt: skip
def test_a_broken_rule_and_nothing_is_written(bench: Bench, line: Line, code: str) -> None:
    good: Line = ("Port Osma", "events", "e", "kind=session|title=T")
    error = refused(bench, lambda: bench.enter("gazette-2019", good, line), SheetError)
    told = [(problem.line, problem.message[:6]) for problem in error.problems]  # type: ignore[attr-defined]
    assert (3, code) in told
    assert {number for number, _ in told} == {3}


def test_what_breaks_rules_in_several_lines_is_told_with_what_is_wrong_by_itself(bench: Bench) -> None:
    """And once: nothing is said of a line for which another line, that is wrong, is to blame."""
    lines: list[Line] = [
        ("no such words", "events", "e", "kind=session|title=T"),
        ("Port Osma", "events", "f", "kind=session|title=T|part_of=e"),
        ("", "events", "g", "kind=session|title=T|part_of=nothing"),
        ("", "events", "h", "kind=session|date=soon|title=T"),
        ("", "events", "i", "kind=session|title=T|part_of=h"),
    ]
    error = refused(bench, lambda: bench.enter("gazette-2019", *lines), SheetError)
    told = [(problem.line, problem.column, problem.message[:6]) for problem in error.problems]  # type: ignore[attr-defined]
    assert told == [(2, "find", "these "), (4, "cells", "MST303"), (5, "cells", "'soon'")]


def test_the_document_must_be_among_the_documents(bench: Bench) -> None:
    package = bench.package()
    assert document_of(package, "gazette-2019", bench.at_hand()).text.startswith("Norland lists")
    for documents, where in ((Documents(None), "no folder was given"), (Documents(bench.root), str(bench.root))):
        with pytest.raises(EditRefused, match=re.escape(where)):
            document_of(package, "gazette-2019", documents)
    with pytest.raises(EditRefused, match="nothing: no such source; register its document"):
        document_of(package, "nothing", bench.at_hand())
    (bench.documents / "gazette-2019.txt").write_bytes(b"edited")
    with pytest.raises(EditRefused, match="gazette-2019: no document has the sha256"):
        document_of(package, "gazette-2019", bench.at_hand())


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"sha256": "", "format": "", "bytes": "", "coverage": ""}, "has no file; its copy is a separate source"),
        ({"format": "scroll"}, "has format=scroll; it must be one of "),
        ({"format": ""}, "has format=; it must be one of "),
        ({"format": "csv"}, "has format=csv; a sheet needs a text, or a list"),
    ],
)
def test_a_source_without_a_text(bench: Bench, cells: dict[str, str], message: str) -> None:
    bench.edit("sources", "gazette-2019", **cells)
    error = refused(bench, lambda: bench.enter("gazette-2019", STRIKE))
    assert str(error).startswith(f"gazette-2019 {message}")


def test_a_text_that_is_not_utf_8(bench: Bench) -> None:
    content = b"caf\xe9"
    (bench.documents / "new").write_bytes(content)
    bench.edit("sources", "gazette-2019", sha256=sha256(content))
    error = refused(bench, lambda: bench.enter("gazette-2019", STRIKE))
    assert str(error) == "gazette-2019: the document is not UTF-8: byte 3"


def test_the_text_is_not_normalised(bare: Bench) -> None:
    path = bare.documents / "new.txt"
    path.write_bytes("\ufeffe\u0301\r\n“x”\u00a0y".encode())
    bare.run("source", "add", str(path), "--id=s", "--title=T", "--kind=news", "--publisher=norland-gazette")
    bare.enter("s", ('"x" y', "parties", "norland-herald", "name"))
    (passage,) = bare.rows("passages").values()
    assert (passage["selector"], passage["sha256"]) == ("char=5,10", sha256("“x”\u00a0y".encode()))


def test_find_on_the_command_line(bench: Bench) -> None:
    documents = f"--documents={bench.documents}"
    before = bench.files()
    done = bench.run("locate", "gazette-2019", "--find", "Lena ... six", documents)
    assert done.exit_code == 0
    assert (
        done.stdout.splitlines()[0]
        == f"char=262,323 sha256 {bench.rows('passages')['gazette-2019.c000262-000323']['sha256']}"
    )
    assert bench.run("locate", "gazette-2019", "--find", "dock", documents).exit_code == 1
    assert "are not in" in bench.run("locate", "gazette-2019", "--find", "nothing", documents).stderr
    assert bench.run("locate", "gazette-2019", "--find", "[[x", documents).exit_code == 2
    assert bench.files() == before


def test_a_sheet_with_problems_on_the_command_line(bench: Bench) -> None:
    sheet = bench.documents.parent / "sheet.csv"
    sheet.write_text(
        "\ufefffind,table,row,cells\nnothing,events,e,kind=vote\nLena,events,,kind=vote\n", encoding="utf-8"
    )
    before = bench.files()
    done = bench.run("locate", "gazette-2019", "--sheet", str(sheet), f"--documents={bench.documents}")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[:2] == ["sheet:2: find: these words are not in the document", "    value: nothing"]
    assert lines[2] == "sheet:3: row: the id of the row is missing"
    assert "nothing was written" in done.stderr
    assert bench.files() == before


def test_problems_of_a_sheet_are_all_told(bench: Bench) -> None:
    error = refused(bench, lambda: enter(bench.package(), "gazette-2019", "", bench.at_hand()), SheetError)
    assert [problem.column for problem in error.problems] == ["find", "table", "row", "cells"]  # type: ignore[attr-defined]
