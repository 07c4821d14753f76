"""What pages do not claim: that an entry is surely of somebody, that they answered, that an authority alleges what it
only reports; and what their leads do not leave out: the conclusion of an authority."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from tests.loader.whole_tables import WholeTables
from tests.releases.conftest import add_annex, make_world
from tests.site.macros import macros
from tests.site.reading import read

from mostanad.loader import Release
from mostanad.loader.reasons import Told
from mostanad.loader.timeline_findings import finding
from mostanad.models.words import said_by
from mostanad.releases import build
from mostanad.site import dossiers, events, search_files
from mostanad.site.contents import Record
from mostanad.site.reasons import Given, Reason, _begun
from mostanad.site.roles import modality, taken
from mostanad.site.show import Shown


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Listings of which only we say, with a hedge, that they are of Faraz; of Kohan one for human rights, whose reasons
    conclude that he is responsible and name no part, a part by the word of the press, and one in proceedings only."""
    world, folder, act = make_world(), tmp_path_factory.mktemp("fair"), "annex-2023"
    add_annex(world)
    listings = {row["sanction_id"]: row for row in world.rows["sanctions"]}
    for key, document in (("freedonia-p1-omid-faraz", "gazette-list"), ("utopia-omid-faraz", "mirror-list")):
        listings[key]["note"] = "joined by the name; against it: the name is common"
        for claim in (one for one in world.rows["claims"] if one["target_id"] == key):
            claim["fields"] = claim["fields"].replace("target_id", "").strip()
        world.claim(document, key, "target_id", modality="inference", hedge="likely")
    # A document that says so plainly beside leaves no doubt.
    world.claim("gazette-list", "freedonia-navid-kohan", "target_id", modality="inference", hedge="likely")
    part = {"event_id": "square-2020", "entity_id": "navid-kohan", "part": "accused", "standing": "alleged"}
    world.backed("participations", "square-2020-kohan", "wire-story", basis="own_act", **part)
    world.backed("events", "harassment", "wire-story", kind="sexual_violence", title="Harassment of a colleague")
    world.rows["claims"][-1] |= {"modality": "allegation", "hedge": "reported"}
    case = {**part, "event_id": "harassment", "standing": "investigated"}
    world.backed("participations", "harassment-kohan", "wire-story", **case)
    world.rows["claims"][-1]["modality"] = "allegation"
    world.source(act, "freedonia-treasury", "2023-06-01", "legal_act")
    world.claim(act, "lantern-council", "name")
    start, said = len(world.texts[act]), {"speaker_id": "freedonia-treasury", "about_id": "navid-kohan"}
    gist = "Navid Kohan is responsible for serious violations"
    world.add("statements", "treasury-reasons-kohan", kind="asserts", polarity="affirmative", gist=gist, **said)
    world.add("statements", "treasury-on-kohan", kind="asserts", polarity="affirmative", gist="it is so", **said)
    for key in ("treasury-reasons-kohan", "treasury-on-kohan"):
        world.claim(act, key, "about_id gist kind polarity speaker_id", modality="allegation")
    world.rows["sanctions"].append(
        {**listings["freedonia-navid-kohan"], "sanction_id": "freedonia-rights-kohan", "human_rights": "true"}
    )
    world.claim(act, "freedonia-rights-kohan", "listed")
    world.entry(act, start, "freedonia-rights-kohan", "9")
    path = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    return Record.of(Release(path, path.name))


def page(record: Record, path: str) -> Any:
    made = (*dossiers.pages(record), *events.pages(record))
    return read(next(one for one in made if one.path == path).html(record, ""))


def test_a_listing_joined_on_weak_ground_carries_its_reservation(told: Record) -> None:
    faraz = page(told, "officials/omid-faraz.html")
    assert "by the Utopia Office (by our reading of the entry)" in faraz.all("p", class_="finding")[0].text
    assert "we infer that the entry is about this person" in faraz.all("ul", class_="badges")[0].text
    said = "we infer that the entry of the Utopia Office is about this person"
    assert said in dict(search_files.files(told))["search/names.js"]
    assert told.told.doubtful == {"freedonia-p1-omid-faraz", "utopia-omid-faraz"}


def test_a_headline_does_not_rest_on_a_doubtful_listing(told: Record) -> None:
    rows = [
        {"table_name": "sanctions", "row_id": "freedonia-p1-omid-faraz", "fact_id": "freedonia-p1-omid-faraz/listed"}
    ]
    rows += [{**rows[0], "table_name": "positions", "row_id": one["position_id"]} for one in told.tables["positions"]
             if one["holder_id"] == "omid-faraz"]  # fmt: skip
    assert "began after a listing" not in finding(told.told, rows, "omid-faraz")
    assert "inferred" in finding(told.told, rows[:1], "omid-faraz")


def test_a_lead_has_what_an_authority_concludes_that_tells_of_no_part(told: Record) -> None:
    lead = page(told, "officials/navid-kohan.html").all("p", class_="finding")[0].text
    conclusion = "The Freedonia Treasury says: Navid Kohan is responsible for serious violations."
    assert conclusion in lead
    assert lead.index(conclusion) < lead.index("took part in")


def test_what_is_part_of_something_later_is_later_too(told: Record) -> None:
    event = {"event_id": "undated", "date_min": None, "part_of": "square-2020"}
    first = told.rows["square-2020"][1]["date_min"]
    assert told.told.earliest(event) == first
    record: Any = SimpleNamespace(rows={"undated": ("events", event)}, row=lambda _: event, told=told.told)
    assert _begun(record, "undated") == first
    assert told.told.earliest({"date_min": None, "part_of": None}) == dt.date.min


def test_what_nobody_is_accused_of_but_in_proceedings_is_reported(told: Record) -> None:
    part, item = told.rows["harassment-kohan"][1], {"modality": "allegation"}
    assert modality(told, part, item) == modality(told, told.rows["harassment"][1], item) == "reported"
    assert modality(told, told.rows["beatings-2020-faraz"][1], item) == "allegation"
    assert said_by("Mexico", "reported") == "reported by Mexico"
    said = page(told, "events/harassment.html").by_id("main").text
    assert "reports it" in said
    assert "alleged by" not in said
    assert "ordered it" not in said
    assert "says so, as an accusation" in page(told, "events/beatings-2020.html").by_id("main").text


def test_an_entry_that_only_quotes_somebody_gives_no_reason() -> None:
    rows = {"quote": "statements", "word": "statements", "death": "events", "post": "positions"}
    said = [{"sanction_id": listing, "row_id": key, "table_name": table, "modality": "fact", "asserted_by": "treasury"}
            for listing in ("quoting", "saying") for key, table in rows.items()
            if (listing, key) != ("quoting", "word")]  # fmt: skip
    speakers = {"statement_id": ["quote", "word"], "speaker_id": ["kohan", "treasury"]}
    tables = {"reasons": pa.Table.from_pylist(said), "statements": pa.table(speakers)}
    assert Told(WholeTables(tables)).bare == {"quoting"}


def test_that_one_authority_has_its_words_from_another_is_not_stated() -> None:
    record: Any = SimpleNamespace(lists={"treasury": [], "office": []})
    assert taken(record, {"asserted_by": "treasury", "origin": "office"}) == "in much the same words as %(who)s"
    assert taken(record, {"asserted_by": "paper", "origin": "office"}) == "taken from %(who)s"


def test_words_for_a_part_do_not_say_more_than_their_source() -> None:
    member = {"part": "member", "standing": "alleged"}
    assert macros().part_words(member, {"kind": "establishment"}).strip() == "said to have belonged to what was set up"
    assert macros().part_words(member, {"kind": "session"}).strip() == "said to have belonged to it"


def test_notes_on_several_standings_say_of_which_they_are() -> None:
    said = macros().noted({"note": "this sentence accuses him of nothing"}, "acquitted by a court")
    assert "On “acquitted by a court”: Our note: " in said


def test_who_sentenced_somebody_is_not_said_to_have_sat_in_judgment(
    told: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = {**told.rows["trial-2020"][1], "kind": "verdict"}
    monkeypatch.setitem(told.rows, "trial-2020", ("events", event))
    others = [row for row in told.tables["events"] if row["event_id"] != "trial-2020"]
    monkeypatch.setitem(told.tables, "events", [event, *others])
    said = page(told, "events/trial-2020.html").by_id("main").text
    assert "Said to have passed the sentence" in said
    assert "sat in judgment" not in said


def test_a_lead_has_no_reason_that_is_about_others_and_what_two_say_alike_once(told: Record) -> None:
    macro: Any = macros()
    said = told.rows["treasury-on-kohan"][1]

    def lead(*changes: dict[str, str | None]) -> str:
        rows = [{**said, **change} for change in changes]
        reasons = [Reason("", [Given("statements", row, [])], []) for row in rows]
        return read(macro.stated(Shown(told, ""), "navid-kohan", reasons)).text.strip()

    post = next(row["position_id"] for row in told.tables["positions"] if row["holder_id"] == "navid-kohan")
    assert lead({"about_id": "navid-kohan"}) == lead({"about_id": post}) == "The Freedonia Treasury says: it is so."
    assert lead({"about_id": "lantern-council"}) == "What the reasons say stands below."
    both = {"about_id": "navid-kohan"}, {"about_id": "navid-kohan", "speaker_id": "utopia-office"}
    assert lead(*both) == "The Freedonia Treasury and the Utopia Office say: it is so."
    assert lead(both[0], {**both[1], "gist": "other"}).count("says: it is so.") == 2
