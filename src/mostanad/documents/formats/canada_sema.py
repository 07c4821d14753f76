"""Canada's Consolidated Canadian Autonomous Sanctions List (XML).

A ``data-set`` of ``record`` elements, one for each entry of a schedule to a regulation. The list has no numbers of its
own: country, schedule and item identify an entry. The key is schedule and item, ``1, Part 2/44``; entries of other
countries than Iran have theirs before, ``Russia/1, Part 1/44``. A record's bytes are from ``<record>`` to
``</record>``.

Elements were ``Country``, ``LastName``, ... until 2025 and are ``Country-Pays``, ``LastName-NomDeFamille``, ... since:
what stands before the hyphen counts; ``EntityOrShip`` was ``Entity`` in 2020. Of a value in two languages (``Russia /
Russie``) the English counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from mostanad.documents.formats.entries import Entry
from mostanad.documents.formats.markup import elements

_HOME = "Iran"
_ENTITY = "EntityOrShip"


def sema(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    """The records; each is its elements by English name, white space around them removed.

    Raises:
        ListError: where the file is not such a list, or a record has no country, schedule or item, or one element
            twice.
    """
    for element in elements(content, "data-set", ("record",)):
        cells: dict[str, str] = {}
        for child in element.children:
            name = child.tag.partition("-")[0]
            name = _ENTITY if name == "Entity" else name
            if name in cells:
                raise element.error(f"the record has two elements {name}")
            cells[name] = child.text.strip()
        country = cells.get("Country", "").partition("/")[0].strip()
        parts = [" ".join(part.split()) for part in (country, cells.get("Schedule", ""), cells.get("Item", ""))]
        if not all(parts):
            raise element.error("the record has no country, schedule or item")
        cells["Country"] = country
        key = "/".join(parts[1:] if country == _HOME else parts)
        yield Entry(key, element.start, element.end, element.line, cells)
