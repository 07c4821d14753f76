"""The relations that Python computes for rules, because SQL without recursion or a date parser cannot."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.shared import ROOT

from mostanad.evidence import lineage
from mostanad.evidence.relations import PREPARED, prepare
from mostanad.files.typed import arrow_tables
from mostanad.models import Row
from mostanad.models.cells import Ids, Slug, column
from mostanad.validation.explain import RULE_SQL


@pytest.mark.parametrize(
    ("leads_to", "found"),
    [
        ({}, []),
        ({"a": "b", "b": "c"}, []),
        ({"a": "a"}, ["a"]),
        ({"b": "a", "a": "b"}, ["a", "b"]),
        ({"in": "a", "a": "b", "b": "c", "c": "a", "far": "in"}, ["a", "b", "c"]),
        ({"a": "b", "b": "a", "c": "d", "d": "c", "e": "a"}, ["a", "b", "c", "d"]),
    ],
)
def test_only_rows_of_a_circle_are_in_one(leads_to: dict[str, str], found: list[str]) -> None:
    assert lineage.cycles(leads_to) == found


@pytest.mark.slow
def test_long_chains_take_no_longer_than_their_length() -> None:
    chain = {str(number): str(number + 1) for number in range(200_000)}
    assert lineage.cycles(chain) == []
    assert len(lineage.cycles(chain | {"200000": "0"})) == 200_001


def test_every_column_that_names_rows_of_its_own_table_is_followed() -> None:
    assert set(lineage.own_references()) == {
        ("events", "part_of"),
        ("groups", "subset_of"),
        ("estimates", "subset_of"),
        ("estimates", "supersedes"),
        ("statements", "about_id"),
        ("statements", "reports_id"),
        ("sources", "derived_from"),
    }


def test_a_column_of_lists_makes_no_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    class Voyage(Row):
        """A voyage."""

        table = "voyages"
        voyage_id: Slug = column("key", "Its id.", "last")
        after: Ids = column("coding", "Which came before.", "a b", references=("voyages",))

    monkeypatch.setattr(lineage, "TABLES", {"voyages": Voyage})
    assert list(lineage.own_references()) == []


def test_the_days_of_an_approximation(tables: Callable[..., Any]) -> None:
    claim = {"passage_id": "list.r-1", "target_id": "march", "stance": "approximates", "fields": "date"}
    rows = {
        "sources": [{"source_id": "list", "publisher_id": "publisher"}],
        "passages": [{"passage_id": "list.r-1", "source_id": "list", "selector": "record=1"}],
        "events": [{"event_id": "march", "date": "2019-11-15/..", "place": "Iran"}],
        "claims": [
            claim | {"claim_id": "month", "value": "[..2019-11]"},
            claim | {"claim_id": "word", "value": "autumn"},
            claim | {"claim_id": "no-date", "fields": "place", "value": "2019"},
            claim | {"claim_id": "no-row", "target_id": "gone", "value": "2019"},
            claim | {"claim_id": "dispute", "stance": "disputes", "value": "2018"},
        ],
    }
    cell = {"field": "date", "cell": "2019-11-15/..", "cell_min": dt.date(2019, 11, 15), "cell_max": dt.date.max}
    with prepare(arrow_tables(tables(rows))) as connection:
        found = connection.sql("FROM approximations ORDER BY claim_id").to_arrow_table().to_pylist()
    assert found == [
        {"claim_id": "month", "value_min": dt.date.min, "value_max": dt.date(2019, 11, 30)} | cell,
        {"claim_id": "word", "value_min": None, "value_max": None} | cell,
    ]


def test_the_page_of_rules_lists_them_with_their_columns(prepared: Callable[..., Any]) -> None:
    page, connection = (ROOT / "docs" / "rules.md").read_text("utf-8"), prepared({})
    assert set(RULE_SQL["tables"]) == PREPARED
    for name, remark in RULE_SQL["tables"].items():
        columns = re.findall("`([a-z_]+)`", remark.partition(":")[0])
        assert sorted(columns) == sorted(connection.table(name).columns), name
        assert f"\n| `{name}` | {remark} |\n" in page
