"""Posts as lists print them: which are former, which have their years in the title, and which are only ranks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mostanad.curation.proposals.desk import Desk, Version, record
from mostanad.documents.lists import Record
from mostanad.documents.lists.names import is_title
from mostanad.matching import folding

#: Longer titles make ids that nobody can read.
_LONG = 60
_FORMER = re.compile(r"^(?:former(?:ly)? |ex[- ])(?=\w)", re.IGNORECASE)
_YEAR = r"(?:[A-Z][a-z]+\.? )?((?:19|20)\d\d)"
_FROM_TO = re.compile(r"(.+?),? \(?((?:19|20)\d\d) ?[-–] ?((?:19|20)\d\d)\)?")
_SINCE = re.compile(rf"(.+?),? \(?since {_YEAR}\)?")
_UNTIL = re.compile(rf"(.+?),? \(?until {_YEAR}\)?")


@dataclass(frozen=True)
class Post:
    """A post that a list prints.

    Attributes:
        title: the post, without ``former`` and years.
        started: the year in which it began, where the list has it.
        ended: the year in which it ended, likewise.
        is_former: whether it had ended when the list was published.
    """

    title: str
    started: str = ""
    ended: str = ""
    is_former: bool = False


def parse(printed: str) -> Post:
    """A post as printed, taken apart.

    >>> parse("former Chief of Police (2005-2014)")
    Post(title='Chief of Police', started='2005', ended='2014', is_former=True)
    >>> parse("Head of the prison since Aug 2009").started
    '2009'
    """
    title = _FORMER.sub("", printed)
    is_former = title != printed
    started = ended = ""
    if match := _FROM_TO.fullmatch(title):
        title, started, ended = match.groups()
    elif match := _SINCE.fullmatch(title):
        title, started = match.groups()
    elif match := _UNTIL.fullmatch(title):
        title, ended = match.groups()
    return Post(title[:1].upper() + title[1:], started, ended, is_former or bool(ended))


def add_all(desk: Desk, version: Version, listed: Record, entity_id: str, published: str) -> None:
    """Add the posts that a list prints: held at some time before it was published, more is not known.

    A post that the list calls former ended before it was published. A rank is no post.
    """
    held = {
        (folding.fold(row["title"]), row["started"]): row_id
        for row_id, row in desk.rows["positions"].items()
        if row["holder_id"] == entity_id
    }
    for stated in listed.positions:
        post, before = parse(stated.text), f"[..{published}]"
        if is_title(post.title) and post.title != "Judge":
            continue
        key = (folding.fold(post.title), post.started)
        if key not in held:
            short = post.title if len(post.title) < _LONG else post.title[:_LONG].rpartition(" ")[0]
            held[key] = desk.mint(entity_id, short, post.started)
            desk.add("positions", held[key], holder_id=entity_id, title=post.title, started=post.started)
        row = desk.rows["positions"][held[key]]
        fields = ["holder_id", "title"] + (["started"] if post.started else [])
        ended = post.ended or (before if post.is_former else "")
        if ended and row["ended"] in ("", ended):
            row["ended"] = ended
            fields.append("ended")
        desk.claim(version, record(stated.key), held[key], fields, as_of=post.ended or before)
