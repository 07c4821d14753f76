"""What exports say of the release from which they come: its title, licence and month, and its files."""

from typing import NamedTuple

from mostanad.contract.table_schema import LICENCE as _LICENCE
from mostanad.contract.table_schema import TITLE as _TITLE
from mostanad.contract.version import SCHEMA_VERSION

AUTHOR = "mostanad maintainers"
TITLE, LICENCE, LICENCE_URL = _TITLE, _LICENCE["name"], _LICENCE["path"]


def about(version: str) -> dict[str, str]:
    """What a release is, by name: title, version, licence, how to cite it, which contract its tables follow."""
    return {
        "title": TITLE,
        "version": version,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "citation": f"{AUTHOR}, {TITLE}, version {version}. Cite also the documents behind the rows that you used.",
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
