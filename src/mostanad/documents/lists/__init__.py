"""Readers of official sanctions lists: the bytes of a list in, typed records out.

One module for each format, each with ``read(content)``; what a format's quirks are, what is made of them and what is
left out stands at the head of its module. What no record of any list carries stands in :mod:`.records`.
"""

from __future__ import annotations

from collections.abc import Callable

from mostanad.documents.formats import ListError
from mostanad.documents.lists import canada_sema, eu_annex, eu_fsf, ofac_sdn, ofac_sdn_advanced, uk_conlist
from mostanad.documents.lists.records import Act, EntityType, ListedName, Listing, NameKind, Record, Stated
from mostanad.models.vocabularies import DocumentFormat

__all__ = [
    "READERS",
    "Act",
    "EntityType",
    "ListError",
    "ListedName",
    "Listing",
    "NameKind",
    "Record",
    "Stated",
    "read",
]

#: The reader of each format whose records are targets.
READERS: dict[DocumentFormat, Callable[[bytes], list[Record]]] = {
    DocumentFormat.OFAC_SDN: ofac_sdn.read,
    DocumentFormat.OFAC_SDN_ADVANCED: ofac_sdn_advanced.read,
    DocumentFormat.EU_ANNEX: eu_annex.read,
    DocumentFormat.EU_FSF_XML: eu_fsf.read,
    DocumentFormat.EU_FSF_CSV: eu_fsf.read,
    DocumentFormat.UK_CONLIST: uk_conlist.read,
    DocumentFormat.CANADA_SEMA: canada_sema.read,
}


def read(form: DocumentFormat, content: bytes) -> list[Record]:
    """The targets of a list.

    Args:
        form: its format, one of :data:`READERS`.
        content: its bytes.

    Raises:
        ListError: where the list cannot be read; it names line and byte.
        ValueError: if the format is not one of a list of targets.
    """
    reader = READERS.get(DocumentFormat(form))
    if reader is None:
        raise ValueError(f"{form} is no format of a list of targets; these are: {', '.join(READERS)}")
    return reader(content)
