"""Checks that the tables of a release are readable, follow the contract, and are the same in every form."""

from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.contract import About, row_schema
from mostanad.files import parquet
from mostanad.files.mapped import let_go
from mostanad.files.render import content, csv, csv_lines, ndjson, ndjson_lines
from mostanad.files.typed import arrow_schema, out_of_order
from mostanad.models import MODELS, Row
from mostanad.releases import layout
from mostanad.releases.codes import at, error_text
from mostanad.releases.json_check import JsonChecker
from mostanad.releases.parquet_writer import file_metadata
from mostanad.validation import Finding


def read_table(
    root: Path, name: str, about: About, made: pa.Table | None = None
) -> tuple[pa.Table | None, list[Finding]]:
    """Read a table from its Parquet files. Returns the table (None if it is unusable) and the findings. ``about`` may
    lack a version. If the files hold the rows of ``made``, this table is returned."""
    model, files = MODELS[name], parquet.files(root / "parquet", name)
    if not files:
        return None, [at("MST601", layout.parquet(name), "there is no such file")]
    strays = sorted({*(root / "parquet" / name).glob("*.parquet")} - {*files})
    message = f"stray file: the table is in {layout.parquet(name)}"
    found = [at("MST602", file.relative_to(root).as_posix(), message) for file in strays]
    parts, held = list[pa.Table](), 0
    for file in files:
        path = file.relative_to(root).as_posix()
        try:
            with file.open("rb") as opened:  # PyArrow cannot open a path that the locale cannot encode
                of_file = pq.ParquetFile(opened)
                part = made.slice(held, of_file.metadata.num_rows) if made is not None else None
                if part is None or not _holds(of_file, part):
                    part, made = of_file.read(), None
                    part.validate(full=True)
        except (OSError, ValueError, pa.ArrowException) as error:
            return None, [at("MST606", path, error_text(error))]
        if not part.schema.equals(arrow_schema(model)):
            have, want = ({str(field) for field in schema} for schema in (part.schema, arrow_schema(model)))
            wrong = ", ".join(sorted(have ^ want)) or "the order of its columns"
            return None, [at("MST607", path, "its columns are not those of the contract", wrong)]
        found += _check_metadata(of_file.schema_arrow, model, path, about)
        parts, held = [*parts, part], held + len(part)
    table = made if made is not None and held == len(made) else pa.concat_tables(parts)
    if row := out_of_order(model, table):
        order = ", ".join(model.order())
        message = f"row {row + 1} is out of order (by {order}), or repeats a key"
        found.append(at("MST609", layout.parquet(name), message, table[model.key()][row].as_py()))
    return table, found


def _holds(file: pq.ParquetFile, table: pa.Table) -> bool:
    """Whether a file has exactly these rows; reads one row group at a time."""
    start = 0
    for group in map(file.read_row_group, range(file.num_row_groups)):
        if not group.equals(table.slice(start, len(group))):
            return False
        start += len(group)
        let_go()
    return start == len(table)


def check_forms(
    root: Path, name: str, table: pa.Table | None, absent: Collection[str] = (), proven: Collection[str] = ()
) -> Iterator[Finding]:
    """Check the CSV and NDJSON of a table against its Parquet file, if that is usable, and NDJSON against its schema.

    Skips forms that are ``absent``, and files that are ``proven`` to follow from the tables.
    """
    path = layout.csv(name)
    if table is not None and "csv" not in absent and path not in proven:
        yield from _check_lines(root, path, csv(table), csv_lines(table))
    if "json" not in absent:
        path, checker, differs = layout.ndjson(name), JsonChecker(row_schema(MODELS[name])), []
        if table is not None and path not in proven:
            differs = list(_check_lines(root, path, ndjson(table), ndjson_lines(table)))
            yield from differs
        if differs or table is None or not checker.passes(table):
            yield from _check_json_lines(root, path, checker)


def _check_metadata(schema: pa.Schema, model: type[Row], path: str, about: About) -> Iterator[Finding]:
    for field, expected in zip(schema, arrow_schema(model), strict=True):
        if field.metadata != expected.metadata:
            yield at("MST607", path, "the column's description is not that of the contract", field.name)
    if about.version and schema.metadata != file_metadata(model, about):
        yield at("MST607", path, "its metadata (name, description, licence, version, citation) are wrong")


def _check_lines(root: Path, path: str, blocks: Iterable[pa.Array], expected: Iterable[str]) -> Iterator[Finding]:
    """Compare a text file with the Parquet file, in blocks and then by line; report the first line that differs."""
    try:
        with (root / path).open("rb") as file:
            if all(file.read(len(wanted)) == wanted for wanted in map(content, blocks)) and not file.read(1):
                return
        with (root / path).open("rb") as file:
            for number, (wanted, line) in enumerate(zip_longest(expected, file), 1):
                if line is None:
                    message = "the row in the Parquet file is missing here"
                elif wanted is None:
                    message = "the Parquet file has no such row"
                elif line != f"{wanted}\n".encode():
                    message = "the row differs from the one in the Parquet file"
                else:
                    continue
                yield at("MST608", path, message, line=number)
                return
    except FileNotFoundError:
        yield at("MST601", path, "there is no such file")
    except OSError as error:
        yield at("MST606", path, error_text(error))


def _check_json_lines(root: Path, path: str, checker: JsonChecker) -> Iterator[Finding]:
    """Check that each line is JSON, valid against the schema. A missing file is reported elsewhere."""
    try:
        with (root / path).open("rb") as file:
            for number, line in enumerate(file, 1):
                yield from checker.check(line, path, number)
    except FileNotFoundError:
        return
    except OSError as error:
        yield at("MST606", path, error_text(error))
