"""Prepared relations: origins of claims, claims as cells, ids, references and camps, as rules and releases see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest

from mostanad.evidence.links import Links
from mostanad.evidence.relations import PREPARED, at_least, prepare, shares_ids
from mostanad.files.columns import columns_from
from mostanad.files.typed import arrow_tables
from mostanad.models import FACT_TABLES, TABLES

if TYPE_CHECKING:
    from tests.evidence.conftest import TablesOf

_OF_CLAIMS = (("claims", "passage_id"), ("claims", "target_id"), ("passages", "source_id"))
ROWS: dict[str, list[dict[str, str]]] = {
    "parties": [{"party_id": name, "name": name, "kind": "ngo"} for name in ("union", "unnamed", "writer")],
    "affiliations": [
        {"affiliation_id": "a-1", "from_id": "union", "to_id": "alliance", "relation": "organ_of", "ended": "2019"},
        {"affiliation_id": "a-2", "from_id": "paper", "to_id": "state", "relation": "part_of", "started": "2020"},
    ],
    "events": [
        {"event_id": "strike", "kind": "protest", "title": "Strike", "date": "2019-11", "place": "Osma"},
        {"event_id": "march", "kind": "protest", "title": "March", "date": "2019-11", "place": "Osma"},
    ],
    "estimates": [
        {"estimate_id": f"by-{counter}", "about_id": "strike", "measure": "injured", "population": "people",
         "comparator": "exactly", "value": "7", "counted_by": counter}
        for counter in ("union", "unnamed", "paper", "adapter", "copier")
    ],
    "sources": [
        {"source_id": name, "title": "T", "kind": kind, "publisher_id": publisher, "author": author, "language": "en",
         "published": "2019-12-20", "derived_from": parent, "derivation": derivation, "sha256": "a" * 64}
        for name, kind, publisher, author, parent, derivation in (
            ("article", "news", "paper", "", "", "original"),
            ("op-ed", "op_ed", "paper", "writer", "", "original"),
            ("copy", "news", "copier", "", "article", "syndicated"),
            ("rewritten", "news", "adapter", "", "article", "adapted"),
            ("rewritten-op-ed", "news", "adapter", "", "op-ed", "quotes"),
            ("copy-of-rewritten", "news", "copier", "", "rewritten", "translated"),
        )
    ],
}  # fmt: skip
# source, asserted_by, target: who asserts it, whose it is
ORIGINS = [
    # who publishes it says it; of an op-ed the author; of a copy whoever said it first
    ("article", "", "strike", "paper", "paper"),
    ("op-ed", "", "strike", "writer", "writer"),
    ("copy", "", "strike", "paper", "paper"),
    ("rewritten", "", "strike", "adapter", "paper"),
    ("rewritten-op-ed", "", "strike", "adapter", "writer"),
    ("copy-of-rewritten", "", "strike", "adapter", "paper"),
    # on somebody's word it is theirs, however it came here
    ("article", "union", "strike", "union", "union"),
    ("op-ed", "union", "strike", "union", "union"),
    ("copy", "union", "strike", "union", "union"),
    ("rewritten", "union", "strike", "union", "union"),
    ("op-ed", "paper", "strike", "paper", "paper"),
    # nobody and the text's own asserter lead on to the text
    ("article", "unnamed", "strike", "unnamed", "paper"),
    ("rewritten", "unnamed", "strike", "unnamed", "paper"),
    ("rewritten", "adapter", "strike", "adapter", "paper"),
    ("copy-of-rewritten", "adapter", "strike", "adapter", "paper"),
    ("op-ed", "writer", "strike", "writer", "writer"),
    ("rewritten-op-ed", "unnamed", "strike", "unnamed", "writer"),
    # a number is its counter's, whoever passes it on
    ("article", "", "by-union", "paper", "union"),
    ("rewritten", "", "by-union", "adapter", "union"),
    ("article", "writer", "by-union", "writer", "union"),
    ("article", "union", "by-union", "union", "union"),
    ("article", "", "by-paper", "paper", "paper"),
    ("rewritten", "", "by-paper", "adapter", "paper"),
    # what an adapted text adds to the original is its own, also in a copy of it
    ("rewritten", "", "by-adapter", "adapter", "adapter"),
    ("rewritten", "", "march", "adapter", "adapter"),
    ("copy-of-rewritten", "", "march", "adapter", "adapter"),
    ("rewritten", "unnamed", "march", "unnamed", "adapter"),
    ("op-ed", "", "march", "writer", "writer"),  # which is of another lineage
    # nobody counted: as for any other claim
    ("article", "", "by-unnamed", "paper", "paper"),
    ("rewritten", "", "by-unnamed", "adapter", "paper"),
    ("rewritten", "union", "by-unnamed", "union", "union"),
    ("article", "unnamed", "by-unnamed", "unnamed", "paper"),
]


def claim(number: int, source: str, target: str, fields: str, **cells: str) -> dict[str, str]:
    """A claim on a passage of its own."""
    passage = f"{source}.c{number:06d}-{number + 1:06d}"
    return {
        "claim_id": f"{passage}.{target}",
        "passage_id": passage,
        "target_id": target,
        "fields": fields,
        **cells,
    }


def world(tables_of: TablesOf, claims: list[dict[str, str]], **more: list[dict[str, str]]) -> duckdb.DuckDBPyConnection:
    """A connection with these claims, their passages, and all rows."""
    passages = [
        {"passage_id": item["passage_id"], "source_id": item["passage_id"].split(".")[0], "selector": "char=0,1"}
        for item in claims
    ]
    tables = tables_of(ROWS | {"claims": claims, "passages": passages} | more)
    made, typed = prepare(arrow_tables(tables)), arrow_tables(tables)
    links = Links({name: columns_from(table.header or _header(name), table.rows) for name, table in tables.items()})
    if all(links[place] is not None for place in _OF_CLAIMS):
        with prepare(typed, links=links) as other:
            for name in ("claim_rows", "camps", "claim_cells", "approximations"):
                asked = f"SELECT * FROM {name} ORDER BY ALL"
                assert query(other, asked) == query(made, asked), name
    return made


def _header(name: str) -> list[str]:
    return [column.name for column in TABLES[name].columns()]


@pytest.fixture(scope="module")
def empty(tables_of: TablesOf) -> Iterator[duckdb.DuckDBPyConnection]:
    with prepare(arrow_tables(tables_of({}))) as connection:
        yield connection


def query(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_whose_a_claim_is(tables_of: TablesOf) -> None:
    claims = [
        claim(n, source, target, "value" if target.startswith("by-") else "date", asserted_by=by)
        for n, (source, by, target, _, _) in enumerate(ORIGINS)
    ]
    with world(tables_of, claims) as connection:
        found = query(connection, "SELECT asserted_by, origin, claim_id FROM claim_cells ORDER BY passage_id")
        by_id = {claim_id: (asserter, origin) for asserter, origin, claim_id in found}
        for item, (*given, asserter, origin) in zip(claims, ORIGINS, strict=True):
            assert by_id[item["claim_id"]] == (asserter, origin), given
        publishers = dict(query(connection, "SELECT DISTINCT source_id, published_by FROM claim_cells"))
    assert publishers == {row["source_id"]: row["publisher_id"] for row in ROWS["sources"]}


def test_a_claim_is_expanded_to_cells_with_defaults(tables_of: TablesOf) -> None:
    said = {"modality": "allegation", "hedge": "likely", "stance": "disputes", "as_of": "2019-11", "value": "2019-10",
            "as_stated": "last month"}  # fmt: skip
    claims = [claim(1, "article", "strike", "date kind title"), claim(2, "article", "strike", "date", **said)]
    with world(tables_of, claims) as connection:
        columns = "field, table_name, row_id, source_id, modality, hedge, stance, as_of, value, as_stated"
        found = query(connection, f"SELECT {columns} FROM claim_cells ORDER BY claim_id, field")
        names = [column[0] for column in connection.execute("FROM claim_cells").description]
    plain = ("events", "strike", "article", "fact", "none", "asserts", None, None, None)
    assert found[:3] == [(name, *plain) for name in ("date", "kind", "title")]
    assert found[3:] == [("date", "events", "strike", "article", *said.values())]
    assert " ".join(names) == (
        "claim_id passage_id source_id table_name row_id asserted_by published_by origin modality hedge stance as_of"
        " value as_stated camp field"
    )


def test_a_claim_that_hangs_in_the_air_has_no_cells(tables_of: TablesOf) -> None:
    claims = [
        claim(1, "article", "nothing", "date"),
        claim(2, "nowhere", "strike", "date"),
        claim(3, "article", "strike", "date"),
        claim(4, "article", "strike", "date"),
    ]
    passages = [
        {"passage_id": each["passage_id"], "source_id": each["passage_id"].split(".")[0]} for each in claims[:3]
    ]
    with world(tables_of, claims, passages=passages) as connection:
        assert query(connection, "SELECT claim_id FROM claim_cells") == [("article.c000003-000004.strike",)]
        assert query(connection, "SELECT count(*) FROM claims") == [(4,)]


def test_what_an_adapted_text_adds_is_known_cell_by_cell_and_only_if_the_original_is_held(tables_of: TablesOf) -> None:
    claims = [
        claim(1, "article", "march", "date"),
        claim(2, "rewritten", "march", "place"),
        claim(3, "rewritten", "march", "date place"),
    ]
    sql = "SELECT DISTINCT claim_id, origin FROM claim_cells ORDER BY claim_id"
    lost = [row | ({"sha256": ""} if row["source_id"] == "article" else {}) for row in ROWS["sources"]]
    gone = [row | ({"sha256": ""} if row["source_id"] != "rewritten" else {}) for row in ROWS["sources"]]
    added, not_told = ["paper", "adapter", "paper"], ["paper", "paper", "paper"]
    for sources, origins in (
        (ROWS["sources"], added),
        (lost, added),
        (gone, not_told),
    ):  # of the lost one a copy is held
        with world(tables_of, claims, sources=sources) as connection:
            assert [origin for _, origin in query(connection, sql)] == origins


def test_the_camp_is_that_of_the_origin_at_the_claim_s_date(tables_of: TablesOf) -> None:
    dated = [*ROWS["sources"], ROWS["sources"][0] | {"source_id": "bulletin", "publisher_id": "union"}]
    undated = [row | {"published": ""} for row in dated]
    claims = [
        claim(1, "article", "strike", "date", asserted_by="union"),
        claim(2, "article", "strike", "date", asserted_by="union", as_of="2020-01"),
        claim(3, "article", "strike", "date"),
        claim(4, "rewritten", "strike", "date", as_of="2020"),
        claim(5, "article", "strike", "date", asserted_by="writer"),
    ]
    sql = "SELECT camp FROM claim_cells ORDER BY claim_id"
    with world(tables_of, claims, sources=dated) as connection:
        assert [camp for (camp,) in query(connection, sql)] == ["alliance", None, None, None, "state"]
        assert query(connection, "FROM camps ORDER BY ALL") == [
            ("paper", "2020", "state"),
            ("paper", "2020-01", "state"),  # who reports what the union says
            ("union", "2019-12-20", "alliance"),
        ]
    with world(tables_of, claims) as connection:  # of the union we hold no document
        assert [camp for (camp,) in query(connection, sql)] == [None, None, None, None, "state"]
    with world(tables_of, claims, sources=undated) as connection:
        assert [camp for (camp,) in query(connection, sql)] == ["alliance", None, "state", None, "state"]


def test_ids_are_the_keys_of_the_one_space_of_ids(tables_of: TablesOf) -> None:
    more = {
        "seals": [{"claim_id": "x", "seal": "y"}],
        "history": [{"entry_id": "h"}],
        "redirects": [{"old_id": "gone"}],
    }
    with world(tables_of, [claim(1, "article", "strike", "date")], **more) as connection:
        found = query(connection, "SELECT table_name, row_id FROM ids ORDER BY ALL")
    expected = [
        (name, row[TABLES[name].key()])
        for name, rows in (ROWS | {"redirects": more["redirects"]}).items()
        for row in rows
    ]
    expected += [("claims", "article.c000001-000002.strike"), ("passages", "article.c000001-000002")]
    assert found == sorted(expected)
    assert {name for name, model in TABLES.items() if not shares_ids(model)} == {"seals", "history", "releases"}


def test_cells_are_the_assertions_that_are_not_empty(tables_of: TablesOf) -> None:
    with world(tables_of, []) as connection:
        found = query(connection, "SELECT field, value FROM cells WHERE row_id = 'strike' ORDER BY ALL")
        assert found == [("date", "2019-11"), ("kind", "protest"), ("place", "Osma"), ("title", "Strike")]
        assert query(connection, "SELECT value FROM cells WHERE row_id = 'by-union' AND field = 'value'") == [("7",)]
        assert {name for (name,) in query(connection, "SELECT DISTINCT table_name FROM cells")} <= set(FACT_TABLES)
        assert query(connection, "SELECT count(*) FROM cells WHERE value = '' OR row_id = 'union'") == [(0,)]


def test_row_references_are_all_cells_that_point(tables_of: TablesOf) -> None:
    with world(tables_of, [claim(1, "article", "strike", "date", asserted_by="union")]) as connection:
        found = query(connection, "SELECT field, value FROM row_references WHERE table_name = 'claims' ORDER BY ALL")
        assert found == [("asserted_by", "union"), ("passage_id", "article.c000001-000002"), ("target_id", "strike")]
        sources = query(connection, "SELECT field, value FROM row_references WHERE row_id = 'op-ed' ORDER BY ALL")
        assert sources == [("author", "writer"), ("publisher_id", "paper")]


def test_row_references_of_a_list_are_its_items(tables_of: TablesOf) -> None:
    items = [
        {"item_id": "two", "check_id": "c", "entity_id": "union", "shown_by": "by-union strike"},
        {"item_id": "none", "check_id": "c", "entity_id": "union"},
        {"item_id": "one", "check_id": "c", "entity_id": "union", "shown_by": "gone"},
    ]
    with prepare(arrow_tables(tables_of({"fact_check_answers": items}))) as connection:
        asked = "SELECT row_id, value FROM row_references WHERE field = 'shown_by' ORDER BY ALL"
        assert query(connection, asked) == [("one", "gone"), ("two", "by-union"), ("two", "strike")]
        assert query(connection, "SELECT count(*) FROM row_references WHERE row_id = 'two'") == [(4,)]


def test_what_is_known_of_columns(empty: duckdb.DuckDBPyConnection) -> None:
    roles = query(empty, "SELECT table_name, field, role FROM columns")
    assert sorted(roles) == sorted((n, c.name, c.role) for n, model in TABLES.items() for c in model.columns())
    targets = query(empty, "SELECT target FROM reference_targets WHERE table_name = 'claims' AND field = 'target_id'")
    assert {target for (target,) in targets} == set(FACT_TABLES)


def test_lineage_is_a_relation(tables_of: TablesOf) -> None:
    with world(tables_of, []) as connection:
        found = query(connection, "FROM lineage WHERE source_id = 'copy-of-rewritten'")
    assert found == [("copy-of-rewritten", "adapter", "copier", "article", "paper")]


def test_a_package_without_rows_has_every_relation(empty: duckdb.DuckDBPyConnection) -> None:
    for name in sorted(PREPARED - {"columns", "reference_targets"} | set(TABLES)):
        assert query(empty, f"SELECT count(*) FROM {name}") == [(0,)], name
    left = {name for (name,) in query(empty, "SELECT table_name FROM information_schema.tables")}
    assert left == PREPARED | set(TABLES) | {"claim_rows", "coding_cells"}


def test_dates_are_text_with_days_beside_them(tables_of: TablesOf) -> None:
    with world(tables_of, []) as connection:
        found = query(connection, "SELECT DISTINCT date, date_min::TEXT, date_max::TEXT FROM events")
    assert found == [("2019-11", "2019-11-01", "2019-11-30")]


def test_a_large_package_may_take_more_memory_than_the_least() -> None:
    """A million claims did not compile in 400 MB: joins keep a part of what they hold."""
    small, large = (pa.table({"n": pa.nulls(rows)}) for rows in (400_000, 1_000_000))
    assert at_least(400, [small]) == 400
    assert at_least(400, [small, large]) == 1000
