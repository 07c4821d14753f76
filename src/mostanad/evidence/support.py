"""What a fact rests on, counted from the evidence of a release: the same answer as build/facts.sql, in Python.

For counting again on a part of the evidence (without a party), and for checking the counts of a release.
"""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

import pyarrow as pa

from mostanad.evidence import camps
from mostanad.files.grouping import grouped
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
from mostanad.models.vocabularies import Modality, SourceKind, Stance, Support

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


def count(evidence: pa.Table, facts: pa.ChunkedArray, official: pa.ChunkedArray) -> pa.Table:
    """What facts (ids) rest on by some rows of evidence: for each the columns of ``facts`` that are counted.

    Its support is null if no claim asserts it. ``official``: of each row of evidence what :func:`is_official` says.
    """
    columns = [*(evidence[name].to_pylist() for name in _VOICE), official.to_pylist()]
    said = grouped(zip(evidence["fact_id"].to_pylist(), *columns, strict=True), itemgetter(0))
    known: dict[tuple[Any, ...], int] = {}  # most facts are said by the same voices as others
    voices = (tuple(row[1:] for row in said.get(fact_id, ())) for fact_id in facts.to_pylist())
    which = [known.setdefault(one, len(known)) for one in voices]
    names = (*_VOICE, "official")
    counted = [_counted([dict(zip(names, row, strict=True)) for row in one]) for one in known]
    schema = arrow_schema(COMPILED["facts"])
    made = pa.Table.from_pylist(counted, pa.schema([(name, schema.field(name).type) for name in COUNTED]))
    return made.take(pa.array(which, pa.int64()))


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


def is_official(tables: Mapping[str, pa.Table]) -> pa.ChunkedArray:
    """Of each row of evidence whether it is an authority's own record of its own act: the document is of such a kind,
    it says so without our inference, and who asserts is the authority that acts, or of its camp at the claim's date.
    The tables are :data:`ACTS` and ``evidence``."""
    actors, evidence = _actors(tables), tables["evidence"]
    records = zip(*(tables["sources"][name].to_pylist() for name in ("source_id", "kind", "published")), strict=True)
    published = {source_id: day or "" for source_id, kind, day in records if kind in OFFICIAL_KINDS}
    columns = ("fact_id", "source_id", "asserted_by", "as_of", "modality")
    acts: list[tuple[str, str, str] | None] = []
    for fact_id, source_id, who, as_of, modality in zip(*(evidence[name].to_pylist() for name in columns), strict=True):
        actor = actors.get(fact_id.rpartition("/")[0])
        can_be = actor and source_id in published and modality != Modality.INFERENCE
        acts.append((who, str(actor), as_of or published[source_id]) if can_be else None)
    asked = {(one, date) for *both, date in filter(None, acts) for one in both}
    rows = camps.table(texts(tables["affiliations"].to_pylist()), sorted(asked), lasting=False)
    camp = {(row["entity_id"], row["date"]): row["camp"] for row in rows}

    def is_own(who: str, actor: str, date: str) -> bool:
        return camp.get((who, date), who) == camp.get((actor, date), actor)

    return pa.chunked_array([[act is not None and is_own(*act) for act in acts]], pa.bool_())


def claim_dates(evidence: Iterable[Record], sources: Iterable[Record]) -> dict[str, str]:
    """The date at which the ties of a claim's parties count: its own, else its document's; empty: at any time."""
    published = {row["source_id"]: row["published"] for row in sources}
    return {row["claim_id"]: row["as_of"] or published[row["source_id"]] or "" for row in evidence}


def texts(rows: Iterable[Record]) -> list[dict[str, str]]:
    """Rows of a release with cells as text, an empty one as an empty text; for :mod:`mostanad.evidence.camps`."""
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def _actors(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """By row that is an act of somebody whose it is."""
    pairs = [(tables[name], TABLES[name].key(), column) for name, column in ACTORS.items()]
    whose = {
        key: actor
        for table, *both in pairs
        for key, actor in zip(*(table[one].to_pylist() for one in both), strict=True)
    }
    behind = dict(
        zip(*(tables["programmes"][one].to_pylist() for one in ("programme_id", "authority_id")), strict=True)
    )
    return {key: behind.get(actor) or actor for key, actor in whose.items() if actor}
