"""Sheets: what each line says, and every kind of problem with its line."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest
from tests.cases import each

from mostanad.curation.sheet import CLAIM_COLUMNS, COLUMNS, Entry, Problem, add_cells, claimable, read
from mostanad.documents.selectors import Selector
from mostanad.models import TABLES

hit = partial(Selector, "char")

DOCUMENT = "On Thursday the harbour judge spoke. The judge, “a man born in 1961”, left. End."
HEADER = "find,table,row,cells"
GOOD = "Thursday,events,e,kind=session"


def entries(*lines: str, header: str = HEADER) -> list[Entry]:
    """The entries of a sheet without problems."""
    found, problems = read("\n".join((header, *lines)) + "\n", DOCUMENT)
    assert problems == []
    return found


def problems(*lines: str, header: str = HEADER) -> list[tuple[int, str, str]]:
    """Line, column and message of each problem of a sheet."""
    _, found = read("\n".join((header, *lines)) + "\n", DOCUMENT)
    return [(problem.line, problem.column, problem.message) for problem in found]


def only(*lines: str, header: str = HEADER) -> tuple[int, str, str]:
    """The one problem of a sheet."""
    (found,) = problems(*lines, header=header)
    return found


def test_a_line_is_a_place_a_row_its_cells_and_a_claim() -> None:
    header = ",".join(COLUMNS)
    line = "“a man ... 1961”,officials,a-judge,name=A Judge | born=1961|note=ours"
    (entry,) = entries(line + ",lena-falk,allegation,likely,denies,2019,x,last year,why", header=header)
    start = DOCUMENT.index("“a man")
    claim = ("lena-falk", "allegation", "likely", "denies", "2019", "x", "last year", "why")
    assert entry == Entry(
        2,
        hit(start, start + len("“a man born in 1961”")),
        "officials",
        "a-judge",
        {"name": "A Judge", "born": "1961", "note": "ours"},
        ("born", "name"),
        dict(zip(CLAIM_COLUMNS, claim, strict=True)),
    )


def test_empty_cells_of_the_claim_are_left_out() -> None:
    (entry,) = entries("Thursday,events,e,kind=session,,,", header=HEADER + ",modality,stance,as_of")
    assert entry.claim == {}


def test_an_empty_find_means_the_words_above() -> None:
    found = entries(
        "Thursday,events,e,kind=session", ",events,e,date=2019", "End,events,e,place=Osma", ",events,f,kind=vote"
    )
    assert [entry.hit for entry in found] == [hit(3, 11)] * 2 + [found[2].hit] * 2
    assert found[2].hit == hit(DOCUMENT.index("End"), DOCUMENT.index("End") + 3)
    assert [entry.line for entry in found] == [2, 3, 4, 5]


def test_a_cell_without_a_value_is_one_that_is_there() -> None:
    (entry,) = entries("Thursday,events,e,kind | date=2019|place")
    assert entry.cells == {"date": "2019"}
    assert entry.fields == ("date", "kind", "place")


def test_cells_may_hold_what_is_not_a_separator() -> None:
    (entry,) = entries('Thursday,events,e,"title=a = b, c; “d”|| |place= Osma "')
    assert entry.cells == {"title": "a = b, c; “d”", "place": "Osma"}


def test_a_cell_named_twice_alike_is_one() -> None:
    (entry,) = entries("Thursday,events,e,date=2019|date=2019|date")
    assert (entry.cells, entry.fields) == ({"date": "2019"}, ("date",))


def test_only_what_a_source_can_say_is_claimed() -> None:
    (entry,) = entries("judge spoke,parties,p,name=P|kind=court|country=XN|note=ours")
    assert entry.fields == ("name",)
    assert entry.cells == {"name": "P", "kind": "court", "country": "XN", "note": "ours"}
    named = {(table, c.name) for table, model in TABLES.items() for c in model.columns() if claimable(c)}
    assert {("officials", "name"), ("parties", "name"), ("names", "name"), ("events", "date")} <= named
    assert not {("parties", "kind"), ("events", "note"), ("events", "event_id"), ("sanctions", "action_id")} & named


def test_blank_lines_and_outer_spaces_do_not_count() -> None:
    found = entries("", ",,,", " Thursday , events , e , kind=session ", "  ,,, ", " ,events,e,date=2019")
    assert [(entry.line, entry.row_id, entry.table) for entry in found] == [(4, "e", "events"), (6, "e", "events")]
    assert found[0].hit == found[1].hit == hit(3, 11)


def test_columns_may_come_in_any_order() -> None:
    (entry,) = entries("kind=session,e,denies,events,Thursday", header="cells,row,stance,table,find")
    assert (entry.table, entry.row_id, entry.claim) == ("events", "e", {"stance": "denies"})


def test_a_spreadsheet_s_line_ends_do_no_harm() -> None:
    found, wrong = read('find,table,row,cells\r\n"Thursday",events,e,kind=session\r\n', DOCUMENT)
    assert wrong == []
    assert found == entries("Thursday,events,e,kind=session")


@pytest.mark.parametrize("sheet", ["", "\n", "\n\n"])
def test_an_empty_sheet(sheet: str) -> None:
    found, wrong = read(sheet, DOCUMENT)
    assert found == []
    assert wrong == [Problem(1, name, "", "column missing") for name in ("find", "table", "row", "cells")]


def test_a_sheet_with_a_header_only_says_nothing() -> None:
    assert read(HEADER + "\n", DOCUMENT) == ([], [])
    assert read(HEADER, DOCUMENT) == ([], [])


def test_the_header() -> None:
    assert only(header="find,table,row") == (1, "cells", "column missing")
    line, column, message = only(GOOD + ",x", header=HEADER + ",modalty")
    assert (line, column) == (1, "modalty")
    assert message == f"no such column; columns: {', '.join(COLUMNS)}"
    assert only(GOOD + ",x", header=HEADER + ",cells") == (1, "cells", "the column occurs twice")
    assert {column for _, column, _ in problems(header="a;b")} == {"a;b", "find", "table", "row", "cells"}
    for mark, name in (";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars"):
        message = f"the cells are separated by {name}, not by commas; save it as CSV with commas"
        assert problems(header=HEADER.replace(",", mark)) == [(1, "", message)]
    assert only(GOOD + ",", header=HEADER + ",")[:2] == (1, "")


@each(("line", "column", "message"), [
        ("Friday,events,e,kind=vote", "find", "these words are not in the document"),
        ("judge,events,e,kind=vote", "find", "occurs 2 times; add context [[words]]: 24: On"),
        ("[[judge,events,e,kind=vote", "find", "[[ without ]]"),
        ("[[]],events,e,kind=vote", "find", "nothing to find"),
        ("a ... b ... c,events,e,kind=vote", "find", "more than one"),
        ("Thursday,evnts,e,kind=vote", "table", "no such table; tables: officials, parties"),
        ("Thursday,,e,kind=vote", "table", "no such table"),
        ("Thursday,Events,e,kind=vote", "table", "no such table"),
        ("Thursday,events,,kind=vote", "row", "the id of the row is missing"),
        ("Thursday,events,e,sort=vote", "cells", "no such column in events; columns: event_id, kind"),
        ("Thursday,events,e,event_id=f", "cells", "no such column in events"),
        ("Thursday,events,e,kind=", "cells", "kind= has no value"),
        ("Thursday,events,e,=vote", "cells", "no such column in events"),
        ("Thursday,events,e,", "cells", "the line names no cell that a passage could back"),
        ("Thursday,events,e,|", "cells", "the line names no cell that a passage could back"),
        ("Thursday,events,e", "cells", "the line names no cell that a passage could back"),
        ("Thursday,parties,p,kind=court", "cells", "the line names no cell that a passage could back"),
        ("Thursday,events,e,note=ours", "cells", "the line names no cell that a passage could back"),
        ("Thursday,events,e,kind=party", "cells", "not one of session, uprising"),
        ("Thursday,events,e,kind=Vote", "cells", "not one of session, uprising"),
        ("Thursday,events,e,kind=Vote", "cells", "did you mean 'vote'?"),
        ("Thursday,events,e,kind=apointment", "cells", "did you mean 'appointment'?"),
        ("Thursday,events,The-Vote,kind=vote", "row", "'The-Vote' is not an id (lower-case"),
        ("Thursday,events,e,date=19.12.2019", "cells", "is not a date of the EDTF subset"),
        ("Thursday,events,e,date=2019-02-30", "cells", "is not in the calendar"),
        ("Thursday,events,e,part_of=The Strike", "cells", "is not an id"),
        ("Thursday,groups,g,size=07", "cells", "is not a whole number"),
        ("Thursday,sanctions,s,measures=travel_ban asset_freeze", "cells", "write 'asset_freeze travel_ban'"),
        ("Thursday,sanctions,s,target_id=a|human_rights=yes", "cells", "is not true or false"),
        ("Thursday,events,e,date=2019|date=2020", "cells", "the line already gives date=2019; put a rival value"),
        ("Thursday,events,e,title=a,b", "", "more cells than columns; put a cell with commas in quotation marks"),
        ("Thursday,events,e,kind=vote,", "", "more cells than columns"),
    ])  # fmt: skip
def test_a_wrong_line_is_named_with_what_is_wrong(line: str, column: str, message: str) -> None:
    found = only(GOOD, "", line)
    assert found[:2] == (4, column)
    assert message in found[2]


def test_every_wrong_line_is_named_at_once() -> None:
    found = problems(
        "Friday,events,e,kind=vote", GOOD, "Thursday,evnts,e,kind=vote", "Thursday,events,,sort=vote|kind="
    )
    assert [(line, column) for line, column, _ in found] == [
        (2, "find"),
        (4, "table"),
        (5, "row"),
        (5, "cells"),
        (5, "cells"),
    ]


def test_the_first_line_needs_words() -> None:
    message = "the first line needs words to find"
    assert only(",events,e,kind=vote") == (2, "find", message)
    assert only(",events,e,kind=vote", ",events,e,date=2019", GOOD) == (2, "find", message)


def test_an_empty_find_below_words_that_are_not_found_is_not_blamed_again() -> None:
    assert only("Friday,events,e,kind=vote", ",events,e,date=2019")[:2] == (2, "find")
    assert [line for line, *_ in problems(GOOD, "Friday,events,e,kind=vote", ",events,e,date=2019")] == [3]


@pytest.mark.parametrize(
    "line", ['"Thursday,events,e,kind=vote', 'Thursday,events,e,"kind"=vote', '"a"b,events,e,kind=vote']
)
def test_what_is_not_csv(line: str) -> None:
    for after in ((), (GOOD, GOOD)):
        *_, (number, column, message) = problems(GOOD, line, *after)
        assert (number, column, message[:8]) == (3, "", "not CSV:")


def test_a_problem_shows_the_value() -> None:
    _, (problem,) = read(f"{HEADER}\nThursday,events,e,date=soon\n", DOCUMENT)
    assert problem.value == "date=soon"
    _, (problem,) = read(f"{HEADER}\nThursday,events,e,kind=vote,and more\n", DOCUMENT)
    assert "and more" in problem.value


def filled(*lines: str) -> tuple[dict[tuple[str, str], dict[str, str]], list[Problem]]:
    """The rows that lines make together in empty tables, without their empty cells and keys, and what is wrong."""
    rows: dict[str, dict[str, dict[str, str]]] = {name: {} for name in TABLES}
    clashes = list(add_cells(rows, entries(*lines)))
    cells = {(name, key): row.items() for name, table in rows.items() for key, row in table.items()}
    return {at: {name: cell for name, cell in row if cell and cell != at[1]} for at, row in cells.items()}, clashes


def test_lines_make_rows_together() -> None:
    assert filled(
        "Thursday,events,e,kind=vote|date=2019",
        "End,events,e,place=Osma|date",
        ",events,f,kind=vote",
        ",parties,e,name=E",
    ) == (
        {
            ("events", "e"): {"kind": "vote", "date": "2019", "place": "Osma"},
            ("events", "f"): {"kind": "vote"},
            ("parties", "e"): {"name": "E"},
        },
        [],
    )


def test_two_lines_that_give_one_cell_two_values() -> None:
    made, clashes = filled(
        "Thursday,events,e,date=2019", "End,events,e,date=2019", ",events,e,date=2020", ",events,f,date=2020"
    )
    (problem,) = clashes
    assert (problem.line, problem.column, problem.value) == (4, "cells", "date=2020")
    assert problem.message.startswith("e already has date=2019; if the document gives a rival value, use a line with")
    assert made["events", "f"] == {"date": "2020"}


def test_columns_of_a_claim_are_columns_of_claims() -> None:
    """All that a curator can say of a claim; the rest the tool makes."""
    names = {column.name for column in TABLES["claims"].columns()}
    assert set(CLAIM_COLUMNS) == names - {"claim_id", "passage_id", "target_id", "fields"}
    text = io.StringIO()
    csv.writer(text).writerow(COLUMNS)
    assert read(text.getvalue(), DOCUMENT) == ([], [])
