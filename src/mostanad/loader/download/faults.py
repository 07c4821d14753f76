"""The errors of finding and fetching a release, with messages that say what to do."""

from collections.abc import Mapping

#: The major version of the contract that this loader reads; a test compares it with mostanad.contract.
SCHEMA_MAJOR = "2"
#: The message for a response in HTML instead of the file.
A_PAGE = "received a web page instead: perhaps from a proxy or the login page of a network"


class ReleaseNotFound(LookupError):
    """There is no such release on this machine or in the index; the message says which ones exist, and what to do."""


class ReleaseNotSupported(ReleaseNotFound):
    """The release follows a version of the contract that this mostanad does not know."""


class ReleaseWithdrawn(ReleaseNotFound):
    """The publishers withdrew this release; the message says why, and what to use instead."""


class DownloadError(OSError):
    """A release, one of its files or the index could not be fetched; mostanad never uses incomplete files."""


class IndexRefused(DownloadError):
    """The index lacks a required signature, or contradicts one that was seen before."""


class CacheError(DownloadError):
    """The cache cannot be written or read: full, read-only, or not a cache of mostanad."""


class StaleIndexWarning(UserWarning):
    """What mostanad knows about published releases may be out of date."""


class SourceFailed(Exception):
    """A server or folder did not deliver the requested file."""

    def __init__(self, message: str, *, again: bool = False, is_stuck: bool = False, is_absent: bool = False) -> None:
        # A server may have written part of it: remove control characters and limit the length.
        super().__init__("".join(one if one.isprintable() else " " for one in message[:500]))
        self.again = again  # whether a retry at the same place may help
        self.is_stuck = is_stuck  # whether the partial file is useless
        self.is_absent = is_absent  # whether the place says that it has no such file


def refuse_unknown_schema(version: str, schema_version: str, min_loader: str | None = None) -> None:
    """Raise ReleaseNotSupported if a release follows another major version of the contract than this loader reads."""
    major = schema_version.partition(".")[0]
    if major == SCHEMA_MAJOR:
        return
    if major.isdecimal() and int(major) < int(SCHEMA_MAJOR):
        advice = f"the mostanad of that version: run `pip install mostanad=={version}`"
    else:
        newer = f"mostanad {min_loader} or newer" if min_loader else "a newer mostanad"
        advice = f"{newer}: run `pip install -U mostanad`"
    raise ReleaseNotSupported(
        f"release {version} follows version {schema_version} of the contract, but this mostanad reads "
        f"{SCHEMA_MAJOR}.x; it needs {advice}"
    )


def refuse_withdrawn(version: str, withdrawn: Mapping[str, str]) -> None:
    """Raise ReleaseWithdrawn if a version is in ``withdrawn``, which maps versions to sentences that say why."""
    if version in withdrawn:
        raise ReleaseWithdrawn(withdrawn[version])
