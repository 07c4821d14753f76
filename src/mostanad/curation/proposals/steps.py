"""The step from one version of a list to the next: which it was, when, and the rows that register the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from mostanad.curation.draft import Draft, Version
from mostanad.curation.proposals import listings
from mostanad.curation.proposals.request import Request
from mostanad.curation.proposals.versions import Log, Period, between, is_log
from mostanad.curation.transaction import EditRefused
from mostanad.documents import Document, Documents, sha256
from mostanad.documents.lists import formats, read
from mostanad.documents.records import EntityType, FollowedList, ListError, Record
from mostanad.models import TABLES
from mostanad.models.vocabularies import DocumentFormat

#: Cells of a version's source that nobody gives: what is compared later rests on them.
_FIXED = frozenset(("source_id", "sha256", "bytes", "format", "published", "publisher_id", "derived_from"))


def step(draft: Draft, request: Request, documents: Documents) -> listings.Change:
    """The step to the new version, whose source is registered; raises as :func:`mostanad.curation.proposals.propose`.

    The documents hold the version before, and a log of versions if there is one.
    """
    digest, followed = sha256(request.content), request.followed
    form = request.format or followed.formats[0]
    if form not in followed.formats:
        raise EditRefused(f"{followed.list_id} is read in the formats {', '.join(followed.formats)}, not {form}")
    logs = _logs(draft, documents)
    seen = next(filter(None, (log.first_seen(digest) for log in logs)), None)
    published = str(seen) if seen else request.published
    if request.published and published != request.published:
        draft.tell(
            f"the day is {published}, on which the log of versions first saw it; {request.published} is not used"
        )
    if not published:
        raise EditRefused("the day of this version is not known: give --published DAY")
    last = _day(published)
    before = _before(draft, followed, published, documents)
    records = _records(followed, Version(followed.list_id, Document(request.content, form)))
    log = None
    taken: Mapping[str, Record] = {}
    if before is not None:
        old, taken = sha256(before.document.content), _records(followed, before)
        log = next((log for log in logs if log.first_seen(old)), None)
        if log is not None and log.is_earlier(digest, old):
            raise EditRefused(f"the log of versions saw {before.source_id} after this one: take them in, in order")
        if log is not None:
            before = _closest(draft, request, log, digest, before, documents)
    if log is not None and not seen and last <= log.sights[-1].day:
        draft.tell(f"CAREFUL: {log.version.source_id} saw other versions up to {log.sights[-1].day}, and not this file")
    # The version before is registered first: of two of one day, the later one has the later id.
    source_id = _register(draft, request, published, form, is_seen=bool(seen))
    version = Version(source_id, Document(request.content, form))
    if before is None:
        return listings.Change(followed, version, records, Period(None, last))
    known = draft.rows["sources"][before.source_id]
    logged = log.period(known["sha256"], digest, last) if log else None
    period = logged or between(_day(known["published"]), last)
    return listings.Change(followed, version, records, period, before, _records(followed, before), taken)


def _closest(draft: Draft, request: Request, log: Log, digest: str, before: Version, documents: Documents) -> Version:
    """The version right before the new one, if there is its document and it lists the same as the last one taken in.

    Versions without a difference are not taken in; the last of them bounds a change more closely.
    """
    last = _records(request.followed, before)
    for found in sorted(log.before(digest)):
        content = documents.find(found)
        if content is None or found == sha256(before.document.content):
            continue
        version = Version("", Document(content, before.document.format))
        if _lists_the_same(draft, request.followed, last, _records(request.followed, version)):
            earlier, seen = replace(request, content=content), str(log.first_seen(found))
            return replace(version, source_id=_register(draft, earlier, seen, before.document.format, is_seen=True))
    return before


def _lists_the_same(
    draft: Draft, followed: FollowedList, one: Mapping[str, Record], other: Mapping[str, Record]
) -> bool:
    """Whether two versions list the same, of all that the dataset takes in; names and posts may differ."""
    known = draft.identified(followed.scheme)
    wanted = {
        number
        for number, item in (*one.items(), *other.items())
        if number in known or followed.codes & set(item.programmes)
    }
    programmes = [{key: set(records[key].programmes) for key in wanted & records.keys()} for records in (one, other)]
    return programmes[0] == programmes[1]


def _before(draft: Draft, followed: FollowedList, published: str, documents: Documents) -> Version | None:
    """The version before, read from its document."""
    versions = {
        row["published"]: row
        for row in draft.rows["sources"].values()
        if row["derived_from"] == followed.list_id and row["format"] in followed.formats
    }
    if not versions:
        return None
    last = max(versions)
    if last > published:
        raise EditRefused(f"the dataset has a later version already, of {last}: take versions in, in order of time")
    source = versions[last]
    content = documents.find(source["sha256"])
    if content is None:
        what = f"the version before, {source['source_id']}, is not among the documents"
        raise EditRefused(f"{what}: give the folder that holds it (--documents)")
    return Version(source["source_id"], Document(content, DocumentFormat(source["format"])))


def _logs(draft: Draft, documents: Documents) -> list[Log]:
    """The logs of versions among the sources, as far as the documents hold them."""
    found = []
    for source in draft.rows["sources"].values():
        content = documents.find(source["sha256"]) if source["format"] == DocumentFormat.CSV else None
        if content is not None and is_log(content):
            found.append(Log(Version(source["source_id"], Document(content, DocumentFormat.CSV))))
    return found


def _records(followed: FollowedList, version: Version) -> dict[str, Record]:
    """The persons and organisations of a version, by entry number.

    Raises EditRefused if it cannot be read, or is another list of the same format.
    """
    if formats()[version.document.format].records is None:
        return {}
    try:
        records = read(version.document.format, version.document.content)
    except ListError as error:
        raise EditRefused(f"{version.source_id}: not a list of format {version.document.format}: {error}") from None
    for item in records:
        if item.scheme != followed.scheme or not item.identifier.startswith(followed.prefix):
            raise EditRefused(f"the file is not {followed.list_id}: record {item.key} is of another list")
    return {item.identifier: item for item in records if item.type in (EntityType.PERSON, EntityType.ENTITY)}


def _register(draft: Draft, request: Request, published: str, form: DocumentFormat, *, is_seen: bool) -> str:
    """Add the row of the file, and those of the list and its authority if they are not there; the file's id."""
    followed = request.followed
    name, kind, country = followed.authority
    if followed.authority_id not in draft.rows["parties"]:
        draft.add("parties", followed.authority_id, name=name, kind=kind, country=country)
    about = {"publisher_id": followed.authority_id, "kind": "sanctions_list", "language": "en"}
    draft.add("sources", followed.list_id, title=followed.title, derivation="original", **about)
    cells = about | {
        "title": f"{followed.title}, version of {published}",
        "published": published,
        "published_basis": "inferred" if is_seen else "stated",
        "format": form,
        "coverage": "whole",
        "derived_from": followed.list_id,
        "derivation": "mirrored",
        "bytes": str(len(request.content)),
        "sha256": sha256(request.content),
        "note": "the day is that on which the log of versions first saw it" if is_seen else "",
    }
    if unknown := request.cells.keys() - {column.name for column in TABLES["sources"].columns()}:
        raise EditRefused(f"sources has no column {', '.join(sorted(unknown))}")
    if fixed := request.cells.keys() & _FIXED:
        raise EditRefused(f"{', '.join(sorted(fixed))}: worked out from the file; not a cell to give")
    return draft.add("sources", draft.mint(followed.list_id, published), **cells | dict(request.cells))


def _day(text: str) -> dt.date:
    with suppress(ValueError):
        day = dt.date.fromisoformat(text)
        if day.isoformat() == text:
            return day
    raise EditRefused(f"{text!r} is not a day; write it like 2026-03-16")
