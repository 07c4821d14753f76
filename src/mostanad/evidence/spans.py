"""The days on which rows surely or possibly held, and from these, who was on which sanctions lists on which days.

Only this module decides that: a release has both as tables, and the queries of fact checks and ``as_of`` use them.

A post ends with the death of its holder or when a successor starts, a listing with its programme. A claim speaks about
its ``as_of``, else about the day of its document: a row had begun by the last day that this may mean, and lasted until
the first. A list or a version of an act repeats old text, and only shows that a post or tie had begun. If somebody
disputes a day and gives another, either may be meant. The sources derived from a list are its versions. A version that
shows any entry, or a log of versions, counts for all entries: had a listing ended, a row would say so.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.columns import texts
from mostanad.files.typed import arrow_schema, arrow_table, in_order
from mostanad.models import COMPILED, TABLES
from mostanad.models.edtf import parse
from mostanad.models.vocabularies import Stance

#: The tables whose rows have a duration, with their columns for begin and end.
TIMED = {name: times for name, model in TABLES.items() if (times := model.words().lasting)}
#: The tables that are read.
READ = (*TIMED, "officials", "parties", "names", "claims", "passages", "sources")
#: Titles of posts that several people hold at once in a body.
_OF_SEVERAL = r"\b(?:member|judge|deputy|advis[eo]r|prosecutor|commander)\b"


def arrow_spans(tables: Mapping[str, pa.Table], seconds: float | None = None) -> dict[str, pa.Table]:
    """Compute the tables ``spans`` and ``on_lists``. A missing table counts as empty. TooLong after ``seconds``."""
    from mostanad.evidence import sandbox  # a page that needs only in_force does not load DuckDB

    found = {name: tables.get(name, pa.Table.from_batches([], arrow_schema(TABLES[name]))) for name in READ}
    of_use = sandbox.threads(max(map(len, found.values())))
    with (
        TemporaryDirectory(prefix="mostanad-") as folder,
        sandbox.connect(threads=of_use, temp_directory=folder) as connection,
    ):
        for name, table in found.items():
            connection.register(name, table)
        connection.register("disputed", _disputed(found["claims"]))
        sql = (files("mostanad.evidence") / "spans.sql").read_text("utf-8")
        with sandbox.bounded(connection, sandbox.EVER if seconds is None else seconds):
            connection.execute(sql.format(lasting=" UNION ALL ".join(_lasting()), of_several=_OF_SEVERAL))
        made = {name: connection.table(name).to_arrow_table() for name in ("spans", "on_lists")}
    return {name: in_order(COMPILED[name], arrow_table(COMPILED[name], table)) for name, table in made.items()}


def _lasting() -> Iterator[str]:
    """A SELECT for each table of TIMED: the days of its rows, the programme of a listing, the holder of a post."""
    for name, (begin, end) in TIMED.items():
        programme = "programme_id" if name in ("sanctions", "tags") else "NULL"
        holder = "holder_id" if name == "positions" else "NULL"
        yield (
            f"SELECT '{name}' AS table_name, {TABLES[name].key()} AS row_id, {programme} AS programme_id, "
            f"{holder} AS holder_id, {begin}_min AS begin_min, {begin}_max AS begin_max, {end} IS NULL AS is_open, "
            f"{end}_min AS end_min, {end}_max AS end_max FROM {name}"
        )


def _disputed(claims: pa.Table) -> pa.Table:
    """The other days that disputing claims give for the start or end of rows; ``first`` is null if it is open."""
    is_rival = pc.and_(pc.is_in(claims["stance"], value_set=texts([Stance.DISPUTES])), pc.is_valid(claims["value"]))
    rivals = claims.select(["target_id", "fields", "value"]).filter(is_rival).to_pylist()
    begins, ends = ({*some} for some in zip(*TIMED.values(), strict=True))
    said = [(one["target_id"], "begin" if field in begins else "end", parse(one["value"]))
            for one in rivals for field in {*one["fields"]} & (begins | ends)]  # fmt: skip
    found = {"row_id": texts(key for key, _, _ in said), "edge": texts(edge for _, edge, _ in said)}
    for name, days in (("first", [day.earliest for *_, day in said]), ("last", [day.latest for *_, day in said])):
        found[name] = texts(day.isoformat() if day else None for day in days).cast(pa.date32())
    return pa.table(found)


def in_force(span: Mapping[str, Any], first: Any, last: Any) -> str:
    """Whether a row was in force at the end of each day from ``first`` to ``last``: yes, no (on none), or unsure.

    The days are dates, or ISO 8601 text, as in ``span``.
    """
    earliest, latest = span["earliest"], span["latest"]
    if (earliest and last < earliest) or (latest and latest < first):
        return "no"
    begun_by, lasted = span["begun_by"], span["last_documented"]
    return "yes" if begun_by and lasted and begun_by <= first and last <= lasted else "unsure"
