"""The language of messages: English, in which they are written, or another that a context has set."""

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
        """The singular or the plural message, according to a number."""
        return one if number == 1 else many

    def digits(self, text: str) -> str:
        return text

    def day(self, date: str) -> str:
        """A day, month or year (EDTF) as people write it."""
        year, *rest = date.split("-")
        return " ".join([*(f"{int(day)}" for day in rest[1:]), *(MONTHS[int(month) - 1] for month in rest[:1]), year])

    def year(self, first: dt.date, last: dt.date) -> str:
        """The year under which a list shows something that began between two days."""
        return str(first.year)

    def year_of(self, first: dt.date | None, last: dt.date) -> str:
        """The year of a document that was published between two days; the first may be unknown."""
        return str(last.year)

    def new_year(self, year: int) -> dt.date:
        """The first day of a year in this language's calendar."""
        return dt.date(year, 1, 1)

    def years(self, year: int) -> list[str]:
        """The labels of a year on an axis: in this language's calendar, then the Gregorian year if that differs."""
        return [str(year)]

    def brief(self) -> Self:
        """This language with shorter dates, for pictures, which have little room."""
        return self

    def within(self, first: dt.date, last: dt.date) -> Self:
        """This language for dates between two days, so that another calendar can name months and years exactly."""
        return self

    def label(self, row_id: str, label: str) -> str:
        """The label of a row or a text; in the label of a row, days are written out.

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
    """Write all messages of this context in a language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def say(message: str, /, **values: Any) -> str:
    """A translated message filled with its values; numbers are formatted.

    >>> say("%(number)s people", number=1200)
    '1,200 people'
    """
    return _filled(spoken().message(message), values)


def say_many(one: str, several: str, number: int, /, **values: Any) -> str:
    """Like :func:`say`, with a singular and a plural message; the number is also the value ``num``.

    >>> say_many("%(num)s fact", "%(num)s facts", 2)
    '2 facts'
    """
    return _filled(spoken().several(one, several, number), {"num": number, **values})


def counted(number: int, what: str) -> str:
    """A number and its noun in English, like "1 row" or "2 rows", for output that is never translated."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def together(items: Sequence[str]) -> str:
    """Join items with commas and "and", for a sentence.

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
