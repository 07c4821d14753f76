"""Invented lists that print reasons."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any


def reasons(regulation: str, row: Mapping[str, str], *, annex: str = "I.A") -> bytes:
    """An annex of a regulation (``-359-2011``) with reasons, of one row of its older table."""
    first, second = regulation[1:].split("-")
    year, number = (first, second) if len(first) == len("2020") else (second, first)
    cells = {"celex": f"3{year}R{number:0>4}", "recordId": row["no"], "annex": annex, "startDate": "12.4.2011"}
    cells |= {"schema": "Person", "name": row["name"], "reason": "He wrote “no”, twice."}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(cells), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(cells)
    return text.getvalue().encode()


def uk_line(**cells: Any) -> bytes:
    """The UK Sanctions List of one record."""
    line = {"id": "IRN0007", "regime": "Docks", "type": "individual", "date_designated": "31/12/2020"}
    line |= {"sanctions_imposed": "Asset freeze|Travel Ban", "names": [{"name": "Bahram Nikpour", "kind": "primary"}]}
    lists: dict[str, Any] = {name: [] for name in ("non_latin", "titles", "positions", "birth_years")}
    return json.dumps(line | lists | cells, ensure_ascii=False).encode() + b"\n"
