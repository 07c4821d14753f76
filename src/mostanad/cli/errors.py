"""Errors as sentences: what could not run ends with exit 2, what is not there or is wrong with exit 1."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from mostanad.files import PackageError
from mostanad.files.resources import ResourceError

#: What ends a command with exit 2.
NOTHING_DONE = (PackageError, ResourceError, OSError, ModuleNotFoundError)

#: Which extra brings a module.
_EXTRAS = {
    "duckdb": "validate",
    "frictionless": "validate",
    "jinja2": "site",
    "jsonschema": "validate",
    "jsonschema_rs": "validate",
    "xlsxwriter": "export",
}


def explain(error: Exception) -> str:
    """One sentence for a person."""
    if isinstance(error, ModuleNotFoundError) and error.name in _EXTRAS:
        return f'this command needs {error.name}; run: pip install "mostanad[{_EXTRAS[error.name]}]"'
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


@contextmanager
def lookups() -> Iterator[None]:
    """A release or a check that is not there is exit 2; anything else that is not there, or is damaged, exit 1."""
    from mostanad.loader import CheckNotFound, ReleaseNotFound

    try:
        yield
    except LookupError as error:
        raise failed(error.args[0], 2 if isinstance(error, ReleaseNotFound | CheckNotFound) else 1) from None
    except ValueError as error:  # a file that is not Parquet or not JSON
        raise failed(f"the release is damaged ({error}); run `mostanad verify`") from None


@contextmanager
def usage_errors() -> Iterator[None]:
    """A ValueError says that an argument is not what it should be."""
    try:
        yield
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
