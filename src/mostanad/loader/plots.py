"""Pictures of a timeline and of rival numbers, from the rows of the frames of a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mostanad.loader.answer_words import DISPUTED, MARKS
from mostanad.loader.cited_rows import labelled
from mostanad.loader.drawings import (
    SHEET,
    Count,
    Days,
    Lane,
    Svg,
    arrow,
    bar,
    diamond,
    dot,
    draw_counts,
    draw_timeline,
    head,
    join,
)
from mostanad.loader.last_seen import last_day, last_documented, last_seen
from mostanad.loader.picture import Picture, sheet
from mostanad.loader.tables import Record, Tables
from mostanad.models import TABLES
from mostanad.models.words import Words, lasting, plain, quantity, when

_NOBODY: Days = (None, None)
_UNDATED = "no date on record"
_NAMED = ("officials", "parties", "events", "groups", "programmes")
_ORDER = ("Life", "Posts", "Ties", "Listed by ", "Events: ", "Standing in events", "Said", "Spoken of", "Spoken to")
_AFTER_TIES = 2
#: The class of the look of a lane, if it is not the noun of its table.
_LOOKS = {"participations": "event", "statements": "other", "officials": "other"}
_TIMES: tuple[tuple[Svg, str], ...] = (
    (bar("sure", 0, 24, 0), "surely so"),
    (bar("faint", 0, 24, 0), "may have been so"),
    (join([bar("faint", 0, 24, 0), head("arrow", 24, 0, forward=True)]), "nobody says since when, or until when"),
    (diamond(12, 0), "on this day, as near as the axis shows"),
)
_NUMBERS: tuple[tuple[Svg, str], ...] = (
    (dot(12, 0, "sure"), "the number, plainly given"),
    (dot(12, 0, "faint"), "about so many, or a bound"),
    (arrow(0, 24, 0), "the number may lie on this side of it"),
    (bar("sure", 0, 24, 0), "from … to …"),
)


def plot_timeline(release: Tables, entity_id: str, rows: list[Record]) -> Picture:
    """See :meth:`mostanad.loader.Release.plot_timeline`; the rows are those of the frame of its timeline."""
    said = _Said.of(release, rows)
    lanes = list(said.lanes())
    heads = list(dict.fromkeys(lane.head for lane in lanes))
    heads.sort(key=lambda head: next((at for at, name in enumerate(_ORDER) if head.startswith(name)), _AFTER_TIES))
    lanes.sort(key=lambda lane: heads.index(lane.head))
    persian = (
        row["name"]
        for row in release._rows("names")
        if (row["entity_id"], row["language"], row["kind"]) == (entity_id, "fa", "primary")
    )
    entries = f"{len(rows)} entr{'y' if len(rows) == 1 else 'ies'} on record" if rows else "nothing is on record"
    title = (said.named(entity_id), next(persian, ""), f"{entity_id} · {entries}")
    drawn = [("", draw_timeline(lanes, last_day(release), SHEET))] if lanes else []
    documents = {source for fact in said.facts.values() for source in fact["source_ids"]}
    return sheet(title, drawn, [*_TIMES, *_marks(map(said.fact, rows))] if rows else [], _foot(release, documents))


def plot_compare(release: Tables, about_id: str, rows: list[Record]) -> Picture:
    """See :meth:`mostanad.loader.Release.plot_compare`; the rows are those of the frame of its comparison."""
    from mostanad.models.vocabularies import Measure

    labels = labelled(release, _NAMED)
    numbers = {f"{row['estimate_id']}/{name}" for row in rows for name in ("value", "comparator")}
    facts = {fact["fact_id"]: fact for fact in release._where("facts", "fact_id", numbers).to_pylist()}
    counts = [_count(number, rows, labels, facts) for number in range(len(rows))]
    drawn = [
        (
            f"{plain(measure).capitalize()}: {Measure(measure).meaning}",
            draw_counts([count for _, count in found], SHEET),
        )
        for measure, found in groupby(zip(rows, counts, strict=True), key=lambda pair: str(pair[0]["measure"]))
    ]
    more = f"{about_id} · who counted how many; no number here is a sum or a mean of others"
    documents = {source for row in rows for source in row["source_ids"] or ()}
    title = (labels.get(about_id, about_id), "", more)
    return sheet(title, drawn, [*_NUMBERS, *_marks(rows)], _foot(release, documents))


def _foot(release: Tables, documents: set[str]) -> str:
    """From which release and on how many documents a picture rests, under which licence, and where to read on."""
    from mostanad.releases.release_about import LICENCE

    rests = f"rests on {len(documents)} document{'' if len(documents) == 1 else 's'}"
    return f"mostanad {release.version} · licence {LICENCE} · {rests} · .cite() names them, .why() shows the evidence"


def _marks(facts: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Svg, str]]:
    facts = list(facts)
    used = {fact.get("support") for fact in facts}
    for support, (sign, word, means) in MARKS.items():
        if support in used:
            yield Svg(""), f"{sign} {word}: {means}"
    if any(fact.get("disputed") for fact in facts):
        yield Svg(""), f"{DISPUTED[0]} {DISPUTED[1]}: {DISPUTED[2]}"


def _support(fact: Mapping[str, Any]) -> str:
    sign, word, _ = MARKS.get(str(fact.get("support")), ("–", "no claim is left", ""))
    said = f"{sign}\u00a0{word}"  # in one line
    return f"{said}, {DISPUTED[0]}\u00a0{DISPUTED[1]}" if fact.get("disputed") else said


@dataclass(frozen=True)
class _Said:
    """What the lanes of a timeline say.

    Attributes:
        rows: the rows of the frame.
        labels: the names of people, organisations, events.
        facts: what the rows rest on, by id.
        seen: by row, the last day of which a document says it.
    """

    rows: list[Record]
    labels: Mapping[str, str]
    facts: Mapping[str, Mapping[str, Any]]
    seen: Mapping[str, dt.date | None]

    @classmethod
    def of(cls, release: Tables, rows: list[Record]) -> _Said:
        wanted = {row["fact_id"] for row in rows} | {f"{row['row_id']}/part" for row in rows}
        facts = {fact["fact_id"]: fact for fact in release._where("facts", "fact_id", wanted).to_pylist()}
        sources = {row["source_id"]: row for row in release._rows("sources")}
        evidence: dict[str, list[Mapping[str, Any]]] = {fact_id.partition("/")[0]: [] for fact_id in wanted}
        for item in release._rows("evidence"):
            if (key := item["fact_id"].partition("/")[0]) in evidence and item["source_id"] in sources:
                evidence[key].append(item)
        lists = last_seen(release) if any(row["table_name"] == "sanctions" for row in rows) else {}
        seen = {key: lists.get(key) or last_documented(items, sources) for key, items in evidence.items()}
        return cls(rows, labelled(release, _NAMED), facts, seen)

    def named(self, key: str | None) -> str:
        return str(self.labels.get(key or "", key or ""))

    def fact(self, row: Record) -> Mapping[str, Any]:
        """On what a row of the frame rests: on a part in an event, not on the day of the event."""
        part = self.facts.get(f"{row['row_id']}/part") if row["what"].startswith("event: ") else None
        return part or self.facts.get(row["fact_id"], {})

    def lanes(self) -> Iterator[Lane]:
        same: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(self.rows):
            alone = () if _words(row).lasting else (row["what"],)
            same.setdefault((self._head(row), row["row_id"], *alone), []).append(number)
        for (heading, *_), numbers in same.items():
            yield self._lane(heading, numbers)

    def _head(self, row: Record) -> str:
        what, table = row["what"], row["table_name"]
        if table == "sanctions":
            return f"Listed by {self.named(row['with_id'])}"
        if table == "participations":
            return f"Events: {plain(what[7:])}" if what.startswith("event: ") else "Standing in events"
        if table == "statements":
            return str(what.partition(": ")[0]).capitalize()
        return "Life" if table == "officials" else _words(row).plural.capitalize()

    def _lane(self, heading: str, numbers: list[int]) -> Lane:
        rows = [self.rows[number] for number in numbers]
        row = rows[0]
        first, last, said = self._time(rows)
        facts = list(map(self.fact, rows))
        support = " and ".join(dict.fromkeys(map(_support, facts)))
        note = f"{said} · {support} · {_asserted(facts, self.labels)}".removesuffix(" · ")
        kind = _LOOKS.get(row["table_name"], _words(row).noun)
        seen = self._seen(row) if last and not last[1] else None
        return Lane(self._label(row), said, "", kind, first, last, seen=seen, head=heading, note=note, rows=numbers)

    def _time(self, rows: list[Record]) -> tuple[Days, Days | None, str]:
        """When it was: the days of its begin, of its end, and words."""
        row, date = rows[0], str(rows[0]["date"] or "")
        if _words(row).lasting:
            return self._lasted(rows)
        if not date:
            return _NOBODY, None, _UNDATED
        if row["what"] == "born":  # in words only: an axis of a whole life has no room for what was done in it
            return _NOBODY, None, when(date)
        if "/" not in date:
            return (row["date_min"], row["date_max"]), None, when(date)
        since, _, until = date.partition("/")
        if until != "..":
            return _days(since), _days(until), when(date)
        seen = self._seen(row)
        return _days(since), _NOBODY, when(date) + (f", last documented {seen}" if seen else "")

    def _lasted(self, rows: list[Record]) -> tuple[Days, Days, str]:
        """The same of a post, a tie or a listing, of which the start and the end are rows of their own."""
        names = zip(_words(rows[0]).lasting or (), (" began", " ended"), strict=True)
        begun, ended = (next((row for row in rows if _is(row, *name)), {}) for name in names)
        first, last = ((one.get("date_min"), one.get("date_max")) for one in (begun, ended))
        if not begun and not ended:
            return first, last, _UNDATED
        seen = None if last[1] else self._seen(rows[0])
        return first, last, lasting(begun.get("date"), ended.get("date"), seen, is_open=not last[1])

    def _seen(self, row: Record) -> dt.date | None:
        return self.seen.get(row["fact_id"].partition("/")[0])

    def _label(self, row: Record) -> str:
        what, said, other, table = row["what"], row["said"] or "", self.named(row["with_id"]), row["table_name"]
        if table == "affiliations":
            return f"{other}: {plain(said)} it" if what.startswith("tie to it") else f"{plain(said)} {other}"
        if table == "statements":
            kind = plain(what.partition(": ")[2])
            return f"{kind}: {said}" if what.startswith("said") else f"{other} ({kind}): {said}"
        if table == "participations":
            return said if what.startswith("event: ") else f"{plain(what)}: {said}"
        if table == "sanctions":
            return said or "no programme is named"
        return f"{said}, {other}" if said and other else said or plain(what)


def _words(row: Mapping[str, Any]) -> Words:
    return TABLES[row["table_name"]].words()


def _is(row: Mapping[str, Any], column: str, end: str) -> bool:
    """Whether a row of the frame says when something that lasts began, or when it ended."""
    return row["what"] == plain(column) or str(row["what"]).endswith(end)


def _days(date: str) -> Days:
    from mostanad.models.edtf import parse

    found = parse(date)
    return found.earliest, found.latest


def _asserted(facts: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    """Who says so; and how, unless simply as a fact."""
    facts = list(facts)
    who = list(dict.fromkeys(name for fact in facts for name in fact.get("asserted_by") or ()))
    how = dict.fromkeys(word for fact in facts for word in fact.get("modalities") or ())
    if not who:
        return ""
    named = ", ".join(labels.get(name, name) for name in who[:2])
    return f"{'says' if set(how) <= {'fact'} else ' and '.join(map(plain, how)) + ':'} {named}" + (
        f" and {len(who) - 2} more" if len(who) > 2 else ""
    )


def _count(number: int, rows: list[Record], labels: Mapping[str, str], facts: Mapping[str, Mapping[str, Any]]) -> Count:
    row = rows[number]
    counter = labels.get(row["counted_by"], row["counted_by"])
    given = row["value"] is not None
    who = _asserted([facts.get(f"{row['estimate_id']}/{'value' if given else 'comparator'}", {})], labels)
    notes = [_support(row), "" if who == f"says {counter}" else who]
    notes += [f"as of {when(row['as_of'])}"] if row["as_of"] else []
    notes += [f"others say {', '.join(row['disputed_values'])}"] if row["disputed_values"] else []
    for column, words in (("subset_of", "a part of"), ("supersedes", "takes the place of")):
        for other in rows:
            if row[column] == other["estimate_id"]:
                whose = _amount(other, "a number that is not given")
                notes.append(f"{words} {whose} ({plain(other['measure'])}, {labels.get(other['counted_by'], '')})")
    return Count(
        counter, _amount(row, "no number given"), "", row["comparator"], row["value"], row["value_to"],
        head=row["population"], note=" · ".join(filter(None, notes)), rows=[number],
    )  # fmt: skip


def _amount(row: Record, nothing: str) -> str:
    if row["value"] is None:
        return nothing
    return quantity(row["comparator"], row["value"], row["value_to"], row["measure"])
