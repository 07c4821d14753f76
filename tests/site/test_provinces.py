"""Posts by province: which province a post belongs to, and who commanded the whole of one."""

from __future__ import annotations

from typing import Any

import pytest

from mostanad.models.language import speaking
from mostanad.site import provinces
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.page import Page

#: By authority the provinces of which it lists a commander, and those without one on record: counted by a reader.
BY = {"european-union": 16}
NONE = ["Bushehr", "Chaharmahal and Bakhtiari", "East Azerbaijan", "Golestan", "Hormozgan", "Kerman",
        "Kohgiluyeh and Boyer-Ahmad", "North Khorasan", "Qazvin", "Qom", "Semnan", "South Khorasan", "Yazd",
        "Zanjan"]  # fmt: skip


def post(title: str, body: str | None = None, rank: str | None = None) -> Row:
    return {"title": title, "body_id": body, "rank": rank}  # a body that is not on record is called as its id


def test_there_are_all_provinces_and_each_has_one_name() -> None:
    assert len(provinces._places()) == 31
    assert all(provinces.named(name) == {name: True} for name in provinces._places())


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        ("Head of LEF in Divandarreh", "LEF", ["Kurdistan"]),  # a town stands in its province
        ("Warden", "Rajaee Shahr Prison", ["Alborz"]),  # the title names none
        ("Prosecutor of Shiraz", "Judiciary of Tehran", ["Fars"]),  # the title does
        ("Commander in Sistan and Baluchistan province", None, ["Sistan and Baluchestan"]),
        ("Chief, Greater Tehran's police", None, ["Tehran"]),
        ("Commander (Sistan and Baluchestan, Kerman)", "IRGC", ["Kerman", "Sistan and Baluchestan"]),
        ("President, Imam Khomeini Relief Foundation", None, []),
        ("Editor", "Fars News Agency", []),
        ("Head of the Rahian-e Noor Organization", None, []),
        ("Police chief in Noor", None, ["Mazandaran"]),
        ("Commander of Karbala Base", "IRGC", []),
    ],
)
def test_a_post_belongs_to_the_province_of_its_title_or_else_of_its_body(
    record: Record, title: str, body: str | None, found: list[str]
) -> None:
    assert sorted(provinces.where(record, post(title, body))) == found


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Commander of Fajr Corps in Fars", "irgc", provinces.IRGC),
        ("Basij commander in Bijar", None, provinces.IRGC),
        ("Police chief in Noor", None, provinces.POLICE),
        ("Public Prosecutor of the Revolutionary Court of Shiraz", "Shiraz Court", provinces.PROSECUTORS),
        ("Investigator", "Evin Prosecution Office", provinces.PROSECUTORS),
        ("Chief Justice of Fars Province", None, provinces.COURTS),
        ("Chief of Justice, East Azerbaijan", None, provinces.COURTS),
        ("Head of the Judiciary for Kurdistan province", None, provinces.COURTS),
        ("Advisor and Member of the 28th Section of the Supreme Court", None, provinces.JUDGES),
        ("Adviser to the head of the judiciary", None, provinces.COURTS),
        ("Deputy Head of the Judiciary", None, provinces.COURTS),
        ("Warden", "Evin Prison", provinces.PRISONS),
        ("Judge at the court of Evin prison", None, provinces.JUDGES),  # the title says it
        ("IRGC Governor-General of Tehran Province", None, provinces.GOVERNORS),  # he governs it
        ("Deputy Minister of the Interior for Police Affairs", "LEF", provinces.MINISTERS),
        ("Head", "Islamic Republic of Iran Broadcasting", provinces.BROADCASTERS),
        ("Speaker", "Islamic Consultative Assembly", provinces.DEPUTIES),
        ("Spokesperson of the parliament's judicial commission", None, provinces.DEPUTIES),
        ("Friday imam of Mashhad", None, provinces.OTHERS),
        ("Vice-president for parliamentary affairs", None, provinces.OTHERS),
        ("Provincial chief of Kurdistan Governor", None, provinces.OTHERS),  # who is under the governor
        ("First Vice Chief Justice", None, provinces.COURTS),
    ],
)
def test_the_words_of_a_post_and_of_its_body_say_of_which_kind_it_is(
    record: Record, title: str, body: str | None, kind: str
) -> None:
    assert provinces.kind(record, post(title, body)) == kind


def test_who_is_at_the_head_of_a_court_is_a_judge(real_record: Record) -> None:
    of = {row["position_id"]: provinces.kind(real_record, row) for row in real_record.tables["positions"]}
    titles = {row["position_id"]: row["title"] for row in real_record.tables["positions"]}
    judges = {titles[key] for key, kind in of.items() if kind == provinces.JUDGES}
    others = {titles[key] for key, kind in of.items() if kind == provinces.COURTS}
    assert {"Head of fourth branch, Revolutionary Court of Mashhad", "Head of Revolutionary Court of Rasht"} <= judges
    assert {"Advisor to the Disciplinary Court for Judges", "Spokesman of the Judiciary"} <= others


@pytest.mark.parametrize(
    ("title", "body", "rank", "is_whole"),
    [
        ("Commander of IRGC in Alborz province", "irgc", "head_of_part", True),
        ("IRGC Commander for Hamadan Province", "irgc", "head_of_part", True),
        ("Commander of the Nabi Akram provincial corps", "irgc corps in Kermanshah", "head", True),
        ("Head of LEF in Kurdistan", "LEF", "head_of_part", True),
        ("Head of LEF in Tehran", "LEF", "head_of_part", None),  # the city, or the province: that is not said
        ("Deputy head of the IRGC in Ardabil province", "irgc", "deputy", False),
        ("Commander of IRGC in Alborz province", "irgc", None, False),  # its rank decides, not its words
        ("Provincial deputy of the IRGC in Qom", "irgc", "deputy", False),
        ("Commander of 364th IRGC brigade, West Azerbaijan", "irgc", "head_of_part", False),
        ("Commander of IRGC of Kohgiluyeh County", "irgc", "head_of_part", False),
        ("IRGC Commander in Zahedan", "irgc", "head_of_part", False),
        ("Head of LEF in Babol, Mazandaran", "LEF", "head_of_part", False),
        ("Commander of the LEF Special Unit in Isfahan Province", "LEF", "head_of_part", False),
        ("A commander of LEF forces in Tehran Province", "LEF", "head_of_part", False),
        ("Commander (Sistan and Baluchestan, Kerman)", "irgc", "head_of_part", False),
        ("Governor of Ilam Province", None, "head", True),
        ("IRGC Governor-General of Tehran Province", None, "head", True),
        ("Governor-General ('Farmandar') of Tehran Province", None, "head", True),
        ("Governor of Isfahan", None, "head", None),
        ("Governor of Sanandaj, Kurdistan province", None, "head", False),
        ("Deputy Governor of Ilam Province", None, "deputy", False),
        ("Provincial chief of Kurdistan Governor", None, "head_of_part", False),  # of its police
    ],
)
def test_no_deputy_unit_or_town_counts_as_the_command_of_a_province(
    record: Record, title: str, body: str | None, rank: str | None, is_whole: bool | None
) -> None:
    assert provinces.commands(record, post(title, body, rank)) is is_whole


def test_another_state_has_no_such_page(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(record.about), "text", lambda _, name: "Norland")
    assert not [*provinces.pages(record)]


def _said(record: Record) -> tuple[Page, dict[str, Any]]:
    (page,) = provinces.pages(record)
    return page, dict(page.said())


@pytest.mark.slow
def test_the_page_counts_as_a_reader_did_and_says_how_many_posts_it_leaves_out(real_record: Record) -> None:
    page, said = _said(real_record)
    guards, _, governors = said["heads"]
    assert guards["none"] == NONE
    assert guards["listed"] == 17
    assert guards["former"] == ["Markazi"]
    assert (governors["people"], governors["former"], governors["of_city"]) == (
        6,
        ["Ilam", "Tehran"],
        ["Isfahan"],
    )  # read one by one
    assert {who: len(names) for who, names in guards["by"]}.items() >= BY.items()
    placed = [one for one in real_record.tables["positions"] if provinces.where(real_record, one)]
    assert said["shown"] == len(placed) < len(real_record.tables["positions"])
    assert f"in {len(placed)} of its {len(real_record.tables['positions'])} <a" in page.html(real_record, "")


@pytest.mark.slow
def test_a_number_counts_people_with_such_a_post_and_those_listed_now(real_record: Record) -> None:
    said = _said(real_record)[1]
    at = provinces.LOCAL.index(provinces.PROSECUTORS)
    holders = {one["holder_id"] for one in real_record.tables["positions"]
               if "Tehran" in provinces.where(real_record, one)
               and provinces.kind(real_record, one) == provinces.PROSECUTORS}  # fmt: skip
    standing = real_record.told.standing(real_record.tables["sanctions"])
    assert dict(said["rows"])["Tehran"][at] == (len(holders), len(holders & {row["target_id"] for row in standing}))
    assert dict(said["rows"])["Zanjan"] == [None] * len(provinces.LOCAL)


@pytest.mark.slow
def test_each_province_stands_there_in_both_languages(real_record: Record) -> None:
    for language in real_record.languages:
        with speaking(language):
            page, said = _said(real_record)
            text = page.html(real_record, "")
            assert len(said["rows"]) == 31
            for name, cells in said["rows"]:  # of which nobody is on record leads nowhere
                assert (f">{language.label('', name)}</a></th>" in text) is any(cells)
