"""The search of the site: what Python finds, in the same order; one harmless file of names."""

from __future__ import annotations

import datetime as dt
import doctest
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.site.in_node import TABLES, in_node, needs_node, write

from mostanad.loader import Release
from mostanad.loader.search import Hits, ranked
from mostanad.matching import folding
from mostanad.matching.spelling import spellings
from mostanad.models import TABLES as TABLES_OF_MODELS
from mostanad.models.language import Language
from mostanad.site import search_files
from mostanad.site.contents import Record
from mostanad.site.persian import Persian

POST = dict.fromkeys((*TABLES_OF_MODELS["positions"].words().found, "started_min", "ended_max"))
EVENT = dict.fromkeys(("place", "part_of", "date_min", "date_max"))


def told(hits: Hits) -> list[list[Any]]:
    """What Python found, as the scripts tell it."""
    return [[hit.entity_id, hit.name, hit.label, hit.score, hit.why] for hit in hits]


# What is found


def typed(names: list[str], choose: random.Random) -> Iterator[str]:
    """Names as somebody types them: whole, in part, turned round, joined, with other letters, with a slip."""
    for name in names:
        words, at = name.split(), choose.randrange(len(name))
        yield choose.choice(
            (
                name,
                choose.choice(words),
                " ".join(choose.sample(words, min(2, len(words)))),
                " ".join(words[::-1]),
                "".join(words[:2]),
                name.translate(str.maketrans("یک", "يك")).upper(),
                name[:at] + name[at + 1 :],
                f"{name[:at]}x{name[at + 1 :]}",
            )
        )


@needs_node
def test_a_browser_finds_what_python_finds_in_the_same_order(real: Release, tmp_path: Path) -> None:
    rows = {table: real.load(table, "records") for table in (*TABLES, "sanctions")}
    write(tmp_path, rows)
    choose = random.Random(1)
    names = [row["name"] for table in TABLES[:3] for row in rows[table]]
    titles = [row["title"] for table in ("events", "positions", "sources") for row in rows[table]]
    titles += [row["act"] for row in rows["legal_bases"]]
    texts = [
        *typed(choose.choices(names, k=200), choose),
        *typed(choose.choices(titles, k=120), choose),
        "سید حسینی",
        *["Rezaei", "Hosseini", "Karimi", "Jafari", "Moradi", "رضایی", "حسینی", "کریمی", "جعفری", "مرادی"],
        "محمد",
        "Mohammad",
        "a",
        "Hamkhani",
    ]
    texts += ["", " ", "—", "🚢", "zzzz qwqw", "1988", "Islamic Revolutionary Guard Corps", "سردار", "Dr"]
    texts += ["Evin fire", "the", "1367", "۱۳۶۷", "1988 massacre", "359/2011", "اوین", "a fire on 1401", "evin fires"]
    texts += [
        "hijab police",
        "Bloody Friday",
        "Kahrizak",
        "دادستان تهران",
        "January 2026",
        "شهریار",
        "Global Human Rights Sanctions",
    ]
    hits = in_node("found", texts, tmp_path)
    for text, found in zip(texts, hits, strict=True):
        assert found == told(real.search(text)), text
    reasons = {hit[4] for found in hits for hit in found}
    assert reasons == {"exact", "same letters", "other order", "skeleton", "surname", "part", "similar", "words"}
    assert sum(map(bool, hits)) > 150


@needs_node
def test_names_of_one_label_of_two_scripts_and_of_titles_are_found_alike(tmp_path: Path) -> None:
    labels = (
        "Dr Abbas Hosseini",
        "Mahmoud Ahmadi-Nejad",
        "Mahmoud Rezazadeh",
        "Nur al-Din Hashemi",
        "Aya",
        "北京",
        "—",
    )
    officials = [{"official_id": f"o-{at}", "name": name} for at, name in enumerate((*labels, *labels))]
    parties = [
        {"party_id": "a-b", "name": "Abbas", "kind": "ngo"},
        {"party_id": "a-c", "name": "General Abbas", "kind": "person"},
    ]
    names = [{"entity_id": "o-3", "name": name} for name in ("نورالدین هاشمی", "N. Hashemi")]
    names += [{"entity_id": "nobody", "name": "Nobody"}]
    named = write(tmp_path, {"officials": officials[::-1], "parties": parties, "names": names})
    texts = ["DrAbbasHosseini", "Hosseini Abbas", "Ahmadinejad", "Ahmadi Nejad", "Reza Zadeh", "Hashemi Din Nur Al"]
    texts += [*labels, "aya", "نور الدین هاشمي", "Hashemi", "Abbas", "general abbas", "Nobody"]
    for text, found in zip(texts, in_node("found", texts, tmp_path), strict=True):
        assert found == told(ranked(named, text)), text
        assert found or text in ("—", "Nobody")


@needs_node
def test_who_asks_by_another_word_finds_the_page(real: Release, tmp_path: Path) -> None:
    write(tmp_path, {table: real.load(table, "records") for table in TABLES})
    sought = {
        "Regulation 359/2011": "eu-359-2011",
        "Global Human Rights Sanctions": "eu-2020-1998",
        "E.O. 13876": "us-iran-eo13876",
        "hijab police": "irans-morality-police",
        "EIKO": "execution-of-imam-khomeinis-order",
        "Tehran prosecutor": "abbas-jafari-dolatabadi",
        "دادستان تهران": "abbas-jafari-dolatabadi",
        "interior minister 2019": "abdolreza-rahmani-fazli",
        "warden Evin": "hedayat-farzadi",
        "Bloody Friday": "killings-zahedan-2022-09-30",
        "January 2026": "repression-2025-12",
        "کشتار ۶۷": "massacre-1988",
        "Kahrizak": "kahrizak-detention-centre",
        "facial recognition": "yaftar-pazhohan-pishtaz-rayanesh-limited-company",
        "snapback sanctions": "un-sc-iran",
        "قطعنامه ۲۲۳۱": "un-sc-iran",
        "Brexit": "uk-designation-2020-12-31",
    }
    for found, (text, key) in zip(in_node("found", list(sought), tmp_path), sought.items(), strict=True):
        assert key in [hit[0] for hit in found[:6]], text


@needs_node
def test_who_finds_nothing_is_led_to_what_has_most_words_and_to_a_namesake_as_such(tmp_path: Path) -> None:
    event = {"kind": "killing", "place": "Rasht", "part_of": None, "date_min": None, "date_max": None}
    rows = {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "events": [
            {**event, "event_id": "e", "title": "Killing of protesters on the square"},
            {**event, "event_id": "f", "title": "Trial before Faraz"},
        ],
    }
    write(tmp_path, rows)
    texts = ["killing square prayers", "police commander square", "Mina Faraz", "qqqq wwww"]
    assert in_node("found", texts, tmp_path) == [[]] * 4
    some = [[["e", ["prayers"]]], [["e", ["police", "commander"]]], [["omid-faraz", []]], []]  # with another first name
    assert in_node("some", texts, tmp_path) == some


@needs_node
def test_what_is_missing_stands_as_it_was_typed(tmp_path: Path) -> None:
    write(tmp_path, {"events": [{**EVENT, "kind": "killing", "event_id": "e", "title": "کشتن معترضان در شیراز"}]})
    typed = {
        "کشته ۱۵۰۰": ["۱۵۰۰"],
        "شیراز، «آبان»": ["آبان"],
        "shooting (Dizel-Âbād)": ["Dizel-Âbād"],
        "killed by riot police": ["riot police"],
    }
    for (text, missing), found in zip(typed.items(), in_node("some", list(typed), tmp_path), strict=True):
        assert found == [["e", missing]], text


@needs_node
def test_a_body_that_is_called_by_some_of_the_words_has_not_all(tmp_path: Path) -> None:
    prison = {"party_id": "harbour-prison", "name": "Harbour Prison", "kind": "prison", "country": "NL"}
    post = {"position_id": "p", "holder_id": "omid-faraz", "title": "Director of Harbour Prison"}
    rows = {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "parties": [prison],
        "positions": [{**POST, **post}],
    }
    write(tmp_path, rows)
    texts = ["Harbour prison director 2022", "Harbour prison director", "who was in the Harbour Prison?"]
    found = [[one[0] for one in of_one] for of_one in in_node("whole", texts, tmp_path)]
    assert found == [[], ["omid-faraz"], ["harbour-prison", "omid-faraz"]]
    some = [["omid-faraz", ["2022"]], ["harbour-prison", ["director", "2022"]]]
    assert in_node("some", texts[:1], tmp_path) == [some]


@needs_node
def test_a_name_counts_beside_another_word_and_a_town_stands_for_its_province(tmp_path: Path) -> None:
    event = {**EVENT, "kind": "trial"}
    rows = {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "events": [
            {**event, "event_id": "trial-x", "title": "Trial before Faraz"},
            {**event, "event_id": "w", "title": "Suppression in Kermanshah", "kind": "repression"},
        ],
    }
    write(tmp_path, rows)
    assert in_node("some", ["Faraz trial Stockholm", "Mina Faraz"], tmp_path) == [
        [["trial-x", ["Stockholm"]]], [["omid-faraz", []]]
    ]  # fmt: skip
    asked = ["Javanrud", "who ordered it in جوانرود", "Stockholm"]
    assert in_node("around", asked, tmp_path) == [[["w", ["Javanrud"]]], [["w", ["جوانرود"]]], []]


@needs_node
def test_an_event_is_found_by_who_had_a_part_in_it_and_without_a_place_by_where_their_post_was(tmp_path: Path) -> None:
    event = {**EVENT, "kind": "verdict"}
    court = {"party_id": "court", "name": "Court of the North", "kind": "court", "country": "NL"}
    posts = [{"position_id": "p", "holder_id": "omid-faraz", "title": "Judge at Harbour", "body_id": "court"}]
    rows = {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "parties": [court],
        "events": [
            {**event, "event_id": "e", "title": "Death sentences in spring"},
            {**event, "event_id": "f", "title": "Trial in the fog", "place": "Hill"},
            {**event, "event_id": "g", "title": "Fog on a bridge", "place": "Harbour", "kind": "death"},
        ],
        "positions": [{**POST, **post} for post in posts],
        "participations": [
            {"event_id": "e", "entity_id": "omid-faraz", "part": "judge"},
            {"event_id": "f", "entity_id": "omid-faraz", "part": "judge"},
            {"event_id": "e", "entity_id": "court", "part": "judge"},
        ],
    }
    named = write(tmp_path, rows)
    sought = {
        "Faraz death sentence": ["e"],
        "فراز spring": ["e"],
        "Harbour death sentence": ["e"],
        "Harbour trial fog": [],
        "Hill fog Faraz": ["f"],
        "Omid spring": [],
    }
    for (text, keys), found in zip(sought.items(), in_node("found", list(sought), tmp_path), strict=True):
        assert [hit[0] for hit in found] == keys == [hit.entity_id for hit in ranked(named, text)], text
    some = in_node("some", ["Faraz fog bridge", "Mina Faraz fog bridge"], tmp_path)
    assert [[key for key, _ in of_one] for of_one in some] == [["f", "g"], ["g"]]


@needs_node
def test_two_transliterations_of_one_sound_are_alike(tmp_path: Path) -> None:
    """As z and s, or q and k, within what is found by its words."""
    event = {"kind": "death", "place": None, "part_of": None, "date_min": None, "date_max": None}
    titles = {"d": "Deaths in Diesel Abad", "k": "Deaths in Qazvin"}
    named = write(tmp_path, {"events": [{**event, "event_id": key, "title": title} for key, title in titles.items()]})
    sought = {"Dizel Abad deaths": ["d"], "Kasvin deaths": ["k"], "Dozel Abad deaths": []}
    for (text, keys), found in zip(sought.items(), in_node("found", list(sought), tmp_path), strict=True):
        assert [hit[0] for hit in found] == keys == [hit.entity_id for hit in ranked(named, text)], text


LACKING = {
    "executions 2023": ["totals"],
    "اعدام ۱۴۰۲": ["totals"],
    "how many executions": ["totals"],
    "execution in Rasht": [],
    "کشته ۱۵۰۰": ["numbers", "victims"],
    "killed in Rasht 2022": [],
    "120,000": ["numbers"],
    "۱۲۰٬۰۰۰": ["numbers"],
    "2022": [],
    "Switzerland": ["states"],
    "New Zealand sanctions list": ["states"],
    "فهرست تحریم سوئیس": ["states"],
    "embassy in Switzerland": ["victims"],
    "Faraz convicted": ["trials"],
    "death of Faraz": ["followed"],
    "death of a woman": [],
    "victims of Rasht": ["victims"],
    "Mina Nowhere": ["victims"],
    "Mina Air": [],
    "Omid Sari": ["victims"],
    "Faraz Rasht": [],
    "فراز rasht": [],
    "Faraz square": [],
    "Nowhere square": [],
    "Omid Faraz": [],
    "Faraz": [],
    "Rasht square": [],
    "codebook": ["data"],
    "how to cite": ["data"],
    "مجوز": ["data"],
    "objection": ["objections"],
    "court": ["followed"],
    "court of Rasht": [],
    "snapback": ["snapback"],
    "whereabouts of Faraz": ["whereabouts"],
    "dual nationality": ["whereabouts"],
    "UN fact finding": ["councils"],
    "crimes against humanity": ["councils"],
    "hospitals wounded arrested": ["councils"],
    "governor of Rasht": ["posts"],
    "death toll": ["numbers"],
    "people killed in November 2019": ["numbers", "victims"],
    "executed protesters": ["totals"],
    "women": ["women"],
    "delay between act and listing": ["delays"],
    "PS752": ["airliner"],
    "Ukrainian plane shot down": ["airliner"],
    "how much money was frozen": ["followed"],
    "waiver of the Treasury": ["followed"],
    "who shot on the square": ["shooters"],
    "نام تیرانداز": ["shooters", "victims"],
    "قاتل": ["shooters", "victims"],
    "regulation 2021/584": ["acts"],
    "Farasha": ["victims"],
}


@needs_node
def test_the_page_says_what_the_record_does_not_hold_if_somebody_asks_for_it(real: Release, tmp_path: Path) -> None:
    event = {"place": "Rasht", "part_of": None, "date_min": None, "date_max": None}
    post = {"position_id": "p", "holder_id": "omid-faraz", "title": "Commander of Rasht"}
    rows = {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "parties": [{"party_id": "guard", "name": "Air Guard", "kind": "armed_force"}],
        "events": [{**event, "event_id": "killing-2022", "kind": "killing", "title": "Shooting on the square"}],
        "positions": [{**POST, **post}],
    }
    write(tmp_path, rows)
    assert dict(zip(LACKING, in_node("lacking", list(LACKING), tmp_path), strict=True)) == LACKING
    authorities = {row["authority_id"] for row in real.load("sanctions", "records")}
    called = {row["name"] for row in real.load("names", "records") if row["entity_id"] in authorities}
    assert not {*map(folding.fold, called)} & {*folding.asked()["lacking"]["states"]}


@needs_node
def test_a_body_stands_before_events_that_are_named_after_it(tmp_path: Path) -> None:
    event = {"event_id": "a", "title": "Fire in Harbour Prison", "kind": "attack", "place": "Harbour", "part_of": None}
    body = {"party_id": "harbour-prison", "name": "Harbour Prison of the North", "kind": "prison", "country": "NL"}
    named = write(tmp_path, {"events": [{**event, "date_min": None, "date_max": None}], "parties": [body]})
    assert [hit.entity_id for hit in ranked(named, "harbour")] == ["harbour-prison", "a"]
    assert [hit[0] for hit in in_node("found", ["harbour"], tmp_path)[0]] == ["harbour-prison", "a"]


# What lies on disk


@needs_node
def test_a_word_by_which_something_is_found_stands_once(tmp_path: Path) -> None:
    assert doctest.testmod(search_files).failed == 0
    days = {"date_min": dt.date(2009, 6, 15), "date_max": dt.date(2009, 6, 15)}
    event = {"event_id": "e", "title": "Protest in Tehran, 2009", "kind": "protest", "place": "Tehran", "part_of": None}
    write(tmp_path, {"events": [{**event, **days}]})
    (line,) = re.findall(r'\["","(.*?)",5,0,"2009-06"\]', (tmp_path / "search/names.js").read_text("utf-8"))
    assert "June" in line
    assert not {"tehran", "2009", "protest", "1388"} & {*line.casefold().split()}
    assert all(in_node("found", ["tehran", "protest 2009", "June 2009", "1388"], tmp_path))


@needs_node
def test_a_body_is_found_by_its_persian_name_on_pages_in_english(record: Record, tmp_path: Path) -> None:
    held = replace(record)
    held.__dict__["languages"] = (Language(), Persian({"lantern-council": "شورای قزل‌حصار"}))
    for path, text in search_files.files(held):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (found,) = in_node("found", ["قزلحصار"], tmp_path)
    assert [hit[1] for hit in found] == ["شورای قزل‌حصار"]


HOSTILE = (
    "</script><script>alert(1)</script>", '"]);globalThis.evil=1;//', '\\"]);globalThis.evil=1;//', "a\nb evil",
    "a\u2028evil\u2029b", "\u202eevil\u202c", "\u2066evil", "<!--evil", "${globalThis.evil=1}", "__proto__",
    "constructor", "evil\x7f\x00", "e\U000e0001vil", "`evil`", "*/ evil /*",
)  # fmt: skip


def hostile() -> dict[str, list[dict[str, Any]]]:
    named = [{"entity_id": "the-one", "name": name} for name in HOSTILE[1:]]
    return {"officials": [{"official_id": "the-one", "name": HOSTILE[0]}], "names": named}


@needs_node
def test_hostile_names_stay_names(tmp_path: Path) -> None:
    write(tmp_path, hostile())
    assert in_node("added", None, tmp_path) == ["mostanadRules", "mostanadNamed"]
    for name, found in zip(HOSTILE, in_node("found", list(HOSTILE), tmp_path), strict=True):
        assert [hit[:2] + hit[4:] for hit in found] == [["the-one", name, "exact"]]


def test_no_file_holds_markup_or_what_is_not_seen(tmp_path: Path) -> None:
    write(tmp_path, hostile())
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "search").iterdir()}
    assert files.keys() == {"rules.js", "names.js"}
    for text in files.values():
        assert [sign for sign in text[:-1] if sign in "<>&" or not sign.isprintable()] == []


def test_the_same_rows_make_the_same_files_in_any_order(record: Record) -> None:
    rows = [record.tables[table] for table in TABLES[:3]]
    once, again = (
        list(search_files.written(spellings(*tables), search_files.Shown, {}))
        for tables in (rows, [of_one[::-1] for of_one in rows])
    )
    assert once == again
