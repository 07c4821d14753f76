"""The lock: schema/contract.lock.json records the columns of a release as the last version promised them. It is written
only when a version is cut. This module compares the models with the lock, rates how badly each change can break a
program that reads tables and columns by name, and decides whether a version may be cut.

A change is major if a cell can now hold what it could not hold before. It is minor if it only adds something, such as
a column, table or word; docs/contract.md tells readers to expect that.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import pydantic_core
from pydantic import BaseModel, Field, ValidationError

from mostanad.contract.table_schema import summary
from mostanad.contract.version import SCHEMA_VERSION
from mostanad.files import disk
from mostanad.files.typed import arrow_schema
from mostanad.models import MODELS, Row
from mostanad.models.cells import VERSION, version_order

PATH = "schema/contract.lock.json"
_NUMBER = r"(?:0|[1-9][0-9]*)"


class LockError(ValueError):
    """The lock, or the table of recorded versions that it is compared with, cannot be used; the message says why."""


def lock() -> dict[str, Any]:
    """What the models promise: ``schema_version``, and ``tables`` with released columns in order and Arrow types."""
    return {"schema_version": SCHEMA_VERSION, "tables": {name: _table(MODELS[name]) for name in sorted(MODELS)}}


def to_json(value: Any) -> str:
    """JSON for people to read."""
    return pydantic_core.to_json(value, indent=2).decode() + "\n"


class _LockedColumn(BaseModel, extra="allow", strict=True):
    name: str
    type: str
    nullable: bool
    references: list[str] = []
    words: dict[str, str] = {}
    pattern: str = ""
    deprecated: Annotated[str, Field(pattern=rf"^(?:{VERSION}: .*)?$")] = ""


class _LockedTable(BaseModel, extra="allow", strict=True):
    key: str
    order: list[str] = []
    columns: list[_LockedColumn]


class _Lock(BaseModel, extra="allow", strict=True):
    schema_version: Annotated[str, Field(pattern=rf"^{_NUMBER}\.{_NUMBER}\.{_NUMBER}$")]
    tables: dict[str, _LockedTable]


def read(root: Path) -> dict[str, Any]:
    """Read the lock of a project; raises LockError if it is missing or invalid."""
    path = root / PATH
    if not path.is_file():
        raise LockError(f"{path}: there is no lock")
    try:
        return _Lock.model_validate_json(path.read_bytes()).model_dump(exclude_unset=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the whole file"
        raise LockError(f"{path} is not a lock: {where}: {first['msg']}") from None


def _table(model: type[Row]) -> dict[str, Any]:
    order = {"order": list(model.order())} if model.grouped_by else {}
    return {"description": summary(model), "key": model.key(), **order, "columns": [*_columns(model)]}


def _columns(model: type[Row]) -> Iterator[dict[str, Any]]:
    for column, field in zip(model.released(), arrow_schema(model), strict=True):
        is_list = pa.types.is_list(field.type)
        shown = {
            "name": field.name,
            # Not str() of a list: it contains the name of the item field, which depends on the version of Arrow.
            "type": "list" if is_list else str(field.type),
            "items": str(field.type.value_type) if is_list else None,
            "nullable": field.nullable,
            "role": column.role,
            "references": sorted(column.references),
            "words": {str(word): word.meaning for word in sorted(column.type.vocabulary or ())},
            "pattern": column.type.pattern,
            "description": column.description,
            "standard": column.standard,
            "example": column.example,
            "deprecated": column.deprecated,
        }
        yield {name: value for name, value in shown.items() if value not in ("", None, [], {})}


#: A lock (:func:`mostanad.contract.lock.lock`), or a table or column in one.
Part = Mapping[str, Any]
#: Properties of a column with rules of their own. All others are texts for people, or come from a newer mostanad.
_RULED = ("name", "type", "items", "nullable", "role", "references", "words", "pattern", "deprecated")
#: Which number of the schema version a change raises (Semantic Versioning 2.0.0).
Severity = StrEnum("Severity", ["MAJOR", "MINOR", "PATCH"])
MAJOR, MINOR, PATCH = Severity
#: The severity of a change, and a sentence that describes it.
Told = tuple[Severity, str]


@dataclass(frozen=True, order=True)
class Change:
    """A change of the contract: the number it raises, TABLE or TABLE.COLUMN, and a sentence; the worst sorts first."""

    severity: Severity
    where: str
    what: str


def classify(old: Part, new: Part) -> list[Change]:
    """Return the changes from the old lock to the new one, the worst first."""
    before, after = old["tables"], new["tables"]
    facts, coming = _with_facts(before), _with_facts(after) - before.keys()
    found = [*_gone_and_new("", "table", before, after)]
    for table in before.keys() & after.keys():
        was, now = ({column["name"]: column for column in part[table]["columns"]} for part in (before, after))
        found.append((table, _of_table(before[table], after[table], list(was), list(now))))
        found += _gone_and_new(f"{table}.", "column", was, now)
        both = was.keys() & now.keys()
        found += ((f"{table}.{name}", _of_column(was[name], now[name], facts, coming)) for name in both)
    return sorted(Change(severity, where, what) for where, told in found for severity, what in told)


def _with_facts(tables: Part) -> set[str]:
    return {name for name, table in tables.items() if any(one.get("role") == "assertion" for one in table["columns"])}


def _gone_and_new(place: str, kind: str, before: Part, after: Part) -> Iterator[tuple[str, Iterable[Told]]]:
    yield from ((place + name, [(MAJOR, f"The {kind} is gone.")]) for name in before.keys() - after.keys())
    yield from ((place + name, [(MINOR, f"The {kind} is new.")]) for name in after.keys() - before.keys())


def _of_table(old: Part, new: Part, before: list[str], after: list[str]) -> Iterator[Told]:
    if old["key"] != new["key"]:
        yield MAJOR, f"The key was {old['key']} and is {new['key']}."
    if [name for name in before if name in after] != [name for name in after if name in before]:
        # Minor, although columns are promised by name: programs that copy CSV files by position would notice.
        yield MINOR, "The order of the columns changed."
    if old.get("order") != new.get("order"):  # without an order, rows are sorted by key
        was, now = (", ".join(part.get("order") or [part["key"]]) for part in (old, new))
        yield MINOR, f"The rows were sorted by {was} and are now sorted by {now}."
    yield from _texts(old, new, ("key", "order", "columns"))


def _of_column(old: Part, new: Part, facts: set[str], coming: set[str]) -> Iterator[Told]:
    was, now = (" of ".join(filter(None, (part["type"], part.get("items")))) for part in (old, new))
    if was != now:
        yield MAJOR, f"The type was {was} and is {now}."
    if old["nullable"] != new["nullable"]:
        yield (MAJOR, "It may be empty now.") if new["nullable"] else (MINOR, "It is never empty any more.")
    was, now = str(old.get("role")), str(new.get("role"))
    if was != now:
        severity = MAJOR if was == "assertion" else MINOR if now == "assertion" else PATCH
        yield severity, f"The role was {was} and is {now}: only cells of assertions are facts with evidence."
    yield from _references(set(old.get("references", ())), set(new.get("references", ())), facts, coming)
    yield from _values(old, new)
    was, now = old.get("deprecated", ""), new.get("deprecated", "")
    if was != now:
        yield (PATCH if was else MINOR), f"It is deprecated since {now}." if now else "It is not deprecated any more."
    yield from _texts(old, new, _RULED)


def _references(old: set[str], new: set[str], facts: set[str], coming: set[str]) -> Iterator[Told]:
    """A column without targets promises nothing. Fewer targets promise more: an id is sure to be found in one of them.
    If a column may point into every table with facts, readers expect it to point into a new such table too."""
    if old and not new:
        yield MAJOR, f"It does not point into {_list(old)} any more."
    elif new and not old:
        yield MINOR, f"It points into {_list(new)} now."
    elif new - old and facts and facts <= old and new - old <= coming:
        yield MINOR, f"It may point into {_list(new - old)} too, as into every table with facts."
    elif new - old:
        yield MAJOR, f"It may point into {_list(new - old)} now, so a look-up in {_list(old)} alone can fail."
    elif old - new:
        yield MINOR, f"It never points into {_list(old - new)} any more."


def _values(old: Part, new: Part) -> Iterator[Told]:
    """Compare what a cell may hold: words of a vocabulary, texts that match a pattern, or anything."""
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
        yield from ((PATCH, f"The meaning of {word} is worded differently.") for word in others)
        if was != now:
            # A short program cannot decide whether one regular expression accepts everything that another one accepts.
            what = "changed: it may allow more" if was and now else "is new" if now else "is gone"
            yield (MAJOR if was else MINOR), f"The pattern of its cells {what}."


def _texts(old: Part, new: Part, ruled: tuple[str, ...]) -> Iterator[Told]:
    for part in sorted({*old, *new}.difference(ruled)):
        if old.get(part) != new.get(part):
            yield PATCH, f"The {part} changed."


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


#: The table of recorded versions of the data; if it is missing or has no rows, no version is recorded.
RELEASES = "datasets/releases.csv"
#: The number of recorded versions in which a column must be deprecated before it may be removed.
NOTICE = 2


@dataclass(frozen=True)
class Review:
    """The changes since the lock, the worst first, and the reasons to refuse them. ``locked`` is the schema version of
    the lock (None: there is no lock), ``declared`` that of the models."""

    locked: str | None
    declared: str
    is_released: bool
    changes: tuple[Change, ...]
    refusals: tuple[str, ...]

    @property
    def needed(self) -> str:
        """The lowest schema version that these changes allow."""
        if self.locked is None or not self.changes:
            return self.locked or self.declared
        major, minor, patch = version_order(self.locked)
        raised = {MAJOR: f"{major + 1}.0.0", MINOR: f"{major}.{minor + 1}.0", PATCH: f"{major}.{minor}.{patch + 1}"}
        return raised[self.changes[0].severity]

    @property
    def is_too_small(self) -> bool:
        """Whether the declared schema version is lower than the needed one."""
        return version_order(self.declared) < version_order(self.needed)

    @property
    def may_be_locked(self) -> bool:
        """Whether a version may be cut with these models."""
        return not self.is_too_small and not self.refusals


def review(root: Path, version: str) -> Review:
    """Compare the models with the lock of a project at this version of the data; raises LockError."""
    new, recorded = lock(), _recorded(root)
    declared = new["schema_version"]
    if not (root / PATH).is_file():
        lost = (f"{PATH} is gone, although versions are recorded: restore it",) if recorded else ()
        return Review(None, declared, bool(recorded), (), lost)
    old = read(root)
    refusals = (*_removed_too_early(old, new, recorded), *_deprecated_too_late(old, new, version))
    return Review(old["schema_version"], declared, bool(recorded), tuple(classify(old, new)), refusals)


def write(root: Path) -> bool:
    """Write the lock of a project, which :func:`review` must allow first; return whether the file changed."""
    path, text = root / PATH, to_json(lock()).encode()
    if path.is_file() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.write_atomically(path, text)
    return True


def _removed_too_early(old: Mapping[str, Any], new: Mapping[str, Any], recorded: Collection[str]) -> Iterator[str]:
    """A removed table counts as the removal of all its columns, and a renamed column as that of its old name."""
    gone = _deprecations(old)
    for where in sorted(gone.keys() - _deprecations(new).keys()):
        since = gone[where]
        if not since:
            yield f"{where}: removed too early: deprecate it first, for {NOTICE} recorded versions"
            continue
        warned = [version for version in recorded if version_order(version) >= version_order(since)]
        if len(warned) < NOTICE:
            versions = ", ".join(warned) or "none"
            yield f"{where}: removed too early: deprecated since {since}, and recorded since then: {versions}"


def _deprecated_too_late(old: Mapping[str, Any], new: Mapping[str, Any], version: str) -> Iterator[str]:
    """Refuse a backdated deprecation: versions that are already published carried no warning and do not count."""
    before = _deprecations(old)
    for where, since in _deprecations(new).items():
        known = before.get(where, "")
        is_moved_back = since and (not known or version_order(since) < version_order(known))
        if is_moved_back and version_order(since) < version_order(version):
            yield f"{where}: deprecated since {since}, which did not announce it: write {version} or the next version"


def _deprecations(promised: Mapping[str, Any]) -> dict[str, str]:
    """Map each TABLE.COLUMN to the version since which it is deprecated, or to an empty string."""
    return {
        f"{table}.{column['name']}": column.get("deprecated", "").partition(":")[0]
        for table, part in promised["tables"].items()
        for column in part["columns"]
    }


def _recorded(root: Path) -> list[str]:
    path = root / RELEASES
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return sorted((row["version"] for row in csv.DictReader(file)), key=version_order)
    except (KeyError, ValueError, AttributeError, csv.Error) as error:
        raise LockError(f"{path}: not a table of versions ({type(error).__name__}: {error})") from None
