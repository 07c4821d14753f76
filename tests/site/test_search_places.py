"""Places in the search of the site: towns and their provinces, prisons by the names that people know."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.site.in_node import in_node, needs_node, write

from mostanad.loader.search import ranked
from mostanad.matching import folding
from mostanad.models.language import speaking, spoken
from mostanad.site import persian

EVENT = dict.fromkeys(("place", "part_of", "date_min", "date_max"))


@needs_node
def test_a_capital_beside_a_month_leads_to_its_province(tmp_path: Path) -> None:
    killing = {**EVENT, "event_id": "k", "kind": "killing", "title": "Killings in Fars Province in November 2019"}
    write(tmp_path, {"events": [killing]})
    found = in_node("around", ["شیراز آبان", "Shiraz November 2019"], tmp_path)
    assert found == [[["k", ["شیراز"]]], [["k", ["Shiraz"]]]]
    events = {"Gilan": "رشت", "Khuzestan": "اهواز", "Kurdistan": "سنندج"}
    titles = [f"Killings in {province} Province in November 2019" for province in events]
    write(tmp_path, {"events": [{**killing, "event_id": title.split()[2], "title": title} for title in titles]})
    asked = [f"{capital} آبان" for capital in events.values()]
    assert [hits[0] for hits in in_node("around", asked, tmp_path)] == [[key, [town]] for key, town in events.items()]


@needs_node
def test_a_prison_is_found_by_the_name_that_people_know(tmp_path: Path) -> None:
    write(tmp_path, {"parties": [{"party_id": "f", "name": "Fashafouyeh Prison", "kind": "prison", "country": "IR"}]})
    found = in_node("found", ["ندامتگاه تهران بزرگ", "زندان تهران بزرگ", "تهران"], tmp_path)
    assert [[hit[0] for hit in hits] for hits in found] == [["f"], ["f"], []]


@needs_node
def test_a_main_name_stands_before_another_name(tmp_path: Path) -> None:
    prison = {"kind": "prison", "country": "IR"}
    parties = [{"party_id": "q", "name": "Qarchak Prison", **prison}]
    parties += [{"party_id": "k", "name": "Kahrizak detention centre", **prison}]
    also = {"name_id": "n", "entity_id": "q", "name": "Kahrizak women's prison", "kind": "alias", "script": "Latn"}
    write(tmp_path, {"parties": parties, "names": [also]})
    (found,) = in_node("found", ["Kahrizak"], tmp_path)
    assert [hit[0] for hit in found] == ["k", "q"]


@needs_node
def test_a_town_alone_leads_to_its_province(tmp_path: Path) -> None:
    write(tmp_path, {"events": [{**EVENT, "event_id": "k", "kind": "killing", "title": "Killings in Shiraz"}]})
    asked = {"شیراز": "Fars", " Shiraz ": "Fars", "شیراز آبان": None, "Tehran": None, "": None}
    assert in_node("province", list(asked), tmp_path) == list(asked.values())


@needs_node
def test_who_asks_for_a_province_finds_what_is_in_its_towns(tmp_path: Path) -> None:
    """A title need not say of which province a town is, nor that a province is one."""
    titles = ["Killings in Saqqez", "Arrests in Shiraz", "Arrests by forces of Kurdistan", "Arrests in Zahedan"]
    titles.append("Killings in Iranshahr, Sistan and Baluchestan")
    write(tmp_path, {"events": [{**EVENT, "event_id": one, "kind": "killing", "title": one} for one in titles]})
    asked = ["Kurdistan Province", "استان کردستان", "کردستان", "Sistan and Baluchestan", "Saqqez", "Kurdistan arrests"]
    found = in_node("within", asked, tmp_path)
    expected = [{titles[0], titles[2]}] * 3 + [{titles[3], titles[4]}, set(), set()]
    assert [{*hits} for hits in found] == expected


@needs_node
def test_a_province_has_the_courts_and_prisons_of_its_places_however_these_are_spelled(tmp_path: Path) -> None:
    called = {"a": "Ahwaz Revolutionary Court", "b": "Evin Prison", "c": "Vakilabad Prison", "d": "Court of Orumiyeh"}
    called |= {
        "e": "Tehran Court",
        "f": "Court of Birjand",
        "g": "Mashhad Court",
        "h": "Police of Mashhad",
        "i": "Tehran Prison Affairs",
    }
    kinds = {one: "prison" if "Prison" in name else "court" for one, name in called.items()} | {
        "h": "armed_force",
        "i": "state_body",
    }
    parties = [{"party_id": one, "name": name, "kind": kinds[one], "country": "IR"} for one, name in called.items()]
    officials = [{"official_id": "k", "name": "Kamran Omidi"}]
    write(tmp_path, {"parties": parties, "officials": officials})
    asked = {"Khuzestan Province": "a", "Ahwaz province": "a", "Khuzestan court": "a", "استان خوزستان": "a",
             "Tehran province": "bei", "Tehran prison": "b", "Mashhad prison": "c", "Mashhad court": "",
             "استان آذربایجان غربی": "d", "Oroumieh court": "", "Khorasan court": "fg", "west": "",
             "Khorasan": "cfgh", "South Khorasan": "f", "Ahwaz": ""}  # fmt: skip
    found = in_node("within", [*asked], tmp_path)
    assert {text: "".join(sorted(hits)) for text, hits in zip(asked, found, strict=True)} == asked
    # A prison of a town stands before what has all words; of a province what has its name is first.
    assert in_node("hits", ["Tehran prison", "Tehran court"], tmp_path) == [["b", "i"], ["e"]]
    assert in_node("hits", ["Tehran"], tmp_path)[0][-1] == "b"
    assert in_node("province", ["Ahwaz", "Urmia", "Kamran", "Omidi"], tmp_path) == [
        "Khuzestan", "West Azerbaijan", None, None
    ]  # fmt: skip


@needs_node
def test_what_a_place_near_by_is_found_for_has_the_other_words_too(tmp_path: Path) -> None:
    """A year, or a word, that it has not is not passed over."""
    court = {"party_id": "c", "name": "Revolutionary Bench of Saqqez", "kind": "court", "country": "IR"}
    write(tmp_path, {"parties": [court]})
    asked = ["court Sanandaj", "revolutionary court Sanandaj", "court Sanandaj 1976", "head court Sanandaj"]
    assert in_node("within", asked, tmp_path) == [["c"], ["c"], [], []]


@needs_node
def test_each_town_of_the_table_is_said_to_be_one_of_its_province(tmp_path: Path) -> None:
    provinces, within = folding.provinces(), folding.asked()["within"]
    event = {**EVENT, "kind": "repression"}
    titles = {word: f"Suppression of protests in {name}" for word, name in provinces.items()}
    write(tmp_path, {"events": [{**event, "event_id": f"e-{word}", "title": title} for word, title in titles.items()]})
    asked = [town for town in within if town not in folding.asked()["called"]]  # what is called otherwise here
    for town, found in zip(asked, in_node("around", asked, tmp_path), strict=True):
        province = within[town]
        assert found == [[f"e-{province}", [town]]], town
    hints = in_node("hints", ["بهبهان", "Iranshahr"], tmp_path)
    assert hints == [["in Khuzestan Province"], ["in Sistan and Baluchestan Province"]]
    assert {*within.values()} == {*provinces}
    assert [place for place in within if " " in place] == []  # a word is looked up
    with speaking(persian.Persian({}, {})):
        called = {name: spoken().label("", name) for name in provinces.values()}
    assert [name for name, said in called.items() if not folding.is_persian(said)] == []


@needs_node
def test_a_town_and_a_time_lead_to_the_events_of_its_province_then_below_those_of_the_town(tmp_path: Path) -> None:
    days = {"date_min": dt.date(2022, 9, 1), "date_max": dt.date(2022, 9, 30)}
    later = {"date_min": dt.date(2023, 5, 1), "date_max": dt.date(2023, 5, 30)}
    places = {
        "t": ("Zahedan", days),
        "p": ("Sistan and Baluchestan", days),
        "o": ("Zabol", later),
        "k": ("Saqqez", days),
    }
    events = [{**EVENT, "event_id": f"events/{one}", "kind": "killing", "title": f"Killings in {place}",
               "place": place, **when}
              for one, (place, when) in places.items()]  # fmt: skip
    court = {"party_id": "c", "name": "Court of Zabol of 2022", "kind": "court", "country": "IR"}
    write(tmp_path, {"events": events, "parties": [court]})
    asked = [
        "Zahedan September 2022",
        "زاهدان ۱۴۰۱",
        "Zahedan May 2023",
        "Zahedan 1976",
    ]
    found = [[hit.removeprefix("events/") for hit in hits] for hits in in_node("hits", asked, tmp_path)]
    assert found == [["t", "p"], ["t", "p"], ["o"], []]


@needs_node
def test_an_event_in_a_place_of_several_words_is_found_by_its_province(tmp_path: Path) -> None:
    title = "Killings in Shahr-e Qods in November 2019"
    events = [
        {**EVENT, "event_id": key, "kind": "killing", "title": one}
        for key, one in (("q", title), ("f", "Killings by the Qods Force"))
    ]
    named = write(tmp_path, {"events": events})
    assert [hit.entity_id for hit in ranked(named, "Tehran killings")] == ["q"]
    assert [hit[0] for hit in in_node("found", ["Tehran killings"], tmp_path)[0]] == ["q"]


@needs_node
def test_a_town_that_nothing_names_leads_to_what_was_in_its_province_deaths_first(tmp_path: Path) -> None:
    """Not to what somebody had a part in who once held a post there; nor to words that sound like the province."""
    titles = {"r": ("repression", "Suppression of protests in Ilam Province"),
              "k": ("killing", "Killings in Ilam Province"), "s": ("ban", "Suspension of two parties"),
              "a": ("announcement", "اعلام دادگاه ویژه")}  # fmt: skip
    events = [{**EVENT, "event_id": key, "kind": kind, "title": title} for key, (kind, title) in titles.items()]
    post = {"position_id": "p", "holder_id": "o", "title": "Governor of Ilam Province", "body_id": None}
    times = dict.fromkeys(("started_min", "started_max", "ended_min", "ended_max"))
    part = {"event_id": "s", "entity_id": "o", "part": "accused"}
    write(tmp_path, {"events": events, "officials": [{"official_id": "o", "name": "Omid Faraz"}],
                     "positions": [{**post, **times}], "participations": [part]})  # fmt: skip
    found = in_node("some", ["Malekshahi", "ملکشاهی"], tmp_path)
    assert [{key for key, _ in hits} for hits in found] == [{"k", "r"}] * 2
    assert "a" not in in_node("within", ["استان ایلام"], tmp_path)[0]


@needs_node
def test_in_place_of_a_thing_elsewhere_stands_what_was_in_the_province(tmp_path: Path) -> None:
    """Who asks for a hospital, or a prison, that nothing names, does not ask for one in another town."""
    titles = {"r": ("repression", "Suppression of protests in Ilam Province"), "o": ("killing", "Killings in Rasht"),
              "k": ("killing", "Killings in Ilam Province"), "h": ("abuse", "Abuse in a hospital, Karaj")}  # fmt: skip
    events = [{**EVENT, "event_id": f"events/{key}", "kind": kind, "title": title}
              for key, (kind, title) in titles.items()]  # fmt: skip
    prison = {"party_id": "p", "name": "Karaj Prison", "kind": "prison", "country": "IR"}
    write(tmp_path, {"events": events, "parties": [prison]})
    found = in_node("some", ["hospital Ilam", "hospital Izeh", "Lakan prison"], tmp_path)
    assert found == [
        [["events/k", ["hospital"]], ["events/r", ["hospital"]]], [["events/h", ["Izeh"]]], [["events/o", ["prison"]]]
    ]  # fmt: skip


@needs_node
def test_a_place_in_persian_is_not_found_by_a_word_with_an_ayn(tmp_path: Path) -> None:
    """Amol is a town, and amel an agent."""
    titles = {"t": "کشتن معترضان در آمل", "w": "عامل خرید سپاه"}
    named = write(tmp_path, {"events": [{**EVENT, "event_id": key, "kind": "killing", "title": title}
                                        for key, title in titles.items()]})  # fmt: skip
    assert [hit.entity_id for hit in ranked(named, "آمل")] == ["t"]
    assert [hit[0] for hit in in_node("found", ["آمل"], tmp_path)[0]] == ["t"]


@needs_node
def test_who_asks_for_a_judge_in_a_town_is_not_shown_an_armed_force_first(tmp_path: Path) -> None:
    """That has one common word of three, and the name of the province."""
    force = "Islamic Revolutionary Guard Corps (IRGC) Regional Corps Beit-al Moqadas in Kurdistan"
    times = dict.fromkeys(("started_min", "started_max", "ended_min", "ended_max", "body_id"))
    judges = [f"{number}" for number in range(101)]  # so that their words are common
    write(tmp_path, {
        "parties": [{"party_id": "f", "name": force, "kind": "armed_force", "country": "IR"}],
        "officials": [{"official_id": one, "name": f"Omid Faraz{one}"} for one in judges],
        "positions": [{"position_id": f"p{one}", "holder_id": one, "title": "Judge, Revolutionary Court", **times}
                      for one in judges],
    })  # fmt: skip
    assert in_node("some", ["judge revolutionary court Sanandaj"], tmp_path)[0][0][0] in judges


@needs_node
def test_who_asks_for_a_shooting_in_a_town_is_told_that_shooters_are_not_named_and_which_hit_is_elsewhere(
    tmp_path: Path,
) -> None:
    event = {**EVENT, "event_id": "events/r", "kind": "killing", "title": "Shooting at protesters in Rezvanshahr"}
    write(tmp_path, {"events": [{**event, "date_min": dt.date(2022, 9, 1), "date_max": dt.date(2022, 9, 30)}]})
    asked = {"شلیک رشت": True, "Rasht shooting": True, "shooting": True, "Rezvanshahr": False}
    told = in_node("lacking", list(asked), tmp_path)
    assert ["shooters" in one for one in told] == [*asked.values()]
    elsewhere = "Rasht is not named here, but another place in the province, or the province itself"
    province = "a place in the province, or its name"
    asked = {"Rasht 2022": elsewhere, "Gilan 2022": province}
    assert in_node("whys", list(asked), tmp_path) == [[["events/r", why]] for why in asked.values()]


@needs_node
def test_a_place_stands_before_a_name_that_only_begins_with_it(tmp_path: Path) -> None:
    days = {"date_min": dt.date(2022, 9, 1), "date_max": dt.date(2022, 9, 30)}
    event = {**EVENT, **days, "event_id": "events/r", "kind": "killing", "title": "Killings in Rasht", "place": "Rasht"}
    people = {"m": "بهرام رشته‌احمدی", "n": "Omid Rasht"}
    names = [{"entity_id": key, "name": name} for key, name in people.items()]
    officials = [{"official_id": key, "name": f"Aram {key.title()}z"} for key in people]
    write(tmp_path, {"events": [event], "officials": officials, "names": names})
    assert in_node("hits", ["رشت ۱۴۰۱", "Rasht 1401"], tmp_path) == [["n", "events/r", "m"], ["n", "events/r"]]


@needs_node
def test_a_place_is_not_one_that_only_begins_alike(tmp_path: Path) -> None:
    called = {"a": "Prosecutor's Office of Kerman", "b": "Prosecutor's Office of Kermanshah"}
    parties = [{"party_id": key, "name": name, "kind": "court", "country": "IR"} for key, name in called.items()]
    names = [{"name_id": f"n{key}", "entity_id": key, "name": name, "kind": "primary", "script": "Arab"}
             for key, name in (("a", "دادسرای کرمان"), ("b", "دادسرای کرمانشاه"))]  # fmt: skip
    named = write(tmp_path, {"parties": parties, "names": names})
    asked = {
        "Kerman prosecutor": ["a"],
        "prosecutor Kermanshah": ["b"],
        "دادستان کرمان": ["a"],
        "دادستان کرمانشاه": ["b"],
    }
    for (text, keys), found in zip(asked.items(), in_node("found", list(asked), tmp_path), strict=True):
        assert [hit[0] for hit in found] == keys == [hit.entity_id for hit in ranked(named, text)], text


@needs_node
def test_who_asks_for_a_province_and_a_year_is_not_offered_what_has_the_year_alone(tmp_path: Path) -> None:
    events = [
        {**EVENT, "event_id": one, "kind": "protest", "title": f"Protests in {one} in 2022"} for one in ("Fars", "Qom")
    ]
    write(tmp_path, {"events": events})
    found = in_node("some", ["Qazvin 2022", "قزوین ۱۴۰۱", "Fars 2022 protest"], tmp_path)
    assert [[key for key, _ in hits] for hits in found][:2] == [[], []]
    assert found[2][0][0] == "Fars"
