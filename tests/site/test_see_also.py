"""Pages of events lead to what else the same documents tell, to what was in the same place, and to counts."""

from __future__ import annotations

import pytest
from tests.site.conftest import VERSION, rich_world
from tests.site.reading import Element, read

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import events
from mostanad.site.contents import Record

#: Events: kind, day, place, who is said to have had a part in it, and which larger one they were part of.
EVENTS = {
    "abuse": ("torture", "2012", "Gull", "omid-faraz", ""),
    "case": ("ill_treatment", "2012-12", "Gull", "navid-kohan", ""),
    "deaths": ("death", "2012", "Gull", "omid-faraz", ""),
    "orders": ("decree", "2012", "", "omid-faraz", ""),
    "later": ("torture", "2015", "Gull", "omid-faraz", ""),
    "jailed": ("torture", "2013", "Tern Prison", "omid-faraz", ""),
    "refused": ("ill_treatment", "2013-05", "Tern Prison", "navid-kohan", ""),
    "wave": ("protest", "2018", "", "", ""),
    "shots": ("killing", "2018-02", "", "omid-faraz", "wave"),
    "others-shots": ("killing", "2018-02", "", "navid-kohan", "wave"),
    "own-shots": ("killing", "2018-02", "", "navid-kohan", "wave"),
}
#: What is counted of some of them.
_COUNTS = {
    "shots": {"measure": "killed_or_injured", "comparator": "unquantified"},
    "wave": {"measure": "killed", "comparator": "exactly", "value": "9"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Record:
    world, folder = rich_world(), tmp_path_factory.mktemp("told")
    world.add("parties", "tern-prison", name="Tern Prison", kind="prison")
    post = {
        "holder_id": "omid-faraz",
        "body_id": "tern-prison",
        "title": "Head of Tern Prison",
        "rank": "head",
        "started": "2010",
    }
    world.backed("positions", "omid-faraz-tern", "council-record", **post)
    for key, (kind, date, place, who, larger) in EVENTS.items():
        title = {"orders": "Orders to hold people at Gull"}.get(key, f"The {key}")
        cells = {"kind": kind, "title": title, "date": date, "place": place, "part_of": larger}
        source = "wire-story" if key == "others-shots" else "council-record"
        world.backed("events", key, source, **{name: cell for name, cell in cells.items() if cell})
        if who:
            part = {"event_id": key, "entity_id": who, "part": "accused", "standing": "alleged"}
            world.add("participations", f"{key}-{who}", **part)
            world.claim(source, f"{key}-{who}", "entity_id event_id part standing", modality="allegation")
    for key, counted in _COUNTS.items():
        cells = {
            "about_id": key,
            "measure": "killed",
            "population": "people shot",
            "counted_by": "lone-wire",
            **counted,
        }
        world.backed("estimates", f"{key}-killed", "wire-story", **cells)
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    return Record.of(Release(release, VERSION))


def _main(record: Record, key: str) -> Element:
    (page,) = (page for page in events.pages(record) if page.path == f"events/{key}.html")
    return read(page.html(record, "")).by_id("main")


def _beside(record: Record, key: str) -> list[str]:
    """What the page says of other pages, line by line."""
    return [one.text for part in _main(record, key).all("ul", class_="beside") for one in part.all("li")]


def _same_place(record: Record, key: str) -> list[str]:
    said = "".join(_beside(record, key)).partition("perhaps at the same time: ")[2].partition(".")[0]
    return sorted(one for one in EVENTS if f"The {one}" in said)


def test_pages_of_one_place_and_time_lead_to_one_another(told: Record) -> None:
    assert _same_place(told, "abuse") == ["case", "deaths"]
    assert _same_place(told, "deaths") == ["abuse", "case"]
    assert _same_place(told, "jailed") == ["refused"]
    assert _same_place(told, "refused") == ["jailed"]
    assert [_same_place(told, one) for one in ("later", "orders", "shots")] == [[], [], []]


def test_words_without_a_number_are_no_count_of_its_own(told: Record) -> None:
    assert "This record also holds counts of the larger event: see The wave (" in _main(told, "shots").text


def test_words_for_people_killed_in_the_whole_count_beside_own_numbers(
    told: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = told.rows["shots"][1]
    monkeypatch.setattr(events, "numbers", lambda _, key: [("killed_or_injured", [])])
    assert events._is_counted(told, row["part_of"], row, {"killed"})
    assert not events._is_counted(told, row["part_of"], {**row, "kind": "detention"}, {"killed"})


@pytest.mark.slow
def test_the_same_passages_and_reasons_lead_to_orders_and_to_what_else_they_tell(real_record: Record) -> None:
    wanted = {"killings-2019-11": "order-leila-vaseghi-2019-11", "massacre-1988": "fatwa-1988",
              "deaths-kahrizak-2009": "orders-kahrizak-2009"}  # fmt: skip
    for key, other in wanted.items():
        said = "".join(_beside(real_record, key)).partition("The same passages or reasons for listing also tell of: ")[
            2
        ]
        assert real_record.label(other) in said.partition("In the same place")[0], key
    towns = "".join(_beside(real_record, "repression-kurdistan-2022")).partition("In the same place")[2]
    assert "in Saqqez" in towns
    assert "in Divandarreh" in towns


@pytest.mark.slow
def test_a_part_of_what_has_counts_leads_to_them(real_record: Record) -> None:
    for row in real_record.tables["events"]:
        parts = {section.name: section for section in events.sections(real_record, row["event_id"])}
        counted = events._event(real_record, row, dict, parts)["counted_whole"]
        own = {measure for measure, _ in events.numbers(real_record, row["event_id"])}
        larger = {one["event_id"] for one in real_record.larger(row)}
        counts = {one: {name for name, rows in events.numbers(real_record, one) for row in rows
                        if row["value"] is not None} for one in larger}  # fmt: skip
        shared = {one for one in larger if own & counts[one]}
        if row["kind"] in ("killing", "repression"):  # "dozens" killed there
            harm = {"killed", "killed_or_injured"}
            shared |= {one for one in larger if harm & {name for name, _ in events.numbers(real_record, one)}}
        assert set(counted) == shared, row["event_id"]
    said = f"This record also holds counts of the larger event: see {real_record.label('uprising-2019-11')}"
    page = _main(real_record, "killings-2019-11")
    assert said in page.text
    assert "November 2019 (killed: 148" in page.text


@pytest.mark.slow
def test_words_alone_stand_in_the_lead_where_nobody_gives_a_number(real_record: Record) -> None:
    said = _main(real_record, "repression-2025-12").all("p", class_="finding")[0].text
    assert "Without a number: “hundreds of casualties”" in said
    assert "Counts:" not in said
