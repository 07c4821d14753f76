"""The mutation score: does the validation find every error that is made on purpose?

The dataset is spoilt in memory, in one place for each constraint of each column, each reference and each rule; a
mutation is killed if a finding of its code lies at its very cell. Many mutations are tried in one validation, in rows
apart; what survives there is tried again by itself, so that no mutation hides another.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from tests.mutation import mutations
from tests.mutation.mutations import Cells, Data, Mutation, Stage
from tests.mutation.of_cells import of_cells
from tests.mutation.of_history import of_history
from tests.mutation.of_rows import of_row_rules
from tests.mutation.of_rules import of_rules

from mostanad.documents.folder import Documents
from mostanad.evidence.relations import prepare
from mostanad.files import Package, Table, csvtext
from mostanad.files.canonical import render
from mostanad.files.resources import resource
from mostanad.files.typed import arrow_tables
from mostanad.models import TABLES
from mostanad.validation import explain
from mostanad.validation.findings import CODES
from mostanad.validation.rules import parse, rules
from mostanad.validation.run import Layer, validate_package

_LAYERS: dict[Stage, tuple[Layer, ...]] = {
    "text": ("text",),
    "rows": ("text", "structure", "rows"),
    "rules": ("text", "structure", "rows", "rules"),
    "seals": ("text", "structure", "rows", "seals"),
    "history": ("text", "structure", "rows", "history"),
    "passages": ("text", "structure", "rows", "seals", "passages"),
}
_TABLE_BY_TABLE = ("text", "structure", "rows")
_NONE = Documents(None)
#: How many survivors are tried again by themselves.
_AGAIN = 40
#: A finding as far as it kills: code, file, line, column.
Hit = tuple[str, str, int, int]


class NotSound(Exception):
    """A dataset that has errors already: nothing can be proved on it."""


@dataclass(frozen=True)
class Proof:
    """What came of all mutations.

    Attributes:
        killed: the mutations that were found, where and as what they must be.
        survivors: the others.
        not_tried: mutations for which the dataset has no row, or its documents are not here.
        fixture_only: the rules for which the dataset has no rows: whether their examples are found.
        reasons: why a mutation may survive, by its name.
    """

    killed: tuple[Mutation, ...] = ()
    survivors: tuple[Mutation, ...] = ()
    not_tried: tuple[str, ...] = ()
    fixture_only: dict[str, bool] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """What survived without a reason: mutations, and rules whose examples are not found."""
        alive = (one.name for one in self.survivors if one.name not in self.reasons)
        return (*alive, *(f"{name}: its example" for name, found in self.fixture_only.items() if not found))

    def score(self) -> dict[str, tuple[int, int]]:
        """Killed and total of each column, each rule and each code of a rule about one row."""
        found: dict[str, tuple[int, int]] = {}
        for one, is_killed in (*((one, 1) for one in self.killed), *((one, 0) for one in self.survivors)):
            killed, total = found.get(one.about, (0, 0))
            found[one.about] = (killed + is_killed, total + 1)
        for name, is_found in self.fixture_only.items():
            found[name] = (int(is_found), 1)
        return found


@cache
def reasons() -> dict[str, str]:
    """The mutations that may survive, by name, each with the reason."""
    text = Path(__file__).with_name("unproved.toml").read_text("utf-8")
    return dict(tomllib.loads(text))


def prove(package: Package, wanted: Callable[[str], object] = bool, documents: Documents = _NONE) -> Proof:
    """Spoil a dataset without errors in every way, in memory.

    Args:
        package: the dataset.
        wanted: for which columns, rules and codes to try them; all, if it is not given.
        documents: those of the dataset; what needs one that is not among them is not tried.

    Raises:
        NotSound: if the dataset has errors before.
    """
    before = validate_package(package, _NONE, ("text", "structure", "rows", "rules", "seals", "history"))
    if before.errors:
        first = before.errors[0]
        raise NotSound(f"{first.file}:{first.line}: {first.code}: only a dataset without errors can be proved on")
    known = {(one.code, one.row_id) for one in before.findings}
    data = Data(package)
    made, not_tried, without = every_mutation(data, documents)
    made = [one for one in made if wanted(one.about)]
    order = sorted(made, key=lambda one: (one.stage, one.batch))
    killed: set[str] = set()
    for _, batch in groupby(order, lambda one: (one.stage, one.batch)):
        killed |= _killed(data, documents, list(batch), known)
    for one in [one for one in made if one.name not in killed][:_AGAIN]:
        killed |= _killed(data, documents, [one], known)
    fixtures = {name: _finds_its_example(name) for name in without}
    found = tuple(one for one in made if one.name in killed)
    survivors = tuple(one for one in made if one.name not in killed)
    return Proof(found, survivors, tuple(not_tried), fixtures, reasons())


def every_mutation(data: Data, documents: Documents = _NONE) -> tuple[list[Mutation], list[str], list[str]]:
    """All mutations; those for which there are no rows; and the rules for which there are none."""
    made: list[Mutation | str] = []
    for make in (
        mutations.of_columns,
        mutations.of_texts,
        mutations.of_references,
        mutations.of_keys,
        mutations.of_rows,
    ):
        made += make(data)
    for maker in (mutations.of_assertions, of_row_rules):
        data.used.clear()
        made += maker(data)
    made += of_history(data)
    made += of_cells(data, documents)
    data.used.clear()
    of_sql = list(of_rules(data))
    done = [one for one in (*made, *of_sql) if isinstance(one, Mutation)]
    return done, [one for one in made if isinstance(one, str)], [one for one in of_sql if isinstance(one, str)]


def _killed(data: Data, documents: Documents, batch: Sequence[Mutation], known: Set[tuple[str, str]]) -> set[str]:
    """The names of those of some mutations of one stage that are found when they are made together."""
    stage = batch[0].stage
    rows = spoilt(data, batch)
    texts = {name: render(name, records) for name, records in rows.items()}
    package = replace(data.package, texts={**data.package.texts, **texts})
    report = validate_package(package, documents, _LAYERS[stage])
    hits: set[Hit] = set()
    for one in report.findings:
        if stage not in _TABLE_BY_TABLE and one.severity == "error" and _by_table(one.code):
            return set()  # a table that cannot be read would be found missing everywhere: that is not what is meant
        if (one.code, one.row_id) not in known:  # what was found before finds nothing now
            hits.add((one.code, one.file, one.line, one.column))
    wanted = _Places(data, package, rows)
    return {one.name for one in batch if any((code, *wanted.of(one)) in hits for code in one.codes)}


def _by_table(code: str) -> bool:
    return code in CODES and CODES[code].layer in _TABLE_BY_TABLE


def spoilt(data: Data, batch: Iterable[Mutation]) -> dict[str, list[Cells]]:
    """The rows of the tables that mutations change; a row that is changed keeps its key in ``_was``."""
    rows: dict[str, list[Cells]] = {}
    index: dict[str, dict[str, Cells]] = {}
    for mutation in batch:
        for edit in mutation.edits:
            if edit.table not in rows:
                index[edit.table] = {key: dict(row) for key, row in data.keyed(edit.table).items()}
                rows[edit.table] = list(index[edit.table].values())
            key = TABLES[edit.table].key()
            if edit.key is None:
                new = dict(edit.cells or {})
                rows[edit.table].append(new)
                index[edit.table].setdefault(new[key], new)
                continue
            row = index[edit.table][edit.key]
            if edit.cells is None:
                rows[edit.table] = [other for other in rows[edit.table] if other is not row]
            else:
                row["_was"] = edit.key
                row.update(edit.cells)
    return rows


@dataclass
class _Places:
    """Where mutations lie in the files that they were written into."""

    data: Data
    package: Package
    rows: dict[str, list[Cells]]
    _tables: dict[str, Table] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def of(self, mutation: Mutation) -> tuple[str, int, int]:
        """File, line and column of the cell that must be found; of rows with one key the last."""
        name, key, column = mutation.place
        if name not in self._tables:
            self._index(name)
        table = self._tables[name]
        line = self._numbers[name].get(key, 0)
        if not line:
            return table.file, 0, 0
        cells = csvtext.cells(self._lines[name][line - 1])
        return table.file, line, cells[table.header.index(column)].column

    def _index(self, name: str) -> None:
        self._tables[name] = self.package.table(name)
        self._lines[name] = self.package.texts[name].decode().split("\n")
        key = TABLES[name].key()
        ordered = sorted(self.rows.get(name, self.data.rows[name]), key=lambda row: row[key])
        # The key as it is comes before that which a row had.
        was = {row["_was"]: number for number, row in enumerate(ordered, 2) if "_was" in row}
        self._numbers[name] = was | {row[key]: number for number, row in enumerate(ordered, 2)}


def _finds_its_example(name: str) -> bool:
    """Whether a rule finds its own example, and so bites at least there."""
    example = explain.of_rule(name)
    code = parse(resource(f"validators/{name}.sql")).code.code
    tables = {}
    for table, model in TABLES.items():
        columns = model.columns()
        made = {column.name: column.example if column.required else "" for column in columns}
        rows = tuple(tuple((made | dict(cells)).values()) for cells in example.fails.rows.get(table, ()))
        tables[table] = Table(table, f"datasets/{table}.csv", tuple(made), rows)
    with prepare(arrow_tables(tables)) as connection:
        ran = [rule.run(connection) for rule in rules() if rule.code.code == code]
    found = {(table, row, column) for result in ran for table, row, column, _, _ in result}
    return set(example.finds) <= found


def as_text(proof: Proof) -> Iterator[str]:
    """The score for people, line by line."""
    score = proof.score()
    width = max(map(len, score), default=0)
    for name, (killed, total) in score.items():
        remark = "  fixture only" if name in proof.fixture_only else ""
        yield f"{name:{width}}  {killed:2}/{total}{remark}"
    yield ""
    for name in proof.not_tried:
        yield f"not tried, no row of the kind or no document: {name}"
    explained = [one for one in proof.survivors if one.name in proof.reasons]
    for one in explained:
        yield f"survives, explained: {one.name}: {proof.reasons[one.name]}"
    for one in proof.killed:
        if one.name in proof.reasons:
            yield f"explained, but found: {one.name}"
    places = {one.name: one for one in proof.survivors}
    for name in proof.unexplained:
        yield f"SURVIVES: {name}" + (_wanted(places[name]) if name in places else "")
    killed, total = (sum(numbers) for numbers in zip((0, 0), *score.values(), strict=True))
    yield (
        f"{killed} of {total} mutations killed, {len(explained)} survivors explained, "
        f"{len(proof.unexplained)} not explained; {len(proof.fixture_only)} rules by their fixture only; "
        f"{len(proof.not_tried)} not tried"
    )


def _wanted(mutation: Mutation) -> str:
    return f" (no {' or '.join(mutation.codes)} at {', '.join(mutation.place)})"
