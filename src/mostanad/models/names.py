"""Spellings of names."""

from mostanad.models.cells import Language, Script, Slug, Text, column
from mostanad.models.fields import EntityId, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import NameKind


class Name(Row):
    """One spelling of the name of a person or organisation, in its script, as a source prints it."""

    spoken = Words(caption="{entity_id}: spelling {name}", indexed=("entity_id", "name"))

    name_id: Slug = column("key", "Entity and spelling, as a rule.", "pmoi-name-mek")
    entity_id: EntityId
    name: Text = column("assertion", "The spelling, letter by letter.", "MEK")
    language: Language | None = column(
        "coding", "The language in which it is a name; empty for a bare transliteration.", "en"
    )
    script: Script = column("coding", "The script of the spelling.", "Latn")
    kind: NameKind = column("coding", "What sort of spelling it is.", "alias")
    note: Note
