"""The canonical form of tables: the only way in which rows and cells are written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from mostanad.files import csvtext
from mostanad.models import TABLES

#: The Arabic forms of yeh and kaf, with the letters that Persian has instead.
ARABIC_FORMS = {"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9"}


def is_arabic(language: str, *, in_persian: bool = True) -> bool:
    """Whether yeh and kaf keep their Arabic forms in a row with this language tag (BCP 47, may be empty): in Arabic,
    and in a dataset without Persian (:attr:`Package.in_persian`) in every language but Persian."""
    tag = language.split("-", maxsplit=1)[0]
    return tag == "ar" or not (in_persian or tag == "fa")


def render(name: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table's file: the header, then the rows sorted by key. A column that a row lacks becomes an empty cell."""
    header, key = TABLES[name].header(), TABLES[name].key()
    ordered = sorted(rows, key=lambda row: row[key])
    return lines(header, ([row.get(column, "") for column in header] for row in ordered))


def lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file of a header and rows in the given order: UTF-8, LF, minimal quoting. A row may be a finished line."""
    made = (row if isinstance(row, str) else csvtext.join(row) for row in (header, *rows))
    return "".join(f"{line}\n" for line in made).encode()


def cell(text: str, *, is_arabic: bool = False) -> str:
    """A cell as canonical text: NFC, Persian letters (unless ``is_arabic``), single spaces, none outside."""
    normal = unicodedata.normalize("NFC", text)
    if not is_arabic:
        normal = normal.translate({ord(form): letter for form, letter in ARABIC_FORMS.items()})
    return re.sub(r"\s+", " ", normal).strip()
