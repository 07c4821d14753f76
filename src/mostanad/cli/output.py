"""What is printed: for other programs, right whatever a terminal or a file can hold; errors as sentences.

What could not run ends with exit 2, what is not there or is wrong with exit 1.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

import mostanad

#: Which extra brings a module.
_EXTRAS = dict.fromkeys(("frictionless", "jsonschema_rs", "python_calamine"), "validate")
_EXTRAS |= {"jinja2": "site", "xlsxwriter": "export", "pyspark": "spark", "sqlglot": "spark"}


def explain(error: Exception) -> str:
    """One sentence for a person."""
    if isinstance(error, ModuleNotFoundError) and (name := (error.name or "").partition(".")[0]) in _EXTRAS:
        return f'this command needs {name}; run: pip install "mostanad[{_EXTRAS[name]}]"'
    if isinstance(error, OSError) and error.filename and error.strerror:
        # Of a file that is written beside its place and then put there, the place is what people know.
        said = f"{error.filename2 or error.filename}: {error.strerror}"
        is_open = sys.platform == "win32" and isinstance(error, PermissionError)
        return f"{said}; if it is open in another program, close it there" if is_open else said
    return str(error)


def say(message: object) -> None:
    """Print a message on the standard error: reports are on standard output."""
    typer.echo(f"mostanad: {message}", err=True)


def failed(message: object, code: int = 1) -> typer.Exit:
    """Say what is wrong; the caller raises what this returns."""
    say(message)
    return typer.Exit(code)


def damaged(why: object) -> typer.Exit:
    """Say that a release is damaged; the caller raises what this returns."""
    return failed(f"the release is damaged ({why}); run `mostanad verify`")


@contextmanager
def lookups() -> Iterator[None]:
    """A release or a check that is not there is exit 2; anything else that is not there, or is damaged, exit 1."""
    try:
        yield
    except LookupError as error:
        is_absent = isinstance(error, mostanad.ReleaseNotFound | mostanad.CheckNotFound)
        raise failed(error.args[0], 2 if is_absent else 1) from None
    except ValueError as error:  # a file that is not Parquet or not JSON
        raise damaged(error) from None


@contextmanager
def usage_errors(where: object = "") -> Iterator[None]:
    """A ValueError says that an argument is not what it should be, or what is wrong with the place that it names."""
    try:
        yield
    except ValueError as error:
        raise typer.BadParameter(f"{where}: {error}" if where else str(error)) from None


@contextmanager
def waiting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Say on a terminal what is done, and for how long; gives what moves its bar."""
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
    """Words of the command line as UTF-8, even where Python takes them for something else: where there is no locale.

    Not for paths: they are opened as Python has them.
    """
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:  # they were typed in another encoding, which Python knows, or are nothing that can be read
        return text
