"""Pages of organisations, authorities and programmes of the real record."""

from __future__ import annotations

import re
from pathlib import Path

from tests.releases.conftest import make_world
from tests.site.reading import led_to, read, read_file
from tests.site.test_bodies import brief, finding, read_page

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import bodies, dossiers
from mostanad.site.contents import Record
from mostanad.site.show import Shown


def test_pages_of_the_real_release_say_what_it_says(real: Release, real_record: Record, real_site: Path) -> None:
    listings = real.load("sanctions")
    organisations = {row["party_id"] for row in real_record.tables["parties"] if row["kind"] != "person"}

    def counted(ids: set[str]) -> str:
        bodies = len(ids & organisations)
        people, nouns = len(ids) - bodies, ("person" if len(ids) - bodies == 1 else "people")
        parts = [f"{people:,} {nouns}"] * bool(people)
        return " and ".join([*parts, *[f"{bodies:,} organisation{'s' * (bodies != 1)}"] * bool(bodies)])

    for who, rows in listings.groupby("authority_id", observed=True):
        said = finding(read_file(real_site / f"parties/{who}.html"))
        still = rows[rows["delisted"].isna() & ~rows["sanction_id"].isin(real_record.told.left_open)]
        assert f"It lists {counted(set(still['target_id']))} of this record" in said
        over = int(rows["delisted"].notna().sum())
        assert (f"{over:,} of its listings ha" if over else "no version that we hold shows") in said
    for row in real_record.tables["programmes"]:
        under = listings[listings["programme_id"] == row["programme_id"]]
        if not row["ended"]:  # of one that ended all whom it ever listed
            under = under[under["delisted"].isna() & ~under["sanction_id"].isin(real_record.told.left_open)]
        said = finding(read_file(real_site / f"programmes/{row['programme_id']}.html"))
        if row["kind"] == "designation" and len(under):
            number, targets = int(under["delisted"].isna().sum()), set(under["target_id"])
            by = f"(by {number:,} listings) " if number > len(targets) else ""
            assert f" {counted(targets)} {by}of this record" in said
    evin = finding(read_file(real_site / "parties/evin-prison.html"))
    assert all(name in evin for name in ("by Canada", "by the European Union", "by the United States"))
    assert evin.endswith("6 people are on record at its head, not necessarily all.")
    assert "part of the Islamic Revolutionary Guard Corps" in finding(
        read_file(real_site / "parties/basij-resistance-force.html")
    )


def named(record: Record) -> dict[str, str]:
    """By party the event, or the kinds of events, in which the lead of its page says that the record names it."""
    pages = {page.path: page for page in bodies.pages(record) if page.template == "party"}
    shown = {row["party_id"]: pages.get(record.address(row["party_id"])) for row in record.tables["parties"]}
    said = {key: finding(read(page.html(record, ""))) for key, page in shown.items() if page}
    found = {key: re.search(r"The record names .+? in (an event|several events) [(](.*?)[)][.]", one) for key, one in
             said.items()}  # fmt: skip
    return {key: f"{one[1]}: {one[2]}" for key, one in found.items() if one}


def test_the_lead_of_a_body_that_nobody_accuses_has_the_events_that_name_it(tmp_path: Path) -> None:
    world = make_world()
    path = build(world.write(tmp_path / "package"), tmp_path / "out", forms=())
    assert named(Record.of(Release(path, path.name))) == {"lantern-council": "an event: Session of the council"}
    march = {"kind": "protest", "title": "March to the council", "date": "2020-04"}
    world.backed("events", "march-2020", "wire-story", **march)
    row = {"event_id": "march-2020", "entity_id": "lantern-council", "part": "target"}
    world.backed("participations", "march-2020-council", "wire-story", **row)
    path = build(world.write(tmp_path / "package-2"), tmp_path / "out-2", forms=())
    assert named(Record.of(Release(path, path.name))) == {"lantern-council": "several events: protest and session"}


def test_every_lead_of_the_record_names_events_of_the_body(real_record: Record) -> None:
    found = named(real_record)
    assert len(found) > 10
    for key, said in found.items():
        parts = [row for row in real_record.tables["participations"] if row["entity_id"] == key]
        acts = [row for row in real_record.tables["events"] if row["body_id"] == key]
        events = {row["event_id"] for row in (*parts, *acts)}
        assert (len(events) == 1) is said.startswith("an event"), key
    assert finding(read_page(real_record, "parties/pmoi.html")).startswith("The People's Mojahedin Organization")


def test_a_body_that_no_list_has_says_so_and_how_far_the_lists_reach(real_record: Record) -> None:
    # Of the second no post is on record; to the third something was done.
    without = {"parties/iran-interior-ministry.html", "parties/pmoi.html", "parties/shargh.html"}
    wanted = without | {"parties/evin-prison.html", "parties/amnesty-international.html"}
    texts = {
        page.path: read(page.html(real_record, "")).by_id("main")
        for page in bodies.pages(real_record)
        if page.path in wanted
    }
    for path, said in ((one, texts[one].by_id("listings")) for one in without):
        links = {to.attributes["href"] for to in led_to(said)}
        assert said.text.startswith("It was not found on any list that we hold; a listing that began and ended between")
        assert "../sanctions.html#lists" in links
        (fold,) = (
            one for one in texts[path].all("details") if one.all("summary")[0].text == "Which lists are not followed"
        )
        assert "open" not in fold.attributes
        assert "terrorist entities" in fold.text
    for other in wanted - without:
        assert "not found on any list that we hold" not in texts[other].text


def test_a_body_says_why_entries_of_several_lists_are_taken_for_it(real_record: Record) -> None:
    path = "parties/islamic-republic-of-iran-broadcasting.html"
    (page,) = (page for page in bodies.pages(real_record) if page.path == path)
    said = read(page.html(real_record, "")).by_id("joined").text
    assert said.startswith("Why we take these entries for one body")
    assert "joined with OFAC 15764: same full name" in said


def test_what_a_file_of_numbers_shows_is_said(real_record: Record) -> None:
    """Of the list of the United States the last file held has addresses alone, by the number of the entry."""
    asked = {
        row["sanction_id"]: Shown(real_record, "").by_number(row["sanction_id"])
        for row in real_record.tables["sanctions"]
    }
    by = {real_record.rows[key][1]["authority_id"] for key, is_so in asked.items() if is_so}
    assert by == {"united-states"}
    said = "The file of that day prints only the numbers of entries: that they stood was checked, not the programmes."
    texts = [
        read(page.html(real_record, "")).text
        for page in dossiers.pages(real_record)
        if page.path in ("officials/ahmad-vahidi.html", "officials/abbas-pir-abassi.html")
    ]
    assert sorted(said in text for text in texts) == [False, True]


def test_who_heads_a_body_is_not_counted_again_and_a_programme_says_since_when_it_is_seen(real_record: Record) -> None:
    body = finding(read_page(real_record, "parties/ansar-e-hezbollah.html"))
    programme = " ".join(brief(read_page(real_record, "programmes/eu-359-2011.html")).split())
    assert "at its head" in body
    assert "on record with a post" not in body  # the one who heads it has two posts
    assert "13 April 2021, the day of the first version that we hold from the authority itself" in programme
    assert "are not among them: we hold those of 13 April 2021 and from 16 March 2026 on." in programme


def test_of_what_happened_at_a_place_the_gravest_comes_first(real_record: Record) -> None:
    page = read_page(real_record, "parties/evin-prison.html")
    place = page.by_id("happened").parent  # type: ignore[union-attr]
    assert place is not None
    told = [one.text for one in place.all("li")]
    assert "Fire in Evin Prison" in told[0]
    assert sum("Alleged torture in Evin Prison" in one for one in told) >= 3
    order = [next(n for n, one in enumerate(told) if word in one) for word in ("torture", "telephone")]
    assert order == sorted(order)


def test_an_official_below_a_body_is_among_its_other_ties_and_is_no_body(real_record: Record) -> None:
    key = "iran-armed-forces-general-staff"
    found = {one.name: one for one in bodies.sections(real_record, key)}
    assert "alireza-moradi" in [row["from_id"] for row in found["ties"].rows]
    assert real_record.is_person("alireza-moradi")
    assert not real_record.is_person(key)


def test_a_listed_person_without_a_post_is_named_with_the_tie_that_a_document_prints(real_record: Record) -> None:
    (path,) = (page for page in bodies.pages(real_record) if page.path == "parties/hamid-ostad.html")
    said = finding(read(path.html(real_record, "../")))
    assert said.startswith(
        "Hamid Ostad is named in this record, without a post but as linked to the Ansar-e Hezbollah."
    )
