"""Who is only named in proceedings over an event is not said to have had a part in it."""

from __future__ import annotations

import pytest
from tests.site.conftest import rich_world
from tests.site.reading import read

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import dossiers, events
from mostanad.site.contents import Record
from mostanad.site.timelines import timeline


def test_who_is_only_named_in_proceedings_is_not_said_to_have_had_a_part(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world, folder = rich_world(), tmp_path_factory.mktemp("proceedings")
    cells = {"kind": "torture", "title": "Beating of a Clerk", "date": "2019-06"}
    world.backed("events", "beating-clerk", "council-record", **cells)
    part = {"event_id": "beating-clerk", "entity_id": "omid-faraz", "part": "accused", "standing": "investigated"}
    world.add("participations", "beating-clerk-omid", **part)
    fields = "entity_id event_id part standing"
    world.claim("council-record", "beating-clerk-omid", fields, modality="allegation")
    record = Record.of(Release(build(world.write(folder / "package"), folder / "out"), "2026.11.0"))
    page = next(one for one in dossiers.pages(record) if one.path == "officials/omid-faraz.html")
    main = read(page.html(record, "")).by_id("main")
    assert (
        "Beating of a Clerk, June 2019: named in proceedings over it; under investigation" in main.by_id("others").text
    )
    assert all("Beating" not in one.text for one in main.all("section") if one.attributes.get("id") == "accusations")
    (event,) = (one for one in events.pages(record) if one.path == "events/beating-clerk.html")
    said = read(event.html(record, "")).by_id("main").text
    assert "Omid Faraz is on record with proceedings over it: under investigation." in said
    assert "is said to have had a part in it" not in said
    assert "in a way that fits none of our grades" not in said
    title = timeline(record, "beating-clerk").finding
    assert "of those who are named in proceedings over it" in title


def test_proceedings_alone_are_no_accusation_and_the_event_names_them(real_record: Record) -> None:
    (row,) = (one for one in real_record.tables["officials"] if one["official_id"] == "hamid-reza-emadi")
    pages = {page.path: page for page in dossiers.pages(real_record) if page.template == "official"}
    main = read(pages[f"officials/{row['official_id']}.html"].html(real_record, "")).by_id("main")
    assert "The European Union says that he had a part in 2 events." in main.text
    accusations, others = main.by_id("accusations"), main.by_id("others")
    assert "harassment" not in accusations.text
    assert "named in proceedings over it; under investigation in 2016" in others.text
    path = "events/sexual-harassment-hamid-reza-emadi.html"
    (event,) = (page for page in events.pages(real_record) if page.path == path)
    said = read(event.html(real_record, "")).by_id("main")
    assert "is on record with proceedings over it: under investigation in 2016" in said.text
    assert not [
        words for words in ("in a way that fits none of our grades", "is said to have had a part") if words in said.text
    ]
