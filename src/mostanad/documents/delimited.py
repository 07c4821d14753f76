"""Comma, semicolon and tab separated lists, row by row, each with its place in the bytes.

Standard: RFC 4180, read strictly, except that LF may stand for CRLF, blank lines are skipped and a tab separated list
has no quoting. What no standard says: a file is UTF-8 (a byte order mark is skipped) if all of it decodes as such,
else Windows-1252, which is Latin-1 with quotation marks where that has control characters; a 0x1A byte (the end mark
of CP/M and DOS, which OFAC still writes) may follow the last row.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence

from mostanad.documents.records import Entry, ListError

_END_MARK = b"\x1a"
_BOM = b"\xef\xbb\xbf"
#: What Windows-1252 has where Latin-1 has control characters; five of them it leaves as they are.
_WINDOWS = {byte: ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)) for byte in range(0x80, 0xA0)}


def rows(content: bytes, delimiter: str = ",", *, quoted: bool = True) -> Iterator[Entry[list[str]]]:
    """The cells of every row of a list that is not blank, in order; without keys.

    If quoted, ``"`` may enclose a cell, which then may hold delimiters and line ends. Raises ListError at the first row
    that cannot be read: a quoted cell never closed, characters after a closed one, 0x1A within the list, NUL bytes.
    """
    decode = _decoder(content)
    size = len(content.rstrip(_END_MARK))
    position, line = (len(_BOM) if content.startswith(_BOM) else 0), 1
    while position < size:
        start, first = position, line
        end = _line_end(content, position, size)
        quotes = content.count(b'"', start, end) if quoted else 0
        while quotes % 2:
            if end >= size:
                raise ListError("a quoted cell is never closed", line=first, byte=start)
            following = _line_end(content, end + 1, size)
            quotes += content.count(b'"', end + 1, following)
            end, line = following, line + 1
        position, line = end + 1, line + 1
        raw = content[start:end].rstrip(b"\r")
        if raw.strip() == _END_MARK and not content[position:size].strip(_END_MARK + b"\r\n\t "):
            return
        if _END_MARK in raw:
            raise ListError("a 0x1A byte, the end mark of a file, within the list", line=first, byte=start)
        if raw.strip():
            yield Entry("", start, start + len(raw), first, _cells(decode(raw), delimiter, quoted, first, start))


def table(
    content: bytes, required: Sequence[str], delimiter: str = ",", *, quoted: bool = True, preamble: str = ""
) -> Iterator[Entry[dict[str, str]]]:
    """The rows under a header that has the required columns, by column, white space around cells removed.

    A line that begins with the preamble may stand before the header. Raises ListError as :func:`rows` does, if the
    header lacks a column or has one twice, or a row has not its cells.
    """
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
    cells = {name: cell.strip() for name, cell in zip(columns, row.value, strict=True)}
    return Entry("", row.start, row.end, row.line, cells)


def _line_end(content: bytes, position: int, size: int) -> int:
    end = content.find(b"\n", position, size)
    return size if end < 0 else end


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


def _cells(text: str, delimiter: str, quoted: bool, line: int, byte: int) -> list[str]:
    if not quoted or '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ListError(f"not a row of RFC 4180: {error}", line=line, byte=byte) from None
