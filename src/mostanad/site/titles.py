"""Titles in Persian of what the record names in English only: of posts from pieces of ``fa.po``, of events from what is
coded of them. What has no safe translation stays in English.

A message in the context ``post``, ``body``, ``place`` or ``event`` is a title or a part of one; what stands in it for
another names its context: ``Head of %(body)s``. In the context ``opening`` are words with which titles of events begin,
in ``wave`` short names of events of which others were part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from mostanad.models.language import say, spoken
from mostanad.models.vocabularies import Standing
from mostanad.models.words import plain, when
from mostanad.site.evidence import Row
from mostanad.site.persian import is_persian, messages

#: What stands in a message for another, by its context; and how what has none is written.
_VALUE = re.compile(r"%\(([a-z]+)\)s")
_SHAPES = {"number": "[0-9/]+", "day": r"\d{4}-\d\d-\d\d"}
#: Words by which a title of an event does not say that it was so, and by which it says whose doing it is said to be.
_HEDGED = re.compile(r"\b(?:alleged|attributed|said|called|accused|told)\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(r".*attributed to (?:the )?(.+?)(?: (?:as|while|in|during|under|from|at) .*)?")
#: Standings with which nobody's name belongs in a title.
_OVER = {Standing.ACQUITTED, Standing.DROPPED, Standing.OVERTURNED, Standing.DENIED}


def folded(name: str) -> str:
    """A name without what makes no other name of it.

    >>> folded("Head of the Basij’s forces")
    'head of basij forces'
    """
    return " ".join(re.sub(r"\bthe\b|['’]s\b|[‘’'“”()]", "", name.casefold()).split())


@cache
def _whole(context: str) -> dict[str, str]:
    return {folded(message): said for message, said in messages(context).items() if not _VALUE.search(message)}


@cache
def _patterns(context: str) -> list[tuple[re.Pattern[str], str]]:
    """Messages in which something stands for another, those with most words of their own first."""
    found = sorted(filter(_VALUE.search, messages(context)), key=lambda one: (-len(_VALUE.sub("", one)), one))
    own = (re.escape(folded(_VALUE.sub(r"{\1}", message))) for message in found)
    shaped = (re.sub(r"\\{(\w+)\\}", lambda it: f"(?P<{it[1]}>{_SHAPES.get(it[1], '.+')})", one) for one in own)
    return [(re.compile(one), messages(context)[message]) for one, message in zip(shaped, found, strict=True)]


@dataclass(frozen=True)
class Titles:
    """Titles of a record in the language that is spoken, Persian; the attributes are those of its ``Record``."""

    rows: Mapping[str, tuple[str, Row]]
    spelled: Mapping[str, set[str]]
    naming: Callable[[str, str, str], list[Row]]

    def said(self, context: str, text: str) -> str:
        """A title, or a part of one; empty if the messages do not say all of it."""
        text = folded(text)
        known = _whole(context).get(text) or self._known(context, text)
        for pattern, message in () if known else _patterns(context):
            if match := pattern.fullmatch(text):
                values = {name: self.said(name, part) for name, part in match.groupdict().items()}
                if all(values.values()):
                    return message % values
        return known

    def _known(self, context: str, text: str) -> str:
        """What needs no message of its own: a number, a day, a place, a body by any of its names that is no other's."""
        if context in _SHAPES:
            return when(text) if context == "day" else spoken().digits(text)
        if context == "place":
            return _whole("").get(text, "")
        found = self.spelled.get(text, ()) if context == "body" else ()
        labels = [spoken().label(key, self.rows[key][1]["name"]) for key in found if self.rows[key][0] == "parties"]
        return labels[0] if len(found) == len(labels) == 1 and is_persian(labels[0]) else ""

    def posts(self) -> dict[str, str]:
        """By its words what each post is called, of those that the messages say."""
        titles = {row["title"] for table, row in self.rows.values() if table == "positions" and row["title"]}
        return {title: said for title in sorted(titles) if (said := self.said("post", title))}

    def events(self) -> dict[str, str]:
        """What each event is called, by id; one of which the record says too little, or the same as of another, by what
        was done and the title of the record."""
        titles = {key: row["title"] for key, (table, row) in self.rows.items() if table == "events" and row["title"]}
        found = {key: self._event(self.rows[key][1]) for key in titles}
        many = Counter(whole for _, whole in found.values())
        return {key: whole if whole and many[whole] == 1 else f"{what} ({titles[key]})"
                for key, (what, whole) in found.items()}  # fmt: skip

    def _event(self, row: Row) -> tuple[str, str]:
        """What was done; and with it where, when and whose doing it is said to be, if the messages and the record say
        enough. All of it is one message where there is one for the title."""
        if own := messages().get(row["title"]) or self.said("event", row["title"]):
            return own, own
        words = folded(row["title"]).split(" ")
        starts = (" ".join(words[:end]).rstrip(",") for end in range(len(words), 0, -1))
        what = next(filter(None, map(_whole("opening").get, starts)), "")
        place, doer = row["place"] if row["place"] != "Iran" else "", self._doer(row)
        where = place and (self.said("place", place) or self.said("body", place))
        more = [*filter(None, (where, self._time(row), doer))]
        whole = say(", ").join([what, *more]) if what and more else ""
        if whole and not doer and _HEDGED.search(row["title"]):
            whole = say("%(what)s (as is alleged)", what=whole)
        return what or plain(row["kind"]), whole

    def _time(self, row: Row) -> str:
        """A day; else the short name of what it was part of; else its month or year, but not the end of all that is
        possible."""
        date, larger = row["date"] or "", row
        while larger["part_of"] and not re.fullmatch(_SHAPES["day"], date):
            larger = self.rows[larger["part_of"]][1]
            if wave := _whole("wave").get(folded(larger["title"])):
                return wave
        return when(date) if date and not date.startswith("[..") else ""

    def _doer(self, row: Row) -> str:
        """To whom the title attributes it, if exactly one of those with a part in it is called so."""
        match = _ATTRIBUTED.fullmatch(row["title"])
        named = folded(match[1]) if match else "\n"
        rows = self.naming(row["event_id"], "participations", "event_id")
        parts = [one for one in rows if named in folded(self.rows[one["entity_id"]][1].get("name", ""))]
        who = {one["entity_id"] for one in parts}
        label = "" if len(who) != 1 or {one["standing"] for one in parts} & _OVER else spoken().label(min(who), "")
        return say("attributed to %(who)s", who=label) if is_persian(label) else ""
