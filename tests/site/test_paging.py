"""Lists in several pages: nothing is lost, nothing stands twice, and each page leads to all others."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.site import browsing
from tests.site.browsing import browser, needs_browser, visiting
from tests.site.reading import Element, led_to, place, read, read_file

from mostanad.loader import Release
from mostanad.site import build_site, page
from mostanad.site.contents import Record
from mostanad.site.page import Part, _environment, in_parts
from mostanad.site.sections import Section


@pytest.mark.parametrize(("many", "pages"), [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_each_item_stands_on_one_page(many: int, pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST", 3)
    found = list(in_parts("a/list.html", list(range(many)), str))
    assert [item for part in found for item in part.items] == list(range(many))
    assert [part.number for part in found] == list(range(1, pages + 1))
    assert all(0 < len(part.items) <= 3 and part.whole == many for part in found) or many == 0
    paths = [part.path for part in found]
    assert paths == ["a/list.html", "parts/a/list/2.html", "parts/a/list/3.html"][:pages]
    for part in found:
        assert part.paths == tuple(paths)
        sections = {str(item): f"{one.path}#at-{item}" for one in found for item in one.items}
        assert part.sections == (sections if many > 1 else {})


def test_a_list_has_as_many_pages_in_any_order_and_none_is_too_long_or_empty() -> None:
    weights = [2, 3, 3, 4, 8, 16] * 60
    orders = (random.Random(seed).sample(weights, len(weights)) for seed in range(20))
    for found in (list(in_parts("list.html", order, str, int)) for order in (weights, sorted(weights), *orders)):
        assert len(found) == 24
        assert all(0 < sum(part.items) <= page.MOST for part in found)


@pytest.mark.parametrize("weights", [[1] * 250, [3, 5] * 40])
def test_the_first_page_of_a_list_has_less_if_something_stands_above_it(weights: list[int]) -> None:
    first, *rest = in_parts("list.html", weights, str, int, head=50)
    assert sum(first.items) <= page.MOST - 50
    assert sum(first.items) < min(sum(part.items) for part in rest[:-1])
    assert [one for part in (first, *rest) for one in part.items] == weights


def test_a_list_of_one_page_says_nothing_of_pages() -> None:
    (part,) = in_parts("list.html", ["x"], str)
    assert part.title("Things") == "Things"


def test_a_part_that_is_too_long_for_its_page_shows_rows_of_any_kind() -> None:
    rows = [("reason", number) for number in range(page.SHOWN * 2)]
    (own,) = Section("reasons", "Reasons", rows).pages("x.html", "X")
    assert (own.path, own.said()["lines"]) == ("x/reasons.html", rows)


@pytest.mark.slow
def test_long_lists_of_a_site_lead_to_all_their_pages(
    invented: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(invented, tmp_path / "whole")
    monkeypatch.setattr(page, "MOST", 1)
    build_site(invented, tmp_path / "site")
    for name in ("officials", "events", "sources", "sources/wire-story"):
        paths = [f"{name}.html"]
        (bar,) = read_file(tmp_path / "site" / paths[0]).all("nav", class_="bar")
        if "/" in name:  # a list without sections names its pages, others lead on from page to page
            paths = [place(paths[0], one.attributes["href"])[0] for one in led_to(bar)]
        else:
            while after := read_file(tmp_path / "site" / paths[-1]).all("a", rel="next"):
                paths.append(place(paths[-1], after[0].attributes["href"])[0])
            assert {place(paths[0], one.attributes["href"])[0] for one in led_to(bar)} <= {*paths}
        assert len(paths) > 1
        assert paths[0] == f"{name}.html"
        pages = [read_file(tmp_path / "site" / path).by_id("main") for path in paths]
        assert pages[1].all("h1")[0].text.endswith(f", page 2 of {len(paths)}")
        whole = lines(read_file(tmp_path / "whole" / f"{name}.html").by_id("main"))
        assert [line for page in pages for line in lines(page)] == whole


@needs_browser
@pytest.mark.slow
def test_who_filters_a_list_of_several_pages_filters_all_of_it(
    invented: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST", 1)
    build_site(invented, tmp_path / "site")
    paths = ("officials.html", "parts/officials/2.html")
    with browser() as started, visiting(started, (tmp_path / "site").as_uri() + "/") as visit:
        for path in paths:
            seen = visit.open(path)
            assert seen.inner_text("#shown") == ""
            seen.focus("input[name=q]")
            seen.locator("#shown", has_text="2 of 2 shown.").wait_for()
            assert seen.locator(".pager").is_hidden()
            names = seen.locator("#list tbody tr:visible th a")
            assert names.all_inner_texts() == ["Navid Kohan", "Omid Faraz"]
            seen.fill("input[name=q]", "omid")
            assert names.all_inner_texts() == ["Omid Faraz"]
            seen.fill("input[name=q]", "")
            seen.select_option("[name=sort]", "-many")
            assert names.all_inner_texts() == ["Omid Faraz", "Navid Kohan"]
            names.first.click()
            assert visit.path == "officials/omid-faraz.html"
        seen = visit.open("officials.html?q=omid")
        seen.locator("#shown", has_text="1 of 2 shown.").wait_for()
        seen = visit.open("officials.html")
        seen.select_option("[name=sort]", "-many")
        seen.locator("#shown", has_text="2 of 2 shown.").wait_for()
        assert seen.locator("#list tbody tr th a").all_inner_texts() == ["Omid Faraz", "Navid Kohan"]


@needs_browser
@pytest.mark.slow
def test_officials_are_found_by_the_bodies_in_which_and_under_which_they_held_a_post(
    real_record: Record, real_site: Path
) -> None:
    guards, forces = "irgc", "irgc-ground-forces"
    posts = real_record.tables["positions"]
    own, under = ({row["holder_id"] for row in posts if row["body_id"] == body} & real_record.dossiers
                  for body in (guards, forces))  # fmt: skip
    assert own
    assert under - own
    with browser() as started, visiting(started, real_site.as_uri() + "/") as visit:
        held = browsing.found(visit.open(f"officials.html?body={guards}"))
        assert held >= own | under
        assert held > browsing.found(visit.open(f"officials.html?body={forces}")) >= under
        listed, by_eu = ({*real_record.release.listed(who)["entity_id"]} for who in ("united-states", "european-union"))
        asked = f"officials.html?authority=united-states&state=now&not=european-union&body={guards}"
        assert browsing.found(visit.open(asked)) == held & (listed - by_eu) != set()


def lines(page: Element) -> list[str]:
    """What a page lists."""
    found = (
        [row for body in page.all("tbody") for row in body.all("tr") if row.all("td")]
        if page.all("tbody")
        else page.all("ul", class_="rows")[0].all("li")
    )
    return [line.text for line in found]


def test_a_list_has_as_many_pages_in_any_order_of_its_items() -> None:
    """Each language has an order of its own."""
    weights = [44, 40] + [30, 7, 20, 1, 9, 3] * 20
    turned = [weights[at:] + weights[:at] for at in range(len(weights))]
    assert len({len(page._starts(one)) for one in (*turned, sorted(weights))}) == 1
    for one in turned:
        ends = [*page._starts(one)[1:], len(one)]
        assert max(sum(one[start:end]) for start, end in zip(page._starts(one), ends, strict=True)) <= page.MOST


@pytest.mark.parametrize("pages", [1, 3])
def test_a_list_of_several_pages_says_that_a_browser_finds_words_on_one_only(pages: int) -> None:
    bar = _environment("en").get_template("lists.html").module.bar  # type: ignore[attr-defined]
    paths = tuple(f"{number}.html" for number in range(pages))
    said = str(bar(Part(paths[0], 1, [], paths, 9, {}), "../", "9 rows"))
    assert (f"This list has {pages} pages. A browser finds words on this one only" in said) == (pages > 1)
    assert ('<a href="../search.html">' in said) == (pages > 1)


@pytest.mark.parametrize("pages", [1, 3])
def test_only_the_form_which_is_hidden_without_javascript_says_how_far_its_fields_look(pages: int) -> None:
    lists = _environment("en").get_template("lists.html")
    caller = lists.environment.from_string("""{% import "lists.html" as table %}
{% call table.form(part, "a.html", "b") %}
{% endcall %}{{ table.bar(part, "", "9 rows") }}""")
    paths = tuple(f"{number}.html" for number in range(pages))
    said = caller.render(part=Part(paths[0], 1, [], paths, 9, {}))
    (form,) = read(said).all("form", id="filters")
    assert "hidden" in form.attributes
    assert (f"These fields look through all {pages} pages" in form.text) == (pages > 1)
    assert "fields" not in said.partition("</form>")[2]
