"""Models of which the dataset has none, and their lock, to be altered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from tests.made import made

Lock = dict[str, Any]


Voyage = made(
    "voyages",
    "A voyage.",
    voyage_id=("Slug", "key", "Its id.", "last"),
    captain_id=("Slug", "assertion", "Who led it.", "ann", {"references": ["officials", "parties"]}),
    gender=("Gender | None", "coding", "Of the captain.", "male"),
    began=("Moment | None", "assertion", "When it began.", "2019"),
    seen_in=("Ids | None", "meta", "Where it was seen.", "a b", {"references": ["events"]}),
    harbour=("Text", "meta", "Whence.", "Osma", {"deprecated": "2026.12.0: use `captain_id`"}),
)


Harbour = made(
    "harbours",
    "A harbour.",
    harbour_id=("Slug", "key", "Its id.", "osma"),
)


def field(promised: Lock, name: str, table: str = "voyages") -> dict[str, Any]:
    """A column of a lock, to be altered."""
    found: dict[str, Any] = next(one for one in promised["tables"][table]["columns"] if one["name"] == name)
    return found


def altered(promised: Lock, change: Callable[[Lock], object]) -> Lock:
    other = copy.deepcopy(promised)
    change(other)
    return other


def without(name: str) -> Callable[[Lock], object]:
    """Takes a column out of the voyages."""
    return lambda promised: promised["tables"]["voyages"]["columns"].remove(field(promised, name))


def setting(name: str, **parts: Any) -> Callable[[Lock], object]:
    """Alters parts of a column of the voyages; None takes a part out."""

    def change(promised: Lock) -> None:
        found = field(promised, name)
        for part, value in parts.items():
            found[part] = value
            if value is None:
                del found[part]

    return change
