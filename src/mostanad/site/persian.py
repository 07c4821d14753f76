"""Persian: the messages of ``fa.po``, days in both calendars, Persian digits, names as documents print them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import polib
from persiantools.jdatetime import JalaliDate

from mostanad.models.language import Language

#: The catalogue: English messages and what they are in Persian.
CATALOGUE = Path(__file__).with_name("fa.po")
_DIGITS = str.maketrans("0123456789,.%", "۰۱۲۳۴۵۶۷۸۹٬٫٪")
_MONTHS = ("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر")
_JALALI = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")


@cache
def messages() -> Mapping[str, str]:
    """English messages and what they are in Persian; one with a plural stands under its singular."""
    return {entry.msgid: entry.msgstr or entry.msgstr_plural[0] for entry in polib.pofile(str(CATALOGUE))}


@dataclass(frozen=True)
class Persian(Language):
    """``names``: by id the names that documents print in Persian."""

    names: Mapping[str, str]
    is_brief: bool = False
    code, direction, title = "fa", "rtl", "فارسی"

    def message(self, text: str) -> str:
        return messages().get(text, text)

    def several(self, one: str, many: str, number: float) -> str:
        """Behind a number a Persian noun has one form."""
        return messages().get(one) or super().several(one, many, number)

    def digits(self, text: str) -> str:
        return text.translate(_DIGITS)

    def brief(self) -> Persian:
        """Days in our calendar alone, as the axes of pictures have it."""
        return replace(self, is_brief=True)

    def day(self, date: str) -> str:
        """A day in both calendars; a month or a year of ours lies in two of the other.

        >>> Persian({}).day("2019-12-19"), Persian({}).day("2019-12")
        ('۲۸ آذر ۱۳۹۸ (۱۹ دسامبر ۲۰۱۹)', 'دسامبر ۲۰۱۹ (آذر و دی ۱۳۹۸)')
        """
        year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
        ours = " ".join([*([str(day)] if day else []), *([_MONTHS[month - 1]] if month else []), str(year)])
        if self.is_brief:
            return ours.translate(_DIGITS)
        ends = (day, day) if day else (1, calendar.monthrange(year, month or 12)[1])
        begin, end = (JalaliDate(dt.date(year, month or at, one)) for at, one in zip((1, 12), ends, strict=True))
        of_begin, of_end = f"{_JALALI[begin.month - 1]} {begin.year}", f"{_JALALI[end.month - 1]} {end.year}"
        if day:
            said = f"{begin.day} {of_begin} ({ours})"
        elif month:
            both = f"{_JALALI[begin.month - 1]} و {of_end}" if begin.year == end.year else f"{of_begin} و {of_end}"
            said = f"{ours} ({both})"
        else:
            said = f"سال {ours} ({begin.year} و {end.year})"
        return said.translate(_DIGITS)

    def label(self, row_id: str, label: str) -> str:
        return self.names.get(row_id) or messages().get(label, label)


def languages(names: Iterable[Mapping[str, Any]]) -> tuple[Language, ...]:
    """The languages of a site, by its rows of ``names``: English, and Persian if documents print names in it."""
    known = ("fa", "Arab", "primary")
    found = {row["entity_id"]: row["name"] for row in names if (row["language"], row["script"], row["kind"]) == known}
    return (Language(), Persian(found)) if found else (Language(),)
