"""Documents."""

from mostanad.models.cells import Integer, Language, Moment, Sha256, Slug, Text, Url, column
from mostanad.models.fields import ENTITIES, Note
from mostanad.models.row import Problems, Row, Words
from mostanad.models.vocabularies import Coverage, Derivation, DocumentFormat, PublishedBasis, SourceKind


class Source(Row):
    """A document: what it is, who publishes it, from what it is derived, and the hash by which it is found."""

    suspects = """
        (derivation = 'original') <> (derived_from IS NULL) OR (kind = 'op_ed' AND author IS NULL)
        OR (published IS NULL) <> (published_basis IS NULL) OR (format IS NULL) <> (sha256 IS NULL)
        OR (bytes IS NULL) <> (sha256 IS NULL) OR (coverage IS NULL) <> (sha256 IS NULL)
    """
    spoken = Words(label="title", found=("title", "publisher_id"))

    source_id: Slug = column("key", "Publisher, date and matter, as a rule.", "iranfocus-2019-resolutions")
    title: Text = column("coding", "The title as published.", "Annex I to Regulation (EU) No 359/2011")
    kind: SourceKind = column("coding", "What sort of document it is.", "news")
    publisher_id: Slug = column(
        "coding",
        "Who publishes it: who asserts what it says, unless a claim names another.",
        "iran-focus",
        references=("parties",),
    )
    author: Slug | None = column(
        "coding", "Whose byline it carries; of an op-ed: who asserts what it says.", "bob-blackman", references=ENTITIES
    )
    published: Moment | None = column("coding", "When it was published.", "2019-08")
    published_basis: PublishedBasis | None = column("coding", "How that date is known.", "inferred")
    language: Language = column("coding", "Its language.", "en")
    url: Url | None = column("coding", "Its address when it was published.", "https://www.legislation.gov.uk/")
    archive_url: Url | None = column("coding", "An archived copy.", "https://web.archive.org/")
    format: DocumentFormat | None = column("coding", "How the file we hold is read; empty if none is held.", "text")
    bytes: Integer | None = column("coding", "The size of the file.", "3589")
    sha256: Sha256 | None = column("coding", "The file's identity.", "3a" * 32)
    coverage: Coverage | None = column("coding", "How much of the document the file holds.", "whole")
    entries: Integer | None = column("coding", "Of a list of targets: how many entries the file has.", "321")
    derived_from: Slug | None = column(
        "coding", "The document from which it comes.", "pmoi-2022-record", references=("sources",)
    )
    derivation: Derivation = column("coding", "How it comes from that; `original` if it does not.", "original")
    note: Note

    def problems(self) -> Problems:
        if (self.derivation == Derivation.ORIGINAL) != (self.derived_from is None):
            yield "MST431", "derived_from", "an original has no derived_from; any other document needs one"
        if self.kind == SourceKind.OP_ED and self.author is None:
            yield "MST434", "author", "an op-ed needs an author: name one, or write `unnamed`"
        if (self.published is None) != (self.published_basis is None):
            yield "MST432", "published_basis", "give both published and published_basis, or neither"
        file_cells = (self.format, self.bytes, self.sha256, self.coverage)
        if any(cell is None for cell in file_cells) and any(cell is not None for cell in file_cells):
            yield "MST433", "sha256", "format, bytes, sha256 and coverage describe one file: all of them, or none"
