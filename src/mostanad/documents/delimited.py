"""Comma and tab separated lists, row by row, each with its place in the bytes.

Standard: RFC 4180, read strictly, except that LF may stand for CRLF, blank lines are skipped and a tab separated list
has no quoting. A file is UTF-8 (a byte order mark is skipped) if all of it decodes as such, else Windows-1252; a 0x1A
byte (the end mark of DOS, which OFAC still writes) may follow the last row.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mostanad.documents.records import Entry, ListError

_END_MARK = b"\x1a"
_BOM = b"\xef\xbb\xbf"
# A row up to its line end; between quotation marks a line end is one of the cell.
_QUOTED, _PLAIN = re.compile(rb'(?:[^"\n]++|"[^"]*+"?)*+'), re.compile(rb"[^\n]*+")
#: What Windows-1252 has where Latin-1 has control characters; five of them it leaves as they are.
_WINDOWS = {byte: ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)) for byte in range(0x80, 0xA0)}


def rows(content: bytes, delimiter: str = ",", *, quoted: bool = True) -> Iterator[Entry[list[str]]]:
    """The cells of every row of a list that is not blank, in order; without keys. If quoted, ``"`` may enclose a cell,
    which then may hold delimiters and line ends. ListError at the first row that cannot be read."""
    decode = _decoder(content)
    size = len(content.rstrip(_END_MARK))
    position, line = (len(_BOM) if content.startswith(_BOM) else 0), 1
    while position < size:
        found = (_QUOTED if quoted else _PLAIN).match(content, position, size)
        raw = found[0] if found else b""
        row: Entry[list[str]] = Entry("", position, position + len(raw.rstrip(b"\r")), line, [])
        if quoted and raw.count(b'"') % 2:
            raise row.error("a quoted cell is never closed")
        if raw.strip() == _END_MARK and not content[position:size].strip(_END_MARK + b"\r\n\t "):
            return
        if _END_MARK in raw:
            raise row.error("a 0x1A byte, the end mark of a file, within the list")
        if raw.strip():
            yield replace(row, value=_cells(decode(content[row.start : row.end]), delimiter, quoted, row))
        position, line = position + len(raw) + 1, line + raw.count(b"\n") + 1


def table(
    content: bytes, required: Sequence[str], delimiter: str = ",", *, quoted: bool = True, preamble: str = ""
) -> Iterator[Entry[dict[str, str]]]:
    """The rows under a header that has the required columns, by column, white space around cells removed; a line that
    begins with the preamble may stand before it. ListError if the header lacks a column or has one twice, and as
    :func:`rows`."""
    lines = rows(content, delimiter, quoted=quoted)
    header = next(lines, None)
    if header is None:
        raise ListError("the list is empty")
    if preamble and header.value[0].strip().casefold() == preamble:
        first, header = header, next(lines, None)
        if header is None:
            raise first.error("the list ends before its header")
    columns = [cell.strip() for cell in header.value]
    if missing := [name for name in required if name not in columns]:
        raise header.error(f"the header lacks {', '.join(missing)}")
    if twice := {name for name in columns if name and columns.count(name) > 1}:
        raise header.error(f"the header has twice: {', '.join(sorted(twice))}")
    for row in lines:
        yield named(row, columns)


def named(row: Entry[list[str]], columns: Sequence[str]) -> Entry[dict[str, str]]:
    """A row by column; raises ListError if there are more or fewer cells than columns."""
    if len(row.value) != len(columns):
        raise row.error(
            f"a row of {len(row.value)} cells in a list of {len(columns)} columns "
            "(a quotation mark or a line break out of place?)"
        )
    return Entry("", row.start, row.end, row.line, dict(zip(columns, map(str.strip, row.value), strict=True)))


def _decoder(content: bytes) -> Callable[[bytes], str]:
    """How the rows of a list become text: all of them alike."""
    if (nul := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, nul) + 1
        raise ListError("NUL bytes: the list is UTF-16, or not text", line=line, byte=nul)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return lambda raw: raw.decode("latin-1").translate(_WINDOWS)
    return lambda raw: raw.decode("utf-8")


def _cells(text: str, delimiter: str, quoted: bool, row: Entry[list[str]]) -> list[str]:
    if not quoted or '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise row.error(f"not a row of RFC 4180: {error}") from None
