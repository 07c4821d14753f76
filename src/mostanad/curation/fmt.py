"""Canonical form: what a spreadsheet changed in the writing of a table is changed back."""

import csv
import io
from collections.abc import Iterable
from operator import itemgetter

from mostanad.curation.transaction import EditRefused, write_tables
from mostanad.files import Package, csvtext
from mostanad.files.canonical import cell, is_arabic, lines
from mostanad.models import TABLES


def canonical(name: str, content: bytes, *, in_persian: bool = True) -> bytes:
    """A table's file in canonical form, with the same values; EditRefused if it is empty, not UTF-8 or not CSV, or
    its cells are not separated by commas, or values would be lost because a row has too many or too few of them."""
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        given: Iterable[tuple[int, str | list[str]]] = ((reader.line_num, row) for row in reader)
        if csvtext.is_canonical(content):  # each row is a line
            given = enumerate((row if _is_plain(row) else csvtext.split(row) for row in text[:-1].split("\n")), 1)
        rows = [(number, row) for number, row in given if any(map(str.strip, row))]
    except UnicodeDecodeError as error:
        raise EditRefused(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except csv.Error as error:
        raise EditRefused(f"{name}: not CSV: {error}") from None
    if not rows:
        raise EditRefused(f"{name}: the file is empty; it needs at least its header")
    first = rows[0][1] if isinstance(rows[0][1], list) else rows[0][1].split(",")
    if mark := csvtext.separator(",".join(first), [column.name for column in TABLES[name].columns()]):
        marks = csvtext.SEPARATORS[mark]
        raise EditRefused(f"{name}: the cells are separated by {marks}; save the file as CSV with commas")
    header = [cell(value) for value in first]
    language = header.index("language") if "language" in header else None
    key = header.index(TABLES[name].key()) if TABLES[name].key() in header else 0
    found = list[tuple[str, str | list[str]]]()  # each with its key
    for number, row in rows[1:]:
        if (width := row.count(",") + 1 if isinstance(row, str) else len(row)) != len(header):
            raise EditRefused(f"{name}: line {number} has {width} cells, the header {len(header)}")
        if isinstance(row, str):
            found.append((row.split(",", key + 1)[key], row))
        else:
            arabic = is_arabic("" if language is None else cell(row[language]), in_persian=in_persian)
            tidy = [cell(value, is_arabic=arabic) for value in row]
            found.append((tidy[key], tidy))
    return lines(header, (row for _, row in sorted(found, key=itemgetter(0))))


def _is_plain(row: str) -> bool:
    """Whether the cells of a row are canonical at a glance."""
    is_odd = row.startswith((",", " ")) or row.endswith(" ") or any(odd in row for odd in ('"', "  ", ", ", " ,"))
    return row.isascii() and row.isprintable() and not is_odd


def fmt(package: Package) -> list[str]:
    """Bring every table into canonical form, or none; the files that were not canonical. EditRefused if a table cannot
    be read whole, or the files are not as they were read."""
    changed, refused = fixes(package)
    if refused:
        raise EditRefused(refused[0])
    return write_tables(package, changed, can_undo=False)


def fixes(package: Package) -> tuple[dict[str, bytes], list[str]]:
    """What a program can correct safely: new bytes of tables that are not canonical; and why it cannot others."""
    changed, refused = {}, []
    for name, content in package.texts.items():
        try:
            new = canonical(name, content, in_persian=package.in_persian)
        except EditRefused as error:
            refused.append(str(error))
        else:
            if new != content:
                changed[name] = new
    return changed, refused
