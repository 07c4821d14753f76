"""What history.csv and releases.csv say of a version: computed once, for the command that writes it and for checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from mostanad.contract import SCHEMA_VERSION
from mostanad.evidence import digests, published
from mostanad.evidence.differences import Reasons, differences
from mostanad.evidence.published import Published, State


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


def state(tables: Mapping[str, pa.Table]) -> State:
    """The facts of compiled tables, by hashes."""
    facts = tables["facts"]
    values = dict(zip(facts["fact_id"].to_pylist(), facts["value"].to_pylist(), strict=True))
    return {
        name: Published(digest, published.value_digest(values[name]))
        for name, digest in digests.of_facts(tables).items()
    }
