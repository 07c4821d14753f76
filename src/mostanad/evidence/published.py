"""The facts of every recorded version, how they changed from version to version, and the root over them.

``mostanad record`` appends the changes of facts to ``history.csv``, and the root over all facts of the version to
``releases.csv``. Each file can be checked against the other at any time, without the older releases.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pyarrow as pa

from mostanad.contract import SCHEMA_VERSION
from mostanad.evidence import digests, merkle
from mostanad.files.grouping import grouped
from mostanad.models.cells import version_order
from mostanad.models.vocabularies import Change, CorrectionKind

#: The changes that remove a fact from a version.
GONE = frozenset({Change.RETRACTION, Change.MERGE, Change.PRIVACY})
Cells = Mapping[str, str]


class Published(NamedTuple):
    """The hashes of a fact in a version. They are empty if the fact was later removed for privacy."""

    digest: str  # of the fact with its evidence
    value_digest: str  # of its value alone


#: The facts of a version, by id.
State = dict[str, Published]


class Difference(NamedTuple):
    """A fact that changed: the kind of change, and the id of the correction or redirect that explains it."""

    fact_id: str
    change: Change
    reason_id: str = ""


def value_digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def state(tables: Mapping[str, pa.Table]) -> State:
    """The facts of a release, from its tables ``facts`` and ``evidence``."""
    values = dict(zip(*(tables["facts"][name].to_pylist() for name in ("fact_id", "value")), strict=True))
    return {name: Published(one, value_digest(values[name])) for name, one in digests.of_facts(tables)}


def root(facts: Iterable[tuple[str, str]]) -> str:
    """The root, in hexadecimal, of a Merkle tree over entries ``FACT DIGEST``; facts must come in order of id."""
    return merkle.root(leaves(facts)).hex()


def leaves(facts: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    return (merkle.leaf(entry(name, digest)) for name, digest in facts)


def entry(fact_id: str, digest: str) -> bytes:
    """The entry of a fact in the Merkle tree."""
    return f"{fact_id} {digest}".encode()


def by_version(history: Iterable[Cells], versions: Iterable[str]) -> Iterator[State]:
    """Yield the facts of each of these versions, oldest first. It is the same dictionary each time, updated."""
    rows = grouped(history, lambda row: row["version"])
    now: State = {}
    for version in versions:
        for row in rows.get(version, ()):
            if row["change"] in GONE:
                now.pop(row["fact_id"], None)
            else:
                now[row["fact_id"]] = Published(row["digest"], row["value_digest"])
        yield now


def last_published(history: Iterable[Cells]) -> State:
    """The facts of the last recorded version; empty before the first."""
    entries = list(history)
    states = by_version(entries, sorted({row["version"] for row in entries}, key=version_order))
    return next(iter(deque(states, 1)), {})


class Reasons:
    """Finds the correction or redirect that explains the change of a fact."""

    def __init__(self, corrections: Iterable[Cells], redirects: Iterable[Cells]) -> None:
        self._corrections = grouped(corrections, lambda row: f"{row['target_id']}/{row['field']}")
        self._merged = {row["old_id"] for row in redirects}

    def of_gone(self, fact_id: str, digest: str) -> Difference:
        """Why a fact is gone: its row was merged, or the fact was removed for privacy or retracted."""
        row_id = fact_id.rpartition("/")[0]
        if row_id in self._merged:
            return Difference(fact_id, Change.MERGE, row_id)
        for row in self._corrections.get(fact_id, ()):
            if row["kind"] == CorrectionKind.PRIVACY:
                return Difference(fact_id, Change.PRIVACY, row["correction_id"])
            if not row["after"] and value_digest(row["before"]) == digest:
                return Difference(fact_id, Change.RETRACTION, row["correction_id"])
        return Difference(fact_id, Change.RETRACTION)

    def of_changed(self, fact_id: str, before: str, after: str) -> Difference:
        """Why a fact has another value: only its format changed, or it was corrected."""
        for row in self._corrections.get(fact_id, ()):
            if (value_digest(row["before"]), value_digest(row["after"])) == (before, after):
                is_format = row["kind"] == CorrectionKind.FORMAT
                return Difference(fact_id, Change.FORMAT if is_format else Change.CORRECTION, row["correction_id"])
        return Difference(fact_id, Change.CORRECTION)


def differences(before: State, after: State, reasons: Reasons) -> Iterator[Difference]:
    """Yield each fact that changed, in order of id."""
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Difference(name, Change.ADDED)
        elif name not in after:
            yield reasons.of_gone(name, before[name].value_digest)
        elif before[name].value_digest != after[name].value_digest:
            yield reasons.of_changed(name, before[name].value_digest, after[name].value_digest)
        elif before[name].digest != after[name].digest:
            yield Difference(name, Change.RE_SOURCED)


def entries(version: str, history: Iterable[Cells], after: State, reasons: Reasons) -> dict[str, dict[str, str]]:
    """The history rows for the changes of a version, by id. ``history`` has the rows of the versions before it."""
    made = {}
    for one in differences(last_published(history), after, reasons):
        row = {"entry_id": f"{one.fact_id}@{version}", "fact_id": one.fact_id, "version": version}
        row |= {"change": str(one.change), "reason_id": one.reason_id}
        made[row["entry_id"]] = row | after.get(one.fact_id, Published("", ""))._asdict()
    return made


def release(version: str, date: str, tables: Mapping[str, pa.Table], facts: State) -> dict[str, str]:
    """The row of a version in ``releases``, with the root over its facts and the digest of its other cells."""
    return {
        "version": version,
        "date": date,
        "schema_version": SCHEMA_VERSION,
        "facts": str(len(facts)),
        "root": root((name, facts[name].digest) for name in sorted(facts)),
        "coding_digest": digests.of_coding(tables),
    }
