"""Register documents as sources, and find them again."""

from pathlib import Path

from mostanad.curation.transaction import ENTERED, EditRefused, blank_row, commit, read_rows, table_rows
from mostanad.documents.document import Document, PassageError
from mostanad.documents.folder import Documents, sha256
from mostanad.files import Package
from mostanad.models.vocabularies import DocumentFormat


def add_source(package: Package, path: Path, cells: dict[str, str]) -> str:
    """Register a file as a source by the hash of its bytes; the file stays where it is. Returns the source id.
    EditRefused if the file cannot be read or is registered already, or the row would break the package."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EditRefused(f"{path}: cannot be read ({error.strerror})") from None
    rows = read_rows(package, ("sources",))
    digest = sha256(content)
    for source in rows["sources"].values():
        if source["sha256"] == digest:
            raise EditRefused(f"{path} is registered already, as {source['source_id']}")
    name = cells["source_id"]
    if name in rows["sources"]:
        raise EditRefused(f"there is a source {name} already")
    row = blank_row("sources", name)
    if unknown := sorted(cells.keys() - row.keys()):
        raise EditRefused(f"sources has no column {', '.join(unknown)}; it has {', '.join(row)}")
    row |= {"format": "text", "coverage": "whole", "derivation": "original"}
    row |= cells | {"bytes": str(len(content)), "sha256": digest}
    if row["format"] == DocumentFormat.TEXT:
        try:
            _ = Document(content, DocumentFormat.TEXT).text
        except PassageError as error:
            raise EditRefused(f"{path}: {error}; save its words as plain text in UTF-8 and add that file") from None
    rows["sources"][name] = row
    commit(package, rows, ENTERED)
    return name


def document_of(package: Package, source_id: str, documents: Documents) -> Document:
    """The document of a source; raises EditRefused if there is no such source, or its file is not found."""
    source = table_rows(package, "sources").get(source_id)
    if source is None:
        raise EditRefused(f"{source_id}: no such source; register its document with `mostanad source add`")
    if not source["sha256"]:
        raise EditRefused(f"{source_id} has no file; its copy is a separate source")
    content = documents.find(source["sha256"])
    if content is None:
        where = documents.folder or "no folder was given: use --documents or MOSTANAD_DOCUMENTS"
        raise EditRefused(f"{source_id}: no document has the sha256 {source['sha256'][:12]}... ({where})")
    if source["format"] not in list(DocumentFormat):
        raise EditRefused(f"{source_id} has format={source['format']}; it must be one of {', '.join(DocumentFormat)}")
    return Document(content, DocumentFormat(source["format"]))
