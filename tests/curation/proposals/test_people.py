"""What a record says of somebody: birth, places, gender, posts, names; and what of it is nobody's business."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.curation.proposals.conftest import Lab, Taken, annex, conlist, decided, entry, sdn, text_of

from mostanad.curation.proposals.biography import Post, parse_post
from mostanad.curation.transaction import EditRefused

DAYS = ("2021-08-18", "2021-09-05", "2021-10-01")
FIRST, SECOND = "us-ofac-sdn-2021-08-18", "us-ofac-sdn-2021-09-05"
EU = "eu-359-2011-persons"
Judge = Callable[..., Taken]


@pytest.fixture
def judge(lab: Lab) -> Judge:
    """The record of an official whom the dataset has, with what it says and what the dataset knows of him."""

    def take(remarks: str = "", title: str = "", **known: str) -> Taken:
        lab.official("bahram-nikpour", "Bahram Nikpour", **known)
        record = entry(9001, "NIKPOUR, Bahram", remarks=remarks, title=title)
        return lab.sdn(sdn(record), DAYS[0], decisions=decided(("9001", "bahram-nikpour", "same court")))

    return take


def life(lab: Lab, field: str) -> list[tuple[str, str]]:
    """The stance and value of each claim on a cell of the judge's row."""
    claims = (row for row in lab.rows["claims"].values() if row["target_id"] == "bahram-nikpour")
    return sorted((row["stance"], row["value"]) for row in claims if field in row["fields"].split(" "))


def test_a_post_is_taken_apart() -> None:
    police = Post(title="Chief of Police", started="2005", ended="2014", is_former=True)
    assert parse_post("former Chief of Police (2005-2014)") == police
    assert parse_post("Head of the prison since Aug 2009").started == "2009"


# Birth


def test_what_is_not_known_is_filled_in(lab: Lab, judge: Judge) -> None:
    judge("DOB 07 Mar 1961; POB Osma, Norland; Gender Male.")
    row = lab.rows["officials"]["bahram-nikpour"]
    assert (row["born"], row["birth_place"], row["gender"]) == ("1961", "Osma, Norland", "male")
    assert life(lab, "born") == life(lab, "birth_place") == life(lab, "gender") == [("", "")]


def test_the_same_year_is_one_more_witness(lab: Lab, judge: Judge) -> None:
    judge("DOB 07 Mar 1961.", born="1961")
    assert life(lab, "born") == [("", "")]


@pytest.mark.parametrize("known", ["[1960..1965]", "[1961,1962]"])
def test_a_finer_date_is_only_told(lab: Lab, judge: Judge, known: str) -> None:
    taken = judge("DOB 1961.", born=known)
    assert lab.rows["officials"]["bahram-nikpour"]["born"] == known
    assert life(lab, "born") == []
    assert f"bahram-nikpour: born {known}; the list is more precise: 1961; correct the cell if you agree" in taken.told


@pytest.mark.parametrize(
    ("known", "printed", "value"),
    [("1961-03-07", "1961", "1961"), ("1961", "21 Mar 1960 to 20 Mar 1961", "[1960..1961]")],
)
def test_a_coarser_date_approximates(lab: Lab, judge: Judge, known: str, printed: str, value: str) -> None:
    judge(f"DOB {printed}.", born=known)
    assert lab.rows["officials"]["bahram-nikpour"]["born"] == known
    assert life(lab, "born") == [("approximates", value)]


def test_another_date_is_a_dispute(lab: Lab, judge: Judge) -> None:
    judge("DOB 07 Mar 1971.", born="1961")
    assert lab.rows["officials"]["bahram-nikpour"]["born"] == "1961"
    assert life(lab, "born") == [("disputes", "1971")]


@pytest.mark.parametrize(
    ("known", "born", "claims"),
    [
        ("", "[1961,1962]", [("", "")]),
        ("1961", "1961", [("approximates", "[1961,1962]")]),
        ("1971", "1971", [("disputes", "[1961,1962]")]),
    ],
)
def test_two_years_of_one_record_are_one_date(
    lab: Lab, judge: Judge, known: str, born: str, claims: list[tuple[str, str]]
) -> None:
    judge("DOB 07 Mar 1962; alt. DOB 1961.", born=known)
    assert lab.rows["officials"]["bahram-nikpour"]["born"] == born
    assert life(lab, "born") == claims


def test_spans_and_years_of_one_record_are_one_date(lab: Lab, judge: Judge) -> None:
    """Not the first of them alone: a screening by a later one would miss the person."""
    judge("DOB 1951 to 1953; alt. DOB 1960 to 1961; alt. DOB Apr 1961; alt. DOB 1953.")
    assert lab.rows["officials"]["bahram-nikpour"]["born"] == "[1951,1952,1953,1960,1961]"
    assert life(lab, "born") == [("", "")]


def test_a_date_that_no_cell_can_hold_is_left_out(lab: Lab, judge: Judge) -> None:
    judge("DOB circa 1950 to 1955.")
    assert lab.rows["officials"]["bahram-nikpour"]["born"] == ""


# Places and gender


@pytest.mark.parametrize("printed", ["Osma, Norland", "OSMA (Norland)", "osma"])
def test_the_same_place_in_other_words(lab: Lab, judge: Judge, printed: str) -> None:
    judge(f"POB {printed}.", birth_place="Osma")
    assert lab.rows["officials"]["bahram-nikpour"]["birth_place"] == "Osma"
    assert life(lab, "birth_place") == [("", "")]


@pytest.mark.parametrize("printed", ["Ousma, Norland", "Norland", "Osma Province, Norland"])
def test_another_spelling_of_a_place_or_a_place_around_it_is_no_dispute(lab: Lab, judge: Judge, printed: str) -> None:
    judge(f"POB {printed}.", birth_place="Osma, Norland")
    assert lab.rows["officials"]["bahram-nikpour"]["birth_place"] == "Osma, Norland"
    assert [claim for claim in life(lab, "birth_place") if claim[0]] == []


@pytest.mark.parametrize("printed", ["Iran", "IRAN"])
def test_a_country_is_no_place(lab: Lab, judge: Judge, printed: str) -> None:
    judge(f"POB {printed}.")
    assert lab.rows["officials"]["bahram-nikpour"]["birth_place"] == ""


@pytest.mark.parametrize("printed", [",", "(", "-", "()", "Osma,"])
@pytest.mark.parametrize("known", ["Osma", ",", ""])
def test_places_of_signs(judge: Judge, printed: str, known: str) -> None:
    judge(f"POB {printed}.", birth_place=known)


def test_another_place_and_another_gender_are_disputes(lab: Lab, judge: Judge) -> None:
    judge("POB Falkport, Norland; Gender Female.", birth_place="Osma", gender="male")
    row = lab.rows["officials"]["bahram-nikpour"]
    assert (row["birth_place"], row["gender"]) == ("Osma", "male")
    assert life(lab, "birth_place") == [("disputes", "Falkport, Norland")]
    assert life(lab, "gender") == [("disputes", "female")]


def test_of_somebody_who_is_no_official_only_the_year_is_taken(lab: Lab) -> None:
    lab.sdn(sdn(entry(9003, "FALK, Lena", title="", remarks="DOB 07 Mar 1961; POB Osma.")), DAYS[0])
    assert lab.rows["parties"]["lena-falk"]["born"] == "1961"
    assert lab.claims("lena-falk", "born") == [(FIRST, "record=9003", "", "")]


def test_an_organisation_has_no_birth(lab: Lab) -> None:
    taken = lab.sdn(sdn(entry(9002, "OSMA PRISON", kind="", remarks="DOB 1961; Gender Male.")), DAYS[0])
    assert taken.keys("officials") == []
    assert "1961" not in text_of(lab.rows.values())


def test_a_new_date_in_a_later_version_only(lab: Lab) -> None:
    record = entry(9001, "NIKPOUR, Bahram", remarks="DOB 1961.")
    lab.sdn(sdn(record), DAYS[0])
    taken = lab.sdn(sdn(record.replace("1961", "1961; POB Osma")), DAYS[1])
    assert lab.claims("bahram-nikpour", "birth_place") == [(SECOND, "record=9001", "", "")]
    assert lab.claims("bahram-nikpour", "born") == [(FIRST, "record=9001", "", "")]
    assert list(taken.new["officials"]) == ["bahram-nikpour"]


# Posts


def test_a_post_was_held_at_some_time_before(lab: Lab, judge: Judge) -> None:
    taken = judge(title="Head, Harbour Court")
    row = taken.only("positions")
    assert (row["holder_id"], row["title"], row["started"], row["ended"]) == (
        "bahram-nikpour",
        "Head, Harbour Court",
        "",
        "",
    )
    claim = next(row for row in lab.rows["claims"].values() if "title" in row["fields"].split(" "))
    assert (claim["as_of"], claim["fields"]) == ("[..2021-08-18]", "holder_id title")


@pytest.mark.parametrize("title", ["Former Head of the Harbour Court", "formerly head of the Harbour Court"])
def test_a_former_post_has_ended(lab: Lab, judge: Judge, title: str) -> None:
    row = judge(title=title).only("positions")
    assert (row["title"], row["ended"]) == ("Head of the Harbour Court", "[..2021-08-18]")
    assert lab.claims(row["position_id"], "ended") == [(FIRST, "record=9001", "", "")]


@pytest.mark.parametrize(
    ("printed", "title", "started", "ended"),
    [
        ("Head of the Harbour Court (2005-2014)", "Head of the Harbour Court", "2005", "2014"),
        ("former Head of the Harbour Court 2005 - 2014", "Head of the Harbour Court", "2005", "2014"),
        ("Head of the Harbour Court since Aug. 2009", "Head of the Harbour Court", "2009", ""),
        ("Head of the Harbour Court until 2009", "Head of the Harbour Court", "", "2009"),
        ("ex-Head of the Harbour Court", "Head of the Harbour Court", "", "[..2021-08-18]"),
        ("Exhibition director of 1961", "Exhibition director of 1961", "", ""),
    ],
)
def test_years_in_a_title(lab: Lab, judge: Judge, printed: str, title: str, started: str, ended: str) -> None:
    row = judge(title=printed).only("positions")
    assert (row["title"], row["started"], row["ended"]) == (title, started, ended)
    for field in ("started", "ended"):
        backed = [(FIRST, "record=9001", "", "")] if row[field] else []
        assert lab.claims(row["position_id"], field) == backed


def test_a_rank_is_no_post_but_a_judge_is_one(lab: Lab) -> None:
    row = {"no": "21", "name": "NIKPOUR Bahram", "listed_on": "2011-04-12"}
    taken = lab.take(EU, annex(row | {"function": "Brigadier General; Judge; Head, Harbour Court"}), "2021-04-13")
    assert sorted(row["title"] for row in taken.new["positions"].values()) == ["Head, Harbour Court", "Judge"]


def test_a_post_that_becomes_former(lab: Lab) -> None:
    lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram", title="Head of the Court")), DAYS[0])
    taken = lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram", title="Former Head of the Court")), DAYS[1])
    row = taken.only("positions")
    assert (row["title"], row["ended"]) == ("Head of the Court", "[..2021-09-05]")
    assert lab.claims(row["position_id"], "ended") == [(SECOND, "record=9001", "", "")]
    assert lab.claims(row["position_id"], "title") == [
        (FIRST, "record=9001", "", ""),
        (SECOND, "record=9001", "", ""),
    ]
    assert lab.findings() == ()


def test_an_end_that_is_known_is_left_alone(lab: Lab, judge: Judge) -> None:
    lab.rows["positions"]["head"] = {"position_id": "head", "holder_id": "bahram-nikpour", "title": "Head of the Court"}
    lab.rows["positions"]["head"] |= {"body_id": "", "started": "", "ended": "2019", "note": ""}
    taken = judge(title="Former Head of the Court")
    assert taken.new["positions"] == {}
    assert lab.rows["positions"]["head"]["ended"] == "2019"
    assert lab.claims("head", "ended") == []


def test_a_title_whose_row_was_merged_is_a_claim_on_the_post(lab: Lab, judge: Judge) -> None:
    lab.rows["positions"]["head"] = {"position_id": "head", "holder_id": "bahram-nikpour", "title": "Head of the Court"}
    lab.rows["positions"]["head"] |= {"body_id": "", "started": "2009-08", "ended": "", "note": ""}
    old = "bahram-nikpour-chief-of-the-court-2009"
    lab.rows["redirects"][old] = {
        "old_id": old,
        "new_id": "head",
        "date": "2021-01-01",
        "reason": "one post",
        "note": "",
    }
    taken = judge(title="Chief of the Court since 2009")
    assert taken.new["positions"] == {}
    assert lab.claims("head", "title") == [(FIRST, "record=9001", "", "")]
    assert lab.claims("head", "started") == []


def test_an_endless_title_gives_an_id_that_can_be_read(lab: Lab, judge: Judge) -> None:
    title = "Head of the " + "Very " * 30 + "High Court"
    row = judge(title=title).only("positions")
    assert row["title"] == title
    assert len(row["position_id"]) < 100


# Names


def test_a_namesake_is_told_on_the_name(lab: Lab) -> None:
    taken = lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram"), entry(9007, "NIKPOUR, Bahram")), DAYS[0])
    assert taken.keys("officials") == ["bahram-nikpour", "bahram-nikpour-2"]
    assert [row["note"] for row in taken.new["names"].values()] == [
        "",
        "also a name of another, Bahram Nikpour: no document here says that they are one",
    ]
    assert [finding.code for finding in lab.findings()] == []


def test_ids_are_latin_letters_and_digits(lab: Lab) -> None:
    names = ("15 KHORDAD FOUNDATION", "...", "ÄÖÜ & SØN (OSMA)", "X" * 150)
    records = [entry(9100 + number, name, kind="") for number, name in enumerate(names)]
    taken = lab.sdn(sdn(*records), DAYS[0])
    assert set(taken.keys("parties")) >= {"unnamed-entry", "aou-son-osma"}
    assert lab.findings() == ()


def test_ids_can_be_names_of_files(lab: Lab) -> None:
    records = [entry(9101, "KATEB " * 500, kind=""), entry(9102, "X" * 5000), entry(9103, "Y" * 5000)]
    taken = lab.sdn(sdn(*records), DAYS[0])
    assert {len(key) <= 100 for table in ("officials", "parties") for key in taken.new[table]} == {True}
    assert {len(key) < 250 for table in ("names", "identifiers", "sanctions") for key in taken.new[table]} == {True}


def test_a_list_does_not_steer_the_terminal(lab: Lab) -> None:
    row = {"no": "21", "name": "KOHAN Navid \x1b[2J\x07\u202e", "name_native": "نیک‌پور", "listed_on": "2011-04-12"}
    lab.official("someone", "Navid Kohan")
    told = lab.propose(EU, annex(row), "2021-04-13").lines
    assert any("Kohan" in line for line in told)
    assert not any(sign in line for line in told for sign in ("\x1b", "\x07", "\u202e", "\n"))


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "@SUM(A1)", "+1 OSMA", "-- OSMA"])
def test_a_name_that_a_spreadsheet_would_run_is_never_written(lab: Lab, name: str) -> None:
    lab.sdn(sdn(entry(9002, name, kind=""), entry(9001, "NIKPOUR, Bahram")), DAYS[0])
    with pytest.raises(EditRefused) as refused:
        lab.findings()
    assert {finding.code for finding in refused.value.findings} == {"MST112"}


def test_such_a_record_can_be_left_out(lab: Lab) -> None:
    version = sdn(entry(9002, "=HYPERLINK(1)", kind=""), entry(9001, "NIKPOUR, Bahram"))
    lab.sdn(version, DAYS[0], decisions=decided(("9002", "", "no name")))
    assert lab.findings() == ()


# Privacy

SECRETS = (
    "07 Mar 1961; Passport N12345678 (Norland); National ID No. 0012345678 (Norland); Email Address judge@example.org; "
    "Residency Number 31010419610307; Phone Number 98 21 5555 1234; Married to Mrs Nikpour; Son of the Minister; "
    "Website www.example.org; Digital Currency Address - XBT 1Boat5LpnJJ6"
)
LEAKS = ("03-07", "07 mar", "12345678", "@", "3101041961", "5555", "mrs", "minister", "www", "1boat", "harbour street")


def test_nothing_private_is_in_any_row(lab: Lab) -> None:
    titles = "Head, Harbour Court; Son of the Minister of Docks; Director (e-mail judge@example.org)"
    lab.sdn(sdn(entry(9001, "NIKPOUR, Bahram", title=titles, remarks=f"DOB {SECRETS}.")), DAYS[0])
    row = {"no": "21", "name": "FALK Lena", "date_of_birth": "07.03.1961", "listed_on": "2011-04-12"}
    row |= {"function": "Judge; brother of the Minister; passport 12345678", "gender": "female"}
    lab.take(EU, annex(row), "2021-04-13")
    uk: dict[str, str] = {"Name 6": "KOHAN", "Name 1": "Navid", "Group ID": "7", "DOB": "07/03/1961"}
    uk |= {"Passport Details": "N12345678", "NI Number": "0012345678", "Address 1": "9 Harbour Street"}
    uk |= {"Position": "Judge", "Other Information": "Passport N12345678. Son of the Minister. Phone 5555 1234."}
    lab.take("uk-conlist", conlist(uk), "2018-04-13", decisions=decided(("7", "navid-kohan", "wanted")))
    text = text_of(table for name, table in lab.rows.items() if name not in ("passages", "sources", "seals")).lower()
    assert [leak for leak in LEAKS if leak in text] == []
    assert {row["born"] for row in lab.rows["officials"].values()} == {"1961"}
    assert lab.findings() == ()
