"""A large table lies in several files of Parquet: who reads, verifies or asks need not know."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from tests.cases import each
from tests.releases.conftest import ABOUT, NOWHERE, found, renew

from mostanad.evidence import digests
from mostanad.files import mapped, parquet
from mostanad.loader import Release
from mostanad.models import COMPILED, MODELS, TABLES
from mostanad.releases import build, check_facts, layout, verify
from mostanad.releases import compile as compile_
from mostanad.releases import parquet_writer as written

#: How many rows stand in a group and in a file here.
GROUP, FILE = 8, 20
LARGE = ("claims", "evidence", "facts", "passages", "seals")


@pytest.fixture(scope="module", autouse=True)
def small_ranges(built: Path) -> Iterator[None]:
    """All that is compiled, hashed and verified range by range has ranges of a few rows here, but not ``built``."""
    sizes = {(written, "ROWS_PER_GROUP"): GROUP, (written, "ROWS_PER_FILE"): FILE, (compile_, "_IN_RANGE"): 10}
    sizes |= {(mapped, "_AT_ONCE"): 3, (digests, "_AT_ONCE"): 4, (check_facts, "_AT_ONCE"): 7}
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), size in sizes.items():
            assert hasattr(module, name)
            patch.setattr(module, name, size)
        yield


@pytest.fixture(scope="module")
def parted(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, tmp_path_factory.mktemp("parted"), documents=NOWHERE)


@pytest.fixture
def release(parted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(parted, tmp_path / "release"))


def parts(release: Path, table: str) -> list[Path]:
    return parquet.files(release / "parquet", table)


def test_large_tables_lie_in_parts_and_small_ones_in_a_file(parted: Path) -> None:
    several = {name for name in MODELS if len(parts(parted, name)) > 1}
    assert several >= {*LARGE}
    for name in several:
        rows = [pq.ParquetFile(path).metadata.num_rows for path in parts(parted, name)]
        assert rows[:-1] == [FILE] * (len(rows) - 1)
        assert 0 < rows[-1] <= FILE
        assert [path.name for path in parts(parted, name)] == [f"part-{n:05}.parquet" for n in range(len(rows))]
    for name in MODELS.keys() - several:
        assert parts(parted, name) == [parted / layout.parquet(name)]
        assert pq.ParquetFile(parted / layout.parquet(name)).metadata.num_rows <= FILE


def test_what_the_release_says_is_the_same(parted: Path, built: Path) -> None:
    for path in (layout.ROOT, layout.CHANGES, layout.README, layout.csv("evidence"), layout.ndjson("facts")):
        assert (parted / path).read_bytes() == (built / path).read_bytes()
    assert verify(parted, NOWHERE).errors == ()


@each("table", [*TABLES, *COMPILED])
def test_whoever_reads_finds_the_same_rows(parted: Path, built: Path, table: str) -> None:
    wanted = pq.ParquetFile(built / layout.parquet(table)).read()
    one, other = (Release(path, path.name) for path in (parted, built))
    assert one.load(table, "arrow").equals(wanted)
    assert one.load(table).equals(other.load(table))
    files = (
        f"{parted}/parquet/{table}/*.parquet" if len(parts(parted, table)) > 1 else f"{parted}/parquet/{table}.parquet"
    )
    assert duckdb.sql(f"SELECT * FROM '{files}'").fetchall() == [tuple(row.values()) for row in wanted.to_pylist()]
    assert pl.scan_parquet(files).collect().rows() == pl.from_arrow(wanted).rows()  # type: ignore[union-attr]


@pytest.mark.slow
def test_who_asks_gets_the_same_answers(parted: Path, built: Path, tmp_path: Path) -> None:
    """Also from Parquet alone."""
    bare = tmp_path / "bare"
    shutil.copytree(parted / "parquet", bare / "parquet")
    one, other = Release(bare, built.name), Release(built, built.name)
    assert one.tables() == other.tables()
    for row_id in sorted({row["row_id"] for row in other.load("facts", "records")}):
        assert str(one.why(row_id)) == str(other.why(row_id))
    for official in other.load("officials", "arrow")["official_id"].to_pylist():
        assert one.dossier(official) == other.dossier(official)
    query = (
        "SELECT evidence.stance, count(*) AS many FROM evidence JOIN claims USING (claim_id) GROUP BY ALL ORDER BY ALL"
    )
    assert one.sql(query, "records") == other.sql(query, "records")
    assert one.search("faraz") == other.search("faraz")
    assert one.listed().equals(other.listed())
    with pytest.raises(KeyError, match="no table 'nothing'"):
        one.load("nothing")


def test_rows_come_in_their_order_whatever_file_is_read_first(parted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = Release(parted, parted.name)
    wanted, files = release.load("evidence", "records"), Release._files
    monkeypatch.setattr(Release, "_files", lambda release, table: files(release, table)[::-1])
    assert release._where("evidence", "fact_id", [row["fact_id"] for row in wanted]) == wanted


def test_a_reader_who_asks_for_some_rows_opens_one_file(release: Path) -> None:
    """All others are spoilt, and nobody notices."""
    rows = Release(release, release.name).load("facts", "records")
    fact = rows[FILE + 1]["fact_id"]
    for path in (parts(release, "facts")[0], *parts(release, "facts")[2:]):
        spoilt, footer = bytearray(path.read_bytes()), pq.ParquetFile(path).metadata.serialized_size + 8
        spoilt[4:-footer] = b"\xff" * (len(spoilt) - footer - 4)
        path.write_bytes(spoilt)
    bare = Release(release, release.name)
    assert bare._where("facts", "fact_id", [fact]) == [rows[FILE + 1]]
    with pytest.raises(ValueError, match=r"."):
        bare._where("facts", "value", ["nothing"])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index:DeprecationWarning")
def test_other_tools_are_told_where_a_table_lies(parted: Path) -> None:
    if not os.environ.get("MOSTANAD_REFERENCE"):
        pytest.importorskip("mlcroissant", reason="not checked: mlcroissant is missing (make reference)")
    import mlcroissant

    facts = pq.ParquetFile(parts(parted, "facts")[0]).read()
    read = mlcroissant.Dataset(jsonld=str(parted / "croissant.json")).records("facts")
    ids = sorted(row["facts/fact_id"].decode() for row in read)
    assert ids[:FILE] == facts["fact_id"].to_pylist()
    assert len(ids) == ds.dataset(parts(parted, "facts")).count_rows()


def test_what_is_wrong_is_found_in_any_range(release: Path) -> None:
    """A value, a count and a claim's hedge are others, each in a row of its own far from the first."""
    changed = {"facts": ("value", "claims"), "evidence": ("hedge",)}
    for name, columns in changed.items():
        schema, rows = (
            pq.ParquetFile(parts(release, name)[-1]).schema_arrow,
            pq.read_table(parts(release, name)[-1]).to_pylist(),
        )
        for number, column in enumerate(columns):
            rows[number][column] = 99 if column == "claims" else "likely"
        with parts(release, name)[-1].open("wb") as file, written.Writer(file, MODELS[name], ABOUT) as writer:
            writer.add(pa.Table.from_pylist(rows, schema=schema))
    renew(release)
    wrong = [one for one in verify(release, NOWHERE).findings if one.code in ("MST611", "MST612", "MST613")]
    before = {name: FILE * (len(parts(release, name)) - 1) for name in changed}
    assert {(one.code, one.line) for one in wrong} >= {
        ("MST611", before["facts"] + 2),
        ("MST612", before["facts"] + 3),
        ("MST613", before["evidence"] + 2),
    }


@pytest.mark.slow
def test_a_part_that_is_missing(release: Path) -> None:
    parts(release, "evidence")[1].unlink()
    assert ("MST601", "parquet/evidence/part-00001.parquet") in found(release)
    renew(release)
    assert ("MST613", "csv/claims.csv") in found(release)


def test_parts_that_do_not_follow_each_other(release: Path) -> None:
    first, second = parts(release, "facts")[:2]
    first.rename(other := first.with_name("other"))
    second.rename(first)
    other.rename(second)
    renew(release)
    assert ("MST609", "parquet/facts.parquet") in found(release)


def test_a_part_that_cannot_be_read_or_is_of_another_table(release: Path) -> None:
    second = parts(release, "facts")[1]
    shutil.copy(parts(release, "claims")[0], second)
    renew(release)
    assert ("MST607", "parquet/facts/part-00001.parquet") in found(release)
    second.write_bytes(b"PAR1")
    renew(release)
    assert ("MST606", "parquet/facts/part-00001.parquet") in found(release)


@pytest.mark.slow
def test_a_table_that_lies_in_two_places(release: Path) -> None:
    whole = pa.concat_tables(pq.ParquetFile(path).read() for path in parts(release, "facts"))
    pq.write_table(whole, release / layout.parquet("facts"))
    renew(release)
    assert ("MST602", "parquet/facts/part-00000.parquet") in found(release)
