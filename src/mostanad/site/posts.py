"""Posts compared: which of a person's posts a page names first; who else headed the same body, or the same part of it,
from a later day or on a list that is not older."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mostanad.files.grouping import grouped, key_of
from mostanad.loader.overlaps import BELOW
from mostanad.models.language import say, together
from mostanad.models.vocabularies import Rank
from mostanad.models.words import shown_for, when
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.titles import folded

#: The longest overlap of two posts of which one follows the other.
_HANDOVER = dt.timedelta(days=366)
#: Words in the title of a head that do not say what they head.
_EMPTY = {"head", "commander", "chief", "director", "minister", "president", "of", "in", "at", "for", "general",
          "greater", "national", "police"}  # fmt: skip


def leads(post: Row) -> bool:
    """Whether a post is at the head of its body, or of a part of it."""
    return post.get("rank") in (Rank.HEAD, Rank.HEAD_OF_PART)  # releases before 2026.11.47 have no ranks


def latest_posts(record: Record, row_id: str) -> list[Row]:
    """The posts of a person, ordered by :func:`latest`. Of posts with the same dates, the last named comes first."""
    posts = [row for row in record.naming(row_id, "positions", "holder_id") if row["title"]]
    spans = {row["position_id"]: record.spans.get(row["position_id"], {}) for row in posts}
    posts.sort(key=lambda row: str(spans[row["position_id"]].get("last_named") or ""))
    told, listings = record.told.by_listing, record.naming(row_id, "sanctions", "target_id")
    named = Counter(one for row in listings for one in {one["row_id"] for one in told.get(row["sanction_id"], ())})
    shown = {one: it.get("last_documented") or (it.get("printed") if named[one] else None) for one, it in spans.items()}
    return latest([*reversed(record.about_time(posts, "started", "ended"))], named, shown)


def latest(in_time: Sequence[Row], named: Mapping[str, int], documented: Mapping[str, dt.date | None]) -> list[Row]:
    """Posts in the order of display, one for each title in each body. First come those at the head of something that
    ended over a year after the latest open post began; then open posts (a start, no end), latest first; then undated
    posts that a document shows after all others had ended. The rest are in order of how many statements of reasons name
    them, undated ones first if one of them is at the head of something, those only known as former last. ``in_time``:
    the posts, latest first. ``named``: the number of statements of reasons. ``documented``: the last day on which a
    document shows a post, or the last list prints it if it is undated and in reasons."""
    order = {(True, False): 0, (True, True): 1, (False, True): 2, (False, False): 3}  # undated at the end
    by_end = sorted(in_time, key=lambda row: (row["started"] and row.get("ended_max")) or dt.date.max, reverse=True)
    in_order = sorted(by_end, key=lambda row: order[bool(row["started"]), bool(row["ended"])])
    is_open = [row for row in in_order if row["started"] and not row["ended"]]
    since = is_open[0].get("started_max") if is_open else None
    last = max((row["ended_max"] for row in in_time if row.get("ended_max")), default=None)
    undated = [row for row in in_order if not (row["started"] or row["ended"])]
    since_then = [row for row in undated if last and (documented.get(row["position_id"]) or last) > last]
    heads = [row for row in undated if row not in since_then and leads(row)]

    def place(row: Row) -> tuple[Any, ...]:
        end = row.get("ended_min")
        if since and end and end - since > _HANDOVER and leads(row):
            return 0, -end.toordinal()
        if row in is_open or row in since_then:
            return 1, row in since_then
        is_former = not row["started"] and (row["ended"] or "").startswith("[..")  # no more is known
        is_lesser = row in undated and row not in heads
        return 2, is_former, bool(row["ended"] and heads), -named.get(row["position_id"], 0), is_lesser

    by_words: dict[tuple[str, str | None], Row] = {}
    for row in sorted(in_order, key=place):
        title = re.sub(r"(?<=\w)(?:wo)?man\b", "person", row["title"].casefold())  # a spokesman is a spokesperson
        by_words.setdefault((title, row.get("body_id")), row)
    return list(by_words.values())


def later_holders(record: Record, post: Row) -> list[Row]:
    """Posts of other people in the same role that began later, if no document gives the end of this post. No rule can
    say whether one followed the other."""
    others = _others(record, post) if post["started_max"] else []
    return [row for row in others if row["started_min"] and row["started_min"] > post["started_max"]]


def also_printed(record: Record, post: Row) -> list[tuple[str, Row]]:
    """Posts of other people in the same role that a list prints without “former”, with the day of the list. That list
    is not older than the last document that names this post, and no dates say who came first."""
    own = _printed(record, post, "printed") or _printed(record, post, "last_named")
    rows = [row for row in _others(record, post) if not row["ended"] and not (row["started"] and post["started"])]
    printed = [(_printed(record, row, "printed"), row) for row in rows]
    return [(day, row) for day, row in printed if own and day >= own]


def still_printed(record: Record, post: Row) -> str:
    """For a past post without dates, in words, the day for which documents show it; and whose lists print it without
    “former”."""
    span = record.spans[key_of(post)]
    last = span["last_documented"] if "holder_id" in post and _is_past(post) else None
    one = "the list of %(day)s (%(who)s) prints it without “former”"
    more = "the lists of %(day)s (%(who)s) print it without “former”"
    said = [shown_for(last, span)] if last else []
    for day, some in grouped(span.get("still") or (), lambda each: str(each["day"])).items():
        who = together([record.label(each["who"]) for each in some])
        said.append(say(more if some[1:] else one, day=when(day), who=who))
    return say("; ").join(said)


def _is_past(post: Row) -> bool:
    """Whether documents call a post past without saying from when to when it lasted."""
    return not post["started"] and (post["ended"] or "").startswith("[..")


def best_known(record: Record, posts: Sequence[Row]) -> Row:
    """The post that most documents name, because its holder may be known by it; on a tie, the first post."""
    named = [_named(record, post) for post in posts]
    return posts[named.index(max(named))] if named.count(max(named)) == 1 else posts[0]


def known_first(record: Record, posts: Sequence[Row]) -> list[Row]:
    """Posts in their order. But the best known comes first if the first is undated, named by one document only and not
    newer, or if both are past and have no dates."""
    if not posts:
        return []
    one, best = posts[0], best_known(record, posts)
    is_newer = _printed(record, one, "last_named") > _printed(record, best, "last_named")
    is_obscure = not (one["started"] or one["ended"] or is_newer) and _named(record, one) == 1
    first = [best] if is_obscure or (_is_past(one) and _is_past(best)) else []
    return [*first, *(post for post in posts if post not in first)]


def _named(record: Record, post: Row) -> int:
    """How many documents name a post, over all times in which the same person held it."""
    held = record.naming(post["holder_id"], "positions", "holder_id")
    same = (row for row in held if (row["title"], row["body_id"]) == (post["title"], post["body_id"]))
    told = (record.evidence.asserting(row["position_id"], "title") for row in same)
    return len({item["source_id"] for items in told for item in items})


def is_below(record: Record, key: str) -> bool:
    """Whether documents show what is above a body, or above a body in which a person held a post."""
    bodies = {key, *(post["body_id"] for post in record.naming(key, "positions", "holder_id"))} - {None}
    return any(tie["relation"] in BELOW for one in bodies for tie in record.naming(one, "affiliations", "from_id"))


def head_of_part(record: Record, post: Row) -> list[Row]:
    """Posts of other people who head the part of a body in which this post is deputy, by the words of titles."""
    title = re.sub(r"(?i)\b(?:deputy|vice|assistant)\b", "", post["title"] or "")
    is_of_one = post.get("rank") == Rank.DEPUTY and " for " not in title  # “deputy for” is of the whole body
    return _others(record, {**post, "title": title, "rank": Rank.HEAD_OF_PART, "ended": None}) if is_of_one else []


def _printed(record: Record, post: Row, name: str) -> str:
    """A date from the spans of a post, as text; empty if there is none."""
    return str(record.spans.get(post["position_id"], {}).get(name) or "")


def _others(record: Record, post: Row) -> list[Row]:
    """Posts of other people in the same role in the same body; none if a document gives the end of this post."""
    role = _role(record, post) if not post["ended"] else None
    others = record.naming(post["body_id"], "positions", "body_id") if role is not None else []
    return [row for row in others if row["holder_id"] != post["holder_id"] and _role(record, row) == role]


def _role(record: Record, post: Row) -> frozenset[str] | None:
    """The words of a title for the part of the body that the post heads: none for all of it; None if it is no head."""
    if not post["body_id"] or not post["title"] or not leads(post):
        return None
    if post["rank"] == Rank.HEAD:
        return frozenset()
    names = {word for name in record.spellings(post["body_id"]) for word in _words(name)}
    initials = "".join(re.findall(r"\b[A-Z]", record.called(post["body_id"]))).casefold()
    said = _words(post["title"]) - names - _EMPTY
    return frozenset(word for word in said if len(word) < 2 or not initials.startswith(word))


def _words(text: str) -> set[str]:
    """The words of a title or a name, without a plural s: the same for Revolutionary Court and Revolutionary Courts."""
    return {re.sub(r"(?<=\w{3})s\b", "", word) for word in re.findall(r"\w+", folded(text))}
