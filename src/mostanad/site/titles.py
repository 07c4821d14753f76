"""Persian titles for what the record names in English only. Titles of posts are made from pieces in ``fa.po``, those of
events from their coded cells; statements are in ``texts.fa.po``. What has no sure translation stays in English.

Titles and their pieces have the contexts ``post``, ``body``, ``place`` and ``event``, and statements ``gist``. A
placeholder names the context of its value, as in ``Head of %(body)s``; ``%(who)s`` is anybody, by any name. ``opening``
has the first words of event titles, ``wave`` short names of larger events, ``stated`` words for an amount, and
``since`` the first possible day of an event by its title.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from mostanad.matching.folding import is_persian
from mostanad.matching.texts import bounds
from mostanad.models.language import say, speaking, spoken
from mostanad.models.vocabularies import PartyKind, Standing
from mostanad.models.words import plain, when
from mostanad.site.evidence import Row
from mostanad.site.persian import messages

#: A placeholder in a message; and patterns for the values that have no messages.
_VALUE = re.compile(r"%\(([a-z]+)\)s")
_SHAPES = {"number": "[0-9/]+", "day": r"\d{4}-\d\d-\d\d"}
#: Words by which the title of an event does not state it as a fact; and the pattern for a title that attributes it.
_HEDGED = re.compile(r"\b(?:alleged|attributed?|said|call(?:s|ed)|accused|told|believed|reported|speak)\b", re.I)
_ATTRIBUTED = re.compile(r".*attributed to (?:the )?(.+?)(?: (?:as|while|in|during|under|from|at) .*)?")
#: Words by which a title attributes something other than its beginning: deaths after an order attributed to somebody.
_OTHER = re.compile(r"\b(?:after|by|for|on|orders?|instructions|permission|recommend\w+|respons\w+|role|wh\w+|with)\b")
#: Standings of people whose names do not belong in a title.
_OVER = {Standing.ACQUITTED, Standing.DROPPED, Standing.OVERTURNED, Standing.DENIED}


def is_hedged(title: str) -> bool:
    """Whether the title of an event does not state as a fact that it happened, or that somebody did it."""
    return bool(_HEDGED.search(title))


def folded(name: str) -> str:
    """A name for comparisons: lower case, without articles, possessive endings, quotes and brackets.

    >>> folded("Head of the Basij’s forces")
    'head of basij forces'
    """
    return " ".join(re.sub(r"\bthe\b|['’]s\b|[‘’'“”()]", "", name.casefold()).split())


@cache
def _whole(context: str) -> dict[str, str]:
    return {folded(message): said for message, said in messages(context).items() if not _VALUE.search(message)}


@cache
def _patterns(context: str) -> list[tuple[re.Pattern[str], str]]:
    """Messages with placeholders as patterns, with their translations; the longest text outside placeholders first."""
    found = sorted(filter(_VALUE.search, messages(context)), key=lambda one: (-len(_VALUE.sub("", one)), one))
    own = (re.escape(folded(_VALUE.sub(r"{\1}", message))) for message in found)
    shaped = (re.sub(r"\\{(\w+)\\}", lambda it: f"(?P<{it[1]}>{_SHAPES.get(it[1], '.+')})", one) for one in own)
    return [(re.compile(one), messages(context)[message]) for one, message in zip(shaped, found, strict=True)]


def span(event: Row, of: Callable[[str], Row]) -> tuple[dt.date, dt.date]:
    """The first and the last day of an event that the dates of larger events, and its own and their titles, allow."""
    first, last = bounds(event, of)
    while event:
        first = max(first, dt.date.fromisoformat(messages("since").get(event["title"], "0001-01-01")))
        event = of(event["part_of"]) if event["part_of"] else {}
    return first, last


@dataclass(frozen=True)
class Titles:
    """Titles of a record in the current language, Persian. The attributes are those of its ``Record``."""

    rows: Mapping[str, tuple[str, Row]]
    spelled: Mapping[str, set[str]]
    naming: Callable[[str, str, str], list[Row]]
    country: str | None

    def said(self, context: str, text: str) -> str:
        """A title, or a piece of one, in translation; empty if the messages do not cover all of it."""
        text = folded(text)
        if context in _SHAPES:
            return when(text) if context == "day" else spoken().digits(text)
        own = {"body": self._body, "who": self._who}
        named = own.get(context) or _whole("" if context == "place" else context).get
        known = _whole(context).get(text) or named(text)
        for pattern, message in () if known else _patterns(context):
            if match := pattern.fullmatch(text):
                values = {name: self.said(name, part) for name, part in match.groupdict().items()}
                if all(values.values()):
                    return message % values
        return known or ""

    def _body(self, text: str) -> str:
        """The label of a body, but not of a state, by any of its names that nobody else has."""
        found = [self.rows[key] for key in self.spelled.get(text, ())]
        labels = [spoken().label(row["party_id"], row["name"]) for table, row in found if table == "parties"]
        is_one = len(found) == len(labels) == 1 and found[0][1]["kind"] != PartyKind.STATE
        return labels[0] if is_one and is_persian(labels[0]) else ""

    def _who(self, text: str) -> str:
        """The label of a person or body, by any of their names that nobody else has."""
        found = self.spelled.get(text, set())
        return "".join(spoken().label(key, self.rows[key][1]["name"]) for key in found) if len(found) == 1 else ""

    def texts(self) -> dict[str, str]:
        """By English text, the translations of titles of posts, statements and populations, as far as the messages
        cover them; and by quoted words for an amount, their translation."""
        amounts = {f"“{text}”": f"«{said}»" for text, said in messages("stated").items()}
        columns = {"positions": ("title", "post"), "statements": ("gist", "gist"), "estimates": ("population", "gist")}
        rows = ((row[columns[table][0]], columns[table][1]) for table, row in self.rows.values() if table in columns)
        return amounts | {text: said for text, context in rows if text and (said := self.said(context, text))}

    def events(self) -> dict[str, str]:
        """By id, the title of each event. If the record says too little, or two events would have the same title, it is
        what was done with the English title."""
        rows = {key: row for key, (table, row) in self.rows.items() if table == "events" and row["title"]}
        found = {key: self._event(row) for key, row in rows.items()}
        many = Counter(whole for _, whole in found.values())
        return {key: whole if whole and many[whole] == 1 else _with(what, rows[key]["title"])
                for key, (what, whole) in found.items()}  # fmt: skip

    def _event(self, row: Row) -> tuple[str, str]:
        """What was done; and that with place, time and alleged actor, if the messages and the record say enough, else
        empty. If the title has a translation, both are that."""
        if own := messages().get(row["title"]) or self.said("event", row["title"]):
            return own, own
        title, openings = folded(row["title"]).removeprefix("alleged "), _whole("opening")
        starts = (title[:end].rstrip(",") for end in range(len(title), 0, -1) if title[end : end + 1] in ("", " "))
        start = next(filter(openings.__contains__, starts), "")
        what = openings.get(start, "")
        where = self.said("place", row["place"]) if row["place"] not in (None, self.country) else ""
        doer = "" if _OTHER.search(title[len(start) :].partition("attributed to")[0]) else self._doer(row)
        more = [*filter(None, (where, self._time(row), doer))]
        whole = say(", ").join([what, *more]) if what and more else ""
        if whole and not doer and is_hedged(row["title"]):
            whole = say("%(what)s (as is alleged)", what=whole)
        return what or plain(row["kind"]), whole

    def _time(self, row: Row) -> str:
        """A day; else the short name of a larger event; else the date, unless only its last day is known."""
        date, larger = row["date"] or "", row
        while larger["part_of"] and not re.fullmatch(_SHAPES["day"], date):
            larger = self.rows[larger["part_of"]][1]
            if wave := _whole("wave").get(folded(larger["title"])):
                return wave
        with speaking(spoken().within(*span(row, lambda key: self.rows[key][1]))):
            return when(date) if date and not date.startswith("[..") else ""

    def _doer(self, row: Row) -> str:
        """Whom the title names as actor, if one participant alone has that name, and no standing in ``_OVER``."""
        match = _ATTRIBUTED.fullmatch(row["title"])
        rows = self.naming(row["event_id"], "participations", "event_id") if match else []
        named = [(folded(self.rows[one["entity_id"]][1].get("name", "")), one) for one in rows]
        parts = [one for name, one in named if match and folded(match[1]) in name]
        is_one = len({one["entity_id"] for one in parts}) == 1 and not {one["standing"] for one in parts} & _OVER
        who = parts[0]["entity_id"] if is_one else ""
        return say("attributed to %(who)s", who=spoken().label(who, self.rows[who][1]["name"])) if who else ""


def _with(what: str, title: str) -> str:
    """What was done, with the title in the record; marked as alleged if that title does not state a fact."""
    if is_hedged(title):
        return say("%(what)s (as is alleged: %(title)s)", what=what, title=title)
    return f"{what} ({title})"
