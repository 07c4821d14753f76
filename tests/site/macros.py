"""The macros of the templates by their names, from whichever file they stand in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jinja2.runtime import Macro

from mostanad.site.page import _environment

#: The files of macros; of two of one name that of the later file counts.
_FILES = ("lines", "lists", "parts", "listings", "boxes", "accusations", "listed", "deeds", "finding")


def macros(code: str = "en") -> Any:
    """All macros, in the language of a code."""
    modules = [vars(_environment(code).get_template(f"{name}.html").module) for name in _FILES]
    return SimpleNamespace(**{name: it for some in modules for name, it in some.items() if isinstance(it, Macro)})
