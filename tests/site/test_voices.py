"""What the switch counts in a browser is what the package counts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from mostanad.loader import Release
from mostanad.site.contents import Record

PAGE_JS = Path(__file__).parents[2] / "src/mostanad/site/static/page.js"
#: Reads voices.js, parties and the voices of facts; writes by party what is left of each fact.
_PROGRAM = """
const {left} = require(process.argv[1]);
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const context = {};
require("vm").runInNewContext(asked.script, context);
const found = asked.parties.map((party) => asked.facts.map((heard) => {
  const {support, disputed} = left(heard, [party], context.mostanadVoices, asked.echoes);
  return [support, disputed];
}));
process.stdout.write(JSON.stringify(found));
"""
Left = list[tuple[str | None, bool]]

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None and not os.environ.get("MOSTANAD_REFERENCE"), reason="not checked: node is missing"
)


def in_the_browser(record: Record, parties: Sequence[str], echoes: bool = False) -> list[Left]:
    """By party, what the script of the pages finds left of each fact."""
    heard = [record.voices.heard.get(fact, ()) for fact in record.release.facts()["fact_id"]]
    asked = {"script": record.voices.script(), "parties": parties, "facts": heard, "echoes": echoes}
    command = ["node", "-e", _PROGRAM, str(PAGE_JS)]
    run = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return [[(support, disputed) for support, disputed in found] for found in json.loads(run.stdout)]


def in_the_package(release: Release, party: str, echoes: bool = False) -> Left:
    """What is left of each fact without a party."""
    rows = release.without(parties=[party], origins=echoes).facts().to_dict("records")
    return [(row["support"] if row["survives"] else None, bool(row["disputed"])) for row in rows]


def test_without_nobody_each_fact_is_as_in_the_release(record: Record) -> None:
    (found,) = in_the_browser(record, [""])
    assert found == [(fact["support"], fact["disputed"]) for fact in record.release.load("facts", "records")]
    assert {support for support, _ in found} == {"official", "corroborated", "unplaced", "one_camp", "single"}
    assert {is_disputed for _, is_disputed in found} == {True, False}


@pytest.mark.parametrize("echoes", [False, True])
def test_without_each_party_of_the_invented_world_the_same_is_left(
    invented: Release, record: Record, echoes: bool
) -> None:
    parties = [row["party_id"] for row in record.tables["parties"]]
    for party, found in zip(parties, in_the_browser(record, parties, echoes), strict=True):
        assert found == in_the_package(invented, party, echoes), party


@pytest.mark.slow
def test_what_others_have_from_a_party_can_go_too(real: Release, real_record: Record) -> None:
    both = [sum(support is None for support, _ in in_the_package(real, "pmoi", echoes)) for echoes in (False, True)]
    assert 0 < both[0] < both[1]


@pytest.mark.parametrize("echoes", [False, True])
@pytest.mark.parametrize(
    "which", [slice(2), pytest.param(slice(2, None, 5), marks=pytest.mark.slow)], ids=["of most facts", "of others"]
)
def test_without_parties_of_the_real_release_the_same_is_left(
    real: Release, real_record: Record, which: slice, echoes: bool
) -> None:
    parties = real_record.voices.parties
    fallen = 0
    for party, found in zip(parties[which], in_the_browser(real_record, parties[which], echoes), strict=True):
        assert found == in_the_package(real, party, echoes), party
        fallen += sum(support is None for support, _ in found)
    assert fallen > (1000 if which.start is None else 0)


def test_who_is_likely_tied_and_stays_is_named() -> None:
    parties = [["league", "League"], ["union", "Union (UN)", "League", "Guild"], ["guild", "Guild", "Union (UN)"]]
    program = "process.stdout.write(JSON.stringify(JSON.parse(process.argv[2]).map((chosen) => " + (
        "require(process.argv[1]).untied(chosen, JSON.parse(process.argv[3])))))"
    )
    asked = [["union"], ["union", "guild"], ["league"], []]
    command = ["node", "-e", program, str(PAGE_JS), json.dumps(asked), json.dumps(parties)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    said = " Not dropped, tie not documented: "
    assert json.loads(run.stdout) == [f"{said}League, Guild.", f"{said}League.", "", ""]


def test_the_switch_and_the_package_name_the_same(real: Release, real_record: Record) -> None:
    for party in ("pmoi", "resistance-units", "ncri", "maryam-rajavi", "us-ofac"):
        assert tuple(real_record.voices.untied[party]) == real.without(party).not_dropped
    assert real_record.voices.untied["maryam-rajavi"] == ["pmoi"]


def test_everybody_who_asserts_or_publishes_something_can_be_chosen(record: Record) -> None:
    speakers = {
        row[column]
        for row in record.release.load("evidence", "records")
        for column in ("asserted_by", "published_by", "origin")
    }
    tied = {row[column] for row in record.tables["affiliations"] for column in ("from_id", "to_id")}
    assert speakers < set(record.voices.parties) <= speakers | tied
    assert len(set(record.voices.parties)) == len(record.voices.parties)
