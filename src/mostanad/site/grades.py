"""The grades of responsibility: what each means, how many parts in events carry it, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from mostanad.files.grouping import grouped
from mostanad.models.language import say
from mostanad.models.vocabularies import Basis
from mostanad.models.words import grade
from mostanad.site.contents import Record
from mostanad.site.filters import by_label
from mostanad.site.page import Page, Part, Said, listing


def pages(record: Record) -> Iterator[Page]:
    """By grade, in the order of the vocabulary, and by name; of somebody the parts in order of time."""
    rows = [row for row in record.tables["participations"] if row["basis"]]
    days = {row["participation_id"]: record.rows[row["event_id"]][1]["date_min"] for row in rows}
    rows.sort(key=lambda row: (str(days[row["participation_id"]] or "9"), row["participation_id"]))
    carried, whose = (
        grouped(rows, key) for key in (lambda row: row["basis"], lambda row: (row["basis"], row["entity_id"]))
    )
    grades = [*dict.fromkeys([*map(str, Basis), *sorted(carried)])]
    in_order = sorted(whose, key=lambda one: (grades.index(one[0]), by_label(record, one[1])))

    def said(part: Part[tuple[str, str]]) -> Said:
        counts = {one: (len(carried.get(one, ())), [who for basis, who in in_order if basis == one]) for one in grades}
        return {"grades": counts, "ungraded": len(record.tables["participations"]) - len(rows)}

    yield from listing(
        "grades.html", "grades", say("Grades of responsibility"), in_order, lambda one: grade(one[0]),
        lambda one: (one[1], whose[one]), said, lambda one: 1 + len(whose[one]),
    )  # fmt: skip
