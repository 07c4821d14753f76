"""A page: where it stands, its template, and what it shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mostanad.loader.answer_words import DISPUTED, MARKS
from mostanad.models import TABLES, words
from mostanad.site import addresses, show
from mostanad.site.contents import Record

#: What a page shows that has no description of its own.
_DESCRIPTION = "Who in the Iranian state did what, who sanctioned them, and who says so: every fact with its passage."


@dataclass(frozen=True)
class Page:
    """A page of the site.

    Attributes:
        path: where it stands, relative to the root of the site, with forward slashes.
        template: the name of its template.
        title: its title.
        said: gives what the template shows when the page is written, ``data`` (JSON-LD) and ``description`` too.
    """

    path: str
    template: str
    title: str
    said: Callable[[], Mapping[str, Any]] = dict

    @property
    def root(self) -> str:
        """How the page leads to the root of the site."""
        return "../" * self.path.count("/")

    def html(self, record: Record, base: str) -> str:
        """The page as HTML; ``base`` is the address of the site with a slash at its end, or empty."""
        shown = show.Shown(record, self.root)
        said = dict(self.said())
        data = located(said.pop("data", None), base and base + self.path)
        description = said.pop("description", _DESCRIPTION)
        return (
            _environment()
            .get_template(f"{self.template}.html")
            .render(
                page=self,
                record=record,
                show=shown,
                root=self.root,
                base=base,
                version=record.version,
                evidence_of=lambda row_id, name="": self.root + addresses.of_evidence(row_id, name),
                data=data,
                description=description,
                **said,
            )
        )


def located(data: Any, address: str) -> Any:
    """JSON-LD in which each ``url`` that is a part of the page (``#part``) is whole, or left out without an address."""
    if isinstance(data, list):
        return [located(item, address) for item in data]
    if not isinstance(data, dict):
        return data
    found = {name: located(item, address) for name, item in data.items()}
    if str(found.get("url", "")).startswith("#"):
        url = address + found.pop("url").removesuffix("#")
        found |= {"url": url} if address else {}
    return found


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "plain": words.plain,
        "heading": words.heading,
        "when": words.when,
        "on": words.on,
        "json_ld": _json_ld,
    }
    made.globals |= {"MARKS": MARKS, "DISPUTED": DISPUTED, "TABLES": TABLES}
    return made


def _json_ld(data: Mapping[str, Any]) -> Markup:
    """JSON inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
