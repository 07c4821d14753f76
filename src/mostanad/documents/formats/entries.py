"""One record of a list with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A record: ``content[start:end]`` is exactly its bytes, without its line end.

    Attributes:
        key: what ``record=KEY`` calls it.
        start: its first byte.
        end: the byte after its last.
        line: the line on which it begins, from 1.
        value: what its reader makes of it: cells by column, or an element.
    """

    key: str
    start: int
    end: int
    line: int
    value: T
