"""Persian: the messages of ``fa.po``, days in both calendars, Persian digits, names as documents print them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any, Literal

import polib
from persiantools.jdatetime import JalaliDate

from mostanad.matching import folding
from mostanad.matching.spelling import Name
from mostanad.models.language import Language

#: The catalogue: English messages and what they are in Persian.
CATALOGUE = Path(__file__).with_name("fa.po")
_DIGITS = str.maketrans("0123456789,.%", "۰۱۲۳۴۵۶۷۸۹٬٫٪")
_MONTHS = ("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر")
#: The Persian alphabet in its order.
_ORDER = str.maketrans("\u200c آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "".join(map(chr, range(1, 36))))
#: Where a letter that joins stands before the name of God at the end of a word.
_LOST = re.compile("(?<=[بپتثجچحخسشصضطظعغفقکگلمنهی])(?=الله(?![\u0600-\u06ff]))")
_JALALI = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    """By context English messages and what they are in Persian; one with a plural stands under its singular."""
    found = defaultdict[str, dict[str, str]](dict)
    for entry in polib.pofile(str(CATALOGUE)):
        found[entry.msgctxt or ""][entry.msgid] = entry.msgstr or entry.msgstr_plural[0]
    return found


def messages(context: str = "") -> Mapping[str, str]:
    """What is in Persian what, in a context; the sentences of pages have none."""
    return _catalogue()[context]


def is_persian(text: str) -> bool:
    """Whether a text has something in it, and no Latin letter."""
    return bool(text) and not re.search("[A-Za-z]", text)


@dataclass(frozen=True)
class Persian(Language):
    """``names``: by id the names that documents print in Persian, and titles; ``posts``: by their words in English what
    posts are called."""

    names: Mapping[str, str]
    posts: Mapping[str, str] = field(default_factory=dict)
    calendars: Literal["both", "ours", "theirs"] = "both"
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
        return replace(self, calendars="ours")

    def day(self, date: str) -> str:
        """A day in both calendars; a month or a year of ours lies in two of the other.

        >>> Persian({}).day("2019-12-19"), Persian({}).day("2019-12")
        ('۲۸ آذر ۱۳۹۸ (۱۹ دسامبر ۲۰۱۹)', 'دسامبر ۲۰۱۹ (آذر و دی ۱۳۹۸)')
        """
        year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
        ours = " ".join([*([str(day)] if day else []), *([_MONTHS[month - 1]] if month else []), str(year)])
        if self.calendars == "ours":
            return ours.translate(_DIGITS)
        ends = (day, day) if day else (1, calendar.monthrange(year, month or 12)[1])
        begin, end = (JalaliDate(dt.date(year, month or at, one)) for at, one in zip((1, 12), ends, strict=True))
        of_begin, of_end = f"{_JALALI[begin.month - 1]} {begin.year}", f"{_JALALI[end.month - 1]} {end.year}"
        both = f"{_JALALI[begin.month - 1]} {{}} {of_end}" if begin.year == end.year else f"{of_begin} {{}} {of_end}"
        if not month:
            said = f"سال {ours} ({begin.year} و {end.year})" if self.calendars == "both" else f"سال {ours}"
        elif self.calendars == "theirs":
            said = f"{begin.day} {of_begin}" if day else both.format("یا")
        else:
            said = f"{begin.day} {of_begin} ({ours})" if day else f"{ours} ({both.format('و')})"
        return said.translate(_DIGITS)

    def label(self, row_id: str, label: str) -> str:
        return self.names.get(row_id) or self.posts.get(label) or messages().get(label, label)

    def order(self, label: str) -> str:
        """In Unicode four letters of the Persian alphabet stand behind the others. Latin letters come last here."""
        return super().order(label).translate(_ORDER)


def printed(names: Iterable[Mapping[str, Any]], rows: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    """By id the names that documents print in Persian. The words of an official's stand in the order of our label, if
    these are the same; and a joiner that a document lost is there again, as in Hedayat-ollah."""
    found = {}
    for row in names:
        if (row["language"], row["script"], row["kind"]) == ("fa", "Arab", "primary"):
            name, (table, whose) = _LOST.sub("\u200c", row["name"]), rows[row["entity_id"]]
            label, words = Name(folding.fold(whose["name"])).skeleton, name.split(" ")
            orders = map(" ".join, permutations(words)) if table == "officials" and len(words) < 5 else ()
            alike = (one for one in orders if folding.agree(Name(folding.fold(one)).skeleton, label))
            found[row["entity_id"]] = next(alike, name)
    return found
