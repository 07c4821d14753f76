"""Convert the dates that lists print to EDTF, exactly as precise as printed. A date that the subset of
:mod:`mostanad.models.edtf` cannot express (``1950 or later``) becomes an empty text; callers also keep the original."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from mostanad.models import edtf
from mostanad.models.language import MONTHS

_CIRCA = re.compile(r"(?:circa|c\.|ca\.|approximately|approx\.)\s+", re.IGNORECASE)
_SOLAR = re.compile(r"\d{4}\s*\(Iranian Hijri calendar\)\s*,?\s*", re.IGNORECASE)
_GREGORIAN = re.compile(r"\s*\(Gregorian calendar\)", re.IGNORECASE)
_RANGE = re.compile(r"(?:between\s+)?(.+?)(?:\s+(?:to|and)\s+|(?<=\d{4})\s*[-–]\s*(?=\d{4}$))(.+)", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+|(?<=\d{4})/(?=\d{4}\b)", re.IGNORECASE)
_WORDS = re.compile(r"(?:(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+)?(\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
#: Names of months, indexed by number; a list may print only the first letters. The empty name at 0 means no month.
_MONTHS = ("", *map(str.casefold, MONTHS))
#: A date of birth with more alternative years than this is useless.
_MANY = 20
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@lru_cache(maxsize=4096)
def born(printed: str) -> str:
    """The EDTF of a date of birth; empty if it has none. Numbers with points or slashes are day, month and year; 00
    means unknown. Of a date in two calendars, the Gregorian one is read."""
    text = _GREGORIAN.sub("", _SOLAR.sub("", " ".join(printed.split())))
    if match := _CIRCA.match(text):
        return circa(_moment(text[match.end() :]))
    if exact := _moment(text):
        return exact
    if alternatives := _several(_OR.split(text), ","):
        return alternatives
    ends = _RANGE.fullmatch(text)
    return _several([ends[1], ends[2]], "..") if ends else ""


def day(printed: str) -> str:
    """The ISO 8601 day of a date cell (2019-12-19, 19/12/2019, 19.12.2019); ValueError if the cell is not a day."""
    exact = _moment(printed.strip())
    if len(exact) != len("2019-12-19"):
        raise ValueError(f"{printed!r} is not a day (2019-12-19 or 19/12/2019)")
    return exact


def moment(year: int, month: int = 0, date: int = 0) -> str:
    """The EDTF of a date; 0 is an unknown month or day. Empty if the calendar has no such date."""
    try:
        dt.date(year, month or 1, date or 1)
    except ValueError:
        return ""
    if not month:
        return "" if date else f"{year:04d}"
    return f"{year:04d}-{month:02d}" + (f"-{date:02d}" if date else "")


def circa(date: str) -> str:
    """An EDTF date marked as approximate; empty for several dates, which the subset cannot mark."""
    return f"{date}~" if date and not date.startswith("[") else ""


def between(first: dt.date, last: dt.date) -> str:
    """The EDTF of one day from the first to the last: of whole years or a whole month without days; "" if reversed."""
    if first >= last:
        return first.isoformat() if first == last else ""
    after = last + dt.timedelta(days=1)
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        return f"{first.year:04d}" if first.year == last.year else f"[{first.year:04d}..{last.year:04d}]"
    if first.day == 1 and after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    return f"[{first}..{last}]"


def year_only(date: str) -> str:
    """An EDTF date reduced to years: for most people, no more of a date of birth may be published."""
    if not date.startswith("["):
        return date[:4] + (date[-1] if date.endswith(("~", "?")) else "")
    between = ".." if ".." in date else ","
    years = list(dict.fromkeys(part[:4] for part in date[1:-1].split(between)))
    return years[0] if len(years) == 1 and years[0] else f"[{between.join(years)}]"


def any_year(years: Iterable[str]) -> str:
    """One EDTF date for alternative years and ranges of years; every year of a range is written out. Empty for a single
    year, for too many, and if one is approximate, uncertain or open."""
    single: set[str] = set()
    for year in years:
        first, _, last = year.strip("[]").partition("..")
        if "," in year:
            single.update(year.strip("[]").split(","))
        elif first.isdigit() and (last or first).isdigit():
            single.update(map(str, range(int(first), int(last or first) + 1)))
        else:
            return ""
    return f"[{','.join(sorted(single))}]" if 1 < len(single) <= _MANY else ""


def _several(parts: list[str], between: str) -> str:
    moments = [_moment(part) for part in parts]
    if len(moments) < 2 or not all(moments):
        return ""
    text = f"[{between.join(sorted(moments))}]"
    try:
        return edtf.parse(text).text
    except ValueError:
        return ""


def _moment(text: str) -> str:
    if match := _WORDS.fullmatch(text):
        word = (match[2] or "").casefold()
        month = next((number for number, name in enumerate(_MONTHS) if name.startswith(word)), 13)
        return moment(int(match[3]), month, int(match[1] or 0))
    if match := _NUMBERS.fullmatch(text):
        return moment(int(match[3]), int(match[2]), int(match[1]))
    match = _ISO.fullmatch(text)
    return moment(int(match[1]), int(match[2]), int(match[3] or 0)) if match else ""
