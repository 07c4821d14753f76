"""Dates as lists print them, as EDTF: as precisely as printed and never more precisely. What the subset of
:mod:`mostanad.models.edtf` cannot say (``1950 or later``) gives an empty text; what is printed stays beside it."""

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
#: Names of months, also known by how they begin, at their numbers; at 0 that of none.
_MONTHS = ("", *map(str.casefold, MONTHS))
#: More alternatives than these say nothing about a birth.
_MANY = 20
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@lru_cache(maxsize=4096)
def born(printed: str) -> str:
    """The EDTF of a date of birth; empty where there is none for it. Numbers with points or slashes are day, month and
    year; 00 is not known. Of a date in two calendars the Gregorian counts."""
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
    """The ISO 8601 day of a date in a column of its own (2019-12-19, 19/12/2019, 19.12.2019); else ValueError."""
    exact = _moment(printed.strip())
    if len(exact) != len("2019-12-19"):
        raise ValueError(f"{printed!r} is not a day (2019-12-19 or 19/12/2019)")
    return exact


def moment(year: int, month: int = 0, date: int = 0) -> str:
    """The EDTF of a year, month or day of which month and day may be 0, not known; empty if not in the calendar."""
    try:
        dt.date(year, month or 1, date or 1)
    except ValueError:
        return ""
    if not month:
        return "" if date else f"{year:04d}"
    return f"{year:04d}-{month:02d}" + (f"-{date:02d}" if date else "")


def circa(date: str) -> str:
    """An EDTF date as an approximate one; empty where the subset has none, of several dates."""
    return f"{date}~" if date and not date.startswith("[") else ""


def between(first: dt.date, last: dt.date) -> str:
    """The EDTF of one day from the first to the last, as a year or a month where they are all days of one."""
    if first == last:
        return first.isoformat()
    after = last + dt.timedelta(days=1)
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        return f"{first.year:04d}" if first.year == last.year else f"[{first.year:04d}..{last.year:04d}]"
    if first.day == 1 and after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    return f"[{first}..{last}]" if first < last else ""


def year_only(date: str) -> str:
    """An EDTF date with no part finer than a year, which is what may be published of most people."""
    if not date.startswith("["):
        return date[:4] + (date[-1] if date.endswith(("~", "?")) else "")
    between = ".." if ".." in date else ","
    years = list(dict.fromkeys(part[:4] for part in date[1:-1].split(between)))
    return years[0] if len(years) == 1 and years[0] else f"[{between.join(years)}]"


def any_year(years: Iterable[str]) -> str:
    """One date for alternatives, years and spans of years, with each year of a span written out; empty where the subset
    has none: for a single year, or one that is approximate, unsure or open."""
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
