"""A directory with a datapackage.json, opened as tables of text."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mostanad.files import csvtext, limits
from mostanad.files.queries import NO_QUERIES, Queries, read_queries
from mostanad.files.reading import Excess, NotAFile, TooLarge, excess, parse_json, read_file, shortened
from mostanad.models import TABLES, vocabularies

if TYPE_CHECKING:
    import pyarrow as pa

#: How many characters of a name or a path that leads to nothing are kept.
_SHOWN = 300
_NOWHERE = "the path leads nowhere"
_TOO_MANY_LINES = Excess(0, f"the tables together have more than {limits.PACKAGE_LINES:,} lines")
DESCRIPTOR = "datapackage.json"
#: What an edit changes, beside that: there only as long as not all of its tables are written.
EDIT = ".mostanad-edit.json"
#: Gives the bytes of a file, if these are not too many.
Read = Callable[[Path, int | None], bytes]


class PackageError(Exception):
    """The directory is not there, or its datapackage.json is absent or cannot be read: nothing can be said about it."""


@dataclass(frozen=True)
class Table:
    """One table as text; an empty cell is an empty string."""

    name: str
    file: str  # its path relative to the package, with forward slashes
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def records(self) -> Iterator[dict[str, str]]:
        """The rows as dictionaries by column; of a ragged row only what both sides have."""
        for row in self.rows:
            yield dict(zip(self.header, row, strict=False))

    def column(self, name: str) -> pa.Array:
        """The cells of a column, null where empty, in a table without ragged rows; ValueError if it is not there."""
        from mostanad.files.columns import texts

        position = self.header.index(name) if self.rows else 0
        return texts(row[position] or None for row in self.rows)


@dataclass(frozen=True)
class Package:
    """An opened directory; tables are called by their names."""

    root: Path
    descriptor: Mapping[str, Any]  # datapackage.json, parsed
    texts: Mapping[str, bytes] = field(default_factory=dict)  # the files that could be read, or that are (Unread)
    files: Mapping[str, str] = field(default_factory=dict)  # their paths
    problems: Sequence[tuple[str, str, str]] = ()  # with the others: table or resource, its path, what is wrong
    too_large: Mapping[str, Excess] = field(default_factory=dict)  # not read because they go beyond a limit
    trusted: bool = False  # it may be of any size: no limit was asked for
    queries: Queries = NO_QUERIES  # of the fact checks: what is validated is what is released

    @property
    def version(self) -> str:
        """The version that datapackage.json names, or an empty string."""
        return str(self.descriptor.get("version") or "")

    @property
    def in_persian(self) -> bool:
        """Whether Persian is a language of its names and titles; it is one if it does not say which these are."""
        said = self.descriptor.get("languages")
        return not isinstance(said, list) or any(str(tag).split("-")[0] == "fa" for tag in said)

    def columns(self, name: str) -> pa.Table:
        """A table of a package without errors as columns of text, null where empty; raises ValueError for others."""
        from mostanad.files.columns import read_columns

        return read_columns(self.texts.get(name, b""), TABLES[name].header())

    def table(self, name: str) -> Table:
        """A table as text. What is not UTF-8 or CSV is read as far as it goes; layer 1 of the validation says so."""
        lines = lines_of(self.texts.get(name, b""))
        if lines[-1] == "":
            lines.pop()
        header, *rows = [*map(_lenient, lines)] or [()]
        return Table(name, self.files.get(name, f"datasets/{name}.csv"), header, tuple(rows))


def open_package(root: Path | str, *, trusted: bool = False, read: Read = read_file) -> Package:
    """Open a directory with a datapackage.json; if it is ``trusted``, its tables may be of any size. PackageError if
    there is none, or it is too large or not a JSON object with resources. ``read`` gives the bytes of a table."""
    root = Path(root)
    if not root.is_dir():
        raise PackageError(f"{root}: no such directory")
    descriptor = _descriptor(root)
    vocabularies.extend(descriptor.get("vocabularies"))
    files, problems = _files(descriptor["resources"])
    texts: dict[str, bytes] = {}
    too_large: dict[str, Excess] = {}
    room, lines = limits.PACKAGE_BYTES, limits.PACKAGE_LINES
    for name, file in files.items():
        content = _read_inside(root, file, None if trusted else min(limits.TABLE_BYTES, room), read)
        if isinstance(content, bytes) and not trusted:
            room -= len(content)
            lines -= content.count(b"\n")
            content = excess(content) or (content if lines >= 0 else _TOO_MANY_LINES)
        if isinstance(content, Excess):
            too_large[name] = content
        elif isinstance(content, str):
            files[name] = shortened(file, _SHOWN)
            problems.append((name, shortened(file, _SHOWN), content))
        else:
            texts[name] = content
    problems += [(name, f"datasets/{name}.csv", "the table is missing") for name in TABLES if name not in files]
    return Package(root, descriptor, texts, files, problems, too_large, trusted, read_queries(root))


def _files(resources: list[Any]) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """The paths of the tables that resources name, and what is wrong with other resources."""
    files: dict[str, str] = {}
    problems: list[tuple[str, str, str]] = []
    for resource in resources:
        name, file = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(file, str):
            problems.append((shortened(str(name), _SHOWN), DESCRIPTOR, "a resource without a name and a path"))
        elif name not in TABLES:
            problems.append((shortened(name, _SHOWN), shortened(file, _SHOWN), "no such table"))
        elif name in files:
            problems.append((name, shortened(file, _SHOWN), "the table stands twice"))
        else:
            files[name] = file
    return files, problems


def _descriptor(root: Path) -> dict[str, Any]:
    path = root / DESCRIPTOR
    content = _read_inside(root, DESCRIPTOR, limits.DESCRIPTOR_BYTES)
    if isinstance(content, Excess):
        raise PackageError(f"{path}: {content.message}; make it smaller")
    if isinstance(content, str):
        raise PackageError(f"{path}: {content}")
    try:
        descriptor = parse_json(content)
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{path}: is not JSON ({error})") from None
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise PackageError(f"{path}: is not a data package (an object with a list of resources)")
    if len(descriptor["resources"]) > limits.RESOURCES:
        raise PackageError(f"{path}: has more than {limits.RESOURCES:,} resources; keep those of the tables")
    return descriptor


def _read_inside(root: Path, file: str, most: int | None, read: Read = read_file) -> bytes | Excess | str:
    """The bytes of a file inside the root, or what is wrong. Remote, absolute and escaping paths are not followed."""
    parts = PurePosixPath(file).parts
    wrong = ""
    if len(file) > limits.PATH:
        wrong = f"the path has more than {limits.PATH:,} characters"
    elif "://" in file or "\\" in file or file.startswith(("/", "~")) or ".." in parts or not parts:
        wrong = "the path must be relative and stay inside the package"
    try:
        if not wrong and not root.joinpath(*parts).resolve().is_relative_to(root.resolve()):
            wrong = "the path leads out of the package"
        return wrong or read(root.joinpath(*parts), most)
    except NotAFile:
        return "the file cannot be read (not a file)"
    except TooLarge:
        of_all = f"the tables together have more than {limits.PACKAGE_BYTES:,} bytes"
        is_own = most in (limits.TABLE_BYTES, limits.DESCRIPTOR_BYTES)
        return Excess(0, f"it has more than {most:,} bytes" if is_own else of_all)
    except OSError as error:
        return _NOWHERE if error.errno == errno.ELOOP else f"the file cannot be read ({error.strerror})"
    except (RuntimeError, ValueError):  # a circle of links before Python 3.13, a character that no path has
        return _NOWHERE


def lines_of(content: bytes) -> list[str]:
    """The lines of a file as far as they can be read, without their ends."""
    text = content.decode("utf-8", errors="replace").removeprefix("\ufeff")
    return [line.removesuffix("\r") for line in text.split("\n")]


def _lenient(line: str) -> tuple[str, ...]:
    try:
        return tuple(csvtext.split(line))
    except csvtext.CsvError:
        return tuple(line.split(","))
