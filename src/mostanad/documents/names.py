"""Parse the names that lists print: find the family name, titles and script, and restore the natural order."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mostanad.documents.printed import letters, script_of, tidy, without_titles
from mostanad.documents.records import ListedName, NameKind

_ALSO = re.compile(r"\(\s*(?:a\.?k\.?a\.?|also known as)\s*:?\s*(.*?)\s*(?:\)|$)", re.IGNORECASE)
_VARIANT = re.compile(r"(\S+) \(([^\s()]+)\)")
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’`ʼ][^\W\d_]+)*(?!\w)")


def natural(family: str) -> str:
    """A family name in capitals, rewritten with initial capitals; any other family name unchanged."""
    return _WORD.sub(lambda word: word[0][:1] + word[0][1:].lower(), family) if is_capitals(family) else family


def is_capitals(word: str) -> bool:
    """Whether a word is written in capitals, as lists mark family names."""
    return word.isupper() and sum(map(str.isalpha, word)) > 1


def person(family: str, given: str, kind: NameKind, key: str, printed: str = "") -> ListedName:
    """A person's name whose parts the list separates; the given names may include titles. A one-word alias is weak.
    ``printed`` defaults to family name, comma, given names."""
    family, given = letters(family), without_titles(letters(given))[0]
    text = " ".join(filter(None, (given, natural(family))))
    shown = tidy(printed or ", ".join(filter(None, (family, given))))
    return ListedName(text, shown, _weak_if_single(kind, text), script_of(text), key, family=natural(family))


def whole(text: str, kind: NameKind, key: str, *, language: str = "", of_person: bool = False) -> ListedName:
    """A name whose parts the list does not separate."""
    read = letters(text)
    if of_person:
        read = natural(without_titles(read)[0])
        kind = _weak_if_single(kind, read)
    return ListedName(read, tidy(text), kind, script_of(read), key, language)


def whole_and_others(text: str, kind: NameKind, key: str, *, of_person: bool = False) -> list[ListedName]:
    """A name whose parts the list does not separate, and the aliases in brackets after it."""
    rest, others = also_known(text)
    aliases = (whole(other, NameKind.ALIAS, key, of_person=of_person) for other in others)
    return [whole(rest, kind, key, of_person=of_person), *aliases]


def natives(texts: Iterable[str], key: str, *, of_person: bool) -> list[ListedName]:
    """Names in another script, each with the aliases in brackets after it; the very first is primary."""
    found = [name for text in texts for name in whole_and_others(text, NameKind.ALIAS, key, of_person=of_person)]
    return [*(replace(name, kind=NameKind.PRIMARY) for name in found[:1]), *found[1:]]


def first_primary(
    spelled: Iterable[ListedName], may_be: Callable[[ListedName], bool] = lambda _: True
) -> Iterator[ListedName]:
    """Yield the names; in each script without a primary name so far, make the first that ``may_be`` allows primary."""
    seen: set[str] = set()
    for name in spelled:
        made = replace(name, kind=NameKind.PRIMARY) if name.script not in seen and may_be(name) else name
        seen |= {name.script} if made.kind is NameKind.PRIMARY else set()
        yield made


def capitals(printed: str, kind: NameKind, key: str) -> list[ListedName]:
    """A person's name with the family name in capitals, first or last, and its variants and aliases in brackets."""
    rest, others = also_known(printed)
    read, _ = without_titles(rest)
    spellings = list(dict.fromkeys(_VARIANT.sub(chosen, read) for chosen in (r"\1", r"\2")))
    kinds = [kind, NameKind.ALIAS]
    names = [_by_capitals(spelling, kind, key, printed) for spelling, kind in zip(spellings, kinds, strict=False)]
    return names + [name for other in others for name in capitals(other, NameKind.ALIAS, key)]


def also_known(text: str) -> tuple[str, list[str]]:
    """Split a name from the aliases in brackets: ``(a.k.a. ...)``, ``(also known as ...)``."""
    others = [part.strip() for found in _ALSO.finditer(text) for part in re.split(r"\s+or\s+|;", found[1])]
    return " ".join(_ALSO.sub("", text).split()), [other for other in others if other]


def _by_capitals(read: str, kind: NameKind, key: str, printed: str) -> ListedName:
    if "," in read:
        family, _, given = read.partition(",")
        return person(family.strip(), given.strip(), kind, key, printed)
    words = read.split()
    marked = [is_capitals(word) for word in words]
    if not any(marked[:1] + marked[-1:]):
        return whole(read, kind, key, of_person=True)
    if marked[0]:
        cut = marked.index(False) if False in marked else len(words)
        return person(" ".join(words[:cut]), " ".join(words[cut:]), kind, key, printed)
    cut = len(words) - marked[::-1].index(False)
    return person(" ".join(words[cut:]), " ".join(words[:cut]), kind, key, printed)


def _weak_if_single(kind: NameKind, text: str) -> NameKind:
    return NameKind.WEAK if kind is NameKind.ALIAS and len(text.split()) < 2 else kind
