"""The models: the single source of truth for columns, types, vocabularies and references.

A table is a file, ``tables/NAME.toml``. It says what one row is, under ``words`` how rows are spoken of
(:class:`mostanad.models.words.Words`), and of each column role, type, what a cell holds, an example and, if there are
any, ``{references, standard, deprecated}`` (:func:`mostanad.models.cells.column`). ``?`` behind a type: a cell may be
empty. A column that several tables have stands in ``columns.toml`` and is ``"shared"`` in theirs; a table that only a
release has is ``compiled``. Rules about the cells of one row stand in :mod:`.rules`.

After a change run ``mostanad schema --write``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import create_model

from mostanad.models import cells, vocabularies
from mostanad.models.row import Column, Row
from mostanad.models.rules import RULES
from mostanad.models.words import Words

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


def _model(table: str, said: Mapping[str, Any]) -> type[Row]:
    fields: dict[str, Any] = {name: _field(f"{table}.{name}", of) for name, of in said["columns"].items()}
    made = create_model(table, __base__=RULES.get(table, Row), __doc__=said["row"].strip(), **fields)
    words: Any = said.get("words", {})
    made.spoken = Words(**{name: tuple(word) if isinstance(word, list) else word for name, word in words.items()})
    made.table, made.compiled = table, said.get("compiled", False)
    return made


def _field(where: str, described: list[Any]) -> tuple[Any, Any]:
    """What Pydantic wants of a field: its type and its column."""
    if not isinstance(described, list) or len(described) not in (4, 5):
        raise ValueError(f"{where}: write [role, type, what a cell holds, an example], or that the column is shared")
    role, kind, holds, example, more = [*described, {}][:5]
    found = getattr(cells, kind.rstrip("?"), None) or getattr(vocabularies, kind.rstrip("?"), None)
    if found is None:
        raise ValueError(f"{where}: no type {kind}; take one of models/cells.py, or a vocabulary")
    tables = tuple(table for name in more.get("references", ()) for table in _GROUPS.get(name, (name,)))
    return found | None if kind.endswith("?") else found, cells.column(
        role, holds, example, **more | {"references": tables}
    )


_TABLES = _tables()
#: Tables with assertion cells, and those of persons and organisations: what a claim can back.
FACT_TABLES: tuple[str, ...] = tuple(
    name
    for name, said in _TABLES.items()
    if not said.get("compiled") and (name in ENTITIES or any(of[0] == "assertion" for of in said["columns"].values()))
)
#: Names for several tables; actors are whom a sentence can mean, a description of people too.
_GROUPS = {"entities": ENTITIES, "actors": (*ENTITIES, "groups"), "facts": FACT_TABLES}
_MODELS = {name: _model(name, said) for name, said in _TABLES.items()}
#: The model of every curated table by the table's name, in the order in which documentation lists them.
TABLES: dict[str, type[Row]] = {name: model for name, model in _MODELS.items() if not model.compiled}
#: The models of the tables that only a release has.
COMPILED: dict[str, type[Row]] = {name: model for name, model in _MODELS.items() if model.compiled}

__all__ = ["COMPILED", "ENTITIES", "FACT_TABLES", "TABLES", "Column", "Row"]
