"""Proofs that a fact is in a release, and that a later release did not change the facts of an earlier one.

A release has two Merkle trees (RFC 9162). The leaves of the first are its facts, each with its evidence. The leaves of
the second are the recorded versions up to this one, each with the root of its own first tree. The root of the second
tree is the root of the release: with this one hash, anyone can check any fact of this release or an earlier one.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.contract import SCHEMA_VERSION
from mostanad.evidence import digests, merkle, published
from mostanad.files.render import ndjson_lines
from mostanad.models.cells import version_order

#: The format that each kind of proof names in its text.
FORMAT = "mostanad fact proof 1"
CONSISTENCY_FORMAT = "mostanad consistency proof 1"


class ProofError(ValueError):
    """The proof does not hold or is malformed; the message says where it fails."""


@dataclass(frozen=True)
class Trees:
    """The two trees of a release: the leaf of each fact, their root, and the lines of the recorded versions and of this
    one. ``digests`` has the digests of some tables. A version that is not recorded yet has no date in its line."""

    version: str
    facts: Sequence[bytes]
    facts_root: str
    digests: Mapping[str, str]
    versions: tuple[str, ...]
    is_recorded: bool

    @property
    def root(self) -> str:
        return merkle.root(self.leaves).hex()

    @property
    def leaves(self) -> list[bytes]:
        """The leaves of the tree over the versions."""
        return [merkle.leaf(line.encode()) for line in self.versions]


def trees(tables: Mapping[str, pa.Table], version: str) -> Trees:
    both = {name: hashlib.sha256() for name in ("facts", "evidence")}
    facts = list(published.leaves(digests.of_facts(tables, *(made.update for made in both.values()))))
    return trees_over(facts, {name: made.hexdigest() for name, made in both.items()}, tables["releases"], version)


def trees_over(facts: Sequence[bytes], known: Mapping[str, str], releases: pa.Table, version: str) -> Trees:
    """Build both trees from the leaves of the facts, known digests of tables, and the table ``releases``."""
    root = merkle.root(facts).hex()
    lines = version_lines(releases)
    is_recorded = version in lines
    if not is_recorded:
        head = {"version": version, "date": None, "schema_version": SCHEMA_VERSION, "facts": len(facts), "root": root}
        lines[version] = json.dumps(head)
    ordered = sorted((name for name in lines if version_order(name) <= version_order(version)), key=version_order)
    return Trees(version, facts, root, known, tuple(lines[name] for name in ordered), is_recorded)


def version_lines(releases: pa.Table) -> dict[str, str]:
    """The line of each recorded version for the second tree: its row, without a ``coding_digest`` if it had none."""
    rows = map(json.loads, ndjson_lines(releases))
    return {
        row["version"]: json.dumps({key: cell for key, cell in row.items() if key != "coding_digest" or cell})
        for row in rows
    }


def root_file(
    tables: Mapping[str, pa.Table], version: str, known: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """The content of ``proofs/root.json``: the roots, and the digest of each table (``known`` has some already)."""
    made = trees(tables, version)
    known = {**made.digests, **known}
    each = {name: (table.num_rows, known.get(name) or digests.of_table(table)) for name, table in tables.items()}
    return root_of(made, each)


def root_of(made: Trees, each: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """The content of ``proofs/root.json``, from the trees and the number of rows and the digest of each table."""
    return {
        "version": made.version,
        "recorded": made.is_recorded,
        "root": made.root,
        "facts": {"size": len(made.facts), "root": made.facts_root},
        "versions": [json.loads(line) for line in made.versions],
        "tables": {name: {"rows": rows, "digest": digest} for name, (rows, digest) in each.items()},
    }


def prove(tables: Mapping[str, pa.Table], version: str, fact_id: str) -> dict[str, Any]:
    """The proof that a fact is in a release; KeyError if it is not.

    It has the NDJSON lines of the fact and its evidence, and about a kilobyte of hashes on the way to the root.
    """
    fact, evidence = digests.lines_of(tables, fact_id)
    made = trees(tables, version)
    index = pc.index(tables["facts"]["fact_id"], fact_id).as_py()
    facts = merkle.inclusion(made.facts, index)
    last = len(made.versions) - 1
    versions = merkle.inclusion(made.leaves, last)
    return {
        "format": FORMAT,
        "fact": fact,
        "evidence": evidence,
        "facts": {"index": index, "size": len(made.facts), "path": [one.hex() for one in facts]},
        "version": made.versions[last],
        "versions": {"index": last, "size": last + 1, "path": [one.hex() for one in versions]},
        "root": made.root,
    }


@contextmanager
def _read(what: str) -> Iterator[None]:
    """Turn errors caused by a malformed proof into ProofError."""
    try:
        yield
    except ProofError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError) as error:
        raise ProofError(f"it is not a proof of {what} ({type(error).__name__}: {error})") from None


def check(proof: Any, root: str) -> dict[str, Any]:
    """Check the proof of a fact (parsed JSON) against a root, and return the fact; ProofError if it does not hold. Take
    the root from a place that you trust, never from the proof."""
    with _read("a fact"):
        if proof["format"] != FORMAT:
            raise ProofError(f"it is not a proof of a fact, but {proof['format']!r}")
        fact = json.loads(proof["fact"])
        for line in proof["evidence"]:
            if json.loads(line)["fact_id"] != fact["fact_id"]:
                raise ProofError("it has evidence of another fact")
        digest = digests.of_lines(proof["fact"], proof["evidence"])
        head = json.loads(proof["version"])
        hashed = merkle.leaf(published.entry(fact["fact_id"], digest))
        if _root(hashed, proof["facts"]) != head["root"] or proof["facts"]["size"] != head["facts"]:
            raise ProofError(f"it does not show that {head['version']} has {fact['fact_id']} with this evidence")
        if _root(merkle.leaf(proof["version"].encode()), proof["versions"]) != root:
            raise ProofError(f"it leads to another root than {root}")
        return dict(fact)


def _root(hashed: bytes, place: Mapping[str, Any]) -> str:
    path = [bytes.fromhex(one) for one in place["path"]]
    return merkle.root_from_inclusion(hashed, int(place["index"]), int(place["size"]), path).hex()


def prove_consistency(tables: Mapping[str, pa.Table], version: str, older: str) -> dict[str, Any]:
    """The proof that this release kept all versions up to an older one unchanged; KeyError if that one is unknown."""
    made = trees(tables, version)
    names = [json.loads(line)["version"] for line in made.versions]
    if older not in names:
        raise KeyError(older)
    size = names.index(older) + 1
    return {
        "format": CONSISTENCY_FORMAT,
        "older": {"version": older, "size": size},
        "newer": {"version": version, "size": len(names)},
        "path": [one.hex() for one in merkle.consistency(made.leaves, size)],
    }


def check_consistency(proof: Any, older: str, newer: str) -> None:
    """Check a proof of consistency (parsed JSON) between two published roots; ProofError if it does not hold."""
    with _read("consistency"):
        if proof["format"] != CONSISTENCY_FORMAT:
            raise ProofError("it is not a proof of consistency")
        sizes = [int(proof[which]["size"]) for which in ("older", "newer")]
        path, roots = ([bytes.fromhex(one) for one in some] for some in (proof["path"], (older, newer)))
    if not merkle.is_consistent(roots[0], sizes[0], roots[1], sizes[1], path):
        raise ProofError("the newer release does not continue the older: its history was edited, or a root is wrong")
