"""The page of the search as a browser has it that opens it from a folder."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.site.reading import read

from mostanad.models.words import when
from mostanad.site import about
from mostanad.site.contents import Record

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="not checked: chromium is missing")]


def _searched(site: Path, profile: Path, text: str, page: str = "search.html") -> str:
    """The page of the search as a browser has it that opens it from a folder."""
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
    address = (site / page).as_uri() + f"?q={text}"
    run = subprocess.run(
        [*command, "--dump-dom", "--virtual-time-budget=5000", address],
        capture_output=True, check=True, timeout=60, encoding="utf-8",
    )  # fmt: skip
    return run.stdout


def test_a_built_site_finds_without_a_server(site: Path, tmp_path: Path) -> None:
    page = _searched(site, tmp_path, "faraz+omid")
    assert '<p id="search-status">1 found.</p>' in page
    assert 'href="officials/omid-faraz.html">Omid Faraz</a>' in page
    assert "the same words, joined or ordered otherwise" in page
    assert "<bdi>Warden, 2019 to March 2020</bdi>" in page
    assert '<p id="ended" hidden="">' in page


def test_the_line_under_a_name_shows_the_post_that_was_found(site: Path, tmp_path: Path) -> None:
    page = _searched(site, tmp_path, "clerk")
    found = "Clerk, Lantern Council; until March 2018"
    assert f"<bdi>{found}; also on record: Warden, 2019 to March 2020</bdi>" in page  # the post that leads his page
    assert "<bdi>Warden, 2019 to March 2020</bdi>" in _searched(site, tmp_path, "warden")


def test_hits_with_some_words_and_what_is_not_held_are_told_apart(site: Path, tmp_path: Path) -> None:
    heading, hits = '<h2 id="some">Nothing matches all these words; these match some</h2>', '<ol id="hits">'
    some = _searched(site, tmp_path, "protest+1500+killed")
    none = "No person, body, prison, town or event here has this name, or all of these words."
    assert some.index(f'<p id="none">{none}') < some.index(heading)
    assert some.index('<p data-lacking="numbers">') < some.index(heading) < some.index(hits)
    assert "without: 1500, killed" in some
    assert "Nothing found." not in some
    states = _searched(site, tmp_path, "New+Zealand")
    assert '<p data-lacking="states">The record covers no list that this state itself makes;' in states
    name = _searched(site, tmp_path, "omid+clerk")
    assert "These words appear below in posts or titles, not together as the name of a person:" in name
    assert '<p data-lacking="victims">' in name
    for hidden in ('<p id="absent" hidden="">', '<div id="nothing" hidden="">'):  # it has all of the words
        assert hidden in name
    # First that nothing has the name, and what that does not mean; last the great events, under their own heading.
    unknown = _searched(site, tmp_path, "xqzw")
    said = '<p id="said">What people and bodies say, and whom they name, is not searched here: look for'
    absent = '<p id="absent">This does not mean that nothing happened, or that no authority lists this name'
    waves = '<section data-lacking="victims"><h2>Events that people often look for, shown whatever you'
    order = (f'<p id="none">{none}', absent, '<p data-lacking="victims">', said, '<div id="nothing">', waves)
    at = [unknown.index(one) for one in order]
    assert at == sorted(at)
    assert 'statements.html?q=xqzw">statements with these words</a>' in unknown
    for page in (some, states, _searched(site, tmp_path, "navid+koham")):  # the last is only like a name
        assert absent in page
        assert '<div id="nothing">' in page
    about_it = _searched(site, tmp_path, "codebook")
    assert '<p data-lacking="data">The tables, their licence and how to cite them' in about_it
    for hidden in (
        '<p id="absent" hidden="">',
        '<section data-lacking="victims" hidden="">',
        '<div id="nothing" hidden="">',
    ):
        assert hidden in about_it
    plain = _searched(site, tmp_path, "omid+faraz")
    assert 'statements.html?q=omid+faraz">statements with these words</a>' in plain
    assert '<p id="none" hidden="">' in plain
    assert '<p id="absent" hidden="">' in plain
    assert '<div id="nothing" hidden="">' in plain
    assert '<div id="lacking" hidden="">' in plain
    assert '<h2 id="some" hidden="">' in plain


def test_officials_with_the_family_name_of_somebody_else_are_folded_below_the_notice(
    site: Path, tmp_path: Path
) -> None:
    page, folded = (
        _searched(site, tmp_path, "mina+faraz"),
        "<summary>Officials with the same family name (other people)",
    )
    at = page.index(f'<details id="namesakes">{folded}')
    assert page.index('<p data-lacking="victims">') < page.index('<ol id="hits"></ol>') < at
    assert at < page.index('href="officials/omid-faraz.html">Omid Faraz</a>') < page.index("</details>", at)
    assert '<h2 id="some" hidden="">' in page
    for text in ("faraz", "umid+faraz"):
        page = _searched(site, tmp_path, text)
        assert f'<details id="namesakes" hidden="">{folded}' in page
        assert page.index('<ol id="hits"><li>') < page.index('href="officials/omid-faraz.html">Omid Faraz</a>')


def test_the_help_stands_below_the_results_once_something_is_typed(site: Path, tmp_path: Path) -> None:
    helped, hits = '<p class="hint" id="help">', '<ol id="hits">'
    page, empty = (_searched(site, tmp_path, text) for text in ("omid+faraz", ""))
    assert page.index(hits) < page.index(helped) < page.index('<nav id="elsewhere"')
    assert empty.index(helped) < empty.index(hits)


def test_who_finds_nothing_at_all_is_told_that_victims_are_not_listed_by_name(site: Path, tmp_path: Path) -> None:
    said = "Victims are not listed here by name: search for the town and the year."
    nothing, name, found = (_searched(site, tmp_path, text) for text in ("zz9", "xqzw", "omid+faraz"))
    assert f'<p id="unlisted">{said}</p>' in nothing
    assert f'<p data-lacking="victims">{said} An empty result' in name
    assert "September 2022" not in name
    for page in (name, found):  # each sentence once
        assert '<p id="unlisted" hidden="">' in page


def test_a_body_whose_post_nobody_has_here_stands_above_the_sentence(site: Path, tmp_path: Path) -> None:
    page = _searched(site, tmp_path, "deputy+Lantern+Council")
    said = '<p id="unposted">No post with these words is found.'
    assert page.index('<ol id="meant"><li>') < page.index(">Lantern Council</a>") < page.index(said)
    assert '<p id="none" hidden="">' in page
    assert page.count(">Lantern Council</a>") == 1


def test_of_a_town_that_nothing_names_it_is_said_and_its_province_offered(site: Path, tmp_path: Path) -> None:
    page = _searched(site, tmp_path, "Malekshahi")
    said = 'Nothing here names Malekshahi. <a href="?q=Ilam+Province">Malekshahi is a place in Ilam Province:'
    assert f'<p id="province">{said}' in page
    assert '<p id="none" hidden="">' in page
    assert '<p id="absent" hidden="">' in page
    assert '<h2 id="some" hidden="">' in page


@pytest.mark.parametrize("text", ["Delisted", "ended", "removed+from+list", "taken+off", "حذف"])
def test_who_looks_for_listings_that_ended_is_led_to_them(text: str, site: Path, tmp_path: Path) -> None:
    page = _searched(site, tmp_path, text)
    said = "Listings that ended cannot be searched by name here: they have"
    assert f'<p id="ended">{said} <a href="ended.html">' in page


def test_a_day_of_listings_leads_to_the_list_of_sanctions(site: Path, record: Record, tmp_path: Path) -> None:
    row = next(row for row in record.tables["sanctions"] if row["listed_min"] == row["listed_max"] is not None)
    page, day = _searched(site, tmp_path, when(row["listed"]).replace(" ", "+")), row["listed"]
    assert '<div id="begun">' in page
    assert f'href="sanctions.html?from={day}&amp;to={day}"' in page
    assert '<div id="begun" hidden="">' in _searched(site, tmp_path, "omid+faraz")


def test_a_filter_finds_words_by_their_beginning(site: Path, tmp_path: Path) -> None:
    shown = {}
    for text in ("ward", "arden", "clerk ward"):
        page = _searched(site, tmp_path, text, "posts.html")
        shown[text] = re.findall(r">(\d+) of \d+ shown", page)
    assert shown == {"ward": ["1"], "arden": ["0"], "clerk ward": ["0"]}


def test_who_looks_for_a_victim_is_offered_executions_verdicts_and_deaths_if_there_are_any(record: Record) -> None:
    offered = "events.html?kind=execution", "events.html?kind=verdict", "events.html?kind=death"

    def shown(kind: str) -> list[bool]:
        events = [{**row, "kind": kind} for row in record.tables["events"]]
        rows = {**record.rows, **{row["event_id"]: ("events", row) for row in events}}
        held = replace(record, tables={**record.tables, "events": events})
        held.__dict__["rows"] = rows
        (page,) = (page for page in about.pages(held) if page.path == "search.html")
        (said,) = [one for one in read(page.html(held, "")).all("p") if one.attributes.get("data-lacking") == "victims"]
        return [link in [one.attributes["href"] for one in said.all("a")] for link in offered]

    assert shown("execution") == [True, False, False]
    assert shown("verdict") == [False, True, False]
    assert shown("death") == [False, False, True]
    assert shown("detention") == [False, False, False]
