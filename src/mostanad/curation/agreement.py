"""Agreement of two codings of one document. Two rows agree if they are in the same table, rest on overlapping passages
and have equal assertion cells, except ids and texts in our own words. Each row is paired once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from mostanad.curation.sheet import Entry
from mostanad.documents.selectors import Selector
from mostanad.models import TABLES

#: Columns for texts in our own words, which two readers never word alike.
OWN_WORDS = frozenset({"gist", "title", "description", "population"})


@dataclass(frozen=True)
class Agreement:
    """For one table: the rows of each reader, the pairs of rows on the same place, and how many pairs are equal."""

    table: str
    first: int
    second: int
    same_place: int
    equal: int

    @property
    def f(self) -> float:
        return 2 * self.equal / (self.first + self.second) if self.first + self.second else 1.0


@dataclass
class _Coded:
    hits: list[Selector]
    cells: dict[str, str]

    def overlaps(self, other: Self) -> bool:
        return any(a.overlaps(b) for a in self.hits for b in other.hits)


def agreement(first: Iterable[Entry], second: Iterable[Entry]) -> list[Agreement]:
    one, two = _by_table(first), _by_table(second)
    return [
        Agreement(table, len(one[table]), len(two[table]), *_pairs(one[table], two[table]))
        for table in TABLES
        if one[table] or two[table]
    ]


def _by_table(entries: Iterable[Entry]) -> dict[str, list[_Coded]]:
    rows: dict[str, dict[str, _Coded]] = {table: {} for table in TABLES}
    for entry in entries:
        coded = rows[entry.table].setdefault(entry.row_id, _Coded([], {}))
        coded.hits.append(entry.hit)
        for column in TABLES[entry.table].columns():
            is_compared = column.role == "assertion" and not column.references and column.name not in OWN_WORDS
            if is_compared and column.name in entry.cells:
                coded.cells[column.name] = entry.cells[column.name]
    return {table: list(coded.values()) for table, coded in rows.items()}


def _pairs(one: list[_Coded], two: list[_Coded]) -> tuple[int, int]:
    """Count the pairs on the same place, and those that are also equal. Equal rows are paired first."""
    left, free, paired = list(one), list(two), []
    for is_equal in (True, False):
        for row in list(left):
            partners = (other for other in free if row.overlaps(other) and (not is_equal or row.cells == other.cells))
            if (partner := next(partners, None)) is not None:
                left = [other for other in left if other is not row]
                free = [other for other in free if other is not partner]
        paired.append(len(one) - len(left))
    equal, same_place = paired
    return same_place, equal
