"""Fact checks: run each query again, and compare its verdict, answers and the rows that show them with the check."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import NamedTuple

import pyarrow as pa

from mostanad.evidence.spans import READ
from mostanad.files.grouping import grouped
from mostanad.files.package import Table
from mostanad.files.queries import FOLDER, Queries
from mostanad.models import COMPILED
from mostanad.validation import asking
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.places import Places
from mostanad.validation.query_process import Outcome, QueryError, short, who_of

#: Time limit of all queries of a package together, in seconds; the remaining queries are not run.
ALL_SECONDS = 180.0
#: How a query failed, by the code of its error.
_FAILS = {"MST535": "cannot be run", "MST536": "returns no valid answers", "MST539": "reads no table of the record"}
#: How many ids a message names.
_NAMED = 10

Record = Mapping[str, str]


class Problem(NamedTuple):
    """A fact check that does not follow from the tables: the code, the cell or query to blame, and the problem."""

    code: str
    table: str  # of the cell to blame; empty if the query of the fact check ``row_id`` is to blame
    row_id: str
    field: str
    value: str
    message: str
    line: int = 0


def check(
    queries: Queries,
    tables: Mapping[str, Table],
    places: Places,
    broken: Set[str],
    typed: Mapping[str, pa.Table],
) -> Iterator[Finding | str]:
    """Compare every fact check of a package with its query; yield findings, and the names of queries that were not run.

    Queries that read a ``broken`` table are not run. The tables of fact checks themselves must have no errors.
    """
    compiled = COMPILED.keys() if broken & {*READ} else set()
    rows = [tables[name].records() for name in ("fact_checks", "fact_check_answers")]
    try:
        for found in problems(queries, typed, {*broken, *compiled}, *rows):
            if isinstance(found, str):
                yield f"query of {found}"
            elif found.table:
                where = places.of(found.table, found.row_id, found.field)
                yield CODES[found.code].at(*where, found.value, found.message)
            else:
                at = CODES[found.code].at(file_of(found.row_id), found.line, 0, found.value, found.message)
                yield replace(at, row_id=found.row_id)
    except QueryError as error:
        first = tables["fact_checks"].rows[0][0]
        message = f"no query of a fact-check can be run: {error}"
        yield CODES["MST535"].at(*places.of("fact_checks", first, "check_id"), first, message)


def file_of(check_id: str) -> str:
    """The file of a query, relative to the package."""
    return f"{FOLDER}/{check_id}.sql"


def unasked(queries: Queries, checks: Table) -> Iterator[Finding]:
    """Report queries that belong to no fact check."""
    for name in sorted({*queries.texts, *queries.problems} - {row["check_id"] for row in checks.records()}):
        yield CODES["MST540"].at(file_of(name), 0, 0, name, f"no row of fact_checks has the id {short(name)}")


def problems(
    queries: Queries,
    typed: Mapping[str, pa.Table],
    broken: Collection[str],
    checks: Iterable[Record],
    items: Iterable[Record],
) -> Iterator[Problem | str]:
    """Run the query of each fact check on the typed tables, and compare it with the recorded answers (``items``).

    Yields problems, and the id of each check whose query was not run because it reads a broken table. An empty cell of
    a row is an empty string. Raises QueryError if no query can be run on these tables.
    """
    checks, asked = list(checks), grouped(items, lambda item: item["check_id"])
    names = [row["check_id"] for row in checks if row["check_id"] in queries.texts]
    answers = asking.answers(queries, names, typed, broken)
    end = monotonic() + ALL_SECONDS
    for row in checks:
        name = row["check_id"]
        if name in queries.problems:
            answer: asking.Answer = QueryError(queries.problems[name])
        elif name not in queries.texts:
            message = f"the query of {name} is missing: there is no file {name}.sql"
            yield Problem("MST535", "fact_checks", name, "check_id", name, message)
            continue
        elif monotonic() > end:
            answer = QueryError(f"the queries before it used up the {ALL_SECONDS:g} seconds that all queries share")
        else:
            answer = next(answers)
        if isinstance(answer, QueryError):
            message = f"the query of {name} {_FAILS[answer.code]}: {answer}"
            yield Problem(answer.code, "", name, "", name, message, answer.line)
        else:
            yield from [name] if answer is None else _compared(row, asked.get(name, []), answer)


def _compared(check: Record, items: list[Record], outcome: Outcome) -> Iterator[Problem]:
    """Yield each difference between a fact check with its answers and the outcome of its query."""
    name, missing = check["check_id"], dict(outcome.answers)
    for item in items:
        key = item["entity_id"], item["authority_id"]
        at, who = partial(Problem, "MST537", "fact_check_answers", item["item_id"]), who_of(*key)
        answer, ids = outcome.answers.get(key, ("nothing", frozenset[str]()))
        missing.pop(key, None)
        if answer != item["answer"]:
            field = "entity_id" if answer == "nothing" else "answer"
            yield at(field, item[field], f"{name} answers {item['answer']} for {who}, but its query answers {answer}")
        given = frozenset(item["shown_by"].split())
        if given != ids and answer != "nothing":
            sides = (("missing", ids - given), ("too many", given - ids))
            rows = "; ".join(f"{what}: {_listed(some)}" for what, some in sides if some)
            message = f"{name} and its query name different rows that show the answer for {who}; {rows}"
            yield at("shown_by", item["shown_by"], message)
    for key, (answer, _) in sorted(missing.items()):
        message = f"{name} has no answer for {who_of(*key)}, but its query answers {answer}"
        yield Problem("MST537", "fact_checks", name, "check_id", short(key[0]), message)
    if outcome.verdict != check["verdict"]:
        message = f"the verdict of {name} is {check['verdict']}, but that of its query is {outcome.verdict}"
        yield Problem("MST538", "fact_checks", name, "verdict", check["verdict"], message)


def _listed(ids: frozenset[str]) -> str:
    """The ids in order, but only the first if there are many."""
    first = " ".join(short(name) for name in sorted(ids)[:_NAMED])
    return first if len(ids) <= _NAMED else f"{first} and {len(ids) - _NAMED} more"
