"""Spreadsheets of a few rows, as tests need them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods(rows: Iterable[Iterable[str]], *, gap: str = "") -> bytes:
    """An OpenDocument spreadsheet; the gap is white space between its elements."""
    begin, end = '<table:table-cell office:value-type="string"><text:p>', "</text:p></table:table-cell>"
    cells = (gap.join(f"{begin}{cell}{end}" for cell in row) for row in rows)
    lines = gap.join(f"<table:table-row>{gap}{line}{gap}</table:table-row>" for line in cells)
    names = f'xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0"'
    table = f'<table:table table:name="List">{gap}{lines}{gap}</table:table>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_OFFICE}:manifest:1.0"/>')
        package.writestr(
            "content.xml",
            f"<office:document-content {names}>{gap}<office:body>{gap}<office:spreadsheet>{table}</office:spreadsheet>"
            f"{gap}</office:body>{gap}</office:document-content>",
        )
    return made.getvalue()


def xlsx(rows: Iterable[Iterable[object]]) -> bytes:
    """An Office Open XML workbook."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return made.getvalue()
