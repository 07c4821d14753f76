"""A listing whose begin is open, before and after its programme began."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.loader import Release
from mostanad.models import TABLES

PROGRAMMES = {"hr": "2010-09-29", "act": "2012", "late": "[2010-09-01..2010-09-30]", "unknown": ""}


def table(name: str, rows: list[dict[str, str]]) -> pa.Table:
    columns = tuple(column.name for column in TABLES[name].columns())
    cells = tuple(tuple(row.get(column, "") for column in columns) for row in rows)
    return arrow_table(TABLES[name], Table(name, f"{name}.csv", columns, cells))


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """One listing under each programme, all older than the first list, and one under none."""
    common = {"target_id": "judge", "authority_id": "treasury", "listed": "[..2021-08-18]"}
    listings = [{"sanction_id": name, "programme_id": name} | common for name in PROGRAMMES]
    listings.append({"sanction_id": "without"} | common)
    programmes = [
        {"programme_id": name, "authority_id": "treasury", "code": name, "kind": "designation", "started": began}
        for name, began in PROGRAMMES.items()
    ]
    (tmp_path / "parquet").mkdir()
    for name, rows in (("sanctions", listings), ("programmes", programmes)):
        pq.write_table(table(name, rows), tmp_path / "parquet" / f"{name}.parquet")
    return Release(tmp_path, "2026.11.0")


@pytest.mark.parametrize(
    ("day", "possible"),
    [
        ("2010-08-31", {"unknown", "without"}),
        ("2010-09-28", {"late", "unknown", "without"}),
        ("2010-09-29", {"hr", "late", "unknown", "without"}),
        ("2012-01-01", {*PROGRAMMES, "without"}),
        ("2021-08-17", {*PROGRAMMES, "without"}),
    ],
)
def test_nothing_is_listed_under_a_programme_that_has_surely_not_begun(
    release: Release, day: str, possible: set[str]
) -> None:
    found = {row["sanction_id"]: row["in_force"] for row in release.as_of(valid=day).load("sanctions", "records")}
    assert found == dict.fromkeys(possible, "unsure")


def test_from_the_first_list_on_it_is_sure(release: Release) -> None:
    found = release.as_of(valid="2021-08-18").load("sanctions", "records")
    assert {row["sanction_id"]: row["in_force"] for row in found} == dict.fromkeys([*PROGRAMMES, "without"], "yes")
