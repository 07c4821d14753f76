"""Spellings of names."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Language, Script, Slug, Text, column
from mostanad.models.fields import EntityId, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import NameKind


class Name(Row):
    """One spelling of the name of a person or organisation, in its script, as a source prints it."""

    table: ClassVar[str] = "names"
    spoken: ClassVar[Words] = Words(caption="{entity_id}: spelling {name}", indexed=("entity_id", "name"))

    name_id: Slug = column("key", "Entity and spelling, as a rule.", example="pmoi-name-mek")
    entity_id: EntityId
    name: Text = column("assertion", "The spelling, letter by letter.", example="MEK")
    language: Language | None = column(
        "coding",
        "The language in which it is a name; empty for a bare transliteration.",
        example="en",
        standard="BCP 47",
        optional=True,
    )
    script: Script = column("coding", "The script of the spelling.", example="Latn", standard="ISO 15924")
    kind: NameKind = column("coding", "What sort of spelling it is.", example="alias")
    note: Note = None
