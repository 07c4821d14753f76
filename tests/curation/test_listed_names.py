"""Who is in the dataset stands on no list that it holds without a listing, or a note that says why not."""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from mostanad.documents.document import Document
from mostanad.documents.folder import Documents
from mostanad.documents.records import EntityType, NameKind
from mostanad.matching.folding import fold
from mostanad.models import TABLES
from mostanad.models.vocabularies import DocumentFormat

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("MOSTANAD_DOCUMENTS") or ROOT.parent / "shared")
DATASETS = ROOT / "datasets"
#: Tables of names and programmes of the SDN list by somebody else, which no reader of a format reads.
TABLE = "us-ofac-sdn-parsed-2025-05"
#: The publishers of lists whose name is not that of the authority that lists.
AUTHORITIES = {"us-ofac": "united-states", "au-dfat-department": "australia"} | dict.fromkeys(
    ("jachymsrb", "covyr"), "united-kingdom"
)
#: What a note says of somebody who is not the one on a list, though the name is the same.
APART = re.compile(r"kept apart from|not joined|no document here says that they are one")
#: A name on a list, with the authority that lists and the codes of the programmes.
Listed = tuple[str, str, frozenset[str]]


def table(name: str) -> list[dict[str, str]]:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold(name).split()))


def held(documents: Documents) -> Iterator[Listed]:
    """The names on the lists whose files are there: no ships, and no name that calls nobody by itself."""
    for source in table("sources"):
        content = documents.find(source["sha256"]) if source["sha256"] else None
        if content is None:
            continue
        authority = AUTHORITIES.get(source["publisher_id"], source["publisher_id"])
        if source["source_id"] == TABLE:
            for row in csv.DictReader(content.decode("utf-8").splitlines()):
                codes = frozenset(code.strip() for code in row["Sanction Type"].split(","))
                yield row["Name"], "united-states", codes
                if len(row["Alias"].split()) > 1:
                    yield row["Alias"], "united-states", codes
        elif source["derived_from"]:
            for record in Document(content, DocumentFormat(source["format"])).targets.values():
                if record.type in (EntityType.VESSEL, EntityType.AIRCRAFT):
                    continue
                # A regulation of the EU is one programme, and a column of an extract is none: codes are those of OFAC.
                codes = frozenset(record.programmes if authority == "united-states" else ())
                for name in record.names:
                    if name.kind is not NameKind.WEAK:
                        yield name.text, authority, codes


def lacking(names: Iterable[dict[str, str]], lists: Iterable[Listed]) -> set[tuple[str, str, str]]:
    """Who stands on a list by a name of theirs without a listing of the authority (or under a programme of it without
    one there) and without a note: who, the authority, the code."""
    code = {row["programme_id"]: row["code"] for row in table("programmes")}
    known = defaultdict[tuple[str, str], set[str]](set)
    for row in [*table("sanctions"), *table("tags")]:
        known[row["target_id"], row["authority_id"]] |= {"", code.get(row["programme_id"], "")}
    apart = {
        row[key]
        for name, key in (("officials", "official_id"), ("parties", "party_id"))
        for row in table(name)
        if APART.search(row["note"])
    }
    called = defaultdict[tuple[str, ...], set[str]](set)
    for row in names:
        if row["script"] == "Latn" and row["kind"] != "misprint" and not APART.search(row["note"]):
            called[words(row["name"])].add(row["entity_id"])
    found = set[tuple[str, str, str]]()
    for name, authority, codes in lists:
        # Several may share a name: if one of them has the listing, it is theirs.
        entities = called.get(words(name), set())
        if not any(codes | {""} <= known[entity, authority] for entity in entities):
            found |= {
                (entity, authority, one)
                for entity in entities - apart
                for one in codes | {""}
                if one not in known[entity, authority]
            }
    return found


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="not checked: the official lists are not beside the repository")
def test_whoever_stands_on_a_list_that_is_held_has_a_listing_or_a_note() -> None:
    assert lacking(table("names"), held(Documents(SHARED))) == set()


def test_a_name_without_a_listing_is_found() -> None:
    name = {"entity_id": "nemuneh-works", "name": "Nemuneh Works", "script": "Latn", "kind": "primary", "note": ""}
    on_list = ("WORKS NEMUNEH", "united-states", frozenset({"HARBOUR"}))
    both = {("nemuneh-works", "united-states", code) for code in ("", "HARBOUR")}
    assert lacking([name], [on_list]) == both
    assert lacking([name | {"note": "no document here says that they are one"}], [on_list]) == set()
    assert lacking([name], [("Nemuneh", "united-states", frozenset())]) == set()


def test_a_programme_that_is_added_to_an_entry_is_found() -> None:
    name = {"entity_id": "irgc", "name": "The Corps", "script": "Latn", "kind": "primary", "note": ""}
    added = ("The Corps", "united-states", frozenset({"IRAN-HR", "HARBOUR"}))
    assert lacking([name], [added]) == {("irgc", "united-states", "HARBOUR")}


def ids_in_prose(notes: Iterable[str], ids: set[str]) -> list[str]:
    """Notes that name somebody by an id with a hyphen instead of a name."""
    return [note for note in notes if ids & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", note))]


def test_a_note_names_whom_and_what_it_is_about_and_prints_no_id() -> None:
    """But those of checks and redirects, which lead to another row by its id."""
    names = TABLES.keys() & {path.stem for path in DATASETS.glob("*.csv")}
    rows = [(name, row) for name in names for row in table(name)]
    ids = {next(iter(row.values())) for _, row in rows}
    notes = [row.get("note", "") for name, row in rows if name not in ("fact_checks", "redirects")]
    assert ids_in_prose(notes, ids) == []
    assert ids_in_prose(["kept apart from water-office: alike"], {"water-office"}) != []
