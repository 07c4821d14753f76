"""The mutation score of the schemas that we publish: for users who have only those, and not our validation.

The same errors are made on purpose as in :mod:`tests.mutation.prove`. What the language of a schema can express
(:mod:`tests.mutation.schema_languages` says what), the schema must refuse, at that very cell and for that reason;
what it cannot express is counted by reason. And what our own validation accepts, no schema may refuse.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import jsonschema
from tests.mutation.mutations import Cells, Data, Edit, Mutation
from tests.mutation.prove import every_mutation, reasons, spoilt
from tests.mutation.schema_languages import JSON_SCHEMA, TABLE_SCHEMA, Language, constraint_of

from mostanad.files import Package, Table
from mostanad.files.canonical import render
from mostanad.files.render import ndjson_lines
from mostanad.files.resources import data_root, resource
from mostanad.files.typed import arrow_table
from mostanad.models import TABLES, Column, edtf
from mostanad.releases.compile import compile_tables
from mostanad.releases.json_check import JsonChecker

#: How many survivors are tried again by themselves.
_AGAIN = 40
#: What an engine refuses: a table, the line of a row (0 for the table as a whole), the columns, what it calls it, why.
Refusal = tuple[str, int, frozenset[str], str, str]


@dataclass(frozen=True)
class SchemaProof:
    """What came of one schema language.

    Attributes:
        language: its name.
        accepted: how many rows that our validation accepts were read without an error.
        rejected: what was refused of them: where, and in the words of the engine.
        killed: the mutations that were refused at their place.
        survivors: those that the language can express, and that were not.
        not_expressible: how many it cannot express, by reason.
        reasons: why a mutation may survive, by the name of the language and that of the mutation.
    """

    language: str
    accepted: int = 0
    rejected: tuple[str, ...] = ()
    killed: tuple[Mutation, ...] = ()
    survivors: tuple[Mutation, ...] = ()
    not_expressible: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def name(self, mutation: Mutation) -> str:
        """What a mutation is called in the list of exceptions."""
        return f"{self.language}: {mutation.name}"

    @property
    def unexplained(self) -> tuple[str, ...]:
        """What was refused and should not be; what survived without a reason."""
        alive = (self.name(one) for one in self.survivors if self.name(one) not in self.reasons)
        return (*(f"{self.language}: {one}" for one in self.rejected), *alive)


def prove_schemas(package: Package, wanted: Callable[[str], object] = bool) -> tuple[SchemaProof, ...]:
    """Spoil a dataset, and hold it against the published schemas alone.

    Args:
        package: a dataset without errors.
        wanted: for which columns, rules and codes to try mutations; all, if it is not given.

    Returns:
        what came of the Table Schemas (Frictionless reads them) and of the JSON Schemas of rows (jsonschema does).

    Raises:
        BuildRefused: if the dataset has errors.
    """
    data = Data(package)
    all_made = [one for one in (*every_mutation(data)[0], *of_more(data)) if wanted(one.about)]
    tables = _proof(TABLE_SCHEMA, all_made, lambda able: _killed_by_frictionless(data, able))
    rows = _proof(JSON_SCHEMA, all_made, lambda able: _killed_by_jsonschema(data, able))
    accepted, rejected = _accepted_by_frictionless(package)
    tables = replace(tables, accepted=accepted, rejected=rejected)
    accepted, rejected = _accepted_by_jsonschema(package)
    return tables, replace(rows, accepted=accepted, rejected=rejected)


def of_more(data: Data) -> Iterator[Mutation]:
    """Errors that schemas have words of their own for: bounds of numbers, items of a list that stand twice."""
    for table, model in TABLES.items():
        for column in model.columns():
            for kind, value in _more(column):
                key = data.any_key(table, f"{column.name} {kind}")
                edits = (Edit(table, key, {column.name: value}),)
                about = f"{table}.{column.name}"
                yield Mutation(kind, about, "rows", kind, ("MST212",), edits, (table, key, column.name))


def _more(column: Column) -> Iterator[tuple[str, str]]:
    if column.type.name in ("integer", "number"):
        yield "below zero", "-1"
        yield "too large", str(10 ** (18 if column.type.name == "integer" else 15))
        yield "no number", "NaN"
        yield "no end", "INF"
    if column.type.name == "list":
        word = column.example.split(" ")[0]
        yield "word twice", f"{word} {word}"


def _proof(
    language: Language, found: Sequence[Mutation], kill: Callable[[Sequence[Mutation]], set[str]]
) -> SchemaProof:
    """What is killed of what the language can express, what survives, and how many it cannot express."""
    able = [one for one in found if constraint_of(one) in language.refusals]
    killed = kill(able)
    unable = Counter(language.reasons[kind] for one in found if (kind := constraint_of(one)) not in language.refusals)
    return SchemaProof(
        language.name,
        killed=tuple(one for one in able if one.name in killed),
        survivors=tuple(one for one in able if one.name not in killed),
        not_expressible=dict(sorted(unable.items())),
        reasons=reasons(),
    )


def _killed_by_frictionless(data: Data, found: Sequence[Mutation]) -> set[str]:
    """Many mutations at once, as the prover does; what survives by itself again."""
    killed: set[str] = set()
    for _, batch in groupby(sorted(found, key=_batch), _batch):
        killed |= _killed_together(data, list(batch))
    for one in [one for one in found if one.name not in killed][:_AGAIN]:
        killed |= _killed_together(data, [one])
    return killed


def _batch(mutation: Mutation) -> tuple[str, str]:
    return mutation.stage, mutation.batch


def _killed_together(data: Data, batch: Sequence[Mutation]) -> set[str]:
    rows = spoilt(data, batch)
    texts = {**data.package.texts, **{name: render(name, records) for name, records in rows.items()}}
    refused = list(frictionless_refuses(texts, _needed(batch)))
    lines = {name: _lines(name, rows.get(name, data.rows[name])) for name in {one.place[0] for one in batch}}
    killed = set()
    for one in batch:
        table, key, column = one.place
        names = TABLE_SCHEMA.refusals[constraint_of(one)]
        for where, line, columns, name, _ in refused:
            if (where, line) == (table, lines[table][key]) and column in columns and name in names:
                killed.add(one.name)
    return killed


def _needed(batch: Sequence[Mutation]) -> set[str]:
    """The tables that must be read: those that are spoilt; with those into which they point, if it is about that."""
    needed = {one.place[0] for one in batch}
    for one in batch:
        if constraint_of(one) == "reference":
            needed |= {name for column in TABLES[one.place[0]].columns() for name in column.references}
    return needed


def _lines(name: str, rows: Iterable[Cells]) -> dict[str, int]:
    """The line of each row by its key, and by that which it had; of rows with one key the last."""
    key = TABLES[name].key()
    ordered = list(enumerate(sorted(rows, key=lambda row: row[key]), 2))
    return {row[key]: line for line, row in ordered} | {row["_was"]: line for line, row in ordered if "_was" in row}


def frictionless_refuses(texts: Mapping[str, bytes], names: Set[str]) -> Iterator[Refusal]:
    """What Frictionless says of some tables, read with the published descriptor and nothing else.

    Args:
        texts: the CSV files, by table.
        names: the tables; references into others are not followed.
    """
    import frictionless

    descriptor = published_package()
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] in names]
    with tempfile.TemporaryDirectory() as directory:
        for item in descriptor["resources"]:
            keys = item["schema"].get("foreignKeys", [])
            item["schema"]["foreignKeys"] = [
                key for key in keys if key["reference"].get("resource", item["name"]) in names
            ]
            path = Path(directory, item["path"])
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(texts[item["name"]])
        path = Path(directory, "datapackage.json")
        path.write_bytes(json.dumps(descriptor).encode("utf-8"))
        report = frictionless.Package(str(path)).validate(limit_errors=10_000)
    for error in report.errors:
        yield "", 0, frozenset(), error.type, error.note
    for task in report.tasks:
        for error in task.errors:
            yield task.name, getattr(error, "row_number", 0), _columns(task.name, error), error.type, error.note


def _columns(table: str, error: Any) -> frozenset[str]:
    """The columns that an error of Frictionless names; of a key that stands twice it names none."""
    if error.type == "primary-key":
        return frozenset({TABLES[table].key()})
    return frozenset([*getattr(error, "field_names", ()), *filter(None, [getattr(error, "field_name", "")])])


def published_package() -> dict[str, Any]:
    """The published descriptor with its Table Schemas."""
    return dict(json.loads((data_root() / "datapackage.json").read_text("utf-8")))


def published_row_schema(table: str) -> dict[str, Any]:
    """The published JSON Schema of a table's rows."""
    return dict(json.loads(resource(f"schema/rows/{table}.schema.json").read_text("utf-8")))


def _accepted_by_frictionless(package: Package) -> tuple[int, tuple[str, ...]]:
    """How many rows there are, and what Frictionless refuses of them."""
    refused = frictionless_refuses(package.texts, TABLES.keys())
    found = tuple(
        f"{table}: line {line}: {', '.join(sorted(columns))}: {name}: {why}"
        for table, line, columns, name, why in refused
    )
    return sum(len(package.table(name).rows) for name in TABLES), found


def _accepted_by_jsonschema(package: Package) -> tuple[int, tuple[str, ...]]:
    """How many rows a release has, and what jsonschema refuses of them."""
    number, refused = 0, []
    for name, table in compile_tables(package).items():
        checker = JsonChecker(published_row_schema(name))
        for line, text in enumerate(ndjson_lines(table), 1):
            number += 1
            found = checker.check(text.encode("utf-8"), name, line)
            refused += [f"{one.file}: line {one.line}: {one.value}: {one.message}" for one in found]
    return number, tuple(refused)


def _killed_by_jsonschema(data: Data, found: Iterable[Mutation]) -> set[str]:
    validators: dict[str, Any] = {}
    killed = set()
    for one in found:
        table, _, column = one.place
        if table not in validators:
            schema = published_row_schema(table)
            validators[table] = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        names = JSON_SCHEMA.refusals[constraint_of(one)]
        for error in validators[table].iter_errors(json_row(data, one)):
            if next(iter(error.absolute_path), None) == column and error.validator in names:
                killed.add(one.name)
    return killed


def json_row(data: Data, mutation: Mutation) -> dict[str, Any]:
    """The row that a mutation spoils, as a release would have it in JSON.

    The row as it was is written by the code that writes releases; then the spoilt cells are put in, as text where they
    are no number or no word for true and false. A day that cannot be told is null.
    """
    table, key, _ = mutation.place
    model = TABLES[table]
    row = data.keyed(table)[key]
    header = tuple(column.name for column in model.columns())
    (line,) = ndjson_lines(arrow_table(model, Table(table, "", header, (tuple(row[name] for name in header),))))
    record: dict[str, Any] = json.loads(line)
    cells = {name: cell for edit in mutation.edits if edit.key == key for name, cell in (edit.cells or {}).items()}
    for column in model.columns():
        if column.name in cells:
            record |= _json_cell(column, cells[column.name])
    return record


def _json_cell(column: Column, cell: str) -> dict[str, Any]:
    """A cell as JSON has it, and for a date its first and last day."""
    if column.type.name in ("date", "span"):
        days: tuple[Any, Any] = (None, None)
        with suppress(ValueError):
            date = edtf.parse(cell, span=column.type.name == "span")
            days = (date.earliest, date.latest)
        first, last = (day and day.isoformat() for day in days)
        return {column.name: cell or None, f"{column.name}_min": first, f"{column.name}_max": last}
    return {column.name: _json_value(column, cell) if cell else None}


def _json_value(column: Column, cell: str) -> Any:
    match column.type.name:
        case "list":
            return cell.split(" ")
        case "boolean":
            return {"true": True, "false": False}.get(cell, cell)
        case "integer" | "number":
            for read in (int, float):
                with suppress(ValueError):
                    value = read(cell)
                    return value if math.isfinite(value) else cell
    return cell


def as_text(proof: SchemaProof) -> Iterator[str]:
    """What came of one language, for people, line by line."""
    names = [proof.name(one) for one in proof.survivors]
    total = len(proof.killed) + len(proof.survivors)
    yield (
        f"by the {proof.language}s alone: {proof.accepted} rows accepted, {len(proof.rejected)} times refused; "
        f"killed {len(proof.killed)} of {total} mutations that the language can express; "
        f"{sum(proof.not_expressible.values())} not expressible:"
    )
    for reason, number in proof.not_expressible.items():
        yield f"  {number:4}  {reason}"
    for name in (one for one in names if one in proof.reasons):
        yield f"survives, explained: {name}: {proof.reasons[name]}"
    for one in proof.killed:
        if proof.name(one) in proof.reasons:
            yield f"explained, but found: {proof.name(one)}"
    for refused in proof.rejected:
        yield f"REFUSED, and right: {proof.language}: {refused}"
    for name in (one for one in names if one not in proof.reasons):
        yield f"SURVIVES: {name}"
