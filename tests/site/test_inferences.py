"""What nobody says and this project concludes has its mark: in leads, in lines and in pictures; and what else leads say
of all superiors of a body."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.releases.conftest import make_world
from tests.site.in_node import in_node, needs_node, write
from tests.site.reading import read

from mostanad.loader import Release
from mostanad.models.language import speaking
from mostanad.releases import build
from mostanad.site import bodies, dossiers, events
from mostanad.site.contents import Record
from mostanad.site.page import Page

RECORD = "council-record"


@pytest.fixture(scope="module")
def concluded(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The invented world, with parts of which nobody says in which event they were or whose they were, an event whose
    day is concluded, bodies with several superiors, and posts in one body."""
    world = make_world()
    world.add("events", "raid-2021", kind="attack", title="Raid on the market", date="2021")
    world.claim(RECORD, "raid-2021", "kind title")
    world.claim(RECORD, "raid-2021", "date", modality="inference")
    for who, event, cell in [("navid-kohan", "raid-2021", "event_id"), ("omid-faraz", "raid-2021", "event_id"),
                             ("lantern-council", "raid-2021", "entity_id"),
                             ("blue-front", "square-2020", "part")]:  # fmt: skip
        part = {"event_id": event, "entity_id": who, "part": "accused", "standing": "alleged"}
        world.add("participations", key := f"{event}-{who}", **part)
        world.claim(RECORD, key, " ".join(sorted({*part} - {cell})), modality="allegation")
        world.claim(RECORD, key, cell, modality="allegation" if cell == "part" else "inference")
    over = {"lantern-council": ["utopia-office", "freedonia-treasury"],
            "blue-herald": ["lone-wire", "lone-paper", "red-post", "utopia-mirror"]}  # fmt: skip
    for one, others in over.items():
        for other in others:
            tie = {"from_id": one, "to_id": other, "relation": "subordinate_to"}
            world.backed("affiliations", f"{one}-under-{other}", RECORD, **tie)
    folder = tmp_path_factory.mktemp("concluded")
    path = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    return Record.of(Release(path, path.name))


def page_at(record: Record, path: str) -> Page:
    return next(one for room in (dossiers, bodies, events) for one in room.pages(record) if one.path == path)


def lead(record: Record, path: str) -> str:
    return " ".join(one.text for one in read(page_at(record, path).html(record, "")).all("p", class_="finding"))


def test_a_lead_says_of_how_many_events_it_is_concluded_that_they_are_meant(concluded: Record) -> None:
    faraz, kohan = (lead(concluded, f"officials/{who}.html") for who in ("omid-faraz", "navid-kohan"))
    assert (
        "had a part in several events (among them: Raid on the market). Of one of these events we infer that" in faraz
    )
    assert "had a part in an event (Raid on the market). That this event is meant is our inference;" in kohan
    body = lead(concluded, "parties/lantern-council.html")
    assert re.search(r"had a part in an event \(.+?\)[.] That the Lantern Council is meant is our inference;", body)
    assert "our inference" not in lead(concluded, "parties/blue-front.html")
    with speaking(concluded.languages[1]):
        assert "دربارهٔ یکی از این رویدادها، استنباط ماست که منبع آن را در نظر دارد؛" in lead(
            concluded, "officials/omid-faraz.html"
        )


def test_who_is_meant_only_by_inference_is_marked_on_the_page_of_the_event_and_in_the_line(concluded: Record) -> None:
    page = read(page_at(concluded, "events/raid-2021.html").html(concluded, ""))
    assert "that Lantern Council is meant is our inference." in page.all("p", class_="finding")[0].text
    mark = re.compile(r"\(that the Lantern Council is meant is inferred from the words of [^)]+\)")
    assert mark.search(page.text)
    assert mark.search(read(page_at(concluded, "parties/lantern-council.html").html(concluded, "")).text)


def test_a_picture_and_its_page_mark_a_day_that_is_concluded(concluded: Record) -> None:
    assert "Raid on the market: 2021 (inferred)<" in page_at(concluded, "officials/navid-kohan.html").html(
        concluded, ""
    )
    assert "2021 (inferred)" in str(concluded.release.plot_timeline("navid-kohan"))
    assert "May 2020 (inferred)" not in str(concluded.release.plot_timeline("omid-faraz"))


def test_a_lead_names_all_superiors_of_a_body_in_each_language_in_one_order(concluded: Record) -> None:
    for language in concluded.languages:
        with speaking(language):
            said = lead(concluded, "parties/lantern-council.html")
            at = [said.index(concluded.label(one)) for one in ("freedonia-treasury", "utopia-office")]
        assert at == sorted(at)
    many = lead(concluded, "parties/blue-herald.html")
    assert many.startswith("Blue Herald is a news outlet, under 5 others.")


def test_a_heading_on_the_page_of_a_person_speaks_of_a_person(concluded: Record) -> None:
    named = [one.heading for key in ("blue-front", "lantern-council") for one in bodies.sections(concluded, key)]
    assert "What authorities that list it give as reasons" in named
    row = {**concluded.rows["blue-front"][1], "kind": "person"}
    rows = {**concluded.rows, "blue-front": ("parties", row)}
    headings = [one.heading for one in bodies.sections(_with(concluded, rows), "blue-front")]
    assert "What authorities that list them give as reasons" in headings


def _with(record: Record, rows: dict[str, tuple[str, dict[str, object]]]) -> Record:
    changed = Record(record.release, record.tables, record.evidence)
    object.__setattr__(changed, "rows", rows)
    return changed


@needs_node
def test_a_search_says_if_the_title_of_a_post_has_what_is_asked_for_as_it_is(tmp_path: Path) -> None:
    post = {"position_id": "p", "holder_id": "omid-kohan", "body_id": None, "started": None, "ended": None}
    post |= dict.fromkeys(("started_min", "started_max", "ended_min", "ended_max"))
    people = {"omid-kohan": "Omid Kohan", "navid-faraz": "Navid Faraz"}
    rows = {"officials": [{"official_id": key, "name": name} for key, name in people.items()]}
    write(tmp_path, rows | {"positions": [{**post, "title": "Chief Executive Officer of Saad Sazeh Faraz"}]})
    found = in_node("said", ["Saad Sazeh Faraz", "Omid Sazeh", "Omid Kohan"], tmp_path)
    assert found == [
        "No page here has this name. It is in the title of a post:",
        "These words appear below in posts or titles, not together as the name of a person:",
        "1 found.",
    ]


def test_a_lead_counts_whose_part_in_an_event_is_concluded_if_they_are_many(real_record: Record) -> None:
    (page,) = (one for one in events.pages(real_record) if one.path == "events/repression-2009-06.html")
    shown = read(page.html(real_record, ""))
    said = [*shown.all("p", class_="finding"), *shown.all("ul", class_="beside")[0].all("li")]
    whole = " ".join(one.text for one in said)
    assert re.search(r"; we infer that this is the event meant for \d+ of them[.;]", whole)


def test_a_name_that_is_only_taken_as_one_of_an_entry_is_not_printed_as_its_own(real_record: Record) -> None:
    path = "parties/committee-to-determine-instances-of-criminal-content.html"
    (page,) = (one for one in bodies.pages(real_record) if one.path == path)
    text = read(page.html(real_record, "")).text
    listing = text[text.index("on its list as ") :].partition("◆")[0]
    assert "Working Group for Determining Instances of Criminal Content" in listing
    assert "Committee for Determining Criminal Web Content" not in listing
