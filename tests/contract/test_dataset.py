"""What a dataset says of itself: the settings of this one, and what is made of those of others."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cases import each
from tests.descriptor import OWN

from mostanad.contract import ANSWERS, About

FILLED = {"owner": "A. B.", "contact": "https://example.org", "form": "in Persian", "time": "within 30 days"}


def test_the_settings_of_this_dataset() -> None:
    assert list(OWN.head["answers"]) == list(ANSWERS) == list(FILLED)
    assert re.fullmatch(r"(https://|mailto:)\S+|", OWN.text("answers", "contact"))
    assert list(OWN.problems()) == []


def test_the_repository_is_cited_under_the_title_of_the_dataset() -> None:
    said = (Path(__file__).parents[2] / "CITATION.cff").read_text("utf-8")
    assert f'title: "{OWN.title}"\n' in said
    assert f"  - name: {OWN.author}\nlicense: {OWN.licence}\n" in said


@each("name", list(FILLED))
def test_while_one_is_missing_no_contact_is_set(name: str) -> None:
    about = About({"answers": FILLED | {name: ""}})
    assert about.missing_answers == [name]
    assert about.answers == f"No contact is set yet for people who are named here (missing: {name})."


def test_all_four_make_the_sentence() -> None:
    about = About({"answers": FILLED})
    assert about.missing_answers == []
    assert all(value in about.answers for value in FILLED.values())


def test_authors_are_the_contributors_or_the_maintainers() -> None:
    assert About({"name": "n", "contributors": [{"title": "A. B."}, {"title": "C"}]}).author == "A. B., C"
    assert About({"name": "n", "contributors": "A. B."}).author == About({"name": "n"}).author == "n maintainers"


def test_a_citation_of_ones_own_gets_the_version() -> None:
    assert About({"citation": "C. D., 2026", "version": "2026.1.0"}).citation.startswith(
        "C. D., 2026, version 2026.1.0. "
    )


@each("head", [{}, {"licenses": "CC0"}, {"licenses": [{"name": 7}]}])
def test_what_is_missing_is_told_and_reads_as_nothing(head: dict[str, object]) -> None:
    about = About(head)
    assert {where for where, _ in about.problems()} >= {"name", "title", "description", "licenses"}
    assert (about.title, about.licence, about.licence_url) == ("", "", "")


def test_languages_are_a_list_of_tags() -> None:
    said = {"languages": ["ar", "en"]}, {"languages": "ar"}, {"languages": [7]}, {"languages": {}}
    assert ["languages" in dict(About(head).problems()) for head in said] == [False, True, True, True]


def test_a_descriptor_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    for text in ("", "[]", '{"name": '):
        (tmp_path / "datapackage.json").write_text(text, "utf-8")
        assert About.read(tmp_path) == About({})
    assert About.read(tmp_path / "none") == About({})


def test_lists_that_are_not_followed_are_texts() -> None:
    assert About({}).not_followed == []
    assert About({"not_followed": "one"}).not_followed == []
    assert About({"not_followed": ["one", 2, "", "two"]}).not_followed == ["one", "two"]
