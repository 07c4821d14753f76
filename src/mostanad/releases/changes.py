"""What is different between two packages: rows, facts and what they rest on, claims, listings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mostanad.documents import Documents
from mostanad.evidence.support import ORDER
from mostanad.models import TABLES
from mostanad.models.fields import FACT_TABLES
from mostanad.models.vocabularies import PartyKind, Support
from mostanad.package import Package
from mostanad.releases.build import as_findings
from mostanad.releases.compile import CompileError, compile_tables
from mostanad.validation import Report, validate_package
from mostanad.validation.run import Layer

#: A row, a fact: cells by column.
Cells = Mapping[str, Any]
#: What must hold before facts can be counted.
_LAYERS: tuple[Layer, ...] = ("text", "structure", "rows", "rules")
#: The columns that lead from a row to whom it is about.
_LEADS = ("entity_id", "holder_id", "target_id", "about_id")


class Broken(Exception):
    """A package with errors: nobody can say what its facts are. ``report`` has the errors."""

    def __init__(self, package: Package, report: Report) -> None:
        super().__init__(f"{package.root}: there are errors in it, so nothing can be said about its facts")
        self.package = package
        self.report = report


@dataclass(frozen=True)
class Tree:
    """A package with its facts, as a release would have them.

    Attributes:
        rows: the rows of each table by key, as text.
        facts: by id.
        asserters: who asserts each claim, defaults resolved.
    """

    rows: Mapping[str, Mapping[str, dict[str, str]]]
    facts: Mapping[str, Cells]
    asserters: Mapping[str, str]


@dataclass(frozen=True)
class RowCounts:
    """How many rows of a table are new, changed and gone."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Changes:
    """What is different. Facts are in order of their ids, rows in order of their keys.

    Attributes:
        tables: the tables in which a row is different.
        added: facts that are new.
        corrected: facts with another value, before and after.
        retracted: facts that are gone.
        moved: how many facts went to another row by a redirect.
        unexplained: facts with another value, or gone, for which there is no new correction.
        fell: facts with the same value that rest on less than before, before and after.
        disputed: facts that were there and are disputed now.
        second_reader: new or changed rows that say of a living person what is not an authority's own record.
        sources: rows that are new.
        claims: how many claims are new, by who asserts them; the most first.
        begun: listings that are new.
        ended: listings whose end is new.
    """

    tables: Mapping[str, RowCounts]
    added: tuple[Cells, ...]
    corrected: tuple[tuple[Cells, Cells], ...]
    retracted: tuple[Cells, ...]
    moved: int
    unexplained: tuple[Cells, ...]
    fell: tuple[tuple[Cells, Cells], ...]
    disputed: tuple[Cells, ...]
    second_reader: tuple[str, ...]
    sources: tuple[Cells, ...]
    claims: tuple[tuple[str, int], ...]
    begun: tuple[Cells, ...]
    ended: tuple[Cells, ...]

    def new_by_support(self) -> dict[str, int]:
        """How many of the new facts, and of those with a new value, rest on what."""
        return Counter(fact["support"] for fact in (*self.added, *(after for _, after in self.corrected)))


def read(package: Package) -> Tree:
    """Read a package and compile its facts, in memory.

    Raises:
        Broken: if it has errors.
    """
    report = validate_package(package, Documents(None), _LAYERS)
    if report.errors:
        raise Broken(package, report)
    try:
        compiled = compile_tables(package)
    except CompileError as error:
        raise Broken(package, Report(tuple(as_findings(package, error)))) from error
    rows = {
        name: {row[model.key()]: row for row in package.table(name).records()} for name, model in sorted(TABLES.items())
    }
    facts = {fact["fact_id"]: fact for fact in compiled["facts"].to_pylist()}
    evidence = compiled["evidence"].select(["claim_id", "asserted_by"]).to_pydict()
    return Tree(rows, facts, dict(zip(evidence["claim_id"], evidence["asserted_by"], strict=True)))


def compare(base: Tree, head: Tree) -> Changes:
    """Compare two trees."""
    there = sorted(head.facts.keys() & base.facts.keys())
    both = [(base.facts[name], head.facts[name]) for name in there]
    same = [pair for pair in both if _said(pair[0]) == _said(pair[1])]
    corrected = tuple(pair for pair in both if _said(pair[0]) != _said(pair[1]))
    gone = [base.facts[name] for name in sorted(base.facts.keys() - head.facts.keys())]
    moves = _moves(base, head, gone)
    retracted = tuple(fact for fact in gone if fact["fact_id"] not in moves)
    arrived = set(moves.values())
    sanctions = base.rows["sanctions"]
    claims = Counter(who for claim, who in head.asserters.items() if claim not in base.asserters)
    return Changes(
        tables=dict(_tables(base, head)),
        added=tuple(head.facts[name] for name in sorted(head.facts.keys() - base.facts.keys() - arrived)),
        corrected=corrected,
        retracted=retracted,
        moved=len(moves),
        unexplained=tuple(_unexplained(base, head, (*(before for before, _ in corrected), *retracted))),
        fell=tuple(pair for pair in same if _rank(pair[1]) < _rank(pair[0])),
        disputed=tuple(after for before, after in both if after["disputed"] and not before["disputed"]),
        second_reader=tuple(_second_reader(base, head)),
        sources=_new(base, head, "sources"),
        claims=tuple(sorted(claims.items(), key=lambda item: (-item[1], item[0]))),
        begun=_new(base, head, "sanctions"),
        ended=tuple(
            row
            for key, row in sorted(head.rows["sanctions"].items())
            if row["delisted"] and not (key in sanctions and sanctions[key]["delisted"])
        ),
    )


def _said(fact: Cells) -> str:
    return str(fact["value"])


def _rank(fact: Cells) -> int:
    return ORDER.index(fact["support"])


def _new(base: Tree, head: Tree, table: str) -> tuple[Cells, ...]:
    return tuple(row for key, row in sorted(head.rows[table].items()) if key not in base.rows[table])


def _tables(base: Tree, head: Tree) -> Iterator[tuple[str, RowCounts]]:
    for name in TABLES:
        before, after = base.rows[name], head.rows[name]
        changed = sum(before[key] != after[key] for key in before.keys() & after.keys())
        counts = RowCounts(len(after.keys() - before.keys()), changed, len(before.keys() - after.keys()))
        if counts != RowCounts(0, 0, 0):
            yield name, counts


def _moves(base: Tree, head: Tree, gone: Iterable[Cells]) -> dict[str, str]:
    """The facts that are gone from a row that another one took in, and where they are now, with the same value."""
    redirects = {row["old_id"]: row["new_id"] for row in _new(base, head, "redirects")}
    moved = {}
    for fact in gone:
        now = f"{redirects.get(fact['row_id'], '')}/{fact['field']}"
        if now in head.facts and _said(head.facts[now]) == _said(fact):
            moved[fact["fact_id"]] = now
    return moved


def _unexplained(base: Tree, head: Tree, changed: Iterable[Cells]) -> Iterator[Cells]:
    told = {(row["target_id"], row["field"]) for row in _new(base, head, "corrections")}
    return (fact for fact in changed if (fact["row_id"], fact["field"]) not in told)


def _second_reader(base: Tree, head: Tree) -> Iterator[str]:
    """New or changed statements about living people, and parts of theirs in events with a standing (alleged, charged).

    What rests on the acting authority's own record in every cell is not among them.
    """
    leads = _leads(head)
    living = set(_living(head))
    official = _official_rows(head)
    for table in ("statements", "participations"):
        for key, row in sorted(head.rows[table].items()):
            is_new = base.rows[table].get(key) != row
            says = table == "statements" or row["standing"]
            about = row["about_id"] if table == "statements" else row["entity_id"]
            if is_new and says and key not in official and living & _reached(leads, about):
                yield key


def _official_rows(tree: Tree) -> set[str]:
    """The rows whose facts all rest on the acting authority's own record."""
    rows = {fact["row_id"] for fact in tree.facts.values()}
    return rows - {fact["row_id"] for fact in tree.facts.values() if fact["support"] != Support.OFFICIAL}


def _living(tree: Tree) -> Iterator[str]:
    """Everybody of whom no date of death is known."""
    yield from (key for key, row in tree.rows["officials"].items() if not row["died"])
    yield from (key for key, row in tree.rows["parties"].items() if row["kind"] == PartyKind.PERSON)


def _leads(tree: Tree) -> dict[str, set[str]]:
    """To which rows a row leads: whom it is about, the members of a group."""
    leads = {
        key: {row[column] for column in _LEADS if row.get(column)}
        for name in FACT_TABLES
        for key, row in tree.rows[name].items()
    }
    for row in tree.rows["group_members"].values():
        leads[row["group_id"]].add(row["entity_id"])
    return leads


def _reached(leads: Mapping[str, set[str]], row_id: str) -> set[str]:
    """A row and all to which it leads, however long the way."""
    seen: set[str] = set()
    left = {row_id}
    while left:
        one = left.pop()
        seen.add(one)
        left |= leads.get(one, set()) - seen
    return seen
