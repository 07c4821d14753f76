"""The base class of every table's model, and the columns derived from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from mostanad.models.cells import ANY_FACT, DAY, TEXT, CellType, Role, one_of
from mostanad.models.language import say
from mostanad.models.vocabularies import Vocabulary
from mostanad.models.words import Words, plain

__all__ = ["Column", "Problems", "Row", "Words"]

Problems = Iterator[tuple[str, str, str]]


@dataclass(frozen=True)
class Column:
    """One column of a table, as all generated files describe it."""

    name: str  # as in the CSV header
    type: CellType
    required: bool  # whether a cell may not be empty
    role: Role
    references: tuple[str, ...]  # tables into which a cell, or each item of a list, may point
    description: str
    standard: str  # the standard that it follows, or an empty string
    example: str  # one valid cell
    deprecated: str = ""  # the version that deprecates it, and what to use instead

    @property
    def notice(self) -> str:
        """The sentence to add to the description of a deprecated column; else an empty string."""
        return f" Deprecated since {self.deprecated}." if self.deprecated else ""

    @property
    def target(self) -> str:
        """The one table into which the column points; empty for none, for several, and for a list of keys."""
        return self.references[0] if len(self.references) == 1 and self.type.name != "list" else ""

    @property
    def is_word(self) -> bool:
        """Whether a cell is a word of a vocabulary."""
        return bool(self.type.vocabulary) and self.type.name == "text"

    @property
    def is_text(self) -> bool:
        """Whether a cell is a line of text, not an id, a code or a word of a vocabulary."""
        return self.type is TEXT


class Row(BaseModel):
    """A row of a table. Subclasses open with the sentence that says what one row is.

    Each of the :meth:`problems` is a rule about cells of one row; its code is in the catalogue of findings
    like any other.
    """

    # defer_build: Pydantic builds a table's validator on first use, because few commands need all of them.
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    table: ClassVar[str]  # by default the name of the module
    #: An SQL condition over cells as text, for large tables: only rows that fulfil it can have :meth:`problems`.
    suspects: ClassVar[str] = "true"
    spoken: ClassVar[Words] = Words()  # only what does not follow from the columns; see :meth:`words`
    compiled: ClassVar[bool] = False  # whether only a release has the table
    grouped_by: ClassVar[tuple[str, ...]] = ()  # the columns that sort a release before the key; see :meth:`order`

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "table" not in vars(cls):
            cls.table = cls.__module__.rpartition(".")[2]
        for info in cls.model_fields.values():
            if NoneType in get_args(info.annotation):
                info.default = None

    @classmethod
    def from_cells(cls, cells: Mapping[str, str]) -> Self:
        """Make a row from the cells of a CSV line, where empty means no value; ValidationError names wrong columns."""
        return cls.model_validate({name: cell for name, cell in cells.items() if cell != ""})

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """The columns in the order of the CSV header."""
        return tuple(_column(f"{cls.__name__}.{name}", name, info) for name, info in cls.model_fields.items())

    @classmethod
    @cache
    def header(cls) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in cls.columns())

    @classmethod
    @cache
    def released(cls) -> tuple[Column, ...]:
        """The columns in a release, with the first and last day after each date."""
        found = []
        for column in cls.columns():
            found.append(column)
            for end, which in (("min", "First"), ("max", "Last")) if column.type.name in ("date", "span") else ():
                name, description = f"{column.name}_{end}", f"{which} day of {column.name}."
                found.append(Column(name, DAY, False, "coding", (), description, "", "", column.deprecated))
        return tuple(found)

    @classmethod
    @cache
    def key(cls) -> str:
        keys = [column.name for column in cls.columns() if column.role == "key"]
        assert len(keys) == 1, f"{cls.__name__}: one column must have the role key, not {len(keys)}"
        return keys[0]

    @classmethod
    def order(cls) -> tuple[str, ...]:
        """The columns by which the rows of a release are sorted in every file format; the key comes last."""
        return (*cls.grouped_by, cls.key())

    @classmethod
    @cache
    def words(cls) -> Words:
        """How rows are named, displayed and found."""
        return cls.spoken.completed(cls.table, cls.columns())

    @classmethod
    def caption(cls, row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        """A row in one line. ``labels`` maps a column to the label of the row that its cell refers to."""
        return cls._in_a_line(cls.words().caption, row, labels)

    @classmethod
    def said(cls, row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        """The caption without its subject; arguments as for :meth:`caption`."""
        return cls._in_a_line(cls.words().said, row, labels)

    @classmethod
    def _in_a_line(cls, template: str, row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        cells = {column.name: str(row[column.name] or say("not known")) for column in cls.columns()}
        words = (column.name for column in cls.columns() if column.is_word)
        coded = {name: plain(row[name]) for name in words if row[name]}
        return say(template).format_map({**cells, **coded, **labels})

    def problems(self) -> Problems:
        """Yield the contradictions between cells of the row: code, column and message. Only the first is reported."""
        yield from ()

    @model_validator(mode="after")
    def _has_no_problem(self) -> Self:
        for code, field, message in self.problems():
            raise PydanticCustomError(code, "{message}", {"field": field, "message": message})
        return self


#: The tables with facts; :mod:`mostanad.models` fills this list when it has loaded all models.
FACT_TABLES: list[str] = []


def _column(where: str, name: str, info: FieldInfo) -> Column:
    extra: Any = info.json_schema_extra
    assert isinstance(extra, dict), f"{where} is not made with column()"
    cell_type = next(_cell_types(Annotated[info.annotation, None, *info.metadata]))
    return Column(
        name,
        cell_type,
        info.is_required(),
        extra["role"],
        tuple(one for name in extra["references"] for one in (FACT_TABLES if name in ANY_FACT else [name])),
        str(info.description),
        extra["standard"] or cell_type.standard,
        (info.examples or [""])[0],
        extra.get("deprecated", ""),
    )


def _cell_types(annotation: Any) -> Iterator[CellType]:
    """Yield the cell type inside ``Annotated[...] | None``, or the cell type of a vocabulary."""
    if isinstance(annotation, type) and issubclass(annotation, Vocabulary):
        yield one_of(annotation)
    if get_origin(annotation) is Annotated:
        yield from (item for item in annotation.__metadata__ if isinstance(item, CellType))
    for part in get_args(annotation):
        yield from _cell_types(part)
