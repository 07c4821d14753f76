"""Listings without an end: until when they are known to have lasted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.loader import Release
from mostanad.loader.last_seen import last_seen
from mostanad.models import COMPILED, TABLES

#: Sources: the list of which they are versions, kind, day of publication.
SOURCES = {
    "list": ("", "sanctions_list", ""),
    "list-1": ("list", "sanctions_list", "2020-01-01"),
    "list-2": ("list", "sanctions_list", "2021-06-01"),
    "log": ("", "dataset", "2021-09-09"),
    "other-1": ("other", "sanctions_list", "2018-04-13"),
    "paper": ("", "news", "2019-12-24"),
    "undated": ("", "news", ""),
    "annex": ("list", "legal_act", "2025-01-01"),
}
#: Listings: by what each is shown (cell and source).
SHOWN = {
    "old": [("entry", "list-1"), ("listed", "list-1")],
    "new": [("entry", "list-2"), ("listed", "log"), ("delisted", "annex"), ("note", "annex")],
    "elsewhere": [("entry", "other-1")],
    "in-a-paper": [("listed", "paper")],
    "at-no-time": [("listed", "undated")],
    "by-nothing": [],
}


def table(name: str, rows: list[dict[str, str]]) -> pa.Table:
    model = (TABLES | COMPILED)[name]
    columns = tuple(column.name for column in model.columns())
    cells = tuple(tuple(row.get(column, "") for column in columns) for row in rows)
    return arrow_table(model, Table(name, f"{name}.csv", columns, cells))


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Listings of two lists, of a paper and of nothing, all since 2018 and without an end, but one."""
    common = {"target_id": "judge", "authority_id": "treasury", "listed": "2018"}
    listings = [{"sanction_id": name} | common for name in SHOWN]
    listings.append({"sanction_id": "ended", "delisted": "2030"} | common)
    evidence = [
        {
            **{"evidence_id": f"{source}.{name}/{field}", "fact_id": f"{name}/{field}", "source_id": source},
            **{"claim_id": f"{source}.{name}", "passage_id": source, "selector": "char=0,1", "published_by": "x"},
            **{"asserted_by": "x", "origin": "x", "modality": "fact", "hedge": "none", "value": "y"},
            **{"passage_sha256": "a" * 64, "source_sha256": "b" * 64},
            **{"stance": "denies" if name == "by-nothing" else "asserts"},
        }
        for name, shown in {**SHOWN, "by-nothing": [("listed", "list-2")], "tagged": [("entry", "list-1")]}.items()
        for field, source in shown
    ]
    sources = [
        {
            **{"source_id": name, "derived_from": whose, "kind": kind, "published": day, "title": name},
            **{"publisher_id": "x", "language": "en", "derivation": "mirrored" if whose else "original"},
        }
        for name, (whose, kind, day) in SOURCES.items()
    ]
    (tmp_path / "parquet").mkdir()
    tables = {"sanctions": listings, "evidence": evidence, "sources": sources}
    tables["tags"] = [{"tag_id": "tagged", "programme_id": "mark"} | common]
    for name, rows in tables.items():
        pq.write_table(table(name, rows), tmp_path / "parquet" / f"{name}.parquet")
    return Release(tmp_path, "2026.11.0")


def test_the_last_document_on_a_list_speaks_for_all_its_entries(release: Release) -> None:
    assert last_seen(release) == {
        "old": dt.date(2021, 9, 9),
        "new": dt.date(2021, 9, 9),
        "elsewhere": dt.date(2018, 4, 13),
        "in-a-paper": dt.date(2019, 12, 24),
        "tagged": dt.date(2021, 9, 9),
    }


@pytest.mark.parametrize(("day", "answer"), [("2021-09-09", "yes"), ("2021-09-10", "unsure")])
def test_so_it_does_for_tags(release: Release, day: str, answer: str) -> None:
    (tag,) = release.as_of(valid=day).load("tags", "records")
    assert (tag["tag_id"], tag["in_force"]) == ("tagged", answer)


@pytest.mark.parametrize(
    ("day", "sure"),
    [
        ("2018-12-31", {"old", "new", "in-a-paper", "at-no-time", "by-nothing", "ended"}),
        ("2019-12-24", {"old", "new", "in-a-paper", "at-no-time", "by-nothing", "ended"}),
        ("2021-09-09", {"old", "new", "at-no-time", "by-nothing", "ended"}),
        ("2021-09-10", {"at-no-time", "by-nothing", "ended"}),
    ],
)
def test_after_it_they_are_unsure_and_still_there(release: Release, day: str, sure: set[str]) -> None:
    found = {row["sanction_id"]: row["in_force"] for row in release.as_of(valid=day).load("sanctions", "records")}
    assert found == dict.fromkeys([*SHOWN, "ended"], "unsure") | dict.fromkeys(sure, "yes")
