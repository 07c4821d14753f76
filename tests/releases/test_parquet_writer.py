"""The Parquet files of a release: what they say about themselves, and how little of them a reader needs."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from tests.cases import each
from tests.releases.conftest import ABOUT, VERSION

from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
from mostanad.releases import layout
from mostanad.releases.parquet_writer import ROWS_PER_GROUP, write_parquet

MODELS = TABLES | COMPILED


def facts(officials: int) -> pa.Table:
    """Invented facts: of each official two posts, and a listing whose id begins with the programme's."""
    rows = [f"{who:05d}-kohan-{post}" for who in range(officials) for post in ("head", "member")]
    rows += [f"{programme}-{who:05d}-kohan" for programme in ("aa-list", "zz-list") for who in range(officials)]
    ids = sorted(f"{row}/{field}" for row in rows for field in ("ended", "listed", "started", "title"))
    fixed = {"table_name": "positions", "value": "امید", "modalities": ["fact"], "support": "single", "disputed": False}
    counts = dict.fromkeys(("claims", "sources", "origins", "camps"), 1)
    lists = {name: ["paper"] for name in ("asserted_by", "origin_ids", "source_ids")}
    made = [
        {"fact_id": fact, "row_id": fact.split("/")[0], "field": fact.split("/")[1], **fixed, **counts, **lists}
        for fact in ids
    ]
    return pa.Table.from_pylist(made, schema=arrow_schema(MODELS["facts"]))


def written(table: pa.Table, root: Path) -> Path:
    """Write facts; returns the file."""
    write_parquet({"facts": table}, root, ABOUT)
    return root / layout.parquet("facts")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(facts(10_000), tmp_path_factory.mktemp("large"))


def test_a_table_without_rows_is_one_group(tmp_path: Path) -> None:
    found = pq.ParquetFile(written(facts(0), tmp_path))
    assert (found.metadata.num_rows, found.num_row_groups) == (0, 1)


@each("table", list(MODELS))
def test_a_file_says_what_it_is(built: Path, table: str) -> None:
    file = pq.ParquetFile(built / f"parquet/{table}.parquet")
    assert file.schema_arrow.equals(arrow_schema(MODELS[table]))
    described = {field.name: field.metadata[b"description"].decode() for field in file.schema_arrow}
    for column in MODELS[table].columns():
        assert described[column.name] == column.description
    metadata = {key.decode(): value.decode() for key, value in file.schema_arrow.metadata.items()}
    assert metadata.pop("description") == " ".join(str(MODELS[table].__doc__).split())
    assert metadata == {
        "name": f"mostanad {table}",
        "version": VERSION,
        "licence": "CC-BY-4.0",
        "citation": "mostanad maintainers, mostanad: accountability of Iranian state officials, documented, "
        "version 2026.11.0. Cite also the documents behind the rows that you used.",
    }


@each("table", list(MODELS))
def test_how_a_file_is_laid_out(built: Path, table: str) -> None:
    metadata = pq.ParquetFile(built / f"parquet/{table}.parquet").metadata
    names = [column.name for column in arrow_schema(MODELS[table])]
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        order = [names.index(name) for name in MODELS[table].order()]
        assert [column.column_index for column in group.sorting_columns] == order
        for index in range(metadata.num_columns):
            column = group.column(index)
            assert (column.compression, column.has_column_index) == ("ZSTD", group.num_rows > 0)
        for place, name in zip(order, MODELS[table].order(), strict=True):
            column = group.column(place)
            assert column.path_in_schema == name
            assert column.is_stats_set == (group.num_rows > 0)


def test_row_groups_have_one_size_and_bytes_do_not_depend_on_chunks(tmp_path: Path) -> None:
    table = facts(3_000)
    # So long that a page ends within a group: where it ends must not depend on the chunks.
    long = pa.array([f"{fact} " * 9 for fact in table["fact_id"].to_pylist()])
    place = table.schema.get_field_index("value")
    table = table.set_column(place, table.schema.field(place), long)
    chunked = pa.concat_tables([table.slice(start, 333) for start in range(0, table.num_rows, 333)])
    one, other = (written(given, tmp_path / name) for name, given in (("one", table), ("other", chunked)))
    metadata = pq.ParquetFile(one).metadata
    sizes = [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)]
    assert sizes == [ROWS_PER_GROUP, ROWS_PER_GROUP, 48_000 - 2 * ROWS_PER_GROUP]
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("who", ["00000", "04711", "09999"])
def test_the_facts_of_one_official_are_read_from_few_row_groups(large: Path, who: str) -> None:
    rows = [f"{who}-kohan-head", f"{who}-kohan-member", f"aa-list-{who}-kohan", f"zz-list-{who}-kohan"]
    (file,) = ds.dataset(large).get_fragments()
    asked = ds.field("row_id").isin(rows)
    read = file.split_by_row_group(asked)
    assert pa.concat_tables(group.to_table(filter=asked) for group in read).num_rows == 16
    # Three places (the person, two lists), and each may lie on a border of groups: of ten.
    assert len(file.row_groups) == 10
    assert len(read) <= 4
    assert pq.read_table(large, filters=[("row_id", "in", rows)]).num_rows == 16


def test_groups_could_not_be_left_out_without_the_order(large: Path, tmp_path: Path) -> None:
    table = pq.ParquetFile(large).read()
    mixed = table.take(pa.array([n * 7_919 % table.num_rows for n in range(table.num_rows)]))
    (file,) = ds.dataset(written(mixed, tmp_path)).get_fragments()
    assert len(file.split_by_row_group(ds.field("row_id").isin(["04711-kohan-head"]))) == 10


def test_a_table_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    table = facts(3)
    wrong = table.set_column(0, "fact_id", pa.array(range(len(table))))
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError, ValueError)):
        write_parquet({"facts": wrong}, tmp_path, ABOUT)
