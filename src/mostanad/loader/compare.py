"""Rival numbers side by side: who counted how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mostanad.loader.ids import raise_if_gone

if TYPE_CHECKING:
    from mostanad.loader.tables import Tables

#: The columns of rival numbers.
RIVALS = ("estimate_id", "measure", "population", "counted_by", "comparator", "value", "value_to", "at_least",
          "at_most", "as_of", "subset_of", "supersedes", "support", "disputed", "claims", "origins", "camps",
          "source_ids", "disputed_values")  # fmt: skip


def rivals(release: Tables, about_id: str, measure: str | None) -> list[dict[str, Any]]:
    """The rows of :meth:`mostanad.loader.Release.compare`."""
    of_it = release._ask("rivals", about_id=about_id)
    found = [row for row in of_it if measure in (None, row["measure"])]
    if not found:
        raise_if_gone(release, about_id)
        counted = ", ".join(sorted({row["measure"] for row in of_it}))
        what = f"{measure!r} of {about_id!r}" if measure else f"anything of {about_id!r}"
        raise KeyError(f"in release {release.version} nobody counts {what}; what is counted: {counted or 'nothing'}")
    return found
