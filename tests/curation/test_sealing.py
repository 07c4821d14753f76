"""Sealing: new claims are sealed, broken seals stay broken until somebody reads again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mostanad.curation.sealing import reread, seal_again, seal_new
from mostanad.curation.transaction import EditRefused
from mostanad.documents.folder import Documents
from mostanad.evidence import lineage, seals
from mostanad.validation import validate_package

if TYPE_CHECKING:
    from tests.conftest import Bench, Line

STRIKE = "gazette-2019.c000367-000399.dock-strike-2019-11"
DISPUTE = "herald-2019.c000053-000065.norland-harbour-bahram-nikpour"
LINE: Line = ("Port Osma", "events", "talks", "kind=session|title=Talks at Port Osma")


def codes(bench: Bench) -> set[tuple[str, str]]:
    """What the layer of seals finds, claim by claim."""
    found = validate_package(bench.package(), Documents(None), ("text", "structure", "rows", "seals")).findings
    return {(finding.code, finding.value) for finding in found if not finding.summary}


def test_every_claim_of_the_whole_package_is_sealed(bench: Bench) -> None:
    assert set(bench.rows("seals")) == set(bench.rows("claims"))
    assert codes(bench) == set()
    before = bench.files()
    assert seal_new(bench.package()) == 0
    assert bench.files() == before


def test_a_seal_is_made_of_what_the_files_say(bench: Bench) -> None:
    """The claim on the estimate of the union, worked out from its rows: the asserter is named in the claim."""
    (claim_id,) = (name for name in bench.rows("claims") if name.endswith("strike-2019-11-injured-court"))
    claim = bench.rows("claims")[claim_id]
    passage = bench.rows("passages")[claim["passage_id"]]
    assert claim["asserted_by"] == "harbour-court"
    assert bench.rows("seals")[claim_id]["seal"] == seals.seal(
        table="estimates",
        row=bench.rows("estimates")[claim["target_id"]],
        claim=claim,
        passage=passage,
        source=bench.rows("sources")["gazette-2019"],
        asserter="harbour-court",
        origin=next(row["origin"] for row in lineage.table(bench.rows("sources").values())),
    )


def test_new_claims_are_sealed_and_no_others(bench: Bench) -> None:
    bench.enter("gazette-2019", LINE)
    before = bench.rows("seals")
    claim_id = "gazette-2019.c000031-000040.talks"
    assert codes(bench) == {("MST521", claim_id)}
    assert seal_new(bench.package()) == 1
    assert {name: seal for name, seal in bench.rows("seals").items() if name != claim_id} == before
    assert codes(bench) == set()


@pytest.mark.parametrize(
    ("table", "key", "cells"),
    [
        ("events", "dock-strike-2019-11", {"date": "2019-10"}),
        ("claims", STRIKE, {"asserted_by": "lena-falk"}),
        ("claims", STRIKE, {"fields": "date kind"}),
        ("passages", "gazette-2019.c000367-000399", {"selector": "char=367,400"}),
    ],
)
def test_a_broken_seal_stays_broken(bench: Bench, table: str, key: str, cells: dict[str, str]) -> None:
    bench.edit(table, key, **cells)
    broken = codes(bench)
    assert broken == {("MST522", STRIKE)}
    before = bench.files()
    assert seal_new(bench.package()) == 0
    assert (bench.files(), codes(bench)) == (before, broken)


def test_another_publisher_breaks_the_seals_of_all_that_comes_from_them(bench: Bench) -> None:
    """Of the gazette's own text and of the herald's, which is derived from it: the origin is sealed too."""
    bench.edit("sources", "gazette-2019", publisher_id="norland-herald")
    assert codes(bench) == {("MST522", name) for name in bench.rows("claims") if not name.startswith("register")}


@pytest.mark.usefixtures("unchecked")
def test_a_copy_that_is_made_an_original_breaks_its_seals(bench: Bench) -> None:
    """Else what two copies of one text say would rest on two origins, and nobody would see it."""
    bench.edit("sources", "herald-2019", derived_from="", derivation="original")
    assert codes(bench) == {("MST522", name) for name in bench.rows("claims") if name.startswith("herald")}


@pytest.mark.usefixtures("unchecked")
def test_seals_without_a_claim_are_dropped(bench: Bench) -> None:
    claims = bench.rows("claims")
    del claims[STRIKE]
    bench.write("claims", claims.values())
    assert codes(bench) == {("MST523", STRIKE)}
    assert seal_new(bench.package()) == 0
    assert set(bench.rows("seals")) == set(claims)
    assert codes(bench) == set()


@pytest.mark.usefixtures("unchecked")
def test_a_claim_on_nothing_is_not_sealed(bench: Bench) -> None:
    claim = bench.rows("claims")[STRIKE]
    dangling = [
        claim | {"claim_id": "a.r-1.b", "target_id": "nothing"},
        claim | {"claim_id": "a.r-2.b", "passage_id": "a.r-2"},
    ]
    bench.write("claims", [*bench.rows("claims").values(), *dangling])
    assert seal_new(bench.package()) == 0
    for name in ("a.r-1.b", "a.r-2.b", "no-such-claim"):
        with pytest.raises(EditRefused, match="no such claim, or its row or passage is gone"):
            seal_again(bench.package(), name)


def test_reading_again_shows_the_cells_beside_the_words(bench: Bench) -> None:
    assert reread(bench.package(), STRIKE, bench.at_hand()) == (
        {"date": "2019-11", "kind": "protest", "title": "Dock strike of November 2019"},
        "the dock strike of November 2019",
    )
    said = {"claim.stance": "disputes", "claim.value": "2019-12-18", "claim.as_stated": "Wednesday"}
    assert reread(bench.package(), DISPUTE, bench.at_hand()) == ({"listed": "2019-12-19"} | said, "On Wednesday")


def test_a_rival_value_is_shown_beside_a_cell_called_value(bench: Bench) -> None:
    (claim_id,) = (name for name in bench.rows("claims") if name.endswith("injured-court"))
    bench.edit("claims", claim_id, fields="value", stance="disputes", value="130")
    cells, _ = reread(bench.package(), claim_id, bench.at_hand())
    assert cells == {
        "value": "120",
        "claim.asserted_by": "harbour-court",
        "claim.stance": "disputes",
        "claim.value": "130",
    }


def test_reading_again_needs_the_claim_its_row_and_its_document(bench: Bench) -> None:
    package, claim = bench.package(), bench.rows("claims")[STRIKE]
    with pytest.raises(EditRefused, match="nothing: no such claim"):
        reread(package, "nothing", bench.at_hand())
    with pytest.raises(EditRefused, match="no document has the sha256"):
        reread(package, STRIKE, Documents(None))
    for column, what in (("target_id", "row"), ("passage_id", "passage")):
        bench.edit("claims", STRIKE, **{column: "nothing"})
        with pytest.raises(EditRefused, match=f"its {what} does not exist"):
            reread(bench.package(), STRIKE, bench.at_hand())
        bench.edit("claims", STRIKE, **{column: claim[column]})


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("char=366,399", "its words have changed; locate them again"),
        ("char=367,9999", "ends after the document"),
        ("record=1", "has no record= passages"),
        ("char=9,1", "selects nothing"),
    ],
)
def test_words_that_are_not_those_of_the_hash_are_not_shown(bench: Bench, selector: str, message: str) -> None:
    """Else somebody would read one passage and seal another."""
    bench.edit("passages", "gazette-2019.c000367-000399", selector=selector)
    with pytest.raises(EditRefused, match=message):
        reread(bench.package(), STRIKE, bench.at_hand())


def test_sealing_again_mends_one_seal(bench: Bench) -> None:
    bench.edit("events", "dock-strike-2019-11", date="[2019-11..2019-12]")
    bench.edit("officials", "bahram-nikpour", born="1962")
    assert len(codes(bench)) == 2
    before = bench.rows("seals")
    seal_again(bench.package(), STRIKE)
    after = bench.rows("seals")
    assert {name for name in after if after[name] != before[name]} == {STRIKE}
    assert {value for _, value in codes(bench)} == {"gazette-2019.c000434-000463.bahram-nikpour"}


def test_on_the_command_line(bench: Bench) -> None:
    bench.edit("events", "dock-strike-2019-11", date="2019-11~")
    documents = f"--documents={bench.documents}"
    before = bench.files()
    no = bench.run("seal", "--reread", STRIKE, documents, input="n\n")
    assert (no.exit_code, bench.files()) == (1, before)
    assert "2019-11~" in no.stdout
    assert "the dock strike of November 2019" in no.stdout
    yes = bench.run("seal", "--reread", STRIKE, documents, input="y\n")
    assert yes.exit_code == 0
    assert codes(bench) == set()
    bench.edit("events", "dock-strike-2019-11", date="2019-11?")
    assert bench.run("seal", "--reread", STRIKE, "--yes", documents).exit_code == 0
    assert codes(bench) == set()
    assert bench.run("seal", "--reread", "nothing", "--yes", documents).exit_code == 1
    assert bench.run("seal").stdout == "sealed 0 claims\n"
