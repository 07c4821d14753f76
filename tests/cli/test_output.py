"""Errors as sentences, where a spreadsheet keeps a file for itself."""

from __future__ import annotations

import errno
import sys

import pytest

from mostanad.cli.output import explain

OF_TWO = PermissionError(errno.EACCES, "Access is denied", ".events.csv.tmp", None, "events.csv")


def test_of_two_files_the_place_is_named() -> None:
    assert explain(OF_TWO) == "events.csv: Access is denied"


def test_on_windows_a_file_may_be_open_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert explain(OF_TWO) == "events.csv: Access is denied; if it is open in another program, close it there"
    missing = FileNotFoundError(errno.ENOENT, "No such file", "x.csv")
    assert explain(missing) == "x.csv: No such file"
