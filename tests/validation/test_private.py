"""What is private is found in free text, what comes close is not, and no finding repeats it. All of it is invented."""

from __future__ import annotations

import doctest
import time
from typing import Any

import pytest
from tests.cases import each

from mostanad.models import TABLES
from mostanad.validation import private

CONTACT, ADDRESS, PAPER, KIN, COIN, BORN = (f"MST45{number}" for number in range(1, 7))

PRIVATE = [
    (CONTACT, "write to judge@example.org"),
    (CONTACT, "judge [at] example dot org"),
    (CONTACT, "E-mail: judge"),
    (CONTACT, "see https://example.org/judge"),
    (CONTACT, "www.example.org"),
    (CONTACT, "Website example.org"),
    (CONTACT, "t.me/judge"),
    (CONTACT, "writes as @judge on a network"),
    (CONTACT, "Tel 98 21 5555 1234"),
    (CONTACT, "Tel. No. +98 21 5555 1234"),
    (CONTACT, "fax: 021-55551234"),
    (CONTACT, "+98 21 5555 1234"),
    (CONTACT, "0098 21 5555 1234"),
    (CONTACT, "0912 555 1234"),
    (CONTACT, "تلفن ۰۲۱-۵۵۵۵۱۲۳۴"),
    (ADDRESS, "12 Quay Street, Osma"),
    (ADDRESS, "No. 12, Second Floor, Shahid Falk Street"),
    (ADDRESS, "No 67, Golden falkabadi St, Osma"),
    (ADDRESS, "Quay Street, No. 12"),
    (ADDRESS, "Quay Street 12"),
    (ADDRESS, "44, 190th Street West"),
    (ADDRESS, "28 km Osma-Falk Freeway"),
    (ADDRESS, "Km 4 of Falk Road"),
    (ADDRESS, "P.O. Box 99999"),
    (ADDRESS, "PO Box"),
    (ADDRESS, "postal code 19395"),
    (ADDRESS, "9th Floor"),
    (ADDRESS, "خیابان ساحل، پلاک ۱۲"),
    (ADDRESS, "صندوق پستی ۱۹۳۹۵"),
    (PAPER, "Passport Z9876543 (Norland)"),
    (PAPER, "passport no: 98765"),
    (PAPER, "Passport TR-T 987654"),
    (PAPER, "National ID No. 1234567890"),
    (PAPER, "Identity card 58786"),
    (PAPER, "Birth Certificate Number 7"),
    (PAPER, "Birth Certificate Number 1876"),
    (PAPER, "Driver's License No. 07442"),
    (PAPER, "کد ملی ۰۰۱۲۳۴۵۶۷۸"),
    (PAPER, "گذرنامه Z9876543"),
    (PAPER, "Z9876543"),
    (PAPER, "the number 1234567890"),
    (PAPER, "001-234567-8"),
    (KIN, "son of Lena Falk"),
    (KIN, "Son of the Minister"),
    (KIN, "brother-in-law of Ayatollah Falk"),
    (KIN, "widow of the late Bahram Falk"),
    (KIN, "Falk's younger brother"),
    (KIN, "his wife, Lena, is a judge"),
    (KIN, "whose eldest son is called Bahram"),
    (KIN, "the judge and wife Lena Falk"),
    (KIN, "wife: Lena Falk"),
    (KIN, "Father's name: Bahram"),
    (KIN, "married to Lena Falk"),
    (KIN, "Lena Nikpour, née Falk"),
    (KIN, "family of Lena Falk"),
    (KIN, "member of the Falk family"),
    (KIN, "همسر بهرام نیک‌پور"),
    (COIN, "Digital Currency Address - XBT"),
    (COIN, "1NorLandNorLandNorLandNorLandQu2"),
    (COIN, "bc1qnrdqnrdqnrdqnrdqnrdqnrd2"),
    (COIN, "ETH 0x" + "00aF" * 10),
    (BORN, "born on 7 March 1961"),
    (BORN, "DOB 07 Mar 1961"),
    (BORN, "DOB Mar 1961"),
    (BORN, "date of birth: 1961-03-07"),
    (BORN, "born in Osma on 17 Khordad 1340"),
    (BORN, "joined with 44: same name, same birth day 7 March 1961 in Osma"),
    (BORN, "تاریخ تولد: ۱۳۴۰-۰۳-۱۷"),
]

HARMLESS = [
    "publishes at osma-news.example; author by the byline",
    "@ 2019",
    "Minister of Women and Family Affairs",
    "families of the dead, and mothers of prisoners",
    "Mothers of Khavaran",
    "Sister Lena and Brother Bahram are titles here",
    "Relatives of those killed",
    "the father of two told a newspaper",
    "Parsons of Osma",
    "the passports of 300 people were taken away in 2019",
    "passports were taken away",
    "a passport office",
    "National Council of Resistance, Branch 28",
    "Judge, Branch 28 of the Revolutionary Court",
    "12 November 2019 in Azadi Street",
    "15 Khordad Street",
    "November 2019 Azadi Street protest",
    "Azadi Street 12 November",
    "protest in Azadi Street",
    "IRGC Quds Force Unit 400",
    "Ward 2 of Evin Prison",
    "Council Regulation (EU) No 359/2011, CELEX 32011R0359",
    "Executive Order 13553 of 28 September 2010, 75 FR 60567",
    "2021/584 (OJ L124I)",
    "UN Ref E.29.I.11",
    "General Assembly, A/RES/74/167",
    "Wikidata Q987654321",
    "the list as seen on 20240425",
    "1,500,000 people; 300 to 1500; 2019-11-15/2019-11-19",
    "sha256 " + "3a" * 32,
    "born in Osma in 1961; in office since 7 March 2010",
    "born in 1961, appointed on 7 March 2010",
    "unborn child",
    "same day and place of birth (1961, Osma), listed on 7 March 2010",
    "telegram of 12 November 2019",
    "برادران نیک‌پور",
    "سازمان خواهران",
    "",
]


@each(("code", "text"), PRIVATE)
def test_what_is_private_is_found(code: str, text: str) -> None:
    assert code in {found for found, _ in private.signs(text)}


@each("text", list(HARMLESS))
def test_what_comes_close_is_not(text: str) -> None:
    assert private.signs(text) == []


def test_the_examples_hold() -> None:
    results = doctest.testmod(private)
    assert results.attempted
    assert not results.failed


@pytest.mark.slow
@each("text", ["A-", "1", "1 ", "a@", "No 1, ", "Tel ", "12 Aa ", "passport ", "son of ", "A'", "5 km "])
def test_a_long_cell_takes_no_longer_than_its_length(text: str) -> None:
    start = time.process_time()
    private.signs(text * (40_000 // len(text)))
    assert time.process_time() - start < 5


def test_free_text_is_searched_in_every_table_and_ids_dates_and_web_addresses_are_not() -> None:
    free = {(table, column) for table in TABLES for column in private.free_columns(table)}
    assert {
        *(("names", "name"), ("positions", "title"), ("statements", "gist"), ("estimates", "population")),
        *(("claims", "as_stated"), ("claims", "value"), ("corrections", "before"), ("sanctions", "entry")),
        *((name, "note") for name in TABLES if name not in ("passages", "seals", "history", "releases")),
    } <= free
    assert not {"url", "archive_url", "selector", "sha256", "born", "source_id", "kind"} & {name for _, name in free}


def test_a_finding_says_where_and_never_what(sample: Any) -> None:
    sample.edit("estimates", '"people, counted one by one, at the session"', '"people, as Z9876543 says"')
    report = sample.report(("rows", "rules"))
    (finding,) = report.findings
    line = sample.text("estimates").split("\n")[1]
    assert (finding.code, finding.severity, finding.line) == (PAPER, "error", 2)
    assert finding.column == line.index('"people') + 1
    assert finding.message == "population: this looks like a number like those of identity papers"
    assert "Z9876543" not in repr(report)
    assert report.not_run == (), "what is private keeps no rule off the table"


def test_every_sign_of_a_cell_is_a_finding_of_its_own(sample: Any) -> None:
    sample.edit("events", ",A session,", ",Session with the son of Lena Falk at 12 Quay Street,")
    assert [finding.code for finding in sample.findings(("rows",))] == [ADDRESS, KIN]


def test_where_rows_are_not_asked_for_nothing_is_looked_for(sample: Any) -> None:
    sample.edit("events", ",A session,", ",Session with the son of Lena Falk,")
    assert sample.findings(("text",)) == ()
