"""The base of every table's model, and how a model is made of what the file of its table says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import new_class
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from mostanad.models import cells, vocabularies
from mostanad.models.cells import TEXT, CellType, Role
from mostanad.models.language import say
from mostanad.models.problems import PROBLEMS, Problems
from mostanad.models.words import Words, plain

__all__ = ["Column", "Row", "Words", "described"]


@dataclass(frozen=True)
class Column:
    """One column of a table, as all generated files describe it.

    Attributes:
        name: as in the CSV header.
        type: how a cell is read.
        required: whether a cell may not be empty.
        role: one of :data:`.cells.ROLES`.
        references: tables into which a cell (of a list: each item) may point.
        description: what a cell holds, in a sentence for curators.
        standard: the standard that it follows, if it is not that of its type; or an empty string.
        example: one valid cell.
        deprecated: since which version of the data it is on its way out, and what to use instead:
            ``2026.12.0: use `place```, or an empty string. docs/contract.md says when it may go.
    """

    name: str
    type: CellType
    required: bool
    role: Role
    references: tuple[str, ...]
    description: str
    standard: str
    example: str
    deprecated: str = ""

    @property
    def notice(self) -> str:
        """What to add to the description of a column that is on its way out, as a sentence; else an empty string."""
        return f" Deprecated since {self.deprecated}." if self.deprecated else ""

    @property
    def is_word(self) -> bool:
        """Whether a cell is a word of a vocabulary."""
        return bool(self.type.vocabulary) and self.type.name == "text"

    @property
    def is_text(self) -> bool:
        """Whether a cell is a line of text, not an id, a code or a word of a vocabulary."""
        return self.type is TEXT


class Row(BaseModel):
    """A row of a table; the docstring of a subclass says what one row is.

    Each of the :meth:`problems` is a rule about cells of one row; its code is in the catalogue of findings
    like any other.

    Attributes:
        table: the table's name.
        described: its columns, in the order of the CSV header.
        suspects: in SQL, over the cells as text: the rows in which there might be :meth:`problems`.
        spoken: how its rows are spoken of, as far as that does not follow from the columns; see :meth:`words`.
        compiled: whether only a release has the table.
    """

    # Pydantic builds the validator of a table when it is first used: few commands need all of them.
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    table: ClassVar[str]
    described: ClassVar[tuple[Column, ...]]
    suspects: ClassVar[str] = "true"
    spoken: ClassVar[Words] = Words()
    compiled: ClassVar[bool] = False

    @classmethod
    def from_cells(cls, cells: Mapping[str, str]) -> Self:
        """Make a row of the cells of a CSV line, where empty ones have no value; a ValidationError names each column
        whose cell is wrong."""
        return cls.model_validate({name: cell for name, cell in cells.items() if cell != ""})

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns in the order of the CSV header."""
        return cls.described

    @classmethod
    def key(cls) -> str:
        """The name of the key column."""
        return next(column.name for column in cls.columns() if column.role == "key")

    @classmethod
    @cache
    def words(cls) -> Words:
        """How rows are spoken of, shown and found."""
        return cls.spoken.completed(cls.table, cls.columns())

    @classmethod
    def caption(cls, row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        """A row in one line; ``labels``: by column, what the row refers to there is called."""
        return cls._in_a_line(cls.words().caption, row, labels)

    @classmethod
    def said(cls, row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        """The caption without whom or what the row is about; arguments as of :meth:`caption`."""
        return cls._in_a_line(cls.words().said, row, labels)

    @classmethod
    def _in_a_line(cls, template: str, row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        cells = {column.name: str(row[column.name] or say("not known")) for column in cls.columns()}
        coded = {
            column.name: plain(row[column.name]) for column in cls.columns() if column.is_word and row[column.name]
        }
        return say(template).format_map({**cells, **coded, **labels})

    def problems(self) -> Problems:
        """What is wrong between cells of the row: a code, the column to blame and what is wrong. The first counts."""
        rules = PROBLEMS.get(self.table)
        return rules(self) if rules else iter(())

    @model_validator(mode="after")
    def _has_no_problem(self) -> Self:
        for code, field, message in self.problems():
            raise PydanticCustomError(code, "{message}", {"field": field, "message": message})
        return self


def described(table: str, said: Mapping[str, Any], facts: Sequence[str] = ()) -> type[Row]:
    """The model of a table, from what its file says; ``facts``: the tables that a reference to ``facts`` means. A
    ValueError if a column is of no type that there is, or its deprecation is not of the form."""
    types = {name: _type(f"{table}: {name}", told["type"]) for name, told in said["columns"].items()}
    words: dict[str, Any] = {
        name: tuple(told) if isinstance(told, list) else told for name, told in said.get("words", {}).items()
    }
    body: dict[str, Any] = {"__module__": __name__, "__doc__": said["row"], "table": table, "spoken": Words(**words)}
    body |= {name: said[name] for name in ("suspects", "compiled") if name in said}
    body["described"] = tuple(_column(name, types[name], told, facts) for name, told in said["columns"].items())
    body["__annotations__"] = {
        column.name: types[column.name] if column.required else types[column.name] | None
        for column in body["described"]
    }
    body |= {column.name: None for column in body["described"] if not column.required}
    return new_class(table, (Row,), exec_body=lambda namespace: namespace.update(body))


def _type(where: str, said: str) -> Any:
    """A type of cells, or a vocabulary, by its name."""
    name = said.removesuffix(" | None")
    if found := getattr(cells, name, None) or getattr(vocabularies, name, None):
        return found
    raise ValueError(f"{where} is of type {said!r}; cells.py and vocabularies.toml have no {name}")


def _column(name: str, type: Any, told: Mapping[str, Any], facts: Sequence[str]) -> Column:
    cell = cells.one_of(type) if hasattr(type, "words") else type.__metadata__[0]
    deprecated = told.get("deprecated", "")
    if deprecated and not re.fullmatch(rf"{cells.VERSION}: \S(?:.*\S)?", deprecated):
        raise ValueError(f"deprecated={deprecated!r} is not a version, a colon and what to use instead")
    references = (one for into in told.get("references", ()) for one in (facts if into in cells.ANY_FACT else [into]))
    is_required = not told["type"].endswith(" | None")
    standard = told.get("standard", cell.standard)
    about = (tuple(references), told["description"], standard, told["example"], deprecated)
    return Column(name, cell, is_required, told["role"], *about)
