"""Table Schemas: accepted by the standard and by Frictionless, and as strict as Frictionless can be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache

import frictionless
import jsonschema
import pytest
from tests.cases import Test, each

from mostanad.contract import table_schema
from mostanad.contract.table_schema import BOUNDS
from mostanad.files.resources import resource
from mostanad.models import COMPILED, TABLES, Column, Row
from mostanad.models.cells import Ids, Slug, column
from mostanad.models.vocabularies import Vocabulary

MODELS = TABLES | COMPILED
COLUMNS = [(model, column) for model in MODELS.values() for column in model.columns()]


def each_column(*types: str, coded: bool = False) -> Callable[[Test], Test]:
    """Run a test for each column: of these types, if any are given; with a vocabulary, if coded."""
    chosen = {
        f"{model.table}.{column.name}": (model, column)
        for model, column in COLUMNS
        if (not types or column.type.name in types) and (not coded or column.type.vocabulary)
    }
    return each(("model", "column"), chosen)


@cache
def frictionless_schema(model: type[Row]) -> frictionless.Schema:
    return frictionless.Schema.from_descriptor(table_schema(model))


def notes(model: type[Row], column: Column, cell: str) -> dict[str, str] | None:
    """What Frictionless has to say about a cell; None if it has nothing against it."""
    found: dict[str, str] | None = frictionless_schema(model).get_field(column.name).read_cell(cell)[1]
    return found


@each("table", list(MODELS))
def test_frictionless_accepts_the_schema(table: str) -> None:
    report = frictionless.Schema.validate_descriptor(table_schema(MODELS[table]))
    assert report.valid, report.flatten(["note"])
    assert frictionless_schema(MODELS[table]).field_names == [column.name for column in MODELS[table].columns()]


def test_the_acceptance_would_notice_an_error() -> None:
    descriptor = table_schema(TABLES["groups"])
    descriptor["fields"][2]["constraints"]["pattern"] = "x"  # Frictionless has no patterns for integers
    assert not frictionless.Schema.validate_descriptor(descriptor).valid


@each("table", list(MODELS))
def test_the_official_profile_accepts_the_schema(table: str) -> None:
    profile = json.loads(resource("schema/profiles/datapackage-2.0.json").read_text(encoding="utf-8"))
    in_package = {"resources": [{"name": table, "path": "table.csv", "schema": table_schema(MODELS[table])}]}
    jsonschema.Draft7Validator(profile).validate(in_package)
    del in_package["resources"][0]["schema"]["fields"]
    assert not jsonschema.Draft7Validator(profile).is_valid(in_package)


@each_column()
def test_the_example_is_accepted(model: type[Row], column: Column) -> None:
    assert notes(model, column, column.example) is None


@each_column()
def test_a_cell_may_be_empty_unless_required(model: type[Row], column: Column) -> None:
    assert (notes(model, column, "") is not None) == column.required


# Frictionless strips numbers before it reads them: there the layer of canonical text finds the newline.
@each_column("text", "date", "span", "list", "boolean")
def test_a_cell_that_ends_in_a_newline_is_rejected(model: type[Row], column: Column) -> None:
    assert notes(model, column, column.example + "\n")


@each_column(coded=True)
def test_a_cell_out_of_vocabulary_is_rejected(model: type[Row], column: Column) -> None:
    assert column.type.vocabulary is not None
    for word in column.type.vocabulary:
        assert notes(model, column, word) is None
    assert notes(model, column, "no-such-word")
    assert notes(model, column, column.example.upper())


@each(
    ("table", "name", "cell"),
    [
        ("officials", "official_id", "Ebrahim Raisi"),
        ("officials", "born", "1960-13"),
        ("officials", "born", "1988-07/1988-09"),
        ("events", "date", "1988-07/"),
        ("events", "title", " Uprising"),
        ("groups", "size", "-6"),
        ("groups", "size", "6.5"),
        ("groups", "size", "1" * 19),
        ("estimates", "value", "-1"),
        ("estimates", "value", "1,500"),
        ("estimates", "value", "INF"),
        ("estimates", "value", "NaN"),
        ("programmes", "human_rights", "True"),
        ("programmes", "human_rights", "1"),
        ("claims", "fields", "date  kind"),
        ("claims", "fields", "date,kind"),
        ("sanctions", "measures", "asset_freeze,travel_ban"),
        ("sanctions", "measures", "asset_freeze travel"),
        ("passages", "selector", "char=1,2 or so\nchar=1,2"),
    ],
)
def test_a_wrong_cell_is_rejected(table: str, name: str, cell: str) -> None:
    column = next(column for column in MODELS[table].columns() if column.name == name)
    assert notes(MODELS[table], column, cell)


@each_column("integer", "number")
def test_bounds_are_those_of_the_pattern(model: type[Row], column: Column) -> None:
    bounds = BOUNDS[column.type.name]
    beyond = bounds["maximum"] + 1 if "maximum" in bounds else bounds["exclusiveMaximum"]
    column.type.parse(str(bounds["minimum"]))
    column.type.parse(str(beyond - 1))
    for wrong in (bounds["minimum"] - 1, beyond):
        with pytest.raises(ValueError, match="is not a"):
            column.type.parse(str(wrong))
        assert notes(model, column, str(wrong))


def patterns(model: type[Row]) -> list[str]:
    fields = table_schema(model)["fields"]
    return [field["constraints"]["pattern"] for field in fields if "pattern" in field["constraints"]]


@each("table", list(MODELS))
def test_patterns_are_anchored_and_portable(table: str) -> None:
    found = patterns(MODELS[table])
    assert found
    for pattern in found:
        assert pattern.startswith("^(?:")
        assert pattern.endswith(")$")
        # ECMA-262 with the flag u, which JSON Schema readers in JavaScript set, knows no other escapes.
        assert set(re.findall(r"\\(.)", pattern)) <= set(r"nsSdDwW^$\.*+?()[]{}|/"), pattern


def test_words_need_no_escaping_in_patterns() -> None:
    words = [word for vocabulary in Vocabulary.__subclasses__() for word in vocabulary]
    assert words
    assert [word for word in words if not re.fullmatch(r"[a-z0-9_-]+", word)] == []


@each("table", list(MODELS))
def test_foreign_keys_are_the_references_with_one_target(table: str) -> None:
    single = [c for c in MODELS[table].columns() if len(c.references) == 1 and c.type.name != "list"]
    expected = {c.name: c.references[0] for c in single}
    found = {}
    for key in table_schema(MODELS[table]).get("foreignKeys", []):
        (name,) = key["fields"]
        found[name] = key["reference"].get("resource", table)
        assert key["reference"]["fields"] == [MODELS[found[name]].key()]
    assert found == expected


def test_a_key_can_be_a_reference_and_a_reference_can_stay_in_its_table() -> None:
    assert table_schema(TABLES["seals"])["foreignKeys"] == [
        {"fields": ["claim_id"], "reference": {"resource": "claims", "fields": ["claim_id"]}}
    ]
    assert {"fields": ["part_of"], "reference": {"fields": ["event_id"]}} in table_schema(TABLES["events"])[
        "foreignKeys"
    ]


def test_a_list_of_references_is_no_foreign_key() -> None:
    class Voyage(Row):
        """A voyage."""

        table = "voyages"
        voyage_id: Slug = column("key", "Its id.", "last")
        seen_in: Ids = column("coding", "Where it is seen.", "a b", references=("events",))

    schema = table_schema(Voyage)
    assert "foreignKeys" not in schema
    assert schema["fields"][1]["references"] == ["events"]


@each("table", list(MODELS))
def test_the_key_is_primary_required_and_unique(table: str) -> None:
    schema = table_schema(MODELS[table])
    assert schema["primaryKey"] == [MODELS[table].key()]
    unique = [field["name"] for field in schema["fields"] if field["constraints"].get("unique")]
    assert unique == schema["primaryKey"]
    assert schema["fields"][0]["name"] == unique[0]
    assert schema["fields"][0]["constraints"]["required"] is True


def test_fields_carry_what_our_tools_need() -> None:
    fields = {field["name"]: field for field in table_schema(TABLES["sanctions"])["fields"]}
    assert fields["sanction_id"]["role"] == "key"
    assert fields["target_id"]["references"] == ["officials", "parties"]
    assert fields["measures"]["itemType"] == "string"
    assert fields["measures"]["meanings"]["travel_ban"] == "entry is refused"
    assert "standard" not in fields["target_id"]
    country = next(field for field in table_schema(TABLES["parties"])["fields"] if field["name"] == "country")
    assert country["standard"] == "ISO 3166-1 alpha-2"
