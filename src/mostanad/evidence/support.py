"""What a fact rests on, counted from the evidence of a release: the same answer as build/facts.sql, in Python.

For counting again on a part of the evidence (without a party), and for checking the counts of a release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import camps
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
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
ACTORS = {"programmes": "authority_id", "legal_bases": "programme_id", "sanctions": "authority_id",
          "tags": "authority_id", "events": "body_id"}  # fmt: skip
#: The tables that tell, with the evidence, which claims are an authority's own record.
ACTS = ("sources", *ACTORS, "affiliations")
#: What is counted of a row of evidence.
_VOICE = ("stance", "source_id", "asserted_by", "origin", "camp", "modality")
#: The columns of facts that are counted.
COUNTED = ("modalities", "support", "disputed", "claims", "sources", "origins", "camps", "asserted_by", "origin_ids",
           "source_ids")  # fmt: skip
#: From the weakest to the strongest.
ORDER = (Support.SINGLE, Support.ONE_CAMP, Support.UNPLACED, Support.CORROBORATED, Support.OFFICIAL)


def count(evidence: pa.Table, facts: pa.ChunkedArray, official: frozenset[str] = frozenset()) -> pa.Table:
    """What facts (ids) rest on by some rows of evidence: for each the columns of ``facts`` that are counted.

    Its support is null if no claim asserts it. ``official``: see :func:`official_claims`.
    """
    own = pc.is_in(evidence["claim_id"], value_set=pa.array(sorted(official), pa.string()))
    said = evidence.select(_VOICE).append_column("official", own)
    joined = [pc.fill_null(column.cast(pa.string()), "\0") for column in said.columns]
    voices = pc.binary_join_element_wise(*joined, "\x1f").combine_chunks().dictionary_encode().indices.to_numpy()
    _, first = np.unique(voices, return_index=True)
    rows = said.take(pa.array(first)).to_pylist()
    places = pc.fill_null(pc.index_in(evidence["fact_id"], facts), -1).to_numpy()
    order = np.lexsort((voices, places))
    begins = np.searchsorted(places[order], np.arange(len(facts) + 1)).tolist()
    heard = voices[order]
    known: dict[bytes, int] = {}  # most facts are said by the same voices as others
    counted: list[dict[str, Any]] = []
    which: list[int] = []
    for start, end in pairwise(begins):
        key = heard[start:end].tobytes()
        if key not in known:
            known[key] = len(counted)
            counted.append(_counted([rows[voice] for voice in heard[start:end]]))
        which.append(known[key])
    schema = arrow_schema(COMPILED["facts"])
    made = pa.Table.from_pylist(counted, pa.schema([(name, schema.field(name).type) for name in COUNTED]))
    # In a damaged release an id can be there twice.
    return made.take(pa.array(np.array(which, np.int64)[pc.index_in(facts, facts).to_numpy()]))


def _counted(said: list[Record]) -> dict[str, Any]:
    """The columns that are counted of a fact, by the rows of its evidence."""
    asserting = [row for row in said if row["stance"] == Stance.ASSERTS]
    camps_of: dict[str, set[str]] = {row["origin"]: set() for row in asserting}
    for row in asserting:
        camps_of[row["origin"]] |= {row["camp"]} - {None}
    sets = {name: sorted({row[name] for row in asserting}) for name in ("modality", "asserted_by", "source_id")}
    sides, placed = set().union(*camps_of.values()), sum(map(bool, camps_of.values()))
    if any(row["official"] for row in asserting):
        support: Support | None = Support.OFFICIAL
    elif len(camps_of) < 2:
        support = Support.SINGLE if camps_of else None
    elif len(sides) >= 2 and placed >= 2:
        support = Support.CORROBORATED
    else:
        support = Support.ONE_CAMP if len(sides) == 1 and placed == len(camps_of) else Support.UNPLACED
    return {
        "modalities": sets["modality"],
        "support": support,
        "disputed": any(row["stance"] in DISPUTING for row in said),
        "claims": len(asserting),
        "sources": len(sets["source_id"]),
        "origins": len(camps_of),
        "camps": len(sides),
        "asserted_by": sets["asserted_by"],
        "origin_ids": sorted(camps_of),
        "source_ids": sets["source_id"],
    }


def official_claims(tables: Mapping[str, list[dict[str, Any]]]) -> frozenset[str]:
    """The claims that are an authority's own record of its own act: the document is of such a kind, and who asserts
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
