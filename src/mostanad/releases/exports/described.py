"""What Croissant and RO-Crate are told of a release beside its descriptor: its files, and when it was made."""

from __future__ import annotations

from typing import NamedTuple


class File(NamedTuple):
    """A file of a release.

    Attributes:
        mediatype: its media type (RFC 6838).
        size: how many bytes, or None if it is written only after the description that names it.
        sha256: its hash (FIPS 180-4) in hexadecimal, or None likewise.
    """

    mediatype: str
    size: int | None
    sha256: str | None


def month_of(version: str) -> str:
    """The month of a release (ISO 8601: YYYY-MM), as its version has it: versions are CalVer, YYYY.M.N.

    For formats that demand a date of publication, where only the version is known: it needs no clock.
    """
    year, month, _ = version.split(".")
    return f"{year}-{int(month):02}"
