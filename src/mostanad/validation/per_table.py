"""What is made of a table only if somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from mostanad.models import TABLES

T = TypeVar("T")


class PerTable(Mapping[str, T]):
    """What is made of each table only if somebody asks for it, and then once."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = cache(make)

    def __getitem__(self, name: str) -> T:
        if name not in TABLES:
            raise KeyError(name)
        return self._make(name)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)
