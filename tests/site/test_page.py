"""A page: what its head says, and how it leads to the root."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from tests.site.reading import read

from mostanad.contract import ANSWERS, About
from mostanad.loader import Release
from mostanad.site import about
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record
from mostanad.site.page import MANY, Page, _json_ld, located, with_jumps

#: The page about a record that holds no text of a party.
_ABOUT = Page("about.html", "about", "About", lambda: {"press": [], "sums": Counter(), "counted": []})


def test_a_page_leads_to_the_root_from_where_it_stands() -> None:
    assert [Page(path, "about", "x").root for path in ("a.html", "rows/a.html")] == ["", "../"]


def test_what_a_template_needs_and_is_not_given_fails(record: Record) -> None:
    with pytest.raises(UndefinedError):
        Page("official.html", "official", "x").html(record, "")


def test_nothing_but_the_site_may_be_loaded(record: Record) -> None:
    (one,) = (one for one in about.pages(record) if one.path == "about.html")
    page = read(one.html(record, ""))
    (policy,) = [one.attributes["content"] for one in page.all("meta") if "http-equiv" in one.attributes]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert {value for name, value in rules.items() if name not in ("default-src", "base-uri")} == {"'self'"}
    assert rules["base-uri"] == "'none'"


def test_the_address_stands_only_where_it_is_known(record: Record) -> None:
    page = _ABOUT
    canonical = [
        one.attributes["href"] for one in read(page.html(record, "https://x.org/")).all("link", rel="canonical")
    ]
    assert canonical == ["https://x.org/about.html"]
    assert read(page.html(record, "")).all("link", rel="canonical") == []


def test_a_page_says_in_a_line_what_it_shows(record: Record) -> None:
    plain = read(_ABOUT.html(record, ""))
    own = read(
        replace(_ABOUT, said=lambda: {"press": [], "sums": Counter(), "counted": [], "description": 'a "b" <c>'}).html(
            record, ""
        )
    )
    for page, text in ((plain, "Who in the Iranian state"), (own, 'a "b" <c>')):
        for name in ({"name": "description"}, {"property": "og:description"}):
            (meta,) = page.all("meta", **name)
            assert meta.attributes["content"].startswith(text)


def test_the_page_says_which_of_the_site_it_is(record: Record) -> None:
    (one,) = (one for one in about.pages(record) if one.path == "about.html")
    page = read(one.html(record, ""))
    (current,) = [one for one in page.all("a") if "aria-current" in one.attributes]
    assert current.text == "About"
    assert page.all("title")[0].text == "About · mostanad"
    assert record.release.version in page.all("footer")[0].text
    assert record.about.missing_answers
    for part in (page.all("footer")[0], page.by_id("object")):
        assert f"Published by {record.about.author}." in part.text
        assert "the publisher of this copy has named nobody" in part.text
        assert "How to object" not in part.text
        assert "Anybody can object" not in part.text
    assert [one.text for one in page.all("footer")[0].all("a") if "#object" in one.attributes["href"]] == [
        "How errors are to be corrected"
    ]
    assert "missing" not in page.all("footer")[0].text


def test_the_page_about_names_the_lists_that_are_not_followed(record: Record, tmp_path: Path) -> None:
    given = json.dumps({"not_followed": ["the list of Utopia", "<b>"], "contributors": [{"title": "The <Team>"}]})
    (tmp_path / "datapackage.json").write_text(given, "utf-8")
    page = read(_ABOUT.html(replace(record, release=Release(tmp_path, "1")), ""))
    assert "Lists that the record does not cover: the list of Utopia; <b>." in page.by_id("not-followed").text
    assert "Published by The <Team>." in page.all("footer")[0].text
    (tmp_path / "other").mkdir()
    (tmp_path / "other/datapackage.json").write_text("{}", "utf-8")
    other = replace(record, release=Release(tmp_path / "other", "1"))
    with pytest.raises(KeyError):
        read(_ABOUT.html(other, "")).by_id("not-followed")


def test_a_footer_says_who_answers_as_the_release_does(record: Record, tmp_path: Path) -> None:
    filled = dict.fromkeys(ANSWERS, "<b>&")
    (tmp_path / "datapackage.json").write_text(json.dumps({"answers": filled}), "utf-8")
    other = replace(record, release=Release(tmp_path, record.release.version))
    page = read(_ABOUT.html(other, ""))
    assert About({"answers": filled}).answers in page.all("footer")[0].text


def test_json_holds_no_sign_that_html_reads() -> None:
    data = {"name": "</script><!-- & \u2028"}
    assert not set(_json_ld(data)) & set("<>&")
    assert json.loads(_json_ld(data)) == data


def test_a_part_of_a_page_has_an_address_where_that_of_the_site_is_known() -> None:
    data = {"@graph": [{"url": "#one", "n": 1}, {"url": "https://y.org/#a"}], "url": "#"}
    assert located(data, "https://x.org/a.html") == {
        "@graph": [{"n": 1, "url": "https://x.org/a.html#one"}, {"url": "https://y.org/#a"}],
        "url": "https://x.org/a.html",
    }
    assert located(data, "") == {"@graph": [{"n": 1}, {"url": "https://y.org/#a"}]}


def _page(sections: str, finding: str = "") -> str:
    return f'<head></head>\n<main id="main">\n<div class="title">\n<h1>Name</h1>\n</div>\n{finding}{sections}</main>\n'


def test_a_page_of_many_sections_leads_to_each_below_what_it_says_first() -> None:
    sections = [f'<section id="s{at}"><h2>Part <b>{at}</b></h2></section>\n' for at in range(MANY - 1)]
    sections += [
        '<section class="x"><h2 id="own">Own</h2></section>\n',
        "<section><h2>Last &amp; least</h2></section>\n",
    ]
    beside = "<aside><h2>Who</h2></aside>\n<figure><h2>Picture</h2></figure>\n<article><h2>One</h2></article>\n"
    assert with_jumps(_page("".join(sections[1:]) + beside)) == _page("".join(sections[1:]) + beside)
    for finding in ("", '<p class="finding">It is so.</p>\n'):
        page = read(html := with_jumps(_page("".join(sections) + beside, finding)))
        (nav,) = page.all("nav", class_="jumps")
        assert html.index("</h1>") < html.index("It is so." if finding else "<nav") < html.index("<h2")
        assert html.index(finding) < html.index("<nav") < html.index("<section")
        links = [(one.text, page.by_id(one.attributes["href"][1:]).text) for one in nav.all("a")]
        assert links == [(text, text) for text in (*(f"Part {at}" for at in range(MANY - 1)), "Own", "Last & least")]


@pytest.mark.slow
def test_a_long_dossier_leads_to_each_of_its_sections(real_record: Record) -> None:
    (one,) = (one for one in all_pages(real_record) if one.path == "officials/ahmad-vahidi.html")
    page = read(one.html(real_record, ""))
    (nav,) = page.all("nav", class_="jumps")
    heads = [next(page.by_id(link.attributes["href"][1:]).walk()) for link in nav.all("a")]
    assert len(heads) > MANY
    assert [link.text for link in nav.all("a")] == [(one.all("h2") or [one])[0].text for one in heads]
