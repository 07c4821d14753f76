"""What a fact rests on, counted from the evidence of a release: the same answer as build/facts.sql, in Python.

For counting again on a part of the evidence (without a party), and for checking the counts of a release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import camps
from mostanad.models import TABLES
from mostanad.models.vocabularies import SourceKind, Stance, Support

Record = Mapping[str, Any]

#: Stances that make a fact disputed.
DISPUTING = frozenset({Stance.DENIES, Stance.DISPUTES, Stance.RETRACTS})
#: Kinds of documents that can be an authority's own record of its act.
OFFICIAL_KINDS = frozenset(
    {SourceKind.OFFICIAL_RECORD, SourceKind.SANCTIONS_LIST, SourceKind.LEGAL_ACT, SourceKind.COURT_RECORD}
)
#: The rows that are an act of somebody, and the column that says whose: of the authority that lists or runs the
#: programme, of the body that acted or met. Of a legal basis that is the authority of its programme.
ACTORS = {"programmes": "authority_id", "legal_bases": "programme_id", "sanctions": "authority_id", "events": "body_id"}
#: The tables that tell, with the evidence, which claims are an authority's own record.
ACTS = ("sources", *ACTORS, "affiliations")
#: What is counted of a row of evidence.
_VOICE = ("stance", "source_id", "asserted_by", "origin", "camp", "modality")
#: From the weakest to the strongest.
ORDER = (Support.SINGLE, Support.ONE_CAMP, Support.UNPLACED, Support.CORROBORATED, Support.OFFICIAL)


@dataclass
class Basis:
    """The evidence of one fact, counted.

    Attributes:
        claims: how many claims assert it.
        disputed: whether a claim denies, disputes or retracts it.
        official: whether a claim that asserts it is the acting authority's own record.
        modalities: how it is asserted; ``asserted_by``: by whom; ``source_ids``: in which documents.
        camps_of: by origin its known camps.
    """

    claims: int = 0
    disputed: bool = False
    official: bool = False
    modalities: set[str] = field(default_factory=set)
    asserted_by: set[str] = field(default_factory=set)
    source_ids: set[str] = field(default_factory=set)
    camps_of: dict[str, set[str]] = field(default_factory=dict)

    def add(self, row: Record, official: bool = False) -> None:
        """Count one row of ``evidence``; official: whether its claim is the acting authority's own record."""
        self.disputed |= row["stance"] in DISPUTING
        if row["stance"] != Stance.ASSERTS:
            return
        self.claims += 1
        self.official |= official
        self.modalities.add(row["modality"])
        self.asserted_by.add(row["asserted_by"])
        self.source_ids.add(row["source_id"])
        self.camps_of.setdefault(row["origin"], set()).update({row["camp"]} - {None})

    def camps(self) -> set[str]:
        """The known camps of its origins."""
        return set().union(*self.camps_of.values())

    def support(self) -> Support | None:
        """On what it rests; None: no claim asserts it."""
        if not self.claims:
            return None
        return Support.OFFICIAL if self.official else self.unofficial()

    def unofficial(self) -> Support:
        """The support, but for an authority's own record."""
        placed = [origin for origin, known in self.camps_of.items() if known]
        if len(self.camps_of) == 1:
            return Support.SINGLE
        if len(self.camps()) >= 2 and len(placed) >= 2:
            return Support.CORROBORATED
        if len(self.camps()) == 1 and len(placed) == len(self.camps_of):
            return Support.ONE_CAMP
        return Support.UNPLACED

    def counts(self) -> dict[str, Any]:
        """The columns of ``facts`` that are counted, without the support."""
        return {
            "modalities": sorted(self.modalities),
            "disputed": self.disputed,
            "claims": self.claims,
            "sources": len(self.source_ids),
            "origins": len(self.camps_of),
            "camps": len(self.camps()),
            "asserted_by": sorted(self.asserted_by),
            "origin_ids": sorted(self.camps_of),
            "source_ids": sorted(self.source_ids),
        }


def count(
    evidence: pa.Table, facts: pa.ChunkedArray, official: frozenset[str] = frozenset()
) -> tuple[list[Basis], Any]:
    """The evidence of facts, counted: once for all that are said by the same voices.

    Returns different bases, and an array: for each fact which of them is its own. ``official``: see
    :func:`official_claims`.
    """
    own = pc.is_in(evidence["claim_id"], value_set=pa.array(sorted(official), pa.string()))
    said = [pc.fill_null(evidence[name].cast(pa.string()), "\0") for name in _VOICE]
    voices = pc.binary_join_element_wise(*said, own.cast(pa.string()), "\x1f").combine_chunks().dictionary_encode()
    _, first = np.unique(voices.indices.to_numpy(), return_index=True)
    rows = [
        *zip(
            evidence.select(_VOICE).take(pa.array(first)).to_pylist(),
            own.take(pa.array(first)).to_pylist(),
            strict=True,
        )
    ]
    places = pc.fill_null(pc.index_in(evidence["fact_id"], facts), -1).to_numpy()
    order = np.lexsort((voices.indices.to_numpy(), places))
    begins = np.searchsorted(places[order], np.arange(len(facts) + 1)).tolist()
    heard = voices.indices.to_numpy()[order]
    known: dict[bytes, int] = {}
    bases: list[Basis] = []
    which = []
    for start, end in pairwise(begins):
        key = heard[start:end].tobytes()
        if key not in known:
            known[key] = len(bases)
            bases.append(Basis())
            for voice in heard[start:end]:
                bases[-1].add(*rows[voice])
        which.append(known[key])
    # In a damaged release an id can be there twice.
    return bases, np.array(which, np.int64)[pc.index_in(facts, facts).to_numpy()]


def official_claims(tables: Mapping[str, list[dict[str, Any]]]) -> frozenset[str]:
    """The claims that are an authority's own record of its own act: the document is of such a kind, and whoever asserts
    is the authority that acts, or of its camp at the claim's date. The tables are :data:`ACTS` and ``evidence``."""
    actors = _actors(tables)
    kinds = {row["source_id"]: row["kind"] for row in tables["sources"]}
    dates = claim_dates(tables["evidence"], tables["sources"])
    candidates = {
        row["claim_id"]: (row["asserted_by"], actors[row_id])
        for row in tables["evidence"]
        if kinds[row["source_id"]] in OFFICIAL_KINDS and (row_id := row["fact_id"].rpartition("/")[0]) in actors
    }
    asked = {(who, dates[claim]) for claim, both in candidates.items() for who in both}
    found = camps.table(texts(tables["affiliations"]), sorted(asked), lasting=False)
    camp = {(row["entity_id"], row["date"]): row["camp"] for row in found}

    def acts(claim_id: str, asserter: str, actor: str) -> bool:
        date = dates[claim_id]
        return asserter == actor or camp.get((asserter, date), asserter) == camp.get((actor, date), actor)

    return frozenset(claim_id for claim_id, (asserter, actor) in candidates.items() if acts(claim_id, asserter, actor))


def claim_dates(evidence: Iterable[Record], sources: Iterable[Record]) -> dict[str, str]:
    """The date at which the ties of a claim's parties count: its own, else its document's; empty: at any time."""
    published = {row["source_id"]: row["published"] for row in sources}
    return {row["claim_id"]: row["as_of"] or published[row["source_id"]] or "" for row in evidence}


def texts(rows: Iterable[Record]) -> list[dict[str, str]]:
    """Rows of a release with cells as text, an empty one as an empty text; for :mod:`mostanad.evidence.camps`."""
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def _actors(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    """By row whose act it is."""
    found: dict[str, str] = {}
    for name, column in ACTORS.items():
        key = TABLES[name].key()
        found |= {row[key]: found.get(row[column], row[column]) for row in tables[name] if row[column]}
    return found
