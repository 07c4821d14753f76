"""Errors as sentences, where a spreadsheet keeps a file for itself."""

from __future__ import annotations

import errno
import io
import sys

import pytest

from mostanad.cli import output
from mostanad.cli.output import explain

OF_TWO = PermissionError(errno.EACCES, "Access is denied", ".events.csv.tmp", None, "events.csv")


def test_of_two_files_the_place_is_named() -> None:
    assert explain(OF_TWO) == "events.csv: Access is denied"


def test_on_windows_a_file_may_be_open_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert explain(OF_TWO) == "events.csv: Access is denied; if it is open in another program, close it there"
    missing = FileNotFoundError(errno.ENOENT, "No such file", "x.csv")
    assert explain(missing) == "x.csv: No such file"


class Terminal(io.StringIO):
    """A terminal in memory."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_what_is_done_and_wipes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with output.waiting("building") as tell:
        assert tell is not None
        tell(1, 2)
    assert "building" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[1A\x1b[2K")


def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream := io.StringIO())
    with output.waiting("building") as tell:
        assert tell is None
    assert stream.getvalue() == ""
