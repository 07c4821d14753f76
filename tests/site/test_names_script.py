"""Names in the browser: folded, compared and scored as in Python."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from tests.site.in_node import TABLES, in_node, needs_node, write

from mostanad.loader import Release
from mostanad.matching import folding


@pytest.fixture(scope="module")
def rows(real: Release) -> dict[str, list[dict[str, Any]]]:
    return {table: real.load(table, "records") for table in TABLES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("search")
    write(made, {})
    return made


_ODD = (
    *"\u200c\u200d\u200e\u200f\u202e\u2066\u2069\ufeff\u00ad\u0640\u2028\x1c\u00a0\t\n ",
    *"\u064b\u0651\u0301\u0323\u0307\u0327'’‘`´-–—/._·&<>\"\\½🚢",
    *"يىےۍېیكڪکةەہھۃهٱٵاأإآءؤئﷲﻻﭘﮎ۰۱۹٠٥٩०９³①❶፩",
    *"éüñøłđðþæœħıİIſßΣςǅﬁﬀ가가Ꭰꭰ𐐀𝒜北ю",
    *("al-din", "خواه", "الدین", "الله", "ه‌ای", "سردار ", "dr ", "hojat ol islam "),
    *("kh", "tch", "dj", "ee"),
)


def odd_texts(many: int) -> list[str]:
    """Letters and signs of which something comes to be in the folding, thrown together."""
    choose = random.Random(7)
    letters = [*_ODD, *"abcdefghijklmnopqrstuvwxyz", *"ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"]
    return ["".join(choose.choices(letters, k=choose.randint(1, 12))) for _ in range(many)]


def folded(text: str) -> list[Any]:
    """All that Python makes of a text."""
    whole = folding.fold(text)
    words = folding.words(whole)
    bones = folding.skeleton(words)
    written = " ".join(normalize("NFC", text).casefold().split())
    sounds, plain = ([*map(of_word, words)] for of_word in (folding.sounds, folding.plain))
    made: list[Any] = [whole, written, folding.without_honorifics(whole), list(words), sounds, plain]
    return [*made, bones.consonants, list(bones.gaps), sorted(bones.ends), bones.is_persian]


@needs_node
def test_a_browser_folds_as_python_does(rows: dict[str, list[dict[str, Any]]], folder: Path) -> None:
    texts = sorted({row["name"] for row in rows["names"]}) + odd_texts(2000)
    for text, made in zip(texts, in_node("folded", texts, folder), strict=True):
        assert made == folded(text), ascii(text)


@needs_node
def test_a_browser_agrees_as_python_does(rows: dict[str, list[dict[str, Any]]], folder: Path) -> None:
    alike: dict[str, list[str]] = {}
    for word in sorted({word for row in rows["names"] for word in row["name"].split()}):
        alike.setdefault(folding.skeleton(folding.words(folding.fold(word))).consonants, []).append(word)
    pairs = [(one, other) for same in alike.values() for one in same[:12] for other in same[:12]]
    assert len(pairs) > 2000
    agreed = in_node("agreed", pairs, folder)
    assert {True, False} <= {answer for both in agreed for answer in both}
    for pair, answers in zip(pairs, agreed, strict=True):
        bones = [folding.skeleton(folding.words(folding.fold(word))) for word in pair]
        assert answers == [folding.agree(*bones), folding.agree(*bones, slips=True)], pair


@needs_node
def test_likeness_and_rounding_are_those_of_python(folder: Path) -> None:
    from rapidfuzz import fuzz

    choose = random.Random(3)
    texts = ["".join(choose.choices("abcش𐐀", k=choose.randint(0, 45))) for _ in range(600)]
    pairs = list(pairwise(texts))
    assert in_node("ratios", pairs, folder) == [fuzz.ratio(*pair) / 100 for pair in pairs]
    numbers = [value / 400 for value in range(40000)]
    assert in_node("rounded", numbers, folder) == [round(number, 1) for number in numbers]
