"""What exports say of the release from which they come: what the dataset says of itself, its month, its files."""

from typing import NamedTuple

from mostanad.contract import About
from mostanad.contract.version import SCHEMA_VERSION


def named(about: About) -> dict[str, str]:
    """What a release is, by name: title, version, licence, how to cite it, which contract its tables follow."""
    return {
        "title": about.title,
        "version": about.version,
        "licence": about.licence,
        "licence_url": about.licence_url,
        "citation": about.citation,
        "schema_version": SCHEMA_VERSION,
    }


class File(NamedTuple):
    """A file of a release: media type (RFC 6838), bytes, sha256; without the latter two if it is written after the
    description that names it."""

    mediatype: str
    size: int | None
    sha256: str | None


def month_of(version: str) -> str:
    """The month of a release (ISO 8601: YYYY-MM), as its version has it, for formats that demand a date."""
    year, month, _ = version.split(".")
    return f"{year}-{int(month):02}"
