"""Writes the reasons inside an entry of a sanctions list as lines: what a row says, and who says so."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mostanad.files.grouping import grouped
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.language import say
from mostanad.models.vocabularies import Part
from mostanad.models.words import between, grade, plain, quantity, said_by, when

Row = Mapping[str, Any]
#: Returns the label of a row, given its id.
Label = Callable[[str], str]
#: Tables whose rows say who is meant, or that somebody is listed. The rows of all other tables can be reasons.
_WHO = ("officials", "parties", "names", "identifiers", "groups", "group_members",
        "programmes", "legal_bases", "sanctions", "tags")  # fmt: skip
TOLD = tuple(name for name in FACT_TABLES if name not in _WHO)


def lines(
    reasons: Iterable[Row], rows: Mapping[str, tuple[str, Row]], label: Label, published: Mapping[str, str | None]
) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
    """Yield why somebody was listed, in the order of the text: a line, who says so, and the reasons that it combines.

    ``reasons``: rows of that table; ``rows``: table and row by id; ``published``: the date of each document by id.
    """
    told = (one for one in reasons if one["table_name"] in TOLD and one["stance"] != "approximates")
    merged = grouped(told, lambda one: (one["row_id"], _who(one, label, published[one["source_id"]])))
    for (row_id, who), found in merged.items():
        fields = {field for reason in found for field in reason["fields"]}
        as_of = next((reason["as_of"] for reason in found if reason["as_of"]), None)
        yield said(*rows[row_id], fields, as_of, label), who, tuple(found)


def said(table: str, row: Row, fields: Iterable[str], as_of: str | None, label: Label) -> str:
    """What a claim on these fields says about a row, in a line."""
    given = {name: row[name] for name in fields if row.get(name)}
    if table == "positions":
        times = between(given.get("started"), given.get("ended")) or (when(as_of) if as_of else "")
        body = f", {label(row['body_id'])}" if row["body_id"] else ""
        held = f"{label(row['holder_id'])}: {row['title'] or say('a post without a title')}{body}"
        return f"{held} ({times})" if times else held
    if table == "events":
        more = [when(given["date"])] if "date" in given else []
        more += [given["place"]] if "place" in given else []
        more += [say("part of: %(event)s", event=label(given["part_of"]))] if "part_of" in given else []
        return say(", ").join([f"{plain(row['kind'])}: {row['title']}", *more])
    if table == "participations":
        is_graded = given.get("part") == Part.ACCUSED and "basis" in given
        names = [name for name in ("part", "basis", "standing") if name in given]
        words = [plain(given[name]) for name in names]
        how = say(", ").join([grade(given["basis"]), *words[2:]] if is_graded else words)
        day = when(given["standing_date"]) if "standing_date" in given else ""
        since = f" ({say('as of %(day)s', day=day)})" if day else ""
        return f"{label(row['entity_id'])}: {how or plain(row['part'])}{since}: {label(row['event_id'])}"
    if table == "estimates":
        number = quantity(row)
        counted = f"{number} {plain(row['measure'])} ({row['population']})"
        counted = say("%(what)s, counted by %(who)s", what=counted, who=label(row["counted_by"]))
        return f"{label(row['about_id'])}: {counted}"
    columns = [column.name for column in TABLES[table].columns() if column.references]
    return TABLES[table].caption(row, {name: label(row[name]) for name in columns if isinstance(row[name], str)})


def _who(reason: Row, label: Label, published: str | None) -> str:
    """Who says so, how, and on what day the document was published."""
    who = said_by(label(reason["asserted_by"]), reason["modality"], reason["stance"], reason["hedge"])
    return say("%(who)s, %(day)s", who=who, day=when(published)) if published else who
