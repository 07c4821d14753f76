"""An example of every code: what it finds, and the same fixed. The tests run all of them.

Those of rules across tables stand beside the rules, in ``validators/NAME.json``; all others in ``examples.toml``.
"""

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, model_serializer

from mostanad.files.resources import resource

#: Where something is found: a file, a line and a column; or a table, the key of a row and a column.
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
        """What there is of it, as JSON has it."""
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

    def as_dict(self) -> dict[str, Any]:
        """The example as ``mostanad rules --format json`` prints it."""
        return self.model_dump(mode="json", exclude={"about"}, exclude_defaults=True)


@cache
def of_codes() -> dict[str, Example]:
    """The examples of the codes that are not rules across tables, by code."""
    text = files("mostanad.validation").joinpath("examples.toml").read_text("utf-8")
    return {code: Example(**given) for code, given in tomllib.loads(text).items()}


@cache
def of_rule(name: str) -> Example:
    """The example of a rule across tables; raises FileNotFoundError if it has none."""
    case = json.loads(resource(f"validators/{name}.json").read_text("utf-8"))
    example = case["example"]
    fails, passes = (Side(rows=example[side]) for side in ("fails", "passes"))
    return Example(about=case["about"], finds=example["finds"], fails=fails, passes=passes)
