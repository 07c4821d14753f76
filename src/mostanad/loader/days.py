"""Days as users give them."""

import datetime as dt
import re


def day(valid: dt.date | str | None, name: str = "valid") -> dt.date:
    """A day given as a date or as text. Raises ValueError for a month (``2022-01``), a time or an impossible date.

    >>> day("2022-01-06")
    datetime.date(2022, 1, 6)
    """
    if isinstance(valid, dt.date) and not isinstance(valid, dt.datetime):
        return valid
    if isinstance(valid, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", valid):
        try:
            return dt.date.fromisoformat(valid)
        except ValueError as error:
            raise ValueError(f"{name}={valid!r} is not in the calendar: {error}") from None
    raise ValueError(f"{name}={valid!r} is not a day; give a datetime.date, or write it out like '2022-01-06'")
