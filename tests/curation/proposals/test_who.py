"""Who a record is: candidates are shown, a curator decides, and nobody is joined by a likeness."""

from __future__ import annotations

import itertools
import re

import pytest
from tests.cases import each
from tests.curation.proposals.conftest import Lab, annex, decided, entry, sdn

from mostanad.curation.draft import Draft
from mostanad.curation.proposals import Decision, read_decisions
from mostanad.curation.transaction import EditRefused
from mostanad.models.edtf import overlap

DAY, LATER = "2021-08-18", "2021-09-05"
NIKPOUR = entry(9001, "NIKPOUR, Bahram", remarks="DOB 1961.")


def shown(told: str) -> list[tuple[float, str, str]]:
    """The candidates: score, who, why."""
    return [(float(m[1]), m[2], m[3]) for m in re.finditer(r"^ +([0-9.]+)  (\S+): (.*)$", told, re.M)]


# Candidates


def test_candidates_are_ranked_and_nobody_is_joined(lab: Lab) -> None:
    lab.official("bahram-nikpour", "Bahram Nikpour", born="1961")
    lab.official("bahraam-nikpur", "Bahraam Nikpur")
    lab.official("somebody-else", "Lena Falk")
    taken = lab.sdn(sdn(NIKPOUR), DAY)
    assert "to decide: 9001 Bahram Nikpour, taken in as somebody new; may be" in taken.told
    ranked = shown(taken.told)
    assert [who for _, who, _ in ranked] == ["bahram-nikpour", "bahraam-nikpur"]
    assert ranked[0][0] == 105
    assert ranked[0][2] == "name 100 (exact: Bahram Nikpour); born 1961, the list says 1961"
    assert ranked[1][2].startswith("name 9")
    assert "new: 9001 Bahram Nikpour is bahram-nikpour-2" in taken.told
    assert taken.only("officials")["official_id"] == "bahram-nikpour-2"
    assert taken.only("sanctions")["target_id"] == "bahram-nikpour-2"
    assert lab.claims("bahram-nikpour") == []


def test_who_is_like_somebody_decided_to_be_new_is_shown(lab: Lab) -> None:
    """The id in a decision may be mistyped: then the same person would get a second row without a word."""
    lab.official("bahram-nikpour", "Bahram Nikpour", born="1961")
    taken = lab.sdn(sdn(NIKPOUR), DAY, decisions=decided(("9001", "bahram-nikpoor", "the same court")))
    assert "to decide: 9001 Bahram Nikpour, taken in as somebody new; may be" in taken.told
    assert [who for _, who, _ in shown(taken.told)] == ["bahram-nikpour"]
    assert "new: 9001 Bahram Nikpour is bahram-nikpoor" in taken.told


def test_another_year_of_birth_weighs_much(lab: Lab) -> None:
    lab.official("old-nikpour", "Bahram Nikpour", born="1931")
    lab.official("young-nikpour", "Bahraam Nikpur", born="1961")
    Draft(lab.rows).add("parties", "yet-older-nikpour", name="Bahram Nikpour", kind="person", born="1921")
    ranked = shown(lab.sdn(sdn(NIKPOUR), DAY).told)
    assert [who for _, who, _ in ranked] == ["young-nikpour", "old-nikpour", "yet-older-nikpour"]
    assert ranked[1] == (70.0, "old-nikpour", "name 100 (exact: Bahram Nikpour); born 1931, the list says 1961")


def test_posts_that_share_a_telling_word(lab: Lab) -> None:
    lab.official("bahram-nikpour", "Bahram Nikpour")
    for number, title in enumerate(("Head of the Harbour Court", "Chief of the Islamic Republic")):
        post = {"position_id": f"post-{number}", "holder_id": "bahram-nikpour", "title": title, "started": "2019"}
        lab.rows["positions"][f"post-{number}"] = {"body_id": "", "ended": "", "note": ""} | post
    taken = lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram", title="Former Harbour Judge; Islamic chief")), DAY)
    assert shown(taken.told) == [(103.0, "bahram-nikpour", "name 100 (exact: Bahram Nikpour); posts share: harbour")]


def test_no_more_than_three_are_shown(lab: Lab) -> None:
    for number in range(5):
        lab.official(f"nikpour-{number}", "Bahram Nikpour")
    assert [who for _, who, _ in shown(lab.sdn(sdn(NIKPOUR), DAY).told)] == ["nikpour-0", "nikpour-1", "nikpour-2"]


def test_people_are_not_compared_with_organisations(lab: Lab) -> None:
    lab.rows["parties"]["nikpour-ltd"] = {"party_id": "nikpour-ltd", "name": "Bahram Nikpour", "kind": "company"}
    lab.rows["parties"]["nikpour-ltd"] |= {"country": "", "note": ""}
    lab.official("osma-prison-the-man", "Osma Prison")
    taken = lab.sdn(sdn(NIKPOUR, entry(9002, "OSMA PRISON", kind="")), DAY)
    assert shown(taken.told) == []


def test_persian_names_are_compared_too(lab: Lab) -> None:
    lab.official("the-judge", "بهرام نیک‌پور")
    assert [who for _, who, _ in shown(lab.sdn(sdn(NIKPOUR), DAY).told)] == ["the-judge"]


def test_nobody_like_it(lab: Lab) -> None:
    lab.official("lena-falk", "Lena Falk")
    assert "may be" not in lab.sdn(sdn(NIKPOUR), DAY).told


def test_candidates_are_not_asked_for_again(lab: Lab) -> None:
    lab.official("a-stranger", "A Stranger")
    stranger = entry(9009, "STRANGER, A", "SDGT")
    assert "9009 A Stranger, not taken in; may be" in lab.sdn(sdn(NIKPOUR, stranger), DAY).told
    assert "9009" not in lab.sdn(sdn(NIKPOUR, stranger, entry(9003, "FALK, Lena")), LATER).told


def test_who_is_known_by_a_number_needs_no_decision(lab: Lab) -> None:
    lab.official("bahram-nikpour", "Bahram Nikpour")
    lab.rows["identifiers"]["known"] = {"identifier_id": "known", "entity_id": "bahram-nikpour", "value": "9001"}
    lab.rows["identifiers"]["known"] |= {"scheme": "ofac-ent-num", "note": ""}
    taken = lab.sdn(sdn(NIKPOUR), DAY)
    assert "may be" not in taken.told
    assert taken.only("sanctions")["target_id"] == "bahram-nikpour"


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [("1961", "[1960,1961]", True), ("1961", "1962", False), ("[..1961]", "1900", True), ("1961-03-07", "1961", True)],
)
def test_dates_that_can_be_one(one: str, other: str, is_one: bool) -> None:
    assert overlap(one, other) is overlap(other, one) is is_one


# Decisions


def test_joined(lab: Lab) -> None:
    lab.official("bahram-nikpour", "Bahram Nikpour")
    taken = lab.sdn(sdn(NIKPOUR), DAY, decisions=decided(("9001", "bahram-nikpour", "same court and year")))
    assert "joined: 9001 Bahram Nikpour is bahram-nikpour" in taken.told
    assert "may be" not in taken.told
    assert (taken.only("identifiers")["note"], taken.only("identifiers")["value"]) == ("same court and year", "9001")
    assert taken.only("sanctions")["target_id"] == "bahram-nikpour"
    assert taken.keys("officials") == ["bahram-nikpour"], "born is filled in"


def test_new_with_an_id(lab: Lab) -> None:
    given = Decision("9001", "judge-nikpour", "parties", "person", "XN", "a judge of another state")
    taken = lab.sdn(sdn(NIKPOUR), DAY, decisions={"9001": given})
    row = taken.new["parties"]["judge-nikpour"]
    assert (row["kind"], row["country"], row["name"]) == ("person", "XN", "Bahram Nikpour")
    assert taken.keys("officials") == []
    assert "new: 9001 Bahram Nikpour is judge-nikpour" in taken.told
    assert lab.findings() == ()


def test_an_organisation_of_a_kind_that_a_curator_says(lab: Lab) -> None:
    given = Decision("9002", "osma-prison", kind="company", country="XN")
    taken = lab.sdn(sdn(entry(9002, "OSMA PRISON", kind="")), DAY, decisions={"9002": given})
    assert taken.new["parties"]["osma-prison"]["kind"] == "company"


def test_left_out(lab: Lab) -> None:
    taken = lab.sdn(sdn(NIKPOUR), DAY, decisions=decided(("9001", "", "of no interest")))
    assert taken.proposal.is_empty
    assert "may be" not in taken.told


def test_a_record_may_be_named_by_its_key_or_its_number(lab: Lab) -> None:
    row = {"no": "21", "name": "NIKPOUR Bahram", "listed_on": "2011-04-12"}
    for key in ("21", "p21"):
        proposal = lab.propose("eu-359-2011-persons", annex(row), DAY, decisions=decided((key, "the-judge", "")))
        assert proposal.rows["parties"]["the-judge"]["kind"] == "person"  # this table prints no posts
        assert "not used" not in "\n".join(proposal.lines)


def test_a_namesake_never_gets_an_id_that_was_meant_for_another(lab: Lab) -> None:
    """Two new people of one name: the id that the curator gives to the second is not minted for the first."""
    other = entry(9007, "NIKPOUR, Bahram")
    taken = lab.sdn(sdn(NIKPOUR, other), DAY, decisions=decided(("9007", "bahram-nikpour", "the younger")))
    assert {row["entry"]: row["target_id"] for row in taken.new["sanctions"].values()} == {
        "9001": "bahram-nikpour-2",
        "9007": "bahram-nikpour",
    }
    assert "joined" not in taken.told


def test_two_records_of_one_new_person(lab: Lab) -> None:
    other = entry(9007, "NIKPUR, Bahraam", "HRIT-IR")
    both = decided(("9001", "bahram-nikpour", ""), ("9007", "bahram-nikpour", "same court"))
    taken = lab.sdn(sdn(NIKPOUR, other), DAY, decisions=both)
    assert taken.keys("officials") == ["bahram-nikpour"]
    assert {row["value"] for row in taken.new["identifiers"].values()} == {"9001", "9007"}


def test_a_decision_that_nothing_came_of_is_told(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), DAY)
    lab.official("lena-falk", "Lena Falk")
    given = decided(("9001", "lena-falk", "a mistake"), ("90011", "lena-falk", "a slip"))
    taken = lab.sdn(sdn(NIKPOUR, entry(9002, "OSMA PRISON", kind="")), LATER, decisions=given)
    assert "decision not used: 9001 is already bahram-nikpour" in taken.told
    assert "decision not used: the list has no record 90011" in taken.told
    assert {row["target_id"] for row in lab.rows["sanctions"].values()} == {"bahram-nikpour", "osma-prison"}


def test_an_id_that_is_something_else_is_refused_when_written(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR), DAY)
    lab.sdn(sdn(NIKPOUR, entry(9003, "FALK, Lena")), LATER, decisions=decided(("9003", "us-iran-hr", "nonsense")))
    with pytest.raises(EditRefused, match="would break the package"):
        lab.findings()


# Files of decisions

HEADER = "key,entity_id,table,kind,country,reason\n"


def test_a_file_of_decisions() -> None:
    text = HEADER + '9001, bahram-nikpour ,,,,"same court, same year"\n9002,osma-prison,parties,prison,XN,\n9003,,,,,\n'
    assert read_decisions(text) == {
        "9001": Decision("9001", "bahram-nikpour", reason="same court, same year"),
        "9002": Decision("9002", "osma-prison", "parties", "prison", "XN"),
        "9003": Decision("9003", ""),
    }


@pytest.mark.parametrize("columns", list(itertools.permutations(("key", "entity_id", "reason"))))
def test_columns_in_any_order(columns: tuple[str, ...]) -> None:
    cells = {"key": "9001", "entity_id": "bahram-nikpour", "reason": "same court"}
    text = ",".join(columns) + "\r\n" + ",".join(cells[name] for name in columns) + "\r\n"
    assert read_decisions(text) == {"9001": Decision("9001", "bahram-nikpour", reason="same court")}


@each(
    ("text", "message"),
    [
        ("", "line 1: key: column missing\ndecisions: line 1: entity_id: column missing"),
        ("key,reason\n", "line 1: entity_id: column missing"),
        ("\0", "line 1: \0: no such column; columns: key, entity_id, "),
        ("key;entity_id\n", "line 1: row: the cells are separated by semicolons"),
        ("key,entity_id,why\n", "line 1: why: no such column"),
        ("key,entity_id,key\n", "line 1: key: the column occurs twice"),
        (HEADER + "9001,x,,,\n", "line 2: reason: fewer cells"),
        (HEADER + "9001,x,,,,,\n", "line 2: row: more cells than columns"),
        (HEADER + "9001,x,,,,\n9002\n", "line 3: entity_id: fewer cells"),
        (HEADER + "9001,x,people,,,\n", "line 2: table: 'people' is not one of officials, parties"),
        (HEADER + "9001,x,parties,gang,,\n", "line 2: kind: 'gang' is not one of state, "),
        (HEADER + ",x,,,,\n", "line 2: key: the key of the record is empty"),
        (HEADER + "9001,x,,,,\n9001,y,,,,\n", "line 3: key: 9001 has two decisions"),
        (HEADER + '9001,x,,,,"no end\n', "line 2: row: not CSV: unexpected end of data"),
        (HEADER + '9001,x,,,,"a"b\n', "line 2: row: not CSV: "),
    ],
)
def test_a_broken_file_of_decisions(text: str, message: str) -> None:
    with pytest.raises(EditRefused, match=f"^decisions: {re.escape(message)}"):
        read_decisions(text)


def test_all_that_is_wrong_with_decisions_is_told_at_once() -> None:
    with pytest.raises(EditRefused) as caught:
        read_decisions(HEADER + "9001,x,people,gang,,\n,y\n,z,,,,\n")
    told = [line.split(": ")[:3] for line in str(caught.value).splitlines()]
    assert told == [
        ["decisions", "line 2", "table"],
        ["decisions", "line 2", "kind"],
        ["decisions", "line 3", "table"],
        ["decisions", "line 4", "key"],
    ]


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("Judge", "officials"),
        ("Head of Osma Prison", "officials"),
        ("Brigadier General", "officials"),
        ("Hojjatoleslam", "parties"),
        ("", "parties"),
    ],
)
def test_an_official_is_whom_the_list_gives_a_post_or_rank(lab: Lab, title: str, table: str) -> None:
    linked = "Linked To: MINISTRY OF INTELLIGENCE."
    new = lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram", title=title, remarks=linked)), DAY).new
    assert ("bahram-nikpour" in new["officials"], "bahram-nikpour" in new["parties"]) == (
        table == "officials",
        table == "parties",
    )


def test_a_file_that_ends_a_great_part_of_all_listings_is_told(lab: Lab) -> None:
    people = [entry(9100 + number, f"NIKPOUR, Number{number}") for number in range(20)]
    lab.sdn(sdn(*people), DAY)
    assert "CAREFUL" in lab.sdn(sdn(*people[:8]), "2021-09-05").told


def test_a_few_ends_are_nothing_special(lab: Lab) -> None:
    people = [entry(9100 + number, f"NIKPOUR, Number{number}") for number in range(20)]
    lab.sdn(sdn(*people), DAY)
    assert "CAREFUL" not in lab.sdn(sdn(*people[:12]), "2021-09-05").told


def test_of_whom_the_list_does_not_concern_only_close_names_are_shown(lab: Lab) -> None:
    lab.official("nikpour", "Bahram Nikpour")
    told = lab.sdn(
        sdn(
            entry(9001, "NIKPUR, Bahram", "SDGT"),
            entry(9002, "NIKPOUR, Bahram", "SDGT"),
            entry(9003, "NIKPOUR", "SDGT"),
        ),
        DAY,
    ).told
    assert [line.split()[2] for line in told.splitlines() if line.startswith("to decide")] == ["9001", "9002"]


@pytest.mark.parametrize(("kind", "name"), [("", "NIKPOUR COMPANY"), ("individual", "NIKPOUR, Bahram")])
def test_people_are_joined_to_people_only(lab: Lab, kind: str, name: str) -> None:
    lab.official("a-person", "A Person")
    lab.rows["parties"]["a-body"] = {"party_id": "a-body", "name": "A Body", "kind": "court", "country": "", "note": ""}
    wrong = "a-body" if kind else "a-person"
    with pytest.raises(EditRefused, match=f"it cannot be {wrong}"):
        lab.propose("us-ofac-sdn", sdn(entry(9001, name, kind=kind)), DAY, decisions=decided(("9001", wrong, "x")))


def test_a_second_record_of_one_version_for_somebody_is_told(lab: Lab) -> None:
    lab.official("a-person", "A Person")
    both = decided(("9001", "a-person", "x"), ("9002", "a-person", "y"))
    told = lab.sdn(sdn(NIKPOUR, entry(9002, "NIKPOUR, Bahram B")), DAY, decisions=both).told
    assert "CAREFUL: a-person is already record 9001 of this list, and now also 9002" in told


def test_what_is_new_of_somebody_known_is_told(lab: Lab) -> None:
    lab.sdn(sdn(NIKPOUR, entry(9002, "FALK, Lena")), DAY)
    more = entry(9001, "NIKPUR, Bahram", "IRAN-HR] [SDGT", title="Colonel; Head of Osma Prison")
    told = lab.sdn(sdn(more, entry(9002, "FALK, Lena")), "2021-09-05").told
    (line,) = [line for line in told.splitlines() if line.startswith("new for ")]
    assert line.startswith("new for bahram-nikpour: ")
    assert all(part in line for part in ("us-sdgt-bahram-nikpour", "head-of-osma-prison", "bahram-nikpur"))
