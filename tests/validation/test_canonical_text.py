"""Layer 1: what is found, exactly where, and what is not found."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.cases import each

from mostanad.files import Package
from mostanad.models import TABLES
from mostanad.validation import canonical_text

HEADER = {name: ",".join(column.name for column in TABLES[name].columns()) + "\n" for name in TABLES}
PARTIES = HEADER["parties"]
ZWNJ = "\u200c"

# code, line, column and value
Found = list[tuple[str, int, int, str]]


def check(content: str | bytes, table: str = "parties", **head: object) -> Found:
    raw = content.encode("utf-8") if isinstance(content, str) else content
    package = Package(Path(), head, {table: raw}, {table: f"datasets/{table}.csv"})
    known = canonical_text.check(raw, package.table(table), TABLES[table].key(), in_persian=package.in_persian)
    findings = list(known)
    assert {finding.file for finding in findings} <= {f"datasets/{table}.csv"}
    return [(finding.code, finding.line, finding.column, finding.value) for finding in findings]


def row(name: str) -> str:
    """A table of parties with one row: its name begins in column 3 of line 2."""
    return f"{PARTIES}a,{name},ngo,,,\n"


def test_canonical_text_has_no_findings() -> None:
    assert check(PARTIES) == []
    assert check(f'{PARTIES}a,A,ngo,,\nb,"B, of ""C""",ngo,US,a note\n') == []


def test_not_utf8_is_found_at_the_first_wrong_byte() -> None:
    latin = f"{PARTIES}a,ب Wä,ngo,,\n".encode().replace("ä".encode(), b"\xe4")
    assert check(latin) == [("MST101", 2, 6, "0xE4")]
    assert check(PARTIES.encode("utf-16")) == [("MST101", 1, 1, "0xFF")]
    assert check(b"\xef\xbb\xbf" + latin)[-1] == ("MST101", 2, 6, "0xE4")


def test_byte_order_mark() -> None:
    assert check("\ufeff" + row("A")) == [("MST102", 1, 1, "U+FEFF")]
    assert check(row("A\ufeffB")) == [("MST105", 2, 4, "U+FEFF")]


def test_carriage_returns_are_one_finding_however_many_they_are() -> None:
    assert check((PARTIES + "a,A,ngo,,\n" * 3).replace("\n", "\r\n")) == [("MST103", 1, len(PARTIES), "U+000D")]
    assert check(PARTIES + "a,A,ngo,,\r\nb,B,ngo,,\n") == [("MST103", 2, 10, "U+000D")]
    assert check(row("A").replace("\n", "\r")) == [("MST103", 1, len(PARTIES), "U+000D"), ("MST103", 1, 0, "")]


def test_missing_last_line_end() -> None:
    assert check(PARTIES.rstrip("\n")) == [("MST103", 1, 0, "")]
    assert check(row("A").rstrip("\n")) == [("MST103", 2, 0, "")]


def test_empty_file() -> None:
    assert check("") == [("MST203", 1, 0, "")]
    assert check("\ufeff") == [("MST102", 1, 1, "U+FEFF"), ("MST203", 1, 0, "")]
    assert check("\n") == [("MST113", 1, 0, "")]


def test_not_normal_form_c() -> None:
    assert check(row("Cafe\u0301s")) == [("MST104", 2, 6, "e\u0301")]
    assert check(row("a\u0323\u0307, \u0307\u0323".replace(", ", "b")))[0][:3] == ("MST104", 2, 3)


@each(
    "character",
    [
        *("\t", "\x1f", "\x7f", "\x85", "\xad", "\u061c", ZWNJ, "\u200d", "\u200b", "\u200e", "\u202e", "\u2028"),
        *("\u2029", "\u2060", "\u2066", "\ufeff", "\ue000", "\U000e0001", "\ufe0f", "\u034f", "\u3164", "\u180b"),
    ],
)
def test_a_character_that_nobody_sees_is_one_finding(character: str) -> None:
    value = f"U+{ord(character):04X}"
    assert check(row(f"Pre{character}post")) == [("MST105", 2, 6, value)]
    assert check(row(f'"{character}Pre, post"')) == [("MST105", 2, 4, value)]
    assert check(row(f"Pre{character}")) == [("MST105", 2, 6, value)]


def test_a_nul_is_one_finding_also_where_a_file_is_full_of_them() -> None:
    assert check(row("A\0B")) == [("MST105", 2, 4, "U+0000")]
    assert check(row("A").encode("utf-16-le")) == [("MST105", 1, 2, "U+0000")]


@pytest.mark.parametrize("name", [f"می{ZWNJ}رود", f"خانه{ZWNJ}ها", f"شدّ{ZWNJ}ه", f'"نیک{ZWNJ}پور, ""می{ZWNJ}رود"""'])
def test_the_joiner_of_persian_spelling_is_not_found(name: str) -> None:
    assert check(row(name)) == []


@each(
    ("name", "column"),
    [
        (f"{ZWNJ}می", 3),
        (f"می{ZWNJ}", 5),
        (f"می{ZWNJ} رود", 5),
        (f"می{ZWNJ}{ZWNJ}رود", 5),
        (f"ab{ZWNJ}cd", 5),
        (f"می{ZWNJ}b", 5),
        (f"۵{ZWNJ}۶", 4),
        (f"می{ZWNJ}، رود", 5),
    ],
)
def test_the_joiner_anywhere_else_is_found(name: str, column: int) -> None:
    assert ("MST105", 2, column, "U+200C") in check(row(name))


def test_the_joiner_at_the_ends_of_a_line_is_found() -> None:
    assert check(f"{PARTIES}a,A,ngo,,می{ZWNJ}\n") == [("MST105", 2, 12, "U+200C")]
    assert check(f"{PARTIES}{ZWNJ}می,A,ngo,,\n") == [("MST105", 2, 1, "U+200C")]


def test_arabic_letters_in_persian_text_are_found_one_by_one() -> None:
    assert check(row("علي")) == [("MST106", 2, 5, "U+064A")]
    assert check(row("كسرى")) == [("MST106", 2, 3, "U+0643"), ("MST106", 2, 6, "U+0649")]
    assert check(row("علی کسری ۱۲")) == []


def test_arabic_letters_in_rows_whose_language_is_arabic_are_not_found() -> None:
    rows = "a,someone,علي كسرى,{},Arab,alias,\n"
    assert check(HEADER["names"] + rows.format("ar"), "names") == []
    assert [found[0] for found in check(HEADER["names"] + rows.format("fa"), "names")] == ["MST106"] * 3
    both = HEADER["names"] + rows.format("ar") + "b" + rows.format("")[1:]
    assert {found[:2] for found in check(both, "names")} == {("MST106", 3)}


@each("languages", [["ar", "en"], ["en"], []])
def test_where_a_dataset_has_no_persian_only_rows_in_persian_have_its_letters(languages: list[str]) -> None:
    assert check(row("علي كسرى"), languages=languages) == []
    rows = "{0},someone,علي كسرى,{1},Arab,alias,\n"
    both = HEADER["names"] + "".join(
        rows.format(*pair) for pair in (("a", ""), ("b", "fa-AF"), ("c", "ar"), ("d", "en"))
    )
    assert {found[:2] for found in check(both, "names", languages=languages)} == {("MST106", 3)}


@each("languages", [["fa"], ["ar", "fa-IR"], None, "ar", {"ar": True}])
def test_where_it_has_persian_or_does_not_say_it_any_row_but_arabic_has_its_letters(languages: object) -> None:
    assert len(check(row("علي كسرى"), languages=languages)) == 3
    assert check(f"{HEADER['names']}a,someone,علي كسرى,ar,Arab,alias,\n", "names", languages=languages) == []


@pytest.mark.parametrize(
    ("name", "column"),
    [("Rаisi", 3), ("the Rаisi case", 7), ("Ιran", 3), ("Ḥаṣ", 3), ("Ｒaisi", 3), ("naïvе", 3)],
)
def test_look_alikes_inside_a_latin_word(name: str, column: int) -> None:
    ((code, line, found, value),) = check(row(name))
    assert (code, line) == ("MST107", 2)
    assert value in name.split()
    assert found == column + next(i for i, letter in enumerate(value) if letter in "аΙＲе")


def test_the_latin_letter_of_a_cyrillic_word_is_named() -> None:
    """It is the one that somebody who writes Cyrillic has to type again."""
    (found,) = canonical_text.check_line("names.csv", 2, "a,b,B\u0456\u043a\u0442\u0430\u0440", arabic=False)
    assert found.message == "'\u0456' is not a Latin letter, but 'B' in the same word is"
    assert "in one script" in found.remedy


@pytest.mark.parametrize("name", ["Раиси", "Αθήνα", "Reuters Раиси", "Ḥassan-i Ṣabbāḥ", "Müller’s “naïve” café", "x²"])
def test_words_of_one_script_are_not_look_alikes(name: str) -> None:
    assert check(row(name)) == []


@each(
    "name", [" A", "A ", "A  B", "A\u00a0B", "A\u3000B", "\u2009A", "A \u00a0B", '"A,  B"', '"A, B "', '" A, B"', " "]
)
def test_needless_spaces(name: str) -> None:
    assert [found[:3] for found in check(row(name))] == [("MST108", 2, 3)]


def test_the_value_of_a_needless_space_is_the_cell() -> None:
    assert check(row("A") + "b,B,ngo,,two  words\n") == [("MST108", 3, 10, "two  words")]


def test_needless_quotation_marks() -> None:
    assert check(row('"A"')) == [("MST109", 2, 3, "A")]
    assert check(row('"A, B"').replace(",ngo,", ',"ngo",')) == [("MST109", 2, 10, "ngo")]
    assert check(row("A").replace("a,", '"a",')) == [("MST109", 2, 1, "a")]
    assert check(row('"A; B"')) == [("MST109", 2, 3, "A; B")]
    assert check(row("A").replace("ngo,,", 'ngo,"",')) == [("MST109", 2, 9, "")]


@pytest.mark.parametrize("name", ['"A, B"', '"say ""A"""', '"""A"""', "‘A’", "“A”", "A's"])
def test_quotation_marks_that_are_needed_or_belong_to_the_text(name: str) -> None:
    assert check(row(name)) == []


@pytest.mark.parametrize(("name", "column"), [('"A', 3), ('A"B', 4), ('"A"B', 6), ('"A""', 3), ('A""', 4)])
def test_not_csv(name: str, column: int) -> None:
    ((code, line, found, value),) = check(row(name))
    assert (code, line, found) == ("MST110", 2, column)
    assert row(name).split("\n")[1][column - 1 :].startswith(value[:2])


def test_a_line_break_inside_a_cell_is_not_csv() -> None:
    assert [found[:2] for found in check(row('"A\nB"'))] == [("MST110", 2), ("MST110", 3)]


def test_not_in_order_of_the_key() -> None:
    rows = ["a,A,ngo,,\n", "c,C,ngo,,\n", "b,B,ngo,,\n", "a,D,ngo,,\n"]
    assert check(PARTIES + "".join(rows)) == [("MST111", 4, 1, "b")]
    assert check(PARTIES + "".join(sorted(rows))) == []
    assert check(PARTIES + "a,A,ngo,,\n,B,ngo,,\nb,C,ngo,,\n") == []


def test_order_is_that_of_code_points() -> None:
    assert check(f"{PARTIES}a-b,A,ngo,,\na.b,B,ngo,,\nab,C,ngo,,\n") == []
    assert check(f"{PARTIES}a10,A,ngo,,\na9,B,ngo,,\n") == []
    assert check(f"{PARTIES}a9,A,ngo,,\na10,B,ngo,,\n") == [("MST111", 3, 1, "a10")]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '"=HYPERLINK(""x"",1)"', "-"])
def test_what_a_spreadsheet_would_run(name: str) -> None:
    assert [found[:3] for found in check(row(name))] == [("MST112", 2, 3)]


@pytest.mark.parametrize("name", ["A=B", "1-2", "me@example.org", "’-A", "“=A”"])
def test_what_a_spreadsheet_would_not_run(name: str) -> None:
    assert check(row(name)) == []


def test_blank_lines() -> None:
    assert check(PARTIES + "\na,A,ngo,,\n\nb,B,ngo,,\n\n") == [("MST113", n, 0, "") for n in (2, 4, 6)]


def test_one_line_may_have_several_findings() -> None:
    found = check(row('" علي","=1"'))
    assert [item[:3] for item in found] == [("MST106", 2, 7), ("MST109", 2, 3), ("MST108", 2, 3), ("MST112", 2, 10)]


@pytest.mark.parametrize(
    "cell", ["x" * 10**6, f'"{"x," * 500_000}"', '"' * 10**6, "می" * 500_000, " " * 10**6, '"' * 10**6 + "x"]
)
def test_a_line_of_a_million_characters_takes_seconds_at_most(cell: str) -> None:
    start = time.process_time()
    check(row(cell))
    assert time.process_time() - start < 10


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_seconds_at_most() -> None:
    rows = "".join(f'party-{n:06d},"A party, number {n}",ngo,,\nparty-{n:06d}-b,حزب {n},ngo,,\n' for n in range(50_000))
    start = time.process_time()
    assert check(PARTIES + rows) == []
    assert time.process_time() - start < 20
