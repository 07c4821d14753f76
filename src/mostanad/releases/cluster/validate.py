"""A validation on Spark: the same layers, the same findings."""

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
    """Check a data package on Spark: as :func:`mostanad.validation.validate` of one's own package.

    Args:
        address: its folder: one of this machine, or a URL of a path that Hadoop reads.
        documents, layers: as there; without Frictionless, which reads files of this machine.

    Raises:
        EngineError: if there is no Java, or for what fails on Spark.
        PackageError: as there.
    """
    with checked_there(address, documents, layers) as found:
        return found[0].report


@contextmanager
def checked_there(
    address: Path | str, documents: Documents | Path | str | None, layers: Collection[Layer]
) -> "Iterator[tuple[Checked, OnSpark]]":
    """What came of checking a package, and what it was checked with, which is open as long as the block lasts."""
    if "frictionless" in layers:
        raise ValueError("Frictionless reads files of this machine; name the layers that Spark is to run")
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
    """A validation of which Spark reads the tables and runs the rules; what is suspected is looked at here."""

    source: Source = field(kw_only=True)  # reads the tables
    cluster: Connection = field(kw_only=True)  # asked in the place of DuckDB

    def _screen(self) -> None:
        clean = self.source.screen()
        columns = Lazy(clean, lambda name: self.typed[name].select(TABLES[name].header()))
        self.columns = columns  # type: ignore[assignment]
        rest = [name for name in self.package.texts if name not in clean]
        self.package = replace(self.package, texts={name: self.package.texts[name] for name in rest})

    @cached_property
    def typed(self) -> Lazy[pa.Table]:
        """The tables with types, each fetched when it is asked for."""
        return Lazy(TABLES, self._typed)

    def _typed(self, name: str) -> pa.Table:
        is_there = name in self.columns and name not in self.found.broken
        return self.source.typed(name) if is_there else arrow_table(TABLES[name], self._columns(name))

    def ready(self) -> Any:
        """As there; the tables are fetched when they are asked for."""
        return (self.typed, self.connection) if self.connection and not self.found.broken else ()

    @cached_property
    def _proven(self) -> Collection[str]:
        return ()

    def _prepare(self) -> Any:
        if self.connection is None:
            frames = {}
            for name in TABLES:
                is_there = name in self.columns and name not in self.found.broken
                frames[name] = self.source.frame(name) if is_there else self.cluster.sent(self.typed[name])
                self.cluster.add(name, frames[name])
            self.source.relate(frames)
            self.connection = cast(Any, self.cluster)
            relate(cast(Any, self.cluster), self.typed)
        return self.connection

    def _unsealed(self) -> list[str] | None:
        """As there; the seals are computed on the workers."""
        self._prepare()
        odd = self.cluster.spark.sql(_SEALED).mapInArrow(_odd_seals, "claim_id string, is_bare boolean")
        bare = sorted(odd.collect())
        strays = self.cluster.spark.sql(_STRAY_SEALS).collect()[0][0]
        return None if strays or not all(row.is_bare for row in bare) else [row.claim_id for row in bare]


def _odd_seals(batches: Batches) -> Batches:
    """Runs on the workers: the claims that have no seal, or one that does not fit."""
    schema = pa.schema([("claim_id", pa.string()), ("is_bare", pa.bool_())])
    for batch in batches:
        odd = [{**row, "is_bare": row["seal"] is None} for row in batch.to_pylist() if not _fits(row)]
        yield pa.RecordBatch.from_pylist(odd, schema)


def _fits(row: dict[str, Any]) -> bool:
    if row["table_name"] not in FACT_TABLES or row["source_id"] is None:
        return True  # no seal can be made of it, as the rules say
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
