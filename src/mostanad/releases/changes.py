"""Finds the differences between two packages: facts, what these rest on, and every other cell."""

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from mostanad.documents.folder import Documents
from mostanad.evidence import published
from mostanad.evidence.support import ORDER
from mostanad.files import Package
from mostanad.files.grouping import grouped, keyed
from mostanad.files.package import DESCRIPTOR
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.vocabularies import PartyKind, Support
from mostanad.releases.compile import MEMORY, BuildRefused, compile_tables
from mostanad.validation.run import Layer, checked

#: A row or a fact: cells by column.
Cells = Mapping[str, Any]
#: The layers of validation that must pass before facts can be compared.
_LAYERS: tuple[Layer, ...] = ("text", "structure", "rows", "rules")
#: The columns that lead from a row to its subject.
_LEADS = ("entity_id", "holder_id", "target_id", "about_id")
#: The columns that say what a fact rests on: first how far to rely on it, then by whom it is said.
_BASIS = ("support", "disputed", "modalities", "claims", "sources", "origins", "camps")
_BY_WHOM = ("asserted_by", "origin_ids", "source_ids")


@dataclass(frozen=True)
class Tree:
    """A package with its facts as a release would have them. ``rows``: text by table and key (claims always name their
    asserter). ``facts``, ``state``: facts and their hashes by id. ``release``: the row of ``releases``, undated."""

    rows: Mapping[str, Mapping[str, dict[str, str]]]
    facts: Mapping[str, Cells]
    descriptor: Mapping[str, Any]
    state: published.State
    release: Cells


class RowChange(NamedTuple):
    """A row that differs (``new``, ``changed``, ``gone``, or ``moved`` to another table), with its cells other than
    facts, before and after. If a claim has a new id, ``row_id`` is the old one."""

    table: str
    row_id: str
    kind: str
    cells: Mapping[str, tuple[str, str]]


class FactChange(NamedTuple):
    """A fact, before and after."""

    before: Cells
    after: Cells

    @property
    def is_corrected(self) -> bool:
        return bool(self.before["value"] != self.after["value"])

    @property
    def rank(self) -> int:
        """Below 0 if its support is weaker than before, above 0 if stronger."""
        return ORDER.index(self.after["support"]) - ORDER.index(self.before["support"])

    @property
    def basis(self) -> dict[str, tuple[str, str]]:
        """The columns of its basis that differ, with their values before and after."""
        before, after = ({name: _text(one[name]) for name in (*_BASIS, *_BY_WHOM)} for one in self)
        return _different(before, after, before)


@dataclass(frozen=True)
class Changes:
    """All differences. Facts are in order of id, rows in order of table and key."""

    tables: Mapping[str, tuple[int, int, int]]  # by table, how many rows are new, changed and gone
    added: tuple[Cells, ...]
    corrected: tuple[FactChange, ...]
    retracted: tuple[Cells, ...]
    moved: tuple[FactChange, ...]  # to the target of a new redirect, with the same value, or to another table
    reasons: Mapping[str, str]  # by fact id, why a cell changed, from the new corrections
    unexplained: tuple[str, ...]  # ids of facts that changed or are gone without a new correction
    rests: tuple[FactChange, ...]  # facts with the same value that rest on something else
    second_reader: tuple[str, ...]  # rows about living people that lack an authority's own record
    rows: tuple[RowChange, ...]  # cells other than facts, claims first
    seals: tuple[str, ...]  # claims with a new seal but no change of their own
    misrecorded: tuple[str, ...]  # entries of a new version that `mostanad record` would not write like this
    begun: tuple[Cells, ...]  # new listings
    ended: tuple[Cells, ...]


def read(package: Package) -> Tree:
    """Read a package and compile its facts in memory. BuildRefused if it has errors, as its facts are then unknown. A
    claim without an asserter gets the default one, marked "(by default)"."""
    with checked(package, Documents(None), _LAYERS, memory=MEMORY) as found:
        if found.report.errors:
            raise BuildRefused(found.report)
        compiled = compile_tables(package, found)
    rows = {name: keyed(package.table(name).records()) for name in sorted(TABLES)}
    for check_id, query in package.queries.texts.items():
        rows["fact_checks"].get(check_id, {})["query"] = query  # no column, but a part of the fact check
    evidence = (compiled["evidence"][name].to_pylist() for name in ("claim_id", "asserted_by"))
    asserters = dict(zip(*evidence, strict=True))
    for claim_id, row in rows["claims"].items():
        row["asserted_by"] = row["asserted_by"] or f"{asserters.get(claim_id, '')} (by default)"
    state = published.state(compiled)
    facts = {fact["fact_id"]: fact for fact in compiled["facts"].to_pylist()}
    return Tree(rows, facts, package.descriptor, state, published.release(package.version, "", compiled, state))


def compare(base: Tree, head: Tree) -> Changes:
    both = [FactChange(base.facts[name], head.facts[name]) for name in sorted(head.facts.keys() & base.facts.keys())]
    corrected = tuple(one for one in both if one.is_corrected)
    gone = [base.facts[name] for name in sorted(base.facts.keys() - head.facts.keys())]
    moves = _moves(base, head, gone)
    retracted = tuple(fact for fact in gone if fact["fact_id"] not in moves)
    taken_in = tuple(FactChange(base.facts[old], head.facts[new]) for old, new in moves.items())
    new = sorted(head.facts.keys() - base.facts.keys() - set(moves.values()))
    reasons = {f"{row['target_id']}/{row['field']}": row["reason"] for row in _new_rows(base, head, "corrections")}
    changed = [*(one.before["fact_id"] for one in corrected), *(fact["fact_id"] for fact in retracted)]
    had_ended = {key for key, row in base.rows["sanctions"].items() if row["delisted"]}
    listings = sorted(head.rows["sanctions"].items())
    return Changes(
        tables=row_counts(base, head),
        added=tuple(head.facts[name] for name in new),
        corrected=corrected,
        retracted=retracted,
        moved=(*taken_in, *(one for one in both if one.before["table_name"] != one.after["table_name"])),
        reasons=reasons,
        unexplained=tuple(name for name in changed if name not in reasons),
        rests=tuple(one for one in (*both, *taken_in) if one.basis and not one.is_corrected),
        second_reader=tuple(_second_reader(base, head)),
        rows=tuple(row_changes(base, head)),
        seals=tuple(_sealed_anew(base, head)),
        misrecorded=tuple(_misrecorded(base, head)),
        begun=_new_rows(base, head, "sanctions"),
        ended=tuple(row for key, row in listings if row["delisted"] and key not in had_ended),
    )


def row_counts(base: Tree, head: Tree) -> dict[str, tuple[int, int, int]]:
    """How many rows are new, changed and gone in each table with differences."""
    found = {}
    for name in TABLES:
        before, after = base.rows[name], head.rows[name]
        changed = sum(before[key] != after[key] for key in before.keys() & after.keys())
        counts = (len(after.keys() - before.keys()), changed, len(before.keys() - after.keys()))
        if any(counts):
            found[name] = counts
    return found


def row_changes(base: Tree, head: Tree) -> Iterator[RowChange]:
    """Yield each row with a difference other than in facts: claims, the other tables, then datapackage.json."""
    successors = _successors(base, head)
    forged = frozenset(_misrecorded(base, head))
    tables = {name: fact["table_name"] for name, fact in base.facts.items()}
    moved = {one["row_id"] for name, one in head.facts.items() if tables.get(name) not in (None, one["table_name"])}
    for name in sorted(TABLES, key=lambda name: name != "claims"):
        for row in _of_table(base, head, name, successors if name == "claims" else {}, forged):
            yield row._replace(kind="moved") if row.row_id in moved else row
    one, other = (_members(tree.descriptor) for tree in (base, head))
    if cells := _different(one, other, sorted(one.keys() | other.keys())):
        yield RowChange(DESCRIPTOR, DESCRIPTOR, "changed", cells)


def _of_table(
    base: Tree, head: Tree, name: str, successors: Mapping[str, str], forged: Set[str]
) -> Iterator[RowChange]:
    columns = [column.name for column in TABLES[name].columns() if column.role in ("coding", "meta")]
    columns += ["query"] if name == "fact_checks" else []
    before, after = base.rows[name], head.rows[name]
    for key in sorted(before.keys() | (after.keys() - set(successors.values()))):
        now = successors.get(key, key)
        one, other = before.get(key, {}), after.get(now, {})
        kind = "changed" if one and other else "new" if other else "gone"
        is_told = name == "seals" if kind == "changed" else _is_told_elsewhere(name, other or one, base, forged)
        cells = _different(one, other, [TABLES[name].key(), *columns] if now != key else columns)
        if cells and not is_told:
            yield RowChange(name, key, kind, cells)


def _is_told_elsewhere(table: str, row: Cells, base: Tree, forged: Set[str]) -> bool:
    """Whether to omit a new or removed row: `mostanad record` wrote it for a new version, or a claim shows it."""
    if table == "history":
        return row["version"] not in base.rows["releases"] and row["entry_id"] not in forged
    return table in ("passages", "seals")


def _misrecorded(base: Tree, head: Tree) -> Iterator[str]:
    """Yield each new version, and each entry of its history, that does not follow from the two packages."""
    versions = head.rows["releases"].keys() - base.rows["releases"].keys()
    found = {key: row for key, row in head.rows["history"].items() if row["version"] in versions}
    reasons = published.Reasons(head.rows["corrections"].values(), head.rows["redirects"].values())
    wanted: dict[str, dict[str, str]] = {}
    for version in sorted(versions):
        wanted |= published.entries(version, base.rows["history"].values(), head.state, reasons)
        row = head.rows["releases"][version]
        if row != {**head.release, "date": row["date"]}:
            yield version
    yield from (key for key in sorted(found.keys() | wanted.keys()) if found.get(key) != wanted.get(key))


def _new_rows(base: Tree, head: Tree, table: str) -> tuple[Cells, ...]:
    return tuple(row for key, row in sorted(head.rows[table].items()) if key not in base.rows[table])


def _different(before: Cells, after: Cells, columns: Iterable[str]) -> dict[str, tuple[str, str]]:
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in columns)
    return {name: (one, other) for name, one, other in pairs if one != other}


def _text(cell: object) -> str:
    """A cell of a compiled table as text, as in CSV."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return " ".join(cell) if isinstance(cell, list) else str(cell)


def _successors(base: Tree, head: Tree) -> dict[str, str]:
    """Map each claim that is gone to the new claim that replaces it: same stance, a cell of the same row in common, and
    the same passage, asserter or both. Because of the stance, a dispute never appears to have become something else."""
    redirects = {key: row["new_id"] for key, row in head.rows["redirects"].items()}
    arrived = grouped(_new_rows(base, head, "claims"), lambda row: str(row["target_id"]))
    found: dict[str, str] = {}
    gone = _new_rows(head, base, "claims")
    for same in (("passage_id", "asserted_by"), ("passage_id",), ("asserted_by",)):
        for row in gone:
            target = str(row["target_id"])
            there = arrived.get(redirects.get(target, target), [])
            alike = [one for one in there if all(one[name] == row[name] for name in ("stance", *same))]
            fields = set(row["fields"].split())
            best = next((one for one in alike if fields & set(one["fields"].split())), None)
            if best and row["claim_id"] not in found:
                found[row["claim_id"]] = best["claim_id"]
                there.remove(best)
    return found


def _members(descriptor: Mapping[str, Any]) -> dict[str, str]:
    """The members of datapackage.json, each as JSON. Resources count by order only: the rest is generated (MST206)."""
    said = {**descriptor, "resources": [resource["name"] for resource in descriptor["resources"]]}
    return {name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in said.items()}


def _moves(base: Tree, head: Tree, gone: Iterable[Cells]) -> dict[str, str]:
    """Map the facts of merged rows to the facts with the same value in the rows that took them in."""
    redirects = {row["old_id"]: row["new_id"] for row in _new_rows(base, head, "redirects")}
    now = {fact["fact_id"]: f"{redirects.get(fact['row_id'], '')}/{fact['field']}" for fact in gone}
    return {one: new for one, new in now.items() if head.facts.get(new, {}).get("value") == base.facts[one]["value"]}


def _sealed_anew(base: Tree, head: Tree) -> Iterator[str]:
    """Yield the unchanged claims with another seal: something else that the seal covers has changed."""
    claims, seals = base.rows["claims"], base.rows["seals"]
    for key, row in sorted(head.rows["seals"].items()):
        if claims.get(key) == head.rows["claims"].get(key) and key in seals and seals[key] != row:
            yield key


def _second_reader(base: Tree, head: Tree) -> Iterator[str]:
    """Yield new or changed statements about living people, and their participations with a standing (alleged, charged),
    unless every fact of the row rests on the acting authority's own record."""
    leads: dict[str, set[str]] = {
        key: {row[column] for column in _LEADS if row.get(column)}
        for name in FACT_TABLES
        for key, row in head.rows[name].items()
    }
    for row in head.rows["group_members"].values():
        leads[row["group_id"]].add(row["entity_id"])
    living = {key for key, row in head.rows["officials"].items() if not row["died"]}
    living |= {key for key, row in head.rows["parties"].items() if row["kind"] == PartyKind.PERSON}
    official = {fact["row_id"] for fact in head.facts.values()}
    official -= {fact["row_id"] for fact in head.facts.values() if fact["support"] != Support.OFFICIAL}
    for table, about in (("statements", "about_id"), ("participations", "entity_id")):
        for key, row in sorted(head.rows[table].items()):
            says = table == "statements" or row["standing"]
            is_asked = says and key not in official and base.rows[table].get(key) != row
            if is_asked and living & _reached(leads, row[about]):
                yield key


def _reached(leads: Mapping[str, set[str]], row_id: str) -> set[str]:
    """A row and all rows that can be reached from it."""
    seen: set[str] = set()
    left = {row_id}
    while left:
        seen.add(one := left.pop())
        left |= leads.get(one, set()) - seen
    return seen
