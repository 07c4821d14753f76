"""The documents behind rows: exactly these, from every form of frame."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import polars as pl
import pytest
from tests.cases import each
from tests.releases.conftest import make_world

from mostanad.loader import FORMS, Release, cite
from mostanad.releases import build

LICENCE = "CC-BY-4.0"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("citation")
    world = make_world()
    world.add_check()
    return Release(build(world.write(folder / "package"), folder / "out"), "2026.11.0")


def cited(release: Release, what: Any) -> list[str]:
    """The ids of what is cited, in order, which all styles must agree on."""
    ids = [item["id"] for item in json.loads(cite(what, "csl-json", release))]
    assert re.findall(r"^@\w+\{(.*),$", cite(what, "bibtex", release), re.MULTILINE) == ids
    lines = cite(what, "text", release).splitlines()
    assert [re.findall(r", source ([\w-]+)", line)[-1] for line in lines[1:]] == ids[1:]
    assert ids[0] == "mostanad-2026-11-0"
    assert f"licence {LICENCE}" in lines[0]
    return ids[1:]


def behind(release: Release, table: str, keys: set[str]) -> list[str]:
    """By the curated tables: the documents of the passages of the claims on rows."""
    claims = release.load("claims")
    of_rows = claims[claims["target_id"].isin(keys)]
    passages = release.load("passages")
    return sorted(set(passages[passages["passage_id"].isin(of_rows["passage_id"])]["source_id"]))


@each("form", list(FORMS))
@each("table", ["events", "sanctions", "estimates", "programmes", "officials", "parties", "names"])
@pytest.mark.slow
def test_a_table_gives_the_documents_behind_its_rows(release: Release, table: str, form: Any) -> None:
    frame = release.load(table, form)
    keys = set(release.load(table, "arrow")[0].to_pylist())
    assert cited(release, frame) == behind(release, table, keys)


@pytest.mark.slow
def test_every_row_alone_gives_its_own(release: Release) -> None:
    for table in ("events", "sanctions", "participations", "legal_bases"):
        frame = release.load(table)
        for at in range(len(frame)):
            one = frame.iloc[[at]]
            key = one.iloc[0, 0]
            assert cited(release, one) == cited(release, key) == cited(release, [key]) == behind(release, table, {key})


def test_a_filter_narrows_what_is_cited(release: Release) -> None:
    events = release.load("events")
    council = events[events["kind"] == "session"]
    assert cited(release, council) == ["council-record", "wire-story"]
    polars = release.load("events", "polars").filter(pl.col("kind") == "session")
    arrow = release.load("events", "arrow").slice(0, 1)
    assert cited(release, polars) == cited(release, arrow) == ["council-record", "wire-story"]
    assert cited(release, events.iloc[:0]) == []


def test_facts_and_evidence_give_only_their_own(release: Release) -> None:
    place = release.facts("square-2020").query("field == 'place'")
    assert cited(release, place) == cited(release, "square-2020/place") == ["blue-story", "front-paper"]
    assert cited(release, release.why("square-2020", "place")) == ["blue-story", "front-paper"]
    joined = release.facts("square-2020", evidence=True)
    assert cited(release, joined[joined["published_by"] == "blue-front"]) == ["front-paper"]
    assert cited(release, release.load("claims").query("stance == 'denies'")) == ["paper-story"]
    assert cited(release, release.sql("SELECT fact_id FROM facts WHERE row_id = 'square-2020' AND field = 'kind'")) == [
        "blue-story",
        "paper-story",
    ]


def test_documents_can_be_named(release: Release) -> None:
    assert cited(release, ["red-story", "utopia-omid-faraz", "red-story"]) == ["mirror-list", "red-story"]
    assert cited(release, release.load("sources")) == sorted(release.load("sources")["source_id"])


def test_a_joined_frame_gives_both(release: Release) -> None:
    joined = release.load("sanctions").merge(release.load("officials"), left_on="target_id", right_on="official_id")
    sanctions = behind(release, "sanctions", set(joined["sanction_id"]))
    assert cited(release, joined) == sorted({*sanctions, *behind(release, "officials", {"omid-faraz"})})


@pytest.mark.slow
def test_behind_a_check_are_its_claim_and_what_shows_the_answer(release: Release) -> None:
    shown = behind(release, "sanctions", {"freedonia-p1-omid-faraz"})
    assert shown == ["gazette-list", "wire-2021"]
    assert cited(release, release.load("fact_checks")) == cited(release, release.load("fact_check_answers")) == shown
    claim = release.load("fact_checks")["claim_id"].to_list()
    assert cited(release, claim) == ["wire-2021"]


def test_who_only_speaks_against_is_marked(release: Release) -> None:
    def marked(what: Any) -> set[str]:
        items = json.loads(cite(what, "csl-json", release))
        found = {item["id"] for item in items if "annote" in item}
        entries = re.split(r"^@", cite(what, "bibtex", release), flags=re.MULTILINE)
        annotated = [entry for entry in entries if "annotation = {" in entry]
        assert {entry[entry.index("{") + 1 : entry.index(",")] for entry in annotated} == found
        assert cite(what, "text", release).count("speaks against these rows only") == len(found)
        return found

    assert marked("square-2020/kind") == {"paper-story"}
    assert marked("square-2020") == {"paper-story", "wire-story"}
    assert marked(["square-2020", "square-2020-omid-faraz-accused"]) == set()  # there they assert
    assert marked("council-2020") == set()  # an approximation is not against


@pytest.mark.parametrize("form", ["pandas", "arrow"])
def test_frames_say_of_which_release_they_are(release: Release, form: Any) -> None:
    frame = release.load("events", form)
    if form == "pandas":
        known = {"version": "2026.11.0", "table": "events", "licence": LICENCE}
        assert frame.attrs["mostanad"] == frame[frame["kind"] == "session"].attrs["mostanad"] == known
        assert release.as_of(valid="2021-03-01").load("sanctions").attrs["mostanad"]["version"] == "2026.11.0"
    other = Release(release.path, "2026.12.0")
    with pytest.raises(ValueError, match=r"these rows are from release 2026\.11\.0, not 2026\.12\.0"):
        cite(frame, release=other)
    with pytest.raises(ValueError, match="these rows are from release"):
        other.cite(release.why("square-2020"))


def test_the_release_of_the_frame_is_cited(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(
        "mostanad.loader.shortcuts.find", lambda version: asked.append(version) or (release.path, release.version)
    )
    cite(release.load("events"))
    cite(release.load("events", "arrow"))
    cite(release.why("square-2020"))
    cite("square-2020")
    assert asked == ["2026.11.0", "2026.11.0", "2026.11.0", None]


def test_the_day_of_looking_is_said(release: Release) -> None:
    import datetime as dt

    assert "urldate = {2026-11-20}" in release.cite("square-2020", accessed=dt.date(2026, 11, 20))
    assert "urldate = {2026-11-20}" in release.cite("square-2020", accessed="2026-11-20")
    with pytest.raises(ValueError, match=r"^accessed='2022-02-30' is not in the calendar: "):
        release.cite("square-2020", accessed="2022-02-30")


def test_what_cannot_be_cited(release: Release) -> None:
    with pytest.raises(KeyError, match="no id 'nobody' in release"):
        release.cite(["square-2020", "nobody"])
    with pytest.raises(ValueError, match="no column identifies the rows of the frame"):
        release.cite(release.load("events")[["title"]])
    with pytest.raises(ValueError, match="style='apa' is not one of bibtex, csl-json, text"):
        release.cite("square-2020", "apa")  # type: ignore[arg-type]
    assert cited(release, pd.DataFrame({"party_id": ["blue-front"]})) == []  # nothing identifies it: no document
