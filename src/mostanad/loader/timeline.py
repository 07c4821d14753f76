"""What is on record about one person or organisation, in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from mostanad.loader.frames import about
from mostanad.loader.ids import raise_if_gone

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.loader.tables import Tables

Record = dict[str, Any]

_DATED = ("date", "date_min", "date_max", "what", "with_id", "said", "table_name", "row_id", "fact_id")
_RESTS_ON = ("support", "disputed", "origins")
_LAST = dt.date.max
_ENTITIES = (("officials", "official_id"), ("parties", "party_id"))


@dataclass(frozen=True)
class _Lasting:
    """A table whose rows begin and end.

    Attributes:
        table: its name; ``key``: its key.
        whose: the column that says whose it is; ``other``: the column with the other side; ``said``: with words.
        times: the columns of begin and end, each with what it is called.
        undated: what a row without either is called.
    """

    table: str
    key: str
    whose: str
    other: str
    said: str
    times: tuple[tuple[str, str], ...]
    undated: str


def _began(what: str) -> tuple[tuple[str, str], ...]:
    return (("started", f"{what} began"), ("ended", f"{what} ended"))


_LISTED = (("listed", "listed"), ("delisted", "delisted"))
_LASTING = (
    _Lasting("sanctions", "sanction_id", "target_id", "authority_id", "programme_id", _LISTED, "listing"),
    _Lasting("positions", "position_id", "holder_id", "body_id", "title", _began("post"), "post"),
    _Lasting("affiliations", "affiliation_id", "from_id", "to_id", "relation", _began("tie"), "tie"),
    _Lasting("affiliations", "affiliation_id", "to_id", "from_id", "relation", _began("tie to it"), "tie to it"),
)
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
        *(row for lasting in _LASTING for row in _lasting(release, lasting, entity_id)),
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


def _lasting(release: Tables, kind: _Lasting, entity_id: str) -> Iterator[Record]:
    listing = kind.table == "sanctions"
    codes = {row["programme_id"]: row["code"] for row in release._rows("programmes")} if listing else {}
    for row in release._rows(kind.table):
        if row[kind.whose] != entity_id:
            continue
        said = codes.get(row[kind.said]) if listing else row[kind.said]
        entry = partial(_dated, row, table=kind.table, key=kind.key, other=row[kind.other], said=said)
        found = [entry(column, what=what) for column, what in kind.times if row[column]]
        yield from found or [entry(kind.whose, what=kind.undated)]


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
