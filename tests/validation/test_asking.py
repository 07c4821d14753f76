"""The process that runs the queries of checks: each has its time and its memory, and costs one finding at most."""

from __future__ import annotations

import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.validation.test_fact_checks import CHAIR, CHECKS, LAYERS, NO_ANSWERS, NOT_ASKING, NOT_RUN, ROW, YES, query

from mostanad.files import limits
from mostanad.files.typed import arrow_table
from mostanad.models import TABLES
from mostanad.validation import asking, fact_checks, query_process
from mostanad.validation.findings import CODES, Finding

ENDLESS = (
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) " + ROW + " WHERE (SELECT count(*) FROM t) > 0"
)
HUGE = ROW + " WHERE (SELECT len(list(repeat('x', 1000) || range)) FROM range(10000000)) > 0"


def test_the_process_says_of_a_query_what_is_said_of_it_here(sample: Any) -> None:
    tables = sample.tables()
    typed = {name: arrow_table(model, tables[name]) for name, model in TABLES.items()}
    queries = [sql for sql, _ in (*NOT_RUN, *NO_ANSWERS, *NOT_ASKING)]
    queries += [
        f"{ROW}\nFROM events\nWHERE no_column = 1",
        query("'a', 'b', 'unsure', ['y', 'x'], 'partly'", YES.replace("supported", "partly")),
    ]
    queries += [ROW, f"{ROW} FROM parties"]

    def said(answer: asking.Answer) -> Any:
        is_error = isinstance(answer, query_process.QueryError)
        return (str(answer), answer.code, answer.line) if is_error else answer

    ways = (asking._here, asking._elsewhere)
    here, elsewhere = ([*map(said, way(queries, typed, {"parties"}))] for way in ways)
    assert dict(zip(queries, elsewhere, strict=True)) == dict(zip(queries, here, strict=True))
    assert elsewhere[-1] is None


def test_a_query_is_bounded_in_time(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    sample.add_check(query=ENDLESS)
    started = time.monotonic()
    (finding,) = sample.findings(LAYERS)
    assert time.monotonic() - started < 10
    assert (finding.code, "it runs for longer than 0.3 seconds" in finding.message) == ("MST535", True)


def test_a_query_is_bounded_in_memory_and_writes_nothing(
    sample: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(query_process, "MEMORY", "50MB")
    sample.add_check(query=HUGE)
    before = sorted(tmp_path.rglob("*"))
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, "it needs too much memory" in finding.message) == ("MST535", True)
    assert sorted(tmp_path.rglob("*")) == before


#: One call that goes on for hours, in which the engine does not look whether it is to stop.
DEAF = f"{ROW} WHERE levenshtein(repeat('ab', 400000), repeat('ba', 400000)) > 0"
#: One call that makes gigabytes of a number, beside what the engine counts.
GREEDY = f"{ROW} WHERE (SELECT max(length(printf('%600000000d', range::INTEGER))) FROM range(9)) > 0"


def stopped(sample: Any, *, first: str) -> list[tuple[str, str]]:
    """What is found where a query that is stopped stands before one that passes and one that gives another answer."""
    sample.add_check(check_id="a", query=first)
    row = next(sample.tables()["fact_checks"].records())
    sample.add("fact_checks", **row | {"check_id": "who-chaired"})
    sample.add("fact_checks", **row | {"check_id": "z", "verdict": "partly"})
    sample.query("who-chaired", ROW)
    sample.query("z", ROW)
    sample.add_item("bahram-nemuneh", item_id="z-bahram-nemuneh", check_id="z", shown_by=CHAIR)
    report = sample.report(LAYERS)
    assert report.not_run == ()
    return sorted((finding.code, finding.message) for finding in report.findings)


@pytest.mark.slow
@pytest.mark.parametrize("greedy", [ENDLESS, DEAF])
def test_a_query_that_does_not_end_costs_one_finding(greedy: str, sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 1.0)
    first, second = stopped(sample, first=greedy)
    assert first == ("MST535", "the query of a cannot be run: it runs for longer than 1 seconds")
    assert second == ("MST538", "the verdict of z is partly, but that of its query is supported")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="not checked: this system sets no bound on addresses")
def test_a_query_that_fills_the_memory_costs_one_finding(sample: Any) -> None:
    first, second = stopped(sample, first=GREEDY)
    assert first == ("MST535", "the query of a cannot be run: it needs too much memory")
    assert second[0] == "MST538"


def test_a_process_that_ends_of_itself_costs_one_finding(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_PROGRAM", CRASHING)
    first, second = stopped(sample, first=f"{ROW} -- crash")
    assert first == ("MST535", "the query of a cannot be run: it needs too much memory")
    assert second[0] == "MST538"


CRASHING = """
import os
from mostanad.validation import query_process as queries
whole = queries.run
queries.run = lambda connection, query, broken: os.abort() if "crash" in query else whole(connection, query, broken)
queries.serve()
"""


@pytest.mark.slow
def test_an_answer_without_bounds_is_not_taken_in(sample: Any) -> None:
    sample.add_check(query=ROW.replace(f"['{CHAIR}']", "list(x || repeat('a', 60))") + " FROM range(900000) AS t(x)")
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, "it returns more than 50,000,000 bytes" in finding.message) == ("MST536", True)


def test_what_many_answers_say_is_not_kept(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query may answer 100,000 times for those nobody asked about, and each of 1,000 queries may do so."""
    kept: list[weakref.ref[Any]] = []

    def check(*_: Any) -> Iterator[Finding]:
        for number in range(3 * limits.FINDINGS):
            finding = CODES["MST537"].at(CHECKS, 2, 1, str(number), "much")
            kept.append(weakref.ref(finding))
            yield finding
        del finding
        assert sum(one() is not None for one in kept) <= limits.FINDINGS + 2

    monkeypatch.setattr(fact_checks, "check", check)
    sample.add_check()
    assert sample.report(LAYERS).left_out == 2 * limits.FINDINGS


def test_an_answer_for_a_long_name_is_shown_short(sample: Any) -> None:
    sample.add_check(query=ROW.replace("'bahram-nemuneh'", "repeat('x', 1000000)"))
    assert max(len(finding.value) for finding in sample.findings(LAYERS)) < 1000


def test_tables_that_do_not_fit_are_a_finding(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_process, "MEMORY", "1KB")
    sample.add_check()
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line) == ("MST535", CHECKS, 2)
    assert (
        finding.message == "no query of a fact-check can be run: the tables need more memory than queries may use (1KB)"
    )


def test_queries_that_come_with_mostanad_need_no_process(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "data_root", lambda: sample.root)
    monkeypatch.setattr(asking, "isolated", None)
    first, second = stopped(sample, first=ROW)
    assert first == ("MST537", "a has no answer for bahram-nemuneh (no authority), but its query answers yes")
    assert second == ("MST538", "the verdict of z is partly, but that of its query is supported")


def test_they_too_are_bounded_in_time(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "data_root", lambda: sample.root)
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    first, second = stopped(sample, first=ENDLESS)
    assert first == ("MST535", "the query of a cannot be run: it runs for longer than 0.3 seconds")
    assert second[0] == "MST538"
