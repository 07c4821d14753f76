"""Camps: parties that speak for the same side, computed from documented ties and never entered by hand.

A camp is a set of parties that ties of the kinds ``organ_of``, ``part_of`` or ``led_by`` connect on a date.
``member_of`` joins nobody. A party without documented ties has no known camp.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from mostanad.models import edtf

#: The kinds of ties that make a camp.
JOINING = frozenset({"organ_of", "part_of", "led_by"})


@dataclass(frozen=True)
class Tie:
    """A documented tie, with the first and last day on which it may have held; None if that end is open. ``head`` is
    the party to which the other one belongs; for ``led_by`` it is the party that is led."""

    one: str
    other: str
    head: str
    first: dt.date | None
    last: dt.date | None


def ties(rows: Iterable[Mapping[str, str]]) -> list[Tie]:
    """The ties that make camps, from the rows of ``affiliations`` as text."""
    found = []
    for row in rows:
        if row["relation"] in JOINING:
            first = edtf.parse(row["started"]).earliest if row["started"] else None
            last = edtf.parse(row["ended"]).latest if row["ended"] else None
            head = row["from_id"] if row["relation"] == "led_by" else row["to_id"]
            found.append(Tie(row["from_id"], row["to_id"], head, first, last))
    return found


def camps(known: Iterable[Tie], date: str) -> dict[str, str]:
    """Map each party to its camp on a date (EDTF, or empty for any time). Parties without a camp are left out.

    A camp is named after its head: the member to which others belong and which belongs to no other member. It is never
    named after a leader, because leaders change. If there are several heads, the name is the id that sorts first.
    """
    holding, camp = _holding(known, date), dict[str, set[str]]()
    for tie in holding:
        joined = camp.get(tie.one, {tie.one}) | camp.get(tie.other, {tie.other})
        camp.update(dict.fromkeys(joined, joined))
    heads = {tie.head for tie in holding}
    tops = heads - {tie.one for tie in holding if tie.head != tie.one}
    return {member: min(joined & tops or joined & heads) for member, joined in camp.items()}


def _holding(known: Iterable[Tie], date: str) -> list[Tie]:
    """The ties that may hold on at least one day of a date."""
    when = edtf.parse(date) if date else None
    first, last = (when and when.earliest) or dt.date.min, (when and when.latest) or dt.date.max
    return [tie for tie in known if (tie.first or first) <= last and (tie.last or last) >= first]


def untied(rows: Iterable[Mapping[str, str]], parties: Set[str]) -> list[str]:
    """The ids that a tie outside :data:`JOINING` connects with one of ``parties``, without the parties themselves.

    >>> untied([{"from_id": "union", "to_id": "league", "relation": "member_of"}], {"union"})
    ['league']
    """
    ends = [{row["from_id"], row["to_id"]} for row in rows if row["relation"] not in JOINING]
    return sorted(set().union(*(pair - parties for pair in ends if pair & parties)))


def table(
    rows: Iterable[Mapping[str, str]], asked: Iterable[tuple[str, str]], *, lasting: bool = True
) -> dict[tuple[str, str], str]:
    """Map each pair of a party and a date (EDTF or empty) to a camp. Pairs without a camp are left out.

    If ``lasting`` is false, a camp is named after its members on the date. If it is true, the ties of all dates give
    one name, so claims of different dates can be counted together: parties that were ever tied never make two camps.
    """
    known = ties(rows)
    names, at = camps(known, "") if lasting else {}, by_date(known)
    return {(who, date): names.get(who, at(date)[who]) for who, date in asked if who in at(date)}


def by_date(known: Sequence[Tie]) -> Callable[[str], dict[str, str]]:
    """A function for the camps on a date. On most dates the same ties hold, and give the camps that it has cached."""
    passing, made = [tie for tie in known if tie.first or tie.last], dict[tuple[Tie, ...], dict[str, str]]()

    @cache
    def camps_on(date: str) -> dict[str, str]:
        holding = tuple(_holding(passing, date))
        if holding not in made:
            made[holding] = camps(known, date)
        return made[holding]

    return camps_on


def with_affiliates(known: Sequence[Tie]) -> Callable[..., set[str]]:
    """A function from a date and some parties to these parties and all in their camps on the date."""
    at = by_date(known)

    def found(date: str, *parties: str) -> set[str]:
        camp = at(date)
        sides = {camp[party] for party in parties if party in camp}
        return {*parties, *(member for member, side in camp.items() if side in sides)}

    return found
