"""Timelines of officials, parties and events: a chart for the page, and files with the picture and its data."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from mostanad.files.grouping import key_of
from mostanad.loader.charts import Chart, as_csv
from mostanad.loader.drawings import Lane
from mostanad.loader.plots import timeline_of
from mostanad.models import TABLES
from mostanad.models.language import spoken
from mostanad.site.contents import Record, of_evidence
from mostanad.site.evidence import Row

#: The least and the most lanes for a body or an event on its page; a longer timeline is in its file only.
_LEAST, _MOST = 2, 24


def timeline(record: Record, key: str) -> Chart:
    """The timeline of an official, party or event. Inline, on a page in a folder, it has the dated lanes only."""
    inline = partial(_inline, record, key)
    return record.once(f"timelines/{key}", lambda: timeline_of(record.told, key, record.date, inline))


def _inline(record: Record, key: str, lanes: Sequence[Lane], rows: Sequence[Row]) -> Sequence[Lane]:
    shown = [(lane, rows[lane.rows[0]]) for lane in lanes if lane.days]
    placed = [_placed(record, lane, row) for lane, row in shown
              if row["table_name"] != "statements" and not row["fact_id"].endswith("/standing_date")]  # fmt: skip
    return placed if key in record.dossiers or _LEAST <= len(placed) <= _MOST else []


def _placed(record: Record, lane: Lane, row: Row) -> Lane:
    """A lane for a page, linked to its evidence, with the voices for the row, its start and its end."""
    table, key, field = row["table_name"], row["row_id"], row["fact_id"].rpartition("/")[2]
    words, heard = TABLES[table].words(), partial(record.heard, key)
    voices = [heard(field), heard(field)]
    if table == "participations":
        field, voices = "part", [heard("part"), record.heard(row["with_id"], "date")]
    elif words.times:
        stands_by = words.subject if table == "sanctions" else words.says
        field, voices = "listed" if table == "sanctions" else stands_by, [*map(heard, (stands_by, *words.times))]
    first, start, end = [*voices, ""][:3]
    return replace(lane, address=f"../{of_evidence(key, field)}", heard=(first, start, end), note="", rows=())


def files(record: Record) -> Iterator[tuple[str, str]]:
    """For each page, its timeline as CSV and JSON, and as SVG if the page shows it."""
    for table in ("officials", "parties", "events"):
        for row in record.tables[table]:
            key = key_of(row)
            path = record.address(key).removesuffix(".html")
            if path.startswith(f"{table}/"):  # unnamed people have no page
                chart = timeline(record, key)
                if spoken().code == "en":  # data files are the same in all languages
                    as_json = json.dumps(chart.rows, default=str, ensure_ascii=False, separators=(",", ":"))
                    yield from ((f"{path}.csv", as_csv(chart.rows)), (f"{path}.json", f"{as_json}\n"))
                if chart.inline:
                    yield f"{path}.svg", chart.picture(record.release).svg
