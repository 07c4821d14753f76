"""What a dataset says of itself: its ``datapackage.json`` without the tables. Everything that names a dataset, its
authors or its licence reads it here; a release carries it on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from mostanad.models import vocabularies
from mostanad.models.language import say

#: Who answers people who are named: who it is, where to write, what to write, when a reply comes.
ANSWERS = ("owner", "contact", "form", "time")


class _Text:
    """A text of the head, as an attribute."""

    def __init__(self, *way: str | int) -> None:
        self._way = way

    def __get__(self, about: Any, owner: object = None) -> str:
        return str(about.text(*self._way))


@dataclass(frozen=True)
class About:
    """The head of a datapackage.json; whatever stands there, what is missing is an empty text."""

    head: Mapping[str, Any]

    @classmethod
    def of(cls, descriptor: Mapping[str, Any], version: str = "") -> Self:
        """From a whole descriptor, also of its files; with another version, if one is given."""
        head = {key: value for key, value in descriptor.items() if key not in ("resources", "schemaVersion")}
        return cls(head | {"version": version} if version else head)

    @classmethod
    def read(cls, root: Path) -> Self:
        """Of the dataset or release in a directory; of one that cannot be read nothing."""
        try:
            found = json.loads((root / "datapackage.json").read_bytes())
        except (FileNotFoundError, ValueError, RecursionError):
            found = {}
        return cls.of(found if isinstance(found, dict) else {})

    def text(self, *way: str | int) -> str:
        """The text that stands there, under these keys."""
        found: Any = self.head
        for step in way:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return ""
        return found if isinstance(found, str) else ""

    def texts(self, name: str, *way: str | int) -> list[str]:
        """The texts that stand under these keys in each item of a list."""
        given = self.head.get(name)
        found = (self.text(name, at, *way) for at in range(len(given) if isinstance(given, list) else 0))
        return list(filter(None, found))

    name, title, description, version = map(_Text, ("name", "title", "description", "version"))
    #: The name of the licence, as SPDX has it, and its address.
    licence, licence_url = _Text("licenses", 0, "name"), _Text("licenses", 0, "path")

    @property
    def authors(self) -> list[str]:
        """The titles of the contributors; where nobody is named, the maintainers of the dataset."""
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
        """Who has a row, as a rule."""
        usual = "A person or organisation has a row if one of the documents names them in a public role."
        return self.text("scope") or usual

    @property
    def not_followed(self) -> list[str]:
        """Lists that somebody may look for here, and of which the dataset has nothing."""
        return self.texts("not_followed")

    @property
    def missing_answers(self) -> list[str]:
        """What does not stand there of who answers people who are named."""
        return [name for name in ANSWERS if not self.text("answers", name)]

    @property
    def answers(self) -> str:
        """What a person who is named can do.

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
        """What is missing or wrong: where, and what to do."""
        licence = self.licence.strip() and self.licence_url
        needed = {"name": self.name, "title": self.title, "description": self.description, "licenses": licence}
        for name, text in needed.items():
            if not text.strip():
                yield name, "it is missing, or not all there: releases, citations and the site say it"
        tags = self.head.get("languages")
        if tags is not None and not (isinstance(tags, list) and len(self.texts("languages")) == len(tags)):
            yield "languages", 'write a list of language tags, such as ["ar", "en"]'
        for where, message in vocabularies.problems(self.head.get("vocabularies")):
            yield f"vocabularies/{where}".strip("/"), message
