"""What is said once, and in whose words: awards, notes, listings under another name, speakers of reasons."""

from __future__ import annotations

import re

import pytest
from tests.site.reading import Element, read

from mostanad.models.language import speaking
from mostanad.site import bodies, dossiers, events, search_files
from mostanad.site.contents import Record
from mostanad.site.posts import latest_posts


def _page(record: Record, path: str, language: int = 0) -> Element:
    module = {"events": events, "officials": dossiers, "rows": dossiers, "parties": bodies}[path.partition("/")[0]]
    with speaking(record.languages[language]):
        (page,) = (page for page in module.pages(record) if page.path == path)
        return read(page.html(record, "")).by_id("main")


def test_an_award_is_given_and_not_done_to_anybody(real_record: Record) -> None:
    said = _page(real_record, "events/award-vali-asr-corps-2023.html").text
    assert "To whom it was given" in said
    assert "done to" not in said
    path = "officials/hassan-shahvarpour-najafabadi.html"
    corps = "Islamic Revolutionary Guard Corps (IRGC) Regional Corps Valiasr in Khuzestan"
    assert [one for one in _page(real_record, path).all("li") if one.text.startswith(f"given to {corps}")]
    persian = next(one.text for one in _page(real_record, path, 1).all("li") if one.text.startswith("لوح"))
    assert "به سپاه" in persian
    assert "علیه" not in persian
    assert ": recipient " in _page(real_record, "officials/hossein-tala.html").text
    path = "parties/islamic-revolutionary-guard-corps-irgc-regional-corps-valiasr-in-khuzestan.html"
    given, done = ("What was given to it", "به آن چه داده شد"), ("What was done to it", "بر سر آن چه آمد")
    for number in (0, 1):
        said = _page(real_record, path, number).text
        assert given[number] in said
        assert done[number] not in said


def test_words_for_a_number_stand_once_in_a_lead(real_record: Record) -> None:
    (lead,) = _page(real_record, "events/massacre-1988.html").all("p", class_="finding")
    assert lead.text.count("“thousands”") == 1


def test_that_a_file_prints_numbers_alone_stands_once_on_a_page(real_record: Record) -> None:
    said = "The file of that day prints only the numbers of entries"
    for path in ("officials/mohammad-reza-naqdi.html", "parties/irgc.html"):
        assert _page(real_record, path).text.count(said) == 1, path


def test_who_carries_a_tag_is_led_to_the_note_on_it_whatever_the_listing_is_for(real_record: Record) -> None:
    cards = _page(real_record, "officials/qasem-soleimani.html").all("ul", class_="badges")[0].all("li")
    (card,) = (one for one in cards if one.text.startswith("United States"))
    assert "listed for human rights" not in card.text
    assert "on marks for secondary sanctions see our note" in card.text


def test_a_listing_that_stands_under_another_name_is_not_said_to_be_his(real_record: Record) -> None:
    said = "another listing by it stands, under another name: that both are one is our reading"
    text = _page(real_record, "officials/hossein-salami.html").text
    assert text.count(said) > 1
    assert "(another listing by it stands)" not in text


def test_of_what_reasons_say_the_authority_that_gives_them_speaks_first(real_record: Record) -> None:
    (line,) = (one.text for one in _page(real_record, "rows/eu-359-2011-ruhollah-momen-nasab.html").all("li")
               if one.text.startswith("Ali Khamenei:"))  # fmt: skip
    assert line.index("stated by the European Union") < line.index("stated by Bob Blackman")


def test_of_posts_without_days_the_last_printed_stands_first(real_record: Record) -> None:
    assert search_files._shown(real_record, "amir-ali-hajizadeh").what.startswith("Commander of the IRGC Aerospace")


def test_who_is_no_official_is_named_by_the_post_that_leads_everywhere(real_record: Record) -> None:
    """On lists and on the page of their own."""
    found = {}
    for row in real_record.tables["parties"]:
        posts = latest_posts(real_record, row["party_id"]) if row["kind"] == "person" else []
        if len(posts) > 1:
            found[row["party_id"]] = f"Documents name {row['name']} as {posts[0]['title']}"
    assert len(found) > 5
    for key, said in found.items():
        assert said in _page(real_record, f"parties/{key}.html").text


def test_a_hit_says_in_few_words_whose_lists_still_print_a_former_post(real_record: Record) -> None:
    """Only lists later than the first document by which it is past: of Moghisseh that of 16 March 2026."""
    lists = {"mohammad-moghisseh": "the United Kingdom", "abdollah-araghi": "the Office of Foreign Assets Control",
             "ali-akbar-ahmadian": "the European Union and the United Nations Security Council"}  # fmt: skip
    for key, who in lists.items():
        what = search_files._shown(real_record, key).what
        assert what.endswith(f", formerly; printed without “former” on lists of {who}"), key


def test_a_listing_says_by_which_act_it_was_made_or_that_this_and_its_measures_are_not_held(
    real_record: Record,
) -> None:
    page = _page(real_record, "officials/asadollah-jafari.html").by_id("listings")
    lines = {who: one for one in page.all("li") for who in ("European Union", "Canada") if f"by {who}" in one.text
             or f"by the {who}" in one.text}  # fmt: skip
    said = "Neither the act that added it to the list nor its measures, such as an asset freeze or a travel ban, are in"
    assert said in lines["European Union"].text
    assert "No legal act that we hold" not in lines["European Union"].text
    assert "Listed by this act: SOR/2022-223." in lines["Canada"].text
    hrefs = [one.attributes.get("href", "") for one in lines["Canada"].all("a")]
    assert "../rows/ca-designation-2022-10-28.html#instrument" in hrefs
    persian = _page(real_record, "officials/asadollah-jafari.html", 1).text
    assert "مصوبه: SOR/2022-223." in persian
    assert "مصوبهٔ درج آن و اقدام‌هایش" in persian


def test_that_no_version_of_a_list_is_held_between_two_stands_once_on_a_page(real_record: Record) -> None:
    said = "We hold no version between 17 January 2015 and 27 November 2018"
    for path in ("officials/mohammad-reza-naqdi.html", "parties/irgc.html"):
        assert _page(real_record, path).text.count(said) == 1, path


def test_several_courts_are_courts(real_record: Record) -> None:
    text = _page(real_record, "parties/isfahan-revolutionary-courts.html").text
    assert "The Revolutionary Courts of Isfahan are courts" in text


@pytest.mark.parametrize("path", ["officials/soghra-khodadadi.html", "parties/qarchak-womens-prison.html"])
def test_a_post_has_one_mark_wherever_it_stands(path: str, real_record: Record) -> None:
    assert "Director of Qarchak Women's Prison ◍ stated by the European Union" in re.sub(
        r", Qarchak Women's Prison (?=◍)", " ", _page(real_record, path).text
    )


def test_what_an_authority_concludes_comes_before_what_happened_and_a_place_behind(real_record: Record) -> None:
    """Of a prison the page has nine of eleven reasons: that it is responsible must be among them."""
    whole = _page(real_record, "parties/qarchak-womens-prison.html").text
    said = re.split(r"All \d+", whole.rpartition("give as reasons")[2])[0]
    first, later, last = "is responsible for serious violations", "Alleged torture in", "lies in Varamin"
    assert 0 < said.index(first) < said.index(later)
    assert last not in said or said.index(later) < said.index(last)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("morteza-kashkouli", "which of them held the command when"),
        ("ali-reza-akbarshahi", "documents held name Azizollah Rajabzadeh too"),
        ("abbasali-mohammadian-mousaabadi", "the same list calls Hossein Rahimi"),
    ],
)
def test_a_note_that_names_another_holder_stands_beside_the_post(key: str, said: str, real_record: Record) -> None:
    posts = _page(real_record, f"officials/{key}.html").by_id("posts").text.casefold()
    assert posts.count(said.casefold()) == 1


def test_a_list_that_took_lines_over_has_its_day_and_one_without_a_day_those_between_which_it_lies(
    real_record: Record,
) -> None:
    said = _page(real_record, "officials/azizollah-rajabzadeh.html").text
    assert "in much the same words as the European Union, as printed on the list of 2 April 2014" in said
    said = _page(real_record, "officials/azizollah-rajabzadeh.html", 1).text
    assert "کمابیش با همان واژه‌های اتحادیهٔ اروپا، در فهرست ۱۳ فروردین ۱۳۹۳ (۲ آوریل ۲۰۱۴)" in said
    said = _page(real_record, "parties/mohammad-rasulullah-corps.html", 1).text
    assert "در فهرستی که بین ۱۲ دی ۱۳۹۳ (۲ ژانویهٔ ۲۰۱۵) و ۲۷ دی ۱۳۹۳ (۱۷ ژانویهٔ ۲۰۱۵) منتشر شد" in said
    said = _page(real_record, "parties/mohammad-rasulullah-corps.html").text
    assert "as printed on a list published between 2 and 17 January 2015" in said


def test_a_post_shown_for_some_day_of_an_interval_is_not_said_to_be_shown_for_its_first(real_record: Record) -> None:
    said = _page(real_record, "officials/mohammad-movahedi-azad.html").by_id("posts").text
    assert "documented for a day between December 2025 and 24 July 2026" in said
    assert "documented for December 2025" not in said


def test_notes_on_two_holders_of_a_post_that_say_the_same_stand_once(real_record: Record) -> None:
    for key in ("mehdi-shamsabad", "mohammad-movahedi-azad", "hassan-karami"):
        text = _page(real_record, f"officials/{key}.html").text
        assert text.count("Documents held name") == 1, key
        assert "documents held name" not in text, key


def test_a_slip_of_a_list_is_told_on_the_page_of_whom_it_concerns(real_record: Record) -> None:
    for key, many in (("bahram-reshte-ahmadi", "It is"), ("gholamhossein-ramezani", "They are")):
        assert f"{many} taken as a slip" in _page(real_record, f"officials/{key}.html").text


def test_a_post_with_rival_beginnings_is_not_said_to_be_later_than_a_listing(real_record: Record) -> None:
    """By the United Kingdom he was a judge before the European Union listed him; by the European Union only after."""
    key = "mohammad-soltani-judge-revolutionary-court-of-mashhad"
    assert real_record.facts[key]["started"].disputed
    page = _page(real_record, "officials/mohammad-soltani.html")
    (line,) = (one.text for one in page.all("li") if "Judge, Revolutionary Court of Mashhad, Mashhad" in one.text)
    assert "before this began" not in line
    assert "The post of Deputy prosecutor, Revolutionary Prosecution Office, Mashhad began after a listing" in page.text
