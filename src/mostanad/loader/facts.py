"""The facts of a release: those of a row, those that rest on enough, each beside its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.loader.tables import Tables

Support = Literal["single", "one_camp", "unplaced", "corroborated", "official"]
#: On what a fact can rest, from the weakest to the strongest (mostanad.evidence.support.ORDER; a test compares).
SUPPORTS: tuple[Support, ...] = get_args(Support)
#: Columns of ``evidence`` beside those of ``facts``: where both have one, under which name.
_RENAMED = {"value": "claimed_value", "asserted_by": "claimed_by"}


def facts(release: Tables, row_id: str | None, min_support: Support | None, evidence: bool) -> pd.DataFrame:
    """See :meth:`mostanad.loader.Release.facts`."""
    if min_support is not None and min_support not in SUPPORTS:
        raise ValueError(f"min_support={min_support!r} is not one of {', '.join(SUPPORTS)}")
    frame: pd.DataFrame = release.load("facts")
    if row_id is not None:
        frame = frame[frame["row_id"] == row_id]
    if min_support is not None:
        frame = frame[frame["support"].isin(SUPPORTS[SUPPORTS.index(min_support) :])]
    frame = frame.reset_index(drop=True)
    return _with_evidence(frame, release) if evidence else frame


def _with_evidence(frame: pd.DataFrame, release: Tables) -> pd.DataFrame:
    """One row for each fact and claim; a fact that no claim speaks of any more keeps its row."""
    claims = release.load("evidence").rename(columns=_RENAMED)
    joined = frame.merge(claims, on="fact_id", how="left", validate="one_to_many", sort=False)
    joined.attrs = dict(frame.attrs)
    return joined
