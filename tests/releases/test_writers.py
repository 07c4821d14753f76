"""Another writer of Parquet gives other bytes, and the same content: the same digests, roots and proofs.

Another version of PyArrow needs an interpreter of its own, which ``make writers`` sets up. What any writer may choose
(compression, groups, pages, encodings) is tried here always.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.releases.conftest import NOWHERE
from tests.releases.test_reproducible import differing
from tests.shared import release_of_this_tree

from mostanad.evidence import proofs
from mostanad.releases import BuildRefused, build, layout, verify

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
#: What has hashes of Parquet files in it.
DESCRIPTIONS = {layout.SUMS, layout.CROISSANT, layout.DESCRIPTOR, layout.RO_CRATE}
WRITERS: dict[str, dict[str, Any]] = {
    "small groups, hardly compressed": {"row_group_size": 7, "compression": "snappy", "compression_level": None},
    "old encodings": {"version": "1.0", "compression": "gzip", "compression_level": None, "use_dictionary": False},
    "new pages": {"data_page_version": "2.0", "data_page_size": 64, "compression": "none", "compression_level": None},
    "no bounds": {"write_statistics": False, "write_page_index": False, "sorting_columns": None},
}
_BUILD = "import sys; from mostanad.releases import build; print(build(sys.argv[1], sys.argv[2]))"
_VERIFY = """
import json, sys
from mostanad.documents.folder import Documents
from mostanad.releases import verify
report = verify(sys.argv[1], Documents(None))
print(json.dumps([[f"{finding.file}: {finding.message}" for finding in report.findings], report.not_run]))
"""


@pytest.fixture
def other_python() -> Path:
    """An interpreter with another version of PyArrow."""
    named = os.environ.get("MOSTANAD_OTHER_PYTHON")
    if not named:
        pytest.skip("not checked: another version of the Parquet writer (make writers does)")
    return Path(named)


def run(python: Path, script: str, *arguments: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [str(python), "-c", script, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def check_same_content(one: Path, other: Path) -> None:
    """Two releases differ in the bytes of each Parquet file that has rows, and in what describes these files."""
    tables = json.loads((one / layout.ROOT).read_text("utf-8"))["tables"]
    with_rows = {layout.parquet(name) for name, table in tables.items() if table["rows"]}
    without = {layout.parquet(name) for name in tables} - with_rows
    assert set(differing(one, other)) - without == with_rows | DESCRIPTIONS
    assert (one / layout.ROOT).read_bytes() == (other / layout.ROOT).read_bytes()
    found = [
        {name: pq.ParquetFile(release / layout.parquet(name)).read() for name in tables} for release in (one, other)
    ]
    made = [proofs.trees(of, one.name) for of in found]
    assert made[0] == made[1]
    assert made[0].root == json.loads((one / layout.ROOT).read_text("utf-8"))["root"]


def writing(monkeypatch: pytest.MonkeyPatch, change: Callable[[pa.Table], pa.Table], settings: dict[str, Any]) -> None:
    """Let tables be written with other settings, and changed before."""
    rows = settings.get("row_group_size")
    others = {name: value for name, value in settings.items() if name != "row_group_size"}

    class Otherwise(pq.ParquetWriter):
        def __init__(self, where: Any, schema: pa.Schema, **chosen: Any) -> None:
            super().__init__(where, schema, **(chosen | others))

        def write_table(self, table: pa.Table, row_group_size: int | None = None) -> None:
            super().write_table(change(table), rows or row_group_size)

    monkeypatch.setattr(pq, "ParquetWriter", Otherwise)


@pytest.mark.parametrize("writer", WRITERS)
def test_other_bytes_and_the_same_digests(
    root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    with monkeypatch.context() as patched:
        writing(patched, lambda table: table, WRITERS[writer])
        other = build(root, tmp_path / "out")
    check_same_content(built, other)
    report = verify(other, NOWHERE)
    assert (report.findings, report.not_run) == ((), ())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda facts: facts.slice(1),
        lambda facts: facts.set_column(
            3, facts.schema.field(3), pa.array([f"{text} " for text in facts[3].to_pylist()])
        ),
    ],
    ids=["a row less", "a space more"],
)
def test_a_writer_that_writes_something_else_is_refused(
    root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[pa.Table], pa.Table]
) -> None:
    facts = pq.ParquetFile(built / "parquet/facts.parquet").schema_arrow.names
    writing(monkeypatch, lambda table: spoil(table) if table.column_names == facts else table, {})
    with pytest.raises(BuildRefused) as refusal:
        build(root, tmp_path / "out")
    found = {(error.code, error.file) for error in refusal.value.report.errors}
    assert {("MST608", "json/facts.ndjson"), ("MST618", layout.ROOT)} <= found
    assert list((tmp_path / "out").iterdir()) == []


def test_another_version_of_the_writer(other_python: Path, root: Path, built: Path, tmp_path: Path) -> None:
    version = run(other_python, "import pyarrow; print(pyarrow.__version__)")
    assert version != pa.__version__
    other = Path(run(other_python, _BUILD, root, tmp_path / "out"))
    created = pq.ParquetFile(other / "parquet/facts.parquet").metadata.created_by
    assert version in created
    assert created != pq.ParquetFile(built / "parquet/facts.parquet").metadata.created_by
    check_same_content(built, other)
    for python in (Path(sys.executable), other_python):
        for release in (built, other):
            assert json.loads(run(python, _VERIFY, release)) == [[], []]


def test_the_dataset_itself_under_another_version(
    other_python: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Path(run(other_python, _BUILD, ROOT, tmp_path / "other"))
    here = release_of_this_tree(tmp_path_factory)
    check_same_content(here, other)
    assert json.loads(run(other_python, _VERIFY, here)) == [[], []]


def test_the_other_version_is_the_oldest_that_is_allowed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (oldest,) = [name.removeprefix("pyarrow>=") for name in project["dependencies"] if name.startswith("pyarrow")]
    (pinned,) = re.findall(r"pyarrow==([\d.]+)", (ROOT / "Makefile").read_text("utf-8"))
    assert pinned.split(".")[0] == oldest
