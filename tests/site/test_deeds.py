"""The page of a prison leads to what those with a post there are said to have done, and names who controls it; own acts
stand with what somebody is said to have done if the reasons name them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.releases.conftest import add_annex, make_world
from tests.site.conftest import VERSION, rich_world
from tests.site.reading import Element, read
from tests.site.test_bodies import brief

from mostanad.loader import Release
from mostanad.loader.reasons import Told
from mostanad.releases import build
from mostanad.site import bodies, dossiers
from mostanad.site.contents import Record


@pytest.fixture(scope="module")
def jailed(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A prison with a head and a clerk, a ward of it that a ministry controls, and events of theirs."""
    world, folder = rich_world(), tmp_path_factory.mktemp("jailed")
    for key, name, kind in (("gull-prison", "Gull Prison", "prison"), ("gull-ward", "Ward 2 of Gull Prison", "prison"),
                            ("watch", "The Watch", "state_body"), ("gull-court", "Gull Court", "court")):  # fmt: skip
        world.add("parties", key, name=name, kind=kind)
    for one, other, relation in (("gull-ward", "gull-prison", "part_of"), ("gull-ward", "watch", "controlled_by")):
        tie = {"from_id": one, "to_id": other, "relation": relation}
        world.backed("affiliations", f"{one}-{other}", "council-record", **tie)
    posts = {"omid-faraz": ("Warden of Gull Prison", "head", "2010", "2016"),
             "navid-kohan": ("Head of ward 2 of Gull Prison", "head_of_part", "2018", "2019")}  # fmt: skip
    for who, (title, rank, started, ended) in posts.items():
        days = {"started": started, "ended": ended}
        cells = {"holder_id": who, "body_id": "gull-prison", "title": title, "rank": rank, **days}
        world.backed("positions", f"{who}-gull", "council-record", **cells)
    judge = {"holder_id": "omid-faraz", "body_id": "gull-court", "title": "Judge", "started": "2010", "ended": "2016"}
    world.backed("positions", "omid-faraz-court", "council-record", **judge)
    events = {"beating-there": ("2012", "Gull Prison"), "beating-later": ("2018-05", "Gull Prison"),
              "beating-elsewhere": ("2012", "Northmark")}  # fmt: skip
    for key, (date, place) in events.items():
        cells = {"kind": "torture", "title": key.replace("-", " ").title(), "date": date, "place": place}
        world.backed("events", key, "council-record", **cells)
        for who in posts:
            part = {"event_id": key, "entity_id": who, "part": "accused", "basis": "command", "standing": "alleged"}
            world.add("participations", f"{key}-{who}", **part)
            world.claim(
                "council-record", f"{key}-{who}", "basis entity_id event_id part standing", modality="allegation"
            )
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    return Record.of(Release(release, VERSION))


def _page(record: Record, path: str) -> Element:
    (page,) = (page for page in bodies.pages(record) if page.path == path)
    return read(page.html(record, "")).by_id("main")


def test_the_page_of_a_prison_has_what_its_staff_is_said_to_have_done_there_while_in_the_post(jailed: Record) -> None:
    main = _page(jailed, "parties/gull-prison.html")
    (section,) = (one for one in main.all("section") if one.all("h2", id="deeds"))
    lines = [one.text for one in section.all("li")]
    assert [one.partition(":")[0] for one in lines] == [
        "Navid Kohan, Beating Later, May 2018",
        "Omid Faraz, Beating There, 2012",
    ]
    assert all("said to have commanded those who did it" in one for one in lines)
    said = brief(main)
    assert "Those with a post there are said to have had a part, in that post or another, in at least 2 events." in said
    assert "By title" not in said  # the rank of a post says who led it: that of a ward does not lead the prison
    (led,) = (one for one in main.all("section") if one.all("h2", id="heads"))
    assert [one.text.partition(", ")[0] for one in led.all("span", class_="fact")] == ["Omid Faraz"]


def _deeds(main: Element) -> list[str]:
    (section,) = (one for one in main.all("section") if one.all("h2", id="deeds"))
    return [one.text.partition(":")[0] for one in section.all("li")]


def test_what_reasons_name_beside_a_post_stands_there_whenever_and_wherever_it_was(
    jailed: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ["omid-faraz-gull", "beating-later-omid-faraz", "beating-elsewhere-omid-faraz", "beating-elsewhere"]
    told = Told(jailed.release)
    reasons = [{"sanction_id": "a-listing", "row_id": one} for one in named]
    monkeypatch.setitem(told.__dict__, "by_listing", {"a-listing": reasons})
    monkeypatch.setitem(jailed.__dict__, "told", told)
    main = _page(jailed, "parties/gull-prison.html")
    assert [one for one in _deeds(main) if one.startswith("Omid Faraz")] == [
        "Omid Faraz, Beating Elsewhere, 2012",
        "Omid Faraz, Beating Later, May 2018",
        "Omid Faraz, Beating There, 2012",
    ]
    assert "a part in 3 events." not in main.text  # of the other one part is left out
    assert "Navid Kohan, Beating Elsewhere, 2012" not in _deeds(main)


@pytest.mark.parametrize(
    ("beside", "shown"),
    [
        ([], ["Omid Faraz, Beating Elsewhere, 2012", "Omid Faraz, Beating Later, May 2018"]),
        (["omid-faraz-gull"], ["Omid Faraz, Beating Elsewhere, 2012"]),  # he surely was a judge then
    ],
)
def test_a_court_has_what_reasons_name_beside_its_post_alone_or_what_was_done_in_that_time(
    jailed: Record, monkeypatch: pytest.MonkeyPatch, beside: list[str], shown: list[str]
) -> None:
    told = Told(jailed.release)
    named = ["omid-faraz-court", "beating-later-omid-faraz", "beating-elsewhere-omid-faraz", *beside]
    monkeypatch.setitem(told.__dict__, "by_listing", {"one": [{"sanction_id": "one", "row_id": key} for key in named]})
    monkeypatch.setitem(jailed.__dict__, "told", told)
    assert sorted(_deeds(_page(jailed, "parties/gull-court.html"))) == shown


@pytest.mark.parametrize(
    ("body", "deeds"),
    [
        ("mashhad-revolutionary-court", {"seyed-hadi-mansouri": "verdicts-death-2022-2023"}),
        ("karaj-revolutionary-prosecutors-office", {"behdad-kaamfar": "deaths-behdad-kaamfar"}),
        ("irgc-regional-corps-valiasr-in-khuzestan", {"shahvarpour-najafabadi": "killings-mahshahr-2019-11"}),
        ("irgc-operational-base-quds", {"mohammad-karami": "killings-zahedan-2022-09-30"}),
        ("irgc-operational-base-karbala", {"ahmad-khadem-seyedoshohada": "repression-izeh-2022"}),
        ("irgc-regional-corps-beit-al-moqadas-in-kurdistan",
         dict.fromkeys(("sereng-hossein-rajabpour", "seyed-sadegh-hosseini"), "repression-kurdistan-2022")),
        ("gohardasht-prison", {"hassan-akharian": "death-detainee-akharian-2010-09"}),
    ],
)  # fmt: skip
def test_the_gravest_parts_of_those_with_a_post_stand_on_its_page(
    real_record: Record, body: str, deeds: dict[str, str]
) -> None:
    (key,) = (row["party_id"] for row in real_record.tables["parties"] if row["party_id"].endswith(body))
    (section,) = (one for one in bodies.sections(real_record, key) if one.name == "deeds")
    shown = [(rows[0]["entity_id"], rows[0]["event_id"]) for rows in section.shown]
    assert all(any(who.endswith(name) and what == event for who, what in shown) for name, event in deeds.items())


def test_a_ward_is_a_section_of_a_prison_and_the_lead_names_who_controls_it(jailed: Record) -> None:
    (lead,) = _page(jailed, "parties/gull-ward.html").all("p", class_="finding")
    assert lead.text.startswith(
        "Ward 2 of Gull Prison is a section of a prison, part of Gull Prison and controlled by The Watch."
    )


@pytest.mark.slow
def test_prisons_lead_to_what_is_told_of_their_staff(real_record: Record) -> None:
    main = _page(real_record, "parties/gohardasht-prison.html")
    (section,) = (one for one in main.all("section") if one.all("h2", id="deeds"))
    assert all(
        name in section.text for name in ("Torture attributed to Akharian", "Torture of prisoners attributed to Azizi")
    )
    ward = _page(real_record, "parties/evin-prison-ward-209.html")
    assert {"../officials/heydar-moslehi.html", "../officials/hojatollah-khodaei-souri.html"} <= {
        one.attributes["href"] for one in ward.all("a")
    }


@pytest.mark.parametrize("basis", ["own_act", "office"])
def test_an_own_act_that_the_reasons_name_stands_with_what_somebody_is_said_to_have_done(
    tmp_path: Path, basis: str
) -> None:
    """Kohan is listed for a trial in which he was the judge, and nobody says that he did wrong in it; of what he signed
    no reasons tell."""
    world = make_world()
    add_annex(world)
    (judge,) = (row for row in world.rows["participations"] if row["participation_id"] == "trial-2020-kohan-judge")
    judge["basis"] = basis
    signed = {"event_id": "council-2020", "entity_id": "navid-kohan", "part": "signatory", "basis": "own_act"}
    world.backed("participations", "council-2020-navid-kohan-signatory", "council-record", **signed)
    release = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(release, VERSION))
    (page,) = (page for page in dossiers.pages(record) if page.path == "officials/navid-kohan.html")
    main = read(page.html(record, "")).by_id("main")
    named = {one.attributes.get("id"): [line.text for line in one.all("li")] for one in main.all("section")}
    found = {title: [part for part, lines in named.items() if part in ("accusations", "others")
                     and any(title in line for line in lines)]
             for title in ("Trial of the beaten", "Session of the council")}  # fmt: skip
    own = ["accusations"] if basis == "own_act" else ["others"]
    assert found == {"Trial of the beaten": own, "Session of the council": ["others"]}
