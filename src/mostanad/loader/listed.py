"""Who is on whose lists, by the last list held or at the end of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mostanad.loader.as_of import day
from mostanad.loader.frames import frame
from mostanad.loader.tables import Record, Tables

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("entity_id", "name", "authority_id", "answer", "day", "listed", "sanction_ids")


def listed(
    release: Tables, by: str | Iterable[str], not_by: str | Iterable[str], on: dt.date | str | None, human_rights: bool
) -> pd.DataFrame:
    """See :meth:`mostanad.loader.Release.listed`."""
    listings = release._rows("sanctions")
    known = sorted({row["authority_id"] for row in listings})
    wanted, unwanted = ({one} if isinstance(one, str) else set(one) for one in (by, not_by))
    if unknown := sorted((wanted | unwanted) - set(known)):
        raise KeyError(f"{unknown[0]!r} lists nobody in release {release.version}; there are {', '.join(known)}")
    found: defaultdict[str, defaultdict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    counted = [row for row in listings if row["human_rights"] or not human_rights]
    for one in _in_force(release, counted, None if on is None else day(on)):
        found[one["target_id"]][one["authority_id"]].append(one)
    names, rows = release._labels(("officials", "parties")), []
    for who, lists in sorted(found.items()):
        if lists.keys() >= wanted and not lists.keys() & unwanted:
            rows += [
                {
                    **{"entity_id": who, "name": names.get(who), "authority_id": authority},
                    **{name: max(one[name] for one in shown) for name in ("answer", "day")},
                    "listed": min(shown, key=lambda one: str(one["listed_max"]))["listed"],
                    "sanction_ids": [one["sanction_id"] for one in shown],
                }
                for authority, shown in sorted(lists.items())
                if authority in (wanted or lists)
            ]
    return frame(release, rows, _COLUMNS)


def _in_force(release: Tables, listings: Iterable[Record], on: dt.date | None) -> Iterator[Record]:
    """Listings with an answer and its day; ``yes`` comes after ``unsure`` in the alphabet."""
    from mostanad.evidence.spans import in_force

    for row in listings:
        span = release._spans[row["sanction_id"]]
        if on is not None and (answer := in_force(span, on, on)) != "no":
            yield row | {"answer": answer, "day": on}
        elif on is None and row["delisted"] is None and (last := span["last_documented"]):
            yield row | {"answer": "yes", "day": last}
