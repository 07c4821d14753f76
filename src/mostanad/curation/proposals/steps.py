"""The step from one version of a list to the next: find the previous version, register the new file, and work out
between which days the list changed. The days come from a log of versions (CSV with a column ``published_seen_at`` and
columns of sha256 hashes), or else from the curator.

Days and times without a zone are in UTC. The list in force on a day is the last version seen by the end of that day.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mostanad.curation.draft import Draft, Version
from mostanad.curation.proposals.request import Request
from mostanad.curation.transaction import EditRefused
from mostanad.documents.document import Document, PassageError
from mostanad.documents.entries import table
from mostanad.documents.folder import Documents
from mostanad.documents.lists import formats
from mostanad.documents.records import EntityType, FollowedList, ListError, Record
from mostanad.documents.selectors import Selector
from mostanad.models import TABLES, edtf
from mostanad.models.vocabularies import DocumentFormat

_COLUMN = "published_seen_at"
_IN_ORDER = "take in the versions of a list in chronological order"


def is_log(content: bytes) -> bool:
    return _COLUMN.encode() in content.partition(b"\n")[0]


@dataclass(frozen=True)
class Period:
    """The first and the last day on which a change can have happened; ``first`` is None if nothing bounds it."""

    first: dt.date | None
    last: dt.date
    log: tuple[Version, Selector] | None = None  # the log of versions that shows this, and the lines in it
    shows_both: bool = False  # whether the log also shows the version after the change, not only the one before

    @property
    def text(self) -> str:
        if self.first is None:
            return f"[..{self.last}]"
        return f"[{self.first}..{self.last}]" if self.first < self.last else self.last.isoformat()


def days(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last possible day of a version, usually the same; EditRefused if ``text`` gives no day."""
    with suppress(ValueError):
        day = edtf.parse(text)
        if day.earliest and day.latest and ("[" in text or day.earliest == day.latest):
            return day.earliest, day.latest
    raise EditRefused(f"{text!r} is not a day; write it like 2026-03-16, or [2026-03-10..2026-03-16] if not exact")


def between(before: dt.date, last: dt.date) -> Period:
    """The period of a change between two versions: from the day after ``before`` to ``last``, or a single day."""
    return Period(before + dt.timedelta(days=1) if before < last else last, last)


class Sight(NamedTuple):
    day: dt.date
    hashes: frozenset[str]


class Log:
    """A log of versions, read from a source; EditRefused if it is not such a log, or not in chronological order."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.sights = list(_sights(version))
        self._first = {digest: at for at, sight in reversed([*enumerate(self.sights)]) for digest in sight.hashes}
        days = [sight.day for sight in self.sights]
        if days != sorted(days) or not self._first:
            what = "lines in chronological order, with hashes in columns whose names end in sha256"
            raise EditRefused(f"{version.source_id}: a log of versions must have {what}")

    def first_seen(self, digest: str) -> dt.date | None:
        """The day on which a version was first seen; None if the log does not know it."""
        return self.sights[self._first[digest]].day if digest in self._first else None

    def period(self, before: str, after: str, published: dt.date) -> Period | None:
        """The days from the last sight of one version (sha256) to the first of the next, or to ``published`` if the log
        ends before that. None if the log lacks the first version, or lacks the next although it covers that day."""
        new = self._first.get(after)
        old = max((at for at, sight in enumerate(self.sights[:new]) if before in sight.hashes), default=None)
        if old is None or (new is None and published < self.sights[-1].day):
            return None
        last = published if new is None else self.sights[new].day
        # Line 0 is the header. If the log lacks the next version, it shows only the last sight of the first one.
        lines = Selector("line", old + 1, (old if new is None else new) + 2)
        return replace(between(self.sights[old].day, last), log=(self.version, lines), shows_both=new is not None)

    def is_earlier(self, digest: str, other: str) -> bool:
        """Whether a version was first seen before another; False if the log lacks one of them."""
        return {digest, other} <= self._first.keys() and self._first[digest] < self._first[other]

    def before(self, digest: str) -> frozenset[str]:
        """The hashes of the version right before this one, or of the last in the log if the log lacks this one."""
        at = self._first.get(digest, len(self.sights))
        return self.sights[at - 1].hashes if at else frozenset()


def _sights(version: Version) -> Iterator[Sight]:
    try:
        for row in table(version.document.content, (_COLUMN,)):
            seen = dt.datetime.fromisoformat(row.value[_COLUMN])
            day = (seen.astimezone(dt.UTC) if seen.tzinfo else seen).date()
            hashes = (cell for name, cell in row.value.items() if name.endswith("sha256"))
            yield Sight(day, frozenset(filter(None, hashes)))
    except ListError as error:
        raise EditRefused(f"{version.source_id}: the log of versions: {error}") from None
    except ValueError:
        raise EditRefused(f"{version.source_id}: line {row.line}: {row.value[_COLUMN]!r} is not a time") from None


#: Cells of a version's source that a curator cannot set, because later comparisons rely on them.
_FIXED = frozenset(("source_id", "sha256", "bytes", "entries", "format", "published", "publisher_id", "derived_from"))


@dataclass
class Change:
    """The step from one version of a list to the next, with the records by entry number."""

    followed: FollowedList
    version: Version
    records: Mapping[str, Record]
    period: Period
    before: Version | None = None  # None if this is the first
    records_before: Mapping[str, Record] = field(default_factory=dict)
    taken: Mapping[str, Record] = field(default_factory=dict)  # the records of the last version taken in
    is_part: bool = False  # whether the file has only some entries, which may have begun in several steps
    act_id: str = ""  # the event of this step, made when a row needs it
    codes: frozenset[str] = frozenset()  # programmes under which everybody is taken in


@dataclass
class Step:
    """Works out the step to a new version. ``documents`` has the previous version, and the log of versions if any."""

    draft: Draft
    request: Request
    documents: Documents

    def __post_init__(self) -> None:
        self.codes = self.request.whole | self.draft.whole(self.request.followed.authority_id)

    def change(self) -> Change:
        """Register the sources and return the step; raises like :func:`mostanad.curation.proposals.propose`."""
        draft, request, followed = self.draft, self.request, self.request.followed
        form = request.format or followed.formats[0]
        if form not in followed.formats:
            raise EditRefused(f"{followed.list_id} has the formats {', '.join(followed.formats)}, not {form}")
        version = Version(followed.list_id, Document(request.content, form))
        digest, logs = version.document.sha256, self._logs()
        seen = next(filter(None, (log.first_seen(digest) for log in logs)), None)
        published = str(seen) if seen else request.published
        if request.published and published != request.published:
            draft.tell(f"the log of versions first saw this file on {published}; {request.published} is not used")
        if not published:
            raise EditRefused("the day of this version is not known; give --published DAY")
        last = days(published)[1]
        taken = before = self._before(last)
        records = self._records(version)
        log = next((log for log in logs if before and log.first_seen(before.document.sha256)), None)
        if log is not None and before is not None:
            if log.is_earlier(digest, before.document.sha256):
                raise EditRefused(f"the log of versions saw {before.source_id} after this file; {_IN_ORDER}")
            before = self._closest(log, digest, before)
            if not seen and last <= log.sights[-1].day:
                others = f"saw other versions up to {log.sights[-1].day}, but not this file"
                draft.tell(f"CAREFUL: {log.version.source_id} {others}")
        # Register the previous version first: if both have the same day, the newer one gets the later id.
        version.source_id = self._register(version.document, published, is_seen=bool(seen))
        if before is None or taken is None:
            return Change(followed, version, records, Period(None, last), codes=self.codes)
        source = draft.rows["sources"][before.source_id]
        logged = log.period(source["sha256"], digest, last) if log else None
        period = logged or between(days(source["published"])[0], last)
        then, known = self._records(before), self._records(taken)
        return Change(followed, version, records, period, before, then, known, request.is_part, codes=self.codes)

    def _closest(self, log: Log, digest: str, before: Version) -> Version:
        """The version right before the new one, if its document exists and lists the same as the last one taken in.
        Versions without a difference are not taken in, but the last of them bounds a change more closely."""
        for found in sorted(log.before(digest)):
            content = self.documents.find(found)
            if content is None or found == before.document.sha256:
                continue
            version = Version("", Document(content, before.document.format))
            if self._programmes(before) == self._programmes(version):
                version.source_id = self._register(version.document, str(log.first_seen(found)), is_seen=True)
                return version
        return before

    def _programmes(self, version: Version) -> dict[str, set[str]]:
        """The programmes of the entries in a version that the dataset takes in, by entry number."""
        known = self.draft.identified(self.request.followed.scheme)
        listed = {number: set(item.programmes) for number, item in self._records(version).items()}
        return {number: codes for number, codes in listed.items() if number in known or self.codes & codes}

    def _before(self, day: dt.date) -> Version | None:
        """The last version in the dataset, or None; a version whose exact day is not known does not count."""
        followed = self.request.followed
        versions = [
            (days(row["published"])[1], row)
            for row in self.draft.rows["sources"].values()
            if row["derived_from"] == followed.list_id and row["format"] in followed.formats
            if "[" not in row["published"]
        ]
        if not versions:
            return None
        last, source = sorted(versions, key=lambda version: version[0])[-1]
        if last > day:
            raise EditRefused(f"the dataset already has a later version, of {last}; {_IN_ORDER}")
        content = self.documents.find(source["sha256"])
        if content is None:
            what = f"the previous version, {source['source_id']}, is not among the documents"
            raise EditRefused(f"{what}; give the folder that contains it (--documents)")
        return Version(source["source_id"], Document(content, DocumentFormat(source["format"])))

    def _logs(self) -> list[Log]:
        found = []
        for source in self.draft.rows["sources"].values():
            content = self.documents.find(source["sha256"]) if source["format"] == DocumentFormat.CSV else None
            if content is not None and is_log(content):
                found.append(Log(Version(source["source_id"], Document(content, DocumentFormat.CSV))))
        return found

    def _records(self, version: Version) -> dict[str, Record]:
        """The persons and organisations of a version, by entry number; EditRefused if unreadable or of another list."""
        document, followed = version.document, self.request.followed
        if not formats()[document.format].lists_targets:
            return {}
        try:
            records = document.records
        except PassageError as error:
            raise EditRefused(f"{version.source_id}: {error}") from None
        for item in records:
            is_other = item.scheme != followed.scheme or not item.identifier.startswith(followed.prefix)
            if is_other or followed.programme not in ("", *item.programmes):
                raise EditRefused(f"the file is not {followed.list_id}: record {item.key} belongs to another list")
        wanted = [item for item in records if item.type in (EntityType.PERSON, EntityType.ENTITY)]
        return {item.identifier: item for item in wanted}

    def _register(self, document: Document, published: str, *, is_seen: bool) -> str:
        """Add the source row of a file, and missing rows of list, authority and office; returns the source id."""
        draft, followed, cells = self.draft, self.request.followed, self.request.cells
        if unknown := cells.keys() - {*TABLES["sources"].header()}:
            raise EditRefused(f"sources has no column {', '.join(sorted(unknown))}")
        if fixed := cells.keys() & _FIXED:
            raise EditRefused(f"{', '.join(sorted(fixed))}: derived from the file; leave this cell out")
        for party_id, (name, kind, country) in followed.parties.items():
            if party_id not in draft.rows["parties"]:
                draft.add("parties", party_id, name=name, kind=kind, country=country)
        about = {"publisher_id": followed.publisher_id, "kind": "sanctions_list", "language": "en"}
        draft.add("sources", followed.list_id, title=followed.title, derivation="original", **about)
        first, last = days(published)
        about |= {
            "title": f"{followed.title}, version of {published if first == last else f'{first} to {last}'}",
            "published": published,
            "published_basis": "inferred" if is_seen or first != last else "stated",
            "format": document.format,
            "coverage": "whole",
            "derived_from": followed.list_id,
            "derivation": "mirrored",
            "bytes": str(len(document.content)),
            "sha256": document.sha256,
            "entries": str(document.entries or ""),
            "note": "the day is that on which the log of versions first saw it" if is_seen else "",
        }
        return draft.add("sources", draft.mint(followed.list_id, str(last)), **about | dict(cells))
