"""What is different between two packages: facts and what they rest on, who says them, and every other cell.

Each cell that a reader can see is in one of two places: an assertion is a fact, any other stands in a row
(:mod:`mostanad.releases.row_changes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mostanad.documents import Documents
from mostanad.evidence import recording
from mostanad.evidence.support import ORDER
from mostanad.files import Package
from mostanad.files.queries import read_queries
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.vocabularies import PartyKind, Support
from mostanad.releases.build_release import as_findings
from mostanad.releases.compile import CompileError, compile_tables
from mostanad.releases.row_changes import (
    Cells,
    RowChange,
    RowCounts,
    Tree,
    misrecorded,
    new_rows,
    row_changes,
    row_counts,
)
from mostanad.validation import Report, validate_package
from mostanad.validation.run import Layer

#: What must hold before facts can be counted.
_LAYERS: tuple[Layer, ...] = ("text", "structure", "rows", "rules")
#: The columns that lead from a row to whom it is about.
_LEADS = ("entity_id", "holder_id", "target_id", "about_id")
#: What a fact rests on; a reader may rely on it less, more or otherwise if one of them changes.
_BASIS = ("support", "disputed", "modalities", "claims", "sources", "origins", "camps")
_BY_WHOM = ("asserted_by", "origin_ids", "source_ids")


class Broken(Exception):
    """A package with errors: nobody can say what its facts are. ``report`` has the errors."""

    def __init__(self, package: Package, report: Report) -> None:
        super().__init__(f"{package.root}: there are errors in it, so nothing can be said about its facts")
        self.package = package
        self.report = report


@dataclass(frozen=True)
class FactChange:
    """A fact before and after.

    Attributes:
        before: as the release before had it.
        after: as the release after has it.
    """

    before: Cells
    after: Cells

    @property
    def is_corrected(self) -> bool:
        """Whether it has another value."""
        return bool(_said(self.before) != _said(self.after))

    @property
    def rank(self) -> int:
        """Below 0 if it rests on less than before, above 0 if on more."""
        return ORDER.index(self.after["support"]) - ORDER.index(self.before["support"])

    @property
    def basis(self) -> dict[str, tuple[str, str]]:
        """What it rests on, where that is different: column, before and after."""
        pairs = ((name, _text(self.before[name]), _text(self.after[name])) for name in (*_BASIS, *_BY_WHOM))
        return {name: (before, after) for name, before, after in pairs if before != after}


@dataclass(frozen=True)
class Changes:
    """What is different. Facts are in order of their ids, rows in order of tables and keys.

    Attributes:
        tables: the tables in which a row is different.
        added: facts that are new.
        corrected: facts with another value.
        retracted: facts that are gone.
        moved: facts that went, with their value, to the row to which a new redirect leads.
        reasons: why a cell changed, by fact id: the corrections that are new.
        unexplained: the ids of facts with another value, or gone, for which there is no new correction.
        rests: facts with the same value, also on another row, that rest on something else.
        second_reader: new or changed rows that say of a living person what is not an authority's own record.
        rows: rows that are new, changed or gone, with all cells that are no facts; claims first.
        seals: claims that were sealed anew although the claim is as it was.
        misrecorded: entries of a new version that `mostanad record` would write otherwise, or not at all.
        begun: listings that are new.
        ended: listings whose end is new.
    """

    tables: Mapping[str, RowCounts]
    added: tuple[Cells, ...]
    corrected: tuple[FactChange, ...]
    retracted: tuple[Cells, ...]
    moved: tuple[FactChange, ...]
    reasons: Mapping[str, str]
    unexplained: tuple[str, ...]
    rests: tuple[FactChange, ...]
    second_reader: tuple[str, ...]
    rows: tuple[RowChange, ...]
    seals: tuple[str, ...]
    misrecorded: tuple[str, ...]
    begun: tuple[Cells, ...]
    ended: tuple[Cells, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that a reader could see is different."""
        return not (self.tables or self.rows)


def read(package: Package) -> Tree:
    """Read a package and compile its facts, in memory.

    Who asserts a claim by default (the publisher, an author) is marked so: in a release that cell is empty.

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
    for check_id, query in read_queries(package.root).texts.items():
        rows["fact_checks"].get(check_id, {})["query"] = query  # not a column, but as much of a fact check as its row
    facts = {fact["fact_id"]: fact for fact in compiled["facts"].to_pylist()}
    evidence = compiled["evidence"].select(["claim_id", "asserted_by"]).to_pydict()
    asserters = dict(zip(evidence["claim_id"], evidence["asserted_by"], strict=True))
    for claim_id, row in rows["claims"].items():
        row["asserted_by"] = row["asserted_by"] or f"{asserters.get(claim_id, '')} (by default)"
    state = recording.state(compiled)
    return Tree(rows, facts, package.descriptor, state, recording.release(package.version, "", compiled, state))


def compare(base: Tree, head: Tree) -> Changes:
    """Compare two trees."""
    there = sorted(head.facts.keys() & base.facts.keys())
    both = [FactChange(base.facts[name], head.facts[name]) for name in there]
    corrected = tuple(one for one in both if one.is_corrected)
    gone = [base.facts[name] for name in sorted(base.facts.keys() - head.facts.keys())]
    moves = _moves(base, head, gone)
    retracted = tuple(fact for fact in gone if fact["fact_id"] not in moves)
    moved = tuple(FactChange(base.facts[old], head.facts[new]) for old, new in moves.items())
    arrived = set(moves.values())
    reasons = {f"{row['target_id']}/{row['field']}": row["reason"] for row in new_rows(base, head, "corrections")}
    changed = [*(one.before["fact_id"] for one in corrected), *(fact["fact_id"] for fact in retracted)]
    sanctions = base.rows["sanctions"]
    return Changes(
        tables=row_counts(base, head),
        added=tuple(head.facts[name] for name in sorted(head.facts.keys() - base.facts.keys() - arrived)),
        corrected=corrected,
        retracted=retracted,
        moved=moved,
        reasons=reasons,
        unexplained=tuple(name for name in changed if name not in reasons),
        rests=tuple(one for one in (*both, *moved) if one.basis and not one.is_corrected),
        second_reader=tuple(_second_reader(base, head)),
        rows=tuple(row_changes(base, head)),
        seals=tuple(_sealed_anew(base, head)),
        misrecorded=tuple(misrecorded(base, head)),
        begun=new_rows(base, head, "sanctions"),
        ended=tuple(
            row
            for key, row in sorted(head.rows["sanctions"].items())
            if row["delisted"] and not (key in sanctions and sanctions[key]["delisted"])
        ),
    )


def _said(fact: Cells) -> str:
    return str(fact["value"])


def _text(cell: object) -> str:
    """A cell of a compiled table as CSV has it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return " ".join(cell) if isinstance(cell, list) else str(cell)


def _moves(base: Tree, head: Tree, gone: Iterable[Cells]) -> dict[str, str]:
    """The facts that are gone from a row that another one took in, and where they are now, with the same value."""
    redirects = {row["old_id"]: row["new_id"] for row in new_rows(base, head, "redirects")}
    moved = {}
    for fact in gone:
        now = f"{redirects.get(fact['row_id'], '')}/{fact['field']}"
        if now in head.facts and _said(head.facts[now]) == _said(fact):
            moved[fact["fact_id"]] = now
    return moved


def _sealed_anew(base: Tree, head: Tree) -> Iterator[str]:
    """Claims with another seal whose own row is as it was: what they were read for has changed."""
    claims, seals = base.rows["claims"], base.rows["seals"]
    for key, row in sorted(head.rows["seals"].items()):
        is_same = claims.get(key) == head.rows["claims"].get(key)
        if is_same and key in seals and seals[key] != row:
            yield key


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
