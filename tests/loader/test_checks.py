"""Checks of a release: the claim, the answers, and the rows of the record that show them."""

from __future__ import annotations

import dataclasses
import doctest
import json
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pytest
from tests.loader.conftest import write_tables

from mostanad.loader import Check, CheckNotFound, Release, check_text

TEXT = """\
all-three: partly (as of 2022-01-06; release 2026.11.0)

Claim:    Dockers’ Union (union) asserts it (allegation)
          in “All on the list”, Herald, published 2022-01-06
          statements on-the-list
            gist: all three are listed
            speaker_id: union
Read as:  on both lists
Question: who was listed by whom?

           Council                                     Treasury
A Chief    yes, since 2022-01-06                       no
The Judge  unsure, listed 2021-12-10 or earlier under N-HR  yes, since 2019-12-19 under HARBOUR
The_Clerk  -                                           no

Notes
  a remark on all
  A Chief, Treasury: one day late

Needs
  the Council's list of 6 January 2022

Passages
  the claim
    herald char=10,20 sha256 bbbbbbbbbbbbbbbb
    document sha256 aaaaaaaaaaaaaaaa https://example.org/herald
  A Chief, Council: listed 2022-01-06; in force: yes (chief-council)
  The Judge, Council, N-HR: listed 2021-12-10 or earlier, delisted 2022-01; in force: unsure (judge-council)
  The Judge, Treasury, HARBOUR: listed 2019-12-19; in force: yes (judge-hr)
    gazette asserts it (fact): gazette char=40,45 sha256 bbbbbbbbbbbbbbbb
    union disputes it (fact): 2019-12-18, published by gazette: gazette char=60,65 sha256 bbbbbbbbbbbbbbbb"""


def listings(check: Check) -> dict[str, dict[str, str]]:
    """The listings behind each answer, and whether they were in force."""
    return {
        f"{item.entity_id} {item.authority_id}": {one.sanction["sanction_id"]: one.in_force for one in item.listings}
        for item in check.items
    }


def test_the_claim(checked: Release) -> None:
    claim = checked.check("all-three").claim
    assert (claim.asserted_by, claim.asserter, claim.modality, claim.stance) == (
        *("union", "Dockers’ Union", "allegation", "asserts"),
    )
    assert (claim.source_id, claim.title, claim.published) == ("herald", "All on the list", "2022-01-06")
    assert (claim.publisher, claim.selector, claim.source_url) == ("Herald", "char=10,20", "https://example.org/herald")
    assert (claim.table, claim.row["gist"], claim.fields) == (
        *("statements", "all three are listed", ("gist", "speaker_id")),
    )


def test_the_check(checked: Release) -> None:
    check = checked.check("all-three")
    assert (check.check_id, check.version, check.verdict, check.as_of) == (
        *("all-three", "2026.11.0", "partly", "2022-01-06"),
    )
    assert (check.reading, check.question) == ("on both lists", "who was listed by whom?")
    assert check.needs == "the Council's list of 6 January 2022"
    assert [(item.entity, item.authority, item.answer) for item in check.items] == [
        ("A Chief", "Council", "yes"),
        ("A Chief", "Treasury", "no"),
        ("The_Clerk", "Treasury", "no"),
        ("The Judge", "Council", "unsure"),
        ("The Judge", "Treasury", "yes"),
    ]
    with pytest.raises(dataclasses.FrozenInstanceError):
        check.verdict = "supported"  # type: ignore[misc]


def test_listings_are_those_of_the_entity_and_authority_that_could_be_in_force_on_the_day(checked: Release) -> None:
    assert listings(checked.check("all-three")) == {
        "chief council": {"chief-council": "yes"},
        "chief treasury": {},
        "clerk treasury": {},
        "judge council": {"judge-council": "unsure"},
        "judge treasury": {"judge-hr": "yes"},
    }


def test_of_a_day_that_is_not_known_every_day_that_it_can_be_counts(checked: Release) -> None:
    assert listings(checked.check("some-day")) == {
        "judge None": {"judge-hr": "yes", "judge-council": "unsure"},
        "chief None": {"chief-council": "unsure", "chief-treasury": "unsure"},
    }
    lines = str(checked.check("some-day")).splitlines()
    assert "A Chief    unsure, listed 2022-01-06 by Council; 2022-01-07 by Treasury under HARBOUR" in lines
    assert "The Judge  yes, since 2019-12-19 by Treasury under HARBOUR" in lines


def test_of_several_listings_none_is_said_to_be_the_begin(checked: Release) -> None:
    more = [
        {"sanction_id": f"more-{code}", "target_id": "judge", "authority_id": "treasury", "listed": day}
        | {"programme_id": code}
        for code, day in (("hr", "2019-12-19"), ("nhr", "2019-12-19"), ("", "2021"))
    ]
    write_tables(checked.path, {"sanctions": more})
    line = next(line for line in str(checked.check("all-three")).splitlines() if line.startswith("The Judge  "))
    assert line.split("  ")[-1].strip() == "yes, listed 2019-12-19 under HARBOUR and N-HR; 2021"


def test_a_listing_has_its_programme_and_its_claims_once_each(checked: Release) -> None:
    (listing,) = checked.check("all-three").items[4].listings
    assert (listing.programme, listing.authority, listing.sanction["listed"]) == ("HARBOUR", "Treasury", "2019-12-19")
    assert [(row["selector"], row["stance"]) for row in listing.evidence] == [
        ("char=40,45", "asserts"),
        ("char=60,65", "disputes"),
    ]
    assert "in_force" not in listing.sanction


def test_a_question_about_something_else_is_not_answered_with_listings(checked: Release) -> None:
    assert listings(checked.check("who-spoke")) == {"union None": {}, "judge None": {}}
    assert "Dockers’ Union  yes" in str(checked.check("who-spoke")).splitlines()


def test_as_text(checked: Release) -> None:
    assert [line.split() for line in str(checked.check("all-three")).splitlines()] == [
        line.split() for line in TEXT.splitlines()
    ]


def test_columns_of_the_text_stand_under_each_other(checked: Release) -> None:
    lines = str(checked.check("all-three")).splitlines()
    head = next(line for line in lines if line.split() == ["Council", "Treasury"])
    (chief,) = (line for line in lines if line.startswith("A Chief  "))
    assert chief.index("yes,") == head.index("Council")
    assert chief.rindex("no") == head.index("Treasury")


def test_as_markdown(checked: Release) -> None:
    page = checked.check("all-three").to_markdown()
    assert page.startswith("# all-three: partly\n\nAs of 2022-01-06; release 2026.11.0.\n")
    assert "|  | Council | Treasury |\n| --- | --- | --- |\n| A Chief | yes, since 2022-01-06 | no |\n" in page
    assert "\n| The\\_Clerk | - | no |\n" in page
    assert "\n    - gist: all three are listed\n" in page
    assert "\n## Needs\n\n- the Council's list of 6 January 2022\n" in page
    assert page.endswith("\n## Query\n\n```sql\nSELECT 'sanctions' FROM sanctions\n```")


def test_nothing_gets_out_of_the_cells_of_markdown(checked: Release) -> None:
    check = dataclasses.replace(checked.check("all-three"), reading="a | b <b> [c](d) `e`", query="SELECT ```` x")
    page = check.to_markdown()
    assert r"a \| b \<b\> \[c\](d) \`e\`" in page
    assert page.endswith("`````sql\nSELECT ```` x\n`````")


def test_as_a_data_frame(checked: Release) -> None:
    frame = checked.check("all-three").to_pandas()
    assert list(frame.columns) == [
        *("item_id", "entity_id", "entity", "authority_id", "authority", "answer", "note"),
        *("sanction_ids", "programmes", "listed", "delisted", "in_force"),
    ]
    assert list(frame["answer"]) == ["yes", "no", "no", "unsure", "yes"]
    assert [list(cell) for cell in frame["sanction_ids"]] == [
        ["chief-council"],
        [],
        [],
        ["judge-council"],
        ["judge-hr"],
    ]
    assert [list(cell) for cell in frame["programmes"]][3:] == [["N-HR"], ["HARBOUR"]]
    assert pa.types.is_list(frame["listed"].dtype.pyarrow_dtype)


def test_as_json(checked: Release) -> None:
    found = json.loads(json.dumps(checked.check("all-three").to_dict()))
    assert list(found) == [field.name for field in dataclasses.fields(Check)]
    assert found["claim"]["row"]["statement_id"] == "on-the-list"
    assert found["items"][4]["listings"][0]["sanction"]["listed_min"] == "2019-12-19"


def test_a_check_that_there_is_not(checked: Release) -> None:
    known = r"there are all-three, who-spoke, some-day"
    for name in ("nothing", "all_three", "../all-three"):
        with pytest.raises(CheckNotFound, match=rf"no check '{name}' in release 2026\.11\.0; {known}"):
            checked.check(name)
    with pytest.raises(CheckNotFound, match=f"name a check; .*{known}"):
        checked.check("")


def test_a_release_without_checks(release: Release) -> None:
    for _ in range(2):  # without the table, and with an empty one
        with pytest.raises(CheckNotFound, match=r"^'release 2026\.11\.0 has no checks'$"):
            release.check("all-three")
        write_tables(release.path, {"checks": []})


@pytest.mark.parametrize("table", ["claims", "sources", "evidence", "check_items", "sanctions", "officials"])
def test_a_release_that_lacks_a_table(checked: Release, table: str) -> None:
    (checked.path / "parquet" / f"{table}.parquet").unlink()
    with pytest.raises(KeyError, match=f"no table '{table}'") as caught:
        checked.check("all-three")
    assert not isinstance(caught.value, CheckNotFound)


def test_duckdb_is_not_needed(checked: Release) -> None:
    script = (
        "import sys; sys.modules['duckdb'] = None; from pathlib import Path; from mostanad.loader import Release;"
        "check = Release(Path(sys.argv[1]), '2026.11.0').check('all-three'); check.to_pandas(); check.to_markdown();"
        "print(check)"
    )
    run = subprocess.run([sys.executable, "-c", script, str(checked.path)], capture_output=True, check=True)
    assert run.stdout.decode("utf-8").split() == TEXT.split()


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019-12-19", "2019-12-19"),
        ("2019~", "2019~"),
        ("[..2021-08-18]", "2021-08-18 or earlier"),
        ("[2021-08-01..2021-08-18]", "a day from 2021-08-01 to 2021-08-18"),
        ("[1972,1973]", "1972 or 1973"),
        (None, "a day that is not known"),
    ],
)
def test_days_for_readers(date: Any, words: str) -> None:
    assert check_text.day(date) == words


def test_the_examples_of_the_docstrings() -> None:
    assert doctest.testmod(check_text) == (0, 1)
