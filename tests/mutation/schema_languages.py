"""What schema languages can express, and what kind of constraint a mutation breaks: declared, not read off schemas.

Table Schema: https://datapackage.org/standard/table-schema/ (version 2). JSON Schema: draft 2020-12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tests.mutation.mutations import Mutation, Stage

from mostanad.models import TABLES, Column

#: What a mutation breaks.
Constraint = Literal[
    "required", "enum", "pattern", "type", "bounds", "finite", "twice", "unique", "reference", "several", "calendar",
    "order", "form", "lost", "private", "row", "rules", "seals",
]  # fmt: skip
#: Mutations of cells that break something else than the type or the pattern of their column.
_KINDS: dict[str, Constraint] = {
    "30 February": "calendar",
    "words out of order": "order",
    "word twice": "twice",
    "below zero": "bounds",
    "too large": "bounds",
    "no number": "finite",
    "no end": "finite",
}
#: Numbers that are numbers to any reader, but are not written as we write them.
_FORMS = ("leading zero", "needless zero")
_BY_CODE: dict[str, Constraint] = {
    "MST115": "lost",
    "MST116": "lost",
    "MST108": "pattern",  # of outer spaces; other mutations of this code are not made
    "MST211": "required",
    "MST213": "enum",
    "MST301": "unique",
    "MST451": "private",
}
_BY_STAGE: dict[Stage, Constraint] = {"rules": "rules", "seals": "seals"}
_CALENDAR = "days that the calendar does not have: patterns do not count days"
_ORDER = "lists that are not in order"
_FORM = "numbers not in their one form: there is no pattern for numbers"
_LOST = "letters and values lost to a spreadsheet or an encoding: by a pattern they are text"
_PRIVATE = "what free text may not say of private persons"
_RULES = "rules across rows and tables"
_SEALS = "seals of claims"


@dataclass(frozen=True)
class Language:
    """A schema language, with an engine that reads it.

    Attributes:
        name: what it is called in reports and, before a colon, in the list of exceptions.
        refusals: what the engine may call it when each kind of constraint is broken, for what it can express.
        reasons: why it cannot express the others.
    """

    name: str
    refusals: Mapping[Constraint, frozenset[str]]
    reasons: Mapping[Constraint, str]


#: Table Schema v2; refusals are types of errors of Frictionless.
TABLE_SCHEMA = Language(
    "Table Schema",
    {
        "required": frozenset({"constraint-error"}),
        "enum": frozenset({"constraint-error"}),
        "pattern": frozenset({"constraint-error"}),
        "type": frozenset({"type-error"}),
        "bounds": frozenset({"constraint-error"}),
        "finite": frozenset({"constraint-error", "type-error"}),  # to Table Schema NaN and INF are numbers
        "unique": frozenset({"primary-key", "unique-error"}),
        "reference": frozenset({"foreign-key"}),
    },
    {
        "twice": "items of a list that stand twice",
        "several": "references with several targets, and lists of references: a foreign key has one target",
        "calendar": _CALENDAR,
        "order": _ORDER,
        "form": _FORM,
        "lost": _LOST,
        "private": _PRIVATE,
        "row": "rules about several cells of a row",
        "rules": _RULES,
        "seals": _SEALS,
    },
)
#: JSON Schema (draft 2020-12) of one row; refusals are keywords.
JSON_SCHEMA = Language(
    "JSON Schema",
    {
        "required": frozenset({"type"}),
        "enum": frozenset({"enum"}),
        "pattern": frozenset({"pattern"}),
        "type": frozenset({"type"}),
        "bounds": frozenset({"minimum", "maximum", "exclusiveMaximum"}),
        "finite": frozenset({"type"}),
        "twice": frozenset({"uniqueItems"}),
    },
    {
        "unique": "keys that stand twice: a schema sees one row",
        "reference": "references: a schema sees one row",
        "several": "references: a schema sees one row",
        "calendar": _CALENDAR,
        "order": _ORDER,
        "form": "numbers not in their one form: in JSON they are numbers",
        "lost": _LOST,
        "private": _PRIVATE,
        "row": "rules about several cells of a row: if and then could say some; ours describe each property by itself",
        "rules": _RULES,
        "seals": _SEALS,
    },
)


def constraint_of(mutation: Mutation) -> Constraint:
    """What kind of constraint a mutation breaks, by the code that it must be found as, its kind and its column.

    A new kind of wrong cell is one that languages can express, until it is declared to be another.
    """
    table, _, name = mutation.place
    column = next(one for one in TABLES[table].columns() if one.name == name)
    code = mutation.codes[0]
    if code == "MST303":
        return "reference" if len(column.references) == 1 and column.type.name != "list" else "several"
    if code in _BY_CODE:
        return _BY_CODE[code]
    if mutation.stage in _BY_STAGE:
        return _BY_STAGE[mutation.stage]
    return "row" if "." not in mutation.about else _of_cell(mutation.kind, column)


def _of_cell(kind: str, column: Column) -> Constraint:
    """What a cell breaks that is not of its type."""
    if kind in _KINDS:
        return _KINDS[kind]
    if column.type.name in ("integer", "number"):
        return "form" if kind in _FORMS else "type"
    return "type" if column.type.name == "boolean" else "pattern"
