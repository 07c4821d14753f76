"""FollowTheMoney reads what is exported, and is told nothing that is not plainly stated."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from followthemoney import model
from followthemoney.dataset import DataCatalog, Dataset
from followthemoney.statement import Statement, StatementEntity
from followthemoney.statement.serialize import CSV_COLUMNS, get_statement_writer, read_csv_statements
from followthemoney.statement.util import get_prop_type
from tests.releases.conftest import ABOUT, VERSION, make_world

from mostanad.files import open_package
from mostanad.models import FACT_TABLES
from mostanad.releases.compile import compile_tables
from mostanad.releases.exports import ftm

Tables = dict[str, pa.Table]
Made = TypeVar("Made")
ROOT = Path(__file__).parents[3]
#: What FollowTheMoney's cleaning takes out of names, and Persian needs.
ZWNJ = "\u200c"
#: The tables of which docs/ftm.md speaks; a row of any other that has facts about somebody becomes a note.
NAMED = {"officials", "parties", "names", "identifiers", "positions", "sanctions", "affiliations", "programmes",
         "legal_bases", "tags", "events", "participations", "groups", "group_members", "estimates",
         "statements"}  # fmt: skip
OTHERS = set(FACT_TABLES) - NAMED


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The invented world."""
    return compile_tables(open_package(make_world().write(tmp_path_factory.mktemp("world") / "package")))


@pytest.fixture(scope="module")
def real() -> Tables:
    """The dataset of this checkout."""
    return compile_tables(open_package(ROOT))


@pytest.fixture(params=["small", pytest.param("real", marks=pytest.mark.slow)])
def tables(request: pytest.FixtureRequest) -> Tables:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def once(make: Callable[[Tables], Made]) -> Callable[[Tables], Made]:
    """What is made of tables that stay as they are, made once; not to be changed."""
    made: dict[int, tuple[Tables, Made]] = {}

    def wrapped(tables: Tables) -> Made:
        if id(tables) not in made:  # the tables are held, since another object may get the id of one that is gone
            made[id(tables)] = (tables, make(tables))
        return made[id(tables)][1]

    return wrapped


@once
def entities(tables: Tables) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in ftm.entities(tables, ABOUT)]
    assert [entity["id"] for entity in found] == sorted({entity["id"] for entity in found})
    return {entity["id"]: entity for entity in found}


@once
def statements(tables: Tables) -> list[Statement]:
    text = "".join(f"{line}\n" for line in ftm.statements(tables, ABOUT))
    return list(read_csv_statements(io.BytesIO(text.encode())))


def catalog(tables: Tables) -> DataCatalog[Dataset]:
    return DataCatalog(Dataset, json.loads(ftm.catalog(tables, ABOUT)))


def values(tables: Tables, entity_id: str, prop: str) -> list[tuple[str, str]]:
    """The values of a property, each with its dataset."""
    found = (item for item in statements(tables) if (item.entity_id, item.prop) == (entity_id, prop))
    return [(item.value, item.dataset.removeprefix("mostanad_")) for item in found]


def test_every_entity_is_what_the_model_says(tables: Tables) -> None:
    found = entities(tables)
    assert len(found) > 30
    for entity in found.values():
        proxy = model.get_proxy(dict(entity))
        assert proxy.to_dict()["properties"].keys() == entity["properties"].keys()
        proxy.schema.validate(entity)
        # Of the file of a document we know no name: the title is its caption.
        assert set(proxy.schema.required) - {"fileName"} <= entity["properties"].keys()
        for prop, items in entity["properties"].items():
            known = proxy.schema.get(prop)
            assert known is not None
            assert (known.stub, bool(known.deprecated)) == (False, False)
            for value in items:
                clean = known.type.clean_text(value, format=known.format)
                assert clean == (value.replace(ZWNJ, "") if known.type.name == "name" else value)
                assert len(value) <= known.max_length


def test_every_reference_leads_to_an_entity_of_the_right_kind(tables: Tables) -> None:
    found = entities(tables)
    references = 0
    for entity in found.values():
        for prop, items in entity["properties"].items():
            known = model[entity["schema"]].properties[prop]
            if known.type.name == "entity":
                assert known.range is not None
                assert all(model[found[item]["schema"]].is_a(known.range) for item in items)
                references += len(items)
    assert references > 20


def test_statements_are_those_that_followthemoney_would_write(tables: Tables) -> None:
    read = statements(tables)
    assert len({item.id for item in read}) == len(read)
    assert all(item.id == item.generate_key() for item in read)
    file = io.BytesIO()
    writer = get_statement_writer(file, "csv")
    for item in read:
        writer.write(item)
    writer.close()
    theirs = list(csv.reader(file.getvalue().decode().splitlines(), csv.unix_dialect))
    assert [list(row) for row in csv.reader(ftm.statements(tables, ABOUT))] == theirs
    assert tuple(CSV_COLUMNS) == ftm.COLUMNS


def test_types_of_properties_are_those_of_the_model(tables: Tables) -> None:
    used = {(item.schema, item.prop) for item in statements(tables)}
    assert {pair for pair in used if ftm.TYPES[pair[1]] != get_prop_type(*pair)} == set()


def test_statements_make_the_entities_again(tables: Tables) -> None:
    mostanad = catalog(tables).require(ftm.dataset(ABOUT))
    found, groups = entities(tables), defaultdict(list)
    for item in statements(tables):
        groups[item.canonical_id].append(item)
    assert groups.keys() == found.keys()
    for key, group in groups.items():
        made = StatementEntity.from_statements(mostanad, group)
        assert made.schema.name == found[key]["schema"]
        assert {prop: sorted(items) for prop, items in made.properties.items()} == found[key]["properties"]
        assert sorted(made.datasets) == found[key]["datasets"]


def test_an_entity_has_its_id_wherever_it_has_a_value(small: Tables) -> None:
    ids = {(item.entity_id, item.dataset, item.value) for item in statements(small) if item.prop == "id"}
    found = entities(small).items()
    assert ids == {(key, dataset, key) for key, entity in found for dataset in entity["datasets"]}


def test_the_catalogue_knows_every_dataset(tables: Tables) -> None:
    read = catalog(tables)
    sources = {ftm.dataset(ABOUT, source) for source in tables["sources"]["source_id"].to_pylist()}
    assert read.require(ftm.dataset(ABOUT)).leaf_names == sources
    assert len(sources) == len(tables["sources"])
    assert {item.dataset for item in statements(tables)} <= {ftm.dataset(ABOUT), *sources}
    assert {item.model.version for item in read.datasets} == {VERSION}


#: The rows all of whose essential cells have evidence that states them plainly, counted in another language.
COUNTS = """
WITH plain AS (
    SELECT DISTINCT fact_id FROM evidence WHERE stance = 'asserts' AND modality = 'fact' AND hedge = 'none'
)
SELECT 'Sanction', count(*) FROM sanctions LEFT JOIN programmes USING (programme_id)
WHERE sanction_id || '/target_id' IN (FROM plain) AND sanction_id || '/authority_id' IN (FROM plain)
    AND coalesce(kind, 'designation') IN ('designation', 'mixed')
UNION ALL
SELECT 'Occupancy', count(*) FROM positions WHERE holder_id NOT IN (SELECT group_id FROM groups)
    AND position_id || '/holder_id' IN (FROM plain) AND position_id || '/title' IN (FROM plain)
UNION ALL
SELECT 'ids', count(*) FROM identifiers
WHERE identifier_id || '/entity_id' IN (FROM plain) AND identifier_id || '/value' IN (FROM plain)
UNION ALL
SELECT 'ties', count(*) FROM affiliations WHERE affiliation_id || '/from_id' IN (FROM plain)
    AND affiliation_id || '/to_id' IN (FROM plain) AND affiliation_id || '/relation' IN (FROM plain)
UNION ALL
SELECT 'Document', count(*) FROM sources
"""


def test_counts_agree_with_the_tables(tables: Tables) -> None:
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        expected = {name: count for name, count in connection.execute(COUNTS).fetchall() if count}
    found = entities(tables).values()
    counts = Counter(entity["schema"] for entity in found)
    counts["ids"] = counts["Identification"] + sum("wikidataId" in entity["properties"] for entity in found)
    counts["ties"] = counts["Membership"] + counts["UnknownLink"]
    assert {name: counts[name] for name in expected} == expected
    assert counts["Position"] == counts["Occupancy"]
    people = {entity["id"] for entity in found if entity["schema"] == "Person"}
    assert people >= set(tables["officials"]["official_id"].to_pylist())


def test_every_statement_leads_back_to_evidence_that_says_it(tables: Tables) -> None:
    evidence = {row["evidence_id"]: row for row in tables["evidence"].to_pylist()}
    table_of = {row["fact_id"]: row["table_name"] for row in tables["facts"].to_pylist()}
    followed: Counter[str] = Counter()
    for item in statements(tables):
        if item.origin is None:
            assert item.dataset == ftm.dataset(ABOUT) or item.prop in ("id", "proof", "sourceUrl")
            continue
        rows = [evidence[key] for key in item.origin.split(" ")]
        assert {ftm.dataset(ABOUT, row["source_id"]) for row in rows} == {item.dataset} or item.prop == "topics"
        if item.schema == "Note" and {table_of[row["fact_id"]] for row in rows} <= OTHERS:
            assert all((row["stance"], row["modality"], row["hedge"]) == ("asserts", "fact", "none") for row in rows)
            assert item.prop != "description" or all(row["value"] in item.value for row in rows)
            continue
        if item.schema == "Note":
            assert all(row["stance"] in ("denies", "disputes", "retracts") for row in rows)
            continue
        if item.prop == "reason":  # a line of ours, which says who says so, and how
            how = {"fact": "stated by", "allegation": "alleged by", "opinion": "in the opinion of"}
            assert any(how.get(row["modality"], "inferred from") in item.value for row in rows) or any(
                one in item.value for one in ("(another value, given by", "(denied by")
            )
            continue
        in_words = item.prop in ("notes", "summary") and "hedge" in item.value
        for row in rows:
            assert row["stance"] == "asserts"
            assert in_words or (row["modality"], row["hedge"]) == ("fact", "none")
            if item.prop == "date" or item.value.startswith("as of: "):
                assert row["as_of"] == (item.original_value or item.value)
            elif item.prop not in ("post", "topics"):
                assert row["value"] == (item.original_value or item.value)
        followed[item.schema] += 1
    assert followed.keys() >= {"Person", "Sanction", "Occupancy", "Position", "UnknownLink"}


def test_a_fact_followed_through(small: Tables) -> None:
    fact = next(row for row in small["facts"].to_pylist() if row["fact_id"] == "freedonia-p1-omid-faraz/target_id")
    claims = {row["claim_id"] for row in small["evidence"].to_pylist() if row["fact_id"] == fact["fact_id"]}
    found = [item for item in statements(small) if (item.entity_id, item.prop) == (fact["row_id"], "entity")]
    assert {item.value for item in found} == {fact["value"]} == {"omid-faraz"}
    assert {item.dataset for item in found} == {ftm.dataset(ABOUT, source) for source in fact["source_ids"]}
    assert len(found) == fact["sources"] == 2
    assert {str(item.origin).rpartition("/")[0] for item in found} == claims


def test_the_listing(small: Tables) -> None:
    assert entities(small)["freedonia-p1-omid-faraz"]["properties"] == {
        "authority": ["Freedonia Treasury"],
        "entity": ["omid-faraz"],
        "program": ["P1"],
        "programId": ["freedonia-p1"],
        "proof": ["gazette-list", "wire-2021"],
        "provisions": ["asset_freeze", "travel_ban"],
        "startDate": ["2021-02-03"],
    }


def test_names_keep_their_letters_and_their_language(small: Tables) -> None:
    found = [item for item in statements(small) if item.value == "امید فراز"]
    assert [(item.prop, item.lang, item.entity_id) for item in found] == [("name", "fas", "omid-faraz")]


def test_who_is_accused_and_what_was_said_and_counted_is_left_out(tables: Tables) -> None:
    """But for the reasons of listings, each of which says who alleges it, and what acts do."""
    rows = {row["fact_id"]: row["table_name"] for row in tables["facts"].to_pylist()}
    evidence = {row["evidence_id"]: row["fact_id"] for row in tables["evidence"].to_pylist()}
    told = [item for item in statements(tables) if item.prop != "reason"]
    used = {rows.get(evidence[key]) for item in told for key in (item.origin or "").split()}
    known = {"officials", "parties", "names", "identifiers", "positions", "sanctions", "affiliations", "legal_bases"}
    assert used - {None} <= known | OTHERS
    assert "square-2020" not in "\n".join(ftm.entities(tables, ABOUT))


def test_the_only_topic_is_sanction_and_only_of_those_whom_an_authority_lists(tables: Tables) -> None:
    found = [item for item in statements(tables) if ftm.TYPES[item.prop] == "topic"]
    assert found
    assert {item.value for item in found} == {"sanction"}
    official = {row["row_id"] for row in tables["facts"].to_pylist() if row["support"] == "official"}
    listings = [row for row in tables["sanctions"].to_pylist() if row["sanction_id"] in official]
    listed = {row["target_id"] for row in listings if row["delisted"] is None}
    assert {item.entity_id for item in found} <= listed


SCRIPT = """
import hashlib, pathlib, sys
import pyarrow.parquet as pq
from mostanad.contract import About
from mostanad.releases.exports import ftm
about = About.of({"name": "norland", "title": "Norland"}, "2026.11.0")
tables = {path.stem: pq.ParquetFile(path).read() for path in pathlib.Path(sys.argv[1]).iterdir()}
lines = [*ftm.entities(tables, about), *ftm.statements(tables, about), ftm.catalog(tables, about)]
print(hashlib.sha256("\\n".join(lines).encode()).hexdigest(), *(name for name in sys.modules))
"""


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes_anywhere_and_need_little(small: Tables, tmp_path: Path) -> None:
    for name, table in small.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    outputs, args = [], [sys.executable, "-c", SCRIPT, str(tmp_path)]
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Tehran", "C.UTF-8")):
        more = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        run = subprocess.run(args, env=os.environ | more, capture_output=True, check=True, text=True)
        outputs.append(run.stdout.split())
    assert outputs[0][0] == outputs[1][0]
    loaded = {name for name in outputs[0][1:] if name.startswith("mostanad.") or "." not in name}
    rooms = {name.split(".")[1] for name in loaded if name.startswith("mostanad.")}
    assert rooms <= {"contract", "evidence", "files", "models", "releases"}  # the contract has the licence
    assert loaded & {"followthemoney", "duckdb", "frictionless", "pandas"} == set()
