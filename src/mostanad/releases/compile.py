"""From a package to the tables of a release."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.relations import prepare
from mostanad.evidence.sandbox import create
from mostanad.models import COMPILED, TABLES, Row, edtf
from mostanad.package import Package
from mostanad.package.typed import arrow_schema, arrow_table
from mostanad.releases import relations
from mostanad.resources import resource

# What the release models would lose without a word: table_name, what it is, what is wrong with it.
_LOST = """
SELECT cells.table_name, concat(cells.row_id, '/', cells.field) AS id, 'no claim asserts this cell' AS message
FROM cells
LEFT JOIN claim_cells
    ON claim_cells.row_id = cells.row_id AND claim_cells.field = cells.field AND claim_cells.stance = 'asserts'
WHERE claim_cells.claim_id IS NULL
UNION ALL
SELECT 'claims' AS table_name, concat(claim_cells.claim_id, '/', claim_cells.field) AS id,
       'the claim names a cell that is empty, or that no claim may name' AS message
FROM claim_cells
LEFT JOIN claimable_cells
    ON claimable_cells.row_id = claim_cells.row_id AND claimable_cells.field = claim_cells.field
WHERE claimable_cells.row_id IS NULL
ORDER BY table_name, id
"""


@dataclass(frozen=True)
class Problem:
    """Why a package cannot be compiled.

    Attributes:
        table: the table that is concerned, or an empty string.
        id: the cell or claim, or an empty string.
        message: what is wrong.
    """

    table: str
    id: str
    message: str


class CompileError(ValueError):
    """A package of which no release can be made; ``problems`` says why."""

    def __init__(self, *problems: Problem) -> None:
        first = problems[0]
        super().__init__(" ".join(filter(None, (first.table, first.id, first.message))))
        self.problems = problems


def compile_tables(package: Package) -> dict[str, pa.Table]:
    """Compile the tables of a release.

    Args:
        package: an opened package without errors.

    Returns:
        every curated table with types, and the tables of :data:`COMPILED`, each in one chunk and in order of its key.
        The same package gives equal tables, with any number of threads.

    Raises:
        CompileError: if the package has errors after all: a cell that is not of its type, a key that is there twice,
            a cell that no claim asserts.
    """
    texts = {name: package.table(name) for name in TABLES}
    try:
        made = {name: _in_order(model, arrow_table(model, texts[name])) for name, model in TABLES.items()}
        with prepare(texts) as connection:
            relations.add(connection, texts)
            lost = connection.execute(_LOST).fetchall()
            if lost:
                raise CompileError(*(Problem(*row) for row in lost))
            for name, model in COMPILED.items():
                made[name] = _in_order(model, run(connection, name, model))
                create(connection, name, made[name])  # the models after it read it
    except CompileError:
        raise
    except (ValueError, KeyError) as error:
        raise CompileError(Problem("", "", str(error))) from error
    return made


def run(connection: duckdb.DuckDBPyConnection, name: str, model: type[Row]) -> pa.Table:
    """Run a release model, ``build/<name>.sql``: any number of CREATE TABLE for steps on the way, then one SELECT.

    Returns:
        its rows, typed as the table's model says.

    Raises:
        ValueError: if it returns other columns, or an empty cell where the model wants a value.
        duckdb.Error: if it does not run.
    """
    *steps, last = connection.extract_statements(resource("build").joinpath(f"{name}.sql").read_text("utf-8"))
    for step in steps:
        connection.execute(step)
    table = connection.sql(last.query).to_arrow_table()
    columns = [column.name for column in model.columns()]
    if table.column_names != columns:
        raise ValueError(f"build/{name}.sql returns {', '.join(table.column_names)} instead of {', '.join(columns)}")
    return _typed(model, table)


def _typed(model: type[Row], table: pa.Table) -> pa.Table:
    """The table in the schema of a release, with the first and last day behind each date."""
    arrays: dict[str, pa.ChunkedArray] = {name: table[name] for name in table.column_names}
    for column in model.columns():
        if column.type.name in ("date", "span"):
            texts = pc.unique(table[column.name])
            position = pc.index_in(table[column.name], texts)
            days = [edtf.parse(text, span=column.type.name == "span") if text else None for text in texts.to_pylist()]
            for end, bound in (("min", "earliest"), ("max", "latest")):
                values = pa.array([getattr(day, bound, None) for day in days], pa.date32())
                arrays[f"{column.name}_{end}"] = values.take(position)
    schema = arrow_schema(model)
    return pa.table([arrays[name].cast(schema.field(name).type) for name in schema.names], schema=schema)


def _in_order(model: type[Row], table: pa.Table) -> pa.Table:
    """The table in order of its key, in one chunk."""
    key = model.key()
    for field in table.schema:
        if not field.nullable and table[field.name].null_count:
            raise ValueError(f"{model.table}.{field.name}: a required cell is empty")
    ordered = table.sort_by(key).combine_chunks()
    keys = ordered[key]
    if len(pc.unique(keys)) != len(keys):
        counts = pc.value_counts(keys).to_pylist()
        twice = next(item["values"] for item in counts if item["counts"] > 1)
        raise ValueError(f"{model.table}: the key {twice} is there twice")
    return ordered
