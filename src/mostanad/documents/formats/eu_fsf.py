"""The EU's Financial Sanctions Files (FSF), version 1.1, in XML and CSV.

The key is the EU reference number, ``EU.27.28``; of the few entries without one, the logical id, ``13``. In the XML
file it names a ``sanctionEntity`` element. The CSV file (semicolons between) has several rows for an entry, one for
each name, address, birth, document and citizenship; there the key of a row is that number and the place among the rows
of the entry, in the order of the file: ``EU.27.28/1``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mostanad.documents.formats.delimited import rows
from mostanad.documents.formats.entries import Entry
from mostanad.documents.formats.errors import ListError
from mostanad.documents.formats.markup import Element, elements

LOGICAL_ID, REFERENCE = "Entity_LogicalId", "Entity_EU_ReferenceNumber"
#: What the header of the CSV file must have; it has 118 columns.
REQUIRED = (LOGICAL_ID, REFERENCE, "Entity_SubjectType", "Entity_Regulation_Programme", "NameAlias_WholeName")


def fsf_xml(content: bytes) -> Iterator[Entry[Element]]:
    """The sanction entities of the XML file.

    Raises:
        ListError: where the file is not such a list, or an entity has neither reference number nor logical id.
    """
    for element in elements(content, "export", ("sanctionEntity",)):
        key = element.get("euReferenceNumber").strip() or element.get("logicalId").strip()
        if not key:
            raise element.error("the sanctionEntity has neither euReferenceNumber nor logicalId")
        yield Entry(key, element.start, element.end, element.line, element)


def fsf_csv(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    """The rows of the CSV file, by column.

    Raises:
        ListError: where the header lacks a column, a row has not its cells, or neither reference nor logical id.
    """
    table = rows(content, ";")
    header = next(table, None)
    if header is None:
        raise ListError("the list is empty", line=1, byte=0)
    columns = [cell.strip() for cell in header.cells]
    if missing := [name for name in REQUIRED if name not in columns]:
        raise header.error(f"the header lacks {', '.join(missing)}")
    seen: Counter[str] = Counter()
    for row in table:
        cells = {name: cell.strip() for name, cell in row.named(columns).items()}
        number = cells[REFERENCE] or cells[LOGICAL_ID]
        if not number:
            raise row.error(f"the row has neither {REFERENCE} nor {LOGICAL_ID}")
        seen[number] += 1
        yield Entry(f"{number}/{seen[number]}", row.start, row.end, row.line, cells)
