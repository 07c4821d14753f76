"""The page of rules and the schema of their list, which is written by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from tests.cases import each

from mostanad.validation.explain import RULE_SQL, catalogue, rules_page

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schema/rules.schema.json").read_text("utf-8"))
PAGE = rules_page()


@each("code", list(catalogue()))
def test_the_page_explains_every_code(code: str) -> None:
    section = PAGE.split(f"\n### {code}\n")[1].split("\n### ")[0]
    texts = catalogue()[code].code
    assert f"**{texts.title}** ({texts.severity})." in section
    assert f"- Why: {texts.why}." in section
    assert f"- To fix it: {texts.remedy}." in section
    assert "Wrong:" in section
    assert "Right:" in section
    assert "Found at `" in section


def test_links_of_the_page_lead_to_its_headings() -> None:
    headings = re.findall(r"^##+ (.+)$", PAGE, re.M)
    assert len(headings) == len(set(headings))
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = set(re.findall(r"\]\(#([^)]+)\)", PAGE))
    assert len(links) > 100
    assert links <= anchors


def test_the_page_is_plain_text_that_everyone_can_see() -> None:
    assert [letter for letter in set(PAGE) if not letter.isprintable() and letter != "\n"] == []
    assert len(re.findall(r"^```", PAGE, re.M)) == 4 * len(catalogue())


def test_the_page_lists_the_sql_that_rules_may_use() -> None:
    for names in RULE_SQL.values():
        assert all(f"\n| `{name}` | " in PAGE for name in names)


def test_the_list_fits_its_schema() -> None:
    items = [item.as_dict() for item in catalogue().values()]
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(items)
    del items[0]["why"]
    with pytest.raises(jsonschema.ValidationError, match="'why' is a required property"):
        jsonschema.Draft202012Validator(SCHEMA).validate(items)


def test_the_schema_names_the_layers_that_have_codes() -> None:
    named = SCHEMA["items"]["properties"]["layer"]["enum"]
    assert named == sorted({item.code.layer for item in catalogue().values()})
