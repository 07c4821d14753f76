"""Not run is not clean: what was asked for and could not be looked for never passes, whatever is selected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.cases import quick

from mostanad.cli.report import Format, print_report
from mostanad.evidence.relations import PREPARED
from mostanad.validation import ALL_LAYERS, Report, rules, run
from mostanad.validation.findings import CODES
from mostanad.validation.finish import selected
from mostanad.validation.rules import all_codes

#: Codes of the descriptor and its folder: they are looked for whether or not a table can be read.
ALWAYS = {"MST201", "MST202", "MST208", "MST209"}


def remove(sample: Any) -> None:
    sample.path("parties").unlink()


def utf_16(sample: Any) -> None:
    sample.write("parties", sample.text("parties").encode("utf-16"))


def not_utf_8(sample: Any) -> None:
    sample.write("parties", sample.text("parties").replace("Watch", "W\u00e4tch").encode("latin-1"))


def elsewhere(sample: Any) -> None:
    sample.describe(json.loads(json.dumps(sample.descriptor()).replace("datasets/parties.csv", "../parties.csv")))


def too_large(sample: Any) -> None:
    sample.write("parties", sample.text("parties") + "," * 2_000 + "\n")


def header(sample: Any) -> None:
    sample.edit("parties", "name,kind", "kind,name")


def cell(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")


UNREADABLE = (remove, utf_16, not_utf_8, elsewhere, too_large)


def exit_of(report: Report, code: str, capsys: Any = None, format: Format = Format.TEXT) -> int:
    try:
        print_report(selected(report, [code]), format, Path("package"))
    except typer.Exit as exit:
        return exit.exit_code
    return 0


def needs_parties(code: str) -> bool:
    """Whether a rule with this code names the table, or a relation that is made of all of them; a second reading."""
    sql = " ".join(re.sub("--.*", "", rule.sql) for rule in rules.rules() if rule.code.code == code)
    return not {"parties", *PREPARED}.isdisjoint(re.findall(r"\b(?:from|join)\s+(\w+)", sql.lower()))


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [*UNREADABLE, header, cell], ids=lambda spoil: spoil.__name__)
def test_no_code_passes_that_was_not_looked_for(sample: Any, spoil: Callable[[Any], None]) -> None:
    spoil(sample)
    report = sample.report(ALL_LAYERS, documents=True)
    assert report.errors
    passed = {code for code in all_codes() if exit_of(report, code) == 0}
    assert not passed & {one.code for one in report.findings}
    assert not {code for code in passed if needs_parties(code)}
    assert not {name for name in report.not_run if name.split(" ")[0] in passed}
    others = {code for code in passed if code in CODES}
    if spoil in UNREADABLE:
        of_descriptor = ALWAYS | ({"MST205", "MST206"} if spoil in (utf_16, not_utf_8) else set())
        assert {CODES[code].layer for code in others - of_descriptor} <= {"fact_checks", "passages"}
    layers = ("seals", "history", *(["frictionless"] if spoil is not cell else []))
    assert not {code for code in others if CODES[code].layer in layers}
    assert {"MST411", "MST536"} & passed, "what needs other tables was run, and is clean"


@pytest.mark.slow
def test_lines_with_a_carriage_return_in_their_midst_do_not_pass(sample: Any) -> None:
    """Of the line ends one finding is made; what else is wrong in such a line is not seen before they are right."""
    sample.edit("parties", "Watch", "Wa\rtch \u00a0 #N/A \u200f")
    report = sample.report(ALL_LAYERS)
    assert {one.code for one in report.errors} == {"MST103"}
    of_text = {code for code in CODES if CODES[code].layer == "text"} | {"MST203", "MST204"}
    assert {code for code in of_text if exit_of(report, code) == 0} == set()


@pytest.mark.slow
def test_the_order_of_keys_does_not_pass_without_their_column(sample: Any) -> None:
    sample.add("parties", party_id="aaa", name="A", kind="ngo")
    sample.write("parties", sample.text("parties").replace("party_id", "party").encode())
    report = sample.report(ALL_LAYERS)
    assert "MST203" in {one.code for one in report.errors}
    assert exit_of(report, "MST111") == exit_of(report, "MST106") == 1


@pytest.mark.slow
def test_cells_of_a_row_with_a_wrong_cell_do_not_pass_as_going_together(sample: Any) -> None:
    sample.edit("estimates", ",more_than,300,", ",more_thann,,")
    report = sample.report(ALL_LAYERS)
    assert {one.code for one in report.errors} == {"MST213"}
    assert [one.code for one in selected(report, ["MST421"]).findings] == ["MST213"]


@pytest.mark.parametrize("format", list(Format))
@pytest.mark.parametrize("spoil", quick(1, [remove, cell]), ids=lambda spoil: spoil.__name__)
def test_each_format_names_what_was_not_run_and_why(
    sample: Any, spoil: Callable[[Any], None], format: Format, capsys: Any
) -> None:
    spoil(sample)
    report = sample.report(("text", "structure", "rows", "rules"))
    assert exit_of(report, "MST303", format=format) == 1
    said = capsys.readouterr().out
    assert "MST303 references_resolve" in said.replace("\\_", "_")
    assert {"remove": "MST201", "cell": "MST213"}[spoil.__name__] in said
    assert "datasets/parties.csv" in said
    if format is Format.SARIF:
        (invocation,) = json.loads(said)["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
        assert {"error"} == {one["level"] for one in invocation["toolExecutionNotifications"]}


def test_only_the_first_error_of_a_table_is_named_unasked(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")
    sample.add("parties", party_id="x", name="", kind="ngooo")
    report = sample.report()
    assert [one.code for one in selected(report, ["MST303"]).findings] == ["MST213"]
    assert len(report.errors) > 2


def test_rules_that_are_stopped_are_exit_2_if_nothing_else_is_reported(
    sample: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    sample.edit("parties", "a made-up", "a  made-up")  # MST108: it keeps no rule from running that is stopped

    def stopped(*_: object, **__: object) -> Any:
        raise rules.RuleStopped("too long")

    monkeypatch.setattr(run.rules, "check", stopped)
    report = sample.report(("text", "structure", "rows", "rules"))
    assert exit_of(report, "MST108") == 1
    assert exit_of(report, "MST105") == 0
    code = exit_of(Report(unfinished=report.unfinished, not_run=report.not_run), "MST303")
    printed = capsys.readouterr()
    assert (code, "the rest of rules (too long)" in printed.out) == (2, True)
    assert "these checks did not run completely: MST303" in printed.err


def test_a_query_that_fails_does_not_pass_as_answered(sample: Any) -> None:
    sample.add_check(query="SELECT 1 AS one")
    report = sample.report(("fact_checks",))
    for code in ("MST537", "MST538", "MST539"):
        assert [one.code for one in selected(report, [code]).findings] == ["MST536"], code
    assert selected(report, ["MST535"]).findings == ()


@pytest.mark.slow
def test_a_clean_package_is_finished(sample: Any) -> None:
    report = sample.report(ALL_LAYERS)
    assert (report.findings, report.unfinished, report.not_run) == ((), frozenset(), ())
    assert {exit_of(report, code) for code in ("MST303", "MST531")} == {0}
    assert report.not_checked != ()
