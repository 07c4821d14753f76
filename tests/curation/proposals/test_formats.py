"""Every list that is followed: what its format adds to what SDN.CSV shows."""

from __future__ import annotations

import pytest
from tests.curation.proposals.conftest import Lab, alt, annex, conlist, decided, entry, organisations, sdn, sema
from tests.curation.proposals.new_lists import reasons, uk_line
from tests.documents.lists import test_australia_dfat, test_un_consolidated

from mostanad.curation.proposals import Decision
from mostanad.curation.transaction import EditRefused
from mostanad.documents.lists import followed_lists
from mostanad.models.vocabularies import DocumentFormat

EU_PERSONS, EU_ENTITIES, ANNEX_IX = "eu-359-2011-persons", "eu-359-2011-entities", "eu-267-2012-annex-ix"
JUDGE = {"no": "21", "name": "NIKPOUR Bahram", "date_of_birth": "7.3.1961", "place_of_birth": "Osma (Norland)"}
JUDGE |= {"gender": "male", "function": "Head, Harbour Court", "name_native": "بهرام نیک‌پور", "listed_on": "2011-04-12"}
OTHER = {"no": "22", "name": "FALK Lena", "listed_on": "2012-03-23"}
UK_JUDGE = {"Name 6": "NIKPOUR", "Name 1": "Bahram", "Group ID": "7"}
CA_JUDGE = {"LastName": "Nikpour", "GivenName": "Bahram", "Item": "4", "DateOfListing": "2024-09-17"}


# EU


def test_an_annex_prints_its_dates(lab: Lab) -> None:
    first = lab.take(EU_PERSONS, annex(JUDGE), "2021-04-13")
    row = first.only("sanctions")
    assert (row["listed"], row["entry"], row["action_id"]) == ("2011-04-12", "p21", "")
    printed = {"official_id": "bahram-nikpour", "name": "Bahram Nikpour", "born": "1961", "gender": "male",
               "birth_place": "Osma (Norland)"}  # fmt: skip
    assert {name: cell for name, cell in first.only("officials").items() if cell and name != "note"} == printed
    assert [(row["name"], row["script"], row["language"], row["kind"]) for row in first.new["names"].values()] == [
        ("Bahram Nikpour", "Latn", "", "primary"),
        ("بهرام نیک‌پور", "Arab", "fa", "primary"),
    ]
    second = lab.take(EU_PERSONS, annex(JUDGE, OTHER), "2026-03-16")
    assert second.only("sanctions")["listed"] == "2012-03-23"
    assert lab.claims(second.only("sanctions")["sanction_id"]) == [
        ("eu-359-2011-persons-2026-03-16", "record=22", "", "")
    ]
    third = lab.take(EU_PERSONS, annex(OTHER), "2026-06-01")
    assert third.only("sanctions")["delisted"] == "[2026-03-17..2026-06-01]"
    assert lab.claims(third.only("sanctions")["sanction_id"], "delisted") == [
        ("eu-359-2011-persons-2026-03-16", "record=21", "inference", ""),
        ("eu-359-2011-persons-2026-06-01", "absent=21", "inference", ""),
    ]
    assert lab.findings() == ()


def test_two_parts_of_an_annex_are_two_lists(lab: Lab) -> None:
    lab.take(EU_PERSONS, annex(JUDGE), "2021-04-13")
    taken = lab.take(EU_ENTITIES, organisations(("21", "Osma Prison", "2011-04-12")), "2021-04-13")
    assert taken.only("identifiers")["value"] == "e21"
    assert taken.only("parties")["kind"] == "prison"
    gone = lab.take(EU_ENTITIES, organisations(("22", "Harbour Police", "2022-10-17")), "2026-03-16")
    assert gone.new["sanctions"]["eu-359-2011-osma-prison"]["delisted"]
    assert not lab.rows["sanctions"]["eu-359-2011-bahram-nikpour"]["delisted"]
    assert gone.new["parties"]["harbour-police"]["kind"] == "armed_force"
    assert lab.findings() == ()


@pytest.mark.parametrize(
    ("followed", "content"),
    [
        (EU_ENTITIES, annex(JUDGE)),
        (EU_PERSONS, organisations(("21", "Osma Prison", "2011-04-12"))),
        (EU_PERSONS, b"part\tno\tname\treasons\tlisted_on\nI.A\t1\tNIKPOUR Bahram\tx\t2011-12-01\n"),
        (ANNEX_IX, annex(JUDGE)),
    ],
)
def test_the_file_of_another_list_of_the_same_format(lab: Lab, followed: str, content: bytes) -> None:
    lab.take(EU_PERSONS, annex(OTHER), "2021-04-13")
    lab.take(EU_ENTITIES, organisations(("9", "Harbour Police", "2012-03-23")), "2021-04-13")
    with pytest.raises(EditRefused, match=f"the file is not {followed}: record .* belongs to another list"):
        lab.propose(followed, content, "2026-03-16")


def test_a_list_without_entry_numbers_of_a_scheme(lab: Lab) -> None:
    lab.official("bahram-nikpour", "Bahram Nikpour")
    table = b"part\tno\tname\treasons\tlisted_on\nI.A\t1\tNIKPOUR Bahram\tx\t2011-12-01\n"
    assert lab.propose(ANNEX_IX, table, "2016-01-16").is_empty
    taken = lab.take(ANNEX_IX, table, "2016-01-16", decisions=decided(("I.A/1", "bahram-nikpour", "same court")))
    assert (taken.only("sanctions")["entry"], taken.new["identifiers"]) == ("I.A/1", {})
    assert taken.only("sanctions")["note"] == "same court"  # there is no identifier to say why
    more = table + b"I.A\t2\tFALK Lena\tx\t2012-12-01\n"
    assert lab.take(ANNEX_IX, more, "2017-01-16").proposal.is_empty
    gone = lab.take(ANNEX_IX, table.replace(b"\t1\t", b"\t3\t"), "2018-01-16")
    assert gone.only("sanctions")["delisted"] == "[2016-01-17..2018-01-16]"


# United Kingdom


def test_the_uk_list_only_of_who_is_joined(lab: Lab) -> None:
    lab.take(EU_PERSONS, annex(JUDGE), "2016-04-13")
    content = conlist(UK_JUDGE | {"DOB": "00/00/1961"}, {"Name 6": "STRANGER", "Name 1": "A", "Group ID": "8"})
    silent = lab.propose("uk-conlist", content, "2018-04-13")
    assert silent.is_empty
    assert "to decide: 7 Bahram Nikpour, not taken in; may be" in silent.lines
    taken = lab.take("uk-conlist", content, "2018-04-13", decisions=decided(("7", "bahram-nikpour", "same court")))
    assert taken.only("sanctions")["listed"] == "2011-04-14"
    assert taken.only("identifiers")["note"] == "same court"
    assert taken.new["officials"] == {}
    later = conlist({"Name 6": "STRANGER", "Name 1": "A", "Group ID": "8"})
    gone = lab.take("uk-conlist", later, "2020-01-01")
    assert gone.only("sanctions")["delisted"] == "[2018-04-14..2020-01-01]"
    assert ("uk-conlist-2020-01-01", "absent=7/1", "inference", "") in lab.claims(gone.only("sanctions")["sanction_id"])
    assert lab.findings() == ()


def test_a_regime_is_a_programme(lab: Lab) -> None:
    lab.official("bahram-nikpour", "Bahram Nikpour")
    rows = (UK_JUDGE, UK_JUDGE | {"Regime": "Ships", "Listed On": "01/02/2012"})
    joined = decided(("7", "bahram-nikpour", "same court"))
    taken = lab.take("uk-conlist", conlist(*rows), "2018-04-13", decisions=joined)
    assert sorted((row["programme_id"], row["listed"]) for row in taken.new["sanctions"].values()) == [
        ("uk-docks", "2011-04-14"),
        ("uk-ships", "2012-02-01"),
    ]
    assert lab.take("uk-conlist", conlist(UK_JUDGE), "2019-01-01").only("sanctions")["programme_id"] == "uk-ships"


def test_the_uk_sanctions_list_prints_day_and_measures(lab: Lab) -> None:
    lab.take(EU_PERSONS, annex(JUDGE), "2021-04-13")
    joined = decided(("IRN0007", "bahram-nikpour", "same court"))
    taken = lab.take("uk-sanctions-list", uk_line(), "2026-03-26", decisions=joined)
    row = taken.only("sanctions")
    assert (row["entry"], row["listed"], row["action_id"]) == ("IRN0007", "2020-12-31", "")
    assert row["measures"] == "asset_freeze travel_ban"
    assert taken.only("identifiers")["scheme"] == "uk-sanctions-list"
    assert ("uk-sanctions-list-2026-03-26", "record=IRN0007", "", "") in lab.claims(row["sanction_id"], "measures")
    assert lab.propose("uk-sanctions-list", uk_line(), "2026-03-26").is_empty
    other = uk_line(id="IRN0008", names=[{"name": "Stranger", "kind": "primary"}])
    gone = lab.take("uk-sanctions-list", other, "2026-05-01")
    assert gone.only("sanctions")["delisted"] == "[2026-03-27..2026-05-01]"
    assert lab.findings() == ()


def test_the_group_id_that_the_uk_sanctions_list_prints_is_taken_in_once(lab: Lab) -> None:
    joined = decided(("IRN0007", "bahram-nikpour", "same court"))
    lab.take(EU_PERSONS, annex(JUDGE), "2021-04-13")
    first = lab.take("uk-sanctions-list", uk_line(), "2026-03-26", decisions=joined)
    assert [row["scheme"] for row in first.new["identifiers"].values()] == ["uk-sanctions-list"]
    second = lab.take("uk-sanctions-list", uk_line(ofsi_group_id="77"), "2026-05-01")
    row = second.only("identifiers")
    assert (row["entity_id"], row["scheme"], row["value"]) == ("bahram-nikpour", "uk-group-id", "77")
    assert lab.claims(row["identifier_id"], "value") == [("uk-sanctions-list-2026-05-01", "record=IRN0007", "", "")]
    assert f"new for bahram-nikpour: {row['identifier_id']}" in second.told
    third = lab.take("uk-sanctions-list", uk_line(ofsi_group_id="77", titles=["Judge"]), "2026-06-01")
    assert third.new["identifiers"] == {}
    assert lab.findings() == ()


def test_an_annex_with_reasons_follows_the_table_before_it(lab: Lab) -> None:
    table = b"part\tno\tname\treasons\tlisted_on\nII.A\t21\tNIKPOUR Bahram\tx\t2011-04-12\n"
    table += b"II.A\t22\tFALK Lena\tx\t2011-04-12\n"
    joined = decided(("II.A/21", "bahram-nikpour", "same court"), ("II.A/22", "lena-falk", "same court"))
    lab.take(ANNEX_IX, table, "2016-01-16", decisions=joined)
    with_reasons = reasons("-267-2012", JUDGE, annex="IX.II.A")
    taken = lab.take(ANNEX_IX, with_reasons, "2026-08-01", format=DocumentFormat.EU_ANNEX_CSV)
    assert taken.only("sanctions")["delisted"] == "[2016-01-17..2026-08-01]"
    assert taken.only("sanctions")["target_id"] == "lena-falk"
    assert lab.findings() == ()


# Canada


def test_canada_by_schedule_and_item(lab: Lab) -> None:
    lab.take(EU_PERSONS, annex(JUDGE), "2021-04-13")
    undated = {"LastName": "Falk", "GivenName": "Lena", "Item": "5"}
    decisions = decided(("1, Part 2/4", "bahram-nikpour", "same court")) | {
        "1, Part 2/5": Decision("1, Part 2/5", "lena-falk", reason="wanted")
    }
    taken = lab.take("ca-sema", sema(CA_JUDGE, undated), "2025-05-25", decisions=decisions)
    rows = taken.new["sanctions"]
    assert rows["ca-sema-1-part-2-bahram-nikpour"]["listed"] == "2024-09-17"
    assert rows["ca-sema-1-part-2-lena-falk"]["listed"] == "[..2025-05-25]"
    assert rows["ca-sema-1-part-2-lena-falk"]["action_id"] == ""
    gone = lab.take("ca-sema", sema(CA_JUDGE), "2025-06-25")
    assert gone.only("sanctions")["delisted"] == "[2025-05-26..2025-06-25]"
    assert ("ca-sema-2025-06-25", "absent=1, Part 2/5", "inference", "") in lab.claims("ca-sema-1-part-2-lena-falk")
    assert lab.findings() == ()


# OFAC's other files


def test_other_names_of_who_is_there(lab: Lab) -> None:
    prison = entry(9002, "OSMA PRISON", kind="")
    lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram"), prison), "2021-08-18")
    names = alt((9001, 1, "aka", "NIKPUR, Bahraam"), (9001, 2, "fka", "FALK, Bahram"), (9002, 3, "aka", "HARBOUR JAIL"))
    stranger = alt((9999, 9, "aka", "STRANGER, A"))
    taken = lab.take("us-ofac-alt", names + stranger, "2021-09-01")
    assert sorted((row["entity_id"], row["name"], row["kind"]) for row in taken.new["names"].values()) == [
        ("bahram-nikpour", "Bahraam Nikpur", "transliteration"),
        ("bahram-nikpour", "Bahram Falk", "former"),
        ("osma-prison", "HARBOUR JAIL", "alias"),
    ]
    assert taken.new["sanctions"] == {}
    again = lab.take("us-ofac-alt", names + alt((9002, 4, "aka", "OLD JAIL")), "2021-10-01")
    assert [row["name"] for row in again.new["names"].values()] == ["OLD JAIL"]
    assert lab.take("us-ofac-alt", names, "2021-11-01").proposal.is_empty
    assert lab.findings() == ()


def test_a_name_that_is_there_is_backed_once_more(lab: Lab) -> None:
    lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram")), "2021-08-18")
    taken = lab.take("us-ofac-alt", alt((9001, 1, "aka", "NIKPOUR, Bahram")), "2021-09-01")
    assert taken.new["names"] == {}
    assert len(lab.claims("bahram-nikpour-name-bahram-nikpour")) == 2


# What is not such a list

GOOD = {
    "us-ofac-sdn": sdn(entry(9001, "NIKPOUR, Bahram")),
    "us-ofac-alt": alt((9001, 1, "aka", "NIKPUR, Bahram")),
    EU_PERSONS: annex(JUDGE),
    EU_ENTITIES: organisations(("21", "Osma Prison", "2011-04-12")),
    ANNEX_IX: b"part\tno\tname\treasons\tlisted_on\nI.A\t1\tNIKPOUR Bahram\tx\t2011-12-01\n",
    **{f"eu-{number[1:]}-act": reasons(number, JUDGE) for number in ("-359-2011", "-2020-1998", "-2023-1529")},
    "uk-sanctions-list": uk_line(),
    "uk-conlist": conlist(UK_JUDGE),
    "ca-sema": sema(CA_JUDGE),
    "au-dfat": test_australia_dfat.content(test_australia_dfat.PERSON),
    "un-sc": test_un_consolidated.content(f"<INDIVIDUAL>{test_un_consolidated.PERSON}</INDIVIDUAL>"),
}


def test_every_list_is_tested() -> None:
    assert GOOD.keys() == followed_lists().keys(), "a list of followed.toml needs a first version in GOOD above"


@pytest.mark.parametrize("followed", followed_lists())
@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"<html>sorry, try later</html>", "شرمنده".encode(), b"a,b\r\n" * 3], ids=repr
)
def test_a_file_that_is_no_list(lab: Lab, followed: str, content: bytes) -> None:
    with pytest.raises(
        EditRefused, match=f"{followed}.*: not a list of format {followed_lists()[followed].formats[0]}: "
    ):
        lab.propose(followed, content, "2026-03-16")


@pytest.mark.slow
@pytest.mark.parametrize("followed", followed_lists())
@pytest.mark.parametrize("given", GOOD)
def test_the_file_of_another_list(lab: Lab, followed: str, given: str) -> None:
    if followed != given:
        with pytest.raises(EditRefused, match=r"not a list of format|belongs to another list"):
            lab.propose(followed, GOOD[given], "2026-03-16")


@pytest.mark.parametrize("followed", followed_lists())
def test_the_first_version_of_each_list_is_read(lab: Lab, followed: str) -> None:
    lab.propose(followed, GOOD.get(followed, b"see test_every_list_is_tested"), "2026-03-16")


@pytest.mark.parametrize("followed", followed_lists())
def test_a_format_that_is_not_of_the_list(lab: Lab, followed: str) -> None:
    with pytest.raises(EditRefused, match=f"{followed} has the formats .*, not eu_fsf_xml"):
        lab.propose(followed, b"", "2026-03-16", format=DocumentFormat.EU_FSF_XML)


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-3-16", "20260316", "2026-W12-1", "2026-02-30", "2026", "2026-03", " 2026-03-16"]
)
def test_a_day_that_is_none(lab: Lab, day: str) -> None:
    with pytest.raises(EditRefused, match="is not a day; write it like 2026-03-16"):
        lab.propose(EU_PERSONS, annex(JUDGE), day)


def test_no_day(lab: Lab) -> None:
    with pytest.raises(EditRefused, match="the day of this version is not known; give --published DAY"):
        lab.propose(EU_PERSONS, annex(JUDGE))


def test_cells_of_the_source(lab: Lab) -> None:
    cells = {"url": "https://example.org/annex", "coverage": "excerpt", "derivation": "transcribed"}
    source = lab.take(EU_PERSONS, annex(JUDGE), "2021-04-13", cells=cells).new["sources"][f"{EU_PERSONS}-2021-04-13"]
    assert {name: source[name] for name in cells} == cells
    assert source["entries"] == "1"


@pytest.mark.parametrize("column", ["publishd", "", "listed"])
def test_a_column_that_there_is_not(lab: Lab, column: str) -> None:
    with pytest.raises(EditRefused, match=f"sources has no column {column}$"):
        lab.propose(EU_PERSONS, annex(JUDGE), "2021-04-13", cells={column: "x"})


@pytest.mark.parametrize("column", ["sha256", "bytes", "entries", "source_id", "published", "format", "derived_from"])
def test_a_column_that_is_worked_out(lab: Lab, column: str) -> None:
    with pytest.raises(EditRefused, match=f"^{column}: derived from the file"):
        lab.propose(EU_PERSONS, annex(JUDGE), "2021-04-13", cells={column: "0" * 64})
