"""The models: the single source of truth for columns, types, vocabularies and references.

A table is a file, ``tables/NAME.toml``. It says what one row is, and under ``words`` how rows are spoken of
(:class:`mostanad.models.words.Words`). A column has a role, a type (with ``?``: a cell may be empty), what a cell holds
and an example; where needed also ``references`` to tables, a ``standard`` that is not that of the type, and
``deprecated``: since which version it is on its way out, and what to use instead (docs/contract.md). Columns of several
tables stand in ``columns.toml`` and are ``"shared"`` in theirs. A table that only a release has is ``compiled``. Rules
about the cells of one row stand in :mod:`.rules`.

After a change run ``mostanad schema --write``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from mostanad.models.row import Column, Row, model
from mostanad.models.rules import RULES

#: The order in which documentation lists the tables; one that is not named comes behind those with facts.
_ORDER = """
officials parties affiliations names identifiers positions programmes legal_bases sanctions tags events participations
groups group_members estimates statements * fact_checks fact_check_answers sources passages claims corrections
redirects seals releases history facts evidence spans on_lists reasons changes
"""
_HERE = Path(__file__).parent
#: Tables whose rows are persons or organisations.
ENTITIES = ("officials", "parties")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _tables() -> dict[str, dict[str, Any]]:
    """What the files of the tables say, in order, with the shared columns in their places."""
    shared, said = _read(_HERE / "columns.toml"), {path.stem: _read(path) for path in (_HERE / "tables").glob("*.toml")}
    for table in said.values():
        table["columns"] = {name: shared[name] if of == "shared" else of for name, of in table["columns"].items()}
    place = {name: number for number, name in enumerate(_ORDER.split())}
    return {name: said[name] for name in sorted(said, key=lambda name: (place.get(name, place["*"]), name))}


_TABLES = _tables()
#: Tables with assertion cells, and those of persons and organisations: what a claim can back.
FACT_TABLES: tuple[str, ...] = tuple(
    name
    for name, said in _TABLES.items()
    if not said.get("compiled") and (name in ENTITIES or any(of[0] == "assertion" for of in said["columns"].values()))
)
#: Names for several tables; actors are whom a sentence can mean, a description of people too.
_GROUPS = {"entities": ENTITIES, "actors": (*ENTITIES, "groups"), "facts": FACT_TABLES}
_MODELS = {name: model(name, said, _GROUPS, RULES.get(name, Row)) for name, said in _TABLES.items()}
#: The model of every curated table by the table's name, in the order in which documentation lists them.
TABLES: dict[str, type[Row]] = {name: made for name, made in _MODELS.items() if not made.compiled}
#: The models of the tables that only a release has.
COMPILED: dict[str, type[Row]] = {name: made for name, made in _MODELS.items() if made.compiled}

__all__ = ["COMPILED", "ENTITIES", "FACT_TABLES", "TABLES", "Column", "Row", "model"]
