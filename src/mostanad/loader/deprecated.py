"""Warns whoever loads a table with columns that are on their way out."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_PACKAGE = str(Path(__file__).parents[1])
#: Table and column of each warning that was given in this process.
_warned: set[tuple[str, str]] = set()


def warn(table: str, schema: pa.Schema) -> None:
    """Warn of each deprecated column of a table, once in a process.

    A ``FutureWarning``, because Python shows these to users by itself, and a ``DeprecationWarning`` not.

    Args:
        table: the name of the table.
        schema: its schema; a release writes into the metadata of a field since when it is ``deprecated``, and what to
            use instead.
    """
    for field in schema:
        notice = (field.metadata or {}).get(b"deprecated")
        if notice and (table, field.name) not in _warned:
            _warned.add((table, field.name))
            message = f"{table}.{field.name} will be removed; deprecated since {notice.decode()}"
            warnings.warn(message, FutureWarning, stacklevel=_level_of_the_caller())


def _level_of_the_caller() -> int:
    """How far up the stack the first code outside this package is: its line is the one to show."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    return level
