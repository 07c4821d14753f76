"""A release without some parties, against SQL over the evidence that was written apart from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from tests.cases import each
from tests.releases.conftest import make_world

from mostanad.loader import Release, Without, cite
from mostanad.releases import build

BLUE = ["blue-front", "blue-herald"]
RED = ["red-union", "red-post"]
FREEDONIA = ["freedonia", "freedonia-treasury", "freedonia-gazette"]
# As docs/codebook.md defines the words; whose record is whose act is told by hand.
ORACLE = """
WITH left_over AS (
    SELECT *, split_part(fact_id, '/', 1) AS row_id FROM evidence
    WHERE NOT list_contains($dropped, asserted_by) AND NOT list_contains($dropped, published_by)
), asserting AS (
    SELECT *, (source_id IN ('treasury-act', 'gazette-list') AND row_id LIKE 'freedonia-p1%')
        OR (source_id = 'council-record' AND row_id = 'council-2020') AS official
    FROM left_over WHERE stance = 'asserts'
), per_origin AS (
    SELECT fact_id, origin, max(camp) AS camp, count(*) AS claims, bool_or(official) AS official,
        list(source_id) AS documents
    FROM asserting GROUP BY ALL
)
SELECT fact_id, sum(claims)::INT AS claims, count(*) AS origins, count(DISTINCT camp) AS camps,
    len(list_distinct(flatten(list(documents)))) AS sources, list_sort(list(origin)) AS origin_ids,
    CASE WHEN bool_or(official) THEN 'official' WHEN count(*) = 1 THEN 'single'
        WHEN count(DISTINCT camp) > 1 THEN 'corroborated'
        WHEN count(DISTINCT camp) = 1 AND count(camp) = count(*) THEN 'one_camp' ELSE 'unplaced' END AS support,
    fact_id IN (SELECT fact_id FROM left_over WHERE stance IN ('denies', 'disputes', 'retracts')) AS disputed
FROM per_origin GROUP BY fact_id
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("without")
    world = make_world()
    world.claim("mirror-list", "square-2020-omid-faraz-accused", "standing", stance="denies", asserted_by="red-union")
    return Release(build(world.write(folder / "package"), folder / "out"), "2026.11.0")


def oracle(release: Release, dropped: list[str]) -> dict[str, dict[str, Any]]:
    connection = duckdb.connect()
    connection.register("evidence", release.load("evidence", "arrow"))
    rows = connection.sql(ORACLE, params={"dropped": dropped}).to_arrow_table().to_pylist()
    facts = set(release.facts()["fact_id"])  # a label of ours has evidence, and is no fact
    return {row["fact_id"]: row for row in rows if row["fact_id"] in facts}


@each(
    ("named", "affiliates", "dropped"),
    [
        (["blue-front"], True, BLUE),
        (["blue-herald"], True, BLUE),
        (["blue-front"], False, ["blue-front"]),
        (["red-union"], True, RED),  # the wire was an organ of it until 2010, and reports later
        (["red-union", "blue-front"], True, RED + BLUE),
        (["freedonia"], True, FREEDONIA),
        (["lantern-council"], True, ["lantern-council"]),
        (["lone-wire"], True, ["lone-wire"]),
        (["utopia-office"], True, []),
    ],
)
@pytest.mark.slow
def test_the_facts_are_counted_again(release: Release, named: list[str], affiliates: bool, dropped: list[str]) -> None:
    found = release.without(parties=named, affiliates=affiliates)
    expected = oracle(release, dropped)
    facts = found.load("facts", "records")
    assert [fact["fact_id"] for fact in facts] == release.facts()["fact_id"].to_list()
    assert {fact["fact_id"] for fact in facts if fact["survives"]} == expected.keys()
    for fact in facts:
        nothing = {"claims": 0, "origins": 0, "camps": 0, "sources": 0, "origin_ids": [], "support": None}
        wanted = expected.get(fact["fact_id"], nothing)
        assert {name: fact[name] for name in wanted} == wanted
    whole = {fact["fact_id"]: fact["support"] for fact in release.load("facts", "records")}
    assert {fact["fact_id"]: fact["support_before"] for fact in facts} == whole
    assert release.without(dropped or named, affiliates=False).facts().equals(found.facts())


def test_dropping_changes_support_and_dispute(release: Release) -> None:
    """Or the comparison above would compare nothing."""
    before = release.facts().set_index("fact_id")
    after = release.without(["red-union", "lone-wire"]).facts().set_index("fact_id")
    assert (before["support"]["square-2020/date"], after["support"]["square-2020/date"]) == ("corroborated", "single")
    assert (bool(before["disputed"]["square-2020/date"]), bool(after["disputed"]["square-2020/date"])) == (True, False)
    assert (before["support"] != after["support"]).sum() > 5


def test_who_denies_on_anothers_page_is_dropped_by_name(release: Release) -> None:
    assert "utopia-mirror" not in release.without("red-union").dropped
    left = release.without("red-union").why("square-2020-omid-faraz-accused", "standing")
    assert {row["stance"] for item in left for row in item.evidence} == {"asserts"}


def test_affiliates_are_those_of_the_time(release: Release) -> None:
    assert set(release.without("red-union").dropped) == {"red-union", "red-post"}
    assert set(release.without("freedonia").dropped) == set(FREEDONIA)


@pytest.mark.slow
def test_who_is_likely_tied_and_stays_is_named(tmp_path: Path) -> None:
    world = make_world()
    tie = {"from_id": "blue-herald", "to_id": "lone-paper", "relation": "member_of"}
    world.backed("affiliations", "herald-member-of-paper", "blue-story", **tie)
    found = Release(build(world.write(tmp_path / "package"), tmp_path / "out"), "2026.11.0")
    assert found.without("blue-front").not_dropped == ("lone-paper",)  # by its affiliate
    assert found.without("lone-paper").not_dropped == ("blue-herald",)
    assert found.without(["blue-front", "lone-paper"]).not_dropped == ()
    assert str(found.without("blue-front")).endswith("; not dropped, tie not documented: lone-paper")
    assert "not dropped" not in str(found.without("red-union"))


def test_what_others_print_of_them_echoes_them_and_goes_if_asked(release: Release) -> None:
    plain, strict = (release.without("blue-front", origins=origins) for origins in (False, True))
    title = "square-2020/title"
    facts = plain.facts().set_index("fact_id").loc[title]
    assert (bool(facts["survives"]), bool(facts["echo"]), list(facts["origin_ids"])) == (True, True, ["blue-herald"])
    assert not strict.facts().set_index("fact_id").loc[title, "survives"]
    assert not plain.facts().set_index("fact_id").loc["square-2020/date", "echo"]
    evidence = strict.load("evidence")
    assert not set(evidence["origin"]) & set(BLUE)
    echoes = int(plain.facts()["echo"].sum())
    assert f"of those that survive {echoes} rest only on documents that go back to them" in str(plain)


def test_tables_hold_what_survives_and_no_more(release: Release) -> None:
    found = release.without("blue-front")
    facts = found.load("facts", "records")
    keys = {row["table_name"] for row in facts}
    cells = {}
    for table in keys:
        for row in found.load(table, "records"):
            key = next(iter(row.values()))
            cells |= {f"{key}/{column}": value for column, value in row.items() if value is not None}
    survivors = {fact["fact_id"]: fact["value"] for fact in facts if fact["survives"]}
    fallen = {fact["fact_id"] for fact in facts if not fact["survives"]}
    assert fallen
    assert cells.keys() & fallen == set()
    rows = {name.partition("/")[0] for name in cells}
    missing = {name for name in survivors if name.partition("/")[0] in rows} - cells.keys()
    assert missing == set()
    (square,) = (row for row in found.load("events", "records") if row["event_id"] == "square-2020")
    assert (square["place"], square["kind"], square["date"]) == (None, None, "2020-05-02")
    assert release.load("events").set_index("event_id").loc["square-2020", "place"] == "Porto Verde"


def test_facts_beside_their_claims_keep_those_that_fall(release: Release) -> None:
    joined = release.without("blue-front").facts("square-2020", evidence=True)
    assert set(joined[joined["survives"]]["evidence_id"].isna()) == {False}
    assert set(joined[~joined["survives"]]["field"]) == {"kind", "place"}
    (place,) = joined[joined["field"] == "place"].to_dict("records")
    assert pd.isna(place["evidence_id"])


def test_a_row_of_which_no_cell_survives_that_it_must_have_is_left_out(release: Release) -> None:
    found = release.without("red-union")
    assert "square-2020-share-red-post" not in set(found.load("estimates")["estimate_id"])
    assert "square-2020-killed-blue-front-300" in set(found.load("estimates")["estimate_id"])
    assert found.load("estimates", "arrow").schema.names == release.load("estimates", "arrow").schema.names


def test_dates_that_fall_take_their_days_with_them(release: Release) -> None:
    found = release.without("lone-wire")
    (listing,) = (r for r in found.load("sanctions", "records") if r["sanction_id"] == "freedonia-p1-omid-faraz")
    assert (listing["listed"], listing["listed_min"], listing["listed_max"]) == (None, None, None)
    assert listing["target_id"] == "omid-faraz"


def test_documents_claims_and_passages_follow(release: Release) -> None:
    found = release.without("blue-front")
    evidence = found.load("evidence")
    for table, column in (("claims", "claim_id"), ("passages", "passage_id"), ("sources", "source_id")):
        before = set(release.load(table)[column])
        assert before - set(found.load(table)[column]) == set(release.load("evidence")[column]) - set(evidence[column])
    assert "blue-story" not in set(found.load("sources")["source_id"])
    assert found.load("fact_checks").equals(release.load("fact_checks"))


def test_it_is_asked_like_a_release(release: Release) -> None:
    found = release.without("blue-front")
    assert isinstance(found, Without)
    assert found.tables() == release.tables()
    assert found.sql("SELECT count(*) AS n FROM facts WHERE survives", "records") == [
        {"n": int(found.facts()["survives"].sum())}
    ]
    sources = {row["source_id"] for item in found.why("square-2020") for row in item.evidence}
    assert not sources & {"blue-story", "front-paper"}
    assert "does not survive: no remaining claim asserts it" in str(found.why("square-2020"))
    assert set(found.facts("square-2020", min_support="single")["field"]) == {"date", "title"}
    assert found.as_of(valid="2021-03-01").load("sanctions")["in_force"].to_list()
    with pytest.raises(KeyError, match=r"nothing of .* is left .* without freedonia"):
        release.without("freedonia").why("freedonia-p1")
    with pytest.raises(KeyError, match="no party or official 'blue'"):
        release.without(["blue"])
    with pytest.raises(ValueError, match="name at least one"):
        release.without([])


@pytest.mark.parametrize("form", ["pandas", "arrow"])
def test_its_frames_are_not_cited_as_the_whole(release: Release, form: Any) -> None:
    found = release.without("blue-front")
    events = found.load("events", form)
    with pytest.raises(ValueError, match="without blue-front"):
        cite(events, release=None)
    with pytest.raises(ValueError, match="from a release without blue-front"):
        release.cite(events)
    cited = found.cite(events, "csl-json")
    assert "blue-copy" in cited
    assert "blue-story" not in cited
    assert "blue-story" in release.cite(release.load("events"), "csl-json")
    assert found.cite("square-2020-killed-blue-front-300/value", "text").count("\n") == 1  # the release


@pytest.mark.parametrize("document", ["blue-story", "red-story", "council-record"])
def test_without_a_document_its_claims_are_dropped_and_nobody_elses(release: Release, document: str) -> None:
    found = release.without(sources=[document])
    left = [row for row in release.load("evidence", "records") if row["source_id"] != document]
    assert found.load("evidence", "records") == left
    asserting: dict[str, set[str]] = {}
    for row in left:
        if row["stance"] == "asserts":
            asserting.setdefault(row["fact_id"], set()).add(row["claim_id"])
    facts = {row["fact_id"]: row for row in found.load("facts", "records")}
    assert {name for name, row in facts.items() if row["survives"]} == asserting.keys() & facts.keys()
    assert all(facts[name]["claims"] == len(claims) for name, claims in asserting.items() if name in facts)
    assert any(not row["survives"] for row in facts.values())
    claims = {row["claim_id"] for row in release.load("evidence", "records") if row["source_id"] == document}
    assert found.dropped == {document: len(claims)}


def test_a_document_and_a_party_are_dropped_together(release: Release) -> None:
    both = release.without(parties=["red-union"], sources="blue-story")
    apart = [release.without(parties=["red-union"]), release.without(sources="blue-story")]
    kept = [{row["evidence_id"] for row in one.load("evidence", "records")} for one in apart]
    assert {row["evidence_id"] for row in both.load("evidence", "records")} == kept[0] & kept[1]


def test_what_cannot_be_dropped_is_said(release: Release) -> None:
    with pytest.raises(ValueError, match="name at least one party or document"):
        release.without()
    with pytest.raises(KeyError, match="no document 'blue-front' in release"):
        release.without(sources=["blue-front"])
