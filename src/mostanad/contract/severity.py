"""What changed between two locks, and how badly it can break a program that reads releases.

The measure is a program that was written against the older lock, finds tables and columns by their names, and is given
a release of the newer one. Where a cell can now hold what it never held, the program can break: that is major. Where
every cell is one that could be there before, and there is only more beside it, it goes on: that is minor. Two things
are minor although a careless program can break on them, because docs/contract.md tells readers to expect them: new
columns and tables, and new words of a vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

#: A column, or a table, as it stands in a lock (:func:`mostanad.contract.lock.lock`).
Part = Mapping[str, Any]
#: Parts of a column that have rules of their own. All others are texts for people, or come from a newer mostanad.
_RULED = ("name", "type", "items", "nullable", "role", "references", "words", "pattern", "deprecated")


class Severity(StrEnum):
    """Which number of the schema version a change raises (Semantic Versioning 2.0.0)."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


@dataclass(frozen=True)
class Change:
    """One change of the contract: which number it raises, where (TABLE or TABLE.COLUMN), and what, as a sentence."""

    severity: Severity
    where: str
    what: str


def classify(old: Part, new: Part) -> list[Change]:
    """What changed from the lock of the last version to that of the models, the worst first."""
    before, after = old["tables"], new["tables"]
    changes = list(_gone_and_new("table", "", before, after))
    for name in before:
        if name in after:
            changes += _of_table(name, before[name], after[name])
    worst_first = list(Severity)
    return sorted(changes, key=lambda change: (worst_first.index(change.severity), change.where, change.what))


def _gone_and_new(kind: str, prefix: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    yield from (_major(prefix + name, f"The {kind} is gone.") for name in before if name not in after)
    yield from (_minor(prefix + name, f"The {kind} is new.") for name in after if name not in before)


def needed(version: str, changes: Iterable[Change]) -> str:
    """The least schema version that tells readers of these changes since a version, MAJOR.MINOR.PATCH."""
    severities = {change.severity for change in changes}
    major, minor, patch = order(version)
    if Severity.MAJOR in severities:
        return f"{major + 1}.0.0"
    if Severity.MINOR in severities:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if severities else version


def order(version: str) -> tuple[int, int, int]:
    """What schema versions are sorted by: their numbers."""
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def _of_table(table: str, old: Part, new: Part) -> Iterator[Change]:
    if old["key"] != new["key"]:
        yield _major(table, f"The key was {old['key']} and is {new['key']}.")
    before, after = ({column["name"]: column for column in part["columns"]} for part in (old, new))
    yield from _gone_and_new("column", f"{table}.", before, after)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        # Minor, although columns are promised by name: programs that copy CSV files by position would notice.
        yield _minor(table, "The order of the columns changed.")
    for name in kept:
        yield from _of_column(f"{table}.{name}", before[name], after[name])
    yield from _texts(table, old, new, ("key", "columns"))


def _of_column(where: str, old: Part, new: Part) -> Iterator[Change]:
    if (old["type"], old.get("items")) != (new["type"], new.get("items")):
        yield _major(where, f"The type was {_type(old)} and is {_type(new)}.")
    if new["nullable"] and not old["nullable"]:
        yield _major(where, "It may be empty now.")
    if old["nullable"] and not new["nullable"]:
        yield _minor(where, "It is never empty any more.")
    yield from _role(where, str(old.get("role")), str(new.get("role")))
    yield from _references(where, set(old.get("references", ())), set(new.get("references", ())))
    yield from _values(where, old, new)
    yield from _deprecation(where, old.get("deprecated", ""), new.get("deprecated", ""))
    yield from _texts(where, old, new, _RULED)


def _type(column: Part) -> str:
    return f"{column['type']} of {column['items']}" if "items" in column else str(column["type"])


def _role(where: str, old: str, new: str) -> Iterator[Change]:
    if old == new:
        return
    what = f"The role was {old} and is {new}"
    if old == "assertion":
        yield _major(where, f"{what}: its cells are no facts with evidence any more.")
    elif new == "assertion":
        yield _minor(where, f"{what}: its cells are facts with evidence now.")
    else:
        yield Change(Severity.PATCH, where, f"{what}.")


def _references(where: str, old: set[str], new: set[str]) -> Iterator[Change]:
    """No targets at all is no promise; with targets, fewer is the stronger one: who looks an id up finds it there."""
    if old and not new:
        yield _major(where, f"It does not point into {_list(old)} any more.")
    elif new and not old:
        yield _minor(where, f"It points into {_list(new)} now.")
    elif new - old:
        yield _major(where, f"It may point into {_list(new - old)} now, where a look-up in {_list(old)} finds nothing.")
    elif old - new:
        yield _minor(where, f"It never points into {_list(old - new)} any more.")


def _values(where: str, old: Part, new: Part) -> Iterator[Change]:
    """What may stand in a cell: words of a vocabulary, texts of a pattern, or anything."""
    before, after = old.get("words", {}), new.get("words", {})
    if before and not after:
        yield _major(where, "It is not limited to the words of a vocabulary any more.")
    elif after and not before:
        yield from _new_vocabulary(where, old.get("pattern"), after)
    else:
        yield from _words(where, before, after)
        yield from _pattern(where, old.get("pattern", ""), new.get("pattern", ""))


def _words(where: str, old: Part, new: Part) -> Iterator[Change]:
    yield from (_major(where, f"The word {word} is gone.") for word in old if word not in new)
    yield from (_minor(where, f"The word {word} is new.") for word in new if word not in old)
    for word in old:
        if word in new and old[word] != new[word]:
            yield Change(Severity.PATCH, where, f"The meaning of {word} is put in other words.")


def _new_vocabulary(where: str, pattern: str | None, words: Iterable[str]) -> Iterator[Change]:
    strange = [word for word in words if pattern is not None and not re.fullmatch(pattern, word)]
    if strange:
        yield _major(where, f"It holds words of a vocabulary now, and could not hold {_list(strange)} before.")
    else:
        yield _minor(where, "It is limited to the words of a vocabulary now.")


def _pattern(where: str, old: str, new: str) -> Iterator[Change]:
    if old and not new:
        yield _major(where, "The pattern of its cells is gone.")
    elif new and not old:
        yield _minor(where, "Its cells have a pattern now.")
    elif old != new:
        # Whether one regular expression takes all that another one takes is not for a short program to say.
        yield _major(where, "The pattern of its cells changed: taken for a looser one.")


def _deprecation(where: str, old: str, new: str) -> Iterator[Change]:
    if new and not old:
        yield _minor(where, f"It is deprecated since {new}.")
    elif old and not new:
        yield Change(Severity.PATCH, where, "It is not deprecated any more.")
    elif old != new:
        yield Change(Severity.PATCH, where, f"Its deprecation is put in other words: {new}.")


def _texts(where: str, old: Part, new: Part, ruled: tuple[str, ...]) -> Iterator[Change]:
    for part in sorted({*old, *new}.difference(ruled)):
        if old.get(part) != new.get(part):
            yield Change(Severity.PATCH, where, f"The {part} is another one.")


def _major(where: str, what: str) -> Change:
    return Change(Severity.MAJOR, where, what)


def _minor(where: str, what: str) -> Change:
    return Change(Severity.MINOR, where, what)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
