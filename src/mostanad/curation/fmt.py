"""Canonical form: what a spreadsheet changed in the writing of a table is changed back."""

from __future__ import annotations

import csv
import io

from mostanad.curation.transaction import EditRefused, _replace
from mostanad.models import TABLES
from mostanad.package import Package
from mostanad.package.canonical import cell, is_arabic, lines


def canonical(name: str, content: bytes) -> bytes:
    """A table's file in canonical form: the same values, in the one way in which they are written.

    Raises:
        EditRefused: if it is empty, not UTF-8 or not CSV, or a row has too many or too few cells: values would be lost.
    """
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        raise EditRefused(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except csv.Error as error:
        raise EditRefused(f"{name}: not CSV: {error}") from None
    filled = [(number, row) for number, row in rows if any(map(str.strip, row))]
    if not filled:
        raise EditRefused(f"{name}: the file is empty; it needs at least its header")
    (_, first), *body = filled
    header = [cell(value) for value in first]
    for number, row in body:
        if len(row) != len(header):
            raise EditRefused(f"{name}: line {number} has {len(row)} cells, the header {len(header)}")
    language = header.index("language") if "language" in header else None
    arabic = [language is not None and is_arabic(row[language]) for _, row in body]
    tidy = [[cell(value, is_arabic=as_is) for value in row] for as_is, (_, row) in zip(arabic, body, strict=True)]
    key = header.index(TABLES[name].key()) if TABLES[name].key() in header else 0
    return lines(header, sorted(tidy, key=lambda row: row[key]))


def fmt(package: Package, *, write: bool = True) -> list[str]:
    """Bring every table into canonical form.

    Args:
        package: the package.
        write: whether to write the files, or only to say which would change.

    Returns:
        the files that are not canonical (and now are, if written).
    """
    new = {name: canonical(name, content) for name, content in package.texts.items()}
    changed = [name for name, content in new.items() if content != package.texts[name]]
    if write:
        for name in changed:
            _replace(package.root / package.files[name], new[name])
    return [package.files[name] for name in changed]
