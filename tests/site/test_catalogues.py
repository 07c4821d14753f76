"""Sanctions and documents."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from tests.site.macros import macros
from tests.site.reading import Element, led_to, read, read_file

from mostanad.documents.folder import Documents
from mostanad.loader.coverage import coverage
from mostanad.loader.lists_held import prints_names
from mostanad.loader.pages import page, text
from mostanad.models.words import after, when
from mostanad.site import about, catalogues, dossiers
from mostanad.site.contents import Record
from mostanad.site.programmes import reach
from mostanad.site.show import Shown


def _section(path: Path, key: str) -> Element:
    """The section of a page whose heading has an id."""
    section = read_file(path).by_id(key).parent
    assert section is not None
    return section


def test_a_listing_stands_where_its_target_and_its_authority_cross(site: Path) -> None:
    table = read_file(site / "sanctions.html").by_id("list")
    heads = [cell.text for cell in table.all("thead")[0].all("th")]
    assert heads == ["Listed", "Freedonia Treasury", "Utopia Office"]
    assert led_to(table.all("thead")[0]) == []
    (line,) = table.all("tbody")[0].all("tr")
    treasury, utopia = line.all("td")
    assert treasury.text.startswith("3 February 2021")
    assert treasury.text.endswith("P1")
    assert utopia.text == "day not known"


def test_the_list_of_events_leads_to_those_of_which_most_are_part_and_to_months(record: Record) -> None:
    country = record.about.text("country")
    whole = {"event_id": "square-2020", "place": country, "part_of": None, "date": "2020-05-02"}
    days = [{**row, **whole} if row["event_id"] == "square-2020" else row for row in record.tables["events"]]
    record = replace(record)
    record.__dict__["told"] = SimpleNamespace(events=lambda key, _: [key, "beatings-2020"])
    found = catalogues._ways(record, days)
    assert found["waves"] == ["square-2020"]
    assert found["months"] == []
    many = [{**days[0], "date": "2020-05-02", "date_min": dt.date(2020, 5, 2)}] * 40
    assert catalogues._ways(record, many)["months"] == ["2020-05"]


def test_each_authority_whose_listings_ended_is_named_with_their_number(record: Record) -> None:
    rows = [{**row, "delisted": "2022", "delisted_max": dt.date(2022, 12, 31)} for row in record.tables["sanctions"]]
    held = replace(record, tables={**record.tables, "sanctions": rows})
    (found,) = catalogues.sanctions(held)
    shown = read(found.html(held, ""))
    said = "By authority, with somebody who left the lists of two under both: Freedonia Treasury 1, Utopia Office 1."
    assert said in shown.text


def test_every_listing_of_the_real_release_stands_in_the_matrix(real_record: Record) -> None:
    targets = [target for page in catalogues.sanctions(real_record) for target in page.said()["lines"]]
    found = [row["sanction_id"] for target in targets for rows in target["listed"].values() for row in rows]
    assert sorted(found) == [row["sanction_id"] for row in real_record.tables["sanctions"]]


def test_a_line_of_the_matrix_is_found_by_its_listings_and_parts(site: Path) -> None:
    text = (site / "parts/sanctions.js").read_text("utf-8").removeprefix("mostanadRows(").removesuffix(");\n")
    ((html, ((groups, order, more),)),) = json.loads(text)
    assert 'href="~/officials/omid-faraz.html"' in html
    (unsure,) = {tuple(one[:4]) for one in groups.pop("unsure") if one[:2] == ["freedonia-treasury", "any"]}
    assert unsure[2:] == ("0001-01-01", "2021-02-02"), "before the first list held"
    assert groups == {
        "listed": [
            [
                "freedonia-treasury",
                "freedonia-p1",
                "unknown",
                "2021-02-03",
                "2021-02-03",
                "now",
                "2021-02-03",
                "",
                "2021-02-03",
                "2021-02-03",
            ],
            ["utopia-office", None, "unknown", "", "", "now", "", "", "", ""],
        ],
        "part": [[["square-2020"], ["Porto Verde"], "alleged", "protest", "Protest on Lantern Square"]],
        "own": [["person", "now"]],
    }
    assert order == {"many": 2, "parts": 1, "first": "2021-02-03", "last": "2021-02-03"}
    # How else the name is spelled, the posts, and who lists it.
    assert more == "امید فراز Clerk Freedonia Treasury Utopia Office Warden"


def test_who_stands_by_another_listing_of_the_same_authority_is_not_shown_as_taken_off(real_record: Record) -> None:
    """Two entries of the British list were of one man: the second one ended, and he was not delisted."""
    assert {row["delisted"] is None for row in real_record.naming("moussa-khalilollahi", "sanctions", "target_id")
            if row["authority_id"] == "united-kingdom"} == {True, False}  # fmt: skip
    said = "(another listing by it stands)"
    html = {page.path: page.html(real_record, "") for page in catalogues.sanctions(real_record)}
    rows = [row for page in html.values() for row in read(page).all("tr") if "ended" in row.text]
    by = {next(link.attributes["href"] for link in row.all("a")).rpartition("/")[2]: row.text for row in rows}
    assert said in by["moussa-khalilollahi.html"]
    assert said not in by["nabiollah-heydari.html"]
    (page,) = (page for page in dossiers.pages(real_record) if page.path == "officials/moussa-khalilollahi.html")
    assert said in read(page.html(real_record, "")).by_id("listings").text


def test_corrections_lead_to_the_whole_history(real_record: Record) -> None:
    """To what the site has, and not to a file that only the release has."""
    page = next(page for page in about.pages(real_record) if page.template == "corrections")
    links = [link.attributes["href"] for link in read(page.html(real_record, "")).by_id("main").all("a")]
    assert "releases.html#files" in links
    assert "CHANGES.md" not in page.html(real_record, "")


def test_the_newest_listings_stand_first(real_record: Record, real_site: Path) -> None:
    dated = [row for row in real_record.tables["sanctions"] if row["listed_min"]]
    assert 10 < len(dated) < len(real_record.tables["sanctions"])
    found = catalogues.newest(real_record, real_record.tables["sanctions"])
    days = [row["listed_min"] for row in found]
    assert days == sorted((row["listed_min"] for row in dated), reverse=True)
    section = _section(real_site / "sanctions.html", "newest")
    links = [one.attributes["href"] for one in led_to(section)]
    for row in found[:10]:
        assert links.count(f"rows/{row['sanction_id']}.html#listed") == 1, row  # the day, with its mark
    assert len(section.all("tbody")[0].all("tr")) == 10
    more = days[10:].count(days[9])
    assert (f"{more} more" in section.text) == (more > 0)


_JOINED = "only those who are in this record for another reason"
_US = "Human rights in Iran (IRAN-HR), Iran Threat Reduction Act (IRAN-TRA), Technology for abuses in Iran (HRIT-IR)"
_UNTIL = (
    "up to 25 April 2024, of Human rights in Iran (IRAN-HR) also entries of a list dated"
    " between 4 May 2024 and 2 August 2026"
)
_CAATSA = (
    "of Countering America's Adversaries Act (CAATSA - IRAN) all entries from Iran that we hold:"
    " our last version of the list is a part"
)
_UK = (
    "of Iran (Sanctions) Regulations 2023 those who are listed for human rights by their statement of reasons,"
    " and of the others only those who are in this record for another reason"
)
_AUSTRALIA = (
    f"of Human rights worldwide (Thematic) all entries from Iran, and nobody else; under other programmes {_JOINED}"
)
_CANADA = (
    "Breach of peace, individuals (Part 2), Human rights, entities (Part 1.1), Human rights, individuals (Part 2.1)"
)
#: How much of each list the record holds.
REACHES = {
    "au-dfat": _AUSTRALIA,
    "ca-sema": f"everybody under {_CANADA}; under other programmes {_JOINED}",
    "uk-conlist": "everybody under Iran (human rights); under other programmes only some",
    "uk-sanctions-list": _UK,
    "un-sc": _JOINED,
    "eu-2020-1998-act": _JOINED,
    "eu-2023-1529-act": _JOINED,
    "eu-267-2012-annex-ix": _JOINED,
    "eu-359-2011-act": "everybody under Human rights in Iran (359/2011)",
    "eu-359-2011-entities": "everybody under Human rights in Iran (359/2011)",
    "eu-359-2011-persons": "everybody under Human rights in Iran (359/2011)",
    "us-ofac-add": f"everybody under {_US} {_UNTIL}; {_CAATSA}; under other programmes {_JOINED}",
    "us-ofac-alt": "",
    "us-ofac-sdn": f"everybody under {_US} {_UNTIL}; {_CAATSA}; under other programmes {_JOINED}",
}


def _reach_of(record: Record, authority_id: str) -> str:
    """What is said of the lists of an authority."""
    return reach(record, record.naming(authority_id, "sanctions", "authority_id"))


def test_the_matrix_says_how_much_of_the_lists_it_has(real_record: Record, real_site: Path) -> None:
    said = {line.text for line in read_file(real_site / "sanctions.html").by_id("reach").all("li")}
    since = {who: when(str(of.since)) for who, of in real_record.told.named.items()}
    assert said == {
        f"{real_record.label(who)}: {_reach_of(real_record, who)}; versions since {since[who]}"
        for who in real_record.lists
    }
    assert since["european-union"] == "13 April 2021"  # of human rights, where the record has everybody
    others = "only those who are in this record for another reason"
    assert _reach_of(real_record, "united-kingdom") == (
        f"everybody under Iran (human rights); {_UK}; under other programmes only some"
    )
    assert _reach_of(real_record, "australia") == _AUSTRALIA
    assert _reach_of(real_record, "european-union") == (
        f"everybody under Human rights in Iran (359/2011); under other programmes {others}"
    )


def test_lists_have_their_versions_and_how_many_entries_stood(real_record: Record, tmp_path: Path) -> None:
    page = next(iter(catalogues.sanctions(real_record)))
    (tmp_path / "sanctions.html").write_text(page.html(real_record, ""), encoding="utf-8")
    lines = _section(tmp_path / "sanctions.html", "lists").all("tbody")[0].all("tr")
    found = {Path(led_to(line)[0].attributes["href"]).stem: line for line in lines if led_to(line)}
    assert found.keys() == REACHES.keys()
    ends = {key: day for lists in real_record.list_ends.values() for key, day in lists.items()}
    reach = {one["list_id"]: one for one in coverage(real_record.release, Documents(None))}
    for key, line in found.items():
        held, entries, stood, taken_in = (cell.text for cell in line.all("td")[1:])
        assert taken_in == REACHES[key], key
        if key not in reach:
            continue  # it is a list of names only
        one = reach[key]
        until = f", shown until {when(str(ends[key]))}" if str(ends.get(key, "")) > one["last"] else ""
        first, last = when(one["first"]), when(one["last"])
        days = last if one["versions"] == 1 else f"{first} to {last}"
        parts = "; later ones are parts"
        assert held.partition(", the last whole one of ")[0].removesuffix(until) == f"{one['versions']}: {days}"
        assert held.endswith(parts if "whole" in held else until)
        size = f"{one['entries']:,}" if one["entries"] else ""
        assert entries == size + (" excerpt" if one["coverage"] == "excerpt" else "")
        assert stood == f"{one['stood']:,}"
    authorities = {line.all("td")[0].text for line in lines}
    assert authorities == {real_record.label(row["authority_id"]) for row in real_record.tables["sanctions"]}


def test_a_list_counts_only_its_own_entries(real_record: Record) -> None:
    """The annex of 2023 also marks two that another act lists, which stood until a later day."""
    (one,) = (one for one in catalogues.lists(real_record) if one["list_id"] == "eu-2023-1529-act")
    assert (one["stood"], one["until"]) == (12, one["versions"][-1]["published_max"])
    marked = {row["programme_id"] for version in one["versions"] for row in real_record.told.listings_on(version)}
    assert marked == {"eu-2023-1529", "eu-267-2012"}


def test_an_authority_without_a_list_at_hand_is_named(record: Record) -> None:
    found = {(one["authority_id"], one["list_id"]): len(one["versions"]) for one in catalogues.lists(record)}
    assert found == {("freedonia-treasury", "gazette-list"): 1, ("utopia-office", "mirror-list"): 1}
    sources = [
        {**row, "kind": "news"} if row["source_id"] == "mirror-list" else row for row in record.tables["sources"]
    ]
    changed = replace(record, tables={**record.tables, "sources": sources})
    assert [(one["authority_id"], one["list_id"], one["versions"]) for one in catalogues.lists(changed)][1:] == [
        ("utopia-office", "", [])
    ]


def test_a_document_has_its_lineage_its_hash_and_what_rests_on_it(record: Record, site: Path) -> None:
    page = read_file(site / "sources/blue-copy.html").by_id("main")
    assert "Invented document blue-story" in page.text
    assert "Invented document blue-reprint" in page.text
    assert record.sources["blue-copy"]["sha256"] in page.text
    hrefs = [one.attributes["href"] for one in led_to(page)]
    assert "../rows/square-2020.html#title" in hrefs
    assert "../rows/square-2020.html#date" not in hrefs  # of that it says nothing


def test_a_document_on_which_nothing_rests_leads_to_what_was_made_from_it(record: Record) -> None:
    sources = [
        {**row, "derived_from": "unread", "derivation": "mirrored"} if row["source_id"] == "wire-story" else row
        for row in record.tables["sources"]
    ]
    unread = {**record.sources["wire-story"], "source_id": "unread", "format": None, "sha256": None, "bytes": None}
    changed = replace(record, tables={**record.tables, "sources": [*sources, unread]})
    made = {one.path: one for one in dossiers.pages(changed)}["sources/unread.html"]
    main = read(made.html(changed, "")).by_id("main")
    section, address = main.all("section")[-1], "../sources/wire-story.html"
    assert [link.attributes["href"] for link in led_to(section)] == [address]
    assert [link.attributes["href"] for link in led_to(main)].count(address) == 1  # once, not in the card too
    count = changed.facts_in("wire-story")
    assert count > 1
    assert f"{count} facts" in section.text


def test_the_list_of_documents_counts_the_facts_of_each(record: Record, site: Path) -> None:
    lines = [line for line in read_file(site / "sources.html").by_id("list").all("tr") if line.all("td")]
    found = {Path(led_to(line)[0].attributes["href"]).stem: int(line.all("td")[-1].text) for line in lines}
    evidence, facts = (record.release.load(name, "records") for name in ("evidence", "facts"))
    cells = {key: {row["fact_id"] for row in evidence if row["source_id"] == key} for key in record.sources}
    known = {row["fact_id"] for row in facts}
    assert found == {key: len(some & known) for key, some in cells.items()}  # as the page about the record counts them
    assert any(some - known for some in cells.values())


def test_only_a_file_that_prints_names_shows_who_is_not_on_a_list(real_record: Record) -> None:
    """Of the United States the last file held has numbers alone, and before it there are excerpts only."""
    sources = real_record.sources
    for authority, (whole, excerpt, *_) in real_record.told.named.items():
        rows = [row for row in sources.values() if prints_names(row)]
        own = [row for row in rows if authority in {one["authority_id"] for one in real_record.told.listings_on(row)}]
        assert all(row["format"] != "ofac_add" for row in own)
        days = {row["published_max"] for row in own if row["coverage"] == "whole"}
        assert set(whole) <= days, authority
        assert not whole or whole[-1] == max(days)
        assert excerpt is None or excerpt["published_max"] > whole[-1]
    us = real_record.told.named["united-states"]
    assert us.part is not None
    assert str(us.whole[-1]) == "2021-04-25" < str(us.part["published_max"])
    assert real_record.told.named["european-union"].part is None
    assert str(real_record.lists["united-states"][-1]) == "2026-08-02"


def test_a_day_that_is_hardly_known_is_said_so_and_an_end_has_both_of_its_days(real_record: Record) -> None:
    templates = macros()
    show = Shown(real_record, "")
    seen = Counter[str]()
    for row in real_record.tables["sanctions"]:
        if row["listed_min"] and row["listed_max"].year - row["listed_min"].year > 10:
            day = when(str(row["listed_max"]))
            printed = show.as_stated(row["sanction_id"], "listed")
            own = f"by {day} at the latest (the list prints “{printed}”)"
            assert read(templates.begun(show, row)).text == (own if printed else f"day not known; by {day}")
            assert read(templates.begun(show, row, "since")).text == (
                own if printed else f"by {day} at the latest (day not known)"
            )
            seen["wide"] += 1
        if row["delisted_min"] and row["delisted_min"] <= row["listed_max"]:
            day = when(str(row["delisted_max"]))
            assert read(templates.over(show, row, "until")).text == f"until {day} at the latest"
            seen["later"] += 1
        elif row["delisted"]:
            assert read(templates.over(show, row, "on")).text.startswith(after(row["delisted"], "on"))
            seen["plain"] += 1
    assert min(seen[one] for one in ("wide", "later", "plain")) > 2


def test_a_listing_of_which_no_late_list_says_that_it_stands_is_said_to_be_seen_last(real_record: Record) -> None:
    """Also that only a table by somebody else shows it; not of one that was carried over to another programme. No
    listing of the record is left open on a list any more: one that has ended since has the words."""
    told, said = real_record.told, Counter[str]()
    for one in catalogues.pages(real_record):
        if one.template == "sanctions":
            words = read(one.html(real_record, "")).text
            said["list"] += words.count(", last seen on the list of ")
            said["act"] += words.count(", named in an act of ")
            said["table"] += words.count(", last seen in a third party’s table of the list of the United States, of")
    seen = {key for key in told.left_open if told.last_seen(real_record.rows[key][1])}
    only = {key for key in seen if (real_record.rows[key][1]["note"] or "").lower().startswith("only a table by")}
    acts = {"us-iran-eo13876-supreme-leaders-office"}  # the words of an order show it, and no list
    assert said == {"list": len(seen - only - acts), "act": len(acts & seen), "table": len(only)}
    assert only
    old = real_record.rows["uk-iran-nuclear-hossein-salami-2"][1]
    words = macros().last_seen(Shown(real_record, ""), old)
    assert read(words).text.strip() == "last seen on the list of the United Kingdom of 13 April 2018"
    carried = ("uk-iran-human-rights", "uk-iran-nuclear", "uk-terrorism")
    assert told.left_open - seen == {key for key in told.left_open if key.startswith(carried)}
    shown = "\n".join(text(real_record.release, page(real_record.release, "press-tv")))
    assert "and May 2025, last seen 25 May 2025; no later list held here shows" in shown


def test_an_act_that_is_younger_than_a_listing_is_said_to_be_that_of_now(real_record: Record) -> None:
    pages = [
        read(one.html(real_record, "")).text for one in catalogues.pages(real_record) if one.template == "sanctions"
    ]
    assert any("8 December 2022 now under Iran (Sanctions) Regulations 2023" in words for words in pages)
    assert not any("2022 Iran (Sanctions) Regulations 2023" in words for words in pages)


def test_a_list_of_which_the_last_versions_are_parts_says_which_was_the_last_whole_one(real_record: Record) -> None:
    (first,) = (one for one in catalogues.pages(real_record) if one.path == "sanctions.html")
    words = read(first.html(real_record, "")).by_id("coverage").text
    assert "47: 17 January 2015 to 2 August 2026, the last whole one of 25 April 2021; later ones are parts" in words


def test_every_statement_stands_once_in_the_list_of_statements(real_record: Record) -> None:
    """With who says it and what it is about; in the order of names, and of one speaker in that of time."""
    pages = [one for one in catalogues.pages(real_record) if one.template == "statements"]
    lines = [line for page in pages for line in page.said()["lines"]]
    in_order = [line["row"] for line in lines]
    assert {row["statement_id"] for row in in_order} == {
        row["statement_id"] for row in real_record.tables["statements"]
    }
    assert len(in_order) == len(real_record.tables["statements"]) > 1000
    speakers = [real_record.label(row["speaker_id"]) for row in in_order]
    assert speakers == sorted(speakers, key=str.casefold)
    html = read(pages[0].html(real_record, "")).by_id("list")
    for line, shown in zip(pages[0].said()["lines"], (row for row in html.all("tr") if row.all("td")), strict=True):
        assert real_record.label(line["row"]["speaker_id"]) in shown.text
        assert line["row"]["gist"] in shown.text
        assert all(real_record.label(one) in shown.text for one in line["about"])
    assert {one["statement_id"] for one in in_order if not (one["event_id"] or one["about_id"])}  # some have no subject


def test_events_are_found_by_those_to_whom_they_were_done(real_record: Record) -> None:
    (page,) = (one for one in catalogues.pages(real_record) if one.path == "events.html")
    rows = {row["event_id"]: row for row in real_record.tables["events"]}
    asked = {key: catalogues._of_event(real_record, row) for key, row in rows.items()}
    bahai = {key for key, one in asked.items() if ["bahai-minority-iran"] in one.groups["whom"]}
    suffered = [row for row in real_record.tables["participations"] if row["part"] in ("target", "defendant")]
    assert bahai == {row["event_id"] for row in suffered if row["entity_id"] == "bahai-minority-iran"} != set()
    assert all("Bahai" in asked[key].more for key in bahai)
    offered = {value for value, *_ in page.said()["offers"]["whom"][1]}
    assert "bahai-minority-iran" in offered
    assert "irans-morality-police" not in offered
