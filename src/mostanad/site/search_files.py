"""The files in which a browser looks names, events and programmes up, without a server.

A browser that shows a page from a folder may load scripts but no data, so each file is a script that sets one variable.
``static/search.js`` compares a text with every spelling, as :mod:`mostanad.matching.spelling` does: what it finds is
what :meth:`mostanad.loader.Release.search` finds, in the same order.

===================  ==============  ===================================================================================
``search/rules.js``  mostanadRules   :func:`mostanad.matching.folding.rules`
``search/names.js``  mostanadNamed   authorities (short and whole name); what can be found, as :func:`_entity`
===================  ==============  ===================================================================================

The names are loaded when somebody goes to the field. 1,000 spellings are 50 kB (14 kB as servers compress them), 1,000
events 150 kB (35 kB); a look-up among 2,500 and 900 takes 5 to 50 ms, and the first 150 ms, for then all are folded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import NamedTuple

from mostanad.matching import folding
from mostanad.matching.spelling import Spelling, Text, spellings, texts
from mostanad.models.language import say, spoken
from mostanad.models.words import lasting, plain, when
from mostanad.site.contents import Record

#: Persian years.
_YEARS = re.compile("۱[۳۴][۰-۹]{2}")


class Shown(NamedTuple):
    """What a hit shows: the address of the page, what it is, which authorities list it; and by which words, or by which
    name, of another language it is found too."""

    address: str
    what: str = ""
    listed_by: tuple[str, ...] = ()
    words: str = ""


def files(record: Record) -> Iterator[tuple[str, str]]:
    """The path and the text of each file of a record."""
    tables = record.tables
    authorities = {row["authority_id"]: record.label(row["authority_id"]) for row in tables["sanctions"]}
    named = spellings(tables["officials"], tables["parties"], tables["names"])
    others = texts(tables["events"], tables["programmes"], tables["parties"])
    return written([*named, *others], partial(_shown, record), authorities)


def written(
    named: Iterable[Spelling | Text], shown: Callable[[str], Shown], authorities: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The same of any spellings, in order of the ids of who bears them; ``authorities`` are labels by id."""
    numbers = {key: number for number, key in enumerate(sorted(authorities))}
    bearers = [[*of_one] for _, of_one in groupby(named, lambda spelling: spelling.entity_id)]
    bearers.sort(key=lambda of_one: (of_one[0].label, of_one[0].entity_id))
    listing = [[short(authorities[key]), authorities[key]] for key in numbers]
    entities = [_entity(of_one, shown(of_one[0].entity_id), numbers) for of_one in bearers]
    yield "search/rules.js", _script("mostanadRules", folding.rules())
    yield "search/names.js", _script("mostanadNamed", [listing, entities])


def _entity(bearer: list[Spelling | Text], shown: Shown, numbers: Mapping[str, int]) -> list[object]:
    """Label, 0 or for people 1 and how many words are the surname, address, what they are, by which authorities they
    are listed, then the spellings; an empty one is the label. Of what has no names -1, or -2 if it is an event of which
    others were part, and words in place of spellings."""
    one = bearer[0]
    listed = sorted(numbers[key] for key in shown.listed_by)
    if isinstance(one, Text):
        return [
            one.label,
            -2 if one.least > 63 else -1,
            shown.address,
            shown.what,
            listed,
            f"{one.more} {shown.words}".strip(),
        ]
    names = ["" if spelling.name == one.label else spelling.name for spelling in bearer]
    names += filter(None, [shown.words])
    return [one.label, 1 + one.surname if one.is_person else 0, shown.address, shown.what, listed, *names]


def _shown(record: Record, key: str) -> Shown:
    """Of officials the last post, of parties their kind; and who lists them, as far as no end is known. Of events kind,
    day and place, of programmes whose they are."""
    table, row = record.rows[key]
    if table == "programmes":
        return Shown(record.address(key), say("programme of %(whose)s", whose=record.label(row["authority_id"])))
    if table == "events":
        cells = [plain(row["kind"]), row["date"] and when(row["date"]), spoken().label("", row["place"] or "")]
        said = say(", ").join(filter(None, cells))
        years = [year[2:] for year in _YEARS.findall(said)]  # 67 is 1367
        return Shown(record.address(key), said, words="" if spoken().code == "en" else " ".join([said, *years]))
    posts = [(post, record.spans[post["position_id"]]) for post in record.latest_posts(key)[:1]]
    times = [lasting(post["started"], post["ended"], span) for post, span in posts]
    held = [say(", ").join((post["title"], time)) for (post, _), time in zip(posts, times, strict=True)]
    listings = (row for row in record.naming(key, "sanctions", "target_id") if not row["delisted"])
    what = plain(row["kind"]) if table == "parties" else "".join(held) or say("an official")
    label = record.label(key)
    words = "" if label in {row["name"], *(one["name"] for one in record.naming(key, "names", "entity_id"))} else label
    return Shown(record.address(key), what, tuple({row["authority_id"] for row in listings}), words)


def short(label: str) -> str:
    """The initials of the words of a label, if it has several.

    >>> short("United Nations Security Council"), short("Court of Justice")
    ('UNSC', 'CJ')
    >>> short("Canada")
    'Canada'
    """
    initials = "".join(word[0] for word in label.split() if word[0].isupper())
    return initials if len(initials) > 1 else label


def _script(variable: str, data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # As a string of a script writes a character: what would be markup, or is not seen.
    hidden = {sign for sign in text if sign in "<>&" or not sign.isprintable()}
    return f"var {variable}={text.translate({ord(sign): _escaped(sign) for sign in hidden})};\n"


def _escaped(sign: str) -> str:
    return json.dumps(sign)[1:-1] if ord(sign) > 127 else f"\\u{ord(sign):04x}"
