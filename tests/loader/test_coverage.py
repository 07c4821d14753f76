"""How far lists reach, on made-up ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.loader.whole_tables import WholeTables
from tests.shared import release_of_this_tree

from mostanad.documents.folder import Documents, sha256
from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.loader import Release
from mostanad.loader.coverage import coverage, text
from mostanad.models import COMPILED, TABLES

SDN = (
    '3,"NEMUNEH, Bahram","individual","HARBOUR","-0-","-0-","-0-","-0-","-0-","-0-","-0-","-0-"\r\n'
    '4,"FALK, Lena","individual","QUAY","-0-","-0-","-0-","-0-","-0-","-0-","-0-","-0-"\r\n'
    '5,"OSMA PORT","","PIER","-0-","-0-","-0-","-0-","-0-","-0-","-0-","-0-"\r\n'
    '6,"OSMA STAR","vessel","HARBOUR","-0-","-0-","-0-","-0-","-0-","-0-","-0-","-0-"\r\n'
    '7,"OSMA YARD","","HARBOUR] [QUAY","-0-","-0-","-0-","-0-","-0-","-0-","-0-","-0-"\r\n'
)
LIST = {"kind": "sanctions_list", "publisher_id": "us-ofac", "language": "en"}
FILE = LIST | {"derived_from": "us-list", "derivation": "mirrored", "format": "ofac_sdn", "published_basis": "stated"}
NEW = {"coverage": "excerpt", "entries": "5", "bytes": str(len(SDN)), "sha256": sha256(SDN.encode())}
STATE = {"kind": "designation", "authority_id": "united-states"}
LISTING = {"target_id": "bahram-nemuneh", "authority_id": "united-states"}
ROWS: dict[str, list[dict[str, str]]] = {
    "sources": [
        LIST | {"source_id": "us-list", "title": "The list", "derivation": "original"},
        FILE | {"source_id": "new", "title": "New", "published": "2024-05-01"} | NEW,
        FILE
        | {"source_id": "old", "title": "Old", "published": "[2019-01-02..2019-01-15]"}
        | NEW
        | {"coverage": "whole"},
        FILE | {"source_id": "table", "title": "A", "kind": "dataset", "publisher_id": "falk", "published": "2025-02"},
        FILE | {"source_id": "plain", "title": "Pages", "kind": "news", "format": "text", "published": "2026-01-01"},
    ],
    "programmes": [
        {
            "programme_id": "us-harbour",
            "kind": "designation",
            "authority_id": "united-states",
            "code": "HARBOUR",
            "scope": "whole",
        },
        {
            "programme_id": "us-quay",
            "kind": "designation",
            "authority_id": "united-states",
            "code": "QUAY",
            "scope": "joined",
        },
        {
            "programme_id": "us-other",
            "kind": "designation",
            "authority_id": "united-states",
            "code": "OTHER",
            "scope": "whole",
        },
    ],
    "sanctions": [
        LISTING | {"sanction_id": "a", "programme_id": "us-harbour", "entry": "3"},
        LISTING | {"sanction_id": "b", "programme_id": "us-other", "entry": "4"},  # of another list with such numbers
    ],
    "tags": [{"tag_id": "c", "programme_id": "us-quay", "entry": "7"} | LISTING],
    "passages": [{"passage_id": "new.r-3", "source_id": "new"}, {"passage_id": "plain.l-1", "source_id": "plain"}],
    "claims": [
        {"claim_id": "new.r-3.a", "passage_id": "new.r-3", "target_id": "a", "fields": "entry"},
        {"claim_id": "new.r-3.c", "passage_id": "new.r-3", "target_id": "c", "fields": "entry"},
        {"claim_id": "plain.l-1.b", "passage_id": "plain.l-1", "target_id": "b", "fields": "entry"},
    ],
    "spans": [
        {"row_id": "a", "begun_by": "2019-01-15", "last_documented": "2024-05-01"},
        {"row_id": "b", "begun_by": "2019-01-15", "last_documented": "2024-05-01"},
        {"row_id": "c", "begun_by": "2019-01-15", "last_documented": "2024-04-30"},
    ],
}
MODELS = TABLES | COMPILED


def filled() -> dict[str, Table]:
    found = {}
    for name, given in ROWS.items():
        empty = {column.name: column.example if column.required else "" for column in MODELS[name].columns()}
        found[name] = Table(name, "", tuple(empty), tuple(tuple((empty | row).values()) for row in given))
    return found


def made() -> WholeTables:
    return WholeTables({name: arrow_table(MODELS[name], table) for name, table in filled().items()})


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "any name").write_bytes(SDN.encode())
    return folder


def test_the_entries_of_the_last_version_that_are_rows_and_why_the_others_are_not(documents: Path) -> None:
    (found,) = coverage(made(), Documents(documents))
    about = {"list_id": "us-list", "title": "The list", "versions": 2, "first": "2019-01-15", "last": "2024-05-01"}
    about |= {"source_id": "new", "coverage": "excerpt", "last_of_others": "2025-02-28"}
    others = {"joined": 1, "none": 1, "ships": 1}
    assert found == about | {"entries": 5, "stood": 1, "rows": 2, "others": others, "everybody_until": {}}


def test_without_documents_entries_are_not_checked() -> None:
    (found,) = coverage(made(), Documents(None))
    assert (found["entries"], found["rows"], found["others"]) == (5, None, None)
    assert list(text([found]))[-1].endswith("not checked (no --documents)")


@pytest.mark.slow
def test_who_is_listed_is_sure_up_to_the_last_list_of_each_authority(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = release_of_this_tree(tmp_path_factory)
    release = Release(path, path.name)
    tables = {name: release.load(name, "records") for name in ("sanctions", "passages", "claims")}
    last: dict[str, dt.date] = {}
    shown = {
        one["source_id"]: max(one["last"], one["last_of_others"] or "") for one in coverage(release, Documents(None))
    }
    authority_of = {row["sanction_id"]: row["authority_id"] for row in tables["sanctions"]}
    source_of = {row["passage_id"]: row["source_id"] for row in tables["passages"]}
    for claim in tables["claims"]:
        authority, source_id = authority_of.get(claim["target_id"]), source_of[claim["passage_id"]]
        if authority and source_id in shown:
            day = dt.date.fromisoformat(shown[source_id])
            last[authority] = max(last.get(authority, day), day)
    assert last.keys() == {*authority_of.values()}
    on_lists = release.load("on_lists", "records")
    for authority, day in last.items():
        for valid, expected in ((day, "yes"), (day + dt.timedelta(1), "unsure")):
            listed = release.as_of(valid=valid).load("sanctions", "records")
            found = {row["in_force"] for row in listed if row["authority_id"] == authority}
            assert expected in found
            assert expected == "yes" or found == {"unsure"}
        after = [
            row["answer"] for row in on_lists if (row["authority_id"], row["last_day"]) == (authority, "9999-12-31")
        ]
        assert set(after) == {"unsure"}
    uk = [row for row in on_lists if row["authority_id"] == "united-kingdom" and row["first_day"] <= "2025-08-10"]
    assert {row["answer"] for row in uk if row["last_day"] >= "2018-04-14"} == {"yes", "unsure"}
