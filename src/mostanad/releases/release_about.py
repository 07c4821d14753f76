"""What exports say of the release from which they come: what the dataset says of itself, its month, its files."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from mostanad.contract import About
from mostanad.contract.version import SCHEMA_VERSION


def named(about: About) -> dict[str, str]:
    """What a release is, by name: title, version, licence, how to cite it, which contract its tables follow."""
    names = ("title", "version", "licence", "licence_url", "citation")
    return {name: getattr(about, name) for name in names} | {"schema_version": SCHEMA_VERSION}


def said(about: About) -> dict[str, str]:
    """What a dataset says of itself, by name, for :func:`fill`."""
    names = ("name", "title", "description", "version", "licence", "licence_url", "author", "citation")
    return {name: getattr(about, name) for name in names}


def read_form(name: str) -> Any:
    """A file beside this one: how a description in JSON says each thing."""
    return json.loads((files("mostanad.releases") / name).read_text("utf-8"))


def fill(form: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A form with what is given for each text ``$NAME``; members for which it is None are left out.

    >>> fill({"@id": "$path", "sha256": "$sha256"}, {"path": "README.md", "sha256": None})
    {'@id': 'README.md'}
    """

    def filled(one: Any) -> Any:
        if isinstance(one, str) and one.startswith("$"):
            return given[one[1:]]
        return fill(one, given) if isinstance(one, dict) else one

    return {key: said for key, one in form.items() if (said := filled(one)) is not None}


class File(NamedTuple):
    """A file of a release: media type (RFC 6838), and bytes and sha256 unless it is written after what names it."""

    mediatype: str
    size: int | None
    sha256: str | None


def month_of(version: str) -> str:
    """The month of a release (ISO 8601: YYYY-MM), as its version has it, for formats that demand a date."""
    year, month, _ = version.split(".")
    return f"{year}-{int(month):02}"
