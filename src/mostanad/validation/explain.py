"""All codes with their texts and examples, for people and programs; and docs/rules.md, the generated page of them.

The examples of rules across tables are in ``validators/NAME.json``, beside the rules; all others are in
``examples.toml``. The tests run all of them.
"""

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, model_serializer

from mostanad.files.queries import FOLDER
from mostanad.files.resources import ResourceError, resource, toml
from mostanad.validation.findings import CODES, Code, codes
from mostanad.validation.rules import rules

#: The texts around codes and their examples.
_WORDS = toml("validation/explain.toml")
#: What rules may use: prepared tables, and SQL that DuckDB and Spark read alike; each with a remark.
RULE_SQL: dict[str, dict[str, str]] = toml("validation/rule_sql.toml")
#: Where a finding is: a file, a line and a column; or a table, the key of a row and a column.
Place = tuple[str, str | int, str | int]


class Side(BaseModel):
    """The failing or the passing side of an example; ``examples.toml`` says what each part is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str = ""
    text: str = ""
    encoding: str = "utf-8"
    rows: dict[str, list[dict[str, str]]] = {}
    documents: list[str] = []
    queries: dict[str, str] = {}
    edits: list[dict[str, Any]] = []

    @model_serializer
    def as_dict(self) -> dict[str, Any]:
        """The parts that are not empty, for JSON."""
        return {name: value for name, value in self if value and (name != "encoding" or self.text)}


class Example(BaseModel):
    """An example of a code; ``examples.toml`` says what each part is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    file: str = ""
    finds: tuple[Place, ...]
    also: tuple[str, ...] = ()
    fails: Side
    passes: Side


@cache
def of_codes() -> dict[str, Example]:
    """The examples of the codes that are not rules across tables, by code."""
    return {code: Example(**given) for code, given in toml("validation/examples.toml").items()}


@cache
def of_rule(name: str) -> Example:
    """The example of a rule across tables; raises ResourceError if it has none."""
    try:
        case = json.loads((resource("validators") / f"{name}.json").read_text("utf-8"))
        example = case["example"]
        sides = {side: {"rows": example[side]} for side in ("fails", "passes")}
        return Example.model_validate({"about": case["about"], "finds": example["finds"], **sides})
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"validators/{name}.json must hold what the rule finds, with an example: {error}") from None


class UnknownCode(LookupError):
    """There is no such code; the message suggests similar ones."""


class Explained(NamedTuple):
    """A code and its example."""

    code: Code
    example: Example

    def as_dict(self) -> dict[str, Any]:
        """The code as ``mostanad rules --format json`` prints it."""
        texts = {name: getattr(self.code, name) for name in ("code", "severity", "layer", "title")}
        texts |= {"means": self.example.about, "why": self.code.why, "remedy": self.code.remedy}
        return texts | {"example": self.example.model_dump(mode="json", exclude={"about"}, exclude_defaults=True)}


@cache
def catalogue() -> dict[str, Explained]:
    """Every code that a finding can have, in order."""
    examples, every = of_codes(), CODES | codes("release", "publication")
    if missing := every.keys() - examples.keys():
        raise ResourceError(f"validation/examples.toml has no example of {', '.join(sorted(missing))}")
    found = {name: Explained(code, examples[name]) for name, code in every.items()}
    found |= {rule.code.code: Explained(rule.code, of_rule(rule.name)) for rule in rules()}
    return dict(sorted(found.items()))


def find(name: str) -> Explained:
    """A code by its name, in capitals or not, or by its number; raises UnknownCode if there is none."""
    known = catalogue()
    wanted = name.strip().upper()
    if (found := known.get(wanted) or known.get(f"MST{wanted}")) is not None:
        return found
    hint = "`mostanad rules` lists all"
    if number := re.search("[0-9]{3}", wanted):
        near = sorted(known, key=lambda code: abs(int(code[3:]) - int(number[0])))[:3]
        hint = f"similar codes are {', '.join(sorted(near))}"
    raise UnknownCode(f"there is no code {name!r}; {hint}")


def as_list(items: Iterable[Explained]) -> str:
    """Codes with their titles, one line each."""
    width = max(len(item.code.layer) for item in items)
    return "\n".join(
        f"{item.code.code}  {item.code.severity:7}  {item.code.layer:{width}}  {item.code.title}" for item in items
    )


def as_text(item: Explained) -> str:
    code, example = item.code, item.example
    lines = [f"{code.code} {code.severity}: {code.title}  [layer: {code.layer}]", ""]
    lines += [f"  holds:   {example.about}", f"  why:     {code.why}", f"  fix:     {code.remedy}"]
    lines += ["", "  wrong:", *(f"    {line}" for line in side_lines(example.fails, example.file))]
    lines += [f"    -> found at {where(place)}" for place in example.finds]
    lines += [f"    -> and with it {', '.join(example.also)}"] if example.also else []
    lines += ["", "  right:", *(f"    {line}" for line in side_lines(example.passes, example.file))]
    return "\n".join(lines)


def side_lines(side: Side, file: str) -> Iterator[str]:
    """One side of an example, as lines of text for people."""
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
    file, line, column = place
    if isinstance(line, int):
        return ":".join([file, *(str(number) for number in (line, column) if number)])
    return f"{file}, row {line}, column {column}"


def _visible(text: str) -> str:
    """The text with each invisible character and each combining mark as its code point."""
    seen = (letter.isprintable() and not unicodedata.combining(letter) for letter in text)
    return "".join(letter if is_seen else f"<U+{ord(letter):04X}>" for letter, is_seen in zip(text, seen, strict=True))


def _grid(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([_short(row.get(name, "")) for name in columns] for row in rows)]
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    for line in lines:
        yield "    " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _short(cell: str) -> str:
    """Shorten a hash to its first digits, and show an empty cell as a dash."""
    return f"{cell[:8]}…" if re.fullmatch("[0-9a-f]{64}", cell) else cell or "-"


def _edit(edit: Mapping[str, Any]) -> str:
    """Describe an edit of a package or a release in a sentence."""
    kind, what = next(iter(edit.items()))
    cells = ", ".join(f"{name} is {_quoted(value)}" for name, value in edit.get("cells", {}).items())
    given = {name: value if name in ("at", "to", "until") else _quoted(value) for name, value in edit.items()}
    return str(_WORDS["edits"][kind]).format(**given | {"what": what, "cells": cells})


def _quoted(value: Any) -> str:
    return json.dumps(_short(value) if isinstance(value, str) and value else value, ensure_ascii=False)


def rules_page() -> str:
    """One page of Markdown (GitHub flavour): a list of all codes, then each with its texts and its example."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    parts = _WORDS["parts"]
    yield _WORDS["introduction"]
    for digit, heading in parts.items():
        yield f"- [{heading} (`MST{digit}xx`)](#{heading.lower().replace(' ', '-').replace(',', '')})"
    yield "- [What the SQL of a rule may use](#what-the-sql-of-a-rule-may-use)\n"
    for digit, heading in parts.items():
        items = [item for name, item in catalogue().items() if name[3] == digit]
        yield f"## {heading}\n"
        yield "| code | severity | layer | title |\n| --- | --- | --- | --- |"
        for code, _ in items:
            yield f"| [{code.code}](#{code.code.lower()}) | {code.severity} | {code.layer} | {code.title} |"
        yield ""
        for item in items:
            yield from _code(item)
    yield _WORDS["sql"]
    for kind, names in RULE_SQL.items():
        yield f"### {kind.capitalize()}\n\n| {kind[:-1]} | remark |\n| --- | --- |"
        yield from (f"| `{name}` | {remark} |".replace("||", r"\|\|") for name, remark in names.items())
        yield ""


def _code(item: Explained) -> Iterator[str]:
    code, example = item
    yield f"### {code.code}\n"
    yield f"**{code.title}** ({code.severity}). {example.about}\n"
    yield f"- Why: {code.why}."
    yield f"- To fix it: {code.remedy}.\n"
    for heading, side in (("Wrong", example.fails), ("Right", example.passes)):
        yield f"{heading}:\n\n```text"
        yield from side_lines(side, example.file)
        yield "```\n"
        if side is example.fails:
            also = f", and with it {', '.join(example.also)}" if example.also else ""
            yield f"Found at {'; '.join(f'`{where(place)}`' for place in example.finds)}{also}.\n"
