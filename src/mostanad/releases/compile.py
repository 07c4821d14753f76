"""Compiles a package into the tables of a release."""

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import pairwise

import duckdb
import pyarrow as pa

from mostanad.evidence.relations import add_acts, at_least, prepare
from mostanad.evidence.sandbox import connect, lock
from mostanad.evidence.spans import arrow_spans
from mostanad.files import Package
from mostanad.files.mapped import large_on_disk, let_go, on_disk
from mostanad.files.resources import resource, sql
from mostanad.files.typed import arrow_schema, arrow_table, in_order, out_of_order
from mostanad.models import COMPILED, TABLES, Row
from mostanad.releases.codes import at
from mostanad.validation import Report
from mostanad.validation.run import Checked

#: Queries for the number of rows that release models must have. What is missing, lost.sql finds.
WHOLE = {
    "facts": "SELECT count(*) FROM cells",
    "evidence": "SELECT coalesce(sum(array_length(fields)), 0) FROM claims",
}
#: About how many facts are compiled at a time, with their evidence; how many cells are sampled to divide them. Even a
#: smaller table is divided, as reused memory costs less than new: into at most _FEW ranges of at least _SMALL facts.
_IN_RANGE, _SAMPLED = 1 << 18, 1 << 12
_SMALL, _FEW = 1 << 15, 7
#: Megabytes of memory for queries, in addition to the tables. More than this spills to a temporary folder.
MEMORY = 400
#: How many errors a refusal names.
_SHOWN = 5


class BuildRefused(Exception):
    """No release is made, because there are errors; ``report`` has all of them."""

    def __init__(self, report: Report) -> None:
        first = [f"{error.file}:{error.line}: {error.code} {error.message}" for error in report.errors[:_SHOWN]]
        more = [f"... and {len(report.errors) - _SHOWN} more"] if len(report.errors) > _SHOWN else []
        super().__init__("\n".join(["no release is made, because there are errors:", *first, *more]))
        self.report = report


def compile_tables(package: Package, ready: Checked | None = None) -> dict[str, pa.Table]:
    """Compile the tables of a release from a valid package: the curated tables with types, and :data:`COMPILED`.

    Each table is in the order of its model. Large ones, and those that a release model made, lie on disk. The same
    package gives equal tables, with any number of threads. ``ready``: the result of a validation that has just run.
    BuildRefused if the package has errors after all (a cell of the wrong type, a duplicate key, a cell that no claim
    asserts), or if a release model loses rows.
    """
    try:
        found = (ready and ready.tables) or {n: arrow_table(model, package.columns(n)) for n, model in TABLES.items()}
        tables = {name: _in_order(model, found[name]) for name, model in TABLES.items()}
        spans = {name: found[name] for name in ("spans", "on_lists") if name in found} or arrow_spans(tables)
        with ExitStack() as stack:
            connection = ready and ready.connection
            if not connection:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mostanad-"))
                connection = stack.enter_context(prepare(tables, memory=MEMORY, temporary=folder))
            made = dict[str, pa.Table]()
            add_acts(connection, tables)
            for name, model in COMPILED.items():
                made[name] = _in_order(model, spans[name]) if name in spans else run(connection, name, model)
                refuse_losses(package, connection, name, len(made[name]))
                connection.register(name, made[name])  # the models after it may read it
        return tables | made
    except (ValueError, KeyError) as error:
        raise _refused([("", "", str(error))]) from error


def _refused(problems: Iterable[tuple[str, str, str]]) -> BuildRefused:
    """The refusal for ``problems``: each a file, a cell or claim (both may be empty), and a message."""
    return BuildRefused(Report(tuple(at("MST615", file, message, name) for file, name, message in problems)))


def refuse_losses(package: Package, connection: duckdb.DuckDBPyConnection, name: str, count: int) -> None:
    """Raise BuildRefused if a release model lost rows; ``count`` is how many it returned."""
    if name in WHOLE and [(count,)] != connection.execute(WHOLE[name]).fetchall():
        query = sql("releases/lost.sql")[[*WHOLE].index(name)]
        if lost := connection.execute(query).fetchall():
            raise _refused((package.table(table).file, cell, message) for table, cell, message in lost)


def compile_reasons(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The table ``reasons`` of a release, compiled again from its passages, facts and evidence."""
    with connect(memory_limit=f"{at_least(MEMORY, tables.values())}MB") as connection:
        for name in ("passages", "facts", "evidence"):
            connection.register(name, tables[name])
        lock(connection)
        return run(connection, "reasons", COMPILED["reasons"])


def run(connection: duckdb.DuckDBPyConnection, name: str, model: type[Row]) -> pa.Table:
    """Run a release model, ``build/<name>.sql``: any number of CREATE TABLE for intermediate steps, then one SELECT.

    Returns the rows in order, on disk, computed in ranges. ValueError if the SELECT returns other columns, an empty
    required cell or a duplicate key.
    """
    connection.execute("BEGIN")
    try:
        found = last_step(connection, name, model)
        ranges = _ranges(connection) if model.order()[0] == "fact_id" else ["true"]
        # Sorting in DuckDB would copy all cells twice more.
        typed = (in_order(model, arrow_table(model, found.filter(one).to_arrow_table())) for one in ranges)
        return sound(model, on_disk(arrow_schema(model), typed))
    finally:
        connection.execute("ROLLBACK")  # drops the intermediate tables
        let_go()


def _ranges(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Conditions that divide rows into ranges of facts, so a query needs no more memory for a larger table.

    The bounds are sampled, and contain only characters that sort after "/": row ids divide in the same way as fact ids.
    """
    ((count,),) = connection.execute(WHOLE["facts"]).fetchall()
    among = f"cells USING SAMPLE reservoir({_SAMPLED} ROWS) REPEATABLE (1)"
    found = sorted(connection.execute(f"SELECT regexp_extract(row_id, '^[0-z]*') FROM {among}").fetchall())
    many = max(count // _IN_RANGE + 1, min(count // _SMALL, _FEW))
    bounds = dict.fromkeys(["", *(found[len(found) * number // many][0] for number in range(1, many)), "\U0010ffff"])
    return [f"row_id >= '{begin}' AND row_id < '{end}'" for begin, end in pairwise(bounds)]


def last_step(connection: duckdb.DuckDBPyConnection, name: str, model: type[Row]) -> duckdb.DuckDBPyRelation:
    """Run the steps of a release model; return its SELECT, perhaps with ``row_id``. ValueError as in :func:`run`."""
    *steps, last = connection.extract_statements(resource("build").joinpath(f"{name}.sql").read_text("utf-8"))
    for step in steps:
        connection.execute(step)
    found, columns = connection.sql(last.query), [*model.header()]
    if found.columns not in (columns, [*columns, "row_id"]):
        raise ValueError(f"build/{name}.sql returns {', '.join(found.columns)} instead of {', '.join(columns)}")
    return found


def _in_order(model: type[Row], table: pa.Table) -> pa.Table:
    """The table in its order, in one block; ValueError as in :func:`sound`."""
    return sound(model, large_on_disk(in_order(model, table).combine_chunks()))


def sound(model: type[Row], table: pa.Table) -> pa.Table:
    """Return the table if it is in order, without duplicate keys or empty required cells; else ValueError."""
    for field in table.schema:
        if not field.nullable and table[field.name].null_count:
            raise ValueError(f"{model.table}.{field.name}: a required cell is empty")
    if twice := out_of_order(model, table):
        raise ValueError(f"{model.table}: the key {table[model.key()][twice]} is repeated")
    return table
