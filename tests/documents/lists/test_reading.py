"""Dates, names and private words: what the readers of all lists share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.documents import dates, names
from mostanad.documents.lists import formats, read
from mostanad.documents.printed import is_private, parts, without_titles
from mostanad.documents.records import EntityType, Entry, ListError, NameKind
from mostanad.models import edtf
from mostanad.models.vocabularies import DocumentFormat


@each(
    ("printed", "date"),
    [
        ("1961", "1961"),
        ("Mar 1961", "1961-03"),
        ("September 1961", "1961-09"),
        ("Sept 1961", "1961-09"),
        ("07 Mar 1961", "1961-03-07"),
        ("7 March 1961", "1961-03-07"),
        ("7.3.1961", "1961-03-07"),
        ("07/03/1961", "1961-03-07"),
        ("00/03/1961", "1961-03"),
        ("00/00/1961", "1961"),
        ("1961-03-07", "1961-03-07"),
        ("1961-03", "1961-03"),
        ("  7   March  1961 ", "1961-03-07"),
        ("circa 1961", "1961~"),
        ("Circa Mar 1961", "1961-03~"),
        ("1961 to 1963", "[1961..1963]"),
        ("between 1961 and 1963", "[1961..1963]"),
        ("1961-1963", "[1961..1963]"),
        ("21 Mar 1961 to 20 Mar 1962", "[1961-03-21..1962-03-20]"),
        ("1961 or 1962", "[1961,1962]"),
        ("1962/1961", "[1961,1962]"),
        ("March 1961 or 1962", "[1961-03,1962]"),
        ("March 1961/1962", "[1961-03,1962]"),
        ("1343 (Iranian Hijri calendar), 1964 or 1965 (Gregorian calendar)", "[1964,1965]"),
        ("1340 (Iranian Hijri calendar), 1961 (Gregorian calendar)", "1961"),
        ("21 Mar 1963 to 20 Mar 1964", "[1963-03-21..1964-03-20]"),
        ("1960 or August 1961", "[1960,1961-08]"),
    ],
)
def test_a_date_of_birth_is_as_precise_as_printed(printed: str, date: str) -> None:
    assert dates.born(printed) == date
    assert edtf.parse(date).text == date


@each(
    "printed",
    [
        "",
        "unknown",
        "1960s",
        "circa 1961 to 1963",
        "30 Feb 1961",
        "7 Marble 1961",
        "13/13/1961",
        "07/00/1961",
        "1961 or 7 Mar 1961",
        "1340 (Iranian Hijri calendar)",
        "1961 or later",
    ],
)
def test_what_the_subset_cannot_say_is_no_date(printed: str) -> None:
    assert dates.born(printed) == ""


@given(st.text(max_size=30))
def test_any_text_is_a_date_of_the_subset_or_none(printed: str) -> None:
    date = dates.born(printed)
    assert not date or edtf.parse(date).text == date


@pytest.mark.parametrize(("printed", "day"), [("2019-12-19", "2019-12-19"), (" 19/12/2019", "2019-12-19")])
def test_a_day_of_listing(printed: str, day: str) -> None:
    assert dates.day(printed) == day


@pytest.mark.parametrize("printed", ["", "2019", "2019-12", "2019-13-01", "19 or 20/12/2019", "soon"])
def test_what_is_no_day_of_listing(printed: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        dates.day(printed)


@given(st.dates(min_value=dates.dt.date(1900, 1, 1), max_value=dates.dt.date(2100, 12, 31)), st.integers(0, 800))
def test_a_period_keeps_its_bounds(first: dates.dt.date, length: int) -> None:
    last = first + dates.dt.timedelta(days=length)
    found = edtf.parse(dates.between(first, last))
    assert (found.earliest, found.latest) == (first, last)


def test_a_period_that_is_a_year_or_a_month_is_written_as_one() -> None:
    assert dates.between(dates.dt.date(1962, 1, 1), dates.dt.date(1962, 12, 31)) == "1962"
    assert dates.between(dates.dt.date(1961, 8, 1), dates.dt.date(1961, 8, 31)) == "1961-08"


def test_a_reversed_period_is_no_date() -> None:
    assert dates.between(dates.dt.date(2020, 1, 1), dates.dt.date(2018, 12, 31)) == ""
    assert dates.between(dates.dt.date(2020, 5, 2), dates.dt.date(2020, 5, 1)) == ""
    assert (dates.moment(1961, 8), dates.moment(1961, 2, 30)) == ("1961-08", "")


@each(
    ("date", "coarse"),
    [
        ("1961", "1961"),
        ("1961~", "1961~"),
        ("1961-03-07", "1961"),
        ("1961-03?", "1961?"),
        ("[1961-03-21..1962-03-20]", "[1961..1962]"),
        ("[1961-03..1961-12]", "1961"),
        ("[1961-03,1962]", "[1961,1962]"),
        ("[..1961-03]", "[..1961]"),
        ("[1960,1961-08]", "[1960,1961]"),
        ("1945-01~", "1945~"),
    ],
)
def test_a_date_is_coarsened_to_years(date: str, coarse: str) -> None:
    assert dates.year_only(date) == coarse
    assert edtf.parse(coarse).text == coarse


@each(
    ("alternatives", "one"),
    [
        (["1961", "1960"], "[1960,1961]"),
        (["[1951..1953]", "1960"], "[1951,1952,1953,1960]"),
        (["[1951,1953]", "1953", "1960"], "[1951,1953,1960]"),
        (["1961"], ""),
        (["1961~", "1960"], ""),
        (["[..1961]", "1960"], ""),
        (["[1900..1950]", "1960"], ""),
    ],
)
def test_alternatives_are_one_date_if_there_is_a_way_to_write_it(alternatives: list[str], one: str) -> None:
    assert dates.any_year(alternatives) == one
    assert not one or edtf.parse(one).text == one


@each(
    ("printed", "texts", "family"),
    [
        ("NIKPOUR Bahram", ["Bahram Nikpour"], "Nikpour"),
        ("Bahram NIKPOUR", ["Bahram Nikpour"], "Nikpour"),
        ("NIK POUR Bahram Ali", ["Bahram Ali Nik Pour"], "Nik Pour"),
        ("Bahram Ali NIK-POUR", ["Bahram Ali Nik-Pour"], "Nik-Pour"),
        ("NIKPOUR, Bahram", ["Bahram Nikpour"], "Nikpour"),
        ("NIKPOUR (NIKPUR) Bahram", ["Bahram Nikpour", "Bahram Nikpur"], "Nikpour"),
        ("NIKPOUR Maj-Gen Dr Seyyed Bahram", ["Seyyed Bahram Nikpour"], "Nikpour"),
        ("NIKPOUR Bahram (Dr.)", ["Bahram Nikpour"], "Nikpour"),
        ("NIKPOUR (Hojjatoleslam) Bahram", ["Bahram Nikpour"], "Nikpour"),
        ("NIKPOUR Hojjat al-Islam Bahram", ["Bahram Nikpour"], "Nikpour"),
        ("IRGC Brigadier-General Bahram NIKPOUR", ["Bahram Nikpour"], "Nikpour"),
        ("Bahram NIKPOUR (a.k.a. Bahram NIKPUR", ["Bahram Nikpour", "Bahram Nikpur"], "Nikpour"),
        ("NIKPOUR", ["Nikpour"], "Nikpour"),
        ("Bahram Nikpour", ["Bahram Nikpour"], ""),
        ("Bahram NIKPOUR the Elder", ["Bahram NIKPOUR the Elder"], ""),
        ("TA’EB Bahram", ["Bahram Ta’eb"], "Ta’eb"),
        ("Ayatollah", ["Ayatollah"], ""),
    ],
)
def test_capitals_mark_the_family_name(printed: str, texts: list[str], family: str) -> None:
    found = names.capitals(printed, NameKind.PRIMARY, "1")
    assert [name.text for name in found] == texts
    assert found[0].family == family


def test_capitals_titles_and_other_names() -> None:
    assert [names.natural(name) for name in ("AL-GHAIB", "JA'FARI", "de Souza")] == ["Al-Ghaib", "Ja'fari", "de Souza"]
    assert names.capitals("Seyyed Nader SAFAVI MIRMAHALLEH", NameKind.PRIMARY, "220")[0].family == "Safavi Mirmahalleh"
    assert [name.family for name in names.capitals("ARAGHI (ERAGHI) A", NameKind.PRIMARY, "3")] == ["Araghi", "Eraghi"]
    assert names.also_known("X Limited (also known as Y Limited)") == ("X Limited", ["Y Limited"])
    assert without_titles("NIKPOUR Maj-Gen Dr Seyyed Bahram") == ("NIKPOUR Seyyed Bahram", ["Maj-Gen", "Dr"])
    assert parts("(a) Osma, Norland, (b) Falk") == ["Osma, Norland", "Falk"]


def test_an_alias_of_one_word_is_weak_only_for_persons() -> None:
    assert names.capitals("Nikpour", NameKind.ALIAS, "1")[0].kind is NameKind.WEAK
    assert names.capitals("Nikpour", NameKind.PRIMARY, "1")[0].kind is NameKind.PRIMARY
    assert names.whole("NAJA", NameKind.ALIAS, "1").kind is NameKind.ALIAS


def test_the_first_name_that_may_be_primary_is_primary() -> None:
    """A name that may not be primary, like a misprint, does not use up its script; one that is primary already does."""
    kinds = [NameKind.PRIMARY, NameKind.ALIAS, NameKind.WEAK, NameKind.ALIAS, NameKind.ALIAS]
    printed = ["Bahram Nikpour", "Bahram Nikpur", "بهرام", "بهرام نیکپور", "بهرام نیکپوری"]
    found = [names.whole(text, kind, "1") for text, kind in zip(printed, kinds, strict=True)]
    primary = [one.text for one in names.first_primary(found, lambda one: one.kind is NameKind.ALIAS)
               if one.kind is NameKind.PRIMARY]  # fmt: skip
    assert primary == ["Bahram Nikpour", "بهرام نیکپور"]


@each(
    ("listed", "first"),
    [
        (["", "2012-03-01"], "2012-03-01"),
        (["2012-03-01", ""], "2012-03-01"),
        (["2019-01-01", "[..2016-02-05]"], "[..2016-02-05]"),
        (["[..2016-02-05]", "2012-03-01"], "2012-03-01"),
        (["", ""], ""),
    ],
)
def test_the_first_day_of_listing(listed: list[str], first: str) -> None:
    """An empty day is no day, and an interval is compared by its days, not by its bracket."""
    entry = Entry("1", 0, 0, 1, None)
    called = [names.whole("Harbour Court", NameKind.PRIMARY, "1")]
    for programmes in (["docks", "docks"], ["docks", "piers"]):
        listings = [entry.listing(programme, day) for programme, day in zip(programmes, listed, strict=True)]
        record = entry.record("1", None, EntityType.ENTITY, called, listings)
        assert record.listed == first
    assert entry.record("1", None, EntityType.ENTITY, called, listings[:1] * 2).listings == (listings[0],)


@each(
    ("text", "clean", "script"),
    [
        ("بهرام  نيكپورﻯ ", "بهرام نیکپوری", "Arab"),
        ("\u200eبهرام\u200f", "بهرام", "Arab"),
        ("نیک\u200cپور", "نیک\u200cپور", "Arab"),
        ("بهرام \u200cپور\u200c", "بهرام پور", "Arab"),
        ("E\u0301cole\u00a0de  Norland", "École de Norland", "Latn"),
        ("Бахрам", "Бахрам", "Cyrl"),
        ("Μπαχράμ", "Μπαχράμ", "Grek"),
        ("123", "123", "Zyyy"),
    ],
)
def test_letters_and_script(text: str, clean: str, script: str) -> None:
    name = names.whole(text, NameKind.ALIAS, "1")
    assert (name.text, name.script) == (clean, script)


def test_titles_in_persian_are_titles() -> None:
    assert names.whole("دکتر بهرام نیک پور", NameKind.ALIAS, "1", of_person=True).text == "بهرام نیک پور"


@each(
    "text",
    [
        "Son of the Minister of Docks",
        "Married to a judge",
        "wife: Lena",
        "brother-in-law of the head of the court",
        "Passport A1234567",
        "National ID No. 12",
        "nikpour@example.org",
        "https://example.org",
        "Tel. 00123456",
        "Place of work: Harbour",
    ],
)
def test_private_words_are_found(text: str) -> None:
    assert is_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "Minister of Women and Family Affairs",
        "Head of the 44th section",
        "Executive Order 13846 information: BANKING TRANSACTIONS.  Sec. 5(a)(iii)",
        "Personal adviser to the head of the Harbour Court",
    ],
)
def test_posts_and_remarks_are_not_private(text: str) -> None:
    assert not is_private(text)


@each("form", [form for form, declared in formats().items() if declared.lists_targets])
@each("content", [b"", b"\x00", b"<html></html>", b"a,b\n1,2\n", b'"', "ß".encode("utf-16")])
def test_every_reader_refuses_what_is_no_list(form: DocumentFormat, content: bytes) -> None:
    with pytest.raises(ListError, match=r"line \d+ \(byte \d+\)"):
        read(form, content)
