"""Who is on whose lists, by the last list held or at the end of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mostanad.loader.as_of import day
from mostanad.loader.frames import frame
from mostanad.loader.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("entity_id", "name", "authority_id", "answer", "day", "listed", "sanction_ids")


def listed(
    release: Tables, by: str | Iterable[str], not_by: str | Iterable[str], on: dt.date | str | None, human_rights: bool
) -> pd.DataFrame:
    """See :meth:`mostanad.loader.Release.listed`."""
    known = sorted({row["authority_id"] for row in release._rows("sanctions")})
    wanted, unwanted = ({one} if isinstance(one, str) else set(one) for one in (by, not_by))
    if unknown := sorted((wanted | unwanted) - set(known)):
        raise KeyError(f"{unknown[0]!r} lists nobody in release {release.version}; there are {', '.join(known)}")
    asked = {"day": None if on is None else str(day(on)), "human_rights": human_rights}
    return frame(release, release._ask("listed", **asked, by=[*wanted], not_by=[*unwanted]), _COLUMNS)
