"""The command that watches over the contract: what it prints, its exit codes, and when it writes the lock."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mostanad.contract.lock import PATH, lock, to_json

NOTHING = "since schema version 1.0.0: nothing changed\ndeclared 1.0.0, needed 1.0.0\n"


@pytest.fixture(autouse=True)
def _first_schema_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the schema version of the day is not in these tests."""
    declare(monkeypatch, "1.0.0")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a lock of the models as they are; one version is recorded."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "2026.12.0"\n', encoding="utf-8")
    (tmp_path / "schema").mkdir()
    (tmp_path / PATH).write_text(to_json(lock()), encoding="utf-8")
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets/releases.csv").write_text("version\n2026.11.0\n", encoding="utf-8")
    return tmp_path


def declare(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr("mostanad.contract.lock.SCHEMA_VERSION", version)


def alter(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Make the lock of a project another one than that of the models."""
    promised = lock()
    change(promised)
    (root / PATH).write_text(to_json(promised), encoding="utf-8")


def no_events(promised: dict[str, Any]) -> None:
    """The models have a table more."""
    del promised["tables"]["events"]


def events_of_more(promised: dict[str, Any]) -> None:
    """The models have a column less."""
    promised["tables"]["events"]["columns"].append({**promised["tables"]["events"]["columns"][1], "name": "lost"})


def test_nothing_changed(cli: Any, root: Path) -> None:
    run = cli("contract", "--dir", root)
    assert (run.code, run.out, run.err) == (0, NOTHING, "")


def test_a_change_and_a_version_that_is_too_small(cli: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alter(root, no_events)
    run = cli("contract", "--dir", root)
    assert (run.code, run.err) == (1, "")
    assert run.out.splitlines() == [
        "minor: events: The table is new.",
        "since schema version 1.0.0: 1 minor",
        "declared 1.0.0, needed 1.1.0 or more",
        'error: too small: write SCHEMA_VERSION = "1.1.0" in src/mostanad/contract/version.py',
    ]
    declare(monkeypatch, "1.1.0")
    run = cli("contract", "--dir", root)
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines()[-1] == "declared 1.1.0, needed 1.1.0 or more"


def test_a_column_that_goes_too_early(cli: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alter(root, events_of_more)
    declare(monkeypatch, "2.0.0")
    run = cli("contract", "--dir", root)
    assert (run.code, run.err) == (1, "")
    assert run.out.splitlines() == [
        "major: events.lost: The column is gone.",
        "error: events.lost: removed too early: deprecate it first, for 2 recorded versions",
        "since schema version 1.0.0: 1 major",
        "declared 2.0.0, needed 2.0.0 or more",
    ]


def test_changes_are_counted_by_class(cli: Any, root: Path) -> None:
    def change(promised: dict[str, Any]) -> None:
        events_of_more(promised)
        del promised["tables"]["claims"], promised["tables"]["seals"]
        promised["tables"]["events"]["description"] = "Else."

    alter(root, change)
    assert "since schema version 1.0.0: 1 major, 2 minor, 1 patch\n" in cli("contract", "--dir", root).out


def test_the_lock_is_written(cli: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alter(root, no_events)
    declare(monkeypatch, "1.1.0")
    run = cli("contract", "--dir", root, "--lock")
    assert (run.code, run.err) == (0, "mostanad: wrote the lock\n")
    assert (root / PATH).read_text("utf-8") == to_json(lock())
    assert json.loads((root / PATH).read_text("utf-8"))["schema_version"] == "1.1.0"
    run = cli("contract", "--dir", root, "--lock")
    assert (run.code, run.err) == (0, "mostanad: the lock has not changed\n")
    assert run.out == NOTHING.replace("1.0.0", "1.1.0")


@pytest.mark.parametrize(("change", "version"), [(no_events, "1.0.0"), (events_of_more, "2.0.0")])
def test_the_lock_is_not_written(
    cli: Any, root: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], object], version: str
) -> None:
    alter(root, change)
    before = (root / PATH).read_bytes()
    declare(monkeypatch, version)
    run = cli("contract", "--dir", root, "--lock")
    assert (run.code, run.err) == (1, "mostanad: the lock was not written\n")
    assert (root / PATH).read_bytes() == before


def test_the_first_lock(cli: Any, root: Path) -> None:
    (root / PATH).unlink()
    (root / "datasets/releases.csv").unlink()
    run = cli("contract", "--dir", root)
    assert (run.code, run.err) == (1, "")
    assert run.out.startswith("there is no lock, and no version is recorded")
    run = cli("contract", "--dir", root, "--lock")
    assert (run.code, run.err) == (0, "mostanad: wrote the lock\n")
    assert cli("contract", "--dir", root).out == NOTHING


def test_a_lock_that_is_lost_is_not_written_anew(cli: Any, root: Path) -> None:
    (root / PATH).unlink()
    for more in ((), ("--lock",)):
        run = cli("contract", "--dir", root, *more)
        assert run.code == 1
        assert run.out.startswith("error: schema/contract.lock.json is gone")
        assert not (root / PATH).exists()


def test_before_the_first_version_one_may_begin_anew(cli: Any, root: Path) -> None:
    alter(root, events_of_more)
    hint = "no version is recorded yet, so nothing is promised: remove schema/contract.lock.json to begin anew"
    assert hint not in cli("contract", "--dir", root).out
    (root / "datasets/releases.csv").write_text("version\n", encoding="utf-8")
    assert hint in cli("contract", "--dir", root).out


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (PATH, "{}", "is not a lock: schema_version: Field required"),
        ("datasets/releases.csv", "date\n2026\n", "not a table of versions"),
        ("pyproject.toml", "[project]\n", "has no version"),
    ],
)
def test_what_cannot_be_read_is_exit_2(cli: Any, root: Path, path: str, text: str, message: str) -> None:
    (root / path).write_text(text, encoding="utf-8")
    run = cli("contract", "--dir", root)
    assert (run.code, run.out) == (2, "")
    assert message in run.err


def test_an_absent_directory_is_exit_2(cli: Any, tmp_path: Path) -> None:
    run = cli("contract", "--dir", tmp_path / "nowhere")
    assert (run.code, run.out) == (2, "")
    assert "No such file or directory" in run.err


def test_make_test_runs_it() -> None:
    lines = [line.strip() for line in (Path(__file__).parents[2] / "Makefile").read_text("utf-8").splitlines()]
    assert lines[lines.index("$(BIN)/mostanad schema --check") + 1] == "$(BIN)/mostanad contract"
