"""Runs SQL for DuckDB on Spark, with as much of the interface of a DuckDB connection as rules and models use."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from mostanad.evidence import sandbox
from mostanad.releases.cluster.session import Session, scratch

Frame = Any  # pyspark.sql.DataFrame


def translated(sql: str) -> Iterator[tuple[Any, str]]:
    """Yield each statement of some DuckDB SQL, parsed, and its query in the SQL of Spark."""
    for statement in sqlglot.parse(sql, read="duckdb"):
        if not isinstance(statement, exp.Semicolon | None):  # a comment behind the last one
            query = statement.expression if isinstance(statement, exp.Create) else statement
            written = query.transform(_overlap).sql("spark", comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE)
            yield statement, written


def _overlap(node: exp.Expression) -> exp.Expression:
    """Replace DuckDB's operator for lists with common items by Spark's function."""
    if isinstance(node, exp.ArrayOverlaps):
        return exp.Anonymous(this="ARRAYS_OVERLAP", expressions=[node.this, node.expression])
    return node


class Connection:
    """Tables and views of a Spark session, with the interface of a DuckDB connection."""

    def __init__(self, spark: Session) -> None:
        self.spark = spark
        self._scratch = scratch(spark)
        self._cached: list[Frame] = []
        self._parser = sandbox.connect()
        self.extract_statements: Callable[[str], list[duckdb.Statement]] = self._parser.extract_statements

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parser.close()
        self._scratch.remove("")
        for frame in self._cached:
            frame.unpersist()

    def execute(self, sql: str | duckdb.Statement, parameters: Sequence[Any] = ()) -> Any:
        """Run statements; return the answer of the last one. Transactions, settings and statements with parameters mean
        nothing to Spark: they go to a DuckDB connection without tables."""
        text = sql if isinstance(sql, str) else sql.query
        if parameters or text.startswith(("BEGIN", "ROLLBACK", "SET ")):
            return self._parser.execute(text, parameters)
        answer = None
        for statement, query in translated(text):
            frame = self.spark.sql(query)
            if isinstance(statement, exp.Create):
                self.add(statement.this.name, self.stored(frame) if statement.kind == "TABLE" else frame)
            else:
                answer = Answer(frame)
        return answer

    def sql(self, query: str) -> "Answer":
        return Answer(self.frame(query))

    def frame(self, query: str) -> Frame:
        """The rows of one SELECT, as a frame in Spark."""
        ((_, written),) = translated(query)
        return self.spark.sql(written)

    def stored(self, frame: Frame) -> Frame:
        """The same rows, computed now and stored until the connection is closed. Plans of later queries then do not
        contain how they were computed, and the rows survive the worker that made them."""
        place = self._scratch.url(secrets.token_hex(8))
        frame.write.parquet(place)
        return self.spark.read.schema(frame.schema).parquet(place)

    def cached(self, frame: Frame) -> Frame:
        """The same rows, cached by the workers that compute them until the connection is closed."""
        from pyspark import StorageLevel

        self._cached.append(frame.persist(StorageLevel.MEMORY_AND_DISK))
        return frame

    def add(self, name: str, frame: Frame) -> None:
        frame.createOrReplaceTempView(name)

    def register(self, name: str, table: pa.Table) -> None:
        self.add(name, self.from_arrow(table))

    def unregister(self, name: str) -> None:
        self.spark.catalog.dropTempView(name)

    def from_arrow(self, table: pa.Table) -> Frame:
        """An Arrow table as a frame in Spark."""
        columns = [
            column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in table.columns
        ]
        plain = pa.table(columns, names=table.column_names)
        return self.spark.createDataFrame(plain, schema=schema_of(plain.schema))

    def interrupt(self) -> None:
        self.spark.sparkContext.cancelAllJobs()


class Answer:
    """The answer to a query, with the interface of a DuckDB cursor."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.columns: list[str] = frame.columns
        self.description = [(name,) for name in self.columns]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.frame.collect()]

    def fetchmany(self, most: int) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.frame.limit(most).collect()]

    def to_arrow_table(self) -> pa.Table:
        return self.frame.toArrow()


def schema_of(schema: pa.Schema, **more: pa.DataType) -> Any:
    """An Arrow schema with more columns as a Spark schema, in which every column is nullable."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pa.schema([*((field.name, field.type) for field in schema), *more.items()]))
