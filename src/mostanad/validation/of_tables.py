"""Layers 1 to 3: each table by itself. What the screen finds clean is not looked at row by row."""

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
from mostanad.validation.since import Columns, Since

Layer = Literal["text", "structure", "rows", "rules", "fact_checks", "seals", "history", "passages", "frictionless"]
#: What is said of the header and the number of cells in rows.
_OF_SHAPE = frozenset({"MST203", "MST204"})
#: And with these, what is said of a table and its resource.
_OF_RESOURCE = _OF_SHAPE | {"MST205", "MST206"}
#: What is looked for in columns that the header names: the language, and the order of the keys.
_BY_HEADER = frozenset({"MST106", "MST111"})
#: What is looked for in a row whose cells are right, each by itself; and only the first of these.
_OF_WHOLE_ROWS = frozenset(code for code in codes_of("rows") if "MST421" <= code <= "MST444")
#: A line with a carriage return in its midst is not looked at.
_RETURN = re.compile(rb"\r(?!\n)")
#: About how many bytes a row has.
_ROW = 1 << 7


@dataclass
class Tables:
    """The tables of a validation under way."""

    package: Package  # without the bytes of tables that passed the screen
    layers: Collection[Layer]
    found: Collector
    readable: set[str] = field(default_factory=set)  # the tables with canonical text and the right shape
    not_run: list[str] = field(default_factory=list)
    unfinished: set[str] = field(default_factory=set)
    columns: Columns = field(default_factory=Columns)  # the tables in which the screens found nothing
    doubted: dict[str, set[int] | None] = field(default_factory=dict)  # of the others the lines, if it is known which
    private: Mapping[str, Collection[str]] = field(default_factory=dict)  # the cells of tables that look private
    since: Since | None = None  # the package beside the last state of it that was found clean, if results are kept
    near: Near | None = None  # what may be concerned by what changed since, if that is little
    kept_on_disk: bool = False  # whether large tables lie there, which takes less memory and a little more time

    def __post_init__(self) -> None:
        self.tables = Lazy(TABLES, self._table)
        self.places = Places(self._lines, self.package.files)
        self.links = Links(self.columns)

    def _skip(self, what: str, codes: Iterable[str]) -> None:
        """Note what was not run, and its codes."""
        self.not_run.append(what)
        self.unfinished.update(codes)

    def check_tables(self) -> None:
        """Layers 1 to 3, each table by itself; where they are not asked for, they still keep later layers off it."""
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
        """Read the tables in which nothing can be found. Of each the bytes are let go, to be made again if need be."""
        fresh, rest = dict[str, pa.Table](), {**self.package.texts}
        self.package = replace(self.package, texts=rest)
        most = max(map(len, rest.values()), default=0) // _ROW
        with sandbox.connect(threads=sandbox.threads(most)) as connection:
            for name in tuple(rest):
                if self.since and self.since.is_screened(name, connection):
                    self.columns[name], fresh[name] = rest.pop(name), self.since.added[name]
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
            self.near = Near(self.since, self.columns)

    def _table(self, name: str) -> Table:
        if name not in self.columns:
            return self.package.table(name)
        return as_text(name, self.package.files[name], self.columns[name])

    def _lines(self, name: str) -> list[str]:
        if self.since and name in self.since.contents:
            return lines_of(self.since.contents[name][:])
        if name in self.columns:  # there is one way to write what passed the screen
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
        if is_known and name in broken:  # of rows with a wrong header the cells are not counted
            self.unfinished |= _OF_SHAPE | _BY_HEADER
        if name not in broken:
            self.readable.add(name)
            self._take("rows", name, rows.check(table, self.places, doubted))
            if name in broken:
                self.unfinished |= _OF_WHOLE_ROWS
            if many := rows.crowded(table):
                self.readable.discard(name)
                self._take("rules", name, [many])
            if "rows" in self.layers:  # what is private keeps no later layer off the table
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
