"""The step from one version of a list to the next: which it was, when, and the rows that register the file."""

import datetime as dt
from dataclasses import dataclass, field

from mostanad.curation.draft import Draft, Version
from mostanad.curation.proposals.listings import Change
from mostanad.curation.proposals.request import Request
from mostanad.curation.proposals.versions import Log, Period, between, days, is_log
from mostanad.curation.transaction import EditRefused
from mostanad.documents import Document, Documents
from mostanad.documents.lists import formats, read
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.models import TABLES
from mostanad.models.vocabularies import DocumentFormat

#: Cells of a version's source that nobody gives: what is compared later rests on them.
_FIXED = frozenset(("source_id", "sha256", "bytes", "entries", "format", "published", "publisher_id", "derived_from"))
_SEEN = "the day is that on which the log of versions first saw it"


@dataclass
class Step:
    """Works out the step to a new version; the documents hold the version before, and a log of versions if any."""

    draft: Draft
    request: Request
    documents: Documents
    read: dict[str, dict[str, Record]] = field(default_factory=dict)

    def change(self) -> Change:
        """The step, with the sources registered; raises as :func:`mostanad.curation.proposals.propose`."""
        draft, request, followed = self.draft, self.request, self.request.followed
        form = request.format or followed.formats[0]
        if form not in followed.formats:
            raise EditRefused(f"{followed.list_id} is read in the formats {', '.join(followed.formats)}, not {form}")
        version = Version(followed.list_id, Document(request.content, form))
        digest, logs = version.document.sha256, self._logs()
        seen = next(filter(None, (log.first_seen(digest) for log in logs)), None)
        published = str(seen) if seen else request.published
        if request.published and published != request.published:
            draft.tell(
                f"the day is {published}, on which the log of versions first saw it; {request.published} is not used"
            )
        if not published:
            raise EditRefused("the day of this version is not known: give --published DAY")
        last = days(published)[1]
        taken = before = self._before(last)
        records = self._records(version)
        log = next((log for log in logs if before and log.first_seen(before.document.sha256)), None)
        if log is not None and before is not None:
            if log.is_earlier(digest, before.document.sha256):
                raise EditRefused(f"the log of versions saw {before.source_id} after this one: take them in, in order")
            before = self._closest(log, digest, before)
            if not seen and last <= log.sights[-1].day:
                others = f"saw other versions up to {log.sights[-1].day}, and not this file"
                draft.tell(f"CAREFUL: {log.version.source_id} {others}")
        # The version before is registered first: of two of one day, the later one has the later id.
        version.source_id = self._register(version.document, published, is_seen=bool(seen))
        if before is None or taken is None:
            return Change(followed, version, records, Period(None, last))
        source = draft.rows["sources"][before.source_id]
        logged = log.period(source["sha256"], digest, last) if log else None
        period = logged or between(days(source["published"])[0], last)
        then, known = self._records(before), self._records(taken)
        return Change(followed, version, records, period, before, then, known, is_part=request.is_part)

    def _closest(self, log: Log, digest: str, before: Version) -> Version:
        """The version right before the new one, if its document is there and lists the same as the last one taken in:
        versions without a difference are not taken in, and the last of them bounds a change more closely."""
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
        """What a version lists, of all that the dataset takes in, by entry number."""
        known, codes = self.draft.identified(self.request.followed.scheme), self.request.followed.codes
        listed = {number: set(item.programmes) for number, item in self._records(version).items()}
        return {number: programmes for number, programmes in listed.items() if number in known or codes & programmes}

    def _before(self, day: dt.date) -> Version | None:
        """The last version whose day is known; one that stood on some day or other is not a step."""
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
            raise EditRefused(f"the dataset has a later version already, of {last}: take versions in, in order of time")
        content = self.documents.find(source["sha256"])
        if content is None:
            what = f"the version before, {source['source_id']}, is not among the documents"
            raise EditRefused(f"{what}: give the folder that holds it (--documents)")
        return Version(source["source_id"], Document(content, DocumentFormat(source["format"])))

    def _logs(self) -> list[Log]:
        found = []
        for source in self.draft.rows["sources"].values():
            content = self.documents.find(source["sha256"]) if source["format"] == DocumentFormat.CSV else None
            if content is not None and is_log(content):
                found.append(Log(Version(source["source_id"], Document(content, DocumentFormat.CSV))))
        return found

    def _records(self, version: Version) -> dict[str, Record]:
        """The persons and organisations of a version, by entry number, read once; EditRefused if it cannot be read, or
        is another list of the same format."""
        document, followed = version.document, self.request.followed
        if not formats()[document.format].lists_targets:
            return {}
        if document.sha256 not in self.read:
            try:
                records = read(document.format, document.content)
            except ListError as error:
                raise EditRefused(f"{version.source_id}: not a list of format {document.format}: {error}") from None
            for item in records:
                is_other = item.scheme != followed.scheme or not item.identifier.startswith(followed.prefix)
                if is_other or followed.programme not in ("", *item.programmes):
                    raise EditRefused(f"the file is not {followed.list_id}: record {item.key} is of another list")
            wanted = [item for item in records if item.type in (EntityType.PERSON, EntityType.ENTITY)]
            self.read[document.sha256] = {item.identifier: item for item in wanted}
        return self.read[document.sha256]

    def _register(self, document: Document, published: str, *, is_seen: bool) -> str:
        """Add the row of a file, and those of list, authority and office if they are not there; the file's id."""
        draft, followed, cells = self.draft, self.request.followed, self.request.cells
        if unknown := cells.keys() - {column.name for column in TABLES["sources"].columns()}:
            raise EditRefused(f"sources has no column {', '.join(sorted(unknown))}")
        if fixed := cells.keys() & _FIXED:
            raise EditRefused(f"{', '.join(sorted(fixed))}: worked out from the file; not a cell to give")
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
            "note": _SEEN if is_seen else "",
        }
        return draft.add("sources", draft.mint(followed.list_id, str(last)), **about | dict(cells))
