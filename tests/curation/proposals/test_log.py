"""A log of versions: when each was seen, and so when something changed."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.cases import each
from tests.curation.proposals.conftest import Lab, entry, log_of, sdn

from mostanad.curation.draft import Version
from mostanad.curation.proposals.steps import Log, Period, is_log
from mostanad.curation.transaction import EditRefused, TableRows, read_rows
from mostanad.documents.document import Document
from mostanad.documents.folder import sha256
from mostanad.models.vocabularies import DocumentFormat

NIKPOUR, PRISON = entry(9001, "NIKPOUR, Bahram"), entry(9002, "OSMA PRISON", kind="")
FALK, KOHAN = entry(9003, "FALK, Lena"), entry(9004, "KOHAN, Navid")
ONE, TWO, THREE, FOUR = sdn(NIKPOUR), sdn(NIKPOUR, PRISON), sdn(NIKPOUR, PRISON, FALK), sdn(PRISON, FALK, KOHAN)
STRANGER = entry(9009, "STRANGER, A", "SDGT")
HR = "us-iran-hr-"


def log(content: bytes) -> Log:
    return Log(Version("a-log", Document(content, DocumentFormat.CSV)))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# The log by itself


def test_a_period_is_bounded_by_two_sights() -> None:
    seen = log(log_of(("2021-08-18T09:00:00Z", ONE), ("2021-08-20T09:00:00Z", ONE), ("2021-08-25T09:00:00Z", TWO)))
    period = seen.period(sha256(ONE), sha256(TWO), day("2021-08-25"))
    assert period is not None
    assert (period.text, period.shows_both) == ("[2021-08-21..2021-08-25]", True)
    assert period.log is not None
    assert str(period.log[1]) == "line=2,4", "the last sight of the one and the first of the other"


def test_after_the_end_of_the_log_only_the_one_before_is_shown() -> None:
    seen = log(log_of(("2021-08-18T09:00:00Z", ONE), ("2021-08-20T09:00:00Z", ONE)))
    period = seen.period(sha256(ONE), sha256(TWO), day("2021-09-01"))
    assert period is not None
    assert (period.text, period.shows_both) == ("[2021-08-21..2021-09-01]", False)
    assert period.log is not None
    assert str(period.log[1]) == "line=2,3"
    assert seen.period(sha256(ONE), sha256(TWO), day("2021-08-19")) is None
    assert seen.period(sha256(THREE), sha256(TWO), day("2021-09-01")) is None


def test_two_versions_seen_on_one_day() -> None:
    seen = log(log_of(("2021-08-18T09:00:00Z", ONE), ("2021-08-18T21:00:00Z", TWO)))
    period = seen.period(sha256(ONE), sha256(TWO), day("2021-08-18"))
    assert period is not None
    assert period.text == "2021-08-18"


@each(
    ("seen", "utc"),
    [
        ("2021-08-18T19:40:49+10:00", "2021-08-18"),
        ("2021-08-18T05:40:49+10:00", "2021-08-17"),
        ("2021-08-18T23:40:00-04:00", "2021-08-19"),
        ("2021-08-18T00:10:00", "2021-08-18"),
        ("2021-08-18", "2021-08-18"),
    ],
)
@each("zone", ["UTC", "Asia/Tehran", "America/New_York"])
def test_days_are_utc_on_every_machine(monkeypatch: pytest.MonkeyPatch, zone: str, seen: str, utc: str) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert log(log_of((seen, ONE))).first_seen(sha256(ONE)) == day(utc)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_is_in_force_before() -> None:
    seen = log(log_of(("2021-08-18T09:00:00Z", ONE), ("2021-08-20T09:00:00Z", TWO)))
    assert seen.before(sha256(TWO)) == {sha256(ONE)}
    assert seen.before(sha256(ONE)) == frozenset()
    assert seen.before(sha256(THREE)) == {sha256(TWO)}
    assert seen.is_earlier(sha256(ONE), sha256(TWO))
    assert not seen.is_earlier(sha256(TWO), sha256(ONE))
    assert not seen.is_earlier(sha256(TWO), sha256(THREE))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (log_of(("2021-08-20T09:00:00Z", ONE), ("2021-08-18T09:00:00Z", TWO)), "in chronological order"),
        (log_of(), "must have lines"),
        (log_of(("yesterday", ONE)), "line 2: 'yesterday' is not a time"),
        (b"published_seen_at,hash\n2021-08-18,x\n", "whose names end in sha256"),
        (b"published_seen_at,sha256\n2021-08-18,x,y\n", "line 2 .*: a row of 3 cells"),
        (b"published_seen_at,sha256\n\n,\n", "line 3: '' is not a time"),
    ],
)
def test_a_broken_log(content: bytes, message: str) -> None:
    assert is_log(content)
    with pytest.raises(EditRefused, match=message):
        log(content)


def test_any_other_table_is_no_log() -> None:
    assert not is_log(b"day,sha256\n2021-08-18,published_seen_at\n")


def test_a_period_without_a_log() -> None:
    assert Period(day("2021-08-19"), day("2021-09-05")).text == "[2021-08-19..2021-09-05]"
    assert Period(None, day("2021-09-05")).text == "[..2021-09-05]"


# Lists with a log


def test_the_log_says_the_day_and_proves_the_change(lab: Lab) -> None:
    lab.log(
        ("2021-08-18T09:00:00Z", ONE),
        ("2021-09-03T23:30:00-04:00", ONE),
        ("2021-09-06T10:00:00Z", TWO),
        ("2021-10-01T10:00:00Z", THREE),
    )
    first = lab.sdn(ONE, "2021-12-31")
    assert "the log of versions first saw this file on 2021-08-18; 2021-12-31 is not used" in first.told
    source = first.new["sources"]["us-ofac-sdn-2021-08-18"]
    assert (source["published"], source["published_basis"]) == ("2021-08-18", "inferred")
    second = lab.sdn(TWO)
    assert second.only("sanctions")["listed"] == "[2021-09-05..2021-09-06]"
    assert lab.claims(f"{HR}osma-prison", "listed") == [
        ("us-ofac-sdn-2021-08-18", "absent=9002", "inference", ""),
        ("us-ofac-sdn-2021-09-06", "record=9002", "", "approximates"),
        ("versions-log", "line=2,4", "", ""),
    ]
    assert lab.claims("us-ofac-sdn-change-2021-09-06", "date") == [
        ("us-ofac-sdn-2021-09-06", "record=9002", "", "approximates"),
        ("versions-log", "line=2,4", "", ""),
    ]
    assert lab.sdn(THREE).only("sanctions")["listed"] == "[2021-09-07..2021-10-01]"
    assert lab.findings() == ()


def test_a_version_after_the_end_of_the_log(lab: Lab) -> None:
    lab.log(("2021-08-18T09:00:00Z", ONE), ("2021-09-03T09:00:00Z", ONE))
    lab.sdn(ONE)
    with pytest.raises(EditRefused, match="the day of this version is not known; give --published DAY"):
        lab.propose("us-ofac-sdn", TWO)
    taken = lab.sdn(TWO, "2021-09-20")
    assert taken.only("sanctions")["listed"] == "[2021-09-04..2021-09-20]"
    assert taken.new["sources"]["us-ofac-sdn-2021-09-20"]["published_basis"] == "stated"
    assert ("versions-log", "line=2,3", "inference", "") in lab.claims(f"{HR}osma-prison", "listed")
    ended = lab.sdn(sdn(PRISON), "2021-09-30")
    assert ended.only("sanctions")["delisted"] == "[2021-09-21..2021-09-30]"
    assert lab.findings() == ()


def test_a_version_without_a_difference_bounds_the_next_change(lab: Lab) -> None:
    same = sdn(NIKPOUR, STRANGER)
    lab.log(("2021-08-18T09:00:00Z", ONE), ("2021-09-03T09:00:00Z", same), ("2021-09-10T09:00:00Z", TWO))
    lab.sdn(ONE)
    assert lab.sdn(same).proposal.is_empty
    taken = lab.sdn(TWO)
    assert taken.only("sanctions")["listed"] == "[2021-09-04..2021-09-10]"
    assert lab.claims(f"{HR}osma-prison", "listed") == [
        ("us-ofac-sdn-2021-09-03", "absent=9002", "inference", ""),
        ("us-ofac-sdn-2021-09-10", "record=9002", "", "approximates"),
        ("versions-log", "line=2,4", "", ""),
    ]
    assert lab.findings() == ()


def test_a_version_without_a_difference_that_is_not_at_hand(lab: Lab) -> None:
    same = sdn(NIKPOUR, STRANGER)
    lab.log(("2021-08-18T09:00:00Z", ONE), ("2021-09-03T09:00:00Z", same), ("2021-09-10T09:00:00Z", TWO))
    lab.sdn(ONE)
    assert lab.sdn(TWO).only("sanctions")["listed"] == "[2021-08-19..2021-09-10]"


def test_a_version_that_was_left_out_although_it_differs_bounds_nothing(lab: Lab) -> None:
    lab.log(("2021-08-18T09:00:00Z", ONE), ("2021-09-03T09:00:00Z", TWO), ("2021-09-10T09:00:00Z", THREE))
    lab.sdn(ONE)
    lab.keep(TWO)
    taken = lab.sdn(THREE)
    assert {row["listed"] for row in taken.new["sanctions"].values()} == {"[2021-08-19..2021-09-10]"}
    assert "us-ofac-sdn-2021-09-03" not in lab.rows["sources"]


def test_a_name_of_a_version_that_only_bounds_is_not_lost(lab: Lab) -> None:
    renamed = entry(9001, "NIKPUR, Bahram")
    between, after = sdn(renamed), sdn(renamed, FALK)
    lab.log(("2021-08-18T09:00:00Z", ONE), ("2021-09-03T09:00:00Z", between), ("2021-09-10T09:00:00Z", after))
    lab.sdn(ONE)
    lab.keep(between)  # at hand, but nobody took it in
    taken = lab.sdn(after)
    assert taken.new["sanctions"][f"{HR}lena-falk"]["listed"] == "[2021-09-04..2021-09-10]"
    assert "Bahram Nikpur" in {row["name"] for row in taken.new["names"].values()}


@pytest.mark.slow
def test_two_changes_on_one_day_are_two(lab: Lab) -> None:
    lab.log(
        ("2021-08-18T09:00:00Z", ONE),
        ("2021-09-03T09:00:00Z", TWO),
        ("2021-09-03T19:00:00Z", THREE),
        ("2021-09-10T09:00:00Z", FOUR),
    )
    lab.sdn(ONE)
    assert lab.sdn(TWO).only("sanctions")["listed"] == "[2021-08-19..2021-09-03]"
    taken = lab.sdn(THREE)
    assert taken.only("sanctions")["listed"] == "2021-09-03"
    event = taken.only("events")
    assert (event["event_id"], event["date"]) == ("us-ofac-sdn-change-2021-09-03-2", "2021-09-03")
    assert taken.only("sanctions")["action_id"] == event["event_id"]
    lab.findings()  # written and read again, in order of keys
    lab.rows = read_rows(lab.bench.package())
    taken = lab.sdn(FOUR)
    assert lab.claims(f"{HR}navid-kohan", "listed")[0][:2] == ("us-ofac-sdn-2021-09-03-2", "absent=9004")
    assert taken.new["sanctions"][f"{HR}bahram-nikpour"]["delisted"] == "[2021-09-04..2021-09-10]"


def test_of_a_bound_and_a_change_on_one_day_the_change_is_the_later(lab: Lab) -> None:
    same = sdn(NIKPOUR, STRANGER)
    sights = [("2021-08-18T09:00:00Z", ONE), ("2021-09-03T09:00:00Z", same), ("2021-09-03T19:00:00Z", TWO)]
    lab.log(*sights, ("2021-09-10T09:00:00Z", THREE))
    lab.sdn(ONE)
    lab.keep(same)
    assert lab.sdn(TWO).only("sanctions")["listed"] == "2021-09-03"
    for name, table in lab.rows.items():
        lab.rows[name] = TableRows(name)
        lab.rows[name].update(sorted(table.items()))
    lab.sdn(THREE)
    assert ("us-ofac-sdn-2021-09-03-2", "absent=9003", "inference", "") in lab.claims(f"{HR}lena-falk")


def test_two_versions_of_one_day_out_of_order(lab: Lab) -> None:
    lab.log(
        ("2021-08-18T09:00:00Z", ONE),
        ("2021-09-03T09:00:00Z", TWO),
        ("2021-09-03T19:00:00Z", THREE),
    )
    lab.sdn(ONE)
    lab.sdn(THREE)
    with pytest.raises(EditRefused, match="the log of versions saw us-ofac-sdn-2021-09-03 after this file"):
        lab.propose("us-ofac-sdn", TWO)


def test_a_log_of_another_list_says_nothing(lab: Lab) -> None:
    lab.log(("2020-01-01T09:00:00Z", b"another list"))
    lab.sdn(ONE, "2021-08-18")
    taken = lab.sdn(TWO, "2021-09-03")
    assert taken.only("sanctions")["listed"] == "[2021-08-19..2021-09-03]"
    assert not [claim for claim in lab.claims(f"{HR}osma-prison") if claim[0] == "versions-log"]


def test_a_broken_log_among_the_sources_is_told(lab: Lab) -> None:
    lab.log(("2021-08-18T09:00:00Z", ONE), ("2021-08-01T09:00:00Z", TWO))
    with pytest.raises(EditRefused, match="versions-log: a log of versions must have lines in chronological order"):
        lab.propose("us-ofac-sdn", ONE)


def test_a_file_of_a_time_in_which_the_log_saw_others_is_told(lab: Lab) -> None:
    first = sdn(NIKPOUR)
    lab.log(("2021-08-18T09:00:00+00:00", first), ("2021-09-05T09:00:00+00:00", first))
    lab.sdn(first)
    other = sdn(NIKPOUR, entry(9002, "FALK, Lena"))
    assert "CAREFUL: versions-log saw other versions up to 2021-09-05" in lab.sdn(other, "2021-09-04").told


def test_a_file_of_a_later_time_is_not(lab: Lab) -> None:
    first = sdn(NIKPOUR)
    lab.log(("2021-08-18T09:00:00+00:00", first), ("2021-09-05T09:00:00+00:00", first))
    lab.sdn(first)
    assert "CAREFUL" not in lab.sdn(sdn(NIKPOUR, entry(9002, "FALK, Lena")), "2021-09-06").told
