"""The tables of a package on Spark: screened by the workers, fetched only on demand."""

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial, reduce
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from mostanad.evidence import sandbox
from mostanad.evidence.relations import of_cells
from mostanad.files import Package, PackageError, csvtext, open_package, queries
from mostanad.files.package import DESCRIPTOR
from mostanad.files.reading import NotAFile
from mostanad.files.render import csv_lines
from mostanad.files.typed import arrow_schema, arrow_table
from mostanad.models import TABLES, vocabularies
from mostanad.releases.cluster.connection import Connection, Frame, schema_of
from mostanad.releases.cluster.session import Files
from mostanad.validation import private, screen
from mostanad.validation.places import Lazy

#: Columns that the screening adds to typed rows: their part of the file, and whether nothing in it is suspicious.
_PART, _SOUND = "_part", "_sound"
#: The columns of all relations of :func:`of_cells` in one frame.
_CELL = ["relation", "table_name", "row_id", "field", "value"]
Batches = Iterator[pa.RecordBatch]


class Source:
    """A package on any path that Hadoop reads. A table is CSV (``datasets/claims.csv``) or, if that is missing, Parquet
    (``datasets/claims.parquet``, a file or a folder of files) with the same cells, as text or typed.

    Findings in a Parquet table refer to the lines that its rows would have as CSV, in order of key.
    """

    def __init__(self, connection: Connection, files: Files, stack: ExitStack) -> None:
        """Closing the stack removes the files that this needs on the local machine."""
        self._connection, self._files, self._stack = connection, files, stack
        self._frames: dict[str, Frame] = {}

    def opened(self) -> Package:
        """Open the package; a table is read only when its bytes are needed. PackageError if there is no package."""
        if not self._files.exists():
            raise PackageError(f"{self._files.address}: no such directory")
        root = self._files.local or Path(self._stack.enter_context(TemporaryDirectory(prefix="mostanad-")))
        if self._files.local is None:
            paths = [f"{queries.FOLDER}/{name}" for name in self._files.names(queries.FOLDER) if name.endswith(".sql")]
            for path in [DESCRIPTOR, *paths] if self._files.is_file(DESCRIPTOR) else ():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(self._files.read(path))
        try:
            package = open_package(root, trusted=True, read=lambda path, _: self._found(path.relative_to(root)))
        except PackageError as error:
            raise PackageError(str(error).replace(str(root), self._files.address)) from None
        self._words, self._in_persian = package.descriptor.get("vocabularies"), package.in_persian
        self._paths = {name: package.files[name] for name in package.texts}
        return replace(package, texts=Lazy(self._paths, self._content))

    def _found(self, path: Path) -> bytes:
        """Return no bytes if the table exists; raise OSError if not."""
        name = path.as_posix()
        if not self._files.exists(name) and not self._files.exists(_parquet(name)):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if self._files.exists(name) and not self._files.is_file(name):
            raise NotAFile
        return b""

    def _content(self, name: str) -> bytes:
        """Fetch the bytes of a table."""
        if self._files.exists(self._paths[name]):
            return self._files.read(self._paths[name])
        lines = self._lines(name).collect()
        return b"".join([_header(name), *(bytes(row.line) + b"\n" for row in lines)])

    def _lines(self, name: str) -> Frame:
        """The lines of a table, each with its part of the file."""
        path, spark = self._paths[name], self._connection.spark
        if self._files.exists(path):
            read = spark.read.text(self._files.url(path), lineSep="\n")
            return read.selectExpr("CAST(value AS BINARY) AS line", "_metadata.file_block_start AS part")
        rows, key = spark.read.parquet(self._files.url(_parquet(path))), TABLES[name].key()
        names = TABLES[name].header()
        if lost := [column for column in names if column not in rows.columns]:
            raise PackageError(f"{self._files.url(_parquet(path))}: it lacks the column {', '.join(lost)}")
        ordered = rows.select(*names).repartitionByRange(rows.rdd.getNumPartitions(), key).sortWithinPartitions(key)
        return ordered.mapInArrow(_as_lines, "line binary, part bigint")

    def screen(self) -> set[str]:
        """Screen all tables on the workers; return the names of the clean ones. It reports nothing about the others."""
        for name in self._paths:
            look = partial(_screened, name, self._words, self._in_persian, self._files.exists(self._paths[name]))
            schema = schema_of(arrow_schema(TABLES[name]), **{_PART: pa.int64(), _SOUND: pa.bool_()})
            self._frames[name] = self._connection.cached(self._lines(name).mapInArrow(look, schema))
        said = [
            frame.selectExpr(f"'{name}' AS name", f"{TABLES[name].key()} AS key", _PART, _SOUND)
            for name, frame in self._frames.items()
        ]
        if not said:
            return set()
        whole = self._together(said)
        bounds = ("min(key) AS first", "max(key) AS last", f"bool_and({_SOUND}) AS is_sound")
        query = f"SELECT name, {_PART}, {', '.join(bounds)} FROM said GROUP BY name, {_PART}"
        whole.createOrReplaceTempView("said")
        found = sorted(self._connection.spark.sql(query).collect())
        odd = {row.name for row in found if not row.is_sound}
        odd |= {two.name for one, two in pairwise(found) if one.name == two.name and not (one.last or "") < two.first}
        return {name for name in self._paths if name not in odd and self._has_clean_ends(name)}

    def _together(self, parts: list[Frame]) -> Frame:
        """All rows of the frames, with small tables combined into fewer tasks."""
        whole = reduce(lambda one, two: one.union(two), parts)
        least = self._connection.spark.sparkContext.defaultParallelism
        return whole.coalesce(max(least, whole.rdd.getNumPartitions() - len(parts)))

    def _has_clean_ends(self, name: str) -> bool:
        """Whether a file begins with its header and ends with a line end, which lines in Spark do not show."""
        path, header = self._paths[name], _header(name)
        if not self._files.exists(path):
            return True
        return self._files.read(path, most=len(header)) == header and self._files.read(path, -1) == b"\n"

    def frame(self, name: str) -> Frame:
        """A clean table, typed."""
        return self._frames[name].drop(_PART, _SOUND)

    def typed(self, name: str) -> pa.Table:
        """Fetch a clean table, typed, in order of its key."""
        return self.frame(name).toArrow().cast(arrow_schema(TABLES[name])).sort_by(TABLES[name].key())

    def relate(self, frames: Mapping[str, Frame]) -> None:
        """Add the relations with a row for each key or cell of the typed tables."""
        parts = [
            frame.mapInArrow(partial(_cells, name), ", ".join(f"{column} string" for column in _CELL))
            for name, frame in frames.items()
        ]
        self._connection.add("every_cell", self._connection.stored(self._together(parts)))
        for name, columns in _RELATIONS.items():
            query = f"SELECT {columns} FROM every_cell WHERE relation = '{name}'"
            self._connection.add(name, self._connection.spark.sql(query))


_RELATIONS = dict.fromkeys(("cells", "coding_cells", "row_references"), "table_name, row_id, field, value")
_RELATIONS |= {"ids": "table_name, row_id"}


def _parquet(path: str) -> str:
    return f"{path.removesuffix('.csv')}.parquet"


def _header(name: str) -> bytes:
    return f"{csvtext.join(TABLES[name].header())}\n".encode()


def _as_lines(batches: Batches) -> Batches:
    """Rows as lines of CSV, with the number of their part."""
    from pyspark import TaskContext

    part = TaskContext.get().partitionId()
    for batch in batches:
        _, *lines = (line.encode() for line in csv_lines(pa.Table.from_batches([batch])))
        yield pa.record_batch([pa.array(lines, pa.binary()), pa.repeat(pa.scalar(part), len(lines))], ["line", "part"])


def _screened(name: str, words: Any, in_persian: bool, is_csv: bool, batches: Batches) -> Batches:
    """Runs on the workers: lines in, typed rows out; for a block with anything suspicious, one row marked unsound."""
    vocabularies.extend(words)
    model = TABLES[name]
    last: dict[int, str] = {}
    with sandbox.connect() as connection:
        for part, lines in _by_part(batches):
            is_first = part not in last
            before = last.setdefault(part, "")
            some = lines[1:] if is_csv and is_first and not part else lines
            if not some:
                continue
            content = b"".join([_header(name), *(line + b"\n" for line in some)])
            columns = screen.clean(content, model, connection, in_persian=in_persian)
            keys = columns[model.key()] if columns else [pa.scalar("")]
            if columns is None or private.suspected({name: columns}) or keys[0].as_py() <= before:
                nothing = {field.name: pa.nulls(1, field.type) for field in arrow_schema(model)}
                yield from _marked(pa.table(nothing), part, is_sound=False)
                continue
            last[part] = keys[-1].as_py()
            yield from _marked(arrow_table(model, columns), part)


def _marked(table: pa.Table, part: int, *, is_sound: bool = True) -> Batches:
    for batch in table.combine_chunks().to_batches():
        marks = [pa.array(np.full(len(batch), part)), pa.array(np.full(len(batch), is_sound))]
        yield pa.record_batch([*batch.columns, *marks], [*batch.schema.names, _PART, _SOUND])


def _by_part(batches: Batches) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the lines of each batch, divided by the part of the file in which they lie."""
    for batch in batches:
        lines, parts = batch.column(0).to_pylist(), batch.column(1).to_numpy()
        bounds = [0, *(np.flatnonzero(np.diff(parts)) + 1).tolist(), len(lines)]
        for start, end in pairwise(bounds):
            if start < end:
                yield int(parts[start]), lines[start:end]


def _cells(name: str, batches: Batches) -> Batches:
    """Runs on the workers: typed rows in, their keys and cells out."""
    for batch in batches:
        for relation, table in of_cells({name: pa.Table.from_batches([batch])}):
            rows = len(table)
            there = {column: table[column].cast(pa.string()).combine_chunks() for column in table.column_names}
            there["relation"] = pa.repeat(pa.scalar(relation), rows)
            columns = [there.get(column, pa.nulls(rows, pa.string())) for column in _CELL]
            yield pa.record_batch(columns, _CELL)
