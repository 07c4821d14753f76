"""A release as a workbook for spreadsheets (Office Open XML, ISO/IEC 29500; written by XlsxWriter)."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract import About
from mostanad.models import MODELS
from mostanad.releases.exported import kind, rows
from mostanad.releases.exports import DoesNotFit
from mostanad.releases.release_about import named

#: Limits of Excel: rows of a sheet, UTF-16 code units of a cell.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
#: Excel keeps every integer up to this one exactly.
_EXACT = 2**53
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CREATED = dt.datetime(1980, 1, 1)
_WIDTH = 24


def write(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
    """Write a release as an .xlsx workbook: a sheet ``about``, one with the columns, and one for each table.

    Text and dates are written as text, never as a formula or a link. Spaces join the items of a list. DoesNotFit names
    a table and row that do not fit; then nothing is written.
    """
    for name in MODELS:
        if (size := tables[name].num_rows) >= MOST_ROWS:
            raise DoesNotFit(f"{name}: {size} rows; a sheet takes {MOST_ROWS - 1} below its header: use another format")
    xlsxwriter = import_module("xlsxwriter")
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    said = {"title": about.title, "author": about.author, "comments": f"version {about.version}"}
    workbook.set_properties({**said, "created": _CREATED})
    text, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"bold": True, "num_format": "@"})
    described = (
        (name, one.name, kind(one), one.required, one.description, one.standard or one.type.standard or None)
        for name, model in MODELS.items()
        for one in model.released()
    )
    sheets: list[tuple[str, Sequence[str], Iterable[tuple[Any, ...]]]] = [
        ("about", ("name", "value"), named(about).items()),
        ("columns", ("table", "column", "kind", "required", "description", "standard"), described),
        *((name, [one.name for one in MODELS[name].released()], rows(tables[name], name)) for name in MODELS),
    ]
    for name, header, found in sheets:
        _sheet(workbook.add_worksheet(name), header, found, text, bold)
    try:
        workbook.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(*getattr(error.args[0], "args", error.args)) from None


def _sheet(sheet: Any, header: Sequence[str], found: Iterable[tuple[Any, ...]], text: Any, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header) - 1, _WIDTH, text)
    sheet.write_row(0, 0, header, bold)
    number = 0
    for number, row in enumerate(found, 1):
        for at, value in enumerate(row):
            if isinstance(value, str) and (why := _why_not(value)):
                raise DoesNotFit(f"{sheet.name}: row {number}, {row[0]}: {why}")
            is_exact = not isinstance(value, int | float) or abs(value) <= _EXACT
            sheet.write(number, at, value if is_exact else str(value))
    sheet.autofilter(0, 0, number, len(header) - 1)


def _why_not(text: str) -> str:
    """Why a cell cannot hold a text; empty if it can."""
    if _NOT_XML.search(text):
        return "a character that XML 1.0 does not allow"
    if len(text) * 2 > LONGEST_CELL and len(text.encode("utf-16-le")) // 2 > LONGEST_CELL:
        return f"a cell takes at most {LONGEST_CELL} UTF-16 code units (an emoji counts as two)"
    return ""
