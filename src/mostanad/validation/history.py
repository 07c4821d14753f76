"""Layer 5, second part: what was published stands in the history unchanged; no published cell changes without a word.

The history is held against the roots that were published with it, and the cells of the package against the last version
that was recorded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from mostanad.evidence.published import GONE, Reasons, by_version, last_published, root, value_digest
from mostanad.files.tables import Table
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.cells import version_order
from mostanad.models.vocabularies import Change
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding
from mostanad.validation.places import finder

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Since which contract a version is recorded with the digest of its cells that are no facts.
_WITH_CODING = (1, 1, 0)
_GONE = ", ".join(f"'{change}'" for change in sorted(GONE))
# An entry that could not happen to its fact, whose id is another, or that was made private: then hashes are missing.
_ODD_TURNS = f"""
SELECT count(*)
FROM (
    SELECT history.*, recorded.place, history.change IN ({_GONE}) AS gone,
           lag(gone, 1, true) OVER (PARTITION BY history.fact_id ORDER BY recorded.place) AS was_gone
    FROM history LEFT JOIN recorded ON recorded.version = history.version
)
WHERE place IS NULL OR entry_id <> fact_id || '@' || version OR (change = 'added') <> was_gone
   OR (digest IS NULL) <> gone OR (value_digest IS NULL) <> gone OR change = 'privacy'
"""
# The facts of a version: of each its last entry until then.
_STATE = f"""
SELECT fact_id, digest, value_digest
FROM (
    SELECT history.* FROM history JOIN recorded ON recorded.version = history.version
    WHERE recorded.place <= {{place}}
    QUALIFY row_number() OVER (PARTITION BY history.fact_id ORDER BY recorded.place DESC) = 1
)
WHERE change NOT IN ({_GONE})
"""
_CHANGED = """
SELECT count(*)
FROM ({state}) AS published
LEFT JOIN cells ON cells.row_id || '/' || cells.field = published.fact_id
WHERE cells.value IS NULL OR sha256(cells.value) <> published.value_digest
"""
Place = Callable[[str, str, str], tuple[str, int, int]]
Cells = Mapping[str, str]


@dataclass(frozen=True)
class _Cell:
    """An assertion cell: its table, row, column and text."""

    table: str
    row: str
    field: str
    value: str


def check(tables: Mapping[str, Table], lines: Mapping[str, list[str]]) -> Iterator[Finding | str]:
    """Check the history.

    Args:
        tables: the tables as text, all without errors in layers 1 to 3.
        lines: the lines of each table's file.

    Yields:
        findings; and what could not be checked.
    """
    place = finder(tables, lines)
    entries = list(tables["history"].records())
    releases = sorted(tables["releases"].records(), key=lambda row: version_order(row["version"]))
    found = [*_order(releases, place), *_turns(entries, releases, place)]
    yield from found
    if not found:  # on a history that is in disorder no root can be computed
        yield from _roots(entries, releases, place)
        yield from _unexplained(tables, entries, place)


def is_in_order(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether :func:`check` finds nothing; False also where that is not plain to see.

    Args:
        connection: with all tables, without errors, and their cells.
    """
    query = "SELECT version, date, schema_version, facts, root, coding_digest FROM releases"
    releases = sorted(connection.execute(query).fetchall(), key=lambda row: version_order(row[0]))
    days = [row[1] for row in releases]
    if days != sorted(days) or not all(map(_DAY.fullmatch, days)):
        return False
    places = ", ".join(f"('{row[0]}', {place})" for place, row in enumerate(releases)) or "(NULL, NULL)"
    known = f"WITH recorded(version, place) AS (VALUES {places}) "
    if _count(connection, known + _ODD_TURNS):
        return False
    states = [known + _STATE.format(place=place) for place in range(len(releases))]
    for (_, _, schema_version, facts, recorded, coding), state in zip(releases, states, strict=True):
        found = connection.execute(f"SELECT fact_id, digest FROM ({state})").fetchall()
        has_coding = version_order(schema_version) >= _WITH_CODING
        if bool(coding) != has_coding or len(found) != facts or root(dict(found)) != recorded:
            return False
    return not states or not _count(connection, _CHANGED.format(state=states[-1]))


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _order(releases: Iterable[Cells], place: Place) -> Iterator[Finding]:
    """The days of releases are days, and rise with their versions."""
    before = ""
    for row in releases:
        where = place("releases", row["version"], "date")
        if not _DAY.fullmatch(row["date"]):
            yield CODES["MST541"].at(*where, row["date"], "a version is cut on one day: YYYY-MM-DD")
        elif row["date"] < before:
            message = f"{row['version']} is dated before the version that it follows ({before})"
            yield CODES["MST541"].at(*where, row["date"], message)
        before = max(before, row["date"])


def _turns(entries: Iterable[Cells], releases: Iterable[Cells], place: Place) -> Iterator[Finding]:
    """Each entry is of a version that was cut, and could happen to the fact as it was then."""
    known = {row["version"] for row in releases}
    by_fact: dict[str, list[Cells]] = defaultdict(list)
    for row in entries:
        name = row["entry_id"]
        if row["version"] not in known:
            message = f"no release {row['version']} was recorded"
            yield CODES["MST541"].at(*place("history", name, "version"), row["version"], message)
        elif name != f"{row['fact_id']}@{row['version']}":
            message = f"the entry of {row['fact_id']} in {row['version']} has the id {row['fact_id']}@{row['version']}"
            yield CODES["MST542"].at(*place("history", name, "entry_id"), name, message)
        else:
            by_fact[row["fact_id"]].append(row)
    for rows in by_fact.values():
        yield from _turns_of_fact(sorted(rows, key=lambda row: version_order(row["version"])), place)


def _turns_of_fact(rows: Sequence[Cells], place: Place) -> Iterator[Finding]:
    is_there = False
    for number, row in enumerate(rows):
        is_gone = row["change"] in GONE
        if is_there == (row["change"] == Change.ADDED):
            state = "is there already" if is_there else "is not there"
            message = f"{row['fact_id']} {state} in the version before"
            yield CODES["MST542"].at(*place("history", row["entry_id"], "change"), row["change"], message)
        is_private = any(later["change"] == Change.PRIVACY for later in rows[number + 1 :])
        for name in ("digest", "value_digest"):
            if bool(row[name]) == is_gone and not (is_private and not row[name]):
                message = "a fact that is gone has no digest" if is_gone else "a fact has a digest"
                yield CODES["MST542"].at(*place("history", row["entry_id"], name), row[name], message)
        is_there = not is_gone


def _roots(entries: Iterable[Cells], releases: Iterable[Cells], place: Place) -> Iterator[Finding | str]:
    """The facts of each version as the history has them give the root that was recorded with it."""
    states = by_version(entries, [row["version"] for row in releases])
    for row, state in zip(releases, states, strict=True):
        digests = {name: fact.digest for name, fact in state.items()}
        where = place("releases", row["version"], "root")
        if bool(row["coding_digest"]) != (version_order(row["schema_version"]) >= _WITH_CODING):
            message = f"contract {row['schema_version']} has {'no' if row['coding_digest'] else 'a'} coding_digest"
            yield CODES["MST543"].at(*place("releases", row["version"], "coding_digest"), row["coding_digest"], message)
        if not all(digests.values()):
            yield f"the root of {row['version']}: hashes of facts were removed for privacy"
        elif row["facts"] != str(len(digests)):
            where = place("releases", row["version"], "facts")
            message = f"the history has {len(digests)} facts in {row['version']}"
            yield CODES["MST543"].at(*where, row["facts"], message)
        elif row["root"] != (found := root(digests)):
            message = f"the history gives {row['version']} the root {found}"
            yield CODES["MST543"].at(*where, row["root"], message)


def _unexplained(tables: Mapping[str, Table], entries: Iterable[Cells], place: Place) -> Iterator[Finding]:
    """Cells that are not as they were published, without a correction that says so."""
    then = last_published(entries)
    if not then:
        return
    last = {row["fact_id"]: row["entry_id"] for row in sorted(entries, key=lambda row: version_order(row["version"]))}
    reasons = Reasons(tables["corrections"].records(), tables["redirects"].records())
    cells = {f"{cell.row}/{cell.field}": cell for cell in _assertions(tables)}
    rows = {row[TABLES[name].key()]: name for name in FACT_TABLES for row in tables[name].records()}
    for name, fact in then.items():
        cell = cells.get(name)
        if cell is None:
            if not reasons.of_gone(name, fact.value_digest).reason_id:
                message = f"{name} was published, and is gone without a correction"
                row, _, field = name.rpartition("/")
                if row in rows:
                    yield CODES["MST544"].at(*place(rows[row], row, field), "", message)
                else:
                    yield CODES["MST544"].at(*place("history", last[name], "fact_id"), name, message)
        elif (now := value_digest(cell.value)) != fact.value_digest and (
            not reasons.of_changed(name, fact.value_digest, now).reason_id
        ):
            message = f"{name} was published with another value, and no correction leads from that to this one"
            yield CODES["MST544"].at(*place(cell.table, cell.row, cell.field), cell.value, message)


def _assertions(tables: Mapping[str, Table]) -> Iterator[_Cell]:
    for name in FACT_TABLES:
        columns = [column.name for column in TABLES[name].columns() if column.role == "assertion"]
        key = TABLES[name].key()
        for row in tables[name].records():
            yield from (_Cell(name, row[key], field, row[field]) for field in columns if row[field])
