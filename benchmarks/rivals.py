"""Checks a package with other libraries and prints the errors: `python benchmarks/rivals.py WAY PACKAGE COLUMNS`.

Each way checks what Frictionless checks: types as patterns, words of vocabularies, required cells, keys, and, by hand,
references. COLUMNS is a JSON file with these constraints for each table. Only the way with the models of mostanad
needs mostanad.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

Tables = dict[str, list[dict[str, Any]]]


def described() -> Tables:
    """The constraints on each table, from the models."""
    from mostanad.models import TABLES

    return {name: [_column(one) for one in model.columns()] for name, model in TABLES.items()}


def _column(column: Any) -> dict[str, Any]:
    pattern = column.type.pattern
    if column.type.vocabulary is not None:
        pattern = "|".join(map(str, column.type.vocabulary))
    if column.type.name == "list":
        pattern = f"(?:{pattern})(?: (?:{pattern}))*"
    return {
        "name": column.name,
        "pattern": f"^(?:{pattern})$" if pattern else "",
        "required": column.required,
        "key": column.role == "key",
        "references": [*column.references] if column.type.name != "list" else [],
    }


def _files(package: Path, tables: Tables) -> dict[str, Path]:
    return {name: package / "datasets" / f"{name}.csv" for name in tables}


def _polars(package: Path, tables: Tables) -> dict[str, Any]:
    import polars as pl

    return {name: pl.read_csv(path, infer_schema=False) for name, path in _files(package, tables).items()}


def parse(package: Path, tables: Tables) -> int:
    """Only parse: the least that any way must do."""
    _polars(package, tables)
    return 0


def polars(package: Path, tables: Tables) -> int:
    """Polars, with hand-written checks."""
    import polars as pl

    frames, wrong = _polars(package, tables), 0
    keys = {name: frames[name][columns[0]["name"]] for name, columns in tables.items()}
    for name, columns in tables.items():
        checks = [pl.lit(0).alias("none")]
        for column in columns:
            cell = pl.col(column["name"])
            if column["required"]:
                checks.append(cell.is_null().sum().alias(f"{column['name']} required"))
            if column["pattern"]:
                checks.append((~cell.str.contains(column["pattern"])).sum().alias(f"{column['name']} pattern"))
        wrong += sum(frames[name].select(checks).row(0))
        wrong += len(keys[name]) - keys[name].n_unique()
        for column in columns:
            if column["references"]:
                allowed = pl.concat([keys[target].rename("key") for target in column["references"]]).to_frame()
                found = frames[name].select(pl.col(column["name"]).drop_nulls().alias("key"))
                wrong += found.join(allowed, on="key", how="anti").height
    return wrong


def duckdb(package: Path, tables: Tables) -> int:
    """DuckDB, with hand-written checks."""
    import duckdb as engine

    connection, wrong = engine.connect(), 0
    options = "all_varchar = true, header = true, auto_detect = false, delim = ',', quote = '\"'"
    for name, path in _files(package, tables).items():
        header = ", ".join(f"'{one['name']}': 'VARCHAR'" for one in tables[name])
        query = f"CREATE TABLE {name} AS FROM read_csv(?, {options}, columns = {{{header}}})"
        connection.execute(query, [str(path)])
    keys = {name: f'SELECT "{columns[0]["name"]}" FROM {name}' for name, columns in tables.items()}
    for name, columns in tables.items():
        for column in columns:
            cell = f'"{column["name"]}"'
            if column["required"]:
                wrong += _count(connection, f"SELECT count(*) FROM {name} WHERE {cell} IS NULL")
            if column["pattern"]:
                query = f"SELECT count(*) FROM {name} WHERE NOT regexp_matches({cell}, ?)"
                wrong += _count(connection, query, [column["pattern"]])
            if column["references"]:
                allowed = " UNION ALL ".join(keys[one] for one in column["references"])
                query = f"SELECT count(*) FROM {name} WHERE {cell} IS NOT NULL AND {cell} NOT IN ({allowed})"
                wrong += _count(connection, query)
        wrong += _count(connection, f'SELECT count(*) - count(DISTINCT "{columns[0]["name"]}") FROM {name}')
    return wrong


def _count(connection: Any, query: str, parameters: list[str] | None = None) -> int:
    return int(connection.execute(query, parameters or []).fetchone()[0])


def pandera(package: Path, tables: Tables) -> int:
    """Pandera on Polars."""
    import pandera.polars as pa

    for name, frame in _polars(package, tables).items():
        columns = {
            one["name"]: pa.Column(
                str,
                [pa.Check.str_matches(one["pattern"])] if one["pattern"] else [],
                nullable=not one["required"],
                unique=one["key"],
            )
            for one in tables[name]
        }
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    return 0


def dataframely(package: Path, tables: Tables) -> int:
    """Dataframely on Polars."""
    import dataframely as dy

    for name, frame in _polars(package, tables).items():
        columns = {
            one["name"]: dy.String(nullable=not one["required"], regex=one["pattern"] or None, primary_key=one["key"])
            for one in tables[name]
        }
        type(name, (dy.Schema,), columns).validate(frame)
    return 0


def pydantic(package: Path, tables: Tables) -> int:
    """The models of mostanad, row by row."""
    from mostanad.models import TABLES

    for name, path in _files(package, tables).items():
        with path.open(encoding="utf-8", newline="") as file:
            keys = set()
            count = 0
            for row in csv.DictReader(file):
                TABLES[name].from_cells(row)
                keys.add(row[TABLES[name].key()])
                count += 1
        assert len(keys) == count
    return 0


#: All ways, by name.
WAYS = {way.__name__: way for way in (parse, polars, duckdb, pandera, dataframely, pydantic)}

if __name__ == "__main__":
    found = WAYS[sys.argv[1]](Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text("utf-8")))
    sys.exit(f"{found} cells are wrong" if found else 0)
