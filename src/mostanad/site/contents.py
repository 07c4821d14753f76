"""A release in memory, as the pages need it: rows, facts and evidence by id, and the paths of the pages."""

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

#: How many facts are converted to rows at a time.
_AT_ONCE = 50_000
#: The largest CSV or JSON file, in bytes, that the site offers. It offers every table as Parquet.
_OFFERED = 1_000_000
#: Tables, beside officials, sources and checks, whose rows have their own page as well as a page of evidence.
READ = ("events", "parties", "programmes")
#: Kinds of changes that correct or remove something that was published.
ENDED = ("correction", "retraction", "merge", "privacy")
#: The largest tables. They are not held as rows, because pages need little of them at a time, or nothing.
_LARGE = frozenset({"facts", "evidence", "claims", "passages", "seals", "history"})


class Fact(NamedTuple):
    """The support of a fact, as in the table ``facts``; and ``heard``, the numbers of its voices."""

    support: str
    disputed: bool
    claims: int
    sources: int
    origins: int
    camps: int
    heard: tuple[int, ...]


@dataclass(frozen=True)
class Record:
    """A release by ids. ``tables`` has the rows of all but the largest tables, in order of the key."""

    release: Release
    tables: Mapping[str, Sequence[Row]]
    evidence: Evidence
    documents: Documents | None = None
    _said: dict[tuple[str, str], Any] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, release: Release, documents: Documents | None = None) -> Record:
        """Load a release. Pages quote passages from ``documents``; without it they only link to the documents."""
        tables = {name: release.load(name, "records") for name in release.tables() if name not in _LARGE}
        return cls(release, tables, Evidence(release.load("evidence", "arrow")), documents)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What ``make`` returns, cached by ``name`` and the current language."""
        known = (spoken().code, name)
        if known not in self._said:
            self._said[known] = make()
        return self._said[known]  # type: ignore[no-any-return]

    @cached_property
    def about(self) -> About:
        """The metadata of the dataset."""
        return self.release.about

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site: English, and Persian if documents print names in it."""
        if not (names := printed(self.tables["names"], self.rows)):
            return (Language(),)
        with speaking(Persian(names)):
            titles = Titles(self.rows, self.spelled, self.naming, self.about.text("country"))
            return Language(), Persian({**titles.events(), **names}, titles.texts())

    @cached_property
    def date(self) -> dt.date:
        return last_day(self.release)

    @cached_property
    def rows(self) -> dict[str, tuple[str, Row]]:
        """By id, the table and the row, for all tables that claims can be about."""
        return {row[TABLES[name].key()]: (name, row) for name in FACT_TABLES for row in self.tables[name]}

    def row(self, row_id: str) -> Row:
        return self.rows[row_id][1]

    def kind(self, row_id: str) -> str | None:
        """The kind of a row; None if it has none, or there is no such row."""
        return self.row(row_id).get("kind") if row_id in self.rows else None

    @cached_property
    def downloads(self) -> dict[str, list[str]]:
        """By table, the files of the release that the site offers: Parquet, and CSV and JSON if they are small."""
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
        """The release with cached tables, for many look-ups."""
        return Held(self.release, {(name, "rows"): list(rows) for name, rows in self.tables.items()})

    @cached_property
    def told(self) -> Told:
        """Queries across tables: reasons for listings, parts in events, and who says so."""
        return Told(self.held)

    @cached_property
    def sources(self) -> dict[str, Row]:
        return keyed(self.tables["sources"])

    def reporter(self, item: Row) -> str:
        """Who reports what somebody said; empty if that is in a document of their own, or they are not named."""
        who, asserted_by = asserter(item["source_id"], self.sources), item["asserted_by"]
        is_own = asserted_by in (who, item["published_by"])
        return "" if is_own or self.kind(asserted_by) == PartyKind.UNNAMED else who

    @cached_property
    def versions(self) -> set[str]:
        """The documents that are versions of a list, or that give reasons for listings."""
        lists = {key for key, row in self.sources.items() if is_version(row)}
        return lists | {row["source_id"] for row in self.tables.get("reasons", ())}

    @cached_property
    def words(self) -> Callable[[Row], str]:
        """A function for the text of a passage; empty unless its document was given and the hash agrees."""
        return words_in(self.documents, self.sources)

    @cached_property
    def citations(self) -> dict[str, str]:
        """By document id, its citation in one line, as from ``mostanad cite``. The release has the empty id."""
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
        """The voice numbers of a fact, with spaces between them; empty if the cell is not a fact."""
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
        """By row that lasts, its days as in the table ``spans``; for posts and ties also days of documents."""
        return self.release._days

    @cached_property
    def list_ends(self) -> dict[str, dict[str, dt.date]]:
        """By authority and list, the last day for which documents show the list: the day of its last version, or a
        later one up to which a log of versions saw no change."""
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
        """As :meth:`Voices.resting`; and in ``publishes``, the number of facts in documents by each party."""
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
        """Events by the folded name of their place."""
        return grouped(self.tables["events"], lambda row: folded(row["place"] or ""))

    @cached_property
    def spelled(self) -> dict[str, set[str]]:
        """By folded name, as in sources or in our labels, the ids of those who have it."""
        found: dict[str, set[str]] = defaultdict(set)
        for table in ("officials", "parties", "names"):
            for row in self.tables[table]:
                found[folded(row["name"])].add(row["entity_id"] if table == "names" else key_of(row))
        return dict(found)

    @cached_property
    def corrected(self) -> dict[str, list[Row]]:
        """By person or body, the corrections on their page, newest first: of rows about them, of events in which they
        had a part, and of reasons for their listings. Changes that only rename an id are left out."""
        reasons = grouped(self.tables.get("reasons", ()), lambda one: one["row_id"])
        found: dict[str, list[Row]] = defaultdict(list)
        renamed = {(row["old_id"], row["new_id"]) for row in self.tables["redirects"]}
        for change in sorted(self.tables["changes"], key=lambda one: version_order(one["version"]), reverse=True):
            table, row = self.rows.get(change["fact_id"].partition("/")[0], ("", {}))
            if row and change["change"] in ENDED and (change["before"], change["value"]) not in renamed:
                about = {key_of(row), row.get(TABLES[table].words().subject), row.get("about_id")}
                about |= {self.row(one["sanction_id"])["target_id"] for one in reasons.get(key_of(row), ())}
                for one in about | {one["entity_id"] for one in self.naming(key_of(row), "participations", "event_id")}:
                    found[one].append(change)
        return dict(found)

    @cached_property
    def namesakes(self) -> dict[str, list[str]]:
        """By person, the others with the same name, however it is spelled."""
        return namesakes(spellings(self.tables["officials"], self.tables["parties"], self.tables["names"]))

    def spellings(self, row_id: str) -> list[str]:
        """The names of somebody, folded."""
        names = [row["name"] for row in self.naming(row_id, "names", "entity_id")]
        return sorted({folded(name) for name in [self.called(row_id), *names]})

    @cached_property
    def checks(self) -> dict[str, Row]:
        return keyed(self.tables["fact_checks"])

    def answered(self) -> list[Check]:
        """All checks with their claims, answers and the rows that show these, in the current language."""
        path = self.release.path
        return self.once("checks", lambda: [look_up(self.told, path, check_id) for check_id in self.checks])

    def checks_on(self, row_id: str) -> list[Row]:
        """The checks of claims about a row, or about a row that refers to it."""
        rows = {row_id, *(key_of(row) for _, _, row in self.referring.get(row_id, ()))}
        return [self.checks[one.check_id] for one in self.answered() if key_of(one.claim.row) in rows]

    @cached_property
    def dossiers(self) -> set[str]:
        """The ids of all officials: each has a dossier."""
        return {row["official_id"] for row in self.tables["officials"]}

    def is_person(self, row_id: str) -> bool:
        """Whether a row is an official, or a party that is a person."""
        table, row = self.rows[row_id]
        return table == "officials" or row.get("kind") == PartyKind.PERSON

    def larger(self, event: Row) -> Iterator[Row]:
        """The events of which an event was part, the largest first."""
        if event["part_of"]:
            larger = self.row(event["part_of"])
            yield from (*self.larger(larger), larger)

    def day(self, event: Row) -> str:
        """The date of an event in words, marked if inferred. In another calendar, larger events narrow it."""
        mark = f" {say('(inferred)')}" if self.evidence.is_inferred(event["event_id"], "date") else ""
        with speaking(spoken().within(*span(event, self.row))):
            return dated(event, self.evidence.of(event["event_id"]).get("date", ()), self.sources) + mark

    def facts_in(self, *source_ids: str) -> int:
        """How many facts have evidence in these documents. Other cells, such as a label, do not count."""
        cells = (cell.rpartition("/") for cell in {one for key in source_ids for one in self.evidence.facts_on[key]})
        return sum(field in self.facts.get(row_id, {}) for row_id, _, field in cells)

    def address(self, row_id: str) -> str:
        """The path of the page of a row, the same in every release: its own page, or else its page of evidence."""
        others = (name for name, ids in (("sources", self.sources), ("checks", self.checks)) if row_id in ids)
        table, row = self.rows.get(row_id) or (next(others, ""), {})
        has_page = table in ("officials", "sources", "checks", *READ) and row.get("kind") != PartyKind.UNNAMED
        return f"{table}/{row_id}.html" if has_page else of_evidence(row_id)

    def label(self, row_id: str) -> str:
        """The label of a row in the current language."""
        return spoken().label(row_id, self.called(row_id))

    def called(self, row_id: str) -> str:
        """The label of a row in the record: a name, a title or a code."""
        if row_id in self.sources:
            return str(self.sources[row_id]["title"])
        if row_id not in self.rows:
            return row_id
        table, row = self.rows[row_id]
        label = TABLES[table].words().label
        return str(row[label]) if label and row[label] else self.title(row_id)

    def label_with_initials(self, row_id: str) -> str:
        """A label with the initials that many know, as in (PMOI, MEK)."""
        label = self.label(row_id)
        names = {row["name"] for row in self.naming(row_id, "names", "entity_id") if f"({row['name']})" not in label}
        initials = sorted(name for name in names if name.isalpha() and name.isupper() and len(name) > 1)
        return label if not initials or label in initials else f"{label} ({', '.join(initials)})"

    def title(self, row_id: str) -> str:
        """A row in one line, with its subject."""
        table, row = self.rows[row_id]
        said = TABLES[table].caption(row, self.cited(table, row))
        is_inferred = table == "statements" and self.evidence.is_inferred(row_id, "gist")
        return f"{said} {say('(inferred)')}" if is_inferred else said

    def cited(self, table: str, row: Row) -> dict[str, str]:
        """By column, what the caption of a row puts there: labels of referenced rows, and words for codes."""
        says, caption, key = TABLES[table].words().says, TABLES[table].words().caption, key_of(row)
        columns = [column.name for column in TABLES[table].columns() if column.references]
        shown = [name for name in columns if f"{{{name}}}" in caption and row[name] not in (None, key)]
        is_given = row.get("part") == Part.TARGET and self.kind(row["event_id"]) == EventKind.AWARD
        own = {"part": meant("recipient" if is_given else row["part"])} if table == "participations" else {}
        own |= {"kind": meant(row["kind"])} if table == "statements" else {}
        if row[says] and (table == "positions" or says == TABLES[table].words().label):  # in the language of the page
            own[says] = spoken().label(key, row[says])
        unnamed = (name for name in shown if self.kind(row[name]) == PartyKind.UNNAMED)
        nobody = dict.fromkeys(unnamed, say("a source that is not named"))
        return {name: self.label(row[name]) for name in shown} | own | nobody

    @staticmethod
    def about_time(rows: Sequence[Row], *columns: str) -> list[Row]:
        """Rows by the first day of the first of these columns that is filled; rows without a date come last."""

        def day(row: Row) -> str:
            column = next((name for name in columns if row[name]), None)
            return str(row[f"{column}_min"] or row[f"{column}_max"]) if column else "9"

        return sorted(rows, key=day)


def of_evidence(row_id: str, field: str = "") -> str:
    """The path of the evidence of a row, or of one of its cells: its permanent address."""
    return f"rows/{row_id}.html" + (f"#{field}" if field else "")
