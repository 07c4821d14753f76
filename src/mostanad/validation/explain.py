"""All codes with their texts and examples, as people and programs ask for them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from mostanad.validation import examples
from mostanad.validation.catalogue import CODES, codes
from mostanad.validation.code import Code
from mostanad.validation.examples import Example
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


def find(name: str) -> Explained:
    """A code by its name, in capitals or not, or by its number; raises UnknownCode if there is none."""
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
    lines += ["", "  wrong:", *(f"    {line}" for line in examples.told(example.fails, example.file))]
    lines += [f"    -> found at {examples.where(place)}" for place in example.finds]
    lines += [f"    -> and with it {', '.join(example.also)}"] if example.also else []
    lines += ["", "  right:", *(f"    {line}" for line in examples.told(example.passes, example.file))]
    return "\n".join(lines)
