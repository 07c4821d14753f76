"""Errors as sentences, where a spreadsheet keeps a file for itself."""

from __future__ import annotations

import errno
import io
import sys
import threading

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
    """A terminal that says when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def test_what_takes_long_is_said_on_a_terminal_and_wiped_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(output, "PATIENCE", 0)
    with output.waiting("building"):
        assert terminal.written.wait(60)
    said = terminal.getvalue().split("\r")
    assert said[1].startswith("building: 0 s")
    assert (said[-2].strip(" "), said[-1]) == ("", "")


def test_what_is_done_at_once_and_what_no_terminal_shows_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(output, "PATIENCE", 60 if stream.isatty() else 0)
        with output.waiting("building"):
            pass
        assert stream.getvalue() == ""
