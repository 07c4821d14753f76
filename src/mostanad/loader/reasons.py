"""What somebody was listed for; and the other way: who is said to have had a part in it, and who was listed for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mostanad.loader.ids import raise_if_gone
from mostanad.loader.tables import Record, Tables

#: An event or a group, or several.
About = str | Iterable[str]
#: Parts by which somebody acts for a court.
_BENCH = ("judge", "prosecutor")
REASONS = ("place", "table_name", "row_id", "said", "entity_id", "part", "basis", "standing", "event_id", "date",
           "asserted_by", "modality", "hedge", "stance", "as_of", "fields", "source_id", "passage_id",
           "claim_id")  # fmt: skip
PARTS = ("event_id", "title", "date", "place", "entity_id", "name", "part", "basis", "standing", "standing_date",
         "asserted_by", "modality", "source_ids", "posts", "listed_for", "participation_id")  # fmt: skip
LISTED_FOR = ("sanction_id", "target_id", "name", "authority_id", "programme_id", "listed", "delisted", "event_id",
           "title", "part", "basis", "modality", "asserted_by", "participation_id")  # fmt: skip
PERSONS = ("entity_id", "name", "what", "said", "date", "ended", "documented", "basis", "asserted_by", "modality",
           "row_id")  # fmt: skip


@dataclass(frozen=True)
class Told:
    """The rows of a release by their ids, for questions that go through several tables."""

    release: Tables

    @cached_property
    def rows(self) -> dict[str, tuple[str, Record]]:
        """The table and the row of each id of a fact table."""
        from mostanad.models import FACT_TABLES

        tables = [name for name in FACT_TABLES if name in self.release.tables()]
        return {next(iter(row.values())): (name, row) for name in tables for row in self.release._rows(name)}

    @cached_property
    def by(self) -> dict[tuple[str, str], dict[str, list[Record]]]:
        """By table and column the rows that name an id there."""
        wanted = [("participations", "event_id"), ("participations", "entity_id"), ("positions", "holder_id"),
                  ("positions", "body_id"), ("sanctions", "target_id"), ("events", "part_of"), ("events", "body_id"),
                  ("groups", "subset_of")]  # fmt: skip
        found: dict[tuple[str, str], dict[str, list[Record]]] = {one: defaultdict(list) for one in wanted}
        for table, row in self.rows.values():
            for name, column in wanted:
                if name == table and row[column]:
                    found[name, column][row[column]].append(row)
        return found

    @cached_property
    def carried(self) -> dict[str, str]:
        """By listing that was carried over the programme from which: an authority's, under which the same target stood
        before, and which ended at a time when the listing can have begun."""
        ended = {key for key, (table, row) in self.rows.items() if table == "programmes" and row["ended"]}
        found = {}
        for rows in self.by["sanctions", "target_id"].values():
            for old in (row for row in rows if row["programme_id"] in ended):
                programme = self.rows[old["programme_id"]][1]
                first, last = programme["ended_min"] or dt.date.min, programme["ended_max"] or dt.date.max
                for row in (row for row in rows if row["authority_id"] == old["authority_id"] and row["listed_min"]):
                    before = (old["listed_max"] or dt.date.max) < row["listed_min"]
                    if before and first <= row["listed_min"] <= min(last, old["delisted_max"] or last):
                        found[row["sanction_id"]] = old["programme_id"]
        return found

    @cached_property
    def by_listing(self) -> dict[str, list[Record]]:
        """The rows of ``reasons`` of each listing, in the order of the text; of an old release there are none."""
        found: dict[str, list[Record]] = defaultdict(list)
        for row in self.release._rows("reasons") if "reasons" in self.release.tables() else ():
            found[row["sanction_id"]].append(row)
        return {key: sorted(rows, key=lambda row: row["place"]) for key, rows in found.items()}

    def row(self, row_id: str, *tables: str) -> Record:
        """A row of one of these tables; else a KeyError that says what the id is."""
        table, found = self.rows.get(row_id, ("", {}))
        if table not in tables:
            raise_if_gone(self.release, row_id)
            nouns = " or ".join(_noun(name) for name in tables)
            what = f"; it is a row of {table}" if table else ""
            raise KeyError(f"no {nouns} {row_id!r} in release {self.release.version}{what}")
        return found

    def label(self, row_id: str) -> str:
        """What a row is called; of what has no label of its own, its id."""
        from mostanad.models import TABLES
        from mostanad.models.language import spoken

        table, row = self.rows.get(row_id, ("", {}))
        return spoken().label(row_id, str(row.get(TABLES[table].words().label) or row_id)) if table else row_id

    def reasons(self, listing_id: str) -> list[Record]:
        """The rows of :meth:`Release.reasons`; of each cell only what the claim gives."""
        from mostanad.evidence.reasons import said

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

    def lines(self, listing_id: str) -> Iterator[tuple[str, str, str]]:
        """What somebody was listed for: each row that says something, in a line, who says so, and its id."""
        from mostanad.evidence.reasons import lines

        for said, who, found in lines(self.by_listing.get(listing_id, ()), self.rows, self.label, self.published):
            yield said, who, found[0]["row_id"]

    @cached_property
    def published(self) -> dict[str, str | None]:
        """When each document was published."""
        return {row["source_id"]: row["published"] for row in self.release._rows("sources")}

    def events(self, about: About, within: bool) -> set[str]:
        """An event, with ``within`` also all that was part of it; of a group, the events in which it had a part."""
        waiting, found = [about] if isinstance(about, str) else list(about), set()
        for one in waiting:
            self.row(one, "events", "groups")
        while waiting:
            one = waiting.pop()
            if within and one not in found:
                waiting += [row["event_id"] for row in self.by["events", "part_of"].get(one, ())]
                waiting += [row["group_id"] for row in self.by["groups", "subset_of"].get(one, ())]
            found.add(one)
        groups = {one for one in found if self.rows[one][0] == "groups"}
        had_part = (row["event_id"] for one in groups for row in self.by["participations", "entity_id"].get(one, ()))
        return found - groups | set(had_part)

    def parts(self, about: About, within: bool) -> list[Record]:
        """The rows of :meth:`Release.parts`."""
        by_event, found = self.by["participations", "event_id"], []
        rows = [row for event_id in self.events(about, within) for row in by_event.get(event_id, ())]
        voices = self.evidence([row["participation_id"] for row in rows])
        for row in rows:
            event = self.rows[row["event_id"]][1]
            posts = self.posts_then(row["entity_id"], event["date_min"], event["date_max"])
            cells = {name: event[name] for name in ("event_id", "title", "date", "place")}
            cells |= {name: row[name] for name in ("entity_id", "participation_id", "part")}
            cells |= {"name": self.label(row["entity_id"]), "posts": "; ".join(posts)}
            cells["listed_for"] = self._naming.get(row["participation_id"], [])
            found += [cells | said for said in self.said_of(row, voices[row["participation_id"]])]
        return sorted(found, key=_by_grade)

    def posts_then(self, holder_id: str, first: dt.date | None, last: dt.date | None) -> Iterator[str]:
        """The posts that somebody surely, or perhaps, held on each day from one to another; none without a day."""
        from mostanad.evidence.spans import in_force
        from mostanad.models.language import say

        if not first or not last:
            return
        for row in self.by["positions", "holder_id"].get(holder_id, ()):
            answer = in_force(self.release._spans[row["position_id"]], first, last)
            if answer != "no":
                said = say("%(post)s (held then)") if answer == "yes" else say("%(post)s (perhaps then)")
                yield said % {"post": row["title"] or row["position_id"]}

    def said_of(self, row: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
        """Of a post or a part what each asserts of it: a grade or a standing that only another gives is left out."""
        claims: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for item in evidence:
            if item["stance"] == "asserts":
                field = item["fact_id"].rpartition("/")[2]
                claims[item["asserted_by"]].append((field, item["modality"], item["source_id"]))
        for asserter, said in sorted(claims.items()):
            given = {field for field, _, _ in said}
            cells = {name: row.get(name) if name in given else None for name in ("basis", "standing", "standing_date")}
            modalities = {modality for field, modality, _ in said if field in ("part", "basis")}
            modalities = modalities or {modality for _, modality, _ in said}
            documents = sorted({source for *_, source in said})
            yield {**cells, "asserted_by": asserter, "modality": "/".join(sorted(modalities)), "source_ids": documents}

    def evidence(self, row_ids: Collection[str]) -> dict[str, list[Mapping[str, Any]]]:
        """The evidence on some rows, by row."""
        from mostanad.models import TABLES

        columns = {column.name for row_id in row_ids for column in TABLES[self.rows[row_id][0]].columns()}
        wanted = [f"{row_id}/{name}" for row_id in row_ids for name in columns]
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for item in self.release._where("evidence", "fact_id", wanted):
            found[item["fact_id"].rpartition("/")[0]].append(item)
        return found

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        """By row the listings for which it is a reason."""
        found: dict[str, list[str]] = defaultdict(list)
        for listing_id, rows in self.by_listing.items():
            for row_id in dict.fromkeys(row["row_id"] for row in rows if row["stance"] == "asserts"):
                found[row_id].append(listing_id)
        return found

    @cached_property
    def _speaking(self) -> dict[str, dict[str, list[Record]]]:
        """By event and listing the reasons that speak of it, with the part of the one who is listed."""
        found: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for listing_id, reasons_ in self.by_listing.items():
            target = self.rows[listing_id][1]["target_id"]
            for reason in reasons_:
                table, row = self.rows[reason["row_id"]]
                own = table == "participations" and row["entity_id"] == target
                event = row.get("event_id") or row.get("about_id")
                if event and reason["stance"] == "asserts":
                    found[event][listing_id].append(reason | (row if own else {}))
        return found

    def listed_for(self, about: About, within: bool) -> list[Record]:
        """The rows of :meth:`Release.listed_for`."""
        found = []
        for event_id in self.events(about, within):
            for listing_id, speaking in self._speaking.get(event_id, {}).items():
                own: dict[str, Record] = {}  # of several claims on one part the first, with what all of them give
                for row in (row for row in speaking if "participation_id" in row):
                    first = own.setdefault(row["participation_id"], row)
                    own[row["participation_id"]] = first | {"fields": [*first["fields"], *row["fields"]]}
                listing = self.rows[listing_id][1]
                found += [self._listed(listing, event_id, row) for row in [*own.values()] or speaking[:1]]
        return sorted(found, key=_by_grade)

    def _listed(self, listing: Mapping[str, Any], event_id: str, reason: Record) -> Record:
        cells = {"name": self.label(listing["target_id"]), "event_id": event_id, "title": self.label(event_id)}
        own = {name: reason.get(name) for name in ("part", "basis", "modality", "asserted_by", "participation_id")}
        own["basis"] = own["basis"] if "basis" in reason["fields"] else None
        found: Record = {**listing, **cells, **own}
        return {name: found[name] for name in LISTED_FOR}

    def people(self, body_id: str) -> list[Record]:
        """The rows of :meth:`Release.people`."""
        from mostanad.models.words import documented

        self.row(body_id, "parties")
        posts = self.by["positions", "body_id"].get(body_id, [])
        here = {row["event_id"] for row in self.by["events", "body_id"].get(body_id, ())}
        here |= {row["event_id"] for row in self.by["participations", "entity_id"].get(body_id, ())}
        holders = {row["holder_id"] for row in posts}
        judged = {
            row["participation_id"]: row
            for column, ids in (("event_id", here), ("entity_id", holders))
            for one in ids
            for row in self.by["participations", column].get(one, ())
            if row["part"] in _BENCH
        }
        voices = self.evidence([*(row["position_id"] for row in posts), *judged])
        found = []
        for row in [*posts, *judged.values()]:
            key, is_post = next(iter(row.values())), "position_id" in row
            event = row if is_post else self.rows[row["event_id"]][1]
            cells = {"entity_id": row["holder_id" if is_post else "entity_id"], "said": event["title"], "row_id": key}
            cells |= {"what": "post" if is_post else row["part"], "ended": event.get("ended")}
            cells |= {"date": event["started" if is_post else "date"], "documented": None}
            if is_post and not row["ended"]:
                cells["documented"] = documented(self.release._spans[key]) or None
            found += [cells | said for said in self.said_of(row, voices[key])]
        found = [{name: (row | {"name": self.label(row["entity_id"])})[name] for name in PERSONS} for row in found]
        return sorted(found, key=lambda row: (row["name"], row["what"] != "post", row["date"] or "9", row["row_id"]))


def _noun(table: str) -> str:
    from mostanad.models import TABLES

    return TABLES[table].words().noun


def _by_grade(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """By grade as the vocabulary has them, those without one last; then by what part it is."""
    from mostanad.models.vocabularies import Basis, Part

    parts_, grades = list(map(str, Part)), list(map(str, Basis))
    part = parts_.index(row["part"]) if row["part"] in parts_ else len(parts_)
    grade = grades.index(row["basis"]) if row["basis"] in grades else len(grades)
    return grade, part, row["name"], row["event_id"], row["asserted_by"]
