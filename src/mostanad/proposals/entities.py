"""What a record says of whom it is about: a row for the person or organisation, names, identifiers, posts, birth."""

from __future__ import annotations

import re

from mostanad.lists import EntityType, ListedName, NameKind, Record
from mostanad.lists.dates import year_only
from mostanad.matching.spelling import Query, Spelling
from mostanad.models import edtf
from mostanad.models import vocabularies as words
from mostanad.proposals.decisions import Decision
from mostanad.proposals.desk import Desk, Version, record
from mostanad.proposals.followed import FollowedList

_KINDS = (
    (r"\bprison\b|detention cent", words.PartyKind.PRISON),
    (r"\bcourt\b", words.PartyKind.COURT),
    (
        r"\bcorps\b|\bforces?\b|\bpolice\b|\bbasij\b|\bunits?\b|\bguards?\b|\bbrigade\b|\bbattalion\b",
        words.PartyKind.ARMED_FORCE,
    ),
    (r"\bcompany\b|\bco\b|\bltd\b|\blimited\b|\binc\b|\bllc\b|\bgroup\b|\bindustr", words.PartyKind.COMPANY),
    (r"\btv\b|\bnews\b|\bbroadcast|\bagency\b", words.PartyKind.MEDIA),
)
#: Longer titles make ids that nobody can read.
_LONG = 60
_ALIAS_KINDS = {NameKind.FORMER: words.NameKind.FORMER, NameKind.MISPRINT: words.NameKind.MISPRINT}


def take_in(desk: Desk, listed: Record, decision: Decision | None) -> str:
    """The id of a new person or organisation, for whom a row is added."""
    is_person = listed.type is EntityType.PERSON
    table = (decision.table if decision else "") or ("officials" if is_person else "parties")
    wanted = decision.entity_id if decision else ""
    entity_id = wanted or desk.mint(listed.name)
    if table == "officials":
        return desk.add("officials", entity_id, name=listed.name)
    kind = (decision.kind if decision else "") or (words.PartyKind.PERSON if is_person else _kind(listed.name))
    country = decision.country if decision else ""
    return desk.add("parties", entity_id, name=listed.name, kind=kind, country=country)


def _kind(name: str) -> str:
    """A first guess, for the curator to correct."""
    for pattern, kind in _KINDS:
        if re.search(pattern, name, re.IGNORECASE):
            return kind
    return words.PartyKind.STATE_BODY


def identify(
    desk: Desk, followed: FollowedList, version: Version, listed: Record, entity_id: str, *, reason: str
) -> None:
    """Say that a record is about somebody: an identifier, and a claim on who it is."""
    desk.claim(version, record(listed.key), entity_id, ["name"])
    if followed.scheme is None:
        return
    identifier_id = desk.mint(entity_id, followed.scheme, listed.identifier)
    desk.add(
        "identifiers",
        identifier_id,
        entity_id=entity_id,
        scheme=followed.scheme,
        value=listed.identifier,
        note=reason,
    )
    desk.claim(version, record(listed.key), identifier_id, ["entity_id", "value"])


def add_names(desk: Desk, version: Version, listed: Record, entity_id: str) -> None:
    """Add the spellings that are not there yet."""
    there = {row["name"]: row for row in desk.names_of(entity_id)}
    for name in listed.names:
        row = there.get(name.text)
        if row is None and name.text:
            row = _add_name(desk, name, entity_id, listed.type)
            there[name.text] = row
        if row is not None:
            desk.claim(version, record(name.key), row["name_id"], ["entity_id", "name"])


def _add_name(desk: Desk, name: ListedName, entity_id: str, entity: EntityType) -> dict[str, str]:
    others = desk.namesakes(name.text, entity_id)
    note = f"also a name of {', '.join(sorted(others))}: nothing at hand says that they are one" if others else ""
    name_id = desk.mint(entity_id, "name", name.text)
    is_english = name.script == "Latn" and entity is not EntityType.PERSON
    language = name.language or ("en" if is_english else "fa" if name.script == "Arab" else "")
    desk.add(
        "names",
        name_id,
        entity_id=entity_id,
        name=name.text,
        language=language,
        script=name.script,
        kind=_name_kind(desk, name, entity_id),
        note=note,
    )
    return desk.rows["names"][name_id]


def _name_kind(desk: Desk, name: ListedName, entity_id: str) -> str:
    if name.kind in _ALIAS_KINDS:
        return _ALIAS_KINDS[name.kind]
    primary = next(
        (row for row in desk.names_of(entity_id) if (row["kind"], row["script"]) == ("primary", name.script)), None
    )
    if primary is None:
        return words.NameKind.PRIMARY if name.kind is NameKind.PRIMARY else words.NameKind.ALIAS
    is_person = desk.is_person(entity_id)
    found = Query(name.text).match(Spelling(entity_id, primary["name"], "", "", is_person))
    same = found is not None and found[1] in ("exact", "same letters", "other order", "skeleton")
    return words.NameKind.TRANSLITERATION if same and name.script == "Latn" else words.NameKind.ALIAS


def add_posts(desk: Desk, version: Version, listed: Record, entity_id: str, published: str) -> None:
    """Add the posts that a list prints: held at some time before it was published, more is not known.

    A post that the list calls former ended before it was published.
    """
    held = {
        row["title"].casefold(): row_id
        for row_id, row in desk.rows["positions"].items()
        if row["holder_id"] == entity_id and not row["started"]
    }
    for post in listed.positions:
        title, is_former = _post(post.text)
        position_id = held.get(title.casefold())
        if position_id is None:
            position_id = desk.mint(entity_id, title if len(title) < _LONG else title[:_LONG].rpartition(" ")[0])
            desk.add("positions", position_id, holder_id=entity_id, title=title)
            held[title.casefold()] = position_id
        row, before = desk.rows["positions"][position_id], f"[..{published}]"
        fields = ["holder_id", "title"]
        if is_former and row["ended"] in ("", before):
            row["ended"] = before
            fields.append("ended")
        desk.claim(version, record(post.key), position_id, fields, as_of=before)


def _post(printed: str) -> tuple[str, bool]:
    """A post, and whether it is a former one."""
    title = re.sub(r"^former(?:ly)? (?=\w)", "", printed, flags=re.IGNORECASE)
    return title[:1].upper() + title[1:], title != printed


def add_life(desk: Desk, version: Version, listed: Record, entity_id: str) -> None:
    """Add year and place of birth and gender of an official; what differs from what is there is a dispute."""
    if entity_id not in desk.rows["officials"]:
        return
    row = desk.rows["officials"][entity_id]
    for stated in listed.born:
        _born(desk, version, row, year_only(stated.text), stated.key)
    for place in listed.birth_places[:1]:
        if not row["birth_place"]:
            row["birth_place"] = place.text
        if _first_part(row["birth_place"]) == _first_part(place.text):
            desk.claim(version, record(place.key), entity_id, ["birth_place"])
        else:
            _dispute(desk, version, entity_id, "birth_place", place.text, place.key)
    if listed.gender is not None:
        row["gender"] = row["gender"] or listed.gender.text
        if row["gender"] == listed.gender.text:
            desk.claim(version, record(listed.gender.key), entity_id, ["gender"])
        else:
            _dispute(desk, version, entity_id, "gender", listed.gender.text, listed.gender.key)


def _born(desk: Desk, version: Version, row: dict[str, str], year: str, key: str) -> None:
    """One date of birth: it fills the cell, agrees with it, says less than it, or disputes it."""
    if not year:
        return
    entity_id = row["official_id"]
    row["born"] = row["born"] or year
    if row["born"] == year:
        desk.claim(version, record(key), entity_id, ["born"])
    elif _within(row["born"], year):
        desk.claim(version, record(key), entity_id, ["born"], stance="approximates", value=year)
    elif _within(year, row["born"]):
        desk.tell(f"{entity_id}: born {row['born']}; the list is more precise: {year}; correct the cell if you agree")
    else:
        _dispute(desk, version, entity_id, "born", year, key)


def _within(one: str, other: str) -> bool:
    inner, outer = edtf.parse(one), edtf.parse(other)
    bounds = (inner.earliest, inner.latest, outer.earliest, outer.latest)
    early, late, from_day, to_day = bounds
    starts = from_day is None or (early is not None and early >= from_day)
    return starts and (to_day is None or (late is not None and late <= to_day))


def _dispute(desk: Desk, version: Version, entity_id: str, field: str, value: str, key: str) -> None:
    desk.claim(version, record(key), entity_id, [field], stance="disputes", value=value)


def _first_part(place: str) -> str:
    return re.split(r"[,(]", place)[0].strip().casefold()
