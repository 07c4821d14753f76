"""Put tables back into canonical form, for example after a spreadsheet has saved them."""

import csv
import io
from operator import itemgetter

from mostanad.curation.transaction import EditRefused, write_tables
from mostanad.files import Package
from mostanad.files.canonical import cell, is_arabic, lines
from mostanad.files.csvtext import SEPARATORS, separator
from mostanad.models import TABLES


def canonical(name: str, content: bytes, *, in_persian: bool = True) -> bytes:
    """A table's file in canonical form, with the same values. EditRefused if it is empty, not UTF-8, not CSV or not
    separated by commas, or if values could be lost because a row has more or fewer cells than the header."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except UnicodeDecodeError as error:
        raise EditRefused(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except csv.Error as error:
        raise EditRefused(f"{name}: not CSV: {error}") from None
    if not rows:
        raise EditRefused(f"{name}: the file is empty; it needs at least its header")
    (_, first), *body = rows
    if mark := separator(",".join(first), TABLES[name].header()):
        raise EditRefused(f"{name}: the cells are separated by {SEPARATORS[mark]}; save the file as CSV with commas")
    header = [cell(value) for value in first]
    for number, row in body:
        if len(row) != len(header):
            raise EditRefused(f"{name}: line {number} has {len(row)} cells, but the header has {len(header)}")
    language = header.index("language") if "language" in header else None
    for _, row in body:  # skip rows that are clearly canonical, as most are
        line = "~".join(("", *row, ""))
        if not (line.isascii() and line.isprintable()) or any(odd in line for odd in ("  ", "~ ", " ~")):
            arabic = is_arabic("" if language is None else cell(row[language]), in_persian=in_persian)
            row[:] = [cell(value, is_arabic=arabic) for value in row]
    key = header.index(TABLES[name].key()) if TABLES[name].key() in header else 0
    return lines(header, sorted((row for _, row in body), key=itemgetter(key)))


def fmt(package: Package) -> list[str]:
    """Put all tables into canonical form, or none; returns the files that changed. EditRefused if a table cannot be
    read completely, or a file has changed since it was read."""
    changed, refused = fixes(package)
    if refused:
        raise EditRefused(refused[0])
    return write_tables(package, changed, can_undo=False)


def fixes(package: Package) -> tuple[dict[str, bytes], list[str]]:
    """The new bytes of tables that are not canonical, and the reasons why other tables cannot be corrected safely."""
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
