"""Who answers people who are named in the dataset: the settings of ``answers.toml``, and a sentence that says them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

#: The settings of this checkout; a release carries its own in datapackage.json.
ANSWERS: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def missing(answers: Mapping[str, str]) -> list[str]:
    """The settings that are not filled in."""
    return [name for name in ("owner", "contact", "form", "time") if not answers.get(name)]


def sentence(answers: Mapping[str, str]) -> str:
    """What a person who is named can do.

    >>> sentence({"owner": "A. B.", "contact": "https://a.example", "form": "in English", "time": "in a week"})
    'You are named here? A. B. answers: write to https://a.example (in English). You get a reply in a week.'
    >>> sentence({"owner": "A. B."})
    'No contact is set yet for people who are named here (missing: contact, form, time).'
    """
    if gone := missing(answers):
        return f"No contact is set yet for people who are named here (missing: {', '.join(gone)})."
    return "You are named here? {owner} answers: write to {contact} ({form}). You get a reply {time}.".format(**answers)
