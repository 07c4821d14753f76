"""A release by ids."""

from __future__ import annotations

import datetime as dt

from mostanad.loader import Release
from mostanad.models import FACT_TABLES
from mostanad.site.contents import Fact, Record
from mostanad.site.evidence import Row
from mostanad.site.filters import by_authority


def test_every_row_that_a_claim_can_be_on_is_found(record: Record) -> None:
    assert len(record.rows) == sum(len(record.tables[name]) for name in FACT_TABLES)
    assert record.rows["omid-faraz"][0] == "officials"


def test_every_fact_and_all_evidence_is_found(record: Record) -> None:
    assert sum(map(len, record.facts.values())) == len(record.release.facts())
    found = [item for row_id in record.rows for some in record.evidence.of(row_id).values() for item in some]
    assert len(found) == len(record.release.load("evidence"))
    for row in record.release.load("facts", "records"):
        fact = record.facts[row["row_id"]][row["field"]]
        assert all(row[name] == getattr(fact, name) for name in Fact._fields[:-1])
        assert fact.heard == record.voices.heard[row["fact_id"]]
    assert record.facts.keys() <= record.rows.keys()


def test_every_official_has_a_dossier(record: Record) -> None:
    assert record.dossiers == {"omid-faraz", "navid-kohan"}
    assert record.address("navid-kohan") == "officials/navid-kohan.html"


def test_rows_that_name_a_row_are_found(record: Record) -> None:
    posts = [row["position_id"] for row in record.naming("omid-faraz", "positions", "holder_id")]
    assert posts == ["omid-faraz-clerk", "omid-faraz-warden"]
    assert record.naming("omid-faraz", "positions", "body_id") == []
    whose = {"names": "entity_id", "positions": "holder_id", "sanctions": "target_id", "affiliations": "from_id"}
    for table, column in whose.items():
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
    documents = {str(row["published_max"]) for row in real_record.tables["sources"] if row["published_max"]}
    assert str(real_record.date) == days.get(real.version, max(documents))


def test_the_last_version_of_each_list_is_known_by_authority(real_record: Record) -> None:
    assert len(real_record.lists) > 3
    for who, days in real_record.lists.items():
        offices = {row["office_id"] for row in real_record.tables["programmes"] if row["authority_id"] == who}
        versions = [row for row in real_record.tables["sources"] if row["publisher_id"] in {who, *offices}]
        listed = {row["published_max"] for row in versions if row["kind"] in ("sanctions_list", "legal_act")}
        tables = ("uk-sanctions-extract-2025-08-11", "uk-sanctions-subjects-2026-05-13")  # by somebody else
        others = {real_record.sources[one]["published_max"] for one in tables}
        assert set(days) <= listed | (others if who == "united-kingdom" else set())
        assert sorted(set(days)) == days
    # Which entries of the SDN list stand is last seen in the file of addresses.
    assert real_record.lists["united-states"] == [real_record.sources["us-ofac-add-2026-08-02"]["published_max"]]


def test_a_party_is_called_by_its_initials_too(real_record: Record) -> None:
    assert real_record.label_with_initials("pmoi") == "People's Mojahedin Organization of Iran (MEK, PMOI)"
    assert real_record.label_with_initials("canada") == "Canada"


def test_a_check_is_found_by_what_its_claim_is_about(real_record: Record) -> None:
    about = {row["check_id"] for row in real_record.checks_on("massacre-1988")}
    assert about
    checks = {row["check_id"]: row["claim_id"] for row in real_record.tables["fact_checks"]}
    claims = real_record.release._where("claims", "claim_id", checks.values())
    targets = {row["claim_id"]: row["target_id"] for row in claims}
    for check_id, claim_id in checks.items():
        target = targets[claim_id]
        names_it = "massacre-1988" in real_record.rows[target][1].values() or target == "massacre-1988"
        assert (check_id in about) == names_it


def test_of_somebody_and_an_authority_the_listing_that_surely_began_first_stands_first(real_record: Record) -> None:
    several = 0
    for target in {row["target_id"] for row in real_record.tables["sanctions"]}:
        for rows in by_authority(real_record, target).values():
            now = real_record.told.standing(rows)
            days = [row["listed_max"] or dt.date.max for row in now]
            assert days == sorted(days), target
            several += len(set(days)) > 1
    assert several > 10
    hejazi = by_authority(real_record, "mohammad-hejazi")["united-states"]
    assert hejazi[0]["listed"] == "[..2015-01-17]"
