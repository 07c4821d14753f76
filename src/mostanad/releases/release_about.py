"""What exports say about their release: the dataset's description of itself, its month and its files."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from mostanad.contract import About
from mostanad.contract.version import SCHEMA_VERSION


def named(about: About) -> dict[str, str]:
    """The metadata of a release: title, version, licence, citation, and the version of the contract."""
    names = ("title", "version", "licence", "licence_url", "citation")
    return {name: getattr(about, name) for name in names} | {"schema_version": SCHEMA_VERSION}


def said(about: About) -> dict[str, str]:
    """The dataset's description of itself, by name, for :func:`fill`."""
    names = ("name", "title", "description", "version", "licence", "licence_url", "author", "citation")
    return {name: getattr(about, name) for name in names}


def read_form(name: str) -> Any:
    """Read a file of JSON templates that lies beside this one."""
    return json.loads((files("mostanad.releases") / name).read_text("utf-8"))


def fill(form: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A template with the given value for each text ``$NAME``; members whose value is None are left out.

    >>> fill({"@id": "$path", "sha256": "$sha256"}, {"path": "README.md", "sha256": None})
    {'@id': 'README.md'}
    """

    def filled(one: Any) -> Any:
        if isinstance(one, str) and one.startswith("$"):
            return given[one[1:]]
        return fill(one, given) if isinstance(one, dict) else one

    return {key: said for key, one in form.items() if (said := filled(one)) is not None}


class File(NamedTuple):
    """A file of a release: media type (RFC 6838), size and sha256. Both are None if it is written after its listing."""

    mediatype: str
    size: int | None
    sha256: str | None


def month_of(version: str) -> str:
    """The month (ISO 8601: YYYY-MM) in a version, for formats that require a date."""
    year, month, _ = version.split(".")
    return f"{year}-{int(month):02}"
