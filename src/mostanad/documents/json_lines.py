"""JSON Lines (RFC 8259, a value on each line), and spreadsheets: their rows, which have no bytes, become such lines."""

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from mostanad.documents.delimited import named
from mostanad.documents.records import Entry, ListError

#: White space between the elements of an OpenDocument table, at which the library stumbles; it means nothing there.
_BETWEEN = re.compile(rb">\s*\n\s*<")


def values(content: bytes) -> Iterator[Entry[Any]]:
    """The value of every line that is not blank, in order, without keys; ListError at the first that cannot be read."""
    position = 0
    for number, raw in enumerate(content.split(b"\n"), 1):
        line: Entry[Any] = Entry("", position, position + len(raw.rstrip(b"\r")), number, None)
        position += len(raw) + 1
        if raw.strip():
            try:
                value = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
            except (ValueError, RecursionError) as error:
                raise line.error(f"not a line of JSON: {error}") from None
            yield Entry("", line.start, line.end, number, value)


def sheet(content: bytes, required: Sequence[str]) -> Iterator[Entry[dict[str, str]]]:
    """The rows of a spreadsheet that are not blank, by the columns of the first, which must have the required ones;
    ListError as :func:`of_spreadsheet` and :func:`mostanad.documents.delimited.named`."""
    lines = values(of_spreadsheet(content))
    header = next(lines, None)
    if header is None or not set(required) <= set(header.value):
        raise ListError(f"the first row must have the columns {', '.join(required)}")
    return (named(line, header.value) for line in lines if any(line.value))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("a name stands in an object twice")
    return found


@lru_cache(maxsize=1)  # its body, its entries and its records are asked for one after the other
def of_spreadsheet(content: bytes) -> bytes:
    """The rows of the first sheet of a spreadsheet (.xlsx, .ods) as lines, each an array of its cells as texts, with
    neither blanks between them nor escapes of letters; ListError if it is no spreadsheet."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_tight(content)))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, IndexError, OSError) as error:
        raise ListError(f"not a spreadsheet: {error}") from None
    lines = (json.dumps([_cell(cell) for cell in row], ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def _tight(content: bytes) -> bytes:
    """An OpenDocument spreadsheet without white space between elements; any other as it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        if "content.xml" not in old.namelist():
            return content
        for name in old.namelist():
            new.writestr(name, _BETWEEN.sub(b"><", old.read(name)) if name == "content.xml" else old.read(name))
    return made.getvalue()


def _cell(cell: object) -> str:
    """The text of a cell: days without a time, whole numbers without a point."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell).strip()
