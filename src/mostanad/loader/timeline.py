"""The timeline of a person, an organisation or an event, in order of time."""

import datetime as dt
from collections.abc import Iterator

from mostanad.files.grouping import key_of, keyed
from mostanad.loader.frames import DATED, RESTS_ON
from mostanad.loader.ids import raise_if_gone
from mostanad.loader.reasons import Told
from mostanad.loader.tables import Record
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.language import spoken

_LAST = dt.date.max
#: Tables that :func:`_events` and :func:`_statements` read.
_OWN = ("participations", "statements")
_SIDES = (("speaker_id", "said"), ("about_id", "spoken of"), ("addressee_id", "spoken to"))


def entries(told: Told, entity_id: str) -> list[Record]:
    """The rows of :meth:`mostanad.loader.Release.timeline`, in its order."""
    release = told.release
    table, row = told.rows.get(entity_id, ("", {}))
    if table not in ("officials", "parties", "events"):
        raise_if_gone(release, entity_id)
        here = f"in release {release.version}; see search({entity_id!r})"
        raise KeyError(f"no official, party or event {entity_id!r} {here}")
    if table == "events":
        rows = [*_of_event(told, entity_id)]
    else:
        rows = [
            *(_dated(row, column, table, column) for column in ("born", "died") if row.get(column)),
            *(row for side in _sides() for row in _of_table(told, *side, entity_id)),
            *_events(told, entity_id),
            *_statements(told, entity_id),
        ]
    rows.sort(key=lambda row: (row["date_min"] or row["date_max"] or _LAST, row["date_max"] or _LAST, row["fact_id"]))
    wanted = {row["fact_id"] for row in rows}
    facts = keyed(release._where("facts", "fact_id", wanted))
    for row in rows:
        row.update({name: facts.get(row["fact_id"], {}).get(name) for name in RESTS_ON})
    return rows


def _dated(row: Record, column: str, table: str, what: str, with_id: str | None = None, said: str = "") -> Record:
    """An entry for the date in a column; for an undated row, the column that names its subject."""
    key = key_of(row)
    dates = [row.get(name) if f"{column}_min" in row else None for name in (column, f"{column}_min", f"{column}_max")]
    return dict(zip(DATED, (*dates, what, with_id, said or None, table, key, f"{key}/{column}"), strict=True))


def _sides() -> Iterator[tuple[str, str, str, str]]:
    """Tables with dated rows about somebody, each with the columns of the subject and the other side, and a noun."""
    for table in FACT_TABLES:
        words = TABLES[table].words()
        if words.times and table not in _OWN and "officials" in _references(table, words.subject):
            yield table, words.subject, words.other, words.noun
            if words.mutual:
                yield table, words.other, words.subject, f"{words.noun} to it"
    yield "positions", "body_id", "holder_id", "post in it"


def _references(table: str, column: str) -> tuple[str, ...]:
    return next((found.references for found in TABLES[table].columns() if found.name == column), ())


def _of_table(told: Told, table: str, whose: str, other: str, noun: str, entity_id: str) -> Iterator[Record]:
    """The rows of a table about somebody: an entry for each of their dates, or one without a date."""
    words = TABLES[table].words()
    labels = told.labels if _references(table, words.says) else {}
    named = {"started": f"{noun} began", "ended": f"{noun} ended"}
    named |= {"listed": "tag put", "delisted": "tag taken away"} if table == "tags" else {}
    for row in told.by(table, whose).get(entity_id, ()):
        said = labels.get(row[words.says]) or row[words.says]
        times = [column for column in words.times or () if row[column]]
        for column in times or [whose]:
            what = named.get(column, column.replace("_", " ")) if times else noun
            yield _dated(row, column, table, what, row.get(other), said)


def _events(told: Told, entity_id: str) -> Iterator[Record]:
    for row in told.by("participations", "entity_id").get(entity_id, ()):
        event = told.row(row["event_id"])
        with_it = (row["event_id"], event["title"])
        basis = (row["basis"] or "").replace("_", " ")
        is_plain = not basis or (basis == "own act" and row["part"] != "accused")  # for a decision, the one who took it
        what = f"event: {row['part']}" if is_plain else f"event: {row['part']}, {basis}"
        entry = _dated(row, "entity_id", "participations", what, *with_it)
        if event["date"]:
            names = ("date", "date_min", "date_max")
            entry |= {name: event[name] for name in names} | {"fact_id": f"{row['event_id']}/date"}
        yield entry
        if row["standing_date"]:
            yield _dated(row, "standing_date", "participations", row["standing"] or "standing", *with_it)


def _of_event(told: Told, event_id: str) -> Iterator[Record]:
    """An event and its parts; for those with a part in one of them, their posts, their listings whose reasons mention
    one of them, and the standing of the part; ``said`` then begins with their name."""
    events = told.events(event_id, within=True)
    for one in events:
        row = told.row(one)
        yield _dated(row, "date" if row["date"] else "title", "events", row["kind"], row["part_of"], row["title"])
    parts = [row for one in events for row in told.by("participations", "event_id").get(one, ())]
    listed = {row["sanction_id"] for row in told.listed_for(event_id, within=True)}
    for row in parts:
        if row["standing_date"]:
            said = f"{told.label(row['entity_id'])}: {told.label(row['event_id'])}"
            yield _dated(row, "standing_date", "participations", row["standing"], row["event_id"], said)
    sides = [side for side in _sides() if side[0] in ("positions", "sanctions") and side[1] != "body_id"]
    for who in {row["entity_id"] for row in parts}:
        for entry in (entry for side in sides for entry in _of_table(told, *side, who)):
            if entry["table_name"] == "positions" or entry["row_id"] in listed:
                names = (told.label(who), spoken().label("", entry["said"] or ""))
                yield entry | {"said": ": ".join(filter(None, names))}


def _statements(told: Told, entity_id: str) -> Iterator[Record]:
    for column, what in _SIDES:
        for row in told.by("statements", column).get(entity_id, ()):
            other = row["speaker_id"] if column != "speaker_id" else row["addressee_id"] or row["about_id"]
            time = "made" if row["made"] else column
            yield _dated(row, time, "statements", f"{what}: {row['kind']}", other, row["gist"])
