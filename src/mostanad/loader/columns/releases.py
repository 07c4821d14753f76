"""Columns of ``releases``: a version that was cut; appended by ``mostanad record``, and never changed afterwards.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

version: Final = "version"
"""The version."""
date: Final = "date"
"""The day on which it was cut."""
date_min: Final = "date_min"
"""First day of date; None if it is open or not known."""
date_max: Final = "date_max"
"""Last day of date; None if it is open or not known."""
schema_version: Final = "schema_version"
"""The version of the contract."""
facts: Final = "facts"
"""How many facts it has."""
root: Final = "root"
"""The root over its facts."""
coding_digest: Final = "coding_digest"
"""The digest over every cell that is no fact: kinds, countries, labels, titles and addresses of sources, notes; empty
in versions before contract 1.1.0.
"""


class ReleaseEntryRow(TypedDict):
    """A row of ``releases``, as ``as_="records"`` gives it."""

    version: str
    date: str
    date_min: dt.date | None
    date_max: dt.date | None
    schema_version: str
    facts: int
    root: str
    coding_digest: str | None
