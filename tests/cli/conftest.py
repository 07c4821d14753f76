"""Runs the command line as a user does, in this process: arguments, standard input, two streams, an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from mostanad.cli import main


@dataclass(frozen=True)
class Run:
    """What came of a command."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Runs a command; an error that is not turned into a sentence fails the test."""
    monkeypatch.delenv("MOSTANAD_DOCUMENTS", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*args: object, stdin: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "argv", ["mostanad", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit:
            main()
        out, err = capsys.readouterr()
        return Run(int(exit.value.code or 0), out, err)

    return run
