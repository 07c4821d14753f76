"""Columns of ``history``: what became of a fact in a version; appended when a version is cut.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

entry_id: Final = "entry_id"
"""Fact and version."""
fact_id: Final = "fact_id"
"""The fact."""
version: Final = "version"
"""The version, a row of releases."""
change: Final = "change"
"""What became of it."""
digest: Final = "digest"
"""Hash of the fact with its evidence; empty where the fact is gone, or was removed for privacy."""
value_digest: Final = "value_digest"
"""Hash of its value alone; empty likewise."""
reason_id: Final = "reason_id"
"""The correction that says why; of a merged row its redirect."""


class HistoryEntryRow(TypedDict):
    """A row of ``history``, as ``as_="records"`` gives it."""

    entry_id: str
    fact_id: str
    version: str
    change: str
    digest: str | None
    value_digest: str | None
    reason_id: str | None
