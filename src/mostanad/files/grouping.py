"""Items by what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")
_Key = TypeVar("_Key")


def grouped(items: Iterable[_Item], by: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    """Items by what they have in common, in their order."""
    found: dict[_Key, list[_Item]] = {}
    for item in items:
        found.setdefault(by(item), []).append(item)
    return found
