"""Which of somebody's posts a page names first."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import itemgetter

from mostanad.site.evidence import Row
from mostanad.site.titles import is_head

#: For so long two posts may overlap where one follows the other.
_HANDOVER = dt.timedelta(days=366)


def latest(in_time: Sequence[Row], named: Mapping[str, int], documented: Mapping[str, dt.date | None]) -> list[Row]:
    """The posts with a start and without an end, the last first, behind those at the head of something that ended more
    than a year after the first of them began; then those without any day that a document shows when all others had
    ended; then, if one of them is at the head of something, those without any day; then those that most statements of
    reasons name, of ended ones the last to end first; of posts with the same words in the same body one.

    Args:
        in_time: the posts of somebody, the last first.
        named: how many statements of reasons name a post.
        documented: by its id the last day on which a document shows a post; of one without days that reasons name, the
            day of the last list that prints it.
    """
    order = {(True, False): 0, (True, True): 1, (False, True): 2, (False, False): 3}  # undated at the end
    by_words: dict[tuple[str, str | None], Row] = {}
    by_end = sorted(in_time, key=lambda row: (row["started"] and row.get("ended_max")) or dt.date.max, reverse=True)
    in_order = sorted(by_end, key=lambda row: order[bool(row["started"]), bool(row["ended"])])
    is_open = [row for row in in_order if row["started"] and not row["ended"]]
    since = is_open[0].get("started_max") if is_open else None
    longer = [row for row in in_order if since and row.get("ended_min") and row["ended_min"] - since > _HANDOVER]
    longer = [row for row in longer if is_head(row["title"])]
    last = max((row["ended_max"] for row in in_time if row.get("ended_max")), default=None)
    shown = {key for key, day in documented.items() if last and day and day > last}
    since_then = [row for row in in_order if not (row["started"] or row["ended"]) and row["position_id"] in shown]
    first = [*sorted(longer, key=itemgetter("ended_min"), reverse=True), *is_open, *since_then]
    others = [row for row in in_order if row not in first]
    heads = [row for row in others if not (row["started"] or row["ended"]) and is_head(row["title"])]

    def after(row: Row) -> tuple[bool, bool, int, bool]:
        is_former = not row["started"] and (row["ended"] or "").startswith("[..")  # nothing but that is known
        is_lesser = not (row["started"] or row["ended"] or row in heads)
        return is_former, bool(row["ended"] and heads), -named.get(row["position_id"], 0), is_lesser

    for row in chain(first, sorted(others, key=after)):
        title = re.sub(r"(?<=\w)(?:wo)?man\b", "person", row["title"].casefold())  # a spokesman is a spokesperson
        by_words.setdefault((title, row.get("body_id")), row)
    return list(by_words.values())
