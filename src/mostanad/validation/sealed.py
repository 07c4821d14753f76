"""Tells fast which claims have no seal, and whether every seal fits: :mod:`mostanad.evidence.seals`, of columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import lineage
from mostanad.evidence.seals import FORMAT
from mostanad.files.columns import text, texts
from mostanad.files.render import content, ends
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.linked import by_fields, find, indices

#: So many claims are taken together.
_BATCH = 1 << 16
_DEFAULTS = {"hedge": "none", "modality": "fact", "stance": "asserts"}

Cells = Any  # an array of texts, or one text


def unsealed(tables: Mapping[str, pa.Table]) -> list[str] | None:
    """The claims that have no seal; None if a seal does not fit or has no claim, or that is not plain to see."""
    claims, seals = tables["claims"], tables["seals"]
    has_seal = pc.is_in(claims["claim_id"], value_set=seals["claim_id"].combine_chunks())
    fitting = _fit(tables, claims.filter(has_seal), seals)
    return claims["claim_id"].filter(pc.invert(has_seal)).to_pylist() if fitting else None


def _fit(tables: Mapping[str, pa.Table], claims: pa.Table, seals: pa.Table) -> bool:
    """Whether these claims have seals that fit, and every seal such a claim."""
    if not claims["claim_id"].equals(seals["claim_id"]):
        return False
    if not claims.num_rows:
        return True
    passages, sources = tables["passages"], tables["sources"]
    rows = find(claims["target_id"], [tables[name][TABLES[name].key()] for name in FACT_TABLES])
    passage = find(claims["passage_id"], [passages["passage_id"]])
    source = find(passages["source_id"], [sources["source_id"]])
    if rows is None or passage is None or source is None:
        return False
    table = claims.append_column("seal", seals["seal"])
    for name, cells in (("passage", passages["sha256"]), ("selector", passages["selector"])):
        table = table.append_column(name, cells.take(indices(passage)))
    descent = _descent(sources)
    for name, cells in (("source", sources["sha256"]), ("published", sources["published"]), *descent.items()):
        table = table.append_column(name, cells.take(indices(source[passage])))
    batches = (slice(start, start + _BATCH) for start in range(0, table.num_rows, _BATCH))
    return all(_fits(table[batch], rows[batch], tables) for batch in batches)


def _descent(sources: pa.Table) -> dict[str, pa.Array]:
    """Who asserts what each source says where a claim names nobody, and from whom it comes."""
    needed = sources.select(["source_id", "kind", "publisher_id", "author", "derived_from", "derivation"])
    rows = lineage.table({name: cell or "" for name, cell in row.items()} for row in needed.to_pylist())
    return {name: texts(row[name] for row in rows) for name in ("asserter", "origin")}


def _fits(claims: pa.Table, rows: np.ndarray, tables: Mapping[str, pa.Table]) -> bool:
    """Whether the seals of these claims fit; those on one table that name the same columns are taken together."""
    around = [_joined(parts).combine_chunks() for parts in _around(claims)]
    seals = claims["seal"].combine_chunks()
    for name, fields, chosen, places in by_fields(claims, rows, tables):
        if not set(fields) <= set(tables[name].column_names):
            return False
        before, between, behind = (part.take(indices(chosen)) for part in around)
        cells = _cells(fields, [tables[name][field].take(indices(places)) for field in fields])
        made = _joined([before, *cells, between, text(f'"{name}"'), behind]).combine_chunks()
        whole, parts = content(made), pairwise(ends(made).tolist())
        hashes = (hashlib.sha256(whole[first:end]).hexdigest() for first, end in parts)
        if any(one != seal for one, seal in zip(hashes, seals.take(indices(chosen)).to_pylist(), strict=True)):
            return False
    return True


def _around(claims: pa.Table) -> Iterator[list[Cells]]:
    """What stands before the claimed cells in the JSON that is hashed; between them and the table; and behind it."""
    parts = {key: claims[key] for key in ("origin", "passage", "source")}
    parts |= {key: _escaped(claims[key]) for key in ("as_stated", "selector", "value")}
    parts |= {"target": claims["target_id"], "as_of": pc.coalesce(claims["as_of"], claims["published"])}
    parts["asserted_by"] = pc.coalesce(claims["asserted_by"], claims["asserter"])
    parts |= {key: pc.coalesce(claims[key], text(value)) for key, value in _DEFAULTS.items()}
    given: list[Cells] = []
    begin = "{"
    for key in sorted([*parts, "cells", "format", "table"]):
        given.append(text(f'{begin}"{key}":'))
        begin = ","
        if key in parts:
            given += [text('"'), parts[key], text('"')]
        elif key == "format":
            given.append(text(str(FORMAT)))
        else:
            yield given
            given = []
    yield [*given, text("}")]


def _cells(fields: list[str], cells: list[Cells]) -> Iterator[Cells]:
    for number, (field, values) in enumerate(zip(fields, cells, strict=True)):
        yield from (text(f'{"," if number else "["}["{field}","'), _escaped(values), text('"]'))
    yield text("]")


def _joined(parts: list[Cells]) -> Cells:
    """Texts put together, an empty text for null; what stands between them comes last: nothing."""
    return pc.binary_join_element_wise(*parts, text(""), null_handling="replace")


def _escaped(cells: Cells) -> Cells:
    """Texts as JSON has them; there are no control characters in canonical text."""
    return pc.replace_substring(pc.replace_substring(cells, "\\", r"\\"), '"', r"\"")
