"""Packages made to do harm: each is judged in a process with little memory, and with a clear word.

A hang or a process that runs out of memory fails the test; how long it takes is not measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mostanad.documents.folder import Documents
from mostanad.evidence import relations, sandbox, spans
from mostanad.files import limits, open_package
from mostanad.validation import fact_checks, rules, validate, validate_package
from mostanad.validation.findings import CODES, Collector
from mostanad.validation.formats.paragraphs import as_text

pytestmark = pytest.mark.slow

#: Of addresses, of which allocators take more than is used: a validation of the sample needs less than two thirds.
#: A file of 1 GB does not fit in beside it as bytes, as text and as lines.
MEMORY = 3 * 2**30
SECONDS = 60
GIGABYTE = 10**9
HEADER = "party_id,name,kind,country,born,note\n"
LIMITED = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
except (ImportError, ValueError, OSError):
    pass  # Windows and macOS: the bound of time is left
from mostanad.cli import main
sys.argv = ["mostanad", *sys.argv[1:]]
main()
"""


class Run(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str

    def codes(self) -> set[str]:
        return {finding["code"] for finding in json.loads(self.out)["findings"]}


def run(*args: object) -> Run:
    command = [sys.executable, "-c", LIMITED.format(memory=MEMORY), *map(str, args)]
    environment = {name: value for name, value in os.environ.items() if name != "MOSTANAD_DOCUMENTS"}
    environment["MALLOC_ARENA_MAX"] = "2"  # each arena of glibc takes 64 MB of addresses, used or not
    done = subprocess.run(
        command, capture_output=True, timeout=SECONDS, env=environment, check=False, encoding="utf-8", errors="replace"
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert not {"\x1b", "\x9b"} & set(done.stdout + done.stderr)
    return Run(done.returncode, done.stdout, done.stderr)


def draw_out(path: Path) -> None:
    """A file of 1 GB that takes no room on the disk."""
    os.truncate(path, GIGABYTE)


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def many_columns(path: Path) -> None:
    path.write_text(",".join(f"c{number}" for number in range(10**6)) + "\n", "utf-8")


def many_rows(path: Path) -> None:
    path.write_text(HEADER + "a\n" * 10**6, "utf-8")


def long_line(path: Path) -> None:
    path.write_text(HEADER + "a," + "\u200b" * 10**6 + ",ngo,,,\n", "utf-8")


TABLES: dict[str, tuple[Callable[[Path], None], str]] = {
    "gigabyte": (draw_out, "MST208"),
    "million-columns": (many_columns, "MST208"),
    "million-rows": (many_rows, "MST208"),
    "long-line": (long_line, "MST208"),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_without_bounds_is_not_taken_in(case: str, sample: Any) -> None:
    attack, code = TABLES[case]
    attack(sample.path("parties"))
    done = run("validate", sample.root, "--format", "json")
    assert (done.code, done.codes()) == (1, {code})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="not checked: there are no pipes with names here")
def test_a_pipe_in_the_place_of_a_table_is_not_waited_for(sample: Any) -> None:
    replace_by_pipe(sample.path("parties"))
    done = run("validate", sample.root, "--format", "json")
    assert (done.code, done.codes()) == (1, {"MST201"})


@pytest.mark.parametrize("command", [("validate",), ("fmt", "--dir"), ("build",)])
def test_a_descriptor_without_bounds_ends_every_command(command: tuple[str, ...], sample: Any, tmp_path: Path) -> None:
    draw_out(sample.root / "datapackage.json")
    more = ("--out", tmp_path / "out") if command == ("build",) else ()
    done = run(*command, sample.root, *more)
    assert (done.code, done.out) == (2, "")
    assert "datapackage.json: it has more than 4,000,000 bytes; make it smaller" in done.err


@pytest.mark.parametrize("format", ["text", "github", "markdown", "sarif"])
def test_nothing_of_the_data_acts_where_it_is_shown(format: str, sample: Any) -> None:
    odd = "\x1b[31m\n::error::owned\x9b\ud800"
    descriptor = sample.descriptor()
    descriptor["resources"].append({"name": odd, "path": odd})
    descriptor["resources"][0][odd] = descriptor["version"] = odd
    sample.describe(descriptor)
    sample.path("parties").write_text(sample.text("parties") + "zz,\x1b]0;x\x07\u202e\x9b31m,ngo,,,\n", "utf-8")
    done = run("validate", sample.root, "--format", format)
    assert done.code == 1
    assert "MST105" in done.out
    assert not [line for line in done.out.splitlines() if line.startswith("::error::owned")]


def test_of_many_errors_of_one_kind_some_are_listed_and_all_counted(sample: Any) -> None:
    lines = "".join(f"p{number:05}, x,ngo,,,\n" for number in range(20_000))
    sample.path("parties").write_text(HEADER + lines, "utf-8")
    report = sample.report(("text", "structure", "rows"))
    assert len(report.findings) == limits.FINDINGS + 1
    assert report.left_out == 20_000 - limits.FINDINGS
    assert report.as_dict()["left_out"] == report.left_out
    assert "19000 more findings are not shown" in as_text(report).split("\n")
    (summary,) = (finding for finding in report.findings if finding.summary)
    assert summary.message == "20,000 findings of this code in this file, of which 1,000 are listed"
    assert summary in report.causes
    every = validate_package(open_package(sample.root), Documents(None), ("text",), most=None)
    assert (len(every.findings), every.left_out) == (20_000, 0)


def test_a_layer_that_finds_no_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOOKED", 50)
    taken: list[int] = []

    def endless() -> Any:
        while True:
            taken.append(1)
            yield CODES["MST105"].at("datasets/parties.csv", len(taken), 1, "", "m")

    collector = Collector()
    collector.add(endless(), "parties")
    assert len(taken) == 50
    assert collector.broken == {"parties"}
    messages = [finding.message for finding in collector.report((), ()).findings]
    assert "after 50 findings, checking of this file stopped" in messages


ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) "
FOUND = "SELECT 'parties' AS table_name, 'a' AS row_id, 'kind' AS field, 'b' AS value, 'm' AS message"
HEAD = "-- code: MST399\n-- severity: error\n-- title: t\n-- why: w\n-- remedy: r\n"


def one_rule(monkeypatch: pytest.MonkeyPatch, folder: Path, sql: str) -> None:
    path = folder / "a_rule.sql"
    path.write_text(HEAD + sql, "utf-8")
    monkeypatch.setattr(rules, "rules", lambda: (rules.parse(path),))


def test_a_rule_that_never_ends_is_stopped(sample: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SECONDS", 0.3)
    one_rule(monkeypatch, tmp_path, f"{ENDLESS} {FOUND} FROM t WHERE n < 0")
    with pytest.raises(rules.RuleStopped, match=r"a_rule: the rules used up the 0\.3 seconds that all rules share"):
        sample.report(("rules",))
    sample.edit("parties", "a made-up", "a  made-up")  # beside an error it is said among what was not run
    assert any("a_rule" in name for name in sample.report(("text", "rules")).not_run)


def test_relations_of_a_package_of_ones_own_take_the_time_that_they_need(
    sample: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, bounded = list[float](), relations.bounded
    monkeypatch.setattr(relations, "bounded", lambda on, seconds: given.append(seconds) or bounded(on, seconds))
    for trusted in (False, True):
        assert validate(sample.root, layers=("rules",), trusted=trusted).findings == ()
    assert given == [relations.SECONDS, pytest.approx(1e7)]


def test_spans_that_take_too_long_are_stopped(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.add_check()
    bounded = sandbox.bounded

    @contextmanager
    def stopped(connection: Any, seconds: float) -> Iterator[None]:
        """As if it took a day."""
        if seconds < 86_400:
            raise sandbox.TooLong
        with bounded(connection, seconds):
            yield

    # Not those that another test had worked out.
    monkeypatch.setattr("mostanad.validation.run.arrow_spans", spans.arrow_spans)
    monkeypatch.setattr(sandbox, "bounded", stopped)
    with pytest.raises(rules.RuleStopped, match="the spans that queries of fact-checks read take too long"):
        sample.report(("fact_checks",))
    sample.edit("parties", "a made-up", "a  made-up")
    left = [name for name in sample.report(("text", "fact_checks")).not_run if "take too long" in name]
    assert [name.partition(" (")[0] for name in left] == ["the rest of fact checks"]
    assert validate(sample.root, layers=("text", "fact_checks"), trusted=True).not_run == ()


def test_of_a_rule_that_finds_without_end_the_first_are_listed(
    sample: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ROWS", 30)
    one_rule(monkeypatch, tmp_path, f"{FOUND} FROM range(10000000)".replace("'b'", "'b' || range"))
    report = sample.report(("rules",))
    assert (len(report.findings), report.not_run) == (30, ("MST399 a_rule beyond its first 30 findings",))


def test_rules_that_lie_in_the_package_are_not_run(sample: Any) -> None:
    (sample.root / "validators").mkdir()
    (sample.root / "validators" / "mine.sql").write_text(f"{HEAD}COPY ({FOUND}) TO 'out.csv'", "utf-8")
    assert sample.report(("rules",)).findings == ()
    assert not list(sample.root.rglob("out.csv"))


def test_queries_are_bounded_in_time_all_together(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_checks, "ALL_SECONDS", -1.0)
    sample.add_check()
    (finding,) = sample.findings(("text", "structure", "rows", "fact_checks"))
    assert (finding.code, "that all queries share" in finding.message) == ("MST535", True)


def test_no_query_runs_without_its_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    with (
        sandbox.connect() as connection,
        pytest.raises(MemoryError, match="the thread that stops slow queries"),
        sandbox.bounded(connection, 1),
    ):
        raise AssertionError("it ran")
