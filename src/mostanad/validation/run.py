"""Runs all layers in order. Errors in the first three keep later layers off the tables with these errors."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from typing import NamedTuple, get_args

import duckdb
import pyarrow as pa

from mostanad.documents.folder import Documents
from mostanad.evidence import sandbox
from mostanad.evidence.links import Links
from mostanad.evidence.relations import MEMORY, SECONDS, prepare
from mostanad.evidence.sandbox import EVER
from mostanad.evidence.spans import READ, arrow_spans
from mostanad.files import Package, limits, open_package
from mostanad.files.columns import columns_from
from mostanad.files.reading import Unread, read_file
from mostanad.files.typed import arrow_table, arrow_tables
from mostanad.models import TABLES, vocabularies
from mostanad.validation import fact_checks, history, linked, rules, sealed, seals, with_frictionless
from mostanad.validation.findings import Collector, Finding, Report, codes, without_documents
from mostanad.validation.finish import finished
from mostanad.validation.rules import codes_of
from mostanad.validation.since import Remembered, Since
from mostanad.validation.table_checks import Layer, TableChecks

__all__ = ["ALL_LAYERS", "LAYERS", "Checked", "Layer", "checked", "validate", "validate_package"]

#: Megabytes that the rules may use for a package of unlimited size, before they use the disk.
_MEMORY = 150
ALL_LAYERS: tuple[Layer, ...] = get_args(Layer)  # in the order in which they run
LAYERS = ALL_LAYERS[:-1]  # the default: all but Frictionless, an external check


def validate(
    path: Path | str,
    *,
    documents: Documents | Path | str | None = None,
    layers: Collection[Layer] = LAYERS,
    trusted: bool = False,
    results: Path | None = None,
) -> Report:
    """Check a data package.

    Args:
        path: the directory with datapackage.json.
        documents: the folder with the source documents; None: the folder that ``MOSTANAD_DOCUMENTS`` names, if any.
            Without documents, passages are reported as not checked.
        layers: which layers to run, of :data:`ALL_LAYERS`; Frictionless only if it is named.
        trusted: whether the package may be of any size, as your own may.
        results: a folder that keeps clean results, to check only changes next time; only you may write to it.

    Returns:
        the report; nothing is fetched, nothing but results is kept, and queries of the package run in a sandbox.

    Raises:
        PackageError: if the directory or its datapackage.json is missing, too large or cannot be parsed.
        RuleStopped: if nothing was found before the rules ran out of time or memory.
        OSError: if the folder of documents is named but missing, or a table is changed while it is read.
    """
    folder = Documents.at_hand(documents)
    read = Unread if trusted else read_file
    return validate_package(open_package(path, trusted=trusted, read=read), folder, layers, results=results)  # type: ignore[arg-type]


def validate_package(
    package: Package,
    documents: Documents,
    layers: Collection[Layer] = LAYERS,
    most: int | None = limits.FINDINGS,
    *,
    results: Path | None = None,
) -> Report:
    """Check an opened package like :func:`validate`. ``most``: how many findings of a code and file; None: all."""
    checking = checked(package, documents, layers, most, results=results)
    del package  # else the bytes of tables that pass the screen would not be freed
    with checking as found:
        return found.report


class Checked(NamedTuple):
    """The result of checking a package. If rules ran on all of its tables, it also has the typed tables (with ``spans``
    and ``on_lists`` if fact checks ran), and the connection that holds these and the relations."""

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
    memory: int = 0,
    engine: "Callable[..., Run] | None" = None,
    results: Path | None = None,
) -> Iterator[Checked]:
    """Check like :func:`validate_package`, but keep the tables and relations of the rules until the block ends.
    ``memory``: how many megabytes relations may use before they spill to disk; large tables are then kept on disk.
    ``engine``: the class that runs the layers; None: :class:`Run`."""
    vocabularies.extend(package.descriptor.get("vocabularies"))
    within = memory or (_MEMORY if package.trusted else 0)
    run = (engine or Run)(package, layers, Collector(most=most), memory=within, kept_on_disk=bool(memory))
    if results and not engine and "frictionless" not in layers:
        with suppress(OSError):  # without results, everything is checked
            run.since = Since(results, package, may_be_kept={*LAYERS[:-1]} <= {*layers})
    if "frictionless" not in layers:
        del package  # to free its bytes, as above
    later: dict[Layer, Callable[[], None]] = {
        "seals": run.check_seals,  # before relations take memory
        "rules": run.check_rules,
        "fact_checks": run.check_checks,
        "history": run.check_history,
        "passages": lambda: run.check_passages(documents),
        "frictionless": run.check_with_frictionless,
    }
    with run.stack as stack:
        run.check_tables()
        if "frictionless" in layers:
            run.frictionless = stack.enter_context(with_frictionless.started(package, run.readable))
        for layer, check in later.items():
            if layer in layers:
                check()
        report = finished(run.found.report(run.not_checked, run.not_run), run.places)
        unfinished = frozenset(run.unfinished).intersection(code for layer in layers for code in codes_of(layer))
        report = replace(report, unfinished=unfinished, blocking=frozenset(run.found.blocking))
        yield Checked(report, *run.ready())


@dataclass
class Run(TableChecks):
    """A running validation."""

    memory: int = 0  # in megabytes, as in :func:`checked`; 0: nothing spills to disk
    not_checked: list[str] = field(default_factory=list)
    connection: duckdb.DuckDBPyConnection | None = None  # the tables and relations behind the rules, once prepared
    spans: dict[str, pa.Table] = field(default_factory=dict)  # compiled for the queries of fact checks, once it is
    stack: ExitStack = field(default_factory=ExitStack)
    frictionless: Popen[bytes] = field(init=False)  # the process that runs Frictionless, if requested

    def check_with_frictionless(self) -> None:
        """Layer 2 by Frictionless: it starts before the later layers, and is read last, to report only the rest."""
        if unread := sorted(set(TABLES) - self.readable):
            self._skip(f"Frictionless on {', '.join(unread)}", codes_of("frictionless"))
        self.found.add(with_frictionless.check(self.frictionless, self.package, self.found.findings, self.places))

    def ready(self) -> tuple[()] | tuple[Mapping[str, pa.Table], duckdb.DuckDBPyConnection]:
        """The typed tables and the connection of :class:`Checked`; empty if a release cannot be compiled from them."""
        if self.connection is None or self.found.broken or self.near:
            return ()
        return {**self.typed, **self.spans}, self.connection

    def check_rules(self) -> None:
        """Layer 4, on the tables that parse. Raises RuleStopped if rules were stopped and nothing else is wrong."""
        with self._unless_stopped("rules"):
            found = self._run_rules(EVER if self.package.trusted else rules.SECONDS)
            self.found.add_or_note(found, lambda name: self._skip(name, [name.split(" ")[0]]))

    @contextmanager
    def _unless_stopped(self, layer: Layer) -> Iterator[None]:
        """Note a stopped layer if there are findings; otherwise raise RuleStopped."""
        try:
            yield
        except rules.RuleStopped as stopped:
            if not self.found.findings:
                raise
            self._skip(f"the rest of {layer.replace('_', ' ')} ({stopped})", codes_of(layer))

    def _run_rules(self, seconds: float) -> Iterator[Finding | str]:
        check = partial(rules.check, places=self.places, broken=self.found.broken, seconds=seconds)
        asked = [rule for rule in rules.rules() if self.near is None or self.near.concerns(rule)]
        if self.near and not asked:
            return
        yield from check(self._prepare(), chosen=[rule for rule in asked if rule.name not in self._proven])
        if self.found.broken:
            of_references = [rule for rule in rules.rules() if rule.name == "references_resolve"]
            yield from self._certain_references(partial(check, broken=set(), chosen=of_references))

    def _certain_references(self, check: "Callable[..., Iterator[Finding | str]]") -> Iterator[Finding | str]:
        """References to nothing that are certain despite errors: in rows that can be read, to tables whose keys have no
        errors. The rule still counts as not run, because it says nothing about cells with errors."""
        errors, of_text = [one for one in self.found.findings if one.severity == "error"], codes("text")
        wrong = {(one.file, one.line, one.column) for one in errors}
        # A key begins at column 1. Errors of the text may be inside it, because their columns count characters.
        astray = {one.file for one in errors if one.column < 2 or one.code in of_text}
        sure = {name for name in self.readable if self.package.files[name] not in astray}
        typed = {}
        for name, model in TABLES.items():
            named, key = {one.name: one.references for one in model.columns()}, model.key()
            unsure = {column for column, tables in named.items() if not tables or not sure.issuperset(tables)}
            table = self._columns(name, name in self.readable and not (named[key] and key in unsure))
            for column in unsure - {key}:
                table = table.set_column(table.column_names.index(column), column, pa.nulls(len(table), pa.string()))
            typed[name] = arrow_table(model, table)
        for one in check(self._prepared(typed)):
            if isinstance(one, str) or (one.file, one.line, one.column) not in wrong:
                yield one

    @cached_property
    def _proven(self) -> Collection[str]:
        """The names of rules that are known to find nothing."""
        return linked.without_findings(self.links, self.typed) if len(self.columns) == len(TABLES) else ()

    def _prepare(self) -> duckdb.DuckDBPyConnection:
        """The connection with the relations behind the rules."""
        if self.connection is None:
            self.connection = self._prepared(self.typed)
        return self.connection

    def _prepared(self, typed: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
        """Prepare relations of tables, on disk beyond :attr:`memory` if it is set; raises RuleStopped beyond limits."""
        folder = TemporaryDirectory(prefix="mostanad-") if self.memory else nullcontext("")
        is_whole = typed is self.typed and {"references_resolve", "id_in_two_tables"} <= {*self._proven}
        too_much = "the relations that rules read {} on these tables"
        try:
            prepared = prepare(
                typed,
                memory=self.memory or MEMORY,
                temporary=self.stack.enter_context(folder),
                seconds=EVER if self.package.trusted else SECONDS,
                links=self.links if is_whole else None,
            )
        except sandbox.TooLong:
            raise rules.RuleStopped(too_much.format("take too long to compute")) from None
        except duckdb.OutOfMemoryException:
            raise rules.RuleStopped(too_much.format("need too much memory")) from None
        return self.stack.enter_context(prepared)

    def check_checks(self) -> None:
        """Layer 4, second part: the queries of fact checks."""
        broken = self.found.broken
        if broken & {"fact_checks", "fact_check_answers"}:
            self._skip("queries of fact-checks", codes_of("fact_checks"))
            return
        queries = self.package.queries
        self.found.add(fact_checks.unasked(queries, self.tables["fact_checks"]))
        can_skip = self.near and self.near.can_skip("fact_checks", READ, queries.texts.values())
        if self.tables["fact_checks"].rows and not can_skip:
            # Findings are added one by one, because a query may differ from its check 100,000 times.
            with self._unless_stopped("fact_checks"):
                try:
                    self.spans = arrow_spans(self.typed, EVER if self.package.trusted else SECONDS)
                except sandbox.TooLong:
                    message = "the spans that queries of fact-checks read take too long to compute on these tables"
                    raise rules.RuleStopped(message) from None
                found = fact_checks.check(queries, self.tables, self.places, broken, {**self.typed, **self.spans})
                self.found.add_or_note(found, lambda what: self._skip(what, codes_of("fact_checks")))
            self._block_codes({"MST535", "MST536", "MST539"}, {"MST536", "MST537", "MST538", "MST539"})

    def check_seals(self) -> None:
        """Layer 5, first part."""
        if self.found.broken:
            self._skip("seals", codes_of("seals"))
        elif self.near and not self.near.changed_more_than_meta:
            return  # no seal depends on what changed
        elif (bare := self._unsealed()) is None:
            self.found.add(seals.check(self.tables, self.places))
        else:
            self.found.add(seals.unsealed(bare, self.places))

    def _unsealed(self) -> list[str] | None:
        """The claims without a seal; None if every seal must be checked. A cluster overrides this."""
        if len(self.columns) < len(TABLES):
            return None
        return sealed.unsealed(Links(sealed.around(self.columns, self.near.keys)) if self.near else self.links)

    def check_history(self) -> None:
        """Layer 5, second part."""
        known = len(self.not_checked)
        if self.found.broken or ("rules" in self.layers and self.connection is None and not self.near):
            self._skip("history", codes_of("history"))
        elif not (self.near and self.near.can_skip("history", history.READ)):
            is_sound = bool(self.near and self.near.can_skip("history", ("history", "releases")))
            found = history.check(self._prepare(), self.places, is_sound=is_sound)
            self.found.add_or_note(found, self.not_checked.append)
            self._block_codes({"MST541", "MST542"}, {"MST543", "MST544"})
        left = {finding.code for finding in self.found.findings} | ({"history"} if self.not_checked[known:] else set())
        # Rules and the history alone may have findings; after an edit, only with codes that had some before.
        may_be_left = self.near.since.left if self.near else codes_of("rules") | {"history"}
        is_whole = len(self.columns) == len(TABLES) and not self.not_run
        if self.since and self.since.may_be_kept and is_whole and left <= may_be_left:
            with suppress(OSError):
                self.since.keep(left)

    def check_passages(self, documents: Documents) -> None:
        """Layer 5, last part."""
        if self.found.broken & {"sources", "passages"}:
            self._skip("passages against documents", codes_of("passages"))
        elif documents.folder is None:
            rows = self.near.since.rows("passages") if self.near else self._columns("passages").num_rows
            self.not_checked += [without_documents(rows)] if rows else []
        else:
            if broken := self.found.broken:
                self._skip("cells against the records of lists", {"MST546"})
            from mostanad.validation import reread

            known = self.since.of_documents if self.since else Remembered()
            found = reread.check_passages(self.tables, documents, cells=not broken, known=known)
            self.found.add_or_note(found, self.not_checked.append)
            with suppress(OSError):
                known.keep()

    @cached_property
    def typed(self) -> Mapping[str, pa.Table]:
        """The typed tables, empty where they have errors; no table becomes broken once the rules begin."""
        return arrow_tables({name: self._columns(name) for name in TABLES})

    def _columns(self, name: str, is_of_use: bool | None = None) -> pa.Table:
        """A table as text; empty if it is not ``is_of_use``. By default, a table with errors is not."""
        is_of_use = name not in self.found.broken if is_of_use is None else is_of_use
        if is_of_use and name in self.columns:
            return self.columns[name]
        return columns_from(TABLES[name].header(), self.tables[name].rows if is_of_use else ())

    def _block_codes(self, first: Collection[str], later: Collection[str]) -> None:
        """If any of the first codes was found, note that the later ones could not be looked for."""
        if spots := {finding.spot for finding in self.found.findings if finding.code in first}:
            self.found.blocking |= spots
            self.unfinished |= set(later)
