"""Facts against the cells that they are of, and against the evidence that they rest on.

Counted here once more, from the tables and without the release models, so that an error in one is found by the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from mostanad.evidence import support
from mostanad.files.render import records, texts
from mostanad.models import FACT_TABLES, TABLES
from mostanad.releases import layout
from mostanad.releases.codes import CODES
from mostanad.validation import Finding

_ACTS = ("evidence", "sources", "sanctions", "programmes", "legal_bases", "events", "affiliations")


def check_facts(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Facts are exactly the assertion cells that are not empty, each with at least one claim that asserts it."""
    cells = dict(_assertion_cells(tables))
    bases = support.count(records(tables["evidence"]), _official_claims(tables))
    path = layout.csv("facts")
    for line, fact in enumerate(records(tables["facts"]), 2):
        name = fact["fact_id"]
        found = (fact["table_name"], fact["row_id"], fact["field"], fact["value"])
        if name not in cells:
            yield CODES["MST611"].at(path, line, 0, name, "there is no such cell, or it is empty or no assertion")
        elif found != cells.pop(name):
            yield CODES["MST611"].at(path, line, 0, name, "table, row, column or value are not the cell's")
        for message in _disagreements(fact, bases.get(name, support.Basis())):
            yield CODES["MST612"].at(path, line, 0, name, message)
    for name, (table, *_) in cells.items():
        yield CODES["MST611"].at(layout.csv(table), 0, 0, name, "the cell is not among the facts")


def check_evidence(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Every claim on every cell is a row, and leads to its claim, its passage and its source with their hashes."""
    claims = {record["claim_id"]: record for record in records(tables["claims"])}
    passages = {record["passage_id"]: record for record in records(tables["passages"])}
    sources = {record["source_id"]: record for record in records(tables["sources"])}
    facts = dict(zip(texts(tables["facts"]["fact_id"]), texts(tables["facts"]["value"]), strict=True))
    expected = {f"{name}/{column}" for name, claim in claims.items() for column in claim["fields"]}
    path = layout.csv("evidence")
    for line, row in enumerate(records(tables["evidence"]), 2):
        claim = claims.get(row["claim_id"], {})
        passage = passages.get(row["passage_id"], {})
        source = sources.get(row["source_id"], {})
        for message in _breaks(row, claim, passage, source, facts):
            yield CODES["MST613"].at(path, line, 0, row["evidence_id"], message)
        expected.discard(row["evidence_id"])
    for name in sorted(expected):
        yield CODES["MST613"].at(layout.csv("claims"), 0, 0, name, "the claim on this cell is not among the evidence")


def _breaks(
    row: dict[str, Any], claim: dict[str, Any], passage: dict[str, Any], source: dict[str, Any], facts: dict[str, str]
) -> Iterator[str]:
    """What is wrong with the chain from a row of evidence to its document."""
    column = row["fact_id"].rpartition("/")[2]
    if row["evidence_id"] != f"{row['claim_id']}/{column}" or column not in claim.get("fields", ()):
        yield "no claim names this cell"
    elif row["fact_id"] != f"{claim['target_id']}/{column}" or row["passage_id"] != claim["passage_id"]:
        yield "the claim is on another row, or of another passage"
    if (row["selector"], row["passage_sha256"]) != (passage.get("selector"), passage.get("sha256")):
        yield "there is no such passage, or its selector or hash is another"
    if row["source_id"] != passage.get("source_id"):
        yield "the passage is not of this source"
    if (row["source_sha256"], row["source_url"]) != (source.get("sha256"), source.get("url")):
        yield "there is no such source, or its hash or address is another"
    for name, default in (("modality", "fact"), ("hedge", "none"), ("stance", "asserts"), ("as_of", None)):
        if row[name] != (claim.get(name) or default):
            yield f"{name} is not the claim's"
    if row["value"] != (claim.get("value") or facts.get(row["fact_id"], row["value"])):
        yield "the value is neither the cell's nor the claim's own"


def _assertion_cells(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    for name in FACT_TABLES:
        keys = texts(tables[name][TABLES[name].key()])
        for column in TABLES[name].columns():
            if column.role == "assertion":
                for key, value in zip(keys, texts(tables[name][column.name]), strict=True):
                    if value:
                        yield f"{key}/{column.name}", (name, key, column.name, value)


def _official_claims(tables: Mapping[str, pa.Table]) -> frozenset[str]:
    """The claims that are an authority's own record; none if a source is missing or a date is none: then no fact that
    says so agrees with its evidence."""
    try:
        return support.official_claims({name: list(records(tables[name])) for name in _ACTS})
    except (KeyError, ValueError):
        return frozenset()


def _disagreements(fact: dict[str, Any], basis: support.Basis) -> Iterator[str]:
    """What a fact says of its evidence and is not so."""
    if not basis.claims:
        yield "no claim asserts it"
        return
    wrong = [name for name, value in basis.counts().items() if fact[name] != value]
    if wrong:
        yield f"{', '.join(wrong)}: not as its evidence says"
    if fact["support"] != basis.support():
        yield f"support is {basis.support()}, as its evidence says, and not {fact['support']}"
