"""Cuts a version: what became of each fact goes to history.csv, the root over all facts to releases.csv."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

import pyarrow as pa

from mostanad.contract import SCHEMA_VERSION, lock
from mostanad.curation.transaction import EditRefused, commit, read_rows
from mostanad.documents import Documents
from mostanad.history import digests, published
from mostanad.history.differences import Reasons, differences
from mostanad.history.published import Published, State
from mostanad.models.cells import version_order
from mostanad.models.vocabularies import Change
from mostanad.package import Package
from mostanad.releases.build import as_findings
from mostanad.releases.compile import CompileError, compile_tables
from mostanad.validation import LAYERS, validate_package


@dataclass(frozen=True)
class Recorded:
    """A version that was cut.

    Attributes:
        version: which.
        root: the root over its facts.
        changes: how many facts became what since the version before.
    """

    version: str
    root: str
    changes: Mapping[str, int]


def record(package: Package, date: dt.date) -> Recorded:
    """Append to the history what became of each fact since the last version, as the version that the package names.

    Args:
        package: an opened package.
        date: the day on which the version is published.

    Returns:
        what was recorded.

    Raises:
        EditRefused: if the package has errors, a published cell changed without a reason, or the version or the day is
            not after the last one; nothing was written.
    """
    version = package.version
    rows = read_rows(package)
    _refuse_out_of_turn(rows["releases"], version, date.isoformat())
    _refuse_errors(package)
    _refuse_another_contract(package)
    try:
        tables = compile_tables(package)
    except CompileError as error:
        raise EditRefused("no version can be recorded; fix this first", as_findings(package, error)) from error
    after = state(tables)
    found = entries(version, rows["history"].values(), after, reasons(rows))
    rows["history"] |= found
    _forget({row["fact_id"] for row in found.values() if row["change"] == Change.PRIVACY}, rows["history"].values())
    row = rows["releases"][version] = release(version, date.isoformat(), tables, after)
    commit(package, rows, Documents(None))
    return Recorded(version, row["root"], Counter(row["change"] for row in found.values()))


def entries(
    version: str, history: Iterable[Mapping[str, str]], after: State, why: Reasons
) -> dict[str, dict[str, str]]:
    """The rows of the history that say what became of each fact in a version, by their ids.

    Args:
        version: the version.
        history: the rows before it.
        after: the facts of the version.
        why: why facts changed.
    """
    made = {}
    for one in differences(published.last_published(history), after, why):
        now = after.get(one.fact_id, Published("", ""))
        entry = {"fact_id": one.fact_id, "version": version, "change": str(one.change), "reason_id": one.reason_id}
        entry |= {"digest": now.digest, "value_digest": now.value_digest}
        made[f"{one.fact_id}@{version}"] = {"entry_id": f"{one.fact_id}@{version}", **entry}
    return made


def release(version: str, date: str, tables: Mapping[str, pa.Table], facts: State) -> dict[str, str]:
    """The row of a version in releases: the roots over its facts and over its other cells.

    Args:
        version: the version.
        date: the day on which it is published.
        tables: its tables, compiled.
        facts: its facts.
    """
    return {
        "version": version,
        "date": date,
        "schema_version": SCHEMA_VERSION,
        "facts": str(len(facts)),
        "root": published.root({name: fact.digest for name, fact in facts.items()}),
        "coding_digest": digests.of_coding(tables),
    }


def reasons(rows: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Reasons:
    """Why facts changed, from the rows of a package by table and key."""
    return Reasons(rows["corrections"].values(), rows["redirects"].values())


def _forget(facts: Set[str], history: Iterable[dict[str, str]]) -> None:
    """A short value can be found from its hash by trying: what is removed for privacy has none in any version."""
    for entry in history:
        if entry["fact_id"] in facts:
            entry |= {"digest": "", "value_digest": ""}


def state(tables: Mapping[str, pa.Table]) -> State:
    """The facts of compiled tables, by hashes."""
    facts = tables["facts"]
    values = dict(zip(facts["fact_id"].to_pylist(), facts["value"].to_pylist(), strict=True))
    return {
        name: Published(digest, published.value_digest(values[name]))
        for name, digest in digests.of_facts(tables).items()
    }


def _refuse_errors(package: Package) -> None:
    """With the new entries a change without a reason would be the published state, and found no more."""
    layers = [layer for layer in LAYERS if layer not in ("frictionless", "passages")]
    if errors := validate_package(package, Documents(None), layers).errors:
        raise EditRefused("no version can be recorded; fix this first", errors)


def _refuse_another_contract(package: Package) -> None:
    """The lock says what the last release promised; with this one it must say what this one promises."""
    if (package.root / lock.PATH).is_file() and lock.read(package.root) != lock.lock():
        raise EditRefused(
            "the contract is not the locked one; run `mostanad contract`, then `mostanad contract --lock`"
        )


def _refuse_out_of_turn(releases: Mapping[str, Mapping[str, str]], version: str, date: str) -> None:
    if version in releases:
        raise EditRefused(
            f"{version} is recorded already; raise the version in pyproject.toml and run `mostanad schema --write`"
        )
    if not releases:
        return
    last = max(releases, key=version_order)
    if version_order(version) < version_order(last):
        raise EditRefused(f"{version} comes before {last}, the last version that is recorded")
    if date < releases[last]["date"]:
        raise EditRefused(f"{date} is before {releases[last]['date']}, the day of {last}")
