"""All layers in order. Errors in the first three keep the later ones off the tables concerned."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Literal, NamedTuple, get_args

import duckdb
import pyarrow as pa

from mostanad.documents import Documents
from mostanad.evidence import sandbox
from mostanad.evidence.relations import MEMORY, prepare
from mostanad.evidence.spans import arrow_spans
from mostanad.files import Package, Table, csvtext, limits, open_package
from mostanad.files.columns import columns_from
from mostanad.files.typed import arrow_tables
from mostanad.models import TABLES, vocabularies
from mostanad.validation import (
    asking,
    fact_checks,
    history,
    linked,
    private,
    provenance,
    rows,
    rules,
    screen,
    sealed,
    seals,
    structure,
    text,
    with_frictionless,
)
from mostanad.validation.findings import Collector, Finding, Report
from mostanad.validation.finish import finished
from mostanad.validation.places import OnDemand, Places, lines_of
from mostanad.validation.selection import codes_of

Layer = Literal["text", "structure", "rows", "rules", "fact_checks", "seals", "history", "passages", "frictionless"]
#: What is said of the header and the number of cells in rows.
_OF_SHAPE = frozenset({"MST203", "MST204"})
#: And with these, what is said of a table and its resource.
_OF_RESOURCE = _OF_SHAPE | {"MST205", "MST206"}
#: What is looked for in columns that the header names: the language, and the order of the keys.
_BY_HEADER = frozenset({"MST106", "MST111"})
#: What is looked for in a row whose cells are right, each by itself; and only the first of these.
_OF_WHOLE_ROWS = frozenset(code for code in codes_of("rows") if "MST421" <= code <= "MST444")
_RETURN = re.compile(rb"\r(?!\n)")  # a line with one in its midst is not looked at
#: How much memory the rules use for a package that may be of any size, before they use the disk.
_MEMORY = "400MB"
_EVER = 1e7  # seconds that no rule needs
ALL_LAYERS: tuple[Layer, ...] = get_args(Layer)  # in the order in which they run
LAYERS = ALL_LAYERS[:-1]  # if none are named: all but Frictionless, which judges us from outside


def validate(
    path: Path | str,
    *,
    documents: Documents | Path | str | None = None,
    layers: Collection[Layer] = LAYERS,
    trusted: bool = False,
) -> Report:
    """Check a data package; nothing is written, fetched or executed.

    Args:
        path: the directory with datapackage.json.
        documents: the folder with the source documents; None: that which ``MOSTANAD_DOCUMENTS`` names, if any. Without
            documents passages are reported as not checked.
        layers: which layers to run, of :data:`ALL_LAYERS`; Frictionless only if it is named.
        trusted: whether the package may be of any size, as your own may.

    Raises:
        PackageError: if the directory or its datapackage.json is absent, too large or cannot be parsed.
        RuleStopped: if nothing was found before the rules ran out of time or memory.
        FileNotFoundError: if the folder of documents is named and absent.
    """
    folder = documents if isinstance(documents, Documents) else Documents.at_hand(documents)
    return validate_package(open_package(path, trusted=trusted), folder, layers)


def validate_package(
    package: Package,
    documents: Documents,
    layers: Collection[Layer] = LAYERS,
    most: int | None = limits.FINDINGS,
    *,
    careful: bool = False,
) -> Report:
    """Check an opened package; as :func:`validate`. ``most``: so many findings of a code in a file are listed; None:
    all. ``careful``: look at each row, whether it is suspicious or not; it finds the same."""
    checking = checked(package, documents, layers, most, careful=careful)
    del package  # of the tables that pass the screen the bytes are let go
    with checking as found:
        return found.report


class Checked(NamedTuple):
    """What came of checking a package, and, if rules ran on all of its tables, what they ran on: the typed tables (and,
    if fact checks were asked, ``spans`` and ``on_lists``), and the connection that holds them and the relations."""

    report: Report
    tables: Mapping[str, pa.Table] = {}
    connection: duckdb.DuckDBPyConnection | None = None


@contextmanager
def checked(
    package: Package,
    documents: Documents,
    layers: Collection[Layer] = LAYERS,
    most: int | None = limits.FINDINGS,
    *,
    careful: bool = False,
    memory: str = "",
    engine: Callable[..., Run] | None = None,
) -> Iterator[Checked]:
    """As :func:`validate_package`; what the rules ran on is there as long as the block lasts. ``memory``: how much of
    it the relations may take before they go to the disk. ``engine``: runs the layers; None: :class:`Run`."""
    vocabularies.extend(package.descriptor.get("vocabularies"))
    memory = memory or (_MEMORY if package.trusted else "")
    run = (engine or Run)(package, layers, careful, Collector(most=most), memory)
    if "frictionless" not in layers:
        del package  # likewise
    later: dict[Layer, Callable[[], None]] = {
        "rules": run.check_rules,
        "fact_checks": run.check_checks,
        "seals": run.check_seals,
        "history": run.check_history,
        "passages": lambda: run.check_passages(documents),
        "frictionless": run.check_with_frictionless,
    }
    with run.stack as stack:
        if "fact_checks" in layers and run.package.texts.get("fact_checks", b"").count(b"\n") > 1:
            run.queries = stack.enter_context(asking.started(run.package.queries))
        run.check_tables()
        if "frictionless" in layers:
            run.beside = stack.enter_context(with_frictionless.started(package, run.readable))
        for layer, check in later.items():
            if layer in layers:
                with run.clock(layer):
                    check()
        with run.clock("reporting"):
            report = finished(run.found.report(run.not_checked, run.not_run), run.places)
        unfinished = frozenset(run.unfinished).intersection(code for layer in layers for code in codes_of(layer))
        report = replace(report, unfinished=unfinished, blocking=frozenset(run.found.blocking), seconds=run.seconds)
        yield Checked(report, *run.ready())


@dataclass
class Run:
    """One validation under way.

    Attributes:
        package: what is checked, without the bytes of tables that passed the screen.
        careful, memory: as :func:`checked` has them; with no memory named nothing goes to the disk.
        readable: the tables with canonical text and the right shape.
        columns: the tables in which the screens found nothing, as columns.
        connection: the tables and the relations behind the rules, once these are prepared.
        spans: what is compiled of the tables for the queries of checks, once it is.
        queries, beside: what runs the queries of checks, and Frictionless, if they are asked for.
    """

    package: Package
    layers: Collection[Layer]
    careful: bool
    found: Collector
    memory: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    readable: set[str] = field(default_factory=set)
    not_checked: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    unfinished: set[str] = field(default_factory=set)
    columns: dict[str, pa.Table] = field(default_factory=dict)
    connection: duckdb.DuckDBPyConnection | None = None
    spans: dict[str, pa.Table] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)
    queries: asking.Asking | asking.Here | None = None
    beside: Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.tables = OnDemand(self._table)
        self.places = Places(self._lines, self.package.files)
        self.links = linked.Links(self.columns)

    @contextmanager
    def clock(self, name: str) -> Iterator[None]:
        """Add the seconds that the block takes."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start

    def _skip(self, what: str, codes: Iterable[str]) -> None:
        """Note what was not run, and its codes."""
        self.not_run.append(what)
        self.unfinished.update(codes)

    def check_tables(self) -> None:
        """Layers 1 to 3, each table by itself; where they are not asked for, they still keep later layers off it."""
        if "structure" in self.layers:
            with self.clock("structure"):
                self.found.add(structure.check_descriptor(self.package))
        broken = self.found.broken
        for name in TABLES:
            if name not in self.package.texts:
                broken.add(name)
                self.found.blocking |= {finding.spot for finding in self.found.findings if finding.value == name}
                self._skip(f"text and rows of {name}", codes_of("text") | _OF_RESOURCE | codes_of("rows"))
        if not self.careful:
            with self.clock("screen"):
                self._screen()
        self.readable.update(self.columns)
        for name, content in self.package.texts.items():
            self._check_table(name, content)

    def _screen(self) -> None:
        """Read the tables in which nothing can be found."""
        with sandbox.connect() as connection:
            for name, content in self.package.texts.items():
                columns = screen.clean(content, TABLES[name], connection)
                if columns is not None:
                    self.columns[name] = columns
        for name in private.suspected(self.columns):
            del self.columns[name]
        rest = {name: content for name, content in self.package.texts.items() if name not in self.columns}
        self.package = replace(self.package, texts=rest)

    def _table(self, name: str) -> Table:
        if name not in self.columns:
            return self.package.table(name)
        columns = self.columns[name]
        rows = zip(*([cell or "" for cell in column.to_pylist()] for column in columns.columns), strict=True)
        return Table(name, self.package.files[name], tuple(columns.column_names), tuple(rows))

    def _lines(self, name: str) -> list[str]:
        if name in self.columns:  # there is one way to write what passed the screen
            table = self.tables[name]
            return [*map(csvtext.join, (table.header, *table.rows)), ""]
        return lines_of(self.package.texts.get(name, b""))

    def _check_table(self, name: str, content: bytes) -> None:
        """Layers 1 to 3, row by row."""
        broken = self.found.broken
        table = self.tables[name]
        unreadable: set[int] = set()
        self._take("text", name, text.noting(text.check(content, table, TABLES[name].key()), unreadable))
        if unreadable or _RETURN.search(content):
            self.unfinished |= codes_of("text") | _OF_SHAPE
        is_known = name not in broken
        self._take("structure", name, structure.check_shape(table, unreadable))
        if is_known and name in broken:  # of rows with a wrong header the cells are not counted
            self.unfinished |= _OF_SHAPE | _BY_HEADER
        if name not in broken:
            self.readable.add(name)
            self._take("rows", name, rows.check(table, self.places))
            if name in broken:
                self.unfinished |= _OF_WHOLE_ROWS
            if many := rows.crowded(table):
                self.readable.discard(name)
                self._take("rules", name, [many])
            if "rows" in self.layers:  # what is private keeps no later layer off the table
                with self.clock("rows"):
                    self.found.add(private.check(table, self.places))
        elif "rows" in self.layers:
            self._skip(f"rows of {name}", codes_of("rows"))

    def _take(self, layer: Layer, name: str, findings: Iterable[Finding]) -> None:
        with self.clock(layer):
            if layer in self.layers:
                if not self.found.add(findings, name):
                    self.unfinished |= codes_of(layer)
            elif any(finding.severity == "error" for finding in findings):
                self.found.broken.add(name)

    def check_with_frictionless(self) -> None:
        """Layer 2 as others see it: begun before the others, and heard last, so that it says only what they did not."""
        if unread := sorted(set(TABLES) - self.readable):
            self._skip(f"Frictionless on {', '.join(unread)}", codes_of("frictionless"))
        known = tuple(self.found.findings)
        self.found.add(with_frictionless.check(self.beside, self.package, known, self.places))

    def ready(self) -> tuple[()] | tuple[Mapping[str, pa.Table], duckdb.DuckDBPyConnection]:
        """What a release can be compiled of, beside the report: as :class:`Checked` has it."""
        return ({**self.typed, **self.spans}, self.connection) if self.connection and not self.found.broken else ()

    def check_rules(self) -> None:
        """Layer 4, on the tables that parse. If rules were stopped, and nothing else is wrong, that must not pass."""
        seconds = _EVER if self.package.trusted else rules.SECONDS
        try:
            for result in rules.check(self._prepare(), self.places, self.found.broken, seconds, self._proven()):
                if isinstance(result, str):
                    self._skip(result, [result.split(" ")[0]])
                else:
                    self.found.add([result])
        except rules.RuleStopped as stopped:
            if not self.found.findings:
                raise
            self._skip(f"rules from here on ({stopped})", codes_of("rules"))

    def _proven(self) -> Collection[str]:
        """The names of rules that are known to find nothing."""
        return linked.without_findings(self.links) if len(self.columns) == len(TABLES) else ()

    def _prepare(self) -> duckdb.DuckDBPyConnection:
        """The relations behind the rules; raises RuleStopped if the tables of a stranger make too much of them.

        For tables that may be of any size, what does not fit into the memory goes to the disk.
        """
        if self.connection is None:
            folder = TemporaryDirectory(prefix="mostanad-") if self.memory else nullcontext("")
            too_much = "the relations behind the rules {} on these tables"
            try:
                prepared = prepare(self.typed, memory=self.memory or MEMORY, temporary=self.stack.enter_context(folder))
            except sandbox.TooLong:
                raise rules.RuleStopped(too_much.format("take too long")) from None
            except duckdb.OutOfMemoryException:
                raise rules.RuleStopped(too_much.format("need too much memory")) from None
            self.connection = self.stack.enter_context(prepared)
        return self.connection

    def check_checks(self) -> None:
        """Layer 4, second part: claims held against the record."""
        broken = self.found.broken
        if broken & {"fact_checks", "fact_check_answers"}:
            self._skip("queries of checks", codes_of("fact_checks"))
            return
        queries = self.package.queries
        self.found.add(fact_checks.unasked(queries, self.tables["fact_checks"]))
        if self.queries is not None:
            not_run: list[str] = []
            # One by one: a query may say something else than its check 100,000 times.
            self.spans = arrow_spans(self.typed)
            typed = {**self.typed, **self.spans}
            found = fact_checks.check(self.queries, queries, self.tables, self.places, broken, typed)
            self._sort(found, not_run)
            for what in not_run:
                self._skip(what, codes_of("fact_checks"))
            self._goes_before({"MST535", "MST536", "MST539"}, {"MST536", "MST537", "MST538", "MST539"})

    def check_seals(self) -> None:
        """Layer 5, first part."""
        if self.found.broken:
            self._skip("seals", codes_of("seals"))
        elif self.careful or len(self.columns) < len(TABLES) or (bare := sealed.unsealed(self.links)) is None:
            self.found.add(seals.check(self.tables, self.places))
        else:
            self.found.add(seals.unsealed(bare, self.places))

    def check_history(self) -> None:
        """Layer 5, second part."""
        if self.found.broken or ("rules" in self.layers and self.connection is None):
            self._skip("history", codes_of("history"))
        else:
            self._sort(history.check(self._prepare(), self.places), self.not_checked)
            self._goes_before({"MST541", "MST542"}, {"MST543", "MST544"})

    def check_passages(self, documents: Documents) -> None:
        """Layer 5, last part."""
        if self.found.broken & {"sources", "passages"}:
            self._skip("passages against documents", codes_of("passages"))
        elif documents.folder is None:
            self.not_checked.append(provenance.without_documents(self._columns("passages").num_rows))
        else:
            if broken := self.found.broken:
                self._skip("cells against the records of lists", {"MST546"})
            self._sort(provenance.check_passages(self.tables, documents, cells=not broken), self.not_checked)

    @cached_property
    def typed(self) -> Mapping[str, pa.Table]:
        """The tables with types, empty where they have errors; none is found broken once the rules begin."""
        return arrow_tables({name: self._columns(name) for name in TABLES})

    def _columns(self, name: str) -> pa.Table:
        if name not in self.found.broken and name in self.columns:
            return self.columns[name]
        header = [column.name for column in TABLES[name].columns()]
        return columns_from(header, () if name in self.found.broken else self.tables[name].rows)

    def _goes_before(self, first: Collection[str], later: Collection[str]) -> None:
        """Where the first of these codes are found, the later ones cannot be looked for."""
        if spots := {finding.spot for finding in self.found.findings if finding.code in first}:
            self.found.blocking |= spots
            self.unfinished |= set(later)

    def _sort(self, results: Iterable[Finding | str], others: list[str]) -> None:
        for result in results:
            if isinstance(result, str):
                others.append(result)
            else:
                self.found.add([result])
