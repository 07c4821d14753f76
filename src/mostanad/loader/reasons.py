"""What somebody was listed for; and the other way: who is said to have had a part in it, and who was listed for it."""

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

#: An event or a group, or several.
About = str | Iterable[str]

#: Standings of a case that goes on, and those by which an accusation is over.
_ONGOING = (Standing.INVESTIGATED, Standing.CHARGED, Standing.ON_TRIAL)
CLEARED = (Standing.ACQUITTED, Standing.DROPPED, Standing.OVERTURNED)

#: What listings are for, in words.
GROUNDS = {"rights": "for human rights", "other": "not under a human-rights programme", "unknown": "ground not shown"}


def ground(listings: Iterable[Mapping[str, Any]]) -> str:
    """What listings of somebody by one authority are for, of :data:`GROUNDS`: for human rights if one of them is; for
    something else only if that is shown of all."""
    known = {row["human_rights"] for row in listings}
    return "rights" if True in known else "unknown" if None in known else "other"


def _ids_of(query: str) -> cached_property[set[str]]:
    """Of a release the facts or listings that a query of ours gives, which says what they are (``sql/QUERY.sql``)."""
    return cached_property(lambda told: {key_of(row) for row in told.release._ask(query)})


@dataclass(frozen=True)
class Told:
    """The rows of a release by their ids, for questions that go through several tables."""

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

    def by(self, what: str, column: str) -> dict[str, list[Record]]:
        """The rows of a fact table, or of a query of ours, by the id that they name in a column; each is made once."""
        if (what, column) not in self._by:
            rows = self.tables[what] if what in self.tables else self.release._ask(what)
            self._by[what, column] = grouped((row for row in rows if row[column]), lambda row: str(row[column]))
        return self._by[what, column]

    @cached_property
    def wholes(self) -> dict[str, str]:
        """By event the one of which it was part."""
        return {row["event_id"]: row["part_of"] for row in self.tables["events"] if row["part_of"]}

    def earliest(self, event: Mapping[str, Any]) -> dt.date:
        """The first day on which an event can have been, by its days and those of what it was part of."""
        return max(event["date_min"] or dt.date.min, bounds(event, lambda key: self.rows[key][1])[0])

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
        """By listing that was carried over the programme from which: an authority's, under which the same target stood
        before, and which ended at a time when the listing can have begun."""
        return {row["sanction_id"]: row["programme_id"] for row in self.release._ask("carried")}

    @cached_property
    def spelled(self) -> dict[str, list[str]]:
        """By listing the names in its entry, if its list never prints the name of the record (``sql/spelled.sql``)."""
        return {row["sanction_id"]: row["name_ids"] for row in self.release._ask("spelled")}

    def former(self, listing: Mapping[str, Any]) -> Record | None:
        """The listing from which one was carried over: since then the authority lists its target."""
        programme = self.carried.get(listing["sanction_id"])
        listings = self.by("sanctions", "target_id").get(listing["target_id"], ()) if programme else ()
        return next((one for one in listings if one["programme_id"] == programme), None)

    def once(self, listings: Iterable[Mapping[str, Any]]) -> list[Record]:
        """Listings, each once: one that was carried over stands for the one from which, since the day of that."""
        rows = {row["sanction_id"]: dict(row) for row in listings}
        for key, row in [*rows.items()]:
            older = self.former(row)
            if older and rows.pop(older["sanction_id"], None):
                rows[key] = {**row, **{name: older[name] for name in ("listed", "listed_min", "listed_max")}}
        return [*rows.values()]

    @cached_property
    def named(self) -> dict[str, Versions]:
        """By authority in which versions of its lists a name can have been looked for."""
        entries_of = partial(self.listings_on, entries=True)
        return versions(self.release._rows("sources"), self.listings_on, entries_of, keyed(self.tables["programmes"]))

    def listings_on(self, source: Mapping[str, Any], *, entries: bool = False) -> list[Record]:
        """The listings that rest on a document, or those that are ``entries`` of it (``sql/listed_in.sql``)."""
        found = self.by("listed_in", "source_id").get(source["source_id"], ())
        return [self.rows[row["sanction_id"]][1] for row in found if row["is_entry"] or not entries]

    def listed(
        self, by: str | Iterable[str], not_by: str | Iterable[str], on: dt.date | str | None, human_rights: bool
    ) -> list[Record]:
        """The rows of :meth:`Release.listed`."""
        known = sorted({row["authority_id"] for row in self.release._rows("sanctions")})
        wanted, unwanted = ({one} if isinstance(one, str) else set(one) for one in (by, not_by))
        if unknown := sorted((wanted | unwanted) - set(known)):
            raise KeyError(
                f"{unknown[0]!r} lists nobody in release {self.release.version}; there are {', '.join(known)}"
            )
        asked = {"day": None if on is None else str(day(on, "on")), "human_rights": human_rights}
        return self.release._ask("listed", **asked, by=[*wanted], not_by=[*unwanted])

    def standing(self, listings: Iterable[Row]) -> list[Row]:
        """Of some listings those that stand by the last lists held."""
        return [row for row in listings if not row["delisted"] and row["sanction_id"] not in self.left_open]

    def last_seen(self, listing: Mapping[str, Any]) -> dt.date | None:
        """The day up to which a listing was seen that is left open and was not carried over to another programme."""
        beside = self.by("sanctions", "target_id").get(listing["target_id"], ())
        if listing["sanction_id"] not in self.left_open or any(self.former(one) == listing for one in beside):
            return None
        seen: dt.date = self.release._spans[listing["sanction_id"]]["last_documented"]
        return seen

    @staticmethod
    def by_listed(listings: Iterable[Row]) -> list[Row]:
        """Listings in order of the day by which they surely began, then of the first on which they can have: one by
        January 2015 comes before one of 2014 to 2019. Of those without it the end counts; undated ones stand last."""

        def days(row: Row) -> tuple[str, str]:
            column = "listed" if row["listed"] else "delisted"
            return str(row[f"{column}_max"] or "9"), str(row[f"{column}_min"] or "")

        return sorted(listings, key=days)

    @cached_property
    def by_listing(self) -> dict[str, list[Record]]:
        """The rows of ``reasons`` of each listing, in the order of the text; of an old release there are none."""
        rows = sorted(self.release._rows_if_any("reasons"), key=lambda row: row["place"])
        return grouped(rows, lambda row: row["sanction_id"])

    @cached_property
    def _reasons_by_row(self) -> dict[str, list[Record]]:
        return grouped(chain(*self.by_listing.values()), lambda row: row["row_id"])

    def beside(self, post: Mapping[str, Any]) -> set[str]:
        """What the reasons of each listing that names a post name beside it: the rows, and their events; if one, as
        that of the body, names a listing of the holder, also what the reasons of that name."""
        keys = {row["sanction_id"] for row in self._reasons_by_row.get(post["position_id"], ())}
        own = {row["sanction_id"] for row in self.by("sanctions", "target_id").get(post["holder_id"], ())}
        keys |= {one["row_id"] for key in keys for one in self.by_listing[key]} & own
        rows = {one["row_id"] for key in keys for one in self.by_listing.get(key, ())}
        return rows | {event for one in rows if (event := self.rows[one][1].get("event_id"))}

    @cached_property
    def entries(self) -> dict[str, Record]:
        """By claim on a statement of reasons the listing in whose entry it stands."""
        return {one["claim_id"]: self.rows[key][1] for key, some in self.by_listing.items() for one in some}

    @cached_property
    def claims(self) -> dict[str, set[str]]:
        """By whom they list, the claims on statements of reasons."""
        by = grouped(self.by_listing, lambda key: self.rows[key][1]["target_id"])
        return {whom: {one["claim_id"] for key in keys for one in self.by_listing[key]} for whom, keys in by.items()}

    def row(self, row_id: str, *tables: str) -> Record:
        """A row of one of these tables; else a KeyError that says what the id is."""
        table, found = self.rows.get(row_id, ("", {}))
        if table not in tables:
            raise_if_gone(self.release, row_id)
            nouns = " or ".join(TABLES[name].words().noun for name in tables)
            what = f"; it is a row of {table}" if table else ""
            raise KeyError(f"no {nouns} {row_id!r} in release {self.release.version}{what}")
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
        """What rows are called, by id: those that have a label of their own."""
        named = ((key, row.get(TABLES[table].words().label)) for key, (table, row) in self.rows.items())
        return {key: label for key, label in named if label}

    def label(self, row_id: str) -> str:
        """What a row is called; of what has no label of its own, its id."""
        return spoken().label(row_id, self.labels.get(row_id, row_id))

    def reasons(self, listing_id: str) -> list[Record]:
        """The rows of :meth:`Release.reasons`; of each cell only what the claim gives."""
        self.row(listing_id, "sanctions")
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
        """An event, with ``within`` also all that was part of it; of a group, the events in which it had a part."""
        waiting, found = [about] if isinstance(about, str) else list(about), set()
        for one in waiting:
            self.row(one, "events", "groups")
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
        self.row(body_id, "parties")
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
            what = f"{measure!r} of {about_id!r}" if measure else f"anything of {about_id!r}"
            raise KeyError(f"in release {self.release.version} nobody counts {what}; what is counted: {counted}")
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
    """By this the gravest part in an event comes first: by grade as in the vocabulary, none last; then by part."""
    of_each = (([*map(str, words)], row.get(name)) for words, name in ((Basis, "basis"), (Part, "part")))
    grade, part = (words.index(word) if word in words else len(words) for words, word in of_each)
    return grade, part


def is_bare(row: Mapping[str, Any]) -> bool:
    """Whether of a part in an event nothing is told but proceedings: that somebody had it, nobody says."""
    return not row.get("basis") and row.get("standing") in (*_ONGOING, *CLEARED)


def accuses(participation: Mapping[str, Any]) -> bool:
    """Whether a part is said to have been somebody's doing, not only that of proceedings, and no court has said
    otherwise."""
    is_said = participation["part"] == Part.ACCUSED or participation["standing"] not in (None, Standing.REPORTED)
    return (
        is_said
        and participation["part"] != Part.DEFENDANT
        and participation["standing"] not in CLEARED
        and not is_bare(participation)
    )
