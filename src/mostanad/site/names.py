"""Rules for names: which of them a page shows, and which take an article in a sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from mostanad.matching.folding import fold
from mostanad.models.vocabularies import NameKind, PartyKind

Row = Mapping[str, Any]
#: Kinds of names that are shown in every spelling, because the spelling is what matters.
_EACH = frozenset({NameKind.PRIMARY, NameKind.MISPRINT, NameKind.FORMER})
#: Kinds of parties whose names have an article in English if they have several words.
_WITH_ARTICLE = {"armed_force", "state_body", "intergovernmental", "legislature", "court", "political_organisation"}
#: Common nouns, with which a possessive takes the article, unlike with a name such as Iran's.
_COMMON = {"leader", "people", "prosecutor"}


def takes_article(label: str, kind: str | None) -> bool:
    """Whether the English name of a party of this kind has an article in a sentence: the European Union, but Canada."""
    first, *rest = label.split(" ")
    is_whose = first.endswith(("'s", "’s")) and first[:-2].lower() not in _COMMON
    takes_it = kind in _WITH_ARTICLE or (kind == PartyKind.STATE and first == "United")
    return bool(rest) and takes_it and first.lower() != "the" and not is_whose


def apart(names: Iterable[Row], label: str) -> list[Row]:
    """Names without those that repeat the label or an earlier name with other spaces or word order, as in a card index.
    Primary, former and misprinted names always stay. The page of evidence has all names."""
    names = list(names)
    said = {form for name in (label, *(row["name"] for row in names if row["kind"] in _EACH)) for form in _forms(name)}
    found = []
    for row in names:
        if row["kind"] in _EACH or said.isdisjoint(_forms(row["name"])):
            found.append(row)
            said |= _forms(row["name"])
    return found


def _forms(name: str) -> set[tuple[str, ...]]:
    words = fold(name).split()
    return {tuple(sorted(words)), ("".join(words),)}
