"""Exports a release to the formats of other programs. Each module here is a format, found by its name: ``mostanad
export csl-json`` calls ``csl_json.write``."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path

import pyarrow as pa

from mostanad.contract import About


class DoesNotFit(ValueError):
    """The format cannot hold the release: a table has too many rows, or a cell does not fit. Nothing is ever cut."""


#: Writes a release in a format, from all tables by name, the metadata of the release, and the path of a new file.
Writer = Callable[[Mapping[str, pa.Table], About, Path], None]


def writer(form: str) -> Writer:
    """The writer of the format with this name."""
    write: Writer = import_module(f"{__name__}.{form.replace('-', '_')}").write
    return write


def in_lines(make: Callable[[Mapping[str, pa.Table], About], Iterable[str]]) -> Writer:
    """Make a writer of UTF-8 text from a function that returns the lines of a release, with their line ends."""

    def write(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(make(tables, about))

    return write
