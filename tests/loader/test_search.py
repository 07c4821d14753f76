"""Search: a hand-written release of people whose names are close, and texts that find them or do not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.cases import each

import mostanad
from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.loader import Hit, Hits, Release, store
from mostanad.loader.search import ranked, weights
from mostanad.matching.spelling import spellings
from mostanad.models import TABLES

VERSION = "2026.11.0"
OFFICIALS = {
    "ahmad-vahidi": "Ahmad Vahidi",
    "ali-shamkhani": "Ali Shamkhani",
    "ebrahim-raisi": "Ebrahim Raisi",
    "gholamhossein-mohseni-ejei": "Gholam-Hossein Mohseni-Ejei",
    "hassan-firouzabadi": "Seyyed Hassan Firouzabadi",
    "hassan-rouhani": "Hassan Rouhani",
    "hossein-rouhani": "Hossein Rouhani",
    "mahmoud-ahmadinejad": "Mahmoud Ahmadinejad",
    "mohammad-karami": "Mohammad Karami",
    "mohammad-karimi": "Mohammad Karimi",
    "mohammad-moghisseh": "Mohammad Moghisseh",
    "mohammad-reza-naqdi": "Mohammad Reza Naqdi",
}
PARTIES = {
    "brigade-27": ("Brigade 27", "state_body"),
    "brigade-28": ("Brigade 28", "state_body"),
    "general-staff": ("General Staff", "state_body"),
    "lena-falk": ("Lena Falk", "person"),
    "pmoi": ("People's Mojahedin Organization of Iran", "opposition"),
}
NAMES = [
    ("ali-shamkhani", "علی شمخانی"),
    ("ebrahim-raisi", "ابراهیم رئیسی"),
    ("ebrahim-raisi", "Ebrahim Raeesi"),
    ("mahmoud-ahmadinejad", "محمود احمدی‌نژاد"),
    ("mohammad-moghisseh", "Mohammad Moghiseh"),
    ("pmoi", "MEK"),
    ("pmoi", "سازمان مجاهدین خلق ایران"),
    ("brigade-27", "لشکر ۲۷"),
    ("brigade-28", "لشکر ۲۸"),
]


def _rows() -> dict[str, list[dict[str, str]]]:
    names = [{"name_id": f"name-{at}", "entity_id": entity, "name": name} for at, (entity, name) in enumerate(NAMES)]
    return {
        "names": [row | {"script": "Arab" if row["name"] > "\u0600" else "Latn", "kind": "alias"} for row in names],
        "officials": [{"official_id": key, "name": name} for key, name in OFFICIALS.items()],
        "parties": [{"party_id": key, "name": name, "kind": kind} for key, (name, kind) in PARTIES.items()],
    }


def write(path: Path, rows: dict[str, list[dict[str, str]]]) -> Release:
    """A release of these tables."""
    (path / "parquet").mkdir(parents=True, exist_ok=True)
    (path / "datapackage.json").write_text(f'{{"version": "{VERSION}"}}', encoding="utf-8")
    for name, records in rows.items():
        header = tuple(column.name for column in TABLES[name].columns())
        cells = tuple(tuple(row.get(column, "") for column in header) for row in records)
        pq.write_table(arrow_table(TABLES[name], Table(name, "", header, cells)), path / "parquet" / f"{name}.parquet")
    return Release(path, VERSION)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write(tmp_path_factory.mktemp("releases") / VERSION, _rows())


@each(
    ("text", "entity", "why"),
    [
        ("Ali Shamkhani", "ali-shamkhani", "exact"),
        ("  ALI   shamkhani ", "ali-shamkhani", "exact"),
        ("mek", "pmoi", "exact"),
        ("علی شمخانی", "ali-shamkhani", "exact"),
        ("علي شمخاني", "ali-shamkhani", "same letters"),
        ("عَلی شمخـانی", "ali-shamkhani", "same letters"),
        ("‘Alī Shamkhānī", "ali-shamkhani", "same letters"),
        ("Mohammadreza Naqdi", "mohammad-reza-naqdi", "same letters"),
        ("Gholamhossein Mohseni Ejei", "gholamhossein-mohseni-ejei", "same letters"),
        ("محمود احمدی نژاد", "mahmoud-ahmadinejad", "same letters"),
        ("محمود احمدینژاد", "mahmoud-ahmadinejad", "same letters"),
        ("Peoples Mojahedin Organization of Iran", "pmoi", "same letters"),
        ("Rear Admiral Ali Shamkhani", "ali-shamkhani", "same letters"),
        ("سردار علی شمخانی", "ali-shamkhani", "same letters"),
        ("Hassan Firouzabadi", "hassan-firouzabadi", "same letters"),
        ("لشکر 27", "brigade-27", "same letters"),
        ("Brigade ٢٧", "brigade-27", "same letters"),
        ("Shamkhani, Ali", "ali-shamkhani", "other order"),
        ("SHAMKHANI Brig Gen Ali", "ali-shamkhani", "other order"),
        ("شمخانی علی", "ali-shamkhani", "other order"),
        ("Naqdi, Mohammadreza", "mohammad-reza-naqdi", "other order"),
        ("Naghdi Muhammad Riza", "mohammad-reza-naqdi", "skeleton"),
        ("Mohamed Moqiseh", "mohammad-moghisseh", "skeleton"),
        ("Gholam Hosein Muhsini Ejeie", "gholamhossein-mohseni-ejei", "skeleton"),
        ("محمد مقیسه", "mohammad-moghisseh", "skeleton"),
        ("غلامحسین محسنی اژه‌ای", "gholamhossein-mohseni-ejei", "skeleton"),
        ("نقدی محمدرضا", "mohammad-reza-naqdi", "skeleton"),
        ("Ibrahim Ra'isi", "ebrahim-raisi", "skeleton"),
        ("Ebrahim Ra’isi", "ebrahim-raisi", "same letters"),
        ("Mahmud Ahmadi Nezhad", "mahmoud-ahmadinejad", "skeleton"),
        ("Ahmad Wahidi", "ahmad-vahidi", "skeleton"),
        ("Raisi", "ebrahim-raisi", "surname"),
        ("Moghiseh", "mohammad-moghisseh", "surname"),
        ("رئیسی", "ebrahim-raisi", "surname"),
        ("Ahmadi-Nejad", "mahmoud-ahmadinejad", "surname"),
        ("محسنی اژه ای", "gholamhossein-mohseni-ejei", "surname"),
        ("Naqdi", "mohammad-reza-naqdi", "surname"),
        ("محسنی", "gholamhossein-mohseni-ejei", "part"),
        ("Ali Akbar Shamkhani", "ali-shamkhani", "part"),
        ("Ali Shamkani", "ali-shamkhani", "similar"),
        ("Lena Flak", "lena-falk", "similar"),
        ("Peopels Mojahedin Organisation of Iran", "pmoi", "similar"),
    ],
)
def test_the_best_hit_and_why(release: Release, text: str, entity: str, why: str) -> None:
    hits = release.search(text)
    assert (hits[0].entity_id, hits[0].why) == (entity, why), str(hits)
    assert (hits[0].score == 100) == (why == "exact")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Hassan Rouhani", "hossein-rouhani"),
        ("Hossein Rouhani", "hassan-rouhani"),
        ("Mohammad Karami", "mohammad-karimi"),
        ("Mohammad Karimi", "mohammad-karami"),
    ],
)
def test_two_people_with_one_skeleton_are_both_shown_and_the_exact_one_is_first(
    release: Release, text: str, other: str
) -> None:
    first, second, *_ = release.search(text)
    assert (first.label, first.score, first.why) == (text, 100, "exact")
    assert (second.entity_id, second.why) == (other, "similar")
    assert 60 <= second.score <= 70


@pytest.mark.parametrize(
    "text",
    ["Hoseyn Rohani", "Ali Shamkhany", "Ebrahim Karimi", "Mahmoud Karimi", "Ahmad Moghiseh", "حسین روحانی", "Karim"],
)
def test_what_is_another_spelling_or_another_name_is_not_exact(release: Release, text: str) -> None:
    assert "exact" not in [hit.why for hit in release.search(text)]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Brigade 29", "brigade-28"),
        ("General Ali Vahidi", "general-staff"),
        ("Staff", "ali-shamkhani"),
        ("Mahmoud Moghisseh", "mohammad-moghisseh"),
        ("Ahmad Karim", "mohammad-karimi"),
    ],
)
def test_who_is_surely_another_is_not_found(release: Release, text: str, other: str) -> None:
    assert other not in [hit.entity_id for hit in release.search(text, min_score=71)]


@each(
    ("text", "found"),
    [
        ("Raisi", {"ebrahim-raisi"}),
        ("رئیسی", {"ebrahim-raisi"}),
        ("Rouhani", {"hassan-rouhani", "hossein-rouhani"}),
        ("کرمی", {"mohammad-karami"}),
        ("کریمی", {"mohammad-karimi"}),
        ("Ejei", {"gholamhossein-mohseni-ejei"}),
        ("Mohammad", set()),
        ("Hassan", set()),
        ("Staff", set()),
    ],
)
def test_a_surname_is_more_than_a_guess_and_a_given_name_is_not(release: Release, text: str, found: set[str]) -> None:
    assert {*[hit.entity_id for hit in release.search(text, limit=None, min_score=75)]} == found


def test_people_of_one_surname_stand_before_what_is_similar_and_those_listed_by_most_first() -> None:
    people = ("Ali Rezaei", "Mohammad Sadegh Rezaei", "Reza", "Qasem Rezaei", "Rezaei Moghadam Amiri")
    officials = [{"official_id": name.casefold(), "name": name} for name in people]
    rows = [("qasem rezaei", "a"), ("qasem rezaei", "b"), ("mohammad sadegh rezaei", "a"), ("reza", "a"), ("reza", "b")]
    rows += [("ali rezaei", "a"), ("ali rezaei", "a")]  # twice by one authority
    listed = weights({"sanctions": [{"target_id": target, "authority_id": authority} for target, authority in rows]})
    names = [{"entity_id": "qasem rezaei", "name": name} for name in ("رضایی قاسم", "General Qasem Rezaei")]
    named = spellings(officials, [], names)
    found = {text: ranked(named, text, listed=listed) for text in ("Rezaei", "رضایی")}
    by_surname = ["Qasem Rezaei", "Ali Rezaei", "Mohammad Sadegh Rezaei"]
    for hits in found.values():
        assert [hit.label for hit in hits if hit.why == "surname"] == by_surname
        assert [hit.label for hit in hits[:3]] == by_surname
    assert "Reza" in [hit.label for hit in found["Rezaei"][3:]]
    assert [hits[0].name for hits in found.values()] == ["Qasem Rezaei", "رضایی قاسم"]


def test_the_number_of_a_unit_tells_it_from_others(release: Release) -> None:
    assert [hit.entity_id for hit in release.search("Brigade 27")] == ["brigade-27"]
    assert [hit.entity_id for hit in release.search("لشکر ۲۸")] == ["brigade-28"]


def test_a_title_is_no_part_of_a_person_but_of_an_organisation(release: Release) -> None:
    assert not release.search("Staff", min_score=95)
    assert release.search("general staff")[0].why == "exact"


@each("text", ["", " ", "---", "\u200c", "🚢", "zzzz qwqw", "Xq", "北京", "1"])
def test_empty_or_hopeless_text_finds_nothing(release: Release, text: str) -> None:
    hits = release.search(text)
    assert (len(hits), list(hits), hits.records()) == (0, [], [])
    assert str(hits) == "nothing found"
    assert list(hits.to_pandas().columns) == ["entity_id", "name", "label", "kind", "score", "why"]


def test_one_row_for_each_entity_with_its_best_spelling(release: Release) -> None:
    hits = release.search("Ebrahim Raeesi")
    assert hits[0] == Hit("ebrahim-raisi", "Ebrahim Raeesi", "Ebrahim Raisi", "officials", 100, "exact")
    everyone = release.search("Mohammad", limit=None, min_score=0)
    assert len({hit.entity_id for hit in everyone}) == len(everyone)
    assert [hit.score for hit in everyone] == sorted([hit.score for hit in everyone], reverse=True)
    assert {hit.label for hit in everyone[:3]} == {"Mohammad Karami", "Mohammad Karimi", "Mohammad Moghisseh"}
    assert release.search("Mohammad", limit=None, min_score=0) == everyone


def test_ties_are_in_order_of_the_label(release: Release) -> None:
    hits = release.search("Rouhani Brigade", limit=None, min_score=0)
    tied = [hit.label for hit in release.search("Brigade")]
    assert tied == ["Brigade 27", "Brigade 28"]
    assert hits == release.search("Rouhani Brigade", limit=None, min_score=0)


def test_limit_and_min_score(release: Release) -> None:
    everyone = release.search("Mohammad", limit=None)
    assert len(everyone) >= 4
    assert release.search("Mohammad", limit=2) == everyone[:2]
    assert not release.search("Mohammad", limit=0)
    best = everyone[0].score
    assert {hit.score for hit in release.search("Mohammad", min_score=best)} == {best}
    with pytest.raises(ValueError, match="limit=-1 is negative"):
        release.search("Mohammad", limit=-1)


def test_hits_in_every_form(release: Release) -> None:
    hits = release.search("Hassan Rouhani")
    assert isinstance(hits, Hits)
    assert hits.records()[0] == hits[0]._asdict()
    assert hits.to_pandas()["entity_id"].tolist() == [hit.entity_id for hit in hits]
    head, first, *_ = str(hits).splitlines()
    assert head.split() == ["score", "why", "entity_id", "name", "label"]
    assert first.split() == ["100", "exact", "hassan-rouhani", "Hassan", "Rouhani", "Hassan", "Rouhani"]


def test_a_release_that_was_built_again_is_read_again(tmp_path: Path) -> None:
    rows = _rows()
    release = write(tmp_path, rows)
    assert not release.search("Nobody Known", min_score=95)
    rows["officials"].append({"official_id": "nobody", "name": "Nobody Known"})
    write(tmp_path, rows)
    os.utime(tmp_path / "parquet" / "officials.parquet", ns=(1, 1))
    assert [hit.entity_id for hit in release.search("Nobody Known")] == ["nobody"]


def test_a_name_of_nobody_is_not_found(tmp_path: Path) -> None:
    rows = _rows()
    rows["names"].append({"name_id": "n", "entity_id": "who", "name": "Xerxes", "script": "Latn", "kind": "alias"})
    assert not write(tmp_path, rows).search("Xerxes")


def test_a_release_without_names(tmp_path: Path) -> None:
    release = write(tmp_path, {"officials": [], "parties": []})
    with pytest.raises(KeyError, match="no table 'names'"):
        release.search("Raisi")


def test_the_newest_release_is_searched(release: Release, monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "releases_root", lambda: release.path.parent)
    assert [hit.entity_id for hit in mostanad.search("علی شمخانی", limit=1)] == ["ali-shamkhani"]
    assert not mostanad.search("Shamkhani, Ali", min_score=96)
