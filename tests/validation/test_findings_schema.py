"""The JSON Schema of reports says what findings have."""

from __future__ import annotations

import json
from dataclasses import fields

from jsonschema import Draft202012Validator

from mostanad.files.resources import resource
from mostanad.validation import Finding

SCHEMA = json.loads(resource("schema/findings.schema.json").read_bytes())


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_it_has_the_fields_of_a_finding_in_their_order_and_explains_each() -> None:
    item = SCHEMA["properties"]["findings"]["items"]
    assert list(item["properties"]) == [field.name for field in fields(Finding)]
    assert item["required"] == list(item["properties"])
    assert all(described["description"] for described in item["properties"].values())


def test_it_refuses_what_is_no_report() -> None:
    validator = Draft202012Validator(SCHEMA)
    good = {"findings": [], "not_checked": [], "not_run": []}
    assert validator.is_valid(good)
    for bad in ([], {}, good | {"findings": [{}]}, good | {"more": 1}, good | {"not_run": [1]}):
        assert not validator.is_valid(bad)
