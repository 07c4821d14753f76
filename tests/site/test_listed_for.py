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


SAID = (
    "Beatings on Lantern Square○, 2 May 2020: Lantern Council, accused of it, said to have acted in person○"
    "{}; at least 20○ injured (people beaten) A reason for the listing by the Freedonia Treasury since 3 February 2021."
)


def test_a_listing_has_its_reasons_by_event_the_gravest_first(told: Path) -> None:
    part = section(read_file(told / "rows/freedonia-p1-omid-faraz.html"), "Listed for")
    event, post = part.all("li")
    assert event.text == SAID.format("; Omid Faraz, accused of it, said to have commanded those who did it◍")
    assert post.text.startswith(
        "2019 – March 2021 Warden of the square, Lantern Council ○ stated by Freedonia Treasury"
    )
    assert "../rows/beatings-2020-faraz.html#part" in [one.attributes["href"] for one in led_to(event)]
    assert all(one.attributes["data-v"] for one in part.all("a", class_="mark"))


def test_a_dossier_says_for_which_listings_something_is_a_reason(told: Path) -> None:
    page = read_file(told / "officials/omid-faraz.html")
    graver, other = [one.text for one in page.by_id("accusations").all("li")]
    assert graver.startswith(
        "Beatings on Lantern Square, 2 May 2020: accused of it, said to have commanded those who did it"
    )
    assert graver.endswith("A reason for the listing by the Freedonia Treasury since 3 February 2021.")
    assert other.endswith("alleged by Lone Paper, 2020")
    (rest,) = section(page, "What else the authorities give as reasons").all("li")
    assert rest.text == SAID.format("")
    (post,) = section(page, "Posts").all("li")
    assert post.text.endswith("A reason for the listing by the Freedonia Treasury since 3 February 2021.")


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
