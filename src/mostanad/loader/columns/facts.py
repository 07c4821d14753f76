"""Columns of ``facts``: one assertion cell of a release, with what it rests on. Counts are of asserting claims only.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

fact_id: Final = "fact_id"
"""Row and field."""
table_name: Final = "table_name"
"""The table of the row."""
row_id: Final = "row_id"
"""The row."""
field: Final = "field"
"""The column."""
value: Final = "value"
"""The cell as the CSV has it."""
modalities: Final = "modalities"
"""How it is asserted."""
support: Final = "support"
"""On what it rests."""
disputed: Final = "disputed"
"""Whether a claim denies, disputes or retracts it."""
claims: Final = "claims"
"""How many claims assert it."""
sources: Final = "sources"
"""How many sources these claims come from."""
origins: Final = "origins"
"""How many origins remain when copies and quotations are followed home."""
camps: Final = "camps"
"""How many known camps these origins belong to."""
asserted_by: Final = "asserted_by"
"""Who asserts it."""
origin_ids: Final = "origin_ids"
"""The origins."""
source_ids: Final = "source_ids"
"""The sources."""


class FactRow(TypedDict):
    """A row of ``facts``, as ``as_="records"`` gives it."""

    fact_id: str
    table_name: str
    row_id: str
    field: str
    value: str
    modalities: list[str]
    support: str
    disputed: bool
    claims: int
    sources: int
    origins: int
    camps: int
    asserted_by: list[str]
    origin_ids: list[str]
    source_ids: list[str]
