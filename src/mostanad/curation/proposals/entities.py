"""What a record says of whom it is about: a row for the person or organisation, names, identifiers."""

from __future__ import annotations

import re

from mostanad.curation.proposals.decisions import Decision
from mostanad.curation.proposals.desk import Desk, Version, record
from mostanad.curation.proposals.followed import FollowedList
from mostanad.documents.lists import EntityType, ListedName, NameKind, Record
from mostanad.matching.spelling import Query, Spelling
from mostanad.models import vocabularies as words

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
_RANK = re.compile(r"general|colonel|captain|commander|sergeant|admiral|judge|lieutenant", re.IGNORECASE)
_ALIAS_KINDS = {NameKind.FORMER: words.NameKind.FORMER, NameKind.MISPRINT: words.NameKind.MISPRINT}


def take_in(desk: Desk, listed: Record, decision: Decision | None) -> str:
    """The id of a new person or organisation, for whom a row is added."""
    is_person = listed.type is EntityType.PERSON
    table = (decision.table if decision else "") or ("officials" if is_person and _has_post(listed) else "parties")
    wanted = decision.entity_id if decision else ""
    entity_id = wanted or desk.mint(listed.name)
    if table == "officials":
        return desk.add("officials", entity_id, name=listed.name)
    kind = (decision.kind if decision else "") or (words.PartyKind.PERSON if is_person else _kind(listed.name))
    country = decision.country if decision else ""
    return desk.add("parties", entity_id, name=listed.name, kind=kind, country=country)


def _has_post(listed: Record) -> bool:
    """Whether the list prints a post or rank; that it links somebody to a body of the state is none."""
    return bool(listed.positions) or any(_RANK.search(title.text) for title in listed.titles)


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
            row = _add_name(desk, name, entity_id)
            there[name.text] = row
        if row is not None:
            desk.claim(version, record(name.key), row["name_id"], ["entity_id", "name"])


def _add_name(desk: Desk, name: ListedName, entity_id: str) -> dict[str, str]:
    others = desk.namesakes(name.text, entity_id)
    note = f"also a name of {', '.join(sorted(others))}: nothing at hand says that they are one" if others else ""
    name_id = desk.mint(entity_id, "name", name.text)
    # What is in Latin letters may be English, French or a transliteration: a list that says it is not guessed for.
    language = name.language or ("fa" if name.script == "Arab" else "")
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
