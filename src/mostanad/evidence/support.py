"""Counts what a fact rests on, from the evidence of a release: the Python counterpart of build/facts.sql.

It serves to count again with a part of the evidence (without a party), and to check the counts of a release.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import camps
from mostanad.files.mapped import blocks
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
from mostanad.models.vocabularies import Modality, SourceKind, Stance, Support

Record = Mapping[str, Any]

DISPUTING = frozenset({Stance.DENIES, Stance.DISPUTES, Stance.RETRACTS})
#: Kinds of documents that can be an authority's own record of its act.
OFFICIAL_KINDS = frozenset(
    {SourceKind.OFFICIAL_RECORD, SourceKind.SANCTIONS_LIST, SourceKind.LEGAL_ACT, SourceKind.COURT_RECORD}
)
#: The tables whose rows are acts, and the column with the actor: the authority that lists or runs the programme, or the
#: body that acted or met. A legal basis leads to the authority of its programme.
ACTORS = {"programmes": "authority_id", "legal_bases": "programme_id", "sanctions": "authority_id",
          "tags": "authority_id", "events": "body_id"}  # fmt: skip
#: The tables that show, with the evidence, which claims are an authority's own record.
ACTS = ("sources", *ACTORS, "affiliations")
#: The columns of evidence on which the counts depend.
_VOICE = ("stance", "source_id", "asserted_by", "origin", "camp", "modality")
#: How many rows are processed together; the separator of their cells; the mark for an empty cell.
_AT_ONCE, _BETWEEN, _NONE = 1 << 16, "\x1f", "\0"
_CODES = pa.dictionary(pa.int32(), pa.string())
#: The columns of ``facts`` that are counted.
COUNTED = ("modalities", "support", "disputed", "claims", "sources", "origins", "camps", "asserted_by", "origin_ids",
           "source_ids")  # fmt: skip
#: From the weakest to the strongest.
ORDER = (Support.SINGLE, Support.ONE_CAMP, Support.UNPLACED, Support.CORROBORATED, Support.OFFICIAL)


def count(evidence: pa.Table, facts: pa.ChunkedArray, official: pa.ChunkedArray) -> pa.Table:
    """Count what each fact (by id) rests on in some rows of evidence: the columns :data:`COUNTED`.

    ``support`` is null if no claim asserts the fact. ``official`` is the result of :func:`is_official` for these rows.
    """
    said = evidence.select(_VOICE).append_column("official", official)
    encoded = pa.chunked_array([_voices(batch) for batch in said.to_batches(_AT_ONCE)], _CODES).unify_dictionaries()
    voices = encoded.combine_chunks().indices.to_numpy()
    rows = said.take(pa.array(np.unique(voices, return_index=True)[1])).to_pylist()
    many = len(rows) or 1
    places = pc.fill_null(pc.index_in(evidence["fact_id"], facts), -1).to_numpy().astype(np.int64)
    heard = np.sort(places * many + voices)
    heard = heard[np.searchsorted(heard, 0) :]
    begins = np.searchsorted(heard, np.arange(len(facts) + 1) * many) * heard.itemsize
    # Many facts have the same combination of voices: each is counted once. Its key is the bytes of its numbers.
    buffers = [None, pa.py_buffer(begins.astype(np.int32)), pa.py_buffer(heard % many)]
    kinds = pa.Array.from_buffers(pa.binary(), len(facts), buffers).dictionary_encode()
    counted = [_counted([rows[one] for one in np.frombuffer(kind, np.int64)]) for kind in kinds.dictionary.to_pylist()]
    schema = arrow_schema(COMPILED["facts"])
    made = pa.Table.from_pylist(counted, pa.schema([(name, schema.field(name).type) for name in COUNTED]))
    # A damaged release may have an id twice.
    return made.take(kinds.indices.take(pc.index_in(facts, facts)))


def _voices(said: pa.RecordBatch) -> pa.DictionaryArray:
    """The cells of each row, joined into one text."""
    cells = (pc.fill_null(column.cast(pa.string()), _NONE) for column in said.columns)
    return pc.binary_join_element_wise(*cells, _BETWEEN).dictionary_encode()


def _counted(said: list[Record]) -> dict[str, Any]:
    """The columns :data:`COUNTED` of one fact, from the rows of its evidence."""
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
    """For each row of evidence, whether it is an authority's own record of its own act: the document is of an official
    kind, the claim is not our inference, and the asserter is the acting authority or in its camp on the claim's date.
    Needs the tables :data:`ACTS` and ``evidence``."""
    actors, sources = _actors(tables), tables["sources"]
    kinds = pc.is_in(sources["kind"], pa.array(sorted(OFFICIAL_KINDS), pa.string()))

    def who_of_whose(evidence: pa.RecordBatch) -> pa.DictionaryArray:
        rows = pc.list_element(pc.split_pattern(evidence["fact_id"], "/", max_splits=1, reverse=True), 0)
        actor = actors["actor"].take(pc.index_in(rows, actors["row_id"]))
        source = pc.index_in(evidence["source_id"], sources["source_id"])
        date = pc.coalesce(evidence["as_of"].cast(pa.string()), sources["published"].take(source), "")
        all_three = pc.binary_join_element_wise(evidence["asserted_by"], actor, date, _BETWEEN)
        said = pc.not_equal(evidence["modality"], Modality.INFERENCE.value)
        return pc.if_else(pc.and_(kinds.take(source), said), all_three, None).combine_chunks().dictionary_encode()

    columns = tables["evidence"].select(["fact_id", "source_id", "asserted_by", "as_of", "modality"])
    parts = chain.from_iterable(block.combine_chunks().to_batches() for block in blocks(columns, _AT_ONCE << 3))
    found = pa.chunked_array(map(who_of_whose, parts), _CODES).unify_dictionaries().combine_chunks()
    different = [text.rsplit(_BETWEEN, 2) for text in found.dictionary.to_pylist()]
    asked = {(who, date) for *both, date in different for who in both}
    camp = camps.table(texts(tables["affiliations"].to_pylist()), sorted(asked), lasting=False)
    own = [camp.get((one, date), one) == camp.get((other, date), other) for one, other, date in different]
    return pc.fill_null(pa.chunked_array([own], pa.bool_()).take(found.indices), False)


def claim_dates(evidence: Iterable[Record], sources: Iterable[Record]) -> dict[str, str]:
    """The date, by claim, on which ties count: that of the claim, else of its document, else empty (at any time)."""
    published = {row["source_id"]: row["published"] for row in sources}
    return {row["claim_id"]: row["as_of"] or published[row["source_id"]] or "" for row in evidence}


def texts(rows: Iterable[Record]) -> list[dict[str, str]]:
    """Rows with all cells as text, None as an empty text, for :mod:`mostanad.evidence.camps`."""
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def _actors(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The rows that are acts, and the actor of each."""
    keyed = (tables[name].select([TABLES[name].key(), column]) for name, column in ACTORS.items())
    renamed = (table.rename_columns(["row_id", "actor"]).drop_null() for table in keyed)
    whole = pa.concat_tables(renamed, promote_options="default")
    behind = pc.index_in(whole["actor"], tables["programmes"]["programme_id"])
    authority = tables["programmes"]["authority_id"].take(behind)
    return pa.table({"row_id": whole["row_id"], "actor": pc.coalesce(authority, whole["actor"])}).combine_chunks()
