"""The commands that explain codes of findings."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from mostanad.contract.rules import rules_schema
from mostanad.validation.explain import catalogue
from mostanad.validation.prove import Proof, as_text


@pytest.mark.parametrize("code", catalogue())
def test_explain_says_everything_of_every_code(cli: Any, code: str) -> None:
    run = cli("explain", code)
    assert (run.code, run.err) == (0, "")
    texts, example = catalogue()[code].code, catalogue()[code].example
    for text in (code, texts.severity, texts.title, example.about, texts.why, texts.remedy, "wrong:", "right:"):
        assert text in run.out
    assert "-> found at " in run.out
    assert all(line.isprintable() for line in run.out.splitlines())


@pytest.mark.parametrize("name", ["mst302", "MST302", " Mst302 ", "302"])
def test_explain_takes_a_code_as_people_write_it(cli: Any, name: str) -> None:
    run = cli("explain", name)
    assert run.code == 0
    assert run.out.startswith("MST302 error: id used in two tables  [layer: rules]\n")


def test_explain_several_in_the_order_asked_for(cli: Any) -> None:
    run = cli("explain", "MST302", "mst101")
    assert run.out.index("MST302 error") < run.out.index("MST101 error")


def test_explain_shows_cells_and_where_it_is_found(cli: Any) -> None:
    lines = cli("explain", "MST213").out.splitlines()
    assert "        party_id  name   kind" in lines
    assert "        watch     Watch  NGO" in lines
    assert "    -> found at parties, row watch, column kind" in lines


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("MST310", "near it are MST307, MST308, MST309"),
        ("MTS302", "near it are MST302"),
        ("nonsense", "`mostanad rules` lists all"),
    ],
)
def test_explain_an_unknown_code_names_near_ones(cli: Any, name: str, near: str) -> None:
    run = cli("explain", "MST101", name)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"mostanad: there is no code '{name}'; {near}")


def test_explain_without_a_code_is_a_wrong_use(cli: Any) -> None:
    assert cli("explain").code == 2


def test_rules_lists_all(cli: Any) -> None:
    run = cli("rules")
    assert (run.code, run.err) == (0, "")
    assert [line.split()[0] for line in run.out.splitlines()] == list(catalogue())
    assert "MST413  warning  rules         event outside the event of which it is a part" in run.out.splitlines()


def test_rules_as_json_has_all_texts_and_fits_its_schema(cli: Any) -> None:
    run = cli("rules", "--format", "json")
    assert run.code == 0
    items = json.loads(run.out)
    assert items == json.loads(json.dumps([item.as_dict() for item in catalogue().values()]))
    jsonschema.Draft202012Validator(rules_schema()).validate(items)


@pytest.mark.parametrize(("found", "code"), [(True, 0), (False, 1)])
def test_prove_prints_the_score_and_ends_with_1_if_something_survives(
    cli: Any, bare: Any, monkeypatch: pytest.MonkeyPatch, found: bool, code: int
) -> None:
    proof = Proof(fixture_only={"orphan": found})
    monkeypatch.setattr("mostanad.validation.prove.prove", lambda package: proof)
    monkeypatch.setattr("mostanad.validation.prove_schemas.prove_schemas", lambda package: ())
    run = cli("rules", "--prove", bare.root)
    assert (run.code, run.out, run.err) == (code, "\n".join(as_text(proof)) + "\n", "")
    assert run.out.startswith(f"orphan   {int(found)}/1  fixture only\n")
    assert ("SURVIVES: orphan: its example" in run.out.splitlines()) != found


def test_prove_refuses_a_dataset_with_errors_and_one_that_is_not_there(cli: Any, bench: Any) -> None:
    bench.edit("parties", "harbour-court", kind="Court")
    run = cli("rules", "--prove", bench.root)
    assert (run.code, run.out) == (2, "")
    assert "MST213: only a dataset without errors can be proved on" in run.err
    assert cli("rules", "--prove", bench.root / "nowhere").code == 2
