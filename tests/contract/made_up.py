"""Models of which the dataset has none, and their lock, to be altered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from mostanad.models import Row
from mostanad.models.cells import Ids, Moment, Slug, Text, column
from mostanad.models.vocabularies import Gender

Lock = dict[str, Any]


class Voyage(Row):
    """A voyage."""

    table = "voyages"

    voyage_id: Slug = column("key", "Its id.", "last")
    captain_id: Slug = column("assertion", "Who led it.", "ann", references=("officials", "parties"))
    gender: Gender | None = column("coding", "Of the captain.", "male")
    began: Moment | None = column("assertion", "When it began.", "2019")
    seen_in: Ids | None = column("meta", "Where it was seen.", "a b", references=("events",))
    harbour: Text = column("meta", "Whence.", "Osma", deprecated="2026.12.0: use `captain_id`")


class Harbour(Row):
    """A harbour."""

    table = "harbours"

    harbour_id: Slug = column("key", "Its id.", "osma")


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
