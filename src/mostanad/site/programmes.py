"""What the record holds of programmes and of lists: everybody, some, or those who are here anyway; and what they do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from mostanad.models.language import say
from mostanad.models.vocabularies import Scope
from mostanad.models.words import plain
from mostanad.site.contents import Record
from mostanad.site.evidence import Row


def reach(record: Record, listings: Iterable[Row]) -> str:
    """How many of those who stand on a list, or on the lists of an authority, the record holds; by its listings."""
    programmes = {row["programme_id"] for row in listings} - {None}
    scopes = {record.label(key): record.rows[key][1]["scope"] for key in programmes}
    whole = say(", ").join(sorted(name for name, scope in scopes.items() if scope == Scope.WHOLE))
    words = {Scope.JOINED: "only those who stand in this record for another reason", Scope.EXCERPT: "only some"}
    rest = next((say(said) for scope, said in words.items() if scope in scopes.values()), "")
    if whole and rest:
        return say("everybody under %(programmes)s; under other programmes %(rest)s", programmes=whole, rest=rest)
    return say("everybody under %(programmes)s", programmes=whole) if whole else rest


def whole(record: Record) -> list[tuple[str, list[str]]]:
    """By authority the programmes of which the record holds everybody who is listed."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in record.tables["programmes"]:
        if row["scope"] == Scope.WHOLE:
            found[row["authority_id"]].append(row["programme_id"])
    return sorted(found.items())


def grounds(programme: Row) -> str:
    """Of a programme that has several grounds, or whose ground is not known, what we know of them: its note says it
    behind why the record does not class the programme.

    >>> grounds({"note": "human_rights stays empty: one section is on abuses, others are on arms; no text is held"})
    'one section is on abuses, others are on arms'
    """
    found = re.match("human_rights stays empty: ([^;]*)", programme["note"] or "")
    return found[1] if found else ""


def measures(record: Record, programme_id: str) -> str:
    """What the acts under which a programme stands do to people on its list."""
    rows = record.naming(programme_id, "legal_bases", "programme_id")
    return say(", ").join(sorted({plain(measure) for row in rows for measure in row["measures"] or ()}))


def in_words(record: Record, programme_id: str) -> str:
    """What a programme is called, and whose it is."""
    whose = record.rows[programme_id][1]["authority_id"]
    return say("%(programme)s, %(whose)s", programme=record.label(programme_id), whose=record.label(whose))
