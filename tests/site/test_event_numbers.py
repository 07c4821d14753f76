"""The numbers on the page of an event: whose they are, of whom, and which of them are rivals."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.site.conftest import VERSION, rich_world
from tests.site.reading import led_to, read, read_file
from tests.site.test_events import main_of, page_of

from mostanad.loader import Release
from mostanad.models.language import speaking
from mostanad.releases import build
from mostanad.site import events
from mostanad.site.contents import Record


def test_rival_numbers_stand_side_by_side_the_greatest_first(record: Record, site: Path) -> None:
    found = {measure: [row["estimate_id"] for row in rows] for measure, rows in events.numbers(record, "square-2020")}
    names = ["blue-front-300", "paper", "wire"]
    assert found["killed"] == [f"square-2020-killed-{name}" for name in names]
    page = read_file(site / "events/square-2020.html")
    table = [line for line in page.all("table")[0].all("tr") if line.all("td")]
    assert [line.all("th")[0].all("bdi")[0].text for line in table] == ["Blue Front", "Lone Paper", "Lone Wire"]
    assert [line.all("td")[0].all("bdi")[0].text for line in table] == ["at least 300", "40 to 60", "at most 12"]


def test_a_number_and_its_part_are_no_range(record: Record) -> None:
    path, whole = "events/square-2020.html", "square-2020-killed-blue-front-300"
    parts = [
        row if row["estimate_id"] == whole else row | {"subset_of": whole}
        for row in record.naming("square-2020", "estimates", "about_id")
    ]
    held = replace(record)
    others = [one for one in record.referring["square-2020"] if one[0] != "estimates"]
    held.__dict__["referring"] = {
        **record.referring,
        "square-2020": [*others, *(("estimates", "about_id", row) for row in parts)],
    }
    (said,) = page_of(held, path).all("p", class_="finding")
    assert "Counts: at least 300" in said.text
    assert " from at most 12" not in said.text


def test_who_is_said_to_have_had_a_part_is_counted(real_record: Record) -> None:
    """Four are accused; seven lines stand below, for it was done to some, and some are groups."""
    said = main_of(real_record, "events/killings-zahedan-2022-09-30.html")
    assert "3 people and 1 organisation are said to have had a part in it or to answer for it: the Islamic R" in said
    assert "as having done it or taken part in it, Mohammad Karami and Morteza Jokar as having commanded those" in said
    assert "1 as having" not in said
    assert " had a part in it" not in main_of(real_record, "events/noury-trial.html")


def test_a_number_that_was_revised_is_not_the_lowest(real_record: Record) -> None:
    """Amnesty International counted about 200 first; the number that replaced it stands in the lead."""
    key = "uprising-2019-11"
    said = main_of(real_record, f"events/{key}.html")
    assert "Counts: from more than 300○ (Amnesty International, according to Iran Focus) to " in said
    assert "about 200○ (revised since)" in said
    assert f"{len(real_record.told.events(key, within=True)) - 1} events are on record as part of it." in said


def test_of_a_number_of_nobody_by_name_the_page_says_who_cites_it_and_our_note(real_record: Record) -> None:
    said = main_of(real_record, "events/killings-kurdish-regions-2022-11-15.html")
    assert re.search(r"Counts: [^(]+○ people killed \(cited by the European Union from others\)", said)
    assert "somebody who is not named" not in said
    said = main_of(real_record, "events/massacre-1988.html")
    assert "the text does not say who estimated" in said


def test_a_number_of_some_of_them_is_no_end_of_a_range_and_bars_of_one_counter_say_of_whom(real_record: Record) -> None:
    page, path = page_of(real_record, "events/protests-2022-09.html"), "events/deaths-kahrizak-2009.html"
    said = page.all("p", class_="finding")[0].text
    assert re.search(r"Counts: more than 520\W+people killed \(the European Union", said)
    assert "died" not in said, "an earlier count of the same people by the same counter"
    assert "Counts: at least 5" in main_of(real_record, path)  # of whom 3 were among the charges
    zahedan = main_of(real_record, "events/killings-zahedan-2022-09-30.html")
    assert "Counts: at least 66○ and at least 70 people killed, in different passages" in zahedan  # one mark for both
    picture = page.all("div", class_="picture")[0].text
    for words in ("deaths of minors from the repression", "people killed in the repression"):
        assert words in " ".join(picture.split()), words


def test_one_number_with_several_words_is_one_number_and_no_picture(real_record: Record) -> None:
    """The European Union says 4, at least 4, and cites 4 that somebody without a name counted."""
    said = main_of(real_record, path := "events/killings-mahabad-2022-11.html")
    assert "Counts: 4○ people killed" in said
    assert " from 4" not in said
    assert re.search(r"at least 4\W+\(the European Union\)", said)
    assert re.search(r"[^t] 4\W+(?:people killed )?\(the European Union, which also cites others\)", said)
    page = page_of(real_record, path)
    assert [one for one in page.all("div", class_="picture") if one.attributes["aria-label"] == "Rival numbers"] == []
    assert len(page.all("table")[0].all("tr")) == 4  # each number still stands in the table


def test_words_of_others_for_a_number_of_the_event_are_not_of_a_part_of_it(real_record: Record) -> None:
    said = main_of(real_record, "events/massacre-1988.html")
    assert "counts of what was part of it" not in said
    assert "(Iran News Update), without a number “thousands”○." in said


def test_counts_by_one_voice_have_one_mark_and_each_leads_to_its_evidence(tmp_path: Path) -> None:
    """In a row the mark of the number, in a sentence that of the first; another voice has its own."""
    world = rich_world()
    for key, measure, value in (("injured", "injured", "30"), ("arrested", "arrested", "50")):
        world.backed(
            "estimates", f"square-2020-{key}-wire", "wire-story", comparator="exactly", value=value,
            about_id="square-2020", measure=measure, population="people on the square", counted_by="lone-wire",
        )  # fmt: skip
    build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(tmp_path / "out" / VERSION, VERSION))
    (page,) = (one for one in events.pages(record) if one.path == "events/square-2020.html")
    shown = read(page.html(record, ""))
    (line,) = [one for one in shown.all("tr") if "50" in one.text and one.all("td")]
    (mark,) = line.all("a", class_="mark")
    assert mark.attributes["href"] == "../rows/square-2020-arrested-wire.html#value"
    places = {one.attributes.get("data-at") or one.attributes["href"] for tag in ("a", "span")
              for one in line.all(tag, class_="q")}  # fmt: skip
    assert places == {f"../rows/square-2020-arrested-wire.html#{name}" for name in ("counted_by", "population")}
    (said,) = shown.all("p", class_="finding")
    counts = [one for one in led_to(said) if re.search(r"square-2020-\w+-[\w-]+\.html#value$", one.attributes["href"])]
    looks = {one.attributes["href"].partition("square-2020-")[2]: one.attributes["class"].split()[0] for one in counts}
    assert looks == {
        "arrested-wire.html#value": "q",
        "injured-wire.html#value": "mark",
        "killed-wire.html#value": "mark",
        "killed-blue-front-300.html#value": "mark",
        "share-red-post.html#value": "mark",
    }


def test_a_number_names_what_it_counts() -> None:
    named = [
        ("killed", 3),
        ("killed", 1),
        ("identified", 547),
        ("messages", 20000),
        ("occurrences", 1),
        ("places", 200),
        ("occurrences", 5),
        ("affected", 5),
    ]
    rows = [{"measure": measure, "value": value, "population": "hurt"} for measure, value in named]
    assert [*map(events.of_measure, rows)] == [
        "people killed", "person killed", "people identified", "messages", "occurrence", "places", "hurt", "hurt",
    ]  # fmt: skip


def test_who_counts_the_killed_begins_with_them_alone() -> None:
    def row(who: str, value: int | None = 7) -> dict[str, object]:
        return {"counted_by": who, "value": value}

    killed = ("killed", [row("one"), row("two", None)])
    numbers = [killed, ("died", [row("one"), row("two")]), ("held", [row("one")])]
    assert [measure for measure, _ in events.foremost(numbers)] == ["killed", "died", "held"]
    assert [measure for measure, _ in events.foremost([killed, ("died", [row("one")])])] == ["killed"]
    # Who counts both is not named twice because somebody else counts only deaths.
    assert dict(events.foremost(numbers))["died"] == [row("two")]


@pytest.mark.slow
def test_what_is_no_number_stands_behind_what_it_speaks_of(real_record: Record) -> None:
    (page,) = (one for one in events.pages(real_record) if one.path == "events/uprising-2019-11.html")
    assert "arrested: “several arbitrary arrests”" in read(page.html(real_record, "")).text
    with speaking(real_record.languages[1]):
        text = read(page.html(real_record, "")).text
    assert "بازداشت‌شده: «چند بازداشت خودسرانه»" in text
    assert "نفر بازداشت‌شده: «" not in text
