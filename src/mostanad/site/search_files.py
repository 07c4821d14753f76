"""The files with which a browser searches names and words without a server.

A page that is opened from a folder may load scripts but no data, so each file is a script that sets one variable.
``static/search.js`` compares a text with every spelling, as :mod:`mostanad.matching.spelling` does. It finds the
same as :meth:`mostanad.loader.Release.search`, in the same order.

===================  ==============  ===================================================================================
``search/rules.js``  mostanadRules   :func:`mostanad.matching.folding.rules`
``search/names.js``  mostanadNamed   authorities (initials, label, id, in a sentence); entities, as :func:`_entity`;
                                     provinces; days of listings, with numbers of authorities; repeated texts
===================  ==============  ===================================================================================

The names are loaded when the search field gets the focus. The first search is slower, because it folds all names.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial
from itertools import groupby
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, NamedTuple

from mostanad.loader.search import weights
from mostanad.matching import folding
from mostanad.matching.spelling import Spelling, spellings
from mostanad.matching.texts import LEAST, Found, Text, texts, years
from mostanad.models.language import say, spoken, together
from mostanad.models.words import lasting, meant, plain, when
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.posts import best_known, latest_posts
from mostanad.site.roles import is_reported
from mostanad.site.voices import script


class Shown(NamedTuple):
    """What a hit shows: the path of its page, what it is, the authorities that list it, and its label in the language
    of the page; ``words`` of that language by which it is found too; the authorities that list it no longer, and those
    on whose lists only an old version shows it; ``over``, remarks on listings that are in doubt; the times of posts by
    title; and labels in other languages."""

    address: str
    what: str = ""
    listed_by: tuple[str, ...] = ()
    called: str = ""
    words: str = ""
    no_longer_by: tuple[str, ...] = ()
    seen_by: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    posts: Mapping[str, str] = MappingProxyType({})
    otherwise: tuple[str, ...] = ()


def files(record: Record) -> Iterator[tuple[str, str]]:
    """The path and the text of each search file of a record."""
    tables = record.tables
    authorities = {row["authority_id"]: record.label(row["authority_id"]) for row in tables["sanctions"]}
    named = spellings(tables["officials"], tables["parties"], tables["names"])
    others = texts(tables, lambda key, text: spoken().label(key, text))
    days = defaultdict[dt.date, set[str]](set)
    for row in tables["sanctions"]:
        if row["listed_min"] == row["listed_max"] is not None:
            days[row["listed_min"]].add(row["authority_id"])
    return written([*named, *others], partial(_shown, record), authorities, weights(tables), days)


def written(
    named: Iterable[Found],
    shown: Callable[[str], Shown],
    authorities: Mapping[str, str],
    listed: Mapping[str, int] = MappingProxyType({}),
    days: Mapping[dt.date, Set[str]] = MappingProxyType({}),
) -> Iterator[tuple[str, str]]:
    """The same for any spellings. ``authorities``: labels by id. ``listed``: weights that order equal scores (see
    :func:`mostanad.loader.search.ranked`). ``days``: the authorities by day of listings."""
    numbers = {key: number for number, key in enumerate(sorted(authorities))}
    in_order = sorted(named, key=lambda one: (one.entity_id, one.name, isinstance(one, Text)))
    bearers = [[*of_one] for _, of_one in groupby(in_order, lambda one: one.entity_id)]
    bearers.sort(key=lambda of_one: (-listed.get(of_one[0].entity_id, 0), of_one[0].label, of_one[0].entity_id))
    listing = [[short(label := authorities[key]), label, key, _the(label, label)] for key in numbers]
    entities = [_entity(of_one, shown(of_one[0].entity_id), numbers) for of_one in bearers]
    repeated = _repeated(entities)
    yield "search/rules.js", script("mostanadRules", folding.rules())
    provinces = {word: spoken().label("", name) for word, name in folding.provinces().items()}
    begun = [[str(day), when(str(day)), *sorted(map(numbers.__getitem__, by))] for day, by in sorted(days.items())]
    yield "search/names.js", script("mostanadNamed", [listing, entities, provinces, begun, repeated])


def _entity(bearer: list[Found], shown: Shown, numbers: Mapping[str, int]) -> list[Any]:
    """An entity as a list for the browser. Its label, with its label on the page if that differs; 0, or for people 1
    plus the words in the surname; its page without ``.html``, empty if it follows from the label; folder; description;
    authorities that list it, no longer list it, or list it on an old list, and remarks on listings, or 0. Then the
    spellings; or for texts the title, more words, how far the score is above the least, the times of a post, and first
    and last month, or the only one. An empty spelling or title means the label."""
    label, people = bearer[0].label, [one for one in bearer if isinstance(one, Spelling) and one.is_person]
    by_whom = (shown.listed_by, shown.no_longer_by, shown.seen_by)
    listed: list[Any] = [*(sorted(map(numbers.__getitem__, by)) for by in by_whom), shown.over]
    while listed and not listed[-1]:
        listed.pop()
    spelled = {one.name for one in bearer if isinstance(one, Spelling)}
    called = shown.called if shown.called != label else ""
    found: list[Any] = []
    not_spelled = () if spelled else (shown.words,)
    for one in bearer:
        name = "" if one.name == label else one.name
        if isinstance(one, Text):
            name = spoken().label("", name)  # it was indexed in this language too, see ``also``
            more = " ".join(filter(None, (one.name if name not in ("", one.name) else "", one.more, *not_spelled)))
            implied = " ".join(years(one.term)) if one.term else ""  # the browser adds these years
            own = " ".join(spelled) if one.name == label else ""  # and these spellings, for a label
            more = _new(more, f"{name or label} {PurePath(shown.address).stem} {implied} {own}")
            months = "/".join(dict.fromkeys(one.term or ()))
            text = [name, more, one.least - LEAST, shown.posts.get(one.name, ""), months]
            found.append(text[: 5 if text[4] else 4 if text[3] else 3 if text[2] else 2])
        else:
            found.append(name)
    names = dict.fromkeys((called, *shown.otherwise)) if spelled else {}
    found += (name for name in names if name and name not in {label, *spelled})
    person = 1 + people[0].surname if people else 0
    folder, _, page = shown.address.removesuffix(".html").rpartition("/")
    page = "" if page == re.sub("[^a-z0-9]+", "-", label.lower()) else page
    return [[label, called] if called else label, person, page, folder, shown.what, listed or 0, *found]


def _repeated(entities: Iterable[list[Any]]) -> list[str]:
    """Replace repeated texts, and pieces of texts, by their numbers in the list returned; this saves a tenth."""
    places = [(entity, at) for entity in entities for at in (3, 4)]
    places += [(text, at) for entity in entities for text in entity[6:] if isinstance(text, list) for at in (1, 3)]
    places = [(some, at) for some, at in places if some[at:]]
    count = Counter(some[at] for some, at in places)
    number = {text: at for at, (text, many) in enumerate(count.most_common()) if many > 1}
    for some, at in places:
        some[at] = number.get(some[at], some[at])
    pieces = [(entity, re.split("(?=[,;،؛] )", entity[4])) for entity in entities if isinstance(entity[4], str)]
    count = Counter(piece for _, some in pieces for piece in some[1:])
    number |= {piece: len(number) + at for at, piece in enumerate(one for one in count if count[one] > 1)}
    for entity, some in pieces:
        entity[4] = [number.get(piece, piece) for piece in some] if some[1:] else entity[4]
    return [*number]


def _new(more: str, known: str) -> str:
    """The words of a text that are not among the known ones, once each: a search finds the same without the others.

    >>> _new("Tehran 2009 June tehrān", "Protests in Tehran, 2009")
    'June'
    """
    seen, words = set(folding.fold(known).split()), {folding.fold(word): word for word in more.split()}
    return " ".join(word for folded, word in words.items() if not seen.issuperset(folded.split()))


def _shown(record: Record, key: str) -> Shown:
    """What a hit shows: a post, kind, event with date and place, or authority of a programme; and who lists it."""
    table, row = record.rows.get(key) or ("sources", record.sources[key])
    shown = Shown(record.address(key), called=record.label(key))
    if table == "programmes":
        return shown._replace(what=say("programme of %(whose)s", whose=record.label(row["authority_id"])))
    if table == "sources":
        cells = [plain(row["kind"]), record.label(row["publisher_id"]), row["published"] and when(row["published"])]
        return shown._replace(what=say(", ").join(filter(None, cells)))
    if table == "events":
        day, place = record.day(row) if row["date"] else "", spoken().label("", row["place"] or "")
        cells = [meant(row["kind"]), _disputed(record, key, day, "date"), _disputed(record, key, place, "place")]
        said = say(", ").join(filter(None, cells))
        known = f"{row['title']} ≠ {say('(inferred)')}"
        words = [word for word in f"{shown.called} {said}".split() if word.strip("()") not in known]
        cells = [say("%(kind)s (our word)", kind=cells[0]), *cells[1:], _whose_word(record, row)]  # search.js cuts at (
        what = say(", ").join(filter(None, cells))
        return shown._replace(what=what, words="" if spoken().code == "en" else " ".join(dict.fromkeys(words)))
    rows = sorted(record.naming(key, "sanctions", "target_id"), key=lambda row: str(row["delisted_max"]))
    listed = {row["authority_id"] for row in record.told.standing(rows)}
    seen = {row["authority_id"] for row in rows if row["sanction_id"] in record.told.left_open} - listed
    ends = {row["authority_id"]: str(row["delisted_max"]) for row in rows if row["authority_id"] not in listed | seen}
    left = sorted(who for who in ends if who in record.told.named and record.told.named[who].leaves_open)
    said = "an earlier listing by %(who)s ended by %(day)s; newer lists are held in part"
    over = tuple(say(said, who=_the(label := record.label(who), label), day=when(ends[who])) for who in left)
    sure = [row for row in record.told.standing(rows) if row["sanction_id"] not in record.told.doubtful]
    read = listed - {row["authority_id"] for row in sure}
    said = "we infer that the entry of %(who)s is about this person"
    over += tuple(say(said, who=_the(label, label)) for label in map(record.label, sorted(read)))
    shown = shown._replace(listed_by=tuple(listed), seen_by=tuple(seen), no_longer_by=tuple(ends.keys() - {*left}))
    shown = shown._replace(over=over, posts=_times(record, key))
    if table == "officials":
        return shown._replace(what=_posts(record, key) or say("an official"))
    others = () if row["kind"] == "person" else (one.label(key, record.called(key)) for one in record.languages)
    return shown._replace(what=meant(row["kind"]), otherwise=tuple(others))


def _whose_word(record: Record, event: Row) -> str:
    """In words, the one or two parties who say all that a hit shows of an event, except what is inferred; or that it is
    alleged. A designation needs no source: it is an act of the authority whose list it is on."""
    key, is_alleged = event["event_id"], record.evidence.is_alleged(event["event_id"], "title")
    cells = [name for name in ("date", "place") if event[name] and not record.evidence.is_inferred(key, name)]
    saying = ({item["origin"] for item in record.evidence.asserting(key, name)} for name in ("title", *cells))
    own = sorted(set.intersection(*saying))
    if not own or own[2:] or (event["kind"] == "designation" and not is_alleged):
        return say("alleged") if is_alleged else ""
    who = together([_the(record.label(one)) if one in record.lists else record.label(one) for one in own])
    how = "reported by %(who)s" if is_reported(record, event) else "alleged by %(who)s"
    return say(how, who=who) if is_alleged else say("according to %(who)s", who=who)


def _posts(record: Record, key: str) -> str:
    """The post that comes first on the page, with its time, and without an end also until when documents show it; and
    the post that most documents name, if it is another, because the person may be known by it."""
    posts = latest_posts(record, key)
    if not posts:
        return ""
    last, most = posts[0], best_known(record, posts)
    times = lasting(last["started"], last["ended"], record.spans[last["position_id"]])
    times = _told(record, last, times)
    said = say(", ").join(filter(None, (spoken().label("", last["title"]), times)))
    if most is last:
        return said
    post = say(", ").join(filter(None, (spoken().label("", most["title"]), _briefly(record, most))))
    return say("%(last)s; in most documents %(post)s", last=said, post=post)


def _times(record: Record, key: str) -> dict[str, str]:
    """By title, when somebody held posts, in few words; with the body if the title does not name it."""
    found: dict[str, str] = {}
    for row in record.about_time(record.naming(key, "positions", "holder_id"), "started", "ended"):
        called, title = record.called(row["body_id"]) if row["body_id"] else "", row["title"] or ""
        words = {*folding.fold(title).split()}
        is_named = row["body_id"] in words or words & {*folding.fold(called).split()}  # as IRGC is
        body = record.label(row["body_id"]) if called and not is_named else ""
        found[title] = say("; ").join(filter(None, (found.get(title), body, _briefly(record, row))))
    return found


def _briefly(record: Record, post: Row) -> str:
    """When a post was held, in few words."""
    span = record.spans[post["position_id"]]
    times = lasting(post["started"], post["ended"], span).split(say("; "))[0]
    if not post["started"] and (post["ended"] or "").startswith("[.."):
        still = together(sorted({_the(name := record.label(one["who"]), name) for one in span.get("still") or ()}))
        times = say("formerly; printed without “former” on lists of %(who)s", who=still) if still else say("formerly")
    return _told(record, post, times)


def _told(record: Record, post: Row, times: str) -> str:
    """The times of a post, with marks for disputed and inferred as on pages."""
    key, days = post["position_id"], ("started", "ended")
    is_inferred = any(record.evidence.is_inferred(key, day) for day in days)
    said, *more = times.split(say("; "))
    said = _disputed(record, key, said, *days) + (f" {say('(inferred)')}" if is_inferred and said else "")
    return say("; ").join([said, *more])


def _disputed(record: Record, key: str, said: str, *fields: str) -> str:
    """A text about some cells, with a mark if one of them is disputed."""
    facts = record.facts.get(key, {})
    return f"{said} ≠" if said and any(facts[name].disputed for name in fields if name in facts) else said


def short(label: str) -> str:
    """The initials of the words of a label, if it has several.

    >>> short("United Nations Security Council"), short("Court of Justice")
    ('UNSC', 'CJ')
    >>> short("Canada")
    'Canada'
    """
    initials = "".join(word[0] for word in label.split() if word[0].isupper())
    return initials if len(initials) > 1 else label


def _the(label: str, called: str = "") -> str:
    """A label in a sentence, as initials unless ``called`` is given, and with an article if it has initials: the EU."""
    initials, name = short(label), called or short(label)
    return f"the {name}" if initials != label and spoken().code == "en" else name
