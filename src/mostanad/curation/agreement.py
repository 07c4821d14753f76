"""Agreement of two codings of one document.

Two rows agree if they are in the same table, rest on overlapping passages and have equal assertion cells, but for ids
and texts in our own words. Each row is paired once. F is the harmonic mean of both readers' share of paired rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mostanad.curation.sheet import Entry
from mostanad.documents import Hit
from mostanad.models import TABLES

#: Cells in our own words: two readers never word them alike.
OWN_WORDS = frozenset({"gist", "title", "description", "population"})


@dataclass(frozen=True)
class Agreement:
    """For one table: how many rows each reader has, how many rest on the same place, how many of these agree."""

    table: str
    first: int
    second: int
    same_place: int
    equal: int

    @property
    def f(self) -> float:
        """F over rows that agree, 0 to 1."""
        return 2 * self.equal / (self.first + self.second) if self.first + self.second else 1.0


@dataclass
class _Coded:
    hits: list[Hit]
    cells: dict[str, str]


def agreement(first: Iterable[Entry], second: Iterable[Entry]) -> list[Agreement]:
    """The agreement of two readers, table by table."""
    one, two = _by_table(first), _by_table(second)
    return [
        Agreement(table, len(one[table]), len(two[table]), *_pairs(one[table], two[table]))
        for table in TABLES
        if one[table] or two[table]
    ]


def _by_table(entries: Iterable[Entry]) -> defaultdict[str, list[_Coded]]:
    rows: dict[tuple[str, str], _Coded] = {}
    for entry in entries:
        coded = rows.setdefault((entry.table, entry.row_id), _Coded([], {}))
        coded.hits.append(entry.hit)
        coded.cells |= {name: value for name, value in entry.cells.items() if name in _comparable(entry.table)}
    found: defaultdict[str, list[_Coded]] = defaultdict(list)
    for (table, _), coded in rows.items():
        found[table].append(coded)
    return found


def _comparable(table: str) -> set[str]:
    """Assertion columns but ids and our own words."""
    columns = TABLES[table].columns()
    return {c.name for c in columns if c.role == "assertion" and not c.references and c.name not in OWN_WORDS}


def _pairs(one: list[_Coded], two: list[_Coded]) -> tuple[int, int]:
    """Pairs on the same place, and pairs that agree too; equal rows are paired first."""
    free = list(two)

    def left_over(rows: list[_Coded], fits: Callable[[_Coded, _Coded], bool]) -> list[_Coded]:
        left = []
        for row in rows:
            partner = next((at for at, other in enumerate(free) if fits(row, other)), None)
            if partner is None:
                left.append(row)
            else:
                del free[partner]
        return left

    unequal = left_over(one, lambda row, other: row.cells == other.cells and _overlap(row, other))
    apart = left_over(unequal, _overlap)
    return len(one) - len(apart), len(one) - len(unequal)


def _overlap(one: _Coded, two: _Coded) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.hits for b in two.hits)
