"""Prints what other programs read: it must come out right whatever the terminal, or a file behind ``>``, can hold."""

from __future__ import annotations

import codecs
import json
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def print_json(text: str) -> None:
    """Print JSON (RFC 8259, which demands UTF-8).

    Where standard output has another encoding, as a file behind ``>`` has on Windows, what is not ASCII is escaped:
    any program reads the same.

    Args:
        text: the JSON.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    typer.echo(text if codecs.lookup(encoding).name == "utf-8" else _NOT_ASCII.sub(_escaped, text))


def print_utf8(text: str) -> None:
    """Print text with its own line ends as UTF-8, whatever the encoding of standard output: CSV, Markdown, patches."""
    typer.echo(text.encode("utf-8", "backslashreplace"), nl=False)


@contextmanager
def warnings_as_sentences() -> Iterator[None]:
    """What a warning says goes to the standard error, without the line of code."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            yield
        finally:
            for one in told:
                typer.echo(f"mostanad: {one.message}", err=True)


def _escaped(found: re.Match[str]) -> str:
    """A character as JSON escapes it: four digits, above U+FFFF twice."""
    return json.dumps(found[0])[1:-1]
