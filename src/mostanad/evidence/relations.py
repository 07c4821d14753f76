"""The relations that rules and release models query, in a sandboxed DuckDB connection.

The connection has the typed tables (with ``<date>_min`` and ``<date>_max``) and the relations of :data:`PREPARED`,
which ``validation/rule_sql.toml`` describes.

Release models also read the relations of :func:`add_acts`, ``coding_cells`` (like ``cells``, but for our coding), and
``claim_rows``: a row for each claim, with the list ``fields`` and the selector, address and hashes of its passage.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import camps, lineage, support
from mostanad.evidence.claim_rows import ClaimRows, encoded
from mostanad.evidence.links import Links
from mostanad.evidence.sandbox import bounded, connect, create, lock, threads
from mostanad.files.columns import texts
from mostanad.files.render import text_array
from mostanad.models import FACT_TABLES, TABLES, Row, edtf

#: The relations that :func:`prepare` adds to the tables for rules.
PREPARED = frozenset(("ids", "row_references", "reference_targets", "cells", "columns", "lineage", "camps",
                      "claim_cells", "cycles", "approximations"))  # fmt: skip
#: Megabytes of memory for all queries, in addition to the tables.
MEMORY = 4000
#: Above this number of rows, joins need more than :data:`MEMORY`, because a part of their state cannot spill to disk.
_MANY = 400_000
#: Time limit for the joins of :func:`prepare`.
SECONDS = 60.0

#: Some cells of a column: the table, the column, the keys of their rows, and their texts.
_Cells = tuple[str, str, pa.ChunkedArray, pa.ChunkedArray]
_LINEAGE = ("source_id", "asserter", "publisher", "root_id", "origin")
_CAMPS = ("entity_id", "date", "camp")
_CELLS = pa.schema([("row_id", pa.string()), ("value", pa.string())])

_ACTORS = " UNION ALL ".join(
    f"SELECT {TABLES[name].key()} AS row_id, {column} AS whose FROM {name} WHERE {column} IS NOT NULL"
    for name, column in support.ACTORS.items()
)
_CLAIM_ORIGINS, _CLAIM_ROWS, _CLAIM_CELLS, _CLAIMS_ON_ACTS = (
    (files("mostanad.evidence") / "relations.sql")
    .read_text("utf-8")
    .format(fact_tables=FACT_TABLES, actors=_ACTORS)
    .split(";\n\n")
)
_APPROXIMATIONS = """
SELECT claim_cells.claim_id, columns.field, columns.kind = 'span' AS span, claim_cells.value, cells.value AS cell
FROM claim_cells
JOIN columns ON columns.table_name = claim_cells.table_name AND columns.field = claim_cells.field
LEFT JOIN (SELECT * FROM cells WHERE field IN (SELECT field FROM columns WHERE kind IN ('date', 'span'))) AS cells
    ON cells.row_id = claim_cells.row_id AND cells.field = claim_cells.field
WHERE claim_cells.stance = 'approximates' AND columns.kind IN ('date', 'span')
"""


def prepare(
    typed: Mapping[str, pa.Table],
    *,
    memory: int = MEMORY,
    temporary: str = "",
    seconds: float = SECONDS,
    links: Links | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open a connection with the typed tables and the prepared relations.

    Give ``links`` (of the same tables) only if every claim leads to one passage, one source and one row.

    The tables (:func:`mostanad.files.typed.arrow_table`; empty if their rows cannot be typed) are not copied. Queries
    that need more than ``memory`` (megabytes for up to 400,000 rows) spill to the folder ``temporary``, if it is named.
    SQL has no access to other files, the network, extensions or Python objects, and cannot change settings. Raises
    TooLong if the preparation takes longer than ``seconds``, duckdb.Error if it needs too much memory.
    """
    limit = at_least(memory, typed.values()) if temporary else memory
    of_use = threads(max(table.num_rows for table in typed.values()))
    connection = connect(memory_limit=f"{limit}MB", temp_directory=temporary, threads=of_use)
    connection.execute("SET preserve_insertion_order = false")
    for name, table in (*typed.items(), *of_cells(typed)):
        connection.register(name, table)
    with bounded(connection, seconds):
        relate(connection, typed, links)
    lock(connection)
    return connection


def at_least(memory: int, tables: Iterable[pa.Table]) -> int:
    """The memory limit, raised in proportion if a table has more than 400,000 rows."""
    most: int = max(table.num_rows for table in tables)
    return memory * max(_MANY, most) // _MANY


def relate(connection: duckdb.DuckDBPyConnection, typed: Mapping[str, pa.Table], links: Links | None = None) -> None:
    """Add the relations that follow from the typed tables and :func:`of_cells`; the connection must have both."""
    of_models = [(name, column) for name, model in TABLES.items() for column in model.columns()]
    columns = ((name, one.name, one.role, one.type.name) for name, one in of_models)
    create(connection, "columns", _table(("table_name", "field", "role", "kind"), columns))
    targets = ((name, one.name, target) for name, one in of_models for target in one.references)
    create(connection, "reference_targets", _table(("table_name", "field", "target"), targets))
    descent = lineage_of(typed["sources"])
    create(connection, "lineage", descent)
    create(connection, "cycles", _table(("table_name", "row_id", "field"), lineage.cells_in_cycles(typed)))
    if links is None:
        connection.execute(_CLAIM_ORIGINS)
        asked = "SELECT origin, camp_date FROM claim_origins UNION SELECT reporter, camp_date FROM claim_origins"
        _add_camps(connection, "camps", typed, asked, lasting=True)
        connection.execute(_CLAIM_ROWS)
    else:
        claims = ClaimRows(typed, links, descent)
        connection.register("claim_rows", claims.table())
        create(connection, "camps", _table(_CAMPS, ((*pair, camp) for pair, camp in claims.camps.items())))
    connection.execute(_CLAIM_CELLS)
    create(connection, "approximations", _approximations(connection))


def add_acts(connection: duckdb.DuckDBPyConnection, typed: Mapping[str, pa.Table]) -> None:
    """Add the relations that show an authority's own record of its act, for the release model of facts.

    ``claims_on_acts``: claim_id, source_id, asserted_by, modality, actor_id, date: claims on acts of an authority.
    ``act_camps``: entity_id, date, camp: the camps of these asserters and authorities, named after members on the date.
    """
    connection.execute(_CLAIMS_ON_ACTS)
    asked = "SELECT asserted_by, date FROM claims_on_acts UNION SELECT actor_id, date FROM claims_on_acts"
    _add_camps(connection, "act_camps", typed, asked, lasting=False)


def lineage_of(sources: pa.Table) -> pa.Table:
    rows = lineage.table(support.texts(sources.to_pylist()))
    return _table(_LINEAGE, (tuple(row[name] for name in _LINEAGE) for row in rows))


def shares_ids(model: type[Row]) -> bool:
    """Whether the keys of a table belong to the common space of ids; those of seals and of versions do not."""
    key = next(column for column in model.columns() if column.role == "key")
    return not key.references and model.table not in ("history", "releases")


def of_cells(typed: Mapping[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
    """Yield the relations with a row for each key, or for each cell of some columns. Full columns are not copied."""
    ids, cells, coding, references = list[_Cells](), list[_Cells](), list[_Cells](), list[_Cells]()
    for name, table in typed.items():
        model = TABLES[name]
        keys = table[model.key()]
        ids += [(name, "", keys, keys)] if shares_ids(model) else []
        for column in model.columns():
            values = table[column.name]
            if values.null_count == len(values):
                continue
            filled = values.is_valid() if values.null_count else None
            own, values = (keys, values) if filled is None else (keys.filter(filled), values.filter(filled))
            if column.role == "assertion":
                cells.append((name, column.name, own, text_array(values)))
            elif column.role == "coding" and name in FACT_TABLES:
                coding.append((name, column.name, own, text_array(values)))
            if column.references:
                if column.type.name == "list":
                    own, values = own.take(pc.list_parent_indices(values)), pc.list_flatten(values)
                references.append((name, column.name, own, values))
    yield "ids", _relation(ids).drop_columns(["field", "value"])
    yield from (("cells", _relation(cells)), ("coding_cells", _relation(coding)))
    yield "row_references", _relation(references)


def _relation(parts: list[_Cells]) -> pa.Table:
    found = [pa.table([keys, values], names=_CELLS.names) for _, _, keys, values in parts]
    number = np.repeat(np.arange(len(parts), dtype=np.int32), [table.num_rows for table in found])
    joined = pa.concat_tables([pa.Table.from_batches([], _CELLS), *found])
    for place, name in enumerate(("table_name", "field")):
        joined = joined.append_column(name, encoded(number, texts(part[place] for part in parts)))
    return joined


def _approximations(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The days that approximating claims mean for a date, and those that the cell means, for rules to compare."""
    found = connection.sql(_APPROXIMATIONS).to_arrow_table()
    made = {name: found[name] for name in ("claim_id", "field", "cell")}
    ends, kinds = cache(_ends), found["span"].to_pylist()
    for name in ("value", "cell"):
        days = [*map(ends, found[name].to_pylist(), kinds)]
        for place, which in enumerate(("min", "max")):
            made[f"{name}_{which}"] = texts(day[place] for day in days).cast(pa.date32())
    return pa.table(made)


def _ends(text: str | None, span: bool) -> tuple[str | None, str | None]:
    """The first and last day of a date, within the calendar if an end is open; None twice if it is not a date."""
    try:
        date = edtf.parse(text or "", span=span)
    except ValueError:
        return None, None
    return date.days[0].isoformat(), date.days[1].isoformat()


def _add_camps(
    connection: duckdb.DuckDBPyConnection, name: str, typed: Mapping[str, pa.Table], asked: str, *, lasting: bool
) -> None:
    """Add a table with the camps of the pairs of party and date that a query returns."""
    pairs = connection.execute(f"{asked} ORDER BY ALL").fetchall()
    found = camps.table(support.texts(typed["affiliations"].to_pylist()), pairs, lasting=lasting)
    create(connection, name, _table(_CAMPS, ((*pair, camp) for pair, camp in found.items())))


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([texts(cells) for cells in columns], names=list(names))
