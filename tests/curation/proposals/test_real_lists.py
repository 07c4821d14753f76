"""The dataset against the official lists themselves, where these are at hand.

What was listed on a day is read here with nothing but :mod:`csv`: neither the readers of the lists nor what proposes
rows from them has a say in it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from tests.loader.conftest import write_tables

from mostanad.curation.proposals import Proposal, Request, propose
from mostanad.curation.sealing import seal_added
from mostanad.curation.transaction import Rows, checked, read_rows
from mostanad.documents.folder import FOLDER_VARIABLE, Documents
from mostanad.documents.lists import followed_lists
from mostanad.evidence.spans import READ
from mostanad.files import Package, open_package
from mostanad.loader import Release
from mostanad.models import edtf

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
LOG = "us-ofac-sdn-versions"
CODES = ("IRAN-HR", "HRIT-IR", "IRAN-TRA")
ANNEX = ("eu-359-2011-persons", "eu-359-2011-entities")
WHOLE = (*ANNEX, "eu-359-2011-act")
CUT = {"coverage": "excerpt"}
LAST_SEEN, NEXT = dt.date(2024, 5, 3), "2024-06-01"


@pytest.fixture(scope="module")
def package() -> Package:
    return open_package(ROOT)


@pytest.fixture(scope="module")
def rows(package: Package) -> Rows:
    return read_rows(package)


@pytest.fixture(scope="module")
def documents(rows: Rows) -> Documents:
    """The documents beside the repository or in the folder that the environment names, if the lists are among them."""
    beside = ROOT.parent / "shared"
    found = Documents.at_hand(beside if (beside / "lists").is_dir() else None)
    if found.folder is None or found.find(rows["sources"][LOG]["sha256"]) is None:
        pytest.skip(f"not checked: the official lists are neither in ../shared nor in {FOLDER_VARIABLE}")
    return found


@pytest.fixture(scope="module")
def release(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The listings as a release has them, with all that says on which days they were seen; written by what writes
    releases. All else a test of the wheel builds."""
    return released({name: list(rows[name].values()) for name in READ}, tmp_path_factory.mktemp("releases"))


def released(tables: dict[str, list[dict[str, str]]], folder: Path) -> Release:
    path = folder / "2026.11.0"
    (path / "parquet").mkdir(parents=True)
    write_tables(path, tables)
    return Release(path, "2026.11.0")


def content(rows: Rows, documents: Documents, source_id: str) -> bytes:
    found = documents.find(rows["sources"][source_id]["sha256"])
    assert found is not None, source_id
    return found


def table(raw: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline=""), delimiter=delimiter))


def listed(raw: bytes) -> dict[str, set[str]]:
    """The entry numbers under each programme of SDN.CSV."""
    found: dict[str, set[str]] = {}
    for line in raw.decode("latin-1").split("\r\n"):
        cells = next(csv.reader([line]), [])
        for code in re.split(r"\]\s*\[", cells[3]) if len(cells) == 12 else ():
            found.setdefault(code.strip(" []"), set()).add(cells[0])
    return found


def in_force(release: Release, day: str) -> Iterator[dict[str, str]]:
    yield from release.as_of(valid=day).load("sanctions", "records")


def test_us_listings_equal_the_list_in_force_on_every_day_on_which_it_was_seen(
    rows: Rows, documents: Documents, release: Release
) -> None:
    last_of_day = {}
    for sight in table(content(rows, documents, LOG)):
        seen = dt.datetime.fromisoformat(sight["published_seen_at"]).astimezone(dt.UTC)
        last_of_day[seen.date().isoformat()] = sight["cut_sha256"]
    assert len(last_of_day) > 290
    ids = {row["code"]: key for key, row in rows["programmes"].items() if row["office_id"] == "us-ofac"}
    lists: dict[str, dict[str, set[str]]] = {}
    for day, digest in sorted(last_of_day.items()):
        if digest not in lists:
            raw = documents.find(digest)
            assert raw is not None, f"the version of {day} is not at hand"
            lists[digest] = listed(raw)
        now = list(in_force(release, day))
        for code in CODES:
            found = [row for row in now if row["programme_id"] == ids[code]]
            assert sorted(row["entry"] for row in found) == sorted(lists[digest].get(code, ())), (day, code)
            assert {row["in_force"] for row in found} <= {"yes"}, (day, code)
    assert len(lists) == 57


@pytest.mark.parametrize("day", ["2021-04-13", "2026-03-16"])
def test_eu_listings_equal_the_annex(rows: Rows, documents: Documents, release: Release, day: str) -> None:
    numbers = {
        letter: [row["no"] for row in table(content(rows, documents, f"{followed}-{day}"), "\t")]
        for followed, letter in zip(ANNEX, "pe", strict=True)
    }
    found = [row for row in in_force(release, day) if row["programme_id"] == "eu-359-2011"]
    wanted = [f"{letter}{number}" for letter, some in numbers.items() for number in some]
    assert sorted(row["entry"] for row in found) == sorted(wanted)
    assert {row["in_force"] for row in found} == {"yes"}
    assert len(wanted) > 90


@pytest.mark.parametrize("day", ["2014-04-02", "2018-04-13"])
def test_uk_listings_for_human_rights_equal_the_older_list(
    rows: Rows, documents: Documents, release: Release, day: str
) -> None:
    raw = content(rows, documents, f"uk-conlist-{day}").decode("latin-1").split("\n", 1)[1].encode()
    printed = {
        (row["Group ID"].strip(), "-".join(reversed(row["Listed On"].strip().split("/"))))
        for row in table(raw)
        if row["Regime"].strip() == "Iran (human rights)"
    }
    listed = release.as_of(valid=day).load("sanctions", as_="records")
    ours = [row for row in listed if row["programme_id"] == "uk-iran-human-rights" and row["in_force"] == "yes"]
    assert {(row["entry"], row["listed"]) for row in ours} == printed
    assert len(printed) == len(ours) > 80


def test_uk_listings_of_today_equal_their_records(rows: Rows, documents: Documents, release: Release) -> None:
    raw = content(rows, documents, "uk-sanctions-list-2026-03-26").decode().splitlines()
    printed = {row["id"]: row for row in map(json.loads, raw)}
    listed = [row for row in release.as_of(valid="2026-03-26").load("sanctions", as_="records") if row["programme_id"]]
    ours = {row["entry"]: row for row in listed if row["programme_id"] == "uk-iran-2023"}
    for entry, row in ours.items():
        assert row["listed"] == "-".join(reversed(printed[entry]["date_designated"].split("/")))
        assert row["in_force"] == "yes"
    carried = {row["target_id"] for row in ours.values() if row["listed"] == "2020-12-31"}
    older = [row for row in rows["sanctions"].values() if row["programme_id"] == "uk-iran-human-rights"]
    assert carried == {row["target_id"] for row in older if not row["delisted"]}
    assert not [row for row in listed if row["programme_id"] == "uk-iran-human-rights"]
    assert {row["human_rights"] for row in ours.values()} == {True, False}


@pytest.mark.parametrize("day", ["2021-04-13", "2026-03-16"])
@pytest.mark.parametrize(
    "spoilt",
    [None, {"entry": "p9999"}, {"listed": "2026-03-17"}, {"listed": "[..2026-03-17]"}, {"delisted": "2021-04-13"}],
)
def test_a_listing_that_is_gone_or_has_another_number_or_day_is_found(
    rows: Rows, documents: Documents, tmp_path: Path, day: str, spoilt: dict[str, str] | None
) -> None:
    on_both = next(
        key for key, row in rows["sanctions"].items() if row["programme_id"] == "eu-359-2011" and row["listed"] < "2021"
    )
    tables = {name: [dict(row) for row in rows[name].values()] for name in READ}
    (row,) = (row for row in tables["sanctions"] if row["sanction_id"] == on_both)
    if spoilt is None:
        tables["sanctions"].remove(row)
    else:
        row |= spoilt
    with pytest.raises(AssertionError):
        test_eu_listings_equal_the_annex(rows, documents, released(tables, tmp_path), day)


def test_after_the_last_version_of_the_annex_no_listing_is_sure(rows: Rows, release: Release) -> None:
    last = max(row["published"] for row in rows["sources"].values() if row["derived_from"] in WHOLE)
    for days, answer in ((0, "yes"), (1, "unsure")):
        now = in_force(release, (dt.date.fromisoformat(last) + dt.timedelta(days)).isoformat())
        assert {row["in_force"] for row in now if row["programme_id"] == "eu-359-2011"} == {answer}


def test_the_day_before_a_change_and_after_it(rows: Rows, release: Release) -> None:
    """Within an interval a listing is unsure, at its end it is sure, before it there is none."""
    between = [row for row in rows["sanctions"].values() if row["listed"].startswith("[20") and not row["delisted"]]
    assert between
    for row in between[:20]:
        first, last = map(dt.date.fromisoformat, row["listed"].strip("[]").split(".."))
        states = []
        for day in (first - dt.timedelta(days=1), first, last):
            now = in_force(release, day.isoformat())
            states.append([item["in_force"] for item in now if item["sanction_id"] == row["sanction_id"]])
        assert states == [[], ["unsure"], ["yes"]], row


def test_no_listing_is_dated_after_a_version_that_has_it(rows: Rows, documents: Documents) -> None:
    first: dict[tuple[str, str], dt.date] = {}
    read = set()
    for sight in table(content(rows, documents, LOG)):
        day = dt.datetime.fromisoformat(sight["published_seen_at"]).astimezone(dt.UTC).date()
        raw = documents.find(sight["cut_sha256"]) if sight["cut_sha256"] not in read else None
        read.add(sight["cut_sha256"])
        for code, numbers in listed(raw or b"").items():
            for number in numbers:
                first.setdefault((number, code), day)
    wrong = []
    for row in rows["sanctions"].values():
        programme = rows["programmes"].get(row["programme_id"], {"code": ""})
        seen = first.get((row["entry"], programme["code"]))
        is_first = not row["sanction_id"][-1].isdigit()  # a second listing of one entry has a number at its end
        if row["authority_id"] == "united-states" and seen and is_first and row["listed"].startswith("[2"):
            begins, ends = edtf.parse(row["listed"]).days
            # What stood there before the log, or an excerpt leaves out, an older version bounds.
            is_right = begins <= seen and (seen <= ends or begins <= min(first.values()))
            wrong += [] if is_right else [row["sanction_id"]]
    assert wrong == []


# Proposing from the real lists


def test_what_is_taken_in_is_taken_in(rows: Rows, documents: Documents) -> None:
    taken = {key: row for key, row in rows["sources"].items() if row["derived_from"] in followed_lists()}
    assert len(taken) > 40
    for key, row in taken.items():
        request = Request(followed_lists()[row["derived_from"]], content(rows, documents, key), row["published"])
        proposal = propose(rows, request, documents)
        assert (proposal.is_empty, proposal.lines) == (True, (f"the file is registered already, as {key}",))


@pytest.fixture(scope="module")
def last(rows: Rows, documents: Documents) -> bytes:
    """The last version that the log has seen."""
    found = documents.find(table(content(rows, documents, LOG))[-1]["cut_sha256"])
    assert found is not None
    return found


def sdn_line(number: str, name: str, kind: str) -> bytes:
    return f'{number},"{name}",{kind},"IRAN-HR",{",".join(["-0- "] * 8)}\r\n'.encode()


@pytest.fixture(scope="module")
def changed(last: bytes) -> tuple[bytes, dict[str, str]]:
    """The last version with an entry gone, one renamed, one under another programme and two added; whose they are."""
    lines = [line for line in last.splitlines(keepends=True) if line.count(b'"IRAN-HR"')]
    gone, renamed, tagged = [line for line in lines if b'"individual"' in line][:3]
    name = next(csv.reader([renamed.decode("latin-1")]))[1].encode("latin-1")
    new = last.replace(gone, b"").replace(renamed, renamed.replace(name, b"ZZYZX, Quux Invented"))
    new = new.replace(tagged, tagged.replace(b'"IRAN-HR"', b'"IRAN-HR] [HRIT-IR"'))
    person = sdn_line("99991", "KWYJIBO, Invented Xyzzy", '"individual"')
    prison = sdn_line("99992", "INVENTED PLUGH PRISON", "-0- ")
    whose = {what: line.split(b",")[0].decode() for what, line in zip("grt", (gone, renamed, tagged), strict=True)}
    return person + prison + new, whose


def test_a_version_in_which_nothing_of_interest_changed(rows: Rows, documents: Documents, last: bytes) -> None:
    proposal = propose(rows, Request(followed_lists()["us-ofac-sdn"], last), documents)
    assert (proposal.is_empty, proposal.lines) == (True, ("the file is registered already, as us-ofac-sdn-2024-04-25",))
    same = propose(rows, Request(followed_lists()["us-ofac-sdn"], last + b"\r\n", NEXT, cells=CUT), documents)
    assert (same.is_empty, same.lines) == (True, ("nothing to propose",))


@pytest.fixture(scope="module")
def proposal(rows: Rows, documents: Documents, changed: tuple[bytes, dict[str, str]]) -> Proposal:
    return propose(rows, Request(followed_lists()["us-ofac-sdn"], changed[0], NEXT, cells=CUT), documents)


def test_exactly_what_changed_is_proposed(
    rows: Rows, proposal: Proposal, last: bytes, changed: tuple[bytes, dict[str, str]]
) -> None:
    whose = changed[1]
    who = {row["value"]: row["entity_id"] for row in rows["identifiers"].values() if row["scheme"] == "ofac-ent-num"}
    new = {
        name: {key: row for key, row in table.items() if rows[name].get(key) != row}
        for name, table in proposal.rows.items()
    }
    between = f"[{LAST_SEEN + dt.timedelta(days=1)}..{NEXT}]"
    assert sorted((row["entry"], row["programme_id"], row["listed"], row["delisted"]) for row in begun(new)) == sorted(
        [
            (whose["t"], "us-hrit-ir", between, ""),
            ("99991", "us-iran-hr", between, ""),
            ("99992", "us-iran-hr", between, ""),
        ]
    )
    (event,) = new["events"].values()
    assert {row["action_id"] for row in begun(new)} == {event["event_id"]}
    assert event["date"] == between
    ended = [row for row in new["sanctions"].values() if row["delisted"]]
    lasting = [row for row in rows["sanctions"].values() if row["entry"] == whose["g"] and not row["delisted"]]
    lasting = [row for row in lasting if row["authority_id"] == "united-states"]
    assert [(row["sanction_id"], row["delisted"]) for row in ended] == [
        (row["sanction_id"], between) for row in lasting
    ]
    assert sorted((row["entity_id"], row["name"]) for row in new["names"].values()) == [
        ("invented-plugh-prison", "INVENTED PLUGH PRISON"),
        ("invented-xyzzy-kwyjibo", "Invented Xyzzy Kwyjibo"),
        (who[whose["r"]], "Quux Invented Zzyzx"),
    ]
    assert new["officials"] == {}  # no post is printed
    assert sorted(new["parties"]) == ["invented-plugh-prison", "invented-xyzzy-kwyjibo"]
    assert new["parties"]["invented-plugh-prison"]["kind"] == "prison"
    assert sorted(row["value"] for row in new["identifiers"].values()) == ["99991", "99992"]
    assert sorted(new["sources"]) == [f"us-ofac-sdn-{NEXT}"]
    for name in ("programmes", "positions", "affiliations", "statements", "corrections", "history"):
        assert new[name] == {}, name


def begun(new: Rows) -> list[dict[str, str]]:
    return [row for row in new["sanctions"].values() if not row["delisted"]]


def test_the_dataset_is_valid_with_it(package: Package, proposal: Proposal) -> None:
    rows = deepcopy(proposal.rows)
    seal_added(package, rows)
    files = checked(package, rows)
    assert set(files) == {
        *("claims", "events", "identifiers", "names", "parties", "passages", "sanctions", "seals"),
        "sources",
    }


def test_scope_says_of_which_programmes_everybody_is_taken_in(rows: Rows) -> None:
    assert all(row["scope"] for row in rows["programmes"].values())
