"""Layer 4: rules across tables, one SQL file each in ``validators/``.

A rule is one SELECT that returns a row for each error: table_name, row_id, field, value, message. Its header describes
the rule::

    -- code: MST303
    -- severity: error
    -- title: reference to nothing
    -- why: ...
    -- remedy: ...
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from mostanad.evidence import sandbox
from mostanad.evidence.relations import PREPARED
from mostanad.files.resources import ResourceError, resource
from mostanad.models import TABLES
from mostanad.validation.findings import CODES, Code, Finding, codes
from mostanad.validation.places import Places

_HEADER = re.compile(r"-- (code|severity|title|why|remedy): (\S.*)")
_KEYS = ("code", "severity", "title", "why", "remedy")
_RESULT = ["table_name", "row_id", "field", "value", "message"]

#: Time limit of all rules together, in seconds.
SECONDS = 120.0
#: The most findings of one rule; it may find more, which are not reported.
ROWS = 20_000


class RuleError(ResourceError):
    """A rule file that is not a valid rule."""


class RuleStopped(RuleError):
    """A rule that exceeds its limit of time or memory on the tables that it was given."""


@dataclass(frozen=True)
class Rule:
    """One rule: what it means and the query that finds what breaks it."""

    name: str
    code: Code
    sql: str

    def run(self, connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str, str]]:
        """Return the rows that break the rule, at most one more than :data:`ROWS`.

        Raises RuleError if it is not one valid SELECT with the right columns, RuleStopped if it exceeds a limit.
        """
        with self._refusals():
            cursor = connection.execute(_select(self.sql))
            if [column[0] for column in cursor.description] != _RESULT:
                raise RuleError(f"{self.name}: a rule must return {', '.join(_RESULT)}")
            return [tuple(str(cell or "") for cell in row) for row in cursor.fetchmany(ROWS + 1)]  # type: ignore[misc]

    def tables(self) -> set[str]:
        """The tables that the rule names, or all tables if it reads a prepared relation; raises like :meth:`run`."""
        with self._refusals():
            _select(self.sql)
            named = {name.lower() for name in _parser().get_table_names(self.sql)}
        return set(TABLES) if named & PREPARED else named & set(TABLES)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Turn errors of the engine into errors that name the rule."""
        try:
            yield
        except sandbox.NotOneSelect:
            raise RuleError(f"{self.name}: a rule must be one SELECT") from None
        except duckdb.InterruptException:
            raise RuleStopped(f"{self.name}: the rules used up the {SECONDS:g} seconds that all rules share") from None
        except duckdb.OutOfMemoryException:
            raise RuleStopped(f"{self.name}: it needs too much memory on these tables") from None
        except duckdb.Error as error:
            raise RuleError(f"{self.name}: {error}") from None


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return sandbox.connect()


@cache  # independent of the connection, and often needed again
def _select(sql: str) -> duckdb.Statement:
    """Parse SQL that must be one SELECT; raises like :func:`sandbox.one_select`."""
    return sandbox.one_select(_parser(), sql)


def parse(path: Path) -> Rule:
    """Read a rule file; raises RuleError if its header is incomplete."""
    sql = path.read_text("utf-8")
    header: Any = {match[1]: match[2].strip() for match in map(_HEADER.fullmatch, sql.splitlines()) if match}
    missing = [key for key in _KEYS if key not in header]
    if missing or header["severity"] not in ("error", "warning") or not re.fullmatch(r"MST[1-6]\d\d", header["code"]):
        raise RuleError(f"{path.name}: the header needs {', '.join(_KEYS)}; check {', '.join(missing) or 'its values'}")
    return Rule(path.stem, Code(**header), sql)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, sorted by code; raises RuleError if a code is used twice, or belongs to another layer."""
    found = sorted(map(parse, resource("validators").glob("*.sql")), key=lambda rule: (rule.code.code, rule.name))
    taken = {code: f"the layer {known.layer}" for code, known in CODES.items()}
    for rule in found:
        if (code := rule.code.code) in taken:
            raise RuleError(f"{rule.name}.sql: {code} is already a code of {taken[code]}; choose another one")
        taken[code] = f"{rule.name}.sql"
    return tuple(found)


def all_codes() -> dict[str, Code]:
    """Every code that a validation can report, by name; raises RuleError for a file that is not a valid rule."""
    return CODES | {rule.code.code: rule.code for rule in rules()}


def not_looked_for(prefixes: Iterable[str], layers: Collection[str]) -> list[str]:
    """The prefixes of codes that none of the layers looks for."""
    return unknown(prefixes, [code for layer in layers for code in codes_of(layer)])


def codes_of(layer: str) -> frozenset[str]:
    return frozenset([rule.code.code for rule in rules()] if layer == "rules" else codes(layer))


def unknown(prefixes: Iterable[str], known: Collection[str]) -> list[str]:
    """The prefixes with which no code begins.

    >>> unknown(["MST1", "MST101", "XYZ", ""], ["MST101", "MST102"])
    ['XYZ', '']
    """
    return [prefix for prefix in prefixes if not prefix or not any(code.startswith(prefix) for code in known)]


def check(
    connection: duckdb.DuckDBPyConnection,
    places: Places,
    broken: set[str],
    seconds: float = SECONDS,
    chosen: Iterable[Rule] | None = None,
) -> Iterator[Finding | str]:
    """Run the chosen rules (None: all) on tables and prepared relations, for at most ``seconds`` together.

    Rules that need a ``broken`` table are not run. Yields findings, and the names of rules that were not run or were
    cut off; raises like :meth:`Rule.run`.
    """
    with sandbox.read_only(connection), sandbox.bounded(connection, seconds):
        for rule in rules() if chosen is None else chosen:
            name = f"{rule.code.code} {rule.name}"
            if broken and rule.tables() & broken:
                yield name
                continue
            found = rule.run(connection)
            for table, row, field, value, message in found[:ROWS]:
                yield rule.code.at(*places.of(table, row, field), value, message)
            if len(found) > ROWS:
                yield f"{name} beyond its first {ROWS:,} findings"
