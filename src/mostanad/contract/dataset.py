"""The metadata of a dataset: its ``datapackage.json`` without the tables. All code that needs the name, authors or
licence of a dataset reads them here, and a release copies them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from mostanad.models import vocabularies
from mostanad.models.language import say

#: The contact for people who are named: who answers, where to write, in what form to write, and when a reply comes.
ANSWERS = ("owner", "contact", "form", "time")


class _Text:
    """An attribute that reads one text from ``head``."""

    def __init__(self, *way: str | int) -> None:
        self._way = way

    def __get__(self, about: Any, owner: object = None) -> str:
        return str(about.text(*self._way))


@dataclass(frozen=True)
class About:
    """The head of a datapackage.json, whatever its shape; a missing or malformed text reads as an empty string."""

    head: Mapping[str, Any]

    @classmethod
    def of(cls, descriptor: Mapping[str, Any], version: str = "") -> Self:
        """Take the head from a whole descriptor, with another version if one is given."""
        head = {key: value for key, value in descriptor.items() if key not in ("resources", "schemaVersion")}
        return cls(head | {"version": version} if version else head)

    @classmethod
    def read(cls, root: Path) -> Self:
        """Read the head of the dataset or release in a directory; empty if datapackage.json is missing or invalid."""
        try:
            found = json.loads((root / "datapackage.json").read_bytes())
        except (FileNotFoundError, ValueError, RecursionError):
            found = {}
        return cls.of(found if isinstance(found, dict) else {})

    def text(self, *way: str | int) -> str:
        """Return the text under these nested keys and list positions, or an empty string."""
        found: Any = self.head
        for step in way:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return ""
        return found if isinstance(found, str) else ""

    def texts(self, name: str, *way: str | int) -> list[str]:
        """Return the non-empty texts under these keys in each item of the list ``name``."""
        given = self.head.get(name)
        found = (self.text(name, at, *way) for at in range(len(given) if isinstance(given, list) else 0))
        return list(filter(None, found))

    name, title, description, version = map(_Text, ("name", "title", "description", "version"))
    #: The SPDX name of the licence, and its URL.
    licence, licence_url = _Text("licenses", 0, "name"), _Text("licenses", 0, "path")

    @property
    def authors(self) -> list[str]:
        """The titles of the contributors; if there are none, ``<name> maintainers``."""
        return self.texts("contributors", "title") or [f"{self.name} maintainers"]

    @property
    def author(self) -> str:
        return ", ".join(self.authors)

    @property
    def citation(self) -> str:
        """How to cite this version."""
        own = self.text("citation") or f"{self.author}, {self.title}"
        return f"{own}, version {self.version}. Cite also the documents behind the rows that you used."

    @property
    def scope(self) -> str:
        """The rule that says who has a row."""
        usual = "A person or organisation has a row if one of the documents names them in a public role."
        return self.text("scope") or usual

    @property
    def not_followed(self) -> list[str]:
        """Sanctions lists that readers may expect here, but that the dataset does not cover."""
        return self.texts("not_followed")

    @property
    def missing_answers(self) -> list[str]:
        """The keys of :data:`ANSWERS` that have no text."""
        return [name for name in ANSWERS if not self.text("answers", name)]

    @property
    def answers(self) -> str:
        """A sentence that tells people who are named where to write.

        >>> said = {"owner": "A", "contact": "https://a.example", "form": "in Thai", "time": "soon"}
        >>> About({"answers": said}).answers
        'You are named here? A answers: write to https://a.example (in Thai). You get a reply soon.'
        >>> About({"answers": {"owner": "A"}}).answers
        'No contact is set yet for people who are named here (missing: contact, form, time).'
        """
        if gone := self.missing_answers:
            missing = say(", ").join(map(say, gone))
            return say("No contact is set yet for people who are named here (missing: %(missing)s).", missing=missing)
        owner, contact, form, time = (self.text("answers", name) for name in ANSWERS)
        return say(
            "You are named here? %(owner)s answers: write to %(contact)s (%(form)s). You get a reply %(time)s.",
            owner=owner, contact=contact, form=form, time=time,
        )  # fmt: skip

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield each place where something is missing or wrong, and what to do."""
        licence = self.licence.strip() and self.licence_url
        needed = {"name": self.name, "title": self.title, "description": self.description, "licenses": licence}
        for name, text in needed.items():
            if not text.strip():
                yield name, "it is missing or incomplete; releases, citations and the site need it"
        tags = self.head.get("languages")
        if tags is not None and not (isinstance(tags, list) and len(self.texts("languages")) == len(tags)):
            yield "languages", 'write a list of language tags, such as ["ar", "en"]'
        for where, message in vocabularies.problems(self.head.get("vocabularies")):
            yield f"vocabularies/{where}".strip("/"), message
