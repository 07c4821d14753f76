"""A release of two facts, written by hand: what the loader needs and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.loader.versions import FIRST, versions_in
from tests.shared import once, spans

from mostanad.evidence.spans import READ
from mostanad.files import Table, resources
from mostanad.files.typed import arrow_table
from mostanad.loader import Release, store
from mostanad.loader.download import environment
from mostanad.models import COMPILED, TABLES
from mostanad.publishing.publish import publish

VERSION = "2026.11.0"
_FACT = {"table_name": "events", "row_id": "strike", "modalities": "fact", "disputed": "false", "claims": "1"}
_FACT |= {"sources": "1", "origins": "1", "camps": "0", "asserted_by": "union", "origin_ids": "union"}
_FACT |= {"source_ids": "gazette", "support": "single"}
_EVIDENCE = {"source_id": "gazette", "source_sha256": "a" * 64, "passage_sha256": "b" * 64, "published_by": "gazette"}
_EVIDENCE |= {"modality": "fact", "hedge": "none", "stance": "asserts", "passage_id": "gazette.c000001-000005"}
_EVIDENCE |= {"claim_id": "gazette.c000001-000005.strike", "selector": "char=1,5"}
ROWS: dict[str, list[dict[str, str]]] = {
    "events": [
        {"event_id": "strike", "kind": "protest", "title": "Strike", "date": "2019-11"},
        {"event_id": "walkout", "kind": "protest", "title": "Walkout"},
    ],
    "groups": [
        {"group_id": "dockers", "description": "dockers", "size": "6"},
        {"group_id": "others", "description": "others"},
    ],
    "sanctions": [
        {"sanction_id": "one", "target_id": "x", "authority_id": "y", "measures": "asset_freeze travel_ban"},
        {"sanction_id": "two", "target_id": "x", "authority_id": "y", "human_rights": "true"},
    ],
    "estimates": [],
    "facts": [
        {"fact_id": "strike/date", "field": "date", "value": "2019-11"} | _FACT | {"disputed": "true", "camps": "1"},
        {"fact_id": "strike/kind", "field": "kind", "value": "protest"} | _FACT,
    ],
    "evidence": [
        {
            **{"evidence_id": "gazette.c000001-000005.strike.1/date", "fact_id": "strike/date", "value": "2019-11"},
            **_EVIDENCE,
            **{"asserted_by": "union", "origin": "federation", "as_stated": "in November", "hedge": "likely"},
            **{"source_url": "https://example.org/strike"},
        },
        {
            **{"evidence_id": "gazette.c000001-000005.strike.2/date", "fact_id": "strike/date", "value": "2019-12"},
            **_EVIDENCE,
            **{"asserted_by": "gazette", "origin": "gazette", "stance": "disputes", "modality": "opinion"},
        },
        {
            **{"evidence_id": "gazette.c000001-000005.strike/kind", "fact_id": "strike/kind", "value": "protest"},
            **_EVIDENCE,
            **{"asserted_by": "gazette", "origin": "gazette"},
        },
    ],
}
_SAID = {"claim_id": "herald.c000010-000020.on-the-list", "passage_id": "herald.c000010-000020"}
_SAID_EVIDENCE = _EVIDENCE | _SAID | {"source_id": "herald", "selector": "char=10,20", "published_by": "herald"}
_SAID_EVIDENCE |= {"asserted_by": "union", "origin": "union", "modality": "allegation"}


def _listing(key: str, target: str, authority: str, listed: str, **cells: str) -> dict[str, str]:
    return {"sanction_id": key, "target_id": target, "authority_id": authority, "listed": listed, **cells}


def _backed(key: str, field: str, number: int, **cells: str) -> dict[str, str]:
    claim = f"gazette.c{number:06d}-{number + 5:06d}.{key}"
    place = {"claim_id": claim, "selector": f"char={number},{number + 5}", "evidence_id": f"{claim}/{field}"}
    by = {"asserted_by": "gazette", "origin": "gazette", "fact_id": f"{key}/{field}", "value": "x"}
    return _EVIDENCE | place | by | cells


def _number(key: str, **cells: str) -> dict[str, str]:
    whom = {"about_id": "strike", "measure": "injured", "population": "people", "comparator": "more_than"}
    return {"estimate_id": key, "counted_by": "union", **whom, **cells}


def facts_of(table: str, *keys: str) -> list[dict[str, str]]:
    """One fact of each row: by its facts the loader knows of which table a row is."""
    where = {"field": "x", "value": "x", "table_name": table}
    return [_FACT | where | {"fact_id": f"{key}/x", "row_id": key} for key in keys]


#: A release with a check: who of three was on the lists of two authorities on 6 January 2022?
CHECKED: dict[str, list[dict[str, str]]] = {
    "officials": [
        {"official_id": "judge", "name": "The Judge"},
        {"official_id": "chief", "name": "A Chief"},
        {"official_id": "clerk", "name": "The_Clerk"},
    ],
    "parties": [
        {"party_id": "treasury", "name": "Treasury", "kind": "state_body"},
        {"party_id": "council", "name": "Council", "kind": "state_body"},
        {"party_id": "union", "name": "Dockers’ Union", "kind": "ngo"},
        {"party_id": "herald", "name": "Herald", "kind": "media"},
    ],
    "programmes": [
        {"programme_id": "hr", "name": "HARBOUR", "authority_id": "treasury", "code": "HARBOUR", "kind": "designation"},
        {"programme_id": "nhr", "name": "N-HR", "authority_id": "council", "code": "N-HR", "kind": "designation"},
    ],
    "sanctions": [
        _listing("judge-old", "judge", "treasury", "2011", delisted="2015-01-01", programme_id="hr"),
        _listing("judge-hr", "judge", "treasury", "2019-12-19", programme_id="hr"),
        _listing("judge-council", "judge", "council", "[..2021-12-10]", delisted="2022-01", programme_id="nhr"),
        _listing("chief-council", "chief", "council", "2022-01-06"),
        _listing("chief-treasury", "chief", "treasury", "2022-01-07", programme_id="hr"),
        _listing("union-treasury", "union", "treasury", "2019", programme_id="hr"),
    ],
    "statements": [
        {"statement_id": "on-the-list", "speaker_id": "union", "kind": "asserts", "gist": "all three are listed"}
    ],
    "sources": [
        {"source_id": "herald", "title": "All on the list", "published": "2022-01-06"},
        {"source_id": "list", "title": "The list", "published": "2022-12-31"},
    ],
    "passages": [
        {"passage_id": "list.r-1", "source_id": "list", "selector": "record=1"},
        {"passage_id": "list.absent-the-clerk", "source_id": "list", "selector": "absent=The Clerk"},
    ],
    "claims": [
        _SAID | {"target_id": "on-the-list", "fields": "gist speaker_id"},
        *(
            {"claim_id": f"list.r-1.{key}", "passage_id": "list.r-1", "target_id": key, "fields": "entry"}
            for key in ("judge-old", "judge-hr", "judge-council", "chief-council", "chief-treasury", "union-treasury")
        ),
    ],
    "facts": [
        {"fact_id": "on-the-list/gist", "field": "gist", "value": "all three are listed"}
        | _FACT
        | {"table_name": "statements", "row_id": "on-the-list"},
        *facts_of("sanctions", "judge-old", "judge-hr", "judge-council", "chief-council", "chief-treasury"),
        *facts_of("estimates", "about-200", "over-300", "by-court"),
    ],
    "events": [{"event_id": "strike", "kind": "protest", "title": "Strike of the docks"}],
    "estimates": [
        _number("about-200", comparator="about", value="200", as_of="2019-11"),
        _number("over-300", value="300", as_of="2019-12"),
        _number("by-court", counted_by="council", measure="arrested", comparator="unquantified"),
    ],
    "evidence": [
        _SAID_EVIDENCE | {"fact_id": "on-the-list/gist", "value": "x", "source_url": "https://example.org/herald"},
        _backed("judge-hr", "listed", 40),
        _backed("judge-hr", "target_id", 40),
        _backed("judge-hr", "listed", 60, stance="disputes", value="2019-12-18", asserted_by="union", origin="union"),
        _backed("judge-old", "listed", 80),
        _backed("over-300", "value", 90, asserted_by="union", origin="union"),
    ],
    "fact_checks": [
        {
            **{"check_id": "all-three", "claim_id": _SAID["claim_id"], "as_of": "2022-01-06", "verdict": "partly"},
            **{"reading": "on both lists", "question": "who was listed by whom?", "note": "a remark on all"},
            "needs": "the Council's list of 6 January 2022",
        },
        {
            **{"check_id": "who-spoke", "claim_id": _SAID["claim_id"], "as_of": "2022-01-06", "verdict": "supported"},
            **{"reading": "spoke", "question": "who spoke?"},
        },
        {
            **{"check_id": "some-day", "claim_id": _SAID["claim_id"], "as_of": "2022-01", "verdict": "partly"},
            **{"reading": "in January", "question": "who was listed?"},
        },
        {
            **{"check_id": "how-many", "claim_id": _SAID["claim_id"], "as_of": "2022-01-06", "verdict": "supported"},
            **{"reading": "all of them", "question": "who counted how many?"},
        },
    ],
    "fact_check_answers": [
        {"check_id": "all-three", "entity_id": "chief", "authority_id": "council", "answer": "yes"}
        | {"shown_by": "chief-council"},
        {
            "check_id": "all-three",
            "entity_id": "chief",
            "authority_id": "treasury",
            "answer": "no",
            "shown_by": "chief-treasury",
            "note": "one day late",
        },
        {"check_id": "all-three", "entity_id": "clerk", "authority_id": "treasury", "answer": "no"},
        {"check_id": "all-three", "entity_id": "judge", "authority_id": "council", "answer": "unsure"}
        | {"shown_by": "judge-council"},
        {"check_id": "all-three", "entity_id": "judge", "authority_id": "treasury", "answer": "yes"}
        | {"shown_by": "judge-hr"},
        {"check_id": "who-spoke", "entity_id": "union", "answer": "yes", "shown_by": "on-the-list"},
        {"check_id": "who-spoke", "entity_id": "judge", "answer": "no"},
        {"check_id": "some-day", "entity_id": "judge", "answer": "yes", "shown_by": "judge-council judge-hr"},
        {"check_id": "some-day", "entity_id": "chief", "answer": "unsure", "shown_by": "chief-council chief-treasury"},
        {"check_id": "how-many", "entity_id": "union", "answer": "yes", "shown_by": "about-200 over-300"},
        {"check_id": "how-many", "entity_id": "treasury", "answer": "no", "shown_by": "by-court over-300"},
    ],
}
DOSSIER = {"official": {"official_id": "judge", "name": "The Judge"}, "rows": {}, "facts": {}, "version": VERSION}


def write_tables(path: Path, tables: Mapping[str, list[dict[str, str]]]) -> None:
    """Write tables of a release, made of cells; what a row lacks and needs is a number as its key, or an example."""
    for name, rows in tables.items():
        model = (TABLES | COMPILED)[name]
        header = tuple(column.name for column in model.columns())
        needed = {column.name: column.example for column in model.columns() if column.required}
        numbered = [needed | {model.key(): f"{name}-{number:03}"} | row for number, row in enumerate(rows)]
        cells = tuple(tuple(row.get(column, "") for column in header) for row in numbered)
        pq.write_table(arrow_table(model, Table(name, "", header, cells)), path / "parquet" / f"{name}.parquet")
    there = {file.stem: pq.read_table(file) for file in (path / "parquet").glob("*.parquet") if file.stem in READ}
    pq.write_table(spans(there)["spans"], path / "parquet" / "spans.parquet")
    for row in tables.get("fact_checks", ()):
        query = path / "fact_checks" / f"{row['check_id']}.sql"
        query.parent.mkdir(exist_ok=True)
        query.write_text("SELECT 'sanctions' FROM sanctions\n", encoding="utf-8")


def _write(path: Path, version: str) -> Path:
    """A release in a directory of its own."""
    (path / "parquet").mkdir(parents=True)
    (path / "json" / "officials").mkdir(parents=True)
    (path / "datapackage.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    write_tables(path, ROWS)
    text = json.dumps(DOSSIER | {"version": version}, ensure_ascii=False)
    (path / "json" / "officials" / "judge.json").write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory with releases, empty."""
    path = tmp_path / "releases"
    monkeypatch.setattr(store, "releases_root", lambda: path)
    return path


@pytest.fixture
def write(root: Path) -> Any:
    """Writes a release of a version."""
    return lambda version: _write(root / version, version)


@pytest.fixture
def checked(write: Any) -> Release:
    """The release with a check."""
    path = write(VERSION)
    write_tables(path, CHECKED)
    return Release(path, VERSION)


@pytest.fixture
def release(write: Any) -> Release:
    return Release(write(VERSION), VERSION)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with the three versions of the invented world; not to be changed."""
    releases, day = versions_in(tmp_path_factory)[FIRST].path.parent, dt.date(2026, 11, 2)
    return once(tmp_path_factory, "published-versions", lambda folder: publish(releases, folder, date=day))


@pytest.fixture
def named(published: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tree, as a folder that is named."""
    monkeypatch.setenv(environment.INDEX, str(published))
    return published


@pytest.fixture
def three_versions(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three releases on this machine, and no index was seen."""
    monkeypatch.setenv(resources.CACHE, str(tmp_path / "cache"))
    folder = versions_in(tmp_path_factory)[FIRST].path.parent
    monkeypatch.setattr(store, "releases_root", lambda: folder)
