"""What somebody was listed for; who had a part in what, who was listed for it, who judges where; and their pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.releases.conftest import add_annex, make_world

from mostanad.loader import IdGone, Release, reasons
from mostanad.loader.pages import page, text
from mostanad.releases import build

FARAZ, KOHAN = "freedonia-p1-omid-faraz", "freedonia-navid-kohan"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with an act that says what two are listed for."""
    world = make_world()
    add_annex(world)
    world.add("redirects", "old-listing", new_id=FARAZ, date="2022-01-01", reason="the two rows were one listing")
    folder = tmp_path_factory.mktemp("reasons")
    return build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())


@pytest.fixture
def release(built: Path) -> Release:
    return Release(built, built.name)


def rows(frame: Any, *columns: str) -> list[tuple[Any, ...]]:
    found = frame[list(columns)].astype(object)
    return list(found.where(found.notna(), None).itertuples(index=False, name=None))


def test_what_somebody_was_listed_for_in_the_order_of_the_text(release: Release) -> None:
    frame = release.reasons(FARAZ)
    assert frame.attrs["mostanad"] == {"version": release.version, "licence": release.about.licence}
    assert list(frame["place"]) == list(range(1, 8))
    assert rows(frame, "said")[0] == ("Omid Faraz: Warden of the square, Lantern Council (2019 to March 2021)",)
    assert rows(frame, "row_id", "part", "basis", "event_id", "date", "modality")[3:5] == [
        ("beatings-2020-council", "accused", "own_act", "beatings-2020", "2020-05-02", "allegation"),
        ("beatings-2020-faraz", "accused", "command", "beatings-2020", "2020-05-02", "allegation"),
    ]
    assert set(frame["asserted_by"]) == {"freedonia-treasury"}
    assert rows(frame, "entity_id", "date")[:2] == [("omid-faraz", "2019"), (None, "2020-05-02")]
    number = "Beatings on Lantern Square: at least 20 injured (people beaten), counted by Freedonia Treasury"
    assert rows(frame, "said")[-1] == (number,)
    assert rows(frame, "said")[2] == ("ill treatment: Beatings on Lantern Square, part of: Protest on Lantern Square",)


def test_a_listing_without_the_text_of_an_entry_has_no_reasons(release: Release) -> None:
    assert release.reasons("utopia-omid-faraz").empty


@pytest.mark.parametrize(
    ("ask", "row_id", "words"),
    [
        (Release.reasons, "nobody", "no listing 'nobody' in release"),
        (Release.reasons, "omid-faraz", "no listing 'omid-faraz' in release .*; it is a row of officials"),
        (Release.parts, "omid-faraz", "no event or group 'omid-faraz'"),
        (Release.listed_for, FARAZ, "no event or group .* it is a row of sanctions"),
        (Release.people, "square-2020", "no party 'square-2020'"),
    ],
    ids=["a listing", "an official", "no event", "no group", "no body"],
)
def test_what_there_is_not(release: Release, ask: Callable[..., Any], row_id: str, words: str) -> None:
    with pytest.raises(KeyError, match=words):
        ask(release, row_id)


def test_who_was_merged(release: Release) -> None:
    with pytest.raises(IdGone, match=f"merged into '{FARAZ}'"):
        release.reasons("old-listing")


def test_parts_by_grade_and_by_who_says_so(release: Release) -> None:
    """The wire accuses too, and gives no grade: that is the Treasury's alone."""
    frame = release.parts("beatings-2020")
    assert rows(frame, "entity_id", "part", "basis", "standing", "asserted_by") == [
        ("lantern-council", "accused", "own_act", "alleged", "freedonia-treasury"),
        ("omid-faraz", "accused", "command", "alleged", "freedonia-treasury"),
        ("omid-faraz", "accused", None, "alleged", "lone-wire"),
    ]
    assert rows(frame, "posts", "listed_for")[1] == ("Warden of the square (held then)", [FARAZ])
    assert set(frame["modality"]) == {"allegation"}
    assert set(frame["hedge"]) == {"none"}
    assert set(release.parts("trial-2020")["hedge"]) == {"appears"}
    # The square has the beatings as a part; without what was part of it, only the older accusation is left.
    assert len(release.parts("square-2020")) == 3 + len(release.parts("square-2020", within=False))
    assert set(release.parts("square-2020", within=False)["event_id"]) == {"square-2020"}


def test_several_events_are_asked_for_at_once(release: Release) -> None:
    found = release.parts(["beatings-2020", "trial-2020"])
    assert set(found["event_id"]) == {"beatings-2020", "trial-2020"}
    assert release.parts([]).empty
    assert list(release.listed_for([]).columns)[:2] == ["sanction_id", "target_id"]


def test_parts_in_what_was_done_to_a_group(release: Release) -> None:
    """The square, in which they are the target; not what was part of it, unless it is asked for too."""
    assert release.parts("council-2020-three").empty
    assert set(release.parts("the-beaten")["event_id"]) == {"square-2020"}
    for both in (["the-beaten", "square-2020"], ["square-2020", "the-beaten"]):
        assert set(release.parts(both)["event_id"]) == {"square-2020", "beatings-2020"}


def test_a_post_that_is_over_on_the_day_is_left_out_and_of_one_without_dates_no_day_is_known(release: Release) -> None:
    (kohan,) = rows(release.parts("trial-2020"), "entity_id", "basis", "posts")
    assert kohan == ("navid-kohan", "own_act", "Member of the council (days not known)")
    faraz = release.parts("square-2020", within=False)
    assert set(faraz[faraz["entity_id"] == "omid-faraz"]["posts"]) == {"Warden of the square (held then)"}


def test_who_was_listed_for_an_event(release: Release) -> None:
    """Whose entry only speaks of it has no part in it, and comes last."""
    assert rows(release.listed_for("square-2020"), "sanction_id", "event_id", "part", "basis", "listed") == [
        (FARAZ, "beatings-2020", "accused", "command", "2021-02-03"),
        (KOHAN, "beatings-2020", None, None, "2022-05-30"),
    ]
    assert release.listed_for("square-2020", within=False).empty
    # Two claims of the entry together give the part and its grade.
    assert rows(release.listed_for("trial-2020"), "name", "part", "basis", "asserted_by") == [
        ("Navid Kohan", "judge", "own_act", "freedonia-treasury")
    ]


def test_the_people_of_a_body(release: Release) -> None:
    assert rows(release.people("lantern-council"), "entity_id", "what", "said", "date", "ended") == [
        ("navid-kohan", "post", "Member of the council", None, None),
        ("navid-kohan", "judge", "Trial of the beaten", "2020-09", None),
        ("omid-faraz", "post", "Warden of the square", "2019", "2021-03"),
    ]
    assert release.people("lone-wire").empty


def test_the_timeline_of_an_event_has_posts_and_listings_of_those_with_a_part(release: Release) -> None:
    assert rows(release.timeline("beatings-2020"), "date", "what", "with_id", "said") == [
        ("2019", "post began", "lantern-council", "Omid Faraz: Warden of the square"),
        ("2020-05-02", "ill_treatment", "square-2020", "Beatings on Lantern Square"),
        ("2021-02-03", "listed", "freedonia-treasury", "Omid Faraz: P1"),
        ("2021-03", "post ended", "lantern-council", "Omid Faraz: Warden of the square"),
    ]  # not the listing of Utopia, which gives no reasons
    picture = release.plot_timeline("beatings-2020").svg
    assert "Listed by Freedonia Treasury" in picture
    assert "Listed by Omid" not in picture
    assert set(release.timeline("square-2020")["row_id"]) > {"square-2020", "beatings-2020"}


def test_without_an_authority_its_reasons_are_gone(release: Release) -> None:
    assert release.without(parties=["freedonia-treasury"]).load("reasons").empty
    assert len(release.without(parties=["lone-wire"]).load("reasons")) == len(release.load("reasons"))


def test_sql_asks_for_the_same(release: Release) -> None:
    query = f"SELECT row_id FROM reasons WHERE sanction_id = '{FARAZ}' ORDER BY place"
    assert list(release.sql(query)["row_id"]) == list(release.reasons(FARAZ)["row_id"])


#: A listing without a statement of reasons.
OTHER = "Omid Faraz: listed by Utopia Office, not known (utopia-omid-faraz)"


def test_posts_that_are_called_the_same_are_named_once(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    one = {"post": "Deputy prosecutor", "since": None, "is_open": False, "is_sure": False, "has_days": False}
    one |= {"position_id": next(iter(release._days))}
    held, asked = [one, one, {**one, "post": "Prison official"}], reasons.Told._of_events
    monkeypatch.setattr(reasons.Told, "_of_events", lambda *of: [{**row, "posts": held} for row in asked(*of)])
    posts = set(release.parts("beatings-2020")["posts"])
    assert posts == {"Deputy prosecutor (days not known); Prison official (days not known)"}


def test_the_first_listing_is_the_one_that_surely_began_first() -> None:
    """Not one of 2015 to 2019, beside one that stood on a list of January 2015."""
    days = [("[2015..2019]", 2015, 2019), ("[..2015]", None, 2015), ("2014", 2014, 2014), ("[2013..2015]", 2013, 2015)]
    listings = [
        {"listed": said, "listed_min": first and dt.date(first, 1, 3), "listed_max": dt.date(last, 1, 17)}
        for said, first, last in days
    ]
    ended = {"listed": None, "delisted": "2016", "delisted_min": None, "delisted_max": dt.date(2016, 1, 1)}
    none = {"listed": None, "delisted": None, "delisted_min": None, "delisted_max": None}
    found = reasons.Told.by_listed([none, *listings, ended])
    assert found == [listings[2], listings[1], listings[3], ended, listings[0], none]


def lines(release: Release, row_id: str) -> list[str]:
    return list(text(release, page(release, row_id)))


def test_the_page_of_a_listing(release: Release) -> None:
    head, listed, title, *said = lines(release, FARAZ)
    assert head == f"Omid Faraz: listed by Freedonia Treasury, P1 ({FARAZ}), release {release.version}"
    assert (listed, title) == ("  listed on 3 February 2021; ground not shown", "  listed for:")
    assert said[:2] == [
        "    Omid Faraz: Warden of the square, Lantern Council (2019 to March 2021)",
        "      [stated by Freedonia Treasury, 1 June 2022; omid-faraz-warden]",
    ]
    assert "    Omid Faraz: said to have commanded those who did it, alleged: Beatings on Lantern Square" in said
    assert "      [alleged by Freedonia Treasury, 1 June 2022; beatings-2020-faraz]" in said
    assert len(said) == 12  # a row once for each way in which it is said, and nothing of the coarser date
    assert "      [alleged by Freedonia Treasury (so it appears), 1 June 2022; trial-2020-kohan-judge]" in lines(
        release, KOHAN
    )
    assert lines(release, "utopia-omid-faraz")[-1] == "  the release does not have the text of its entry"


def test_the_page_of_a_person_names_who_else_has_the_name(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any("same name" in line for line in lines(release, "omid-faraz"))
    spelled = {"entity_id": "navid-kohan", "name": "Faraz, Omid"}
    rows = release._rows
    monkeypatch.setattr(
        type(release), "_rows", lambda held, name: [*rows(name), spelled] if name == "names" else rows(name)
    )
    said = "Somebody else has the same name, or one like it: "
    assert lines(release, "omid-faraz")[1].startswith(f"{said}Navid Kohan (navid-kohan)")
    assert lines(release, "navid-kohan")[1] == (
        f"{said}Omid Faraz (omid-faraz), listed by Freedonia Treasury, Utopia Office."
    )


@pytest.mark.parametrize(
    ("row_id", "titles", "line"),
    [
        (
            "beatings-2020",
            ["said to have had a part, by grade", "listed for it", "timeline"],
            "  accused, command, alleged: Omid Faraz (omid-faraz): Beatings on Lantern Square  "
            "[alleged by Freedonia Treasury; Warden of the square (held then)]",
        ),
        (
            "trial-2020",
            ["said to have had a part, by grade", "listed for it", "timeline"],
            "  judge, own act: Navid Kohan (navid-kohan): Trial of the beaten  "
            "[alleged by Freedonia Treasury (so it appears); Member of the council (days not known)]",
        ),
        (
            "lantern-council",
            ["people", "timeline"],
            "  Omid Faraz: post: Warden of the square, 2019 to March 2021  [stated by Freedonia Treasury]",
        ),
        (
            "omid-faraz",
            [f"Omid Faraz: listed by Freedonia Treasury, P1 ({FARAZ})", OTHER, "timeline", "names", "positions"],
            "  2020-05-02  event: accused, command beatings-2020 Beatings on Lantern Square  [beatings-2020-faraz]",
        ),
    ],
    ids=["event", "hedged", "body", "person"],
)
def test_the_pages_of_events_bodies_and_persons(release: Release, row_id: str, titles: list[str], line: str) -> None:
    found = lines(release, row_id)
    assert [one.strip() for one in found if one.startswith("\n")][: len(titles)] == titles
    assert line in found


def test_the_page_of_an_event_has_what_was_said_about_it_denials_too(tmp_path: Path) -> None:
    world, cells = make_world(), {"speaker_id": "red-post", "about_id": "square-2020", "polarity": "affirmative"}
    world.backed("statements", "denial", "red-story", kind="denies", made="2020-06", gist="police shot", **cells)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    found = lines(Release(path, path.name), "square-2020")
    at = found.index("\nwhat was said about it")
    assert found[at + 1].startswith("  Red Post denies: police shot, June 2020  [")


@pytest.mark.parametrize("row_id", [FARAZ, "beatings-2020", "lantern-council", "omid-faraz"])
def test_each_page_is_json(release: Release, row_id: str) -> None:
    found = page(release, row_id)
    assert json.loads(json.dumps(found)) == found
    assert "_min" not in json.dumps(found) or row_id == "omid-faraz"


def test_pages_that_there_are_not(release: Release) -> None:
    with pytest.raises(KeyError, match="no official, party, listing or event 'nobody' in release"):
        page(release, "nobody")
    with pytest.raises(KeyError, match="it is a row of positions, see why"):
        page(release, "omid-faraz-warden")
    with pytest.raises(IdGone):
        page(release, "old-listing")
