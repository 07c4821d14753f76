"""What facts rest on, counted in Python, against the SQL that compiles it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.releases.conftest import make_world

from mostanad.evidence import support
from mostanad.loader.tables import SUPPORTS
from mostanad.models.vocabularies import Support
from mostanad.releases import build

TABLES = ("facts", "evidence", *support.ACTS)
Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("support")
    world = make_world()
    cells = {"target_id": "navid-kohan", "authority_id": "freedonia-treasury", "listed": "1985"}
    world.backed("sanctions", "treasury-kohan", "gazette-list", **cells)
    world.rows["claims"][-1]["as_of"] = "1985"  # before the gazette was the state's
    world.backed("programmes", "freedonia-r1", "treasury-act", code="R1", authority_id="freedonia-treasury")
    world.rows["programmes"][-1] |= {"name": "R1", "kind": "regulatory_tag"}
    world.backed("tags", "r1-kohan", "gazette-list", programme_id="freedonia-r1", **cells)
    world.backed("tags", "r1-kohan-inferred", "gazette-list", programme_id="freedonia-r1", **cells | {"listed": "1986"})
    world.rows["claims"][-1]["modality"] = "inference"
    release = build(world.write(folder / "package"), folder / "out", forms=())
    return {name: pq.ParquetFile(release / f"parquet/{name}.parquet").read() for name in TABLES}


def differing(tables: Tables, official: pa.ChunkedArray | None = None) -> set[str]:
    """The facts that are counted otherwise than the release has them."""
    own = support.is_official(tables) if official is None else official
    counted = support.count(tables["evidence"], tables["facts"]["fact_id"], own).to_pylist()
    facts = tables["facts"].to_pylist()
    return {fact["fact_id"] for fact, now in zip(facts, counted, strict=True) if fact != fact | now}


def none_of(evidence: pa.Table) -> pa.ChunkedArray:
    return pa.chunked_array([[False] * len(evidence)])


def test_the_counts_and_the_support_are_those_of_the_release(tables: Tables) -> None:
    assert set(tables["facts"]["support"].to_pylist()) == set(Support)
    assert differing(tables) == set()


def test_an_authority_records_its_own_tags_as_it_does_its_listings(tables: Tables) -> None:
    facts = tables["facts"].to_pylist()
    assert {fact["support"] for fact in facts if fact["row_id"] == "r1-kohan"} == {"official"}


def test_an_authoritys_own_record_makes_the_difference(tables: Tables) -> None:
    official = {fact["fact_id"] for fact in tables["facts"].to_pylist() if fact["support"] == "official"}
    assert differing(tables, none_of(tables["evidence"])) == official
    assert not {"treasury-kohan/listed", "r1-kohan-inferred/listed"} & official


def test_what_only_disputes_counts_nowhere(tables: Tables) -> None:
    rows = tables["evidence"].filter(pc.equal(tables["evidence"]["stance"], "disputes"))
    facts = pa.chunked_array([[rows["fact_id"][0].as_py(), "nobody-speaks-of/this"]])
    basis, nothing = support.count(rows, facts, none_of(rows)).to_pylist()
    assert (nothing["support"], nothing["claims"], nothing["disputed"], nothing["camps"]) == (None, 0, False, 0)
    assert (basis["support"], basis["claims"], basis["disputed"], basis["origin_ids"]) == (None, 0, True, [])


def test_what_separates_cells_here_may_stand_in_a_cell_of_a_damaged_release(tables: Tables) -> None:
    evidence = tables["evidence"]
    odd = pa.array([f"{who}\x1f\x1f" for who in evidence["asserted_by"].to_pylist()])
    damaged = evidence.set_column(evidence.column_names.index("asserted_by"), "asserted_by", odd)
    own = support.is_official(tables | {"evidence": damaged})
    counted = support.count(damaged, tables["facts"]["fact_id"], own).to_pylist()
    assert counted[0]["asserted_by"] == [f"{who}\x1f\x1f" for who in tables["facts"]["asserted_by"][0].as_py()]


def test_all_know_one_order() -> None:
    assert tuple(map(str, support.ORDER)) == SUPPORTS
    assert set(support.ORDER) == set(Support)


def test_empty_cells_are_empty_texts() -> None:
    assert support.texts([{"a": None, "b": 1}]) == [{"a": "", "b": "1"}]
