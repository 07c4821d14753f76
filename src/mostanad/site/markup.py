"""Texts as HTML: escaped, and with a language mark where the script differs from that of the page."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from mostanad.models.language import say, spoken

#: Matches English words, with the characters between them.
_LATIN = re.compile(r"((?:\d+ (?=[A-Z]))?[^\s\u0600-\u06ff«(]*[A-Za-z](?:[^\u0600-\u06ff«»]*[A-Za-z0-9.)%’”])?)")


def data(text: object) -> Markup:
    """A text from the data, isolated in its own direction."""
    if spoken().code != "en" and _LATIN.fullmatch(str(text)):
        return Markup('<bdi lang="en">%s</bdi>') % text  # bdi takes the direction of the letters
    return Markup("<bdi>%s</bdi>") % (marked(text),)


def marked(text: object) -> Markup:
    """A text in a sentence. On a page in another script, its English words are marked as English."""
    if spoken().code == "en" or hasattr(text, "__html__"):
        return escape(text)
    found = Markup("")
    for number, run in enumerate(_LATIN.split(str(text))):
        # A bracket that opens before the run closes after it.
        said, rest = (run[:-1], ")") if run.endswith(")") and "(" not in run else (run, "")
        look = Markup("" if " " in said or "-" not in said else ' class="code"')  # a code stays in one line
        found += Markup('<bdi lang="en"%s>%s</bdi>%s') % (look, said, rest) if number % 2 else run
    return found


def in_one(sentences: Iterable[str]) -> Markup:
    """Join sentences into one, which keeps qualifications beside the first of them."""
    whole = [said for one in sentences if (said := str(one).strip())]
    first = "^(It|He|She|A|No|This|That|The|Of|In|About|What|We|Nobody) "
    later = [re.sub(first, lambda it: it[0].lower(), one) for one in whole[1:]]
    joined = say("; ").join(one.removesuffix(".") for one in [*whole[:1], *later])
    return Markup(f"{joined}." if joined else "")
