"""How much of each list the record holds: first and last version, and how many entries of the last one are rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mostanad.documents.document import Document
from mostanad.documents.folder import Documents
from mostanad.documents.lists import followed_lists, formats
from mostanad.documents.records import EntityType, Record
from mostanad.loader.reasons import Told
from mostanad.loader.tables import Tables
from mostanad.models.vocabularies import DocumentFormat, Scope

#: Why an entry is not a row, by the scope of its programme; if it has several programmes, the first scope here counts.
REASONS = {
    Scope.WHOLE: "under a programme that the record covers fully: not entered yet",
    Scope.EXCERPT: "under a programme of which the record has only some people (scope: excerpt)",
    Scope.JOINED: "under a programme of which the record has only people included for another reason (scope: joined)",
    "none": "under programmes that the record does not follow",
    "unsaid": "without a programme in the file",
    "ships": "ships and aircraft, which the record leaves out",
}


def coverage(release: Tables, documents: Documents) -> list[dict[str, Any]]:
    """A dictionary for each list: ``list_id``, ``title``; the number of ``versions``, and the days of the ``first`` and
    the ``last``; ``source_id``, ``coverage`` and number of ``entries`` of the last version (empty if its file lists no
    targets); ``stood``, the number of entries in the record that were in force on its day; ``last_of_others``, the day
    of the latest table of the list by somebody else; ``everybody_until``, by code of a human-rights programme of which
    later lists are held only in part, the day up to which the record has everybody; ``rows`` and ``others``, how many
    entries are rows, and how many are not (by key of REASONS): both None if ``documents`` lacks the last version."""
    programmes = {row["programme_id"]: row for row in release._rows("programmes")}
    scopes = {(row["authority_id"], row["code"]): row.get("scope") or "none" for row in programmes.values()}
    rows = {
        (row["authority_id"], row["entry"], code)
        for name in ("sanctions", "tags")
        for row in release._rows(name)
        for code in ("", programmes[row["programme_id"]]["code"] if row["programme_id"] else "")
    }
    authorities = {one.publisher_id: one.authority_id for one in followed_lists().values()}
    held = Told(release).named

    def why(record: Record, authority: str) -> str:
        """The key of REASONS for an entry that is not a row; empty if it is one."""
        if any((authority, record.identifier, code) in rows for code in record.programmes or ("",)):
            return ""
        if record.type in (EntityType.VESSEL, EntityType.AIRCRAFT):
            return "ships"
        said = {str(scopes.get((authority, code), "none")) for code in record.programmes}
        return next((str(reason) for reason in REASONS if reason in said), "unsaid")

    found = []
    for told in release._ask("coverage", formats=[*map(str, formats())]):
        publisher, form, sha256 = (told.pop(name) for name in ("publisher_id", "format", "sha256"))
        counts: dict[str, Any] = {"rows": None, "others": None}
        of = held.get(authorities.get(publisher, publisher))
        until = {programmes[key]["code"]: of.until(key) for key in of.taken_in} if of else {}
        told["everybody_until"] = {code: str(day) for code, day in until.items() if day}
        if documents.folder and told["entries"] and (content := documents.find(sha256)):
            entries = {record.identifier: record for record in Document(content, DocumentFormat(form)).targets.values()}
            counted = Counter(why(record, authorities.get(publisher, publisher)) for record in entries.values())
            counts = {"rows": counted.pop("", 0), "others": dict(counted.most_common())}
        found.append(told | counts)
    return found


def text(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for one in found:
        yield f"{one['list_id']}: {one['title']}"
        yield f"  versions held: {one['versions']}, from {one['first']} to {one['last']}"
        if (one["last_of_others"] or "") > one["last"]:
            yield f"  later data made from it by somebody else: {one['last_of_others']}"
        size = f", with {one['entries']:,} entries" if one["entries"] else ""
        yield f"  the last version: {one['source_id']}, {'whole' if one['coverage'] == 'whole' else 'an excerpt'}{size}"
        yield f"  in the record: {one['stood']:,} entries of this list that were in force on {one['last']}"
        if one["everybody_until"]:
            days = ", ".join(f"{code} {day}" for code, day in one["everybody_until"].items())
            yield f"  complete only up to a day, later lists in part: {days}"
        if one["others"] is not None:
            left = sum(one["others"].values())
            yield f"  of the entries of the last version, {one['rows']:,} are rows, and {left:,} are not"
            yield from (f"    {count:,} {REASONS[why]}" for why, count in one["others"].items())
        elif one["entries"]:
            yield "  how many entries are rows, and why the others are not: not checked (no --documents)"
