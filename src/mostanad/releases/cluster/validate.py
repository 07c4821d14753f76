"""Validates on Spark, with the same layers and findings."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from mostanad.documents.folder import Documents
from mostanad.evidence import seals
from mostanad.evidence.relations import relate
from mostanad.files.resources import sql
from mostanad.files.typed import arrow_table
from mostanad.models import FACT_TABLES, TABLES
from mostanad.releases.cluster.connection import Connection
from mostanad.releases.cluster.session import Files, session
from mostanad.releases.cluster.source import Batches, Source
from mostanad.validation import LAYERS, Report
from mostanad.validation.places import Lazy
from mostanad.validation.run import Checked, Layer, Run, checked

_SEALED, _STRAY_SEALS = sql("releases/cluster/sealed.sql")


def validate(
    address: Path | str, *, documents: Documents | Path | str | None = None, layers: Collection[Layer] = LAYERS
) -> Report:
    """Check a data package on Spark, as :func:`mostanad.validation.validate` checks one that is trusted.

    Args:
        address: the folder of the package: a local path, or a URL that Hadoop reads.
        documents, layers: as for that function, but without Frictionless, which reads local files.

    Raises:
        EngineError: if there is no Java, or Spark fails.
        PackageError: if the package cannot be read. ValueError: if Frictionless is among the layers.
    """
    with checked_on_spark(address, documents, layers) as found:
        return found[0].report


@contextmanager
def checked_on_spark(
    address: Path | str, documents: Documents | Path | str | None, layers: Collection[Layer]
) -> "Iterator[tuple[Checked, OnSpark]]":
    """Check a package; yield the result, and the run, which stays open until the block ends."""
    if "frictionless" in layers:
        raise ValueError("Frictionless reads local files only; name the layers for Spark")
    folder = Documents.at_hand(documents)
    with session() as spark, ExitStack() as stack:
        connection = stack.enter_context(Connection(spark))
        source = Source(connection, Files(spark, str(address)), stack)
        runs = list[OnSpark]()

        def engine(*given: Any, **named: Any) -> "OnSpark":
            runs.append(OnSpark(*given, **named, source=source, cluster=connection))
            return runs[0]

        with checked(source.opened(), folder, layers, engine=engine) as found:
            yield found, runs[0]


@dataclass
class OnSpark(Run):
    """A validation in which Spark reads the tables and runs the rules; suspicious tables are checked locally."""

    source: Source = field(kw_only=True)  # reads the tables
    cluster: Connection = field(kw_only=True)  # answers SQL in place of DuckDB

    def _screen(self) -> None:
        clean = self.source.screen()
        self.columns = Lazy(clean, lambda name: self.typed[name].select(TABLES[name].header()))
        rest = [name for name in self.package.texts if name not in clean]
        self.package = replace(self.package, texts={name: self.package.texts[name] for name in rest})

    @cached_property
    def typed(self) -> Lazy[pa.Table]:
        """The tables with types, each fetched on first use."""
        return Lazy(TABLES, self._typed)

    def _typed(self, name: str) -> pa.Table:
        is_there = name in self.columns and name not in self.found.broken
        return self.source.typed(name) if is_there else arrow_table(TABLES[name], self._columns(name))

    def ready(self) -> Any:
        """As in :class:`Run`, with tables that are fetched on first use."""
        return (self.typed, self.connection) if self.connection and not self.found.broken else ()

    @cached_property
    def _proven(self) -> Collection[str]:
        return ()

    def _prepare(self) -> Any:
        if self.connection is None:
            frames = {}
            for name in TABLES:
                is_there = name in self.columns and name not in self.found.broken
                frames[name] = self.source.frame(name) if is_there else self.cluster.from_arrow(self.typed[name])
                self.cluster.add(name, frames[name])
            self.source.relate(frames)
            self.connection = cast(Any, self.cluster)
            relate(cast(Any, self.cluster), self.typed)
        return self.connection

    def _unsealed(self) -> list[str] | None:
        """As in :class:`Run`, with seals that the workers compute."""
        self._prepare()
        odd = self.cluster.spark.sql(_SEALED).mapInArrow(_odd_seals, "claim_id string, is_bare boolean")
        bare = sorted(odd.collect())
        strays = self.cluster.spark.sql(_STRAY_SEALS).collect()[0][0]
        return None if strays or not all(row.is_bare for row in bare) else [row.claim_id for row in bare]


def _odd_seals(batches: Batches) -> Batches:
    """Runs on the workers: the claims without a seal, or with a wrong one."""
    schema = pa.schema([("claim_id", pa.string()), ("is_bare", pa.bool_())])
    for batch in batches:
        odd = [{**row, "is_bare": row["seal"] is None} for row in batch.to_pylist() if not _fits(row)]
        yield pa.RecordBatch.from_pylist(odd, schema)


def _fits(row: dict[str, Any]) -> bool:
    if row["table_name"] not in FACT_TABLES or row["source_id"] is None:
        return True  # no seal can be made of it; the rules report that
    text = {name: "" if cell is None else cell for name, cell in row.items()}
    made = seals.seal(
        table=row["table_name"],
        row=dict(zip(row["names"] or (), row["texts"] or (), strict=True)),
        claim=text | {"fields": " ".join(row["fields"])},
        passage={"selector": text["selector"], "sha256": text["passage"]},
        source={"published": text["published"], "sha256": text["source"]},
        asserter=text["asserter"],
        origin=text["origin"],
    )
    return bool(made == row["seal"])
