"""Looking up rows in the files of a release."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.loader.versions import THIRD, versions_in
from tests.loader.whole_tables import WholeTables
from tests.shared import release_of_this_tree

import mostanad.loader
from mostanad.loader import Release
from mostanad.loader.tables import Held, _connection


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return versions_in(tmp_path_factory)[THIRD]


def moved(whole: Release, folder: Path) -> Release:
    """The same release elsewhere, with nothing but its Parquet files."""
    shutil.copytree(whole.path / "parquet", folder / "parquet")
    return Release(folder, whole.version)


def test_a_dossier_is_the_same_if_the_release_has_no_file_of_it(whole: Release, tmp_path: Path) -> None:
    bare = moved(whole, tmp_path / "bare")
    officials = whole.load("officials", "arrow")["official_id"].to_pylist()
    assert officials
    for official in officials:
        found, written = bare.dossier(official), whole.dossier(official)
        assert (found, [*found["facts"]]) == (written, [*written["facts"]])
    with pytest.raises(KeyError, match="no official 'nobody'"):
        bare.dossier("nobody")


@pytest.mark.parametrize("name", ["what [is] it?", "a=b", "it's *", "سند"])
def test_a_folder_may_have_any_name(whole: Release, tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and set(name) & set("?*"):
        pytest.skip("not checked: this file system refuses such a name")
    bare = moved(whole, tmp_path / name)
    assert bare._where("events", "event_id", ["square-2020"]) == whole._where("events", "event_id", ["square-2020"])
    assert str(bare.why("square-2020")) == str(whole.why("square-2020"))


@pytest.mark.skipif(sys.platform != "linux", reason="not checked: names of files are text on this system")
def test_nor_need_it_be_utf_8(whole: Release, tmp_path: Path) -> None:
    bare = moved(whole, tmp_path / os.fsdecode(b"\xff"))
    assert str(bare.why("square-2020")) == str(whole.why("square-2020"))


@pytest.mark.slow
def test_no_query_of_ours_fills_the_memory(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rows joined by who speaks, of whom there are few, would be as many as their square."""
    queries = {path.stem: path.read_text("utf-8") for path in Path(mostanad.loader.__path__[0], "sql").glob("*.sql")}
    path = release_of_this_tree(tmp_path_factory)
    release = Release(path, path.name)
    _connection(os.getpid()).execute("SET memory_limit = '256MB'")
    try:
        counted = {name: len(release._ask(name)) for name, query in queries.items() if "$" not in query}
    finally:
        _connection.cache_clear()
    assert counted["parts"] > 1000
    assert counted["left_open"] > 0


@pytest.mark.slow
def test_rows_are_the_same_however_they_are_found(whole: Release) -> None:
    read = WholeTables({name: whole._read(name) for name in whole.tables()})
    for table in whole.tables():
        rows = whole._rows(table)
        for column, kind in zip(whole._read(table).column_names, whole._read(table).schema.types, strict=True):
            if str(kind) != "string":
                continue
            cells = [row[column] for row in reversed(rows) if row[column] is not None]
            for wanted in (cells[:1], cells[:7], [*cells[:3], *cells[:3]], ["nothing"], []):
                expected = [row for row in rows if row[column] in wanted]
                assert whole._where(table, column, wanted) == expected, (table, column)
                assert read._where(table, column, wanted) == expected, (table, column)
                assert Held(whole)._where(table, column, wanted) == expected, (table, column)
    for row_id in {row["fact_id"].partition("/")[0] for row in whole._rows("evidence")}:
        assert whole._evidenced(row_id) == read._evidenced(row_id) != []
    with pytest.raises(KeyError, match="no table 'nothing' in release"):
        whole._where("nothing", "x", ["y"])


@pytest.mark.parametrize("table", ["facts", "evidence"])
def test_groups_that_cannot_hold_a_row_stay_unread(whole: Release, tmp_path: Path, table: str) -> None:
    """Their bytes are spoilt, and nobody notices."""
    bare = moved(whole, tmp_path / "bare")
    path = bare.path / "parquet" / f"{table}.parquet"
    pq.write_table(pq.read_table(path), path, row_group_size=8, compression="none")
    groups = pq.ParquetFile(path).metadata
    last, spoilt = groups.row_group(groups.num_row_groups - 1), bytearray(path.read_bytes())
    first = min(last.column(number).dictionary_page_offset or 4 for number in range(last.num_columns))
    spoilt[4:first] = b"\xff" * (first - 4)
    path.write_bytes(spoilt)
    fact = last.column(groups.schema.names.index("fact_id")).statistics.max
    assert {row["fact_id"] for row in bare._where(table, "fact_id", [fact])} == {fact}
    assert fact in [item.fact["fact_id"] for item in bare._evidenced(fact.partition("/")[0])]


@pytest.mark.slow
def test_a_program_that_has_asked_ends_without_a_word(whole: Release) -> None:
    """DuckDB would print what was not given back; what was found is kept for later searches."""
    script = "import sys; from pathlib import Path; from mostanad.loader import Release; "
    script += "it = Release(Path(sys.argv[1]), '2026.11.0'); it.why('square-2020'); it.search('faraz'); it.listed()"
    run = subprocess.run([sys.executable, "-c", script, str(whole.path)], capture_output=True, check=True)
    assert (run.stdout, run.stderr) == (b"", b"")
