"""Where findings begin and end, and the lines that are shown of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases import quick

TEXT = ("text", "structure", "rows")


def marked(sample: Any, finding: Any) -> str:
    """What lies on disk between the begin and the end of a finding."""
    line = sample.root.joinpath(finding.file).read_text("utf-8").split("\n")[finding.line - 1]
    return line[finding.column - 1 : finding.end_column - 1]


@pytest.mark.parametrize(
    ("old", "new", "code", "span", "row", "field"),
    [
        (",ngo,", ",ngoo,", "MST213", "ngoo", "watch", "kind"),
        (",ngo,", ",,", "MST211", "", "watch", "kind"),
        ("Watch", "Wa\u200btch", "MST105", "\u200b", "watch", "name"),
        ("Watch", "We\u0301tch", "MST104", "e\u0301", "watch", "name"),
        ("Watch", "Wаtch", "MST107", "а", "watch", "name"),
        ("a made-up", "a  made-up", "MST108", '"Watch, a  made-up NGO"', "watch", "name"),
        (",ngo,", ',"ngo",', "MST109", '"ngo"', "watch", "kind"),
        (",ngo,,,", ",ngo,,,a  note", "MST108", "a  note", "watch", "note"),
        ("country", "countri", "MST203", "countri", "", ""),
        ('NGO",ngo', 'NGO"x,ngo', "MST110", "x,ngo,,,", "", ""),
    ],
)
def test_the_span_is_what_is_wrong(sample: Any, old: str, new: str, code: str, span: str, row: str, field: str) -> None:
    sample.edit("parties", old, new)
    (finding,) = sample.findings(TEXT)
    assert finding.code == code
    assert marked(sample, finding) == span
    assert (finding.row_id, finding.field) == (row, field)
    assert finding.end_column == finding.column + len(span)


def test_a_rule_marks_the_cell(sample: Any) -> None:
    sample.edit("names", "bahram-nemuneh-fa,bahram-nemuneh,", "bahram-nemuneh-fa,nobody,")
    finding = next(one for one in sample.findings(("rules",)) if one.code == "MST303")
    assert marked(sample, finding) == "nobody"
    assert (finding.row_id, finding.field) == ("bahram-nemuneh-fa", "entity_id")


@pytest.mark.parametrize(
    ("table", "old", "new", "code", "is_looked_for"),
    quick(
        3,
        [
            ("parties", ",ngo,", ",ngoo,", "MST213", True),  # in another table
            ("names", ",fa,Arab,", ",fa,Arabic,", "MST212", True),  # in the same row
            (
                "names",
                "bahram-nemuneh-fa,bahram-nemuneh,",
                "bahram-nemuneh-fa,Nobody,",
                "MST212",
                True,
            ),  # in the same cell
            ("officials", "bahram-nemuneh,", "Bahram,", "MST212", False),  # in a key that may be the one that is meant
            ("names", ",primary,", ",primary,a  note", "MST108", False),  # in the text of the table
            (
                "claims",
                ",entity_id name,,,,,,,,",
                ",entity_id name,,,,,,,,a  note",
                "MST108",
                True,
            ),  # of which seals have keys
        ],
    ),
)
def test_a_reference_to_nothing_is_told_beside_other_errors(
    sample: Any, table: str, old: str, new: str, code: str, is_looked_for: bool
) -> None:
    sample.edit(table, old, new)
    if "Nobody" not in new:
        sample.edit("names", "bahram-nemuneh-fa,bahram-nemuneh,", "bahram-nemuneh-fa,nobody,")
    report = sample.report(("text", "structure", "rows", "rules"))
    found = [code, *["MST303"] * (is_looked_for and "Nobody" not in new)]  # of one cell the first error is enough
    assert sorted(one.code for one in report.errors) == found
    assert "MST303 references_resolve" in report.not_run


def test_without_a_column_there_is_no_span_but_a_row(sample: Any) -> None:
    sample.edit("parties", ",ngo,,,", ",ngo,,,,")
    (finding,) = sample.findings(TEXT)
    assert (finding.column, finding.end_column, finding.row_id) == (0, 0, "watch")
    assert sample.report(TEXT).excerpts == {}


def test_the_line_is_kept_as_it_lies_on_disk_and_never_more_than_is_needed(sample: Any) -> None:
    sample.edit("parties", ",ngo,,,", ",ngoo,,," + "x " * 5000 + "y")
    report = sample.report(TEXT)
    (excerpt,) = report.excerpts.values()
    assert excerpt.start == 0
    assert excerpt.text.startswith('watch,"Watch, a made-up NGO",ngoo,,,x x')
    assert len(excerpt.text) < 1000


@pytest.mark.parametrize("words", ["the brother of Bahram", "passport Z7654321", "mail@example.org"])
def test_a_line_with_something_private_is_not_shown(sample: Any, words: str) -> None:
    sample.edit("parties", "a made-up NGO", words)
    sample.edit("parties", ",ngo,", ",ngoo,")
    report = sample.report(TEXT)
    assert {"MST213"} < {finding.code for finding in report.findings}
    assert report.excerpts == {}


def test_ids_survive_another_order_of_rows(sample: Any) -> None:
    for number in range(4):
        sample.add("parties", party_id=f"other-{number}", name="Other", kind="ngoo")
    before = {finding.id: finding.line for finding in sample.findings(TEXT)}
    header, *rows = sample.text("parties").splitlines(keepends=True)
    sample.write("parties", header + "".join(rows[::-1]))
    sample.add("parties", party_id="aaa", name="First", kind="ngo")
    sorted_again = {finding.id: finding.line for finding in sample.findings(TEXT)}
    assert before.keys() == sorted_again.keys()
    assert all(sorted_again[name] == before[name] + 1 for name in before)
    assert len(before) == 4
