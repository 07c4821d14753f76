"""From a package to the tables of a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files import Package
from mostanad.files.columns import Columns
from mostanad.files.resources import resource
from mostanad.files.typed import arrow_schema, arrow_table, days
from mostanad.models import COMPILED, TABLES, Row
from mostanad.releases import relations

# What a release model would lose without a word: table_name, what it is, what is wrong with it.
_LOST = {
    "facts": """
SELECT cells.table_name, concat(cells.row_id, '/', cells.field) AS id, 'no claim asserts this cell' AS message
FROM cells
LEFT JOIN claim_cells
    ON claim_cells.row_id = cells.row_id AND claim_cells.field = cells.field AND claim_cells.stance = 'asserts'
WHERE claim_cells.claim_id IS NULL
""",
    "evidence": """
SELECT 'claims' AS table_name, concat(claim_cells.claim_id, '/', claim_cells.field) AS id,
       'the claim names a cell that is empty, or that no claim may name' AS message
FROM claim_cells
LEFT JOIN claimable_cells
    ON claimable_cells.row_id = claim_cells.row_id AND claimable_cells.field = claim_cells.field
WHERE claimable_cells.row_id IS NULL
""",
}
#: Columns of a compiled table that the models after it may read.
_READ_LATER = {"facts": ["fact_id", "value"]}


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
    made: dict[str, list[pa.Table]] = {}
    for name, part in compile_in_parts(package.columns):
        made.setdefault(name, []).append(part)
    return {name: pa.concat_tables(made.pop(name)).combine_chunks() for name in list(made)}


def compile_in_parts(read: Callable[[str], Columns]) -> Iterator[tuple[str, pa.Table]]:
    """Compile the tables of a release in stages, so that not all of them are in the memory at once.

    Args:
        read: gives each table of a package without errors, once.

    Yields:
        the name of each table, in the order of :func:`compile_tables`, and some of its rows: all parts of a table one
        after the other, in order of its key.

    Raises:
        CompileError: as :func:`compile_tables`, at the first part that shows it.
    """
    reader = relations.Reader()
    try:
        for name, model in TABLES.items():
            text = read(name)
            typed = _in_order(model, arrow_table(model, text))
            reader.take(text, typed)
            del text
            yield name, typed
            del typed
            pa.default_memory_pool().release_unused()  # reading takes twice what is kept
        whole = reader.whole()
        del reader
        with relations.empty() as connection:
            yield from _compiled(connection, whole)
    except CompileError:
        raise
    except (ValueError, KeyError) as error:
        raise CompileError(Problem("", "", str(error))) from error


def _compiled(connection: duckdb.DuckDBPyConnection, whole: relations.Whole) -> Iterator[tuple[str, pa.Table]]:
    """The tables of :data:`COMPILED`, part by part."""
    for name, model in COMPILED.items():
        kept = []
        for table in _in_one_order(model, _parts(connection, whole, name, model)):
            if name in _READ_LATER:
                kept.append(table.select(_READ_LATER[name]))
            yield name, table
        if kept:
            whole = whole.with_table(name, pa.concat_tables(kept))


def _parts(
    connection: duckdb.DuckDBPyConnection, whole: relations.Whole, name: str, model: type[Row]
) -> Iterator[pa.Table]:
    """A table of :data:`COMPILED`, part by part; raises CompileError if it would lose something without a word."""
    lost: list[Problem] = []
    by = {"facts": whole.by_rows, "evidence": whole.by_claims}.get(name, whole.without_claims)
    for part in by():
        with part.within(connection, acts=name == "facts"):
            table = run(connection, name, model)
            if name in _LOST and len(table) != _expected(name, part):
                lost += [Problem(*row) for row in connection.execute(_LOST[name]).fetchall()]
        if not lost:
            yield _in_order(model, table)
        del table
        pa.default_memory_pool().release_unused()
    if lost:
        raise CompileError(*sorted(lost, key=lambda problem: (problem.table, problem.id)))


def _expected(name: str, part: relations.Relations) -> int:
    """How many rows a part has of facts, one for each cell, or of evidence, one for each cell that a claim names."""
    return len(part.cells if name == "facts" else pc.list_flatten(part.typed["claims"]["fields"]))


def _in_one_order(model: type[Row], parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The parts; raises ValueError if one does not lie behind the one before."""
    last = ""
    for part in parts:
        if len(part):
            first = part[model.key()][0].as_py()
            if first <= last:
                raise ValueError(f"{model.table}: the key {first} is there twice, or out of order")
            last = part[model.key()][-1].as_py()
        yield part


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
    arrays: dict[str, pa.Array | pa.ChunkedArray] = {name: table[name] for name in table.column_names}
    for column in model.columns():
        if column.type.name in ("date", "span"):
            arrays[f"{column.name}_min"], arrays[f"{column.name}_max"] = days(column, table[column.name])
    schema = arrow_schema(model)
    return pa.table([arrays[name].cast(schema.field(name).type) for name in schema.names], schema=schema)


def _in_order(model: type[Row], table: pa.Table) -> pa.Table:
    """The table in order of its key, in one chunk."""
    key = model.key()
    for field in table.schema:
        if not field.nullable and table[field.name].null_count:
            raise ValueError(f"{model.table}.{field.name}: a required cell is empty")
    keys = table[key].combine_chunks()
    if _is_rising(keys):
        return table.combine_chunks()
    ordered = table.sort_by(key).combine_chunks()
    keys = ordered[key].combine_chunks()
    if not _is_rising(keys):
        twice = keys[pc.index(pc.equal(keys[:-1], keys[1:]), True).as_py()]
        raise ValueError(f"{model.table}: the key {twice} is there twice")
    return ordered


def _is_rising(keys: pa.Array) -> bool:
    return bool(pc.all(pc.less(keys[:-1], keys[1:]), min_count=0).as_py())
