"""Permanent addresses: where each thing stands on the site, the same in every release."""

from __future__ import annotations

from mostanad.site.contents import Record


def of_row(record: Record, row_id: str) -> str:
    """The page on which a row is read: a dossier, an event, a document; else its evidence."""
    if row_id in record.dossiers:
        return f"officials/{row_id}.html"
    if row_id in record.sources:
        return f"sources/{row_id}.html"
    if record.rows.get(row_id, ("",))[0] == "events":
        return f"events/{row_id}.html"
    return of_evidence(row_id)


def of_evidence(row_id: str, field: str = "") -> str:
    """Where the evidence of a row, or of one of its cells, is shown."""
    return f"rows/{row_id}.html" + (f"#{field}" if field else "")
