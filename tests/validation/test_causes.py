"""One cause is one finding that stands; what comes from it is covered, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases import quick

from mostanad.validation import Finding, Report
from mostanad.validation.findings import identified
from mostanad.validation.finish import mark_causes, without_repeated_references
from mostanad.validation.formats.paragraphs import as_text

QUICK = ("text", "structure", "rows", "rules", "fact_checks", "seals")


def standing(report: Report) -> list[tuple[str, str, int]]:
    return [(one.code, one.file, one.line) for one in report.causes]


def fold(*findings: Finding) -> list[Finding]:
    return mark_causes(identified(findings))


def at(code: str, line: int = 2, field: str = "name", value: str = "v", message: str = "m", **more: Any) -> Finding:
    severity = more.pop("severity", "error")
    return Finding(code, severity, "a.csv", line, 3, value, message, "r", field=field, **more)


def test_a_cell_that_breaks_five_rules_shows_the_first_cause() -> None:
    codes = ("MST520", "MST303", "MST108", "MST212", "MST401")
    found = fold(*(at(code, value=code) for code in codes))
    root = next(one for one in found if not one.covered_by)
    assert root.code == "MST108"
    assert {one.covered_by for one in found if one is not root} == {root.id}
    assert "and 4 more on this cell: MST212, MST303, MST401, MST520" in as_text(Report(tuple(found)))


def test_an_error_comes_before_a_warning() -> None:
    found = fold(at("MST101", severity="warning"), at("MST520"))
    assert [one.code for one in found if not one.covered_by] == ["MST520"]


def test_other_cells_rows_and_files_stand() -> None:
    found = fold(at("MST212"), at("MST212", field="kind", message="n"), at("MST213", line=3), at("MST213", line=4))
    assert [one.covered_by for one in found] == [""] * 4


@pytest.mark.parametrize(("count", "stand"), [(3, 3), (4, 1), (100, 1)])
def test_the_same_words_again_and_again(count: int, stand: int) -> None:
    found = fold(*(at("MST521", line=line) for line in range(2, count + 2)))
    assert len(found) == count
    assert len([one for one in found if not one.covered_by]) == stand


def test_very_many_of_one_code_in_one_file() -> None:
    for count, stand in ((20, 20), (21, 10)):
        found = fold(*(at("MST204", line=line, message=f"m{line}") for line in range(2, count + 2)))
        assert len([one for one in found if not one.covered_by]) == stand


def test_folding_again_changes_nothing() -> None:
    found = fold(*(at("MST521", line=line) for line in range(2, 9)), at("MST101", line=2))
    assert mark_causes(found) == found
    ids = {one.id for one in found}
    assert all(not one.covered_by or one.covered_by in ids for one in found)
    assert all(not root.covered_by for one in found for root in found if root.id == one.covered_by)


def test_no_two_findings_have_the_same_id() -> None:
    found = identified([at("MST521", line=line) for line in range(2, 9)])
    assert len({one.id for one in found}) == len(found)


def test_a_seal_without_a_claim_is_one_finding(sample: Any) -> None:
    sample.add("seals", claim_id="watch-2019.c000000-000006.session-2019-11", seal="0" * 64)
    assert [one.code for one in sample.findings(QUICK)] == ["MST523"]
    assert [one.code for one in sample.findings(("rules",))] == ["MST303"]
    both = [at("MST303"), at("MST523"), at("MST303", line=3)]
    assert without_repeated_references(both) == both[1:]


def test_a_claim_that_is_gone_is_one_cause(sample: Any) -> None:
    lines = sample.text("claims").splitlines(keepends=True)
    sample.write("claims", "".join(lines[:1] + lines[2:]))
    report = sample.report(QUICK)
    assert standing(report) == [("MST523", "datasets/seals.csv", 2)]
    assert {one.code for one in report.findings} == {"MST523", "MST501", "MST507"}


def test_an_edited_publisher_is_one_finding_that_counts_the_seals(sample: Any) -> None:
    sample.edit("sources", ",watch,", ",bahram-nemuneh,")
    report = sample.report(QUICK)
    root = next(one for one in report.causes if one.code == "MST522")
    assert (root.file, root.line, root.column) == ("datasets/sources.csv", 2, 1)
    assert root.summary
    assert root.message.startswith("4 seals do not fit, likely because the row watch-2019 is not what was sealed: ")
    assert root.message.endswith(" and 1 more")
    assert len([one for one in report.findings if one.covered_by == root.id]) == 4
    assert report.counts()[0] == len(report.errors) - 1
    assert "and 4 findings that follow from it" in as_text(report)


def test_an_edited_passage_or_row_with_several_claims_is_one_cause(sample: Any) -> None:
    passage = "watch-2019.c000060-000071"
    cells = {"passage_id": passage, "target_id": "session-2019-11", "fields": "title"}
    sample.add("claims", claim_id=f"{passage}.session-2019-11", **cells)
    sample.seal()
    assert sample.findings(QUICK) == ()
    sample.edit("events", "A session", "Another session")
    report = sample.report(("seals",))
    assert standing(report) == [("MST522", "datasets/events.csv", 2)]
    assert "title of session-2019-11" in report.causes[0].message
    assert report.causes[0].field == "title"
    sample.edit("events", "Another session", "A session")
    sample.edit("passages", "char=60,71", "char=60,72")
    report = sample.report(("seals",))
    assert [(one.file, one.row_id) for one in report.causes] == [("datasets/passages.csv", passage)]


def test_one_broken_seal_is_itself(sample: Any) -> None:
    sample.edit("events", "A session", "Another session")
    report = sample.report(("seals",))
    assert len(report.findings) == 1
    assert not report.findings[0].summary


def test_an_id_that_was_changed_is_one_cause(sample: Any) -> None:
    sample.edit("events", "\nsession-2019-11,", "\nsession-2019-12,")
    report = sample.report(QUICK)
    assert len(report.findings) > 5
    assert [(one.code, one.suggestion) for one in report.causes] == [("MST303", "session-2019-12")]


def test_a_row_without_claims_is_one_cause(sample: Any) -> None:
    sample.add("events", event_id="another", kind="session", title="Another", date="2019")
    sample.add("participations", participation_id="part", event_id="another", entity_id="watch", part="chair")
    report = sample.report(QUICK)
    assert standing(report) == [("MST501", "datasets/events.csv", 2), ("MST501", "datasets/participations.csv", 2)]
    assert "on this row: kind, title" in as_text(report) or "on this row: date, " in as_text(report)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("more", quick(1, ["", "\ufeff", "\r"]))
def test_a_wrong_delimiter_is_one_finding(sample: Any, delimiter: str, more: str) -> None:
    text = sample.text("sources").replace(",", delimiter)
    sample.write("sources", ("\ufeff" if more == "\ufeff" else "") + text.replace("\n", more.strip("\ufeff") + "\n"))
    report = sample.report(QUICK)
    assert [(one.code, one.file, one.line) for one in report.findings] == [("MST110", "datasets/sources.csv", 1)]
    assert "are separated by" in report.findings[0].message
    assert "rows of sources" in report.not_run


def test_columns_between_quotation_marks_do_not_hide_the_delimiter(sample: Any) -> None:
    header, *rows = sample.text("events").split("\n")
    quoted = ";".join(f'"{name}"' for name in header.split(","))
    sample.write("events", "\n".join([quoted, *rows]))
    assert [one.code for one in sample.findings(("text",))] == ["MST110"]
