"""How far each list reaches that the record holds: its first and last version, and which entries of that are rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mostanad.documents import Document, Documents
from mostanad.documents.lists import followed_lists, formats
from mostanad.documents.records import EntityType, Record
from mostanad.models import edtf
from mostanad.models.vocabularies import DocumentFormat, Scope

Rows = Iterable[Mapping[str, Any]]
#: The tables that are read.
READ = ("sources", "programmes", "sanctions", "tags")
#: Why an entry is no row: by the scope of its programme, of several by the first of these.
REASONS = {
    Scope.WHOLE: "under programmes of which everybody is taken in",
    Scope.EXCERPT: "under programmes of which the file held, or the record, has only a part (excerpt)",
    Scope.JOINED: "under programmes of which only those are taken in who are in the record for another reason (joined)",
    "none": "under programmes that the record does not have",
    "unsaid": "whose programmes the file does not print",
    "ships": "ships and aircraft, which are not taken in",
}


def coverage(tables: Mapping[str, Rows], documents: Documents) -> list[dict[str, Any]]:
    """Of each list its ``list_id`` and ``title``; how many ``versions``, of which days the ``first`` and the ``last``;
    the ``source_id`` and the ``coverage`` of that; ``last_of_others``, the day of the last table of the list that
    somebody else made; how many ``entries`` its last version has, how many are ``rows``, and how many are not
    (``others``, by a key of REASONS): these three are None where its document is not among ``documents``."""
    sources, dataset = list(tables["sources"]), _Listed(tables)
    found = []
    for one in sources:
        if not (versions := sorted(_versions(one, sources), key=_day)):
            continue
        first, last = versions[0], versions[-1]
        tables_of = [row for row in sources if (row["derived_from"], row["kind"]) == (one["source_id"], "dataset")]
        told = {"list_id": one["source_id"], "title": one["title"], "versions": len(versions)}
        told |= {"first": _day(first), "last": _day(last), "source_id": last["source_id"], "coverage": last["coverage"]}
        told["last_of_others"] = max((_day(row) for row in tables_of if row["published"]), default=None)
        content = documents.find(last["sha256"]) if documents.folder else None
        document = Document(content, DocumentFormat(last["format"])) if content else None
        found.append(told | dataset.entries(document, one))
    return found


class _Listed:
    """Who is listed in the record, under which programmes, and the scope of these."""

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        programmes = {row["programme_id"]: row for row in tables["programmes"]}
        self.scopes = {(row["authority_id"], row["code"]): row.get("scope") or "none" for row in programmes.values()}
        self.rows = {
            (row["authority_id"], row["entry"], code)
            for row in (*tables["sanctions"], *tables["tags"])
            for code in ("", programmes[row["programme_id"]]["code"] if row["programme_id"] else "")
        }
        self.authorities = {one.publisher_id: one.authority_id for one in followed_lists().values()}

    def entries(self, document: Document | None, one: Mapping[str, Any]) -> dict[str, Any]:
        if document is None:
            return {"entries": None, "rows": None, "others": None}
        entries = {record.identifier: record for record in document.targets.values()}
        authority = self.authorities.get(one["publisher_id"], one["publisher_id"])
        why = Counter(self._why(record, authority) for record in entries.values())
        count = why.pop("", 0)
        return {"entries": len(entries), "rows": count, "others": dict(why.most_common())}

    def _why(self, record: Record, authority: str) -> str:
        """Why an entry is no row; empty if it is one."""
        if any((authority, record.identifier, code) in self.rows for code in record.programmes or ("",)):
            return ""
        if record.type in (EntityType.VESSEL, EntityType.AIRCRAFT):
            return "ships"
        said = {str(self.scopes.get((authority, code), "none")) for code in record.programmes}
        return next((str(reason) for reason in REASONS if reason in said), "unsaid")


def _versions(one: Mapping[str, Any], sources: Rows) -> Iterator[Mapping[str, Any]]:
    """The files of a list: derived from it, and published by the same; not what somebody made of it for another."""
    for row in sources:
        is_of = (row["derived_from"], row["publisher_id"]) == (one["source_id"], one["publisher_id"])
        if is_of and row["published"] and row["format"] in formats():
            yield row


def _day(version: Mapping[str, Any]) -> str:
    """Of one that is not known to the day, the last that it can be."""
    return str(edtf.parse(version["published"]).latest)


def text(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Three lines for each list."""
    for one in found:
        yield f"{one['list_id']}: {one['title']}"
        part = "whole" if one["coverage"] == "whole" else "an excerpt"
        yield f"  versions: {one['versions']}, {one['first']} to {one['last']}; the last ({one['source_id']}) is {part}"
        if (one["last_of_others"] or "") > one["last"]:
            yield f"  somebody else's table of it shows what stood on {one['last_of_others']}"
        if one["entries"] is None:
            yield "  entries: not checked (its document is not there; give --documents)"
            continue
        yield f"  entries of the last: {one['entries']:,}, of which {one['rows']:,} are rows"
        yield from (f"    not: {count:,} {REASONS[why]}" for why, count in one["others"].items())
