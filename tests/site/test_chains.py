"""The chain of command above a post and above a body: only heads whom documents show at the same time stand in it."""

from __future__ import annotations

import pytest
from tests.site.conftest import VERSION, rich_world
from tests.site.reading import Element, led_to, read

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import bodies, dossiers
from mostanad.site.contents import Record
from mostanad.site.page import Page

#: By whose post at the head of the ministry above the council, when they held it: Faraz was warden from 2019 to 2020.
ABOVE = {
    "earlier-head": {"started": "2010", "ended": "2018"},
    "other-head": {"started": "2019-06", "ended": "2020-01"},
    "later-head": {},
    "open-head": {"started": "2019-12"},
    "perhaps-head": {"started": "[2019-12..2021-12]"},
}


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory) -> Record:
    world, folder = rich_world(), tmp_path_factory.mktemp("chained")
    for key in ("ministry", "realm"):
        world.add("parties", key, name=f"The {key.title()}", kind="state_body")
    for who, days in ABOVE.items():
        world.add("officials", who, name=who.replace("-", " ").title())
        post = {"holder_id": who, "body_id": "ministry", "title": "Head of the Ministry", **days}
        world.backed("positions", f"{who}-ministry", "council-record", **post)
    for one, other in (("lantern-council", "ministry"), ("ministry", "realm")):
        tie = {"from_id": one, "to_id": other, "relation": "part_of"}
        world.backed("affiliations", f"{one}-{other}", "council-record", **tie)
    return Record.of(Release(build(world.write(folder / "package"), folder / "out"), VERSION))


def _chain(record: Record, path: str) -> Element:
    (page,) = (page for page in bodies.pages(record) if page.path == path)
    return read(page.html(record, "")).by_id("main")


def test_above_a_post_stand_those_who_led_at_the_same_time_up_to_the_top(chained: Record) -> None:
    main = _chain(chained, "officials/omid-faraz/chain.html")
    sections = {section.all("h2")[0].text: section for section in main.all("section")}
    assert [*sections] == ["Warden", "Clerk"]
    text = sections["Warden"].text
    assert (
        text.index("Lantern Council") < text.index("The Ministry") < text.index("Other Head") < text.index("The Realm")
    )
    assert "Earlier Head" not in text
    assert "Later Head" not in text
    marks = [one.attributes["href"] for one in sections["Warden"].all("a", class_="mark")]
    for row in ("omid-faraz-warden.html#holder_id", "lantern-council-ministry.html#relation",
                "other-head-ministry.html#holder_id", "ministry-realm.html#relation"):  # fmt: skip
        assert f"../../rows/{row}" in marks
    assert "from June 2019" in text or "June 2019 – " in text
    assert "Open Head" in text, "on the first day, in 2019 whichever it was"
    maybe = [one.text for one in sections["Warden"].all("li") if one.text.startswith("perhaps then:")]
    assert ["Perhaps Head" in one for one in maybe] == [True]
    # Until 2018 he was a clerk; nobody says from when, so that documents do not show who led the ministry meanwhile.
    assert "Head" not in sections["Clerk"].text


def test_above_a_body_the_chain_goes_from_each_of_its_heads(chained: Record) -> None:
    main = _chain(chained, "parties/ministry/chain.html")
    headings = [heading.text for heading in main.all("h2")]
    # Of the last a document says only that they held the post on its day, after Faraz.
    assert sorted(headings) == [
        f"Head of the Ministry, {who} Head" for who in ("Earlier", "Later", "Open", "Other", "Perhaps")
    ]
    assert all("The Realm" in section.text for section in main.all("section"))
    assert [page.path for page in bodies.pages(chained) if page.path == "parties/realm/chain.html"] == []


def test_a_page_leads_to_its_chain_if_documents_show_one(chained: Record, record: Record) -> None:
    def leads(pages: list[Page], path: str, of: Record) -> list[str]:
        (page,) = (page for page in pages if page.path == path)
        links = (one.attributes["href"] for one in led_to(read(page.html(of, "")).by_id("main")))
        return [link for link in links if link.endswith("chain.html")]

    officials, parties = ([*room.pages(chained)] for room in (dossiers, bodies))
    assert leads(officials, "officials/omid-faraz.html", chained) == ["../officials/omid-faraz/chain.html"]
    assert leads(parties, "parties/ministry.html", chained) == ["../parties/ministry/chain.html"]
    assert leads(parties, "parties/realm.html", chained) == []
