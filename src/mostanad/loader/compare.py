"""Rival numbers side by side: who counted how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mostanad.loader.frames import about
from mostanad.loader.ids import raise_if_gone

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.loader.tables import Tables

_NUMBER = ("estimate_id", "measure", "population", "counted_by", "comparator", "value", "value_to")
_BOUNDS = ("at_least", "at_most")
_CONTEXT = ("as_of", "subset_of", "supersedes")
_RESTS_ON = ("support", "disputed", "claims", "origins", "camps", "source_ids")
#: Comparators that put the number surely not below the value, and not above it. Of ``about`` the words say neither.
_FROM = frozenset({"exactly", "at_least", "more_than", "between"})
_UP_TO = frozenset({"exactly", "at_most", "as_many_as", "nearly"})


def compare(release: Tables, about_id: str, measure: str | None) -> pd.DataFrame:
    """See :meth:`mostanad.loader.Release.compare`."""
    import pandas as pd

    rows = rivals(release, about_id, measure)
    frame = pd.DataFrame(rows, columns=[*_NUMBER, *_BOUNDS, *_CONTEXT, *_RESTS_ON, "disputed_values"])
    frame.attrs["mostanad"] = about(release._read("estimates").schema)
    return frame


def rivals(release: Tables, about_id: str, measure: str | None) -> list[dict[str, Any]]:
    """The rows of the frame, in its order."""
    of_it = [row for row in release._rows("estimates") if row["about_id"] == about_id]
    found = [row for row in of_it if measure in (None, row["measure"])]
    if not found:
        raise_if_gone(release, about_id)
        counted = ", ".join(sorted({row["measure"] for row in of_it}))
        what = f"{measure!r} of {about_id!r}" if measure else f"anything of {about_id!r}"
        raise KeyError(f"in release {release.version} nobody counts {what}; what is counted: {counted or 'nothing'}")
    facts = {row["fact_id"]: row for row in release._rows("facts")}
    otherwise: dict[str, list[str]] = {}
    for row in release._rows("evidence"):
        if row["stance"] == "disputes":
            otherwise.setdefault(row["fact_id"], []).append(row["value"])
    found.sort(key=lambda row: (row["measure"], row["population"], _sure(row["value"]), row["estimate_id"]))
    return [_row(one, facts, otherwise) for one in found]


def _row(row: dict[str, Any], facts: dict[str, dict[str, Any]], otherwise: dict[str, list[str]]) -> dict[str, Any]:
    """An estimate with what it rests on: that of its number, or if it has none of how it is put."""
    field = "value" if row["value"] is not None else "comparator"
    fact_id = f"{row['estimate_id']}/{field}"
    fact = facts.get(fact_id, {})
    found = {name: row[name] for name in (*_NUMBER, *_CONTEXT)} | dict(zip(_BOUNDS, bounds(row), strict=True))
    return (
        found | {name: fact.get(name) for name in _RESTS_ON} | {"disputed_values": sorted(otherwise.get(fact_id, []))}
    )


def bounds(row: dict[str, Any]) -> tuple[float | None, float | None]:
    """Between what the words of an estimate surely put the number; None where they leave it open.

    >>> bounds({"comparator": "at_least", "value": 300.0, "value_to": None})
    (300.0, None)
    """
    upper = row["value_to"] if row["comparator"] == "between" else row["value"]
    ends = _UP_TO | {"between"}
    return (row["value"] if row["comparator"] in _FROM else None, upper if row["comparator"] in ends else None)


def _sure(value: float | None) -> tuple[bool, float]:
    return (value is None, value or 0.0)
