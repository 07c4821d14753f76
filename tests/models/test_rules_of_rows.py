"""Rules about several cells of one row: each fires with its code and blames the right column."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.cases import each

from mostanad.models import TABLES
from mostanad.validation.findings import CODES

SHA = "3a" * 32
CELLS: dict[str, dict[str, str]] = {
    "estimates": {
        "estimate_id": "e",
        "about_id": "a",
        "measure": "killed",
        "population": "people",
        "comparator": "exactly",
        "value": "7",
        "counted_by": "c",
    },
    "sources": {
        "source_id": "s",
        "title": "T",
        "kind": "news",
        "publisher_id": "p",
        "language": "en",
        "derivation": "original",
    },
    "claims": {
        "claim_id": "s.c000001-000002.r",
        "passage_id": "s.c000001-000002",
        "target_id": "r",
        "fields": "date",
    },
    "groups": {"group_id": "g", "description": "dockers"},
    "parties": {"party_id": "union", "name": "Union", "kind": "ngo"},
    "participations": {"participation_id": "p", "event_id": "e", "entity_id": "x", "part": "accused"},
    "fact_checks": {
        "check_id": "c",
        "claim_id": "s.c000001-000002.r",
        "reading": "literally",
        "question": "is it so?",
        "as_of": "2019",
        "verdict": "supported",
    },
}
FILE = {"format": "text", "bytes": "7", "sha256": SHA, "coverage": "whole"}
BETWEEN = {"comparator": "between", "value": "7", "value_to": "9"}

GOOD = [
    ("estimates", {}),
    ("estimates", {"comparator": "unquantified", "value": ""}),
    ("estimates", {"value": "0"}),
    ("estimates", BETWEEN),
    ("estimates", BETWEEN | {"value": "7", "value_to": "7.5"}),
    ("parties", {"party_id": "unnamed", "kind": "unnamed"}),
    ("sources", {}),
    ("sources", FILE),
    ("sources", FILE | {"bytes": "0"}),
    ("sources", {"published": "2019", "published_basis": "inferred"}),
    ("sources", {"derivation": "adapted", "derived_from": "t"}),
    ("claims", {}),
    ("claims", {"fields": "date kind"}),
    ("claims", {"stance": "disputes", "value": "2019"}),
    ("claims", {"stance": "approximates", "value": "2019"}),
    ("claims", {"stance": "denies", "fields": "date kind"}),
    ("claims", {"stance": "retracts"}),
    ("claims", {"as_stated": "one two three four five"}),
    ("sources", {"kind": "op_ed", "author": "unnamed"}),
    ("groups", {}),
    ("groups", {"size": "6", "comparator": "exactly"}),
    ("groups", {"comparator": "unquantified"}),
    ("participations", {}),
    ("participations", {"standing": "alleged"}),
    ("participations", {"standing": "alleged", "standing_date": "2019"}),
    ("fact_checks", {}),
    ("fact_checks", {"verdict": "partly", "needs": "the list of that day"}),
    ("fact_checks", {"verdict": "undecidable", "needs": "the list of that day"}),
]
BAD = [
    ("MST421", "value", "estimates", {"value": ""}),
    ("MST421", "value", "estimates", {"comparator": "between", "value": "", "value_to": "9"}),
    ("MST421", "value", "estimates", {"comparator": "unquantified"}),
    ("MST421", "value", "estimates", {"comparator": "unquantified", "value": "0"}),
    ("MST422", "value_to", "estimates", {"value_to": "9"}),
    ("MST422", "value_to", "estimates", {"value_to": "0"}),
    ("MST422", "value_to", "estimates", {"comparator": "unquantified", "value": "", "value_to": "9"}),
    ("MST422", "value_to", "estimates", {"comparator": "between"}),
    ("MST422", "value_to", "estimates", BETWEEN | {"value_to": "7"}),
    ("MST422", "value_to", "estimates", BETWEEN | {"value_to": "6"}),
    ("MST423", "comparator", "groups", {"size": "6"}),
    ("MST423", "comparator", "groups", {"comparator": "exactly"}),
    ("MST423", "comparator", "groups", {"size": "6", "comparator": "unquantified"}),
    ("MST424", "kind", "parties", {"kind": "unnamed"}),
    ("MST424", "kind", "parties", {"party_id": "unnamed"}),
    ("MST431", "derived_from", "sources", {"derived_from": "t"}),
    ("MST431", "derived_from", "sources", {"derivation": "syndicated"}),
    ("MST432", "published_basis", "sources", {"published": "2019"}),
    ("MST432", "published_basis", "sources", {"published_basis": "stated"}),
    *(("MST433", "sha256", "sources", FILE | {name: ""}) for name in FILE),
    *(("MST433", "sha256", "sources", {name: FILE[name]}) for name in FILE),
    ("MST433", "sha256", "sources", {"bytes": "0"}),
    ("MST434", "author", "sources", {"kind": "op_ed"}),
    ("MST441", "fields", "claims", {"stance": "disputes", "value": "2019", "fields": "date kind"}),
    ("MST441", "fields", "claims", {"stance": "approximates", "value": "2019", "fields": "date kind"}),
    ("MST441", "value", "claims", {"stance": "disputes"}),
    ("MST441", "value", "claims", {"stance": "approximates"}),
    ("MST441", "value", "claims", {"value": "2019"}),
    ("MST441", "value", "claims", {"stance": "denies", "value": "2019"}),
    ("MST441", "value", "claims", {"stance": "asserts", "value": "2019"}),
    ("MST442", "as_stated", "claims", {"as_stated": "one two three four five six"}),
    ("MST443", "standing_date", "participations", {"standing_date": "2019"}),
    ("MST444", "needs", "fact_checks", {"verdict": "undecidable"}),
    ("MST445", "born", "parties", {"born": "1961"}),
]
REQUIRED = {
    "estimates": {"estimate_id", "about_id", "measure", "population", "comparator", "counted_by"},
    "sources": {"source_id", "title", "kind", "publisher_id", "language", "derivation"},
    "claims": {"claim_id", "passage_id", "target_id", "fields"},
    "participations": {"participation_id", "event_id", "entity_id", "part"},
}


@each(("table", "cells"), GOOD)
def test_cells_that_go_together(table: str, cells: dict[str, str]) -> None:
    row = TABLES[table].from_cells(CELLS[table] | cells)
    for name, cell in (CELLS[table] | cells).items():
        assert (getattr(row, name) is None) == (cell == "")


@each(("code", "field", "table", "cells"), BAD)
def test_cells_that_do_not_go_together(code: str, field: str, table: str, cells: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as caught:
        TABLES[table].from_cells(CELLS[table] | cells)
    (error,) = caught.value.errors()
    assert error["type"] == code
    assert error["ctx"]["field"] == field
    assert len(error["msg"]) > 10
    assert code in CODES


def test_every_rule_of_the_models_is_tried() -> None:
    sources = [Path(inspect.getfile(model)).read_text("utf-8") for model in TABLES.values()]
    assert {code for text in sources for code in re.findall(r'"(MST\d{3})"', text)} == {code for code, *_ in BAD}


@pytest.mark.parametrize("table", REQUIRED)
def test_what_a_row_needs_at_least(table: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TABLES[table].from_cells({})
    missing = {str(error["loc"][0]) for error in caught.value.errors() if error["type"] == "missing"}
    assert missing == REQUIRED[table]


def test_a_word_of_five_words_is_counted_by_spaces() -> None:
    TABLES["claims"].from_cells(CELLS["claims"] | {"as_stated": "a-b-c-d-e-f-g, and so on"})


def test_a_rule_across_cells_says_nothing_where_a_cell_itself_is_wrong() -> None:
    with pytest.raises(ValidationError) as caught:
        TABLES["estimates"].from_cells(CELLS["estimates"] | {"value": "seven"})
    assert [error["type"] for error in caught.value.errors()] == ["value_error"]
