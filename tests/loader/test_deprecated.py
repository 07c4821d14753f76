"""Whoever loads a table with a deprecated column is warned, once."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mostanad.loader import FORMS, Release, deprecated

NOTICE = "groups.size will be removed; deprecated since 2026.12.0: use `estimates`"


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deprecated, "_warned", set())


@pytest.fixture
def old(release: Release) -> Release:
    """The release, with a column of groups that is deprecated."""
    path = release.path / "parquet/groups.parquet"
    table = pq.ParquetFile(path).read()
    index = table.schema.get_field_index("size")
    field = table.schema.field(index).with_metadata({"deprecated": "2026.12.0: use `estimates`"})
    pq.write_table(table.cast(table.schema.set(index, field)), path)
    return release


def loaded(release: Release, *tables: str) -> list[warnings.WarningMessage]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for table in tables:
            release.load(table)
    return caught


def test_a_warning_for_a_deprecated_column(old: Release) -> None:
    (warning,) = loaded(old, "groups")
    assert (warning.category, str(warning.message)) == (FutureWarning, NOTICE)
    assert warning.filename == __file__


def test_it_comes_once(old: Release) -> None:
    assert len(loaded(old, "groups", "groups")) == 1
    assert loaded(old, "groups") == []


def test_no_warning_for_other_tables(old: Release) -> None:
    assert loaded(old, "events", "sanctions", "facts") == []


def test_no_warning_without_a_deprecated_column(release: Release) -> None:
    assert loaded(release, "groups") == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_warns(old: Release, form: str) -> None:
    with pytest.warns(FutureWarning, match=r"groups\.size"):
        old.load("groups", form)  # type: ignore[arg-type]


def test_each_column_has_its_own_warning() -> None:
    fields = [pa.field(name, pa.string(), metadata={"deprecated": "2026.12.0: use c"}) for name in ("a", "b")]
    with pytest.warns(FutureWarning) as caught:
        deprecated.warn("ships", pa.schema([*fields, pa.field("c", pa.string())]))
    assert [str(one.message).split()[0] for one in caught] == ["ships.a", "ships.b"]


def test_python_shows_it_without_being_asked_with_the_line_of_the_user(old: Release, tmp_path: Path) -> None:
    (old.path / "datapackage.json").write_text('{"version": "2026.12.0"}', encoding="utf-8")
    script = tmp_path / "analysis.py"
    script.write_text(
        "import sys, mostanad\n"
        "release = mostanad.release(sys.argv[1])\n"
        "mostanad.loader.shortcuts.release = lambda version=None: release\n"
        "groups = mostanad.load('groups')\n",
        encoding="utf-8",
    )
    run = subprocess.run([sys.executable, script, old.path], capture_output=True, text=True, check=True)
    assert run.stderr.startswith(f"{script}:4: FutureWarning: {NOTICE}\n")
