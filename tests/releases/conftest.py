"""A tiny invented package: two camps, an authority with its gazette, two papers that belong to nobody.

Nothing in it is so. The documents are one line for each claim, so that a passage is a line's words.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.descriptor import about, data_package
from tests.shared import copied, once

from mostanad.contract.lock import to_json
from mostanad.documents.folder import Documents, sha256
from mostanad.documents.selectors import Selector
from mostanad.files import Package, open_package
from mostanad.files.grouping import keyed
from mostanad.files.queries import FOLDER, read_queries
from mostanad.models import MODELS, TABLES
from mostanad.releases import build, descriptor, layout, verify
from mostanad.releases.write import describe, write
from mostanad.validation.seals import sealables

VERSION = "2026.11.0"
#: What a release of it says of itself.
ABOUT = about(VERSION)
#: Whether Omid Faraz is listed: the query of :meth:`World.add_check`.
QUERY = (
    "SELECT target_id AS entity_id, authority_id, 'yes' AS answer, [sanction_id] AS shown_by, 'supported' AS verdict "
    "FROM sanctions, fact_checks "
    "WHERE target_id = 'omid-faraz' AND check_id = 'faraz-listed' AND listed_max <= as_of_min"
)
#: No documents, whatever the environment says.
NOWHERE = Documents(None)


@dataclass
class World:
    """A package that is being made up: rows by table, and the text of each document."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    texts: dict[str, str] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, key: str, **cells: str) -> None:
        """Add a row that no claim backs yet."""
        self.rows[table].append({TABLES[table].key(): key, **cells})

    def source(self, key: str, publisher: str, published: str, kind: str = "news", **cells: str) -> None:
        """Add a document; its text grows with the claims."""
        self.add("sources", key, title=f"Invented document {key}", kind=kind, publisher_id=publisher)
        stated = {"published": published, "published_basis": "stated", "language": "en", "format": "text"}
        self.rows["sources"][-1] |= {"derivation": "original", "coverage": "whole", **stated, **cells}
        self.texts[key] = f"Invented document {key}, naïve and “quoted”.\n"

    def claim(self, source: str, target: str, fields: str, **cells: str) -> None:
        """Add a line to a document, the passage that it is, and the claim that it backs these fields of a row."""
        words = f"Line on {target}: {fields}, {len(self.texts[source])}."
        start = len(self.texts[source])
        self.texts[source] += words + "\n"
        place = Selector("char", start, start + len(words))
        passage = f"{source}.{place.place}"
        self.add("passages", passage, source_id=source, selector=str(place), sha256=sha256(words.encode()))
        self.add("claims", f"{passage}.{target}", passage_id=passage, target_id=target, fields=fields, **cells)

    def backed(self, table: str, key: str, source: str, **cells: str) -> None:
        """Add a row whose assertions one claim backs."""
        self.add(table, key, **cells)
        roles = {column.name: column.role for column in TABLES[table].columns()}
        self.claim(source, key, " ".join(sorted(name for name in cells if roles[name] == "assertion")))

    def add_check(self, query: str = QUERY, **cells: str) -> str:
        """Add a check that passes, but for what is given; returns the id of the claim that is checked."""
        self.queries["faraz-listed"] = f"{query}\n"
        said = {"speaker_id": "lone-wire", "kind": "asserts", "polarity": "affirmative", "about_id": "omid-faraz"}
        self.backed("statements", "wire-on-lists", "wire-2021", gist="the Treasury has listed him", **said)
        claim_id = self.rows["claims"][-1]["claim_id"]
        row = {"claim_id": claim_id, "reading": "on that day", "question": "was he listed?", "as_of": "2021-02-04"}
        self.add("fact_checks", "faraz-listed", **{**row, "verdict": "supported"} | cells)
        item = {"check_id": "faraz-listed", "entity_id": "omid-faraz", "authority_id": "freedonia-treasury"}
        self.add(
            "fact_check_answers", "faraz-listed-omid-faraz", **item, answer="yes", shown_by="freedonia-p1-omid-faraz"
        )
        return claim_id

    def entry(self, source: str, start: int, sanction: str, entry: str) -> None:
        """Make what a document says from a place on the entry of a listing, with this number."""
        words = self.texts[source][start:].rstrip("\n")
        place = Selector("char", start, start + len(words))
        passage = f"{source}.{place.place}"
        self.add("passages", passage, source_id=source, selector=str(place), sha256=sha256(words.encode()))
        claim = {"passage_id": passage, "target_id": sanction, "fields": "authority_id entry target_id"}
        self.add("claims", f"{passage}.{sanction}", **claim)
        next(row for row in self.rows["sanctions"] if row["sanction_id"] == sanction)["entry"] = entry

    def write(self, root: Path, version: str = VERSION) -> Path:
        """Write the package and its documents (in ``documents``), sealed."""
        (root / "datasets").mkdir(parents=True)
        (root / "documents").mkdir()
        for row in self.rows["sources"]:
            content = self.texts[row["source_id"]].encode()
            (root / "documents" / row["source_id"]).write_bytes(content)
            row |= {"sha256": sha256(content), "bytes": str(len(content))}
        (root / "datapackage.json").write_text(json.dumps(data_package(version)), encoding="utf-8")
        for name in TABLES:
            self._write_table(root, name)
        for check_id, query in self.queries.items():
            (root / FOLDER).mkdir(parents=True, exist_ok=True)
            (root / FOLDER / f"{check_id}.sql").write_text(query, encoding="utf-8")
        package = open_package(root)
        rows = {name: keyed(package.table(name).records()) for name in TABLES}
        made = sealables(rows, rows["claims"].values())
        self.rows["seals"] = [{"claim_id": item.claim["claim_id"], "seal": item.seal} for item in made]
        self._write_table(root, "seals")
        return root

    def _write_table(self, root: Path, name: str) -> None:
        text = io.StringIO()
        columns = [column.name for column in TABLES[name].columns()]
        writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(sorted(self.rows[name], key=lambda row: row[columns[0]]))
        (root / f"datasets/{name}.csv").write_bytes(text.getvalue().encode())


def _parties(world: World) -> None:
    parties = {
        "blue-front": "political_organisation",
        "blue-herald": "media",
        "red-union": "political_organisation",
        "red-post": "media",
        "lone-wire": "media",
        "lone-paper": "media",
        "freedonia": "state",
        "freedonia-treasury": "state_body",
        "freedonia-gazette": "state_body",
        "utopia-office": "state_body",
        "utopia-mirror": "state_body",
        "lantern-council": "state_body",
    }
    for key, kind in parties.items():
        world.add("parties", key, name=key.replace("-", " ").title(), kind=kind)
    world.add("officials", "omid-faraz", name="Omid Faraz", born="1951", note='Invented, "quoted", and with commas')
    world.add("officials", "navid-kohan", name="Navid Kohan")
    world.source("blue-story", "blue-herald", "2020-05-10", url="https://example.org/blue-story")
    world.source("blue-copy", "lone-paper", "2020-05-12", derived_from="blue-story", derivation="adapted")
    world.source("blue-reprint", "red-post", "2020-05-13", derived_from="blue-copy", derivation="syndicated")
    world.source("front-paper", "blue-front", "2020-06", "party_publication")
    world.source("red-story", "red-post", "2020-05-11")
    world.source("wire-story", "lone-wire", "2020-05-12")
    world.source("wire-2021", "lone-wire", "2021-02-04")
    world.source("paper-story", "lone-paper", "2020-05-14")
    world.source("gazette-list", "freedonia-gazette", "2021-02-03", "sanctions_list")
    world.source("treasury-act", "freedonia-treasury", "2021-02-01", "legal_act")
    world.source("mirror-list", "utopia-mirror", "2021-03-01", "sanctions_list")
    world.source("council-record", "lantern-council", "2020-04-01", "official_record")


def _ties(world: World) -> None:
    def tie(one: str, other: str, source: str, **cells: str) -> None:
        key = f"{one}-organ-of-{other}"
        world.backed("affiliations", key, source, from_id=one, to_id=other, relation="organ_of", **cells)

    tie("blue-herald", "blue-front", "blue-story")
    tie("red-post", "red-union", "red-story")
    tie("lone-wire", "red-union", "red-story", ended="[..2010-12]")  # over when it reports
    tie("freedonia-treasury", "freedonia", "gazette-list")
    tie("freedonia-gazette", "freedonia", "gazette-list", started="1990")


def _protest(world: World) -> None:
    date, place = "2020-05-02", "Porto Verde"
    world.add("events", "square-2020", kind="protest", title="Protest on Lantern Square", date=date, place=place)
    world.claim("blue-story", "square-2020", "date kind place title")
    world.claim("blue-copy", "square-2020", "title")
    world.claim("blue-reprint", "square-2020", "title")
    world.claim("red-story", "square-2020", "date", as_stated="last Saturday")
    world.claim("front-paper", "square-2020", "place", as_of="[2020-05-01..2020-05-31]", modality="inference")
    world.claim("wire-story", "square-2020", "date", stance="disputes", value="2020-05-03")
    world.claim("paper-story", "square-2020", "kind", stance="denies")
    part = {"event_id": "square-2020", "entity_id": "omid-faraz", "part": "accused", "standing": "alleged"}
    world.add("participations", "square-2020-omid-faraz-accused", **part)
    everything = "entity_id event_id part standing"
    for source in ("wire-story", "paper-story"):
        world.claim(source, "square-2020-omid-faraz-accused", everything, modality="allegation")
    world.claim("blue-story", "square-2020-omid-faraz-accused", "standing", modality="allegation", hedge="likely")
    killed = {"measure": "killed", "population": "people killed on the square", "comparator": "at_least"}
    number = {"about_id": "square-2020", "value": "300", "counted_by": "blue-front", **killed}
    world.add("estimates", "square-2020-killed-blue-front-300", **number)
    everything = "about_id comparator counted_by measure population value"
    for source in ("blue-story", "red-story"):
        world.claim(source, "square-2020-killed-blue-front-300", everything, asserted_by="blue-front")
    share = {"measure": "share", "population": "shops that were shut", "comparator": "about", "value": "48.8"}
    world.backed(
        "estimates",
        "square-2020-share-red-post",
        "red-story",
        about_id="square-2020",
        counted_by="red-post",
        as_of="2020-05",
        **share,
    )


def _sanctions(world: World) -> None:
    treasury = {"authority_id": "freedonia-treasury"}
    world.backed("programmes", "freedonia-p1", "treasury-act", code="P1", **treasury)
    world.rows["programmes"][-1] |= {"name": "P1", "kind": "designation", "human_rights": "true"}
    world.backed("legal_bases", "freedonia-p1-act-7", "treasury-act", programme_id="freedonia-p1", act="Act 7")
    cells = {"target_id": "omid-faraz", "programme_id": "freedonia-p1", "listed": "2021-02-03", **treasury}
    world.add("sanctions", "freedonia-p1-omid-faraz", measures="asset_freeze travel_ban", **cells)
    world.claim("gazette-list", "freedonia-p1-omid-faraz", "authority_id measures programme_id target_id")
    world.claim("wire-2021", "freedonia-p1-omid-faraz", "listed target_id", as_of="2021-02")
    world.backed("sanctions", "utopia-omid-faraz", "mirror-list", target_id="omid-faraz", authority_id="utopia-office")


def _rest(world: World) -> None:
    session = {"kind": "session", "title": "Session of the council", "date": "2020-03/2020-04"}
    world.backed("events", "council-2020", "council-record", body_id="lantern-council", **session)
    world.claim("wire-story", "council-2020", "date", stance="approximates", value="2020")
    attended = {"event_id": "council-2020", "entity_id": "navid-kohan", "part": "attendee"}
    world.backed("participations", "council-2020-navid-kohan-attendee", "council-record", **attended)
    world.claim("gazette-list", "omid-faraz", "born name")
    world.claim("council-record", "navid-kohan", "name")
    persian = {"entity_id": "omid-faraz", "name": "امید فراز"}
    world.backed("names", "omid-faraz-name-fa", "gazette-list", **persian)
    world.rows["names"][-1] |= {"language": "fa", "script": "Arab", "kind": "primary"}
    world.backed(
        "groups", "council-2020-three", "council-record", description="three members", size="3", comparator="exactly"
    )
    member = {"group_id": "council-2020-three", "entity_id": "navid-kohan"}
    world.backed("group_members", "council-2020-three-navid-kohan", "council-record", **member)
    post = {"holder_id": "navid-kohan", "title": "Member of the council", "body_id": "lantern-council"}
    world.backed("positions", "navid-kohan-member", "council-record", **post)
    said = {"speaker_id": "lone-wire", "kind": "asserts", "polarity": "negative", "about_id": "navid-kohan"}
    world.backed("statements", "lone-wire-on-kohan", "wire-story", gist="nobody has charged him", **said)


def add_annex(world: World) -> None:
    """An act that says what two are listed for: one of a beating on the square, in which others had parts too."""
    act, alleged = "annex-2022", {"modality": "allegation"}
    world.source(act, "freedonia-treasury", "2022-06-01", "legal_act")
    world.claim(act, "lantern-council", "name")
    start = len(world.texts[act])
    warden = {"holder_id": "omid-faraz", "title": "Warden of the square", "body_id": "lantern-council"}
    world.add("positions", "omid-faraz-warden", started="2019", ended="2021-03", **warden)
    world.claim(act, "omid-faraz-warden", "body_id ended holder_id started title")
    beating = {"kind": "ill_treatment", "title": "Beatings on Lantern Square", "date": "2020-05-02"}
    world.add("events", "beatings-2020", part_of="square-2020", **beating)
    world.claim(act, "beatings-2020", "date kind title", **alleged)
    world.claim(act, "beatings-2020", "part_of", modality="inference")
    accused = {"event_id": "beatings-2020", "part": "accused", "standing": "alleged"}
    everything = "basis entity_id event_id part standing"
    world.backed("groups", "the-beaten", "wire-story", description="people who were beaten on Lantern Square")
    target = {"event_id": "square-2020", "entity_id": "the-beaten", "part": "target"}
    world.backed("participations", "square-2020-the-beaten", "wire-story", **target)
    world.add("participations", "beatings-2020-council", entity_id="lantern-council", basis="own_act", **accused)
    world.claim(act, "beatings-2020-council", everything, **alleged)
    world.add("participations", "beatings-2020-faraz", entity_id="omid-faraz", basis="command", **accused)
    world.claim(act, "beatings-2020-faraz", everything, **alleged)
    world.claim("wire-story", "beatings-2020-faraz", "entity_id event_id part standing", **alleged)
    world.claim(act, "beatings-2020", "date", stance="approximates", value="2020")
    hurt = {"about_id": "beatings-2020", "measure": "injured", "population": "people beaten", "comparator": "at_least"}
    world.backed("estimates", "beatings-2020-injured", act, value="20", counted_by="freedonia-treasury", **hurt)
    world.entry(act, start, "freedonia-p1-omid-faraz", "7")
    listed = {"target_id": "navid-kohan", "authority_id": "freedonia-treasury"}
    world.add("sanctions", "freedonia-navid-kohan", listed="2022-05-30", **listed)
    world.claim(act, "freedonia-navid-kohan", "listed")
    start = len(world.texts[act])
    judge = {"event_id": "trial-2020", "entity_id": "navid-kohan", "part": "judge", "basis": "own_act"}
    world.backed("events", "trial-2020", act, kind="trial", title="Trial of the beaten", date="2020-09")
    world.add("participations", "trial-2020-kohan-judge", **judge)
    world.claim(act, "trial-2020-kohan-judge", "entity_id event_id part", hedge="appears", **alleged)
    world.claim(act, "trial-2020-kohan-judge", "basis", hedge="appears", **alleged)
    world.claim(act, "freedonia-p1-omid-faraz", "authority_id target_id")
    world.claim(act, "beatings-2020", "title", **alleged)
    world.entry(act, start, "freedonia-navid-kohan", "8")


def make_world() -> World:
    """The package as it should be."""
    world = World()
    for part in (_parties, _ties, _protest, _sanctions, _rest):
        part(world)
    return world


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package on disk; not to be changed."""
    return make_world().write(tmp_path_factory.mktemp("world") / "package")


@pytest.fixture(scope="session")
def package(root: Path) -> Package:
    return open_package(root)


def release_of_the_world(factory: pytest.TempPathFactory) -> Path:
    """The release of the package as it should be, alone in its folder; not to be changed."""
    made = once(factory, "world", lambda folder: build(make_world().write(folder / "package"), folder / "out"))
    return made / "out" / VERSION


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of it; not to be changed."""
    return release_of_the_world(tmp_path_factory)


@pytest.fixture
def rebuilt(world: World, tmp_path: Path) -> Callable[[], Path]:
    """Writes the world as it is now, and builds it, under this test's own directory."""
    return lambda: build(world.write(tmp_path / "changed"), tmp_path / "out")


@pytest.fixture
def release(built: Path, tmp_path: Path) -> Path:
    """A release that a test may spoil."""
    return copied(built, tmp_path / VERSION)


def found(release: Path) -> set[tuple[str, str]]:
    """Codes and files of all findings."""
    return {(finding.code, finding.file) for finding in verify(release, NOWHERE).findings}


def renew(release: Path) -> None:
    """Make what describes the files anew, as whoever wants to deceive would."""
    try:
        describe(
            {name: pq.ParquetFile(release / layout.parquet(name)).read() for name in ("sources", "releases")},
            ABOUT,
            release,
        )
    except (OSError, KeyError, ValueError, pa.ArrowException):  # too much is gone for a description of it
        text = to_json(descriptor.descriptor(release, ABOUT))
        (release / "datapackage.json").write_bytes(text.encode())
        (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())


def tables_of(release: Path) -> dict[str, pa.Table]:
    return {name: pq.ParquetFile(release / layout.parquet(name)).read() for name in MODELS}


def rewrite(release: Path, name: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the rows of a table and write a release of which all parts agree on the change."""
    tables = tables_of(release)
    rows = tables[name].to_pylist()
    change(rows)
    changed = pa.Table.from_pylist(rows, schema=tables[name].schema)
    assert not changed.equals(tables[name])
    queries = read_queries(release, layout.QUERIES).texts
    shutil.rmtree(release)
    release.mkdir()
    try:
        write(tables | {name: changed}, ABOUT, release, queries=queries)
    except sqlite3.IntegrityError:  # what SQLite refuses a deceiver leaves out
        describe(tables | {name: changed}, ABOUT, release)


def row_of(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(row for row in rows if next(iter(row.values())) == key)
