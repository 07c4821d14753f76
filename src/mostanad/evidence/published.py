"""What was published: the facts of every recorded version, replayed from history, and the root over them.

``mostanad record`` appends to ``history.csv`` what became of each fact, and to ``releases.csv`` the root over all facts
of the version. So the one can be held against the other at any time, without any of the older releases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mostanad.evidence import merkle
from mostanad.models.cells import version_order
from mostanad.models.vocabularies import Change

#: What takes a fact out of a version.
GONE = frozenset({Change.RETRACTION, Change.MERGE, Change.PRIVACY})
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Published:
    """A fact as a version has it, by hashes.

    Attributes:
        digest: of the fact with its evidence; empty if it was removed for privacy since.
        value_digest: of its value alone; empty likewise.
    """

    digest: str
    value_digest: str


#: The facts of a version, by id.
State = dict[str, Published]


def value_digest(value: str) -> str:
    """The hash of a value."""
    return hashlib.sha256(value.encode()).hexdigest()


def root(digests: Mapping[str, str]) -> str:
    """The root over facts: a Merkle tree over ``FACT DIGEST`` in order of the facts' ids.

    Args:
        digests: the digest of each fact by its id.

    Returns:
        64 hexadecimal digits.
    """
    return merkle.root(leaves(digests)).hex()


def leaves(digests: Mapping[str, str]) -> list[bytes]:
    """The leaves of that tree."""
    return [merkle.leaf(entry(name, digests[name])) for name in sorted(digests)]


def entry(fact_id: str, digest: str) -> bytes:
    """What stands in that tree for a fact."""
    return f"{fact_id} {digest}".encode()


def by_version(history: Iterable[Cells], versions: Iterable[str]) -> Iterator[State]:
    """The facts of each of these versions, the oldest first; the same dictionary, further on."""
    rows: dict[str, list[Cells]] = {}
    for row in history:
        rows.setdefault(row["version"], []).append(row)
    state: State = {}
    for version in versions:
        for row in rows.get(version, ()):
            if row["change"] in GONE:
                state.pop(row["fact_id"], None)
            else:
                state[row["fact_id"]] = Published(row["digest"], row["value_digest"])
        yield state


def last_published(history: Iterable[Cells]) -> State:
    """The facts of the last version that was recorded; empty before the first."""
    entries = list(history)
    state: State = {}
    for now in by_version(entries, sorted({row["version"] for row in entries}, key=version_order)):
        state = now
    return state
