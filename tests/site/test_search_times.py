"""A month and a year in the search: they find the posts that were held then, in the browser as in Python."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.site.in_node import in_node, needs_node, write

from mostanad.loader.search import ranked, weights

#: By holder of the post of a judge: when it began and ended, and its days as the table ``spans`` has them.
POSTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "whole": ("2011-01-01", "2015-12-31", {"earliest": "2011-01-01", "latest": "2015-12-31"}),
    "going-on": ("2009-06-01", "", {"earliest": "2009-06-01", "last_documented": "2015-03-02"}),
    "ended": ("", "2015-04-01", {"begun_by": "2015-03-01", "last_documented": "2015-03-31", "latest": "2015-04-01"}),
    "seen": ("", "", {"begun_by": "2015-03-24", "last_documented": "2015-03-20"}),
    "printed": ("", "", {"begun_by": "2026-03-16"}),
    "former": ("", "2018-04-12", {"begun_by": "2018-04-13", "latest": "2018-04-12"}),
    "later": ("2015-04-01", "2016-12-31", {"earliest": "2015-04-01", "latest": "2016-12-31"}),
}
#: Whom each text finds.
ASKED = {
    "judge in March 2015": {"whole", "going-on", "ended", "seen"},
    "judge April 2015": {"whole", "later"},
    "judge 2015": {"whole", "going-on", "ended", "seen", "later"},
    "judge 2012": {"whole", "going-on"},
    "judge May 2009": set(),
    "قاضی اسفند ۱۳۹۳": {"whole", "going-on", "ended", "seen"},
    "قاضی مارس ۲۰۱۵": {"whole", "going-on", "ended", "seen"},
    "judge Ordibehesht 1390": {"whole", "going-on"},
    "judge 1391": {"whole", "going-on"},
    "warden March 2015": set(),
    "judge 2026": set(),
}


def rows() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"officials": [], "positions": [], "spans": []}
    for key, (started, ended, span) in POSTS.items():
        found["officials"].append({"official_id": key, "name": f"Somebody {key.title()}"})
        post = {"position_id": f"{key}-judge", "holder_id": key, "title": "Judge of Nowhereabad", "body_id": None}
        days = dict.fromkeys(("started_min", "started_max", "ended_min", "ended_max"))
        found["positions"].append({**post, **days, "started": started or None, "ended": ended or None})
        found["spans"].append({"row_id": f"{key}-judge", "table_name": "positions", **span})
    return found


@needs_node
def test_a_month_of_a_year_finds_the_posts_that_were_held_then(tmp_path: Path) -> None:
    named = write(tmp_path, rows())
    in_python = {text: {hit.entity_id for hit in ranked(named, text)} for text in ASKED}
    in_browser = dict(zip(ASKED, in_node("whole", [*ASKED], tmp_path), strict=True))
    assert in_python == ASKED
    assert {text: {hit[0] for hit in hits} for text, hits in in_browser.items()} == ASKED


@needs_node
def test_a_year_in_which_nobody_held_the_post_is_said_to_be_left_out(tmp_path: Path) -> None:
    write(tmp_path, rows())
    in_time, late = in_node("whys", ["judge 2015", "judge 2026"], tmp_path)
    assert {key: why for key, why in in_time if "2015" in why} == {}
    assert {key.rpartition("/")[2] for key, _ in late} == {*POSTS}
    assert {why for _, why in late} == {"without: 2026"}


#: By event: title and the first and the last day.
EVENTS = {
    "turn": ("Repression of the protests of the turn of the year", "2025-12-28", "2026-01-20"),
    "named": ("Trials after the protests of January 2025", "2025-12-01", "2025-12-20"),
    "wide": ("Repression in Nowhereabad", "2025-01-01", "2025-12-31"),
}
DATED = {
    "protests January 2025": {"named"},
    "protests January 2026": {"turn"},
    "protests December 2025": {"turn", "named"},
    "repression January 2025": set(),
    "repression 2025": {"turn", "wide"},
    "protests آذر 1404": {"turn", "named"},
}


@needs_node
def test_a_month_of_another_year_finds_nothing_that_was_short(tmp_path: Path) -> None:
    rows = [
        {"event_id": key, "title": title, "kind": "event", "date": f"{first}/{last}", "place": None, "part_of": None,
         "date_min": dt.date.fromisoformat(first), "date_max": dt.date.fromisoformat(last)}
        for key, (title, first, last) in EVENTS.items()
    ]  # fmt: skip
    named = write(tmp_path, {"events": rows})
    in_python = {text: {hit.entity_id for hit in ranked(named, text)} for text in DATED}
    in_browser = dict(zip(DATED, in_node("whole", [*DATED], tmp_path), strict=True))
    assert in_python == DATED
    assert {text: {hit[0] for hit in hits} for text, hits in in_browser.items()} == DATED


@needs_node
def test_for_a_month_alone_the_largest_events_stand_first(tmp_path: Path) -> None:
    """Those with most parts, and parts of these; not those whose short title has the month."""
    month = {"date": "2022-09", "date_min": dt.date(2022, 9, 1), "date_max": dt.date(2022, 9, 30)}
    day = {"date": "2022-09-05", "date_min": dt.date(2022, 9, 5), "date_max": dt.date(2022, 9, 5), "place": "Hill"}
    wave = {"event_id": "wave", "title": "Protests in many towns and at many schools", "place": None, "part_of": None}
    found: dict[str, list[dict[str, Any]]] = {
        "events": [
            {**wave, "kind": "protest", **month},
            {**wave, "event_id": "part", "kind": "killing", "title": "Shots in many towns", **month, "part_of": "wave"},
            {**wave, "event_id": "less", "kind": "killing", "title": "Shots on a bridge", **month, "part_of": "part"},
            {**wave, "event_id": "day", "kind": "meeting", "title": "A talk in September 2022", **day},
        ]
    }
    found["participations"] = [{"event_id": "less", "entity_id": f"e-{at}", "part": "perpetrator"} for at in range(9)]
    named = write(tmp_path, found)
    for text in ("September 2022", "شهریور ۱۴۰۱", "سپتامبر ۲۰۲۲"):
        hits = [hit.entity_id for hit in ranked(named, text, listed=weights(found))]
        assert hits == ["wave", "part", "day", "less"], text
        assert [hit[0] for hit in in_node("found", [text], tmp_path)[0]] == hits, text


@needs_node
def test_a_year_without_a_space_before_it_is_a_word_of_its_own(tmp_path: Path) -> None:
    """But a number of an entry is not taken apart."""
    event = {"event_id": "e", "title": "Protest", "kind": "protest", "place": None, "part_of": None}
    days = {"date_min": dt.date(2019, 11, 15), "date_max": dt.date(2019, 11, 15)}
    rows = {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "events": [{**event, **days}],
        "identifiers": [{"identifier_id": "i", "entity_id": "omid-faraz", "scheme": "uk_group", "value": "IRN0139"}],
    }
    named = write(tmp_path, rows)
    sought = {"protest98": ["e"], "اعتراض۹۸": ["e"], "protest2019": ["e"], "protest2018": [], "IRN0139": ["omid-faraz"]}
    sought |= {"IRN 0139 protest": []}
    for (text, keys), found in zip(sought.items(), in_node("found", list(sought), tmp_path), strict=True):
        assert [hit[0] for hit in found] == keys == [hit.entity_id for hit in ranked(named, text)], text


@needs_node
def test_a_month_is_not_a_town_that_is_spelled_like_it(tmp_path: Path) -> None:
    event = dict.fromkeys(("place", "part_of", "date_min", "date_max"))
    named = write(tmp_path, {"events": [{**event, "event_id": "e", "title": "اعتراض در شهریور", "kind": "protest"}]})
    for text, why in (("شهریور", ["words"]), ("شهریار", []), ("Shahriar", []), ("Shahrivar", ["words"])):
        assert [hit.why for hit in ranked(named, text)] == why, text
        assert [hit[4] for hit in in_node("found", [text], tmp_path)[0]] == why, text
