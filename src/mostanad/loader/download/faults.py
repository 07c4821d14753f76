"""What can go wrong when a release is looked for and fetched, each with a sentence that says what to do."""

from collections.abc import Mapping

#: The major version of the contract that this loader reads; a test compares it with mostanad.contract.
SCHEMA_MAJOR = "2"
#: What is said of HTML in the place of a file.
A_PAGE = "a web page came instead: a proxy or the login page of a network may stand between"


class ReleaseNotFound(LookupError):
    """There is no such release on this machine or in the index; the message says which there are, and what to do."""


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
    """One place did not give what was asked for."""

    def __init__(self, message: str, *, again: bool = False, is_stuck: bool = False, is_absent: bool = False) -> None:
        # Some of it is a server's: nothing that moves the cursor of a terminal, and no book.
        super().__init__("".join(one if one.isprintable() else " " for one in message[:500]))
        self.again = again  # whether it can be worth while to ask the same place again
        self.is_stuck = is_stuck  # whether what came so far is of no use
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
        f"release {version} follows version {schema_version} of the contract, and this mostanad reads "
        f"{SCHEMA_MAJOR}.x; it needs {advice}"
    )


def refuse_withdrawn(version: str, withdrawn: Mapping[str, str]) -> None:
    """Raise ReleaseWithdrawn if a version is one of those that were withdrawn, each with a sentence that says why."""
    if version in withdrawn:
        raise ReleaseWithdrawn(withdrawn[version])
