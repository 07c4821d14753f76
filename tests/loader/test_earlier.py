"""What was known with an earlier version, against that version itself; and what became of ids that are gone."""

from __future__ import annotations

import datetime as dt
import pickle
import shutil
from pathlib import Path

import pytest
from tests.loader.versions import FIRST, POST, SECOND, THIRD, versions_in

from mostanad.loader import Earlier, IdGone, OnlyInOlderRelease, Release

#: The facts of the row that was merged: no correction has what they were.
NAME = {"omid-faraz-name-fa/entity_id", "omid-faraz-name-fa/name"}


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    return versions_in(tmp_path_factory)


@pytest.fixture
def newest(versions: dict[str, Release]) -> Release:
    return versions[THIRD]


@pytest.fixture
def alone(newest: Release, tmp_path: Path) -> Release:
    """The newest release with no other beside it."""
    return Release(Path(shutil.copytree(newest.path, tmp_path / "elsewhere")), THIRD)


def values(release: Release | Earlier) -> dict[str, str | None]:
    frame = release.facts().astype(object)
    cells = frame["value"].where(frame["value"].notna(), None)
    return dict(zip(frame["fact_id"], cells, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("version", [FIRST, SECOND, THIRD])
def test_the_facts_are_those_of_the_older_release(versions: dict[str, Release], version: str) -> None:
    known, real = values(versions[THIRD].as_of(known=version)), values(versions[version])
    hidden = {"omid-faraz/born", *NAME} if version == FIRST else set()
    assert known.keys() == real.keys()
    assert {name for name in real if known[name] != real[name]} == hidden


def test_the_versions_differ_where_they_should(versions: dict[str, Release]) -> None:
    """Or the test above would compare what never changes."""
    titles = [values(versions[THIRD].as_of(known=name))["council-2020/title"] for name in (FIRST, SECOND, THIRD)]
    assert titles == ["Session of the council", "Sitting of the council", "Meeting of the council"]
    gone = [
        name in values(versions[THIRD].as_of(known=FIRST)) for name in ("navid-kohan-member/title", "march-2021/date")
    ]
    assert gone == [True, False]


def test_what_was_removed_for_privacy_stays_removed(newest: Release) -> None:
    born = newest.as_of(known=FIRST).facts("omid-faraz").iloc[0]
    assert (born["fact_id"], bool(born["value_known"]), born["superseded_in"]) == ("omid-faraz/born", False, SECOND)


@pytest.mark.parametrize(
    ("known", "version"),
    [
        ("2026-09-01", FIRST),
        ("2026-09-30", FIRST),
        (dt.date(2026, 10, 1), SECOND),
        ("2030-01-01", THIRD),
        (SECOND, SECOND),
    ],
)
def test_a_day_stands_for_the_last_version_before_its_end(newest: Release, known: str | dt.date, version: str) -> None:
    assert newest.as_of(known=known).version == version


def test_an_earlier_version_that_is_here_is_asked_like_a_release(versions: dict[str, Release]) -> None:
    then, real = versions[THIRD].as_of(known=FIRST), versions[FIRST]
    assert then.tables() == real.tables()
    assert str(then.why("council-2020")) == str(real.why("council-2020"))
    assert then.cite("council-2020", "text") == real.cite("council-2020", "text")
    assert then.sql("SELECT count(*) AS n FROM facts", "records") == [{"n": len(real.facts())}]
    with pytest.raises(KeyError, match=f"no fact 'nobody' in release {FIRST}"):
        then.why("nobody")


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ("2026-08-31", "before the first version that is recorded: 2026.9.0, 2026.10.0, 2026.11.0"),
        ("2026.9.1", "not a version that release 2026.11.0 records: 2026.9.0, "),
        ("autumn", "known='autumn' is not a day; .*or a version"),
        ("2022-02-30", "known='2022-02-30' is not in the calendar: .*, or a version"),
        (None, "valid=None is not a day"),
    ],
)
def test_what_is_no_version(newest: Release, known: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        newest.as_of(known=known)  # type: ignore[call-overload]


def test_evidence_is_that_of_the_older_release(newest: Release, alone: Release, versions: dict[str, Release]) -> None:
    asked = ("navid-kohan-member", "title")
    assert newest.as_of(known=FIRST).why(*asked) == versions[FIRST].why(*asked)
    assert newest.as_of(known=FIRST, valid="2020-01-01").load("positions").shape[0] == 1
    assert newest.as_of(valid="2020-01-01").load("positions").shape[0] == 0
    for ask in (lambda at: at.why(*asked), lambda at: at.load("events"), lambda at: at.dossier("omid-faraz")):
        with pytest.raises(OnlyInOlderRelease, match=r"this needs release 2026\.9\.0 itself, which is neither"):
            ask(alone.as_of(known=FIRST))
    assert values(alone.as_of(known=FIRST)) == values(newest.as_of(known=FIRST))
    assert alone.as_of(known=THIRD).why("council-2020", "title") == alone.why("council-2020", "title")


def test_a_withdrawn_row_says_so(newest: Release) -> None:
    said = r"'navid-kohan-member' was withdrawn in version 2026\.10\.0: he <never> was$"
    asked = (newest.why, newest.facts, newest.dossier, newest.timeline, newest.compare, newest.cite)
    for ask in (*asked, newest.without("red-union").facts):
        with pytest.raises(IdGone, match=said) as gone:
            ask("navid-kohan-member")
        assert (gone.value.resolved.status, gone.value.resolved.new_id) == ("withdrawn", None)


def test_a_merged_row_leads_to_the_other(newest: Release) -> None:
    said = r"was merged into 'omid-faraz-name-persian' in version 2026\.10\.0: a better id; use 'omid-faraz-name-p"
    for ask in (newest.why, newest.facts, newest.cite):
        with pytest.raises(IdGone, match=said) as gone:
            ask("omid-faraz-name-fa")
        assert len(newest.why(gone.value.resolved.new_id)) == 2
    with pytest.raises(IdGone, match="use 'omid-faraz-name-persian/name'"):
        newest.why("omid-faraz-name-fa", "name")


def test_a_withdrawn_cell_of_a_row_that_is_here(newest: Release) -> None:
    with pytest.raises(IdGone, match=r"'omid-faraz/born' was withdrawn in version 2026\.10\.0: he asked for it"):
        newest.why("omid-faraz/born")


@pytest.mark.slow
@pytest.mark.parametrize("version", [FIRST, SECOND, THIRD])
def test_no_id_that_was_ever_published_resolves_to_nothing(versions: dict[str, Release], version: str) -> None:
    facts = set(versions[version].facts()["fact_id"])
    for id_ in facts | {name.partition("/")[0] for name in facts}:
        resolved = versions[THIRD].resolve(id_)
        here = id_ in values(versions[THIRD]) if "/" in id_ else resolved.status == "here"
        assert (resolved.status == "here") == here
        assert resolved.status == "here" or (resolved.gone_in, bool(resolved.reasons)) == (SECOND, True)


def test_a_row_that_lost_all_its_facts_is_here(newest: Release, versions: dict[str, Release]) -> None:
    assert not versions[FIRST].facts("omid-faraz").empty
    assert newest.facts("omid-faraz").empty
    assert [newest.resolve(id_).status for id_ in ("omid-faraz", "omid-faraz/name")] == ["here", "here"]


def test_the_error_can_be_pickled(newest: Release) -> None:
    with pytest.raises(IdGone) as gone:
        newest.why("navid-kohan-member")
    again = pickle.loads(pickle.dumps(gone.value))
    assert (str(again), again.resolved) == (str(gone.value), gone.value.resolved)


def test_an_id_that_never_was(newest: Release) -> None:
    for id_ in ("nobody", "omid-faraz/died", "omid"):
        with pytest.raises(KeyError, match="no record of one that was removed") as unknown:
            newest.resolve(id_)
        assert not isinstance(unknown.value, IdGone)
    assert newest.facts("nobody").empty
    with pytest.raises(KeyError, match="no row with evidence has this id"):
        newest.why("nobody")


def test_tombstones(newest: Release, versions: dict[str, Release]) -> None:
    stones = {row["fact_id"]: row for row in newest.tombstones().to_dict("records")}
    posts = {f"navid-kohan-member/{field}" for field in POST}
    assert stones.keys() == posts | NAME | {"omid-faraz/born"}
    assert stones.keys() == values(versions[FIRST]).keys() - values(newest).keys()
    assert {stones[name]["before"] for name in posts} == set(POST.values())
    assert stones["omid-faraz-name-fa/name"]["new_id"] == "omid-faraz-name-persian/name"
    assert stones["omid-faraz/born"]["change"] == "privacy"
    assert newest.tombstones().set_index("fact_id")["before"].isna().to_dict() == {
        name: name not in posts for name in stones
    }
    assert set(newest.sql("SELECT fact_id FROM facts")["fact_id"]) & stones.keys() == set()
    assert versions[FIRST].tombstones().empty
