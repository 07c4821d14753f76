"""Group items by a common value, and index rows by key."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Key = TypeVar("_Key")
_Row = TypeVar("_Row", bound=Mapping[str, Any])


def grouped(items: Iterable[_Item], by: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    """The items by ``by(item)``, in their original order."""
    found: dict[_Key, list[_Item]] = {}
    for item in items:
        found.setdefault(by(item), []).append(item)
    return found


def key_of(row: Mapping[str, Any]) -> Any:
    """The key of a row, which is its first cell."""
    return next(iter(row.values()))


def keyed(rows: Iterable[_Row]) -> dict[str, _Row]:
    return {key_of(row): row for row in rows}
