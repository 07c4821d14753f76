"""A directory with a datapackage.json, opened as tables of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from mostanad.models import TABLES
from mostanad.package import csvtext


class PackageError(Exception):
    """The directory is not there, or its datapackage.json is absent or cannot be read: nothing can be said about it."""


@dataclass(frozen=True)
class Table:
    """One table as text.

    Attributes:
        name: as in the models.
        file: its path relative to the package, with forward slashes.
        header: the names of its columns.
        rows: the cells of each record; an empty cell is an empty string.
    """

    name: str
    file: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def records(self) -> Iterator[dict[str, str]]:
        """The rows as dictionaries by column; of a ragged row only what both sides have."""
        for row in self.rows:
            yield dict(zip(self.header, row, strict=False))

    def line_of(self, index: int) -> int:
        """The line, 1-based, on which the row with this index stands."""
        return index + 2


@dataclass(frozen=True)
class Package:
    """An opened directory.

    Attributes:
        root: the directory.
        descriptor: datapackage.json, parsed.
        texts: each resource file's bytes, by the table's name; only those that could be read.
        problems: resources that could not be read: the table or resource, its path, what is wrong.
    """

    root: Path
    descriptor: Mapping[str, Any]
    texts: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[tuple[str, str, str]] = ()

    @property
    def version(self) -> str:
        """The version that datapackage.json names, or an empty string."""
        return str(self.descriptor.get("version") or "")

    def table(self, name: str) -> Table:
        """A table as text. What is not UTF-8 or CSV is read as far as it goes; layer 1 of the validation says so."""
        text = self.texts.get(name, b"").decode("utf-8", errors="replace").removeprefix("\ufeff")
        lines = [line.removesuffix("\r") for line in text.split("\n")]
        if lines[-1] == "":
            lines.pop()
        records = [_lenient(line) for line in lines]
        header = records[0] if records else ()
        return Table(name, self.files.get(name, f"datasets/{name}.csv"), header, tuple(records[1:]))


def open_package(root: Path | str) -> Package:
    """Open a directory.

    Args:
        root: the directory in which datapackage.json lies.

    Raises:
        PackageError: if there is no directory, or its datapackage.json is absent or no JSON object with resources.
    """
    root = Path(root)
    if not root.is_dir():
        raise PackageError(f"{root}: no such directory")
    path = root / "datapackage.json"
    try:
        descriptor = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise PackageError(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{path}: is not JSON ({error})") from None
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise PackageError(f"{path}: is not a data package (an object with a list of resources)")
    texts: dict[str, bytes] = {}
    files: dict[str, str] = {}
    problems: list[tuple[str, str, str]] = []
    for resource in descriptor["resources"]:
        name, file = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(file, str):
            problems.append((str(name), "datapackage.json", "a resource without a name and a path"))
        elif name not in TABLES:
            problems.append((name, file, "no such table"))
        elif name in files:
            problems.append((name, file, "the table stands twice"))
        else:
            files[name] = file
            content = _read_inside(root, file)
            if isinstance(content, str):
                problems.append((name, file, content))
            else:
                texts[name] = content
    problems += [(name, f"datasets/{name}.csv", "the table is missing") for name in TABLES if name not in files]
    return Package(root, descriptor, texts, files, problems)


def _read_inside(root: Path, file: str) -> bytes | str:
    """The bytes of a file inside the root, or what is wrong. Remote, absolute and escaping paths are not followed."""
    parts = PurePosixPath(file).parts
    if "://" in file or "\\" in file or file.startswith(("/", "~")) or ".." in parts or not parts:
        return "the path must be relative and stay inside the package"
    path = root.joinpath(*parts)
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return "the path leads out of the package"
        if path.exists() and not path.is_file():
            return "the file cannot be read (not a file)"
        return path.read_bytes()
    except OSError as error:
        return f"the file cannot be read ({error.strerror})"
    except (RuntimeError, ValueError):  # a circle of links, a character that no path has
        return "the path leads nowhere"


def _lenient(line: str) -> tuple[str, ...]:
    try:
        return tuple(csvtext.split(line))
    except csvtext.CsvError:
        return tuple(line.split(","))
