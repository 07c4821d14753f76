"""Layer 5: seals break with every kind of edit, and passages are proved against documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mostanad.documents.folder import sha256
from mostanad.files.grouping import keyed
from mostanad.validation import seals

SEALS = ("seals",)
PASSAGES = ("passages",)
CLAIMS, SEALED = "datasets/claims.csv", "datasets/seals.csv"


def standing_alone(sample: Any) -> list[tuple[str, str, int, int]]:
    """The places of findings about seals, without those that only stand for others."""
    return [(one.code, one.file, one.line, one.column) for one in sample.findings(SEALS) if not one.summary]


def lines_with(sample: Any, table: str, words: str) -> list[int]:
    """The lines of a table that hold these words."""
    return [number for number, line in enumerate(sample.text(table).split("\n"), 1) if words in line]


def test_a_clean_package_has_no_findings(sample: Any) -> None:
    assert sample.findings((*SEALS, *PASSAGES), documents=True) == ()


def test_claim_without_a_seal(sample: Any) -> None:
    lines = sample.text("seals").splitlines(keepends=True)
    sample.write("seals", "".join(lines[:2] + lines[3:]))
    name = lines[2].split(",")[0]
    (finding,) = sample.findings(SEALS)
    assert (finding.code, finding.file, finding.line, finding.column) == ("MST521", CLAIMS, 3, 1)
    assert finding.value == name == sample.text("claims").split("\n")[2].split(",")[0]


def test_seal_without_a_claim(sample: Any) -> None:
    name = "watch-2019.c000000-000006.session-2019-11"
    sample.add("seals", claim_id=name, seal="0" * 64)
    (finding,) = sample.findings(SEALS)
    assert (finding.code, finding.file, finding.line, finding.column, finding.value) == ("MST523", SEALED, 2, 1, name)


def test_seal_that_was_edited(sample: Any) -> None:
    first = sample.text("seals").split("\n")[1]
    sample.edit("seals", first, first[:-64] + "0" * 64)
    assert sample.places(SEALS) == [("MST522", CLAIMS, 2, 1)]


@pytest.mark.parametrize(
    ("table", "old", "new", "claims"),
    [
        # a cell that the claim names
        ("events", "A session", "Another session", "date kind title"),
        ("events", ",2019-11,", ",2019-12,", "date kind title"),
        ("estimates", ",300,", ",3000,", "about_id"),
        ("estimates", "more_than", "at_least", "about_id"),
        ("estimates", "one by one", "two by two", "about_id"),
        ("participations", ",chair,", ",speaker,", "entity_id event_id part"),
        ("names", "بهرام نمونه", "بهرام نمون", "entity_id name"),
        # the attribution
        ("claims", "event_id part,,", "event_id part,bahram-nemuneh,", "entity_id event_id part"),
        ("claims", "event_id part,,,", "event_id part,,allegation,", "entity_id event_id part"),
        ("claims", "event_id part,,,,", "event_id part,,,likely,", "entity_id event_id part"),
        ("claims", "event_id part,,,,,", "event_id part,,,,denies,", "entity_id event_id part"),
        ("claims", "event_id part,,,,,,", "event_id part,,,,,2019-11,", "entity_id event_id part"),
        ("claims", "event_id part,,,,,,,", "event_id part,,,,,,,in brief", "entity_id event_id part"),
        ("claims", "date kind title", "date kind", "date kind"),
        # whoever published it asserts it, on the day on which it was published
        ("sources", ",watch,", ",bahram-nemuneh,", ""),
        ("sources", "2019-12-16", "2019-12-17", ""),
    ],
)
def test_an_edit_breaks_the_seals_of_the_claims_that_it_touches(
    sample: Any, table: str, old: str, new: str, claims: str
) -> None:
    sample.edit(table, old, new)
    broken = [("MST522", CLAIMS, line, 1) for line in lines_with(sample, "claims", claims or "watch-2019.c")]
    assert broken
    assert standing_alone(sample) == broken


def test_an_edited_selector_breaks_the_seals_of_its_claims(sample: Any) -> None:
    sample.edit("passages", "char=60,71", "char=60,72")
    assert sample.places(SEALS) == [("MST522", CLAIMS, *lines_with(sample, "claims", "c000060-000071"), 1)]


def test_an_edited_hash_of_a_passage_breaks_the_seals_of_its_claims(sample: Any) -> None:
    sample.edit("passages", sha256("بهرام نمونه".encode()), "0" * 64)
    assert sample.places(SEALS) == [("MST522", CLAIMS, *lines_with(sample, "claims", "c000060-000071"), 1)]


def test_an_edited_hash_of_a_source_breaks_the_seals_of_all_its_claims(sample: Any) -> None:
    sample.edit("sources", sha256(next(sample.documents.iterdir()).read_bytes()), "0" * 64)
    assert standing_alone(sample) == [("MST522", CLAIMS, line, 1) for line in (2, 3, 4, 5)]


def test_an_edited_cell_of_several_that_the_same_claims_back_is_told_by_its_row(sample: Any) -> None:
    """Of a row that another claim backs too, in a cell that is as it was."""
    sample.edit("claims", ",date kind title,", ",kind title,")
    first, _, last = (row["passage_id"] for row in sample.tables()["passages"].records())
    for passage, fields in ((first, "kind title"), (last, "date")):
        target = "session-2019-11"
        sample.add("claims", claim_id=f"{passage}.{target}", passage_id=passage, target_id=target, fields=fields)
    sample.seal()
    sample.edit("events", "A session", "Another session")
    found = sample.findings(SEALS)
    assert len([one for one in found if not one.summary]) == 2
    (summary,) = [one for one in found if one.summary]
    assert "likely because the row session-2019-11 is not what was sealed" in summary.message


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("claims", "event_id part,,,,,,,,", "event_id part,,,,,,,,a remark of ours"),
        ("claims", "event_id part,,,,,,,,", "event_id part,watch,fact,none,asserts,2019-12-16,,,"),
        ("sources", "https://example.org/report", "https://example.org/moved"),
        ("sources", "A made-up report", "The made-up report"),
        ("officials", "Bahram Nemuneh", "Bahram Nemune"),
        ("events", "2019-11,,", "2019-11,Norland,"),
    ],
)
def test_an_edit_of_what_no_claim_says_breaks_no_seal(sample: Any, table: str, old: str, new: str) -> None:
    sample.edit(table, old, new)
    assert sample.findings(SEALS) == ()


def test_seals_do_not_depend_on_the_order_of_rows_or_on_other_rows(sample: Any) -> None:
    before = sample.text("seals")
    sample.add("events", event_id="another", kind="session", title="Another")
    sample.add("parties", party_id="another-party", name="Another", kind="ngo")
    sample.seal()
    assert sample.text("seals") == before


def test_a_claim_that_leads_nowhere_is_left_to_the_rules(sample: Any) -> None:
    sample.edit("passages", "\nwatch-2019.c000060-000071,", "\nwatch-2019.c000060-000070,")
    assert sample.findings(SEALS) == ()
    assert "MST303" in {finding.code for finding in sample.findings(("rules",))}


def test_seals_are_not_checked_on_a_broken_table(sample: Any) -> None:
    sample.edit("events", "A session", "A  session")
    report = sample.report(SEALS)
    assert (report.findings, report.not_run) == ((), ("seals",))


def test_without_documents_passages_are_not_checked_and_nothing_is_found(sample: Any) -> None:
    sample.edit("passages", "char=60,71", "char=60,99999")
    report = sample.report(PASSAGES)
    assert report.findings == ()
    assert report.not_checked == ("3 passages against their documents (no folder of documents given)",)


def test_the_folder_may_be_named_by_the_environment(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", str(sample.documents))
    assert sample.report(PASSAGES).not_checked == ()
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", str(sample.documents / "nowhere"))
    with pytest.raises(FileNotFoundError, match="nowhere: no such folder of documents"):
        sample.report(PASSAGES)


def test_a_document_is_found_whatever_its_name_and_however_deep(sample: Any) -> None:
    (sample.documents / "a" / "b").mkdir(parents=True)
    next(sample.documents.glob("*.txt")).rename(sample.documents / "a" / "b" / "x")
    (sample.documents / "other.txt").write_text("another document", encoding="utf-8")
    report = sample.report(PASSAGES, documents=True)
    assert (report.findings, report.not_checked) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("char=60,71", "char=60,72", "MST531"),
        ("char=60,71", "char=59,70", "MST531"),
        (sha256("بهرام نمونه".encode()), "0" * 64, "MST531"),
        ("char=60,71", "line=2,3", "MST531"),
        ("char=60,71", "char=60,100000", "MST532"),
        ("char=60,71", "line=0,100", "MST532"),
        ("char=60,71", "char=71,60", "MST532"),
        ('"char=60,71"', "record=12252", "MST532"),
        ('"char=60,71"', "absent=12252", "MST532"),
    ],
)
def test_passage_that_is_not_what_was_read(sample: Any, old: str, new: str, code: str) -> None:
    sample.edit("passages", old, new)
    (finding,) = sample.findings(PASSAGES, documents=True)
    (line,) = lines_with(sample, "passages", "c000060-000071")
    assert (finding.code, finding.file, finding.line, finding.column) == (code, "datasets/passages.csv", line, 1)
    assert finding.value == "watch-2019.c000060-000071"


@pytest.mark.parametrize("edit", [lambda path: path.write_bytes(path.read_bytes() + b"\n"), Path.unlink])
def test_document_that_was_edited_or_is_gone(sample: Any, edit: Callable[[Path], Any]) -> None:
    edit(next(sample.documents.iterdir()))
    report = sample.report(PASSAGES, documents=True)
    (finding,) = report.findings
    assert (finding.code, finding.file, finding.line, finding.column) == ("MST533", "datasets/sources.csv", 2, 1)
    assert finding.value == "watch-2019"
    assert report.not_checked == ("3 passages whose documents are not in the folder",)


def test_a_source_without_a_file_needs_no_document(sample: Any) -> None:
    copy = {"source_id": "copy", "title": "A copy", "kind": "news", "publisher_id": "watch", "language": "en"}
    sample.add("sources", **copy, derived_from="watch-2019", derivation="mirrored")
    assert sample.findings(PASSAGES, documents=True) == ()


def test_a_document_that_is_not_utf8_is_said_to_be_so(sample: Any) -> None:
    content = b"\xff\xfe made up"
    (sample.documents / "odd").write_bytes(content)
    cells = {"source_id": "odd", "title": "Odd", "kind": "news", "publisher_id": "watch", "language": "en"}
    file = {"format": "text", "bytes": "10", "sha256": sha256(content), "coverage": "whole", "derivation": "original"}
    sample.add("sources", **cells, **file)
    name = "odd.c000000-000002"
    sample.add("passages", passage_id=name, source_id="odd", selector="char=0,2", sha256=sha256(b"\xff\xfe"))
    (finding,) = sample.findings(PASSAGES, documents=True)
    assert (finding.code, finding.value) == ("MST532", name)
    assert "not UTF-8" in finding.message


def test_passages_are_not_checked_on_a_broken_table(sample: Any) -> None:
    sample.edit("sources", "A made-up report", "A  made-up report")
    report = sample.report(PASSAGES, documents=True)
    assert (report.findings, report.not_run) == ((), ("passages against documents",))


def test_what_can_be_sealed_is_every_claim_whose_ends_exist(sample: Any) -> None:
    def sealable() -> list[str]:
        rows = {name: keyed(table.records()) for name, table in sample.tables().items()}
        return [item.claim["claim_id"] for item in seals.sealables(rows, rows["claims"].values())]

    assert sealable() == [line.split(",")[0] for line in sample.text("claims").splitlines()[1:]]
    sample.edit("claims", "entity_id event_id part", "entity_id event_id")
    assert len(sealable()) == 4
