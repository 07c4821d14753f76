"""Posts compared: who is on record at the head of the same body, or of the same part of it, from a later day."""

from __future__ import annotations

import re

from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.titles import folded

#: Words by which a post is at the head of something: those of which one can stand for another, and those that must
#: agree; and what stands in a title and says nothing of the post.
_HEADS = {"head", "commander", "chief", "director"}
_OTHERS = {"minister", "governor", "warden", "president", "chairman", "secretary"}
_EMPTY = {"of", "in", "at", "for", "the", "general", "greater", "police"}


def later_holders(record: Record, post: Row) -> list[Row]:
    """The posts of others of the same role in the same body that began later, if no document says until when it was
    held; whether one followed the other no rule can say."""
    role = _role(record, post) if post["started_max"] and not post["ended"] else None
    if not role:
        return []
    others = record.naming(post["body_id"], "positions", "body_id")
    later = [row for row in others if row["started_min"] and row["started_min"] > post["started_max"]]
    return [row for row in later if row["holder_id"] != post["holder_id"] and _role(record, row) == role]


def _role(record: Record, post: Row) -> frozenset[str] | None:
    """What a title says of a post at the head of something, beside the name of the body; else nothing."""
    if not post["body_id"] or not post["title"]:
        return None
    title = f" {folded(post['title'])} "
    for name in sorted(record.spellings(post["body_id"]), key=len, reverse=True):
        title = title.replace(f" {name} ", " ")
    initials = "".join(re.findall(r"\b[A-Z]", record.called(post["body_id"]))).casefold()
    words = {word for word in re.findall(r"\w+", title) if len(word) < 2 or not initials.startswith(word)}
    is_head = words & (_HEADS | _OTHERS) and "deputy" not in words
    return frozenset({"head", *words} - _EMPTY - (_HEADS - {"head"})) if is_head else None
