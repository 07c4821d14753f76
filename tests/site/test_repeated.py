"""What a page would say again and again: in full where it first stands, and shorter or not at all behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from markupsafe import Markup
from tests.site.reading import Element, led_to, read

from mostanad.models.language import speaking
from mostanad.site import bodies, dossiers
from mostanad.site.contents import Record
from mostanad.site.page import SHOWN, Page
from mostanad.site.reasons import Given, Naming, Reason
from mostanad.site.show import Shown

PATH = "officials/omid-faraz.html"


def _page(record: Record, path: str = PATH, language: int = 0) -> Element:
    with speaking(record.languages[language]):
        (page,) = (page for page in dossiers.pages(record) if page.path == path)
        return read(page.html(record, "")).by_id("main")


def _with(record: Record, **cells: object) -> Record:
    """The record with these cells in each listing, and without legal acts."""
    listings = [{**row, **cells} for row in record.tables["sanctions"]]
    return replace(record, tables={**record.tables, "sanctions": listings, "legal_bases": []})


def test_why_several_listings_have_no_day_is_said_in_full_once(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "No document here prints the day: between Executive Order 13553 and the list all are possible."
    monkeypatch.setattr(Shown, "undated", lambda *_: said)
    held = _with(record, listed="[2021-02-03..2021-02-05]")
    text = _page(held).by_id("listings").text
    assert text.count(said) == 1
    assert text.count("No document here prints the day.") == 1
    english = [one.text for one in _page(held, language=1).by_id("listings").all("bdi", lang="en")]
    assert said in english  # of a sentence in another script each run of English words


def test_that_an_act_and_its_measures_are_not_held_is_said_in_full_once(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shown, "reasons_on", lambda *_: Markup("the annex"))
    first, second = (
        one.text for one in _page(_with(record, measures=None, action_id=None)).by_id("listings").all("li")
    )
    assert "Neither the act that added it to the list nor its measures" in first
    assert "Its act and measures are not in this record either." in second
    assert "Neither the act" not in second


def test_what_stands_among_the_reasons_is_not_said_again(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    path, row = "officials/navid-kohan.html", record.rows["blue-front-on-kohan"][1]
    assert _page(record, path).text.count("he was there") == 1
    listing = {**record.tables["sanctions"][0], "target_id": "navid-kohan"}
    naming = Naming(listing, {**record.tables["sources"][0], "published": "2022"}, True, False)
    given = [Reason("", [Given("statements", row, [naming])], [naming])]
    monkeypatch.setattr(dossiers, "reasons", lambda *_: given)
    page = _page(record, path)
    assert page.text.count("he was there") == 2
    assert "he was there" in page.all("p", class_="finding")[0].text
    assert "he was there" in page.by_id("reasons").parent.text  # type: ignore[union-attr]


def test_a_fact_that_was_corrected_twice_stands_once_with_the_last_time(record: Record) -> None:
    facts = [f"omid-faraz-{post}/{cell}" for post in ("warden", "clerk") for cell in ("title", "ended", "body_id")]
    changes = [{"fact_id": fact, "version": version, "change": "correction"} for version in ("2026.9.2", "2026.9.1")
               for fact in facts]  # fmt: skip
    held = replace(record)
    held.__dict__["corrected"] = {"omid-faraz": [changes[0], *changes]}
    lines = [one.text for one in _page(held).by_id("corrected").all("li")]
    assert len(lines) == len({*lines}) == 5
    assert all(line.endswith("correction (2026.9.2)") for line in lines)


def test_a_list_known_by_two_days_is_named_by_both(record: Record) -> None:
    (item, *_) = record.evidence.of("freedonia-p1-omid-faraz")["target_id"]
    for published, said in (("[2015-01-02..2015-01-17]", "a list published between 2 and 17 January 2015"),
                            ("2015-01-17", "the list of 17 January 2015")):  # fmt: skip
        held, key = replace(record), item["source_id"]
        held.__dict__["sources"] = {**record.sources, key: {**record.sources[key], "published": published}}
        held.__dict__["versions"] = {key}
        assert f"as printed on {said}" in read(Shown(held, "").voice("freedonia-p1-omid-faraz", "target_id")).text


def test_english_words_among_the_reasons_why_something_is_gone_are_marked(record: Record) -> None:
    resolved = SimpleNamespace(
        id="x", new_id="", gone_in=None, date=None, reasons=["سمت «Member of Parliament»", "دیگر"]
    )
    page = Page("rows/x.html", "gone", "X", lambda: {"row_id": "x", "resolved": resolved})
    with speaking(record.languages[1]):
        found = read(page.html(record, "")).by_id("main").all("bdi", lang="en")
    assert "Member of Parliament" in [one.text for one in found]


@pytest.mark.parametrize(("path", "many"), [(PATH, 10), (PATH, 9), ("parties/lone-wire.html", 10)])
def test_of_many_listings_a_page_has_the_first_and_a_page_of_its_own_all(record: Record, path: str, many: int) -> None:
    key = Path(path).stem
    old = {**record.tables["sanctions"][0], "target_id": key, "human_rights": False}
    rows = [{**old, "sanction_id": f"listing-{number}"} for number in range(many)]
    rows[-1]["human_rights"] = True
    held = replace(record, tables={**record.tables, "sanctions": rows})
    days = {**record.spans, **dict.fromkeys((row["sanction_id"] for row in rows), record.spans[old["sanction_id"]])}
    for one in (held.release, held.held, held.told):
        one.__dict__["_days"] = days
    held.told._by["listed_in", "source_id"] = {}  # no document here says anything about these
    shown = dict.fromkeys(days, record.facts[old["sanction_id"]])
    held.__dict__.update(facts={**shown, **record.facts}, voices=record.voices)
    pages = {page.path: page for module in (dossiers, bodies) for page in module.pages(held)}
    lines, own = _lines(read(pages[path].html(held, "")).by_id("main")), path.replace(".html", "/sanctions.html")
    assert "human-rights grounds" in lines[0]
    assert (own in pages) is (many > 9)
    assert len(lines) == (SHOWN if own in pages else many)
    if own in pages:
        assert len(_lines(read(pages[own].html(held, "")).by_id("main"))) == many
        assert f"../{own}" in [one.attributes["href"] for one in led_to(read(pages[path].html(held, "")))]


def _lines(main: Element) -> list[str]:
    lists = [one for one in main.all("ul", class_="rows") if "isted" in one.text.split(" by ")[0]]
    return [one.text for one in lists[0].all("li")]
