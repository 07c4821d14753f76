"""Which names of somebody their page shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from mostanad.matching.folding import fold
from mostanad.models.vocabularies import NameKind

Row = Mapping[str, Any]
#: Kinds of names that are shown in each spelling: it is the spelling that they are about.
_EACH = frozenset({NameKind.PRIMARY, NameKind.MISPRINT, NameKind.FORMER})


def apart(names: Iterable[Row], label: str) -> list[Row]:
    """Names without another name that has the words of the label or of a name before it in another order, as an index
    of cards has them, or that differs from it in its spaces alone. The page with all evidence has them all."""
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
