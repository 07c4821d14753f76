"""OFAC's SDN_ADVANCED.XML, in the Advanced Sanctions Data Model of the United Nations and the Wolfsberg Group.

An entry is spread over elements that refer to each other. Two kinds of them have a key:

==================  ========================  ==================  ==============================
element             key                       example             what it holds
==================  ========================  ==================  ==============================
``DistinctParty``   FixedRef                  ``12252``           names, dates, places, titles
``SanctionsEntry``  ``entry/`` and its ID     ``entry/12252``     programmes, acts, day of entry
==================  ========================  ==================  ==============================

FixedRef is the ent_num of the other files.
"""

from __future__ import annotations

from collections.abc import Iterator

from mostanad.documents.formats.entries import Entry
from mostanad.documents.formats.markup import Element, elements

ROOT = "Sanctions"
PARTY = "DistinctParty"
ENTRY = "SanctionsEntry"


def parties_and_entries(content: bytes) -> Iterator[Entry[Element]]:
    """Every distinct party and every sanctions entry, in the order of the file.

    Raises:
        ListError: where the file is not such a list, or an element has no FixedRef or ID.
    """
    for element in elements(content, ROOT, (PARTY, ENTRY)):
        yield keyed(element)


def keyed(element: Element) -> Entry[Element]:
    """A distinct party or a sanctions entry with its key.

    Raises:
        ListError: if it has no FixedRef or ID.
    """
    name = "FixedRef" if element.tag == PARTY else "ID"
    number = element.get(name).strip()
    if not number:
        raise element.error(f"the {element.tag} has no {name}")
    key = number if element.tag == PARTY else f"entry/{number}"
    return Entry(key, element.start, element.end, element.line, element)
