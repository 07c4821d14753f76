"""Finding words in a document, letter by letter; white space matches any white space, and straight and curly quotation
marks match each other."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from mostanad.documents.selectors import parse

_SINGLE, _DOUBLE = "'‘’", '"“”'
_TOKEN = re.compile(rf"\s+|[{_SINGLE}]|[{_DOUBLE}]|[^\s{_SINGLE}{_DOUBLE}]+")
_BETWEEN = re.compile(r"\s+\.\.\.\s+")


@dataclass(frozen=True)
class Hit:
    """One place where the words stand: character positions as in a slice."""

    start: int
    end: int


def find(words: str, text: str) -> list[Hit]:
    """Every place at which words stand in a text.

    ``start ... end`` is a longer span (the shortest that begins with the one and ends with the other); of ``context
    [[words]] context`` only the words in brackets are meant; ``char=START,END`` is the place itself.
    """
    if words.startswith("char="):
        return [_place(words, text)]
    before, opened, rest = words.partition("[[") if "[[" in words else ("", "", words)
    wanted, closed, after = rest.partition("]]") if opened else (words, "", "")
    if bool(opened) != bool(closed):
        raise ValueError(f"[[ without ]] in {words!r}")
    if not wanted.strip() or words.count("[[") > 1:
        raise ValueError(f"nothing to find in {words!r}")
    start, *end = _ends(wanted)
    if not end:
        return _hits(f"{_literal(before)}({start}){_literal(after)}", text)
    firsts, lasts = _hits(f"{_literal(before)}({start})", text), _hits(f"({end[0]}){_literal(after)}", text)
    return _shortest(firsts, lasts)


def _place(selector: str, text: str) -> Hit:
    found = parse(selector)
    if found.end > len(text):
        raise ValueError(f"{selector} ends behind the document, which has {len(text)} characters")
    return Hit(found.start, found.end)


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


def _ends(words: str) -> list[str]:
    ends = [_literal(part.strip()) for part in _BETWEEN.split(words.strip())]
    if len(ends) > 2:
        raise ValueError(f"more than one ' ... ' in {words!r}")
    return ends


def _hits(pattern: str, text: str) -> list[Hit]:
    found, compiled = [], re.compile(pattern)
    match = compiled.search(text)
    while match:
        found.append(Hit(*match.span(1)))
        match = compiled.search(text, match.start() + 1)
    return found


def _shortest(firsts: list[Hit], lasts: list[Hit]) -> list[Hit]:
    """From each start to the next end; where two starts have one end, from the later."""
    starts = [last.start for last in lasts]
    spans: dict[int, Hit] = {}
    for first in firsts:
        position = bisect_left(starts, first.end)
        if position < len(lasts):
            spans[position] = Hit(first.start, lasts[position].end)
    return list(spans.values())
