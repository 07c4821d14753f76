"""Dates as curators write them: a closed subset of EDTF (ISO 8601-2:2019, Extended Date/Time Format).

The two ends of ``[a..b]`` may differ in precision (``[2017..2019-08]``).

Accepted forms, and nothing else:

=========================  ====================================================
``2019-12-19``             a day
``2019-12``                a month
``2019``                   a year
``2019-12~`` ``2019-12?``  the same, approximate or uncertain (bounds unchanged)
``[2022-09-15..2022-09-22]``  one day (or month, or year) in this range
``[..2021-08-18]``         one day, this one at the latest
``[1972,1973]``            one of these
``1988-07/1988-09``        a span from the first to the second
``2021-06-18/..``          a span that had not ended at publication
=========================  ====================================================
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

_DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_MOMENT = rf"{_DATE}[~?]?|\[{_DATE}\.\.{_DATE}\]|\[\.\.{_DATE}\]|\[{_DATE}(?:,{_DATE})+\]"

#: The pattern of one moment; :func:`parse` also checks the calendar and the order.
MOMENT_PATTERN = rf"(?:{_MOMENT})"
SPAN_PATTERN = rf"(?:{_MOMENT}|{_DATE}[~?]?/(?:{_DATE}[~?]?|\.\.))"


@dataclass(frozen=True)
class Edtf:
    """One parsed date: the first and the last day it can mean, None where the beginning is open or it still went on."""

    text: str
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day; an open end becomes the first or last day that Python can represent."""
        return self.earliest or dt.date.min, self.latest or dt.date.max


@lru_cache(1 << 14)
def parse(text: str, *, span: bool = False) -> Edtf:
    """Parse one date of the subset, with ``span`` also ``a/b``; ValueError says what is wrong and what is allowed.

    >>> parse("2019-12").latest
    datetime.date(2019, 12, 31)
    >>> parse("[..2021-08-18]").earliest is None
    True
    """
    if not re.fullmatch(SPAN_PATTERN if span else MOMENT_PATTERN, text):
        hint = " (only events may last: a/b)" if "/" in text and not span else ""
        raise ValueError(
            f"{text!r} is not a date of the EDTF subset{hint}; "
            "write 2019-12-19, 2019-12, 2019, 2019~, [2019-12-01..2019-12-19] or [..2019-12-19]"
        )
    if "/" in text:
        start, end = text.split("/")
        first, last = _bounds(start)[0], (None if end == ".." else _bounds(end)[1])
        if last is not None and last < first:
            raise ValueError(f"{text!r} ends before it begins")
        return Edtf(text, first, last)
    if not text.startswith("["):
        return Edtf(text, *_bounds(text))
    inner = text[1:-1]
    if inner.startswith(".."):
        return Edtf(text, None, _bounds(inner[2:])[1])
    parts = re.split(r"\.\.|,", inner)
    bounds = [_bounds(part) for part in parts]
    if any(later[0] <= earlier[0] for earlier, later in pairwise(bounds)):
        raise ValueError(f"{text!r} is not in order: write the earlier date first")
    if "," in inner and any(later[0] <= earlier[1] for earlier, later in pairwise(bounds)):
        raise ValueError(f"{text!r} repeats a date: no date may lie within another")
    return Edtf(text, bounds[0][0], bounds[-1][1])


def overlap(one: str, other: str) -> bool:
    """Whether two moments can be the same; of a list of alternatives, only the named ones count.

    >>> overlap("1959", "[1959,1960]"), overlap("[1949,1953]", "1951")
    (True, False)
    """
    named = (text.strip("[]").split(",") if "," in text else [text] for text in (one, other))
    pairs = product(*([parse(moment).days for moment in some] for some in named))
    return any(max(first, begun) <= min(last, ended) for (first, last), (begun, ended) in pairs)


def _bounds(date: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year, a month or a day; ``~`` and ``?`` do not widen them."""
    year, month, day = ([int(part) for part in date.rstrip("~?").split("-")] + [0, 0])[:3]
    try:
        last = day or calendar.monthrange(year, month or 12)[1]
        return dt.date(year, month or 1, day or 1), dt.date(year, month or 12, last)
    except ValueError as error:
        raise ValueError(f"{date!r} is not in the calendar: {error}") from None
