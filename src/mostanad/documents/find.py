"""Find exact words in a text. Any white space matches any other; straight and curly quotation marks match."""

import re
from bisect import bisect_left

from mostanad.documents.selectors import Selector, parse

_SINGLE, _DOUBLE = "'‘’", '"“”'
_TOKEN = re.compile(rf"\s+|[{_SINGLE}]|[{_DOUBLE}]|[^\s{_SINGLE}{_DOUBLE}]+")
_MARKS = {mark: f"[{marks}]" for marks in (_SINGLE, _DOUBLE) for mark in marks}
_BETWEEN = re.compile(r"\s+\.\.\.\s+")


def find(words: str, text: str) -> list[Selector]:
    """Find every occurrence of words in a text; ValueError if the query is malformed.

    ``start ... end`` finds the shortest spans that begin with the one and end with the other. ``context [[words]]
    context`` selects only the words in brackets. ``char=START,END`` is the span itself.
    """
    if words.startswith("char="):
        found = parse(words)
        if found.end > len(text):
            raise ValueError(f"{words} ends after the document, which has {len(text)} characters")
        return [found]
    before, opened, rest = words.partition("[[") if "[[" in words else ("", "", words)
    wanted, closed, after = rest.partition("]]") if opened else (words, "", "")
    if bool(opened) != bool(closed):
        raise ValueError(f"[[ without ]] in {words!r}")
    if not wanted.strip() or words.count("[[") > 1:
        raise ValueError(f"nothing to find in {words!r}")
    start, *end = (_literal(part.strip()) for part in _BETWEEN.split(wanted.strip()))
    if len(end) > 1:
        raise ValueError(f"more than one ' ... ' in {wanted!r}")
    if not end:
        return _hits(f"{_literal(before)}({start}){_literal(after)}", text)
    firsts, lasts = _hits(f"{_literal(before)}({start})", text), _hits(f"({end[0]}){_literal(after)}", text)
    starts = [last.start for last in lasts]
    spans: dict[int, Selector] = {}
    for first in firsts:  # from each start to the next end; of two starts with the same end, the later
        if (position := bisect_left(starts, first.end)) < len(lasts):
            spans[position] = Selector("char", first.start, lasts[position].end)
    return list(spans.values())


def context(text: str, hit: Selector, width: int = 40) -> str:
    """A hit in brackets with the text around it, on one line, so that a person can choose between hits."""
    before, after = text[max(0, hit.start - width) : hit.start], text[hit.end : hit.end + width]
    inside = text[hit.start : hit.end]
    if len(inside) > 2 * width:
        inside = f"{inside[:width]} ... {inside[-width:]}"
    return " ".join(f"{before}[{inside}]{after}".split())


def _literal(words: str) -> str:
    """A regular expression for words; a space at either end matches white space there."""
    tokens = _TOKEN.findall(words)
    return "".join(r"\s+" if token.isspace() else _MARKS.get(token, re.escape(token)) for token in tokens)


def _hits(pattern: str, text: str) -> list[Selector]:
    """All matches, also overlapping ones."""
    return [Selector("char", *match.span(1)) for match in re.finditer(f"(?={pattern})", text)]
