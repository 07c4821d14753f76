"""The sanctions and tags that began or ended between two versions of a list, dated as closely as these prove."""

import re

from mostanad.curation.draft import Draft, Version, record
from mostanad.curation.proposals.steps import Change, days
from mostanad.documents.records import Listing, Record
from mostanad.documents.selectors import Selector
from mostanad.files.grouping import key_of
from mostanad.models.vocabularies import ProgrammeKind, Scope


def begin(draft: Draft, change: Change, listed: Record, listing: Listing, entity_id: str, note: str = "") -> str:
    """Add a row for a listing that the dataset does not have as a current one; returns its id."""
    programme_id = _programme(draft, change, listing)
    programme = draft.rows["programmes"][programme_id]
    older = key_before(change, listed.identifier, listing.programme)
    is_dated = bool(listing.listed or listed.listed)
    bounds = _by_then(draft, change.before) if change.before and older else change.period.text
    measures = " ".join(sorted(listing.measures))
    is_tag = programme["kind"] in (ProgrammeKind.SECONDARY_SANCTIONS_TAG, ProgrammeKind.REGULATORY_TAG)
    row_id = draft.add(
        "tags" if is_tag else "sanctions",
        draft.mint(programme_id, entity_id),
        target_id=entity_id,
        authority_id=change.followed.authority_id,
        programme_id=programme_id,
        listed=listing.listed or listed.listed or bounds,
        entry=listed.identifier,
        action_id="" if is_dated or older else _act(draft, change, listed.key),
        note=note,
        **({} if is_tag else {"human_rights": programme["human_rights"], "measures": measures}),
    )
    fields = ["authority_id", "entry", "listed", "programme_id", "target_id"] + ["measures"] * bool(measures)
    if not is_dated and older and change.before:
        draft.claim(change.before, record(older), row_id, fields)
    if not is_dated and change.before:
        fields.remove("listed")
    here = record(listing.keys[0])
    draft.claim(change.version, here, row_id, fields)
    if change.before and not is_dated and not older:
        _not_later(draft, change.version, here, row_id, "listed")
        # The start of the interval: the previous version lacks the entry, or has the entry without this listing.
        then = change.records_before.get(listed.identifier)
        selector = Selector("absent", key=listed.key) if then is None else record(then.key)
        draft.claim(change.before, selector, row_id, ["listed"], modality="inference")
        _by_log(draft, change, row_id, ["listed"])
    return row_id


def _not_later(draft: Draft, version: Version, here: Selector, row_id: str, field: str) -> None:
    """Claim what the later of two versions shows by itself: that something had begun by its day."""
    draft.claim(version, here, row_id, [field], stance="approximates", value=_by_then(draft, version))


def key_before(change: Change, entry: str, programme: str) -> str:
    """The key of the record that shows a listing in the previous version; empty if none does."""
    then = change.records_before.get(entry)
    return next((item.keys[0] for item in then.listings if item.programme == programme), "") if then else ""


def _by_then(draft: Draft, version: Version) -> str:
    """The EDTF date of what a version shows: it began by the day of that version."""
    return f"[..{days(draft.rows['sources'][version.source_id]['published'])[1]}]"


def end(draft: Draft, change: Change, row: dict[str, str]) -> None:
    """End a listing: the new version lacks its entry, or lacks the programme in this entry."""
    row["delisted"] = change.period.text
    row_id, before = key_of(row), change.before
    now, then = change.records.get(row["entry"]), change.records_before.get(row["entry"])
    selector = record(now.key) if now else Selector("absent", key=then.key if then else row["entry"])
    draft.claim(change.version, selector, row_id, ["delisted"], modality="inference")
    if before is not None and then is not None:
        draft.claim(before, record(then.key), row_id, ["delisted"], modality="inference")
    _by_log(draft, change, row_id, ["delisted"])


def _by_log(draft: Draft, change: Change, row_id: str, fields: list[str]) -> None:
    if change.period.log is not None:
        log, selector = change.period.log
        draft.claim(log, selector, row_id, fields, modality="" if change.period.shows_both else "inference")


def _act(draft: Draft, change: Change, key: str) -> str:
    """The id of the event that the new listings share; empty for a first version, a part, or a list without events."""
    if change.before is None or change.is_part or not change.followed.has_acts:
        return ""
    if not change.act_id:
        last = str(change.period.last)
        event_id = change.act_id = draft.mint(change.followed.list_id, "change", last)
        title = f"Change of the {change.followed.title}, first seen {last}"
        cells = {"kind": "designation", "date": change.period.text, "body_id": change.followed.publisher_id}
        draft.add("events", event_id, title=title, **cells)
        shown = change.period.shows_both
        draft.claim(change.version, record(key), event_id, ["body_id", "kind", "title"] + ["date"] * (not shown))
        if shown:
            _not_later(draft, change.version, record(key), event_id, "date")
            _by_log(draft, change, event_id, ["date"])
    return change.act_id


def _programme(draft: Draft, change: Change, listing: Listing) -> str:
    """The id of the programme with a code. A new one is named by its code, of kind ``mixed``; the curator edits it."""
    code, followed = listing.programme, change.followed
    for programme_id, row in draft.rows["programmes"].items():
        if (row["authority_id"], row["code"]) == (followed.authority_id, code):
            return programme_id
    programme_id = draft.mint(followed.programme_prefix, re.sub(r"[^A-Za-z0-9]+", "-", code))
    stated = {"authority_id": followed.authority_id, "code": code, "office_id": followed.office_id}
    scope = Scope.WHOLE if code in change.codes else Scope.JOINED
    draft.add("programmes", programme_id, **stated, name=code, kind=ProgrammeKind.MIXED, scope=scope)
    draft.claim(change.version, record(listing.keys[0]), programme_id, [name for name in stated if stated[name]])
    todo = "enter its name and kind, and say whether it and its listings are for human rights"
    draft.tell(f"new programme {programme_id}: {todo}")
    return programme_id
