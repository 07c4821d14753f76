"""How far a speaker holds back, and which decision was set aside, wherever a page tells of a part in an event."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.releases.conftest import World, add_annex, make_world
from tests.site.conftest import VERSION
from tests.site.macros import macros
from tests.site.reading import led_to, read, read_file
from tests.site.test_hits import named_in
from tests.site.test_listed_for import section

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site, dossiers, elsewhere, events
from mostanad.site.contents import Record
from mostanad.site.show import Shown


def _add_inferred_days(world: World) -> None:
    """A post that is concluded to have ended, and an event whose day is, and whose place another document gives."""
    post = {"holder_id": "navid-kohan", "title": "Guard of the market", "body_id": "lantern-council"}
    world.add("positions", "kohan-guard", ended="[..2012]", **post)
    for document in ("annex-2022", "wire-story"):
        world.claim(document, "kohan-guard", "body_id holder_id title")
    world.claim("annex-2022", "kohan-guard", "ended", modality="inference")
    world.add("events", "session-2017", kind="trial", title="Session on a square", date="2017", place="Old Market")
    world.claim("annex-2022", "session-2017", "kind title", hedge="reported")
    note, tie = "the kind of tie is our class", {"from_id": "lantern-council", "relation": "linked_to"}
    world.backed("affiliations", "council-linked", "annex-2022", to_id="stone-prison", note=note, **tie)
    world.claim("wire-story", "session-2017", "place")
    world.claim("annex-2022", "session-2017", "date", modality="inference")
    tried = {"part": "defendant", "standing": "on_trial", "standing_date": "[2022-01-05..2022-01-06]"}
    world.backed(
        "participations", "faraz-tried", "annex-2022", event_id="session-2017", entity_id="omid-faraz", **tried
    )
    world.add("parties", "stone-prison", name="Stone Prison", kind="prison")
    for who, ended in {"omid-faraz": {}, "navid-kohan": {"ended": "[..2012]"}}.items():
        head = {"holder_id": who, "title": "Head of Stone Prison", "rank": "head", "body_id": "stone-prison", **ended}
        world.backed("positions", f"{who}-head", "annex-2022", **head)
    part = {"event_id": "session-2017", "entity_id": "navid-kohan", "part": "attendee"}
    world.backed("participations", "session-2017-kohan", "annex-2022", **part)


def _without_own_act(world: World) -> None:
    """Of the judge nothing but the beatings is what he is said to have done."""
    key = "trial-2020-kohan-judge"
    next(row for row in world.rows["participations"] if row["participation_id"] == key).pop("basis")
    claims = world.rows["claims"]
    claims.remove(next(one for one in claims if one["target_id"] == key and one["fields"] == "basis"))


@pytest.fixture(scope="module")
def suspected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, where the act says of the council no more than that there are grounds to suspect it, and of one that he
    is likely to have known."""
    world = make_world()
    add_annex(world)
    _without_own_act(world)
    for claim in world.rows["claims"]:
        if claim["target_id"] == "beatings-2020-council":
            claim["hedge"] = "suspected"
    act, alleged = "annex-2022", {"modality": "allegation"}
    part = {"event_id": "beatings-2020", "entity_id": "navid-kohan", "part": "accused", "standing": "alleged"}
    world.add("participations", "beatings-2020-kohan", basis="office", **part)
    world.claim(act, "beatings-2020-kohan", "basis entity_id event_id part standing", hedge="suspected", **alleged)
    about = {
        "speaker_id": "freedonia-treasury",
        "kind": "asserts",
        "polarity": "affirmative",
        "about_id": "beatings-2020",
    }
    said = {"speaker_id": "the-beaten", "kind": "condemns", "polarity": "affirmative", "about_id": "beatings-2020"}
    world.backed("statements", "beaten-on-council", act, gist="the council did it", made="2022", **said)
    inferred = {**said, "kind": "asserts", "speaker_id": "navid-kohan"}
    world.add("statements", "kohan-on-beatings", gist="they had it coming", **inferred)
    world.claim(act, "kohan-on-beatings", "about_id gist kind polarity speaker_id", modality="inference")
    killed = {"about_id": "beatings-2020", "measure": "killed", "population": "people killed", "comparator": "at_least"}
    world.backed("estimates", "beatings-2020-killed", act, value="2", counted_by="freedonia-treasury", **killed)
    for row in world.rows["events"]:
        if row["event_id"] == "beatings-2020":
            row["place"] = "Old Market"
    world.claim(act, "beatings-2020", "place", modality="inference")
    world.backed("events", "verdict-2018", act, kind="verdict", title="Sentence of 2018", date="2018")
    for who, documents in {"omid-faraz": (act,), "navid-kohan": (act, "wire-story")}.items():
        world.add("participations", key := f"verdict-2018-{who}", event_id="verdict-2018", entity_id=who, part="judge")
        for document in documents:
            world.claim(document, key, "entity_id event_id part", **alleged)
    case = {"entity_id": "navid-kohan", "part": "defendant"}
    world.backed("events", "acquittal-2019", act, kind="verdict", title="Acquittal of Kohan", date="2019-08-19")
    world.backed("events", "verdict-2021", act, kind="verdict", title="Sentence of Kohan", date="2021")
    days = {"acquittal-2019": "2019-08-19", "verdict-2021": "2021", "verdict-undated": "[..2022-06-01]"}
    undated = {"kind": "verdict", "title": "Another sentence of Kohan", "date": days["verdict-undated"]}
    world.backed("events", "verdict-undated", act, **undated)
    for event, day in days.items():
        standing = "acquitted" if event == "acquittal-2019" else "convicted"
        decided = {**case, "event_id": event, "standing": standing, "standing_date": day}
        world.backed("participations", f"{event}-kohan", act, **decided)
    over = {**case, "event_id": "verdict-2021", "standing": "overturned", "standing_date": "2022-08"}
    world.add("participations", "verdict-2021-kohan-overturned", **over)
    world.claim(act, "verdict-2021-kohan-overturned", " ".join(sorted({*over} - {"event_id"})), hedge="appears")
    world.claim(act, "verdict-2021-kohan-overturned", "event_id", modality="inference")
    world.add("statements", "freedonia-on-beatings", gist="the council wanted it", **about)
    world.claim(act, "freedonia-on-beatings", "about_id gist kind polarity speaker_id", hedge="likely", **alleged)
    tie = {"from_id": "navid-kohan", "to_id": "lantern-council", "relation": "member_of", "started": "2019"}
    world.add("affiliations", "kohan-of-council", **tie)
    world.claim(act, "kohan-of-council", "from_id relation")
    world.claim(act, "kohan-of-council", "started to_id", modality="inference")
    _add_inferred_days(world)
    folder = tmp_path_factory.mktemp("suspected")
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    build_site(Release(release, VERSION), folder / "site")
    return folder / "site"


def test_which_decision_was_set_aside_is_named(suspected: Path) -> None:
    lead = " ".join(one.text for one in read_file(suspected / "officials/navid-kohan.html").all("p", class_="finding"))
    # With its cases such a lead would be too long: they stand below.
    assert "Also on record: acquitted by a court on 19 August 2019; convicted by a court in 2021; " in lead
    below = read_file(suspected / "officials/navid-kohan.html").by_id("main").text
    assert "Acquittal of Kohan, 19 August 2019: " in below
    assert "Sentence of Kohan, 2021: " in below
    # Of the day of a document only, that this is what it is.
    printed = "day not stated; a document of 1 June 2022 says so"
    assert f"convicted by a court ({printed}); a higher court" in lead
    assert "Another sentence of Kohan" in below
    aside = "a higher court set this decision aside in August 2022: Sentence of Kohan (so it appears)"
    assert f"{aside} (that this event is meant is inferred)." in lead


def test_a_place_that_is_concluded_and_an_event_that_is_alleged_say_so(suspected: Path) -> None:
    lead = read_file(suspected / "events/beatings-2020.html").all("p", class_="finding")[0].text
    assert "Old Market (inferred)" in lead
    shown = [entity[3] for entity in named_in(suspected)[1].values()]
    assert any("2 May 2020, Old Market, alleged" in what for what in shown)


def test_a_day_that_is_concluded_says_so_and_has_no_speaker(suspected: Path) -> None:
    page = read_file(suspected / "officials/navid-kohan.html").text
    assert "Session on a square (on the word of others), 2017 (inferred): " in page
    assert "former since a day not stated, already so in 2012 (inferred)" in page
    assert "days according to" not in page
    scripts = "".join(path.read_text(encoding="utf-8") for path in suspected.glob("search/names.js"))
    assert "formerly (inferred)" in scripts


def test_few_who_led_a_body_are_named_with_their_days_and_none_is_called_the_last(suspected: Path) -> None:
    lead = read_file(suspected / "parties/stone-prison.html").all("p", class_="finding")[0].text
    assert " 2 people are on record at its head, not necessarily all, nor in this order: Navid Kohan (" in lead
    assert "and Omid Faraz (last documented in June 2022; no document gives the days)." in lead


def test_what_we_note_on_a_tie_stands_with_both_sides(suspected: Path) -> None:
    for key in ("lantern-council", "stone-prison"):
        assert "Our note: The kind of tie is our class." in read_file(suspected / f"parties/{key}.html").text


def test_a_day_within_a_trial_is_not_its_length(suspected: Path) -> None:
    assert "on trial on a day between 5 and 6 January 2022" in read_file(suspected / "officials/omid-faraz.html").text


def test_a_hit_names_only_those_who_say_all_that_it_prints(suspected: Path) -> None:
    shown = [entity[3] for entity in named_in(suspected)[1].values()]
    assert "trial (our word), 2017 (inferred), Old Market" in shown


def test_people_stand_under_one_voice_only_if_the_same_speak_of_each(suspected: Path) -> None:
    lead = read_file(suspected / "events/verdict-2018.html").all("p", class_="finding")[0].text
    both = "according to the Freedonia Treasury and Lone Wire, Navid Kohan as having passed the sentence"
    assert f"{both}; according to the Freedonia Treasury, Omid Faraz as having passed the sentence" in lead
    persian = read_file(suspected / "fa/events/verdict-2018.html").all("p", class_="finding")[0].text
    assert len(persian.split("به گفتهٔ")) >= 3


def test_several_people_say_something_in_the_plural(suspected: Path) -> None:
    page = read_file(suspected / "events/beatings-2020.html").text
    assert "people who were beaten on Lantern Square condemn" in page
    assert "Square condemns" not in page


def test_a_verb_fits_one_group_and_several_units(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    says = macros().says
    called = {
        "a working group": "condemns",
        "experts": "condemn",
        "Lantern Units": "condemn",
        "Lantern Council": "condemns",
    }
    for name, verb in called.items():
        row = {"description": name, "size": None} if name.islower() else {"name": name, "kind": "armed_force"}
        monkeypatch.setitem(record.rows, "x", ("groups" if name.islower() else "parties", row))
        said = {"speaker_id": "x", "kind": "condemns", "statement_id": "s"}
        assert says(Shown(record, ""), said).strip() == verb


def test_who_only_reports_a_threat_says_that_it_is_one(record: Record) -> None:
    says = macros().says
    row = {**record.rows["blue-front-on-kohan"][1], "kind": "threatens"}
    assert Shown(record, "").reporters(row)
    assert says(Shown(record, ""), row).strip() == "makes a threat"


def test_an_end_of_a_tie_that_nobody_names_is_inferred(suspected: Path) -> None:
    implied = "(that the Lantern Council is meant is inferred from the words of the Freedonia Treasury)"
    for page in ("officials/navid-kohan.html", "parties/lantern-council.html"):
        assert implied in read_file(suspected / page).text
    assert "from 2019 (inferred)" in read_file(suspected / "officials/navid-kohan.html").text
    assert "سخن" in (suspected / "fa/officials/navid-kohan.html").read_text(encoding="utf-8")


def test_a_hedge_is_said_wherever_the_part_is(suspected: Path) -> None:
    lead = read_file(suspected / "officials/navid-kohan.html").text
    grounds = "says that there are reasonable grounds to suspect that"
    assert f"The Freedonia Treasury {grounds}" in lead
    assert "answers for an event by virtue of office: a threshold of law, less than a finding." in lead
    line = section(read_file(suspected / "officials/navid-kohan.html"), "What Navid Kohan is said to have done").text
    assert "alleged by the Freedonia Treasury (reasonable grounds to suspect)" in line
    event = read_file(suspected / "events/beatings-2020.html").text
    assert "the Freedonia Treasury speaks of 2 parts only with a reservation: reasonable grounds to suspect." in event
    assert "alleged by the Freedonia Treasury (said to be likely)" in event
    body = read_file(suspected / "parties/lantern-council.html").text
    assert f"The Freedonia Treasury {grounds} the Lantern Council" in body
    row = read_file(suspected / "rows/beatings-2020-council.html").text
    assert "Alleged by the Freedonia Treasury (reasonable grounds to suspect)" in row
    plain = read_file(suspected / "officials/omid-faraz.html").text
    assert "reasonable grounds" not in plain.split("Lantern Council")[0]


def test_what_is_only_inferred_does_not_stand_as_the_words_of_whom_it_names(suspected: Path) -> None:
    words = "According to the Freedonia Treasury, Navid Kohan says (inferred; no words are quoted): they had it coming"
    page = read_file(suspected / "officials/navid-kohan.html")
    assert "What Navid Kohan said" not in [one.text for one in page.all("h2")]
    assert words in section(page, "What is said about Navid Kohan").text
    assert words in read_file(suspected / "events/beatings-2020.html").text


def test_the_page_of_an_alleged_event_does_not_say_that_it_happened(suspected: Path) -> None:
    alleged = read_file(suspected / "rows/beatings-2020.html").by_id("main").all("p", class_="hint")[0].text
    assert alleged.startswith("An event that is only alleged: an accusation, not a finding.")
    plain = read_file(suspected / "rows/square-2020.html").by_id("main").all("p", class_="hint")[0].text
    assert plain.startswith("An event according to those who are named below: only they say that it happened.")


def test_numbers_of_the_press_alone_lead_to_what_others_count_of_the_parts(suspected: Path) -> None:
    page = read_file(suspected / "events/square-2020.html")
    others = "This record also holds counts of what was part of it: at least 2"
    said = page.by_id("counts").parent
    assert said is not None
    assert others in said.text
    assert "events/beatings-2020.html" in " ".join(one.attributes["href"] for one in led_to(said))
    assert "(the Freedonia Treasury, of Beatings on Lantern Square)." in page.text
    assert "injured" not in page.all("p", class_="finding")[0].text  # no number of the square counts the injured


def test_what_only_an_authority_says_that_lists_for_it_is_according_to_it_alone(suspected: Path) -> None:
    alone = "; nobody else here says so"
    leads = {name: read_file(suspected / f"events/{name}.html").all("p", class_="finding")[0].text
             for name in ("trial-2020", "beatings-2020", "square-2020")}  # fmt: skip
    assert [name for name, lead in leads.items() if alone in lead] == ["trial-2020"]  # the beatings are alleged by it


def test_the_page_of_a_province_leads_to_what_was_done_in_its_towns_then(real_record: Record) -> None:
    """What is on record as part of it stands apart; without a number the page says that a larger event has some."""
    row = real_record.rows["repression-kurdistan-2022"][1]
    found = elsewhere.same_place(real_record, row)
    assert {"repression-saqqez-2022-09", "killings-sanandaj-2022-11"} <= {*found}
    assert not {*found} & {*real_record.told.events(row["event_id"], True)}
    assert all(real_record.rows[one][1]["date_min"] <= row["date_max"] for one in found)
    pages = {page.path: page for page in events.pages(real_record)}
    said = read(pages["events/repression-kurdistan-2022.html"].html(real_record, "")).by_id("main").text
    assert "In the same place, perhaps at the same time:" in said
    since = real_record.rows["repression-sistan-and-baluchestan-after-2022-09-30"][1]
    later = elsewhere.same_place(real_record, since)
    assert "killings-khash-2022-11-04" in later
    corps = read(pages["events/operations-corps-valiasr-2022.html"].html(real_record, "")).by_id("main").text
    assert "no document here says whether" not in corps  # which speaks of Izeh
    khash = read(pages["events/killings-khash-2022-11-04.html"].html(real_record, "")).by_id("main").text
    assert "No document here gives a number for it alone." in khash
    assert "This record also holds counts of the larger event" in khash


@pytest.mark.slow
def test_who_says_something_outright_as_well_is_not_said_to_repeat_others(real_record: Record) -> None:
    """One entry tells of Press TV on the word of organisations; that of Press TV tells the same outright."""
    part = "forced-confessions-broadcast-press-tv-press-tv-accused"
    hedges = {item["hedge"] for item in real_record.evidence.of(part)["part"]}
    assert hedges == {"none", "reported"}
    assert "on the word of others" not in Shown(real_record, "").voice(part, "part")


def test_among_the_reasons_for_somebody_the_hedge_is_that_of_their_own_entry(real_record: Record) -> None:
    """The entry of another says outright of what the Basij is only accused in that of its deputy commander."""
    show, key = Shown(real_record, ""), "killings-2025-12-basij-resistance-force-accused"
    assert show.hedge(key, "part") == show.hedge(key, "part", "islamic-revolutionary-guard-corps") == ""
    assert "on the word of others" in show.hedge(key, "part", "seyed-qasim-qureshi")
    page = next(one for one in dossiers.pages(real_record) if one.path == "officials/seyed-qasim-qureshi.html")
    lines = section(read(page.html(real_record, "")), "What else the statements of reasons say").all("li")
    (line,) = (one.text for one in lines if one.text.startswith("Alleged shooting or killing of people"))
    assert "(on the word of others)" in line


def test_a_tribunal_of_no_state_that_another_quotes_is_called_so(real_record: Record) -> None:
    page = next(one for one in dossiers.pages(real_record) if one.path == "officials/habibollah-jan-nesari.html")
    said = read(page.html(real_record, "")).text
    assert "(not a court of a state) also says that Habibollah Jan Nesari had a part in an event, or answers" in said
