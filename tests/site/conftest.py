"""The site of the invented world, and that of the release that is built here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.releases.conftest import World, make_world
from tests.shared import once, release_of_this_tree
from tests.site.browsing import browser, served

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site
from mostanad.site.contents import Record

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VERSION = "2026.11.0"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests of the release of this tree are slow: it must be built, and its site."""
    if "real" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.slow)


def rich_world() -> World:
    """The invented world, with posts of known and unknown days, rival numbers, a word in another's paper, a check."""
    world = make_world()
    post = {"holder_id": "omid-faraz", "body_id": "lantern-council"}
    world.backed(
        "positions", "omid-faraz-warden", "council-record", title="Warden", started="2019", ended="2020-03", **post
    )
    world.backed("positions", "omid-faraz-clerk", "council-record", title="Clerk", ended="2018-03", **post)
    number = {"about_id": "square-2020", "measure": "killed", "population": "people killed on the square"}
    world.backed(
        "estimates", "square-2020-killed-wire", "wire-story",
        comparator="at_most", value="12", counted_by="lone-wire", as_of="2020-05", **number,
    )  # fmt: skip
    world.backed(
        "estimates", "square-2020-killed-paper", "paper-story",
        comparator="between", value="40", value_to="60", counted_by="lone-paper", **number,
    )  # fmt: skip
    said = {"speaker_id": "blue-front", "kind": "asserts", "polarity": "affirmative", "about_id": "navid-kohan"}
    world.add("statements", "blue-front-on-kohan", gist="he was there", **said)
    everything = "about_id gist kind polarity speaker_id"
    world.claim("paper-story", "blue-front-on-kohan", everything, asserted_by="blue-front")
    world.add_check()
    return world


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the invented world; not to be changed."""
    folder = once(tmp_path_factory, "invented", lambda to: build(rich_world().write(to / "package"), to / "out"))
    return Release(folder / "out" / VERSION, VERSION)


@pytest.fixture(scope="session")
def record(invented: Release) -> Record:
    return Record.of(invented)


@pytest.fixture(scope="session")
def site(invented: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site; not to be changed."""
    return once(tmp_path_factory, "norland", lambda to: build_site(invented, to, "https://example.org/norland"))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of this tree."""
    path = release_of_this_tree(tmp_path_factory)
    return Release(path, path.name)


@pytest.fixture(scope="session")
def real_record(real: Release) -> Record:
    return Record.of(real)


@pytest.fixture(scope="session")
def real_site(real: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real release; not to be changed."""
    return once(tmp_path_factory, "site", lambda folder: build_site(real, folder))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module", params=["served", "from a folder"])
def base(request: pytest.FixtureRequest, real_site: Path) -> Iterator[str]:
    """The address of the real site."""
    if request.param == "served":
        with served(real_site) as address:
            yield address
    else:
        yield real_site.as_uri() + "/"


@dataclass(frozen=True)
class Sights:
    """The richest pages of the real site, by their addresses."""

    official: str
    event: str
    source: str
    row: str
    body: str
    authority: str
    programme: str

    @property
    def main(self) -> list[str]:
        """The pages that everybody sees."""
        lists = [
            "index",
            "officials",
            "bodies",
            "events",
            "sanctions",
            "checks",
            "sources",
            "releases",
            "about",
            "search",
            "grades",
            f"{self.official.removesuffix('.html')}/chain",
        ]
        rich = [self.official, self.event, self.source, self.row, self.body, self.authority, self.programme]
        return [*(f"{name}.html" for name in [*lists, "search"]), *rich]


@pytest.fixture(scope="session")
def sights(real_record: Record) -> Sights:
    persian = {row["entity_id"] for row in real_record.tables["names"] if row["script"] == "Arab"}
    official = max(sorted(real_record.dossiers & persian), key=lambda key: len(real_record.referring[key]))
    numbers = Counter(row["about_id"] for row in real_record.tables["estimates"] if row["value"] is not None)
    events = {row["event_id"] for row in real_record.tables["events"]}
    event = max(sorted(events), key=lambda key: numbers[key])
    sources = Counter(real_record.release.load("evidence")["source_id"])
    listings = real_record.tables["sanctions"]
    authority, programme = (
        Counter(row[name] for row in listings if row[name]).most_common()[0][0]
        for name in ("authority_id", "programme_id")
    )
    bodies = {row["party_id"] for row in real_record.tables["parties"]}
    body = max(sorted(bodies), key=lambda key: len(real_record.naming(key, "positions", "body_id")))
    about = {"official": official, "event": event, "body": body, "authority": authority, "programme": programme}
    paths = {name: real_record.address(key) for name, key in about.items()}
    return Sights(**paths, source=f"sources/{sources.most_common()[0][0]}.html", row=f"rows/{event}.html")
