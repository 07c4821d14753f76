"""How far a download is, on a terminal; elsewhere nothing is shown."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Progress:
    """A bar on the standard error: of a title, with so many bytes, shown on a terminal or if it is asked for.

    Attributes:
        done: how many bytes there are.
    """

    def __init__(self, title: str, total: int = 0, shown: bool | None = None) -> None:
        self._title, self._total, self.done = title, total, 0
        self._shown = sys.stderr.isatty() if shown is None and sys.stderr else bool(shown)
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        if self._shown:
            from rich import progress
            from rich.console import Console

            columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.DownloadColumn())
            more = (progress.TransferSpeedColumn(), progress.TimeRemainingColumn())
            self._bar = progress.Progress(*columns, *more, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._title, total=self._total)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def set(self, done: int, total: int | None = None) -> None:
        """Say how many bytes there are, fewer than before if a part was of no use, and how many there will be."""
        self.done = done
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
