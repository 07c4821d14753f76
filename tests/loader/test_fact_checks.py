"""Checks of a release: the claim, the answers, and the rows of the record that show them."""

from __future__ import annotations

import dataclasses
import json

import pytest
from tests.loader.conftest import CHECKED, facts_of, write_tables

from mostanad.loader import Check, CheckNotFound, Release
from mostanad.loader.fact_check_text import finding

TEXT = """\
all-three: partly (as of 6 January 2022; release 2026.11.0)

Claim:    Dockers’ Union (union) asserts it (allegation)
          in “All on the list”, Herald, published on 6 January 2022
          statements on-the-list
            gist: all three are listed
            speaker_id: union
Read as:  on both lists
Question: who was listed by whom?
Result:   Documents support a part of this. Council: the answer is yes for 1 of 2 (A Chief) and \
unsure for 1 (The Judge). Treasury: the answer is yes for 1 of 3 (The Judge) and no for 2.

           Council                                     Treasury

A Chief    yes, since 6 January 2022                   no: listed later, on 7 January 2022, under
                                                       HARBOUR

The Judge  unsure: listed on 10 December 2021 or       yes, since 19 December 2019 under HARBOUR
           earlier under N-HR, delisted in January
           2022

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
  A Chief, Council: listed on 6 January 2022; in force: yes (chief-council)
  A Chief, Treasury, HARBOUR: listed on 7 January 2022; in force: no (chief-treasury)
  The Judge, Council, N-HR: listed on 10 December 2021 or earlier, delisted in January 2022; \
in force: unsure (judge-council)
  The Judge, Treasury, HARBOUR: listed on 19 December 2019; in force: yes (judge-hr)
    gazette asserts it (fact): gazette char=40,45 sha256 bbbbbbbbbbbbbbbb
    union disputes it (fact): 2019-12-18, published by gazette: gazette char=60,65 sha256 bbbbbbbbbbbbbbbb"""


def rows(check: Check) -> dict[str, dict[str, str]]:
    """The rows behind each answer, with their tables; of listings whether they were in force."""
    return {
        f"{item.entity_id} {item.authority_id}": {shown.row_id: shown.in_force or shown.table for shown in item.rows}
        for item in check.items
    }


def line_of(check: Check, name: str) -> str:
    """The line of one who is asked about, spaces once."""
    return next(" ".join(line.split()) for line in str(check).splitlines() if line.startswith(f"{name}  "))


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


def test_the_rows_of_an_answer_are_those_that_it_names(checked: Release) -> None:
    assert rows(checked.check("all-three")) == {
        "chief council": {"chief-council": "yes"},
        "chief treasury": {"chief-treasury": "no"},
        "clerk treasury": {},
        "judge council": {"judge-council": "unsure"},
        "judge treasury": {"judge-hr": "yes"},
    }


def test_of_a_day_that_is_not_known_every_day_that_it_can_be_counts(checked: Release) -> None:
    check = checked.check("some-day")
    assert rows(check) == {
        "judge None": {"judge-hr": "yes", "judge-council": "unsure"},
        "chief None": {"chief-council": "unsure", "chief-treasury": "unsure"},
    }
    chief, judge = check.items[1].shown, check.items[0].shown
    assert chief == "listed on 6 January 2022 by Council; listed on 7 January 2022 by Treasury under HARBOUR"
    assert judge.startswith(
        "listed since 19 December 2019 by Treasury under HARBOUR; listed on 10 December 2021 or earlier by Council"
    )


def test_a_listing_that_is_older_than_the_law_of_its_programme_is_not_said_to_be_under_it_since(
    checked: Release,
) -> None:
    (item,) = (one for one in checked.check("some-day").items if one.entity_id == "judge")
    older = [dataclasses.replace(one, printed="2026-08-01" if one.row_id == "judge-hr" else "") for one in item.rows]
    assert dataclasses.replace(item, rows=tuple(older)).shown.startswith(
        "listed since 19 December 2019 by Treasury; on the list of 1 August 2026 under HARBOUR; listed on 10 December"
    )


def test_listings_of_one_day_are_one_phrase(checked: Release) -> None:
    more = [
        {"sanction_id": f"more-{day}{code}", "target_id": "judge", "authority_id": "treasury", "listed": day}
        | {"programme_id": code}
        for code, day in (("hr", "2019-12-19"), ("nhr", "2019-12-19"), ("", "2021"))
    ]
    sanctions = [*CHECKED["sanctions"], *more]
    facts = [*CHECKED["facts"], *facts_of("sanctions", *(row["sanction_id"] for row in more))]
    claim = {"passage_id": "list.r-1", "fields": "entry"}
    claims = [claim | {"claim_id": row["sanction_id"], "target_id": row["sanction_id"]} for row in more]
    shown = {"shown_by": "judge-hr more-2019-12-19hr more-2019-12-19nhr more-2021"}
    items = [{"check_id": "all-three", "entity_id": "judge", "authority_id": "treasury", "answer": "yes"} | shown]
    claims += CHECKED["claims"]
    tables = {"sanctions": sanctions, "facts": facts, "claims": claims, "fact_check_answers": items}
    write_tables(checked.path, tables)
    check = checked.check("all-three")
    assert line_of(check, "The Judge") == "The Judge yes, since 19 December 2019 under HARBOUR and N-HR; since 2021"


def test_a_listing_has_its_programme_and_its_claims_once_each(checked: Release) -> None:
    (shown,) = checked.check("all-three").items[4].rows
    assert shown.table == "sanctions"
    assert (shown.table, shown.row_id) == ("sanctions", "judge-hr")
    assert (shown.labels["programme_id"], shown.labels["authority_id"]) == ("HARBOUR", "Treasury")
    assert shown.row["listed"] == "2019-12-19"
    assert [(row["selector"], row["stance"]) for row in shown.evidence] == [
        ("char=40,45", "asserts"),
        ("char=60,65", "disputes"),
    ]
    assert "in_force" not in shown.row


def test_a_listing_under_a_programme_that_began_later_began_later_too(checked: Release) -> None:
    later = {"programme_id": "nhr", "authority_id": "council", "code": "N-HR", "kind": "designation"}
    write_tables(checked.path, {"programmes": [CHECKED["programmes"][0], later | {"started": "2022-02"}]})
    (shown,) = checked.check("all-three").items[3].rows
    assert shown.table == "sanctions"
    assert (shown.in_force, shown.later) == ("no", True)


def test_numbers(checked: Release) -> None:
    check = checked.check("how-many")
    by_union, by_nobody = (item.rows for item in check.items)
    assert [(shown.table, shown.row_id) for shown in by_union] == [
        ("estimates", "about-200"),
        ("estimates", "over-300"),
    ]
    over = by_union[1]
    assert (over.row["measure"], over.row["population"]) == ("injured", "people")
    stands = [over.row[name] for name in ("comparator", "value", "value_to", "as_of")]
    assert stands == ["more_than", 300, None, "2019-12"]
    assert over.labels == {"about_id": "Strike of the docks", "counted_by": "Dockers’ Union"}
    assert [row["selector"] for row in over.evidence] == ["char=90,95"]
    assert [shown.row_id for shown in by_nobody] == ["over-300", "by-court"]
    assert line_of(check, "Dockers’ Union") == "Dockers’ Union yes: about 200; more than 300"
    words = "arrested: no number (Council); injured: more than 300 (Dockers’ Union)"
    assert line_of(check, "Treasury") == f"Treasury no: {words}"


def test_who_makes_a_claim_is_no_witness_of_it(checked: Release) -> None:
    union, treasury = checked.check("how-many").items
    assert (union.is_claimant, treasury.is_claimant) == (True, False)
    told = "Only the claimant itself says so: Dockers’ Union. Others: the answer is no for Treasury."
    check = checked.check("how-many")
    assert finding(check) == f"Documents support this. {told}"
    of_number = dataclasses.replace(check, claim=dataclasses.replace(check.claim, table="estimates"))
    assert finding(of_number).endswith(" Others: the answer is another number for Treasury.")
    items = [one | {"check_id": "how-many"} for one in (
        {"entity_id": "union", "answer": "yes", "shown_by": "over-300"},
        {"entity_id": "treasury", "answer": "yes", "shown_by": "by-court"},
        {"entity_id": "council", "answer": "no", "shown_by": "by-court"},
    )]  # fmt: skip
    write_tables(checked.path, {"fact_check_answers": items})
    again = finding(Release(checked.path, checked.version).check("how-many"))
    assert "Others: the answer is yes for 1 of 2 (Treasury) and no for 1 (Council). The claimant, Dock" in again
    assert not any(item.is_claimant for item in checked.check("who-spoke").items), "this asks about people, not numbers"


def test_a_row_that_shows_two_answers_has_its_passages_once(checked: Release) -> None:
    lines = str(checked.check("how-many")).splitlines()
    place = "  Dockers’ Union, Strike of the docks, injured (people): more than 300; as of December 2019 (over-300)"
    assert lines.count(place) == 1
    assert lines[lines.index(place) + 1].startswith(
        "    union asserts it (fact), published by gazette: gazette char=90"
    )
    assert "  Council, Strike of the docks, arrested (people): no number (by-court)" in lines


def test_the_passage_of_a_list_shows_that_somebody_is_absent(checked: Release) -> None:
    shown = {"answer": "no", "shown_by": "list.absent-the-clerk"}
    items = [{"check_id": "all-three", "entity_id": "clerk", "authority_id": "treasury"} | shown]
    write_tables(checked.path, {"fact_check_answers": items})
    check = checked.check("all-three")
    assert line_of(check, "The_Clerk") == "The_Clerk no: not by name on the list of 31 December 2022"
    assert "  The list: absent=The Clerk sha256 3a3a3a3a3a3a3a3a (list.absent-the-clerk)" in str(check).splitlines()


def test_any_other_row(checked: Release) -> None:
    check = checked.check("who-spoke")
    assert rows(check) == {"union None": {"on-the-list": "statements"}, "judge None": {}}
    (shown,) = check.items[0].rows
    assert (shown.labels["speaker_id"], shown.row["gist"]) == ("Dockers’ Union", "all three are listed")
    assert line_of(check, "Dockers’ Union") == "Dockers’ Union yes: asserts: all three are listed"
    lines = str(check).splitlines()
    place = "  Dockers’ Union: asserts: all three are listed (on-the-list)"
    assert lines[lines.index(place) + 1].startswith("    union asserts it (allegation), published by herald: herald")
    assert line_of(check, "The Judge") == "The Judge no"


def test_a_person_can_show_an_answer(checked: Release) -> None:
    items = [{"check_id": "who-spoke", "entity_id": "union", "answer": "no", "shown_by": "clerk judge"}]
    write_tables(checked.path, {"fact_check_answers": items})
    (item,) = checked.check("who-spoke").items
    assert [(shown.table, shown.row["name"]) for shown in item.rows] == [
        ("officials", "The_Clerk"),
        ("officials", "The Judge"),
    ]
    assert item.shown == "The_Clerk; The Judge"


def test_a_row_that_is_not_there(checked: Release) -> None:
    rows = [row for row in CHECKED["sanctions"] if "judge-hr" not in row.values()]
    write_tables(checked.path, {"sanctions": rows[:1]})
    with pytest.raises(KeyError, match=r"no row '.+', which a check refers to; run `mostanad verify`"):
        checked.check("all-three")


def test_as_text(checked: Release) -> None:
    assert str(checked.check("all-three")) == TEXT


def test_columns_of_the_text_stand_under_each_other(checked: Release) -> None:
    lines = str(checked.check("all-three")).splitlines()
    head = next(line for line in lines if line.split() == ["Council", "Treasury"])
    (chief,) = (line for line in lines if line.startswith("A Chief  "))
    assert chief.index("yes,") == head.index("Council")
    assert chief.index("no:") == head.index("Treasury")


def test_as_markdown(checked: Release) -> None:
    page = checked.check("all-three").to_markdown()
    assert page.startswith("# all-three: partly\n\nAs of 6 January 2022; release 2026.11.0.\n")
    late = "no: listed later, on 7 January 2022, under HARBOUR"
    assert f"|  | Council | Treasury |\n| --- | --- | --- |\n| A Chief | yes, since 6 January 2022 | {late} |\n" in page
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
        *("shown_by", "shown"),
    ]
    assert list(frame["answer"]) == ["yes", "no", "no", "unsure", "yes"]
    assert [list(cell) for cell in frame["shown_by"]] == [
        ["chief-council"],
        ["chief-treasury"],
        [],
        ["judge-council"],
        ["judge-hr"],
    ]
    assert frame["shown"][0] == "listed since 6 January 2022"
    assert frame["shown"].isna().tolist() == [False, False, True, False, False]


def test_as_json(checked: Release) -> None:
    found = json.loads(json.dumps(checked.check("all-three").to_dict()))
    assert list(found) == [field.name for field in dataclasses.fields(Check)]
    assert found["claim"]["row"]["statement_id"] == "on-the-list"
    (shown,) = found["items"][4]["rows"]
    assert (shown["row"]["listed_min"], shown["in_force"], shown["table"]) == ("2019-12-19", "yes", "sanctions")
    number = checked.check("how-many").to_dict()["items"][0]["rows"][0]
    assert repr(number["row"]["value"]) == "200"


def test_a_check_that_there_is_not(checked: Release) -> None:
    known = r"checks: all-three, who-spoke, some-day, how-many"
    for name in ("nothing", "all_three", "../all-three"):
        with pytest.raises(CheckNotFound, match=rf"no check '{name}' in release 2026\.11\.0; {known}"):
            checked.check(name)
    with pytest.raises(CheckNotFound, match=f"name a check; {known}"):
        checked.check("")


def test_a_release_without_checks(release: Release) -> None:
    for _ in range(2):  # without the table, and with an empty one
        with pytest.raises(CheckNotFound, match=r"^'release 2026\.11\.0 has no checks'$"):
            release.check("all-three")
        write_tables(release.path, {"fact_checks": []})


@pytest.mark.parametrize("table", ["claims", "sources", "evidence", "fact_check_answers", "facts"])
def test_a_release_that_lacks_a_table(checked: Release, table: str) -> None:
    (checked.path / "parquet" / f"{table}.parquet").unlink()
    with pytest.raises(KeyError, match=f"no table '{table}'") as caught:
        checked.check("all-three")
    assert not isinstance(caught.value, CheckNotFound)
