"""What the exports for readers say of the release from which they come."""

from __future__ import annotations

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
