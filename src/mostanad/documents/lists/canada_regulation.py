"""A Canadian regulation in the Department of Justice's XML, whose schedule lists targets (docs/list-formats.md)."""

import re
from collections.abc import Iterator

from mostanad.documents import names
from mostanad.documents.entries import elements, text
from mostanad.documents.lists.canada_sema import LISTED_BY
from mostanad.documents.records import TYPES, EntityType, Entry, ListFormat, NameKind, Record
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

_BORN = re.compile(r"\s*\(born (?:in |on )?([^()]*)\)")
_MONTH_FIRST = re.compile(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})")
_ALSO = re.compile(r"\s*\(also known as ([^()]*(?:\([^()]*\)[^()]*)*)\)")
#: An item: its text, its part of the schedule, the type of targets in that part, and the day it came into force.
Item = tuple[str, str, EntityType, str]


def _entries(content: bytes) -> Iterator[Entry[Item]]:
    """Yield the items in parts of schedules; a schedule without parts lists no targets."""
    schedule = part = ""
    kind = EntityType.ENTITY
    for found in elements(content, "Regulation", ("ScheduleFormHeading", "Heading", "Item")):
        label, rest = text(found.value, "Label"), text(found.value, "TitleText")
        if found.value.tag == "ScheduleFormHeading":
            schedule, part = label.upper().removeprefix("SCHEDULE").strip(), ""
        elif found.value.tag == "Heading":
            part = label.upper().removeprefix("PART").strip() if schedule and label.upper().startswith("PART ") else ""
            kind = found.one_of(TYPES, "the first word of the part", re.split(r"\W", rest)[0]) if part else kind
        elif part:
            words = text(found.value, "Text")
            if words.startswith("[Repealed"):
                continue
            since = found.value.get("lims:inforce-start-date", "")
            key = f"{schedule}, Part {part}"
            if not (label and words):
                raise found.error(f"an item of {key} without a number or a text")
            value = (words, key, kind, found.day("inforce-start-date", since))
            yield Entry(f"{key}/{label}", found.start, found.end, found.line, value)


def _record(entry: Entry[Item]) -> Record:
    (words, part, kind, since), key = entry.value, entry.key
    read = names.capitals if kind.is_person else names.whole_and_others  # a family name may be in capitals
    others = [one for found in _ALSO.findall(words) for one in re.split(r",\s+(?:and\s+)?|\s+and\s+", found)]
    name = _ALSO.sub("", _BORN.sub("", words)).strip()
    listed = f"[..{since}]" if since == LISTED_BY else since
    return entry.record(
        key,
        IdentifierScheme.CA_SEMA,
        kind,
        [
            *read(name, NameKind.PRIMARY, key),
            *(one for other in others if other for one in read(other, NameKind.ALIAS, key)),
        ],
        [entry.listing(part, listed)],
        born=[entry.born(_MONTH_FIRST.sub(r"\2 \1 \3", printed)) for printed in _BORN.findall(words)],
    )


FORMATS = (
    ListFormat(DocumentFormat.CANADA_REGULATION, _entries, r"[^/]+/[^/]+", "1, Part 2.1/44", _record, has_words=True),
)
