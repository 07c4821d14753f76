"""What is on record about one person or organisation, in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from mostanad.loader.cited_rows import labelled
from mostanad.loader.frames import about
from mostanad.loader.ids import raise_if_gone
from mostanad.loader.tables import Record, Tables

if TYPE_CHECKING:
    import pandas as pd

_DATED = ("date", "date_min", "date_max", "what", "with_id", "said", "table_name", "row_id", "fact_id")
_RESTS_ON = ("support", "disputed", "origins")
_LAST = dt.date.max
_ENTITIES = (("officials", "official_id"), ("parties", "party_id"))
#: Tables that :func:`_events` and :func:`_statements` tell of.
_OWN = ("participations", "statements")
_SIDES = (("speaker_id", "said"), ("about_id", "spoken of"), ("addressee_id", "spoken to"))


def timeline(release: Tables, entity_id: str) -> pd.DataFrame:
    """See :meth:`mostanad.loader.Release.timeline`."""
    import pandas as pd

    frame = pd.DataFrame(entries(release, entity_id), columns=[*_DATED, *_RESTS_ON])
    frame["origins"] = frame["origins"].astype("Int64")
    frame["disputed"] = frame["disputed"].astype("boolean")
    frame[["date_min", "date_max"]] = frame[["date_min", "date_max"]].astype("datetime64[ms]")
    frame.attrs["mostanad"] = about(release._read("facts").schema) or {"version": release.version}
    return frame


def entries(release: Tables, entity_id: str) -> list[Record]:
    """The rows of the frame, in its order."""
    known = {row[key]: row for table, key in _ENTITIES for row in release._rows(table)}
    if entity_id not in known:
        raise_if_gone(release, entity_id)
        raise KeyError(f"no official or party {entity_id!r} in release {release.version}; see search({entity_id!r})")
    facts = {row["fact_id"]: row for row in release._rows("facts")}
    rows = [
        *_life(known[entity_id]),
        *(row for side in _sides() for row in _of_table(release, *side, entity_id)),
        *_events(release, entity_id),
        *_statements(release, entity_id),
    ]
    rows.sort(key=lambda row: (row["date_min"] or row["date_max"] or _LAST, row["date_max"] or _LAST, row["fact_id"]))
    for row in rows:
        row.update({name: facts.get(row["fact_id"], {}).get(name) for name in _RESTS_ON})
    return rows


def _dated(row: Record, column: str, table: str, key: str, what: str, other: str | None, said: str | None) -> Record:
    """An entry of the time in a column; of an undated row the column is what says whose it is."""
    dates = (row[column], row.get(f"{column}_min"), row.get(f"{column}_max"))
    if f"{column}_min" not in row:
        dates = (None, None, None)
    return dict(zip(_DATED, (*dates, what, other, said, table, row[key], f"{row[key]}/{column}"), strict=True))


def _life(row: Record) -> Iterator[Record]:
    for column in ("born", "died"):
        if row.get(column):
            yield _dated(row, column, "officials", "official_id", column, None, None)


def _sides() -> Iterator[tuple[str, str, str, str]]:
    """Tables whose rows have a time and are about somebody, with the column of that, of the other side, and a noun."""
    from mostanad.models import FACT_TABLES, TABLES

    for table in FACT_TABLES:
        words = TABLES[table].words()
        if words.times and table not in _OWN and "officials" in _references(table, words.subject):
            yield table, words.subject, words.other, words.noun
            if words.mutual:
                yield table, words.other, words.subject, f"{words.noun} to it"


def _references(table: str, column: str) -> tuple[str, ...]:
    from mostanad.models import TABLES

    return next((found.references for found in TABLES[table].columns() if found.name == column), ())


def _of_table(release: Tables, table: str, whose: str, other: str, noun: str, entity_id: str) -> Iterator[Record]:
    """The rows of a table about somebody: an entry for each of their times, or one without a date."""
    from mostanad.models import TABLES
    from mostanad.models.words import plain

    words, key = TABLES[table].words(), TABLES[table].key()
    labels = labelled(release, _references(table, words.says))
    named = {"started": f"{noun} began", "ended": f"{noun} ended"}
    for row in release._rows(table) if table in release.tables() else ():
        if row[whose] == entity_id:
            said = labels.get(row[words.says], row[words.says])
            entry = partial(_dated, row, table=table, key=key, other=row.get(other), said=said)
            times = [column for column in words.times or () if row[column]]
            yield from [entry(column, what=named.get(column, plain(column))) for column in times]
            if not times:
                yield entry(whose, what=noun)


def _events(release: Tables, entity_id: str) -> Iterator[Record]:
    events = {row["event_id"]: row for row in release._rows("events")}
    for row in release._rows("participations"):
        if row["entity_id"] != entity_id:
            continue
        event = events[row["event_id"]]
        place = ("participations", "participation_id")
        entry = _dated(row, "entity_id", *place, f"event: {row['part']}", row["event_id"], event["title"])
        if event["date"]:
            names = ("date", "date_min", "date_max")
            entry |= {name: event[name] for name in names} | {"fact_id": f"{row['event_id']}/date"}
        yield entry
        if row["standing_date"]:
            yield _dated(row, "standing_date", *place, row["standing"] or "standing", row["event_id"], event["title"])


def _statements(release: Tables, entity_id: str) -> Iterator[Record]:
    for row in release._rows("statements"):
        for column, what in _SIDES:
            if row[column] == entity_id:
                other = row["speaker_id"] if column != "speaker_id" else row["addressee_id"] or row["about_id"]
                time = "made" if row["made"] else column
                yield _dated(row, time, "statements", "statement_id", f"{what}: {row['kind']}", other, row["gist"])
