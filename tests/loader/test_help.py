"""``help()`` of each public name says what goes in, what comes out, and what can go wrong."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from tests.cases import each

import mostanad
from mostanad import loader, releases, validation

#: What is written with brackets: who looks it up knows what goes in.
_OPERATORS = ("__getitem__",)
#: What public functions of other rooms give or raise.
_OTHERS = (validation.Report, validation.Finding, releases.BuildRefused)


def public() -> Iterator[tuple[str, Any]]:
    """Every public name with a docstring of its own: functions, classes, and what classes have."""
    here = [(f"mostanad.{name}", getattr(mostanad, name)) for name in mostanad.__all__]
    there = [(f"mostanad.loader.{name}", getattr(loader, name)) for name in loader.__all__ if name not in dir(mostanad)]
    for path, found in [*here, *there, *((one.__name__, one) for one in _OTHERS)]:
        if inspect.isfunction(found) or inspect.isclass(found):
            yield path, found
        if inspect.isclass(found):
            yield from ((f"{path}.{name}", member) for name, member in of_class(found))


def of_class(found: type) -> Iterator[tuple[str, Any]]:
    """What a class has, and what it has of another class of ours."""
    owners = [owner for owner in reversed(found.__mro__) if owner.__module__.startswith("mostanad.")]
    for name, member in {name: member for owner in owners for name, member in vars(owner).items()}.items():
        if name.startswith("_") and name not in _OPERATORS:
            continue
        if isinstance(member, property | functools.cached_property) or inspect.isfunction(member):
            yield name, member


NAMES = dict(public())
FUNCTIONS = {name: found for name, found in NAMES.items() if inspect.isfunction(found)}


def section(doc: str, title: str) -> str:
    """The lines of a section of a docstring; empty if there is none."""
    found = re.search(rf"^{title}:\n((?:    .*\n|\n)+)", inspect.cleandoc(doc) + "\n", re.M)
    return found[1] if found else ""


def parameters(function: Callable[..., Any]) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name not in ("self", "cls")]


def raised(function: Callable[..., Any]) -> set[str]:
    """The exceptions that a function itself raises."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = [node.exc.func for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    return {ast.unparse(call) for call in calls}


def test_the_names_are_found() -> None:
    assert {
        "mostanad.load",
        "mostanad.loader.Without.dropped",
        "mostanad.Release.as_of",
        "mostanad.Release.why",
    } <= NAMES.keys()
    assert len(FUNCTIONS) > 50


@each("name", sorted(NAMES))
def test_it_says_what_it_is(name: str) -> None:
    doc = NAMES[name].__doc__
    assert doc
    assert re.match(r"[A-Z`].*[.;:,\w]$", inspect.cleandoc(doc).splitlines()[0])


@each("name", sorted(FUNCTIONS))
def test_it_names_what_goes_in(name: str) -> None:
    taken = parameters(FUNCTIONS[name])
    described = section(FUNCTIONS[name].__doc__ or "", "Args")
    if name.rpartition(".")[2] not in _OPERATORS:
        assert [one for one in taken if not re.search(rf"^    {one}: \S", described, re.M)] == []


@each("name", sorted(FUNCTIONS))
def test_it_says_what_comes_out(name: str) -> None:
    """A method that takes nothing says it in its one sentence."""
    function = FUNCTIONS[name]
    if parameters(function) and inspect.signature(function).return_annotation not in ("None", None):
        assert section(function.__doc__ or "", "Returns") or name.rpartition(".")[2] in _OPERATORS


@each("name", sorted(FUNCTIONS))
def test_it_says_what_can_go_wrong(name: str) -> None:
    told = section(FUNCTIONS[name].__doc__ or "", "Raises")
    assert [one for one in raised(FUNCTIONS[name]) if not re.search(rf"\b{one}\b", told)] == []


@each("name", sorted(name for name, found in NAMES.items() if inspect.isclass(found)))
def test_a_class_describes_its_fields(name: str) -> None:
    found = NAMES[name]
    fields = getattr(found, "__dataclass_fields__", {}).keys() & vars(found).get("__annotations__", {}).keys()
    doc = found.__doc__ or ""
    assert [one for one in fields if not one.startswith("_") and not re.search(rf"\b{one}\b", doc)] == []
