"""Models of which the dataset has none, and their lock, to be altered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, ClassVar

from mostanad.models import Row
from mostanad.models.cells import Ids, Moment, Slug, Text, column
from mostanad.models.vocabularies import Gender

Lock = dict[str, Any]


class Voyage(Row):
    """A voyage."""

    table: ClassVar[str] = "voyages"

    voyage_id: Slug = column("key", "Its id.", example="last")
    captain_id: Slug = column("assertion", "Who led it.", example="ann", references=("officials", "parties"))
    gender: Gender | None = column("coding", "Of the captain.", example="male", optional=True)
    began: Moment | None = column("assertion", "When it began.", example="2019", optional=True)
    seen_in: Ids | None = column("meta", "Where it was seen.", example="a b", references=("events",), optional=True)
    harbour: Text = column("meta", "Whence.", example="Osma", deprecated="2026.12.0: use `captain_id`")


class Harbour(Row):
    """A harbour."""

    table: ClassVar[str] = "harbours"

    harbour_id: Slug = column("key", "Its id.", example="osma")


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
