"""What rows say, in words that a newspaper could print."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases import each

from mostanad.loader import CheckAnswer, ShownRow, fact_check_text
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.row import Row

NAMES = {"judge": "The Judge", "court": "The Court", "treasury": "Treasury", "council": "Council", "union": "Union"}


def answer(*rows: ShownRow, answer: str = "yes", authority_id: str | None = "treasury") -> CheckAnswer:
    """The answer for the judge."""
    return CheckAnswer("item", "judge", "The Judge", authority_id, "Treasury", answer, None, rows)


def cells(table: str, **filled: Any) -> dict[str, Any]:
    """A whole row."""
    return {column.name: None for column in TABLES[table].columns()} | filled


def listing(in_force: str = "yes", code: str | None = "HR", *, later: bool = False, **filled: Any) -> ShownRow:
    row = cells("sanctions", **{"target_id": "judge", "authority_id": "treasury", "listed": "2019-12-19"} | filled)
    labels = {name: NAMES[row[name]] for name in ("target_id", "authority_id")} | (
        {"programme_id": code} if code else {}
    )
    return ShownRow("listing", "sanctions", row, labels, (), in_force, later)


def number(value: float | None, comparator: str = "exactly", measure: str = "killed", **more: Any) -> ShownRow:
    filled = {"counted_by": "judge", "population": "dockers"} | more
    row = cells("estimates", value=value, comparator=comparator, measure=measure, **filled)
    return ShownRow("number", "estimates", row, {"about_id": "The strike", "counted_by": NAMES[row["counted_by"]]}, ())


def other(table: str, labels: dict[str, str], **filled: Any) -> ShownRow:
    return ShownRow("other", table, cells(table, **filled), labels, ())


@each(("item", "cell"), [
        (answer(), "yes"),
        (answer(answer="unsure"), "unsure"),
        (answer(listing(code="359/2011", listed="2011-10-10")), "yes, since 10 October 2011 under 359/2011"),
        (answer(listing(listed="[..2021-08-18]")), "yes, since 18 August 2021 or earlier under HR"),
        (answer(listing(code=None)), "yes, since 19 December 2019"),
        (answer(listing(delisted="2023-05")), "yes, since 19 December 2019 under HR, delisted in May 2023"),
        (answer(listing(), listing(code="TRA")), "yes, since 19 December 2019 under HR and TRA"),
        (answer(listing(), listing()), "yes, since 19 December 2019 under HR"),
        (answer(listing(), listing(listed="2021")), "yes, since 19 December 2019 under HR; since 2021 under HR"),
        (answer(listing(), authority_id=None), "yes, since 19 December 2019 by Treasury under HR"),
        (answer(listing(authority_id="council")), "yes, since 19 December 2019 by Council under HR"),
        (answer(listing(target_id="court")), "yes: The Court: listed since 19 December 2019 under HR"),
        (answer(listing("unsure")), "yes: listed on 19 December 2019 under HR"),
        (answer(listing(), number(5)), "yes: listed since 19 December 2019 under HR; 5"),
        (answer(listing(), answer="no"), "no: listed since 19 December 2019 under HR"),
        (answer(listing("unsure", "TRA", listed="[..2021-08-18]"), answer="unsure"),
         "unsure: listed on 18 August 2021 or earlier under TRA"),
        (answer(listing("unsure", listed=None), answer="unsure"), "unsure: listed on a day that is not known under HR"),
        (answer(listing("no", delisted="[2015-01..2015-03]"), answer="no"),
         "no: listed on 19 December 2019 under HR, delisted on a day between January and March 2015"),
        (answer(listing("no", later=True, listed="[2022-09-16..2022-09-22]"), answer="no"),
         "no: listed later, on a day between 16 and 22 September 2022, under HR"),
        (answer(listing("no", None, later=True), answer="no"), "no: listed later, on 19 December 2019"),
        (answer(listing("no", None, later=True, delisted="2023"), answer="no"),
         "no: listed later, on 19 December 2019, delisted in 2023"),
        (answer(listing("no", later=True, authority_id="council"), answer="no"),
         "no: listed later, on 19 December 2019, by Council under HR"),
    ])  # fmt: skip
def test_listings(item: CheckAnswer, cell: str) -> None:
    assert fact_check_text.cell(item) == cell


@each(
    ("rows", "said"),
    [
        ([number(200, "about"), number(300, "more_than")], "about 200; more than 300"),
        ([number(200, "about"), number(200, "about")], "about 200"),
        ([number(30000), number(1500, "at_least")], "30,000; at least 1,500"),
        ([number(6, "as_many_as"), number(5, "at_most"), number(4, "nearly")], "as many as 6; at most 5; nearly 4"),
        ([number(300, "between", value_to=400)], "300 to 400"),
        ([number(None, "unquantified")], "no number"),
        ([number(48.8, "about", "share")], "about 48.8%"),
        ([number(None, "unquantified", "share")], "no number"),
        (
            [number(3, measure="votes_for"), number(9), number(4, measure="votes_for")],
            "killed: 9; votes for: 3; votes for: 4",
        ),
        ([number(3, counted_by="union"), number(5, counted_by="treasury")], "3 (Union); 5"),
    ],
)
def test_numbers(rows: list[ShownRow], said: str) -> None:
    assert fact_check_text.words(answer(*rows)) == said
    assert fact_check_text.cell(answer(*rows)) == f"yes: {said}"


OTHERS = [
    (other("affiliations", {"from_id": "The Judge", "to_id": "The Court"}, from_id="judge", relation="member_of",
           started="2017"), "member of The Court, from 2017"),
    (other("events", {"body_id": "The Court"}, title="Strike", date="2019-11", body_id="court"),
     "Strike, The Court, in November 2019"),
    (other("group_members", {"entity_id": "Union", "group_id": "six dockers"}, entity_id="union"),
     "Union: one of six dockers"),
    (other("groups", {}, description="six dockers"), "six dockers"),
    (other("identifiers", {"entity_id": "The Judge"}, entity_id="judge", scheme="wikidata", value="Q1"),
     "Wikidata item Q1"),
    (other("names", {"entity_id": "The Judge"}, entity_id="judge", name="Judge"), "spelling Judge"),
    (other("officials", {}, name="The Judge"), "The Judge"),
    (other("parties", {}, name="Union"), "Union"),
    (other("participations", {"entity_id": "The Court", "event_id": "Strike"}, entity_id="court", part="accused",
           standing="on_trial", standing_date="2020"), "The Court: accused in Strike (on trial, as of 2020)"),
    (other("participations", {"entity_id": "The Judge", "event_id": "Strike"}, entity_id="judge", part="accused",
           standing="alleged"), "accused in Strike (alleged)"),
    (other("positions", {"holder_id": "The Judge", "body_id": "The Court"}, holder_id="judge", body_id="court",
           title="Head", started="[..2017-03]", ended="2019"),
     "Head, The Court, from March 2017 or earlier, until 2019"),
    (other("legal_bases", {"programme_id": "HR"}, act="Harbour Act", ended="2020"),
     "Programme HR: Harbour Act, until 2020"),
    (other("programmes", {"authority_id": "Treasury"}, name="Harbour", code="HR"), "Programme of Treasury: Harbour"),
    (other("statements", {"speaker_id": "Union"}, speaker_id="union", kind="declines_to_state", gist="how many",
           made="[2019-11-01..2019-11-03]"),
     "Union: declines to state: how many, between 1 and 3 November 2019"),
    (other("tags", {"target_id": "The Judge", "authority_id": "Treasury", "programme_id": "SEC"}, target_id="judge",
           listed="2018-11-05"), "tagged by Treasury, SEC, from 5 November 2018"),
]  # fmt: skip


@each(("shown", "said"), OTHERS)
def test_any_other_row(shown: ShownRow, said: str) -> None:
    assert fact_check_text.words(answer(shown)) == said
    assert fact_check_text.cell(answer(shown, answer="no")) == f"no: {said}"


def test_there_are_words_for_every_table_with_facts() -> None:
    own = {name for name in FACT_TABLES if TABLES[name].spoken != Row.spoken}  # of the others the columns say it
    assert own - {"sanctions", "estimates"} <= {shown.table for shown, _ in OTHERS}


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (listing(), "The Judge, Treasury, HR: listed on 19 December 2019; in force: yes (listing)"),
        (listing("no", None, listed="[2019..2020]", delisted="[..2021]"),
         "The Judge, Treasury: listed on a day between 2019 and 2020, delisted in 2021 or earlier; "
         "in force: no (listing)"),
        (number(200, "about", "injured_or_arrested", as_of="2019-11"),
         "The Judge, The strike, injured or arrested (dockers): about 200; as of November 2019 (number)"),
        (number(None, "unquantified"), "The Judge, The strike, killed (dockers): no number (number)"),
        (OTHERS[0][0], "The Judge: member of The Court, from 2017 (other)"),
        (OTHERS[3][0], "six dockers (other)"),
    ],
)  # fmt: skip
def test_what_stands_above_the_passages(shown: ShownRow, line: str) -> None:
    assert fact_check_text.heading(shown) == line
