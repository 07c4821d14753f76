"""Match the spellings of one name: fold letters, remove honorifics, compare consonant skeletons.

From strict to loose: :func:`fold` writes words with one form for each Latin or Persian letter; :func:`plain` writes a
word in Latin letters by its sounds, so transliterations look alike; :func:`skeleton` takes the consonants of a name and
the vowels between them, so :func:`agree` can distinguish Mohseni and Muhsini (one name) from Hassan and Hossein (two
names with the same consonants).

The replacements are in ``folding.toml``; :func:`rules` exports them to engines in other languages. A folded text has
only letters, digits and spaces, so ``[^ ]`` does what ``\\w`` would do.
"""

import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from mostanad.files.resources import toml

Rules = Sequence[tuple[re.Pattern[str], str]]

_TABLES = toml("matching/folding.toml")
_WORDS = toml("matching/words.toml")
_LETTERS = str.maketrans({letter: to for letters, to in _TABLES["letters"] for letter in letters})
#: Titles, ranks and degrees that lists print before names, in folded letters.
TITLES: list[str] = _TABLES["titles"]
_HONORIFIC = re.compile(rf"(?<![^ ])(?:{'|'.join((*_TABLES['address'], *TITLES))})(?![^ ])")
_JOINED, _LATIN_RULES, _VOWEL_RULES, _PERSIAN_RULES = (
    [(re.compile(pattern), to) for pattern, to in _TABLES[name]] for name in ("joined", "latin", "vowels", "persian")
)
_SOUNDS = str.maketrans(*_TABLES["sounds"])
_SPOKEN, _WRITTEN, _QUALITIES = (_TABLES[name] for name in ("spoken", "written", "qualities"))
_PERSIAN = re.compile(r"[\u0600-\u06ff]")


def fold(text: str) -> str:
    """Words in lower case, one form of each letter, single spaces between them.

    Accents, apostrophes, harakat, tatweel and hamzas go; digits of any script become 0-9; hyphens, U+200C and all
    other signs become spaces.
    """
    folded = ""
    while folded != text:  # a folded letter can itself need folding
        kept = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS).translate(_KEPT)
        folded, text = text, " ".join(unicodedata.normalize("NFC", kept).split())
    return folded


class _Kept(dict[int, str]):
    """What each character of a decomposed text becomes, by code point; computed on first use."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        digit = unicodedata.digit(character, -1)
        kept = str(digit) if digit >= 0 else character if character.isalnum() else " "
        self[number] = "" if unicodedata.category(character).startswith("M") else kept
        return self[number]


_KEPT = _Kept()


def is_persian(text: str) -> bool:
    return _PERSIAN.search(text) is not None


def without_honorifics(folded: str) -> str:
    """A person's folded name without ranks, degrees and titles; a name of nothing else stays unchanged."""
    return " ".join(_HONORIFIC.sub(" ", folded).split()) or folded


def words(folded: str) -> tuple[str, ...]:
    """The words of a folded name. An article within it, or a Persian ending, is joined to its word."""
    return tuple(_apply(_JOINED, folded).split())


def _apply(rules: Rules, word: str) -> str:
    for rule, to in rules:
        word = rule.sub(to, word)
    return word


@lru_cache(maxsize=65536)
def sounds(word: str) -> str:
    """A folded word with one letter for each consonant and vowels as spelled; a Persian word has long vowels only."""
    return _apply(_PERSIAN_RULES, word).translate(_SOUNDS) if is_persian(word) else _apply(_LATIN_RULES, word)


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """The :func:`sounds` of a word with vowels unified too; similarity is measured on this form."""
    if is_persian(word):
        return sounds(word).replace("?", "").lower()
    return _apply(_VOWEL_RULES, sounds(word))


@dataclass(frozen=True)
class Skeleton:
    """The consonants of a name, the vowels before each and after the last, and which of these gaps are edges of words.

    In a Persian name ``A``, ``I`` and ``U`` are written vowels, and ``?`` marks where any vowel may be.
    """

    consonants: str
    gaps: tuple[str, ...]
    ends: frozenset[int]
    is_persian: bool


def skeleton(words: Sequence[str]) -> Skeleton:
    """The skeleton of folded words in this order. Joining or splitting words changes only its ``ends``."""
    consonants: list[str] = []
    gaps, ends = [""], {0}
    for word in words:
        for at, sound in enumerate(sounds(word)):
            if sound in _SPOKEN or (sound == "y" and at):
                gaps[-1] += "i" if sound == "y" else sound
            else:
                consonants.append(sound)
                gaps.append("")
        ends.add(len(consonants))
    return Skeleton("".join(consonants), tuple(gaps), frozenset(ends), is_persian("".join(words)))


def agree(one: Skeleton, other: Skeleton, *, slips: bool = False) -> bool:
    """Whether the vowels of two names with the same consonants allow them to be one name.

    Between scripts, unwritten vowels make no difference. A vowel at the edge of a word does: Karim is not Karimi.
    Inside a word, one of two Latin spellings may lack vowels, but not both: Falk is not Flak, unless ``slips`` is set.
    """
    if one.consonants != other.consonants or bool(one.gaps[0]) != bool(other.gaps[0]):
        return False
    if not slips and not one.is_persian and not other.is_persian:
        missing = {bool(left) for left, right in zip(one.gaps, other.gaps, strict=True) if bool(left) != bool(right)}
        if len(missing) > 1:
            return False
    edges = one.ends | other.ends
    pairs = enumerate(zip(one.gaps, other.gaps, strict=True))
    scripts = (one.is_persian, other.is_persian)
    return all(_same_gap(left, right, at in edges, scripts) for at, (left, right) in pairs)


def _same_gap(left: str, right: str, is_edge: bool, persian: tuple[bool, bool]) -> bool:
    if is_edge and bool(left) != bool(right):
        return {*left, *right} == {"?"}
    if persian == (False, False):
        return not left or not right or bool(_qualities(left) & _qualities(right))
    if persian == (True, True):
        return not {"I", "U"} <= {*left, *right} or bool({*left} & {*right})
    written, spelled = (left, right) if persian[0] else (right, left)
    if not written:
        return len(spelled) < 2
    if {*"ou"} & {*spelled} and "i" in spelled and not {*"U?"} & {*written}:
        return False
    return all(set(spelled) & set(_WRITTEN[vowel]) for vowel in written if vowel in _WRITTEN)


def _qualities(gap: str) -> set[str]:
    return {quality for vowel in gap for quality in _QUALITIES[vowel]}


@cache
def asked() -> dict[str, Any]:
    """The folded words of ``words.toml``, which people use in queries. Lists: ``small`` words, ``offices``, words for
    listings that ``ended``, Persian ``months``, ``gregorian`` months, all words for ``times``, and ``proper`` names.
    Mappings: word to its groups of ``alike`` words; popular name to what it is ``called`` here; place to the folded
    province that it is ``within``; place of several words to the province in which it ``lies``; topic that is
    ``lacking`` here to the words that people use for it."""
    alike: dict[str, list[int]] = {}
    for number, group in enumerate(_WORDS["alike"]):
        for word in dict.fromkeys(map(fold, group)):
            alike.setdefault(word, []).append(number)
    called = {fold(name): fold(means) for means, *names in _WORDS["called"] for name in names}
    within = {fold(place): fold(province) for province, *places in _WORDS["within"] for place in places}
    names = ("small", "offices", "ended", "months", "gregorian", "proper")
    lists = {name: fold(_WORDS[name]).split() for name in names}
    months = {*lists["months"], *lists["gregorian"]}
    numbers = {number for month in months for number in alike.get(month, ())}
    lists["times"] = sorted(months | {word for word, groups in alike.items() if numbers & {*groups}})
    lacking = {what: [*dict.fromkeys(map(fold, names))] for what, names in _WORDS["lacking"].items()}
    lies = {fold(place): province for place, province in _WORDS["lies"]}
    return {**lists, "alike": alike, "called": called, "within": within, "lies": lies, "lacking": lacking}


@cache
def proper() -> frozenset[str]:
    """The words of places, and other names that match by sound."""
    rules = asked()
    return frozenset(" ".join((*rules["within"], *rules["within"].values(), *rules["lies"], *rules["proper"])).split())


def is_other_place(word: str, other: str) -> bool:
    """Whether one of two words names a place, and the longer only begins with the shorter: Kermanshah is not Kerman."""
    places, is_one_script = {word, other} & proper(), is_persian(word) == is_persian(other)
    pair = (word, other) if is_one_script or not places else (skeleton([it]).consonants for it in (word, other))
    short, long = sorted(pair, key=len)
    if not places or len(long) - len(short) < 1 + is_one_script or not long.startswith(short):
        return False
    within = asked()["within"]
    return is_one_script or (len(places) > 1 and within.get(word, word) != within.get(other, other))


def provinces() -> dict[str, str]:
    """The provinces whose places :func:`asked` has, by folded name."""
    return {fold(province): province for province, *_ in _WORDS["within"]}


@cache
def rules() -> dict[str, Any]:
    """The tables of this module by name, as JSON values, for an engine in another language.

    Each pattern comes with its replacement (``\\1`` is the first group); patterns apply in order. Engines supply lower
    case, NFKD, NFC and Unicode categories themselves. The tables add what they may lack: ``casefold`` where it is
    not lower case, ``digits`` as [first character, its value, how many], and ``spaces``.
    """
    same = ("joined", "latin", "vowels", "persian", "spoken", "written", "qualities")
    characters = [chr(number) for number in range(sys.maxunicode + 1)]
    values = [(one, value) for one in characters if (value := unicodedata.digit(one, -1)) >= 0]
    digits = [(ord(one), value) for one, value in values if unicodedata.normalize("NFKD", one) == one]
    runs = [[*run] for _, run in groupby(digits, lambda digit: digit[0] - digit[1])]
    return {
        "letters": {chr(letter): to for letter, to in _LETTERS.items()},
        "honorific": _HONORIFIC.pattern,
        "arabic": _PERSIAN.pattern,
        "sounds": {chr(letter): chr(to) for letter, to in _SOUNDS.items()},
        **{name: _TABLES[name] for name in same},
        **asked(),
        "casefold": {one: one.casefold() for one in characters if one.casefold() != one.lower()},
        "digits": [[*run[0], len(run)] for run in runs],
        "spaces": "".join(filter(str.isspace, characters)),
    }
