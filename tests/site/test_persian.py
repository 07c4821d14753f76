"""The site in Persian: every message is translated, every page stands in both languages, and none mixes them."""

from __future__ import annotations

import ast
import datetime as dt
import doctest
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.site.conftest import Sights
from tests.site.macros import macros
from tests.site.reading import Element, led_to, read, read_file

import mostanad
from mostanad.loader import Release
from mostanad.loader.drawings import WIDE, axis_of
from mostanad.models import FACT_TABLES, TABLES, vocabularies
from mostanad.models.language import say_many, speaking, spoken
from mostanad.models.vocabularies import Vocabulary
from mostanad.models.words import documented, month
from mostanad.site import build_site, page, persian
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record
from mostanad.site.persian import Persian, messages
from mostanad.site.show import Shown
from mostanad.site.titles import Titles

_SOURCE = Path(mostanad.__file__).parent
#: Rooms whose sentences are on pages.
_SPEAKING = ("contract", "evidence", "loader", "models", "site")
#: What is in Latin script in every language: formats, names of programs, hashes, identifiers.
_LATIN = {"CSV", "JSON", "Parquet", "SVG", "SHA", "UTF", "RFC", "Apache", "SQLite", "mostanad", "English"}
#: Vocabularies of which no page shows a word.
_UNSEEN = ("DocumentFormat", "Coverage")


def _of_templates() -> Iterator[str]:
    for path in sorted((_SOURCE / "site/templates").glob("*.html")):
        for _, _, found in page._environment("en").extract_translations(path.read_text("utf-8")):
            yield (found if isinstance(found, str) else (found or ("",))[0]) or ""


def _of_code() -> Iterator[str]:
    for path in (path for room in _SPEAKING for path in (_SOURCE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_many"):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _of_scripts() -> Iterator[str]:
    for path in (_SOURCE / "site/static").glob("*.js"):
        yield from re.findall(r'\bsay\("([^"]+)"', path.read_text("utf-8"))


def _of_models() -> Iterator[str]:
    for name, one in vars(vocabularies).items():
        if isinstance(one, type) and issubclass(one, Vocabulary) and one is not Vocabulary and name not in _UNSEEN:
            yield from (word.value.replace("_", " ") for word in one)
    for name in FACT_TABLES:
        words = TABLES[name].words()
        yield from (name.replace("_", " "), words.caption, words.said, words.plural.capitalize())
        yield (TABLES[name].__doc__ or "").split("\n")[0]
        shown = [column for column in TABLES[name].columns() if column.role in ("assertion", "coding")]
        yield from (column.name.removesuffix("_id").replace("_", " ").capitalize() for column in shown)


@pytest.mark.parametrize("source", [_of_templates, _of_code, _of_scripts, _of_models])
def test_every_message_is_in_the_catalogue(source: object) -> None:
    assert callable(source)
    found = set(source())
    assert len(found) > 20
    missing = sorted(found - {"", "stopped"} - messages().keys())
    entries = "".join(f'msgid "{message}"\nmsgstr ""\n\n' for message in missing)
    assert not missing, f"src/mostanad/site/fa.po has no Persian for these:\n\n{entries}"


def test_a_translation_has_the_values_and_the_elements_of_its_message() -> None:
    def parts(text: str) -> list[str]:
        elements = re.findall(r"<[^>]*>", re.sub(r'\?q=[^"]*', "?q=", text))  # a sample of a search is in its language
        return sorted({*re.findall(r"%\(\w+\)s|\{\w+\}", text), *elements})

    wrong = {message: said for message, said in messages().items() if parts(message) != parts(said)}
    assert {message for message in wrong if "one other post" not in message} == set()  # its plural has a number


def test_samples_of_a_search_are_in_persian() -> None:
    samples = [said for message, said in messages().items() if "?q=" in message and "?q=%" not in message]
    assert [said for said in samples if re.search(r"\?q=[A-Za-z0-9]", said)] == []


def test_what_somebody_did_is_said_in_persian_as_a_person_or_a_body_can_have_done_it() -> None:
    """Not “as one who”: that is a person."""
    told = {message: said for message, said in messages().items() if message.startswith("as having ")}
    assert len(told) >= 9
    assert [said for said in told.values() if not said.startswith(("با ", "به‌عنوان ")) or "کسی" in said] == []
    assert told["as having commanded those who did it"].startswith("با ")


def test_a_place_of_a_menu_and_a_number_behind_another_are_in_persian() -> None:
    assert Persian({}).label("", "Lorestan Province") == "استان لرستان"
    message = 'The record names %(name)s in <a href="#%(place)s">%(count)s more event</a>.'
    assert "یک رویداد دیگر" in Persian({}).several(message, message, 1)


def test_who_looks_for_the_police_does_not_find_an_army_by_its_kind() -> None:
    assert "انتظامی" not in messages()["armed force"] + messages()["an armed force"]


def test_several_have_a_verb_in_the_plural(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(record.rows, "x", ("groups", {"description": "jailers", "size": None}))
    with speaking(Persian({})):
        parts = macros("fa")
        said = {"participation_id": "p", "event_id": "square-2020", "part": "accused", "basis": "own_act"}
        several, one = (
            parts.role(Shown(record, ""), {**said, "entity_id": who}, True).strip()  # type: ignore[attr-defined]
            for who in ("x", "lantern-council")
        )
    assert "دست داشته\u200cاند</a>" in several
    assert "دست داشته است</a>" in one


def test_a_translation_is_canonical_persian() -> None:
    for message, said in messages().items():
        assert said.strip() or not message.strip(), message
        assert not re.search("[\u064a\u0643]|\u200c[ .،؛]|[ (]\u200c", said), message


def test_no_message_says_that_human_rights_were_violated() -> None:
    """Listings cite them; whether somebody violated them is the word of the authority."""
    assert {message for message, said in messages().items() if "به دلیل نقض" in said} == set()


@pytest.fixture(scope="module")
def asked(record: Record, monkeypatch_module: pytest.MonkeyPatch) -> set[str]:
    """What the pages of the invented world ask of the catalogue and do not find there."""
    missing: set[str] = set()
    own = Persian.message

    def message(self: Persian, text: str) -> str:
        if text not in messages():
            missing.add(text)
        return own(self, text)

    monkeypatch_module.setattr(Persian, "message", message)
    with speaking(record.languages[1]):
        for one in all_pages(record):
            one.html(record, "")
    return missing


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_no_page_asks_for_a_message_that_the_catalogue_lacks(asked: set[str]) -> None:
    assert sorted(asked) == []


def _foreign(element: Element) -> Iterator[str]:
    """Words in Latin script that no element says to be such."""
    if element.tag in ("head", "script", "code", "pre", "svg", "option") or element.attributes.get("lang") == "en":
        return
    if element.attributes.get("dir") == "ltr":
        return
    for part in element.parts:
        if isinstance(part, str):
            yield from (word for word in re.findall(r"[A-Za-z]{2,}", part) if word not in _LATIN)
        else:
            yield from _foreign(part)


def test_a_persian_page_marks_what_is_not_persian(site: Path) -> None:
    found = {}
    for path in sorted((site / "fa").rglob("*.html")):
        html = read_file(path)
        (root,) = html.all("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == ("fa", "rtl")
        if words := {word for part in root.parts if isinstance(part, Element) for word in _foreign(part)}:
            found[path.relative_to(site).as_posix()] = sorted(words)
    assert found == {}


#: Cells whose words are always Persian here: the record has no other name for these people, and sentences count them.
_SAID = {("groups", "description"), ("estimates", "population")}
#: English in a sentence that no cell has: short names of authorities, and what the descriptor of the package says.
_SHORT = {"EU", "US", "UK", "UN", "UNSC", "CC-BY-4.0", "Apache-2.0", "2001/931/CFSP", "mostanad maintainers"}


def test_people_without_a_name_and_what_is_counted_have_persian_words(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        said = {row[column]: spoken().label("", row[column]) for table, column in _SAID
                for row in real_record.tables[table]}  # fmt: skip
    assert len(said) > 300
    assert sorted(text for text, words in said.items() if not re.search("[\u0600-\u06ff]", words)) == []


def _english(element: Element) -> Iterator[str]:
    """What a Persian page marks as English beside Persian words, but for links to documents and to the Web."""
    if element.tag in ("head", "header", "footer", "script", "code", "pre", "svg", "option"):
        return
    if "/sources/" in f"/{element.attributes.get('href', '')}" or {"rel", "download"} & element.attributes.keys():
        return
    if element.attributes.get("lang") == "en":
        yield element.text
        return
    for part in element.parts:
        if isinstance(part, Element):
            yield from _english(part)


def test_english_in_a_persian_sentence_is_what_the_record_has_no_persian_for(
    real_record: Record, sights: Sights
) -> None:
    """A name, a title, a post, words of a claim or a note; never the interface, or whom a sentence counts."""
    cells = [(table, name, cell) for table, rows in real_record.tables.items() for row in rows
             for name, cell in row.items() if isinstance(cell, str)]  # fmt: skip
    kept = {cell for table, name, cell in cells if (table, name) not in _SAID}
    kept |= {
        *map(real_record.title, real_record.rows),
        *real_record.release.load("evidence")["as_stated"].dropna(),
    }
    whole = "\n".join(sorted(kept))
    found = {}
    with speaking(real_record.languages[1]):
        for one in (one for one in all_pages(real_record) if one.path in sights.main):
            runs = {run.strip(" .,;:") for run in _english(read(one.html(real_record, "")))}
            own = {run for run in runs if run not in (kept if run.islower() and " " not in run else whole)}
            own = {run for run in own if not re.fullmatch(r"[\w./-]+\.(csv|json|ndjson|parquet|sqlite)", run)}
            if left := own - _SHORT - {real_record.about.name, ""}:
                found[one.path] = sorted(left)
    assert found == {}


def test_a_bar_counts_in_persian_digits(site: Path) -> None:
    (bar,) = read_file(site / "fa" / "bodies.html").all("nav", class_="bar")
    assert re.findall("[0-9]", bar.text) == []
    assert re.findall("[۰-۹]", bar.text)


def test_every_page_stands_in_both_languages_and_leads_to_the_other(site: Path) -> None:
    persian_ones = {path.relative_to(site / "fa").as_posix() for path in (site / "fa").rglob("*.html")}
    paths = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {f"fa/{one}" for one in persian_ones}
    assert paths == persian_ones
    for path in paths - {"404.html"}:
        for folder, other in (("", "fa/"), ("fa/", "")):
            html = read_file(site / folder / path)
            (link,) = [one for one in led_to(html) if "hreflang" in one.attributes]
            assert (site / folder / path).parent.joinpath(link.attributes["href"]).resolve() == (
                site / other / path
            ).resolve()
            assert {one.attributes["hreflang"] for one in html.all("link", rel="alternate")} == {"en", "fa"}


def test_who_walks_through_persian_pages_stays_there(site: Path) -> None:
    for path in (site / "fa").rglob("*.html"):
        for link in led_to(read_file(path)):
            address = link.attributes["href"].partition("#")[0].partition("?")[0]
            if address.endswith(".html") and "hreflang" not in link.attributes and "://" not in address:
                target = path.parent.joinpath(address).resolve()
                assert target.is_relative_to((site / "fa").resolve()), (path, address)


def test_a_record_without_persian_names_has_no_persian_pages(record: Record, invented: Release, tmp_path: Path) -> None:
    nameless = Record(invented, {**record.tables, "names": []}, record.evidence)
    assert [language.code for language in nameless.languages] == ["en"]
    assert [language.code for language in record.languages] == ["en", "fa"]


def test_names_are_those_that_documents_print(record: Record) -> None:
    with speaking(record.languages[1]):
        assert record.label("omid-faraz") == "امید فراز"
        assert record.called("omid-faraz") == "Omid Faraz"
    assert record.label("omid-faraz") == "Omid Faraz"


def test_days_stand_in_both_calendars() -> None:
    said = Persian({})
    assert said.day("2022") == "سال ۱۴۰۰ یا ۱۴۰۱ (۲۰۲۲)"
    assert replace(said, calendars="theirs").day("2022") == "سال ۱۴۰۰ یا ۱۴۰۱ (۲۰۲۲)"  # as in titles
    assert said.day("2021-03") == "اسفند ۱۳۹۹ یا فروردین ۱۴۰۰ (مارس ۲۰۲۱)"
    assert said.brief().day("2019-12-19") == "۲۸ آذر ۱۳۹۸"
    assert doctest.testmod(persian) == (0, 3)


def test_the_axis_of_a_picture_has_persian_years_where_they_begin() -> None:
    with speaking(Persian({})):
        at, axis = axis_of([dt.date(2020, 5, 1), dt.date(2022, 9, 16)], dt.date(2023, 1, 1), (0, 300), WIDE)
    assert [years for _, years in axis] == [["۱۳۹۹", "۲۰۲۰"], ["۱۴۰۰", "۲۰۲۱"], ["۱۴۰۱", "۲۰۲۲"], ["۱۴۰۲", "۲۰۲۳"]]
    assert [x for x, _ in axis][1] == at(dt.date(2021, 3, 21))


def test_a_part_of_something_is_in_a_persian_year_in_which_that_was(record: Record) -> None:
    """A month or year of ours lies in two Persian ones, of which the larger event can leave one."""
    opening, what = next(iter(messages("opening").items()))
    part = {**record.tables["events"][0], "event_id": "part", "title": opening, "place": None, "part_of": "whole"}
    days = {"date_min": dt.date(2022, 9, 1), "date_max": dt.date(2023, 12, 31)}
    whole = {**part, "event_id": "whole", "title": "Protests", "part_of": None, "date": "2022-09/2023", **days}

    def said(when: str, **more: object) -> str:
        event, larger = {**part, "date": when}, {**whole, **more}
        rows = {**record.rows, "part": ("events", event), "whole": ("events", larger)}
        held = replace(record, tables=record.tables)
        held.__dict__["rows"] = rows
        with speaking(Persian({})):
            title = Titles(rows, {}, lambda *_: [], "Iran").events()["part"]
            shown = Shown(held, "").value("events", event, "date").striptags()
            assert held.day(event) == shown
            assert title == f"{what}، {shown}"
            return shown

    assert said("2022") == "سال ۱۴۰۱ (۲۰۲۲)"
    assert said("2022/2023") == "از سال ۱۴۰۱ (۲۰۲۲) تا سال ۱۴۰۱ یا ۱۴۰۲ (۲۰۲۳)"
    after = {"title": "Presidential election of 2009 in Iran", "date_min": None, "date_max": None}
    assert said("2009", **after) == "سال ۱۳۸۸ (۲۰۰۹)"  # by what its title says
    assert said("2022-09", date_min=dt.date(2022, 9, 23)) == "مهر ۱۴۰۱ (سپتامبر ۲۰۲۲)"
    both = "سال ۱۴۰۰ یا ۱۴۰۱ (۲۰۲۲)"
    assert said("2022", date="2022-09~") == said("2022", date_min=None) == both
    assert said("2022", date_min=dt.date(2023, 1, 1)) == both


def test_the_persian_month_of_a_list_is_that_of_its_day_where_that_is_known() -> None:
    days = {"begun_by": "2014-04-02", "last_documented": None, "latest": None, "on_lists": True}
    with speaking(Persian({})):
        one = dict.fromkeys(("first_named", "first_since", "last_named", "last_since"), "2014-04-02")
        assert "فهرستی چاپ فروردین ۱۳۹۳ (آوریل ۲۰۱۴)" in documented(None, days | one)
        named = {"first_named": dt.date(2026, 3, 16), "last_named": dt.date(2026, 7, 24)}
        known = named | {"first_since": named["first_named"], "last_since": named["last_named"]}
        assert "فهرست‌های اسفند ۱۴۰۴ (مارس ۲۰۲۶) و مرداد ۱۴۰۵ (ژوئیهٔ ۲۰۲۶)" in documented(None, days | known)
        open_first = known | {"first_since": dt.date(2026, 3, 1)}  # a day of the month
        assert "فهرست‌های اسفند ۱۴۰۴ (مارس ۲۰۲۶) و" in documented(None, days | open_first)
        assert month("2026-03-31") == "اسفند ۱۴۰۴ یا فروردین ۱۴۰۵ (مارس ۲۰۲۶)"  # the last of a month: any of its days


def test_one_is_a_word_in_a_persian_sentence_and_more_are_digits() -> None:
    with speaking(Persian({})):
        said = [say_many("%(num)s claim", "%(num)s claims", number) for number in (1, 2)]
    assert said == ["یک ادعا", "۲ ادعا"]


@pytest.mark.slow
def test_the_site_is_the_same_each_time(invented: Release, site: Path, tmp_path: Path) -> None:
    build_site(invented, tmp_path / "site", "https://example.org/norland")
    for path in ("fa/index.html", "fa/voices.js", "fa/words.js", "fa/search/names.js"):
        assert (tmp_path / "site" / path).read_bytes() == (site / path).read_bytes()


def test_the_verb_of_several_people_has_a_plural() -> None:
    one = "%(whom)s, not named above, is said to have had a part in %(inside)s."
    several = one.replace(" is ", " are ")
    with speaking(Persian({})):
        assert say_many(one, several, 1, whom="a", inside="b").endswith("نقش داشته است.")
        assert say_many(one, several, 3, whom="a", inside="b").endswith("نقش داشته‌اند.")


@pytest.mark.parametrize(("language", "start", "end"), [
    (0, "Somebody had a part in ",
     "some of them as having commanded those who did it, and answers for what may be another event"),
    (1, "Somebody در ", " نقش داشته است (در برخی با فرماندهی بر عاملان)، و به سبب سمت"),
])  # fmt: skip
def test_the_verb_of_a_part_stands_before_the_grades(record: Record, language: int, start: str, end: str) -> None:
    """And of what is done in several events, "those who did it" has no word for one."""
    accusers = SimpleNamespace(
        by_office=1, events=4, own=["a"], grades=[("command", 2, [])], read=(), own_acts=False, told=()
    )
    with speaking(record.languages[language]):
        macro = macros(record.languages[language].code).deeds
        said = read(f"<main>{macro(Shown(record, ''), 'Somebody', accusers, 'here', [])}</main>").text.strip()
    assert said.startswith(start)
    assert end in said
