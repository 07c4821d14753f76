"""A release in the forms of other programs. Each module here is one form, found by its name: ``mostanad export
csl-json`` calls ``write`` of ``csl_json``."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path

import pyarrow as pa

from mostanad.contract import About


class DoesNotFit(ValueError):
    """A form cannot hold the release: a table has too many rows, or a cell is too long; nothing is ever cut off."""


def writer(form: str) -> Callable[[Mapping[str, pa.Table], About, Path], None]:
    """What writes a release in a form: given all tables by name, what the release says of itself, a new file's path."""
    write: Callable[[Mapping[str, pa.Table], About, Path], None]
    write = import_module(f"{__name__}.{form.replace('-', '_')}").write
    return write


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write lines of text, each with its line end, in UTF-8."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
