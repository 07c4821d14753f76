"""Passages."""

from mostanad.models.cells import PassageId, Selector, Sha256, Slug, column
from mostanad.models.row import Row


class Passage(Row):
    """A span of a document, located and hashed, never quoted."""

    passage_id: PassageId = column("key", "Source and place; made by the tool.", "pmoi-2022-record.c000123-000456")
    source_id: Slug = column("coding", "The document.", "pmoi-2022-record", references=("sources",))
    selector: Selector = column("coding", "Where in it.", "char=123,456")
    sha256: Sha256 = column("coding", "Hash of exactly those characters (as UTF-8) or bytes.", "3a" * 32)
