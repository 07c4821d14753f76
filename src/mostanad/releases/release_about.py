"""What exports say of the release from which they come: its title, licence and month, and its files."""

from typing import NamedTuple

from mostanad.contract.version import SCHEMA_VERSION

TITLE = "mostanad: accountability of Iranian state officials, documented"
AUTHOR = "mostanad maintainers"
#: Under which a release is given away, as SPDX names it.
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


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
