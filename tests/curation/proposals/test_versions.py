"""Versions that are excerpts or parts, or of a day that is not known well."""

from __future__ import annotations

import pytest
from tests.curation.proposals.conftest import Lab, entry, sdn

from mostanad.curation.transaction import EditRefused

NIKPOUR, PRISON = entry(9001, "NIKPOUR, Bahram"), entry(9002, "OSMA PRISON", kind="")
FALK = entry(9003, "FALK, Lena", "IRAN-HR] [SDGT")
KOHAN, STRANGER = entry(9004, "KOHAN, Navid"), entry(9009, "STRANGER, A", "SDGT")
FIRST = "2021-08-18"
HR = "us-iran-hr-"


def listed(lab: Lab) -> dict[str, tuple[str, str]]:
    return {key: (row["listed"], row["delisted"]) for key, row in lab.rows["sanctions"].items()}


def test_a_version_of_an_unknown_day_bounds_by_the_last_of_its_days(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), "[2015-01-02..2015-01-17]")
    assert lab.rows["sources"]["us-ofac-sdn-2015-01-17"]["published_basis"] == "inferred"
    assert listed(lab) == {f"{HR}bahram-nikpour": ("[..2015-01-17]", "")}
    assert not lab.findings()


@pytest.mark.parametrize("published", ["2019-01-15", "[2015-01-02..2015-01-17]"])
def test_a_version_that_is_older_than_the_last_is_refused(lab: Lab, published: str) -> None:
    lab.sdn(sdn(NIKPOUR), FIRST)
    with pytest.raises(EditRefused, match="already has a later version, of 2021-08-18"):
        lab.propose("us-ofac-sdn", sdn(KOHAN), published)


def test_what_an_excerpt_lacks_has_ended_only_if_the_version_before_has_it(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), FIRST, cells={"coverage": "excerpt"})
    lab.sdn(sdn(KOHAN), "[2021-08-19..2021-08-25]", is_part=True)
    lab.sdn(sdn(PRISON, STRANGER), "2021-09-05", cells={"coverage": "excerpt"})
    assert {key: row[1] for key, row in listed(lab).items()} == {
        f"{HR}bahram-nikpour": "[2021-08-19..2021-09-05]",
        f"{HR}osma-prison": "",
        f"{HR}navid-kohan": "",
    }
    lab.sdn(sdn(PRISON), "2021-10-05")
    assert listed(lab)[f"{HR}navid-kohan"][1] == "[2021-09-06..2021-10-05]", "a whole file shows that it has ended"
    assert not lab.findings()


@pytest.mark.parametrize("published", ["2015", "[..2015-01-17]", "[2015-01-17..2015-01-02]", "soon"])
def test_a_day_that_is_none(lab: Lab, published: str) -> None:
    with pytest.raises(EditRefused, match="is not a day"):
        lab.propose("us-ofac-sdn", sdn(NIKPOUR), published)


@pytest.mark.slow
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
