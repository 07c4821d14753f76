"""A release as a SQLite file: the same rows, found in both scripts, and open to Datasette as it is."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from datasette.app import Datasette
from tests.descriptor import about
from tests.releases.exports.odd_release import ABOUT, ARABIC, JOINED, VERSION, odd_release

from mostanad.contract import SCHEMA_VERSION
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
from mostanad.releases import descriptor
from mostanad.releases.exports import sqlite

MODELS = TABLES | COMPILED


@pytest.fixture
def connection(sqlite_file: Path) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(f"{sqlite_file.as_uri()}?mode=ro", uri=True)
    found.row_factory = sqlite3.Row
    yield found
    found.close()


def value(cell: Any, kind: pa.DataType) -> Any:
    """A cell of the file as Parquet has it."""
    if cell is None:
        return None
    if pa.types.is_list(kind):
        return json.loads(cell)
    if pa.types.is_boolean(kind):
        assert cell in (0, 1)
        return bool(cell)
    return dt.date.fromisoformat(cell) if pa.types.is_date(kind) else cell


@pytest.mark.parametrize("table", MODELS)
def test_a_table_has_the_rows_of_its_parquet_file(
    connection: sqlite3.Connection, tables: dict[str, pa.Table], table: str
) -> None:
    kinds = {field.name: field.type for field in arrow_schema(MODELS[table])}
    found = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid')]
    assert [{name: value(cell, kinds[name]) for name, cell in row.items()} for row in found] == tables[
        table
    ].to_pylist()
    assert all(list(row) == list(kinds) for row in found)
    (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    assert count == tables[table].num_rows


def test_the_tables_are_not_empty_and_have_every_kind_of_value(tables: dict[str, pa.Table]) -> None:
    assert tables["facts"].num_rows > 50
    filled = {
        str(field.type).partition("<")[0]
        for name, table in tables.items()
        for field in arrow_schema(MODELS[name])
        if table[field.name].null_count < table.num_rows
    }
    assert filled == {"string", "int64", "double", "bool", "date32[day]", "list"}


@pytest.mark.parametrize("table", MODELS)
def test_columns_and_keys_are_those_of_the_contract(connection: sqlite3.Connection, table: str) -> None:
    types = {"string": "TEXT", "int64": "INTEGER", "double": "REAL", "bool": "INTEGER", "date32[day]": "TEXT"}
    wanted = [
        (
            field.name,
            types.get(str(field.type), "TEXT"),
            int(not field.nullable),
            int(field.name == MODELS[table].key()),
        )
        for field in arrow_schema(MODELS[table])
    ]
    info = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    assert [(row["name"], row["type"], row["notnull"], row["pk"]) for row in info] == wanted
    schema = descriptor.release_schema(MODELS[table])
    references = {
        (*key["fields"], key["reference"].get("resource", table), *key["reference"]["fields"])
        for key in schema.get("foreignKeys", ())
    }
    found = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    assert {(row["from"], row["table"], row["to"]) for row in found} == references


def test_what_the_contract_forbids_cannot_be_written(sqlite_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(sqlite_file.read_bytes())
    with sqlite3.connect(copy) as own:
        own.execute("PRAGMA foreign_keys = ON")
        for change in (
            "UPDATE facts SET disputed = 2",
            "UPDATE facts SET value = NULL",
            "UPDATE facts SET fact_id = 'one'",
            "UPDATE evidence SET source_id = 'nothing'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                own.execute(change)
    own.close()


def test_the_file_is_sound_and_known(connection: sqlite3.Connection, sqlite_file: Path) -> None:
    assert [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    settings = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "freelist_count")}
    assert settings == {"page_size": 8192, "freelist_count": 0}
    assert sqlite_file.read_bytes()[68:72] == b"msnd"
    assert int.from_bytes(sqlite_file.read_bytes()[60:64], "big") == 1
    assert int.from_bytes(sqlite_file.read_bytes()[96:100], "big") == sqlite3.sqlite_version_info[0] * 1_000_000 + (
        sqlite3.sqlite_version_info[1] * 1000 + sqlite3.sqlite_version_info[2]
    )


def test_there_is_nothing_to_vacuum(sqlite_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(sqlite_file.read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("VACUUM")
    connection.close()
    assert copy.stat().st_size >= 0.95 * sqlite_file.stat().st_size


def test_the_same_tables_give_the_same_bytes(sqlite_file: Path, tables: dict[str, pa.Table], tmp_path: Path) -> None:
    mixed = dict(sorted(tables.items(), key=lambda item: random.Random(item[0]).random()))
    turned = {name: table.take(pa.array(range(table.num_rows)[::-1], pa.int64())) for name, table in mixed.items()}
    sqlite.write(turned, ABOUT, tmp_path / "turned.sqlite")
    assert (tmp_path / "turned.sqlite").read_bytes() == sqlite_file.read_bytes()
    sqlite.write(tables, about("2026.11.1"), tmp_path / "other.sqlite")
    assert (tmp_path / "other.sqlite").read_bytes() != sqlite_file.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Tehran"), ("2", "America/New_York")])
def test_another_process_gives_the_same_bytes(sqlite_file: Path, tmp_path: Path, seed: str, zone: str) -> None:
    script = (
        "import sys, pathlib, pyarrow.parquet as pq; from mostanad.releases.exports import sqlite; "
        "tables = {path.stem: pq.ParquetFile(path).read() for path in pathlib.Path(sys.argv[1], 'parquet').iterdir()}; "
        "from tests.descriptor import about; "
        "sqlite.write(tables, about(sys.argv[2]), pathlib.Path(sys.argv[3]))"
    )
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    out = tmp_path / "again.sqlite"
    subprocess.run([sys.executable, "-c", script, odd_release()[0], VERSION, out], env=environment, check=True)
    assert hashlib.sha256(out.read_bytes()).digest() == hashlib.sha256(sqlite_file.read_bytes()).digest()


def test_what_is_there_is_not_written_over(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"something")
    with pytest.raises(FileExistsError):
        sqlite.write(tables, ABOUT, tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == b"something"


def test_a_table_that_is_missing_is_an_error(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="facts"):
        sqlite.write({name: table for name, table in tables.items() if name != "facts"}, ABOUT, tmp_path / "one")


def test_about_says_what_the_release_says(connection: sqlite3.Connection) -> None:
    about = dict(map(tuple, connection.execute("SELECT name, value FROM _about")))
    assert (about["title"], about["version"]) == (ABOUT.title, VERSION)
    assert (about["licence"], about["licence_url"]) == (ABOUT.licence, ABOUT.licence_url)
    assert about["schema_version"] == SCHEMA_VERSION
    assert f"name: {ABOUT.author}\n" in descriptor.citation(ABOUT)
    assert ABOUT.author in about["citation"]
    described = connection.execute("SELECT count(*) FROM _columns WHERE description != ''").fetchone()[0]
    assert described == sum(len(arrow_schema(model)) for model in MODELS.values())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("raisi", "omid-faraz"),
        ("RAISI", "omid-faraz"),
        ("رئیسی", "omid-faraz"),
        ("رئيسي", "omid-faraz"),
        ("رییسی", "omid-faraz"),
        ("سید", "omid-faraz"),
        (f'"{ARABIC}"', "omid-faraz"),
        ("فراز", "omid-faraz"),
        ("نیک‌کوهن", "navid-kohan"),
        ("نیککوهن", "navid-kohan"),
        ("نيك", "navid-kohan"),
        (f'"{JOINED}"', "navid-kohan"),
        ("kohan", "navid-kohan"),
        ("bahr", "navid-kohan"),
        ("kohanolbahr OR ol", "navid-kohan"),
        ("lantern", "square-2020"),
        ("charged", "lone-wire-on-kohan"),
        ("فانوس", "unsure"),
    ],
)
def test_the_search_finds_in_both_scripts(connection: sqlite3.Connection, query: str, found: str) -> None:
    ids = [row[0] for row in connection.execute("SELECT about_id FROM search WHERE search MATCH ?", (query,))]
    assert found in ids


def test_the_search_does_not_find_all(connection: sqlite3.Connection) -> None:
    assert connection.execute("SELECT * FROM search WHERE search MATCH 'رئیس'").fetchall() == []
    (row,) = connection.execute("SELECT * FROM search WHERE search MATCH 'رئیسی'").fetchall()
    assert tuple(row)[:5] == ("omid-faraz", "names", "omid-faraz-name-arabic", "name", ARABIC)


def test_who_says_is_the_evidence_with_names(connection: sqlite3.Connection, tables: dict[str, pa.Table]) -> None:
    assert connection.execute("SELECT count(*) FROM who_says").fetchone()[0] == tables["evidence"].num_rows
    found = connection.execute("SELECT * FROM who_says WHERE fact_id = 'square-2020/date'").fetchall()
    evidence = [row for row in tables["evidence"].to_pylist() if row["fact_id"] == "square-2020/date"]
    assert len(evidence) == 3
    same = ("evidence_id", "claim_id", "passage_id", "source_id", "selector", "stance", "passage_sha256", "as_stated")
    assert sorted(tuple(row[name] for name in same) for row in found) == sorted(
        tuple(row[name] for name in same) for row in evidence
    )
    row = next(row for row in found if row["stance"] == "disputes")
    assert (row["row_id"], row["field"], row["fact_value"]) == ("square-2020", "date", "2020-05-02")
    assert (row["claimed_value"], row["disputed"]) == ("2020-05-03", 1)
    assert (row["asserted_by_name"], row["publisher"]) == ("Lone Wire", "Lone Wire")
    assert row["source_title"] == "Invented document wire-story"


def test_a_listing_has_the_measures_of_the_acts_of_its_programme(sqlite_file: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(sqlite_file.read_bytes())
        copy.execute("""UPDATE legal_bases SET measures = '["asset_freeze", "travel_ban"]'""")
        found = dict(copy.execute("SELECT sanction_id, measures_of_programme FROM listings"))
    assert found["freedonia-p1-omid-faraz"] == '["asset_freeze","travel_ban"]'
    assert found["utopia-omid-faraz"] is None


def test_a_misprint_does_not_stand_for_a_name(sqlite_file: Path) -> None:
    asked = "SELECT name_persian FROM people WHERE official_id = 'omid-faraz'"
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(sqlite_file.read_bytes())
        copy.execute("UPDATE names SET kind = 'misprint' WHERE name_id = 'omid-faraz-name-fa'")
        assert copy.execute(asked).fetchone() == (ARABIC,)  # another name
        copy.execute("UPDATE names SET kind = 'misprint' WHERE script = 'Arab'")
        assert copy.execute(asked).fetchone() == (None,)
        assert {who for (who,) in copy.execute("SELECT target_persian FROM listings")} == {None}


def test_listings_and_people(connection: sqlite3.Connection, tables: dict[str, pa.Table]) -> None:
    listings = {row["sanction_id"]: row for row in connection.execute("SELECT * FROM listings")}
    assert len(listings) == tables["sanctions"].num_rows
    listing = listings["freedonia-p1-omid-faraz"]
    assert (listing["target"], listing["target_persian"]) == ("Omid Faraz", "امید فراز")
    assert (listing["authority"], listing["programme"]) == ("Freedonia Treasury", "P1")
    assert (listing["listed_min"], json.loads(listing["measures"])) == ("2021-02-03", ["asset_freeze", "travel_ban"])
    assert listings["utopia-omid-faraz"]["programme"] is None
    assert {row["measures_of_programme"] for row in listings.values()} == {None}
    people = {row["official_id"]: row for row in connection.execute("SELECT * FROM people")}
    assert people.keys() == set(tables["officials"]["official_id"].to_pylist())
    person = people["omid-faraz"]
    assert (person["name"], person["name_persian"], person["listings"]) == ("Omid Faraz", "امید فراز", 2)
    assert json.loads(person["names_persian"]) == ["امید فراز", ARABIC]
    assert json.loads(person["names_latin"]) == ["Omid Raisi"]
    assert (people["navid-kohan"]["positions"], people["navid-kohan"]["listings"]) == (1, 0)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM facts WHERE row_id = 'x'", "facts_by_row_id"),
        ("SELECT * FROM evidence WHERE fact_id = 'x'", "evidence_by_fact_id"),
        ("SELECT * FROM evidence WHERE source_id = 'x'", "evidence_by_source_id"),
        ("SELECT * FROM names WHERE entity_id = 'x'", "names_by_entity_id"),
        ("SELECT * FROM sanctions WHERE target_id = 'x'", "sanctions_by_target_id"),
        ("SELECT * FROM claims WHERE target_id = 'x'", "claims_by_target_id"),
    ],
)
def test_what_people_join_by_has_an_index(connection: sqlite3.Connection, query: str, index: str) -> None:
    plan = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert index in plan[0]["detail"]


def ask(sqlite_file: Path, *paths: str) -> list[Any]:
    """What Datasette answers."""

    async def answers() -> list[Any]:
        datasette = Datasette([], immutables=[str(sqlite_file)], settings={"num_sql_threads": 0})
        found = []
        for path in paths:
            response = await datasette.client.get(path)
            assert response.status_code == 200, (path, response.text[:500])
            found.append(response.json() if ".json" in path else response.text)
        return found

    return asyncio.run(answers())


def test_datasette_opens_it(sqlite_file: Path, tables: dict[str, pa.Table]) -> None:
    base, about = "/mostanad", "/mostanad/_about.json?_shape=array"
    database, found, page = ask(sqlite_file, f"{base}.json", about, "/mostanad/people")
    counts = {table["name"]: table["count"] for table in database["tables"] if not table["hidden"]}
    assert {name: counts[name] for name in MODELS} == {name: table.num_rows for name, table in tables.items()}
    assert counts.keys() - MODELS.keys() == {"_about", "_columns", "texts"}
    assert {view["name"] for view in database["views"]} == {"who_says", "listings", "people"}
    assert {row["name"]: row["value"] for row in found}["version"] == VERSION
    assert "امید فراز" in page


def test_datasette_searches_and_counts(sqlite_file: Path, tables: dict[str, pa.Table]) -> None:
    search, facets, lists, joined = ask(
        sqlite_file,
        "/mostanad/texts.json?_search=رئیسی&_shape=array",
        "/mostanad/evidence.json?_facet=stance&_size=0",
        "/mostanad/sanctions.json?_facet_array=measures&_size=0",
        "/mostanad.json?sql=select+value+from+sanctions,+json_each(measures)+order+by+1&_shape=array",
    )
    assert [row["about_id"] for row in search] == ["omid-faraz"]
    stances = {item["value"]: item["count"] for item in facets["facet_results"]["stance"]["results"]}
    assert stances == {
        item["values"]: item["counts"] for item in tables["evidence"]["stance"].value_counts().to_pylist()
    }
    measures = {item["value"] for item in lists["facet_results"]["measures"]["results"]}
    assert measures == {"asset_freeze", "travel_ban"}
    assert [row["value"] for row in joined] == ["asset_freeze", "travel_ban"]
