"""What changed between two locks, and how badly it can break a program that reads releases by the names of tables and
columns.

Where a cell can now hold what it never held, it can break: major. Where there is only more beside what was, it goes on:
minor; so are new columns, tables and words, which docs/contract.md tells readers to expect.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mostanad.models.cells import version_order

#: A column, or a table, as it stands in a lock (:func:`mostanad.contract.lock.lock`).
Part = Mapping[str, Any]
#: Parts of a column that have rules of their own. All others are texts for people, or come from a newer mostanad.
_RULED = ("name", "type", "items", "nullable", "role", "references", "words", "pattern", "deprecated")


class Severity(StrEnum):
    """Which number of the schema version a change raises (Semantic Versioning 2.0.0)."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


MAJOR, MINOR, PATCH = Severity
#: How severe a change is, and what it is, as a sentence.
Told = tuple[Severity, str]


@dataclass(frozen=True)
class Change:
    """One change of the contract: which number it raises, where (TABLE or TABLE.COLUMN), and what, as a sentence."""

    severity: Severity
    where: str
    what: str


def classify(old: Part, new: Part) -> list[Change]:
    """What changed from the lock of the last version to that of the models, the worst first."""
    order = list(Severity)
    changes = (Change(severity, where, what) for where, (severity, what) in _changes(old["tables"], new["tables"]))
    return sorted(changes, key=lambda change: (order.index(change.severity), change.where, change.what))


def needed(version: str, changes: Iterable[Change]) -> str:
    """The least schema version that tells readers of these changes since a version, MAJOR.MINOR.PATCH."""
    severities = {change.severity for change in changes}
    major, minor, patch = version_order(version)
    if MAJOR in severities:
        return f"{major + 1}.0.0"
    if MINOR in severities:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if severities else version


def _changes(before: Part, after: Part) -> Iterator[tuple[str, Told]]:
    for name, told in _gone_and_new("table", before, after):
        yield name, told
    for table in (name for name in before if name in after):
        old, new = before[table], after[table]
        columns, others = ({column["name"]: column for column in part["columns"]} for part in (old, new))
        for told in _of_table(old, new, list(columns), list(others)):
            yield table, told
        for name, told in _gone_and_new("column", columns, others):
            yield f"{table}.{name}", told
        for name in (name for name in columns if name in others):
            for told in _of_column(columns[name], others[name]):
                yield f"{table}.{name}", told


def _gone_and_new(kind: str, before: Iterable[str], after: Iterable[str]) -> Iterator[tuple[str, Told]]:
    yield from ((name, (MAJOR, f"The {kind} is gone.")) for name in before if name not in after)
    yield from ((name, (MINOR, f"The {kind} is new.")) for name in after if name not in before)


def _of_table(old: Part, new: Part, before: list[str], after: list[str]) -> Iterator[Told]:
    if old["key"] != new["key"]:
        yield MAJOR, f"The key was {old['key']} and is {new['key']}."
    if [name for name in before if name in after] != [name for name in after if name in before]:
        # Minor, although columns are promised by name: programs that copy CSV files by position would notice.
        yield MINOR, "The order of the columns changed."
    yield from _texts(old, new, ("key", "columns"))


def _of_column(old: Part, new: Part) -> Iterator[Told]:
    was, now = (" of ".join(filter(None, (part["type"], part.get("items")))) for part in (old, new))
    if was != now:
        yield MAJOR, f"The type was {was} and is {now}."
    if old["nullable"] != new["nullable"]:
        yield (MAJOR, "It may be empty now.") if new["nullable"] else (MINOR, "It is never empty any more.")
    was, now = str(old.get("role")), str(new.get("role"))
    if was != now:
        severity = MAJOR if was == "assertion" else MINOR if now == "assertion" else PATCH
        yield severity, f"The role was {was} and is {now}: only cells of assertions are facts with evidence."
    yield from _references(set(old.get("references", ())), set(new.get("references", ())))
    yield from _values(old, new)
    was, now = old.get("deprecated", ""), new.get("deprecated", "")
    if was != now:
        yield (PATCH if was else MINOR), f"It is deprecated since {now}." if now else "It is not deprecated any more."
    yield from _texts(old, new, _RULED)


def _references(old: set[str], new: set[str]) -> Iterator[Told]:
    """Without targets nothing is promised; with targets, fewer is the stronger one: an id is sure to be found there."""
    if old and not new:
        yield MAJOR, f"It does not point into {_list(old)} any more."
    elif new and not old:
        yield MINOR, f"It points into {_list(new)} now."
    elif new - old:
        yield MAJOR, f"It may point into {_list(new - old)} now, where a look-up in {_list(old)} finds nothing."
    elif old - new:
        yield MINOR, f"It never points into {_list(old - new)} any more."


def _values(old: Part, new: Part) -> Iterator[Told]:
    """What may stand in a cell: words of a vocabulary, texts of a pattern, or anything."""
    before, after = old.get("words", {}), new.get("words", {})
    was, now = old.get("pattern", ""), new.get("pattern", "")
    if before and not after:
        yield MAJOR, "It is not limited to the words of a vocabulary any more."
    elif after and not before:
        strange = [word for word in after if was and not re.fullmatch(was, word)]
        strangers = f": before, it could not hold {_list(strange)}" if strange else ""
        yield (MAJOR if strange else MINOR), f"It is limited to the words of a vocabulary now{strangers}."
    else:
        yield from ((MAJOR, f"The word {word} is gone.") for word in before if word not in after)
        yield from ((MINOR, f"The word {word} is new.") for word in after if word not in before)
        others = (word for word in before if before[word] != after.get(word, before[word]))
        yield from ((PATCH, f"The meaning of {word} is put in other words.") for word in others)
        if was != now:
            # Whether one regular expression takes all that another one takes is not for a short program to say.
            what = "changed: it may allow more" if was and now else "is new" if now else "is gone"
            yield (MAJOR if was else MINOR), f"The pattern of its cells {what}."


def _texts(old: Part, new: Part, ruled: tuple[str, ...]) -> Iterator[Told]:
    for part in sorted({*old, *new}.difference(ruled)):
        if old.get(part) != new.get(part):
            yield PATCH, f"The {part} changed."


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
