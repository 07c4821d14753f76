"""A version of a list that is older than all others: it bounds the listings whose beginning is open."""

import datetime as dt
from dataclasses import replace

from mostanad.curation.draft import Draft, absent, record
from mostanad.curation.proposals.listings import Change, shown_before
from mostanad.curation.proposals.versions import Period, days
from mostanad.models.vocabularies import Coverage

_FIELDS = ("authority_id", "entry", "listed", "programme_id", "target_id")


def bound(draft: Draft, step: Change) -> None:
    """Bound the listings that the first version until now has already: the older one has them, or has them not."""
    assert step.before is not None
    first, last = _last_day(draft, step.version.source_id), _last_day(draft, step.before.source_id)
    backed = draft.backed_by(step.followed.list_id)
    for row_id, row in (draft.rows["sanctions"] | draft.rows["tags"]).items():
        if row_id not in backed or not row["programme_id"]:
            continue
        entry, then = row["entry"], step.records_before.get(row["entry"])
        shown = shown_before(step, entry, draft.rows["programmes"][row["programme_id"]]["code"])
        if row["listed"] != f"[..{first}]":
            if shown and not row["listed"].startswith("[.."):
                draft.tell(f"{row_id}: listed {row['listed']}, but on the list of {last} already; correct the cell")
            continue
        _change(draft, row_id, row, f"[..{last}]" if shown else step.period.text)
        if shown:
            _shown_earlier(draft, row_id, step)
            draft.claim(step.before, record(shown), row_id, _FIELDS)
        else:
            selector = record(then.key) if then else absent(step.records[entry].key if entry in step.records else entry)
            draft.claim(step.before, selector, row_id, ["listed"], modality="inference")
        draft.tell(f"{row_id}: listed {row['listed']}")


def gone(draft: Draft, step: Change) -> Change:
    """The older version as a first one, with only what the next has not."""
    assert step.before is not None
    records = {
        number: replace(listed, listings=left)
        for number, listed in step.records_before.items()
        if (left := tuple(one for one in listed.listings if one.programme not in _programmes(step, number)))
    }
    period = Period(None, dt.date.fromisoformat(_last_day(draft, step.before.source_id)))
    return Change(step.followed, step.before, records, period, taken=step.records)


def has_ended(draft: Draft, step: Change, row: dict[str, str]) -> bool:
    """Whether the older version has a listing and the next has not; of an excerpt only what it says of its entries."""
    code, number = draft.rows["programmes"][row["programme_id"]]["code"], row["entry"]
    is_whole = draft.rows["sources"][step.version.source_id]["coverage"] == Coverage.WHOLE
    may_tell = is_whole or number in step.records
    return may_tell and bool(shown_before(step, number, code)) and code not in _programmes(step, number)


def _programmes(step: Change, number: str) -> tuple[str, ...]:
    return step.records[number].programmes if number in step.records else ()


def _last_day(draft: Draft, source_id: str) -> str:
    return str(days(draft.rows["sources"][source_id]["published"])[1])


def _change(draft: Draft, row_id: str, row: dict[str, str], listed: str) -> None:
    """Change a beginning: with a correction if it is published, and with the seals on it taken off, to be made anew."""
    if any(known["fact_id"] == f"{row_id}/listed" for known in draft.where("history", "fact_id", f"{row_id}/listed")):
        date = str(dt.date.today())
        cells = {"date": date, "target_id": row_id, "field": "listed", "before": row["listed"], "kind": "correction"}
        reason = "an older version of the list bounds it more closely"
        correction_id = draft.add("corrections", f"{date}-{row_id}-listed", reason=reason, **cells)
        draft.rows["corrections"][correction_id]["after"] = listed
    row["listed"] = listed
    for claim in draft.rows["claims"].values():
        if claim["target_id"] == row_id and "listed" in claim["fields"].split(" "):
            draft.rows["seals"].pop(claim["claim_id"], None)


def _shown_earlier(draft: Draft, row_id: str, step: Change) -> None:
    """The record of the later version does not show the earlier day: it backs the other cells only."""
    for claim in draft.rows["claims"].values():
        source_id = draft.rows["passages"][claim["passage_id"]]["source_id"]
        if claim["target_id"] == row_id and source_id == step.version.source_id:
            fields = [name for name in claim["fields"].split(" ") if name != "listed"]
            claim["fields"] = " ".join(fields or claim["fields"].split(" "))
