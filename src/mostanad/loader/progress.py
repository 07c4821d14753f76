"""How far a download is, on a terminal; elsewhere nothing is shown."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Progress:
    """A bar on the standard error.

    Args:
        title: what is fetched.
        total: how many bytes.
        shown: whether it is shown; None: if the standard error is a terminal.
    """

    def __init__(self, title: str, total: int, shown: bool | None = None) -> None:
        self._title, self._total, self._done = title, total, 0
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

    @property
    def done(self) -> int:
        """How many bytes there are."""
        return self._done

    def set(self, done: int) -> None:
        """Say how many bytes there are; fewer than before if a part was of no use."""
        self._done = done
        if self._bar is not None:
            self._bar.update(self._task, completed=done)

    def expect(self, total: int) -> None:
        """Say anew how many bytes there will be in all."""
        self._total = total
        if self._bar is not None:
            self._bar.update(self._task, total=total)
