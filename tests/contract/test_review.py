"""When a version may be cut: a schema version that is large enough, and no column that goes without a warning."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contract.made_up import Lock, altered, field, setting

from mostanad.contract.lock import NOTICE, PATH, LockError, Review, review, to_json

PROJECT = Path(__file__).parents[2]
VERSION = "2027.2.0"


@pytest.fixture
def root(tmp_path: Path, made_up: Lock) -> Path:
    """A project whose lock is that of the made-up models; three versions are recorded."""
    save(tmp_path, made_up)
    (tmp_path / "datasets").mkdir()
    record(tmp_path, "2026.11.0", "2026.12.0", "2027.1.0")
    return tmp_path


def save(root: Path, promised: Lock) -> None:
    (root / PATH).parent.mkdir(exist_ok=True)
    (root / PATH).write_text(to_json(promised), encoding="utf-8")


def record(root: Path, *versions: str) -> None:
    lines = ["version,date,schema_version,facts,root", *(f"{version},,1.0.0,1,00" for version in versions)]
    (root / "datasets/releases.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def declare(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr("mostanad.contract.lock.SCHEMA_VERSION", version)


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the models declared 1.0.0."""
    declare(monkeypatch, "1.0.0")


def refusals(root: Path, version: str = VERSION) -> list[str]:
    found = review(root, version)
    assert found.may_be_locked == (not found.refusals and not found.is_too_small)
    return list(found.refusals)


def test_a_review_of_no_change(root: Path) -> None:
    found = review(root, VERSION)
    assert found == Review("1.0.0", "1.0.0", True, (), ())
    assert (found.needed, found.is_too_small, found.may_be_locked) == ("1.0.0", False, True)


@pytest.mark.parametrize(
    ("change", "least"),
    [
        (setting("gender", description="Theirs."), "1.0.1"),
        (setting("captain_id", nullable=True), "1.1.0"),
        (setting("gender", nullable=False), "2.0.0"),
    ],
)
def test_a_schema_version_that_is_too_small(
    root: Path, made_up: Lock, monkeypatch: pytest.MonkeyPatch, change: Callable[[Lock], object], least: str
) -> None:
    save(root, altered(made_up, change))
    found = review(root, VERSION)
    assert (found.needed, found.is_too_small, found.may_be_locked) == (least, True, False)
    for version, is_too_small in ((least, False), ("2.0.0", False), ("10.0.0", False), ("1.0.0", True)):
        declare(monkeypatch, version)
        assert review(root, VERSION).is_too_small == is_too_small


def test_a_schema_version_never_falls(root: Path, made_up: Lock) -> None:
    save(root, altered(made_up, lambda one: one.update(schema_version="1.2.0")))
    found = review(root, VERSION)
    assert (found.changes, found.needed, found.is_too_small) == ((), "1.2.0", True)


def with_lost(deprecated: str) -> Callable[[Lock], None]:
    """Puts a column into a lock that the models do not have."""

    def change(promised: Lock) -> None:
        lost = {**field(promised, "harbour"), "name": "lost", "deprecated": deprecated}
        promised["tables"]["voyages"]["columns"].append(lost)

    return change


@pytest.mark.parametrize(
    ("since", "recorded"),
    [
        ("2026.11.0", ["2026.11.0", "2026.12.0", "2027.1.0"]),
        ("2026.12.0", ["2026.11.0", "2026.12.0", "2027.1.0"]),
        ("2026.9.0", ["2026.9.0", "2026.10.0"]),
    ],
)
def test_a_column_may_go_after_two_versions(root: Path, made_up: Lock, since: str, recorded: list[str]) -> None:
    save(root, altered(made_up, with_lost(f"{since}: use `harbour`")))
    record(root, *recorded)
    found = review(root, VERSION)
    assert [(str(one.severity), one.where) for one in found.changes] == [("major", "voyages.lost")]
    assert found.refusals == ()


@pytest.mark.parametrize(
    ("since", "recorded", "named"),
    [
        ("2027.1.0", ["2026.11.0", "2026.12.0", "2027.1.0"], "2027.1.0"),
        ("2026.10.0", ["2026.8.0", "2026.9.0"], "none"),
        ("2026.12.0", [], "none"),
    ],
)
def test_a_column_that_goes_too_early(
    root: Path, made_up: Lock, monkeypatch: pytest.MonkeyPatch, since: str, recorded: list[str], named: str
) -> None:
    save(root, altered(made_up, with_lost(f"{since}: use `harbour`")))
    record(root, *recorded)
    declare(monkeypatch, "2.0.0")
    (refusal,) = refusals(root)
    assert refusal == (f"voyages.lost: removed too early: deprecated since {since}, and recorded since then: {named}")


def test_a_column_that_goes_without_a_warning(root: Path, made_up: Lock) -> None:
    save(root, altered(made_up, with_lost("2026.11.0: use x")))
    assert refusals(root) == []
    save(root, altered(altered(made_up, with_lost("x")), setting("lost", deprecated=None)))
    assert refusals(root) == ["voyages.lost: removed too early: deprecate it first, for 2 recorded versions"]


def test_a_table_takes_its_columns_along(root: Path, made_up: Lock) -> None:
    def ships(one: Lock) -> None:
        one["tables"]["ships"] = copy.deepcopy(one["tables"]["harbours"])

    save(root, altered(made_up, ships))
    assert refusals(root) == ["ships.harbour_id: removed too early: deprecate it first, for 2 recorded versions"]


def test_without_the_table_of_versions_nothing_is_recorded(root: Path, made_up: Lock) -> None:
    save(root, altered(made_up, with_lost("2026.11.0: use x")))
    assert refusals(root) == []
    (root / "datasets/releases.csv").unlink()
    assert refusals(root)
    assert not review(root, VERSION).is_released


@pytest.mark.parametrize(
    "text", ["date\n2026\n", "version\nsoon\n", "date,version\n2026\n", f"version\n{1:0131073}\n"], ids=len
)
def test_a_table_of_versions_that_is_none(root: Path, text: str) -> None:
    (root / "datasets/releases.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LockError, match="not a table of versions"):
        review(root, VERSION)


@pytest.mark.parametrize(
    ("known", "version", "is_late"),
    [
        # `harbour` of the models is deprecated since 2026.12.0.
        (None, "2026.11.0", False),
        (None, "2026.12.0", False),
        (None, "2027.1.0", True),
        ("2026.12.0: use x", "2027.1.0", False),
        ("2026.11.0: use x", "2027.1.0", False),
        ("2027.1.0: use x", "2027.1.0", True),
        ("2027.1.0: use x", "2026.12.0", False),
    ],
)
def test_a_deprecation_is_not_dated_back(
    root: Path, made_up: Lock, known: str | None, version: str, is_late: bool
) -> None:
    save(root, altered(made_up, setting("harbour", deprecated=known)))
    late = (
        f"voyages.harbour: deprecated since 2026.12.0, which did not announce it: write {version} or the next version"
    )
    assert refusals(root, version) == [late] * is_late


def test_a_lock_that_is_lost(root: Path) -> None:
    (root / PATH).unlink()
    assert refusals(root) == ["schema/contract.lock.json is gone, although versions are recorded: restore it"]
    record(root)
    found = review(root, VERSION)
    assert (found.locked, found.refusals, found.may_be_locked) == (None, (), True)


def test_the_committed_lock_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found = review(PROJECT, json.loads((PROJECT / "datapackage.json").read_text("utf-8"))["version"])
    assert found.locked is not None, "run: mostanad contract --lock"
    assert found.may_be_locked, "see: mostanad contract"
    assert NOTICE == 2
