"""Whom the list links to whom."""

from __future__ import annotations

from tests.curation.proposals.conftest import Lab, entry, sdn

DAYS = ("2021-08-18", "2021-09-05")
SOURCES = [f"us-ofac-sdn-{day}" for day in DAYS]
POLICE, FALK = entry(9001, "HARBOUR POLICE", kind=""), entry(9002, "FALK, Lena B")


def linked(*names: str) -> str:
    return entry(
        9003, "NIKPOUR, Bahram", remarks="DOB 1961; " + "; ".join(f"Linked To: {name}" for name in names) + "."
    )


def test_a_link_is_a_tie_of_no_further_kind(lab: Lab) -> None:
    taken = lab.sdn(sdn(linked("HARBOUR POLICE", "FALK, Lena B"), POLICE, FALK), DAYS[0])
    ties = {
        key: [row[name] for name in ("from_id", "relation", "to_id")] for key, row in taken.new["affiliations"].items()
    }
    assert ties == {
        "bahram-nikpour-linked-to-harbour-police": ["bahram-nikpour", "linked_to", "harbour-police"],
        "bahram-nikpour-linked-to-lena-b-falk": ["bahram-nikpour", "linked_to", "lena-b-falk"],
    }
    for tie_id in ties:
        (claim,) = (row for row in lab.rows["claims"].values() if row["target_id"] == tie_id)
        assert (claim["fields"], claim["as_of"]) == ("from_id relation to_id", f"[..{DAYS[0]}]")
        assert lab.claims(tie_id) == [(SOURCES[0], "record=9003", "", "")]
    assert "new tie: bahram-nikpour-linked-to-harbour-police" in taken.told


def test_only_a_new_link_is_entered(lab: Lab) -> None:
    lab.sdn(sdn(linked("HARBOUR POLICE"), POLICE, FALK), DAYS[0])
    taken = lab.sdn(sdn(linked("HARBOUR POLICE", "FALK, Lena B"), POLICE, FALK), DAYS[1])
    assert taken.keys("affiliations") == ["bahram-nikpour-linked-to-lena-b-falk"]
    assert lab.claims("bahram-nikpour-linked-to-harbour-police", "to_id") == [(SOURCES[0], "record=9003", "", "")]


def test_a_tie_that_is_there_gets_a_claim(lab: Lab) -> None:
    lab.sdn(sdn(POLICE, entry(9003, "NIKPOUR, Bahram")), DAYS[0])
    tie = {"affiliation_id": "tie", "from_id": "bahram-nikpour", "to_id": "harbour-police", "relation": "linked_to"}
    lab.rows["affiliations"]["tie"] = tie | {"started": "", "ended": "", "note": ""}
    assert lab.sdn(sdn(POLICE, linked("HARBOUR POLICE")), DAYS[1]).keys("affiliations") == []
    assert lab.claims("tie") == [(SOURCES[1], "record=9003", "", "")]


def test_a_link_to_nobody_or_to_two_is_told(lab: Lab) -> None:
    lab.sdn(sdn(POLICE, entry(9004, "HARBOUR POLICE", kind="")), DAYS[0])
    lab.official("lena-falk", "Lena Falk")  # known from elsewhere: the list has no record of her
    taken = lab.sdn(
        sdn(linked("HARBOUR POLICE", "FALK, Lena"), POLICE, entry(9004, "HARBOUR POLICE", kind="")), DAYS[1]
    )
    assert taken.new["affiliations"] == {}
    assert "bahram-nikpour is linked to HARBOUR POLICE: 2 rows have this name in the list" in taken.told
    assert "bahram-nikpour is linked to FALK, Lena: no rows have this name in the list" in taken.told
