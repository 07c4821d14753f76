"""What is held of the lists of an authority, and what a page says of somebody who was not found on them."""

from __future__ import annotations

import datetime as dt
import re
from copy import copy
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from tests.loader.whole_tables import WholeTables
from tests.site.macros import macros
from tests.site.reading import read

from mostanad.loader.lists_held import Versions, versions
from mostanad.loader.reasons import Told
from mostanad.site import bodies, dossiers
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.programmes import held_of, reach
from mostanad.site.show import Shown

#: By list the days and programmes of its versions; only one of the excerpts is later than the whole ones.
LISTS = {
    "old-2014": ("whole", "old", dt.date(2014, 4, 2), ["rights", "arms"]),
    "old-2018": ("excerpt", "old", dt.date(2018, 4, 13), ["rights"]),
    "new-2026": ("excerpt", "new", dt.date(2026, 3, 26), ["laws", "rights"]),
    "table-2025": ("whole", "new", dt.date(2025, 8, 11), ["arms"]),
}
PROGRAMMES = {
    "rights": {"scope": "whole", "human_rights": True, "ended": "2025"},
    "arms": {"scope": "joined", "human_rights": False, "ended": None},
    "laws": {"scope": "excerpt", "human_rights": None, "ended": None},
}


def held(programmes: dict[str, dict[str, Any]], *, without: str = "") -> Versions:
    """Of the lists; on one of them nobody has an entry: it only shows that somebody was not on it yet."""
    sources = [
        {"source_id": key, "kind": "sanctions_list", "format": "", "coverage": coverage, "derived_from": of,
         "published": str(day), "published_min": day, "published_max": day}
        | ({"kind": "dataset", "format": "uk_sanctions_ods"} if key.startswith("table") else {})
        for key, (coverage, of, day, _) in LISTS.items()
    ]  # fmt: skip

    def listings_on(source: Row) -> list[Row]:
        return [{"authority_id": "utopia", "programme_id": key} for key in LISTS[source["source_id"]][3]]

    def entries_of(source: Row) -> list[Row]:
        return [] if source["source_id"] == without else listings_on(source)

    rows = {key: {"programme_id": key, "authority_id": "utopia", **row} for key, row in programmes.items()}
    return versions(sources, listings_on, entries_of, rows)["utopia"]


def told_of(record: Record, of: Versions) -> Record:
    """The record with other versions of the lists of an authority."""
    world, told = replace(record), replace(record.told)
    told.__dict__.update(record.told.__dict__ | {"named": {"freedonia-treasury": of}})
    world.__dict__.update(record.__dict__ | {"told": told})
    return world


def test_a_programme_of_which_later_lists_are_only_parts_says_up_to_which_day_everybody_is_here(record: Record) -> None:
    programme = {**record.tables["programmes"][0], "scope": "whole", "authority_id": "freedonia-treasury"}
    key = programme["programme_id"]
    part = {**record.sources["gazette-list"], "published": "[2024-05-04..2026-08-02]"}
    part |= {"published_min": dt.date(2024, 5, 4), "published_max": dt.date(2026, 8, 2)}
    of = Versions([dt.date(2021, 4, 25)], part, [], [key], dt.date(2024, 4, 25), {}, dt.date(2015, 1, 17))
    world = replace(told_of(record, of), tables={**record.tables, "programmes": [programme]})
    world.__dict__.update(told_of(record, of).__dict__ | {"rows": record.rows | {key: ("programmes", programme)}})
    name = record.label(key)
    assert held_of(world, programme) == "everybody up to 25 April 2024"
    assert reach(world, [{"programme_id": key}]) == f"everybody under {name} up to 25 April 2024"
    world.told.named["freedonia-treasury"] = of._replace(under=[key])
    later = f", of {name} also entries of a list dated between 4 May 2024 and 2 August 2026"
    assert reach(world, [{"programme_id": key}]) == f"everybody under {name} up to 25 April 2024{later}"
    world.told.named["freedonia-treasury"] = of._replace(part=None)
    assert held_of(world, programme) == "everybody"


def test_a_version_that_only_lacks_entries_is_not_the_first_of_their_programme() -> None:
    first, second = (LISTS[key][2] for key in ("old-2014", "old-2018"))
    assert held(PROGRAMMES).runs["rights"][0][0] == first
    assert held(PROGRAMMES, without="old-2014").runs["rights"][0][0] == second
    assert "arms" not in held(PROGRAMMES, without="old-2014").runs


def test_of_an_authority_the_last_whole_lists_the_last_part_and_since_when_everybody_shows() -> None:
    found = held(PROGRAMMES)
    assert found.whole == [dt.date(2014, 4, 2)]
    assert found.part is not None
    assert found.part["source_id"] == "new-2026"
    assert found.table is not None
    assert found.table["source_id"] == "table-2025"  # somebody else's: no version of the list
    assert found.under == ["laws"]  # what ended is not what the part is of
    assert found.taken_in == []
    assert found.covered == dt.date(2018, 4, 13)
    assert found.since == dt.date(2014, 4, 2)
    days = dt.date(2014, 4, 2), dt.date(2018, 4, 13), dt.date(2026, 3, 26)
    assert found.gaps == [days[:2], days[1:]]
    assert found.held == [(day, day) for day in days]  # with years between them
    assert found.runs["arms"] == [(days[0], days[0])]
    assert held({**PROGRAMMES, "laws": {**PROGRAMMES["laws"], "scope": "whole", "human_rights": True}}).taken_in == [
        "laws"
    ]
    # Of a programme that is not held whole somebody who was taken off cannot show, whenever that was.
    joined = {key: {**row, "scope": "joined"} for key, row in PROGRAMMES.items()}
    assert held(joined).since == dt.date(2014, 4, 2)
    late = {**joined, "laws": {**PROGRAMMES["laws"], "scope": "whole"}}
    assert held(late).since == dt.date(2026, 3, 26)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "among the 254 entries that we hold of its list of 26 March 2026, under HARBOUR; of its other lists the "
             "last whole one is of 2 April 2014"),
        ({"table": {"source_id": "gazette-list", "published": "2025-08-11"}},
         "among the 254 entries that we hold of its list of 26 March 2026, under HARBOUR; of the rest of its lists we "
         "hold a whole one of 2 April 2014 and a third party’s table of 11 August 2025"),
        ({"under": ["freedonia-p1", "x"], "taken_in": ["x", "y"], "covered": dt.date(2018, 4, 13)},
         "in what we hold of its lists: of its human-rights programmes everything up to 13 April 2018, of x also "
         "entries of a list dated 26 March 2026, of other programmes only up to 2 April 2014"),
        ({"under": []}, "in what we hold of its lists: the last whole one is of 2 April 2014, parts of later ones go "
                        "up to 26 March 2026"),
        ({"under": [], "whole": []}, "in what we hold of its lists: only parts, up to 26 March 2026"),
        ({"part": None}, "on its list of 2 April 2014"),
        ({"part": None, "held": [(dt.date(2014, 4, 2),) * 2, (dt.date(2018, 4, 13), dt.date(2019, 1, 1))]},
         "on its lists of 2 April 2014 and from 13 April 2018 on, the last of 2 April 2014"),
    ],
)  # fmt: skip
def test_who_was_not_found_was_looked_for_in_what_is_held(record: Record, changed: dict[str, Any], said: str) -> None:
    programme = record.tables["programmes"][0]["programme_id"]
    part = {**record.sources["gazette-list"], "published_max": dt.date(2026, 3, 26), "entries": 254}
    part["published"] = "2026-03-26"
    day = dt.date(2014, 4, 2)
    of = Versions([day], part, [programme], [], None, {}, day)._replace(**changed)
    world = told_of(record, of)
    found = read(macros().held(Shown(world, ""), "freedonia-treasury"))
    assert found.text == said.replace("HARBOUR", record.label(programme))
    if said.startswith("among"):  # what they are, the document says
        assert found.all("a")[0].attributes["href"] == "sources/gazette-list.html"


def test_who_was_not_found_can_have_been_on_an_older_list_or_between_two(record: Record) -> None:
    first, last = dt.date(2012, 5, 1), dt.date(2024, 5, 1)
    of = Versions([last], None, [], [], None, {}, first)._replace(held=[(first, first), (last, last)])
    world = told_of(record, of)
    world.__dict__["lists"] = {"freedonia-treasury": [last]}
    made = read(macros().badges(Shown(world, ""), [("freedonia-treasury", [])], "navid-kohan"))
    assert made.all("summary")[0].text == (
        "Not found on what this record holds of these lists: the Freedonia Treasury, of 1 May 2012 and of 1 May 2024. "
        "Who was put on and taken off between two of them is not seen."
    )
    assert "Somebody who is not found may also have been listed before the first of these" in made.text


@pytest.mark.parametrize("key", ["kish-protection-indemnity", "babak-zanjani", "central-insurance-of-iran"])
def test_an_entry_that_ended_is_not_said_to_be_all_that_an_authority_lists(real_record: Record, key: str) -> None:
    (shown,) = (one for one in bodies.pages(real_record) if one.path == f"parties/{key}.html")
    words = read(shown.html(real_record, "")).text
    assert "no longer listed" not in words
    until = r"was listed by the United States until 15 January 2019 at the latest \(of programmes other than "
    assert re.search(rf"{until}[^;]*\(IRAN-TRA\) no whole list after 25 April 2021 is in this record\)", words)


def test_reasons_that_a_document_prints_and_nobody_coded_are_not_said_to_be_missing(
    real_record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasoned = real_record.told.reasoned - {"eu-267-2012-irgc"}  # all that such a table prints are coded
    monkeypatch.setitem(vars(real_record.told), "reasoned", reasoned)
    prison, guards = (
        [one.text for one in read(shown.html(real_record, "")).all("li")]
        for path in ("parties/qarchak-womens-prison.html", "parties/irgc.html")
        for shown in bodies.pages(real_record)
        if shown.path == path
    )
    (us,) = (one for one in prison if one.startswith("Listed by the United States"))
    assert "Its reasons are not in this record." in us
    assert any("The reasons printed in Annexes VIII and IX to Council Regulation" in one for one in guards)


def test_a_programme_called_by_an_act_on_human_rights_is_not_said_to_name_them(
    real_record: Record,
) -> None:
    (shown,) = (one for one in bodies.pages(real_record) if one.path == "parties/kish-protection-indemnity.html")
    words = read(shown.html(real_record, "")).text
    assert "The authority itself names human rights" not in words  # an act on Iran and on human rights in Syria
    assert "Our note: An insurer:" in words


def test_a_body_that_is_listed_says_which_lists_are_not_followed(real_record: Record) -> None:
    (shown,) = (one for one in bodies.pages(real_record) if one.path == "parties/irgc.html")
    words = read(shown.html(real_record, "")).text
    assert all(one in words for one in real_record.about.not_followed)


def test_who_is_listed_in_a_document_of_the_authority_is_not_only_said_to_be(record: Record) -> None:
    mine = Record.of(record.release)
    vars(mine)["lists"] = {}  # as if no list were held
    (page,) = (page for page in dossiers.pages(mine) if page.path == "officials/omid-faraz.html")
    said = read(page.html(mine, "")).by_id("main").text
    assert re.search(r"is listed by the Freedonia Treasury[^;]*, of whose list no version is held here", said)
    assert re.search(r"is said to be listed by the Utopia Office[^;]*, whose list is not held here", said)


def test_a_listing_of_the_year_of_an_act_may_be_older_if_its_list_carries_older_ones(record: Record) -> None:
    key = "freedonia-p1-omid-faraz"
    listing = record.rows[key][1]
    programme = record.rows[listing["programme_id"]][1]
    of_that_year = {**programme, "code": f"Act of {listing['listed_max'].year}"}
    older = {**listing, "sanction_id": "older", "listed_max": listing["listed_max"].replace(year=2019)}
    schemas = {name: record.release._read(name).schema for name in ("sanctions", "programmes")}
    found = []
    for beside in ([listing], [listing, older], [listing, {**older, "listed_max": None}]):
        rows = {"sanctions": beside, "programmes": [of_that_year]}
        made = {name: pa.Table.from_pylist(rows[name], schema) for name, schema in schemas.items()}
        found.append(key in Told(WholeTables(made)).older_than_law)
    assert found == [False, True, False]


def test_a_listing_older_than_its_programme_is_under_it_on_a_list_of_a_day(record: Record) -> None:
    key = "freedonia-p1-omid-faraz"
    programme = record.rows[record.rows[key][1]["programme_id"]][1]
    lines = {}
    for code in ("The Rights Regulations 2021", "The Rights Regulations 2023", "Regulation 2020/1998"):
        held, told = replace(record), copy(record.told)
        rows = {**record.rows, programme["programme_id"]: ("programmes", {**programme, "code": code})}
        told.__dict__["rows"] = held.__dict__["rows"] = rows
        told.__dict__["older_than_law"] = {key} if "2023" in code else set()  # as the query above answers
        held.__dict__["told"] = told
        (page,) = [one for one in dossiers.pages(held) if one.path == "officials/omid-faraz.html"]
        (lines[code],) = [
            one.text for one in read(page.html(held, "")).by_id("listings").all("li") if "Freedonia" in one.text
        ]
    now, later, before = lines.values()
    assert "since 3 February 2021, under " in now
    assert "since 3 February 2021, under " in before
    assert "since 3 February 2021; on the list of " in later
    assert "Under which act it was made is not in this record." in later
    assert "Under which act" not in now
