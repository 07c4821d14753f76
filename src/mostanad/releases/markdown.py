"""Text of the data in Markdown: in a code span, in which nothing marks up, links, mentions or is HTML."""

from __future__ import annotations

import re

from mostanad.validation.formats.visible import visible

#: How many characters of a cell are shown in a list of changes.
SHORT = 120
_BACKTICKS = re.compile(r"`+")


def code(text: str, most: int | None = None) -> str:
    """Text of the data as a code span with a fence longer than any in it; at most so many characters are shown.

    >>> code("a `b` <b> @all")
    '``a `b` <b> @all``'
    """
    shown = visible(text)
    if most is not None and len(shown) > most:
        shown = shown[: most - 1] + "…"
    if not shown.strip():
        return "(empty)"
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(shown)), default=0) + 1)
    room = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{room}{shown}{room}{fence}"
