"""Titles in Persian of events and posts: composed where that is sure, in English where it is not."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from persiantools.jdatetime import JalaliDate

from mostanad.models.language import Language, speaking, spoken
from mostanad.site import catalogues, fact_checks, search_files
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record
from mostanad.site.filters import by_label
from mostanad.site.markup import data
from mostanad.site.page import Page
from mostanad.site.persian import _JALALI, _MONTHS, Persian, messages
from mostanad.site.titles import Titles, folded

CONTEXTS = ("post", "minister", "portfolio", "body", "province", "place", "event", "opening", "wave")
#: Bodies and people of a small record; a capital is another name of its state.
_LABELS = {
    "evin": ("parties", {"party_id": "evin", "name": "Evin Prison", "kind": "prison"}),
    "iran": ("parties", {"party_id": "iran", "name": "Iran", "kind": "state"}),
    "nobody": ("parties", {"party_id": "nobody", "name": "Office of Nobody", "kind": "state_body"}),
    "salehi": ("officials", {"official_id": "salehi", "name": "Ali Salehi"}),
}
_PERSIAN = Persian({"evin": "زندان اوین", "iran": "ایران", "salehi": "علی صالحی"})


def event(title: str, **cells: str | None) -> tuple[str, dict[str, Any]]:
    row = dict.fromkeys(("date", "place", "part_of")) | {"event_id": folded(title), "kind": "torture", "title": title}
    return "events", row | cells


def titles_of(*events: tuple[str, dict[str, Any]], parts: Mapping[str, list[dict[str, Any]]] | None = None) -> Titles:
    rows = _LABELS | {row["event_id"]: (table, row) for table, row in events}
    spelled = defaultdict[str, set[str]](set, {"tehran": {"iran"}})
    for key, (_, row) in _LABELS.items():
        spelled[folded(row["name"])].add(key)
    return Titles(rows, spelled, lambda key, table, column: (parts or {}).get(key, []), "Iran")


@pytest.fixture(autouse=True)
def _in_persian() -> Iterator[None]:
    with speaking(_PERSIAN):
        yield


# Posts


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Minister of Interior", "وزیر کشور"),
        ("Governor of Shahr-e Qods", "فرماندار شهر قدس"),
        ("Head of Evin’s prison", "رئیس زندان اوین"),
        ("Warden of Evin Prison", "رئیس زندان اوین"),
        ("Deputy Minister of Interior", "معاون وزیر کشور"),
        ("Prosecutor of Tehran", "دادستان تهران"),  # Tehran is another name of Iran, not here
        ("Judge, Tehran Revolutionary Court, branch 26", ""),  # a court that this record does not have
        ("Presiding judge, Branch 26, Supreme Court", "رئیس شعبهٔ ۲۶ دیوان عالی کشور"),
        (
            "Governor of Isfahan",
            "استاندار یا فرماندار اصفهان",
        ),  # of the province, or of the city: the record leaves it open
        ("Governor of Shiraz", ""),  # the words are two in Persian
        ("Head of the Office of Nobody", ""),  # no name in Persian
        ("Head of Tehran", ""),  # a state is no body
        ("Attorney in Karaj", ""),
    ],
)
def test_a_post_is_said_whole_or_not_at_all(title: str, said: str) -> None:
    assert titles_of().said("post", title) == said


def test_a_title_names_somebody_by_their_name_in_persian() -> None:
    title = "Suppression of protests, with no day or town named, in the UK's reasons for listing {}"
    assert "علی صالحی" in titles_of().said("event", title.format("Ali Salehi"))
    assert titles_of().said("event", title.format("Nobody Known")) == ""


def test_every_value_of_a_glossary_has_messages_of_its_own() -> None:
    for context in CONTEXTS:
        assert messages(context), context
        for message, said in messages(context).items():
            values = re.findall(r"%\((\w+)\)s", message)
            assert sorted(values) == sorted(re.findall(r"%\((\w+)\)s", said)), message
            assert {*values} <= {*CONTEXTS, "number", "day", "who"}, message  # who is anybody, and no message
            assert said.strip(), message
            assert not re.search("[\u064a\u0643]|\u200c[ .،؛]|[ (]\u200c|  ", said), message


def test_titles_that_repeat_are_all_in_persian(real_record: Record) -> None:
    counted = Counter(row["title"] for row in real_record.tables["positions"])
    persian = real_record.languages[1]
    assert isinstance(persian, Persian)
    left = {title for title, number in counted.items() if title and number > 1} - persian.texts.keys()
    assert left == set()
    said = sum(number for title, number in counted.items() if title in persian.texts)
    assert said > 0.7 * sum(counted.values())


# Events


def test_an_event_is_called_by_what_where_and_when() -> None:
    wave = event("Nationwide uprising in Iran from November 2019", date="2019-11-15/..")
    at = event("Killing of protesters at Mahshahr", place="Mahshahr", date="2019-11", part_of=wave[1]["event_id"])
    day = event("Torture of prisoners in Evin", place="Evin Prison", date="2019-12-19", part_of=wave[1]["event_id"])
    month = event("Torture of students", date="2019-11")
    found = titles_of(wave, at, day, month).events()
    assert found[at[1]["event_id"]] == "کشتن معترضان، ماهشهر، اعتراضات آبان ۱۳۹۸ (نوامبر ۲۰۱۹)"
    assert found[day[1]["event_id"]] == "شکنجهٔ زندانیان، زندان اوین، ۲۸ آذر ۱۳۹۸ (۱۹ دسامبر ۲۰۱۹)"
    assert found[month[1]["event_id"]] == "شکنجهٔ دانشجویان، آبان یا آذر ۱۳۹۸ (نوامبر ۲۰۱۹)"


def test_the_title_of_the_record_stands_with_what_would_say_too_little() -> None:
    bare, odd = event("Torture of students"), event("Something odd in Karaj", place="Karaj", date="2020-01-01")
    twins = [event(f"Torture of prisoners {n}", place="Karaj", date="2020-01-01") for n in ("here", "there")]
    late = event("Torture of convicts", date="[..2021-08-18]")  # a day by which it was, not on which
    found = titles_of(bare, odd, late, *twins).events()
    assert found["torture of students"] == "شکنجهٔ دانشجویان (Torture of students)"
    assert found["something odd in karaj"] == "شکنجه (Something odd in Karaj)"
    assert found["torture of prisoners here"] == "شکنجهٔ زندانیان (Torture of prisoners here)"
    assert found["torture of convicts"] == "شکنجهٔ محکومان (Torture of convicts)"


def test_what_is_alleged_is_not_told_as_what_was() -> None:
    alleged = event("Alleged torture while somebody was warden", place="Karaj")
    bare, odd = event("Alleged torture under Salehi"), event("Odd acts that are called cruel")
    calls = event("Odd acts that the Union calls cruel")
    found = titles_of(alleged, bare, odd, calls).events()
    assert found[alleged[1]["event_id"]] == "شکنجه، کرج (بنا بر ادعا)"
    assert found[bare[1]["event_id"]] == "شکنجه (بنا بر ادعا: Alleged torture under Salehi)"
    assert found[odd[1]["event_id"]] == "شکنجه (بنا بر ادعا: Odd acts that are called cruel)"
    assert found[calls[1]["event_id"]] == "شکنجه (بنا بر ادعا: Odd acts that the Union calls cruel)"


def test_a_title_that_is_hedged_is_hedged_in_persian(real_record: Record) -> None:
    english = re.compile(
        r"\b(alleged|attributed?|said|called|accused|told|believed|reported|claimed|reportedly)\b", re.I
    )
    persian = re.compile("بنا بر ادعا|منسوب به|موسوم به|گفته می‌شود|به گفتهٔ|بنا بر گزارش|متهم شده|نسبت می‌ده|به اتهام")
    calls, called = re.compile(r"\bcall(?:s|ed)\b"), re.compile("می‌خواند|خوانده می‌شو|به تعبیر")
    hedged = [row for row in real_record.tables["events"] if english.search(calls.sub("called", row["title"]))]
    with speaking(real_record.languages[1]):
        said = {row["title"]: real_record.label(row["event_id"]) for row in hedged}
    assert len(said) > 400
    bare = {title: label for title, label in said.items() if not persian.search(label)}
    # "Called" alone is said by its own word.
    assert {title: label for title, label in bare.items()
            if english.search(calls.sub("", title)) or not called.search(label)} == {}  # fmt: skip


def test_somebody_without_a_persian_name_is_named_as_the_record_does() -> None:
    one, key = event("Torture of prisoners attributed to Karimov"), "torture of prisoners attributed to karimov"
    titles = titles_of(one, parts={key: [{"entity_id": "karimov", "standing": "alleged"}]})
    rows = {**titles.rows, "karimov": ("officials", {"name": "Hassan Karimov"})}
    titles = Titles(rows, titles.spelled, titles.naming, titles.country)
    assert titles.events()[key] == "شکنجهٔ زندانیان، منسوب به Hassan Karimov"


@pytest.mark.parametrize(
    ("standings", "said"),
    [
        (["alleged"], "شکنجهٔ زندانیان، منسوب به علی صالحی"),
        ([None], "شکنجهٔ زندانیان، منسوب به علی صالحی"),
        (["alleged", "acquitted"], "شکنجهٔ زندانیان (بنا بر ادعا: Torture of prisoners attributed to Salehi)"),
        (["overturned"], "شکنجهٔ زندانیان (بنا بر ادعا: Torture of prisoners attributed to Salehi)"),
        ([], "شکنجهٔ زندانیان (بنا بر ادعا: Torture of prisoners attributed to Salehi)"),
    ],
)
def test_a_title_names_only_whom_the_record_names_and_nobody_who_was_cleared(
    standings: list[str | None], said: str
) -> None:
    one = event("Torture of prisoners attributed to Salehi")
    parts = [{"entity_id": "salehi", "standing": standing} for standing in standings]
    key = one[1]["event_id"]
    assert titles_of(one, parts={key: parts}).events()[key] == said


@pytest.mark.parametrize(
    "title",
    [
        "Executions after recommendations of the death penalty attributed to Salehi",
        "Deaths and injuries after an order attributed to Salehi",
        "Shooting at protesters by officers on an order attributed to Salehi",
        "Suppression of protests for which a responsibility is attributed to Salehi",
        "Suppression of protests in which a key role is attributed to Salehi",
    ],
)
def test_an_act_is_not_attributed_to_whom_something_else_is_attributed(title: str) -> None:
    one = event(title, place="Karaj")
    key = one[1]["event_id"]
    said = titles_of(one, parts={key: [{"entity_id": "salehi", "standing": "alleged"}]}).events()[key]
    assert "صالحی" not in said
    assert said.endswith("، کرج (بنا بر ادعا)")


def test_no_two_events_of_the_record_are_called_the_same(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        labels = Counter(real_record.label(row["event_id"]) for row in real_record.tables["events"])
        mahshahr = real_record.label("killings-mahshahr-2019-11")
    assert {label for label, number in labels.items() if number > 1} == set()
    assert [label for label in labels if "اعتراضات، اعتراضات" in label] == []
    assert mahshahr == "کشتن معترضان و دیگران در ماهشهر و نزدیک آن در اعتراضات آبان ۱۳۹۸ (نوامبر ۲۰۱۹) (بنا بر ادعا)"
    assert sum(not re.search("[A-Za-z]", label) for label in labels) > 400


def test_a_persian_month_in_a_title_of_an_event_has_our_date_in_brackets(real_record: Record) -> None:
    month = rf"(?<![\u0600-\u06ff\u200c])(?:{'|'.join(_JALALI)}) [۰-۹]{{4}}"
    dated = re.compile(rf"((?:[۰-۹]+ )?{month})(?: (?:یا|تا) {month})? \(([^()]*[۰-۹]{{4}})\)")
    with speaking(real_record.languages[1]):
        labels = [real_record.label(row["event_id"]) for row in real_record.tables["events"]]
    assert [label for label in labels if re.search(month, dated.sub("", label))] == []
    found = [match for label in labels for match in dated.finditer(label)]
    assert len(found) > 290
    assert [match[0] for match in found if not is_of(match[2], match[1].split(" "))] == []


def is_of(ours: str, theirs: list[str]) -> bool:
    """Whether a date of ours is that of a Persian day, or names a month that shares days with a Persian one."""
    months = [(at, month) for at, month in enumerate(_MONTHS, 1) if month in ours]
    if len(theirs) == 3:
        day, month, year = int(theirs[0]), _JALALI.index(theirs[1]) + 1, int(theirs[2])
        return Persian({}).day(f"{JalaliDate(year, month, day).to_gregorian()}") == f"{' '.join(theirs)} ({ours})"
    near = [Persian({}).day(f"{int(ours[-4:])}-{at:02}").split(" ") for at, _ in months]
    return not months or any({*theirs} <= {*said} for said in near)  # with no month of ours: at the turn of a year


# Pages


def pages(record: Record, *paths: str) -> dict[str, str]:
    """Persian pages of a record, by their paths."""
    with speaking(record.languages[1]):
        found: dict[str, Page] = {page.path: page for page in all_pages(record)}
        return {path: found[path].html(record, "") for path in paths}


@pytest.mark.slow
def test_the_page_of_an_event_says_that_its_title_is_ours(record: Record) -> None:
    ours, title = record.languages[1], next(row for row in record.tables["events"] if row["event_id"] == "square-2020")
    assert isinstance(ours, Persian)
    assert ours.names["square-2020"] == "اعتراض (Protest on Lantern Square)"
    html = pages(record, "events/square-2020.html")["events/square-2020.html"]
    assert "<title>اعتراض (Protest on Lantern Square) " in html
    assert "همه‌اش فارسی" in html
    told = {**ours.names, "square-2020": "اعتراض، میدان"}
    changed = Record(record.release, record.tables, record.evidence)
    changed.__dict__["languages"] = (record.languages[0], Persian(told, ours.texts))
    html = pages(changed, "events/square-2020.html")["events/square-2020.html"]
    assert "<h1><bdi>اعتراض، میدان</bdi></h1>" in html
    assert f'نام رویداد در این مجموعه: <bdi lang="en">{title["title"]}</bdi>' in html


def test_posts_are_in_persian_wherever_they_stand(record: Record) -> None:
    paths = ("officials/omid-faraz.html", "officials.html", "rows/omid-faraz-warden.html")
    for path, html in pages(record, *paths).items():
        assert "رئیس زندان" in html, path
        if path != "rows/omid-faraz-warden.html":  # there the cell is shown as the record has it
            assert ">Warden<" not in html, path
    assert "برگردان مطمئنی از آن‌ها نداریم" in pages(record, "officials/omid-faraz.html")["officials/omid-faraz.html"]


def test_events_are_found_by_their_persian_titles(record: Record) -> None:
    with speaking(record.languages[1]):
        shown = search_files._shown(record, "square-2020")
        assert shown.called == record.label("square-2020")
        assert "اعتراض" in shown.words
        assert "Lantern" not in shown.words  # the title of the record is there already


def test_a_post_that_is_found_shows_its_persian_words(record: Record) -> None:
    with speaking(record.languages[1]):
        (names,) = [text for path, text in search_files.files(record) if path == "search/names.js"]
    assert '["رئیس زندان","Warden ' in names


def test_all_programmes_have_persian_names(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        labels = {row["name"]: real_record.label(row["programme_id"]) for row in real_record.tables["programmes"]}
    assert [name for name, label in labels.items() if name == label] == []
    for name, label in labels.items():  # the code stays, for pages show it apart
        assert not name.endswith(")") or label.endswith(")"), name


def test_whom_many_events_hit_stands_in_persian(real_record: Record) -> None:
    counted = Counter(row["entity_id"] for row in real_record.tables["participations"])
    with speaking(real_record.languages[1]):
        labels = {row["group_id"]: real_record.label(row["group_id"]) for row in real_record.tables["groups"]}
    left = {label for key, label in labels.items() if counted[key] > 3 and re.search("[A-Za-z]", label)}
    assert left == set()


def test_what_was_checked_stands_in_persian(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        said = {check.check_id: (fact_checks.claimed(real_record, check), spoken().label("", check.reading))
                for check in fact_checks.checks(real_record)}  # fmt: skip
        counted = [row for row in real_record.tables["estimates"] if row["measure"] == "killed"]
        ours = [row for row in counted if row["about_id"] in ("uprising-2019-11", "massacre-1988")]
        counts = {spoken().label("", row["population"]) for row in ours}
    assert len(said) > 15
    assert len(counts) > 5
    assert {key: one for key, one in said.items() if re.search("[A-Za-z]", "".join(one))} == {}
    assert [one for one in counts if re.search("[A-Za-z]", one)] == []


def test_an_english_sentence_ends_on_its_own_side() -> None:
    assert data("It is open.") == '<bdi lang="en">It is open.</bdi>'
    assert data("باز است.") == "<bdi>باز است.</bdi>"


def test_the_fact_checks_count_in_persian(record: Record) -> None:
    html = pages(record, "checks.html")["checks.html"]
    assert "{n} of {all} shown." not in html
    assert messages()["{n} of {all} shown."] in html


def test_the_page_of_somebody_with_a_persian_name_of_ours_says_so(record: Record) -> None:
    said, path = messages()["The Persian form of the name is ours; no document here prints it."], "officials/{}.html"
    nameless = Record(record.release, record.tables, record.evidence)
    ours = {"omid-faraz": "امید فراز", "navid-kohan": "نوید کهن"}
    nameless.__dict__["languages"] = (record.languages[0], Persian(ours))
    html = pages(nameless, *map(path.format, ours))
    assert {key: html[path.format(key)].count(said) for key in ours} == {"omid-faraz": 0, "navid-kohan": 1}
    assert said not in "".join(pages(record, path.format("navid-kohan")).values())  # there in Latin letters


def test_nearly_every_official_has_a_persian_name_which_no_misprint_is(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        labels = {row["name"]: real_record.label(row["official_id"]) for row in real_record.tables["officials"]}
    assert labels["Hedayat Farzadi"] == "هدایت\u200cالله فرزادی"
    assert len([label for label in labels.values() if re.search("[A-Za-z]", label)]) < 5


def test_lists_follow_the_persian_alphabet(record: Record) -> None:
    labels = ["Zahra", "یاسر", "وحید", "هادی", "گلی", "کاوه", "چنگیز", "پرویز", "آرش", "بابک"]
    given = Persian({f"at-{at}": label for at, label in enumerate(labels)})
    with speaking(given):
        ordered = sorted((f"at-{at}" for at in range(len(labels))), key=lambda key: by_label(record, key))
        assert [given.names[key] for key in ordered] == [
            "آرش", "بابک", "پرویز", "چنگیز", "کاوه", "گلی", "وحید", "هادی", "یاسر", "Zahra"
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "first", "last", "section"),
    [
        ("2019-11-15/..", "2019-11-15", None, "1398"),
        ("2019-11", "2019-11-01", "2019-11-30", "1398"),
        ("2009", "2009-01-01", "2009-12-31", "1388"),  # most of 2009
        ("2009-06/2011", "2009-06-01", "2011-12-31", "1388"),
        ("[2009-06..2026-03]", "2009-06-01", "2026-03-31", "1388"),
        ("[..2021-08-18]", None, "2021-08-18", "1400"),
    ],
)
def test_a_list_has_sections_by_persian_years(date: str, first: str | None, last: str | None, section: str) -> None:
    days = {name: day and dt.date.fromisoformat(day) for name, day in (("date_min", first), ("date_max", last))}
    assert catalogues._year("date", {"date": date, **days}) == section


def test_a_page_of_events_with_long_titles_has_fewer_of_them(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """In both languages the same: each page leads to the same in the other."""
    row = next(row for row in record.tables["events"] if row["event_id"] == "square-2020")
    for title, lines in (("اعتراض", 1), ("اعتراض " * 20, 2)):
        monkeypatch.setitem(vars(record), "languages", (Language(), Persian({"square-2020": title})))
        assert catalogues._lines(record, row) == lines


def test_no_persian_list_of_events_is_longer_than_100_kilobytes(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        lists = [page for page in catalogues.pages(real_record) if page.template == "events"]
        sizes = {page.path: len(page.html(real_record, "").encode()) for page in lists}
    assert len(sizes) > 5
    assert {path: size for path, size in sizes.items() if size > 100_000} == {}


def test_what_is_said_of_anybody_is_said_in_persian() -> None:
    gist = "{} is responsible for serious violations of human rights in Iran"
    said = titles_of().said("gist", gist.format("Evin’s prison"))
    assert said == "زندان اوین مسئول نقض جدی حقوق بشر در ایران است"
    assert titles_of().said("gist", gist.format("Nobody")) == ""


def test_a_gist_in_persian_has_its_numbers() -> None:
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    for gist, said in messages("gist").items():
        whole = (re.sub("(?<=[0-9])[,٬](?=[0-9])", "", text.translate(digits)) for text in (gist, said))
        ours, theirs = (Counter(re.findall("[0-9]+", text)) for text in whole)
        assert not ours - theirs, gist  # a Persian date may stand beside ours
