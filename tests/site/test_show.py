"""Cells on a page: the value, in its direction, and the mark of what it rests on."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.site.reading import read

from mostanad.models.language import speaking
from mostanad.models.vocabularies import Comparator, Support
from mostanad.models.words import quantity
from mostanad.site import show
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.markup import marked
from mostanad.site.persian import Persian
from mostanad.site.show import Shown


@pytest.fixture
def shown(record: Record) -> Shown:
    return Shown(record, "../")


def test_every_support_has_a_sign_of_its_own() -> None:
    assert set(show.MARKS) == {str(one) for one in Support}
    signs = [sign for sign, _, _ in show.MARKS.values()]
    assert len({*signs, show.DISPUTED[0]}) == len(signs) + 1


def test_every_comparator_has_words() -> None:
    row = {"value": 12, "value_to": None, "measure": "killed"}
    said = {str(one): quantity({**row, "comparator": str(one)}) for one in Comparator}
    assert said.pop("exactly") == said.pop("between") == "12"
    assert said == {one: f"{one.replace('_', ' ')} 12" for one in said}


def test_a_mark_says_the_support_and_leads_to_the_evidence(shown: Shown) -> None:
    (mark,) = read(shown.mark("square-2020", "date")).all("a")
    fact = shown.record.facts["square-2020"]["date"]
    assert mark.attributes["href"] == "../rows/square-2020.html#date"
    assert fact.support in mark.attributes["class"].split()
    assert mark.text == show.MARKS[fact.support][0] + "≠"
    said = f"{fact.claims} claims, {fact.origins} origins; disputed"
    assert mark.attributes["aria-label"].startswith("evidence: ")
    assert said in mark.attributes["aria-label"]


def test_a_post_of_which_no_document_gives_a_day_has_the_days_of_those_that_name_it(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {"begun_by": dt.date(2021, 2, 3), "last_documented": None, "latest": None}
    days |= {"first_named": dt.date(2021, 2, 3), "last_named": dt.date(2026, 3, 1), "printed": dt.date(2026, 3, 1)}
    post = {**record.rows["omid-faraz-clerk"][1], "started": None, "ended": None}
    monkeypatch.setitem(record.rows, "omid-faraz-clerk", ("positions", post))
    monkeypatch.setattr(Record, "spans", {"omid-faraz-clerk": days})
    said = "day not stated; documents of February 2021 and March 2026 say so"
    assert Shown(record, "").documented("omid-faraz-clerk") == said
    days["first_named"] = days["last_named"]
    days["on_lists"] = True
    said = "day not stated; a list printed in March 2026 says so"
    assert Shown(record, "").documented("omid-faraz-clerk") == said
    # What only the entry of somebody else prints is not what a list says of whom it names.
    days["printed"], entry = None, {"day": dt.date(2026, 3, 1), "entry_id": "navid-kohan", "name": "Navid Kohan"}
    days["elsewhere"] = entry
    said = "named so in the entry of Navid Kohan on the list of 1 March 2026"
    assert Shown(record, "").documented("omid-faraz-clerk") == f"day not stated; {said}"
    days["is_inferred"] = True  # nor is a name that the entry does not print
    inferred = "day not stated; inferred from the entry of Navid Kohan on the list of 1 March 2026"
    assert Shown(record, "").documented("omid-faraz-clerk") == inferred
    days["elsewhere"] = None
    assert Shown(record, "").documented("omid-faraz-clerk") == "day not stated; inferred from a document of March 2026"
    days["is_inferred"], days["elsewhere"] = False, entry
    post["started"] = "2020"
    assert Shown(record, "").documented("omid-faraz-clerk") == f"no document says until when; {said}"
    post["started"], days["printed"] = None, entry["day"]
    # A document that speaks of its own day comes first; and of a post with a begin only the end is open.
    days["last_documented"] = dt.date(2021, 2, 4)
    said = (
        "documented for 4 February 2021; no document gives the days; a list of 1 March 2026 prints it without “former”"
    )
    assert Shown(record, "").documented("omid-faraz-clerk") == said
    days["inferred_for"] = "2021-02-04"  # what only we conclude, no document says
    assert Shown(record, "").documented("omid-faraz-clerk") == said.replace("documented", "inferred", 1)
    # Of a post with a begin no span is said: since then it can only have gone on.
    post["started"], days["begun_by"], days["inferred_for"] = "2019", dt.date(2019, 12, 31), "[2021-02-04..2026-03-01]"
    said = "no document says until when; a list of 1 March 2026 prints it without “former”"
    still = f"by inference, still held on 4 February 2021; {said}"
    assert Shown(record, "").documented("omid-faraz-clerk") == still
    days["inferred_for"] = None
    still = f"documents still show it on 4 February 2021; {said}"
    assert Shown(record, "").documented("omid-faraz-clerk") == still
    post["started"], days["earliest"] = "2021-02-04", dt.date(2021, 2, 4)
    assert Shown(record, "").documented("omid-faraz-clerk") == said


def test_what_is_no_fact_has_no_mark(shown: Shown) -> None:
    assert shown.mark("omid-faraz-name-fa", "script") == ""
    assert shown.cell("omid-faraz-clerk", "started") == ""


def test_a_name_in_arabic_script_has_its_language_and_direction(shown: Shown) -> None:
    (name,) = read(shown.cell("omid-faraz-name-fa", "name")).all("bdi")
    assert (name.attributes["lang"], name.attributes["dir"]) == ("fa", "rtl")
    assert name.text == "امید فراز"
    (latin,) = read(shown.name("Omid Faraz", "en", "Latn")).all("bdi")
    assert latin.attributes == {"lang": "en"}


def test_a_reference_is_shown_as_what_it_names_and_leads_there(shown: Shown) -> None:
    (link, _) = read(shown.cell("omid-faraz-warden", "holder_id")).all("a")
    assert (link.text, link.attributes["href"]) == ("Omid Faraz", "../officials/omid-faraz.html")


def test_a_day_is_in_words_and_as_it_is_recorded(shown: Shown) -> None:
    (time,) = read(shown.cell("omid-faraz-clerk", "ended")).all("time")
    assert (time.text, time.attributes["title"]) == ("March 2018", "2018-03")


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        ("square-2020-killed-blue-front-300", "at least 300"),
        ("square-2020-killed-wire", "at most 12"),
        ("square-2020-killed-paper", "40 to 60"),
        ("square-2020-share-red-post", "about 48.8%"),
    ],
)
def test_a_number_keeps_its_word(shown: Shown, estimate: str, words: str) -> None:
    (fact,) = read(shown.number(estimate)).all("span", class_="fact")
    assert fact.all("bdi")[0].text == words
    assert fact.all("a", class_="mark")[0].attributes["href"] == f"../rows/{estimate}.html#value"


def test_an_address_that_is_not_of_the_web_is_text() -> None:
    assert Shown.outside("javascript:alert(1)") == "javascript:alert(1)"
    (link,) = read(Shown.outside("https://example.org/a")).all("a")
    assert link.attributes == {"href": "https://example.org/a", "rel": "noreferrer nofollow"}


def test_rivals_without_a_number_are_in_no_picture(shown: Shown) -> None:
    rows = [dict(row) for row in shown.record.tables["estimates"] if row["measure"] == "killed"]
    assert len(rows) == 3
    assert len(read(shown.counts(rows)).all("svg", class_="broad")[0].all("a", class_="lane")) == 3
    rows[0]["value"] = None
    assert len(read(shown.counts(rows)).all("svg", class_="broad")[0].all("a", class_="lane")) == 2


def test_who_says_a_number_is_named_with_whom_they_have_it_from(real_record: Record) -> None:
    shown = Shown(real_record, "../")
    said = {
        row["estimate_id"]: read(shown.speakers(row["estimate_id"], "value")).text for row in estimates(real_record)
    }
    texts = set(said.values())
    assert any("(from " in text for text in texts)
    assert any(" as published by " in text for text in texts)
    assert all(text for text in texts)
    for key, text in said.items():
        for item in real_record.evidence.of(key)["value"]:
            for named in (item["asserted_by"], item["published_by"]):
                assert (real_record.label(named) in text) == (item["stance"] == "asserts"), key


def estimates(record: Record) -> list[Row]:
    return [row for row in record.tables["estimates"] if row["value"] is not None]


def test_what_has_no_number_is_said_in_the_words_that_were_kept(real_record: Record) -> None:
    shown = Shown(real_record, "../")
    words = {
        row["estimate_id"]: read(shown.number(row["estimate_id"])).all("bdi")[0].text
        for row in real_record.tables["estimates"]
        if row["comparator"] == "unquantified"
    }
    assert words["massacre-1988-executed-house-committee-thousands"] == "“thousands”"
    assert "unquantified" not in words.values()


def test_the_number_before_a_law_stays_with_it_and_a_code_in_one_line() -> None:
    with speaking(Persian({})):
        law, code = marked("مادهٔ (22 U.S.C. 9405)، ۲۰"), marked("حقوق بشر (IRAN-HR)")
    assert law == 'مادهٔ (<bdi lang="en">22 U.S.C. 9405</bdi>)، ۲۰'
    assert code == 'حقوق بشر (<bdi lang="en" class="code">IRAN-HR</bdi>)'
