"""The language in which something is said: English, in which all messages are, unless somebody speaks another."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


class Language:
    """English; other languages say the same in their words."""

    code, direction, title = "en", "ltr", "English"

    def message(self, text: str) -> str:
        return text

    def several(self, one: str, many: str, number: float) -> str:
        """One of two messages, as a number asks for it."""
        return one if number == 1 else many

    def digits(self, text: str) -> str:
        return text

    def day(self, date: str) -> str:
        """A day, month or year (EDTF) as people write it."""
        year, *rest = date.split("-")
        return " ".join([*(f"{int(day)}" for day in rest[1:]), *(MONTHS[int(month) - 1] for month in rest[:1]), year])

    def year(self, first: dt.date, last: dt.date) -> str:
        """The year in which a list has what began between two days."""
        return str(first.year)

    def year_of(self, first: dt.date | None, last: dt.date) -> str:
        """The year of a document that was published between two days, of which nobody may know the first."""
        return str(last.year)

    def new_year(self, year: int) -> dt.date:
        """The first day of a year of its calendar."""
        return dt.date(year, 1, 1)

    def years(self, year: int) -> list[str]:
        """A year of its calendar, as an axis has it; and below it ours in which it begins, if that is another."""
        return [str(year)]

    def brief(self) -> Self:
        """The same for pictures, which have little room."""
        return self

    def within(self, first: dt.date, last: dt.date) -> Self:
        """The same of days, months and years of which only those between two days are meant."""
        return self

    def label(self, row_id: str, label: str) -> str:
        """What somebody or something is called; a day in the title of a row as people write it.

        >>> Language().label("eu-2026-01-29", "EU listings of 2026-01-29")
        'EU listings of 29 January 2026'
        """
        return _DAY.sub(lambda day: self.day(day[0]), label) if row_id else label


_ENGLISH = Language()
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=_ENGLISH)


def spoken() -> Language:
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say everything in a language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def say(message: str, /, **values: Any) -> str:
    """A message with its values; numbers as people write them.

    >>> say("%(number)s people", number=1200)
    '1,200 people'
    """
    return _filled(spoken().message(message), values)


def say_many(one: str, several: str, number: int, /, **values: Any) -> str:
    """The same of a number, which is the value ``num`` too.

    >>> say_many("%(num)s fact", "%(num)s facts", 2)
    '2 facts'
    """
    return _filled(spoken().several(one, several, number), {"num": number, **values})


def counted(number: int, what: str) -> str:
    """So many of something in English, as "1 row" or "2 rows": for what is printed in no other language."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def together(items: Sequence[str]) -> str:
    """Some things in a sentence.

    >>> together(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return items[0] if items else ""
    first, comma = items[0], say(", ")
    for one in items[1:-1]:
        first = _filled("%(first)s%(comma)s%(one)s", {"first": first, "comma": comma, "one": one})
    return say("%(first)s and %(last)s", first=first, last=items[-1])


def _filled(message: str, values: dict[str, Any]) -> str:
    if not values:
        return message
    given = {name: figure(value) if type(value) in (int, float) else value for name, value in values.items()}
    if any(hasattr(value, "__html__") for value in given.values()):
        from markupsafe import Markup

        return Markup(message) % given
    return message % given


def figure(number: float) -> str:
    """A number as people write it.

    >>> figure(1500.0), figure(2.5)
    ('1,500', '2.5')
    """
    return spoken().digits(f"{int(number):,}" if float(number).is_integer() else f"{number:,}")
