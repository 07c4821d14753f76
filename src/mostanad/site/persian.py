"""Persian: the messages of the catalogues, days in both calendars, Persian digits, names as documents print them."""

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

#: Translations from English: messages of the pages, and texts of the dataset.
_CATALOGUES = [Path(__file__).with_name(name) for name in ("fa.po", "texts.fa.po")]
_DIGITS = str.maketrans("0123456789,.%", "۰۱۲۳۴۵۶۷۸۹٬٫٪")
#: Gregorian months, as written before a year.
_MONTHS = ("ژانویهٔ", "فوریهٔ", "مارس", "آوریل", "مهٔ", "ژوئن", "ژوئیهٔ", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر")
#: Maps Persian letters to the order of their alphabet, which is not that of Unicode; Latin letters come after them.
ORDER = str.maketrans("\u200c آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "".join(map(chr, range(1, 36))))
#: Where a name needs a zero-width non-joiner: before the name of God and the like, between two given names, and before
#: a plural ending.
_LOST = re.compile(
    "(?<=[بپتثجچحخسشصضطظعغفقکگلمنهی])(?=الله(?![\u0600-\u06ff]))|(?<=[\u0600-\u06ff])(?: (?=ال(?:له|دین|هدی))|-)"
    "|(?<=رجایی) (?=شهر)|(?<=[\u0600-\u06ff]) (?=های?(?![\u0600-\u06ff]))"
)
#: The same, before the second part of a surname.
_ENDING = re.compile(" (?=(?:پور|زاده|نژاد|نیا|خواه|نسب|وند|ورز|تبار|پناه|کیا|نثاری)$)")
#: A final y that is pronounced as an a, as in Isa.
_FINAL = re.compile(r"\b(عیس|موس|مرتض|مصطف|یحی)ی\b")
#: A non-joiner after a letter that does not join anyway.
_NEEDLESS = re.compile("(?<=[اآدذرزژو])\u200c")
_JALALI = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for entry in (entry for path in _CATALOGUES for entry in polib.pofile(str(path))):
        own = found[entry.msgctxt or ""]
        own[entry.msgid] = entry.msgstr or entry.msgstr_plural[0]
        if 1 in entry.msgstr_plural:
            own[entry.msgid_plural] = entry.msgstr_plural[1]
    return found


def messages(context: str = "") -> Mapping[str, str]:
    """The English messages of a context with their Persian translations. A message with a plural is under its singular;
    if Persian has a plural too, because the verb is about people, that is under the English plural."""
    return _catalogue()[context]


@dataclass(frozen=True)
class Persian(Language):
    """Persian. ``names``: by id, the names that documents print in Persian, and titles. ``texts``: by English text, the
    translations of the titles of posts and of statements."""

    names: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    calendars: Literal["both", "theirs"] = "both"
    span: tuple[dt.date, dt.date] = (dt.date.min, dt.date.max)
    code, direction, title = "fa", "rtl", "فارسی"

    def message(self, text: str) -> str:
        return messages().get(text, text)

    def several(self, one: str, many: str, number: float) -> str:
        """After a number, a Persian noun has only one form. The number one is a word, not a digit."""
        said = (number != 1 and messages().get(many)) or messages().get(one) or super().several(one, many, number)
        return re.sub(r"%\((?:count|num)\)s(?= )", "یک", said) if number == 1 else said

    def digits(self, text: str) -> str:
        return text.translate(_DIGITS)

    def new_year(self, year: int) -> dt.date:
        return JalaliDate(year, 1, 1).to_gregorian()

    def years(self, year: int) -> list[str]:
        return [self.digits(str(one)) for one in (year, self.new_year(year).year)]

    def brief(self) -> Persian:
        """The same with days and months in the Persian calendar alone, as the axes of charts show them."""
        return replace(self, calendars="theirs")

    def within(self, first: dt.date, last: dt.date) -> Persian:
        """The same for dates between two days: they can narrow a Gregorian month or year to one Persian one."""
        return replace(self, span=(first, last))

    def day(self, date: str) -> str:
        """A date in both calendars, the Persian one first. A Gregorian month or year can fall in two Persian ones.

        >>> Persian({}).day("2019-12-19"), Persian({}).day("2019-12")
        ('۲۸ آذر ۱۳۹۸ (۱۹ دسامبر ۲۰۱۹)', 'آذر یا دی ۱۳۹۸ (دسامبر ۲۰۱۹)')
        """
        year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
        ours = " ".join([*([str(day)] if day else []), *([_MONTHS[month - 1]] if month else []), str(year)])
        ends = (day, day) if day else (1, calendar.monthrange(year, month or 12)[1])
        whole = [dt.date(year, month or at, one) for at, one in zip((1, 12), ends, strict=True)]
        left = [max(whole[0], self.span[0]), min(whole[1], self.span[1])]
        begin, end = map(JalaliDate, left if left[0] <= left[1] else whole)
        of_begin, of_end = f"{_JALALI[begin.month - 1]} {begin.year}", f"{_JALALI[end.month - 1]} {end.year}"
        both = f"{_JALALI[begin.month - 1] if begin.year == end.year else of_begin} یا {of_end}"
        both = both if of_begin != of_end else of_end
        years = f"سال {begin.year}" if begin.year == end.year else f"سال {begin.year} یا {end.year}"
        said = f"{begin.day} {of_begin}" if day else both if month else years
        said = said if self.calendars == "theirs" and month else f"{said} ({ours})"
        return said.translate(_DIGITS)

    def year(self, first: dt.date, last: dt.date) -> str:
        """The Persian year of a time. If it can be two, that of the middle of the days in the first Gregorian year."""
        middle = first + (min(last, dt.date(first.year, 12, 31)) - first) / 2
        return str(JalaliDate(middle).year)

    def year_of(self, first: dt.date | None, last: dt.date) -> str:
        """The Persian year, with the Gregorian one; both Persian years if it can be either.

        >>> said, day = Persian({}), dt.date(2019, 12, 24)
        >>> said.year_of(day, day), said.year_of(None, day)
        ('۱۳۹۸ (۲۰۱۹)', '۱۳۹۷ یا ۱۳۹۸ (۲۰۱۹)')
        """
        begin = max(first or dt.date.min, dt.date(last.year, 1, 1))
        years = dict.fromkeys(str(JalaliDate(day).year) for day in (begin, last))
        return self.digits(f"{' یا '.join(years)} ({last.year})")

    def label(self, row_id: str, label: str) -> str:
        said = self.names.get(row_id) or self.texts.get(label) or messages().get(label)
        return said or messages("place").get(label, label)


def printed(names: Iterable[Mapping[str, Any]], rows: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    """By id, the names that documents print in Persian, with the non-joiners that they lost. The name of a person has
    the word order of our label if the words match, or the spelling of the catalogue. An alias counts only for a person,
    and only if its words match."""
    found: dict[str, dict[str, str]] = {"alias": {}, "primary": {}}
    for row in (row for row in names if (row["language"], row["script"]) == ("fa", "Arab") and row["kind"] in found):
        name, (table, whose) = row["name"], rows[row["entity_id"]]
        name = f"زندان {name}" if whose.get("kind") == "prison" and "زندان" not in name else name
        is_person = table == "officials" or whose.get("kind") == "person"
        words, label = name.split(" ") if is_person else [], Name(folding.fold(whose["name"])).skeleton
        orders = [" ".join(order) for order in (permutations(words) if len(words) < 5 else ())]
        alike = next(
            (one for one in orders if folding.agree(Name(folding.fold(_FINAL.sub(r"\1ا", one))).skeleton, label)), ""
        )
        if alike or row["kind"] == "primary":
            said = _ENDING.sub("\u200c", alike or name) if len(words) > 2 else alike or name
            said = _NEEDLESS.sub("", _LOST.sub("\u200c", said))
            found[row["kind"]][row["entity_id"]] = messages().get(whose["name"], said) if is_person else said
    return found["alias"] | found["primary"]
