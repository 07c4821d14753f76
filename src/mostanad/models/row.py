"""The base of every table's model, and how one is made of a table's file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, create_model, model_validator
from pydantic_core import PydanticCustomError

from mostanad.models import cells, vocabularies
from mostanad.models.cells import ROLES, TEXT, VERSION, CellType, Role, one_of
from mostanad.models.words import Words, plain

__all__ = ["Column", "Problems", "Row", "Words"]

Problems = Iterator[tuple[str, str, str]]


@dataclass(frozen=True)
class Column:
    """One column of a table, as all generated files describe it.

    Attributes:
        name: as in the CSV header.
        type: how a cell is read.
        required: whether a cell may not be empty.
        role: key, assertion, coding or meta.
        references: tables into which a cell (of a list: each item) may point.
        description: what a cell holds.
        standard: the standard that it follows, or an empty string.
        example: one valid cell.
        deprecated: since which version it is on its way out and what to use instead, or an empty string.
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
    def is_text(self) -> bool:
        """Whether a cell is a line of text, not an id, a code or a word of a vocabulary."""
        return self.type is TEXT


class Row(BaseModel):
    """A row of a table; the docstrings of subclasses say what one row is.

    Each of the :meth:`problems` is a rule about cells of one row; its code is in the catalogue of findings
    like any other.

    Attributes:
        table: the table's name.
        suspects: in SQL, over the cells as text: the rows in which there might be :meth:`problems`.
        spoken: how its rows are spoken of, as far as that does not follow from the columns; see :meth:`words`.
        compiled: whether only a release has the table.
        described: its columns.
    """

    # Pydantic builds the validator of a table when it is first used: few commands need all of them.
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    table: ClassVar[str]
    suspects: ClassVar[str] = "true"
    spoken: ClassVar[Words] = Words()
    compiled: ClassVar[bool] = False
    described: ClassVar[tuple[Column, ...]]

    if TYPE_CHECKING:

        def __getattr__(self, column: str) -> Any:
            """The value of a cell: the columns stand in the table's file."""

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
        cells = {column.name: str(row[column.name] or "not known") for column in cls.columns()}
        coded = {column.name: plain(cells[column.name]) for column in cls.columns() if column.type.vocabulary}
        return template.format_map({**cells, **coded, **labels})

    def problems(self) -> Problems:
        """What is wrong between cells of the row: a code, the column to blame and what is wrong. The first counts."""
        yield from ()

    @model_validator(mode="after")
    def _has_no_problem(self) -> Self:
        for code, field, message in self.problems():
            raise PydanticCustomError(code, "{message}", {"field": field, "message": message})
        return self


def model(table: str, said: Mapping[str, Any], groups: Mapping[str, Sequence[str]], base: type[Row] = Row) -> type[Row]:
    """The model of a table, of what its file says. References may name groups of tables. A ValueError says which column
    is not well described."""
    columns = [_column(f"{table}.{name}", name, of, groups) for name, of in said["columns"].items()]
    fields: dict[str, Any] = {
        column.name: python if column.required else (python | None, None) for column, python in columns
    }
    made = create_model(table, __base__=base, __doc__=said["row"].strip(), **fields)
    words: Any = said.get("words", {})
    made.spoken = Words(**{name: tuple(word) if isinstance(word, list) else word for name, word in words.items()})
    made.table, made.compiled = table, said.get("compiled", False)
    made.described = tuple(column for column, _ in columns)
    return made


def _column(where: str, name: str, described: list[Any], groups: Mapping[str, Sequence[str]]) -> tuple[Column, Any]:
    """A column, and the type of its values in Python."""
    if not isinstance(described, list) or len(described) not in (4, 5) or described[0] not in ROLES:
        raise ValueError(f"{where}: write [role, type, what a cell holds, an example], or that the column is shared")
    role, kind, holds, example, more = [*described, {}][:5]
    deprecated = more.get("deprecated", "")
    if deprecated and not re.fullmatch(rf"{VERSION}: \S(?:.*\S)?", deprecated):
        raise ValueError(f"{where}: deprecated={deprecated!r} is not a version, a colon and what to use instead")
    python = getattr(cells, kind.rstrip("?"), None) or getattr(vocabularies, kind.rstrip("?"), None)
    if python is None:
        raise ValueError(f"{where}: no type {kind}; take one of models/cells.py, or a vocabulary")
    of_cell: CellType = one_of(python) if isinstance(python, type) else python.__metadata__[0]
    tables = tuple(table for name in more.get("references", ()) for table in groups.get(name, (name,)))
    required, standard = not kind.endswith("?"), more.get("standard", "") or of_cell.standard
    return Column(name, of_cell, required, role, tables, holds, standard, example, deprecated), python
