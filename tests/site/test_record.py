"""A release by ids."""

from __future__ import annotations

import datetime as dt

from mostanad.loader import Release
from mostanad.models.fields import FACT_TABLES
from mostanad.site.record import WHOSE, Record, Row


def test_every_row_that_a_claim_can_be_on_is_found(record: Record) -> None:
    assert len(record.rows) == sum(len(record.tables[name]) for name in FACT_TABLES)
    assert record.rows["omid-faraz"][0] == "officials"


def test_every_fact_and_all_evidence_is_found(record: Record) -> None:
    assert sum(map(len, record.facts.values())) == len(record.tables["facts"])
    found = [item for fields in record.evidence.values() for items in fields.values() for item in items]
    assert len(found) == len(record.tables["evidence"])
    for row_id, fields in record.facts.items():
        assert row_id in record.rows
        for field, fact in fields.items():
            assert fact["fact_id"] == f"{row_id}/{field}"


def test_whoever_has_a_named_post_has_a_dossier(record: Record) -> None:
    assert record.dossiers == {"omid-faraz", "navid-kohan"}
    posts = [row for row in record.tables["positions"] if row["holder_id"] == "omid-faraz"]
    unnamed = {**record.tables, "positions": [{**row, "title": None} for row in posts]}
    assert Record(record.release, {**record.tables, "positions": posts}).dossiers == {"omid-faraz"}
    assert Record(record.release, unnamed).dossiers == set()


def test_rows_that_name_a_row_are_found(record: Record) -> None:
    posts = [row["position_id"] for row in record.naming("omid-faraz", "positions", "holder_id")]
    assert posts == ["omid-faraz-clerk", "omid-faraz-warden"]
    assert record.naming("omid-faraz", "positions", "body_id") == []
    for table, column in WHOSE.items():
        for row in record.tables[table]:
            assert row in record.naming(row[column], table, column)


def test_rows_stand_in_order_of_time_and_undated_ones_at_the_end(record: Record) -> None:
    rows: list[Row] = [
        {"x": "", "x_min": None, "x_max": None, "y": "2001", "y_min": dt.date(2001, 1, 1), "y_max": None},
        {"x": "", "x_min": None, "x_max": None, "y": "", "y_min": None, "y_max": None},
        {"x": "[..1999]", "x_min": None, "x_max": dt.date(1999, 12, 31), "y": "", "y_min": None, "y_max": None},
    ]
    assert record.about_time(rows, "x", "y") == [rows[2], rows[0], rows[1]]


def test_the_day_of_a_version_that_is_not_recorded_is_that_of_its_last_document(record: Record) -> None:
    assert record.date == dt.date(2021, 3, 1)


def test_the_day_of_a_version_is_that_on_which_it_was_cut(real: Release, real_record: Record) -> None:
    days = {row["version"]: row["date"] for row in real_record.tables["releases"]}
    assert str(real_record.date) == days[real.version]
