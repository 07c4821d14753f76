"""A release in the forms of other programs. Each module here is one form, found by its name: ``mostanad export
csl-json`` calls ``write`` of ``csl_json``."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path

import pyarrow as pa

from mostanad.contract import About


class DoesNotFit(ValueError):
    """A form cannot hold the release: a table has too many rows, or a cell is too long; nothing is ever cut off."""


#: Writes a release in a form: given all tables by name, what the release says of itself, a new file's path.
Writer = Callable[[Mapping[str, pa.Table], About, Path], None]


def writer(form: str) -> Writer:
    """What writes a release in the form of this name."""
    write: Writer = import_module(f"{__name__}.{form.replace('-', '_')}").write
    return write


def in_lines(make: Callable[[Mapping[str, pa.Table], About], Iterable[str]]) -> Writer:
    """What writes the lines of text that are made of a release, each with its line end, in UTF-8."""

    def write(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(make(tables, about))

    return write
