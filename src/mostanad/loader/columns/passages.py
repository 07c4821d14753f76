"""Columns of ``passages``: a span of a document, located and hashed, never quoted.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

passage_id: Final = "passage_id"
"""Source and place; made by the tool."""
source_id: Final = "source_id"
"""The document."""
selector: Final = "selector"
"""Where in it."""
sha256: Final = "sha256"
"""Hash of exactly those characters (as UTF-8) or bytes."""


class PassageRow(TypedDict):
    """A row of ``passages``, as ``as_="records"`` gives it."""

    passage_id: str
    source_id: str
    selector: str
    sha256: str
