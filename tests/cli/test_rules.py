"""The commands that explain codes of findings."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from tests.cases import each

from mostanad.files.resources import resource
from mostanad.validation.explain import catalogue


@each("code", list(catalogue()))
@pytest.mark.slow
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
        ("MST310", "similar codes are MST307, MST308, MST309"),
        ("MTS302", "similar codes are MST301, MST302, MST303"),
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
    assert "MST413  warning  rules         event outside the event that it is part of" in run.out.splitlines()


def test_rules_as_json_has_all_texts_and_fits_its_schema(cli: Any) -> None:
    run = cli("rules", "--format", "json")
    assert run.code == 0
    items = json.loads(run.out)
    assert items == json.loads(json.dumps([item.as_dict() for item in catalogue().values()]))
    jsonschema.Draft202012Validator(json.loads(resource("schema/rules.schema.json").read_bytes())).validate(items)
