"""When a version of a list was in force, and between which days something changed from one to the next: by a log of
versions (CSV, a column ``published_seen_at`` and columns of sha256 hashes), else by the days that a curator gives.

Days are UTC, also of times without a zone, and the list in force on a day is the last version seen by its end.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from mostanad.curation.draft import Version
from mostanad.curation.transaction import EditRefused
from mostanad.documents import Selector
from mostanad.documents.delimited import table
from mostanad.documents.records import ListError
from mostanad.models import edtf

_SEEN = "published_seen_at"


def is_log(content: bytes) -> bool:
    return _SEEN.encode() in content.partition(b"\n")[0]


@dataclass(frozen=True)
class Period:
    """The days among which a change happened; the first is None where nothing bounds it."""

    first: dt.date | None
    last: dt.date
    log: tuple[Version, Selector] | None = None  # the log of versions that shows it, and where in it
    shows_both: bool = False  # whether that shows the version after the change too, not only the one before it

    @property
    def text(self) -> str:
        if self.first is None:
            return f"[..{self.last}]"
        return f"[{self.first}..{self.last}]" if self.first < self.last else self.last.isoformat()


def days(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last of the days of which a version may be, mostly one; EditRefused if it names none."""
    with suppress(ValueError):
        day = edtf.parse(text)
        if day.text == text and day.earliest and day.latest and ("[" in text or day.earliest == day.latest):
            return day.earliest, day.latest
    raise EditRefused(
        f"{text!r} is not a day; write it like 2026-03-16, or [2026-03-10..2026-03-16] if not known better"
    )


def between(before: dt.date, last: dt.date) -> Period:
    """The days after one on which a version stood, to that on which the next did; a single day if they are one."""
    return Period(before + dt.timedelta(days=1) if before < last else last, last)


class Sight(NamedTuple):
    day: dt.date
    hashes: frozenset[str]


class Log:
    """A log of versions, read from a source; EditRefused if it is not such a log, or not in order of time."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.sights = list(_sights(version))
        days = [sight.day for sight in self.sights]
        if not days or days != sorted(days) or not any(sight.hashes for sight in self.sights):
            what = "lines, in order of time, with hashes in columns whose names end in sha256"
            raise EditRefused(f"{version.source_id}: a log of versions must have {what}")

    def first_seen(self, digest: str) -> dt.date | None:
        """The day on which a version was first seen; None if the log does not know it."""
        at = self._first(digest)
        return None if at is None else self.sights[at].day

    def period(self, before: str, after: str, published: dt.date) -> Period | None:
        """The days between the last sight of one version (its sha256) and the first of the next, or ``published``, on
        which that stood, if the log ends before. None if the log does not know the one, or the next is older than its
        last line."""
        new = self._first(after)
        old = max((at for at, sight in enumerate(self.sights[:new]) if before in sight.hashes), default=None)
        if old is None or (new is None and published < self.sights[-1].day):
            return None
        last = published if new is None else self.sights[new].day
        # Line 0 is the header; without the next version only the last sight of the one is shown.
        lines = Selector("line", old + 1, (old if new is None else new) + 2)
        return replace(between(self.sights[old].day, last), log=(self.version, lines), shows_both=new is not None)

    def is_earlier(self, digest: str, other: str) -> bool:
        """Whether a version was first seen before another; not if the log lacks one of them."""
        one, two = self._first(digest), self._first(other)
        return one is not None and two is not None and one < two

    def before(self, digest: str) -> frozenset[str]:
        """The hashes of the version that was in force right before one; of one that it does not know: of its last."""
        at = self._first(digest)
        if at is None:
            return self.sights[-1].hashes
        return self.sights[at - 1].hashes if at else frozenset()

    def _first(self, digest: str) -> int | None:
        return next((at for at, sight in enumerate(self.sights) if digest in sight.hashes), None)


def _sights(version: Version) -> Iterator[Sight]:
    try:
        for row in table(version.document.content, (_SEEN,)):
            seen = dt.datetime.fromisoformat(row.value[_SEEN])
            day = (seen.astimezone(dt.UTC) if seen.tzinfo else seen).date()
            hashes = (cell for name, cell in row.value.items() if name.endswith("sha256"))
            yield Sight(day, frozenset(filter(None, hashes)))
    except ListError as error:
        raise EditRefused(f"{version.source_id}: the log of versions: {error}") from None
    except ValueError:
        raise EditRefused(f"{version.source_id}: line {row.line}: {row.value[_SEEN]!r} is not a time") from None
