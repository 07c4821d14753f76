"""What hits of the search show: posts, listings, years."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from tests.site.in_node import in_node, needs_node, write

from mostanad.loader import Release
from mostanad.matching.texts import texts
from mostanad.models import TABLES as TABLES_OF_MODELS
from mostanad.models.language import speaking
from mostanad.models.words import plain
from mostanad.site import filters, search_files
from mostanad.site.contents import Record
from mostanad.site.page import _environment
from mostanad.site.posts import latest_posts
from mostanad.site.show import Shown

POST = dict.fromkeys((*TABLES_OF_MODELS["positions"].words().found, "started_min", "ended_max"))


def named_in(site: Path) -> tuple[list[list[str]], dict[str, list[Any]]]:
    """The authorities of the file of names of a site, and by address whom it has, with each text where it is said."""
    text = (site / "search" / "names.js").read_text("utf-8")
    authorities, entities, *_, repeated = json.loads(text.removeprefix("var mostanadNamed=").removesuffix(";\n"))
    placed = {}
    for entity in entities:
        label, person, page, *texts, listed = [*entity[:6]]
        pieces = (text if isinstance(text, list) else [text] for text in texts)
        folder, what = ("".join(repeated[one] if isinstance(one, int) else one for one in some) for some in pieces)
        name = label[0] if isinstance(label, list) else label
        page = page or re.sub("[^a-z0-9]+", "-", name.lower())
        placed[f"{folder}/{page}.html" if folder else f"{page}.html"] = [
            label,
            person,
            page,
            what,
            listed or [[]],
            *entity[6:],
        ]
    return authorities, placed


def test_a_hit_shows_the_last_post_and_who_lists_the_person(record: Record, site: Path) -> None:
    authorities, entities = named_in(site)
    tables = ("officials", "parties", "events", "programmes", "sources")
    found = {record.address(next(iter(row.values()))) for table in tables for row in record.tables[table]}
    assert entities.keys() == found
    for row in record.tables["officials"]:
        _, _, _, what, listed, *_ = entities[record.address(row["official_id"])]
        titles = {post["title"] for post in record.naming(row["official_id"], "positions", "holder_id")}
        assert any(what.startswith(title or "") for title in titles) if titles else what == ""
        listings = record.naming(row["official_id"], "sanctions", "target_id")
        by = {record.label(listing["authority_id"]) for listing in record.told.standing(listings)}
        assert {authorities[number][1] for number in listed[0]} == by
        assert {authorities[number][1] for some in listed for number in some} == {
            record.label(listing["authority_id"]) for listing in listings
        }
    for row in record.tables["parties"]:
        assert entities[record.address(row["party_id"])][3] == plain(row["kind"])
    assert any(entity[4][0] for entity in entities.values())


def test_the_post_that_most_documents_name_is_shown_beside_the_last(real_record: Record) -> None:
    """Documents are counted by the words of posts; where two are named by as many, neither is."""
    for key in sorted(real_record.dossiers):
        by_words = defaultdict[tuple[str, str | None], set[str]](set)
        for post in real_record.naming(key, "positions", "holder_id"):
            told = real_record.evidence.asserting(post["position_id"], "title")
            by_words[post["title"], post["body_id"]] |= {item["source_id"] for item in told}
        posts = latest_posts(real_record, key)
        counted = [(len(by_words[post["title"], post["body_id"]]), post["title"]) for post in posts]
        what, most = search_files._shown(real_record, key).what, max(counted, default=(0, ""))[0]
        named = [title for sources, title in counted if sources == most]
        is_other = bool(counted) and len(named) == 1 and counted[0][0] != most
        assert any(f"; in most documents {title}" in what for title in named) == is_other, key


def test_a_former_post_leads_only_where_all_are_former(real_record: Record) -> None:
    def is_former(post: dict[str, Any]) -> bool:
        return not post["started"] and (post["ended"] or "").startswith("[..")

    found = [latest_posts(real_record, key) for key in sorted(real_record.dossiers)]
    kinds = [{is_former(post) for post in posts} for posts in found if posts and is_former(posts[0])]
    assert len(kinds) > 3
    assert [kind for kind in kinds if kind != {True}] == []


def test_a_post_without_an_end_is_shown_as_far_as_documents_show_it(real_record: Record) -> None:
    what = search_files._shown(real_record, "ebrahim-raisi").what
    assert what == (
        "President of Iran, from 3 August 2021; last documented on 10 December 2021; no document says until when"
    )


def test_of_several_posts_the_last_is_shown_with_its_time(record: Record, site: Path) -> None:
    assert latest_posts(record, "omid-faraz")[0]["title"] == "Warden"
    assert named_in(site)[1]["officials/omid-faraz.html"][3] == "Warden, 2019 to March 2020"


def test_who_is_on_no_list_any_more_is_not_said_to_be_listed(real_record: Record) -> None:
    gone = {row["target_id"] for row in real_record.tables["sanctions"] if row["delisted"]}
    left = set()
    for target in gone:
        rows = real_record.naming(target, "sanctions", "target_id")
        still = {row["authority_id"] for row in real_record.told.standing(rows)}
        shown = search_files._shown(real_record, target)
        assert {*shown.listed_by} == still
        beyond = {one for one, held in real_record.told.named.items() if held.part and held.whole}
        rest = {row["authority_id"] for row in rows} - still - {*shown.seen_by}
        over = [said for said in shown.over if "we infer" not in said]
        assert ({*shown.no_longer_by}, len(over)) == (rest - beyond, len(rest & beyond))
        left |= {*shown.no_longer_by}
    assert left


def test_a_listing_that_ended_is_not_said_to_be_the_last_where_later_lists_do_not_show_it(real_record: Record) -> None:
    """As the badges have it: in a hit of the search and in the rows of lists."""
    said = "an earlier listing by the United States ended by 15 January 2019; newer lists are held in part"
    for key in ("babak-zanjani", "ahmad-derakhshandeh", "central-insurance-of-iran", "kish-protection-indemnity"):
        shown = search_files._shown(real_record, key)
        assert ("united-states" in shown.no_longer_by, shown.over) == (False, (said,))
        listed = filters.by_authority(real_record, key)
        row = str(_environment("en").get_template("lines.html").module.tags(Shown(real_record, ""), listed))
        assert said in row
        assert "no longer listed by the United States" not in row


def test_a_listing_that_only_an_old_list_shows_is_said_with_a_hit(real_record: Record) -> None:
    shown = search_files._shown(real_record, "bushehr-prison")
    assert (shown.listed_by, shown.no_longer_by, shown.seen_by) == ((), (), ("united-states",))


def test_a_post_is_shown_with_its_time_and_its_body_if_the_title_has_no_word_of_it(real_record: Record) -> None:
    institute = "Head of Iran's Defence Industries Training and Research Institute"
    still = "printed without “former” on lists of the European Union and the United Nations Security Council"
    assert search_files._times(real_record, "mohammad-eslami")[institute] == f"formerly; {still}"
    assert search_files._times(real_record, "ahmadinejad")["President of Iran"] == "3 August 2005 to 3 August 2013"
    assert search_files._times(real_record, "ahmad-vahidi")["Minister of Interior"].startswith("25 August 2021 to ")
    said = search_files._times(real_record, "maryam-rajavi")["President-elect"]
    assert said.startswith("National Council of Resistance of Iran; ")
    assert (
        "formerly" in search_files._shown(real_record, "malek-adjar-sharifi").what.rpartition("; in most documents")[2]
    )


def test_a_hit_of_an_event_that_is_attributed_says_whose_word_it_is(real_record: Record) -> None:
    what = search_files._shown(real_record, "verdicts-salavati-death-2022").what
    assert what.endswith(", according to the EU")
    assert search_files._shown(real_record, "abuses-basij-2009-late").what.endswith(", alleged by the EU")
    assert "according to" not in search_files._shown(real_record, "massacre-1988").what
    verdicts = [row["event_id"] for row in real_record.tables["events"] if row["kind"] == "verdict"]
    said = [search_files._shown(real_record, key).what for key in verdicts]
    assert sum(what.endswith((", according to the EU", ", alleged by the EU")) for what in said) > len(said) / 2


def test_a_disputed_day_has_its_mark_in_a_hit(record: Record) -> None:
    row = record.rows["square-2020"][1]
    assert f"{record.day(row)} ≠, " in search_files._shown(record, "square-2020").what


@needs_node
def test_an_event_is_found_by_its_words_its_place_and_its_years(real: Release, real_record: Record) -> None:
    """Its kind, its day and its place stand with the hit; in Persian it is found by these in Persian too."""
    sought = {"Evin fire": "fire-evin-2022-10", "1988 massacre": "massacre-1988", "1367 killing": "massacre-1988"}
    sought |= {"تابستان ۱۳۶۷": "massacre-1988", "کمیسیون مرگ": "death-commissions-1988"}
    for text, event in sought.items():
        assert event in [hit.entity_id for hit in real.search(text, limit=3) if hit.why == "words"], text
    assert real.search("359/2011")[0].entity_id == "eu-359-2011"
    shown = search_files._shown(real_record, "fire-evin-2022-10")
    assert shown[:2] == (
        "events/fire-evin-2022-10.html",
        "death (our word), October 2022, Evin Prison, according to the EU",
    )
    with speaking(real_record.languages[1]):
        assert "مهر یا آبان ۱۴۰۱" in search_files._shown(real_record, "fire-evin-2022-10").words
        assert search_files._shown(real_record, "european-union").called == "اتحادیهٔ اروپا"
    assert search_files._shown(real_record, "eu-359-2011").what == "programme of European Union"


@pytest.mark.parametrize(
    ("days", "years"),
    [
        (("1988-06-01", "1988-09-30"), [1988, 1367]),
        (("2022-03-20", "2022-03-20"), [2022, 1400]),
        (("2022-03-21", "2022-03-21"), [2022, 1401]),
        ((None, "2016-12-31"), [2016, 1395]),
        (("2009-06-12", None), [2009, 1388]),
        (("2009-01-01", "2026-01-01"), [2009, 2010, 2011, 1387, 1388, 1389]),
        ((None, None), []),
    ],
)
def test_the_years_of_an_event_are_ours_and_persian_ones(days: tuple[str | None, ...], years: list[int]) -> None:
    first, last = (day and dt.date.fromisoformat(day) for day in days)
    row = {
        "event_id": "e",
        "title": "It",
        "kind": "death",
        "place": None,
        "part_of": None,
        "date_min": first,
        "date_max": last,
    }
    (text,) = texts({"events": [row]})
    both = [year for year in years if year < 1500]
    assert text.more.split()[: len(years) + len(both) + 1] == [
        "death", *map(str, years), *(str(year)[2:] for year in both)
    ]  # fmt: skip


def found_words(days: tuple[str | None, str | None]) -> list[str]:
    first, last = (day and dt.date.fromisoformat(day) for day in days)
    row = {"event_id": "e", "title": "It", "kind": "death", "place": None, "part_of": None}
    (text,) = texts({"events": [{**row, "date_min": first, "date_max": last}]})
    return [word for word in text.more.split() if word.isalpha()]


def test_a_short_event_is_found_by_each_of_its_months() -> None:
    assert found_words(("2025-12-01", "2026-01-31")) == ["death", "December", "January"]
    assert found_words(("2022-01-01", "2022-12-31")) == ["death"]


@needs_node
def test_people_are_found_by_the_numbers_of_lists_by_what_a_place_is_called_and_by_like_words(
    real: Release, real_record: Record, tmp_path: Path
) -> None:
    for path, text in search_files.files(real_record):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert (tmp_path / "search/names.js").stat().st_size < 495_000
    asked = ["IRN0117", "OFAC 23471", "Gohardasht", "Rajai Shahr", "police chief Tehran"]
    by_number, by_office, one, other, chiefs = ([hit[0] for hit in hits] for hits in in_node("whole", asked, tmp_path))
    assert by_number == ["officials/ali-al-qasi-mehr"]
    assert by_office == ["officials/mohammad-moghisseh"]
    assert {*one} == {*other}
    assert len(one) > 10
    assert "officials/hossein-rahimi" in chiefs[:3]
    assert [hit.entity_id for hit in real.search("IRN0117")] == ["ali-al-qasi-mehr"]
    assert real.search("زندان عادل‌آباد")[0].entity_id == "shiraz-central-prison"
    assert real.search("شهرقدس")[0].entity_id == "leila-vaseghi"
    for asked, group in (("Baluchi", "baluchi"), ("Kurds", "kurd"), ("بهائیان", "bahai")):
        done_to = {row["event_id"] for row in real_record.tables["participations"] if group in row["entity_id"]}
        assert done_to & {hit.entity_id for hit in real.search(asked, 40)}, asked


@needs_node
def test_what_people_look_for_is_found(real: Release, real_record: Record, tmp_path: Path) -> None:
    """The main events of a town stand among the first, and a trial is found by the word verdict."""
    assert real.search("Noury verdict")[0].entity_id == "noury-trial"
    first = [hit.entity_id for hit in real.search("Zahedan", 5)]
    assert {"killings-zahedan-2022-09-30", "protest-zahedan-2022-09-30"} <= {*first}
    for path, text in search_files.files(real_record):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (found,) = in_node("found", ["Zahedan"], tmp_path)
    assert [one[0] for one in found][:5] == [real_record.address(key).removesuffix(".html") for key in first]


@needs_node
def test_words_beside_a_name_that_stand_nowhere_are_said_to_be_left_out(tmp_path: Path) -> None:
    rows = {
        "officials": [{"official_id": "omid-faraz", "name": "Omid Faraz"}],
        "positions": [{**POST, "position_id": "p", "holder_id": "omid-faraz", "title": "Clerk of the Harbour"}],
    }
    write(tmp_path, rows)
    typed = {"Omid Faraz Sharmahd": ["Sharmahd"], "who is Omid Faraz": None,
             "Omid Faraz harbour": None, "امید فراز شارمهد": ["شارمهد"]}  # fmt: skip
    whole, some, lacking = (in_node(what, list(typed), tmp_path) for what in ("whole", "some", "lacking"))
    assert [bool(hits) for hits in whole] == [missing is None for missing in typed.values()]
    first = [hits[:1] for hits, missing in zip(some, typed.values(), strict=True) if missing]
    assert first == [[["omid-faraz", missing]] for missing in typed.values() if missing]
    assert lacking[0] == ["victims"]


@needs_node
def test_who_is_found_by_another_post_is_shown_with_that_which_leads_the_page(
    real_record: Record, tmp_path: Path
) -> None:
    """The one that was found may be long past."""
    (tmp_path / "search").mkdir()
    for path, text in search_files.files(real_record):
        (tmp_path / path).write_text(text, "utf-8")
    last = "Commander of the IRGC Aerospace Force, day not stated; a list printed in August 2026 says so"
    names = ["Hajizadeh", "IRGC Air Force Commander", "Commander of the IRGC Aerospace Force"]
    surname, older, own = (hits[0] for hits in in_node("posts", names, tmp_path))
    assert surname == own == f"{last}; in most documents IRGC Air Force Commander, day not stated"
    assert older == f"IRGC Air Force Commander, day not stated; also on record: {last}"


@needs_node
def test_days_of_listings_are_found_by_day_month_and_year(tmp_path: Path) -> None:
    days = {dt.date(2023, 1, 14): {"a"}, dt.date(2023, 1, 6): {"a"}, dt.date(2022, 12, 14): {"a"}}
    write(tmp_path, {}, days)
    sought = {"14 January 2023": ["2023-01-14"], "2023-01-14": ["2023-01-14"], "6 January 2023 Aland": ["2023-01-06"],
              "January 2023": ["2023-01-06", "2023-01-14"], "12 December 2022": [], "January": [], "2024": [],
              "killings January 2023": []}  # fmt: skip
    ends = [[[day, day] for day in found] for found in sought.values()]
    # A year that stands alone is all of it: ours, or a Persian one, which begins on 20 or 21 March.
    sought = dict.fromkeys(sought) | {"2023": None, "۱۴۰۱": None, "1403": None}
    ends += [[["2023-01-01", "2023-12-31"]], [["2022-03-21", "2023-03-20"]], []]
    # Beside an authority it is all of it too, though no listing by it is known to the day.
    sought |= dict.fromkeys(("Aland 2022", "Aland 2024", "Borduria 2023"))
    ends += [[["2022-01-01", "2022-12-31"], ["2022-12-14"] * 2], [["2024-01-01", "2024-12-31"]], []]
    assert in_node("days", list(sought), tmp_path) == ends
