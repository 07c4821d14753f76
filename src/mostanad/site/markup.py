"""Texts as HTML: what is not HTML is escaped, and what is in another script than the page says so."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from mostanad.models.language import say, spoken

#: English words, with what stands between them.
_LATIN = re.compile(r"((?:\d+ (?=[A-Z]))?[^\s\u0600-\u06ff«(]*[A-Za-z](?:[^\u0600-\u06ff«»]*[A-Za-z0-9.)%’”])?)")


def data(text: object) -> Markup:
    """A text of the data in its own direction."""
    if spoken().code != "en" and _LATIN.fullmatch(str(text)):
        return Markup('<bdi lang="en">%s</bdi>') % text  # whose direction follows from its letters
    return Markup("<bdi>%s</bdi>") % (marked(text),)


def marked(text: object) -> Markup:
    """A text in a sentence; on a page in another script, what is in English says so."""
    if spoken().code == "en" or hasattr(text, "__html__"):
        return escape(text)
    found = Markup("")
    for number, run in enumerate(_LATIN.split(str(text))):
        # A bracket that opens before the run ends behind it.
        said, rest = (run[:-1], ")") if run.endswith(")") and "(" not in run else (run, "")
        look = Markup("" if " " in said or "-" not in said else ' class="code"')  # a code stays in one line
        found += Markup('<bdi lang="en"%s>%s</bdi>%s') % (look, said, rest) if number % 2 else run
    return found


def in_one(sentences: Iterable[str]) -> Markup:
    """Some sentences as one: what narrows the first of them does not stand apart from it."""
    whole = [said for one in sentences if (said := str(one).strip())]
    later = [re.sub("^(It|He|She|A|No|This|That|The|Of|In|About) ", lambda it: it[0].lower(), one) for one in whole[1:]]
    joined = say("; ").join(one.removesuffix(".") for one in [*whole[:1], *later])
    return Markup(f"{joined}." if joined else "")
