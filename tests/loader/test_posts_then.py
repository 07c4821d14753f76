"""Which posts stand beside a part in an event: those that somebody surely, or perhaps, held then."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.releases.conftest import add_annex, make_world

from mostanad.loader import Release, reasons
from mostanad.releases import build


def test_a_post_of_unknown_days_is_named_only_where_it_can_have_been_held(tmp_path: Path) -> None:
    """Of posts without a start that which the accuser names; none of which somebody else is known to have held then."""
    world = make_world()
    add_annex(world)
    world.add("officials", "dara-sohrabi", name="Dara Sohrabi")
    council = {"body_id": "lantern-council"}
    posts = [("keeper", "wire-story", "Keeper of the gate", {}), ("porter", "council-record", "Porter", {}),
             ("mayor", "wire-story", "Mayor", {}),
             ("scribe", "wire-story", "Scribe", {"ended": "[..2026]"})]  # fmt: skip
    for key, source, title, ended in posts:
        world.backed("positions", f"dara-{key}", source, holder_id="dara-sohrabi", title=title, **council, **ended)
    held = {"holder_id": "navid-kohan", "title": "Mayor", "started": "2019", "ended": "2021", **council}
    world.backed("positions", "kohan-mayor", "council-record", **held)
    part = {"entity_id": "dara-sohrabi", "part": "accused", "standing": "alleged"}
    for event in ("beatings-2020", "trial-2020"):
        world.add("participations", f"{event}-dara", event_id=event, **part)
        source = "wire-story" if event == "beatings-2020" else "paper-story"
        world.claim(source, f"{event}-dara", "entity_id event_id part standing", modality="allegation")
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    found = {row["event_id"]: row["posts"] for row in Release(path, path.name)._by_id.parts(
        ["beatings-2020", "trial-2020"], False) if row["entity_id"] == "dara-sohrabi"}  # fmt: skip
    assert found["beatings-2020"] == "Keeper of the gate (days not known); Scribe (days not known)"
    assert "Mayor" not in found["trial-2020"]  # the other was mayor then
    assert "Porter (days not known)" in found["trial-2020"]  # who accuses there names no post


def test_a_post_that_had_begun_says_since_when_and_that_no_document_says_until_when() -> None:
    """A start that a document gives is no guess; nobody knows whether the post was still held."""
    post = {"post": "Chief", "is_sure": False, "has_days": True, "is_open": False, "position_id": "x", "until": None}
    own = {"x": {"last_documented": dt.date(2019, 11, 1), "inferred_for": None}}
    assert reasons._held(own, {**post, "since": "2009"}) == "Chief (from 2009; no document says until when)"
    some = {**post, "since": None, "started": None, "ended": None}
    assert reasons._held(own, some) == "Chief (documented for a part of that time)"
    inferred = {"x": {**own["x"], "inferred_for": "2019-11"}}
    assert reasons._held(inferred, some) == "Chief (inferred for a part of that time)"
    assert reasons._held(inferred, {**some, "is_sure": True}) == "Chief (inferred for that time)"
    wide = {"x": {**own["x"], "inferred_for": "[2019-11..2020]"}}
    said = "Chief (by inference, held at some time between November 2019 and 2020)"
    assert reasons._held(wide, {**some, "has_days": False}) == said
    assert reasons._held(own, {**some, "has_days": False}) == "Chief (days not known)"
    assert reasons._held(own, {**some, "ended": "[..2021]"}) == "Chief (documented for a part of that time)"
    assert reasons._held(own, {**some, "started": "[2009..2011]", "ended": "2012"}) == (
        "Chief (from a day between 2009 and 2011 until 2012)"
    )
    assert reasons._held(own, {**post, "since": "2009", "is_sure": True}) == "Chief (held then)"


def test_a_post_with_only_an_end_is_not_perhaps_of_an_event_before_it_is_known(tmp_path: Path) -> None:
    """One that ended on the last day of the event, or on the day before, was held then, if it had begun."""
    world = make_world()
    event = {"kind": "killing", "title": "Killings", "date": "2019-11/2019-12"}
    world.backed("events", "killings-2019", "wire-story", **event)
    posts = [("dara-sohrabi", "porter", {"started": "2016", "ended": "2019-12-30"}),
             ("dara-sohrabi", "scribe", {"started": "2016", "ended": "2019-12-29"}),
             ("roya-tan", "mayor", {"ended": "[2027..2029-08]"})]  # fmt: skip
    for who, key, days in posts:
        held = {"holder_id": who, "body_id": "lantern-council", "title": key.title(), **days}
        world.backed("positions", f"tan-{key}", "wire-story", **held)
    for who in ("dara-sohrabi", "roya-tan"):
        world.add("officials", who, name=who.title())
        part = {"event_id": "killings-2019", "entity_id": who, "part": "accused", "standing": "alleged"}
        world.backed("participations", f"killings-2019-{who}", "wire-story", **part)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    assert {
        row["entity_id"]: row["posts"] for row in Release(path, path.name)._by_id.parts("killings-2019", False)
    } == {
        "dara-sohrabi": "Porter (held then); Scribe (2016 to 29 December 2019)",
        "roya-tan": "Mayor (until a day between 2027 and August 2029; no document says since when)",
    }


def test_only_a_post_that_had_surely_begun_has_a_start_before_the_event(tmp_path: Path) -> None:
    world = make_world()
    post = {"holder_id": "navid-kohan", "body_id": "lantern-council"}
    for key, cells in {
        "chief": {"started": "2009"},
        "late": {"started": "2022"},
        "past": {"started": "2009", "ended": "[..2026]"},
    }.items():
        world.backed("positions", f"kohan-{key}", "council-record", title=key, **post, **cells)
    part = {"event_id": "square-2020", "entity_id": "navid-kohan", "part": "accused", "standing": "alleged"}
    world.add("participations", "square-2020-navid", **part)
    world.claim("paper-story", "square-2020-navid", "entity_id event_id part standing", modality="allegation")
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    told = Release(path, path.name)._by_id
    found = {post["post"]: post["since"] for row in told.by("parts", "event_id")["square-2020"]
             for post in row["posts"] if row["entity_id"] == "navid-kohan"}  # fmt: skip
    assert found["chief"] == "2009"
    assert "late" not in found
    assert found["past"] is None


def test_a_post_that_had_begun_leaves_no_room_for_one_of_unknown_days(tmp_path: Path) -> None:
    world = make_world()
    for who, began in (("dara-sohrabi", "2019"), ("roya-tan", "")):
        world.add("officials", who, name=who.title())
        post = {"holder_id": who, "body_id": "lantern-council"}
        world.backed("positions", f"{who}-insurer", "wire-story", title="Head of insurance", **post)
        if began:
            world.backed("positions", f"{who}-porter", "council-record", title="Porter", started=began, **post)
        part = {"event_id": "square-2020", "entity_id": who, "part": "accused", "standing": "alleged"}
        world.backed("participations", f"square-2020-{who}", "paper-story", **part)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    found = {
        row["entity_id"]: row["posts"] for row in Release(path, path.name)._by_id.by("parts", "event_id")["square-2020"]
    }
    assert [post["post"] for post in found["dara-sohrabi"]] == ["Porter"]
    assert [post["post"] for post in found["roya-tan"]] == ["Head of insurance"]


def test_a_post_that_began_while_the_event_lasted_stands_beside_one_of_unknown_days(tmp_path: Path) -> None:
    world = make_world()
    event = {"kind": "repression", "title": "A year of beatings", "date": "2022"}
    world.backed("events", "beatings-2022", "wire-story", **event)
    for who, began in (("dara-sohrabi", "2022-12"), ("roya-tan", "2022-01-01")):
        world.add("officials", who, name=who.title())
        post = {"holder_id": who, "body_id": "lantern-council"}
        world.backed("positions", f"{who}-insurer", "wire-story", title="Head of insurance", **post)
        world.backed("positions", f"{who}-porter", "wire-story", title="Porter", started=began, **post)
        part = {"event_id": "beatings-2022", "entity_id": who, "part": "accused", "standing": "alleged"}
        world.backed("participations", f"beatings-2022-{who}", "wire-story", **part)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    found = {row["entity_id"]: row["posts"] for row in Release(path, path.name)._by_id.parts("beatings-2022", False)}
    assert found["dara-sohrabi"] == "Head of insurance (days not known); Porter (from December 2022)"
    assert found["roya-tan"].startswith("Porter")  # held from the first day on
