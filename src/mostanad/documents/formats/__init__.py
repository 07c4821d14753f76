"""The formats of official lists: how each is split into records, where these stand, and what they are called."""

from __future__ import annotations

from mostanad.documents.formats.entries import Entry
from mostanad.documents.formats.errors import ListError

__all__ = ["Entry", "ListError"]
