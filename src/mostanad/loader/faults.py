"""What can go wrong when a release is fetched, each with a sentence that says what to do."""

from __future__ import annotations

#: What is said of HTML in the place of a file.
A_PAGE = "a web page came instead: a proxy or the login page of a network may stand between"


class DownloadError(OSError):
    """A release, a file of it or the index cannot be had; nothing that is not whole is ever used."""


class IndexRefused(DownloadError):
    """An index that is not signed as it must be, or contradicts the one that was seen before."""


class CacheError(DownloadError):
    """The cache cannot be written or read: full, read-only, or no cache of mostanad."""


class SourceFailed(Exception):
    """One place did not give what was asked for.

    Attributes:
        again: whether it can be worth while to ask the same place again.
        is_stuck: whether what came so far is of no use.
        is_absent: whether the place says that it has no such file.
    """

    def __init__(self, message: str, *, again: bool = False, is_stuck: bool = False, is_absent: bool = False) -> None:
        # Some of it is a server's: nothing that moves the cursor of a terminal, and no book.
        super().__init__("".join(one if one.isprintable() else " " for one in message[:500]))
        self.again = again
        self.is_stuck = is_stuck
        self.is_absent = is_absent


class StaleIndexWarning(UserWarning):
    """What is known of the releases elsewhere can be out of date."""
