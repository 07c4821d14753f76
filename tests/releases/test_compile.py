"""Compiled tables: facts are the cells, and what they rest on is what a person counts by hand."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from tests.cases import each, quick
from tests.releases.conftest import World

from mostanad.files import Package, open_package
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
from mostanad.models.vocabularies import SourceKind
from mostanad.releases.compile import BuildRefused, compile_tables
from mostanad.validation import Finding


@pytest.fixture(scope="module")
def tables(package: Package) -> dict[str, pa.Table]:
    return compile_tables(package)


def by_key(table: pa.Table, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in table.to_pylist()}


def compiled(world: World, tmp_path: Path) -> dict[str, pa.Table]:
    return compile_tables(open_package(world.write(tmp_path / "package")))


def test_every_table_is_there_typed_and_in_order(tables: dict[str, pa.Table]) -> None:
    assert list(tables) == [*TABLES, *COMPILED]
    for name, model in (TABLES | COMPILED).items():
        assert tables[name].schema.equals(arrow_schema(model))
        rows = [tuple(row[column] for column in model.order()) for row in tables[name].to_pylist()]
        assert rows == sorted(rows)
        assert len({row[-1] for row in rows}) == len(rows)
    assert [name for name, model in (TABLES | COMPILED).items() if model.order() != (model.key(),)] == ["evidence"]


def test_the_evidence_of_a_row_lies_together_though_its_claims_do_not(tables: dict[str, pa.Table]) -> None:
    rows = tables["evidence"]["fact_id"].to_pylist()
    assert [fact for fact, before in zip(rows[1:], rows, strict=False) if fact != before] == sorted({*rows})[1:]
    claims = tables["evidence"]["claim_id"].to_pylist()
    assert claims != sorted(claims)


def test_facts_are_exactly_the_assertion_cells_that_are_not_empty(tables: dict[str, pa.Table], root: Path) -> None:
    cells = set()
    for name, model in TABLES.items():
        with (root / f"datasets/{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in model.columns():
                    if column.role == "assertion" and row[column.name]:
                        key = row[model.key()]
                        cells.add((f"{key}/{column.name}", name, key, column.name, row[column.name]))
    columns = ("fact_id", "table_name", "row_id", "field", "value")
    assert {tuple(row[name] for name in columns) for row in tables["facts"].to_pylist()} == cells
    assert tables["facts"].num_rows == len(cells) == 72


# Counted by hand from conftest.py: support, disputed, claims, sources, origins, camps.
EXPECTED = {
    # the herald says so; a paper belonging to nobody denies it
    "square-2020/kind": ("single", True, 1, 1, 1, 1),
    # herald, an adapted copy of it, and a reprint of the copy by the other camp: one origin
    "square-2020/title": ("single", False, 3, 3, 1, 1),
    # herald and post; the wire has another day
    "square-2020/date": ("corroborated", True, 2, 2, 2, 2),
    # herald and front, one the organ of the other
    "square-2020/place": ("one_camp", False, 2, 2, 2, 1),
    # two papers of no camp (the wire's tie was over in 2010)
    "square-2020-omid-faraz-accused/part": ("unplaced", False, 2, 2, 2, 0),
    # and one of a camp: three origins, one known camp
    "square-2020-omid-faraz-accused/standing": ("unplaced", False, 3, 3, 3, 1),
    # two outlets of two camps pass on the number of one counter
    "square-2020-killed-blue-front-300/value": ("single", False, 2, 2, 1, 1),
    # the gazette is of the treasury's camp; the wire says so too
    "freedonia-p1-omid-faraz/target_id": ("official", False, 2, 2, 2, 1),
    "freedonia-p1-omid-faraz/measures": ("official", False, 1, 1, 1, 1),
    # the same row, but a cell that only the wire has
    "freedonia-p1-omid-faraz/listed": ("single", False, 1, 1, 1, 0),
    # the authority itself, in a legal act; of a basis by way of its programme
    "freedonia-p1/code": ("official", False, 1, 1, 1, 1),
    "freedonia-p1-act-7/act": ("official", False, 1, 1, 1, 1),
    # a list printed by a body whose tie to the authority nothing shows
    "utopia-omid-faraz/target_id": ("single", False, 1, 1, 1, 0),
    # the body that met, in its own record (a paper has the year only); who was there is no act of the body
    "council-2020/date": ("official", False, 1, 1, 1, 0),
    "council-2020-navid-kohan-attendee/part": ("single", False, 1, 1, 1, 0),
    # an official list is not an act where it says when somebody was born
    "omid-faraz/born": ("single", False, 1, 1, 1, 1),
}


@each("fact_id", list(EXPECTED))
def test_support_and_counts(tables: dict[str, pa.Table], fact_id: str) -> None:
    fact = by_key(tables["facts"], "fact_id")[fact_id]
    columns = ("support", "disputed", "claims", "sources", "origins", "camps")
    assert tuple(fact[name] for name in columns) == EXPECTED[fact_id]


def test_lists_are_sorted_and_distinct(tables: dict[str, pa.Table]) -> None:
    facts = by_key(tables["facts"], "fact_id")
    standing = facts["square-2020-omid-faraz-accused/standing"]
    assert facts["square-2020/place"]["modalities"] == ["fact", "inference"]
    assert standing["asserted_by"] == standing["origin_ids"] == ["blue-herald", "lone-paper", "lone-wire"]
    title = facts["square-2020/title"]
    assert title["source_ids"] == ["blue-copy", "blue-reprint", "blue-story"]
    assert title["asserted_by"] == ["blue-herald", "lone-paper"]  # a reprint asserts nothing of its own
    assert title["origin_ids"] == ["blue-herald"]


def test_a_copy_adds_no_origin_and_an_independent_source_does(world: World, tmp_path: Path) -> None:
    world.claim("red-story", "square-2020", "title")
    fact = by_key(compiled(world, tmp_path)["facts"], "fact_id")["square-2020/title"]
    assert (fact["support"], fact["claims"], fact["origins"], fact["camps"]) == ("corroborated", 4, 2, 2)


def test_a_retraction_disputes_too(world: World, tmp_path: Path) -> None:
    world.claim("front-paper", "square-2020", "title", stance="retracts")
    facts = by_key(compiled(world, tmp_path)["facts"], "fact_id")
    assert facts["square-2020/title"]["disputed"]
    assert not facts["square-2020/place"]["disputed"]


@pytest.mark.parametrize("kind", quick(2, SourceKind))
def test_the_kind_of_source_decides_what_is_official(world: World, tmp_path: Path, kind: SourceKind) -> None:
    for source in world.rows["sources"]:
        source["kind"] = kind
    facts = by_key(compiled(world, tmp_path)["facts"], "fact_id")
    official = kind in ("official_record", "sanctions_list", "legal_act", "court_record")
    assert facts["freedonia-p1-omid-faraz/measures"]["support"] == ("official" if official else "single")
    assert facts["square-2020/date"]["support"] == "corroborated"


def test_what_is_only_inferred_from_an_official_record_is_not_official(world: World, tmp_path: Path) -> None:
    for claim in world.rows["claims"]:
        if claim["target_id"] == "freedonia-p1-omid-faraz":
            claim["modality"] = "inference"
    facts = by_key(compiled(world, tmp_path)["facts"], "fact_id")
    assert facts["freedonia-p1-omid-faraz/measures"]["support"] == "single"
    assert facts["freedonia-p1/code"]["support"] == "official"


def test_who_changed_sides_does_not_corroborate_itself(world: World, tmp_path: Path) -> None:
    tie = {"from_id": "lone-wire", "to_id": "blue-front", "relation": "organ_of", "started": "2015"}
    world.backed("affiliations", "lone-wire-organ-of-blue-front", "wire-story", **tie)
    part = {"event_id": "square-2020", "entity_id": "navid-kohan", "part": "speaker"}
    world.backed("participations", "square-2020-navid-kohan-speaker", "paper-story", **part)
    for as_of in ("2009", "2020-05"):  # of the one camp then, of the other now: ever tied, so never counted as two
        world.claim("wire-story", "square-2020-navid-kohan-speaker", "part", as_of=as_of)
    fact = by_key(compiled(world, tmp_path)["facts"], "fact_id")["square-2020-navid-kohan-speaker/part"]
    assert (fact["support"], fact["origins"], fact["camps"]) == ("unplaced", 2, 1)


@each(
    ("reporters", "support"),
    [
        (["paper-story"], "unplaced"),
        (["paper-story", "wire-story"], "unplaced"),  # papers of no camp
        (["blue-story", "front-paper"], "unplaced"),  # both of the camp that says so itself
        (["blue-story", "blue-reprint"], "unplaced"),  # the other camp's reprint of the same text
        (["blue-story", "red-story"], "corroborated"),
        (["its-own"], "corroborated"),
    ],
)
@pytest.mark.slow
def test_who_is_known_only_through_the_report_of_one_side_makes_no_camp(
    world: World, tmp_path: Path, reporters: list[str], support: str
) -> None:
    world.source("its-own", "freedonia", "2020-05-20", "press_release")
    if "its-own" not in reporters:
        world.rows["sources"].pop()
    for source in reporters:
        world.claim(source, "square-2020", "place", asserted_by="freedonia")
    fact = by_key(compiled(world, tmp_path)["facts"], "fact_id")["square-2020/place"]
    assert (fact["support"], fact["origins"]) == (support, 3)


def test_reports_that_contradict_each_other_make_no_camp(world: World, tmp_path: Path) -> None:
    world.claim("blue-story", "square-2020", "place", asserted_by="freedonia")
    world.claim("red-story", "square-2020", "place", asserted_by="freedonia", stance="denies")
    assert by_key(compiled(world, tmp_path)["facts"], "fact_id")["square-2020/place"]["support"] == "unplaced"


def test_modalities_are_sorted(world: World, tmp_path: Path) -> None:
    for modality in ("opinion", "inference", "allegation"):
        world.claim("wire-story", "square-2020", "title", modality=modality)
    fact = by_key(compiled(world, tmp_path)["facts"], "fact_id")["square-2020/title"]
    assert fact["modalities"] == ["allegation", "fact", "inference", "opinion"]


def test_a_camp_holds_at_the_date_of_the_claim(world: World, tmp_path: Path) -> None:
    gazette = next(row for row in world.rows["affiliations"] if row["from_id"] == "freedonia-gazette")
    gazette["started"] = "2022"  # after the list of 2021
    facts = by_key(compiled(world, tmp_path)["facts"], "fact_id")
    assert facts["freedonia-p1-omid-faraz/measures"]["support"] == "single"
    assert facts["freedonia-p1/code"]["support"] == "official"


def test_evidence_has_one_row_for_each_cell_and_claim(tables: dict[str, pa.Table]) -> None:
    expected = {f"{claim['claim_id']}/{column}" for claim in tables["claims"].to_pylist() for column in claim["fields"]}
    assert set(tables["evidence"]["evidence_id"].to_pylist()) == expected
    assert tables["evidence"].num_rows == len(expected)


def test_evidence_of_a_dispute_has_the_rival_value(tables: dict[str, pa.Table]) -> None:
    rows = [row for row in tables["evidence"].to_pylist() if row["fact_id"] == "square-2020/date"]
    assert {(row["source_id"], row["stance"], row["value"]) for row in rows} == {
        ("blue-story", "asserts", "2020-05-02"),
        ("red-story", "asserts", "2020-05-02"),
        ("wire-story", "disputes", "2020-05-03"),
    }
    assert [row["as_stated"] for row in rows if row["source_id"] == "red-story"] == ["last Saturday"]


def test_evidence_of_an_approximation_has_the_coarser_date(tables: dict[str, pa.Table]) -> None:
    rows = [row for row in tables["evidence"].to_pylist() if row["fact_id"] == "council-2020/date"]
    assert {(row["source_id"], row["stance"], row["value"]) for row in rows} == {
        ("council-record", "asserts", "2020-03/2020-04"),
        ("wire-story", "approximates", "2020"),
    }


def test_evidence_leads_to_the_words(tables: dict[str, pa.Table], root: Path) -> None:
    rows = [row for row in tables["evidence"].to_pylist() if row["fact_id"] == "square-2020/place"]
    herald, front = sorted(rows, key=lambda row: row["source_id"])
    assert herald["source_url"] == "https://example.org/blue-story"
    assert front["source_url"] is None
    start, end = map(int, herald["selector"].removeprefix("char=").split(","))
    text = (root / "documents/blue-story").read_bytes().decode()
    assert text[start:end].startswith("Line on square-2020: date kind place title")
    assert (front["published_by"], front["origin"], front["camp"]) == ("blue-front", "blue-front", "blue-front")
    assert (str(front["as_of_min"]), str(front["as_of_max"])) == ("2020-05-01", "2020-05-31")
    assert herald["as_of"] is herald["as_of_min"] is None


def test_evidence_also_backs_names_which_are_no_facts(tables: dict[str, pa.Table]) -> None:
    rows = [row for row in tables["evidence"].to_pylist() if row["fact_id"] == "navid-kohan/name"]
    assert [(row["source_id"], row["value"]) for row in rows] == [("council-record", "Navid Kohan")]
    assert "navid-kohan/name" not in by_key(tables["facts"], "fact_id")


@pytest.mark.parametrize("threads", [1, 7])
def test_threads_change_nothing(
    package: Package, tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    connect = duckdb.connect
    used: list[int] = []

    def with_threads(*, config: dict[str, str]) -> duckdb.DuckDBPyConnection:
        connection = connect(config=config | {"threads": str(threads)})
        used.extend(connection.execute("SELECT current_setting('threads')").fetchone() or ())
        return connection

    monkeypatch.setattr(duckdb, "connect", with_threads)
    again = compile_tables(package)
    assert {*used} == {threads}
    assert all(again[name].equals(tables[name]) for name in tables)


def refused(world: World, tmp_path: Path) -> list[Finding]:
    with pytest.raises(BuildRefused) as refusal:
        compiled(world, tmp_path)
    return [*refusal.value.report.findings]


def test_a_cell_that_no_claim_asserts_is_refused(world: World, tmp_path: Path) -> None:
    world.rows["positions"][0]["started"] = "2019"
    (error,) = refused(world, tmp_path)
    place = (error.file, error.value, error.message)
    assert place == ("datasets/positions.csv", "navid-kohan-member/started", "no claim asserts this cell")


def test_a_cell_that_is_only_denied_is_refused(world: World, tmp_path: Path) -> None:
    world.rows["positions"][0]["started"] = "2019"
    world.claim("wire-story", "navid-kohan-member", "started", stance="denies")
    assert [error.value for error in refused(world, tmp_path)] == ["navid-kohan-member/started"]


def test_a_claim_on_an_empty_cell_is_refused(world: World, tmp_path: Path) -> None:
    world.claim("wire-story", "square-2020", "instrument")
    (error,) = refused(world, tmp_path)
    assert error.file == "datasets/claims.csv"
    assert re.fullmatch(r"wire-story\..*square-2020/instrument", error.value)


def test_the_order_of_the_files_does_not_matter(world: World, tables: dict[str, pa.Table], tmp_path: Path) -> None:
    root = world.write(tmp_path / "package")
    for path in (root / "datasets").iterdir():
        header, *lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *reversed(lines)]), encoding="utf-8")
    again = compile_tables(open_package(root))
    assert all(again[name].equals(tables[name]) for name in tables)


def test_a_key_that_is_there_twice_is_refused(world: World, tmp_path: Path) -> None:
    world.add("redirects", "old", new_id="navid-kohan", date="2021", reason="merged")
    world.add("redirects", "old", new_id="omid-faraz", date="2021", reason="merged")
    with pytest.raises(BuildRefused, match="redirects: the key old is repeated"):
        compiled(world, tmp_path)


@pytest.mark.parametrize("cell", ["2021-13", "soon"])
def test_a_cell_of_the_wrong_type_is_refused(world: World, tmp_path: Path, cell: str) -> None:
    world.rows["positions"][0]["ended"] = cell
    with pytest.raises(BuildRefused, match=cell):
        compiled(world, tmp_path)
