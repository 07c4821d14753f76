"""Errors for rules about names and identifiers, as :mod:`tests.mutation.of_rules` has them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.mutation.mutations import Data, change, copy
from tests.mutation.of_sources import Case, Maker


def _two_primary_names(data: Data) -> Case:
    row = data.take("names", lambda row: row["kind"] == "primary")
    other = f"{row['name_id']}-z"
    return (copy("names", row, name_id=other, name=f"{row['name']} Z"),), ("names", other, "kind")


def _spelling_twice(data: Data) -> Case:
    row = data.take("names")
    other = f"{row['name_id']}-z"
    return (copy("names", row, name_id=other),), ("names", other, "name")


def _identifier_of_two(data: Data) -> Case:
    row = data.take("identifiers")
    other = data.take("identifiers", lambda one: one["entity_id"] != row["entity_id"])
    edit = change("identifiers", other, scheme=row["scheme"], value=row["value"])
    return (edit,), ("identifiers", other["identifier_id"], "value")


def _two_identifiers(data: Data) -> Case:
    row = data.take("identifiers", lambda row: not row["note"])
    other = f"{row['identifier_id']}-z"
    edit = copy("identifiers", row, identifier_id=other, value=f"{row['value']}-9")
    return (edit,), ("identifiers", other, "value")


def _name_of_two(data: Data) -> Case:
    row = data.take("names", lambda one: not one["note"])
    other = data.take("names", lambda one: not one["note"] and one["entity_id"] > row["entity_id"])
    return (change("names", other, name=row["name"]),), ("names", other["name_id"], "name")


#: The functions by the names of the rules.
MAKERS_OF_NAMES: Mapping[str, Maker] = {
    "identifier_of_two": _identifier_of_two,
    "name_of_two": _name_of_two,
    "spelling_twice": _spelling_twice,
    "two_identifiers": _two_identifiers,
    "two_primary_names": _two_primary_names,
}
