"""What somebody was listed for, on the pages of persons, listings, events and bodies."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.releases.conftest import add_annex, make_world
from tests.site.conftest import VERSION
from tests.site.reading import Element, led_to, read_file

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a release with an act that says what two are listed for."""
    world = make_world()
    add_annex(world)
    folder = tmp_path_factory.mktemp("told")
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    build_site(Release(release, VERSION), folder / "site")
    return folder / "site"


def section(page: Element, heading: str) -> Element:
    """The part of a page under a heading; a KeyError if there is none."""
    for one in page.all("section"):
        if [head.text for head in one.all("h2")] == [heading]:
            return one
    raise KeyError(heading)


def test_a_person_and_a_listing_have_the_reasons_in_order_each_with_who_says_so(told: Path) -> None:
    part = section(read_file(told / "rows/freedonia-p1-omid-faraz.html"), "Listed for")
    assert [one.text for one in part.all("h3")] == ["Omid Faraz, Freedonia Treasury, 3 February 2021"]
    (folded,) = read_file(told / "officials/omid-faraz.html").by_id("listings").all("details")
    assert folded.all("summary")[0].text == "What the Freedonia Treasury gives as reasons (6)"
    for found in (part, folded):
        lines = [one.text for one in found.all("li")]
        assert len(lines) == 6
        assert lines[0].startswith("Omid Faraz: Warden of the square, Lantern Council (2019 to March 2021)")
        assert lines[0].endswith("stated by Freedonia Treasury, 1 June 2022")
        assert lines[4].startswith("Omid Faraz: accused, command, alleged: Beatings on Lantern Square")
        assert lines[4].endswith("alleged by Freedonia Treasury, 1 June 2022")
        assert led_to(found)[4].attributes["href"] == "../rows/beatings-2020-faraz.html#part"
        assert all(one.attributes["data-v"] for one in found.all("a", class_="mark"))


def test_without_an_entry_there_is_no_such_part(told: Path) -> None:
    with pytest.raises(KeyError):
        section(read_file(told / "rows/utopia-omid-faraz.html"), "Listed for")


def test_an_event_has_parts_by_grade_with_posts_and_who_was_listed_for_it(told: Path) -> None:
    page = read_file(told / "events/beatings-2020.html")
    grades = section(page, "Who is said to have had which part").all("li")
    assert [one.text.split(" ")[:2] for one in grades[::2]] == [["Accused,", "own"], ["Accused,", "command"]]
    first, second = [one.text for one in grades[1::2]]
    assert first.startswith("Lantern Council")
    assert "alleged by Freedonia Treasury, 2022" in second
    assert "alleged by Lone Wire" in second
    assert "(command according to Freedonia Treasury)" in second
    assert second.endswith("Warden of the square (held then)")
    listed = [one.text for one in section(page, "Who is listed for it").all("li")]
    assert listed == [
        "Omid Faraz, listed by Freedonia Treasury since 3 February 2021: accused, command "
        "alleged by Freedonia Treasury",
        "Navid Kohan, listed by Freedonia Treasury since 30 May 2022: no part is given alleged by Freedonia Treasury",
    ]
    said = page.all("p", class_="finding")[0].text
    assert "2 people and bodies are listed for reasons that speak of it, by the Freedonia Treasury." in said
    assert "1 accused of acts of their own, 1 accused as commanders, by the word of the Freedonia Treasury." in said
    assert "Omid Faraz: Warden of the square" in page.all("svg")[0].text
    whole = section(read_file(told / "events/square-2020.html"), "Who is listed for it").all("li")
    assert "accused, command, Beatings on Lantern Square" in whole[0].text


def test_a_body_has_its_people(told: Path) -> None:
    page = read_file(told / "parties/lantern-council.html")
    (post, member) = [one.text for one in section(page, "Who held a post in it").all("li")]
    assert post.startswith("2019 – March 2021 Omid Faraz, Warden of the square")
    assert "stated by Freedonia Treasury, 2022" in post
    assert post.endswith("listed by Freedonia Treasury, Utopia Office")
    assert "Navid Kohan, Member of the council" in member
    bench = section(page, "Who is said to have judged or prosecuted, there or elsewhere")
    (judge,) = [one.text for one in bench.all("li")]
    assert judge.startswith("September 2020 Navid Kohan, judge in Trial of the beaten")
    assert "alleged by Freedonia Treasury" in judge
