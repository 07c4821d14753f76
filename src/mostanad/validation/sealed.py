"""Finds claims without a seal, and checks seals, fast: :mod:`mostanad.evidence.seals` on whole columns."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.links import Links, flags, indices
from mostanad.evidence.relations import lineage_of
from mostanad.evidence.seals import DEFAULTS, FORMAT
from mostanad.files.columns import text
from mostanad.files.render import content, escaped, lines
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.linked import by_fields

#: How many claims are processed together.
_BATCH = 1 << 14
#: The columns of a claim that its seal covers.
_READ = ["target_id", "asserted_by", "modality", "hedge", "stance", "as_of", "value", "as_stated"]
#: The references that lead to what a seal covers.
_NAMED = ("claims", "target_id"), ("claims", "passage_id"), ("passages", "source_id")

Cells = Any  # an array of texts, or one text


def unsealed(links: Links) -> list[str] | None:
    """The claims without a seal; None if a seal does not fit or has no claim, or if that must be checked one by one."""
    claims, seals = links.tables["claims"], links.tables["seals"]
    if any(links[place] is None for place in _NAMED):
        return None
    if claims["claim_id"].equals(seals["claim_id"]):
        return [] if _fit(links, slice(None), claims) else None
    has_seal = pc.is_in(claims["claim_id"], value_set=seals["claim_id"].combine_chunks())
    sealed = claims.filter(has_seal)
    if not sealed["claim_id"].equals(seals["claim_id"]) or not _fit(links, flags(has_seal), sealed):
        return None
    bare: list[str] = claims["claim_id"].filter(pc.invert(has_seal)).to_pylist()
    return bare


def around(tables: Mapping[str, pa.Table], changed: Mapping[str, Collection[str]]) -> Mapping[str, pa.Table]:
    """Of the tables behind seals, the claims whose seals depend on changed rows, given by table and key, and what these
    claims name; the whole tables if sources changed, on which any seal can depend."""
    if changed["sources"]:
        return tables

    def some(name: str, column: str, keys: Collection[str]) -> pa.Table:
        return tables[name].filter(pc.is_in(tables[name][column], value_set=pa.array(keys, pa.string())))

    claims = {*changed["claims"], *changed["seals"]}
    facts = {key for name in FACT_TABLES for key in changed[name]}
    for column, keys in (("target_id", facts), ("passage_id", changed["passages"])):
        claims.update(some("claims", column, keys)["claim_id"].to_pylist())
    found = {name: some(name, "claim_id", claims) for name in ("claims", "seals")}
    targets, passages = (found["claims"][column].to_pylist() for column in ("target_id", "passage_id"))
    found |= {name: some(name, TABLES[name].key(), targets) for name in FACT_TABLES}
    return found | {"passages": some("passages", "passage_id", passages), "sources": tables["sources"]}


def _fit(links: Links, chosen: slice | np.ndarray, claims: pa.Table) -> bool:
    """Whether all seals fit; ``claims``, the ``chosen`` ones among all claims, are those with a seal."""
    if not claims.num_rows:
        return True
    rows, passage, source = (links.whole(*place) for place in _NAMED)
    tables = {name: links.tables[name] for name in FACT_TABLES}
    # With many chunks, every ``take`` would search them for its rows.
    read = claims.select(_READ).combine_chunks()
    made = np.empty((claims.num_rows, hashlib.sha256().digest_size), np.uint8)
    of_passages = (links.tables["passages"]["sha256"], escaped(links.tables["passages"]["selector"]))
    passages = pa.table(of_passages, names=["sha256", "selector"]).combine_chunks()
    sources = links.tables["sources"]
    of_sources = lineage_of(sources).select(["asserter", "origin"]).append_column("source", sources["sha256"])
    of_sources = of_sources.append_column("published", sources["published"]).combine_chunks()
    passage = passage[chosen]

    @cache
    def cells(name: str, field: str) -> Cells:
        return _joined([text(f'["{field}","'), escaped(tables[name][field]), text('"]')]).combine_chunks()

    for name, fields, places, row in by_fields(claims, rows[chosen], tables):
        if not set(fields) <= set(tables[name].column_names):
            return False
        for start in range(0, len(places), _BATCH):
            some, on = places[start : start + _BATCH], indices(row[start : start + _BATCH])
            parts = _columns(read, some) | _columns(passages, passage[some])
            parts |= _columns(of_sources, source[passage[some]])
            whole = lines(_joined(_parts(parts, name, [cells(name, field).take(on) for field in fields])))
            hashes = b"".join([hashlib.sha256(one).digest() for one in whole])
            made[some] = np.frombuffer(hashes, np.uint8).reshape(len(some), -1)
    seals = b"".join([bytes.fromhex(str(content(chunk), "ascii")) for chunk in links.tables["seals"]["seal"].chunks])
    return seals == made.tobytes()


def _columns(table: pa.Table, places: np.ndarray) -> dict[str, Cells]:
    taken = table.take(indices(places)).combine_chunks()
    return {name: column.chunk(0) for name, column in zip(table.column_names, taken.columns, strict=True)}


def _parts(found: Mapping[str, Cells], table: str, cells: list[Cells]) -> Iterator[Cells]:
    """The JSON that is hashed, in parts to be joined: constants, and columns of the values between them."""
    parts: dict[str, Cells] = {key: found[key] for key in ("origin", "selector", "source")}
    parts |= {"passage": found["sha256"], "table": table}
    said = {key: found[key] for key in ("as_stated", "value")}
    parts |= {key: "" if some.null_count == len(some) else escaped(some) for key, some in said.items()}
    parts |= {"target": found["target_id"], "as_of": pc.coalesce(found["as_of"], found["published"])}
    parts["asserted_by"] = pc.coalesce(found["asserted_by"], found["asserter"])
    parts |= {key: pc.coalesce(found[key], text(value)) for key, value in DEFAULTS.items()}
    before = "{"
    for key in sorted([*parts, "cells", "format"]):
        if key == "format":
            before += f'"format":{FORMAT},'
        elif key == "cells":
            yield text(f'{before}"cells":[')
            yield pc.binary_join_element_wise(*cells, text(",")) if len(cells) > 1 else cells[0]
            before = "],"
        elif isinstance(parts[key], str):
            before += f'"{key}":"{parts[key]}",'
        else:
            yield from (text(f'{before}"{key}":"'), parts[key])
            before = '",'
    yield text(before[:-1] + "}")


def _joined(parts: Iterable[Cells]) -> Cells:
    """Join texts without a separator (Arrow takes it as the last argument); null counts as an empty text."""
    return pc.binary_join_element_wise(*parts, text(""), null_handling="replace")
