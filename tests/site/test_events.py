"""Events, and the rival numbers about them."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from tests.site.reading import Element, led_to, read, read_file
from tests.site.test_listed_for import section

from mostanad.site import authorities, bodies, dossiers, events
from mostanad.site.contents import Record
from mostanad.site.page import SHOWN


def test_the_list_has_every_event_in_order_of_time(record: Record, site: Path) -> None:
    page = read_file(site / "events.html")
    lines = [[cell.text for cell in line.all("td")] for line in page.by_id("list").all("tr") if line.all("td")]
    assert [led_to(line)[0].text for line in page.by_id("list").all("tr") if line.all("td")] == [
        "Session of the council",
        "Protest on Lantern Square",
    ]
    assert lines[1][1:] == ["Porto Verde", "protest", "4", "1"]
    heads = [cell.text for cell in page.by_id("list").all("thead")[0].all("th")]
    assert heads == ["Event", "Date", "Place", "Kind (our word for it)", "Counts on record", "Participants"]


def test_everybody_who_took_part_stands_under_what_they_are_said_to_have_done(site: Path) -> None:
    page = read_file(site / "events/square-2020.html")
    assert [one.text for one in page.all("li", class_="grade")] == ["Said to have had a part"]
    hrefs = [one.attributes["href"] for one in led_to(page)]
    assert "../officials/omid-faraz.html" in hrefs
    assert "../rows/square-2020-omid-faraz-accused.html#part" in hrefs


def test_an_event_says_first_the_lowest_and_the_highest_count_and_who_is_said_to_have_had_a_part(site: Path) -> None:
    (said,) = read_file(site / "events/square-2020.html").all("p", class_="finding")
    assert "Counts: from at most 12" in said.text
    assert re.search(r"to at least 300\W+people killed \(", said.text)
    assert "Omid Faraz is said to have had a part in it, according to" in said.text


def test_who_tells_of_an_event_is_not_said_to_have_called_it_by_its_kind(site: Path) -> None:
    page = read_file(site / "events/square-2020.html")
    (said,) = page.all("p", class_="finding")
    assert "protest" not in said.text.lower()
    (card,) = page.all("dl", class_="card")
    assert card.text.startswith("Kind (our word for it)protest")
    assert not card.all("dd")[0].all("a", class_="mark")


def test_an_event_without_numbers_has_no_such_heading(site: Path) -> None:
    assert "Numbers" not in [one.text for one in read_file(site / "events/council-2020.html").all("h2")]
    assert "Numbers" in [one.text for one in read_file(site / "events/square-2020.html").all("h2")]


def page_of(record: Record, path: str) -> Element:
    modules = {"events": events, "officials": dossiers, "parties": bodies, "programmes": authorities}
    (page,) = (page for page in modules[path.partition("/")[0]].pages(record) if page.path == path)
    return read(page.html(record, "")).by_id("main")


def main_of(record: Record, path: str) -> str:
    return page_of(record, path).text


def test_a_day_in_a_title_is_in_words(real_record: Record) -> None:
    keys = [
        row["event_id"] for row in real_record.tables["events"] if row["title"].startswith("EU listings of 2026-01")
    ]
    assert keys
    for key in keys:
        assert real_record.label(key).startswith("EU listings of 29 January 2026")
        assert real_record.called(key).startswith("EU listings of 2026-01-29")


def test_who_else_lists_those_whom_reasons_name_stands_beside_them(real_record: Record) -> None:
    said = main_of(real_record, "events/death-custody-tehran-2022-09-16.html")
    elsewhere = "(each by one or more of these: Australia, Canada, the United Kingdom and the United States)"
    assert f"all by the European Union. 8 of them are also listed elsewhere {elsewhere}, with reasons that do" in said
    said = main_of(real_record, "events/killings-mahshahr-2019-11.html")
    assert "; also by Australia, the United Kingdom and the United States, with reasons that do not name it" in said


def test_an_event_leads_to_what_the_reasons_for_all_who_are_listed_for_it_also_tell_of(real_record: Record) -> None:
    key, of_target = "killings-mahshahr-2019-11", dict[str, set[str]]()
    told = defaultdict[str, set[str]](set)
    for row in real_record.tables["reasons"]:
        told[row["sanction_id"]].add(str(real_record.rows[row["row_id"]][1].get("event_id")))
    for row in real_record.tables["sanctions"]:
        if key in told[row["sanction_id"]]:
            of_target.setdefault(row["target_id"], set()).update(told[row["sanction_id"]])
    shared = set.intersection(*of_target.values()) - {key, "None"}
    others = shared - {one["event_id"] for one in real_record.larger(real_record.rows[key][1])}
    said = main_of(real_record, f"events/{key}.html")
    (line,) = re.findall(r"The same passages or reasons for listing also tell of: ([^.]*)\.", said)
    assert others
    assert all(real_record.label(one) in line for one in others)
    assert "Decisions on how security forces acted" not in said, "orders that others gave for the whole"
    assert "Vaseghi" not in said, "an order for another town"


def test_a_part_whose_people_are_counted_with_the_whole_leads_there(real_record: Record) -> None:
    said = main_of(real_record, "events/killings-2022-09.html")
    whole = "This record also holds counts of the larger event: see Protests in Iran from September 2022 (killed: more"
    assert said.index(whole) < said.index("This record holds counts of what was part of it: at least 2")
    assert "gives a number for it as a whole" not in said


def test_what_was_checked_of_an_event_stands_before_its_numbers(real_record: Record) -> None:
    said = main_of(real_record, "events/massacre-1988.html")
    assert said.index("Claims about it that we checked: missing context.") < said.index("Rival numbers")


def test_what_is_said_of_a_number_stands_beside_it_and_on_the_page_of_its_event_and_counter(
    real_record: Record,
) -> None:
    """Amnesty's own word on its number names the number, not the event."""
    key, proviso = "uprising-2019-11", "the true number of dead is probably far higher than its estimate"
    (line,) = [one for one in page_of(real_record, f"events/{key}.html").all("tr") if "more than 300○" in one.text]
    assert f"Amnesty International says, according to Iran Focus: {proviso}" in line.text
    said = {section.name: section for section in events.sections(real_record, key)}["sayings"].rows
    assert [row["gist"] for row in said].count(proviso) == 1
    assert len({row["statement_id"] for row in said}) == len(said)
    assert "the White House figure lay near what the PMOI had found" in main_of(
        real_record, "parties/us-white-house.html"
    )


def test_a_wave_shows_the_counts_of_its_parts_and_says_whose_are_missing(real_record: Record) -> None:
    said = main_of(real_record, "events/protests-2025-12.html")
    whole = "No document here gives a number for it as a whole"
    assert f"{whole}; this record holds counts of what was part of it: " in said
    assert "killed or injured: “hundreds of casualties”○ (the European Union, of Repression of the protests" in said
    missing = "No number of people harmed in it is known here to come from an authority of Iran"
    assert missing in said
    # Reasons of the United Kingdom name it too.
    assert "nobody else here says so" not in said
    said = main_of(real_record, "events/killings-zahedan-2022-09-30.html")
    figures = (
        "All its figures in digits come from what the European Union published. "
        "Counts that no document here prints are missing."
    )
    assert figures in said
    assert missing in said  # a count that somebody without a name gives can be anybody's
    # An official counted some of the children who were held.
    assert missing not in main_of(real_record, "events/detentions-pupils-iran-2022-09.html")


def test_an_event_and_an_order_of_which_the_same_words_tell_lead_to_each_other(real_record: Record) -> None:
    """Who is said to have ordered what happened in 1988 stands on a page of its own, which is part of nothing."""
    order, told = "fatwa-1988", "The same passages or reasons for listing also tell of: "
    for key in ("death-commissions-1988", "massacre-1988"):
        said = main_of(real_record, f"events/{key}.html")
        assert f"{told}{real_record.label(order)}" in said
        assert real_record.label(key) in main_of(real_record, f"events/{order}.html").partition(told)[2]
    # What is part of an order, or the order of it, stands there already.
    assert told not in main_of(real_record, "events/repression-2019-11.html")


def test_who_is_quoted_admits_nothing_and_what_is_inferred_says_so(real_record: Record) -> None:
    said = main_of(real_record, "officials/saeed-mortazavi.html")
    told = "Mortazavi had a part in deaths of people in custody, November 2014○ (that this is meant is inferred)"
    assert f"Iran says, according to the European Union and the United Kingdom: {told}" in said
    said = main_of(real_record, "events/verdicts-salavati-death-2022.html")
    assert "Those to whom it is said to have been done" in said
    assert "Those to whom it was done" not in said


def test_a_vote_says_that_the_votes_of_states_are_not_here_and_leads_to_its_documents(real_record: Record) -> None:
    page = page_of(real_record, "events/unga-resolution-2018-12-17.html")
    (told, *_) = [one for one in page.all("p") if "How each state voted is not in this record" in one.text]
    assert "../sources/unvotes-a-res-73-181.html" in [one.attributes["href"] for one in led_to(told)]
    assert "How each state voted" not in main_of(real_record, "events/massacre-1988.html")


@pytest.mark.parametrize("path", ["officials/leila-vaseghi", "events/sessions-national-security-council-2019-11"])
def test_who_took_a_decision_or_was_present_is_not_said_to_have_done_an_act(real_record: Record, path: str) -> None:
    said = main_of(real_record, f"{path}.html").lower()
    assert "decision-maker" in said or "attendee" in said
    assert ", own act" not in said


def test_an_admission_stands_with_what_somebody_is_quoted_with(real_record: Record) -> None:
    said = main_of(real_record, "officials/kiyumars-heidari.html")
    assert "reported as saying, in our words, that he and his force had a part in the violent response to the" in said
    said = main_of(real_record, "officials/mostafa-pour-mohammadi.html")
    assert "he is proud to have helped to carry out what he calls a command of God, 2016" in said
    assert not {"admits", "admitted"} & {*said.partition("Facts on this page were corrected")[0].split()}


def test_what_was_done_to_the_same_people_stands_with_it(real_record: Record) -> None:
    pages = ["squad-arrest-tehran-2022-09-13", "ill-treatment-custody-tehran-2022-09"]
    pages.append("death-custody-tehran-2022-09-16")
    for key in pages:
        said = page_of(real_record, f"events/{key}.html").all("ul", class_="beside")[0]
        assert "Also said to have been done to the same person or people" in said.text, key
        led = {one.attributes["href"] for one in led_to(said)}
        assert {f"../events/{one}.html" for one in pages if one != key} <= led, key


def test_people_are_counted_as_people_and_two_are_both(real_record: Record) -> None:
    said = main_of(real_record, "events/killings-mahabad-2022-11.html")
    assert (
        "2 people and 1 organisation are listed in entries that describe or mention it: all by the European Union"
        in said
    )
    assert "1 person and 2 organisations are said to have had a part in it" in said
    said = main_of(real_record, "events/executions-isfahan-2023-05.html")
    assert "2 people are listed in entries that describe or mention it: both by the European Union" in said


def test_in_an_event_that_is_only_alleged_every_part_is_alleged(real_record: Record) -> None:
    page = page_of(real_record, "events/repression-tehran-2022.html")
    (heading,) = [one for one in page.all("h2") if one.attributes.get("id") == "had_part"]
    assert heading.parent is not None
    said = heading.parent.text
    assert "Those to whom it is said to have been done" in said
    assert "it was done to them" not in said
    assert "stated by" not in said
    # A post that began before and of whose end no document speaks.
    assert "Head of LEF in Tehran (from 7 August 2017; no document says until when)" in said


def test_a_wave_of_listings_says_which_still_stand(real_record: Record) -> None:
    page = page_of(real_record, "events/eu-designation-2021-04-12.html")
    (heading,) = [one for one in page.all("h2") if one.attributes.get("id") == "designated"]
    assert heading.parent is not None
    said = "Those on a list of 13 April 2021 or later; anybody taken off before is not here."
    assert said in heading.parent.text
    whole = page_of(real_record, "events/eu-designation-2021-04-12/designated.html")
    lines = {led_to(line)[0].text: line.text for line in whole.all("li") if line.all("a")}
    salami = lines.pop("Hossein Salami")
    assert (
        "ended on a day between 17 March and 24 July 2026 (another listing by it stands, under another name: " in salami
    )
    assert "United Kingdom since 18 October 2023, and before from 9 February 2007 until a day between" in salami
    assert len(lines) >= SHOWN
    assert all("still listed on 24 July 2026" in line for line in lines.values())


def test_who_is_listed_for_an_event_stands_there_once_with_all_that_the_reasons_say(real_record: Record) -> None:
    sections = {one.name: one for one in events.sections(real_record, "uprising-2019-11")}
    whom = [one["target_id"] for one in sections["listed_for"].rows]
    given = real_record.told.listed_for("uprising-2019-11", within=True)
    assert len(whom) == len(set(whom)) == len({row["target_id"] for row in given}) > 15
    (page,) = [one for one in events.pages(real_record) if one.path == "events/uprising-2019-11.html"]
    part = section(read(page.html(real_record, "")), "Listings whose entries describe or mention it")
    (line,) = [one for one in part.all("li") if "Vaseghi, listed by " in one.text[:40]]
    assert len(line.all("li")) > 1
    assert line.text.count("listed by the European Union") == 1
    assert len({one.text for one in line.all("li")}) == len(line.all("li"))


def test_beside_a_mention_stands_what_the_same_reasons_say_of_the_same_town(real_record: Record) -> None:
    """The repression in Sanandaj is only mentioned with Moradi; of an order there the same reasons accuse him."""
    path = "events/repression-sanandaj-2019-11.html"
    (page,) = (page for page in events.pages(real_record) if page.path == path)
    rows = section(read(page.html(real_record, "")), "Listings whose entries describe or mention it").all("li")
    (listed,) = [row.text for row in rows if row.text.startswith("Alireza Moradi")]
    assert "About the same place and time they say: said to have ordered it" in listed
    assert "is said to have ordered it" not in read(page.html(real_record, "")).text


def test_the_words_for_a_day_stand_beside_the_day(real_record: Record) -> None:
    (page,) = (page for page in events.pages(real_record) if page.path == "events/massacre-1988.html")
    text = read(page.html(real_record, "")).text
    stated = {item["as_stated"] for item in real_record.evidence.of("massacre-1988")["date"]} - {None}
    assert any(f"(as stated: {words})" in text for words in stated)


def test_an_event_in_a_body_leads_to_those_who_led_it(real_record: Record) -> None:
    (page,) = (page for page in events.pages(real_record) if page.path == "events/fire-evin-2022-10.html")
    (link,) = read(page.html(real_record, "")).all("a", href="../parties/evin-prison.html#heads")
    assert link.text == "who led Evin Prison"
    there = bodies.scenes(real_record)
    assert set(there["fire-evin-2022-10"]) == {"evin-prison"}
    led = {one for some in there.values() for one in some}
    assert all(any(post["heads"] for post in bodies.posts(real_record, one)) for one in led)
    assert "ghezel-hesar-prison" not in led  # nobody is on record at its head


def test_who_had_a_part_only_in_what_was_part_of_an_event_is_counted(real_record: Record) -> None:
    acting = {row["entity_id"] for row in real_record.naming("uprising-2017-2018", "participations", "event_id")}
    found = events._acting_within(real_record, "uprising-2017-2018", acting)
    assert "gholamhossein-gheib-parvar" in found
    assert not acting & {*found}
    said = main_of(real_record, "events/uprising-2017-2018.html")
    named = said.partition(", not named above, are said to have had a part in what was part of it")[0]
    assert named.endswith(f"Asghar Mir-Hejazi and {real_record.label('gholamhossein-gheib-parvar')}")
    assert events._acting_within(real_record, "fire-evin-2022-10", set()) == []


def test_reasons_that_name_a_death_only_to_say_when_protests_were_add_nobody_to_it(real_record: Record) -> None:
    (page,) = (page for page in events.pages(real_record) if page.path == "events/death-custody-tehran-2022-09-16.html")
    told = section(read(page.html(real_record, "")), "Listings whose entries describe or mention it")
    assert "Ghazanfarabadi" in told.text  # who is said to defend the account that the government gives of it
    assert "Radis Vira" not in told.text  # whose equipment is said to have been used in protests that followed it
    assert "only to date something else" in told.text


def test_beside_what_was_done_in_towns_of_a_province_stands_the_number(real_record: Record) -> None:
    said = main_of(real_record, "events/repression-kurdistan-2022.html")
    assert f"{real_record.label('killings-sanandaj-2022-11')} (killed: at least 7" in said


def test_words_for_the_whole_country_stand_before_those_for_a_county(real_record: Record) -> None:
    said = main_of(real_record, "events/protests-2025-12.html").partition("; and ")[0]
    assert "“hundreds of casualties”" in said
    assert "“numerous casualties”" in said
    assert " County" not in said


def test_a_verdict_says_that_nobody_is_said_to_have_passed_it_and_with_which_posts_others_are_named(
    real_record: Record,
) -> None:
    wanted = {
        f"events/{key}.html": key
        for key in ("verdicts-death-isfahan-three-protesters", "killings-2019-11", "massacre-1988",
                    "verdicts-moghisseh-death", "trials-isfahan-three-protesters", "verdicts-howzan-appeal",
                    "trials-moghisseh", "verdicts-death-ahwaz-2012-03-17", "verdict-saeed-mortazavi-2017")
    }  # fmt: skip
    pages = {wanted[one.path]: one for one in events.pages(real_record) if one.path in wanted}
    said = {key: read(one.html(real_record, "")).by_id("main") for key, one in pages.items()}
    verdict, nobody = said["verdicts-death-isfahan-three-protesters"], "nobody on this page is said to have passed"
    for key in ("verdicts-death-isfahan-three-protesters", "trials-isfahan-three-protesters"):
        (lead,) = said[key].all("p", class_="finding")
        assert f"{nobody} the sentence." in lead.text
        assert said[key].text.count(nobody) == 1
    assert {key for key in said if nobody in said[key].text} == {*wanted.values()} & {
        "verdicts-death-isfahan-three-protesters", "trials-isfahan-three-protesters", "verdict-saeed-mortazavi-2017",
    }  # fmt: skip
    higher = {key for key in said if "What a higher court did" in said[key].text}
    assert higher == said.keys() - {"killings-2019-11", "massacre-1988"}
    assert "(Deputy Judge of the Provincial Criminal Court of Isfahan Province" in verdict.text
    # What followed stands once as that, and nowhere as a part.
    assert "This record holds counts of what followed from it" in verdict.text
    assert "The only event on record that followed from it" in verdict.text
    same = next(one.text for one in verdict.all("li") if one.text.startswith("Also said to have been done"))
    assert "Execution" not in same
    assert "All 12 are also listed elsewhere" in said["killings-2019-11"].text
    assert "only those whom the documents name are here" in said["massacre-1988"].text


def test_a_post_whose_start_is_stated_says_that_only_its_lasting_is_inferred(real_record: Record) -> None:
    (page,) = (one for one in events.pages(real_record) if one.path == "events/killings-mahshahr-2019-11.html")
    assert "(from 2009; that it was still held then is inferred)" in read(page.html(real_record, "")).text


def test_what_unnamed_people_did_is_not_said_to_have_been_done_by_nobody(real_record: Record) -> None:
    did = {row["event_id"] for row in real_record.tables["participations"]
           if row["basis"] == "own_act" and real_record.rows[row["entity_id"]][0] == "groups"}  # fmt: skip
    shown = {one.path: one for one in events.pages(real_record)}
    said = {key: read(shown[f"events/{key}.html"].html(real_record, "")).text for key in sorted(did)}
    assert [key for key, text in said.items() if "said to have done or ordered it" in text] == []
    assert sum("Said to have done it or taken part in it: " in text for text in said.values()) > 20
