"""How much of a programme or list the record holds (all, some, or only those here anyway), and its measures."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from mostanad.files.grouping import grouped
from mostanad.loader.lists_held import Versions
from mostanad.models.language import say, spoken
from mostanad.models.vocabularies import Scope
from mostanad.models.words import plain, when
from mostanad.site.contents import Record
from mostanad.site.evidence import Row

#: How much of the list of a programme the record holds, in words.
HELD = {
    Scope.WHOLE: "everybody",
    Scope.EXCERPT: "only some",
    Scope.JOINED: "only those who are in this record for another reason",
}


def reach(record: Record, listings: Iterable[Row]) -> str:
    """How much of a list, or of the lists of an authority, the record holds, judged by its listings."""
    keys = sorted({row["programme_id"] for row in listings} - {None}, key=record.label)
    scopes = {key: record.rows[key][1]["scope"] for key in keys}
    told = {key: some for key in keys if (some := taken_in(record.rows[key][1]))}
    whole = grouped((key for key in keys if scopes[key] == Scope.WHOLE), lambda key: _held(record, key) is None)
    found = [_everybody(record, some) for _, some in sorted(whole.items())]
    found += [say("of %(programme)s %(who)s", programme=record.label(key), who=who) for key, who in told.items()]
    others = {scope for key, scope in scopes.items() if key not in told}
    rest = next((say(HELD[scope]) for scope in (Scope.EXCERPT, Scope.JOINED) if scope in others), "")
    if rest:
        found.append(say("under other programmes %(rest)s", rest=rest) if found else rest)
    return say("; ").join(found)


def _held(record: Record, key: str) -> Versions | None:
    """The versions of lists if the record has everybody under a programme, but later lists are held only in part."""
    held = record.told.named.get(record.rows[key][1]["authority_id"])
    return held if held and held.part and key in held.taken_in and held.until(key) else None


def _everybody(record: Record, keys: list[str], said: str = "everybody under %(programmes)s") -> str:
    """That the record has everybody under some programmes; and up to which day, if later lists are held in part."""
    programmes = say(", ").join(map(record.label, keys))
    if not (held := _held(record, keys[0])) or not held.part:
        return say(said, programmes=programmes)
    told = say(f"{said} up to %(day)s", programmes=programmes, day=when(str(held.until(keys[0]))))
    later, day = say(", ").join(record.label(key) for key in keys if key in held.under), when(held.part["published"])
    also = ", of %(programmes)s also entries of a list dated %(day)s"
    return told + (say(also, programmes=later, day=day) if later else "")


def held_of(record: Record, programme: Row) -> str:
    """How much of the list of a programme the record holds, in words."""
    if programme["scope"] == Scope.WHOLE:
        return _everybody(record, [programme["programme_id"]], "everybody")
    return taken_in(programme) or say(HELD[programme["scope"]])


def by_year(record: Record, listings: Sequence[Row]) -> list[tuple[int | None, int, int, int]]:
    """By year, how many listings began for human rights, how many others began, and how many ended; each once. Dates
    that can be in more than one year are under None, at the end."""
    once = record.told.once(listings)
    came = Counter((_year(row, "listed"), bool(row["human_rights"])) for row in once)
    ended = Counter(_year(row, "delisted") for row in once if row["delisted"])
    found = {*ended, *(year for year, _ in came)}
    known = [year for year in found if year]
    years = [*range(min(known, default=1), max(known, default=0) + 1), *({None} & found)]
    return [(year, came[year, True], came[year, False], ended[year]) for year in years]


def _year(row: Row, column: str) -> int | None:
    """The year of a date, if it can be in no other."""
    first, last = row[f"{column}_min"], row[f"{column}_max"]
    return last.year if first and last and first.year == last.year else None


def years(record: Record, authorities: Sequence[str]) -> list[tuple[int | None, list[tuple[int, int]]]]:
    """By year, how many each authority listed for human rights and how many in all; years not known come last."""
    counted = (by_year(record, record.naming(who, "sanctions", "authority_id")) for who in authorities)
    found = [{year: (rights, rights + others) for year, rights, others, _ in some} for some in counted]
    in_order = sorted({year for counts in found for year in counts}, key=lambda year: year or date.max.year)
    return [(year, [counts.get(year, (0, 0)) for counts in found]) for year in in_order]


def unseen(record: Record, programme: Row) -> dict[str, dict[int, str]]:
    """By people and organisations, the numbers of entries that no version held of a list shows, and when their
    neighbours were listed. Only for a programme of which the record has everybody, and a list that numbers its entries
    in order of date, each once and almost without gaps."""
    return record.once(f"unseen/{programme['programme_id']}", lambda: _unseen(record, programme))


def _unseen(record: Record, programme: Row) -> dict[str, dict[int, str]]:
    rows = record.naming(programme["programme_id"], "sanctions", "programme_id")
    found: dict[str, dict[int, str]] = {}
    for prefix, some in grouped(rows, lambda row: (row["entry"] or "").rstrip("0123456789")).items():
        entries = {int((row["entry"] or "")[len(prefix) :] or 0): row for row in some}
        days = [str(row["listed_min"] or "") for _, row in sorted(entries.items())]
        gaps = [number for number in range(1, max(entries)) if number not in entries]
        whose = {not record.is_person(row["target_id"]) for row in some}
        is_counted = len(entries) == len(some) and all(days) and days == sorted(days) and len(whose) == 1
        if programme["scope"] == Scope.WHOLE and is_counted and 0 < 10 * len(gaps) < len(entries):
            said = {number: _beside(record, programme, entries, number) for number in gaps}
            found[say("organisations") if whose == {True} else say("people")] = said
    return dict(sorted(found.items(), reverse=True))


def _beside(record: Record, programme: Row, entries: Mapping[int, Row], number: int) -> str:
    """When the entries before and after a number were listed, and the first later version held, which lacks it."""
    before = entries[max((one for one in entries if one < number), default=min(entries))]["listed"]
    after = entries[min(one for one in entries if one > number)]
    days = {day for run in record.told.named[programme["authority_id"]].runs[programme["programme_id"]] for day in run}
    until = when(str(min(day for day in days if day >= after["listed_min"])))
    listed = say(" and on ").join(map(when, dict.fromkeys((before, after["listed"]))))
    return say("between entries listed on %(days)s; gone by the version of %(until)s", days=listed, until=until)


def taken_in(programme: Row) -> str:
    """Whom the record holds from a programme that it covers only in part, if the note says so.

    >>> taken_in({"scope": "excerpt", "note": "it is about all countries: in the record are all entries from Iran"})
    'all entries from Iran'
    """
    found = re.search(r"\b[Ii]n the record are ([^.;]*)", programme["note"] or "")
    return spoken().label("", found[1]) if found and programme["scope"] == Scope.EXCERPT else ""


def measures(record: Record, programme_id: str, target_id: str) -> str:
    """The measures against a target under a programme, by the acts that surely belong to it. A ban on entry is for
    people only."""
    is_body = not record.is_person(target_id)
    rows = record.naming(programme_id, "legal_bases", "programme_id")
    rows = [row for row in rows if not record.evidence.hedge(row["basis_id"], "programme_id")]
    found = {measure for row in rows for measure in row["measures"] or () if not (is_body and measure == "travel_ban")}
    return say(", ").join(sorted(map(plain, found)))


def in_words(record: Record, programme_id: str) -> str:
    """The label of a programme, with that of its authority."""
    whose = record.rows[programme_id][1]["authority_id"]
    return say("%(programme)s, %(whose)s", programme=record.label(programme_id), whose=record.label(whose))
