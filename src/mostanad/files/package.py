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

#: Characters that are kept of a name or a path that leads to nothing.
_SHOWN = 300
_NOWHERE = "the path does not exist or cannot be followed"
_TOO_MANY_LINES = Excess(0, f"the tables together have more than {limits.PACKAGE_LINES:,} lines")
DESCRIPTOR = "datapackage.json"
#: The journal of an edit, beside the descriptor; it exists only until all tables of the edit are written.
EDIT = ".mostanad-edit.json"
#: Reads a file of at most so many bytes.
Read = Callable[[Path, int | None], bytes]


class PackageError(Exception):
    """The directory is missing, or its datapackage.json is missing or unreadable, so nothing can be checked."""


@dataclass(frozen=True)
class Table:
    """One table as text; an empty cell is an empty string."""

    name: str
    file: str  # its path relative to the package, with forward slashes
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def records(self) -> Iterator[dict[str, str]]:
        """Yield the rows as dictionaries by column; in a ragged row, surplus cells or columns are left out."""
        for row in self.rows:
            yield dict(zip(self.header, row, strict=False))

    def column(self, name: str) -> pa.Array:
        """The cells of a column, null where empty, if no row is ragged; ValueError if there is no such column."""
        from mostanad.files.columns import texts

        position = self.header.index(name) if self.rows else 0
        return texts(row[position] or None for row in self.rows)


@dataclass(frozen=True)
class Package:
    """An opened directory; mappings use the names of tables as keys."""

    root: Path
    descriptor: Mapping[str, Any]  # datapackage.json, parsed
    texts: Mapping[str, bytes] = field(default_factory=dict)  # the readable files: their bytes, or Unread
    files: Mapping[str, str] = field(default_factory=dict)  # their paths
    problems: Sequence[tuple[str, str, str]] = ()  # of other resources: name, path, problem
    too_large: Mapping[str, Excess] = field(default_factory=dict)  # not read because they exceed a limit
    trusted: bool = False  # no limits apply: it may have any size
    queries: Queries = NO_QUERIES  # of the fact checks, read once: a release has what was validated

    @property
    def version(self) -> str:
        """The version that datapackage.json names, or an empty string."""
        return str(self.descriptor.get("version") or "")

    @property
    def in_persian(self) -> bool:
        """Whether Persian is a language of its names and titles, which it is if datapackage.json names no languages."""
        said = self.descriptor.get("languages")
        return not isinstance(said, list) or any(str(tag).split("-")[0] == "fa" for tag in said)

    def columns(self, name: str) -> pa.Table:
        """A table as columns of text, null where empty; ValueError if the file cannot be parsed."""
        from mostanad.files.columns import read_columns

        return read_columns(self.texts.get(name, b""), TABLES[name].header())

    def table(self, name: str) -> Table:
        """A table as text. Invalid UTF-8 or CSV is read as far as possible; layer 1 of the validation reports it."""
        lines = lines_of(self.texts.get(name, b""))
        if lines[-1] == "":
            lines.pop()
        header, *rows = [*map(_lenient, lines)] or [()]
        return Table(name, self.files.get(name, f"datasets/{name}.csv"), header, tuple(rows))


def open_package(root: Path | str, *, trusted: bool = False, read: Read = read_file) -> Package:
    """Open a directory with a datapackage.json, and use its vocabularies. If ``trusted``, tables may have any size.
    PackageError if the file is missing, too large or not a JSON object with resources. ``read`` reads a table."""
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
    """The paths of the tables among the resources, and the problems of other resources."""
    files: dict[str, str] = {}
    problems: list[tuple[str, str, str]] = []
    for resource in resources:
        name, file = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(file, str):
            problems.append((shortened(str(name), _SHOWN), DESCRIPTOR, "a resource without a name and a path"))
        elif name not in TABLES:
            problems.append((shortened(name, _SHOWN), shortened(file, _SHOWN), "no such table"))
        elif name in files:
            problems.append((name, shortened(file, _SHOWN), "the table is listed twice"))
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
    """The bytes of a file inside the root, or the problem. Remote, absolute and escaping paths are not followed."""
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
    except (RuntimeError, ValueError):  # a loop of links before Python 3.13, a character not allowed in paths
        return _NOWHERE


def lines_of(content: bytes) -> list[str]:
    """The lines of a file without line ends or byte order mark; invalid UTF-8 is replaced."""
    text = content.decode("utf-8", errors="replace").removeprefix("\ufeff")
    return [line.removesuffix("\r") for line in text.split("\n")]


def _lenient(line: str) -> tuple[str, ...]:
    try:
        return tuple(csvtext.split(line))
    except csvtext.CsvError:
        return tuple(line.split(","))
