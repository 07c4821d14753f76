"""Prints what other programs read: it must come out right whatever the terminal, or a file behind ``>``, can hold."""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from mostanad.cli.errors import say

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def print_json(value: Any) -> None:
    """Print a value, or JSON that is text already (RFC 8259, which demands UTF-8).

    Where standard output has another encoding, as a file behind ``>`` has on Windows, what is not ASCII is escaped:
    any program reads the same.
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    # As JSON escapes a character: four digits, above U+FFFF twice.
    typer.echo(text if is_utf8 else _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text))


def print_utf8(text: str) -> None:
    """Print text with its own line ends as UTF-8, whatever the encoding of standard output: CSV, Markdown, patches."""
    typer.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def typed(text: str) -> str:
    """Words of the command line as UTF-8, even where Python takes them for something else: where there is no locale.

    Not for paths: they are opened as Python has them.
    """
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:  # they were typed in another encoding, which Python knows, or are nothing that can be read
        return text


@contextmanager
def warnings_as_sentences() -> Iterator[None]:
    """What a warning says goes to the standard error, without the line of code."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            yield
        finally:
            for one in told:
                say(one.message)
