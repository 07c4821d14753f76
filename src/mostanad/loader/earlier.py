"""A release as of an earlier version: which facts there were, and what they said, as the history has it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mostanad.loader.days import day
from mostanad.loader.download.faults import ReleaseNotFound
from mostanad.loader.frames import frame
from mostanad.loader.store import find
from mostanad.loader.tables import Tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from mostanad.loader.release import Release

_COLUMNS = ("fact_id", "row_id", "field", "value", "value_known", "since", "known_from", "known_to", "superseded_in")


class OnlyInOlderRelease(LookupError):
    """Only the older release itself has the answer, not the history, and that release is not on this machine."""


@dataclass(frozen=True)
class Earlier(Tables):
    """What the project knew with an earlier version; made by :meth:`Release.as_of`.

    The history of a release (its table ``changes``) has the value of each fact in each version. It has no evidence of
    earlier versions, no support, and no cells of our coding: for these the older release itself is opened, if it is on
    this machine (beside the release, or among :func:`mostanad.versions`).

    Attributes:
        release: the release that is asked.
        version: the version as of which it is asked.
    """

    release: Release
    version: str

    def facts(self, row_id: str | None = None) -> pd.DataFrame:  # type: ignore[override]
        """The facts as the version had them, in order of their ids; from the history, the older release is not needed.

        Args:
            row_id: of one row only; None for all.

        Returns:
            a frame of ``fact_id``, ``row_id``, ``field``, ``value``; ``value_known``: false if the fact is gone by
            now and the history has not what it was (removed for privacy, or its row was merged; ``value`` is empty
            then, and :meth:`older` has what was published); ``since``: the version from which on it was so,
            and ``known_from``, its day; ``superseded_in`` and ``known_to``: when it changed next, if it did.
        """
        from mostanad.models.cells import version_order

        rows = self.release._ask("earlier", version=version_order(self.version), row_id=row_id)
        found = frame(self.release, rows, _COLUMNS)
        found.attrs["mostanad"] |= {"version": self.version}
        return found

    def tables(self) -> list[str]:
        """The names of the tables of the older release."""
        return self.older().tables()

    def _read(self, table: str) -> pa.Table:
        return self.older()._read(table)

    @property
    def _whole(self) -> Tables:
        return self.older()

    def dossier(self, official_id: str) -> dict[str, Any]:
        """The dossier that the older release has.

        Args:
            official_id: the id of a row of its ``officials``.

        Returns:
            what :meth:`Release.dossier` gives, whose errors it raises too, and OnlyInOlderRelease.
        """
        return self.older().dossier(official_id)

    def older(self) -> Release:
        """The older release itself.

        Raises:
            OnlyInOlderRelease: if it is not on this machine.
        """
        if self.version == self.release.version:
            return self.release
        for where in (self.release.path.parent / self.version, self.version):
            try:
                path, found = find(where)
            except ReleaseNotFound:
                continue
            if found == self.version:
                return type(self.release)(path, found)
        raise OnlyInOlderRelease(
            f"the history of release {self.release.version} has the facts of {self.version}; all else "
            f"only the release {self.version} itself has, and it is not on this machine"
        )


def known_version(release: Release, known: str | dt.date) -> str:
    """The version that a user names: itself, or the last one of a day; a ValueError if there is no such version."""
    from mostanad.models.cells import version_order

    dates: dict[str, dt.date] = {row["version"]: row["date_max"] or dt.date.max for row in release._rows("releases")}
    ordered = sorted(dates, key=version_order)
    recorded = ", ".join(ordered) or "none"
    if isinstance(known, str) and known in dates:
        return known
    if isinstance(known, str) and known.count(".") == 2:
        raise ValueError(f"known={known!r} is not a version that release {release.version} records: {recorded}")
    try:
        when = day(known, "known")
    except ValueError as error:
        raise ValueError(f"{error}, or a version") from None
    found = [version for version in ordered if dates[version] <= when]
    if not found:
        raise ValueError(f"known={known!r} is before the first version that is recorded: {recorded}")
    return found[-1]
