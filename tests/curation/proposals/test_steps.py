"""From one version of a list to the next: what began and what ended, since when, and what shows it. SDN.CSV."""

from __future__ import annotations

import copy

import pytest
from tests.curation.proposals.conftest import Lab, decided, entry, sdn

from mostanad.curation.transaction import EditRefused

NIKPOUR = entry(9001, "NIKPOUR, Bahram")
PRISON = entry(9002, "OSMA PRISON", kind="")
FALK = entry(9003, "FALK, Lena", "IRAN-HR] [SDGT")
DAYS = ("2021-08-18", "2021-09-05", "2021-10-01", "2021-11-02")
FIRST, SECOND, THIRD = (f"us-ofac-sdn-{day}" for day in DAYS[:3])
HR = "us-iran-hr-"
NOBODY = "no entry of this list has a row yet; choose entries with --whole or a file of decisions"


def test_the_first_version_says_since_when_at_the_latest(lab: Lab) -> None:
    taken = lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    assert taken.keys("sanctions") == [f"{HR}bahram-nikpour", f"{HR}osma-prison"]
    row = taken.new["sanctions"][f"{HR}bahram-nikpour"]
    assert {name: str(cell) for name, cell in row.items() if cell} == {
        "sanction_id": f"{HR}bahram-nikpour",
        "target_id": "bahram-nikpour",
        "authority_id": "united-states",
        "programme_id": "us-iran-hr",
        "listed": "[..2021-08-18]",
        "entry": "9001",
    }
    assert lab.claims(f"{HR}bahram-nikpour") == [(FIRST, "record=9001", "", "")]
    assert taken.keys("events") == []
    assert taken.keys("officials") == ["bahram-nikpour"]
    assert taken.keys("parties") == ["osma-prison", "united-states", "us-ofac"]
    programme = taken.only("programmes")
    cells = [programme[name] for name in ("name", "kind", "office_id", "scope")]
    assert cells == ["IRAN-HR", "mixed", "us-ofac", "whole"]
    assert taken.new["claims"][f"{FIRST}.r-9001.us-iran-hr"]["fields"] == "authority_id code office_id"
    assert "new programme us-iran-hr: enter its name and kind" in taken.told
    assert taken.new["sources"][FIRST]["published_basis"] == "stated"


def test_a_second_run_proposes_nothing(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), DAYS[0])
    again = lab.sdn(sdn(NIKPOUR), DAYS[1])
    assert again.proposal.is_empty
    assert again.told == f"the file is registered already, as {FIRST}"
    assert not any(again.new.values())


def test_the_rows_that_are_given_are_never_changed(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    before = copy.deepcopy(lab.rows)
    proposal = lab.propose("us-ofac-sdn", sdn(PRISON, FALK), DAYS[1])
    assert lab.rows == before
    assert proposal.rows != before


def test_a_new_entry_lies_between_the_versions(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), DAYS[0])
    taken = lab.sdn(sdn(NIKPOUR, FALK), DAYS[1])
    assert taken.keys("sanctions") == [f"{HR}lena-falk", "us-sdgt-lena-falk"]
    event = taken.only("events")
    assert (event["event_id"], event["date"]) == ("us-ofac-sdn-change-2021-09-05", "[2021-08-19..2021-09-05]")
    assert (event["kind"], event["body_id"]) == ("designation", "us-ofac")
    for row in taken.new["sanctions"].values():
        assert (row["listed"], row["delisted"]) == ("[2021-08-19..2021-09-05]", "")
        assert row["action_id"] == event["event_id"], "what was added together is tied together"
        assert lab.claims(row["sanction_id"], "listed") == [
            (FIRST, "absent=9003", "inference", ""),
            (SECOND, "record=9003", "", "approximates"),
        ]
        said = {one["value"] for one in lab.rows["claims"].values() if one["target_id"] == row["sanction_id"]}
        assert said == {"", "[..2021-09-05]"}, "the later version says only that it had begun by then"
    assert taken.keys("officials") == ["lena-falk"]
    assert taken.keys("names") == ["lena-falk-name-lena-falk"]


def test_a_programme_added_to_an_entry(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    taken = lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram", "IRAN-HR] [HRIT-IR] [SDGT"), PRISON), DAYS[1])
    assert taken.keys("sanctions") == ["us-hrit-ir-bahram-nikpour", "us-sdgt-bahram-nikpour"]
    (action,) = taken.new["events"]
    for row in taken.new["sanctions"].values():
        assert (row["listed"], row["action_id"]) == ("[2021-08-19..2021-09-05]", action)
        assert lab.claims(row["sanction_id"], "listed") == [
            (FIRST, "record=9001", "inference", ""),
            (SECOND, "record=9001", "", "approximates"),
        ]
    for table in ("officials", "names", "identifiers", "positions"):
        assert taken.new[table] == {}, table


def test_a_programme_removed(lab: Lab) -> None:
    lab.sdn(sdn(FALK, PRISON), DAYS[0])
    taken = lab.sdn(sdn(entry(9003, "FALK, Lena"), PRISON), DAYS[1])
    row = taken.only("sanctions")
    assert (row["sanction_id"], row["delisted"]) == ("us-sdgt-lena-falk", "[2021-08-19..2021-09-05]")
    assert lab.claims("us-sdgt-lena-falk", "delisted") == [
        (FIRST, "record=9003", "inference", ""),
        (SECOND, "record=9003", "inference", ""),
    ]
    assert "not listed any more: us-sdgt-lena-falk, since [2021-08-19..2021-09-05]" in taken.told
    assert taken.new["events"] == {}


def test_a_tag_that_begins_and_ends_is_no_sanction(lab: Lab) -> None:
    lab.sdn(sdn(entry(9003, "FALK, Lena", "IRAN-HR] [IFSR"), PRISON), DAYS[0])
    assert lab.rows["programmes"]["us-ifsr"]["scope"] == "joined"
    lab.rows["programmes"]["us-ifsr"]["kind"] = "secondary_sanctions_tag"
    tagged = lab.sdn(
        sdn(entry(9003, "FALK, Lena", "IRAN-HR"), entry(9001, "NIKPOUR, Bahram", "IRAN-HR] [IFSR")), DAYS[1]
    )
    assert tagged.only("tags")["tag_id"] == "us-ifsr-bahram-nikpour"
    assert "us-ifsr-bahram-nikpour" not in tagged.new["sanctions"]
    assert lab.claims("us-ifsr-bahram-nikpour", "listed") == [
        (FIRST, "absent=9001", "inference", ""),
        (SECOND, "record=9001", "", "approximates"),
    ]
    gone = lab.sdn(sdn(NIKPOUR), DAYS[2])
    assert gone.only("tags")["delisted"] == "[2021-09-06..2021-10-01]"
    assert "not listed any more: us-ifsr-bahram-nikpour, since [2021-09-06..2021-10-01]" in gone.told


def test_an_entry_removed(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, FALK), DAYS[0])
    taken = lab.sdn(sdn(NIKPOUR), DAYS[1])
    assert taken.keys("sanctions") == [f"{HR}lena-falk", "us-sdgt-lena-falk"]
    for key, row in taken.new["sanctions"].items():
        assert (row["listed"], row["delisted"]) == ("[..2021-08-18]", "[2021-08-19..2021-09-05]")
        assert lab.claims(key, "delisted") == [
            (FIRST, "record=9003", "inference", ""),
            (SECOND, "absent=9003", "inference", ""),
        ]
    assert taken.new["identifiers"] == {}


def test_an_entry_that_comes_back_is_a_listing_of_its_own(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    lab.sdn(sdn(PRISON), DAYS[1])
    old = dict(lab.rows["sanctions"][f"{HR}bahram-nikpour"])
    taken = lab.sdn(sdn(entry(9001, "NIKPUR, Bahram"), PRISON), DAYS[2])
    row = taken.only("sanctions")
    assert row["sanction_id"] == f"{HR}bahram-nikpour-2"
    assert (row["listed"], row["delisted"]) == ("[2021-09-06..2021-10-01]", "")
    assert lab.rows["sanctions"][f"{HR}bahram-nikpour"] == old
    assert taken.new["officials"] == {}, "the number says who it is"
    assert taken.only("names")["name"] == "Bahram Nikpur"
    again = lab.sdn(sdn(PRISON, FALK), DAYS[3])
    assert again.new["sanctions"][f"{HR}bahram-nikpour-2"]["delisted"] == "[2021-10-02..2021-11-02]"
    assert lab.rows["sanctions"][f"{HR}bahram-nikpour"] == old


def test_a_changed_name_is_one_more_name(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    taken = lab.sdn(sdn(entry(9001, "NIKPUR, Bahram Ali"), PRISON), DAYS[1])
    row = taken.only("names")
    assert (row["entity_id"], row["name"], row["kind"]) == ("bahram-nikpour", "Bahram Ali Nikpur", "alias")
    assert lab.claims(row["name_id"]) == [(SECOND, "record=9001", "", "")]
    assert [row["name"] for row in lab.rows["names"].values()].count("Bahram Nikpour") == 1
    for table in ("sanctions", "officials", "events"):
        assert taken.new[table] == {}, table


def test_another_way_to_write_a_name_is_a_transliteration(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    assert lab.sdn(sdn(entry(9001, "NIKPUR, Bahraam"), PRISON), DAYS[1]).only("names")["kind"] == "transliteration"


def test_a_version_in_which_nothing_changed_is_not_taken_in(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    stranger = entry(9009, "STRANGER, A", "SDGT")
    taken = lab.sdn(sdn(NIKPOUR, PRISON, stranger), DAYS[1])
    assert taken.proposal.is_empty
    assert taken.told == "nothing to propose"
    assert not any(taken.new.values())


def test_a_list_in_which_nobody_is_of_interest(lab: Lab) -> None:
    taken = lab.sdn(sdn(entry(9009, "STRANGER, A", "SDGT")), DAYS[0])
    assert (taken.proposal.is_empty, taken.told) == (True, f"nothing to propose: {NOBODY}")


def test_a_dataset_says_itself_of_which_programmes_everybody_is_taken_in(lab: Lab) -> None:
    """A team on another country reads the same lists, and gets nobody whom it did not ask for."""
    content = sdn(NIKPOUR, entry(9009, "STRANGER, Anna", "BELARUS"))
    unasked = lab.propose("us-ofac-sdn", content, DAYS[0], whole=frozenset())
    assert unasked.lines == (f"nothing to propose: {NOBODY}",)
    taken = lab.sdn(content, DAYS[0], whole=frozenset({"BELARUS"}))
    assert taken.keys("sanctions") == ["us-belarus-anna-stranger"]
    assert taken.only("programmes")["scope"] == "whole"
    later = sdn(NIKPOUR, entry(9009, "STRANGER, Anna", "BELARUS"), entry(9010, "STRANGER, Vera", "BELARUS"))
    assert lab.sdn(later, DAYS[1], whole=frozenset()).keys("sanctions") == ["us-belarus-vera-stranger"]


def test_ships_and_aircraft_are_nobody(lab: Lab) -> None:
    ship = entry(9005, "OSMA STAR", kind="vessel")
    taken = lab.sdn(sdn(NIKPOUR, ship, entry(9006, "OSMA ONE", kind="aircraft")), DAYS[0])
    assert taken.keys("sanctions") == [f"{HR}bahram-nikpour"]


def test_versions_are_taken_in_in_order_of_time(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), DAYS[0])
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[2])
    with pytest.raises(EditRefused, match="already has a later version, of 2021-10-01"):
        lab.propose("us-ofac-sdn", sdn(FALK), DAYS[1])


def test_without_a_log_two_versions_of_one_day_are_of_one_day(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), DAYS[0])
    taken = lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0])
    assert taken.only("sanctions")["listed"] == DAYS[0]
    assert f"{FIRST}-2" in taken.new["sources"]
    # The next is compared with the later of the two.
    assert lab.sdn(sdn(NIKPOUR, PRISON, FALK), DAYS[1]).keys("officials") == ["lena-falk"]


def test_the_version_before_must_be_at_hand(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), DAYS[0])
    (lab.bench.documents / "001").unlink()
    with pytest.raises(EditRefused, match=f"{FIRST}, is not among the documents; give the folder"):
        lab.propose("us-ofac-sdn", sdn(FALK), DAYS[1])


def test_a_list_that_goes_back_byte_for_byte_is_not_passed_over_in_silence(lab: Lab) -> None:
    for day, version in zip(DAYS, (sdn(NIKPOUR), sdn(NIKPOUR, PRISON)), strict=False):
        lab.sdn(version, day)
    with pytest.raises(EditRefused, match=f"equals {FIRST} byte for byte, but the list had another version since"):
        lab.propose("us-ofac-sdn", sdn(NIKPOUR), DAYS[2])
    assert lab.propose("us-ofac-sdn", sdn(NIKPOUR)).is_empty


def test_days_that_are_not_exactly_known_are_compared_as_days(lab: Lab) -> None:
    early = f"[2021-08-11..{DAYS[0]}]"
    lab.sdn(sdn(FALK), DAYS[0])
    lab.sdn(sdn(NIKPOUR), f"[{DAYS[0]}..{DAYS[1]}]")
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[2])
    assert lab.propose("us-ofac-sdn", sdn(FALK), early).is_empty
    with pytest.raises(EditRefused, match="a return to an earlier version cannot be proposed"):
        lab.propose("us-ofac-sdn", sdn(NIKPOUR), "2022-01-01")


# What stood in a version before, but was not taken in then


def test_a_programme_that_an_entry_had_before_is_not_dated_by_the_step(lab: Lab) -> None:
    stranger = entry(9009, "STRANGER, A", "SDGT")
    lab.sdn(sdn(NIKPOUR, stranger), DAYS[0])
    taken = lab.sdn(sdn(NIKPOUR, entry(9009, "STRANGER, A", "SDGT] [IRAN-HR")), DAYS[1])
    rows = taken.new["sanctions"]
    assert rows[f"{HR}a-stranger"]["listed"] == "[2021-08-19..2021-09-05]"
    assert rows[f"{HR}a-stranger"]["action_id"] == "us-ofac-sdn-change-2021-09-05"
    assert (rows["us-sdgt-a-stranger"]["listed"], rows["us-sdgt-a-stranger"]["action_id"]) == ("[..2021-08-18]", "")
    assert lab.claims("us-sdgt-a-stranger", "listed") == [(FIRST, "record=9009", "", "")]
    assert lab.claims("us-sdgt-a-stranger", "programme_id") == [
        (FIRST, "record=9009", "", ""),
        (SECOND, "record=9009", "", ""),
    ]
    assert taken.keys("names") == ["a-stranger-name-a-stranger"]


def test_whoever_was_left_out_and_is_joined_later_was_listed_before(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, PRISON), DAYS[0], decisions=decided(("9002", "", "of no interest")))
    assert "osma-prison" not in lab.rows["parties"]
    taken = lab.sdn(sdn(NIKPOUR, PRISON, FALK), DAYS[1], decisions=decided(("9002", "the-prison", "it is")))
    row = taken.new["sanctions"][f"{HR}the-prison"]
    assert (row["listed"], row["action_id"]) == ("[..2021-08-18]", "")
    assert taken.new["sanctions"][f"{HR}lena-falk"]["listed"] == "[2021-08-19..2021-09-05]"


def test_a_whole_history_is_valid(lab: Lab) -> None:
    stranger = entry(9009, "STRANGER, A", "SDGT")
    versions = (
        sdn(NIKPOUR, PRISON, stranger),
        sdn(NIKPOUR, FALK, stranger),
        sdn(entry(9001, "NIKPUR, Bahram", "IRAN-HR] [HRIT-IR"), entry(9009, "STRANGER, A", "SDGT] [IRAN-TRA")),
        sdn(PRISON, FALK),
    )
    for day, version in zip(DAYS, versions, strict=True):
        assert not lab.sdn(version, day).proposal.is_empty
    assert lab.findings() == ()
