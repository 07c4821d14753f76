"""Evidence by row and by document, held against the whole table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from mostanad.site.contents import Record
from mostanad.site.evidence import dated


def evidence(record: Record) -> list[dict[str, Any]]:
    return record.release.load("evidence", "records")


def test_the_evidence_of_each_row_is_found_by_column(real_record: Record) -> None:
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for item in evidence(real_record):
        row_id, field = item["fact_id"].split("/")
        found[row_id][field].append(item)
    assert len(found) > 1000
    for row_id, fields in found.items():
        assert real_record.evidence.of(row_id) == fields, row_id
    assert real_record.evidence.of("nobody") == {}


def test_the_facts_of_each_document_are_found_once_and_in_order(real_record: Record) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for item in evidence(real_record):
        found[item["source_id"]].add(item["fact_id"])
    for source_id in real_record.sources:
        assert real_record.evidence.facts_on[source_id] == sorted(found[source_id]), source_id


def test_a_last_day_that_is_only_that_of_a_document_years_later_is_not_told() -> None:
    first, printed = dt.date(2012, 8, 1), {"list": {"published": "2026-03-26"}}
    event = {"date": "[2012-08..2026-03-26]", "date_min": first, "date_max": dt.date(2026, 3, 26)}
    assert dated(event, [{"source_id": "list"}], printed) == "August 2012 or later"
    assert dated(event, [], printed) == "between August 2012 and 26 March 2026"
    near = {"date": "[2026-01..2026-03-26]", "date_min": dt.date(2026, 1, 1), "date_max": dt.date(2026, 3, 26)}
    assert dated(near, [{"source_id": "list"}], printed) == "between January 2026 and 26 March 2026"
