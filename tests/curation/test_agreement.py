"""Agreement of two readers, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostanad.curation.agreement import OWN_WORDS, Agreement, agreement
from mostanad.curation.sheet import Entry
from mostanad.documents.selectors import Selector
from mostanad.models import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Bench


def entry(start: int, end: int, row: str, table: str = "events", **cells: str) -> Entry:
    return Entry(1, Selector("char", start, end), table, row, cells, tuple(sorted(cells)))


def test_two_readers_who_agree_on_everything() -> None:
    coded = [entry(0, 9, "a", kind="vote", date="2019"), entry(9, 20, "b", kind="session")]
    (found,) = agreement(coded, coded)
    assert found == Agreement("events", 2, 2, same_place=2, equal=2)
    assert found.f == 1.0


def test_ids_references_and_our_own_words_do_not_matter() -> None:
    one = entry(0, 9, "a", kind="vote", title="A vote", part_of="x", body_id="y", note="n")
    other = entry(5, 15, "another-id", kind="vote", title="The vote that was", part_of="z")
    assert agreement([one], [other]) == [Agreement("events", 1, 1, 1, 1)]
    assert {"title", "gist", "population", "description"} == OWN_WORDS
    assert all(any(c.name == word for model in TABLES.values() for c in model.columns()) for word in OWN_WORDS)


@pytest.mark.parametrize(
    ("one", "other", "place", "equal"),
    [
        (entry(0, 9, "a", kind="vote"), entry(8, 9, "b", kind="vote"), 1, 1),
        (entry(0, 9, "a", kind="vote"), entry(9, 20, "b", kind="vote"), 0, 0),
        (entry(0, 9, "a", kind="vote"), entry(8, 20, "b", kind="session"), 1, 0),
        (entry(0, 9, "a", kind="vote"), entry(0, 9, "b", kind="vote", date="2019"), 1, 0),
        (entry(5, 6, "a", kind="vote"), entry(0, 9, "b", kind="vote"), 1, 1),
        (entry(0, 9, "a", "groups", size="6"), entry(0, 9, "a", "groups", size="6", comparator="about"), 1, 0),
    ],
)
def test_two_rows(one: Entry, other: Entry, place: int, equal: int) -> None:
    for first, second in ((one, other), (other, one)):
        (found,) = agreement([first], [second])
        assert (found.same_place, found.equal, found.f) == (place, equal, float(equal))


def test_a_row_is_the_lines_that_make_it() -> None:
    one = [entry(0, 5, "a", kind="vote"), entry(50, 55, "a", date="2019")]
    other = [entry(54, 60, "x", date="2019", kind="vote")]
    assert agreement(one, other) == [Agreement("events", 1, 1, 1, 1)]


def test_each_row_is_paired_once_and_equal_rows_first() -> None:
    one = [entry(0, 9, "a", kind="session"), entry(0, 9, "b", kind="vote")]
    other = [entry(0, 9, "x", kind="vote")]
    assert agreement(one, other) == [Agreement("events", 2, 1, same_place=1, equal=1)]
    assert agreement(other, one) == [Agreement("events", 1, 2, same_place=1, equal=1)]
    twice = [entry(0, 9, "x", kind="vote"), entry(0, 9, "y", kind="vote")]
    assert agreement(twice, other) == [Agreement("events", 2, 1, 1, 1)]


def test_counted_by_hand() -> None:
    """Five rows and four: two agree, one pair rests on one place but differs, the others stand alone."""
    one = [
        entry(0, 10, "a", kind="vote", date="2019"),
        entry(20, 30, "b", kind="session"),
        entry(40, 50, "c", kind="trial"),
        entry(60, 70, "d", kind="verdict"),
        entry(80, 90, "e", kind="attack"),
    ]
    other = [
        entry(5, 12, "p", kind="vote", date="2019"),
        entry(25, 26, "q", kind="session"),
        entry(45, 55, "r", kind="protest"),
        entry(200, 210, "s", kind="verdict"),
    ]
    (found,) = agreement(one, other)
    assert found == Agreement("events", first=5, second=4, same_place=3, equal=2)
    assert found.f == pytest.approx(4 / 9)


def test_table_by_table_in_their_order() -> None:
    one = [entry(0, 9, "e"), entry(0, 9, "g", "groups", size="6"), entry(0, 9, "p", "parties", name="P")]
    other = [entry(0, 9, "p", "parties", name="Q"), entry(0, 9, "s", "statements", kind="denies")]
    assert agreement(one, other) == [
        Agreement("parties", 1, 1, 1, 1),
        Agreement("events", 1, 0, 0, 0),
        Agreement("groups", 1, 0, 0, 0),
        Agreement("statements", 0, 1, 0, 0),
    ]
    assert agreement([], []) == []
    assert Agreement("events", 0, 0, 0, 0).f == 1.0


KINDS = st.sampled_from(["vote", "session", "trial"])
CODED = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10), KINDS), max_size=6)


@given(CODED, CODED)
def test_counts_stay_within_bounds(one: list[tuple[int, int, str]], other: list[tuple[int, int, str]]) -> None:
    first, second = (
        [entry(start, start + length, f"{n}", kind=kind) for n, (start, length, kind) in enumerate(coded)]
        for coded in (one, other)
    )
    for found in agreement(first, second):
        assert (found.first, found.second) == (len(one), len(other))
        assert 0 <= found.equal <= found.same_place <= min(len(one), len(other))
        assert 0.0 <= found.f <= 1.0
    if one:
        (same,) = agreement(first, first)
        assert same.equal == len(one)


def test_on_the_command_line(bench: Bench, tmp_path: Path) -> None:
    sheets = []
    for name, kind in (("one", "protest"), ("other", "gathering")):
        sheets.append(tmp_path / f"{name}.csv")
        lines = ("find,table,row,cells", f"the dock strike,events,{name},kind={kind}", f",groups,g-{name},size=6", "")
        sheets[-1].write_text("\n".join(lines), encoding="utf-8")
    before = bench.files()
    done = bench.run("agree", "gazette-2019", *map(str, sheets), f"--documents={bench.documents}")
    assert (done.exit_code, bench.files()) == (0, before)
    assert [line.split() for line in done.stdout.splitlines()[1:]] == [
        ["events", "1", "1", "1", "0", "0.00"],
        ["groups", "1", "1", "1", "1", "1.00"],
    ]
    sheets[0].write_text("find,table,row,cells\nnothing,events,e,kind=vote\n", encoding="utf-8")
    assert bench.run("agree", "gazette-2019", *map(str, sheets), f"--documents={bench.documents}").exit_code == 1
