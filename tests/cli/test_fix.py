"""validate --fix: what a program may change, and what it leaves to people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mostanad.files import csvtext, open_package
from mostanad.files.canonical import cell


def spoil(bench: Any, table: str = "officials") -> bytes:
    """Save a table as a spreadsheet does; returns it as it was."""
    before = bytes(bench.file(table).read_bytes())
    text = before.decode("utf-8")
    header, *rows = text.splitlines()
    bench.file(table).write_bytes("\r\n".join(["\ufeff" + header, *rows[::-1], "", ""]).encode("utf-8"))
    return before


def test_fix_changes_what_is_safe_and_says_what_is_left(cli: Any, bench: Any) -> None:
    before = spoil(bench)
    assert cli("validate", bench.root, "--documents", bench.documents).code == 1
    run = cli("validate", bench.root, "--fix", "--documents", bench.documents)
    assert (run.code, run.out) == (0, "0 errors, 0 warnings\n")
    assert run.err == "mostanad: fixed datasets/officials.csv\n"
    assert bench.file("officials").read_bytes() == before
    again = cli("validate", bench.root, "--fix", "--documents", bench.documents)
    assert (again.code, again.err) == (0, "")


def test_fix_leaves_alone_what_it_cannot_read_whole(cli: Any, bench: Any) -> None:
    spoil(bench)
    bench.file("events").write_bytes(b"\xff" + bench.file("events").read_bytes())
    bench.file("names").write_bytes(bench.file("names").read_bytes().replace(b",", b";"))
    odd = {name: bench.file(name).read_bytes() for name in ("events", "names")}
    run = cli("validate", bench.root, "--fix", "--format", "json")
    assert run.code == 1
    assert "fixed datasets/officials.csv" in run.err
    assert "not fixed: events: not UTF-8" in run.err
    assert {name: bench.file(name).read_bytes() for name in odd} == odd
    assert [one["code"] for one in json.loads(run.out)["findings"]] == ["MST101", "MST110"]


def test_fix_never_changes_a_value(cli: Any, bench: Any) -> None:
    def cells() -> dict[str, list[list[str]]]:
        tables = {}
        for name, content in open_package(bench.root).texts.items():
            rows = [csvtext.split(line) for line in content.decode("utf-8-sig").replace("\r", "").split("\n") if line]
            tables[name] = [rows[0], *sorted([cell(value) for value in row] for row in rows[1:])]
        return tables

    before = cells()
    for table in ("officials", "claims", "events"):
        spoil(bench, table)
    assert cells() == before
    assert cli("validate", bench.root, "--fix").code == 0
    assert cells() == before


def test_fix_needs_a_package(cli: Any, tmp_path: Path) -> None:
    run = cli("validate", tmp_path / "nowhere", "--fix")
    assert (run.code, run.out) == (2, "")
