"""What can be asked like a release: its tables, whole or in part."""

from __future__ import annotations

from typing import Any, Protocol

from mostanad.loader.forms import Form


class Tables(Protocol):
    """A release, or what is left of one."""

    @property
    def version(self) -> str:
        """Its version."""

    def tables(self) -> list[str]:
        """The names of its tables."""

    def load(self, table: str, as_: Form = "pandas") -> Any:
        """A table of it."""
