"""How like two spellings are, and why: what is one name scores high, what is two scores low. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.matching.spelling import Query, Spelling, namesakes, surnames

NAMES = st.text("abehiklmnoruzآبپتجخدرزسشعفقکلمنوهی -'’.0", max_size=24)


def match(text: str, name: str, *, is_person: bool = True) -> tuple[float, str] | None:
    return Spelling("someone", name, name, "officials", is_person).has(Query(text))


def score(text: str, name: str, *, is_person: bool = True) -> float:
    found = match(text, name, is_person=is_person)
    return found[0] if found else 0.0


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Bahram Nikpour", "Bahram Nikpour", (100.0, "exact")),
        ("BAHRAM  nikpour", "Bahram Nikpour", (100.0, "exact")),
        ("Bahram Nik-pour", "Bahrām Nikpour", (98.0, "same letters")),
        ("بهرام نيك پور", "بهرام نیک‌پور", (98.0, "same letters")),
        ("Judge Bahram Nikpour", "Bahram Nikpour", (97.0, "same letters")),
        ("Bahram Nikpour", "Brig. Gen. Dr. Bahram Nikpour", (97.0, "same letters")),
        ("Nikpour Bahram", "Bahram Nikpour", (95.0, "other order")),
    ],
)
def test_the_same_but_for_its_letters(text: str, name: str, expected: tuple[float, str]) -> None:
    assert match(text, name) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bahram Nikpur", "Bahraam Nikpour"),
        ("Mohsen Muhsini", "Muhsin Mohseni"),
        ("بهرام نیک‌پور", "Bahram Nikpour"),
        ("Bahram Nikpour", "بهرام نیک‌پور"),
        ("Nikpur Bahram", "Bahraam Nikpour"),
    ],
)
def test_transliterations_are_known_by_their_consonants(text: str, name: str) -> None:
    found = match(text, name)
    assert found is not None
    assert found[1] == "skeleton"
    assert 75 <= found[0] <= 94


@pytest.mark.parametrize(
    ("text", "name"),
    [("Nikpour", "Bahram Nikpour"), ("Bahram Nikpour", "Bahram Ali Nikpour"), ("Bahram Ali Nikpour", "Bahram Nikpour")],
)
def test_a_part_of_a_name(text: str, name: str) -> None:
    found = match(text, name)
    assert found is not None
    assert found[1] == "part"
    assert 47 <= found[0] <= 90


@pytest.mark.parametrize(
    ("text", "name", "is_surname"),
    [
        ("Nikpour", "Bahram Nikpour", True),
        ("NIKPUR", "Bahram Nikpour", True),
        ("نیک‌پور", "Bahram Nikpour", True),
        ("نیک‌پور", "نیک‌پور بهرام", True),
        ("Nikpour", "Bahram Gorgani", False),
        ("Bahram", "Bahram Nikpour", False),
        ("Nikpous", "Bahram Nikpour", False),
        ("نکپور", "Bahram Nikpour", False),
    ],
)
def test_the_surname_of_the_label_is_more_than_a_part(text: str, name: str, is_surname: bool) -> None:
    found = Spelling("someone", name, "Bahram Nikpour", "officials", True, 1).has(Query(text))
    assert (found is not None and found[1] == "surname") == is_surname
    is_as_spelled = text.casefold() == "nikpour"
    assert not is_surname or found == (92.0 if is_as_spelled else 91.0, "surname")


def test_one_consonant_is_no_surname() -> None:
    ziaei = Spelling("someone", "Bahram Ziaei", "Bahram Ziaei", "officials", True, 1)
    assert (ziaei.has(Query("ایذه")) or ("",))[-1] != "surname"


def test_a_surname_has_the_words_after_the_given_names() -> None:
    labels = ["Mohammad Ali Sabz Ali", "Ali Sabz Rudi", "Ali Rudi", "Bahram", "Dr. Bahram Nikpour"]
    assert surnames(labels) == dict(zip(labels, (0, 2, 1, 0, 1), strict=True))
    asked = {text: Spelling("x", "Ali Sabz Rudi", "Ali Sabz Rudi", "", True, 2).has(Query(text)) for text in
             ("Sabz Rudi", "Rudi", "Sabz")}  # fmt: skip
    assert [found and found[1] for found in asked.values()] == ["surname", "surname", "part"]


def test_one_word_of_a_record_is_not_looked_for_in_a_longer_question() -> None:
    assert match("Bahram Nikpour", "Nikpour") is None


@pytest.mark.parametrize(
    ("text", "name"), [("Bahram Nikpous", "Bahram Nikpour"), ("Hassan Nikpour", "Hossein Nikpour")]
)
def test_slips_and_other_vowels_are_only_similar(text: str, name: str) -> None:
    found = match(text, name)
    assert found is None or (found[1] == "similar" and found[0] <= 90)


def test_persian_writes_no_short_vowels_so_that_two_names_can_be_alike() -> None:
    """A reason why a candidate is only shown."""
    assert match("حسن نیک‌پور", "Hassan Nikpour") is not None
    assert match("حسن نیک‌پور", "Hossein Nikpour") is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hassan Nikpour", "Hossein Nikpour"),
        ("Mohammad Nikpour", "Mahmoud Nikpour"),
        ("Lena Falk", "Bahram Nikpour"),
        ("Branch 15", "Branch 28"),
    ],
)
def test_two_names_are_no_candidates(text: str, name: str) -> None:
    assert score(text, name) < 75


def test_titles_count_in_the_names_of_organisations() -> None:
    assert score("Judge Nikpour", "Nikpour", is_person=True) == 97
    assert score("General Staff", "Staff", is_person=False) < 97


def test_a_title_alone_is_a_name() -> None:
    assert match("Sardar", "Sardar") == (100.0, "exact")
    assert match("Doctor", "Judge") is None


@each("text", ["", " ", "-", "...", "'", "\u200c", "؟"])
@each("name", ["", "...", "Bahram Nikpour", "بهرام"])
def test_signs_alone_are_like_nothing(text: str, name: str) -> None:
    found, back = match(text, name), match(name, text)
    assert (found, back) in ((None, None), ((100.0, "exact"), (100.0, "exact")))


@given(NAMES, NAMES, st.booleans())
def test_every_pair_has_a_score_or_none(text: str, name: str, is_person: bool) -> None:
    found = match(text, name, is_person=is_person)
    assert found is None or (0 < found[0] <= 100 and found[1])


@given(NAMES)
def test_every_name_is_like_itself(name: str) -> None:
    assert match(name, name) == (100.0, "exact")
    assert score(name.upper(), name) >= 98 or not any(map(str.isalnum, name))


@given(st.lists(st.sampled_from(["Bahram", "Nikpour", "Lena", "Ali"]), min_size=1, max_size=9), st.randoms())
def test_names_of_many_words_in_any_order(words: list[str], random: object) -> None:
    turned = words[1:] + words[:1]
    assert score(" ".join(turned), " ".join(words)) >= 95


def test_namesakes_are_people_with_the_same_words_in_a_name_however_spelled() -> None:
    named = [("a", "Dr. Mohammad Karimi"), ("b", "Karimi, Muhammad"), ("c", "Mohammad Karami"), ("d", "محمد کریمی"),
             ("a", "محمد كريمي"), ("a", "M. Karimi")]  # fmt: skip
    people = [Spelling(key, name, name, "officials", True) for key, name in named]
    body = Spelling("e", "Mohammad Karimi", "Mohammad Karimi", "parties", False)
    assert namesakes([*people, body]) == {"a": ["b", "d"], "b": ["a"], "d": ["a"]}


def test_who_has_all_of_three_words_of_a_name_and_another_is_a_namesake() -> None:
    """Two judges of one court are told apart by a given name that one list leaves out."""
    named = {"a": "Ahmad Karimi Asl", "b": "Mohammad Ali Ahmad Karimi Asl", "c": "Reza Ahmad Karimi Asl"}
    named["d"] = "Ahmad Asl"
    people = [Spelling(key, name, name, "officials", True) for key, name in named.items()]
    assert namesakes(people) == {"a": ["b", "c"], "b": ["a"], "c": ["a"]}
