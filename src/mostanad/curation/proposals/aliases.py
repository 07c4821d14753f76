"""Names that stand in a file of their own: OFAC's ALT.CSV, for people and organisations that the dataset has."""

from __future__ import annotations

from dataclasses import replace

from mostanad.curation.proposals import entities
from mostanad.curation.proposals.desk import Desk, Version
from mostanad.curation.transaction import EditRefused
from mostanad.documents.lists import EntityType, ListError, Listing, Record, ofac_sdn
from mostanad.models.vocabularies import IdentifierScheme


def add_all(desk: Desk, version: Version, list_id: str) -> None:
    """Add every name that no earlier version of the file has printed.

    Raises:
        EditRefused: if the file is no ALT.CSV.
    """
    try:
        found = ofac_sdn.read_aliases(version.document.content)
    except ListError as error:
        raise EditRefused(f"{version.source_id}: not a list of format {version.document.format}: {error}") from None
    if not found:
        raise EditRefused(f"{version.source_id}: not a list of format {version.document.format}: it has no name")
    scheme = IdentifierScheme.OFAC_ENT_NUM
    entries = {row["value"]: row["entity_id"] for row in desk.rows["identifiers"].values() if row["scheme"] == scheme}
    backed = desk.backed_by(list_id)
    printed = {(row["entity_id"], row["name"]) for key, row in desk.rows["names"].items() if key in backed}
    blank = Record("", "", scheme, EntityType.ENTITY, (), (Listing("", "", ()),))
    for alias in found:
        entity_id = entries.get(alias.ent_num)
        if entity_id is None:
            continue
        kind = EntityType.PERSON if desk.is_person(entity_id) else EntityType.ENTITY
        name = ofac_sdn.name_of(alias.printed, alias.kind, alias.key, kind)
        if (entity_id, name.text) not in printed:
            entities.add_names(desk, version, replace(blank, type=kind, names=(name,)), entity_id)
