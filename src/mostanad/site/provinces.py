"""Posts by province and kind, judged by their words: how many people held one in this record, and who commanded the
Revolutionary Guard or the police in a whole province, or governed it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import itemgetter
from typing import Any

from mostanad.files.grouping import grouped
from mostanad.matching import folding
from mostanad.matching.texts import bench
from mostanad.models.language import say, spoken
from mostanad.site import filters
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.filters import CITIES
from mostanad.site.page import Page
from mostanad.site.persian import ORDER
from mostanad.site.posts import leads

#: Provinces and towns that the rules of the search lack; and other spellings of two provinces.
_MORE = {
    "Chaharmahal and Bakhtiari": ["shahrekord"], "Kohgiluyeh and Boyer-Ahmad": ["kohgiluyeh", "yasuj"],
    "Markazi": ["arak", "saveh"], "Mazandaran": ["in noor", "sari"], "Qom": [], "Razavi Khorasan": ["mashad"],
    "Semnan": ["shahrud"], "Yazd": [],
}  # fmt: skip
_SPELLED = {"Baluchistan": "Baluchestan", "Teheran": "Tehran"}
IRGC, POLICE, PROSECUTORS = "Revolutionary Guard (IRGC) and Basij", "Police (LEF)", "Prosecutors"
JUDGES, COURTS = "Judges", "Courts and judiciary, other posts"
PRISONS, GOVERNORS = "Prisons", "Governors and mayors"
MINISTERS, DEPUTIES, BROADCASTERS, OTHERS = "Ministers and their deputies", "Parliament", "Broadcasting", "Other posts"
#: Patterns for kinds of posts; the first that fits counts. ``_TITLED`` is for the title alone, ``_NAMED`` also for the
#: names of the body and of the bodies above.
_TITLED = {
    PROSECUTORS: r"prosecutor|attorney.general", GOVERNORS: r"governor\b.* of\b|mayor", MINISTERS: r"\bminister\b",
    JUDGES: r"\bjudge\b|magistrate|member of the \w+ (?:branch|section) of the supreme court",
}  # fmt: skip
_NAMED = {
    DEPUTIES: r"islamic consultative assembly|parliament(?!ary affairs)|\bmp\b",
    IRGC: r"irgc|basij|revolutionary guard", POLICE: r"police|law enforcement force|\blef\b",
    PROSECUTORS: r"prosecution|prosecutor", PRISONS: r"prison|detention|penitent|warden",
    COURTS: r"court|judge|judicia|justice|tribunal", BROADCASTERS: r"broadcasting|\birib\b|press tv",
}  # fmt: skip
#: Matches the post of a governor, but not of somebody who works for one.
_GOVERNS = re.compile(r"(?i)\bgovernor(?:-general)?(?: \([^)]*\))? of\b")
#: The kinds of posts that every province has.
LOCAL = (IRGC, POLICE, PROSECUTORS, JUDGES, COURTS, PRISONS, GOVERNORS)
#: Words by which the head of something is not the head for the whole province.
_PART = re.compile(r"(?i)^a |\b(?:city|county|town|greater|brigade|units?|special|security|headquarters|base|basij"
                   r"|cyber|morality|relief|traffic|intelligence|protection|ground|navy|political)\b")  # fmt: skip


@cache
def _places() -> dict[str, list[set[str]]]:
    """By province, sets of words: those of its name, then those of each place in it."""
    rules, names = folding.asked(), {**folding.provinces(), **{folding.fold(name): name for name in _MORE}}
    inside = [*rules["within"].items(), *((place, folding.fold(name)) for place, name in rules["lies"].items())]
    inside += [(place, folding.fold(name)) for name, some in _MORE.items() for place in some]
    spelled = {name: [key, *(place for place, of in inside if of == key)] for key, name in names.items()}
    return {name: [{*map(folding.plain, one.split())} for one in some] for name, some in spelled.items()}


@cache
def named(text: str) -> dict[str, bool]:
    """The provinces that a text names, or in which a place is that it names; and whether it names the province only.

    >>> named("Head of LEF in Divandarreh"), named("Head of LEF in Kurdistan"), named("Fars News Agency")
    ({'Kurdistan': False}, {'Kurdistan': True}, {})
    """
    text = re.sub("|".join(_SPELLED), lambda it: _SPELLED[it[0]], re.sub(r"['’]s\b|Fars News", "", text))
    words = {*map(folding.plain, folding.fold(text).split())}
    found = {name: [one for one in some if one <= words] for name, some in _places().items()}
    return {name: all(one <= _places()[name][0] <= words for one in some) for name, some in found.items() if some}


def where(record: Record, post: Row) -> dict[str, bool]:
    """The provinces in the title of a post, as :func:`named` finds them; else those in the name of its body."""
    return named(post["title"] or "") or (named(record.called(post["body_id"])) if post["body_id"] else {})


def kind(record: Record, post: Row) -> str:
    """The kind of a post by the words of its title, its body and the bodies above. The head of a court, or of a branch
    of one, is a judge; the head of the judiciary is not."""
    title, body = (post["title"] or "").casefold(), post["body_id"]
    if body and bench(title, record.kind(body)):
        return JUDGES
    names = (record.called(one) for one in (body, *sorted(filters.above(record, body))) if one)
    text = " ".join([title, *names]).casefold() if body else title
    ways = [*((one, title) for one in _TITLED.items()), *((one, text) for one in _NAMED.items())]
    return next((name for (name, words), said in ways if re.search(words, said)), OTHERS)


def commands(record: Record, post: Row) -> bool | None:
    """Whether a post heads the Revolutionary Guard or the police of a whole province, or governs it. By its words it
    must not be a deputy's, or for a part or a town. None if it can be for the city with the name of the province."""
    title, found = post["title"] or "", where(record, post)
    if len(found) != 1 or not all(found.values()) or not leads(post) or _PART.search(title):
        return False
    of = kind(record, post)
    if of not in (IRGC, POLICE) and not (of == GOVERNORS and _GOVERNS.search(title)):
        return False
    text = title if named(title) else f"{title} {record.called(post['body_id'])}"
    return not found.keys() & CITIES or "provinc" in text.casefold() or None


def pages(record: Record) -> Iterator[Page]:
    if record.about.text("country") == "Iran":
        yield Page("provinces.html", "provinces", say("Posts by province"), partial(_counted, record))


def _counted(record: Record) -> dict[str, Any]:
    """By province and kind, how many people hold or held a post, and how many of them are listed now; and who commanded
    the Revolutionary Guard and the police, and who governed."""
    posts = [(name, kind(record, post), post) for post in record.tables["positions"] for name in where(record, post)]
    held = {(name, of): {post["holder_id"] for *_, post in some}
            for (name, of), some in grouped(posts, itemgetter(0, 1)).items()}  # fmt: skip
    counts = {key: (len(who), sum(bool(_listed_by(record, one)) for one in who)) for key, who in held.items()}
    led = [(*one, commands(record, one[2])) for one in posts]
    return {
        "kinds": LOCAL,
        "rows": [(name, [counts.get((name, of)) for of in LOCAL]) for name in sorted(_places(), key=_order)],
        "heads": [_heads(record, of, [one for one in led if one[1] == of]) for of in (IRGC, POLICE, GOVERNORS)],
        "shown": len({post["position_id"] for *_, post in posts}),
        "people": len(set().union(*held.values())),
    }


def _listed_by(record: Record, who: str) -> set[str]:
    """The authorities that list somebody now."""
    return {row["authority_id"] for row in record.told.standing(record.naming(who, "sanctions", "target_id"))}


def _heads(record: Record, of: str, posts: Sequence[tuple[str, str, Row, bool | None]]) -> Mapping[str, Any]:
    """Heads of one kind in whole provinces: in how many provinces one is listed now, also by authority. Which provinces
    have none who is listed, only former heads, only a head who may be of a city, or no head."""
    led = [(name, of, post) for name, of, post, does in posts if does]
    listed = {(name, who) for name, _, post in led for who in _listed_by(record, post["holder_id"])}
    having, now = {name for name, *_ in led}, {name for name, _ in listed}
    former = having - {name for name, _, post in led if not post["ended"]}
    by, of_city = grouped(sorted(listed), itemgetter(1)), {name for name, *_, does in posts if does is None} - having
    return {"kind": of, "listed": len(now),
            "by": sorted(((who, _labels(name for name, _ in some)) for who, some in by.items()),
                         key=lambda one: -len(one[1])),
            "unlisted": _labels(having - now), "former": _labels(former), "of_city": _labels(of_city),
            "none": _labels({*_places()} - having - of_city),
            "people": len({post["holder_id"] for *_, post in led})}  # fmt: skip


def _order(province: str) -> str:
    return spoken().label("", province).casefold().translate(ORDER)


def _labels(provinces: Iterable[str]) -> list[str]:
    return [spoken().label("", one) for one in sorted(provinces, key=_order)]
