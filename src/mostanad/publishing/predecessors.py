"""What a release says about earlier releases: their roots, and what became of their facts."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from mostanad.evidence import merkle, proofs, published
from mostanad.evidence.support import texts
from mostanad.files import parquet
from mostanad.files.grouping import grouped
from mostanad.models.vocabularies import Change

#: The changes after which an older release is wrong about a fact.
_SUPERSEDING = (Change.CORRECTION, Change.RETRACTION, Change.MERGE, Change.PRIVACY)
_READ = ("facts", "evidence", "releases", "history")


@dataclass(frozen=True)
class Lineage:
    """A release on disk: the tables with its facts and with the history of the versions up to it."""

    version: str
    tables: Mapping[str, pa.Table]

    @classmethod
    def read(cls, root: Path, version: str) -> Self:
        """Read a release; raises OSError or pyarrow.ArrowException if it cannot be read."""
        return cls(version, {name: parquet.read(parquet.files(root / "parquet", name)) for name in _READ})

    @cached_property
    def trees(self) -> proofs.Trees:
        return proofs.trees(self.tables, self.version)

    @cached_property
    def recorded(self) -> dict[str, dict[str, Any]]:
        """Each recorded version up to this one: its version, date, schema_version, facts, and root over the facts."""
        lines = [json.loads(line) for line in self.trees.versions]
        return {line["version"]: line for line in lines if line["date"] is not None}

    def root_of(self, version: str) -> str | None:
        """The root that the release of this or an earlier version must have; None if that is not recorded here."""
        names = list(self.recorded)
        return merkle.root(self.trees.leaves[: names.index(version) + 1]).hex() if version in names else None

    def said(self) -> dict[str, Any]:
        """The part of its entry in the index that follows from its tables."""
        return {**self.recorded[self.version], "root": self.trees.root}

    @property
    def has_recorded_facts(self) -> bool:
        """Whether its facts are those that were recorded."""
        return str(self.recorded[self.version]["root"]) == self.trees.facts_root

    def superseded(self, versions: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """By version, the facts that this release removed or gave another value, each with its last such change."""
        order = {version: number for number, version in enumerate(self.recorded)}
        history = [row for row in self.tables["history"].to_pylist() if row["version"] in order]
        in_order = sorted(history, key=lambda row: order[row["version"]])
        changes = grouped((row for row in in_order if row["change"] in _SUPERSEDING), lambda row: row["fact_id"])
        concerned = texts(row for row in history if row["fact_id"] in changes)
        states = dict(zip(order, map(dict, published.by_version(concerned, self.recorded)), strict=True))
        now = states[self.version]

        def better(version: str) -> Iterable[dict[str, Any]]:
            for fact_id, before in sorted(states[version].items()):
                last = changes[fact_id][-1]
                is_known = fact_id in now and now[fact_id].value_digest == before.value_digest
                if order[last["version"]] > order[version] and not is_known:
                    reason_id = last["reason_id"] or None
                    yield {"fact_id": fact_id, "change": last["change"], "in": last["version"], "reason_id": reason_id}

        return {version: list(better(version)) for version in versions}
