"""A page: where it stands, its template, and what it shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mostanad.loader import words
from mostanad.models import TABLES
from mostanad.site import addresses, show, titles
from mostanad.site.record import Record


@dataclass(frozen=True)
class Page:
    """A page of the site.

    Attributes:
        path: where it stands, relative to the root of the site, with forward slashes.
        template: the name of its template.
        title: its title.
        said: what it shows, by the names that the template uses.
        data: JSON-LD (schema.org) about what it shows, or None.
    """

    path: str
    template: str
    title: str
    said: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] | None = None

    @property
    def root(self) -> str:
        """How the page leads to the root of the site."""
        return "../" * self.path.count("/")

    def html(self, record: Record, base: str) -> str:
        """The page as HTML.

        Args:
            record: the release that it is of.
            base: the address of the site, which ends with a slash; empty if nobody knows it yet.
        """
        shown = show.Shown(record, self.root)
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
                **self.said,
            )
        )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"plain": words.plain, "heading": titles.heading, "when": titles.when, "json_ld": _json_ld}
    made.globals |= {"MARKS": show.MARKS, "DISPUTED": show.DISPUTED, "TABLES": TABLES}
    return made


def _json_ld(data: Mapping[str, Any]) -> Markup:
    """JSON inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
