"""Facts against the cells that they are of, and against the evidence that they rest on.

Counted here once more, from the tables and without the release models, so that an error in one is found by the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import support
from mostanad.evidence.spans import arrow_spans
from mostanad.files import Table
from mostanad.files.queries import read_queries
from mostanad.files.render import text_array, texts
from mostanad.files.typed import in_order
from mostanad.models import FACT_TABLES, TABLES
from mostanad.releases import layout
from mostanad.releases.codes import CODES
from mostanad.releases.compile import compile_reasons
from mostanad.validation import Finding, asking
from mostanad.validation.fact_checks import problems
from mostanad.validation.queries import QueryError

#: How many rows of evidence are looked at together.
_AT_ONCE = 1 << 16
_CELL = ("fact_id", "table_name", "row_id", "field", "value")
_OF_CLAIMS = ("claim_id", "passage_id", "as_of", "value")
_DEFAULTS = (("modality", "fact"), ("hedge", "none"), ("stance", "asserts"))
#: What is wrong with a row of evidence in which one of these cells is another.
_LINKS = {
    ("claim_id", "fact_id", "passage_id"): "the claim is on another row, or of another passage",
    ("selector", "passage_sha256"): "there is no such passage, or its selector or hash is another",
    ("source_id",): "the passage is not of this source",
    ("source_sha256", "source_url"): "there is no such source, or its hash or address is another",
    ("value",): "the value is neither the cell's nor the claim's own",
}


def check_facts(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Facts are exactly the assertion cells that are not empty, each with at least one claim that asserts it."""
    facts = tables["facts"]
    if not _is_same(facts, _assertion_cells(tables)):
        yield from _check_cells(tables)
    counted = support.count(tables["evidence"], facts["fact_id"], _is_official(tables))
    if _is_same(facts, counted) and not counted["support"].null_count:
        return
    for line, (fact, now) in enumerate(zip(facts.to_pylist(), counted.to_pylist(), strict=True), 2):
        for message in _disagreements(fact, now):
            yield CODES["MST612"].at(layout.csv("facts"), line, 0, fact["fact_id"], message)


def _check_cells(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Each fact without its cell, and each cell without its fact."""
    cells = {row["fact_id"]: row for row in _assertion_cells(tables).to_pylist()}
    path = layout.csv("facts")
    for line, fact in enumerate(tables["facts"].select(_CELL).to_pylist(), 2):
        name = fact["fact_id"]
        if name not in cells:
            yield CODES["MST611"].at(path, line, 0, name, "there is no such cell, or it is empty or no assertion")
        elif fact != cells.pop(name):
            yield CODES["MST611"].at(path, line, 0, name, "table, row, column or value are not the cell's")
    for name, cell in cells.items():
        yield CODES["MST611"].at(layout.csv(cell["table_name"]), 0, 0, name, "the cell is not among the facts")


def check_evidence(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Every claim on every cell is a row, and leads to its claim, its passage and its source with their hashes."""
    evidence, cells = tables["evidence"], _claimed_cells(tables)
    if len(evidence) == len(cells) and _is_expected(tables, cells):
        return
    values = _looked_up(tables["facts"], "fact_id", cells["fact_id"])["value"]
    wanted = {row["evidence_id"]: row for row in _expected_evidence(tables, cells, values).to_pylist()}
    missing = set(wanted)
    for line, row in enumerate(evidence.to_pylist(), 2):
        name = row["evidence_id"]
        for message in _breaks(row, wanted.get(name)):
            yield CODES["MST613"].at(layout.csv("evidence"), line, 0, name, message)
        missing.discard(name)
    for name in sorted(missing):
        yield CODES["MST613"].at(layout.csv("claims"), 0, 0, name, "the claim on this cell is not among the evidence")


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
        yield f"{name} is not the claim's"


def _claimed_cells(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Each claim on each cell, in order of the evidence; and where its claim and its passage stand."""
    claims = tables["claims"].select(["claim_id", "target_id", "passage_id", "fields"]).combine_chunks()
    fields = claims["fields"].chunk(0) if len(claims) else claims["fields"].combine_chunks()
    claim, field = pc.list_parent_indices(fields), pc.list_flatten(fields)
    joined = [("claim_id", "evidence_id"), ("target_id", "fact_id")]
    found = {into: pc.binary_join_element_wise(claims[name].take(claim), field, "/") for name, into in joined}
    passage = pc.index_in(claims["passage_id"], tables["passages"]["passage_id"]).take(claim)
    return in_order(layout.MODELS["evidence"], pa.table({**found, "claim": claim, "passage": passage}))


def _is_expected(tables: Mapping[str, pa.Table], cells: pa.Table) -> bool:
    """Whether the evidence is that of these cells, of which there are as many."""
    facts = tables["facts"]
    places, values_of = pc.index_in(cells["fact_id"], facts["fact_id"]), facts["value"].combine_chunks()
    for start in range(0, len(cells), _AT_ONCE):
        block = tables["evidence"].slice(start, _AT_ONCE)
        # A value that neither a fact nor the claim has is that of the evidence.
        values = pc.coalesce(values_of.take(places.slice(start, _AT_ONCE)), block["value"])
        if not _is_same(block, _expected_evidence(tables, cells.slice(start, _AT_ONCE), values)):
            return False
    return True


def _expected_evidence(tables: Mapping[str, pa.Table], cells: pa.Table, values: pa.ChunkedArray) -> pa.Table:
    """The columns of evidence that follow from other tables, an empty cell where one of these has no such row;
    ``values``: of each cell."""
    claims = tables["claims"].select([*_OF_CLAIMS, *dict(_DEFAULTS)]).take(cells["claim"])
    passages = tables["passages"].select(["source_id", "selector", "sha256"]).take(cells["passage"])
    sources = _looked_up(tables["sources"].select(["source_id", "sha256", "url"]), "source_id", passages["source_id"])
    return pa.table(
        {
            **{name: cells[name] for name in ("evidence_id", "fact_id")},
            **{name: claims[name] for name in ("claim_id", "passage_id", "as_of")},
            **{"selector": passages["selector"], "passage_sha256": passages["sha256"]},
            **{"source_id": passages["source_id"], "source_sha256": sources["sha256"], "source_url": sources["url"]},
            **{name: pc.fill_null(claims[name], default) for name, default in _DEFAULTS},
            "value": pc.coalesce(claims["value"], values),
        }
    )


def _is_same(table: pa.Table, expected: pa.Table) -> bool:
    """Whether the columns that are expected hold the same cells."""
    return all(table[name].equals(expected[name]) for name in expected.column_names)


def _looked_up(table: pa.Table, key: str, wanted: pa.ChunkedArray) -> pa.Table:
    """The rows of a table by their keys, without any value where there is no such key."""
    return table.take(pc.index_in(wanted, table[key]))


def _assertion_cells(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The assertion cells that are not empty, in order of the ids of their facts."""
    found = [pa.schema([(name, pa.string()) for name in _CELL]).empty_table()]
    for name in FACT_TABLES:
        for column in TABLES[name].columns():
            if column.role == "assertion":
                cells = pa.table(
                    [tables[name][TABLES[name].key()], text_array(tables[name][column.name])], ["row", "value"]
                )
                cells = cells.filter(pc.not_equal(pc.fill_null(cells["value"], ""), ""))
                ids = pc.binary_join_element_wise(cells["row"], column.name, "/")
                of_cell = (pa.repeat(pa.scalar(text), len(cells)) for text in (name, column.name))
                table_name, field = of_cell
                found.append(pa.table([ids, table_name, cells["row"], field, cells["value"]], list(_CELL)))
    return pa.concat_tables(found).sort_by("fact_id")


def _is_official(tables: Mapping[str, pa.Table]) -> pa.ChunkedArray:
    """Of each row of evidence whether it is an authority's own record; of none if a source is missing or a date is
    none: then no fact that says so agrees with its evidence."""
    evidence = tables["evidence"]
    if pc.all(pc.is_in(evidence["source_id"], tables["sources"]["source_id"]), min_count=0).as_py():
        with suppress(ValueError):
            return support.is_official(tables)
    return pa.chunked_array([pa.repeat(pa.scalar(False), len(evidence))])


def _disagreements(fact: Mapping[str, Any], counted: Mapping[str, Any]) -> Iterator[str]:
    """What a fact says of its evidence and is not so."""
    if counted["support"] is None:
        yield "no claim asserts it"
        return
    if wrong := [name for name, value in counted.items() if name != "support" and fact[name] != value]:
        yield f"{', '.join(wrong)}: not as its evidence says"
    if fact["support"] != counted["support"]:
        yield f"support is {counted['support']}, as its evidence says, and not {fact['support']}"


def check_spans(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """What lasts, who was on whose lists, and what an entry says follows from the tables: it is compiled again."""
    compiled = arrow_spans(tables)
    if {"facts", "evidence"} <= tables.keys():
        compiled["reasons"] = compile_reasons(tables)
    for name, made in compiled.items():
        if name in tables and not tables[name].equals(made):  # that one is missing is said elsewhere
            rows = zip_longest(tables[name].to_pylist(), made.to_pylist())
            line, (one, other) = next(found for found in enumerate(rows, 2) if found[1][0] != found[1][1])
            key = next(iter((one or other).values()))
            yield CODES["MST620"].at(layout.csv(name), line if one else 0, 0, key, "not as the tables say")


def check_fact_checks(root: Path, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Each verdict and each answer follows from the tables: the queries in ``root`` are run again on them."""
    rows = {name: [*as_text(name, tables[name]).records()] for name in ("fact_checks", "fact_check_answers")}
    if not rows["fact_checks"]:
        return
    lines = {name: {row[TABLES[name].key()]: line for line, row in enumerate(rows[name], 2)} for name in rows}
    queries = read_queries(root, layout.QUERIES)
    with asking.started(queries) as process:
        try:
            asked = (*TABLES, "spans", "on_lists")
            process.about({name: tables[name] for name in asked})  # as the validation does
        except QueryError as error:
            message = f"no query of a fact check can be run: {error}"
            yield CODES["MST617"].at(layout.csv("fact_checks"), 0, 0, "", message)
            return
        for problem in problems(process, queries, *rows.values()):
            assert not isinstance(problem, str), "no table is broken: every query is run"
            if problem.table:
                where = layout.csv(problem.table), lines[problem.table][problem.row_id]
            else:
                where = layout.query(problem.row_id), problem.line
            yield CODES["MST617"].at(*where, 0, problem.value, problem.message)


def as_text(name: str, table: pa.Table) -> Table:
    """A table as the validation reads it."""
    columns = tuple(column.name for column in layout.MODELS[name].columns())
    return Table(
        name, layout.csv(name), columns, tuple(zip(*(texts(table[column]) for column in columns), strict=True))
    )
