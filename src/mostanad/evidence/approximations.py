"""Claims that say less of a date than the cell does: the days that both may mean, for rules to compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mostanad.files.tables import Table
from mostanad.models import FACT_TABLES, TABLES, edtf
from mostanad.models.vocabularies import Stance


def table(tables: Mapping[str, Table]) -> list[dict[str, Any]]:
    """The days of the claim's date and of the cell's date, for every approximation of a cell in a date column.

    Args:
        tables: every table as text.

    Returns:
        claim_id, field, value_min, value_max, cell_min and cell_max of each. Days are None where there is no date that
        can be read; an open beginning or end is the first or last day of the calendar. A claim whose column holds no
        date is left out.
    """
    claims = [claim for claim in tables["claims"].records() if claim["stance"] == Stance.APPROXIMATES]
    wanted = {claim["target_id"] for claim in claims}
    rows = {
        row[TABLES[name].key()]: (name, row)
        for name in FACT_TABLES
        for row in tables[name].records()
        if row[TABLES[name].key()] in wanted
    }
    found = []
    for claim in claims:
        name, row = rows.get(claim["target_id"], ("", {}))
        field = claim["fields"]
        kind = next((c.type.name for c in TABLES[name].columns() if c.name == field), "") if name else ""
        if kind in ("date", "span"):
            value_min, value_max = _days(claim["value"], span=kind == "span")
            cell_min, cell_max = _days(row[field], span=kind == "span")
            found.append(
                {
                    "claim_id": claim["claim_id"],
                    "field": field,
                    "value_min": value_min,
                    "value_max": value_max,
                    "cell_min": cell_min,
                    "cell_max": cell_max,
                }
            )
    return found


def _days(text: str, *, span: bool) -> tuple[dt.date | None, dt.date | None]:
    try:
        date = edtf.parse(text, span=span)
    except ValueError:
        return None, None
    return date.earliest or dt.date.min, date.latest or dt.date.max
