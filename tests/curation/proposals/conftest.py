"""Invented official lists, version after version, and a package that takes them in.

Nothing in them is so: only the codes of the programmes and the shapes of the files are those of real lists.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.shared import ROOT

from mostanad.curation.draft import Draft
from mostanad.curation.proposals import Decision, Proposal, Request, propose
from mostanad.curation.sealing import seal_added
from mostanad.curation.transaction import Rows, TableRows, commit, read_rows
from mostanad.documents.folder import Documents, sha256
from mostanad.documents.lists import followed_lists
from mostanad.files import open_package
from mostanad.models import TABLES
from mostanad.validation import Finding, validate_package

if TYPE_CHECKING:
    from tests.conftest import Bench

NULL = "-0- "
PERSONS = "no\tname\taka\tname_native\tdate_of_birth\tplace_of_birth\tnationality\tgender\tfunction\tlisted_on"
ORGANISATIONS = "no\tname\taka\tname_native\tlisted_on"
CONLIST = [
    *("Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "DOB", "Town of Birth", "Country of Birth"),
    *("Nationality", "Passport Details", "NI Number", "Position", "Address 1", "Address 2", "Address 3", "Address 4"),
    *("Address 5", "Address 6", "Post/Zip Code", "Country", "Other Information", "Group Type", "Alias Type", "Regime"),
    *("Listed On", "Last Updated", "Group ID"),
]


@cache
def everybody() -> frozenset[str]:
    """Programmes of which everybody is taken in, as in the dataset of the project."""
    return frozenset(row["code"] for row in open_package(ROOT).table("programmes").records() if row["scope"] == "whole")


# Files, as the authorities make them


def entry(
    number: int,
    name: str,
    programmes: str = "IRAN-HR",
    *,
    title: str = "Colonel",
    remarks: str = "",
    kind: str = "individual",
) -> str:
    """A line of SDN.CSV; a blank kind is an organisation, and a person without any rank is no official."""
    title = title if kind == "individual" else ""
    cells = [str(number), f'"{name}"', f'"{kind}"' if kind else NULL, f'"{programmes}"']
    cells += [f'"{title}"' if title else NULL, *[NULL] * 6, f'"{remarks}"' if remarks else NULL]
    return ",".join(cells) + "\r\n"


def sdn(*entries: str) -> bytes:
    """SDN.CSV."""
    return "".join(entries).encode("latin-1") + b"\x1a\r\n"


def alt(*names: tuple[int, int, str, str]) -> bytes:
    """ALT.CSV: entry, number, kind and name."""
    lines = (f'{number},{name_number},"{kind}","{name}",{NULL}\r\n' for number, name_number, kind, name in names)
    return "".join(lines).encode("latin-1")


def annex(*rows: Mapping[str, str]) -> bytes:
    """Persons of Annex I."""
    columns = PERSONS.split("\t")
    return "\n".join([PERSONS, *("\t".join(row.get(name, "") for name in columns) for row in rows), ""]).encode()


def organisations(*rows: tuple[str, str, str]) -> bytes:
    """Entities of Annex I: number, name, day."""
    return "\n".join([ORGANISATIONS, *(f"{no}\t{name}\t\t\t{day}" for no, name, day in rows), ""]).encode()


def conlist(*rows: Mapping[str, str]) -> bytes:
    """ConList.csv."""
    text = io.StringIO()
    text.write("Last Updated,13/04/2018" + "," * (len(CONLIST) - 2) + "\r\n")
    writer = csv.DictWriter(text, CONLIST, restval="", lineterminator="\r\n")
    writer.writeheader()
    usual = {"Group Type": "Individual", "Alias Type": "Prime Alias", "Regime": "Docks", "Listed On": "14/04/2011"}
    writer.writerows(usual | {"Last Updated": "14/04/2011"} | dict(row) for row in rows)
    return text.getvalue().encode("cp1252")


def sema(*records: Mapping[str, str]) -> bytes:
    """Canada's list."""
    text = ""
    for record in records:
        cells = {"Country": "Iran", "Schedule": "1, Part 2"} | dict(record)
        text += "<record>" + "".join(f"<{name}>{value}</{name}>" for name, value in cells.items()) + "</record>\n"
    return f"<data-set>{text}</data-set>".encode()


def log_of(*sights: tuple[str, bytes]) -> bytes:
    """A log of versions: when each was seen."""
    lines = (f"{seen},{sha256(content)}\n" for seen, content in sights)
    return ("published_seen_at,list_sha256\n" + "".join(lines)).encode()


# The package


@dataclass(frozen=True)
class Taken:
    """What a version brought.

    Attributes:
        proposal: as proposed.
        new: the rows that are new or changed, by table and key.
    """

    proposal: Proposal
    new: dict[str, dict[str, dict[str, str]]]

    @property
    def told(self) -> str:
        """What the curator is told."""
        return "\n".join(self.proposal.lines)

    def keys(self, table: str) -> list[str]:
        """The keys of new rows."""
        return sorted(self.new[table])

    def only(self, table: str) -> dict[str, str]:
        """The one new row."""
        (row,) = self.new[table].values()
        return row


@dataclass
class Lab:
    """A package in memory that takes lists in, and the folder in which their files lie."""

    bench: Bench
    rows: Rows
    kept: int = field(default=0)

    def keep(self, content: bytes) -> None:
        """Put a file among the documents."""
        self.kept += 1
        (self.bench.documents / f"{self.kept:03d}").write_bytes(content)

    def propose(self, followed: str, content: bytes, published: str = "", **options: Any) -> Proposal:
        """Propose, with nothing but the kept files."""
        request = Request(followed_lists()[followed], content, published, **{"whole": everybody()} | options)
        return propose(self.rows, request, Documents(self.bench.documents))

    def take(self, followed: str, content: bytes, published: str = "", **options: Any) -> Taken:
        """Propose, accept, and keep the file."""
        before = self.rows
        proposal = self.propose(followed, content, published, **options)
        self.rows = proposal.rows
        self.keep(content)
        return Taken(proposal, {name: _new(before[name], self.rows[name]) for name in TABLES})

    def sdn(self, content: bytes, published: str = "", **options: Any) -> Taken:
        """Take a version of the SDN list in."""
        return self.take("us-ofac-sdn", content, published, **options)

    def log(self, *sights: tuple[str, bytes], source_id: str = "versions-log") -> None:
        """Register a log of versions, or another one in its place."""
        content = log_of(*sights)
        self.keep(content)
        cells = {"title": "Log", "kind": "dataset", "publisher_id": "mirror", "language": "en"}
        cells |= {"format": "csv", "coverage": "whole", "derivation": "original", "sha256": sha256(content)}
        cells |= {"bytes": str(len(content)), "published": sights[-1][0][:10], "published_basis": "stated"}
        draft = Draft(self.rows)
        draft.add("parties", "mirror", name="A mirror of the list", kind="person")
        draft.add("sources", source_id)
        self.rows["sources"][source_id] |= cells

    def official(self, entity_id: str, name: str, **cells: str) -> None:
        """Add an official by hand, with a spelling; nothing backs them."""
        draft = Draft(self.rows)
        draft.add("officials", entity_id, name=name, **cells)
        draft.add("names", f"{entity_id}-name", entity_id=entity_id, name=name, script="Latn", kind="primary")

    def claims(self, target: str, field: str = "") -> list[tuple[str, str, str, str]]:
        """Source, selector, modality and stance of each claim on a row, or on a cell of it."""
        found = []
        for claim in self.rows["claims"].values():
            if claim["target_id"] == target and (not field or field in claim["fields"].split(" ")):
                passage = self.rows["passages"][claim["passage_id"]]
                found.append((passage["source_id"], passage["selector"], claim["modality"], claim["stance"]))
        return sorted(found)

    def findings(self) -> tuple[Finding, ...]:
        """What a whole validation finds, with the documents, once all is sealed and written."""
        seal_added(self.bench.package(), self.rows)
        commit(self.bench.package(), self.rows)
        return validate_package(self.bench.package(), self.bench.at_hand()).findings


def _new(before: Mapping[str, dict[str, str]], now: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    assert before.keys() <= now.keys(), "a row was lost"
    return {key: row for key, row in now.items() if before.get(key) != row}


def decided(*given: tuple[str, str, str]) -> dict[str, Decision]:
    """Decisions: key, who it is, why."""
    return {key: Decision(key, entity_id, reason=reason) for key, entity_id, reason in given}


def text_of(rows: Iterable[Mapping[str, Mapping[str, str]]]) -> str:
    """Every cell of tables in one text."""
    return "\n".join(cell for table in rows for row in table.values() for cell in row.values())


@pytest.fixture
def lab(bare: Bench) -> Lab:
    """An empty package that follows lists."""
    return Lab(bare, read_rows(bare.package()) | {"parties": TableRows("parties")})
