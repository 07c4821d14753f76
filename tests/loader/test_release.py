"""A release: its tables in every form, and why a cell says what it says."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mostanad.files import Table
from mostanad.files.parquet import read
from mostanad.files.typed import arrow_table
from mostanad.loader import FORMS, Release
from mostanad.models import TABLES


def test_tables(release: Release) -> None:
    assert release.tables() == ["estimates", "events", "evidence", "facts", "groups", "sanctions", "spans"]


def test_a_table_that_there_is_not(release: Release) -> None:
    for name in ("event", "", "../parquet/events", "events.parquet"):
        with pytest.raises(KeyError, match="tables: estimates, events"):
            release.load(name)


def test_a_form_that_there_is_not(release: Release) -> None:
    with pytest.raises(ValueError, match="as_='excel' is not one of pandas, arrow, polars, duckdb, records"):
        release.load("events", "excel")  # type: ignore[arg-type]


def test_every_form_has_the_same_rows(release: Release) -> None:
    assert FORMS == ("pandas", "arrow", "polars", "duckdb", "records")
    records = release.load("events", "records")
    assert [row["event_id"] for row in records] == ["strike", "walkout"]
    assert records[0]["date_min"] == dt.date(2019, 11, 1)
    assert records[1]["date"] is records[1]["date_max"] is None
    arrow = release.load("events", "arrow")
    assert isinstance(arrow, pa.Table)
    assert arrow.to_pylist() == records
    frame = release.load("events", "polars")
    assert isinstance(frame, pl.DataFrame)
    assert frame.to_dicts() == records
    relation = release.load("events", "duckdb")
    assert isinstance(relation, duckdb.DuckDBPyRelation)
    assert relation.to_arrow_table().to_pylist() == records
    assert len(relation.filter("kind = 'protest'").fetchall()) == 2


def test_pandas_keeps_what_may_be_missing_apart_from_what_is_false_or_nothing(release: Release) -> None:
    groups, sanctions, events = (release.load(name) for name in ("groups", "sanctions", "events"))
    assert groups["size"].dtype == pd.Int64Dtype()
    assert groups["size"].tolist() == [6, pd.NA]
    assert sanctions["human_rights"].dtype == pd.BooleanDtype()
    assert sanctions["human_rights"].tolist() == [pd.NA, True]
    assert list(sanctions["measures"][0]) == ["asset_freeze", "travel_ban"]
    assert pd.isna(sanctions["measures"][1])
    assert events["date_max"].dtype == "datetime64[ms]"
    assert events["date_max"][0] == pd.Timestamp(2019, 11, 30)
    assert pd.isna(events["date"][1])


def test_words_of_vocabularies_are_categories_in_the_order_of_the_contract(release: Release) -> None:
    words = ["asserts", "denies", "approximates", "disputes", "retracts"]
    frame = release.load("evidence")
    assert list(frame["stance"].cat.categories) == words
    assert frame["stance"].tolist() == ["asserts", "disputes", "asserts"]
    assert frame[frame["stance"] == "disputes"]["asserted_by"].tolist() == ["gazette"]
    assert frame["selector"].dtype != "category"
    arrow = release.load("evidence", "arrow")
    assert arrow.schema == pq.read_schema(release.path / "parquet/evidence.parquet")  # as the contract has it
    assert (arrow.schema.field("stance").type, arrow.schema.field("as_of_min").type) == (pa.string(), pa.date32())
    polars = release.load("evidence", "polars")
    assert polars.schema["stance"] == pl.Categorical
    assert polars.schema["as_of_min"] == pl.Date
    assert polars.filter(pl.col("stance") == "disputes").height == 1


def test_a_word_that_this_mostanad_does_not_know_is_kept(release: Release) -> None:
    path = release.path / "parquet/events.parquet"
    table = pq.read_table(path)
    at = table.schema.get_field_index("kind")
    pq.write_table(table.set_column(at, table.schema.field(at), pa.array(["protest", "eclipse"])), path)
    frame = release.load("events")
    assert frame["kind"].tolist() == ["protest", "eclipse"]
    assert frame["kind"].cat.categories[-1] == "eclipse"


def test_a_table_that_this_mostanad_does_not_know_has_no_categories(release: Release) -> None:
    pq.write_table(pa.table({"ship_id": ["osma"], "kind": ["brig"]}), release.path / "parquet/ships.parquet")
    assert release.load("ships").to_dict("records") == [{"ship_id": "osma", "kind": "brig"}]
    assert release.load("ships")["kind"].dtype != "category"


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_table(release: Release, form: Any) -> None:
    table = release.load("estimates", form)
    assert len(table) == 0
    if form == "pandas":
        assert table["value"].dtype == "float64"
        assert "as_of_min" in table


def test_an_extra_that_is_not_installed(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ModuleNotFoundError, match=r'polars is not installed; run: pip install "mostanad\[polars\]"'):
        release.load("events", "polars")


def test_reading_needs_a_file(release: Release) -> None:
    with pytest.raises(FileNotFoundError):
        read([release.path / "nothing.parquet"])


def test_facts(release: Release) -> None:
    assert list(release.facts()["fact_id"]) == ["strike/date", "strike/kind"]
    assert list(release.facts("strike")["field"]) == ["date", "kind"]
    assert release.facts("walkout").empty


def test_why_a_cell(release: Release) -> None:
    why = release.why("strike", "date")
    assert (why.row_id, len(why)) == ("strike", 1)
    (item,) = why
    assert item.fact["value"] == "2019-11"
    assert [row["stance"] for row in item.evidence] == ["asserts", "disputes"]
    assert str(why).splitlines() == [
        "strike/date = 2019-11",
        "  support: single, disputed (1 claim, 1 source, 1 origin, 1 known camp)",
        '  union asserts it (fact, likely), published by gazette, origin federation, in its words "in November"',
        f"    gazette char=1,5 sha256 {'b' * 16}",
        f"    document sha256 {'a' * 16} https://example.org/strike",
        "  gazette disputes it (opinion): 2019-12",
        f"    gazette char=1,5 sha256 {'b' * 16}",
        f"    document sha256 {'a' * 16}",
    ]


def test_why_a_row(release: Release) -> None:
    why = release.why("strike")
    assert [item.fact["field"] for item in why] == ["date", "kind"]
    assert str(why) == f"{release.why('strike', 'date')}\n\n{release.why('strike', 'kind')}"


def test_why_what_is_no_fact(release: Release) -> None:
    with pytest.raises(KeyError, match=r"no fact 'strike/place' in release 2026\.11\.0; it has date, kind"):
        release.why("strike", "place")
    with pytest.raises(KeyError, match=r"no fact 'walkout' in release 2026\.11\.0; no row with evidence has this id"):
        release.why("walkout")
    with pytest.raises(KeyError, match="no fact 'nobody/kind'"):
        release.why("nobody", "kind")


def test_dossier(release: Release) -> None:
    assert release.dossier("judge")["official"]["name"] == "The Judge"
    for name in ("nobody", "", "../officials/judge", "judge.json"):
        with pytest.raises(KeyError, match="no official"):
            release.dossier(name)


def test_who_is_a_party_has_no_dossier_but_reasons(release: Release) -> None:
    rows = [{"party_id": "union", "name": "The Union", "kind": "ngo"}]
    columns = tuple(column.name for column in TABLES["parties"].columns())
    cells = tuple(tuple(row.get(column, "") for column in columns) for row in rows)
    table = arrow_table(TABLES["parties"], Table("parties", "parties.csv", columns, cells))
    pq.write_table(table, release.path / "parquet" / "parties.parquet")
    with pytest.raises(KeyError, match=r"no official 'union' in release .*; it is a party, see why\('union'\)"):
        release.dossier("union")
