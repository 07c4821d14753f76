"""docs/scope.md names tables, columns, words and checks that there are."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from tests.descriptor import OWN

from mostanad.curation.transaction import read_rows
from mostanad.documents.folder import Documents
from mostanad.documents.lists import followed_lists, formats, read
from mostanad.documents.records import EntityType
from mostanad.files import open_package
from mostanad.matching.folding import fold
from mostanad.models import TABLES, vocabularies
from mostanad.models.vocabularies import DocumentFormat
from mostanad.validation.findings import CODES
from mostanad.validation.rules import rules

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scope.md").read_text("utf-8")
SHARED = ROOT.resolve().parent / "shared"
#: Words that are codes of lists, or code.
OTHERS = {"IRAN-HR", "HRIT-IR", "IRAN-TRA", "CAATSA - IRAN", "Iran (human rights)", "mostanad validate"}
OTHERS |= {
    "1373 (2001)",
    "1737 (Iran)",
    "Autonomous (Iran)",
    "Autonomous (Ukraine)",
    "Autonomous (Thematic - Human Rights)",
}
#: Entries of bodies of other states, which are called like one of Iran.
NAMESAKES = {
    ("au-dfat", "3446"): "the ministry of North Korea",
    ("uk-conlist", "12691"): "the ministry of Syria",
    ("un-sc", "KPe.054"): "the ministry of North Korea",
}
#: A person of Wikidata who is called like one of the record.
NAMED_ALIKE = {"Q16051790": "a member of parliament born in 1971, and not Mohammad Bagheri, chief of staff"}


def test_every_word_in_code_is_one_of_the_dataset() -> None:
    classes = [value for value in vars(vocabularies).values() if isinstance(value, type)]
    words = {str(word) for kind in classes if issubclass(kind, vocabularies.Vocabulary) for word in kind}
    names = {name for table, model in TABLES.items() for name in (table, *(column.name for column in model.columns()))}
    found = {word for word in re.findall(r"`([^`]+)`", PAGE) if not re.fullmatch(r"MST\d{3}", word)}
    assert found - words - names - OTHERS == set()


def test_it_names_the_lists_that_are_not_followed() -> None:
    text = " ".join(PAGE.split())
    assert len(OWN.not_followed) > 3
    assert f"neither rows nor listings: {'; '.join(OWN.not_followed)}." in text


def test_it_says_who_answers() -> None:
    assert f"**Who answers.** {OWN.answers}\n" in PAGE, "put the sentence that About.answers makes into the page"


def test_the_checks_that_it_names_are_those_for_private_data() -> None:
    first, last = re.findall(r"`(MST\d{3})`", PAGE)
    known = sorted({*CODES, *(rule.code.code for rule in rules())})
    named = [code for code in known if first <= code <= last]
    assert len(named) == 7
    others = [code for code in known if code[:5] == first[:5] and code not in named]
    assert not others, f"{first[:5]}. is for private data alone: take another code"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="not checked: the official lists are not beside the repository")
def test_a_body_of_the_record_has_every_listing_that_a_list_shows_under_one_of_its_names() -> None:
    rows = read_rows(open_package(ROOT))
    bodies = {key for key, row in rows["parties"].items() if row["kind"] != "person"}
    spelled = {fold(row["name"]) for row in rows["names"].values() if row["entity_id"] in bodies}
    codes = {key: (row["authority_id"], row["code"]) for key, row in rows["programmes"].items()}
    listed = [row for name in ("sanctions", "tags") for row in rows[name].values() if row["programme_id"]]
    here = {(*codes[row["programme_id"]], row["entry"]) for row in listed}
    lists, documents = followed_lists(), Documents.at_hand(SHARED)
    missing = set()
    for source in rows["sources"].values():
        content = documents.find(source["sha256"]) if source["kind"] in ("sanctions_list", "legal_act") else None
        followed = lists.get(source["derived_from"])
        if content is None or followed is None or not formats()[DocumentFormat(source["format"])].lists_targets:
            continue
        for record in read(DocumentFormat(source["format"]), content):
            if record.type is EntityType.ENTITY and spelled & {fold(name.text) for name in record.names}:
                shown = {(followed.authority_id, code, record.identifier) for code in record.programmes}
                if shown - here:
                    missing.add((followed.list_id, record.identifier))
    assert missing == NAMESAKES.keys()


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="not checked: the official lists are not beside the repository")
def test_a_holder_of_a_main_post_whom_a_list_names_has_a_row() -> None:
    rows = read_rows(open_package(ROOT))
    spelled = {fold(row["name"]) for row in rows["names"].values()}
    lists, documents = followed_lists(), Documents.at_hand(SHARED)
    table = documents.find(rows["sources"]["wikidata-iran-holders"]["sha256"])
    assert table is not None
    holders = {fold(row["person"]): row["person"] for row in csv.DictReader(table.decode("utf-8").splitlines())}
    assert len(holders) > 100
    listed = set()
    for source in rows["sources"].values():
        content = documents.find(source["sha256"]) if source["kind"] in ("sanctions_list", "legal_act") else None
        form = formats().get(DocumentFormat(source["format"])) if source["format"] else None
        if content is None or source["derived_from"] not in lists or form is None or not form.lists_targets:
            continue
        people = (record for record in read(form.name, content) if record.type is not EntityType.ENTITY)
        listed |= {fold(name.text) for record in people for name in record.names}
    assert {"Mahmoud Ahmadinejad", "Javad Oji"} <= {name for key, name in holders.items() if key in listed}
    assert {name for key, name in holders.items() if key in listed - spelled} == set()


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="not checked: the tables are not beside the repository")
@pytest.mark.parametrize(("source", "at_least"), [("wikidata-iran-holders", 70), ("wikidata-iran-legislators", 30)])
def test_every_post_of_a_table_of_holders_whose_holder_has_a_row_is_in_the_record(source: str, at_least: int) -> None:
    rows = read_rows(open_package(ROOT))
    table = Documents.at_hand(SHARED).find(rows["sources"][source]["sha256"])
    assert table is not None
    people = {key for key, row in rows["parties"].items() if row["kind"] == "person"} | rows["officials"].keys()
    spelled = {fold(row["name"]) for row in rows["names"].values() if row["entity_id"] in people}
    numbers = {row["value"] for row in rows["identifiers"].values() if row["scheme"] == "wikidata"}
    shown = [row["passage_id"] for row in rows["claims"].values() if row["target_id"] in rows["positions"]]
    places = {(rows["passages"][key]["source_id"], rows["passages"][key]["selector"]) for key in shown}
    missing, known = set(), 0
    for number, row in enumerate(csv.DictReader(table.decode("utf-8").splitlines()), 1):
        called = fold(row["person"]) in spelled and row["personID"] not in NAMED_ALIKE
        if called or row["personID"] in numbers:
            known += 1
            if (source, f"line={number},{number + 1}") not in places:
                missing.add((row["person"], row["position"]))
    assert known > at_least
    assert missing == set()


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="not checked: the British list is not beside the repository")
def test_the_british_list_prints_the_day_of_the_disqualification_as_the_note_of_the_programme_says() -> None:
    rows = read_rows(open_package(ROOT))
    assert (
        "before 9 April 2025 that the record has, the list prints that day"
        in rows["programmes"]["uk-iran-2023"]["note"]
    )
    content = Documents.at_hand(SHARED).find(rows["sources"]["uk-sanctions-list-2026-03-26"]["sha256"])
    assert content is not None
    entries = {entry["id"]: entry for entry in map(json.loads, content.decode("utf-8").splitlines())}
    listings = [row for row in rows["sanctions"].values() if row["programme_id"] == "uk-iran-2023"]
    with_it = [row for row in listings if "director_disqualification" in row["measures"]]
    older = {row["sanction_id"] for row in with_it if row["listed"] < "2025-04-09"}
    said = re.compile("Director Disqualification Sanction was imposed on 09/04/2025")
    found = {row["sanction_id"] for row in with_it if said.search(entries[row["entry"]]["other_information"] or "")}
    assert len(older) > 150
    assert found == older
