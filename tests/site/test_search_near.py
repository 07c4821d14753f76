"""What a search offers who finds nothing exactly so: surnames by half, larger events by their years, no strangers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.site.in_node import in_node, needs_node, write

from mostanad.loader.search import ranked
from mostanad.matching.texts import Found
from mostanad.models import TABLES
from mostanad.models.language import speaking
from mostanad.site import search_files
from mostanad.site.persian import Persian

EVENT = dict.fromkeys(("date", "place", "part_of", "date_min", "date_max"))
POST = dict.fromkeys((*TABLES["positions"].words().found, "started_min", "ended_max"))


@needs_node
def test_somebody_is_found_by_the_first_word_of_a_surname_of_two(tmp_path: Path) -> None:
    officials = [
        {"official_id": "d", "name": "Ghorban-Ali Dorri-Nadjafabadi"},
        {"official_id": "a", "name": "Ali Reza"},
    ]
    named = write(tmp_path, {"officials": officials})
    for text, found in (("Dorri", ["d"]), ("DORRI", ["d"]), ("Dorr", [])):
        assert [hit.entity_id for hit in ranked(named, text)] == found, text
        assert [hit[0] for hit in in_node("found", [text], tmp_path)[0]] == found, text


@needs_node
def test_few_common_words_or_a_short_number_lead_to_nobody(tmp_path: Path) -> None:
    post = {
        "position_id": "p",
        "holder_id": "omid-faraz",
        "title": "Head of the Computer Crimes Unit, Islamic Republic",
    }
    number = {"identifier_id": "i", "entity_id": "omid-faraz", "scheme": "ca_sema", "value": "1, Part 2.1/35"}
    rows = {"officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}], "identifiers": [number]}
    write(tmp_path, rows | {"positions": [{**POST, **post}]})
    asked = ["S-35/1", "greatest crime committed in the Islamic Republic", "head of the computer crimes unit 2019"]
    assert in_node("some", asked, tmp_path) == [[], [], [["omid-faraz", ["2019"]]]]


@needs_node
def test_councils_and_names_in_titles_of_events_get_a_word_on_what_is_lacking(tmp_path: Path) -> None:
    event = {**EVENT, "event_id": "e", "kind": "detention", "title": "Arrests while Mohammadmehdi was minister"}
    officials = [{"official_id": "o", "name": "Mohammad Mehdi Faraz"}]
    write(tmp_path, {"officials": officials, "events": [event]})
    asked = {"Mohammadmehdi Karami": ["victims"], "محمدمهدی کرمی": ["victims"], "minister Nowhere": []}
    asked |= {"بیمارستان مجروح": ["councils"], "wounded": ["councils"]}
    asked |= {"S-35/1": ["councils"], "the fact-finding mission": ["councils"], "Human Rights Council": ["councils"]}
    assert dict(zip(asked, in_node("lacking", list(asked), tmp_path), strict=True)) == asked


@needs_node
def test_what_the_record_does_not_follow_is_said_and_then_not_that_victims_are_not_named(tmp_path: Path) -> None:
    officials = [{"official_id": "o", "name": "Sadegh Faraz"}]
    write(tmp_path, {"officials": officials})
    asked = {"AMIA": ["trials"], "Interpol warrant": ["trials"], "universal jurisdiction": ["trials"]}
    asked |= {"companies owned by Faraz": ["followed"], "T-274/13": ["followed"], "expiry": ["followed"]}
    asked |= {
        "passport number of Faraz": ["papers"],
        "which facts are corroborated": ["support"],
        "از منابع مستقل": ["support"],
        "denial": ["denials"],
        "denied": ["denials"],
        "تکذیب": ["denials"],
    }
    assert dict(zip(asked, in_node("lacking", list(asked), tmp_path), strict=True)) == asked


@needs_node
def test_a_surname_without_its_last_letter_and_a_post_in_so_many_words_are_found(tmp_path: Path) -> None:
    """And what has a place neither in its title nor in what a hit shows of it stands last."""
    posts = {"o": "Warden", "p": "Governor of Ilam Province", "q": "Head of a prison"}
    names = {"o": "Omid Faraz", "p": "Navid Shamsabad", "q": "Sina Norville"}
    held = [{"position_id": f"{key}1", "holder_id": key, "title": title} for key, title in posts.items()]
    write(tmp_path, {
        "officials": [{"official_id": key, "name": name} for key, name in names.items()],
        "positions": [{**POST, **post} for post in held],
        "events": [{**EVENT, "event_id": "events/e", "kind": "censorship", "title": "Paper closed", "place": "Ilam"},
                   {**EVENT, "event_id": "events/f", "kind": "killing", "title": "Shooting in Ilam"}],
    })  # fmt: skip
    assert in_node("hits", ["Shamsabadi", "governor", "Ilam"], tmp_path) == [
        ["p"], ["p", "o"], ["p", "events/f", "events/e"],
    ]  # fmt: skip
    assert in_node("lacking", ["Shekari"], tmp_path) == [["victims"]]


@needs_node
def test_a_year_narrows_events_only(tmp_path: Path) -> None:
    events = [{**EVENT, "event_id": "e", "kind": "death", "title": "Death in Norburg"}]
    events[0] |= {"date": "2022", "date_min": dt.date(2022, 1, 1), "date_max": dt.date(2022, 12, 31)}
    officials = [{"official_id": "o", "name": "Omid Faraz"}]
    parties = [{"party_id": "p", "name": "Norburg", "kind": "prison"}]
    post = {**POST, "position_id": "q", "holder_id": "o", "title": "Head of the police of Norland"}
    write(tmp_path, {"events": events, "officials": officials, "parties": parties, "positions": [post]})
    asked = ["Norburg 2022", "police commander Norland 2022", "2022"]
    assert in_node("hits", asked, tmp_path) == [["p", "e"], ["o"], ["e"]]


def larger(tmp_path: Path) -> list[Found]:
    whole = {**EVENT, "event_id": "w", "kind": "protest", "title": "Protests", "date": "2022-09/.."}
    part = {**EVENT, "event_id": "x", "kind": "execution", "title": "Two hanged after sentences", "part_of": "w"}
    dated = {"date": "2022", "date_min": dt.date(2022, 1, 1), "date_max": dt.date(2022, 12, 31)}
    verdict = {**EVENT, "event_id": "v", "kind": "verdict", "title": "Execution 2022", "part_of": "w", **dated}
    return write(tmp_path, {"events": [{**whole, "date_min": dt.date(2022, 9, 1)}, part, verdict]})


@needs_node
def test_what_has_no_day_is_found_by_the_year_of_what_it_was_part_of(tmp_path: Path) -> None:
    """And what has only a year by no Persian one in which the larger event had not begun."""
    named = larger(tmp_path)
    for text, keys in (("2022", {"w", "x", "v"}), ("1401", {"w", "x", "v"}), ("1400", set())):
        assert {hit.entity_id for hit in ranked(named, text)} == keys, text
        assert {hit[0] for hit in in_node("found", [text], tmp_path)[0]} == keys, text


@needs_node
def test_executions_stand_before_verdicts_for_who_asks_for_them(tmp_path: Path) -> None:
    named = larger(tmp_path)

    def asked(kinds: dict[str, str]) -> list[list[str]]:
        shown = {"x": search_files.Shown("x", f"{kinds['x']}x"), "v": search_files.Shown("v", f"{kinds['v']}x")}
        for path, text in search_files.written(named, lambda key: shown.get(key, search_files.Shown(key)), {}):
            (tmp_path / path).write_text(text, encoding="utf-8")
        found = in_node("whole", ["execution 2022", "اعدام ۲۰۲۲", "execution sentence 2022"], tmp_path)
        return [[hit[0] for hit in hits] for hits in found]

    assert asked({"x": "execution, ", "v": "verdict, "}) == [["x", "v"], ["x", "v"], ["v", "x"]]
    with speaking(Persian({})):
        assert asked({"x": "اعدام، ", "v": "حکم، "})[1] == ["x", "v"]


@needs_node
def test_a_body_with_a_long_name_is_found_beside_one_more_word_behind_what_has_all(tmp_path: Path) -> None:
    bodies = {"corps": "Saheb Jamal Corps", "guards": "Norland Guard Corps", "court": "Harbour Court"}
    parties = [{"party_id": key, "name": name, "kind": "armed_force"} for key, name in bodies.items()]
    post = {"position_id": "p", "holder_id": "omid-faraz", "title": "Head of the Saheb Jamal Corps of Norville"}
    rows = {"officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}], "positions": [{**POST, **post}]}
    write(tmp_path, rows | {"parties": parties})
    asked = ["Saheb Jamal Corps Norville", "Saheb Jamal Corps in Norville today", "Harbour Court Norville"]
    found = [[hit[0] for hit in hits] for hits in in_node("whole", asked, tmp_path)]
    assert found == [["omid-faraz", "corps"], [], []]
    assert in_node("lacking", asked[:1], tmp_path) == [[]]


@needs_node
def test_a_body_whose_name_begins_with_the_words_stands_before_posts_that_have_them(tmp_path: Path) -> None:
    body = {"party_id": "b", "name": "Ministry of Harbours", "kind": "state_body"}
    names = [
        {"entity_id": "b", "name": "Ministry of Harbours of Norland"},
        {"entity_id": "b", "name": "وزارت بندرهای شمال"},
    ]
    post = {"position_id": "p", "holder_id": "omid-faraz", "title": "Minister, Ministry of Harbours"}
    rows = {"officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}], "positions": [{**POST, **post}]}
    named = write(tmp_path, rows | {"parties": [{**body, "name": "Norland Ministry of Harbours"}], "names": names})
    for text in ("Ministry of Harbours", "وزارت بندرهای"):
        assert next(iter(ranked(named, text))).entity_id == "b", text
        assert in_node("found", [text], tmp_path)[0][0][0] == "b", text


@needs_node
def test_a_body_is_found_by_its_kind_in_one_script_and_its_name_in_the_other(tmp_path: Path) -> None:
    prison = {"party_id": "p", "name": "Norburg", "kind": "prison"}
    named = write(tmp_path, {"parties": [prison], "names": [{"entity_id": "p", "name": "Saheb Jamal"}]})
    assert [hit.entity_id for hit in ranked(named, "زندان صاحب جمال")] == ["p"]
    assert [hit[0] for hit in in_node("found", ["زندان صاحب جمال"], tmp_path)[0]] == ["p"]


@needs_node
def test_a_day_is_left_out_before_any_other_word(tmp_path: Path) -> None:
    """Of the event of a month the record may not know the day."""
    month = {"date": "2022-10", "date_min": dt.date(2022, 10, 1), "date_max": dt.date(2022, 10, 31)}
    titles = {"fire": "Fire in Harbour Prison", "walk": "Walk in October 2022, until 15 o'clock"}
    events = [{**EVENT, "event_id": key, "kind": "death", "title": title, **month} for key, title in titles.items()]
    write(tmp_path, {"events": events})
    some = in_node("some", ["Harbour Prison fire 15 October 2022"], tmp_path)[0]
    assert some[0] == ["fire", ["15"]]


@needs_node
def test_a_body_stands_first_for_who_names_it_beside_words_that_stand_nowhere(tmp_path: Path) -> None:
    """And whose post names it; not what is only in the province of its town."""
    post = {"position_id": "p", "holder_id": "omid-faraz", "title": "Director of Evin Prison"}
    bodies = {"evin-prison": "Evin Prison", "tehran-police": "Tehran Police"}
    titles = {"video": "Publication of a video in Tehran", "talk": "Talk of a director in Tehran"}
    write(tmp_path, {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "positions": [{**POST, **post}],
        "parties": [{"party_id": key, "name": name, "kind": "prison"} for key, name in bodies.items()],
        "events": [{**EVENT, "event_id": key, "kind": "publication", "title": name} for key, name in titles.items()],
    })  # fmt: skip
    first = [hits[0][0] for hits in in_node("some", ["Evin ransom 2021", "Evin director 2021"], tmp_path)]
    assert first == ["evin-prison", "omid-faraz"]


@needs_node
def test_only_a_name_of_a_person_or_a_place_is_found_by_its_sounds(tmp_path: Path) -> None:
    """Words of titles, posts and bodies count as they are written, with word forms and slips of long words."""
    bodies = {"navy": ("Northern Navy", "نیروی دریایی شمال"), "b": ("Bonyad Taavon", "بنیاد تعاون"),
              "o": ("Urban Order Headquarters", "ستاد نظم"), "evin": ("Evin Prison", "زندان اوین")}  # fmt: skip
    names = [{"entity_id": key, "name": name} for key, (_, name) in bodies.items()]
    names += [{"entity_id": "navy", "name": "Niruye Daryayi"}, {"entity_id": "z", "name": "غلامرضا ضیایی"}]
    titles = {"i": "Arrests in Izeh", "a": "Arrests in Ahwaz", "f": "Conditions during the time of Ziaei"}
    named = write(tmp_path, {
        "officials": [{"official_id": "z", "name": "Gholamreza Ziaei"}],
        "parties": [{"party_id": key, "name": name, "kind": "state_body"} for key, (name, _) in bodies.items()],
        "names": names,
        "events": [{**EVENT, "event_id": key, "kind": "detention", "title": title} for key, title in titles.items()],
    })  # fmt: skip
    asked = {"نیری": set(), "Nayyeri": set(), "ایذه": {"i"}, "murder": set(), "ضیایی": {"z", "f"}, "Ziyaei": {"z"},
             "Avin": {"evin"}, "آوین": {"evin"}, "اهواز": {"a"}, "Ahvaz": {"a"}, "orders": {"o"}, "بندی": set(),
             "نیروی": {"navy"}, "Headqarters": {"o"}}  # fmt: skip
    found = dict(zip(asked, in_node("found", list(asked), tmp_path), strict=True))
    for text, keys in asked.items():
        assert {hit.entity_id for hit in ranked(named, text)} == keys, text
        assert {hit[0] for hit in found[text]} == keys, text
    assert in_node("some", ["بند ۲ الف"], tmp_path) == [[]]


@needs_node
def test_who_asks_for_a_name_of_nobody_is_shown_namesakes_as_such_and_no_event(tmp_path: Path) -> None:
    title = "Violent enforcement that Faraz is said to have overseen"
    parts = [{"event_id": "e", "entity_id": "omid-faraz", "part": "perpetrator"}]
    write(tmp_path, {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "names": [{"entity_id": "omid-faraz", "name": "29811"}],
        "events": [{**EVENT, "event_id": "e", "kind": "repression", "title": title}],
        "participations": parts,
    })  # fmt: skip
    asked = ["Mina Faraz", "Faraz Mina", "مینا فراز"]
    assert in_node("some", asked, tmp_path) == [[["omid-faraz", []]]] * 3
    assert in_node("hints", asked, tmp_path) == [["another first name"]] * 3
    assert in_node("lacking", asked, tmp_path) == [["victims"]] * 3
    assert in_node("some", ["مینا\u200cفراز"], tmp_path) == [[]]  # a part of one word is no family name
    assert in_node("some", ["Faraz enforcement prayers", "Mina Nowhere"], tmp_path)[0][0][0] == "e"


@needs_node
def test_two_words_that_together_are_one_of_a_title_count_as_that(tmp_path: Path) -> None:
    """As the names of towns and people are typed; its words apart are not in it, nor those of which one is left out."""
    post = {"position_id": "p", "holder_id": "omid-farazpour", "title": "Governor of Rezvanshahr"}
    titles = {"r": "Shooting in Rezvanshahr", "s": "Shooting in Rasht"}
    named = write(tmp_path, {
        "officials": [{"official_id": "omid-farazpour", "name": "Omid Farazpour"}],
        "names": [{"entity_id": "omid-farazpour", "name": "امید فرازپور"}],
        "positions": [{**POST, **post}],
        "events": [{**EVENT, "event_id": key, "kind": "killing", "title": title} for key, title in titles.items()],
    })  # fmt: skip
    asked = {"Rezvan Shahr": {"r", "omid-farazpour"}, "رضوان شهر": {"r", "omid-farazpour"}, "Rezvan in Shahr": set(),
             "رضوان شهر تیراندازی": {"r"}, "shooting Rezvan Shahr": {"r"}, "Shahr Rezvan": set(),
             "فراز پور Governor": {"omid-farazpour"}, "Faraz Pour Rezvan Shahr": {"omid-farazpour"}}  # fmt: skip
    found = dict(zip(asked, in_node("found", list(asked), tmp_path), strict=True))
    for text, keys in asked.items():
        assert {hit.entity_id for hit in ranked(named, text)} == keys, text
        assert {hit[0] for hit in found[text]} == keys, text
    assert in_node("province", ["رضوان شهر", "Rezvan Shahr", "Rezvan"], tmp_path) == ["Gilan", "Gilan", None]


@needs_node
def test_a_word_that_nothing_has_does_not_push_out_what_the_others_find(tmp_path: Path) -> None:
    """It is said to be missing; what is only in the province of a town does not stand before what is in the town."""
    titles = {"i": "Operations against protesters in Izeh in 2022", "k": "Protests in Khuzestan", "r": "Walk in Rasht"}
    bodies = {"force": "Regional Corps Valiasr in Khuzestan"}
    write(tmp_path, {
        "parties": [{"party_id": key, "name": name, "kind": "armed_force"} for key, name in bodies.items()],
        "events": [{**EVENT, "event_id": key, "kind": "repression", "title": title} for key, title in titles.items()],
    })  # fmt: skip
    asked = ["ایذه مینا نمونه", "Izeh Mina Nemuneh"]
    some = in_node("some", asked, tmp_path)
    assert some == [[["i", ["مینا", "نمونه"]]], [["i", ["Mina", "Nemuneh"]]]]


@needs_node
def test_what_has_some_words_stands_in_order_of_the_kind_of_event_that_was_typed(tmp_path: Path) -> None:
    """And a month that it does not contradict is left out before other words, as is a year."""
    year = {"date": "2022", "date_min": dt.date(2022, 1, 1), "date_max": dt.date(2022, 12, 31)}
    events = [
        {"event_id": "year", "kind": "execution", "title": "Two hanged after sentences of a judge in Norland", **year},
        {"event_id": "none", "kind": "execution", "title": "Two hanged after sentences of the other judge"},
        {"event_id": "trial", "kind": "trial", "title": "Trial before an execution", **year},
        {"event_id": "walk", "kind": "protest", "title": "Walk in December 2022"},
    ]
    posts = {"head": "Commander of the Harbour Units", "other": "Commander of the Harbour"}
    named = write(tmp_path, {
        "officials": [{"official_id": key, "name": f"Omid {key.title()}z"} for key in posts],
        "positions": [{**POST, "position_id": key, "holder_id": key, "title": title} for key, title in posts.items()],
        "parties": [{"party_id": "body", "name": "Harbour Units", "kind": "armed_force"}],
        "events": [{**EVENT, **event} for event in events],
    })  # fmt: skip
    shown = {
        str(one["event_id"]): search_files.Shown(f"events/{one['event_id']}", f"{one['kind']}, ") for one in events
    }
    for path, text in search_files.written(named, lambda key: shown.get(key, search_files.Shown(key)), {}):
        (tmp_path / path).write_text(text, encoding="utf-8")
    executions, commander = in_node(
        "some", ["execution December 2022", "Harbour Units commander January 2026"], tmp_path
    )
    assert [key.removeprefix("events/") for key, _ in executions] == ["year", "none", "trial", "walk"]
    assert executions[0][1] == ["December"]
    assert [key for key, _ in commander][:2] == ["head", "body"]
    assert commander[0][1] == ["January", "2026"]


@needs_node
def test_what_is_in_the_province_is_said_to_lack_only_what_it_lacks(tmp_path: Path) -> None:
    """And what has three of the words is found beside it, wherever it was."""
    titles = {"mass": ("execution", "Mass hanging of prisoners in 1988, Tehran"),
              "set": ("establishment", "Setting up of death commissions in 1988"),
              "one": ("establishment", "Talk of a commission in 1988")}  # fmt: skip
    rows = [{**EVENT, "event_id": key, "kind": kind, "title": title} for key, (kind, title) in titles.items()]
    named = write(tmp_path, {"events": rows})
    shown = {key: search_files.Shown(f"events/{key}", f"{kind}, ") for key, (kind, _) in titles.items()}
    for path, text in search_files.written(named, shown.__getitem__, {}):
        (tmp_path / path).write_text(text, encoding="utf-8")
    (some,) = in_node("some", ["1988 executions death commission Tehran"], tmp_path)
    assert some == [["events/mass", ["death", "commission"]], ["events/set", ["executions", "Tehran"]]]


@needs_node
def test_ranks_and_forms_of_address_need_not_stand_in_what_is_found(tmp_path: Path) -> None:
    post = {"position_id": "p", "holder_id": "omid-farazpour", "title": "Commander of the Guards in Khuzestan"}
    named = write(tmp_path, {
        "officials": [{"official_id": "omid-farazpour", "name": "Omid Farazpour"}],
        "positions": [{**POST, **post}],
        "events": [{**EVENT, "event_id": "t", "kind": "trial", "title": "Walk before Farazpour"}],
    })  # fmt: skip
    address = ("سردار", "سرتیپ", "آیت‌الله", "حجت‌الاسلام والمسلمین", "حاج", "دکتر")
    asked = [f"{one} فراز پور سپاه خوزستان" for one in address] + ["Brigadier Faraz Pour Guards Khuzestan"]
    for text, found in zip(asked, in_node("found", asked, tmp_path), strict=True):
        assert [hit.entity_id for hit in ranked(named, text)] == ["omid-farazpour"], text
        assert [hit[0] for hit in found] == ["omid-farazpour"], text
    asked = ["General Faraz Pour guards Khuzestan", "Judge Farazpour walk"]
    assert [hits[0] for hits in in_node("some", asked, tmp_path)] == [["omid-farazpour", []], ["t", []]]
    assert in_node("hints", asked, tmp_path)[0][0] == "has these words"


@needs_node
def test_who_has_but_the_family_name_that_was_typed_is_somebody_else(tmp_path: Path) -> None:
    """Not so for a surname alone, with a rank, before the first name, with a slip or beside words of a post."""
    names = [{"entity_id": "omid-faraz", "name": "امید فراز"}, {"entity_id": "omid-faraz", "name": "Omid Faaraz"}]
    post = {"position_id": "p", "holder_id": "omid-faraz", "title": "Warden of the Harbour"}
    officials = [{"official_id": "omid-faraz", "name": "Omid Faraz"}]
    write(tmp_path, {"officials": officials, "names": names, "positions": [{**POST, **post}]})
    others = ["Mina Faraz", "Faraz Mina", "مینا فراز", "Mina Faraz warden"]
    same = ["Faraz", "General Faraz", "سردار فراز", "Mr Faraz", "Faraz Omid", "Umid Faraz", "Omixd Faraz", "امید فراز",
            "Faraz warden", "Omid Faraz 1976", "warden of the Harbour"]  # fmt: skip
    assert in_node("namesakes", others, tmp_path) == [[["omid-faraz", True]]] * len(others)
    assert in_node("namesakes", same, tmp_path) == [[["omid-faraz", False]]] * len(same)
