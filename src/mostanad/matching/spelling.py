"""Score how similar a query is to a spelling of a name, with the reason, and how similar words are to each other.

The rules of :mod:`mostanad.matching.folding` apply first, then tolerance for slips. The less a match has to ignore, the
higher its score:

====================  ========  ================================================================================
why                   score     the query and the spelling
====================  ========  ================================================================================
``exact``             100       are the same except for capitals and white space
``same letters``      97 or 98  are the same after folding, however joined or split; 97 without honorifics
``other order``       95        are the same, with the parts of the name in another order
``skeleton``          75 to 94  have the same consonants, and vowels that can belong to one name
``surname``           91 or 92  share the surname of the label, and the query has nothing else; 92 if letters agree
``part``              42 to 90  share every part of the shorter of them; 90 if it is the beginning of a body's name
``similar``           up to 90  differ by slips, or have the same consonants but vowels of two names (at most 70)
``words``             up to 88  share all words of the query, or words with the same meaning, if the row is found by
                                words (:mod:`mostanad.matching.texts`); with a slip in a word they are ``similar``
====================  ========  ================================================================================
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import dropwhile, pairwise, permutations
from typing import Any

from mostanad.files.grouping import grouped
from mostanad.matching import folding

#: Names of up to this many words are tried in every order; longer ones are only rotated.
_ALL_ORDERS = 4
WORST_WORD = 0.78
_WORST_SKELETON = 0.84
_WORST_WHOLE = 0.88
#: Up to this score, names with the same consonants may be different names.
_TWO_NAMES = 70
#: The score of a query that is only the surname: more than any match with a slip.
_SURNAME = 91.0
#: The score of the first word of a surname of several words: the lowest that a search shows by default.
_HALF = 60.0
#: Names of up to this many words are part of many longer names.
_COMMON = 2
#: The highest similarity of two Persian words that are spelled differently.
_ALIKE = 0.94
#: From this similarity on, two words count as one.
SAME_WORD = 0.95
#: The place before a year that ends a word without a space. Latin needs four letters: entry numbers have fewer.
_YEAR_JOINED = re.compile(r"(?:(?<=[\u0600-\u06ff])|(?<=[^\W\d_]{4}))(?=[0-9]{2}(?:[0-9]{2})?$)")
#: The length and similarity from which a word that is not a name can be a slip of another.
_LONG, _SLIP = 6, 0.84
#: The similarity of two Latin words that differ only in z for s and q for k, and these letters.
_HARDENED, _HARD = 0.9, str.maketrans("zq", "sk")
#: The deduction for a match with an organisation's other name, so that matches with labels rank first.
_OTHER = 5
#: The score of two or more words that begin the name of a body: more than a title with these words has.
_BEGUN = 90.0


class Name:
    """A folded name, with the forms in which names are compared."""

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
        """The consonants of each word with more than two of them, enough to recognise the word."""
        return frozenset(part.consonants for part in self.parts if len(part.consonants) > 2)

    @cached_property
    def pairs(self) -> dict[str, int]:
        """The joined consonants of each two neighbouring words, with the position of the first."""
        ends = zip(self.parts, self.parts[1:], strict=False)
        return {left.consonants + right.consonants: at for at, (left, right) in enumerate(ends)}

    def joined(self, other: "Name") -> "Name":
        """The name with two words joined if they are one word in the other name."""
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
        bones = ((order, folding.skeleton(order)) for order in self.orders)
        return grouped(bones, lambda one: one[1].consonants)


class Spelling(Name):
    """A spelling of an entity's name; ``surname`` is the number of surname words in the label (:func:`surnames`)."""

    def __init__(self, entity_id: str, name: str, label: str, kind: str, is_person: bool, surname: int = 0) -> None:
        folded = folding.fold(name)
        super().__init__(folding.without_honorifics(folded) if is_person else folded)
        self.entity_id, self.name, self.label, self.kind, self.is_person = entity_id, name, label, kind, is_person
        self.surname, self.is_other = surname, not is_person and name != label
        self.as_written = as_written(name)
        self.full_letters = "".join(folded.split())
        called = _called(label)
        self.surnames = [Name(" ".join(called[-many:])) for many in sorted({1, surname})] if surname else []

    def has(self, query: "Query") -> tuple[float, str] | None:
        """The score of a query with the reason; None if it does not match."""
        if query.as_written == self.as_written:
            return 100.0, "exact"
        if not (query.whole.letters and self.full_letters):  # signs alone match only themselves
            return None
        if query.whole.letters == self.full_letters:
            return 98.0, "same letters"
        name = query.core if self.is_person else query.whole
        if name.letters == self.letters:
            return 97.0, "same letters"
        if self.letters in name.all_letters:
            return 95.0, "other order"
        found = _by_skeleton(name, self)
        others = [_by_words(name, self, _like if self.is_person or len(name.words) == len(self.words) else _written)]
        if others[0] and self.is_other:
            others = [(round(others[0][0] - _OTHER, 1), others[0][1])]
        if not self.is_person and 1 < (many := len(name.words)) < len(self.words) and self.words[:many] == name.words:
            others.append((_BEGUN, "part"))
        if others[0] and _is_surname(name, self):
            is_exact = any(name.letters == surname.letters for surname in self.surnames)
            others.append((_SURNAME + is_exact, "surname"))
        elif others[0] and self.surname > 1 and name.plain == self.surnames[-1].plain[:1]:
            others.append((_HALF, "part"))
        if found is None:
            others.append(_by_slips(name, self))
        return max(filter(None, (found, *others)), default=None)


def spellings(
    officials: Iterable[Mapping[str, Any]], parties: Iterable[Mapping[str, Any]], names: Iterable[Mapping[str, Any]]
) -> list[Spelling]:
    """Every label and spelling of the rows in these tables, in order of id and spelling."""
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


def namesakes(named: Iterable[Spelling]) -> dict[str, list[str]]:
    """For each person, the others with a name of the same words, in any order and transliteration. A name of three or
    more words also matches longer names with all its words."""
    bearers, by_word = defaultdict[tuple[str, ...], set[str]](set), defaultdict[str, set[tuple[str, ...]]](set)
    for one in filter(lambda one: one.is_person, named):
        bearers[words := tuple(sorted(one.plain))].add(one.entity_id)
        for word in words:
            by_word[word].add(words)
    found = defaultdict[str, set[str]](set)
    for words, of_one in bearers.items():
        longer = set.intersection(*map(by_word.__getitem__, words)) if len(words) > _COMMON else {words}
        for key in set().union(*map(bearers.__getitem__, longer)):
            found[key] |= of_one - {key}
            for other in of_one - {key}:
                found[other].add(key)
    return {key: sorted(others) for key, others in found.items() if others}


def surnames(labels: Collection[str]) -> dict[str, int]:
    """The number of words at the end of each person's label that are the surname: those after all first names.

    First names are words that begin labels. A label has no surname if its last word begins more labels than it ends.

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


def as_written(text: str) -> str:
    """A text in NFC, without differences of case and white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


class Query:
    """A search query: ``whole`` for organisations, ``core`` (without titles) for people."""

    def __init__(self, text: str) -> None:
        folded = folding.fold(text)
        self.as_written = as_written(text)
        self.whole = Name(folded)
        core = folding.without_honorifics(folded)
        self.core = self.whole if core == folded else Name(core)
        self._near: dict[tuple[str, str], float] = {}

    @cached_property
    def asked(self) -> list[str]:
        """The words that a row must match, without small words; popular names are replaced by our words for them."""
        return [word for word in dict.fromkeys(self._meant) if word not in folding.asked()["small"]]

    @cached_property
    def _meant(self) -> list[str]:
        text = f" {' '.join(_YEAR_JOINED.sub(' ', word) for word in self.whole.words)} "
        for name, means in folding.asked()["called"].items():
            text = text.replace(f" {name} ", f" {means} ")
        return text.split()

    @cached_property
    def joined(self) -> dict[str, dict[str, str]]:
        """For each word, its joins with neighbouring words and their consonants: Rezvan Shahr is Rezvanshahr."""
        pairs = {pair: "".join(pair) for pair in pairwise(self._meant) if {*pair} <= {*self.asked}}
        return {
            word: {one: _bones(one).consonants for pair, one in pairs.items() if word in pair} for word in self.asked
        }

    def near(self, word: str, other: str, names: Mapping[str, bool]) -> float:
        """The similarity of a query word to another word or its synonyms; cached. Places match by sound, and so do
        ``names``: people's (True) unless both words are Persian, all between scripts. Other words match as written."""
        found = self._near.get((word, other))
        if found is None:
            groups, known = folding.asked()["alike"], folding.proper()
            is_same = {word, f"{word}s"} & {other, f"{other}s"} or {*groups.get(word, ())} & {*groups.get(other, ())}
            persian = folding.is_persian(word), folding.is_persian(other)
            is_called = names.get(other) or (persian[0] != persian[1] and (word in names or other in names))
            is_name = {word, other} & known or (is_called and not all(persian))
            most = (_ALIKE if ("ع" in word) == ("ع" in other) else 0.0) if word != other and all(persian) else 1.0
            like = min((_like if is_name else _written)(word, other), most)
            if like < SAME_WORD and {word, other} & {*folding.asked()["months"]}:
                like = 0.0  # Shahriar is a town, and shahrivar a month
            hardened = _HARDENED if is_name and _is_hardened(_bones(word), _bones(other)) else 0.0
            found = self._near[word, other] = max(like, 0.96 if is_same else hardened)
        return found


def is_named(name: str, asked: str) -> bool:
    """Whether a listed name can be the whole of a requested full name: slips are allowed, missing parts are not.

    >>> is_named("Abdolghassem Salavati", "Abolghassem Salavati"), is_named("Hossein Rahimi", "Amin Hossein Rahimi")
    (True, False)
    """
    query, spelling = _asked(asked), _listed(name)
    score, why = spelling.has(query) or (0.0, "")
    return score > _TWO_NAMES and (why != "part" or len(query.core.words) <= len(spelling.words))


_asked = lru_cache(maxsize=1 << 8)(Query)


@lru_cache(maxsize=1 << 14)  # the names of several lists, each compared many times
def _listed(name: str) -> Spelling:
    return Spelling("", name, name, "", is_person=True)


def _by_skeleton(query: Name, spelling: Name) -> tuple[float, str] | None:
    candidates = query.skeletons.get(spelling.skeleton.consonants, ())
    if len(spelling.skeleton.consonants) < 3 or not candidates:
        return None
    whole = "".join(spelling.plain)
    found = list[tuple[float, str]]()
    for order, bones in candidates:
        likeness = _ratio("".join(map(folding.plain, order)), whole)
        if folding.agree(bones, spelling.skeleton):
            found.append((round(75 + 19 * likeness, 1), "skeleton"))
        elif query.is_persian or spelling.is_persian or likeness >= 0.6:
            found.append((round(60 + 10 * likeness, 1), "similar"))
    return max(found, default=None)


def _is_surname(query: Name, spelling: Spelling) -> bool:
    """Whether the query is the label's surname; a Persian query needs all written vowels, or the spelling's words."""
    for surname in spelling.surnames:
        bones = surname.skeleton
        if "".join(query.plain) == "".join(surname.plain):
            return True
        if query.is_persian and len(bones.consonants) > 1 and folding.agree(query.skeleton, bones):
            gaps = zip(query.skeleton.gaps, bones.gaps, strict=True)
            is_written = all(written or not {*spoken} & {*"iu"} for written, spoken in gaps)
            if is_written or {*query.words} <= {*spelling.words}:
                return True
    return False


def _by_words(query: Name, spelling: Name, like: Callable[[str, str], float]) -> tuple[float, str] | None:
    """The score by the best partner of each word of the shorter name; None if a word has no partner."""
    query, spelling = query.joined(spelling), spelling.joined(query)
    asked_is_shorter = len(query.words) <= len(spelling.words)
    short, long = (query, spelling) if asked_is_shorter else (spelling, query)
    if not asked_is_shorter and len(short.words) < 2:
        return None
    left = list(range(len(long.words)))
    ratios = []
    for at in range(len(short.words)):
        ratio, partner = max((like(short.words[at], long.words[other]), -other) for other in left)
        if ratio < WORST_WORD:
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
    if any(map(str.isdigit, word + partner)) or folding.is_other_place(word, partner):
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


def _written(word: str, other: str) -> float:
    """The similarity of two written words: long words by their letters, names of places by their sounds too."""
    if folding.plain(word) == folding.plain(other) or {word, other} & folding.proper():
        return _like(word, other)
    is_long = min(len(word), len(other)) >= _LONG and not any(map(str.isdigit, word + other))
    return ratio if is_long and (ratio := _ratio(word, other)) >= _SLIP else 0.0


def _is_hardened(one: folding.Skeleton, other: folding.Skeleton) -> bool:
    """Whether two words in Latin letters differ at most in z for s and q for k, as Dizel and Diesel do."""
    left, right = ("" if word.is_persian else word.consonants.translate(_HARD) for word in (one, other))
    return len(left) > 1 and left == right and folding.agree(replace(one, consonants=other.consonants), other)


def _by_slips(query: Name, spelling: Name) -> tuple[float, str] | None:
    """The score of whole names, if words are joined in one and split in the other."""
    if len(query.words) == len(spelling.words) or any(map(str.isdigit, query.letters + spelling.letters)):
        return None
    if query.is_persian != spelling.is_persian:
        bones, others = query.skeleton.consonants, spelling.skeleton.consonants
        ratio, worst = _ratio(bones, others) if min(len(bones), len(others)) >= 6 else 0.0, _WORST_SKELETON
    else:
        ratio, worst = _ratio("".join(query.plain), "".join(spelling.plain)), _WORST_WHOLE
        ratio = ratio if min(len(query.letters), len(spelling.letters)) >= 8 else 0.0
    return (round(80 * ratio**1.5, 1), "similar") if ratio >= worst else None
