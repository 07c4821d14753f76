"""Types of cells, and the function that describes a column.

A cell type defines how a CSV cell becomes a value (Pydantic) and how other tools describe it (Table Schema, JSON
Schema, Arrow). A column adds what is specific to its table: role, references and description. All generated files
are generated from these two.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from mostanad.models import edtf
from mostanad.models import vocabularies as v

#: The purpose of a column: the row's id, a statement by a source, our classification, or a remark of ours.
Role = Literal["key", "assertion", "coding", "meta"]

#: The ``references`` of a column that may point into every table that a claim can back.
ANY_FACT = ("facts",)

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PLACE = r"(?:c[0-9]{6,}-[0-9]{6,}|l[0-9]{6,}-[0-9]{6,}|r-[a-z0-9-]+|absent-[a-z0-9-]+)"
_NUMBER = r"(?:0|[1-9][0-9]*)"
_LINE = r"\S(?:.*\S)?"
#: A version of the data: CalVer, year, month, number.
VERSION = rf"[0-9]{{4}}\.(?:[1-9]|1[0-2])\.{_NUMBER}"


#: Converters for cells that are not text, applied after the pattern matches.
_VALUES: dict[str, Callable[[str], object]] = {"integer": int, "number": float, "boolean": lambda cell: cell == "true"}


@dataclass(frozen=True)
class CellType:
    """How one kind of cell is read and described; stands inside ``Annotated[...]``."""

    #: The kind of value that the text becomes; items of a list are separated by single spaces.
    name: Literal["text", "date", "span", "integer", "number", "boolean", "list", "day"]
    hint: str  # what to write, to complete the message "... is not"
    pattern: str | None = None  # a regular expression for the whole cell, or for each item of a list
    vocabulary: type[v.Vocabulary] | None = None  # the words that the cell, or each item of a list, may be
    standard: str = ""  # the standard that every cell of this type follows
    is_open: bool = False  # whether the pattern also matches non-ASCII or non-canonical text

    @property
    def expected(self) -> str:
        """The hint, or for a vocabulary the list of its words."""
        return f"one of {', '.join(self.vocabulary.words())}" if self.vocabulary else self.hint

    def parse(self, cell: str) -> Any:
        """The value of a cell that is not empty; ValueError describes what is wrong."""
        if self.name == "list":
            items = cell.split(" ")
            allowed = self.pattern or "|".join(map(re.escape, self.vocabulary.words() if self.vocabulary else ()))
            for item in items:
                if not re.fullmatch(allowed, item):
                    raise ValueError(f"{item!r} is not {self.expected}")
            if items != (right := sorted(set(items))):
                raise ValueError(f"{cell!r} is not in order, or repeats an item; write {' '.join(right)!r}")
            return tuple(items)
        if self.name in ("date", "span"):
            edtf.parse(cell, span=self.name == "span")
            return cell
        if self.pattern is not None and not re.fullmatch(self.pattern, cell):
            raise ValueError(f"{cell!r} is not {self.hint}")
        return _VALUES[self.name](cell) if self.name in _VALUES else cell

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: Any) -> Any:
            return self.parse(value) if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(read, handler(source))


def one_of(vocabulary: type[v.Vocabulary], name: Literal["text", "list"] = "text") -> CellType:
    """The type of a cell that holds a word of a vocabulary, or a list of them."""
    return CellType(name, "", vocabulary=vocabulary)


def _text(hint: str, pattern: str, standard: str = "", *, is_open: bool = False) -> CellType:
    return CellType("text", hint, pattern, standard=standard, is_open=is_open)


_CLAIM = rf"{_SLUG}\.{_PLACE}(?:\.{_SLUG}){{1,3}}"
#: An id that a curator mints: lower-case ASCII letters and digits, hyphens between.
Slug = Annotated[str, _text("an id (lower-case letters, digits, single hyphens: lina-castell)", _SLUG)]
PassageId = Annotated[str, _text("a passage id (SOURCE.c000123-000456)", rf"{_SLUG}\.{_PLACE}")]
ClaimId = Annotated[str, _text("a claim id (PASSAGE.TARGET, where needed .ASSERTER)", _CLAIM)]
_ANY = rf"{_SLUG}(?:\.{_PLACE}(?:\.{_SLUG}){{0,3}})?"
AnyId = Annotated[str, _text("an id", _ANY)]
FactId = Annotated[str, _text("a fact id (ROW/FIELD)", rf"{_SLUG}/[a-z_]+")]
EvidenceId = Annotated[str, _text("an evidence id (CLAIM/FIELD)", rf"{_CLAIM}/[a-z_]+")]
FactVersion = Annotated[str, _text("FACT@VERSION", rf"{_SLUG}/[a-z_]+@{VERSION}")]
Version = Annotated[str, _text("a version (YYYY.M.N)", VERSION)]
#: One day in a compiled table. ISO 8601 texts sort like the days themselves.
Day = Annotated[str, _text("a day (2022-01-06)", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "ISO 8601")]
#: The first or the last day of a date, in a column that a release adds.
DAY = CellType("day", "a day (2022-01-06)", standard="ISO 8601")
SchemaVersion = Annotated[
    str, _text("a version of the contract (MAJOR.MINOR.PATCH)", rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")
]
TEXT = _text("text without outer spaces or line breaks", _LINE, is_open=True)
Text = Annotated[str, TEXT]
Selector = Annotated[
    str,
    _text(
        "a selector (char=START,END, line=START,END, record=KEY or absent=KEY)",
        rf"(?:char|line)={_NUMBER},[1-9][0-9]*|(?:record|absent)={_LINE}",
        "RFC 5147 (char, line)",
        is_open=True,
    ),
]
Sha256 = Annotated[str, _text("a sha256 (64 lower-case hexadecimal digits)", r"[0-9a-f]{64}", "FIPS 180-4")]
Url = Annotated[str, _text("a web address (https://...)", r'https?://[^\s<>"{}|\\^`]+', is_open=True)]
Country = Annotated[
    str, _text("a country code (ISO 3166-1 alpha-2: FR; EU for the Union)", r"[A-Z]{2}", "ISO 3166-1 alpha-2")
]
Language = Annotated[str, _text("a language tag (BCP 47: en, uk)", r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "BCP 47")]
Script = Annotated[str, _text("a script code (ISO 15924: Latn, Cyrl)", r"[A-Z][a-z]{3}", "ISO 15924")]
TableName = Annotated[str, _text("the name of a table", r"[a-z][a-z0-9_]*")]
_EDTF = "EDTF (ISO 8601-2:2019), subset"
#: One moment, as precisely as it is known.
Moment = Annotated[str, CellType("date", "a date of the EDTF subset", edtf.MOMENT_PATTERN, standard=_EDTF)]
#: A moment, or a span of time.
Span = Annotated[str, CellType("span", "a date or a span of the EDTF subset", edtf.SPAN_PATTERN, standard=_EDTF)]
_WHOLE = "a whole number (digits only: no separators, signs or leading zeros)"
Integer = Annotated[int, CellType("integer", _WHOLE, r"0|[1-9][0-9]{0,17}")]
_DECIMAL = r"(?:0|[1-9][0-9]{0,14})|(?:0|[1-9][0-9]{0,8})\.[0-9]{0,5}[1-9]"
Number = Annotated[
    float, CellType("number", "a number (1500 or 48.8: no separators, signs or needless zeros)", _DECIMAL)
]
Boolean = Annotated[bool, CellType("boolean", "true or false", r"true|false")]
FieldNames = Annotated[tuple[str, ...], CellType("list", "the name of a column", r"[a-z][a-z0-9_]*")]
Ids = Annotated[tuple[str, ...], CellType("list", "an id", _SLUG)]
AnyIds = Annotated[tuple[str, ...], CellType("list", "an id", _ANY)]
Modalities = Annotated[tuple[v.Modality, ...], one_of(v.Modality, "list")]
SanctionMeasures = Annotated[tuple[v.SanctionMeasure, ...], one_of(v.SanctionMeasure, "list")]


def version_order(version: str) -> tuple[int, ...]:
    """The numbers of a version, as a key for sorting.

    >>> sorted(["2026.10.0", "2026.9.1"], key=version_order)
    ['2026.9.1', '2026.10.0']
    """
    return tuple(map(int, version.split(".")))


def column(
    role: Role,
    description: str,
    example: str,
    *,
    references: tuple[str, ...] = (),
    standard: str = "",
    deprecated: str = "",
) -> Any:
    """Describe a column of a table. Its cells may be empty if the type includes None: ``Moment | None``.

    Args:
        role: one of :data:`Role`.
        description: what the cell holds, in a sentence for curators.
        example: one valid cell.
        references: the tables into which the cell, or each item of a list, may point, or :data:`ANY_FACT`.
        standard: the standard that the cell follows, if it differs from the type's standard.
        deprecated: the version of the data that deprecates the column, and what to use instead:
            ``2026.12.0: use `place```. docs/contract.md says when the column may be removed.

    Returns:
        the Pydantic field info, to be used as the default of a field.

    Raises:
        ValueError: if ``deprecated`` does not have this form.
    """
    if deprecated and not re.fullmatch(rf"{VERSION}: {_LINE}", deprecated):
        raise ValueError(f"deprecated={deprecated!r} is not a version, a colon and what to use instead")
    extra: dict[str, Any] = {"role": role, "references": list(references), "standard": standard}
    extra |= {"deprecated": deprecated} if deprecated else {}
    return Field(description=description, examples=[example], json_schema_extra=extra)
