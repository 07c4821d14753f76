"""A copy of the dataset in which errors are made; it keeps track of the rows that are still free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from random import Random

from pattern import Row, Rows, referred
from tests.mutation.mutations import Data, NoSuchRow

from mostanad.models import FACT_TABLES, TABLES

KEYS = {name: model.key() for name, model in TABLES.items()}
#: Rows that refer to a spoilt row are protected only if there are fewer than this.
_NEAR = 100


class Copy(Data):
    """A copy of the dataset; rows that all copies share are not spoilt."""

    def __init__(self, rows: Rows, once: Iterable[tuple[str, str]], random: Random) -> None:
        super().__init__(None, set(once))  # type: ignore[arg-type]
        self.__dict__["rows"] = rows
        self.random = random
        self.claims: dict[str, list[Row]] = defaultdict(list)
        for claim in rows["claims"]:
            if claim["stance"]:  # the row of a dispute or an approximation must not change
                self.used.add((self.facts[claim["target_id"]], claim["target_id"]))
            if not claim["stance"] and ("claims", claim["claim_id"]) not in self.used:
                self.claims[claim["target_id"]].append(claim)

    def any_key(self, table: str, salt: str = "", column: str = "") -> str:
        """The key of a row without an error, if possible one whose cell in the column is filled."""
        try:
            return self.take(table, lambda row: not column or row[column])[KEYS[table]]
        except NoSuchRow:
            return self.take(table)[KEYS[table]]

    @contextmanager
    def without(self, *, leaves_only: bool) -> Iterator[None]:
        """A context in which, with ``leaves_only``, rows to which others refer are not used."""
        before = set(self.used)
        if leaves_only:
            facts = ((name, key) for name in FACT_TABLES for key in self.index[name])
            self.used.update(fact for fact in facts if any(table != "claims" for table, _ in self.near[fact[1]]))
        taken = set(self.used)
        try:
            yield
        finally:
            self.used -= taken - before

    def like(self, key: str) -> str:
        """The key of the claimed row that has the longest prefix in common with this one."""
        while not (found := next((other for other in self.claims if other.startswith(key)), "")):
            key = key[:-1]
        return found

    def leave(self, table: str, row: Row) -> None:
        """Protect a row, the rows to which it refers, and those that refer to it from other errors."""
        key = row[KEYS[table]]
        for near in (key, *referred(table, row)):
            self.used |= {(name, near) for name in TABLES if near in self.index[name]}
            if len(self.near[near]) < _NEAR:
                self.used.update(self.near[near])

    @cached_property
    def near(self) -> dict[str, list[tuple[str, str]]]:
        """The rows that refer to each row."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for table, rows in self.rows.items():
            for row in rows:
                for key in referred(table, row):
                    found[key].append((table, row[KEYS[table]]))
        return found
