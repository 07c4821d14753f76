"""A small package without a flaw, to be broken in one place by each test."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.descriptor import data_package
from tests.shared import copied

from mostanad.documents.folder import sha256
from mostanad.files import Table, open_package
from mostanad.files.canonical import render
from mostanad.files.grouping import keyed
from mostanad.files.queries import FOLDER
from mostanad.models import TABLES
from mostanad.validation import Finding, Report, asking, validate
from mostanad.validation.seals import sealables

#: All layers but those that need the whole installation or much time.
QUICK = ("text", "structure", "rows", "rules", "fact_checks", "seals")

DOCUMENT = """A made-up report, 16 December 2019

Bahram Nemuneh, written بهرام نمونه, chaired the first session of November 2019.
We counted more than 300 people who were hurt at the session.
"""
CHAIRED = "chaired the first session of November 2019"
COUNTED = "more than 300 people who were hurt at the session"
SPELT = "بهرام نمونه"
TIED = "We counted"


def _passage(words: str) -> tuple[str, dict[str, str]]:
    start = DOCUMENT.index(words)
    end = start + len(words)
    name = f"watch-2019.c{start:06d}-{end:06d}"
    row = {"passage_id": name, "source_id": "watch-2019", "selector": f"char={start},{end}"}
    return name, row | {"sha256": sha256(words.encode())}


def _claim(words: str, target: str, fields: str) -> dict[str, str]:
    passage, _ = _passage(words)
    return {"claim_id": f"{passage}.{target}", "passage_id": passage, "target_id": target, "fields": fields}


def _rows() -> dict[str, list[dict[str, str]]]:
    spelling = {"name_id": "bahram-nemuneh-fa", "entity_id": "bahram-nemuneh", "name": SPELT}
    source = {
        "source_id": "watch-2019",
        "title": "A made-up report, with a comma",
        "kind": "ngo_report",
        "publisher_id": "watch",
        "published": "2019-12-16",
        "published_basis": "stated",
        "language": "en",
        "url": "https://example.org/report",
        "format": "text",
        "bytes": str(len(DOCUMENT.encode())),
        "sha256": sha256(DOCUMENT.encode()),
        "coverage": "whole",
        "derivation": "original",
    }
    estimate = {
        "estimate_id": "session-2019-11-injured-watch-300",
        "about_id": "session-2019-11",
        "measure": "injured",
        "population": "people, counted one by one, at the session",
        "comparator": "more_than",
        "value": "300",
        "counted_by": "watch",
    }
    part = {"participation_id": "session-2019-11-bahram-nemuneh-chair", "event_id": "session-2019-11"}
    return {
        "officials": [{"official_id": "bahram-nemuneh", "name": "Bahram Nemuneh"}],
        "parties": [{"party_id": "watch", "name": "Watch, a made-up NGO", "kind": "ngo"}],
        "names": [spelling | {"language": "fa", "script": "Arab", "kind": "primary"}],
        "events": [{"event_id": "session-2019-11", "kind": "session", "title": "A session", "date": "2019-11"}],
        "participations": [part | {"entity_id": "bahram-nemuneh", "part": "chair"}],
        "estimates": [estimate],
        "sources": [source],
        "passages": [_passage(words)[1] for words in (CHAIRED, COUNTED, SPELT)],
        "claims": [
            _claim(CHAIRED, "session-2019-11", "date kind title"),
            _claim(CHAIRED, part["participation_id"], "entity_id event_id part"),
            _claim(COUNTED, estimate["estimate_id"], "about_id comparator counted_by measure population value"),
            _claim(SPELT, "bahram-nemuneh-fa", "entity_id name"),
        ],
    }


#: Who chaired the session: the query of :meth:`Sample.add_check`.
QUERY = (
    "SELECT entity_id, NULL AS authority_id, 'yes' AS answer, [participation_id] AS shown_by, 'supported' AS verdict "
    "FROM participations WHERE part = 'chair' AND event_id = 'session-2019-11'"
)


@dataclass
class Sample:
    """A package on disk and the folder with its document."""

    root: Path
    documents: Path

    def path(self, table: str) -> Path:
        return self.root / "datasets" / f"{table}.csv"

    def text(self, table: str) -> str:
        return self.path(table).read_bytes().decode("utf-8")

    def write(self, table: str, content: str | bytes) -> None:
        self.path(table).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def edit(self, table: str, old: str, new: str) -> None:
        """Put new text in the one place where the old text stands."""
        text = self.text(table)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {table}"
        self.write(table, text.replace(old, new))

    def add(self, table: str, **cells: str) -> None:
        """Add a row where it belongs."""
        records = [*open_package(self.root).table(table).records(), cells]
        assert set(cells) <= {column.name for column in TABLES[table].columns()}
        self.path(table).write_bytes(render(table, records))

    def query(self, check_id: str, sql: str | bytes) -> Path:
        """Write the query of a fact check."""
        path = self.root / FOLDER / f"{check_id}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sql.encode("utf-8") if isinstance(sql, str) else sql)
        return path

    def add_check(self, query: str = QUERY, **cells: str) -> None:
        """Add a check that passes, but for the query and the cells given, and its one item."""
        (claim,) = (row for row in _rows()["claims"] if row["fields"] == "entity_id event_id part")
        row = {"check_id": "who-chaired", "claim_id": claim["claim_id"], "reading": "chaired it, whole or in part"}
        row |= {"question": "who chaired the session?", "as_of": "2019-12-16", "verdict": "supported"} | cells
        self.add("fact_checks", **row)
        self.query(row["check_id"], query)
        self.add_item("bahram-nemuneh", shown_by="session-2019-11-bahram-nemuneh-chair")

    def add_item(self, entity: str, answer: str = "yes", **cells: str) -> None:
        """Add an answer of that check."""
        row = {"item_id": f"who-chaired-{entity}", "check_id": "who-chaired", "entity_id": entity, "answer": answer}
        self.add("fact_check_answers", **row | cells)

    def descriptor(self) -> dict:
        return json.loads((self.root / "datapackage.json").read_text("utf-8"))

    def describe(self, descriptor: object) -> None:
        (self.root / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")

    def tables(self) -> dict[str, Table]:
        package = open_package(self.root)
        return {name: package.table(name) for name in TABLES}

    def seal(self) -> None:
        """Seal all claims as they are now."""
        rows = {name: keyed(table.records()) for name, table in self.tables().items()}
        made = sealables(rows, rows["claims"].values())
        seals = [{"claim_id": item.claim["claim_id"], "seal": item.seal} for item in made]
        self.path("seals").write_bytes(render("seals", seals))

    def report(self, layers: Collection[str] = QUICK, *, documents: bool = False) -> Report:
        return validate(self.root, documents=self.documents if documents else None, layers=layers)

    def findings(self, layers: Collection[str] = QUICK, *, documents: bool = False) -> tuple[Finding, ...]:
        return self.report(layers, documents=documents).findings

    def places(self, layers: Collection[str] = QUICK) -> list[tuple[str, str, int, int]]:
        return [(finding.code, finding.file, finding.line, finding.column) for finding in self.findings(layers)]


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Not to be changed."""
    folder = tmp_path_factory.mktemp("sample")
    made = Sample(folder / "package", folder / "documents")
    (made.root / "datasets").mkdir(parents=True)
    made.documents.mkdir()
    made.describe(data_package("2026.11.0"))
    rows = _rows()
    for table in TABLES:
        made.path(table).write_bytes(render(table, rows.get(table, [])))
    (made.documents / "any name.txt").write_bytes(DOCUMENT.encode("utf-8"))
    made.seal()
    return made


@pytest.fixture
def sample(sample_template: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """A package of one's own."""
    monkeypatch.delenv("MOSTANAD_DOCUMENTS", raising=False)
    root, documents = sample_template.root, sample_template.documents
    return Sample(copied(root, tmp_path / "package"), copied(documents, tmp_path / "documents"))


@pytest.fixture
def queries_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in a process for each test: that one says the same of every query, as ``test_asking.py`` shows."""
    monkeypatch.setattr(asking, "_elsewhere", asking._here)
