"""A release as of an earlier version: its facts and their values, from the history."""

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
    """The history has no answer: only the older release has it, which is neither on this machine nor in the index."""


@dataclass(frozen=True)
class Earlier(Tables):
    """What the project knew in an earlier version; made by :meth:`Release.as_of`.

    The history of a release (its table ``changes``) has the value of each fact in each version. It lacks the evidence
    and support of earlier versions, and the cells that are our coding. For these, the older release itself is opened:
    it may lie beside the release or among :func:`mostanad.versions`, and is downloaded if the index has it.

    Attributes:
        release: the release whose history is read.
        version: the earlier version.
    """

    release: Release
    version: str

    def facts(self, row_id: str | None = None) -> pd.DataFrame:  # type: ignore[override]
        """The facts as the version had them, in order of their ids. The history is enough for this.

        Args:
            row_id: the row whose facts to return; None for all rows.

        Returns:
            a frame of ``fact_id``, ``row_id``, ``field``, ``value``; ``value_known``: false if the history no longer
            has the value, because it was removed for privacy or the row was merged (``value`` is then empty, and
            :meth:`older` has what was published); ``since`` and ``known_from``: the version that introduced the value,
            and its day; ``superseded_in`` and ``known_to``: the same of the next change, if there was one.
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
        """The dossier of an official in the older release.

        Args:
            official_id: the id of a row of its ``officials``.

        Returns:
            a dictionary as from :meth:`Release.dossier`. It also raises the same errors, and OnlyInOlderRelease.
        """
        return self.older().dossier(official_id)

    def older(self) -> Release:
        """The older release itself.

        Raises:
            OnlyInOlderRelease: if it is neither on this machine nor in the index.
            DownloadError: an OSError, if its download fails.
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
            f"this needs release {self.version} itself, which is neither on this machine nor in the index; the "
            f"history of release {self.release.version} has only its facts"
        )


def known_version(release: Release, known: str | dt.date) -> str:
    """The version that a user names, or the last one up to a day. Raises ValueError if there is none."""
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
