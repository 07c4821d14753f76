"""With results kept a validation finds what it finds without, whatever was edited, and whatever became of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.cases import each
from tests.descriptor import data_package
from tests.validators.conftest import text_tables

from mostanad.documents.folder import Documents
from mostanad.files import Package, canonical, csvtext, open_package
from mostanad.files.grouping import keyed
from mostanad.files.resources import resource
from mostanad.models import TABLES
from mostanad.validation import LAYERS, Report, near, run, sealed, since, table_checks
from mostanad.validation.rules import rules
from mostanad.validation.run import validate_package
from mostanad.validation.seals import sealables

Texts = dict[str, bytes]


@pytest.fixture(autouse=True)
def nears(monkeypatch: pytest.MonkeyPatch) -> list[near.Near]:
    """What was looked at instead of all; each table is several blocks."""
    monkeypatch.setattr(since, "_BLOCK", 400)
    found: list[near.Near] = []
    monkeypatch.setattr(table_checks, "Near", lambda *given: found.append(near.Near(*given)) or found[-1])
    return found


@dataclass
class Edited:
    """A package in memory under edit, and its results."""

    package: Package
    results: Path
    clean: list[Texts] = field(default_factory=list)

    def rows(self, name: str) -> list[list[str]]:
        return [csvtext.split(line) for line in self.package.texts[name].decode().split("\n")[1:-1]]

    def write(self, name: str, rows: list[list[str]]) -> None:
        header = [column.name for column in TABLES[name].columns()]
        self.take({**self.package.texts, name: canonical.lines(header, sorted(rows))})

    def take(self, texts: Mapping[str, bytes]) -> None:
        self.package = replace(self.package, texts=dict(texts))

    def seal(self) -> None:
        rows = {name: keyed(self.package.table(name).records()) for name in TABLES}
        made = sealables(rows, rows["claims"].values())
        self.write("seals", [[item.claim["claim_id"], item.seal] for item in made])

    def report(self) -> Report:
        return validate_package(self.package, Documents(None), most=None, results=self.results)

    def report_without(self) -> Report:
        return validate_package(self.package, Documents(None), most=None)


def opened(package: Package, results: Path) -> Edited:
    edited = Edited(package, results)
    assert not edited.report().findings
    edited.clean.append(dict(package.texts))
    return edited


@pytest.fixture
def edited(bench_template: Any, tmp_path: Path) -> Edited:
    return opened(open_package(bench_template.root), tmp_path)


def edit(edited: Edited, chance: random.Random) -> str:
    """Change, insert or delete a row somewhere, or spoil the text of a table."""
    filled = [name for name in TABLES if edited.package.texts[name].count(b"\n") > 1]
    name = chance.choice([*filled, *["claims", "passages", "seals"] * 4])
    rows, kind = (
        edited.rows(name),
        chance.choice(("cell", "cell", "reference", "empty", "delete", "insert", "key", "text")),
    )
    row = chance.choice(rows)
    references = [number for number, column in enumerate(TABLES[name].columns()) if column.references]
    number = chance.choice(references if kind == "reference" and references else range(len(row)))
    if kind in ("cell", "reference"):
        row[number] = chance.choice(rows)[number]
    elif kind == "empty":
        row[number] = ""
    elif kind == "delete":
        rows.remove(row)
    elif kind == "insert":
        rows.append([f"{row[0]}{chance.choice(('.2', '-a'))}", *row[1:number], *chance.choice(rows)[number or 1 :]])
    elif kind == "key":
        row[0] = f"aa-{row[0]}"
    edited.write(name, rows)
    if kind == "text":
        spoilt = chance.choice(((b"\n", b" \n"), (b",", b";"), (b"a", b"\xff"), (b"e", b"=")))
        edited.take({**edited.package.texts, name: edited.package.texts[name].replace(*spoilt, chance.randrange(1, 9))})
    return f"{kind} {name}"


def spoil(folder: Path, chance: random.Random) -> None:
    """Lose some results, cut others off, and leave what a killed program leaves."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if chance.random() < 0.2:
            path.write_bytes(path.read_bytes()[: chance.randrange(40)])
        elif chance.random() < 0.2:
            path.unlink()


@pytest.mark.slow
def test_random_edits(edited: Edited, nears: list[near.Near]) -> None:
    chance = random.Random(22)
    found: list[int] = []
    for step in range(60):
        done = []
        with suppress(ValueError, LookupError):  # what was spoilt cannot be edited further
            done = [edit(edited, chance) for _ in range(chance.choice((1, 1, 1, 3)))]
            if chance.random() < 0.5:
                edited.seal()
        if step % 9 == 5:
            spoil(edited.results, chance)
        report = edited.report()
        assert report == edited.report_without(), (step, done)
        found.append(len(report.findings))
        if not report.findings:
            edited.clean.append(dict(edited.package.texts))
        elif chance.random() < 0.6:  # it is repaired
            edited.take(chance.choice(edited.clean))
            assert not edited.report().findings, step
    assert min(found) == 0 < max(found)
    assert len(nears) > 30
    assert any(one.changed for one in nears)


@pytest.mark.slow
def test_several_seals_broken_by_one_edit(edited: Edited, nears: list[near.Near]) -> None:
    most, together = 0, 0
    for name, column in (("sources", "published"), ("sources", "sha256"), ("passages", "sha256"), ("events", "title")):
        place = [one.name for one in TABLES[name].columns()].index(column)
        for number in range(len(edited.rows(name))):
            rows = edited.rows(name)
            cell = rows[number][place]
            rows[number][place] = cell[:-1] + ("1" if cell[-1:] == "0" else "0")
            edited.write(name, rows)
            report = edited.report()
            assert report == edited.report_without(), (name, column, number)
            broken = [finding for finding in report.findings if finding.code == "MST522"]
            most = max(most, len(broken))
            together += any(finding.summary for finding in broken)
            edited.take(edited.clean[0])
    assert most > 2
    assert together
    assert nears


def test_only_seals_that_depend_on_an_edit_are_checked_again(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a claim, of what it names, or of a seal; but a source can be behind any seal."""
    seen: list[list[str]] = []
    whole = sealed.unsealed
    monkeypatch.setattr(
        sealed, "unsealed", lambda links: seen.append(links.tables["claims"]["claim_id"].to_pylist()) or whole(links)
    )
    claims = edited.rows("claims")
    claim_id, passage_id = claims[0][:2]
    events = {row[0] for row in edited.rows("events")}
    event = next(one for one in claims if one[2] in events)[2]
    on = {
        ("claims", claim_id, "hedge"): {claim_id},
        ("seals", claim_id, "seal"): {claim_id},
        ("passages", passage_id, "sha256"): {one[0] for one in claims if one[1] == passage_id},
        ("events", event, "title"): {one[0] for one in claims if one[2] == event},
        ("sources", edited.rows("sources")[0][0], "published"): {one[0] for one in claims},
    }
    for (name, key, column), concerned in on.items():
        rows, place = edited.rows(name), [one.name for one in TABLES[name].columns()].index(column)
        row = next(one for one in rows if one[0] == key)
        row[place] = "possible" if column == "hedge" else row[place][:-1] + ("1" if row[place][-1:] == "0" else "0")
        edited.write(name, rows)
        report = edited.report()
        assert {*seen.pop()} == concerned, name
        assert report == edited.report_without()
        seen.clear()
        edited.take(edited.clean[0])


class Killed(BaseException):
    pass


@pytest.mark.slow
def test_a_kill_while_results_are_written(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    write, claims = since.write_atomically, edited.rows("claims")
    left = 0

    def killed(path: Path, content: bytes) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            path.with_name(f".{path.name}.left").write_bytes(content[:3])
            raise Killed
        write(path, content)

    monkeypatch.setattr(since, "write_atomically", killed)
    for number in range(4):
        claims[number][-1] = f"seen again {number}"
        edited.write("claims", claims)
        left = number
        with suppress(Killed):
            edited.report()
        left = 1000
        assert edited.report() == edited.report_without()
    claims[0][1] = "nowhere"
    edited.write("claims", claims)
    assert edited.report() == edited.report_without()


#: Rules whose fault is seen by the screen, or whose case has other faults that no rule finds: then all is checked anew.
ANEW = {"key_twice", "id_in_two_tables", "references_resolve", "same_fact_twice", "no_without_a_list"}


def cases() -> Iterator[tuple[str, tuple[str, str, dict[str, Any]]]]:
    for rule in rules():
        yield (
            rule.name,
            (rule.name, rule.code.code, json.loads(resource(f"validators/{rule.name}.json").read_text("utf-8"))),
        )


def invented(rows: Mapping[str, Any], folder: Path) -> Edited:
    """A sealed package of the rows of a case."""
    texts = {name: canonical.render(name, table.records()) for name, table in text_tables(rows).items()}
    files = {name: f"datasets/{name}.csv" for name in TABLES}
    edited = Edited(Package(folder, data_package("2026.11.0"), texts, files), folder / "results")
    edited.seal()
    return edited


@pytest.mark.slow
@each(("name", "code", "case"), lambda: dict(cases()))
def test_every_rule_finds_its_fault_after_an_edit(
    name: str, code: str, case: dict[str, Any], tmp_path: Path, nears: list[near.Near]
) -> None:
    edited, after = (invented(case[side], tmp_path) for side in ("passes", "fails"))
    assert code not in {finding.code for finding in edited.report().findings}
    count = len(nears)
    report = after.report()
    assert (len(nears) == count) == (name in ANEW)
    assert code in {finding.code for finding in report.findings}
    assert report == after.report_without()


def test_a_change_of_one_note_runs_no_rule(edited: Edited, nears: list[near.Near]) -> None:
    rows = edited.rows("claims")
    rows[0][-1] = "seen again"
    edited.write("claims", rows)
    assert not edited.report().findings
    assert nears[-1].changed == {"claims": {"note"}}
    assert not [rule.name for rule in rules() if nears[-1].concerns(rule)]


def test_a_change_that_no_rule_reads_prepares_nothing_and_does_not_read_the_claims(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, read = edited.rows("claims"), list[bytes]()
    rows[0][-1] = "seen again"
    edited.write("claims", rows)
    monkeypatch.setattr(run, "prepare", lambda *_, **__: pytest.fail("relations were made"))
    columns = since.read_columns
    monkeypatch.setattr(since, "read_columns", lambda content, *args: read.append(content) or columns(content, *args))
    assert not edited.report().findings
    head = since._head("claims")
    assert max(content.count(b"\n") for content in read if content.startswith(head)) < len(rows)


@pytest.mark.slow
@each("change", ["engine", "descriptor", "queries", "nothing"])
def test_results_of_something_else_are_not_believed(
    change: str, bench_template: Any, tmp_path: Path, nears: list[near.Near], monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = opened(open_package(bench_template.root), tmp_path)
    if change == "engine":
        monkeypatch.setattr(since, "_engine", lambda: "another")
    elif change == "descriptor":
        edited.package = replace(edited.package, descriptor={**edited.package.descriptor, "version": "2026.11.9"})
    elif change == "queries":
        edited.package = replace(edited.package, queries=edited.package.queries._replace(problems={"x": "gone"}))
    count = len(nears)
    validate_package(edited.package, Documents(None), LAYERS, results=tmp_path)
    assert len(nears) - count == (change == "nothing")


@pytest.mark.slow
def test_some_layers_believe_the_last_clean_state_and_do_not_replace_it(
    bench_template: Any, tmp_path: Path, nears: list[near.Near]
) -> None:
    edited = opened(open_package(bench_template.root), tmp_path)
    (state,) = tmp_path.rglob("clean.json")
    before = state.read_bytes()
    rows = edited.rows("claims")
    rows[0][-1] = "seen again"
    edited.write("claims", rows)
    count = len(nears)
    assert not validate_package(edited.package, Documents(None), ("rules",), results=tmp_path).findings
    assert (len(nears) - count, state.read_bytes() == before) == (1, True)
    validate_package(edited.package, Documents(None), LAYERS, results=tmp_path)
    assert state.read_bytes() != before


def test_blocks_are_of_whole_lines_and_an_edit_changes_few() -> None:
    chance = random.Random(5)
    before = b"".join(b"%05d,%s\n" % (number, b"x" * chance.randrange(40)) for number in range(400))
    known, *_ = since._blocks(before, ())
    for _ in range(300):
        first = chance.randrange(len(before))
        last = first + chance.randrange(60)
        after = before[:first] + chance.choice((b"", b"a", b"\n", b"b\nc", b"d\n", b"\r")) + before[last:]
        blocks, front, behind = since._blocks(after, known)
        begins = [*since._begins(blocks)]
        assert begins[-1] == len(after)
        assert [since.sha256(after[at : at + size]) for at, (_, size) in zip(begins, blocks, strict=False)] == [
            key for key, _ in blocks
        ]
        assert all(after[at - 1 : at] == b"\n" for at in begins[1:-1])
        assert blocks[:front] == known[:front]
        assert blocks[len(blocks) - behind :] == known[len(known) - behind :]
        assert len(known) - front - behind <= 2 < len(known)


def test_a_folder_that_cannot_be_written_is_done_without(edited: Edited, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    edited.results = tmp_path / "file" / "results"
    assert edited.report() == edited.report_without()


def test_a_forged_result_is_not_believed(edited: Edited) -> None:
    for path in edited.results.rglob("*"):
        if path.is_file() and path.name != "clean.json":
            path.write_bytes(b"forged")
    rows = edited.rows("claims")
    rows[0][-1] = "seen again"
    rows[1][1] = "nowhere"
    edited.write("claims", rows)
    assert edited.report() == edited.report_without()
