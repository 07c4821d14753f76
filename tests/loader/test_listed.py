"""Who is listed by whom: rows read by hand."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.loader.test_as_of import table
from tests.shared import spans

from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.loader import Release
from mostanad.loader.reasons import ground
from mostanad.models import COMPILED, TABLES

FACTS = tuple(column.name for column in COMPILED["facts"].columns())

#: Whom, by whom, for human rights or not, from, to; the lists held are of 2022-02-01 and 2022-03-01.
LISTINGS = {
    "ada-north": ("ada", "north", "true", "2019-12-19", ""),
    "ada-north-too": ("ada", "north", "", "2018", ""),
    "ada-south": ("ada", "south", "true", "[2022-01-05..2022-01-07]", ""),
    "ben-north": ("ben", "north", "true", "2020", "2022-01-20"),
    "ben-south": ("ben", "south", "true", "2021", ""),
    "eve-north": ("eve", "north", "false", "2021", ""),
}


@pytest.fixture
def release(tmp_path: Path) -> Release:
    (tmp_path / "parquet").mkdir()
    names = ("target_id", "authority_id", "human_rights", "listed", "delisted")
    rows = [{"sanction_id": key} | dict(zip(names, cells, strict=True)) for key, cells in LISTINGS.items()]
    last = {"north": "2022-03-01", "south": "2022-02-01"}
    shown = [(key, cells[1]) for key, cells in LISTINGS.items()]
    backing = {
        "claims": table("claims", [{"passage_id": list_, "target_id": key, "fields": "entry"} for key, list_ in shown]),
        "passages": table("passages", [{"passage_id": one, "source_id": one, "selector": "record=1"} for one in last]),
        "sources": table("sources", [{"source_id": one, "published": day} for one, day in last.items()]),
    }
    people = [{"official_id": key, "name": key.title()} for key in ("ada", "ben", "eve")]
    tables = {"sanctions": table("sanctions", rows), "officials": table("officials", people)}
    tables |= {"parties": table("parties", []), "facts": arrow_table(COMPILED["facts"], Table("facts", "", FACTS, ()))}
    tables["spans"] = spans(tables | backing)["spans"]
    for name, content in tables.items():
        pq.write_table(content, tmp_path / "parquet" / f"{name}.parquet")
    return Release(tmp_path, "2026.11.0")


def told(release: Release, **asked: object) -> list[str]:
    found = release.listed(**asked)  # type: ignore[arg-type]
    cells = zip(found.entity_id, found.authority_id, found.answer, found.day, found.listed, strict=True)
    return [" ".join(map(str, row)) for row in cells]


def test_by_the_last_lists(release: Release) -> None:
    assert told(release) == [
        "ada north yes 2022-03-01 2018",
        "ada south yes 2022-02-01 [2022-01-05..2022-01-07]",
        "ben south yes 2022-02-01 2021",
        "eve north yes 2022-03-01 2021",
    ]
    found = release.listed("north", human_rights=True)
    assert found[["name", "listed", "sanction_ids"]].to_numpy().tolist() == [["Ada", "2019-12-19", ["ada-north"]]]
    assert found.attrs["mostanad"]["version"] == "2026.11.0"


def test_at_the_end_of_a_day(release: Release) -> None:
    assert told(release, by=["north", "south"], on="2022-01-06") == [
        "ada north yes 2022-01-06 2018",
        "ada south unsure 2022-01-06 [2022-01-05..2022-01-07]",
        "ben north yes 2022-01-06 2020",
        "ben south yes 2022-01-06 2021",
    ]
    assert [row[:9] for row in told(release, by="north", on="2022-01-20")] == ["ada north", "eve north"]
    assert told(release, by="south", on="2022-02-02")[0].split()[2] == "unsure"  # of so late a day no list is held


def test_by_one_and_not_by_another(release: Release) -> None:
    assert [row.split()[0] for row in told(release, by="south", not_by=["north"])] == ["ben"]
    assert told(release, by="south", not_by="north", on="2022-01-06") == []
    assert told(release, by="north", not_by="south") == ["eve north yes 2022-03-01 2021"]
    assert [row.split()[0] for row in told(release, by="north", human_rights=True, on="2021-06-01")] == ["ada", "ben"]


def test_whom_another_may_have_listed_on_a_day_is_unsure(release: Release) -> None:
    """A release without on_lists knows of Ada alone, whose listing began on one of three days."""
    assert told(release, by="north", not_by="south", on="2022-01-06") == [
        "ada north unsure 2022-01-06 2018",
        "eve north yes 2022-01-06 2021",
    ]
    names = ("entity_id", "authority_id", "human_rights", "first_day", "last_day", "answer")
    cells = [
        ("ada", "south", "false", "0001-01-01", "9999-12-31", "no"),
        ("ben", "south", "false", "0001-01-01", "9999-12-31", "yes"),
        ("eve", "south", "false", "0001-01-01", "2022-01-05", "no"),
        ("eve", "south", "false", "2022-01-06", "9999-12-31", "unsure"),
        ("eve", "south", "true", "0001-01-01", "9999-12-31", "no"),
    ]
    rows = [dict(zip(names, row, strict=True)) | {"stretch_id": str(number)} for number, row in enumerate(cells)]
    columns = tuple(column.name for column in COMPILED["on_lists"].columns())
    lines = tuple(tuple(row.get(name, "") for name in columns) for row in rows)
    content = arrow_table(COMPILED["on_lists"], Table("on_lists", "", columns, lines))
    pq.write_table(content, release.path / "parquet/on_lists.parquet")
    again = Release(release.path, "2026.11.0")
    asked = {"by": "north", "not_by": "south"}
    assert [row[:10] for row in told(again, **asked, on="2022-01-05")] == ["ada north ", "eve north "]
    assert [row[:14] for row in told(again, **asked, on="2022-01-06")] == ["ada north yes ", "eve north unsu"]
    assert {row.split()[2] for row in told(again, by="north", not_by="south", on="2022-01-05")} == {"yes"}
    assert told(again, not_by="south") == told(release, not_by="south")


def test_who_was_last_seen_long_before_the_last_list_may_be_listed_or_not(tmp_path: Path) -> None:
    """The list of 2018 has Ada; of the list of 2026 nobody looked whether it has her: no row says that she left it."""
    days = {"ada-old": "2018-04-13", "ben-old": "2025-12-01", "eve-new": "2026-05-13"}
    rows = [
        {"sanction_id": key, "target_id": key[:3], "authority_id": "north", "listed": "2007", "entry": key}
        for key in days
    ]
    tables = {"sanctions": table("sanctions", rows), "officials": table("officials", [])}
    tables |= {"parties": table("parties", []), "facts": arrow_table(COMPILED["facts"], Table("facts", "", FACTS, ()))}
    selectors = [{"passage_id": key, "source_id": key, "selector": "record=1"} for key in days]
    claims = [{"passage_id": key, "target_id": key, "fields": "entry"} for key in days]
    sources = table("sources", [{"source_id": key, "published": day} for key, day in days.items()])
    backing = {"passages": table("passages", selectors), "claims": table("claims", claims), "sources": sources}
    tables["spans"] = spans(tables | backing)["spans"]
    (tmp_path / "parquet").mkdir()
    for name, content in tables.items():
        pq.write_table(content, tmp_path / "parquet" / f"{name}.parquet")
    release = Release(tmp_path, "2026.11.0")
    assert told(release) == [
        "ada north unsure 2018-04-13 2007",
        "ben north yes 2025-12-01 2007",  # half a year: authorities have several lists, of different days
        "eve north yes 2026-05-13 2007",
    ]
    assert told(release, not_by="north") == []
    assert told(release, on="2018-04-13", by="north")[0] == "ada north yes 2018-04-13 2007"


def test_authorities_and_days_that_do_not_exist(release: Release) -> None:
    with pytest.raises(KeyError, match=r"'west' lists nobody in release 2026\.11\.0; authorities: north, south"):
        release.listed(not_by=["south", "west"])
    with pytest.raises(ValueError, match=r"^on='2022-01' is not a day"):
        release.listed(on="2022-01")
    with pytest.raises(ValueError, match=r"^on='2022-02-30' is not in the calendar: "):
        release.listed(on="2022-02-30")


def test_what_nobody_shows_a_listing_to_be_for_is_not_said_to_be_for_something_else(release: Release) -> None:
    found = release.listed()
    grounds = zip(found.entity_id, found.authority_id, found.human_rights, strict=True)
    assert [*grounds] == [
        ("ada", "north", True),
        ("ada", "south", True),
        ("ben", "south", True),
        ("eve", "north", False),
    ]
    listings = release.load("sanctions", "records")
    assert ground(listings) == "rights"
    assert ground([row for row in listings if row["human_rights"] is not True]) == "unknown"
    assert ground([row for row in listings if row["human_rights"] is False]) == "other"
    table = arrow_table(TABLES["sanctions"], Table("sanctions", "", (), ())).schema
    rows = [row | {"human_rights": None} if row["target_id"] == "eve" else row for row in listings]
    pq.write_table(pa.Table.from_pylist(rows, table), release.path / "parquet/sanctions.parquet")
    assert Release(release.path, "2026.11.0").listed("north").human_rights.tolist() == [True, None]
