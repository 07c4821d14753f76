"""Checks facts against their cells and their evidence.

This counts again from the tables, without the release models: an error in one implementation shows in the other.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import support
from mostanad.evidence.digests import ranges
from mostanad.evidence.seals import DEFAULTS
from mostanad.evidence.spans import arrow_spans
from mostanad.files.grouping import key_of
from mostanad.files.mapped import blocks
from mostanad.files.queries import read_queries
from mostanad.files.render import as_text, text_array
from mostanad.files.typed import in_order, out_of_order
from mostanad.models import FACT_TABLES, MODELS, TABLES
from mostanad.releases import layout
from mostanad.releases.codes import at
from mostanad.releases.compile import compile_reasons
from mostanad.validation import Finding
from mostanad.validation.fact_checks import problems
from mostanad.validation.query_process import QueryError

#: How many facts are checked together, with their evidence; few, so the same memory is used again.
_AT_ONCE = 1 << 15
_CELL = ("fact_id", "table_name", "row_id", "field", "value")
_OF_CLAIMS = ("claim_id", "target_id", "passage_id", "fields", "as_of", "value")
_NO_CELL = "no filled assertion cell has this table, row, column and value"
#: The messages for a row of evidence in which one of these cells is wrong.
_LINKS = {
    ("claim_id", "fact_id", "passage_id"): "the claim names another row or passage",
    ("selector", "passage_sha256"): "the passage is missing, or its selector or hash differs",
    ("source_id",): "the passage is from another source",
    ("source_sha256", "source_url"): "the source is missing, or its hash or URL differs",
    ("value",): "the value is neither that of the cell nor that of the claim",
}


def check_facts(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Check that facts are exactly the assertion cells that are not empty, and that they agree with their evidence."""
    yield from _check_cells(tables)
    line, start, whole = 2, 0, tables["evidence"]
    # If a source is missing or a date is invalid, nothing counts as official: facts that claim this support then fail.
    official = pa.chunked_array([pa.repeat(pa.scalar(False), len(whole))])
    if pc.all(pc.is_in(whole["source_id"], tables["sources"]["source_id"]), min_count=0).as_py():
        with suppress(ValueError):
            official = support.is_official(tables)
    for facts, evidence in ranges(tables, _AT_ONCE):
        counted = support.count(evidence, facts["fact_id"], official.slice(start, len(evidence)))
        if not _is_same(facts, counted) or counted["support"].null_count:
            for number, (fact, now) in enumerate(zip(facts.to_pylist(), counted.to_pylist(), strict=True), line):
                for message in _disagreements(fact, now):
                    yield at("MST612", layout.csv("facts"), message, fact["fact_id"], number)
        line, start = line + len(facts), start + len(evidence)


def _check_cells(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Each fact without its cell, and each cell without its fact."""
    facts, line = tables["facts"].select(_CELL), 2
    cells = _filled_cells(tables)
    places, left = pc.index_in(facts["fact_id"], cells["fact_id"]), len(cells)
    for block in blocks(facts, _AT_ONCE):
        now = cells.take(places.slice(line - 2, len(block)))
        if not _is_same(block, now):
            same = np.logical_and.reduce([pc.fill_null(pc.equal(block[name], now[name]), False) for name in _CELL])
            for number in np.flatnonzero(~same).tolist():
                yield at("MST611", layout.csv("facts"), _NO_CELL, block["fact_id"][number].as_py(), line + number)
            left += int((~same).sum())
        line, left = line + len(block), left - len(block)
    if left or out_of_order(MODELS["facts"], facts):
        for cell in cells.filter(pc.invert(pc.is_in(cells["fact_id"], facts["fact_id"]))).to_pylist():
            yield at("MST611", layout.csv(cell["table_name"]), "the cell is not among the facts", cell["fact_id"])


def _filled_cells(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The assertion cells that are not empty, with the columns of facts."""
    parts = []
    for name, model in ((name, TABLES[name]) for name in FACT_TABLES):
        for column in (one.name for one in model.columns() if one.role == "assertion"):
            values = pc.fill_null(text_array(tables[name][column]), "")
            found = pa.table({"row_id": tables[name][model.key()], "value": values}).filter(pc.not_equal(values, ""))
            ids = pc.binary_join_element_wise(found["row_id"], column, "/")
            own = (pa.repeat(pa.scalar(text), len(found)) for text in (name, column))
            parts.append(pa.table([ids, next(own), found["row_id"], next(own), found["value"]], names=_CELL))
    return pa.concat_tables(parts).combine_chunks()


def check_evidence(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Check that each cell of each claim is a row of evidence, with its claim, passage and source and their hashes."""
    evidence, claims, line = in_order(MODELS["evidence"], tables["evidence"]), tables["claims"], 2
    is_whole = len(evidence) == (pc.sum(pc.list_value_length(claims["fields"])).as_py() or 0)
    is_whole &= evidence is tables["evidence"]  # a copy means that they were not in order
    chains, ids = _chains(tables), (block["evidence_id"] for block in blocks(evidence.select(["evidence_id"])))
    names = chain.from_iterable(pc.list_element(_halves(some), 0).chunks for some in ids)
    numbers = pc.index_in(pa.chunked_array(names, pa.string()), claims["claim_id"]).combine_chunks()
    for facts, some in ranges(tables, _AT_ONCE):
        wanted, is_claimed = _expected_evidence(chains, numbers.slice(line - 2, len(some)), facts, some)
        if not (pc.all(is_claimed, min_count=0).as_py() and _is_same(some, wanted)):
            is_whole = False
            rows = zip(some.to_pylist(), wanted.to_pylist(), is_claimed.to_pylist(), strict=True)
            for number, (row, now, is_one) in enumerate(rows, line):
                for message in _breaks(row, now if is_one else None):
                    yield at("MST613", layout.csv("evidence"), message, row["evidence_id"], number)
        line += len(some)
    if not is_whole:
        fields = claims["fields"].combine_chunks()
        ids = claims["claim_id"].take(pc.list_parent_indices(fields))
        claimed = pc.binary_join_element_wise(ids, pc.list_flatten(fields), "/")
        for name in sorted(claimed.filter(pc.invert(pc.is_in(claimed, evidence["evidence_id"]))).to_pylist()):
            yield at("MST613", layout.csv("claims"), "the claim on this cell is not among the evidence", name)


def _breaks(row: Mapping[str, Any], wanted: Mapping[str, Any] | None) -> Iterator[str]:
    """What is wrong with the chain from a row of evidence to its document."""
    if wanted is None:
        yield "no claim names this cell"
        return
    wrong = {name for name, cell in wanted.items() if row[name] != cell and (name, cell) != ("value", None)}
    for names, message in _LINKS.items():
        if wrong & {*names}:
            yield message
    for name in sorted(wrong & {"modality", "hedge", "stance", "as_of"}):
        yield f"{name} differs from that of the claim"


def _chains(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The columns that evidence takes from each claim, its passage and its source; null if there is none."""
    claims = tables["claims"].select([*_OF_CLAIMS, *DEFAULTS])
    of_passages = tables["passages"].select(["passage_id", "source_id", "selector", "sha256"])
    passages = _looked_up(of_passages, "passage_id", claims["passage_id"])
    sources = _looked_up(tables["sources"].select(["source_id", "sha256", "url"]), "source_id", passages["source_id"])
    found = {
        **{name: claims[name] for name in _OF_CLAIMS},
        **{"selector": passages["selector"], "passage_sha256": passages["sha256"]},
        **{"source_id": passages["source_id"], "source_sha256": sources["sha256"], "source_url": sources["url"]},
        **{name: pc.fill_null(claims[name], default) for name, default in DEFAULTS.items()},
    }
    return pa.table(found).combine_chunks()


def _expected_evidence(
    claims: pa.Table, numbers: pa.ChunkedArray, facts: pa.Table, evidence: pa.Table
) -> tuple[pa.Table, pa.BooleanArray]:
    """The columns that rows of evidence should have, from their claims (by row number), passages, sources and facts;
    null if there is no such row. And whether the claim names the cell."""
    found = claims.take(numbers).combine_chunks()
    columns = dict(zip(found.column_names, found.columns, strict=True))
    last = pc.list_slice(_halves(evidence["evidence_id"]), 1, 2, return_fixed_size_list=True)
    fields = pc.list_flatten(last)
    lists = columns.pop("fields").combine_chunks()
    # If neither the claim nor the fact has a value, that of the evidence is accepted.
    of_facts = _looked_up(facts.select(["fact_id", "value"]), "fact_id", evidence["fact_id"])
    columns["value"] = pc.coalesce(columns["value"], of_facts["value"], evidence["value"])
    columns["fact_id"] = pc.binary_join_element_wise(columns.pop("target_id"), fields, "/")
    rows = pc.list_parent_indices(lists)
    named = rows.filter(pc.equal(pc.list_flatten(lists), fields.take(rows)).combine_chunks())
    return pa.table(columns), pc.is_in(pa.array(np.arange(len(evidence), dtype=np.int64)), named)


def _halves(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """The parts of each id before and after the last "/"; only one part if there is none."""
    return pc.split_pattern(ids, "/", max_splits=1, reverse=True)


def _is_same(table: pa.Table, expected: pa.Table) -> bool:
    return all(table[name].equals(expected[name]) for name in expected.column_names)


def _looked_up(table: pa.Table, key: str, wanted: pa.ChunkedArray) -> pa.Table:
    """A row for each wanted key, with all cells null if the table lacks it."""
    return table.take(pc.index_in(wanted, table[key]))


def _disagreements(fact: Mapping[str, Any], counted: Mapping[str, Any]) -> Iterator[str]:
    """What a fact says about its evidence, if this is wrong."""
    if counted["support"] is None:
        yield "no claim asserts it"
        return
    if wrong := [name for name, value in counted.items() if name != "support" and fact[name] != value]:
        yield f"{', '.join(wrong)}: its evidence gives other values"
    if fact["support"] != counted["support"]:
        yield f"support is {fact['support']}, but its evidence gives {counted['support']}"


def check_spans(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Check ``spans``, ``on_lists`` and ``reasons`` by compiling them again from the tables."""
    compiled = arrow_spans(tables)
    if {"facts", "evidence"} <= tables.keys():
        compiled["reasons"] = compile_reasons(tables)
    for name, made in compiled.items():
        if name in tables and not tables[name].equals(made):  # a missing table is reported elsewhere
            rows = zip_longest(tables[name].to_pylist(), made.to_pylist())
            line, (one, other) = next(found for found in enumerate(rows, 2) if found[1][0] != found[1][1])
            message = "the row does not follow from the tables"
            yield at("MST620", layout.csv(name), message, key_of(one or other), line if one else 0)


def check_fact_checks(root: Path, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Check each verdict and each answer by running the queries in ``root`` again on the tables."""
    asked = ("fact_checks", "fact_check_answers")
    rows = {name: [*as_text(name, layout.csv(name), tables[name]).records()] for name in asked}
    if not rows["fact_checks"]:
        return
    lines = {name: {row[TABLES[name].key()]: line for line, row in enumerate(rows[name], 2)} for name in rows}
    read = {name: tables[name] for name in (*TABLES, "spans", "on_lists")}  # as the validation does
    try:
        for problem in problems(read_queries(root, layout.QUERIES), read, (), *rows.values()):
            assert not isinstance(problem, str), "no table is broken: every query is run"
            file, line = layout.query(problem.row_id), problem.line
            if problem.table:
                file, line = layout.csv(problem.table), lines[problem.table][problem.row_id]
            yield at("MST617", file, problem.message, problem.value, line)
    except QueryError as error:
        yield at("MST617", layout.csv("fact_checks"), f"no query of a fact-check can be run: {error}")
