"""How like a text is to a spelling of a name, and why; and whether its words stand with an event or a programme.

By the rules of :mod:`mostanad.matching.folding` first and then for slips. The score says how much of the two had to be
overlooked:

====================  ========  ================================================================================
why                   score     the text and the spelling
====================  ========  ================================================================================
``exact``             100       are the same but for capitals and white space
``same letters``      97 or 98  are the same after folding, however joined or split; 97 if a title had to go
``other order``       95        are the same, with the parts of the name in another order
``skeleton``          75 to 94  have the same consonants, and vowels that can be one name's
``surname``           78 to 84  share the surname of the label, and the text is nothing else
``part``              47 to 90  share every part of the shorter of them
``similar``           up to 90  differ by slips, or have the same consonants but vowels of two names (at most 70)
``words``             up to 88  have all words of the text in common, of what is no name (:class:`Text`)
====================  ========  ================================================================================
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import dropwhile, permutations
from typing import Any

from mostanad.matching import folding

#: Up to so many words a name is tried in every order; beyond it only turned round at each space.
_ALL_ORDERS = 4
_WORST_WORD = 0.78
_WORST_SKELETON = 0.84
_WORST_WHOLE = 0.88
#: Up to this score two names with the same consonants can be two names.
_TWO_NAMES = 70
#: Words of a text that need not stand in what is no name.
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "و", "در", "از", "به"])
#: The first day of a Persian year, counted from that of ours; it varies by a day.
_NEW_YEAR = dt.timedelta(79)


class Name:
    """A folded name, and what it is compared by."""

    def __init__(self, folded: str) -> None:
        self.words = folding.words(folded)
        self.letters = "".join(folded.split())
        self.is_persian = folding.is_persian(folded)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        return tuple(map(folding.plain, self.words))

    @cached_property
    def skeleton(self) -> folding.Skeleton:
        return folding.skeleton(self.words)

    @cached_property
    def parts(self) -> tuple[folding.Skeleton, ...]:
        return tuple(map(_bones, self.words))

    @cached_property
    def singles(self) -> frozenset[str]:
        """The consonants of each word that has enough of them to be known by."""
        return frozenset(part.consonants for part in self.parts if len(part.consonants) > 2)

    @cached_property
    def pairs(self) -> dict[str, int]:
        """The consonants of each two words together, and the place of the first."""
        ends = zip(self.parts, self.parts[1:], strict=False)
        return {left.consonants + right.consonants: at for at, (left, right) in enumerate(ends)}

    def joined(self, other: Name) -> Name:
        """The name with two words made one if they are one in the other."""
        for bones in sorted(self.pairs.keys() & other.singles):
            at = self.pairs[bones]
            return Name(" ".join([*self.words[:at], "".join(self.words[at : at + 2]), *self.words[at + 2 :]]))
        return self

    @cached_property
    def orders(self) -> tuple[tuple[str, ...], ...]:
        if len(self.words) <= _ALL_ORDERS:
            return tuple(dict.fromkeys(permutations(self.words)))
        return tuple(dict.fromkeys(self.words[at:] + self.words[:at] for at in range(len(self.words))))

    @cached_property
    def all_letters(self) -> frozenset[str]:
        return frozenset("".join(order) for order in self.orders)

    @cached_property
    def skeletons(self) -> dict[str, list[tuple[tuple[str, ...], folding.Skeleton]]]:
        found: dict[str, list[tuple[tuple[str, ...], folding.Skeleton]]] = {}
        for order in self.orders:
            bones = folding.skeleton(order)
            found.setdefault(bones.consonants, []).append((order, bones))
        return found


class Spelling(Name):
    """A spelling of somebody's name; ``surname`` says how many words of the label are one (see :func:`surnames`)."""

    def __init__(self, entity_id: str, name: str, label: str, kind: str, is_person: bool, surname: int = 0) -> None:
        folded = folding.fold(name)
        super().__init__(folding.without_honorifics(folded) if is_person else folded)
        self.entity_id, self.name, self.label, self.kind, self.is_person = entity_id, name, label, kind, is_person
        self.surname = surname
        self.as_written = _as_written(name)
        self.full_letters = "".join(folded.split())
        called = _called(label)
        self.surnames = [Name(" ".join(called[-many:])) for many in sorted({1, surname})] if surname else []


class Text(Name):
    """An event or a programme: it has words that stand in its title, in its id, or with it (``more``).

    An event of which others were part (``is_whole``) stands before these.
    """

    def __init__(self, entity_id: str, label: str, kind: str, more: str, *, is_whole: bool = False) -> None:
        super().__init__(folding.fold(f"{label} {entity_id} {more}"))
        self.entity_id, self.name, self.label, self.kind, self.more = entity_id, label, label, kind, more
        self.least = 68 if is_whole else 63
        self.as_written, self.title = _as_written(label), "".join(folding.fold(label).split())

    def has(self, query: Query) -> tuple[float, str] | None:
        """As :meth:`Query.match`: every word of the text must be here."""
        if query.as_written == self.as_written:
            return 100.0, "exact"
        if query.whole.letters == self.title:
            return 98.0, "same letters"
        worst, asked = 1.0, [word for word in query.whole.words if word not in _SMALL]
        for word in asked:
            worst = min(worst, max(_like(word, one) for one in self.words))
            if worst < _WORST_WORD:
                return None
        covered = min(1, sum(map(len, asked)) / len(self.title))
        return (round((self.least + 20 * covered) * worst**1.5, 1), "words") if asked else None


def texts(
    events: Iterable[Mapping[str, Any]], programmes: Iterable[Mapping[str, Any]], parties: Iterable[Mapping[str, Any]]
) -> list[Text]:
    """Events, but for the acts by which somebody was listed, with kind, place and years; programmes with whose they
    are; in order of id."""
    named = {row["party_id"]: row["name"] for row in parties}
    acts, found = list(events), list[Text]()
    wholes = {row["part_of"] for row in acts}
    for row in acts:
        if row["kind"] != "designation":
            key, more = row["event_id"], _more(row["kind"], row["place"], *_years(row))
            found.append(Text(key, row["title"] or "", "events", more, is_whole=key in wholes))
    for row in programmes:
        more = _more(row["code"], row["title"], named.get(row["authority_id"]))
        found.append(Text(row["programme_id"], row["name"], "programmes", more))
    return sorted((text for text in found if text.title), key=lambda text: text.entity_id)


def _more(*words: str | int | None) -> str:
    return " ".join(str(word).replace("_", " ") for word in words if word)


def _years(event: Mapping[str, Any]) -> list[int]:
    """The years of an event, ours and the Persian ones; of one that is long, or whose days are known by far, the
    first."""
    days = [day for day in (event["date_min"], event["date_max"]) if day]
    first, last = (days[0], days[-1]) if days else (dt.date.max, dt.date.min)
    last = min(last, first.replace(year=first.year + 2)) if days else last
    persian = range((first - _NEW_YEAR).year - 621, (last - _NEW_YEAR).year - 620) if days else ()
    return [*range(first.year, last.year + 1), *persian]


def spellings(
    officials: Iterable[Mapping[str, Any]], parties: Iterable[Mapping[str, Any]], names: Iterable[Mapping[str, Any]]
) -> list[Spelling]:
    """All names of the rows of these tables: each label and each spelling, in order of id and spelling."""
    entities = {row["official_id"]: (row["name"], "officials", True) for row in officials}
    entities |= {row["party_id"]: (row["name"], "parties", row["kind"] == "person") for row in parties}
    spelled = {(row["entity_id"], row["name"]) for row in names if row["entity_id"] in entities}
    spelled |= {(entity_id, label) for entity_id, (label, *_) in entities.items()}
    called = surnames([label for label, _, is_person in entities.values() if is_person])
    return [
        Spelling(one, name, *entities[one], called.get(entities[one][0], 0))
        for one, name in sorted(spelled)
        if folding.fold(name)
    ]


def surnames(labels: Collection[str]) -> dict[str, int]:
    """How many words at the end of a person's label are the surname: those after words with which labels begin.

    None are if it ends with a word with which more labels begin than end.

    >>> surnames(["Ali Rahmani Asl", "Mohammad Ali Naqdi", "Mohammad Reza", "Reza Asl", "Reza Karimi", "Irani"])
    {'Ali Rahmani Asl': 2, 'Mohammad Ali Naqdi': 1, 'Mohammad Reza': 0, 'Reza Asl': 1, 'Reza Karimi': 1, 'Irani': 0}
    """
    called = {label: words for label in labels if len(words := _called(label)) > 1}
    first, last = (Counter(words[at] for words in called.values()) for at in (0, -1))
    found = dict.fromkeys(labels, 0)
    for label, (_, *between, end) in called.items():
        if first[end] <= last[end]:
            found[label] = 1 + len(list(dropwhile(first.get, between)))
    return found


@lru_cache(maxsize=1 << 12)
def _called(label: str) -> tuple[str, ...]:
    return tuple(folding.words(folding.without_honorifics(folding.fold(label))))


def _as_written(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


class Query:
    """What is looked for: as it stands for organisations, without titles for people."""

    def __init__(self, text: str) -> None:
        folded = folding.fold(text)
        self.as_written = _as_written(text)
        self.whole = Name(folded)
        core = folding.without_honorifics(folded)
        self.core = self.whole if core == folded else Name(core)

    def match(self, spelling: Spelling | Text) -> tuple[float, str] | None:
        """The score, and why; None if they have nothing to do with each other."""
        return spelling.has(self) if isinstance(spelling, Text) else self._match(spelling)

    def _match(self, spelling: Spelling) -> tuple[float, str] | None:
        if self.as_written == spelling.as_written:
            return 100.0, "exact"
        if not (self.whole.letters and spelling.full_letters):  # signs alone are like nothing but themselves
            return None
        if self.whole.letters == spelling.full_letters:
            return 98.0, "same letters"
        name = self.core if spelling.is_person else self.whole
        if name.letters == spelling.letters:
            return 97.0, "same letters"
        if spelling.letters in name.all_letters:
            return 95.0, "other order"
        found = _by_skeleton(name, spelling)
        others = [_by_words(name, spelling)]
        if others[0] and _is_surname(name, spelling):
            others.append((round(75 + others[0][0] / 10, 1), "surname"))
        if found is None:
            others.append(_by_slips(name, spelling))
        return max(filter(None, (found, *others)), default=None)


def is_named(name: str, asked: str) -> bool:
    """Whether a name on a list can be all of a full name that is asked for: slips count, left out parts do not.

    >>> is_named("Abdolghassem Salavati", "Abolghassem Salavati"), is_named("Hossein Rahimi", "Amin Hossein Rahimi")
    (True, False)
    """
    query, spelling = _asked(asked), _listed(name)
    score, why = query.match(spelling) or (0.0, "")
    return score > _TWO_NAMES and (why != "part" or len(query.core.words) <= len(spelling.words))


@lru_cache(maxsize=1 << 8)
def _asked(name: str) -> Query:
    return Query(name)


@lru_cache(maxsize=1 << 14)  # the names of several lists, each asked for many times
def _listed(name: str) -> Spelling:
    return Spelling("", name, name, "", is_person=True)


def _by_skeleton(query: Name, spelling: Name) -> tuple[float, str] | None:
    candidates = query.skeletons.get(spelling.skeleton.consonants, ())
    if len(spelling.skeleton.consonants) < 3 or not candidates:
        return None
    whole = "".join(spelling.plain)
    best = None
    for order, bones in candidates:
        likeness = _ratio("".join(map(folding.plain, order)), whole)
        if folding.agree(bones, spelling.skeleton):
            found = (round(75 + 19 * likeness, 1), "skeleton")
        elif query.is_persian or spelling.is_persian or likeness >= 0.6:
            found = (round(60 + 10 * likeness, 1), "similar")
        else:
            continue
        best = max(best, found) if best else found
    return best


def _is_surname(query: Name, spelling: Spelling) -> bool:
    """In Persian letters it is one if the spelling has it, or if no vowel is missing that Persian writes."""
    for surname in spelling.surnames:
        if "".join(query.plain) == "".join(surname.plain):
            return True
        if query.is_persian and folding.agree(query.skeleton, surname.skeleton):
            gaps = zip(query.skeleton.gaps, surname.skeleton.gaps, strict=True)
            if {*query.words} <= {*spelling.words} or all(
                written or not {*spoken} & {*"iu"} for written, spoken in gaps
            ):
                return True
    return False


def _by_words(query: Name, spelling: Name) -> tuple[float, str] | None:
    """By the best partner of each word of the shorter name; all must have one."""
    query, spelling = query.joined(spelling), spelling.joined(query)
    asked_is_shorter = len(query.words) <= len(spelling.words)
    short, long = (query, spelling) if asked_is_shorter else (spelling, query)
    if not asked_is_shorter and len(short.words) < 2:
        return None
    left = list(range(len(long.words)))
    ratios = []
    for at in range(len(short.words)):
        ratio, partner = max((_like(short.words[at], long.words[other]), -other) for other in left)
        if ratio < _WORST_WORD:
            return None
        left.remove(-partner)
        ratios.append(ratio)
    extra = sum(len(long.plain[at]) for at in left)
    covered = 1 - extra / max(1, sum(map(len, long.plain)))
    worst = min(ratios)
    why = "similar" if worst < 0.95 or not left else "part"
    return round((50 + 40 * covered) * worst**1.5, 1), why


@lru_cache(maxsize=1 << 16)
def _ratio(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(one, other)) / 100


@lru_cache(maxsize=1 << 16)
def _bones(word: str) -> folding.Skeleton:
    return folding.skeleton([word])


@lru_cache(maxsize=1 << 16)
def _like(word: str, partner: str) -> float:
    plain, plain_partner = folding.plain(word), folding.plain(partner)
    if word == partner or plain == plain_partner:
        return 1.0
    if any(map(str.isdigit, word + partner)):
        return 0.0
    bones, others = _bones(word), _bones(partner)
    of_two_scripts = bones.is_persian != others.is_persian
    if bones.consonants == others.consonants and len(bones.consonants) > (0 if of_two_scripts else 1):
        if not folding.agree(bones, others, slips=True):
            return 0.0
        return 0.97 if folding.agree(bones, others) else _ratio(plain, plain_partner)
    if of_two_scripts:
        ratio = _ratio(bones.consonants, others.consonants)
        return ratio * 0.95 if min(len(bones.consonants), len(others.consonants)) >= 4 else 0.0
    return _ratio(plain, plain_partner) if min(len(word), len(partner)) >= 4 else 0.0


def _by_slips(query: Name, spelling: Name) -> tuple[float, str] | None:
    """By the whole, where words are joined in one and split in the other."""
    if len(query.words) == len(spelling.words) or any(map(str.isdigit, query.letters + spelling.letters)):
        return None
    if query.is_persian != spelling.is_persian:
        bones, others = query.skeleton.consonants, spelling.skeleton.consonants
        ratio, worst = _ratio(bones, others) if min(len(bones), len(others)) >= 6 else 0.0, _WORST_SKELETON
    else:
        ratio, worst = _ratio("".join(query.plain), "".join(spelling.plain)), _WORST_WHOLE
        ratio = ratio if min(len(query.letters), len(spelling.letters)) >= 8 else 0.0
    return (round(80 * ratio**1.5, 1), "similar") if ratio >= worst else None
