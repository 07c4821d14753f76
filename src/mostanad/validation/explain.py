"""All codes with their texts and examples, as people and programs ask for them."""

import json
import re
import textwrap
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from mostanad.files.queries import FOLDER
from mostanad.validation import examples
from mostanad.validation.catalogue import CODES, Code, codes
from mostanad.validation.examples import Example, Place, Side
from mostanad.validation.rules import rules


class UnknownCode(LookupError):
    """No such code; the message names near ones."""


class Explained(NamedTuple):
    """A code and its example."""

    code: Code
    example: Example

    def as_dict(self) -> dict[str, Any]:
        """The code as ``mostanad rules --format json`` prints it."""
        texts = {name: getattr(self.code, name) for name in ("code", "severity", "layer", "title")}
        texts |= {"means": self.example.about, "why": self.code.why, "remedy": self.code.remedy}
        return texts | {"example": self.example.as_dict()}


@cache
def catalogue() -> dict[str, Explained]:
    """Every code that a finding can have, in order."""
    of_codes = examples.of_codes()
    found = {name: Explained(code, of_codes[name]) for name, code in (CODES | codes("release", "publication")).items()}
    found |= {rule.code.code: Explained(rule.code, examples.of_rule(rule.name)) for rule in rules()}
    return dict(sorted(found.items()))


@cache
def words() -> dict[str, Any]:
    """The words around codes and their examples."""
    return tomllib.loads(files("mostanad.validation").joinpath("explain.toml").read_text("utf-8"))


def find(name: str) -> Explained:
    """A code by its name, in capitals or not, or by its number; raises UnknownCode if there is none."""
    known = catalogue()
    wanted = name.strip().upper()
    if (found := known.get(wanted) or known.get(f"MST{wanted}")) is not None:
        return found
    hint = "`mostanad rules` lists all"
    if number := re.search("[0-9]{3}", wanted):
        near = sorted(known, key=lambda code: abs(int(code[3:]) - int(number[0])))[:3]
        hint = f"near it are {', '.join(sorted(near))}"
    raise UnknownCode(f"there is no code {name!r}; {hint}")


def as_list(items: Iterable[Explained]) -> str:
    """Codes with their titles, one line each."""
    width = max(len(item.code.layer) for item in items)
    return "\n".join(
        f"{item.code.code}  {item.code.severity:7}  {item.code.layer:{width}}  {item.code.title}" for item in items
    )


def as_text(item: Explained) -> str:
    """One code, explained for people."""
    code, example = item.code, item.example
    lines = [f"{code.code} {code.severity}: {code.title}  [layer: {code.layer}]", ""]
    lines += [f"  holds:   {example.about}", f"  why:     {code.why}", f"  fix:     {code.remedy}"]
    lines += ["", "  wrong:", *(f"    {line}" for line in told(example.fails, example.file))]
    lines += [f"    -> found at {where(place)}" for place in example.finds]
    lines += [f"    -> and with it {', '.join(example.also)}"] if example.also else []
    lines += ["", "  right:", *(f"    {line}" for line in told(example.passes, example.file))]
    return "\n".join(lines)


def told(side: Side, file: str) -> Iterator[str]:
    """One side of an example, for people, line by line."""
    if side.says:
        yield side.says
    if side.text:
        yield f"{file}, saved as {side.encoding}:" if side.encoding != "utf-8" else f"{file}:"
        yield from (f"    {_visible(line)}" for line in side.text.removesuffix("\n").split("\n"))
    for table, rows in side.rows.items():
        yield f"{table}:"
        yield from _grid(rows)
    for name, query in side.queries.items():
        yield f"{FOLDER}/{name}.sql:"
        yield from textwrap.indent(query.strip("\n"), "    ").split("\n")
    for document in side.documents:
        yield "a document in the folder:"
        yield f"    {json.dumps(document, ensure_ascii=False)}"
    yield from map(_edit, side.edits)


def where(place: Place) -> str:
    """A place, for people."""
    file, line, column = place
    if isinstance(line, int):
        return ":".join([file, *(str(number) for number in (line, column) if number)])
    return f"{file}, row {line}, column {column}"


def _visible(text: str) -> str:
    """The text with what cannot be seen, or not apart from its letter, as its number."""
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
    return f"{cell[:8]}…" if re.fullmatch("[0-9a-f]{64}", cell) else cell or "-"


def _edit(edit: Mapping[str, Any]) -> str:
    """What is done to a package or a release, as a sentence."""
    kind, what = next(iter(edit.items()))
    cells = ", ".join(f"{name} is {_quoted(value)}" for name, value in edit.get("cells", {}).items())
    given = {name: value if name in ("at", "to", "until") else _quoted(value) for name, value in edit.items()}
    return str(words()["edits"][kind]).format(**given | {"what": what, "cells": cells})


def _quoted(value: Any) -> str:
    return json.dumps(_short(value) if isinstance(value, str) and value else value, ensure_ascii=False)
