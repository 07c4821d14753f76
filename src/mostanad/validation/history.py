"""Layer 5, second part: the history still has what was published, and no published cell changes without a correction.

The history is compared with the roots that were published with it, and the cells with the last recorded version.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import numpy as np

from mostanad.evidence import merkle
from mostanad.evidence.published import GONE, Reasons
from mostanad.files.render import lines
from mostanad.files.resources import sql
from mostanad.models import FACT_TABLES
from mostanad.models.cells import version_order
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.places import Places

#: The tables that this layer reads.
READ = (*FACT_TABLES, "releases", "history", "corrections", "redirects")
#: The schema version since which a recorded version has a digest of its cells that are not facts.
_WITH_CODING = (1, 1, 0)
_GONE = ", ".join(f"'{change}'" for change in sorted(GONE))
_ENTRIES, _ODD, _LEAVES, _CHANGED = sql("validation/history.sql")
Row = dict[str, Any]


def check(connection: duckdb.DuckDBPyConnection, places: Places, *, is_sound: bool = False) -> Iterator[Finding | str]:
    """Check the history, in tables without errors in layers 1 to 3; yield findings, and what could not be checked. If
    the history is known to be sound (``is_sound``), only compare the cells with it."""
    releases = sorted(_rows(connection, "SELECT * FROM releases"), key=lambda row: version_order(row["version"]))
    recorded = ", ".join(f"('{row['version']}', {place})" for place, row in enumerate(releases)) or "(NULL, NULL)"
    connection.execute(_ENTRIES.format(recorded=recorded, gone=_GONE))
    odd = [] if is_sound else connection.execute(_ODD.format(recorded=recorded)).fetchall()
    found = [CODES[code].at(*places.of(*place), value, message) for code, *place, value, message in odd]
    yield from found
    if not (found or is_sound) and releases:  # an inconsistent history has no root
        facts = connection.sql(_LEAVES).to_arrow_table()
        first, until, whole = (np.from_dlpack(facts[name].combine_chunks()) for name in ("first", "until", "whole"))
        hashed = b"".join(map(merkle.leaf, lines(facts["entry"].combine_chunks())))
        there = [np.flatnonzero((first <= place) & (place < until)) for place in range(len(releases))]
        for row, facts_of, root in zip(releases, there, _roots(there, hashed), strict=True):
            yield from _root(row, len(facts_of), root, places, is_whole=bool(whole[facts_of].all()))
    if not found:
        yield from _unexplained(connection, places)
    connection.execute("DROP TABLE history_entries")


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Return rows as dictionaries, with an empty string for an empty cell."""
    rows = connection.sql(query).to_arrow_table().to_pylist()
    return [{name: "" if cell is None else cell for name, cell in row.items()} for row in rows]


def _roots(trees: Sequence[np.ndarray], leaves: bytes) -> list[str]:
    """The roots of Merkle trees, given by the positions of their leaves; a node of several trees is hashed once."""
    nodes = np.frombuffer(leaves, np.uint8).reshape(-1, merkle.SIZE)
    trees = [np.asarray(tree, np.int64) for tree in trees]
    while any(len(tree) > 1 for tree in trees):
        many = len(nodes)
        pairs = [tree[: len(tree) // 2 * 2].reshape(-1, 2) for tree in trees]
        both = np.concatenate([pair[:, 0] * many + pair[:, 1] for pair in pairs])
        different, place = np.unique(both, return_inverse=True)
        hashed = merkle.nodes(np.hstack([nodes[different // many], nodes[different % many]]))
        nodes = np.concatenate([nodes, np.frombuffer(hashed, np.uint8).reshape(-1, merkle.SIZE)])
        above = np.split(place.reshape(-1) + many, np.cumsum([len(pair) for pair in pairs])[:-1])
        # the last of an odd number moves up unhashed
        trees = [np.concatenate([new, tree[2 * len(new) :]]) for new, tree in zip(above, trees, strict=True)]
    return [nodes[tree[0]].tobytes().hex() if len(tree) else merkle.root([]).hex() for tree in trees]


def _root(row: Row, facts: int, root: str, places: Places, *, is_whole: bool) -> Iterator[Finding | str]:
    """Compare the number of facts and the root that follow from the history with those recorded for the version."""

    def at(field: str, message: str) -> Finding:
        return CODES["MST543"].at(*places.of("releases", row["version"], field), str(row[field]), message)

    if bool(row["coding_digest"]) != (version_order(row["schema_version"]) >= _WITH_CODING):
        must = "must not" if row["coding_digest"] else "must"
        yield at("coding_digest", f"a version with schema {row['schema_version']} {must} have a coding_digest")
    if not is_whole:
        yield f"the root of {row['version']}: hashes of facts were removed for privacy"
    elif row["facts"] != facts:
        yield at("facts", f"the history has {facts} facts in {row['version']}")
    elif row["root"] != root:
        yield at("root", f"the root of {row['version']} computed from the history is {root}")


def _unexplained(connection: duckdb.DuckDBPyConnection, places: Places) -> Iterator[Finding]:
    """Find cells that changed since they were published, without a correction or a redirect that says so."""
    if not (changed := _rows(connection, _CHANGED)):
        return
    corrections = _rows(connection, "SELECT * FROM corrections")
    reasons = Reasons(corrections, _rows(connection, "SELECT * FROM redirects"))
    for fact in changed:
        name, published = fact["fact_id"], fact["value_digest"]
        reason = reasons.of_changed(name, published, fact["now"]) if fact["now"] else reasons.of_gone(name, published)
        if reason.reason_id:
            continue
        row, _, field = name.rpartition("/")
        table = next((table for table in FACT_TABLES if row in places.keys(table)), "")
        where = places.of(table, row, field) if table else places.of("history", fact["entry_id"], "fact_id")
        message = f"{name} was published and is gone; no correction explains that"
        if fact["now"]:
            message = f"{name} was published with another value; no correction explains the change"
        if there := [one["correction_id"] for one in corrections if (one["target_id"], one["field"]) == (row, field)]:
            message += f" ({', '.join(there)}: is `before` or `after` mistyped?)"
        yield CODES["MST544"].at(*where, places.value(table, row, field) if table else name, message)
