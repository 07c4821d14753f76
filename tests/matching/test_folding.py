"""Folding: what is no difference between two spellings, and what is one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.matching.folding import agree, fold, is_persian, plain, skeleton, sounds, without_honorifics, words

LATIN = st.text("abcdefghijklmnopqrstuvwxyzéüñ", min_size=1, max_size=9)
PERSIAN = st.text("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", min_size=1, max_size=9)
WORDS = st.lists(LATIN | PERSIAN, min_size=1, max_size=4)
NAMES = WORDS.map(" ".join)
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"


def letters(text: str) -> str:
    return fold(text).replace(" ", "")


#: What may stand between any two letters of a name without being a difference.
SILENT = ("'", "’", "‘", "ʼ", "ʿ", "ʾ", "`", "\u0640", "\u200d", "\u00ad", "\u200f", *HARAKAT, "\u0301", "\u0323")


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert letters(letters(text)) == letters(text)
    assert once == " ".join(once.split())


@given(NAMES)
def test_case_is_no_difference(name: str) -> None:
    assert fold(name.upper()) == fold(name.title()) == fold(name)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_normal_form_is_no_difference(name: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, name)) == fold(name)  # type: ignore[arg-type]


@given(NAMES, st.sampled_from(SILENT), st.data())
def test_apostrophes_accents_harakat_and_tatweel_are_no_difference(name: str, sign: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    assert letters(name[:at] + sign + name[at:]) == letters(name)


@given(WORDS, st.sampled_from([" ", "  ", "-", "\u200c", "\u00a0", ". ", " – ", "/"]))
def test_what_joins_the_parts_is_no_difference(parts: list[str], joint: str) -> None:
    assert fold(joint.join(parts)) == fold(" ".join(parts))
    assert letters(joint.join(parts)) == letters("".join(parts))


@given(PERSIAN)
def test_arabic_forms_are_no_difference(word: str) -> None:
    assert fold(word.translate(str.maketrans("یک", "يك"))) == fold(word)
    assert fold(word.translate(str.maketrans("یه", "ىة"))) == fold(word)
    assert fold(word.translate(str.maketrans("یاو", "ئأؤ"))) == fold(word)
    assert fold(word.replace("ا", "آ")) == fold(word)


@given(st.integers(0, 99999))
def test_persian_and_arabic_digits_are_digits(number: int) -> None:
    text = str(number)
    assert fold(text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) == text
    assert fold(text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == text


@given(WORDS)
def test_a_name_agrees_with_itself(parts: list[str]) -> None:
    bones = skeleton(words(fold(" ".join(parts))))
    assert agree(bones, bones)
    assert len(bones.gaps) == len(bones.consonants) + 1


@given(NAMES, NAMES)
def test_agreement_has_no_side(one: str, other: str) -> None:
    left, right = (skeleton(words(fold(name))) for name in (one, other))
    assert agree(left, right) == agree(right, left)


@pytest.mark.parametrize("text", ["", " ", "—", "''", "\u200c", "🚢", "\u064e"])
def test_nothing_is_left_of_signs(text: str) -> None:
    assert fold(text) == letters(text) == ""


@each(
    "title",
    [
        "Ayatollah",
        "Brig. Gen.",
        "Hojjatoleslam val-Moslemin",
        "Dr",
        "Seyyed",
        "Sayyid",
        "Major General",
        "Senior General",
        "Rear Admiral",
    ],
)
def test_a_title_is_left_out(title: str) -> None:
    assert without_honorifics(fold(f"{title} Ali Shamkhani")) == "ali shamkhani"
    assert without_honorifics(fold(f"Shamkhani, {title} Ali")) == "shamkhani ali"


@pytest.mark.parametrize("title", ["آیت‌الله", "آیت الله", "حجت‌الاسلام والمسلمین", "سردار", "دکتر سید", "دکتر"])
def test_a_persian_title_is_left_out(title: str) -> None:
    assert without_honorifics(fold(f"{title} علی شمخانی")) == "علی شمخانی"


def test_a_name_that_is_a_title_stays() -> None:
    assert without_honorifics("general") == "general"
    assert without_honorifics("") == ""


def test_scripts() -> None:
    assert is_persian("قاضی")
    assert not is_persian("judge 7")


@each(
    ("one", "other"),
    [
        ("ghalibaf", "qalibaf"),
        ("rouhani", "ruhani"),
        ("noori", "nouri"),
        ("moussawi", "musavi"),
        ("zadeh", "zade"),
        ("moghisseh", "moqise"),
        ("ejei", "ejey"),
        ("jawad", "javad"),
        ("nejad", "nezhad"),
        ("davood", "davud"),
    ],
)
def test_transliterations_look_alike(one: str, other: str) -> None:
    assert plain(one) == plain(other)


SAME = [
    ("Mohseni-Ejei", "Muhsini Ejeie"),
    ("Moghisseh", "Moghiseh"),
    ("Moghisseh", "Moqiseh"),
    ("Mohammad Reza", "Muhammadriza"),
    ("Hossein", "Hussein"),
    ("Husayn", "Hossain"),
    ("Ahmadinejad", "Ahmadi-Nezhad"),
    ("Nour al-Din", "Nureddin"),
    ("Abdollahi", "Abdallahi"),
    ("Mehdi", "Mahdi"),
    ("Raisi", "Ra'eesi"),
    ("Ghasem Soleimani", "Qassem Suleimani"),
    ("ابراهیم رئیسی", "Ebrahim Raisi"),
    ("رييسى", "Raeesi"),
    ("مقیسه", "Moghiseh"),
    ("علی شمخانی", "Ali Shamkhani"),
    ("محسنی اژه‌ای", "Mohseni-Ejei"),
    ("خامنه‌ای", "Khamenei"),
    ("خواجه", "Khajeh"),
    ("اخوان", "Akhavan"),
    ("روحانی", "Rowhani"),
    ("مرتضوی", "Mortazavi"),
    ("موسوی", "Mousavi"),
    ("دانش‌پرور", "Danesh Parvar"),
    ("پورمحمدی", "Pour Mohammadi"),
    ("جواد", "Jawad"),
    ("اسدالله جعفری", "Asadollah Jafari"),
    ("فیض‌اللهی", "Faizullahi"),
    ("پرویز", "Parviz"),
    ("موسویان", "Mousavian"),
    ("پویا", "Pouya"),
    ("داوود", "Davoud"),
    ("صالح", "Saleh"),
    ("نورالدین", "Noureddin"),
    ("قاليباف", "Ghalibaf"),
    ("اسماعیل", "اسمعیل"),
    ("مصطفی", "Mostafa"),
    ("موسی", "Mousa"),
    ("مجتبی", "Mojtaba"),
]
OTHER = [
    ("Hassan", "Hossein"),
    ("Mohammad", "Mahmoud"),
    ("Karim", "Karimi"),
    ("Ahmad", "Ahmadi"),
    ("Karami", "Karimi"),
    ("Rahim", "Karim"),
    ("Ali", "Alavi"),
    ("Falk", "Flak"),
    ("Rezaei", "Rezvani"),
    ("حسن", "Hossein Ali"),
    ("حسین", "Hassan"),
    ("محمود", "Mohammad"),
    ("کریم", "Karimi"),
    ("کریمی", "Karim"),
    ("حسینی", "حسین"),
    ("نوری", "Nari"),
    ("مصطفی", "Mostafi"),
]


@each(("one", "other"), SAME)
def test_two_spellings_of_one_name_agree(one: str, other: str) -> None:
    assert agree(*(skeleton(words(fold(name))) for name in (one, other)))


def test_letters_that_changed_places_are_a_slip() -> None:
    assert agree(skeleton(["falk"]), skeleton(["flak"]), slips=True)
    assert not agree(skeleton(["karim"]), skeleton(["karimi"]), slips=True)
    assert not agree(skeleton(["hassan"]), skeleton(["hossein"]), slips=True)


@each(("one", "other"), OTHER)
def test_two_names_do_not_agree(one: str, other: str) -> None:
    assert not agree(*(skeleton(words(fold(name))) for name in (one, other)))


def test_examples_from_strict_to_loose() -> None:
    assert fold("Moḥseni-Ejeʾi") == fold("MOHSENI EJEI") == "mohseni ejei"
    assert without_honorifics(fold("Brig. Gen. Dr. Seyyed Hassan Firouzabadi")) == "hassan firouzabadi"
    assert words("nur al din hashemi") == ("nuraldin", "hashemi")
    assert words(fold("خامنه‌ای")) == words(fold("خامنه ای")) == words(fold("خامنهای"))
    assert [sounds(word) for word in ("moghisseh", "moqiseh", "مقیسه")] == ["moqise", "moqise", "mqIs?"]
    assert [plain(word) for word in ("rouhani", "ruhani", "mohseni")] == ["ruhani", "ruhani", "muhseni"]
    spellings = (["mohseni", "ejei"], ["muhsini", "ezhei"], words("محسنی اژه ای"))
    assert {skeleton(spelling).consonants for spelling in spellings} == {"mhsnj"}
