"""Warns whoever is given facts that a newer release has otherwise, as far as the index says so.

Only if ``MOSTANAD_INDEX`` names an index, and nobody waits long for it: each process looks once at the index that is
named, beside what the user does. If it cannot be had at once nothing is said, and no table is ever refused for it.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

from mostanad.loader.deprecated import _level_of_the_caller
from mostanad.loader.download import environment
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.faults import DownloadError, IndexRefused, StaleIndexWarning

if TYPE_CHECKING:
    import pyarrow as pa

    from mostanad.loader.download.trusted_index import Published
    from mostanad.loader.release import Release
    from mostanad.loader.tables import Tables

#: For how many seconds the first who asks waits for the index; those after him do not wait.
WAIT = 2.0
#: How many facts a warning names; the others it counts.
NAMED = 3
_DONE = {
    "correction": "corrected",
    "retraction": "withdrawn",
    "merge": "merged into another",
    "privacy": "removed for privacy",
}
#: Tables that hold the facts of all others.
_OF_ALL = ("facts", "evidence")
#: The module whose functions pass on what the user asks for.
_PASSES_ON = "mostanad.loader.shortcuts"
#: What was told in this process, by version: tables, and facts (ROW/FIELD).
_told: set[tuple[str, str]] = set()
#: The looks of this process, by the place of the index.
_looks: dict[str, _Look] = {}

Superseded = Mapping[str, str]


class SupersededWarning(UserWarning):
    """Facts that were served are corrected, withdrawn, merged or removed in a newer release."""


def of_left(release: Tables, table: str, left: pa.Table) -> None:
    """Warn of what is superseded in the rows of a table that the user loads, once for each release and table.

    Args:
        release: a release, or what is left of one; of an earlier version, asked on purpose, nothing is told.
        table: its name; ``facts`` and ``evidence`` hold the facts of all tables, others those of their rows.
        left: its rows that are served, the key first; facts and evidence with their ``fact_id``.
    """
    whole = cast("Release", getattr(release, "release", release))
    if whole.version == release.version and (found := _superseded(whole, sys._getframe(1).f_back)):
        column = "fact_id" if table in _OF_ALL else "row"
        served = set(left["fact_id" if table in _OF_ALL else 0].to_pylist())
        _warn(whole, table, [one for one in found.values() if one[column] in served], {table})


def of_facts(release: Release, what: str, fact_ids: Iterable[str]) -> None:
    """Warn of what is superseded among facts that the user asks for, unless all of it was told before.

    Args:
        release: the release that serves them.
        what: what he asks for, for the message.
        fact_ids: the facts.
    """
    if found := _superseded(release, sys._getframe(1).f_back):
        _warn(release, what, [found[fact_id] for fact_id in dict.fromkeys(fact_ids) if fact_id in found])


def of_rows(release: Release, what: str, row_ids: Iterable[str]) -> None:
    """Warn of what is superseded in rows of which the user is shown something; else as :func:`of_facts`."""
    if found := _superseded(release, sys._getframe(1).f_back):
        rows = set(row_ids)
        _warn(release, what, [one for one in found.values() if one["row"] in rows])


def _superseded(release: Release, caller: FrameType | None) -> dict[str, Superseded]:
    """By its id each fact of a release that a newer one has otherwise; none if the caller is no user."""
    place = _place()
    if place is None or not _is_user(caller):
        return {}
    if place not in _looks and _looks.setdefault(place, look := _Look(place)) is look:
        look.begin()
    return _looks[place].superseded(release)


def _place() -> str | None:
    """Where the index is; None if none can be looked at."""
    try:
        return environment.open_index()
    except (DownloadError, RuntimeError):  # it is no address, or of a home that is not there
        return None


def _is_user(caller: FrameType | None) -> bool:
    """Whether it is no other module of this package: those read more than they serve, or an old release on purpose."""
    name = str(caller.f_globals.get("__name__")) if caller else ""
    return name == _PASSES_ON or not name.startswith("mostanad.")


def _warn(release: Release, what: str, facts: Collection[Superseded], tables: Iterable[str] = ()) -> None:
    """Warn of facts, unless they and the tables were told before."""
    marks = {(release.version, name) for name in (*tables, *(one["fact_id"] for one in facts))}
    if facts and not marks <= _told:
        _told.update(marks)
        warnings.warn(_message(release, what, list(facts)), SupersededWarning, stacklevel=_level_of_the_caller())


def _message(release: Release, what: str, facts: list[Superseded]) -> str:
    named = [f"{one['fact_id']} ({_DONE[one['change']]} in {one['in']})" for one in facts[:NAMED]]
    if rest := Counter(_DONE[one["change"]] for one in facts[NAMED:]):
        named.append(f"and {rest.total()} more ({', '.join(f'{count} {done}' for done, count in rest.items())})")
    newest = facts[0]["newest"]
    return (
        f"{what} of release {release.version}: {len(facts)} {'fact is' if len(facts) == 1 else 'facts are'} not what "
        f"newer releases say: {', '.join(named)}. "
        f"Use version={newest!r}, mostanad.download({newest!r}) or pip install -U mostanad"
    )


class _Look:
    """One look at an index, in a thread of its own: a server that hangs keeps nobody longer than :data:`WAIT`."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._until = time.monotonic() + WAIT
        self._done = threading.Event()
        self._index: Published | None = None
        self._refused = ""
        self._known: dict[Path, dict[str, Superseded]] = {}

    def begin(self) -> None:
        """Look; a thread that still waits when Python ends does not hold it up."""
        try:
            threading.Thread(target=self._run, args=(Cache.named(),), daemon=True).start()
        except RuntimeError:  # there are no threads (WebAssembly), no more (Python is ending), or there is no home
            self._done.set()

    def _run(self, cache: Cache) -> None:
        try:
            self._index = _fetched(cache, self._place)
        except IndexRefused as error:
            self._refused = str(error)
        except Exception:  # whatever is wrong with the index, the tables are at hand: who downloads is told
            pass
        finally:
            self._done.set()

    def superseded(self, release: Release) -> dict[str, Superseded]:
        """By its id each fact of a release that a newer one has otherwise, as far as the index could be had by now."""
        if not self._done.wait(max(0.0, self._until - time.monotonic())):
            return {}
        if refused := self._refused:
            self._refused = ""
            message = f"whether facts of release {release.version} were corrected since is not known: {refused}"
            warnings.warn(message, StaleIndexWarning, stacklevel=_level_of_the_caller())
        if self._index is None:
            return {}
        if release.path not in self._known:
            self._known[release.path] = _found(self._index, release)
        return self._known[release.path]


def _fetched(cache: Cache, place: str) -> Published:
    """The index, if it does not contradict what was seen; unlike ``indexes.published`` it warns of nothing.

    It is asked for once, and what was seen last is not relied on in its place: offline, nobody waits or is told.
    """
    from mostanad.loader.download.trusted_index import fetched, remember_if_possible

    found = fetched(place, tries=1)
    remember_if_possible(cache, found)
    return found


def _found(found: Published, release: Release) -> dict[str, Superseded]:
    """What the index says of the facts of a release, if it is this release that it speaks of, and none of one's own."""
    said = found.releases.get(release.version)
    if said is None or not said["superseded_facts"]:
        return {}
    try:
        root = json.loads((release.path / "proofs" / "root.json").read_bytes())["root"]
        tables = _tables(release) if root == said["root"] else {}
    except (OSError, ValueError, KeyError, TypeError):  # it is not as it was published
        return {}
    return {
        name: {**one, "row": name.partition("/")[0], "table": tables[name], "newest": found.versions[-1]}
        for one in said["superseded_facts"]
        if (name := one["fact_id"]) in tables
    }


def _tables(release: Release) -> dict[str, Any]:
    """Of which table each fact of a release is."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(release.path / "parquet" / "facts.parquet") as file:
        facts = file.read(columns=["fact_id", "table_name"])
    return dict(zip(facts["fact_id"].to_pylist(), facts["table_name"].to_pylist(), strict=True))
