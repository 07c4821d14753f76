"""Models of tables that the dataset does not have."""

from __future__ import annotations

from typing import Any

from mostanad.models import Row
from mostanad.models.row import described

_SAID = ("type", "role", "description", "example")


def made(table: str, row: str, **columns: tuple[Any, ...]) -> type[Row]:
    """A model; of each column its type, role, description and example, and a dictionary of what else is said of it."""
    said = {
        name: dict(zip(_SAID, about[: len(_SAID)], strict=True)) | (about[len(_SAID)] if about[len(_SAID) :] else {})
        for name, about in columns.items()
    }
    return described(table, {"row": row, "columns": said})
