"""Identifiers in other databases."""

from mostanad.models.cells import Slug, Text, column
from mostanad.models.fields import EntityId, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import IdentifierScheme


class Identifier(Row):
    """One id that another database gives to a person or organisation."""

    spoken = Words(caption="{entity_id}: {scheme} {value}", searched="", indexed=("entity_id", "value"),
                   found=("value", "scheme"), leads="entity_id")  # fmt: skip

    identifier_id: Slug = column("key", "Entity, scheme and value, as a rule.", "ebrahim-raisi-wikidata-q5941")
    entity_id: EntityId
    scheme: IdentifierScheme = column("coding", "Whose id it is.", "wikidata")
    value: Text = column("assertion", "The id as the other database writes it.", "Q5941")
    note: Note
