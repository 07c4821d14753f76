"""The rows of a release that show the answer of a check, each with what it refers to and its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mostanad.loader.as_of import in_force_on_some_day, under_programmes
from mostanad.loader.tables import Record, Tables

_VERIFY = "run `mostanad verify`"


@dataclass(frozen=True)
class ShownRow:
    """A row of the record that shows an answer.

    Attributes:
        row_id: its id.
        table: its table.
        row: the row, by column.
        labels: by column, the name, title or code of what the row refers to there; its id, if it has none.
        evidence: rows of ``evidence``, one for each claim on the row.
        in_force: of a row of ``sanctions``, whether it was in force on the day of the check: ``yes``, ``unsure`` or
            ``no``.
        later: of such a row, whether it surely began after that day.
    """

    row_id: str
    table: str
    row: Record
    labels: dict[str, str]
    evidence: tuple[Record, ...]
    in_force: str | None = None
    later: bool = False


def shown_rows(release: Tables, row_ids: Iterable[str], days: tuple[dt.date, dt.date]) -> dict[str, ShownRow]:
    """Rows of any tables in the order of the days of which they speak; the check is of a day between two."""
    from mostanad.models import TABLES

    found = rows_of(release, row_ids)
    references = {
        table: {column.name: column.references for column in TABLES[table].columns() if column.references}
        for table, _ in found.values()
    }
    targets = {target for columns in references.values() for column in columns.values() for target in column}
    labels = labelled(release, sorted(targets & set(release.tables())))
    evidence = _evidence(release, list(found)) if found else {}
    listings = _in_force(release, [row_id for row_id, (table, _) in found.items() if table == "sanctions"], days)
    return {
        row_id: ShownRow(
            row_id,
            table,
            row,
            {column: labels.get(row[column]) or row[column] for column in references[table] if row[column]},
            tuple(evidence.get(row_id, {}).values()),
            *listings.get(row_id, ()),
        )
        for row_id, (table, row) in sorted(found.items(), key=_order)
    }


def rows_of(release: Tables, row_ids: Iterable[str]) -> dict[str, tuple[str, Record]]:
    """The table and the row of each id: all tables share one space of ids. A KeyError if there is no such row."""
    wanted = dict.fromkeys(row_ids)
    if not wanted:
        return {}
    facts = release._where("facts", "row_id", wanted)
    tables = dict(zip(facts["row_id"].to_pylist(), facts["table_name"].to_pylist(), strict=True))
    rows: dict[str, tuple[str, Record]] = {}
    for table in sorted({*tables.values(), "officials", "parties"}):  # the names of the last two are no facts
        if named := [row_id for row_id in wanted if tables.get(row_id, table) == table]:
            key = release._read(table).column_names[0]
            rows |= {row[key]: (table, row) for row in release._where(table, key, named).to_pylist()}
    for row_id in wanted:
        if row_id not in rows:
            raise KeyError(f"release {release.version} has no row {row_id!r}, to which a check leads; {_VERIFY}")
    return {row_id: rows[row_id] for row_id in wanted}


def only(release: Tables, table: str, column: str, value: str) -> Record:
    """The first row of a table with this cell; KeyError if there is none."""
    for row in release._where(table, column, [value]).to_pylist():
        return dict(row)
    raise KeyError(f"release {release.version} has no {column} {value!r} in {table}, to which a check leads; {_VERIFY}")


def labelled(release: Tables, tables: Iterable[str]) -> dict[str, str]:
    """What the rows of these tables are called, by id: those that have a label of their own."""
    from mostanad.models import TABLES

    found: dict[str, str] = {}
    for table in tables:
        if column := TABLES[table].words().label:
            whole = release._read(table)
            keys, labels = whole[0].to_pylist(), whole[column].to_pylist()
            found |= {key: label for key, label in zip(keys, labels, strict=True) if label}
    return found


def _order(item: tuple[str, tuple[str, Record]]) -> tuple[str, dt.date, float, str]:
    from mostanad.models import TABLES

    row_id, (table, row) = item
    days = [row[f"{name}_min"] for name in (TABLES[table].words().times or ())[:1] if row[f"{name}_min"] is not None]
    number = (row["value"] or 0.0) if table == "estimates" else 0.0
    return table, min(days, default=dt.date.max), number, row_id


def _in_force(release: Tables, row_ids: list[str], days: tuple[dt.date, dt.date]) -> dict[str, tuple[str, bool]]:
    """Whether each of these listings was in force, and whether it surely began later."""
    if not row_ids:
        return {}
    chosen = release._where("sanctions", "sanction_id", row_ids)
    begun = under_programmes(chosen, release._read("programmes"), days[1])
    known = {row["sanction_id"]: row["in_force"] for row in in_force_on_some_day(begun, *days).to_pylist()}
    can_have_begun = {row["sanction_id"] for row in begun.to_pylist() if (row["listed_min"] or days[1]) <= days[1]}
    return {row_id: (known.get(row_id, "no"), row_id not in can_have_begun) for row_id in row_ids}


def _evidence(release: Tables, row_ids: list[str]) -> dict[str, dict[str, Record]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = release._read("evidence")
    of_row = pc.list_element(pc.split_pattern(whole["fact_id"], "/"), 0)
    found: dict[str, dict[str, Record]] = {}
    for row in whole.filter(pc.is_in(of_row, pa.array(row_ids, pa.string()))).to_pylist():
        found.setdefault(row["fact_id"].partition("/")[0], {}).setdefault(row["claim_id"], row)
    return found
