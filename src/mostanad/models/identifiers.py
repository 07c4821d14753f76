"""Ids elsewhere."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Slug, Text, column
from mostanad.models.fields import EntityId, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import IdentifierScheme


class Identifier(Row):
    """One id that another database gives to a person or organisation."""

    table: ClassVar[str] = "identifiers"
    spoken: ClassVar[Words] = Words(
        caption="{entity_id}: {scheme} {value}", searched="", indexed=("entity_id", "value")
    )

    identifier_id: Slug = column("key", "Entity, scheme and value, as a rule.", example="ebrahim-raisi-wikidata-q5941")
    entity_id: EntityId
    scheme: IdentifierScheme = column("coding", "Whose id it is.", example="wikidata")
    value: Text = column("assertion", "The id as the other database writes it.", example="Q5941")
    note: Note = None
