"""Persian texts: names as the record spells them, punctuation, amounts, and what we say of checks and bodies."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain

import pytest
from tests.site.reading import read
from tests.site.test_persian_titles import pages

from mostanad.matching.folding import is_persian
from mostanad.models.language import speaking
from mostanad.site import fact_checks
from mostanad.site.contents import Record
from mostanad.site.persian import _MONTHS as MONTHS
from mostanad.site.persian import messages
from mostanad.site.show import Shown


def test_somebody_with_a_persian_name_is_spelled_like_it_in_sentences(real_record: Record) -> None:
    """Whom a text names by the last word of their name in English it names by a word of their name in Persian; but a
    note on why two entries are of one person quotes how these spell the name, and parties have names of their own."""
    quoting = {row.get("note") for rows in real_record.tables.values() for row in rows}
    others = {row["name"] for row in real_record.tables["parties"]}
    surnames = defaultdict[str, set[str]](set)
    with speaking(real_record.languages[1]):
        for row in real_record.tables["officials"]:
            label = real_record.label(row["official_id"])
            surnames[row["name"].split()[-1]] |= set(label.split(" ")[1:] if is_persian(label) else "")
    texts = [one for context in ("", "post", "event", "gist") for one in messages(context).items()]
    named = [(said.replace("\u200c", ""), [word.replace("\u200c", "") for word in surnames[name]])
             for text, said in texts if text not in others for name in re.findall(r"[A-Z][\w'-]+", text)
             if surnames.get(name) and not (text in quoting and name in said)]  # fmt: skip
    assert len(named) > 100
    assert [said for said, words in named if not re.search(rf"(?<![\u0600-\u06ff])(?:{'|'.join(words)})", said)] == []


def test_no_persian_text_says_a_part_of_a_name_before_the_whole_name(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        labels = [real_record.label(row["official_id"]) for row in real_record.tables["officials"]]
    texts = [said for context in ("", "post", "event", "gist") for said in messages(context).values()]
    assert doubled(texts, labels) == []
    assert doubled(["حکم زارع علی زارع نوری"], ["علی زارع نوری"]) != []


def doubled(texts: list[str], names: list[str]) -> list[str]:
    return [one for one in texts for name in names for word in name.split(" ")[1:] if f" {word} {name}" in one]


def test_a_council_that_may_be_one_of_two_is_called_neither() -> None:
    """Readers take «شورای امنیت ملی» for the Supreme National Security Council; the documents do not say that."""
    texts = [one for context in ("", "post", "event", "gist") for one in messages(context).items()]
    open_ones = [said for text, said in texts if re.search("(?<!Supreme )National Security Council", text)]
    assert len(open_ones) > 4
    assert [said for said in open_ones if "«شورای امنیت ملی» (چنان‌که سند نوشته؛ روشن نیست کدام شورا)" not in said] == []


def test_days_and_months_of_our_calendar_stand_in_brackets_behind_persian_ones() -> None:
    """As :meth:`Persian.day` writes them."""
    texts = [said for context in ("", "post", "event", "gist", "stated") for said in messages(context).values()]
    ours = re.compile(rf"(?<![\u0600-\u06ff\u200c])(?:{'|'.join(MONTHS)}) [۰-۹]{{4}}")
    other = re.compile(rf"(?<![\u0600-\u06ff\u200c])(?:{'|'.join(month.strip('ٔ') for month in MONTHS)}) [۰-۹]{{4}}")
    assert [said for said in texts if other.search(ours.sub("", said))] == []  # each month is spelled in one way
    bare = [said for said in texts if ours.search(re.sub(r"\([^)]*\)", "", said))]
    assert bare == []
    assert len([said for said in texts if ours.search(said)]) > 100


def test_words_that_have_two_spellings_have_one_here_and_one_office_has_one_name() -> None:
    said = [one for context in ("", "post", "event", "gist") for one in messages(context).values()]
    assert [one for one in said if re.search("(?<![\u0600-\u06ff\u200c])(?:آن|این)ها(?![\u0600-\u06ff])", one)] == []
    posts = messages("post")
    of_lef = {
        text: one for text, one in posts.items() if re.match(r"(LEF|(Police )?(Head|Commander) of LEF)\b.*\)s$", text)
    }
    assert len(of_lef) > 5
    assert {*of_lef.values()} == {"فرماندهٔ انتظامی %(place)s"}


def test_no_persian_sentence_has_latin_punctuation() -> None:
    for context in ("", "post", "body", "event", "opening", "wave", "gist"):
        for text, said in messages(context).items():
            own = re.sub(r"%\(\w+\)s|\{[^}]*\}|<[^>]*>|&\w+;", "…", said)
            assert not re.search("[\u0600-\u06ff»)…][;,?]|  ", own), text


def test_posts_of_one_day_are_listed_with_a_persian_semicolon(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        of_events = (real_record.told.parts(event, False) for event in ("repression-2019-11", "massacre-1988"))
        posts = [row["posts"] for rows in of_events for row in rows]
    assert any("؛ " in one for one in posts)
    assert not any("; " in one for one in posts)


def test_words_for_an_amount_stand_in_persian(real_record: Record) -> None:
    shown = Shown(real_record, "../")
    with speaking(real_record.languages[1]):
        vague = [row["estimate_id"] for row in real_record.tables["estimates"] if row["comparator"] == "unquantified"]
        said = {key: read(shown.number(key)).all("bdi")[0].text for key in vague if shown.as_stated(key, "comparator")}
    assert len(said) > 100
    assert {key: words for key, words in said.items() if not re.fullmatch("«[^A-Za-z]+»", words)} == {}


def test_no_two_bodies_are_called_the_same(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        labels = Counter(real_record.label(row["party_id"]) for row in real_record.tables["parties"])
    assert {label for label, number in labels.items() if number > 1} == set()


def test_what_we_say_in_notes_of_fact_checks_and_of_corrections_is_said_in_persian(real_record: Record) -> None:
    checks = [(check.question, check.needs, check.note) for check in fact_checks.checks(real_record)]
    notes = [row.get("note") for table, rows in real_record.tables.items() if table != "redirects" for row in rows]
    notes += [row["reason"] for table in ("corrections", "redirects") for row in real_record.tables[table]]
    texts = {text for text in (*chain(*checks), *notes) if text}
    assert len(texts) > 1000
    assert sorted(text for text in texts if not is_persian(messages().get(text, ""))) == []


def test_what_the_dataset_says_of_itself_is_said_in_persian(real_record: Record) -> None:
    """The descriptor's own sentences, which open the page about the record."""
    about = real_record.about
    said = {about.description, about.scope, *about.not_followed, *map(about.text, ("background", "method", "country"))}
    assert len(said) > 6
    assert sorted(text for text in said if not is_persian(messages().get(text, ""))) == []


def test_the_page_of_a_body_has_our_note_in_persian(real_record: Record) -> None:
    (html,) = pages(real_record, "parties/iran-national-security-council.html").values()
    assert "جدا از «شورای عالی امنیت ملی» ثبت شده است" in html
    assert "kept apart from" not in html


@pytest.mark.slow
def test_each_gist_of_the_record_is_said_in_persian(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        shown = Shown(real_record, "")
        said = {row["gist"]: shown.quiet(row["statement_id"], "gist") for row in real_record.tables["statements"]}
    assert len(said) > 1000
    assert [gist for gist, text in said.items() if not re.search("[\u0621-\u06cc]{2}", text)] == []


def test_nobody_is_a_so_called_political_prisoner_and_no_foreign_parliament_is_the_majlis() -> None:
    assert [
        said for context in ("", "event", "gist") for said in messages(context).values() if "سیاسی خوانده" in said
    ] == []
    assert messages("post")["MP"] == "MP (نمایندهٔ پارلمان)"


def test_what_belongs_to_the_protests_of_november_2019_is_of_aban() -> None:
    said = [one for title, one in messages("event").items() if "November 2019" in title]
    assert len(said) > 10
    assert [one for one in said if "یا آذر" in one] == []
