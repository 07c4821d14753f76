"""Whoever is given facts that a newer release has otherwise is told so: once, and of nothing else."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.loader.telling import CONCERNED, OF_EVENTS, load, path_of, told
from tests.loader.versions import FIRST, SECOND, THIRD

import mostanad
from mostanad.loader import FORMS, Release, notices, store

pytestmark = pytest.mark.usefixtures("as_in_a_new_process")


def test_what_was_done_in_which_version_and_what_to_do(named: Path) -> None:
    assert load() == [OF_EVENTS]


def test_it_is_told_once_for_each_release_and_table(named: Path) -> None:
    assert len(load()) == 1
    assert load() == told(lambda: mostanad.release(FIRST).load("events", "arrow")) == []
    assert len(load("officials")) == 1
    assert load(version=SECOND) == [OF_EVENTS.replace(FIRST, SECOND)]


def test_only_what_the_table_holds_is_toldpath_of(named: Path) -> None:
    said = {table: load(table) for table in mostanad.tables(FIRST)}
    assert {table for table, found in said.items() if found} == CONCERNED
    assert f": 1 fact is not what newer releases say: omid-faraz/born (removed for privacy in {SECOND}). " in str(
        said["officials"]
    )
    (names,) = said["names"]
    assert "2 facts are" in names
    assert f"omid-faraz-name-fa/entity_id (merged into another in {SECOND}), omid-faraz-name-fa/name (" in names


def test_of_many_some_are_named_and_the_rest_is_counted(named: Path) -> None:
    (said,) = load("facts")
    assert "7 facts are" in said
    assert said.count("/") == notices.NAMED
    assert ", and 4 more (1 withdrawn, 2 merged into another, 1 removed for privacy). " in said


def test_what_no_newer_release_has_otherwise_is_not_toldpath_of(named: Path) -> None:
    assert [load(table, THIRD) for table in CONCERNED] == [[]] * len(CONCERNED)
    assert [load(table, SECOND) for table in CONCERNED - {"events", "facts", "evidence"}] == [[]] * 3
    assert told(lambda: mostanad.load("events")) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_toldpath_of(named: Path, form: Any) -> None:
    assert told(lambda: mostanad.load("events", FIRST, form)) == [OF_EVENTS]


def test_why_tells_of_what_it_shows(named: Path) -> None:
    first = mostanad.release(FIRST)
    assert told(lambda: first.why("council-2020", "kind")) == told(lambda: first.why("square-2020")) == []
    assert told(lambda: first.why("council-2020/title")) == [OF_EVENTS.replace("events", "council-2020", 1)]
    assert told(lambda: first.why("council-2020")) == []


def test_facts_tell_of_what_they_show(named: Path) -> None:
    first = mostanad.release(FIRST)
    assert told(lambda: first.facts("square-2020")) == []
    assert told(lambda: first.facts("council-2020", min_support="corroborated", evidence=True)) == [
        OF_EVENTS.replace("events", "council-2020", 1)
    ]
    assert told(lambda: first.facts(min_support="official")) == []  # of which only the title was told
    assert f"facts of release {FIRST}: 7 facts are" in str(told(first.facts))
    assert told(lambda: first.facts(evidence=True)) == []


def test_a_fact_that_is_shown_twice_is_one_fact(named: Path) -> None:
    twice = ["council-2020/title"] * 2
    assert told(lambda: notices.of_facts(mostanad.release(FIRST), "events", twice)) == [OF_EVENTS]


def test_a_dossier_tells_of_what_it_shows(named: Path) -> None:
    first = mostanad.release(FIRST)
    said = told(lambda: first.dossier("omid-faraz"))
    assert [one.partition(":")[0] for one in said] == [f"dossier of omid-faraz of release {FIRST}"]
    assert "omid-faraz/born" in said[0]
    assert "council-2020" not in said[0]


def test_a_timeline_tells_of_the_rows_that_it_shows(named: Path) -> None:
    first = mostanad.release(FIRST)
    assert told(lambda: first.timeline("red-union")) == []
    (said,) = told(lambda: first.timeline("navid-kohan"))
    assert said.startswith(f"timeline of navid-kohan of release {FIRST}: 3 facts are not")
    assert load("positions")[0].count("withdrawn") == 3


def test_rival_numbers_tell_of_the_rows_that_they_show(named: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mostanad.release(FIRST)
    assert told(lambda: first.compare("square-2020")) == []
    (row, *_) = first.compare("square-2020")["estimate_id"]
    one = {"fact_id": f"{row}/value", "change": "retraction", "in": THIRD, "row": row, "newest": THIRD}
    monkeypatch.setattr(notices, "_found", lambda index, release: {one["fact_id"]: one})
    notices._looks.clear()
    (said,) = told(lambda: first.compare("square-2020"))
    assert said.startswith(f"numbers of square-2020 of release {FIRST}: 1 fact is not")


def test_the_newest_at_hand_tells_by_the_functions_of_the_package(
    named: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a wheel that was installed once and holds the first release alone."""
    shutil.copytree(path_of(FIRST), tmp_path / "wheel" / FIRST)
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path / "wheel")
    assert told(lambda: mostanad.load("events")) == [OF_EVENTS]
    assert len(told(lambda: mostanad.why("omid-faraz", "born"))) == 1
    assert len(told(lambda: mostanad.dossier("omid-faraz"))) == 1


def test_a_row_of_a_table_that_was_told_of_is_not_told_of_again(named: Path) -> None:
    assert len(load("facts")) == 1
    assert told(lambda: mostanad.release(FIRST).why("council-2020")) == []
    assert len(load()) == 1


def test_who_asks_for_an_earlier_version_on_purpose_is_not_told(named: Path) -> None:
    then = mostanad.release().as_of(known=FIRST)
    both = mostanad.release().as_of(known=FIRST, valid="2021-01-01")
    for ask in (
        lambda: then.load("events"),
        lambda: mostanad.release(FIRST).as_of(known=FIRST).load("events"),
        lambda: then.facts("council-2020"),
        lambda: then.why("council-2020"),
        lambda: then.dossier("omid-faraz"),
        lambda: both.load("positions"),
        lambda: mostanad.diff(FIRST, THIRD),
    ):
        assert told(ask) == []
    assert len(load()) == 1


def test_as_of_a_day_it_tells_of_what_is_left(named: Path) -> None:
    first = mostanad.release(FIRST)
    then = first.as_of(valid="2021-01-01")
    assert told(lambda: then.load("sanctions")) == []
    assert told(lambda: then.load("events")) == [OF_EVENTS]
    assert load() == []
    assert "evidence of release 2026.9.0: 7 facts" in str(told(lambda: then.load("evidence")))


def test_as_of_a_day_and_an_earlier_version_on_purpose_it_tells_nothing(named: Path) -> None:
    then = mostanad.release(SECOND).as_of(known=FIRST, valid="2021-01-01")
    assert told(lambda: then.load("events")) == []


def test_without_a_party_it_tells_of_what_is_left(named: Path) -> None:
    rest = mostanad.release(FIRST).without(["lantern-council"])
    assert told(lambda: rest.load("events")) == []
    assert told(lambda: rest.as_of(valid="2021-01-01").load("events")) == []
    assert told(lambda: rest.why("council-2020")) == [OF_EVENTS.replace("events", "council-2020", 1)]
    assert load() == [OF_EVENTS]
    evidence = told(lambda: rest.load("evidence"))
    assert "title" not in str(evidence)
    assert "omid-faraz/born" in str(evidence)


def test_facts_without_a_party_are_told_of(named: Path) -> None:
    rest = mostanad.release(FIRST).without(["lantern-council"])
    assert told(lambda: rest.facts("council-2020")) == [OF_EVENTS.replace("events", "council-2020", 1)]


def test_what_is_read_on_the_way_is_not_toldpath_of(named: Path) -> None:
    """Of a query, a search or a citation it is not known which facts it serves; more than that would be said."""
    first = mostanad.release(FIRST)
    for ask in (
        lambda: first.sql("SELECT 1 AS one"),
        lambda: first.search("Omid"),
        lambda: first.cite("square-2020"),
        lambda: first.resolve("square-2020"),
        first.tombstones,
    ):
        assert told(ask) == []
    assert len(load()) == 1


@pytest.mark.parametrize("content", ['{"root": "%s"}' % ("0" * 64), "[]", "no JSON", None])
def test_a_release_of_ones_own_is_not_that_of_the_index(named: Path, tmp_path: Path, content: str | None) -> None:
    mine = Release(Path(shutil.copytree(path_of(FIRST), tmp_path / FIRST)), FIRST)
    root = mine.path / "proofs/root.json"
    root.unlink()
    if content is not None:
        root.write_text(content, "utf-8")
    assert told(lambda: mine.load("events")) == []
    shutil.copy(path_of(FIRST) / "proofs/root.json", root)
    notices._looks.clear()
    assert told(lambda: mine.load("events")) == [OF_EVENTS]


def test_a_release_without_facts_can_be_loaded(named: Path, tmp_path: Path) -> None:
    mine = Release(Path(shutil.copytree(path_of(FIRST), tmp_path / FIRST)), FIRST)
    facts = mine.path / "parquet/facts.parquet"
    for spoil in (lambda: facts.write_bytes(b"no Parquet"), facts.unlink):
        notices._looks.clear()
        spoil()
        assert told(lambda: mine.load("events")) == []


def test_a_version_that_the_index_does_not_have(named: Path, tmp_path: Path) -> None:
    mine = Release(Path(shutil.copytree(path_of(FIRST), tmp_path / FIRST)), "2026.9.1")
    assert told(lambda: mine.load("events")) == []


def test_where_warnings_are_errors_it_stops_once(named: Path) -> None:
    """Who asks for that is stopped; asked again, the table is there."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(mostanad.SupersededWarning, match="council-2020/title"):
            mostanad.load("events", FIRST)
        assert len(mostanad.load("events", FIRST))


def test_what_fails_is_told_before_what_is_superseded(named: Path) -> None:
    first = mostanad.release(FIRST)
    for ask in (lambda: first.load("none"), lambda: first.why("none"), lambda: first.dossier("none")):
        assert told(lambda ask=ask: _refused(ask)) == []  # type: ignore[misc]


def _refused(ask: Callable[[], object]) -> None:
    with pytest.raises(KeyError):
        ask()
