"""The day that a user names."""

import datetime as dt
import re


def day(valid: dt.date | str | None, name: str = "valid") -> dt.date:
    """The day that a user names; a ValueError if it is coarser (``2022-01``), finer, or not in the calendar.

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
