"""The closed vocabularies: every word that a coded cell may hold, with what it means.

They stand in ``vocabularies.toml``. A word is added there by pull request, with a definition and an example of a text
that needs it; in Python it is a member, in capitals, of the class of its vocabulary: ``Stance.DENIES``.
"""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any


class Vocabulary(StrEnum):
    """A closed list of words. Each member is its word; ``meaning`` says when to use it."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> "Vocabulary":
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member


def _read() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items():
        about = words.pop("_")
        members = {word.upper().replace("-", "_"): (word, meaning) for word, meaning in words.items()}
        made: Any = Vocabulary
        found[name] = made(name, members, module=__name__)
        found[name].__doc__ = about
    return found


globals().update(_read())

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Each vocabulary, by the name it has in the file."""
