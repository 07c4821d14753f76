"""Letters that were garbled: text in UTF-8 that a program took for another encoding, or letters lost on the way."""

from __future__ import annotations

import re


def _tail(encoding: str) -> str:
    """What the later bytes of a character of UTF-8 are in another encoding, as a class of a regular expression."""
    characters = bytes(range(0x80, 0xC0)).decode(encoding, "ignore")
    controls = "\u0080-\u009f" if encoding == "cp1252" else ""  # what this encoding lacks, programs leave as it is
    return f"[{re.escape(characters)}{controls}]"


# One pair of a letter and what follows it can stand in a word by chance where the letter is used at all (as in
# Portuguese, Swedish or Persian): what is taken for Arabic needs two pairs, and some letters need signs behind them.
_GARBLED = re.compile(
    "\ufffd"  # a letter that was lost
    "|\u00e2\u20ac"  # typographic quotation marks and dashes
    rf"|[\u00c2\u00c3]{_tail('cp1252')}"  # letters with accents
    "|[\u00c4\u00c5][\u00a1-\u00bf]"
    rf"|(?:[\u00d8-\u00db]{_tail('cp1252')}){{2,}}"  # Persian read as Western European
    rf"|(?:[\u0637-\u063a]{_tail('cp1256')}){{2,}}"  # Persian read as the Arabic of Windows
)


def garbled(line: str) -> re.Match[str] | None:
    """The first place in a line where letters are garbled, if there is one.

    >>> garbled("Iran\u2019s regime") is None
    True
    >>> garbled("Iran\u2019s regime".encode().decode("cp1252")).start()
    4
    """
    return _GARBLED.search(line)
