"""JSON against the keywords that ``schema/index.schema.json`` uses, so that a download needs no library for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
_LIMITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "const": lambda value, wanted: type(value) is type(wanted) and value == wanted,
    "enum": lambda value, wanted: isinstance(value, str) and value in wanted,
    "pattern": lambda value, wanted: not isinstance(value, str) or re.search(wanted, value) is not None,
    "minimum": lambda value, wanted: not isinstance(value, int) or value >= wanted,
    "minLength": lambda value, wanted: not isinstance(value, str) or len(value) >= wanted,
    "maxLength": lambda value, wanted: not isinstance(value, str) or len(value) <= wanted,
    "minItems": lambda value, wanted: not isinstance(value, list) or len(value) >= wanted,
    "uniqueItems": lambda value, _: not isinstance(value, list) or len(set(map(repr, value))) == len(value),
}
#: Those of which :func:`wrong` knows what they mean; it passes over no other.
KEYWORDS = {"$schema", "title", "description", "type", "properties", "required", "additionalProperties", "items"}
KEYWORDS |= {"anyOf", *_LIMITS}


def wrong(value: Any, schema: Mapping[str, Any], place: str = "$") -> Iterator[str]:
    """Where a value breaks a schema, and which keyword; ``additionalProperties`` counts as false, and an unknown
    keyword is a NotImplementedError."""
    if unknown := schema.keys() - KEYWORDS:
        raise NotImplementedError(f"{', '.join(sorted(unknown))} at {place}")
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else types
    if names and not any(_TYPES[name](value) for name in names):
        yield f"{place}: not of type {' or '.join(names)}"
        return
    for keyword, holds in _LIMITS.items():
        if keyword in schema and not holds(value, schema[keyword]):
            yield f"{place}: breaks {keyword}"
    if "anyOf" in schema and all(any(wrong(value, one, place)) for one in schema["anyOf"]):
        yield from min((list(wrong(value, one, place)) for one in schema["anyOf"]), key=len)  # the one that is nearest
    if isinstance(value, dict) and "properties" in schema:
        yield from _wrong_in_object(value, schema, place)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from wrong(item, schema["items"], f"{place}[{number}]")


def _wrong_in_object(value: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    for name in schema["required"]:
        if name not in value:
            yield f"{place}: {name} is missing"
    for name, item in value.items():
        if name in schema["properties"]:
            yield from wrong(item, schema["properties"][name], f"{place}.{name}")
        else:
            yield f"{place}: {name[:50]!r} does not belong there"
