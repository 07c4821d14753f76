"""Canonical form: what a spreadsheet does to a file is undone, once and for all, and nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.curation import fmt as fmt_module
from mostanad.curation.fmt import canonical, fmt
from mostanad.curation.transaction import EditRefused
from mostanad.files import canonical as form
from mostanad.models import TABLES
from mostanad.validation import validate_package

if TYPE_CHECKING:
    from tests.conftest import Bench

HEADER = "party_id,name,kind,country,born,note\n"
GOOD = (HEADER + 'a,"A, B",media,XN,,\nb,بهرام نیک‌پور,ngo,,,é\n').encode()
SOURCES = tuple(column.name for column in TABLES["sources"].columns())


def parties(*lines: str) -> bytes:
    return canonical("parties", (HEADER + "".join(lines)).encode())


def test_what_is_canonical_stays() -> None:
    assert canonical("parties", GOOD) == GOOD
    for table in TABLES:
        empty = form.render(table, [])
        assert canonical(table, empty) == empty


@each("spoil", [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.removesuffix("\n"),
        lambda text: text + "\n\n",
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "\n,,,,\n"),
        lambda text: text.replace("\n", "\n , ,\t,,\u00a0\n", 1),
        lambda text: text.replace("media", '"media"'),
        lambda text: text.replace("é", "e\u0301"),
        lambda text: text.replace("ی", "ي"),
        lambda text: text.replace("A, B", "A,  B"),
        lambda text: text.replace("A, B", "A,\u00a0B"),
        lambda text: text.replace("A, B", " A,\nB\n"),
        lambda text: text.replace("A, B", "A,\r\nB"),
        lambda text: text.replace("media", " media\t"),
        lambda text: text.replace("country", " country "),
        lambda text: "".join((lines := text.splitlines(keepends=True))[:1] + lines[:0:-1]),
    ])  # fmt: skip
def test_what_a_spreadsheet_changed_comes_back(spoil: object) -> None:
    spoilt = spoil(GOOD.decode()).encode()  # type: ignore[operator]
    assert spoilt != GOOD
    assert canonical("parties", spoilt) == GOOD


def test_rows_are_sorted_by_the_key_and_equal_keys_stay_in_their_order() -> None:
    assert (
        parties("c,1,,,,\n", "a,2,,,,\n", "b,4,,,,\n", "b,3,,,,\n")
        == (HEADER + "a,2,,,,\nb,4,,,,\nb,3,,,,\nc,1,,,,\n").encode()
    )


def test_no_row_is_taken_for_another() -> None:
    assert parties("a,A,media,XN,,\n", "a,A,media,XN,,\n").count(b"a,A") == 2
    assert parties(",no key,,,,\n", "a,,,,,\n") == (HEADER + ",no key,,,,\na,,,,,\n").encode()


def test_values_that_only_look_odd_stay() -> None:
    for value in ("=1+1", "007", "1e3", "+5", "TRUE", "2019-12-19", "'a'", "a;b", "ﬁ", "…", "-", "نیک‌پور"):
        assert parties(f"a,{value},,,,\n") == f"{HEADER}a,{value},,,,\n".encode()


def test_arabic_keeps_its_letters_where_the_row_says_so() -> None:
    columns = tuple(column.name for column in TABLES["names"].columns())
    rows = [{"name_id": key, "name": "علي كريم", "language": key} for key in ("ar", "fa")]
    written = form.lines(columns, [[row.get(column, "") for column in columns] for row in rows])
    assert canonical("names", written).decode().count("علي كريم") == 1
    assert "fa,,علی کریم,fa" in canonical("names", written).decode()
    sources = form.render("sources", [{"source_id": "s", "title": "علي", "language": "ar"}])
    assert canonical("sources", sources) == sources
    assert "علی" in canonical("parties", form.render("parties", [{"party_id": "a", "name": "علي"}])).decode()


def test_arabic_keeps_its_letters_where_the_dataset_has_no_persian(bare: Bench) -> None:
    for languages, name in ((["ar"], "علي"), (["ar", "fa"], "علی")):
        descriptor = bare.root / "datapackage.json"
        descriptor.write_text(
            json.dumps({**json.loads(descriptor.read_text("utf-8")), "languages": languages}), "utf-8"
        )
        bare.file("parties").write_bytes(form.render("parties", [{"party_id": "a", "name": "علي"}]))
        fmt(bare.package())
        assert f"a,{name},," in bare.file("parties").read_text("utf-8")


def test_a_row_that_is_told_to_be_plain_is_not_looked_at_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(fmt_module, "cell", lambda text, **_: asked.append(text) or form.cell(text, **_))
    parties("a,A B,media,XN,,", "\nb, B,media,XN,,\n")
    assert asked == [*HEADER.strip().split(","), "b", " B", "media", "XN", "", ""]


@pytest.mark.parametrize("odd", [" A", "A ", "A  B", "A\u00a0B", "e\u0301", "A\tB", "A\x0bB", "A\x1f", " ", "\u064a"])
def test_an_odd_cell_is_seen_wherever_it_stands(odd: str) -> None:
    for at in range(6):
        row = ["a", "B", "media", "XN", "1961", "note"]
        row[at] = odd
        assert parties(",".join(row)) == f"{HEADER}{','.join(map(form.cell, row))}\n".encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADER.encode() + b"a,caf\xe9,media,XN,,\n", "parties: not UTF-8 at byte 42; save it as UTF-8"),
        ((HEADER + "a,A\n").encode("utf-16"), "parties: not UTF-8 at byte 0"),
        ((HEADER + "a,A,media,XN,,,more\n").encode(), "parties: line 2 has 7 cells, but the header has 6"),
        ((HEADER + "\n\na,A\n").encode(), "parties: line 4 has 2 cells, but the header has 6"),
        ((HEADER + 'a,"A\nB",media,XN,,\nb\n').encode(), "parties: line 4 has 1 cells, but the header has 6"),
        ((HEADER + 'a,"A,media,XN,,\n').encode(), "parties: not CSV: unexpected end of data"),
        ((HEADER + 'a,"A"B,media,XN,,\n').encode(), "parties: not CSV: ',' expected after '\"'"),
        ((HEADER + "a;A;media;XN;;\n").encode(), "parties: line 2 has 1 cells, but the header has 6"),
        (
            HEADER.replace(",", ";").encode() + b"a;A;media;XN;;\n",
            "parties: the cells are separated by semicolons; save",
        ),
        (b"", "parties: the file is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "parties: the file is empty"),
    ],
)
def test_what_would_lose_values_is_refused(bench: Bench, content: bytes, message: str) -> None:
    with pytest.raises(EditRefused) as caught:
        canonical("parties", content)
    assert str(caught.value).startswith(message)
    bench.file("parties").write_bytes(content)
    bench.file("events").write_bytes(b"\xef\xbb\xbf" + bench.file("events").read_bytes())
    before = bench.files()
    with pytest.raises(EditRefused):
        fmt(bench.package())
    assert bench.files() == before


CELL = st.text(st.sampled_from('aé,"\n\r\t \u00a0يكی\u200ce\u0301') | st.characters(codec="utf-8"), max_size=6)


@given(st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=4), st.booleans())
def test_twice_is_once(rows: list[list[str]], bom: bool) -> None:
    content = (b"\xef\xbb\xbf" if bom else b"") + form.lines(HEADER.strip().split(","), rows)
    once = canonical("parties", content)
    assert canonical("parties", once) == once
    filled = [row for row in rows if any(map(form.cell, row))]
    assert once == form.lines(
        HEADER.strip().split(","), sorted(([form.cell(cell) for cell in row] for row in filled), key=lambda row: row[0])
    )


def test_a_package_is_brought_into_form(bench: Bench) -> None:
    good = bench.files()
    assert fmt(bench.package()) == []
    for table in ("events", "names", "claims"):
        text = bench.file(table).read_text("utf-8")
        bench.file(table).write_bytes(("\ufeff" + text.replace("ی", "ي").replace("\n", "\r\n")).encode())
    names = ["datasets/names.csv", "datasets/events.csv", "datasets/claims.csv"]
    assert fmt(bench.package()) == names
    assert bench.files() == good
    assert validate_package(bench.package(), bench.at_hand(), ("text", "structure", "rows")).findings == ()


def test_on_the_command_line(bench: Bench) -> None:
    good = bench.files()
    bench.file("events").write_bytes(b"\xef\xbb\xbf" + bench.file("events").read_bytes())
    done = bench.run("fmt")
    assert (done.exit_code, done.stdout, bench.files()) == (0, "formatted: datasets/events.csv\n", good)
    bench.file("events").write_bytes(b"\xff")
    refused = bench.run("fmt")
    assert (refused.exit_code, "not UTF-8" in refused.stderr) == (1, True)
