"""Mutations: small, single errors made in a dataset, each with the finding that must say so.

Nothing here looks at how the validation works, and no file is ever changed: a mutation is a few edits of rows, and
whoever applies them writes the tables anew in their canonical form, so that only what is meant to be wrong is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from random import Random
from typing import Literal

from pydantic import ValidationError

from mostanad.files import Package
from mostanad.models import FACT_TABLES, TABLES, Column
from mostanad.validation.private import free_columns

Cells = dict[str, str]
#: The layers that a mutation needs to be found; mutations of different stages are never tried together.
Stage = Literal["text", "rows", "rules", "seals", "history", "passages"]
_SEED = "mostanad"


@dataclass(frozen=True)
class Edit:
    """One edit of one row: cells changed; a row added (no key); a row dropped (no cells)."""

    table: str
    key: str | None
    cells: Mapping[str, str] | None


@dataclass(frozen=True)
class Mutation:
    """An error made on purpose.

    Attributes:
        kind: what is done, in a few words.
        about: the column (TABLE.COLUMN) or the rule (its name) that it is made for.
        stage: the layers that must find it.
        batch: mutations of one stage and one batch leave each other alone, and are tried together.
        codes: the codes one of which must be found.
        edits: what is done.
        place: where it must be found: a table, the key of a row and a column.
    """

    kind: str
    about: str
    stage: Stage
    batch: str
    codes: tuple[str, ...]
    edits: tuple[Edit, ...]
    place: tuple[str, str, str]

    @property
    def name(self) -> str:
        """What it is known by, in reports and in the list of exceptions."""
        return f"{self.about}: {self.kind}"


class NoSuchRow(LookupError):
    """The dataset has no row of the kind that a mutation needs."""


@dataclass
class Data:
    """A dataset as rows of text, and which of them a mutation has taken already."""

    package: Package
    used: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def rows(self) -> dict[str, list[Cells]]:
        """The rows of every table."""
        return {name: list(self.package.table(name).records()) for name in TABLES}

    @cached_property
    def index(self) -> dict[str, dict[str, Cells]]:
        """The rows of every table by key."""
        return {name: {row[TABLES[name].key()]: row for row in rows} for name, rows in self.rows.items()}

    @cached_property
    def facts(self) -> dict[str, str]:
        """The table of every row that claims can be about."""
        return {key: name for name in FACT_TABLES for key in self.index[name]}

    def take(self, table: str, where: Callable[[Cells], object] = bool) -> Cells:
        """The first row of the kind that no mutation has taken.

        Raises:
            NoSuchRow: if there is none.
        """
        for key, row in self.index[table].items():
            if (table, key) not in self.used and where(row):
                self.used.add((table, key))
                return row
        raise NoSuchRow(table)

    def claimed(
        self, table: str, name: str, where: Callable[[Cells, Cells, Cells], object] = lambda claim, row, source: True
    ) -> tuple[Cells, Cells, Cells]:
        """An asserting claim on a column of a table, its row and its source; none of the first two was taken.

        Raises:
            NoSuchRow: if there is none.
        """
        for key, claim in self.index["claims"].items():
            target = claim["target_id"]
            if self.facts.get(target) != table or name not in claim["fields"].split(" ") or claim["stance"]:
                continue
            if {("claims", key), (table, target)} & self.used:
                continue
            source = self.source(claim)
            if where(claim, self.index[table][target], source):
                self.used |= {("claims", key), (table, target)}
                return claim, self.index[table][target], source
        raise NoSuchRow(f"{table}.{name}")

    def source(self, claim: Cells) -> Cells:
        """The source of a claim."""
        return self.index["sources"][self.index["passages"][claim["passage_id"]]["source_id"]]

    @cached_property
    def made(self) -> dict[str, Cells]:
        """A row for each table that has none, of the examples of its columns."""
        return {name: _example(name) for name in TABLES if not self.rows[name]}

    def keyed(self, table: str) -> dict[str, Cells]:
        """The rows of a table by key, or its made one."""
        made = self.made.get(table)
        return self.index[table] if made is None else {made[TABLES[table].key()]: made}

    def any_key(self, table: str, salt: str, column: str = "") -> str:
        """The key of some row, the same on every run; of one whose cell in the column is filled, if there is one."""
        rows = self.keyed(table)
        filled = [key for key, row in rows.items() if column and row[column]]
        return Random(f"{_SEED} {table} {salt}").choice(filled or list(rows))


def _example(table: str) -> Cells:
    """A valid row of the examples of its columns: the required ones, and those without which it is not valid."""
    columns = TABLES[table].columns()
    row = {column.name: column.example if column.required else "" for column in columns}
    for column in columns:
        if _valid(table, row):
            break
        row[column.name] = column.example
    return row


def _valid(table: str, row: Cells) -> bool:
    try:
        TABLES[table].from_cells(row)
    except ValidationError:
        return False
    return True


def change(table: str, row: Mapping[str, str], **cells: str) -> Edit:
    """Change cells of a row."""
    return Edit(table, row[TABLES[table].key()], cells)


def copy(table: str, row: Mapping[str, str], **cells: str) -> Edit:
    """Add a row like another."""
    return Edit(table, None, {**row, **cells})


#: Cells that are not of a type, by what stands in a hint or is the name of a type: the kind of error and the cell.
_WRONG: dict[str, tuple[tuple[str, str], ...]] = {
    "date": (("a word for a date", "yesterday"), ("month 13", "2019-13"), ("30 February", "2019-02-30")),
    "span": (("a word for a date", "yesterday"), ("month 13", "2019-13"), ("30 February", "2019-02-30")),
    "integer": (("a word for a number", "twelve"), ("leading zero", "007"), ("decimals", "1.5")),
    "number": (("a word for a number", "twelve"), ("needless zero", "1.50"), ("thousands", "1 500")),
    "boolean": (("a word for true", "yes"), ("capitals", "TRUE")),
    "an id": (("capitals", "Not-An-Id"), ("two hyphens", "no--id"), ("hyphen at the end", "no-id-")),
    "a passage id": (("no place", "no-place"), ("five digits", "a-source.c00001-000002")),
    "a claim id": (("no passage", "no-place"), ("five digits", "a-source.c00001-000002.a-row")),
    "a fact id": (("no column", "a-row"), ("capitals", "a-row/Date")),
    "FACT@VERSION": (("no version", "a-row/date"), ("month 13", "a-row/date@2026.13.0")),
    "a version of the contract": (("two numbers", "1.0"), ("leading zero", "1.00.0")),
    "a version": (("leading zero", "2026.01.0"), ("month 13", "2026.13.0")),
    "a selector": (("no numbers", "char=one,two"), ("one number", "char=12"), ("unknown kind", "page=1")),
    "a sha256": (("63 digits", "a" * 63), ("capitals", "A" * 64), ("no digit", "g" * 64)),
    "a web address": (("no https", "ftp://example.org"), ("no address", "example.org")),
    "a country code": (("a name", "Iran"), ("small letters", "ir")),
    "a language tag": (("a name", "English"), ("underscore", "en_GB")),
    "a script code": (("small letters", "latn"), ("a name", "Latin")),
    "the name of a column": (("capitals", "Date"), ("hyphen", "birth-place")),
}


def of_columns(data: Data) -> Iterator[Mutation]:
    """What a cell may not be, for every column of every table."""
    for table, model in TABLES.items():
        for column in model.columns():
            about = f"{table}.{column.name}"
            for number, (kind, value, codes) in enumerate(bad_cells(table, column)):
                key = data.any_key(table, f"{column.name} {number}")
                stage: Stage = "text" if codes == ("MST108",) else "rows"
                edits = (Edit(table, key, {column.name: value}),)
                yield Mutation(kind, about, stage, str(number), codes, edits, (table, key, column.name))


def bad_cells(table: str, column: Column) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Kinds of errors of a column: in words, the cell, and what must be found."""
    if column.required:
        yield "emptied", "", ("MST211",)
    if column.type.vocabulary is not None:
        words = sorted(map(str, column.type.vocabulary))
        yield "word that nobody knows", "no_such_word", ("MST213",)
        yield "capitals", words[0].upper(), ("MST213",)
    elif column.name in free_columns(table):
        yield "e-mail address", "write to somebody@example.org", ("MST451",)
        yield "space at the end", f"{column.example} ", ("MST108",)
    else:
        hint = next((key for key in _WRONG if column.type.hint.startswith(key)), column.type.name)
        for kind, value in _WRONG[column.type.name if column.type.name in _WRONG else hint]:
            yield kind, value, ("MST212",)
    if column.type.name == "list":
        words = sorted(map(str, column.type.vocabulary or ("one", "two")))
        yield "words out of order", f"{words[1]} {words[0]}", ("MST212",)


#: What programs leave in the place of words, and what must be found.
GARBLED = (("????", "MST115"), ("??? ?????", "MST115"), ("#NAME?", "MST116"), ("Err:502", "MST116"))


def of_texts(data: Data) -> Iterator[Mutation]:
    """What programs leave in the place of words, for every column that holds words."""
    for table in TABLES:
        for column in sorted(free_columns(table)):
            for value, code in GARBLED:
                key = data.any_key(table, f"{column} {value}")
                edits = (Edit(table, key, {column: value}),)
                yield Mutation(f"is {value}", f"{table}.{column}", "text", value, (code,), edits, (table, key, column))


_NO_SUCH = ("no-such-row", "no-such-source.c000000-000001", "no-such-source.c000000-000001.no-such-row")


def of_references(data: Data) -> Iterator[Mutation | str]:
    """For every reference: an id that no row has; the id of a row into whose table it may not point.

    Yields:
        the mutations; and, as text, those for which there is no such row.
    """
    for table, model in TABLES.items():
        for column in model.columns():
            if not column.references:
                continue
            about, code = f"{table}.{column.name}", ("MST303",)
            for kind, value in (("id of no row", _fitting(column, _NO_SUCH)), ("other table", _other(data, column))):
                key = data.any_key(table, f"{column.name} {kind}", column.name)
                spoilt = {**data.keyed(table)[key], column.name: value}
                if _fitting(column, _NO_SUCH[:1]) if not value else not _valid(table, spoilt):
                    yield f"{about}: {kind}"
                    continue
                if not value:  # the pattern of the column alone keeps it out
                    edits, codes = (Edit(table, key, {column.name: next(iter(data.facts), _NO_SUCH[0])}),), ("MST212",)
                    yield Mutation(kind, about, "rows", kind, codes, edits, (table, key, column.name))
                    continue
                edits = (Edit(table, key, {column.name: value}),)
                place = (table, value if column.name == model.key() else key, column.name)
                yield Mutation(kind, about, "rules", kind, code, edits, place)


def _fitting(column: Column, values: Iterable[str]) -> str:
    """The first value that the type of a column allows, or an empty string."""
    return next((value for value in values if re.fullmatch(column.type.pattern or "", value)), "")


def _other(data: Data, column: Column) -> str:
    """An id that the type of a column allows, of a table into which it may not point, or an empty string."""
    others = set(data.index) - {*column.references, "seals", "history", "releases"}  # these have no ids of their own
    return _fitting(column, (key for name in data.index if name in others for key in data.index[name]))


def of_keys(data: Data) -> Iterator[Mutation]:
    """For every table: a key that stands twice."""
    for table, model in TABLES.items():
        key = data.any_key(table, "twice")
        edits, place = (copy(table, data.keyed(table)[key]),), (table, key, model.key())
        yield Mutation("stands twice", f"{table}.{model.key()}", "rules", "keys", ("MST301",), edits, place)


def of_rows(data: Data) -> Iterator[Mutation]:
    """For every reference that the dataset has into a table: the row to which it leads is not there."""
    gone: set[tuple[str, str]] = set()
    referring: set[tuple[str, str]] = set()
    for table, model in TABLES.items():
        for column in model.columns():
            for target in column.references:
                for key, row in data.index[table].items():
                    value = row[column.name].split(" ")[0]
                    if value not in data.index[target] or (table, key) in gone or (target, value) in gone | referring:
                        continue
                    if (table, key) == (target, value):
                        continue
                    gone.add((target, value))
                    referring.add((table, key))
                    edits = (Edit(target, value, None),)
                    place, kind = (table, key, column.name), f"its row of {target} deleted"
                    codes = ("MST303",)
                    yield Mutation(kind, f"{table}.{column.name}", "rules", "rows", codes, edits, place)
                    break


def of_assertions(data: Data) -> Iterator[Mutation | str]:
    """For every column that claims back: a cell that is changed, and an empty one that is filled.

    Yields:
        the mutations; and, as text, those for which there is no cell.
    """
    rounds: list[set[tuple[str, str]]] = []
    for table in FACT_TABLES:
        for column in TABLES[table].columns():
            if column.role != "assertion":
                continue
            about = f"{table}.{column.name}"
            for kind, make in (("changed", _changed), ("filled", _filled)):
                if kind == "filled" and column.required:
                    continue
                try:
                    yield _apart(rounds, data, partial(make, data, table, column))
                except NoSuchRow:
                    yield f"{about}: {kind}"


def _apart(rounds: list[set[tuple[str, str]]], data: Data, make: Callable[[], Mutation]) -> Mutation:
    """A mutation of a row that no other of its round has taken; a new round begins where all rows are taken."""
    for number, taken in enumerate([*rounds, set()]):
        data.used = set(taken)
        try:
            made = make()
        except NoSuchRow:
            continue
        rounds[number:] = [data.used, *rounds[number + 1 :]]
        return replace(made, batch=f"{made.kind} {number}")
    raise NoSuchRow


def _changed(data: Data, table: str, column: Column) -> Mutation:
    claim, row, _ = data.claimed(table, column.name, _changeable(data, table, column))
    edit = change(table, row, **{column.name: another(data, table, column.name, row)})
    place = ("claims", claim["claim_id"], "claim_id")
    return Mutation("changed", f"{table}.{column.name}", "seals", "changed", ("MST522",), (edit,), place)


def _filled(data: Data, table: str, column: Column) -> Mutation:
    row = data.take(table, lambda row: not row[column.name] and another(data, table, column.name, row))
    edit = change(table, row, **{column.name: another(data, table, column.name, row)})
    place = (table, row[TABLES[table].key()], column.name)
    return Mutation("filled", f"{table}.{column.name}", "rules", "filled", ("MST501",), (edit,), place)


def _changeable(data: Data, table: str, column: Column) -> Callable[[Cells, Cells, Cells], bool]:
    return lambda claim, row, source: bool(another(data, table, column.name, row))


def another(data: Data, table: str, name: str, row: Cells) -> str:
    """Another value for a cell with which the row is still a valid one, or an empty string."""
    column = next(column for column in TABLES[table].columns() if column.name == name)
    values = [
        *(other[name] for other in data.rows[table][:200]),
        *map(str, column.type.vocabulary or ()),
        column.example,
    ]
    for value in dict.fromkeys(values):
        if value and value != row[name] and _valid(table, {**row, name: value}):
            return value
    return ""
