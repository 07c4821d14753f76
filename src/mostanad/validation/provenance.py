"""Layer 5: the seals that claims should have, and passages against their documents."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from mostanad.documents import Document, Documents, PassageError, parse
from mostanad.evidence import lineage
from mostanad.evidence.seals import seal
from mostanad.files.tables import Table
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.vocabularies import DocumentFormat
from mostanad.validation import reread
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding


@dataclass(frozen=True)
class Sealable:
    """A claim with all that its seal is made of."""

    claim: dict[str, str]
    table: str
    source_id: str
    seal: str


def sealables(tables: Mapping[str, Table], without: Collection[str] = ()) -> Iterator[Sealable]:
    """Every claim, but some, whose row, passage and source exist, with the seal that it should have."""
    rows = {record[TABLES[name].key()]: (name, record) for name in FACT_TABLES for record in tables[name].records()}
    passages = {record["passage_id"]: record for record in tables["passages"].records()}
    sources = {record["source_id"]: record for record in tables["sources"].records()}
    descent = {row["source_id"]: row for row in lineage.table(sources.values())}
    for claim in tables["claims"].records():
        name, row = rows.get(claim["target_id"], ("", {}))
        passage = passages.get(claim["passage_id"], {})
        source = sources.get(passage.get("source_id", ""))
        if not name or source is None or claim["claim_id"] in without:
            continue
        above = descent[source["source_id"]]
        asserter = claim["asserted_by"] or above["asserter"]
        parts = {"row": row, "claim": claim, "passage": passage, "source": source}
        made = seal(table=name, **parts, asserter=asserter, origin=above["origin"])
        yield Sealable(claim, name, source["source_id"], made)


def without_documents(passages: int) -> str:
    """What is said of so many passages if no folder of documents is given."""
    return f"{passages} passages against their documents (no folder of documents given)"


def check_passages(tables: Mapping[str, Table], documents: Documents, *, cells: bool) -> Iterator[Finding | str]:
    """Every passage is hashed again in its document; with ``cells``, those that rest on records of lists are compared
    with them. Yields findings and, as text, what could not be checked."""
    found: dict[str, Document] = {}
    for number, source in enumerate(tables["sources"].records(), 2):
        name = source["source_id"]
        content = documents.find(source["sha256"]) if source["sha256"] else None
        if content is not None:
            found[name] = Document(content, DocumentFormat(source["format"]))
            has = {"bytes": len(content)} | ({"entries": found[name].entries} if source.get("entries") else {})
            for column in [column for column, count in has.items() if source[column] != str(count)]:
                message = f"{column} is {source[column]}, and the document has {has[column]}"
                yield CODES["MST534"].at(tables["sources"].file, number, 1, name, message)
        elif source["sha256"]:
            message = f"no document in the folder has its sha256, {source['sha256']}"
            yield CODES["MST533"].at(tables["sources"].file, number, 1, name, message)
    missing = 0
    for number, passage in enumerate(tables["passages"].records(), 2):
        document = found.get(passage["source_id"])
        if document is None:
            missing += 1
            continue
        place = (tables["passages"].file, number, 1, passage["passage_id"])
        try:
            if document.digest(parse(passage["selector"])) != passage["sha256"]:
                yield CODES["MST531"].at(*place, "the hash of these characters is another")
        except (PassageError, ValueError) as error:
            yield CODES["MST532"].at(*place, str(error))
    if missing:
        yield f"{missing} passages whose documents are not in the folder"
    if cells:
        yield from reread.check(tables, found)
