"""The reasons for listings; and by event, who is said to have had a part in it, and who was listed for it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Any, TypeVar

from mostanad.evidence.reasons import said
from mostanad.files.grouping import grouped, key_of, keyed
from mostanad.loader.days import day
from mostanad.loader.frames import PERSONS, REASONS
from mostanad.loader.ids import raise_if_gone
from mostanad.loader.lists_held import Versions, versions
from mostanad.loader.tables import Record, Tables
from mostanad.matching.texts import bounds
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.language import say, spoken
from mostanad.models.vocabularies import Basis, Part, Standing
from mostanad.models.words import after, between, documented, shown_for

Row = TypeVar("Row", bound=Mapping[str, Any])

#: The id of an event or a group, or several ids.
About = str | Iterable[str]

#: Standings of an open case, and those that end an accusation.
_ONGOING = (Standing.INVESTIGATED, Standing.CHARGED, Standing.ON_TRIAL)
CLEARED = (Standing.ACQUITTED, Standing.DROPPED, Standing.OVERTURNED)

#: The grounds of listings, in words.
GROUNDS = {"rights": "for human rights", "other": "not under a human-rights programme", "unknown": "ground not shown"}


def ground(listings: Iterable[Mapping[str, Any]]) -> str:
    """The key in :data:`GROUNDS` for the listings of somebody by one authority: ``rights`` if one of them is for human
    rights, ``other`` only if all are shown to be for something else."""
    known = {row["human_rights"] for row in listings}
    return "rights" if True in known else "unknown" if None in known else "other"


def _ids_of(query: str) -> cached_property[set[str]]:
    """A property with the ids of facts or listings from ``sql/QUERY.sql``, whose first comment says which they are."""
    return cached_property(lambda told: {key_of(row) for row in told.release._ask(query)})


@dataclass(frozen=True)
class Told:
    """The rows of a release by id, for questions across several tables."""

    release: Tables
    _by: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def tables(self) -> dict[str, list[Record]]:
        """The rows of each fact table."""
        return {name: self.release._rows_if_any(name) for name in FACT_TABLES}

    @cached_property
    def rows(self) -> dict[str, tuple[str, Record]]:
        """The table and the row of each id of a fact table."""
        return {key_of(row): (name, row) for name, rows in self.tables.items() for row in rows}

    def row(self, row_id: str) -> Record:
        return self.rows[row_id][1]

    def by(self, what: str, column: str) -> dict[str, list[Record]]:
        """The rows of a fact table or of ``sql/WHAT.sql`` by the id in a column; each grouping is made once."""
        if (what, column) not in self._by:
            rows = self.tables[what] if what in self.tables else self.release._ask(what)
            self._by[what, column] = grouped((row for row in rows if row[column]), lambda row: str(row[column]))
        return self._by[what, column]

    @cached_property
    def wholes(self) -> dict[str, str]:
        """By event, the event of which it was part."""
        return {row["event_id"]: row["part_of"] for row in self.tables["events"] if row["part_of"]}

    def earliest(self, event: Mapping[str, Any]) -> dt.date:
        """The first possible day of an event, by its own days and those of the events of which it was part."""
        return max(event["date_min"] or dt.date.min, bounds(event, self.row)[0])

    inferred = _ids_of("inferred")
    disputed = _ids_of("disputed")
    doubtful = _ids_of("doubtful")
    older_than_law = _ids_of("older_than_law")
    left_open = _ids_of("left_open")
    outlasted = _ids_of("outlasted")
    bare = _ids_of("bare")
    reasoned = _ids_of("reasoned")

    @cached_property
    def carried(self) -> dict[str, str]:
        """By listing that was carried over, its former programme: one of the same authority that had the same target,
        and ended when the listing can have begun."""
        return {row["sanction_id"]: row["programme_id"] for row in self.release._ask("carried")}

    @cached_property
    def spelled(self) -> dict[str, list[str]]:
        """By listing, the names in its entry, if its list never prints the name in the record (``sql/spelled.sql``)."""
        return {row["sanction_id"]: row["name_ids"] for row in self.release._ask("spelled")}

    def former(self, listing: Mapping[str, Any]) -> Record | None:
        """The listing from which this one was carried over; the authority has listed its target since then."""
        programme = self.carried.get(listing["sanction_id"])
        listings = self.by("sanctions", "target_id").get(listing["target_id"], ()) if programme else ()
        return next((one for one in listings if one["programme_id"] == programme), None)

    def once(self, listings: Iterable[Mapping[str, Any]]) -> list[Record]:
        """Each listing once: one that was carried over replaces the former one and takes its start."""
        rows = {row["sanction_id"]: dict(row) for row in listings}
        for key, row in [*rows.items()]:
            older = self.former(row)
            if older and rows.pop(older["sanction_id"], None):
                rows[key] = {**row, **{name: older[name] for name in ("listed", "listed_min", "listed_max")}}
        return [*rows.values()]

    @cached_property
    def named(self) -> dict[str, Versions]:
        """By authority, the versions of its lists on which a name can be looked up."""
        entries_of = partial(self.listings_on, entries=True)
        return versions(self.release._rows("sources"), self.listings_on, entries_of, keyed(self.tables["programmes"]))

    def listings_on(self, source: Mapping[str, Any], *, entries: bool = False) -> list[Record]:
        """The listings that rest on a document; with ``entries``, only its own entries (``sql/listed_in.sql``)."""
        found = self.by("listed_in", "source_id").get(source["source_id"], ())
        return [self.row(row["sanction_id"]) for row in found if row["is_entry"] or not entries]

    def listed(
        self, by: str | Iterable[str], not_by: str | Iterable[str], on: dt.date | str | None, human_rights: bool
    ) -> list[Record]:
        """The rows of :meth:`Release.listed`."""
        known = sorted({row["authority_id"] for row in self.release._rows("sanctions")})
        wanted, unwanted = ({one} if isinstance(one, str) else set(one) for one in (by, not_by))
        if unknown := sorted((wanted | unwanted) - set(known)):
            missing = f"{unknown[0]!r} lists nobody in release {self.release.version}"
            raise KeyError(f"{missing}; authorities: {', '.join(known)}")
        asked = {"day": None if on is None else str(day(on, "on")), "human_rights": human_rights}
        return self.release._ask("listed", **asked, by=[*wanted], not_by=[*unwanted])

    def standing(self, listings: Iterable[Row]) -> list[Row]:
        """The listings that are in force according to the latest lists held."""
        return [row for row in listings if not row["delisted"] and row["sanction_id"] not in self.left_open]

    def last_seen(self, listing: Mapping[str, Any]) -> dt.date | None:
        """The last day on which a listing in ``left_open`` was seen; None for others and for those carried over."""
        beside = self.by("sanctions", "target_id").get(listing["target_id"], ())
        if listing["sanction_id"] not in self.left_open or any(self.former(one) == listing for one in beside):
            return None
        seen: dt.date = self.release._spans[listing["sanction_id"]]["last_documented"]
        return seen

    @staticmethod
    def by_listed(listings: Iterable[Row]) -> list[Row]:
        """Sort listings by their last possible start, then by the first: one by January 2015 comes before one of 2014
        to 2019. For listings without a start the end counts; undated ones come last."""

        def days(row: Row) -> tuple[str, str]:
            column = "listed" if row["listed"] else "delisted"
            return str(row[f"{column}_max"] or "9"), str(row[f"{column}_min"] or "")

        return sorted(listings, key=days)

    @cached_property
    def by_listing(self) -> dict[str, list[Record]]:
        """The rows of ``reasons`` of each listing, in the order of the text; none in an old release."""
        rows = sorted(self.release._rows_if_any("reasons"), key=lambda row: row["place"])
        return grouped(rows, lambda row: row["sanction_id"])

    @cached_property
    def _reasons_by_row(self) -> dict[str, list[Record]]:
        return grouped(chain(*self.by_listing.values()), lambda row: row["row_id"])

    def beside(self, post: Mapping[str, Any]) -> set[str]:
        """The rows named beside a post in the reasons for any listing that names it, and their events. If these
        reasons, as those of the body, name a listing of the holder, the reasons for that listing count too."""
        keys = {row["sanction_id"] for row in self._reasons_by_row.get(post["position_id"], ())}
        own = {row["sanction_id"] for row in self.by("sanctions", "target_id").get(post["holder_id"], ())}
        keys |= {one["row_id"] for key in keys for one in self.by_listing[key]} & own
        rows = {one["row_id"] for key in keys for one in self.by_listing.get(key, ())}
        return rows | {event for one in rows if (event := self.row(one).get("event_id"))}

    @cached_property
    def entries(self) -> dict[str, Record]:
        """By claim in a statement of reasons, the listing whose entry contains it."""
        return {one["claim_id"]: self.row(key) for key, some in self.by_listing.items() for one in some}

    @cached_property
    def claims(self) -> dict[str, set[str]]:
        """By target, the claims in the statements of reasons for its listings."""
        by = grouped(self.by_listing, lambda key: self.row(key)["target_id"])
        return {whom: {one["claim_id"] for key in keys for one in self.by_listing[key]} for whom, keys in by.items()}

    def row_in(self, row_id: str, *tables: str) -> Record:
        """A row of one of these tables. Raises IdGone, or a KeyError that says to which table the id belongs."""
        table, found = self.rows.get(row_id, ("", {}))
        if table not in tables:
            raise_if_gone(self.release, row_id)
            nouns = " or ".join(TABLES[name].words().noun for name in tables)
            what = f"; it is a row of {table}" if table else ""
            raise KeyError(f"no {nouns} {row_id!r} in release {self.release.version}{what}")
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels by id, for rows that have one."""
        named = ((key, row.get(TABLES[table].words().label)) for key, (table, row) in self.rows.items())
        return {key: label for key, label in named if label}

    def label(self, row_id: str) -> str:
        """The label of a row, or its id if it has none."""
        return spoken().label(row_id, self.labels.get(row_id, row_id))

    def reasons(self, listing_id: str) -> list[Record]:
        """The rows of :meth:`Release.reasons`, which have only the cells that the claim gives."""
        self.row_in(listing_id, "sanctions")
        found = []
        for reason in self.by_listing.get(listing_id, ()):
            table, row = self.rows[reason["row_id"]]
            given = {name: row[name] for name in reason["fields"] if name in row}
            event = row.get("event_id") or row.get("about_id")
            line = said(table, row, reason["fields"], reason["as_of"], self.label)
            whose = (given[name] for name in ("entity_id", "holder_id", "speaker_id") if name in given)
            dates = [given.get("made"), given.get("started"), self.rows.get(event or "", ("", {}))[1].get("date")]
            cells = {**given, **reason, "event_id": event, "said": line, "entity_id": next(whose, None)}
            cells["date"] = next(filter(None, dates), None)
            found.append({name: cells.get(name) for name in REASONS})
        return found

    @cached_property
    def published(self) -> dict[str, str | None]:
        return {row["source_id"]: row["published"] for row in self.release._rows("sources")}

    def events(self, about: About, within: bool) -> set[str]:
        """The ids of events; for groups, those in which they had a part. ``within`` adds parts of events and groups."""
        waiting, found = [about] if isinstance(about, str) else list(about), set()
        for one in waiting:
            self.row_in(one, "events", "groups")
        while waiting:
            one = waiting.pop()
            if within and one not in found:
                waiting += [row["event_id"] for row in self.by("events", "part_of").get(one, ())]
                waiting += [row["group_id"] for row in self.by("groups", "subset_of").get(one, ())]
            found.add(one)
        groups = {one for one in found if self.rows[one][0] == "groups"}
        had_part = (row["event_id"] for one in groups for row in self.by("participations", "entity_id").get(one, ()))
        return found - groups | set(had_part)

    def parts(self, about: About, within: bool) -> list[Record]:
        """The rows of :meth:`Release.parts`."""
        held = partial(_held, self.release._days)
        found = self._of_events("parts", about, within)
        return [row | {"posts": say("; ").join(dict.fromkeys(map(held, row["posts"])))} for row in found]

    def listed_for(self, about: About, within: bool) -> list[Record]:
        """The rows of :meth:`Release.listed_for`."""
        return [row | {"title": self.label(row["title"])} for row in self._of_events("listed_for", about, within)]

    def _of_events(self, query: str, about: About, within: bool) -> list[Record]:
        rows = (row for event_id in self.events(about, within) for row in self.by(query, "event_id").get(event_id, ()))
        named = (row | {"name": self.label(row["name"])} for row in rows)
        return sorted(named, key=lambda row: (*grave(row), row["name"], row["event_id"], row["asserted_by"]))

    def people(self, body_id: str) -> list[Record]:
        """The rows of :meth:`Release.people`."""
        self.row_in(body_id, "parties")
        found = []
        for row in self.by("people", "body_id").get(body_id, ()):
            lasts = row["what"] == "post" and not row["ended"]
            days = documented(row["date"], self.release._days[row["row_id"]]) if lasts else ""
            found.append({**row, "name": self.label(row["entity_id"]), "documented": days or None})
        found.sort(key=lambda row: (row["name"], row["what"] != "post", row["date"] or "9", row["row_id"]))
        return [{name: row[name] for name in PERSONS} for row in found]

    def rivals(self, about_id: str, measure: str | None) -> list[Record]:
        """The rows of :meth:`Release.compare`."""
        of_it = self.release._ask("rivals", about_id=about_id)
        found = [row for row in of_it if measure in (None, row["measure"])]
        if not found:
            raise_if_gone(self.release, about_id)
            counted = ", ".join(sorted({row["measure"] for row in of_it})) or "nothing"
            what = f"of {measure!r} for {about_id!r}" if measure else f"for {about_id!r}"
            raise KeyError(f"release {self.release.version} has no estimate {what}; measures: {counted}")
        return found


def _held(days: Mapping[str, Record], post: Mapping[str, Any]) -> str:
    called, since = spoken().label("", post["post"]), post["since"] and after(post["since"], "from")
    if since and not post["is_sure"]:
        return say("%(post)s (%(since)s; no document says until when)", post=called, since=since)
    if post["is_open"] and post["until"]:
        until = after(post["until"], "until")
        return say("%(post)s (%(until)s; no document says since when)", post=called, until=until)
    own = days[post["position_id"]]
    is_inferred = bool(own.get("inferred_for"))
    if not (post["is_sure"] or post["has_days"]):
        known = shown_for(own["last_documented"], own) if is_inferred else say("days not known")
        return say("%(post)s (%(days)s)", post=called, days=known)
    if post["is_sure"] and is_inferred and since:
        return say("%(post)s (%(since)s; that it was still held then is inferred)", post=called, since=since)
    if post["is_sure"]:
        return say("%(post)s (inferred for that time)" if is_inferred else "%(post)s (held then)", post=called)
    is_given = post["started"] or not (post["ended"] or "[..").startswith("[..")
    shown = say("inferred for a part of that time" if is_inferred else "documented for a part of that time")
    return say("%(post)s (%(days)s)", post=called, days=between(post["started"], post["ended"]) if is_given else shown)


def grave(row: Mapping[str, Any]) -> tuple[int, int]:
    """A sort key that puts the gravest part in an event first: by grade as in the vocabulary, none last; by part."""
    of_each = (([*map(str, words)], row.get(name)) for words, name in ((Basis, "basis"), (Part, "part")))
    grade, part = (words.index(word) if word in words else len(words) for words, word in of_each)
    return grade, part


def is_bare(row: Mapping[str, Any]) -> bool:
    """Whether a part in an event consists of proceedings only: nobody says that the person had it."""
    return not row.get("basis") and row.get("standing") in (*_ONGOING, *CLEARED)


def accuses(participation: Mapping[str, Any]) -> bool:
    """Whether a part is alleged as somebody's own act, not only in proceedings, and the accusation is not over (see
    :data:`CLEARED`)."""
    is_said = participation["part"] == Part.ACCUSED or participation["standing"] not in (None, Standing.REPORTED)
    return (
        is_said
        and participation["part"] != Part.DEFENDANT
        and participation["standing"] not in CLEARED
        and not is_bare(participation)
    )
