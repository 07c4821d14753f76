"""Tells fast which claims have no seal, and whether every seal fits: :mod:`mostanad.evidence.seals`, of columns."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.claim_rows import DEFAULTS
from mostanad.evidence.links import Links, flags, indices
from mostanad.evidence.relations import lineage_of
from mostanad.evidence.seals import FORMAT
from mostanad.files.columns import text, texts
from mostanad.files.render import content, ends, escaped
from mostanad.models import FACT_TABLES
from mostanad.validation.linked import by_fields

#: So many claims are taken together; of fewer there are as many kinds, and each kind costs some calls.
_BATCH = 1 << 15

Cells = Any  # an array of texts, or one text


def unsealed(links: Links) -> list[str] | None:
    """The claims that have no seal; None if a seal does not fit or has no claim, or that is not plain to see."""
    claims, seals = links.tables["claims"], links.tables["seals"]
    if claims["claim_id"].equals(seals["claim_id"]):
        return [] if _fit(links, slice(None), claims) else None
    has_seal = pc.is_in(claims["claim_id"], value_set=seals["claim_id"].combine_chunks())
    sealed = claims.filter(has_seal)
    if not sealed["claim_id"].equals(seals["claim_id"]) or not _fit(links, flags(has_seal), sealed):
        return None
    bare: list[str] = claims["claim_id"].filter(pc.invert(has_seal)).to_pylist()
    return bare


def _fit(links: Links, chosen: slice | np.ndarray, claims: pa.Table) -> bool:
    """Whether the seals of these claims, chosen of all, fit; there are no others."""
    if not claims.num_rows:
        return True
    rows, passage = links["claims", "target_id"], links["claims", "passage_id"]
    source = links["passages", "source_id"]
    if rows is None or passage is None or source is None:
        return False
    sources = links.tables["sources"]
    descent = lineage_of(sources)
    passages = links.tables["passages"].select(["sha256", "selector"]).combine_chunks()
    passages = passages.rename_columns(["passage", "selector"])
    of_sources = pa.table({"source": sources["sha256"], "published": sources["published"]})
    for name in ("asserter", "origin"):
        of_sources = of_sources.append_column(name, descent[name])
    # Of many chunks each would be searched for its rows.
    of_sources = of_sources.combine_chunks()
    tables = {name: links.tables[name] for name in FACT_TABLES}

    @cache
    def cells(name: str, field: str) -> Cells:
        return _joined([text(f'["{field}","'), escaped(tables[name][field]), text('"]')]).combine_chunks()

    claims = claims.append_column("seal", links.tables["seals"]["seal"])
    rows, passage = rows[chosen], passage[chosen]
    for start in range(0, claims.num_rows, _BATCH):
        batch = slice(start, start + _BATCH)
        of_batch, places = claims[batch], passage[batch]
        for more in (passages.take(indices(places)), of_sources.take(indices(source[places]))):
            for name in more.column_names:
                of_batch = of_batch.append_column(name, more[name])
        if not _fits(of_batch, rows[batch], tables, cells):
            return False
    return True


def _fits(
    claims: pa.Table, rows: np.ndarray, tables: Mapping[str, pa.Table], cells: Callable[[str, str], Cells]
) -> bool:
    """Whether the seals of these claims fit; the cells of those that name the same columns are taken together.

    ``cells`` gives those of a column as they stand in what is hashed.
    """
    found, names, chosen = list[Cells](), list[str](), list[np.ndarray]()
    for name, fields, some, places in by_fields(claims, rows, tables):
        if not set(fields) <= set(tables[name].column_names):
            return False
        first, *more = (cells(name, field).take(indices(places)) for field in fields)
        found.append(pc.binary_join_element_wise(first, *more, text(",")) if more else first)
        names += [name] * len(some)
        chosen.append(some)
    back = indices(np.argsort(np.concatenate(chosen)))
    made = _joined(_parts(claims, pa.concat_arrays(found).take(back), texts(names).take(back)))
    whole, parts = content(made.combine_chunks()), pairwise(ends(made.combine_chunks()).tolist())
    hashes = b"".join([hashlib.sha256(whole[first:end]).digest() for first, end in parts])
    return hashes == bytes.fromhex(str(content(claims["seal"].combine_chunks()), "ascii"))


def _parts(claims: pa.Table, cells: Cells, table: Cells) -> Iterator[Cells]:
    """The JSON that is hashed: constants, and columns of what stands between them."""
    parts = {key: claims[key] for key in ("origin", "passage", "source")} | {"table": table}
    parts |= {key: escaped(claims[key]) for key in ("as_stated", "selector", "value")}
    parts |= {"target": claims["target_id"], "as_of": pc.coalesce(claims["as_of"], claims["published"])}
    parts["asserted_by"] = pc.coalesce(claims["asserted_by"], claims["asserter"])
    parts |= {key: pc.coalesce(claims[key], text(value)) for key, value in DEFAULTS.items()}
    begin = "{"
    for key in sorted([*parts, "cells", "format"]):
        if key in parts:
            yield from (text(f'{begin}"{key}":"'), parts[key], text('"'))
        else:
            yield from (
                text(f'{begin}"{key}":'),
                *([text("["), cells, text("]")] if key == "cells" else [text(str(FORMAT))]),
            )
        begin = ","
    yield text("}")


def _joined(parts: Iterable[Cells]) -> Cells:
    """Texts put together, an empty text for null; what stands between them comes last: nothing."""
    return pc.binary_join_element_wise(*parts, text(""), null_handling="replace")
