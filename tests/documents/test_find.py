"""Finding words: what matches, where, and how often."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.documents.find import context, find
from mostanad.documents.selectors import Selector

place = partial(Selector, "char")

TEXT = "The judge,\n a man  of “law”, denies it. The\tjudge’s court does not. (Costs: $5.00 + 3%)"


def found(words: str, text: str = TEXT) -> list[str]:
    """The words at each hit."""
    return [text[hit.start : hit.end] for hit in find(words, text)]


@each(
    ("words", "hits"),
    [
        ("denies it", ["denies it"]),
        ("The judge", ["The judge", "The\tjudge"]),
        ("the judge", []),
        ("denies", ["denies"]),
        ("den", ["den"]),
        ("judge, a man of", ["judge,\n a man  of"]),
        ("judge,\n\n\ta   man of", ["judge,\n a man  of"]),
        ("judge,a man", []),
        ("  denies it  ", ["denies it"]),
        ('"law"', ["“law”"]),
        ("”law“", ["“law”"]),
        ("'law'", []),
        ("judge's court", ["judge’s court"]),
        ("judge‘s court", ["judge’s court"]),
        ("judges court", []),
        ("(Costs: $5.00 + 3%)", ["(Costs: $5.00 + 3%)"]),
        ("$5.00", ["$5.00"]),
        ("$5a00", []),
        (".*", []),
        ("[a-z]+", []),
        ("judge|court", []),
        ("\\w", []),
        ("^The", []),
        ("it\\.", []),
        ("absent", []),
    ],
)
def test_words_stand_letter_by_letter_but_for_white_space_and_quotation_marks(words: str, hits: list[str]) -> None:
    assert found(words) == hits


@each(
    ("words", "text", "hits"),
    [
        ("a ... c", "a b c d c", ["a b c"]),
        ("a ... c", "a a b c", ["a b c"]),
        ("a ... c", "a b c a x c", ["a b c", "a x c"]),
        ("a ... c", "a\nb\n\nc", ["a\nb\n\nc"]),
        ("a ... c", "c b a", []),
        ("a ... a", "a", []),
        ("a ... a", "a b a b a", ["a b a", "a b a"]),
        ("ab ... bc", "abc", []),
        ("ab ... bc", "abbc", ["abbc"]),
        ("a b ... c d", "a  b x c\nd", ["a  b x c\nd"]),
        ("a\n...\nc", "a b c", ["a b c"]),
        ("a...c", "a b c", []),
        ("a...c", "a...c", ["a...c"]),
        ("a ... c", "a ... c", ["a ... c"]),
        ("a … c", "a b c", []),
        ("... c", "a b c", []),
        ("... c", "a ... c", ["... c"]),
    ],
)
def test_from_start_to_end_means_the_shortest_span(words: str, text: str, hits: list[str]) -> None:
    assert found(words, text) == hits


@each(
    ("words", "text", "hits"),
    [
        ("the [[cat]]", "a cat, the cat", [place(11, 14)]),
        ("[[cat]], the", "a cat, the cat", [place(2, 5)]),
        (", the [[cat]]", "a cat, the cat", [place(11, 14)]),
        ("a [[cat]], the", "a cat, the cat", [place(2, 5)]),
        ("a[[cat]]", "a cat acat", [place(7, 10)]),
        ("the [[cat]]", "the\n\ncat", [place(5, 8)]),
        ("[[cat]] the", "cat\t the", [place(0, 3)]),
        ("the [[ cat ]] sat", "the cat sat", [place(4, 7)]),
        ("the[[ cat ]]sat", "the cat sat", []),
        ("x [[a ... c]] y", "a c x a b c y", [place(6, 11)]),
        ("[[a ... c]] y", "a b c x a c y", [place(8, 11)]),
        ('"[[cat]]"', "“cat” cat", [place(1, 4)]),
        ("[[cat]]", "a cat", [place(2, 5)]),
        ("a ... b [[cat]]", "a x b cat", []),
        ("[[a]] ]]", "a ]]", [place(0, 1)]),
        ("a ]]", "a ]]", [place(0, 4)]),
    ],
)
def test_context_is_no_part_of_the_passage(words: str, text: str, hits: list[Selector]) -> None:
    assert find(words, text) == hits


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "nothing to find"),
        (" \n ", "nothing to find"),
        ("[[]]", "nothing to find"),
        ("the [[ ]] cat", "nothing to find"),
        ("[[a]] [[b]]", "nothing to find"),
        ("the [[cat", r"\[\[ without \]\]"),
        ("a ... b ... c", "more than one"),
        ("char=5,5", "selects nothing"),
        ("char=2,10", "after the document, which has 9 characters"),
        ("char=x", "is not a selector"),
    ],
)
def test_words_that_cannot_be_looked_for(words: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        find(words, "a b c cat")


def test_a_place_is_found_as_it_is() -> None:
    assert find("char=2,9", "a b c cat") == [place(2, 9)]


def test_overlapping_places_are_all_found() -> None:
    assert find("aa", "aaaa") == [place(0, 2), place(1, 3), place(2, 4)]
    assert find("a b a", "a b a b a") == [place(0, 5), place(4, 9)]


def test_positions_are_characters_as_they_stand() -> None:
    text = "🚢 e\u0301é بهرام نیک‌پور \ufeff end"
    assert find("بهرام نیک‌پور", text) == [place(6, 19)]
    assert found("بهرام نیک‌پور", text) == ["بهرام نیک‌پور"]
    assert find("é", text) == [place(4, 5)], "composed and decomposed letters differ"
    assert find("نیکپور", text) == [], "so do words with and without a joiner"
    assert find("end", text)[0].end == len(text)


def test_white_space_of_any_kind_is_white_space() -> None:
    for space in ("\u00a0", "\u2003", "\r\n", "\u2028", "\u3000", "\t\t", "\x0b"):
        assert find("a b", f"x a{space}b") == [place(2, 4 + len(space))]
    for none in ("\u200c", "\ufeff", "\u200b"):
        assert find("a b", f"a{none}b") == []


@given(
    st.text("ab .[]*'\"(\\é🚢\n", min_size=1, max_size=6),
    st.text("ab .*'\"é\n", max_size=20),
    st.text("ab \n", max_size=9),
)
def test_words_of_a_text_are_found_where_they_stand(words: str, before: str, after: str) -> None:
    assume("[[" not in words and words.strip() == words)
    assume(" ... " not in f" {words} ")
    text = before + words + after
    hits = find(words, text)
    assert place(len(before), len(before) + len(words)) in hits
    quotes = str.maketrans("‘’“”", "''\"\"")
    for hit in hits:
        there = text[hit.start : hit.end].translate(quotes)
        assert there.split() == words.translate(quotes).split()
    assert hits == sorted(hits, key=lambda hit: hit.start)


@given(st.text("abc", max_size=12))
def test_every_shortest_span_is_found_and_no_other(text: str) -> None:
    """By brute force: the spans from an a to a later c that hold no shorter one."""
    spans = [(i, j + 1) for i, x in enumerate(text) for j, y in enumerate(text) if x == "a" and y == "c" and i < j]
    best = [(i, j) for i, j in spans if not any((i, j) != (k, n) and i <= k and n <= j for k, n in spans)]
    assert find("a ... c", text) == [place(*span) for span in sorted(best)]


def test_a_long_document_is_searched_in_no_time() -> None:
    text = "the union said that the court " * 20_000
    assert len(find("the", text)) == 40_000
    assert find("union ... never there", text) == []
    assert len(find("the ... court", text)) == 20_000
    assert find("[[court]] end", text + "end") == [place(len(text) - 6, len(text) - 1)]


def test_context_shows_what_stands_around() -> None:
    text = "one two three four five"
    assert context(text, place(8, 13), width=4) == "two [three] fou"
    assert context(text, place(0, 3), width=4) == "[one] two"
    assert context(text, place(19, 23), width=100) == "one two three four [five]"
    assert context("a\n\nb  c\td", place(3, 4)) == "a [b] c d"
    assert context("x" * 100, place(0, 100), width=3) == "[xxx ... xxx]"
