"""OFAC's list of Specially Designated Nationals: SDN.CSV, with ALT.CSV and ADD.CSV (docs/list-formats.md)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from mostanad.documents import names
from mostanad.documents.entries import named, rows
from mostanad.documents.printed import WORDS
from mostanad.documents.records import KINDS, TYPES, EntityType, ListedName, ListFormat, NameKind, Record, Row, Stated
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

_SDN = (
    *("ent_num", "name", "type", "programmes", "title", "call_sign", "vessel_type", "tonnage", "gross_tonnage"),
    *("flag", "owner", "remarks"),
)
_ALT = ("ent_num", "alt_num", "type", "name", "remarks")
_ADD = ("ent_num", "add_num", "address", "city", "country", "remarks")
_BETWEEN = re.compile(r"\]\s*\[")
_LABELS = WORDS["ofac"]["labels"]
_LABEL = re.compile(rf"(?:alt\. )?({'|'.join(map(re.escape, _LABELS))}) (.+)")
_UNREAD = re.compile(rf"(?:alt\. )?(?:{'|'.join(WORDS['ofac']['unread'])})")
_POST = re.compile(rf"\b(?:{'|'.join(WORDS['ofac']['posts'])})\b", re.IGNORECASE)


def _entries(columns: tuple[str, ...], numbers: int, content: bytes) -> Iterator[Row]:
    """Yield every row; its key is its first ``numbers`` cells, which must be numbers."""
    for row in rows(content):
        entry = named(row, columns)
        cells = {name: "" if cell == "-0-" else cell for name, cell in entry.value.items()}
        parts = [cells[name] for name in columns[:numbers]]
        for name, part in zip(columns, parts, strict=False):
            if not (part.isascii() and part.isdigit()):
                raise row.error(f"{name} is {part!r}; it must be a number")
        yield replace(entry, key="/".join(parts), value=cells)


_sdn, _alt, _add = (partial(_entries, columns, numbers) for columns, numbers in ((_SDN, 1), (_ALT, 2), (_ADD, 2)))


def _other_names(content: bytes) -> Iterator[Record]:
    for entry in _alt(content):
        kind = KINDS.get(entry.value["type"].casefold())
        if kind is None or not entry.value["name"]:
            raise entry.error("type must be aka, fka or nka, and name must not be empty")
        read = partial(_name, entry.value["name"], kind, entry.key)
        both = (read(is_person=True), read(is_person=False))
        yield Record(entry.key, entry.value["ent_num"], None, EntityType.ENTITY, both, ())


def _name(printed: str, kind: NameKind, key: str, *, is_person: bool) -> ListedName:
    """A name as OFAC prints it: ``FAMILY, Given`` for a person, else the whole cell."""
    family, comma, given = printed.partition(", ")
    if is_person and comma:
        return names.person(family, given, kind, key, printed)
    return names.whole(printed, kind, key, of_person=is_person)


def _record(entry: Row) -> Record:
    cells, key = entry.value, entry.key
    kind = entry.one_of(TYPES, "type", cells["type"] or "entity")
    remarks = _remarks(cells["remarks"])
    name = partial(_name, key=key, is_person=kind.is_person)
    codes = (part.strip(" []") for part in _BETWEEN.split(cells["programmes"]))
    return entry.record(
        key,
        IdentifierScheme.OFAC_ENT_NUM,
        kind,
        [
            name(cells["name"], NameKind.PRIMARY),
            *(name(text, NameKind.FORMER) for text in map(_unquoted, remarks["former"])),
            *(replace(name(text, NameKind.ALIAS), kind=NameKind.WEAK) for text in map(_unquoted, remarks["weak"])),
        ],
        [entry.listing(code, "") for code in codes if code],
        born=map(entry.born, remarks["born"]),
        birth_places=entry.says(*remarks["birth_place"]),
        genders=entry.says(*remarks["gender"]),
        posts=entry.says(*cells["title"].split("; "), *remarks["position"]),
        links=[Stated(_name(text, NameKind.PRIMARY, key, is_person=True).text, text, key) for text in remarks["links"]],
    )


def _remarks(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    items = [item for item in text.removesuffix(".").split("; ") if item]
    if text and not text.endswith("."):
        items.pop()
    for item in items:
        if match := _LABEL.fullmatch(item):
            kind, value = _LABELS[match[1]], match[2]
            parts = value.split("Alternate Title, ") if kind == "position" else [value]
            found[kind] += [part.strip(" ,") if kind == "position" else part for part in parts]
        elif _POST.search(item) and not _UNREAD.match(item):
            found["position"].append(item)
    return found


def _unquoted(text: str) -> str:
    """An alias without the quotation marks around it or around each of its parts."""
    return text.strip().removeprefix("'").removesuffix("'").replace("', '", ", ").strip('"')


_PAIR = "[0-9]+/[0-9]+"
FORMATS = (
    ListFormat(DocumentFormat.OFAC_SDN, _sdn, "[0-9]+", "12252", _record),
    ListFormat(DocumentFormat.OFAC_ALT, _alt, _PAIR, "12252/13174", names=_other_names),
    ListFormat(DocumentFormat.OFAC_ADD, _add, _PAIR, "12252/17540"),
)
