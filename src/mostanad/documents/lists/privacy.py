"""What free text must not be carried on, even where a reader takes it for a post or a remark."""

from __future__ import annotations

import re
from functools import lru_cache

_KIN = (
    r"(?:father|mother|parent|son|daughter|child|brother|sister|sibling|husband|wife|spouse|widow|widower|cousin|"
    r"nephew|niece|uncle|aunt|fianc[ée]e?|partner|relative|grand(?:son|daughter|father|mother)|[a-z]+-in-law)"
)
_PRIVATE = re.compile(
    rf"\b{_KIN}(?:'s|s)?\s*(?:(?:of|is|name)\b|:)|\b(?:his|her|their)\s+{_KIN}\b"
    r"|\bmarried\b|\bfamily (?:member|ties|of)\b"
    r"|\bpassports?\b|\b(?:identity|identification|id) (?:card|number|no)\b|\bdriv(?:er|ing)\S* licen[cs]e"
    r"|\bnational (?:id|insurance)\b|\bbirth certificate\b|\be-?mail\b|\b(?:tele)?phone\b|\bwebsite\b|\baddress\b"
    r"|\bplace of work\b|\bethnicity\b|@|https?:|www\.|\d{6,}",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_private(text: str) -> bool:
    """Whether a text speaks of relatives, documents, addresses or means of contact, or has a long number in it.

    >>> is_private("Son of the Minister"), is_private("Minister of Women and Family Affairs")
    (True, False)
    """
    return bool(_PRIVATE.search(text))
