"""Layers 1 to 3, which check each table by itself. A table that passes the screen is not checked row by row."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pyarrow as pa

from mostanad.evidence import sandbox
from mostanad.evidence.links import Links
from mostanad.files import Package, Table
from mostanad.files.mapped import large_on_disk
from mostanad.files.package import lines_of
from mostanad.files.render import as_text, csv_lines
from mostanad.models import TABLES
from mostanad.validation import canonical_text, private, rows, screen, structure
from mostanad.validation.findings import Collector, Finding
from mostanad.validation.near import Near
from mostanad.validation.places import Lazy, Places
from mostanad.validation.rules import codes_of
from mostanad.validation.since import Since

Layer = Literal["text", "structure", "rows", "rules", "fact_checks", "seals", "history", "passages", "frictionless"]
#: Codes about the header and the number of cells in rows.
_OF_SHAPE = frozenset({"MST203", "MST204"})
#: The same, and codes about the descriptor and a table's resource in it.
_OF_RESOURCE = _OF_SHAPE | {"MST205", "MST206"}
#: Codes that need a named column: the language, or the key and its order.
_BY_HEADER = frozenset({"MST106", "MST111"})
#: Codes about several cells of a row: only the first is reported, and only if each cell is valid by itself.
_OF_WHOLE_ROWS = frozenset(code for code in codes_of("rows") if "MST421" <= code <= "MST444")
#: A carriage return inside a line, which is then not checked.
_RETURN = re.compile(rb"\r(?!\n)")
#: The approximate number of bytes of a row.
_ROW = 1 << 7


@dataclass
class TableChecks:
    """A running validation of layers 1 to 3."""

    package: Package  # without the bytes of tables that passed the screen
    layers: Collection[Layer]
    found: Collector
    readable: set[str] = field(default_factory=set)  # the tables with canonical text and the right shape
    not_run: list[str] = field(default_factory=list)
    unfinished: set[str] = field(default_factory=set)
    doubted: dict[str, set[int] | None] = field(default_factory=dict)  # suspicious lines of the other tables, if known
    private: Mapping[str, Collection[str]] = field(default_factory=dict)  # the cells that look private, by table
    since: Since | None = None  # what changed since the last clean state, if results are kept
    near: Near | None = None  # these changes, if they are few
    kept_on_disk: bool = False  # large tables: less memory, and a little more time

    def __post_init__(self) -> None:
        self.tables = Lazy(TABLES, self._table)
        self.places = Places(self._lines, self.package.files)
        #: The tables in which the screens found nothing; those that :attr:`since` passed are parsed on first access.
        self.columns = Lazy[pa.Table]((), lambda name: self.since and self.since.columns(name))
        self.links = Links(self.columns)

    def _skip(self, what: str, codes: Iterable[str]) -> None:
        """Note what was not run, and its codes."""
        self.not_run.append(what)
        self.unfinished.update(codes)

    def check_tables(self) -> None:
        """Layers 1 to 3, each table by itself. Layers that are not requested still keep later layers off a table."""
        if "structure" in self.layers:
            self.found.add(structure.check_descriptor(self.package))
        broken = self.found.broken
        for name in TABLES:
            if name not in self.package.texts:
                broken.add(name)
                self.found.blocking |= {finding.spot for finding in self.found.findings if finding.value == name}
                self._skip(f"text and rows of {name}", codes_of("text") | _OF_RESOURCE | codes_of("rows"))
        self._screen()
        self.readable.update(self.columns)
        for name, content in self.package.texts.items():
            self._check_table(name, content)
        for name in sorted(self.private.keys() & self.columns.keys()) if "rows" in self.layers else ():
            self.found.add(private.check(self.tables[name], self.places, self.private[name]))

    def _screen(self) -> None:
        """Read the tables that pass the screen, and free their bytes, which can be rendered again."""
        fresh, rest = dict[str, pa.Table](), {**self.package.texts}
        self.package = replace(self.package, texts=rest)
        most = max(map(len, rest.values()), default=0) // _ROW
        with sandbox.connect(threads=sandbox.threads(most)) as connection:
            for name in tuple(rest):
                if self.since and self.since.is_screened(name, connection):
                    self.columns[name], fresh[name] = None, self.since.added[name]
                    del rest[name]
                    continue
                content = rest.pop(name)[:]
                found = screen.screened(content, TABLES[name], connection, in_persian=self.package.in_persian)
                columns, lines = found or (None, None)
                if found:
                    fresh[name] = large_on_disk(columns) if self.kept_on_disk and not lines else columns
                if found and not lines:
                    self.columns[name] = fresh[name]
                else:
                    rest[name], self.doubted[name] = content, lines
        self.private = private.suspected(fresh)
        if self.since and len(self.columns) == len(TABLES) and not self.since.is_much:
            self.near = Near(self.since)

    def _table(self, name: str) -> Table:
        if name not in self.columns:
            return self.package.table(name)
        return as_text(name, self.package.files[name], self.columns[name])

    def _lines(self, name: str) -> list[str]:
        if self.since and name in self.since.contents:
            return lines_of(self.since.contents[name][:])
        if name in self.columns:  # a table that passed the screen has only one form as CSV
            return [*csv_lines(self.columns[name]), ""]
        return lines_of(self.package.texts.get(name, b""))

    def _check_table(self, name: str, content: bytes) -> None:
        """Layers 1 to 3, row by row."""
        broken = self.found.broken
        table = self.tables[name]
        unreadable: set[int] = set()
        doubted, key, said = self.doubted.get(name), TABLES[name].key(), self.package.in_persian
        found = canonical_text.check(content, table, key, doubted, in_persian=said)
        self._take("text", name, canonical_text.noting(found, unreadable))
        if unreadable or _RETURN.search(content):
            self.unfinished |= codes_of("text") | _OF_SHAPE
        is_known = name not in broken
        self._take("structure", name, structure.check_shape(table, unreadable))
        if is_known and name in broken:  # cells are not counted below a wrong header
            self.unfinished |= _OF_SHAPE | _BY_HEADER
        if name not in broken:
            self.readable.add(name)
            self._take("rows", name, rows.check(table, self.places, doubted))
            if name in broken:
                self.unfinished |= _OF_WHOLE_ROWS
            if many := rows.crowded(table):
                self.readable.discard(name)
                self._take("rules", name, [many])
            if "rows" in self.layers:  # private cells keep no later layer off the table
                some = None if doubted is None else self.private.get(name, ())
                self.found.add(private.check(table, self.places, some))
        elif "rows" in self.layers:
            self._skip(f"rows of {name}", codes_of("rows"))

    def _take(self, layer: Layer, name: str, findings: Iterable[Finding]) -> None:
        if layer in self.layers:
            if not self.found.add(findings, name):
                self.unfinished |= codes_of(layer)
        elif any(finding.severity == "error" for finding in findings):
            self.found.broken.add(name)
