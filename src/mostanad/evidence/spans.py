"""From when to when what lasts surely and possibly did; from that, who was on whose lists on which days.

This is decided here alone: a release has both as tables, queries of checks read these, and ``as_of`` asks for the same.

A post ends with its holder's life and with the start of a successor in it, a listing with its programme. What documents
say of a row (``as_of`` of a claim, else the day of its document) shows that it had begun by the last of the days that
are meant, and lasted to the first; a list or a version of an act, which prints old words again, only shows that a post
or a tie had begun. Versions of a list are the sources that are derived from it: one that shows any entry speaks for
all, and so does a log of versions: had a listing ended, there would be a row that says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice, pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.columns import texts
from mostanad.files.grouping import key_of
from mostanad.files.typed import arrow_schema, in_order
from mostanad.models import COMPILED, TABLES
from mostanad.models.vocabularies import SourceKind

Row = dict[str, Any]

#: The tables whose rows last, with the columns of begin and end.
TIMED = {name: times for name, model in TABLES.items() if (times := model.words().lasting)}
#: The tables that tell it.
READ = (*TIMED, "officials", "parties", "names", "claims", "passages", "sources")
#: What stands in on_lists for days before and after all others.
FIRST, LAST = dt.date.min, dt.date.max
_LISTINGS = frozenset({"sanctions", "tags"})
#: What lists and acts only tell, and go on printing when it is over.
_TOLD = frozenset({"positions", "affiliations"})
_DAY = dt.timedelta(1)
#: How many rows become a part of a table at a time.
_AT_ONCE = 1 << 16
#: Posts in a body that several people hold at once.
_OF_SEVERAL = re.compile(r"\b(?:member|judge|deputy|advis[eo]r|prosecutor|commander)\b", re.IGNORECASE)


def arrow_spans(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables ``spans`` and ``on_lists`` of some tables; what is not among these has no rows."""
    spans = Spans(tables)
    made = {"spans": spans.rows(), "on_lists": spans.on_lists()}
    return {name: _table(name, rows) for name, rows in made.items()}


class Spans:
    """The spans of tables of a release; a Span has its days as dates, None where the record has none."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        empty = {name: pa.Table.from_batches([], arrow_schema(TABLES[name])) for name in READ}
        self.tables = {name: tables.get(name, empty[name]) for name in READ}
        self.sources: dict[str, Row] = {row["source_id"]: row for row in self.tables["sources"].to_pylist()}
        self.lasting = {name: self.tables[name].to_pylist() for name in TIMED}
        self.told = {key_of(row) for name in _TOLD for row in self.lasting[name]}
        self.listing_ids = {key_of(row) for name in _LISTINGS for row in self.lasting[name]}
        #: By row the days that claims say of it, and by listing the documents that show it.
        self.days: defaultdict[str, list[tuple[dt.date | None, dt.date | None]]] = defaultdict(list)
        self.shown: defaultdict[str, set[str]] = defaultdict(set)
        self._read_claims()

    def _read_claims(self) -> None:
        source_of = dict(_cells(self.tables["passages"], "passage_id", "source_id"))
        claims = self.tables["claims"]
        timed = (key_of(row) for rows in self.lasting.values() for row in rows)
        asserted = pc.is_in(claims["stance"], texts([None, "asserts"]))  # None is asserted too
        claims = claims.filter(pc.and_(asserted, pc.is_in(claims["target_id"], texts(timed))))
        columns = ("fields", "target_id", "passage_id", "as_of", "as_of_min", "as_of_max")
        for fields, target, passage, as_of, first, last in _cells(claims, *columns):
            source = self.sources.get(source_of.get(passage, ""))
            if target not in self.listing_ids:
                if fields != ["ended"]:  # without a day of its own it is about that of its document
                    self.days[target].append(self._own(source, target) if source and not as_of else (first, last))
            elif as_of:  # that it stands on a day: the document speaks of it alone, and not for a list
                self.days[target].append((first, last))
            elif source and {"entry", "listed"}.intersection(fields):
                self.shown[target].add(source["source_id"])

    def _own(self, source: Row, target: str) -> tuple[dt.date | None, dt.date | None]:
        """The days of a document; a list, or a version of an act, tells of posts and ties what may be older."""
        is_version = source["derived_from"] and source["kind"] in (SourceKind.LEGAL_ACT, SourceKind.OFFICIAL_RECORD)
        is_old = target in self.told and (is_version or source["kind"] == SourceKind.SANCTIONS_LIST)
        return None if is_old else source["published_min"], source["published_max"]

    @cached_property
    def lists(self) -> dict[str, set[str]]:
        """By listing the lists on which it stands; of one that no list shows, the documents that do."""
        return {
            listing: {_list(self.sources[name]) for name in names} - {""} or names
            for listing, names in self.shown.items()
        }

    @cached_property
    def last_seen(self) -> dict[str, dt.date]:
        """By list the day of the last document that could have shown the end of an entry."""
        last: dict[str, dt.date] = {}
        for listing, names in self.shown.items():
            for day in filter(None, (self.sources[name]["published_min"] for name in names)):
                for one in self.lists[listing]:
                    last[one] = max(last.get(one, day), day)
        return last

    @cached_property
    def started(self) -> dict[str, dt.date | None]:
        """By programme the first day on which it can have begun."""
        return dict(_cells(self.tables["programmes"], "programme_id", "started_min"))

    @cached_property
    def spans(self) -> dict[str, Row]:
        """By row: table_name, earliest, begun_by, last_documented, latest."""
        died = dict(_cells(self.tables["officials"], "official_id", "died_max"))
        ended = dict(_cells(self.tables["programmes"], "programme_id", "ended_max"))
        found: dict[str, Row] = {}
        for name, rows in self.lasting.items():
            for row in rows:
                span = self._span(name, row)
                if name in _LISTINGS:
                    span["earliest"] = _last(span["earliest"], self.started.get(row["programme_id"]))
                    if over := ended.get(row["programme_id"]):
                        span["latest"] = _first(span["latest"], over - _DAY)
                if name == "positions":
                    span["latest"] = _first(span["latest"], died.get(row["holder_id"]))
                found[key_of(row)] = span
        self._end_with_successors(found)
        for span in found.values():
            if span["begun_by"] and span["earliest"]:
                span["begun_by"] = max(span["begun_by"], span["earliest"])
            if span["last_documented"] and span["latest"]:
                span["last_documented"] = min(span["last_documented"], span["latest"])
        return found

    def _span(self, name: str, row: Row) -> Row:
        key, (begin, end) = key_of(row), TIMED[name]
        said = self.days.get(key, [])
        over, surely_over = row[f"{end}_min"], row[f"{end}_max"]
        lasted = [over - _DAY if over and over > FIRST else None, *(first for first, _ in said)]
        if row[end] is None:  # it lasted on its first day, and each version of its list shows it
            lasted += [row[f"{begin}_min"], *(self.last_seen.get(one) for one in self.lists.get(key, ()))]
        return {
            "table_name": name,
            "earliest": row[f"{begin}_min"],
            "begun_by": _first(row[f"{begin}_max"], *(last for _, last in said)),
            "last_documented": _last(*lasted),
            "latest": surely_over - _DAY if surely_over and surely_over > FIRST else None,
        }

    def _end_with_successors(self, found: dict[str, Row]) -> None:
        """A post is over when somebody else starts in it; not one that two people surely held at once."""
        posts: defaultdict[tuple[str, str], list[tuple[Row, Row]]] = defaultdict(list)
        for row in self.lasting["positions"]:
            if row["body_id"] and row["title"] and not _OF_SEVERAL.search(row["title"]):
                posts[row["body_id"], row["title"].casefold()].append((row, found[row["position_id"]]))
        for held in posts.values():
            begun = [(span["begun_by"], row["holder_id"], span) for row, span in held if span["begun_by"]]
            begun.sort(key=lambda one: one[0])
            if _two_at_once(begun):
                continue
            starts = [(row["started_min"], row["holder_id"], row["started_max"]) for row, _ in held]
            starts = sorted((start, who, last) for start, who, last in starts if start and last)
            successors = dict[str, dt.date]()
            for day, holder, span in reversed(begun):
                while starts and day < starts[-1][0]:
                    _, who, last = starts.pop()
                    successors[who] = min(last, successors.get(who, last))
                    if len(successors) > 2:  # the first of two: one of these is somebody else
                        del successors[max(successors, key=successors.__getitem__)]
                for who, last in successors.items():
                    if who != holder:
                        span["latest"] = _first(span["latest"], last - _DAY)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Rows of spans."""
        for key, span in self.spans.items():
            yield key, *(cell and str(cell) for cell in span.values())

    def on_lists(self) -> Iterator[tuple[Any, ...]]:
        """Rows of on_lists."""
        persons = set(self.tables["officials"]["official_id"].to_pylist())
        listings: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        needed: defaultdict[tuple[str, bool, bool], set[str]] = defaultdict(set)
        under: defaultdict[tuple[str, bool, bool], set[str]] = defaultdict(set)
        authorities: defaultdict[str, set[str]] = defaultdict(set)
        for row in self.lasting["sanctions"]:
            who, authority = row["target_id"], row["authority_id"]
            listings[who, authority].append(row)
            for human_rights in {False, bool(row["human_rights"])}:
                under[authority, human_rights, who in persons].add(row["programme_id"] or "")
            for one in self.lists.get(row["sanction_id"], set()) & self.versions.keys():
                authorities[one].add(authority)
                for human_rights in {False, bool(row["human_rights"])}:
                    needed[authority, human_rights, who in persons].add(one)
        absent: defaultdict[tuple[str, str], list[tuple[str, dt.date, dt.date, set[str]]]] = defaultdict(list)
        for who, one, first, last, passages in self._absences():
            for authority in authorities[one]:
                absent[who, authority].append((one, first, last, passages))
        for who, authority in sorted(listings.keys() | absent.keys()):
            rows = listings[who, authority]
            covered = [*absent[who, authority], *self._covered(rows)]
            about: tuple[Any, ...] = ()
            for human_rights, how in ((False, "any"), (True, "human-rights")):
                asked = authority, human_rights, who in persons
                now = [row for row in rows if row["human_rights"] or not human_rights], needed[asked], under[asked]
                if now != about:  # as a rule the answers to both are the same
                    about, stretches = now, [*self._stretches(rows, covered, *now)]
                for since, *said in stretches:
                    yield f"{who}/{authority}/{how}/{since}", who, authority, human_rights, since, *said

    @cached_property
    def versions(self) -> dict[str, list[tuple[dt.date, str]]]:
        """By list its versions in order: day and source."""
        found: defaultdict[str, list[tuple[dt.date, str]]] = defaultdict(list)
        for source in self.sources.values():
            if (one := _list(source)) and source["published_max"]:
                found[one].append((source["published_max"], source["source_id"]))
        return {one: sorted(versions) for one, versions in found.items()}

    def _covered(self, rows: Iterable[Row]) -> Iterator[tuple[str, dt.date, dt.date, set[str]]]:
        """Who stands on a list is known in all of its versions: list, first and last day."""
        stands = {one for row in rows for one in self.lists.get(row["sanction_id"], ())}
        for one in stands & self.versions.keys() & self.last_seen.keys():
            yield one, self.versions[one][0][0], self.last_seen[one], set()

    def _absences(self) -> Iterator[tuple[str, str, dt.date, dt.date, set[str]]]:
        """Who is absent by name from two versions of a list that follow each other is so on the days from one to the
        next, and on the day of each: who, list, first and last day, passages."""
        names: defaultdict[str, set[str]] = defaultdict(set)
        for table, key in (("officials", "official_id"), ("parties", "party_id"), ("names", "entity_id")):
            for who, name in _cells(self.tables[table], key, "name"):
                names[name].add(who)
        absent: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for passage, source, selector in _cells(self.tables["passages"], "passage_id", "source_id", "selector"):
            if selector.startswith("absent="):
                for who in names.get(selector.removeprefix("absent="), ()):
                    absent[who, source].add(passage)
        for one, versions in self.versions.items():
            for who in sorted({who for who, source in absent if _list(self.sources.get(source, {})) == one}):
                for day, source in versions:
                    if shown := absent.get((who, source)):
                        yield who, one, day, day, shown
                for (day, source), (then, other) in pairwise(versions):
                    if (who, source) in absent and (who, other) in absent:
                        yield who, one, day, then, absent[who, source] | absent[who, other]

    def _stretches(
        self, rows: list[Row], covered: list[Any], counted: list[Row], lists: set[str], under: set[str]
    ) -> Iterator[tuple[Any, ...]]:
        """The days from the first to the last of the calendar, from one turn to the next, with one answer each: first
        and last day, what is answered, and what shows it. ``counted``: the rows that count as a listing."""
        begun = [self.started.get(one) for one in under]
        # Nobody was listed under what had not begun.
        none_before = min((day or FIRST for day in begun), default=FIRST)
        days = {FIRST, *filter(None, begun)}
        days |= {day for row in rows for day in _turns(self.spans[row["sanction_id"]])}
        days |= {day for _, first, last, _ in covered for day in (first, _after(last))}
        said: list[tuple[dt.date, tuple[str, list[str]]]] = []
        for day in sorted(days):
            found = self._answer(day, rows, covered, counted, lists, under if day < none_before else set())
            if not said or said[-1][1] != found:
                said.append((day, found))
        for (first, (answer, shown)), (then, _) in pairwise([*said, (LAST, ("", []))]):
            yield str(first), str(then - _DAY if then < LAST else LAST), answer, shown

    def _answer(
        self, day: dt.date, rows: list[Row], covered: list[Any], counted: list[Row], lists: set[str], later: set[str]
    ) -> tuple[str, list[str]]:
        """What is answered on a day, and what shows it: the one function that says who was listed. ``later``: under
        what one can be listed, if none of it had begun."""
        found: dict[str, list[str]] = {"yes": [], "unsure": [], "no": []}
        for row in counted:
            found[in_force(self.spans[row["sanction_id"]], day, day)].append(row["sanction_id"])
        if found["yes"]:
            return "yes", sorted(found["yes"])
        known = [(one, shown) for one, first, last, shown in covered if first <= day <= last]
        is_known = bool(lists) and lists <= {one for one, _ in known}
        shown = {row["sanction_id"] for row in rows}.union(*(shown for one, shown in known if one in lists))
        if not is_known and later:
            is_known, shown = True, shown | later
        return "no" if is_known and not found["unsure"] else "unsure", sorted(shown)


def in_force(span: Mapping[str, Any], first: Any, last: Any) -> str:
    """Whether a row was in force at the end of each day from one to another: yes, no (on none), or unsure.

    The days are dates, or texts as ``spans`` has them.
    """
    earliest, latest = span["earliest"], span["latest"]
    if (earliest and last < earliest) or (latest and latest < first):
        return "no"
    begun_by, lasted = span["begun_by"], span["last_documented"]
    return "yes" if begun_by and lasted and begun_by <= first and last <= lasted else "unsure"


def _turns(span: Row) -> set[dt.date]:
    """The days on which what is known of a row changes."""
    starts = {span["earliest"], span["begun_by"]}
    return {day for day in starts if day} | {_after(span[name]) for name in ("last_documented", "latest") if span[name]}


def _cells(table: pa.Table, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _two_at_once(begun: list[tuple[dt.date, str, Row]]) -> bool:
    """Whether two surely held a post at once, of those who had begun by a day, in order of the days."""
    furthest, whose = FIRST, ""
    for day, holder, span in begun:
        if (last := span["last_documented"]) and last >= day:
            if whose not in ("", holder) and day <= furthest:
                return True
            furthest, whose = max((furthest, whose), (last, holder))
    return False


def _after(day: dt.date) -> dt.date:
    return day + _DAY if day < LAST else LAST


def _first(*days: dt.date | None) -> dt.date | None:
    return min(filter(None, days), default=None)


def _last(*days: dt.date | None) -> dt.date | None:
    return max(filter(None, days), default=None)


def _list(source: Mapping[str, Any]) -> str:
    """The list of which a source is a version; empty if it is none."""
    return str(source.get("derived_from") or "") if source.get("kind") == SourceKind.SANCTIONS_LIST else ""


def _table(name: str, rows: Iterator[tuple[Any, ...]]) -> pa.Table:
    """A table of a release of such rows, in its order."""
    schema = arrow_schema(COMPILED[name])
    batches = []
    while some := [*islice(rows, _AT_ONCE)]:
        cells = zip(zip(*some, strict=True), schema.types, strict=True)
        batches.append(pa.record_batch([_array(column, type_) for column, type_ in cells], schema=schema))
    return in_order(COMPILED[name], pa.Table.from_batches(batches, schema))


def _array(cells: Iterable[Any], type_: pa.DataType) -> pa.Array:
    """As ``pa.array``, which would import pandas."""
    if pa.types.is_list(type_):
        return pc.split_pattern(texts(" ".join(cell) if cell else None for cell in cells), " ")
    return texts(None if cell is None else str(cell) for cell in cells).cast(type_)
