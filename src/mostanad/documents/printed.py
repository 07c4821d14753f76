"""Text that lists print: normalise it, detect its script and titles, and detect private information."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from mostanad.files import canonical
from mostanad.files.resources import toml
from mostanad.matching import folding

_PRESENTATION = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefe]+")
_MARKS = re.compile(r"[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_JOINER = re.compile(r"(?<![\u0600-\u06ff])\u200c|\u200c(?![\u0600-\u06ff])")
#: The words that lists use, by meaning.
WORDS = toml("documents/words.toml")
_KIN = f"(?:{'|'.join(WORDS['private']['kin'])})"
_PRIVATE = "|".join(WORDS["private"]["patterns"]).replace("KIN", _KIN)  # compiled only when a list is read

# The titles of :mod:`.folding`; here a space in them matches any sign between words.
_TITLES = "|".join(folding.TITLES).replace(" ?", r"[-.\s\u200c]*").replace(" ", r"[-.\s\u200c]+")
_TITLE = re.compile(rf"(?<!\S)\(?(?:(?:{_TITLES})\.?|qazi(?= \())\)?(?!\S)", re.IGNORECASE)
_LETTERED = re.compile(r"\(?\b(?:[a-z]|[0-9]{1,2})\)\s*")


def tidy(text: str) -> str:
    """Text in NFC with single spaces, without invisible characters such as direction marks."""
    if not text.isascii():
        text = _JOINER.sub("", _MARKS.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(text.split())


def parts(text: str) -> list[str]:
    """The values in a text: one, or several that are lettered or numbered, like ``(a) ... (b) ...``."""
    clean = tidy(text)
    found = _LETTERED.split(clean) if re.match(r"\(?(?:[a-z]|1)\)", clean) else [clean]
    return [part.strip(" ,;") for part in found if part.strip(" ,;.")]


def letters(text: str) -> str:
    """A name with one form for each letter: Arabic script in Persian letters, without presentation forms."""
    return canonical.cell(_PRESENTATION.sub(lambda run: unicodedata.normalize("NFKC", run[0]), tidy(text)))


def script_of(text: str) -> str:
    """The ISO 15924 code of the script of most letters; ``Zyyy`` if no script is known."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    counts = Counter(
        WORDS["scripts"].get(unicodedata.name(character, "").partition(" ")[0], "")
        for character in text
        if character.isalpha()
    )
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else "Zyyy"


@lru_cache(maxsize=4096)
def is_title(text: str) -> bool:
    """Whether a text consists only of ranks, degrees and honorifics."""
    return not _TITLE.sub("", re.sub(r"\b(?:IRGC|LEF)\b", "", text)).strip()


def without_titles(text: str) -> tuple[str, list[str]]:
    """Split a name into the name without titles, and the titles. A name that is only a title stays unchanged."""
    rest = " ".join(_TITLE.sub(" ", text).split())
    if not rest or rest == text:
        return text, []
    return rest, [found[0].strip("()") for found in _TITLE.finditer(text)]


@lru_cache(maxsize=4096)
def is_private(text: str) -> bool:
    """Whether a text mentions relatives, identity documents, addresses or contact details, or has a long number."""
    return bool(re.search(_PRIVATE, text, re.IGNORECASE))


def place_parts(place: str) -> list[str]:
    """The parts of a place without Iran, in printed order (usually the smallest first), spelled by their sounds."""
    parts = (part.strip() for part in re.split(r"[,()/]", place))
    found = ["".join(map(folding.plain, folding.words(folding.fold(part)))) for part in parts if part]
    return [part for part in found if part != "iran"] or found or [""]
