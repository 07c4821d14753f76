"""A column that is on its way out: every file that describes it says so, and nothing says so of any other column."""

from __future__ import annotations

import re
from typing import Any

import frictionless
import jsonschema
import pytest

from mostanad.contract import codebook, row_schema, table_schema
from mostanad.contract.lock import lock
from mostanad.files.typed import arrow_schema
from mostanad.models import TABLES, Row
from mostanad.models.cells import Moment, Slug, Text, column
from mostanad.releases.descriptor import release_schema

SINCE = "2026.12.0: use `port`"
#: What becomes of the deprecated columns in a release.
DEPRECATED = {"harbour", "began", "began_min", "began_max"}


class Voyage(Row):
    """A voyage."""

    table = "voyages"

    voyage_id: Slug = column("key", "Its id.", "last")
    harbour: Text = column("meta", "Whence.", "Osma", deprecated=SINCE)
    began: Moment | None = column("assertion", "When.", "2019", deprecated=SINCE)
    ended: Moment | None = column("assertion", "Till when.", "2019")


def test_the_model_says_so() -> None:
    assert [one.deprecated for one in Voyage.columns()] == ["", SINCE, SINCE, ""]


@pytest.mark.parametrize("text", ["2026.12.0", "2026.12.0: ", "soon: x", "2026.13.0: x", "use x", "2026.12.0:x", "\n"])
def test_a_deprecation_of_another_form(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version, a colon and what to use instead"):
        column("meta", "Whence.", "Osma", deprecated=text)


def test_the_table_schema_says_so() -> None:
    schema = table_schema(Voyage)
    assert {one["name"]: one["deprecated"] for one in schema["fields"] if "deprecated" in one} == {
        "harbour": SINCE,
        "began": SINCE,
    }
    assert frictionless.Schema.validate_descriptor(schema).valid


def test_the_table_schema_of_a_release_says_so() -> None:
    fields = release_schema(Voyage)["fields"]
    assert {one["name"]: one["deprecated"] for one in fields if "deprecated" in one} == dict.fromkeys(DEPRECATED, SINCE)


def test_the_json_schema_says_so() -> None:
    schema = row_schema(Voyage)
    jsonschema.Draft202012Validator.check_schema(schema)
    properties: dict[str, Any] = schema["properties"]
    assert {name for name, one in properties.items() if one.get("deprecated") is True} == DEPRECATED
    assert {name for name, one in properties.items() if "deprecated" in one} == DEPRECATED
    assert properties["harbour"]["description"] == "Whence. Deprecated since 2026.12.0: use `port`."
    assert properties["ended"]["description"] == "Till when."


def test_parquet_says_so() -> None:
    said = {field.name: field.metadata.get(b"deprecated") for field in arrow_schema(Voyage)}
    assert {name: text for name, text in said.items() if text is not None} == dict.fromkeys(DEPRECATED, SINCE.encode())


def test_the_lock_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mostanad.contract.lock.MODELS", {"voyages": Voyage})
    columns = lock()["tables"]["voyages"]["columns"]
    said = {one["name"]: one["deprecated"] for one in columns if "deprecated" in one}
    assert said == dict.fromkeys(DEPRECATED, SINCE)


def test_the_codebook_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "voyages", Voyage)
    page = codebook()
    assert re.findall(r"^\| `(\w+)` .*\| (\S.*) Deprecated since 2026\.12\.0: use `port`\. \|", page, re.MULTILINE) == [
        ("harbour", "Whence."),
        ("began", "When."),
    ]
    assert page.count("Deprecated") == 2
