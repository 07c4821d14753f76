"""Finding words in a document.

White space of any kind and length matches white space of any kind and length, and straight and curly quotation marks
match each other; all else must stand in the text as given, letter by letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SINGLE, _DOUBLE = "'‘’", '"“”'
_TOKEN = re.compile(rf"\s+|[{_SINGLE}]|[{_DOUBLE}]|[^\s{_SINGLE}{_DOUBLE}]+")
_BETWEEN = re.compile(r"\s+\.\.\.\s+")


@dataclass(frozen=True)
class Hit:
    """One place where the words stand: character positions as in a slice."""

    start: int
    end: int


def find(words: str, text: str) -> list[Hit]:
    """Every place at which the words stand.

    Args:
        words: the words themselves; ``start ... end`` for a longer span (the shortest that begins with the one and
            ends with the other); ``context [[words]] context`` where only the words in brackets are meant.
        text: the document, decoded.

    >>> find("the [[cat]]", "a cat, the cat")
    [Hit(start=11, end=14)]
    """
    before, opened, rest = words.partition("[[") if "[[" in words else ("", "", words)
    wanted, closed, after = rest.partition("]]") if opened else (words, "", "")
    if bool(opened) != bool(closed):
        raise ValueError(f"[[ without ]] in {words!r}")
    if not wanted.strip() or words.count("[[") > 1:
        raise ValueError(f"nothing to find in {words!r}")
    pattern = f"(?:{_literal(before)})({_spans(wanted)})(?:{_literal(after)})"
    hits = {Hit(*match.span(1)) for match in re.finditer(f"(?={pattern})", text)}
    return _shortest(hits)


def context(text: str, hit: Hit, width: int = 40) -> str:
    """The words with what stands around them, on one line, for a person to choose by."""
    before, after = text[max(0, hit.start - width) : hit.start], text[hit.end : hit.end + width]
    inside = text[hit.start : hit.end]
    if len(inside) > 2 * width:
        inside = f"{inside[:width]} ... {inside[-width:]}"
    return " ".join(f"{before}[{inside}]{after}".split())


def _literal(words: str) -> str:
    """A pattern for words; a space at an edge stands for white space there."""
    return "".join(map(_token, _TOKEN.findall(words)))


def _token(token: str) -> str:
    if token.isspace():
        return r"\s+"
    for marks in (_SINGLE, _DOUBLE):
        if token in marks:
            return f"[{marks}]"
    return re.escape(token)


def _spans(words: str) -> str:
    ends = [_literal(part.strip()) for part in _BETWEEN.split(words.strip())]
    if len(ends) > 2:
        raise ValueError(f"more than one ' ... ' in {words!r}")
    return r"[\s\S]*?".join(ends)


def _shortest(hits: set[Hit]) -> list[Hit]:
    """Without the hits that hold another hit: ``start ... end`` means the shortest span."""

    def holds_another(hit: Hit) -> bool:
        return any(other != hit and hit.start <= other.start and other.end <= hit.end for other in hits)

    return sorted((hit for hit in hits if not holds_another(hit)), key=lambda hit: hit.start)
