"""Readers that yield the entries of a file with their byte offsets: rows of comma- and tab-separated tables, lines of
JSON, rows of spreadsheets, elements of XML.

Tables follow RFC 4180 strictly, except that lines may end in LF, blank lines are skipped and a tab-separated list has
no quoting. A table that decodes as UTF-8 is read as UTF-8 (without its byte order mark), any other as Windows-1252. A
0x1A byte (the DOS end mark, which OFAC still writes) may follow the last row. Rows of a spreadsheet have no bytes of
their own, so they are written as lines of JSON (RFC 8259). XML 1.0 is parsed by expat. A document type declaration is
refused before it is read, so nothing is expanded or fetched; names lose their prefix; UTF-16 is refused.
"""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from mostanad.documents.printed import tidy
from mostanad.documents.records import Entry, ListError
from mostanad.files.reading import parse_json

_END_MARK = b"\x1a"
_BOM = b"\xef\xbb\xbf"
# A row up to its line end. A line end between quotation marks belongs to the cell.
_QUOTED, _PLAIN = re.compile(rb'(?:[^"\n]++|"[^"]*+"?)*+'), re.compile(rb"[^\n]*+")
#: The characters of Windows-1252 in place of Latin-1's control characters; five control characters remain.
_WINDOWS = {byte: ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)) for byte in range(0x80, 0xA0)}


def rows(content: bytes, delimiter: str = ",", *, quoted: bool = True) -> Iterator[Entry[list[str]]]:
    """Yield the cells of every row that is not blank, without keys. If ``quoted``, a cell in ``"`` may contain
    delimiters and line ends. ListError at the first row that cannot be read."""
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
    """Yield the rows as stripped cells by column. A line whose first cell is the preamble may precede the header.
    ListError if the header lacks a required column or repeats one, and like :func:`rows`."""
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
        raise header.error(f"the header repeats {', '.join(sorted(twice))}")
    for row in lines:
        yield named(row, columns)


def named(row: Entry[list[str]], columns: Sequence[str]) -> Entry[dict[str, str]]:
    """A row as cells by column; ListError if it has more or fewer cells than there are columns."""
    if len(row.value) != len(columns):
        message = f"a row of {len(row.value)} cells in a list of {len(columns)} columns"
        raise row.error(f"{message} (a quotation mark or a line break out of place?)")
    return Entry("", row.start, row.end, row.line, dict(zip(columns, map(str.strip, row.value), strict=True)))


def _decoder(content: bytes) -> Callable[[bytes], str]:
    """The function that decodes every row of a list; ListError for NUL bytes."""
    if (nul := content.find(b"\0")) >= 0:
        raise ListError("NUL bytes: the list is UTF-16, or not text", line=content.count(b"\n", 0, nul) + 1, byte=nul)
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
        raise row.error(f"not valid CSV (RFC 4180): {error}") from None


#: White space between the elements of an OpenDocument table: it means nothing, but python_calamine misreads it.
_BETWEEN = re.compile(rb">\s*\n\s*<")


def values(content: bytes) -> Iterator[Entry[Any]]:
    """Yield the JSON value of every line that is not blank, without keys; ListError at the first unreadable line."""
    position = 0
    for number, raw in enumerate(content.split(b"\n"), 1):
        line: Entry[Any] = Entry("", position, position + len(raw.rstrip(b"\r")), number, None)
        position += len(raw) + 1
        if raw.strip():
            try:
                value = parse_json(raw)
            except (ValueError, RecursionError) as error:
                raise line.error(f"not a line of JSON: {error}") from None
            yield replace(line, value=value)


def sheet(content: bytes, required: Sequence[str]) -> Iterator[Entry[dict[str, str]]]:
    """The rows of a spreadsheet that are not blank, as cells by column. The first row is the header. ListError if it
    lacks a required column, and like :func:`of_spreadsheet` and :func:`mostanad.documents.entries.named`."""
    lines = values(of_spreadsheet(content))
    header = next(lines, None)
    if header is None or not set(required) <= set(header.value):
        raise ListError(f"the first row must have the columns {', '.join(required)}")
    return (named(line, header.value) for line in lines if any(line.value))


@lru_cache(maxsize=1)  # callers request the body, the entries and the records of one file in turn
def of_spreadsheet(content: bytes) -> bytes:
    """The rows of the first sheet of a spreadsheet (.xlsx, .ods) as lines of JSON. Each is an array of texts, without
    blanks between cells and without escaped letters. ListError if the file is not a spreadsheet."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_tight(content)))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, IndexError, OSError) as error:
        raise ListError(f"not a spreadsheet: {error}") from None
    lines = (json.dumps([_cell(cell) for cell in row], ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def _tight(content: bytes) -> bytes:
    """An OpenDocument spreadsheet without white space between elements; any other spreadsheet unchanged."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        if "content.xml" not in old.namelist():
            return content
        for name in old.namelist():
            new.writestr(name, _BETWEEN.sub(b"><", old.read(name)) if name == "content.xml" else old.read(name))
    return made.getvalue()


def _cell(cell: object) -> str:
    """The text of a cell; a day has no time, and a whole number no decimal point."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell).strip()


def elements(content: bytes, root: str, wanted: Collection[str], chunk: int = 1 << 20) -> Iterator[Entry[Element]]:
    """Yield every outermost element with a wanted name, without a key and with its exact bytes, ``chunk`` bytes at a
    time. ListError if the file is not well-formed, or has a document type declaration or another root."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ListError("the list is UTF-16; it must be UTF-8")
    scanner = _Scanner(content, root, wanted)
    for position in range(0, max(len(content), 1), chunk):
        scanner.feed(content[position : position + chunk], final=position + chunk >= len(content))
        yield from scanner.found
        scanner.found = []


def text(element: Element, name: str) -> str:
    """The text of the first child with this name, with single spaces; empty if there is none."""
    child = element.find(name)
    return "" if child is None else tidy("".join(child.itertext()))


class _Scanner:
    def __init__(self, content: bytes, root: str, wanted: Collection[str]) -> None:
        self.found: list[Entry[Element]] = []
        self._content, self._root, self._wanted = content, root, wanted
        self._begun = False
        self._depth = self._at = self._line = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            raise self._error(f"not well-formed XML: {expat.ErrorString(error.code)}", error.lineno) from None

    def _error(self, message: str, line: int) -> ListError:
        return ListError(message, line=line, byte=max(self._parser.ErrorByteIndex, 0))

    def _doctype(self, name: str, *_: object) -> None:
        byte = max(self._content.rfind(b"<!DOCTYPE", 0, self._parser.CurrentByteIndex + 1), 0)
        message = f"document type declarations are refused ({name})"
        raise ListError(message, line=self._content.count(b"\n", 0, byte) + 1, byte=byte)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if not self._begun and tag != self._root:
            message = f"the root element is <{tag}>; it must be <{self._root}>"
            raise self._error(message, self._parser.CurrentLineNumber)
        self._begun = True
        if not self._depth:
            if tag not in self._wanted:
                return
            self._tree = TreeBuilder()
            self._at, self._line = self._parser.CurrentByteIndex, self._parser.CurrentLineNumber
            self._parser.CharacterDataHandler = self._tree.data
        self._tree.start(tag, attributes)
        self._depth += 1

    def _end(self, name: str) -> None:
        if not self._depth:
            return
        self._tree.end(name.rpartition(":")[2])
        self._depth -= 1
        if not self._depth:
            self._parser.CharacterDataHandler = None
            element, end = self._tree.close(), self._parser.CurrentByteIndex
            # The parser is at the end of an empty element's only tag, else at the start of the end tag.
            if len(element) or element.text or self._content[end - 2 : end] != b"/>":
                end = self._content.index(b">", end) + 1
            self.found.append(Entry("", self._at, end, self._line, element))
