"""A release on Spark: the same tables, digests and root, as Parquet in many files."""

from __future__ import annotations

import errno
import hashlib
import secrets
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract import SCHEMA_VERSION, About
from mostanad.contract.lock import to_json
from mostanad.documents import Documents
from mostanad.evidence import digests, merkle, proofs, published
from mostanad.evidence.relations import add_acts
from mostanad.evidence.spans import arrow_spans
from mostanad.files.render import content, ndjson
from mostanad.files.typed import arrow_schema, arrow_table, in_order, out_of_order
from mostanad.models import COMPILED, TABLES, Row
from mostanad.releases import descriptor, layout
from mostanad.releases.build_release import BuildRefused
from mostanad.releases.cluster.connection import Connection, Frame, schema_of
from mostanad.releases.cluster.session import Files
from mostanad.releases.cluster.source import Batches
from mostanad.releases.cluster.validate import OnSpark, checked_there
from mostanad.releases.compile import WHOLE, CompileError, last_step
from mostanad.validation import LAYERS, Report
from mostanad.validation.run import Layer

#: How many rows a file of Parquet has at most, about: of facts 60 MB.
ROWS = 1_000_000
#: How many facts are digested together: with their evidence they are in the memory of one worker.
_FACTS = 50_000


def build(
    address: Path | str,
    out: Path | str,
    version: str | None = None,
    documents: Documents | Path | str | None = None,
    layers: Collection[Layer] | None = None,
    *,
    rows: int = ROWS,
) -> str:
    """Build a release of a package on Spark; returns where it is.

    It has the tables as Parquet (``parquet/facts/part-….parquet``, each file a range of the table, in its order), their
    digests and the root (``proofs/root.json``, the same bytes as in a release that is built here), the queries of fact
    checks, ``datapackage.json``, ``CITATION.cff`` and ``SHA256SUMS``. It is written beside its place, and put there
    when it is whole.

    Args:
        address: the folder of the package: one of this machine, or a URL of a path that Hadoop reads.
        out: the folder in which releases lie, likewise.
        version, documents, layers: as :func:`mostanad.releases.build` has them.
        rows: how many rows a file has at most, about.

    Raises:
        EngineError: if there is no Java, or for what fails on Spark.
        PackageError, ValueError, BuildRefused: as there.
        FileExistsError: if something else than this release lies where it is to be.
    """
    if version is not None:
        version = layout.version_of(version)
    asked = tuple(layers or (name for name in LAYERS if name != "passages" or documents))
    with checked_there(address, documents, asked) as (found, run):
        if found.report.errors:
            raise BuildRefused(found.report)
        version = version or layout.version_of(run.package.version)
        target = Files(run.cluster.spark, f"{out}")
        try:
            frames = _compiled(run)
        except CompileError as error:
            raise BuildRefused(Report(tuple(error.findings))) from error
        making = f".{version}.{secrets.token_hex(4)}.mostanad-tmp"
        try:
            about, made = About.of(run.package.descriptor, version), Files(run.cluster.spark, target.url(making))
            root = _write(run, frames, about, made, rows)
            _put(target, making, version, root)
        finally:
            target.remove(making)
        return target.url(version)


def _put(target: Files, making: str, version: str, root: bytes) -> None:
    """Move a finished release to its place; where it stands already it is left alone."""
    if not target.exists(version):
        target.rename(making, version)
    elif not target.exists(f"{version}/{layout.ROOT}") or target.read(f"{version}/{layout.ROOT}") != root:
        raise FileExistsError(errno.EEXIST, "something else than this release lies there", target.url(version))


def _compiled(run: OnSpark) -> dict[str, Frame]:
    """The tables of a release; raises CompileError if one would lose something without a word."""
    connection: Any = run.cluster
    frames = {name: run.cluster.frame(f"SELECT * FROM {name}") for name in TABLES}
    add_acts(connection, run.typed)
    spans = run.spans or arrow_spans(run.typed)
    for name, model in COMPILED.items():
        made = run.cluster.sent(spans[name]) if name in spans else _model(run.cluster, name, model)
        frames[name] = run.cluster.kept(made)
        run.cluster.add(name, frames[name])  # the models after it may read it
        if name in WHOLE and connection.execute(WHOLE[name]).fetchall() != [(frames[name].count(),)]:
            queries = (resources("mostanad.releases") / "lost.sql").read_text("utf-8").split(";\n\n")
            if lost := connection.execute(queries[[*WHOLE].index(name)]).fetchall():
                raise CompileError(run.package, lost)
    return frames


def _model(connection: Connection, name: str, model: type[Row]) -> Frame:
    """What a release model returns, typed as its table's model says."""
    found = connection.frame(last_step(connection, name))  # type: ignore[arg-type]
    columns = [column.name for column in model.columns()]
    if found.columns != columns:
        raise ValueError(f"build/{name}.sql returns {', '.join(found.columns)} instead of {', '.join(columns)}")
    return found.mapInArrow(_Typed(name), schema_of(arrow_schema(model)))


def _write(run: OnSpark, frames: Mapping[str, Frame], about: About, made: Files, rows: int) -> bytes:
    """Write a release into a folder that is not there yet; returns the bytes of its root file."""
    each, parts = dict[str, tuple[int, str]](), dict[str, list[str]]()
    for name, frame in frames.items():
        order, count = layout.MODELS[name].order(), frame.count()
        ordered = frame.repartitionByRange(-(-count // rows) or 1, *order).sortWithinPartitions(*order)
        run.cluster.pinned(ordered).write.parquet(made.url(f"parquet/{name}"), compression="zstd")
        each[name] = count, _digest(ordered, name)
        ordered.unpersist()
        names = made.names(f"parquet/{name}")
        for other in (one for one in names if not one.endswith(".parquet")):
            made.remove(f"parquet/{name}/{other}")  # what Spark says of itself
        parts[name] = [f"parquet/{name}/{one}" for one in names if one.endswith(".parquet")]
    leaves = _leaves(fact_digests(frames["facts"], frames["evidence"]))
    trees = proofs.trees_over(leaves, each["facts"][1], run.typed["releases"], about.version)
    root = to_json(proofs.root_of(trees, each)).encode()
    texts = {layout.query(name): text.encode() for name, text in run.package.queries.texts.items()}
    texts |= {layout.CITATION: descriptor.citation(about).encode(), layout.ROOT: root}
    texts[layout.DESCRIPTOR] = to_json(_descriptor(about, parts, each)).encode()
    for path, text in texts.items():
        made.write(path, text)
    hashes = {path: hashlib.sha256(text).hexdigest() for path, text in texts.items()}
    written = run.cluster.spark.read.format("binaryFile").load(made.url("parquet/*/*.parquet"))
    for row in written.selectExpr("path", "sha2(content, 256) AS hash").collect():
        hashes["/".join(row.path.split("/")[-3:])] = row.hash
    made.write(layout.SUMS, "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode())
    return root


def _descriptor(about: About, parts: Mapping[str, list[str]], each: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """A Data Package descriptor (v2): a table is one resource, whose files follow each other."""
    kind, media = descriptor.form(".parquet")
    tables = [
        {"name": name, "path": paths, "format": kind, "mediatype": media, "rows": each[name][0],
         "digest": f"sha256:{each[name][1]}", "schema": descriptor.release_schema(layout.MODELS[name])}
        for name, paths in parts.items()
    ]  # fmt: skip
    return {**about.head, "resources": tables, "schemaVersion": SCHEMA_VERSION}


def fact_digests(facts: Frame, evidence: Frame) -> Frame:
    """The id and the digest of each fact: those with the same remainder, and their evidence, on one worker."""
    many = -(-facts.count() // _FACTS) or 1
    bucket = f"pmod(hash(fact_id), {many}) AS bucket"
    both = [frame.selectExpr("*", bucket).groupBy("bucket") for frame in (facts, evidence)]
    return both[0].cogroup(both[1]).applyInArrow(_digests, "fact_id string, digest string")


def _digests(facts: pa.Table, evidence: pa.Table) -> pa.Table:
    tables = {}
    for name, table in (("facts", facts), ("evidence", evidence)):
        schema = arrow_schema(COMPILED[name])
        tables[name] = in_order(COMPILED[name], table.select(schema.names).cast(schema))
    found = list(digests.of_facts(tables)) if len(facts) else []
    return pa.table([pa.array([one[place] for one in found], pa.string()) for place in (0, 1)], ["fact_id", "digest"])


def _leaves(facts: Frame) -> list[bytes]:
    """The leaves of the tree over facts, in order."""
    ordered = facts.repartitionByRange(facts.rdd.getNumPartitions(), "fact_id").sortWithinPartitions("fact_id")
    hashed = ordered.mapInArrow(_hashed, "leaves binary").toLocalIterator(prefetchPartitions=True)
    size = len(merkle.leaf(b""))
    return [bytes(row.leaves[at : at + size]) for row in hashed for at in range(0, len(row.leaves), size)]


def _hashed(batches: Batches) -> Batches:
    for batch in batches:
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        leaves = b"".join(merkle.leaf(published.entry(name, digest)) for name, digest in rows)
        yield pa.record_batch([pa.array([leaves], pa.binary())], ["leaves"])


def _digest(ordered: Frame, name: str) -> str:
    """The digest of a table: its lines are made on the workers, and hashed here, one after the other."""
    made = hashlib.sha256()
    for row in ordered.mapInArrow(_Lines(name), "lines binary").toLocalIterator(prefetchPartitions=True):
        made.update(row.lines)
    return made.hexdigest()


class _Typed:
    """Runs on the workers: rows of a release model in, rows of its table out."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, batches: Batches) -> Batches:
        for batch in batches:
            yield from arrow_table(COMPILED[self._name], pa.Table.from_batches([batch])).combine_chunks().to_batches()


class _Lines:
    """Runs on the workers: ordered rows in, lines of NDJSON out; a ValueError if these are no rows of the table."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        model = layout.MODELS[self._name]
        before = arrow_schema(model).empty_table()
        schema = arrow_schema(model)
        for batch in batches:
            table = pa.Table.from_batches([batch]).cast(schema)
            for field in schema:
                if not field.nullable and table[field.name].null_count:
                    raise ValueError(f"{self._name}.{field.name}: a required cell is empty")
            if out_of_order(model, pa.concat_tables([before, table])):
                raise ValueError(f"{self._name}: a key is there twice")
            before = table.slice(len(table) - 1) if len(table) else before
            lines = b"".join(bytes(content(block)) for block in ndjson(table))
            yield pa.record_batch([pa.array([lines], pa.binary())], ["lines"])
