"""A release held in memory as pages need it: every row, fact and piece of evidence by its id, and its address."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from mostanad.contract import About
from mostanad.documents.folder import Documents
from mostanad.evidence.lineage import asserter
from mostanad.files.grouping import grouped, key_of, keyed
from mostanad.loader import Release
from mostanad.loader.as_of import last_day
from mostanad.loader.fact_checks import Check, look_up
from mostanad.loader.lists_held import is_version
from mostanad.loader.reasons import Told
from mostanad.loader.tables import Held, Made
from mostanad.matching.spelling import namesakes, spellings
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.cells import version_order
from mostanad.models.language import Language, say, speaking, spoken
from mostanad.models.vocabularies import EventKind, Part, PartyKind, SourceKind
from mostanad.models.words import meant
from mostanad.site.evidence import Evidence, Row, dated, words_in
from mostanad.site.persian import Persian, printed
from mostanad.site.titles import Titles, folded, span
from mostanad.site.voices import Voices

#: Of how many facts rows are made at once.
_AT_ONCE = 50_000
#: How many bytes a file has at most that the site offers as CSV or JSON; all tables are there as Parquet.
_OFFERED = 1_000_000
#: Tables of which each row has a page of its own, beside its evidence; of officials only those with a named post.
READ = ("events", "parties", "programmes")
#: Changes by which what was published is not so any more.
ENDED = ("correction", "retraction", "merge", "privacy")
#: Tables that are not held as rows: far the largest ones, of which pages need little at a time, or nothing.
_LARGE = frozenset({"facts", "evidence", "claims", "passages", "seals", "history"})


class Fact(NamedTuple):
    """What a fact rests on, as in the table ``facts``; and ``heard``: the numbers of its voices."""

    support: str
    disputed: bool
    claims: int
    sources: int
    origins: int
    camps: int
    heard: tuple[int, ...]


@dataclass(frozen=True)
class Record:
    """A release by ids; ``tables`` has the rows of each table but the largest ones, in order of the key."""

    release: Release
    tables: Mapping[str, Sequence[Row]]
    evidence: Evidence
    documents: Documents | None = None
    _said: dict[tuple[str, str], Any] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, release: Release, documents: Documents | None = None) -> Record:
        """``documents``: those whose words the pages show; without them they lead to the documents only."""
        tables = {name: release.load(name, "records") for name in release.tables() if name not in _LARGE}
        return cls(release, tables, Evidence(release.load("evidence", "arrow")), documents)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is made once in the language that is spoken."""
        known = (spoken().code, name)
        if known not in self._said:
            self._said[known] = make()
        return self._said[known]  # type: ignore[no-any-return]

    @cached_property
    def about(self) -> About:
        """What the dataset says of itself."""
        return self.release.about

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site: English, and Persian if documents print names in it."""
        if not (names := printed(self.tables["names"], self.rows)):
            return (Language(),)
        with speaking(Persian(names)):
            titles = Titles(self.rows, self.spelled, self.naming)
            return Language(), Persian({**titles.events(), **names}, titles.texts())

    @cached_property
    def date(self) -> dt.date:
        return last_day(self.release)

    @cached_property
    def rows(self) -> dict[str, tuple[str, Row]]:
        """The table and the row of each id that a claim can be on."""
        return {row[TABLES[name].key()]: (name, row) for name in FACT_TABLES for row in self.tables[name]}

    @cached_property
    def downloads(self) -> dict[str, list[str]]:
        """By table its files in the release that the site has too: as Parquet, and if they are small in other forms."""
        found: dict[str, list[str]] = defaultdict(list)
        for form in ("csv", "json", "parquet"):
            for path in sorted((self.release.path / form).glob("*.*")):
                if form == "parquet" or path.stat().st_size <= _OFFERED:
                    found[path.stem].append(f"{form}/{path.name}")
        if (self.release.path / "datapackage.json").is_file():  # what each column means
            found["datapackage"].append("datapackage.json")
        return dict(found)

    @cached_property
    def held(self) -> Held:
        """The release, for who asks for many rows."""
        return Held(self.release, {(name, "rows"): list(rows) for name, rows in self.tables.items()})

    @cached_property
    def told(self) -> Told:
        """For what somebody was listed, who had a part in what, and who says so."""
        return Told(self.held)

    @cached_property
    def sources(self) -> dict[str, Row]:
        return keyed(self.tables["sources"])

    def reporter(self, item: Row) -> str:
        """Through whom somebody's word is known, of whom the record has no document that says it; else nothing."""
        who, asserted_by = asserter(item["source_id"], self.sources), item["asserted_by"]
        is_own = asserted_by in (who, item["published_by"])
        return "" if is_own or self.rows[asserted_by][1].get("kind") == PartyKind.UNNAMED else who

    @cached_property
    def versions(self) -> set[str]:
        """The documents that are versions of a list, or of an act that says why somebody is listed."""
        lists = {key for key, row in self.sources.items() if is_version(row)}
        return lists | {row["source_id"] for row in self.tables.get("reasons", ())}

    @cached_property
    def words(self) -> Callable[[Row], str]:
        """The words of a passage, if its document was given and their hash agrees; else nothing."""
        return words_in(self.documents, self.sources)

    @cached_property
    def citations(self) -> dict[str, str]:
        """A line of text for each document, as ``mostanad cite`` gives it; that of the release has no id."""
        ids = sorted(self.sources)
        return dict(zip(["", *ids], self.held.cite(ids, "text").splitlines(), strict=True))

    @cached_property
    def facts(self) -> dict[str, dict[str, Fact]]:
        """Facts by row and column."""
        heard, known = self.voices.heard, dict[Fact, Fact]()
        found: dict[str, dict[str, Fact]] = defaultdict(dict)
        table = self.release.load("facts", "arrow").select(["fact_id", *Fact._fields[:-1]])
        for batch in table.to_batches(_AT_ONCE):
            for fact_id, *counts in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                row_id, _, field = fact_id.rpartition("/")
                fact = Fact._make((*counts, heard.get(fact_id, ())))
                found[row_id][sys.intern(field)] = known.setdefault(fact, fact)  # very many are alike
        return dict(found)

    def heard(self, row_id: str, field: str) -> str:
        """The numbers of the voices of a fact, as pages have them; empty if the cell is not a fact."""
        fact = self.facts.get(row_id, {}).get(field)
        return " ".join(map(str, fact.heard)) if fact else ""

    @cached_property
    def voices(self) -> Voices:
        """Who speaks in the release; see :class:`Voices`."""
        return Voices.of(self.held)

    @cached_property
    def referring(self) -> dict[str, list[tuple[str, str, Row]]]:
        """By id, the rows that name it: table, column, row; in order of table and key."""
        found: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
        for name in FACT_TABLES:
            columns = [column.name for column in TABLES[name].columns() if column.references]
            for row in self.tables[name]:
                for column in columns:
                    if row[column] and isinstance(row[column], str):
                        found[row[column]].append((name, column, row))
        return dict(found)

    def naming(self, row_id: str, table: str, column: str) -> list[Row]:
        """The rows of a table that name an id in a column."""
        return [row for name, by, row in self.referring.get(row_id, ()) if (name, by) == (table, column)]

    @property
    def spans(self) -> Mapping[str, Row]:
        """By row that lasts, its days, as the table ``spans`` has them; of posts and ties also those of documents."""
        return self.release._days

    @cached_property
    def list_ends(self) -> dict[str, dict[str, dt.date]]:
        """By authority and list on which its listings rest, the last day for which documents show the list: that of its
        last version, or a later one on which a log of versions saw no change."""
        ends: dict[str, dict[str, dt.date]] = defaultdict(dict)
        for row in self.tables["sources"]:
            if row["kind"] == SourceKind.SANCTIONS_LIST and row["published_max"]:
                for listed in self.told.listings_on(row, entries=True):
                    list_id, known = row["derived_from"] or row["source_id"], ends[listed["authority_id"]]
                    documented = self.spans[listed["sanction_id"]]["last_documented"] or dt.date.min
                    known[list_id] = max(row["published_max"], documented, known.get(list_id, dt.date.min))
        return dict(sorted(ends.items()))

    @cached_property
    def lists(self) -> dict[str, list[dt.date]]:
        """By authority, the last days for which documents show its lists; in order."""
        return {who: sorted(set(ends.values())) for who, ends in self.list_ends.items()}

    @cached_property
    def resting(self) -> dict[str, Counter[str]]:
        """See :meth:`Voices.resting`; and how many facts stand in documents that a party published, or wrote."""
        found = self.voices.resting(fact.heard for fields in self.facts.values() for fact in fields.values())
        for who, rows in self.publishing.items():
            found.setdefault(who, Counter())["publishes"] = self.facts_in(*(row["source_id"] for row in rows))
        return found

    @cached_property
    def publishing(self) -> dict[str, list[Row]]:
        """By party the documents that it published, or wrote."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["sources"]:
            for who in {row["publisher_id"], row["author"]} - {None}:
                found[who].append(row)
        return dict(found)

    @cached_property
    def places(self) -> dict[str, list[Row]]:
        """The events by the name of their place, folded."""
        return grouped(self.tables["events"], lambda row: folded(row["place"] or ""))

    @cached_property
    def spelled(self) -> dict[str, set[str]]:
        """By name, folded, whose it is: as sources spell it, or as we call them."""
        found: dict[str, set[str]] = defaultdict(set)
        for table in ("officials", "parties", "names"):
            for row in self.tables[table]:
                found[folded(row["name"])].add(row["entity_id"] if table == "names" else key_of(row))
        return dict(found)

    @cached_property
    def corrected(self) -> dict[str, list[Row]]:
        """By person or body the changes of rows on their page, the last first: about them, about an event in which they
        had a part, or among their reasons; where what a fact names has another id only, the page says what it said."""
        reasons = grouped(self.tables.get("reasons", ()), lambda one: one["row_id"])
        found: dict[str, list[Row]] = defaultdict(list)
        renamed = {(row["old_id"], row["new_id"]) for row in self.tables["redirects"]}
        for change in sorted(self.tables["changes"], key=lambda one: version_order(one["version"]), reverse=True):
            table, row = self.rows.get(change["fact_id"].partition("/")[0], ("", {}))
            if row and change["change"] in ENDED and (change["before"], change["value"]) not in renamed:
                about = {key_of(row), row.get(TABLES[table].words().subject), row.get("about_id")}
                about |= {self.rows[one["sanction_id"]][1]["target_id"] for one in reasons.get(key_of(row), ())}
                for one in about | {one["entity_id"] for one in self.naming(key_of(row), "participations", "event_id")}:
                    found[one].append(change)
        return dict(found)

    @cached_property
    def namesakes(self) -> dict[str, list[str]]:
        """By person the others who have the same name, which may be spelled in another way."""
        return namesakes(spellings(self.tables["officials"], self.tables["parties"], self.tables["names"]))

    def spellings(self, row_id: str) -> list[str]:
        """The names of somebody, folded."""
        names = [row["name"] for row in self.naming(row_id, "names", "entity_id")]
        return sorted({folded(name) for name in [self.called(row_id), *names]})

    @cached_property
    def checks(self) -> dict[str, Row]:
        return keyed(self.tables["fact_checks"])

    def answered(self) -> list[Check]:
        """The checks with their claims, answers and the rows that show these, in the language that is spoken."""
        path = self.release.path
        return self.once("checks", lambda: [look_up(self.told, path, check_id) for check_id in self.checks])

    def checks_on(self, row_id: str) -> list[Row]:
        """The checks of claims on a row, or on one of those that name it."""
        rows = {row_id, *(key_of(row) for _, _, row in self.referring.get(row_id, ()))}
        return [self.checks[one.check_id] for one in self.answered() if key_of(one.claim.row) in rows]

    @cached_property
    def dossiers(self) -> set[str]:
        """Who has a page of their own."""
        return {row["official_id"] for row in self.tables["officials"]}

    def larger(self, event: Row) -> Iterator[Row]:
        """The events of which an event was part, the largest first."""
        if event["part_of"]:
            larger = self.rows[event["part_of"]][1]
            yield from (*self.larger(larger), larger)

    def day(self, event: Row) -> str:
        """When an event was, in words, marked if inferred; in another calendar when it can have been in larger ones."""
        mark = f" {say('(inferred)')}" if self.evidence.is_inferred(event["event_id"], "date") else ""
        with speaking(spoken().within(*span(event, lambda key: self.rows[key][1]))):
            return dated(event, self.evidence.of(event["event_id"]).get("date", ()), self.sources) + mark

    def facts_in(self, *source_ids: str) -> int:
        """On how many facts documents say something: of other cells, such as the label of an official, they may too."""
        cells = (cell.rpartition("/") for cell in {one for key in source_ids for one in self.evidence.facts_on[key]})
        return sum(field in self.facts.get(row_id, {}) for row_id, _, field in cells)

    def address(self, row_id: str) -> str:
        """The page on which a row is read, the same in every release: a dossier, an event, a document; or evidence."""
        others = (name for name, ids in (("sources", self.sources), ("checks", self.checks)) if row_id in ids)
        table, row = self.rows.get(row_id) or (next(others, ""), {})
        has_page = table in ("officials", "sources", "checks", *READ) and row.get("kind") != PartyKind.UNNAMED
        return f"{table}/{row_id}.html" if has_page else of_evidence(row_id)

    def label(self, row_id: str) -> str:
        """What a row is called in the language that is spoken."""
        return spoken().label(row_id, self.called(row_id))

    def called(self, row_id: str) -> str:
        """What a row is called: a name, a title, a code; by this it stands in lists, in all languages."""
        if row_id in self.sources:
            return str(self.sources[row_id]["title"])
        if row_id not in self.rows:
            return row_id
        table, row = self.rows[row_id]
        label = TABLES[table].words().label
        return str(row[label]) if label and row[label] else self.title(row_id)

    def label_with_initials(self, row_id: str) -> str:
        """A label, and behind it the initials under which many know it: (PMOI, MEK)."""
        label = self.label(row_id)
        names = {row["name"] for row in self.naming(row_id, "names", "entity_id") if f"({row['name']})" not in label}
        initials = sorted(name for name in names if name.isalpha() and name.isupper() and len(name) > 1)
        return label if not initials or label in initials else f"{label} ({', '.join(initials)})"

    def title(self, row_id: str) -> str:
        """A row in one line, with whom it is about."""
        table, row = self.rows[row_id]
        said = TABLES[table].caption(row, self.cited(table, row))
        is_inferred = table == "statements" and self.evidence.is_inferred(row_id, "gist")
        return f"{said} {say('(inferred)')}" if is_inferred else said

    def cited(self, table: str, row: Row) -> dict[str, str]:
        """By column of a caption, what the row refers to there is called."""
        says, caption, key = TABLES[table].words().says, TABLES[table].words().caption, key_of(row)
        columns = [column.name for column in TABLES[table].columns() if column.references]
        shown = [name for name in columns if f"{{{name}}}" in caption and row[name] not in (None, key)]
        is_given = row.get("part") == Part.TARGET and self.rows[row["event_id"]][1]["kind"] == EventKind.AWARD
        own = {"part": meant("recipient" if is_given else row["part"])} if table == "participations" else {}
        own |= {"kind": meant(row["kind"])} if table == "statements" else {}
        if row[says] and (table == "positions" or says == TABLES[table].words().label):  # in the language of the page
            own[says] = spoken().label(key, row[says])
        unnamed = (name for name in shown if self.rows.get(row[name], ("", {}))[1].get("kind") == PartyKind.UNNAMED)
        nobody = dict.fromkeys(unnamed, say("a source that is not named"))
        return {name: self.label(row[name]) for name in shown} | own | nobody

    @staticmethod
    def about_time(rows: Sequence[Row], *columns: str) -> list[Row]:
        """Rows in order of the first day of the first of these columns that is filled; undated ones at the end."""

        def day(row: Row) -> str:
            column = next((name for name in columns if row[name]), None)
            return str(row[f"{column}_min"] or row[f"{column}_max"]) if column else "9"

        return sorted(rows, key=day)


def of_evidence(row_id: str, field: str = "") -> str:
    """Where the evidence of a row, or of one of its cells, is shown: its permanent address."""
    return f"rows/{row_id}.html" + (f"#{field}" if field else "")
