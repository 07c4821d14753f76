"""Builds a release on Spark: the same tables, digests and root, as Parquet in many files."""

import errno
import hashlib
import io
import itertools
import secrets
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract import About
from mostanad.contract.lock import to_json
from mostanad.documents.folder import Documents
from mostanad.evidence import digests, merkle, proofs, published
from mostanad.evidence.relations import add_acts
from mostanad.evidence.spans import arrow_spans
from mostanad.files.render import content, ndjson
from mostanad.files.typed import arrow_schema, arrow_table, in_order
from mostanad.models import COMPILED, MODELS, TABLES
from mostanad.releases import descriptor, layout
from mostanad.releases.cluster.connection import Frame, schema_of
from mostanad.releases.cluster.session import Files
from mostanad.releases.cluster.source import Batches
from mostanad.releases.cluster.validate import OnSpark, checked_on_spark
from mostanad.releases.compile import BuildRefused, last_step, refuse_losses, sound
from mostanad.releases.parquet_writer import ROWS_PER_FILE, Writer
from mostanad.releases.release_about import File
from mostanad.releases.write import texts
from mostanad.validation import LAYERS
from mostanad.validation.run import Layer

#: How many facts are digested together. With their evidence, they must fit into the memory of one worker.
_FACTS = 50_000


def build(
    address: Path | str,
    out: Path | str,
    version: str | None = None,
    documents: Documents | Path | str | None = None,
    layers: Collection[Layer] | None = None,
    *,
    rows: int = ROWS_PER_FILE,
) -> str:
    """Build a release of a package on Spark; returns its URL.

    The release equals a local one without optional forms, and can be verified locally; only the division of a large
    table into files may differ. It is written beside its target, and moved there when it is complete.

    Args:
        address: the folder of the package: a local path, or a URL that Hadoop reads.
        out: the folder of releases, likewise.
        version, documents, layers: as for :func:`mostanad.releases.build`.
        rows: about how many rows a file has at most.

    Raises:
        EngineError: if there is no Java, or Spark fails.
        PackageError, ValueError, BuildRefused: as :func:`mostanad.releases.build`.
        FileExistsError: if something other than this release lies at its target.
    """
    if version is not None:
        version = layout.version_of(version)
    asked = tuple(layers if layers is not None else (name for name in LAYERS if name != "passages" or documents))
    with checked_on_spark(address, documents, asked) as (found, run):
        if found.report.errors:
            raise BuildRefused(found.report)
        version = version or layout.version_of(run.package.version)
        target = Files(run.cluster.spark, f"{out}")
        frames = _compiled(run)
        making = f".{version}.{secrets.token_hex(4)}.mostanad-tmp"
        try:
            about, made = About.of(run.package.descriptor, version), Files(run.cluster.spark, target.url(making))
            root = _write(run, frames, about, made, rows)
            _put(target, making, version, root)
        finally:
            target.remove(making)
        return target.url(version)


def _put(target: Files, making: str, version: str, root: bytes) -> None:
    """Move a finished release to its target; if the same release is there already, leave that one alone."""
    if not target.exists(version):
        target.rename(making, version)
    elif not target.exists(f"{version}/{layout.ROOT}") or target.read(f"{version}/{layout.ROOT}") != root:
        raise FileExistsError(errno.EEXIST, "something other than this release is already there", target.url(version))


def _compiled(run: OnSpark) -> dict[str, Frame]:
    """Compile the tables of a release as frames; BuildRefused if a release model loses rows."""
    connection: Any = run.cluster
    frames = {name: run.cluster.frame(f"SELECT * FROM {name}") for name in TABLES}
    add_acts(connection, run.typed)
    spans = run.spans or arrow_spans(run.typed)
    for name, model in COMPILED.items():
        if name in spans:
            made = run.cluster.from_arrow(spans[name])
        else:
            found: Any = last_step(connection, name, model)
            made = found.frame.mapInArrow(partial(_typed, name), schema_of(arrow_schema(model)))
        frames[name] = run.cluster.stored(made)
        run.cluster.add(name, frames[name])  # the models after it may read it
        refuse_losses(run.package, connection, name, frames[name].count())
    return frames


def _write(run: OnSpark, frames: Mapping[str, Frame], about: About, made: Files, rows: int) -> bytes:
    """Write a release into a new folder; returns the bytes of its root file."""
    each, found = dict[str, tuple[int, str]](), dict[str, File]()

    def put(path: str, content: bytes) -> None:
        made.write(path, content)
        found[path] = File(descriptor.form(path)[1], len(content), hashlib.sha256(content).hexdigest())

    for name, frame in frames.items():
        order, count, digest = MODELS[name].order(), frame.count(), hashlib.sha256()
        make = partial(_written, name, about)
        parts = -(-count // rows) or 1
        ordered = frame.repartitionByRange(parts, *order).sortWithinPartitions(*order)
        written = run.cluster.cached(ordered.mapInArrow(make, "lines binary, file binary"))
        written.count()  # computes all parts at the same time, not one by one
        numbers = itertools.count()
        none = (row for batch in make(iter(())) for row in batch.to_pylist())  # without rows, Spark runs no worker
        for row in written.toLocalIterator(prefetchPartitions=True) if count else none:
            digest.update(row["lines"])
            if row["file"]:
                put(layout.part(name, next(numbers)) if parts > 1 else layout.parquet(name), bytes(row["file"]))
        written.unpersist()
        each[name] = count, digest.hexdigest()
    leaves = _leaves(fact_digests(frames["facts"], frames["evidence"]))
    trees = proofs.trees_over(leaves, {}, run.typed["releases"], about.version)
    said = {layout.query(name): text for name, text in run.package.queries.texts.items()}
    said |= texts(_changed(run, about), about, proofs.root_of(trees, each))
    for path, text in said.items():
        put(path, text.encode())
    put(layout.DESCRIPTOR, to_json(descriptor.described(about, dict(sorted(found.items())))).encode())
    made.write(layout.SUMS, "".join(f"{found[path].sha256}  {path}\n" for path in sorted(found)).encode())
    return said[layout.ROOT].encode()


def _changed(run: OnSpark, about: About) -> dict[str, pa.Table]:
    """The tables for CHANGES.md: releases, the changes of this version, and those changed facts that still exist."""
    changes = f"SELECT * FROM changes WHERE version = '{about.version}' ORDER BY change_id"
    facts = f"SELECT fact_id, table_name FROM facts WHERE fact_id IN (SELECT fact_id FROM ({changes}))"
    asked = {"changes": changes, "facts": facts}
    return {
        "releases": run.typed["releases"],
        **{name: run.cluster.frame(sql).toArrow() for name, sql in asked.items()},
    }


def fact_digests(facts: Frame, evidence: Frame) -> Frame:
    """The id and digest of each fact. A worker gets all facts of a hash bucket, with their evidence."""
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
    ordered = facts.repartitionByRange(facts.rdd.getNumPartitions(), "fact_id").sortWithinPartitions("fact_id")
    hashed = ordered.mapInArrow(_hashed, "leaves binary").toLocalIterator(prefetchPartitions=True)
    size = len(merkle.leaf(b""))
    return [bytes(row.leaves[at : at + size]) for row in hashed for at in range(0, len(row.leaves), size)]


def _hashed(batches: Batches) -> Batches:
    for batch in batches:
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        leaves = b"".join(merkle.leaf(published.entry(name, digest)) for name, digest in rows)
        yield pa.record_batch([pa.array([leaves], pa.binary())], ["leaves"])


def _typed(name: str, batches: Batches) -> Batches:
    """Runs on the workers: rows of a release model in, rows of its table out."""
    for batch in batches:
        yield from arrow_table(COMPILED[name], pa.Table.from_batches([batch])).combine_chunks().to_batches()


def _written(name: str, about: About, batches: Batches) -> Batches:
    """Runs on the workers: the ordered rows of a part in, lines of NDJSON out, and finally its Parquet file; ValueError
    if the rows do not fit the table."""
    model, file = MODELS[name], io.BytesIO()
    schema = arrow_schema(model)
    before = schema.empty_table()
    with Writer(file, model, about) as writer:
        for batch in batches:
            table = pa.Table.from_batches([batch]).cast(schema)
            sound(model, pa.concat_tables([before, table]))
            before = table.slice(len(table) - 1) if len(table) else before
            writer.add(table)
            yield _piece(b"".join(bytes(content(block)) for block in ndjson(table)), b"")
    yield _piece(b"", file.getvalue())


def _piece(lines: bytes, file: bytes) -> pa.RecordBatch:
    return pa.record_batch([pa.array([one], pa.binary()) for one in (lines, file)], ["lines", "file"])
