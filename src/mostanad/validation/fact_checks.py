"""Checks: each query is run again, and must say what its check says: the same answers, shown by the same rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

import pyarrow as pa

from mostanad.files.tables import Table
from mostanad.validation.asking import Asking
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding
from mostanad.validation.places import finder
from mostanad.validation.queries import Answered, Outcome, QueryError, short, who_of

#: For how long all queries of a package together may run; the others are not run.
ALL_SECONDS = 180.0
#: What becomes of a query, by the code of its error.
_FAILS = {"MST535": "cannot be run", "MST536": "gives no answers", "MST539": "does not ask the record"}
#: How many ids a message names.
_NAMED = 10

Record = Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """A check that does not follow from the tables: the code of the finding, the cell to blame, what is wrong."""

    code: str
    table: str
    row_id: str
    field: str
    value: str
    message: str


def check(
    asking: Asking,
    tables: Mapping[str, Table],
    lines: Mapping[str, list[str]],
    broken: Collection[str],
    typed: Mapping[str, pa.Table],
) -> Iterator[Finding | str]:
    """Hold every check of a package against what its query says.

    Args:
        asking: the process that runs the queries.
        tables: the tables as text; those that are broken, empty.
        lines: the lines of each table's file.
        broken: the tables whose errors keep off queries that read them; neither of the two tables of fact checks.
        typed: the tables with types.

    Yields:
        findings; and, as text, which queries were not run.
    """
    place = finder(tables, lines)
    try:
        asking.about(typed, broken)
    except QueryError as error:
        first = tables["fact_checks"].rows[0][0]
        message = f"no query of a check can be run: {error}"
        yield CODES["MST535"].at(*place("fact_checks", first, "query"), first, message)
        return
    for found in problems(asking, tables["fact_checks"].records(), tables["fact_check_answers"].records()):
        if isinstance(found, str):
            yield f"query of {found}"
        else:
            where = place(found.table, found.row_id, found.field)
            yield CODES[found.code].at(*where, found.value, found.message)


def problems(asking: Asking, checks: Iterable[Record], items: Iterable[Record]) -> Iterator[Problem | str]:
    """Run the query of each check and compare.

    Args:
        asking: the process that runs the queries; it has the tables.
        checks: rows of the table, an empty cell as empty text.
        items: rows of ``fact_check_answers``, likewise.

    Yields:
        what is wrong; and the id of each check whose query was not run because it reads a broken table.
    """
    asked: dict[str, list[Record]] = {}
    for item in items:
        asked.setdefault(item["check_id"], []).append(item)
    end = monotonic() + ALL_SECONDS
    for row in checks:
        check_id = row["check_id"]
        try:
            if monotonic() > end:
                raise QueryError(f"those before it ran for {ALL_SECONDS:g} seconds, which is for all together")
            outcome = asking.run(row["query"])
        except QueryError as error:
            message = f"the query of {check_id} {_FAILS[error.code]}: {error}"
            yield Problem(error.code, "fact_checks", check_id, "query", check_id, message)
        else:
            yield from [check_id] if outcome is None else _compared(row, asked.get(check_id, []), outcome)


def _compared(check: Record, items: list[Record], outcome: Outcome) -> Iterator[Problem]:
    """Where a check and its items say something else than the query."""
    name = check["check_id"]
    missing = dict(outcome.answers)
    for item in items:
        key = (item["entity_id"], item["authority_id"])
        missing.pop(key, None)
        found = outcome.answers.get(key)
        if found is None:
            message = f"{name} answers {item['answer']} for {who_of(*key)}, and its query answers nothing"
            yield Problem("MST537", "fact_check_answers", item["item_id"], "entity_id", item["entity_id"], message)
        else:
            yield from _differences(name, item, found)
    for key, found in sorted(missing.items()):
        message = f"{name} answers nothing for {who_of(*key)}, and its query answers {found.answer}"
        yield Problem("MST537", "fact_checks", name, "check_id", short(key[0]), message)
    if outcome.verdict != check["verdict"]:
        message = f"the verdict of {name} is {check['verdict']}, and that of its query {outcome.verdict}"
        yield Problem("MST538", "fact_checks", name, "verdict", check["verdict"], message)


def _differences(check_id: str, item: Record, found: Answered) -> Iterator[Problem]:
    """Where an item gives another answer than the query, or shows it by other rows."""
    who = who_of(item["entity_id"], item["authority_id"])
    if found.answer != item["answer"]:
        message = f"{check_id} answers {item['answer']} for {who}, and its query answers {found.answer}"
        yield Problem("MST537", "fact_check_answers", item["item_id"], "answer", item["answer"], message)
    given = frozenset(item["shown_by"].split())
    if given != found.shown_by:
        sides = (("missing", found.shown_by - given), ("too many", given - found.shown_by))
        rows = "; ".join(f"{what}: {_listed(ids)}" for what, ids in sides if ids)
        message = f"{check_id} shows its answer for {who} by other rows than its query; {rows}"
        yield Problem("MST537", "fact_check_answers", item["item_id"], "shown_by", item["shown_by"], message)


def _listed(ids: frozenset[str]) -> str:
    """Ids in order; of many the first."""
    first = " ".join(short(name) for name in sorted(ids)[:_NAMED])
    return first if len(ids) <= _NAMED else f"{first} and {len(ids) - _NAMED} more"
