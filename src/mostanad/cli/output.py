"""Output of commands: messages, errors as sentences, progress bars and JSON.

Exit 2 means that a command could not run, exit 1 that something does not exist or is wrong.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

import mostanad

#: The extra that installs each module.
_EXTRAS = dict.fromkeys(("frictionless", "jsonschema_rs", "python_calamine"), "validate")
_EXTRAS |= {"jinja2": "site", "xlsxwriter": "export", "pyspark": "spark", "sqlglot": "spark"}


def explain(error: Exception) -> str:
    """Describe an error in one sentence."""
    if isinstance(error, ModuleNotFoundError) and (name := (error.name or "").partition(".")[0]) in _EXTRAS:
        return f'this command needs {name}; run: pip install "mostanad[{_EXTRAS[name]}]"'
    if isinstance(error, OSError) and error.filename and error.strerror:
        # A file is written under a temporary name and then renamed: people know only its final name.
        said = f"{error.filename2 or error.filename}: {error.strerror}"
        is_open = sys.platform == "win32" and isinstance(error, PermissionError)
        return f"{said}; if it is open in another program, close it there" if is_open else said
    return str(error)


def say(message: object) -> None:
    """Print a message on standard error; standard output is for reports."""
    typer.echo(f"mostanad: {message}", err=True)


def failed(message: object, code: int = 1) -> typer.Exit:
    """Print what is wrong; the caller raises the exit that this returns."""
    say(message)
    return typer.Exit(code)


def damaged(why: object) -> typer.Exit:
    """Print that a release is damaged; the caller raises the exit that this returns."""
    return failed(f"the release is damaged ({why}); run `mostanad verify`")


@contextmanager
def lookups() -> Iterator[None]:
    """Exit with 2 if a release or a fact-check does not exist, and with 1 if anything else is missing or damaged."""
    try:
        yield
    except LookupError as error:
        is_absent = isinstance(error, mostanad.ReleaseNotFound | mostanad.CheckNotFound)
        raise failed(error.args[0], 2 if is_absent else 1) from None
    except ValueError as error:  # a file that is not Parquet or not JSON
        raise damaged(error) from None


@contextmanager
def usage_errors(where: object = "") -> Iterator[None]:
    """Turn a ValueError into a usage error, which begins with ``where``."""
    try:
        yield
    except ValueError as error:
        raise typer.BadParameter(f"{where}: {error}" if where else str(error)) from None


@contextmanager
def waiting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a task and its duration on a terminal; yields the function that moves its bar, or None elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def typed(text: str) -> str:
    """Words of the command line as UTF-8, even if Python decoded them as something else because there is no locale.

    Not for paths: Python can only open them as it decoded them.
    """
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:  # they are in another encoding, which Python has decoded, or are not readable at all
        return text
