"""Dossiers: all about one official, and nothing about others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.releases.conftest import QUERY, VERSION, World

from mostanad.contract import dossier_schema


def dossier(release: Path, official_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / f"json/officials/{official_id}.json").read_text("utf-8"))
    return found


def ids(release: Path, official_id: str) -> dict[str, set[str]]:
    return {
        name: {next(iter(row.values())) for row in rows} for name, rows in dossier(release, official_id)["rows"].items()
    }


def test_each_official_has_one(built: Path) -> None:
    assert {path.name for path in (built / "json/officials").iterdir()} == {"omid-faraz.json", "navid-kohan.json"}


@pytest.mark.parametrize("official_id", ["omid-faraz", "navid-kohan"])
def test_it_is_valid(built: Path, official_id: str) -> None:
    jsonschema.Draft202012Validator(dossier_schema()).validate(dossier(built, official_id))


def test_whose_it_is(built: Path) -> None:
    found = dossier(built, "omid-faraz")
    assert list(found) == ["official", "version", "rows", "reasons", "facts", "sources"]
    assert found["version"] == VERSION
    assert (found["official"]["official_id"], found["official"]["born_min"]) == ("omid-faraz", "1951-01-01")


def test_rows_that_refer_to_the_official_and_where_they_lead(built: Path) -> None:
    found = ids(built, "omid-faraz")
    claims = found.pop("claims")
    assert found == {
        "names": {"omid-faraz-name-fa"},
        "programmes": {"freedonia-p1"},
        "sanctions": {"freedonia-p1-omid-faraz", "utopia-omid-faraz"},
        "events": {"square-2020"},
        "participations": {"square-2020-omid-faraz-accused"},
    }
    assert {claim.rsplit(".")[-1] for claim in claims} == {"omid-faraz"}


def test_groups_events_statements_and_posts(built: Path) -> None:
    found = ids(built, "navid-kohan")
    del found["claims"]
    assert found == {
        "positions": {"navid-kohan-member"},
        "events": {"council-2020"},
        "participations": {"council-2020-navid-kohan-attendee"},
        "groups": {"council-2020-three"},
        "group_members": {"council-2020-three-navid-kohan"},
        "statements": {"lone-wire-on-kohan"},
    }


@pytest.mark.slow
def test_estimates_are_left_out_and_statements_by_the_official_are_not(
    world: World, rebuilt: Callable[[], Path]
) -> None:
    counted = {"about_id": "square-2020", "measure": "killed", "population": "people", "comparator": "unquantified"}
    world.backed("estimates", "by-kohan", "wire-story", counted_by="navid-kohan", **counted)
    said = {"speaker_id": "navid-kohan", "kind": "denies", "polarity": "negative", "addressee_id": "omid-faraz"}
    world.backed("statements", "kohan-denies", "wire-story", gist="nothing happened", **said)
    release = rebuilt()
    assert "estimates" not in ids(release, "navid-kohan")
    assert "kohan-denies" in ids(release, "navid-kohan")["statements"]
    assert ids(release, "omid-faraz")["statements"] == {"kohan-denies"}


@pytest.mark.slow
def test_checks_in_which_the_official_is_asked_about_with_the_claims_that_are_checked(
    world: World, rebuilt: Callable[[], Path]
) -> None:
    claim_id = world.add_check()
    release = rebuilt()
    found = ids(release, "omid-faraz")
    assert (found["fact_checks"], found["fact_check_answers"]) == ({"faraz-listed"}, {"faraz-listed-omid-faraz"})
    assert claim_id in found["claims"]
    jsonschema.Draft202012Validator(dossier_schema()).validate(dossier(release, "omid-faraz"))
    other = ids(release, "navid-kohan")
    assert not {"fact_checks", "fact_check_answers"} & other.keys()
    assert claim_id not in other["claims"]


@pytest.mark.slow
def test_checks_whose_answer_the_official_s_own_row_shows(world: World, rebuilt: Callable[[], Path]) -> None:
    query = QUERY.replace("[sanction_id]", "['navid-kohan', sanction_id]")
    world.add_check(query=query)
    world.rows["fact_check_answers"][-1]["shown_by"] = "freedonia-p1-omid-faraz navid-kohan"
    release = rebuilt()
    assert ids(release, "navid-kohan")["fact_check_answers"] == {"faraz-listed-omid-faraz"}
    (item,) = dossier(release, "navid-kohan")["rows"]["fact_check_answers"]
    assert item["shown_by"] == ["freedonia-p1-omid-faraz", "navid-kohan"]
    jsonschema.Draft202012Validator(dossier_schema()).validate(dossier(release, "navid-kohan"))


def test_facts_of_these_rows_with_their_evidence(built: Path) -> None:
    found = dossier(built, "omid-faraz")
    rows = {"omid-faraz"}.union(*ids(built, "omid-faraz").values())
    facts = [json.loads(line) for line in (built / "json/facts.ndjson").read_text("utf-8").splitlines()]
    assert set(found["facts"]) == {fact["fact_id"] for fact in facts if fact["row_id"] in rows}
    date = found["facts"]["square-2020/date"]
    assert {name: date[name] for name in date if name != "evidence"} == {
        "value": "2020-05-02",
        "support": "corroborated",
        "disputed": True,
        "modalities": ["fact"],
    }
    assert [(row["source_id"], row["stance"]) for row in date["evidence"]] == [
        ("blue-story", "asserts"),
        ("red-story", "asserts"),
        ("wire-story", "disputes"),
    ]


def test_sources_are_those_of_the_evidence(built: Path) -> None:
    found = dossier(built, "navid-kohan")
    named = {row["source_id"] for fact in found["facts"].values() for row in fact["evidence"]}
    assert list(found["sources"]) == sorted(named) == ["council-record", "wire-story"]
    assert found["sources"]["wire-story"]["publisher_id"] == "lone-wire"
