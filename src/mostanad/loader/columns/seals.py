"""Columns of ``seals``: what a claim was read for, as a hash: any later edit of the fact, its attribution or its
passage breaks it.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

claim_id: Final = "claim_id"
"""The claim."""
seal: Final = "seal"
"""sha256 over the canonical JSON of what the claim says and where."""


class SealRow(TypedDict):
    """A row of ``seals``, as ``as_="records"`` gives it."""

    claim_id: str
    seal: str
