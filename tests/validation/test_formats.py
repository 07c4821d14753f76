"""Reports for people and for programs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.cases import each

from mostanad.files.resources import resource
from mostanad.validation import Finding, Report
from mostanad.validation.findings import Excerpt, identified
from mostanad.validation.formats import github, render
from mostanad.validation.formats.paragraphs import as_text, cut
from mostanad.validation.formats.visible import pieces, visible, width

FORMATS = ("text", "json", "github", "sarif", "markdown")
QUICK = ("text", "structure", "rows", "rules", "seals")
ERROR = Finding("MST212", "error", "datasets/events.csv", 3, 7, "2019-13", "not a date", "write it so", 14)
WHOLE = Finding("MST201", "warning", "datasets/names.csv", 0, 0, "names", "names: missing", "restore it")
HOSTILE = "%\r\n::error::x,y:z\x1b[2J\u202e##[command]|<b>`@all`"


def report_of(*findings: Finding, **more: Any) -> Report:
    return Report(tuple(identified(findings)), **more)


def many(count: int, severity: Any = "error") -> list[Finding]:
    return [Finding("MST212", severity, "a.csv", n + 2, 1, f"v{n}", f"m{n}", "r") for n in range(count)]


def test_text_has_the_place_the_value_and_the_remedy() -> None:
    assert as_text(report_of(ERROR)).split("\n") == [
        "datasets/events.csv:3:7: MST212 error: not a date",
        "    value: 2019-13",
        "    fix:   write it so",
        "1 error, 0 warnings",
    ]


def test_text_shows_the_line_with_carets_under_the_cell() -> None:
    report = report_of(ERROR)
    report = Report(report.findings, excerpts={report.findings[0].id: Excerpt("a,b,c,2019-13,d", 0)})
    assert as_text(report).split("\n") == [
        "datasets/events.csv:3:7: MST212 error: not a date",
        "    3 | a,b,c,2019-13,d",
        "      |       ^^^^^^^",
        "    fix:   write it so",
        "1 error, 0 warnings",
    ]


def test_text_of_a_package(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")
    lines = as_text(sample.report(("text", "structure", "rows"))).split("\n")
    assert lines[0].endswith("MST213 error: kind: 'ngoo' is not in the vocabulary; did you mean 'ngo'?")
    assert lines[1] == '    2 | watch,"Watch, a made-up NGO",ngoo,,,'
    assert lines[2].index("^") == lines[1].index("ngoo")
    assert lines[2].count("^") == 4


@each("room", [20, 40, 80, 1000])
@each("column", [1, 50, 500, 996])
@each("length", [0, 1, 5, 300])
def test_a_long_line_is_cut_around_the_cell(room: int, column: int, length: int) -> None:
    letters = "".join(chr(ord("a") + n % 26) for n in range(1000))
    end = min(column + length, 1001)
    finding = Finding("", "error", "", 2, column, "", "", "", end)
    shown = cut(Excerpt(letters, 0), finding, room)
    assert shown is not None
    line, before, carets = shown
    assert width(line) <= room
    marked = line[len(before) : len(before) + len(carets)]
    wanted = letters[column - 1 : end - 1]
    assert wanted.startswith(marked.rstrip("…")) or not wanted
    assert len(carets) == max(1, len(wanted)) or width(line) >= room - 1


def test_an_excerpt_that_does_not_begin_the_line_says_so() -> None:
    finding = Finding("", "error", "", 2, 103, "", "", "", 106)
    assert cut(Excerpt("xyabcz", 100), finding, 80) == ("…xyabcz", "   ", "^^^")


def test_wide_and_combining_letters_keep_the_carets_in_place() -> None:
    finding = Finding("", "error", "", 2, 4, "", "", "", 6)
    assert cut(Excerpt("漢e\u0301bc", 0), finding, 80) == ("漢e\u0301bc", "   ", "^^")


def test_a_line_that_looks_private_is_cut_to_the_cell_or_not_shown() -> None:
    line = "a,kind,the brother of Bahram"
    assert cut(Excerpt(line, 0), Finding("", "error", "", 2, 3, "", "", "", 7), 80) == ("kind", "", "^^^^")
    assert cut(Excerpt(line, 0), Finding("", "error", "", 2, 8, "", "", "", len(line) + 1), 80) is None


def test_what_nobody_sees_is_shown_and_nothing_acts_on_the_terminal() -> None:
    assert visible("a\u202eb\x1b[2J\u00a0\u200bc") == r"a\u202eb\x1b[2J\xa0\u200bc"
    assert visible("نیک\u200cپور é") == "نیک\u200cپور é"
    text = as_text(report_of(Finding("MST212", "error", HOSTILE, 1, 1, HOSTILE, HOSTILE, "r")))
    assert "\x1b" not in text
    assert "\u202e" not in text


@given(st.text())
def test_what_is_shown_never_acts(text: str) -> None:
    shown = visible(text)
    assert shown == "".join(pieces(text))
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_text_leaves_out_what_has_no_number_or_was_said() -> None:
    assert as_text(report_of(WHOLE, WHOLE)).split("\n") == [
        *["datasets/names.csv: MST201 warning: names: missing", "    fix:   restore it"] * 2,
        "0 errors, 2 warnings",
    ]


def test_text_says_what_was_not_checked_and_not_run() -> None:
    assert as_text(Report((), ("3 passages",), ("MST303 a", "seals"))).split("\n") == [
        "not checked: 3 passages",
        "not run: MST303 a, seals",
        "0 errors, 0 warnings",
    ]


def test_text_of_a_clean_report() -> None:
    assert as_text(Report()) == "0 errors, 0 warnings"
    assert as_text(report_of(WHOLE)).endswith("\n0 errors, 1 warning")


def test_colours_only_where_asked_for_and_nothing_else_changes() -> None:
    report = report_of(ERROR, WHOLE)
    plain, coloured = as_text(report), as_text(report, is_coloured=True)
    assert "\x1b" not in plain
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_json_is_one_object_with_every_finding_complete(sample: Any) -> None:
    sample.edit("sources", ",watch,", ",bahram-nemuneh,")
    found = sample.report(QUICK)
    report = json.loads(render(found, "json"))
    Draft202012Validator(json.loads(resource("schema/findings.schema.json").read_bytes())).validate(report)
    assert report["findings"] == [asdict(one) for one in found.findings]
    ids = {one["id"] for one in report["findings"]}
    assert len(ids) == len(report["findings"])
    assert {one["covered_by"] for one in report["findings"]} - {""} < ids


def test_json_keeps_letters_as_they_are() -> None:
    assert "علي" in render(report_of(Finding("MST106", "error", "f", 1, 1, "علي", "m", "r")), "json")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_a_clean_report_says_so(format: str) -> None:
    text = render(Report(), format)
    assert not text.endswith("\n")
    if format in ("text", "github", "markdown"):
        assert "0 errors, 0 warnings" in text


def test_github_commands_have_place_title_and_message() -> None:
    first, last = render(report_of(ERROR), "github", prefix="data/").split("\n")
    assert first == (
        "::error file=data/datasets/events.csv,line=3,endLine=3,col=7,endColumn=13,title=MST212"
        "::not a date%0Afix: write it so"
    )
    assert last == "1 error, 0 warnings"
    whole, _ = render(report_of(WHOLE), "github").split("\n")
    assert whole.startswith("::warning file=datasets/names.csv,title=MST201::names: missing%0A")


def test_no_cell_gives_a_command() -> None:
    bad = Finding("MST212", "error", f"a{HOSTILE}.csv", 1, 1, HOSTILE, HOSTILE, "r")
    report = Report(tuple(identified([bad] * 12)), (HOSTILE,), (HOSTILE,))
    for has_summary in (True, False):
        lines = github.as_commands(report, has_summary=has_summary).splitlines()
        commands = [line for line in lines if line.lstrip().startswith("::")]
        assert len(commands) == 10
        assert "##[" not in "".join(lines)
        for command in commands:
            properties, _, message = command.removeprefix("::error ").partition("::")
            assert set(re.findall(r"(?:^|,)(\w+)=", properties)) == {
                "file",
                "line",
                "endLine",
                "col",
                "endColumn",
                "title",
            }
            assert "%25" in message


def test_github_gets_ten_errors_and_ten_warnings_and_the_rest_is_in_the_summary() -> None:
    report = report_of(*many(13), *many(12, "warning"))
    text = github.as_commands(report, has_summary=True)
    assert (text.count("::error "), text.count("::warning ")) == (10, 10)
    assert "5 more findings are in the summary of the job" in text
    summary = github.as_summary(report)
    assert all(f" m{n} " in summary for n in range(13))
    without = github.as_commands(report)
    assert without.count("\n- a.csv:") == 5


@pytest.mark.slow
def test_the_summary_of_a_job_is_never_longer_than_github_takes() -> None:
    report = report_of(*(Finding("MST212", "error", "a.csv", n, 1, "v", f"m{n}" + "é" * 2000, "r") for n in range(600)))
    summary = github.as_summary(report)
    assert len(summary.encode()) <= github.SUMMARY_BYTES
    assert re.search(r"\n[0-9]+ more findings are in the log\.\n$", summary)


def test_markdown_is_a_table_that_no_cell_breaks() -> None:
    bad = Finding("MST212", "error", "a.csv", 1, 1, "", HOSTILE, "run `mostanad fmt`")
    text = github.as_markdown(report_of(bad, ERROR), "data/")
    lines = text.split("\n")
    assert lines[0] == "### mostanad: 2 errors, 0 warnings"
    rows = [line for line in lines if line.startswith("| MST")]
    assert len(rows) == 2
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    assert "<b>" not in text
    assert "@all" not in text
    assert "data/datasets/events.csv&#58;3&#58;7" in text


def test_what_is_covered_is_counted_beside_what_covers_it() -> None:
    root, *others = identified(many(3))
    report = Report((root, *(replace(one, covered_by=root.id) for one in others)))
    for format in ("text", "markdown", "github"):
        assert "and 2 more like it" in render(report, format).replace("\\", "")
    assert json.loads(render(report, "sarif"))["runs"][0]["results"][0]["relatedLocations"][1]["id"] == 2
