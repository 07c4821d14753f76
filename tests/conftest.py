"""A tiny invented package, made as a curator makes one: documents registered, sheets entered, claims sealed.

Nothing in it is so: Norland, its harbour, its judge and its papers do not exist.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import typer.testing
from hypothesis import settings
from tests.descriptor import data_package
from tests.shared import copied, once, reasons, screen, spans
from typer.testing import CliRunner, Result

from mostanad.cli.main import app
from mostanad.curation.sheet import COLUMNS, Entered, enter
from mostanad.documents.folder import Documents
from mostanad.files import Package, canonical, open_package
from mostanad.models import TABLES

VERSION = "2026.11.0"

# Python keeps the modules of tests as pytest has rewritten them, which takes most of the time of a collection.
sys.dont_write_bytecode = False

# The same examples on every run and machine; nothing is written beside the tests.
settings.register_profile("mostanad", deadline=None, derandomize=True, database=None, max_examples=100)
settings.load_profile("mostanad")


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_the_disk() -> None:
    """No test needs its files after a power failure; tests of writing bring a fsync of their own."""
    os.fsync = lambda fd: None


@pytest.fixture(autouse=True, scope="session")
def temporary_files_go_with_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests, and the processes that they start and kill, leave in the folder for temporary files."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", folder)
        patch.setenv("TMPDIR", folder)
        yield


@pytest.fixture(autouse=True, scope="session")
def what_follows_from_tables_is_made_once() -> Iterator[None]:
    """Where packages are checked, and releases are made and verified."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mostanad.validation.screen.screened", screen)
        for module in ("releases.check_facts", "releases.compile", "validation.run"):
            patch.setattr(f"mostanad.{module}.arrow_spans", spans)
        patch.setattr("mostanad.releases.check_facts.compile_reasons", reasons)
        yield


@pytest.fixture(autouse=True, scope="session")
def the_command_line_is_put_together_once() -> Iterator[None]:
    """Typer makes every command and option anew for each call, of which a process has but one."""
    made = cache(typer.main.get_command)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", made)
        patch.setattr(typer.testing, "_get_command", made)
        yield


@pytest.fixture(autouse=True)
def nothing_but_what_is_at_hand(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No release of a developer's own cache or index is seen by a test."""
    for name in ("INDEX", "MIRRORS", "OFFLINE", "KEYS", "ALLOW_UNSIGNED", "SIGNING_KEY"):
        monkeypatch.delenv(f"MOSTANAD_{name}", raising=False)
    monkeypatch.setenv("MOSTANAD_CACHE", str(tmp_path_factory.getbasetemp() / "no-cache"))


GAZETTE = """\
Norland lists a harbour judge

Port Osma, 20 December 2019 — Norland’s Treasury on Thursday put Bahram Nikpour (بهرام نیک‌پور), head of the
Harbour Court since March 2017, on its HARBOUR list, which stands on the Harbour Act. 🚢
“He had six dockers beaten,” said Lena Falk, who leads the Dockers’ Union and was among the six. The union
counts more than 300 injured at the dock strike of November 2019; the court speaks of 120 at most.
The judge, a man born in 1961, denies it. His court is part of the Coastal Authority, and the union belongs to
the World Federation of Docks. Wikidata has him as Q987654321.
"""
HERALD = """\
Judge on the list

Adapted from the Norland Gazette. On Wednesday, the Herald has learnt, the Treasury put Bahram Nikpour on its list.
More than 300 people were hurt at the dock strike, according to the Dockers’ Union.
"""
REGISTER = """\
HARBOUR;NIKPOUR, Bahram;listed 19.12.2019;property blocked
The Treasury is a body of the State of Norland.
"""
#: What a curator writes by hand before the first document: who publishes it.
PUBLISHERS = (
    {"party_id": "norland-gazette", "name": "Norland Gazette", "kind": "media", "country": "XN"},
    {"party_id": "norland-herald", "name": "Norland Herald", "kind": "media", "country": "XN"},
    {"party_id": "norland-treasury", "name": "Treasury of Norland", "kind": "state_body", "country": "XN"},
)
SOURCES = {
    "gazette-2019": ("Norland lists a harbour judge", "news", "norland-gazette", "2019-12-20", GAZETTE),
    "herald-2019": ("Judge on the list", "news", "norland-herald", "2019-12-22", HERALD),
    "register-2019": ("HARBOUR list", "official_record", "norland-treasury", "2019-12-19", REGISTER),
}
MORE_CELLS = {"herald-2019": ("derivation=adapted", "derived_from=gazette-2019")}

# find, table, row, cells; then columns of the claim by name.
Line = tuple[str, str, str, str] | tuple[str, str, str, str, dict[str, str]]
ALLEGED = {"modality": "allegation", "asserted_by": "lena-falk"}
SHEETS: dict[str, tuple[Line, ...]] = {
    "gazette-2019": (
        ("put [[Bahram Nikpour]] (", "officials", "bahram-nikpour", "name=Bahram Nikpour"),
        ("", "names", "bahram-nikpour-latn", "entity_id=bahram-nikpour|name=Bahram Nikpour|script=Latn|kind=primary"),
        ("بهرام نیک‌پور", "names", "bahram-nikpour-fa",
         "entity_id=bahram-nikpour|name=بهرام نیک‌پور|script=Arab|kind=primary"),
        ("The judge, a man born in 1961", "officials", "bahram-nikpour", "born=1961|gender=male"),
        ("Wikidata has him as Q987654321", "identifiers", "bahram-nikpour-wikidata",
         "entity_id=bahram-nikpour|scheme=wikidata|value=Q987654321"),
        ("Harbour Court since", "parties", "harbour-court", "name=Harbour Court|kind=court|country=XN"),
        ("head of the ... March 2017", "positions", "bahram-nikpour-head",
         "holder_id=bahram-nikpour|title=Head of the Harbour Court|body_id=harbour-court|started=2017-03"),
        ("Coastal Authority", "parties", "coastal-authority", "name=Coastal Authority|kind=state_body|country=XN"),
        ("His court ... Coastal Authority", "affiliations", "harbour-court-part-of-coastal-authority",
         "from_id=harbour-court|to_id=coastal-authority|relation=part_of"),
        ("Lena Falk", "parties", "lena-falk", "name=Lena Falk|kind=person|country=XN"),
        ("leads the [[Dockers' Union]]", "parties", "dockers-union", "name=Dockers’ Union|kind=ngo|country=XN"),
        ("Lena Falk ... Dockers' Union", "affiliations", "dockers-union-led-by-lena-falk",
         "from_id=dockers-union|to_id=lena-falk|relation=led_by"),
        ("World Federation of Docks", "parties", "world-federation-of-docks",
         "name=World Federation of Docks|kind=ngo"),
        ("union belongs to ... Docks", "affiliations", "dockers-union-member-of-world-federation",
         "from_id=dockers-union|to_id=world-federation-of-docks|relation=member_of"),
        ("HARBOUR list", "programmes", "norland-harbour",
         "authority_id=norland-treasury|name=HARBOUR|code=HARBOUR|kind=designation|human_rights=true"),
        ("stands on the Harbour Act", "legal_bases", "norland-harbour-harbour-act",
         "programme_id=norland-harbour|act=Harbour Act"),
        ("Treasury on Thursday ... list,", "sanctions", "norland-harbour-bahram-nikpour",
         "target_id=bahram-nikpour|authority_id=norland-treasury|programme_id=norland-harbour|listed=2019-12-19",
         {"as_stated": "Thursday"}),
        ("the dock strike of November 2019", "events", "dock-strike-2019-11",
         "kind=protest|title=Dock strike of November 2019|date=2019-11"),
        ("six dockers", "groups", "six-dockers",
         "description=dockers said to have been beaten|size=6|comparator=exactly"),
        ("Lena Falk ... the six", "group_members", "six-dockers-lena-falk", "group_id=six-dockers|entity_id=lena-falk"),
        ('"He had six dockers beaten," said Lena Falk', "participations", "dock-strike-2019-11-bahram-nikpour-accused",
         "event_id=dock-strike-2019-11|entity_id=bahram-nikpour|part=accused|standing=alleged", ALLEGED),
        ("union counts ... 2019;", "estimates", "dock-strike-2019-11-injured-union",
         "about_id=dock-strike-2019-11|measure=injured|population=people injured at the strike|comparator=more_than"
         "|value=300|counted_by=dockers-union", {"asserted_by": "dockers-union"}),
        ("the court speaks of 120 at most", "estimates", "dock-strike-2019-11-injured-court",
         "about_id=dock-strike-2019-11|measure=injured|population=people injured at the strike|comparator=at_most"
         "|value=120|counted_by=harbour-court", {"asserted_by": "harbour-court"}),
        ("The judge ... denies it", "statements", "bahram-nikpour-denies-beatings",
         "speaker_id=bahram-nikpour|kind=denies|polarity=negative|about_id=dock-strike-2019-11-bahram-nikpour-accused"
         "|gist=he had dockers beaten"),
    ),
    "herald-2019": (
        ("Wednesday ... list.", "sanctions", "norland-harbour-bahram-nikpour", "target_id|authority_id"),
        ("On Wednesday", "sanctions", "norland-harbour-bahram-nikpour", "listed",
         {"stance": "disputes", "value": "2019-12-18", "as_stated": "Wednesday"}),
        ("More than 300 ... Union.", "estimates", "dock-strike-2019-11-injured-union",
         "about_id|measure|comparator|value|counted_by", {"asserted_by": "dockers-union"}),
    ),
    "register-2019": (
        ("The Treasury is a body of the State of Norland", "affiliations", "norland-treasury-organ-of-norland",
         "from_id=norland-treasury|to_id=norland|relation=organ_of"),
        ("State of Norland", "parties", "norland", "name=Norland|kind=state|country=XN"),
        ("HARBOUR;NIKPOUR ... blocked", "sanctions", "norland-harbour-bahram-nikpour",
         "target_id|authority_id|programme_id|listed|measures=asset_freeze"),
    ),
}  # fmt: skip


def sheet_text(lines: Iterable[Line]) -> str:
    """A sheet as a curator saves it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for find, table, row, cells, *claim in lines:
        writer.writerow({"find": find, "table": table, "row": row, "cells": cells} | (claim[0] if claim else {}))
    return text.getvalue()


@dataclass(frozen=True)
class Bench:
    """A package and the folder with its documents, and what a curator does with them."""

    root: Path
    documents: Path

    def package(self) -> Package:
        """The package as it lies on disk."""
        return open_package(self.root)

    def at_hand(self) -> Documents:
        """Its documents."""
        return Documents(self.documents)

    def run(self, *args: str, input: str | None = None) -> Result:
        """Run a command of the real command line on the package."""
        return CliRunner().invoke(app, [*args, "--dir", str(self.root)], input=input)

    def enter(self, source: str, *lines: Line) -> Entered:
        """Enter a sheet."""
        return enter(self.package(), source, sheet_text(lines), self.at_hand())

    def rows(self, table: str) -> dict[str, dict[str, str]]:
        """A table's rows by key."""
        return {row[TABLES[table].key()]: row for row in self.package().table(table).records()}

    def write(self, table: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Write a table by hand."""
        self.file(table).write_bytes(canonical.render(table, rows))

    def edit(self, table: str, key: str, **cells: str) -> None:
        """Change cells of a row by hand."""
        rows = self.rows(table)
        rows[key] |= cells
        self.write(table, rows.values())

    def file(self, table: str) -> Path:
        """The path of a table."""
        return self.root / "datasets" / f"{table}.csv"

    def files(self) -> dict[str, bytes]:
        """Every file of the package and its bytes."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        return {str(path.relative_to(self.root)): path.read_bytes() for path in paths}


def _copy(template: Bench, to: Path) -> Bench:
    return Bench(copied(template.root, to / "package"), copied(template.documents, to / "documents"))


@pytest.fixture(scope="session")
def sheets() -> dict[str, tuple[Line, ...]]:
    """The sheets of the whole package, by source."""
    return SHEETS


@pytest.fixture(scope="session")
def bare_template(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A package with nothing in it but publishers, and documents that are not registered."""
    folder = tmp_path_factory.mktemp("bare")
    bench = Bench(folder / "package", folder / "documents")
    (bench.root / "datasets").mkdir(parents=True)
    bench.documents.mkdir()
    (bench.root / "datapackage.json").write_text(json.dumps(data_package(VERSION)), encoding="utf-8")
    for table in TABLES:
        bench.write(table, PUBLISHERS if table == "parties" else ())
    for source, (*_, text) in SOURCES.items():
        (bench.documents / f"{source}.txt").write_bytes(text.encode("utf-8"))
    return bench


@pytest.fixture(scope="session")
def bench_template(bare_template: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The whole package: every document registered, its sheet entered, every claim sealed."""
    made = once(tmp_path_factory, "bench", lambda folder: _fill(_copy(bare_template, folder)))
    return Bench(made / "package", made / "documents")


def _fill(bench: Bench) -> None:
    for source, (title, kind, publisher, published, _) in SOURCES.items():
        cells = (f"published={published}", "published_basis=stated", *MORE_CELLS.get(source, ()))
        options = (f"--id={source}", f"--title={title}", f"--kind={kind}", f"--publisher={publisher}")
        file = str(bench.documents / f"{source}.txt")
        result = bench.run("source", "add", file, *options, *(f"--cell={cell}" for cell in cells))
        assert result.exit_code == 0, result.output
    for source, lines in SHEETS.items():
        args = ("locate", source, "--sheet", "-", "--documents", str(bench.documents))
        result = bench.run(*args, input=sheet_text(lines))
        assert result.exit_code == 0, result.output
    result = bench.run("seal")
    assert result.exit_code == 0, result.output
    (bench.root / ".mostanad-undo.json").unlink()


@pytest.fixture
def bare(bare_template: Bench, tmp_path: Path) -> Bench:
    """A package of one's own with nothing in it but publishers."""
    return _copy(bare_template, tmp_path)


@pytest.fixture
def bench(bench_template: Bench, tmp_path: Path) -> Bench:
    """A whole package of one's own, without an edit to take back."""
    return _copy(bench_template, tmp_path)
