"""The vocabularies: every word that a coded cell may hold, with its meaning.

``vocabularies.toml`` defines them. A pull request that adds a word there needs a definition and an example of a text
that requires it. In Python, a word is a member of its vocabulary's class, in capitals: ``Stance.DENIES``. A dataset can
add words under ``vocabularies`` in its datapackage.json, but only to vocabularies with ``_open``, because no rule
depends on the words of these.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

#: The words that the last opened dataset adds, by vocabulary.
_added: dict[str, dict[str, str]] = {}
#: The most words that a dataset may add to a vocabulary, and the longest word: a datapackage.json is untrusted input.
_MOST, _LONGEST = 200, 60
#: The vocabularies to which a dataset may add words.
_open: set[str] = set()


class Vocabulary(StrEnum):
    """A closed list of words. Each member is its word; ``meaning`` says when to use it."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> "Vocabulary":
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member

    @classmethod
    def words(cls) -> dict[str, str]:
        """Every word with its meaning: first ours, then the dataset's additions."""
        return {word.value: word.meaning for word in cls} | _added.get(cls.__name__, {})

    @classmethod
    def is_open(cls) -> bool:
        """Whether a dataset may add words."""
        return cls.__name__ in _open

    @classmethod
    def added(cls) -> dict[str, str]:
        return _added.get(cls.__name__, {})

    @classmethod
    def _missing_(cls, value: object) -> "Vocabulary | None":
        if not isinstance(value, str) or value not in cls.added():
            return None
        word = str.__new__(cls, value)
        word._value_, word._name_, word.meaning = value, value.upper(), cls.added()[value]
        return word


def _read() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items():
        about = words.pop("_")
        if words.pop("_open", False):
            _open.add(name)
        members = {word.upper().replace("-", "_"): (word, meaning) for word, meaning in words.items()}
        made: Any = Vocabulary
        found[name] = made(name, members, module=__name__)
        found[name].__doc__ = about
    return found


globals().update(_read())


def extend(own: Any) -> None:
    """Set the additional words, for the whole process, to those in a dataset's datapackage.json."""
    _added.clear()
    _added.update(sound(own))


def sound(own: Any) -> dict[str, dict[str, str]]:
    """The valid words that a dataset adds, by vocabulary."""
    wrong = {where for where, _ in problems(own)}
    given = {name: words for name, words in own.items() if name not in wrong} if isinstance(own, Mapping) else {}
    return {
        name: {word: meaning for word, meaning in words.items() if f"{name}/{word}" not in wrong}
        for name, words in given.items()
    }


def problems(own: Any) -> Iterator[tuple[str, str]]:
    """Yield the errors in the words that a dataset adds: the place, and what to write."""
    if not isinstance(own, Mapping):
        if own is not None:
            yield "", "write an object of vocabularies, each an object of words with their meanings"
        return
    for name, words in own.items():
        if name not in _open:
            yield name, f"words cannot be added to this vocabulary, only to {', '.join(sorted(_open))}"
        elif not isinstance(words, Mapping) or len(words) > _MOST:
            yield name, f"write an object of at most {_MOST} words with their meanings"
        else:
            for word, meaning in words.items():
                if len(word) > _LONGEST or not re.fullmatch(r"[a-z0-9]+(?:[_-][a-z0-9]+)*", word):
                    form = f"at most {_LONGEST} lower-case letters and digits, with underscores or hyphens between"
                    yield f"{name}/{word}", f"write {form}"
                elif word in set(globals()[name]):
                    yield f"{name}/{word}", "this word already exists; choose another"
                elif not isinstance(meaning, str) or not re.fullmatch(r"[^\s|](?:[^\n\r|]*[^\s|])?", meaning):
                    yield f"{name}/{word}", "write one line that says when to use the word"


if TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Each vocabulary, by its name in ``vocabularies.toml``."""
