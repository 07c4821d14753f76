"""A version that is older than all others bounds the beginnings that are open, and what ended before them."""

from __future__ import annotations

import pytest
from tests.curation.proposals.conftest import Lab, entry, sdn

from mostanad.curation.sealing import seal_added
from mostanad.curation.transaction import EditRefused, commit

NIKPOUR, PRISON = entry(9001, "NIKPOUR, Bahram"), entry(9002, "OSMA PRISON", kind="")
FALK, FALK_BEFORE = entry(9003, "FALK, Lena", "IRAN-HR] [SDGT"), entry(9003, "FALK, Lena", "SDGT")
KOHAN, STRANGER = entry(9004, "KOHAN, Navid"), entry(9009, "STRANGER, A", "SDGT")
OLDEST, OLDER, FIRST = "[2015-01-02..2015-01-17]", "2019-01-15", "2021-08-18"
HR = "us-iran-hr-"


def listed(lab: Lab) -> dict[str, tuple[str, str]]:
    return {key: (row["listed"], row["delisted"]) for key, row in lab.rows["sanctions"].items()}


def test_what_the_older_version_has_was_listed_by_then_and_what_it_lacks_was_not(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON, FALK), FIRST)
    lab.sdn(sdn(NIKPOUR, FALK_BEFORE), OLDER)
    since = "[2019-01-16..2021-08-18]"
    assert {key: row[0] for key, row in listed(lab).items()} == {
        f"{HR}bahram-nikpour": "[..2019-01-15]",
        f"{HR}lena-falk": since,
        f"{HR}osma-prison": since,
        "us-sdgt-lena-falk": "[..2019-01-15]",
    }
    first, older = f"us-ofac-sdn-{FIRST}", f"us-ofac-sdn-{OLDER}"
    assert lab.claims(f"{HR}bahram-nikpour", "listed") == [(older, "record=9001", "", "")]
    assert lab.claims(f"{HR}lena-falk", "listed") == [
        (older, "record=9003", "inference", ""),
        (first, "record=9003", "", ""),
    ]
    assert (older, "absent=9002", "inference", "") in lab.claims(f"{HR}osma-prison", "listed")
    assert not lab.findings()


def test_a_version_of_an_unknown_day_bounds_by_the_last_of_its_days_and_lacks_by_the_first(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), FIRST)
    taken = lab.sdn(sdn(NIKPOUR), OLDEST)
    assert taken.keys("sources") == ["us-ofac-sdn-2015-01-17"]
    assert taken.only("sources")["published_basis"] == "inferred"
    since = {key: row[0] for key, row in listed(lab).items()}
    assert since == {f"{HR}bahram-nikpour": "[..2015-01-17]", f"{HR}osma-prison": "[2015-01-03..2021-08-18]"}
    assert not lab.findings()


def test_one_after_the_other_they_bound_more_closely(lab: Lab) -> None:
    for content, day in ((sdn(NIKPOUR, PRISON), FIRST), (sdn(NIKPOUR, PRISON, STRANGER), OLDER), (sdn(PRISON), OLDEST)):
        lab.sdn(content, day)
    since = {key: row[0] for key, row in listed(lab).items()}
    assert since == {f"{HR}bahram-nikpour": "[2015-01-03..2019-01-15]", f"{HR}osma-prison": "[..2015-01-17]"}
    lines = lab.sdn(sdn(NIKPOUR, PRISON, KOHAN), "2021-09-05").proposal.lines
    assert lines == ("new: 9004 Navid Kohan is navid-kohan",), "the next version follows the last, as before"


def test_what_ended_before_the_first_version_has_its_end(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), FIRST)
    lab.sdn(sdn(NIKPOUR, KOHAN, STRANGER), OLDER)
    assert listed(lab)[f"{HR}navid-kohan"] == ("[..2019-01-15]", "[2019-01-16..2021-08-18]")
    assert len(lab.rows["sanctions"]) == 2, "who is of no interest is not taken in"
    assert not lab.findings()


def test_an_excerpt_does_not_show_an_end(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), FIRST, cells={"coverage": "excerpt"})
    lab.sdn(sdn(NIKPOUR, KOHAN), OLDER)
    assert listed(lab)[f"{HR}navid-kohan"] == ("[..2019-01-15]", "")


def test_what_an_excerpt_lacks_has_ended_only_if_the_version_before_has_it(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), FIRST, cells={"coverage": "excerpt"})
    lab.sdn(sdn(NIKPOUR, KOHAN), OLDER)
    lab.sdn(sdn(PRISON, STRANGER), "2021-09-05", cells={"coverage": "excerpt"})
    assert {key: row[1] for key, row in listed(lab).items()} == {
        f"{HR}bahram-nikpour": "[2021-08-19..2021-09-05]",
        f"{HR}osma-prison": "",
        f"{HR}navid-kohan": "",
    }
    lab.sdn(sdn(PRISON), "2021-10-05")
    assert listed(lab)[f"{HR}navid-kohan"][1] == "[2021-09-06..2021-10-05]", "a whole file shows that it has ended"
    assert not lab.findings()


def test_a_published_beginning_is_corrected_and_sealed_anew(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), FIRST)
    seal_added(lab.bench.package(), lab.rows)
    commit(lab.bench.package(), lab.rows)
    fact = f"{HR}bahram-nikpour/listed"
    lab.rows["history"]["x"] = {"entry_id": "x", "fact_id": fact, "version": "2026.1.0", "change": "added"}
    for content, day in ((sdn(NIKPOUR, STRANGER), OLDER), (sdn(STRANGER, NIKPOUR), OLDEST)):
        lab.rows = lab.propose("us-ofac-sdn", content, day).rows
        lab.keep(content)
    (row,) = lab.rows["corrections"].values()
    assert (row["before"], row["after"]) == ("[..2021-08-18]", "[..2015-01-17]"), "one step from what was published"
    lab.rows["history"].clear()
    lab.rows["corrections"].clear()
    assert not lab.findings()


def test_a_listing_that_is_older_than_the_dataset_has_it_is_told(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), FIRST)
    lab.sdn(sdn(NIKPOUR, KOHAN), "2021-09-05")
    told = lab.sdn(sdn(KOHAN, NIKPOUR), OLDER).told
    assert f"{HR}navid-kohan: listed [2021-08-19..2021-09-05], but on the list of 2019-01-15 already" in told


@pytest.mark.parametrize("published", ["2015", "[..2015-01-17]", "[2015-01-17..2015-01-02]", "soon"])
def test_a_day_that_is_none(lab: Lab, published: str) -> None:
    with pytest.raises(EditRefused, match="is not a day"):
        lab.propose("us-ofac-sdn", sdn(NIKPOUR), published)


def test_a_part_of_a_list_ends_nothing_and_is_no_step_to_the_next_version(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), FIRST)
    taken = lab.sdn(sdn(KOHAN), "[2021-08-19..2022-03-01]", is_part=True)
    since = "[2021-08-19..2022-03-01]"
    assert listed(lab)[f"{HR}navid-kohan"] == (since, "")
    assert taken.keys("sanctions") == [f"{HR}navid-kohan"]
    assert not taken.new["events"], "they may have begun one by one"
    lab.sdn(sdn(NIKPOUR, KOHAN, FALK), "2022-04-01")
    assert listed(lab) == {
        f"{HR}bahram-nikpour": ("[..2021-08-18]", ""),
        f"{HR}osma-prison": ("[..2021-08-18]", "[2021-08-19..2022-04-01]"),
        f"{HR}navid-kohan": (since, ""),
        f"{HR}lena-falk": ("[2021-08-19..2022-04-01]", ""),
        "us-sdgt-lena-falk": ("[2021-08-19..2022-04-01]", ""),
    }
    assert not lab.findings()
