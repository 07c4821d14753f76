"""FollowTheMoney is told what a document states plainly, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cases import quick
from tests.releases.conftest import ABOUT, World, add_annex, make_world
from tests.releases.exports.test_ftm import Tables, entities, statements, values

from mostanad.files import open_package
from mostanad.models import TABLES
from mostanad.releases.compile import compile_tables
from mostanad.releases.exported import date
from mostanad.releases.exports import ftm

Compiled = Callable[[], Tables]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def compiled(world: World, tmp_path: Path) -> Compiled:
    """Compiles the world as it is now."""
    return lambda: compile_tables(open_package(world.write(tmp_path / "package")))


def claim(world: World, source: str, target: str) -> dict[str, str]:
    found = (row for row in world.rows["claims"] if row["passage_id"].startswith(f"{source}."))
    return next(row for row in found if row["target_id"] == target)


def test_a_name_with_quotation_marks_and_commas_survives(world: World, compiled: Compiled) -> None:
    name = 'Omid "the Lion", of the نیک‌پور'
    world.backed("names", "odd", "gazette-list", entity_id="omid-faraz", name=name)
    world.rows["names"][-1] |= {"script": "Latn", "kind": "misprint"}
    tables = compiled()
    assert values(tables, "omid-faraz", "weakAlias") == [(name, "gazette_list")]
    assert entities(tables)["omid-faraz"]["properties"]["weakAlias"] == [name]


@pytest.mark.parametrize(
    "cells",
    quick(1, [{"modality": "allegation"}, {"modality": "opinion"}, {"modality": "inference"}, {"hedge": "likely"}]),
    ids=str,
)
def test_what_is_not_plainly_stated_is_no_statement(world: World, compiled: Compiled, cells: dict[str, str]) -> None:
    for source, target in (
        ("gazette-list", "omid-faraz"),
        ("council-record", "navid-kohan-member"),
        ("mirror-list", "utopia-omid-faraz"),
        ("gazette-list", "omid-faraz-name-fa"),
        ("blue-story", "blue-herald-organ-of-blue-front"),
    ):
        claim(world, source, target).update(cells)
    text = "\n".join(ftm.statements(compiled(), ABOUT))
    assert "1951" not in text
    for gone in ("navid-kohan-member", "utopia-omid-faraz", "امید", "blue-herald-organ"):
        assert gone not in text


def test_those_are_statements_while_they_are_plainly_stated(compiled: Compiled) -> None:
    text = "\n".join(ftm.statements(compiled(), ABOUT))
    for here in ("1951", "navid-kohan-member", "utopia-omid-faraz", "امید", "blue-herald-organ"):
        assert here in text


def test_the_topic_needs_an_official_listing_that_goes_on(world: World, compiled: Compiled) -> None:
    world.rows["sanctions"][0]["delisted"] = "[2022-04-13..2026-03-16]"
    world.claim("gazette-list", "freedonia-p1-omid-faraz", "delisted target_id", modality="inference")
    tables = compiled()
    # The other listing is shown by a body that is not the authority's.
    assert values(tables, "omid-faraz", "topics") == []
    # An end that is only inferred is said, and said to be inferred.
    words = "delisted: [2022-04-13..2026-03-16] (EDTF; inference, hedge none)"
    assert values(tables, "freedonia-p1-omid-faraz", "summary") == [(words, "gazette_list")]
    assert values(tables, "freedonia-p1-omid-faraz", "endDate") == []


@pytest.mark.parametrize(
    ("country", "told"), quick(3, [("IR", ["ir"]), ("EU", ["eu"]), ("XN", []), ("QM", []), ("QA", ["qa"])])
)
def test_countries(world: World, compiled: Compiled, country: str, told: list[str]) -> None:
    world.rows["parties"][0]["country"] = country
    found = values(compiled(), world.rows["parties"][0]["party_id"], "country")
    assert [value for value, _ in found] == told


def test_an_end_is_told_whoever_states_it_and_a_beginning_is_not(world: World, compiled: Compiled) -> None:
    row = next(row for row in world.rows["sanctions"] if row["sanction_id"] == "utopia-omid-faraz")
    row |= {"listed": "2021-03-01", "delisted": "2021-06"}
    world.claim("council-record", "utopia-omid-faraz", "delisted listed")
    tables = compiled()
    assert values(tables, "utopia-omid-faraz", "endDate") == [("2021-06", "council_record")]
    assert values(tables, "utopia-omid-faraz", "startDate") == []


@pytest.mark.parametrize("kind", ["secondary_sanctions_tag", "regulatory_tag"])
def test_a_tag_is_no_sanction(world: World, compiled: Compiled, kind: str) -> None:
    """As plainly stated as a listing, by the same authority; among the sanctions, MST429 refuses it."""
    world.rows["programmes"][-1]["kind"] = kind
    row, *world.rows["sanctions"] = world.rows["sanctions"]
    assert row["programme_id"] == world.rows["programmes"][-1]["programme_id"]
    cells = {name: cell for name, cell in row.items() if name in TABLES["tags"].model_fields}
    world.add("tags", row["sanction_id"], **cells)
    listed = claim(world, "gazette-list", row["sanction_id"])
    listed["fields"] = listed["fields"].replace("measures ", "")  # a tag has none
    tables = compiled()
    fact = next(fact for fact in tables["facts"].to_pylist() if fact["fact_id"] == f"{row['sanction_id']}/target_id")
    assert (fact["table_name"], fact["support"]) == ("tags", "official")
    assert row["sanction_id"] not in entities(tables)
    assert row["sanction_id"] not in "\n".join(ftm.statements(tables, ABOUT))
    assert values(tables, "omid-faraz", "topics") == []


def test_the_same_row_among_the_sanctions_is_one(compiled: Compiled) -> None:
    tables = compiled()
    assert entities(tables)["freedonia-p1-omid-faraz"]["schema"] == "Sanction"
    assert {value for value, _ in values(tables, "omid-faraz", "topics")} == {"sanction"}


@pytest.mark.parametrize(
    ("source", "row_id", "field"),
    quick(
        1,
        [
            ("mirror-list", "utopia-omid-faraz", "authority_id"),
            ("council-record", "navid-kohan-member", "title"),
            ("blue-story", "blue-herald-organ-of-blue-front", "relation"),
            ("gazette-list", "omid-faraz-name-fa", "entity_id"),
        ],
    ),
)
def test_a_row_that_says_nothing_without_a_cell_goes_with_it(
    world: World, compiled: Compiled, source: str, row_id: str, field: str
) -> None:
    plain = claim(world, source, row_id)
    plain["fields"] = " ".join(sorted({*plain["fields"].split(" ")} - {field}))
    world.claim(source, row_id, field, modality="inference")
    tables = compiled()
    assert row_id not in entities(tables)
    assert f"{row_id}/" not in "\n".join(ftm.statements(tables, ABOUT))


def test_equal_values_of_two_documents_are_two_statements(world: World, compiled: Compiled) -> None:
    world.claim("council-record", "omid-faraz", "born")
    assert values(compiled(), "omid-faraz", "birthDate") == [("1951", "council_record"), ("1951", "gazette_list")]


def test_a_dispute_is_a_note_and_no_value(world: World, compiled: Compiled) -> None:
    world.claim("council-record", "omid-faraz", "born", stance="disputes", value="1953")
    tables = compiled()
    assert values(tables, "omid-faraz", "birthDate") == [("1951", "gazette_list")]
    (note,) = [entity for entity in entities(tables).values() if entity["schema"] == "Note"]
    said = "Lantern Council disputes omid-faraz/born, and gives 1953 instead (fact, hedge none)"
    found = {"description": [said], "entity": ["omid-faraz"], "proof": ["council-record"]}
    assert (note["properties"], note["datasets"]) == (found, ["mostanad_council_record"])


def test_what_an_asserter_takes_back_is_no_statement_of_his(world: World, compiled: Compiled) -> None:
    world.claim("council-record", "omid-faraz", "born")
    world.claim("gazette-list", "omid-faraz", "born", stance="retracts")
    assert values(compiled(), "omid-faraz", "birthDate") == [("1951", "council_record")]


def test_a_person_who_only_speaks_is_left_out(world: World, compiled: Compiled) -> None:
    world.add("parties", "ada-vox", name="Ada Vox", kind="person")
    world.add("parties", "otto-post", name="Otto Post", kind="person", born="1961")
    world.claim("wire-story", "otto-post", "born")
    said = {"speaker_id": "ada-vox", "kind": "asserts", "polarity": "affirmative", "gist": "it rained"}
    world.backed("statements", "vox-on-rain", "wire-story", **said)
    world.backed("positions", "otto-post-clerk", "wire-story", holder_id="otto-post", title="Clerk")
    found = entities(tables := compiled())
    assert "ada-vox" not in found
    assert found["otto-post"]["schema"] == "Person"
    assert values(tables, "otto-post", "birthDate") == [("1961", "wire_story")]


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2019-12-19", "2019-12-19"),
        ("2019", "2019"),
        ("2019~", ""),
        ("[..2019-12-19]", ""),
        ("[2022-09-15..2022-09-22]", "2022-09"),
        ("[1988-06..1988-09]", "1988"),
        ("[1972,1973]", ""),
        ("[2019-01,2019-03,2019-07]", "2019"),
        ("[2017..2019-08]", ""),
    ],
)
def test_dates_are_said_as_far_as_they_are_true(edtf: str, expected: str) -> None:
    assert date(edtf) == expected


def test_a_day_among_several_is_told_as_far_as_all_agree(world: World, compiled: Compiled) -> None:
    world.rows["sanctions"][0]["listed"] = "[2021-02-01..2021-02-09]"
    (told,) = [item for item in statements(compiled()) if (item.prop, item.schema) == ("startDate", "Sanction")]
    assert (told.value, told.original_value) == ("2021-02", "[2021-02-01..2021-02-09]")


def test_two_claims_of_one_document_are_one_statement_that_rests_on_both(world: World, compiled: Compiled) -> None:
    world.claim("gazette-list", "omid-faraz", "born")
    claims = [row["claim_id"] for row in world.rows["claims"] if row["target_id"] == "omid-faraz"]
    (told,) = [item for item in statements(compiled()) if item.prop == "birthDate"]
    assert str(told.origin).split(" ") == sorted(f"{key}/born" for key in claims)
    assert len(claims) == 2


def test_the_day_on_which_two_claims_show_a_post_held_rests_on_both(world: World, compiled: Compiled) -> None:
    claim(world, "council-record", "navid-kohan-member")["as_of"] = "2020-04-01"
    world.claim("council-record", "navid-kohan-member", "holder_id", as_of="2020-04-01")
    world.claim("wire-story", "navid-kohan-member", "holder_id", as_of="[..2020-05]")
    tables = compiled()
    assert values(tables, "navid-kohan-member", "date") == [("2020-04-01", "council_record")]
    assert values(tables, "navid-kohan-member", "summary") == [("as of: [..2020-05] (EDTF)", "wire_story")]
    (told,) = [item for item in statements(tables) if item.prop == "date"]
    assert len(str(told.origin).split(" ")) == 2


def test_a_date_that_cannot_be_said_is_kept_in_words(world: World, compiled: Compiled) -> None:
    world.rows["officials"][0]["born"] = "1951~"
    assert values(tables := compiled(), "omid-faraz", "birthDate") == []
    assert values(tables, "omid-faraz", "notes") == [("born: 1951~ (EDTF)", "gazette_list")]


def test_a_reason_is_told_with_who_alleges_it_and_rests_on_the_claims_in_the_entry(
    world: World, compiled: Compiled
) -> None:
    add_annex(world)
    tables = compiled()
    found = values(tables, "freedonia-p1-omid-faraz", "reason")
    line = (
        "Omid Faraz: said to have commanded those who did it, alleged: Beatings on Lantern Square "
        "(alleged by Freedonia Treasury, 1 June 2022)"
    )
    assert (line, "annex_2022") in found
    assert len(found) == 6
    (item,) = [one for one in statements(tables) if one.value == line]
    assert {one.rpartition("/")[2] for one in str(item.origin).split()} == {
        "basis", "entity_id", "event_id", "part", "standing",
    }  # fmt: skip
    assert {one.prop for one in statements(tables) if "Beatings" in one.value} == {"reason"}
    assert values(tables, "utopia-omid-faraz", "reason") == []


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        ({"act-7": "asset_freeze travel_ban"}, ["asset_freeze", "travel_ban"]),
        ({"act-7": "asset_freeze travel_ban", "act-8": "asset_freeze"}, ["asset_freeze"]),
        ({"act-7": "asset_freeze", "act-8": "travel_ban"}, []),
    ],
    ids=["one act", "what both do", "nothing that both do"],
)
def test_what_a_listing_does_is_what_all_acts_behind_it_do(
    world: World, compiled: Compiled, acts: dict[str, str], told: list[str]
) -> None:
    del next(row for row in world.rows["sanctions"] if row["sanction_id"] == "freedonia-p1-omid-faraz")["measures"]
    claim(world, "gazette-list", "freedonia-p1-omid-faraz")["fields"] = "authority_id programme_id target_id"
    for act, measures in acts.items():
        key = f"freedonia-p1-{act}-again"
        world.backed("legal_bases", key, "treasury-act", programme_id="freedonia-p1", act=act, measures=measures)
    world.backed("legal_bases", "freedonia-p1-old", "treasury-act", programme_id="freedonia-p1", act="0",
                 measures="export_ban", ended="2010")  # fmt: skip
    assert [value for value, _ in values(compiled(), "freedonia-p1-omid-faraz", "provisions")] == told


def test_a_transcript_has_the_address_of_its_original(world: World, compiled: Compiled) -> None:
    world.source("act-copied", "freedonia-treasury", "2021-02-02", "legal_act", derived_from="treasury-act")
    next(row for row in world.rows["sources"] if row["source_id"] == "treasury-act")["url"] = "https://example.org/act"
    world.claim("act-copied", "freedonia-p1-omid-faraz", "authority_id target_id")
    assert ("https://example.org/act", "act_copied") in values(compiled(), "freedonia-p1-omid-faraz", "sourceUrl")
