"""Rival numbers side by side: who counted how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mostanad.loader.ids import raise_if_gone
from mostanad.loader.tables import keyed

if TYPE_CHECKING:
    from mostanad.loader.tables import Tables

_BOUNDS = ("at_least", "at_most")
_RESTS_ON = ("support", "disputed", "claims", "origins", "camps", "source_ids")
#: The columns of rival numbers.
RIVALS = ("estimate_id", "measure", "population", "counted_by", "comparator", "value", "value_to", *_BOUNDS, "as_of",
          "subset_of", "supersedes", *_RESTS_ON, "disputed_values")  # fmt: skip
#: Comparators that put the number surely not below the value, and not above it. Of ``about`` the words say neither.
_FROM = frozenset({"exactly", "at_least", "more_than", "between"})
_UP_TO = frozenset({"exactly", "at_most", "as_many_as", "nearly", "between"})


def rivals(release: Tables, about_id: str, measure: str | None) -> list[dict[str, Any]]:
    """The rows of :meth:`mostanad.loader.Release.compare`."""
    of_it = release._where("estimates", "about_id", [about_id])
    found = [row for row in of_it if measure in (None, row["measure"])]
    if not found:
        raise_if_gone(release, about_id)
        counted = ", ".join(sorted({row["measure"] for row in of_it}))
        what = f"{measure!r} of {about_id!r}" if measure else f"anything of {about_id!r}"
        raise KeyError(f"in release {release.version} nobody counts {what}; what is counted: {counted or 'nothing'}")
    rests_on = {  # on what its number rests, or if it has none, how it is put
        row["estimate_id"]: f"{row['estimate_id']}/{'comparator' if row['value'] is None else 'value'}" for row in found
    }
    facts = keyed(release._where("facts", "fact_id", rests_on.values()))
    disputes = [row for row in release._where("evidence", "fact_id", rests_on.values()) if row["stance"] == "disputes"]
    found.sort(key=lambda row: (row["value"] is None, row["value"] or 0, row["estimate_id"]))
    found.sort(key=lambda row: (row["measure"], row["population"]))
    for row in found:
        fact_id = rests_on[row["estimate_id"]]
        others = sorted(one["value"] for one in disputes if one["fact_id"] == fact_id)
        row.update(zip(_BOUNDS, bounds(row), strict=True), disputed_values=others)
        row.update({name: facts.get(fact_id, {}).get(name) for name in _RESTS_ON})
    return found


def bounds(row: dict[str, Any]) -> tuple[float | None, float | None]:
    """Between what the words of an estimate surely put the number; None where they leave it open.

    >>> bounds({"comparator": "at_least", "value": 300.0, "value_to": None})
    (300.0, None)
    """
    upper = row["value_to"] if row["comparator"] == "between" else row["value"]
    return (row["value"] if row["comparator"] in _FROM else None, upper if row["comparator"] in _UP_TO else None)
