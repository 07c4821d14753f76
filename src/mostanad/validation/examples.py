"""An example of every code: what it finds, and the same fixed. The tests run all of them.

Those of rules across tables stand beside the rules, in ``validators/NAME.json``; all others in ``examples.toml``.
"""

from __future__ import annotations

import json
import textwrap
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from mostanad.files.queries import FOLDER
from mostanad.files.resources import resource

#: Where something is found: a file, a line and a column; or a table, the key of a row and a column.
Place = tuple[str, str | int, str | int]


@dataclass(frozen=True)
class Side:
    """The failing or the passing side of an example; ``examples.toml`` says what each part is."""

    says: str = ""
    text: str = ""
    encoding: str = "utf-8"
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    documents: Sequence[str] = ()
    queries: Mapping[str, str] = field(default_factory=dict)
    edits: Sequence[Mapping[str, Any]] = ()

    def as_dict(self) -> dict[str, Any]:
        """What there is of it, as JSON has it."""
        given = {name: value for name, value in asdict(self).items() if value}
        if "text" not in given:
            given.pop("encoding")
        return given


@dataclass(frozen=True)
class Example:
    """An example of a code; ``examples.toml`` says what each part is."""

    about: str
    finds: tuple[Place, ...]
    fails: Side
    passes: Side
    file: str = ""
    also: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The example as ``mostanad rules --format json`` prints it."""
        given = {"file": self.file, "finds": [list(place) for place in self.finds], "also": list(self.also)}
        sides = {"fails": self.fails.as_dict(), "passes": self.passes.as_dict()}
        return {name: value for name, value in given.items() if value} | sides


@cache
def of_codes() -> dict[str, Example]:
    """The examples of the codes that are no rules across tables, by code."""
    text = files("mostanad.validation").joinpath("examples.toml").read_text("utf-8")
    return {code: _example(given) for code, given in tomllib.loads(text).items()}


@cache
def of_rule(name: str) -> Example:
    """The example of a rule across tables; raises FileNotFoundError if it has none."""
    case = json.loads(resource(f"validators/{name}.json").read_text("utf-8"))
    sides = {side: {"rows": case["example"][side]} for side in ("fails", "passes")}
    return _example({"about": case["about"], "finds": case["example"]["finds"], **sides})


def _example(given: Mapping[str, Any]) -> Example:
    places = tuple((file, line, column) for file, line, column in given["finds"])
    sides = {side: Side(**given[side]) for side in ("fails", "passes")}
    return Example(**{**given, "finds": places, "also": tuple(given.get("also", ())), **sides})


def told(side: Side, file: str) -> Iterator[str]:
    """One side of an example, for people, line by line."""
    if side.says:
        yield side.says
    if side.text:
        yield f"{file}, saved as {side.encoding}:" if side.encoding != "utf-8" else f"{file}:"
        for line in side.text.removesuffix("\n").split("\n"):
            yield f"    {visible(line)}"
    for table, rows in side.rows.items():
        yield f"{table}:"
        yield from _grid(rows)
    for name, query in side.queries.items():
        yield f"{FOLDER}/{name}.sql:"
        yield from textwrap.indent(query.strip("\n"), "    ").split("\n")
    for document in side.documents:
        yield "a document in the folder:"
        yield f"    {json.dumps(document, ensure_ascii=False)}"
    for edit in side.edits:
        yield _edit(edit)


def where(place: Place) -> str:
    """A place, for people."""
    file, line, column = place
    if isinstance(line, int):
        return ":".join([file, *(str(number) for number in (line, column) if number)])
    return f"{file}, row {line}, column {column}"


def visible(text: str) -> str:
    """The text with what cannot be seen, or not apart from its letter, as its number.

    >>> visible("Wa\\u200btch")
    'Wa<U+200B>tch'
    """
    seen = (letter.isprintable() and not unicodedata.combining(letter) for letter in text)
    return "".join(letter if is_seen else f"<U+{ord(letter):04X}>" for letter, is_seen in zip(text, seen, strict=True))


def _grid(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([_short(row.get(name, "")) for name in columns] for row in rows)]
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    for line in lines:
        yield "    " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _short(cell: str) -> str:
    """A hash by its first digits, an empty cell as a dash."""
    if len(cell) == 64 and set(cell) <= set("0123456789abcdef"):
        return f"{cell[:8]}…"
    return cell or "-"


def _edit(edit: Mapping[str, Any]) -> str:
    """What is done to a package or a release, as a sentence."""
    (kind, what), *more = edit.items()
    rest = dict(more)
    if kind == "add":
        cells = ", ".join(f"{name}={_short(str(value))}" for name, value in rest["cells"].items())
        return f"a row more in {what}: {cells}"
    if kind in ("row", "package"):
        cells = ", ".join(f"{name} is {json.dumps(value)}" for name, value in rest["cells"].items())
        return f"in {what}: {cells}" + (" (in all forms of the table)" if kind == "row" else "")
    sentences = {
        "remove": "{what} is not there",
        "json": "in {what}: {at} is {value}",
        "schema": "in the schema of {what}: only {enum} is allowed",
        "write": "{what} is there, with the text {text}",
        "replace": "in {what}: {new} stands in the place of {old}",
        "grow": "{what} has grown to {bytes} bytes",
        "cut": "of {what} only the first {bytes} bytes are left",
        "plain": "{what} has lost the descriptions of its columns",
        "reverse": "the rows of {what} are in the reverse order (in all forms of the table)",
        "copy": "{what} is there a second time, as {to}",
        "again": "datapackage.json and SHA256SUMS are made anew, so that the hashes fit",
        "sums": "SHA256SUMS is made anew, so that the hashes fit",
        "index": "in {what}: {at} is {value}, and its digest is made anew, so that it fits",
        "withdraw": "{what} is withdrawn, for the reason {reason}",
        "sign": "{what} is signed, and holds until {until}",
        "unsign": "the signature of {what} is not there",
        "damage": "the signature of {what} is one of something else",
    }
    plain = ("at", "to", "until")
    shown = {name: _short(value) if isinstance(value, str) and value else value for name, value in rest.items()}
    quoted = {name: json.dumps(value, ensure_ascii=False) for name, value in shown.items()}
    return sentences[kind].format(what=what, **quoted | {name: rest[name] for name in plain if name in rest})
