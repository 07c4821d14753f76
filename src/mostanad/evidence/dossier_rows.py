"""Selects the rows of an official's dossier: those that refer to the official, and those to which these lead."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from mostanad.files.grouping import grouped, key_of, keyed
from mostanad.models import TABLES

Record = dict[str, Any]
#: Called with a table, columns and ids. Returns the rows with one of the ids in a column or a list, in table order.
Where = Callable[[str, Sequence[str], Collection[str]], list[Record]]
#: Tables that are not searched: an estimate concerns what is counted, not who counted it.
_LEFT_OUT = frozenset({"officials", "estimates"})
_OF_FACTS = ("value", "support", "disputed", "modalities")


@cache
def referring() -> list[tuple[str, list[str]]]:
    """The columns of each table that may refer to an official."""
    columns = (
        (name, [column.name for column in model.columns() if "officials" in column.references])
        for name, model in TABLES.items()
        if name not in _LEFT_OUT
    )
    return [(name, found) for name, found in columns if found]


@cache
def followed() -> list[tuple[str, str, str]]:
    """The references that a dossier follows, each with its target table. Newly reached tables are followed last."""
    found: list[tuple[str, str, str]] = []
    waiting = [name for name, _ in referring()]
    for name in waiting:
        for column in TABLES[name].words().followed:
            target = next(one.references[0] for one in TABLES[name].columns() if one.name == column)
            found.append((name, column, target))
            if target not in waiting:
                waiting.append(target)
    return found


def dossier(official: Record, version: str, where: Where) -> Record:
    """The dossier of an official in a release of this version, in the form of schema/dossier.schema.json."""
    official_id = key_of(official)
    rows = {name: keyed(where(name, columns, [official_id])) for name, columns in referring()}
    for name, column, target in followed():
        there = rows.setdefault(target, {})
        wanted = {row[column] for row in rows[name].values()} - {None, *there}
        there |= keyed(where(target, [TABLES[target].key()], wanted))
    reasons = where("reasons", ["sanction_id"], rows["sanctions"])
    reasons.sort(key=lambda row: (row["sanction_id"], row["place"]))
    told: dict[str, Record] = {}
    for table, some in grouped(reasons, lambda row: row["table_name"]).items():
        told |= keyed(where(table, [TABLES[table].key()], {row["row_id"] for row in some}))
    facts = keyed(where("facts", ["row_id"], {official_id}.union(*rows.values())))
    evidence = grouped(where("evidence", ["fact_id"], facts), lambda row: row["fact_id"])
    cited = {row["source_id"] for some in (reasons, *evidence.values()) for row in some}
    sources = keyed(where("sources", ["source_id"], cited))
    return {
        "official": official,
        "version": version,
        "rows": {name: [row for _, row in sorted(rows[name].items())] for name in TABLES if rows.get(name)},
        "reasons": [{"reason": row, "row": told.get(row["row_id"])} for row in reasons],
        "facts": {
            key: {name: fact[name] for name in _OF_FACTS} | {"evidence": evidence.get(key, [])}
            for key, fact in sorted(facts.items())
        },
        "sources": dict(sorted(sources.items())),
    }
