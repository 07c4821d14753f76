"""All codes with their texts and examples, as people and programs ask for them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mostanad.validation import examples
from mostanad.validation.catalogue import CODES, codes
from mostanad.validation.code import Code
from mostanad.validation.examples import Example
from mostanad.validation.rules import rules


class UnknownCode(LookupError):
    """No such code; the message names near ones."""


@dataclass(frozen=True)
class Explained:
    """A code and its example."""

    code: Code
    example: Example

    def as_dict(self) -> dict[str, Any]:
        """The code as ``mostanad rules --format json`` prints it."""
        code = self.code
        return {
            "code": code.code,
            "severity": code.severity,
            "layer": code.layer,
            "title": code.title,
            "means": self.example.about,
            "why": code.why,
            "remedy": code.remedy,
            "example": self.example.as_dict(),
        }


@cache
def catalogue() -> dict[str, Explained]:
    """Every code that a finding can have, in order.

    Raises:
        KeyError: if a code has no example.
        FileNotFoundError: if a rule across tables has none.
    """
    of_codes = examples.of_codes()
    all_codes = {**CODES, **codes("release", "publication")}
    found = [Explained(code, of_codes[name]) for name, code in all_codes.items()]
    found += [Explained(rule.code, examples.of_rule(rule.name)) for rule in rules()]
    return {item.code.code: item for item in sorted(found, key=lambda item: item.code.code)}


def find(name: str) -> Explained:
    """A code by its name, in capitals or not, or by its number.

    Raises:
        UnknownCode: if there is none.
    """
    known = catalogue()
    wanted = name.strip().upper()
    if wanted.isdecimal():
        wanted = f"MST{wanted}"
    if wanted in known:
        return known[wanted]
    near = _near(wanted, list(known))
    hint = f"near it are {', '.join(near)}" if near else "`mostanad rules` lists all"
    raise UnknownCode(f"there is no code {name!r}; {hint}")


def _near(wanted: str, codes: list[str]) -> list[str]:
    """Three codes that may be meant: with near numbers, or written in a like way."""
    if re.fullmatch(r"MST\d{3}", wanted):
        return sorted(sorted(codes, key=lambda code: abs(int(code[3:]) - int(wanted[3:])))[:3])
    return difflib.get_close_matches(wanted, codes, 3)


def as_text(item: Explained) -> str:
    """One code, explained for people."""
    return "\n".join(_text(item))


def as_list(items: Iterable[Explained]) -> str:
    """Codes with their titles, one line each."""
    width = max(len(item.code.layer) for item in items)
    return "\n".join(
        f"{item.code.code}  {item.code.severity:7}  {item.code.layer:{width}}  {item.code.title}" for item in items
    )


def _text(item: Explained) -> Iterator[str]:
    code, example = item.code, item.example
    yield f"{code.code} {code.severity}: {code.title}  [layer: {code.layer}]"
    yield ""
    yield f"  holds:   {example.about}"
    yield f"  why:     {code.why}"
    yield f"  fix:     {code.remedy}"
    for heading, side in (("wrong", example.fails), ("right", example.passes)):
        yield ""
        yield f"  {heading}:"
        yield from (f"    {line}" for line in examples.told(side, example.file))
        if side is example.fails:
            yield from (f"    -> found at {examples.where(place)}" for place in example.finds)
            if example.also:
                yield f"    -> and with it {', '.join(example.also)}"
