"""How spellings of one name are made to meet: letters folded, honorifics left out, vowel-free skeletons compared.

Pure functions on text, in three steps from strict to loose:

1. :func:`fold`: words in one form of each letter, Latin or Persian; :func:`letters`: the same without spaces.
2. :func:`plain`: a word in the Latin letters of its sounds, so that transliterations look alike.
3. :func:`skeleton`: the consonants of a name, with what stands between them, so that :func:`agree` can tell
   Mohseni and Muhsini (one name) from Hassan and Hossein (two names with the same consonants).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىےۍې", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةەہھۃ", "ه"),
        **dict.fromkeys("ٱٵ", "ا"),
        "ø": "o",
        **dict.fromkeys("łƚ", "l"),
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ı": "i",
        "ə": "a",
        # left out without a trace: apostrophes, hamza alone, tatweel, marks of direction
        **dict.fromkeys("'’‘‛`´ʹʻʼʽʾʿˈ′＇ءـ\u00ad\u200b\u200d\u200e\u200f\u2060\ufeff", ""),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
    }
)
_VOWELS = "aeiou"
_PERSIAN = re.compile(r"[\u0600-\u06ff]")


def fold(text: str) -> str:
    """Words in lower case, one form of each letter, single spaces between them.

    Accents, apostrophes, harakat, tatweel and hamzas go; digits of any script become 0-9; hyphens, U+200C and all
    other signs become spaces.

    >>> fold("Moḥseni-Ejeʾi"), fold("MOHSENI EJEI")
    ('mohseni ejei', 'mohseni ejei')
    """
    folded = ""
    while folded != text:  # folding a letter can leave one to fold
        folded, text = text, " ".join(_fold_once(text).split())
    return folded


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = (_character(character) for character in decomposed if not unicodedata.category(character).startswith("M"))
    return unicodedata.normalize("NFC", "".join(kept))


def _character(character: str) -> str:
    digit = unicodedata.digit(character, -1)
    if digit >= 0:
        return str(digit)
    return character if character.isalnum() else " "


def letters(text: str) -> str:
    """What is left of a folded text without its spaces: parts of a name, joined or split, are the same.

    >>> letters("نیک‌پور") == letters("نيك پور") == letters("نیکپور")
    True
    """
    return fold(text).replace(" ", "")


def is_persian(text: str) -> bool:
    """Whether letters of the Arabic script occur in a text."""
    return _PERSIAN.search(text) is not None


_HONORIFICS = (
    r"hod?j+[aeo]t ?(?:o?l|al|el|ul)? ?[ei]slam(?: ?v?w?al ?m[ou]sl[ei]m[ie]n)?|huj+at ?(?:al|ul)? ?islam",
    r"(?:grand )?ayat?[ou]l+ah?|ayat ol+ah?|ayat al+ah|s[aei]y+[aei]d|syed|sey+ed|sadat",
    r"dr|doctor|prof|professor|eng|engineer|mr|mrs|ms|sir|judge|minister|haj+|hadj|sh[ae][iy]kh",
    r"sardar|sartip|sarlashkar|sarhang|general|brigadier|major|lieutenant|colonel|admiral|rear|vice|captain|commander",
    r"brig|gen|maj|lt|ltc|col|adm|capt|cmdr|2nd|second|irgc|retired",
    r"دکتر|مهندس|سردار|سرهنگ|سرتیپ|سرلشکر|سرلشگر|دریادار|دریابان|پاسدار|قاضی|سید|سادات|حاج|شیخ|اقای|خانم|پروفسور",
    r"ایت ?الله(?: العظمی)?|حجت ?الاسلام(?: ?و ?المسلمین)?",
)
_HONORIFIC = re.compile(rf"(?<!\S)(?:{'|'.join(_HONORIFICS)})(?!\S)")


def without_honorifics(folded: str) -> str:
    """A folded name of a person without ranks, degrees and titles; a name that is nothing else stays as it is.

    >>> without_honorifics(fold("Brig. Gen. Dr. Seyyed Hassan Firouzabadi"))
    'hassan firouzabadi'
    """
    return " ".join(_HONORIFIC.sub(" ", folded).split()) or folded


_OF_FAITH = re.compile(r" [aeou](?:l ?|d )d+(?=(?:i|ee)n\b)")


_OF_PLACE = re.compile(r"(?<=\w\w)ه ?(?:ای|یی)(?!\w)|(?<=\w) (?:ای|یی)(?!\w)")


def words(folded: str) -> tuple[str, ...]:
    """The words of a folded name; an article within is part of what it joins, and so is a Persian ending.

    >>> words("nur al din hashemi")
    ('nuraldin', 'hashemi')
    >>> words(fold("خامنه‌ای")) == words(fold("خامنه ای")) == words(fold("خامنهای"))
    True
    """
    return tuple(_OF_PLACE.sub("یی", _OF_FAITH.sub("ald", folded)).split())


# Persian letters as the Latin ones of their sounds; x is kh, c is ch, q is gh, š is sh, j is zh too.
_SOUNDS = dict(zip("بپتجچحخدرزژسشفقکگلمنهطظصضثذغ", "bptjchxdrzjsšfqkglmnhtzszszq", strict=True))
_LATIN = (
    (r"x", "ks"),
    (r"(?<=b)d[aou]l(?=l)|(?<=b)d [aou]l+(?=ah)", "dul"),  # Abdallah, Abdollah
    (r"[aeou]l ?d+(?=in$|een$|in |een )", "edd"),  # Nur al-Din, Noureddin
    (r"tch|tsch", "ch"),
    (r"dj|dzh|zh", "j"),
    (r"kh", "x"),
    (r"ch", "\x00"),
    (r"sch|sh", "š"),
    (r"gh", "q"),
    (r"ph", "f"),
    (r"dh", "d"),
    (r"ck", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    ("\x00", "c"),
    (r"w(?=[aeiou])", "v"),
    (r"w", "u"),
    (r"([^aeiou0-9 ])\1+", r"\1"),
    (r"h(?= |$)", ""),
)
_LATIN_RULES = tuple((re.compile(pattern), to) for pattern, to in _LATIN)
_VOWEL_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"o+u*|u+", "u"),
        (r"a[iy]|e[iy]|ee|ae", "e"),
        (r"(?<!^)(?<! )y(?=$| )", "i"),
        (r"([aeiu])\1+", r"\1"),
    )
)


@lru_cache(maxsize=65536)
def sounds(word: str) -> str:
    """A folded word in one letter for each consonant, vowels as spelled; a Persian word shows long vowels only.

    >>> sounds("moghisseh"), sounds("moqiseh"), sounds("مقیسه")
    ('moqise', 'moqise', 'mqIs?')
    """
    return "".join(_persian(word)) if is_persian(word) else _latin(word)


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A folded word with vowels evened out as well: what similarity is measured on.

    >>> plain("rouhani"), plain("ruhani"), plain("mohseni")
    ('ruhani', 'ruhani', 'muhseni')
    """
    text = sounds(word)
    if is_persian(word):
        return text.replace("?", "").lower()
    for rule, to in _VOWEL_RULES:
        text = rule.sub(to, text)
    return text


def _latin(word: str) -> str:
    for rule, to in _LATIN_RULES:
        word = rule.sub(to, word)
    return word


def _persian(word: str) -> Iterator[str]:
    word = re.sub(r"(?<=.)الدین$", "دین", re.sub(r"^خوا|خواه", lambda m: m[0].replace("و", ""), word))
    word = word.replace("الله", "عله")  # written alike after -a-, -o- and -u-
    last = len(word) - 1
    for at, letter in enumerate(word):
        if letter in "اع":
            yield "A" if letter == "ا" and at else "?"
        elif letter == "ی":
            yield "I" if at else "y"
        elif letter == "و":
            yield "U" if _is_vowel(word, at) else "v"
        elif letter in "هح" and at == last and at:
            yield "?"
        else:
            yield _SOUNDS.get(letter, letter)


def _is_vowel(word: str, at: int) -> bool:
    """Whether a vav in a Persian word is rather a vowel than a consonant: Nouri and Pouya, not Mousavi and Darvish."""
    if at == 0 or word[at - 1] == "ا" or word[at + 1 : at + 2] == "ا":
        return False
    return word[at + 1 : at + 2] != "ی" or (at == 1 and word[at + 2 : at + 3] == "ا")


@dataclass(frozen=True)
class Skeleton:
    """The consonants of a name, and what stands before each of them and at the end.

    Attributes:
        consonants: one letter for each.
        gaps: one more than consonants: the vowels before each, and after the last; in a Persian name ``A``, ``I``
            and ``U`` for those that are written, and ``?`` where there may be any.
        ends: which gaps are at the edge of a word.
        is_persian: whether unwritten vowels are to be expected.
    """

    consonants: str
    gaps: tuple[str, ...]
    ends: frozenset[int]
    is_persian: bool


def skeleton(words: Sequence[str]) -> Skeleton:
    """The skeleton of folded words in this order; words joined or split have the same consonants and gaps.

    >>> skeleton(["mohseni", "ejei"]).consonants, skeleton(["muhsini", "ezhei"]).consonants
    ('mhsnj', 'mhsnj')
    >>> skeleton(words("محسنی اژه ای")).consonants
    'mhsnj'
    """
    consonants: list[str] = []
    gaps, ends = [""], {0}
    for word in words:
        for at, sound in enumerate(sounds(word)):
            if sound in "aeiouAIU?" or (sound == "y" and at):
                gaps[-1] += "i" if sound == "y" else sound
            else:
                consonants.append(sound)
                gaps.append("")
        ends.add(len(consonants))
    return Skeleton("".join(consonants), tuple(gaps), frozenset(ends), is_persian("".join(words)))


def agree(one: Skeleton, other: Skeleton, *, slips: bool = False) -> bool:
    """Whether two names with the same consonants can be one name, going by their vowels.

    Between scripts unwritten vowels are no difference. At the edge of a word a vowel is there or not: Karim is not
    Karimi. Within, one of two Latin spellings may have fewer vowels, but not each some: Falk is not Flak, unless it
    is a slip.
    """
    if one.consonants != other.consonants:
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
        return "?" in left + right
    if persian == (False, False):
        return not left or not right or bool(_qualities(left) & _qualities(right))
    if persian == (True, True):
        return not {"I", "U"} <= {*left, *right} or bool({*left} & {*right})
    written, spelled = (left, right) if persian[0] else (right, left)
    wanted = {"A": "a", "I": "ie", "U": "ou"}
    if not written:
        return spelled not in ("ou", "oo", "ee")
    return all(set(spelled) & set(wanted[vowel]) for vowel in written if vowel in wanted)


def _qualities(gap: str) -> set[str]:
    """What a spelled vowel can be: o and u are one; e is heard as a and as i, but a is not i."""
    return {quality for vowel in gap for quality in {"o": "u", "u": "u", "a": "a", "i": "i", "e": "ai"}[vowel]}
