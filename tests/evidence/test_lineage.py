"""Lineage: roots, circles, and who asserts what a copy or an adaptation says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostanad.evidence import lineage
from mostanad.evidence.lineage import COPIES, asserter, cycles, root, table
from mostanad.models.vocabularies import Derivation

Rows = dict[str, dict[str, str]]


def source(
    name: str, derived_from: str = "", derivation: str = "", kind: str = "news", author: str = ""
) -> dict[str, str]:
    """A row of sources, published by PUBLISHER-NAME."""
    return {
        "source_id": name,
        "kind": kind,
        "publisher_id": f"p-{name}",
        "author": author,
        "derived_from": derived_from,
        "derivation": derivation or ("adapted" if derived_from else "original"),
    }


def lineage_of(*rows: dict[str, str]) -> Rows:
    """The lineage by source."""
    return {row["source_id"]: row for row in table(rows)}


def test_an_original_is_its_own_root_and_its_publisher_asserts_it() -> None:
    assert table([source("a")]) == [
        {"source_id": "a", "asserter": "p-a", "publisher": "p-a", "root_id": "a", "origin": "p-a"}
    ]
    assert table([]) == []


def test_an_op_ed_is_asserted_by_its_author() -> None:
    found = lineage_of(
        source("a", kind="op_ed", author="writer"), source("b", kind="op_ed"), source("c", kind="news", author="writer")
    )
    assert [found[name]["asserter"] for name in "abc"] == ["writer", "p-b", "p-c"]
    assert found["a"]["publisher"] == "p-a"
    assert found["a"]["origin"] == "writer"


def test_the_kinds_of_copies() -> None:
    """A new word must be sorted: does it leave the text as it was?"""
    assert set(Derivation) - COPIES == {"original", "adapted", "quotes"}
    assert set(Derivation) > COPIES


@pytest.mark.parametrize("derivation", sorted(COPIES))
def test_a_copy_asserts_nothing_of_its_own(derivation: str) -> None:
    found = lineage_of(source("a"), source("b", "a", derivation))
    assert found["b"] == {"source_id": "b", "asserter": "p-a", "publisher": "p-b", "root_id": "a", "origin": "p-a"}


@pytest.mark.parametrize("derivation", ["adapted", "quotes"])
def test_an_adaptation_asserts_but_originates_nothing(derivation: str) -> None:
    found = lineage_of(source("a"), source("b", "a", derivation))
    assert found["b"] == {"source_id": "b", "asserter": "p-b", "publisher": "p-b", "root_id": "a", "origin": "p-a"}


def test_a_copy_of_an_op_ed_is_asserted_by_the_author_and_an_adaptation_goes_back_to_them() -> None:
    found = lineage_of(
        source("a", kind="op_ed", author="writer"),
        source("b", "a", "syndicated", kind="op_ed", author="somebody-else"),
        source("c", "b", "adapted"),
    )
    assert (found["b"]["asserter"], found["b"]["origin"]) == ("writer", "writer")
    assert (found["c"]["asserter"], found["c"]["origin"]) == ("p-c", "writer")


def test_a_chain_leads_home() -> None:
    derivations = {"b": "adapted", "c": "translated", "d": "cut", "e": "quotes"}
    chain = [source("a"), *(source(name, chr(ord(name) - 1), kind) for name, kind in derivations.items())]
    for rows in (chain, chain[::-1]):
        found = lineage_of(*rows)
        assert {row["root_id"] for row in found.values()} == {"a"}
        assert {row["origin"] for row in found.values()} == {"p-a"}
        assert {name: row["asserter"] for name, row in found.items()} == {
            "a": "p-a",
            "b": "p-b",
            "c": "p-b",
            "d": "p-b",
            "e": "p-e",
        }


def test_a_parent_that_is_not_there_ends_the_chain() -> None:
    found = lineage_of(source("b", "gone", "syndicated"), source("c", "b", "syndicated"))
    assert (found["b"]["root_id"], found["b"]["asserter"], found["b"]["origin"]) == ("b", "p-b", "p-b")
    assert (found["c"]["root_id"], found["c"]["asserter"], found["c"]["origin"]) == ("b", "p-b", "p-b")


def test_circles_end_and_are_named() -> None:
    derived_from = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": "g"}
    assert cycles(derived_from) == ["a", "b", "c", "e"]
    assert {name: root(name, derived_from) for name in "abcef"} == {"a": "a", "b": "b", "c": "c", "e": "e", "f": "g"}
    assert root("nobody", derived_from) == "nobody"
    assert cycles({}) == []


@pytest.mark.parametrize("derivation", ["syndicated", "adapted"])
def test_a_circle_of_sources_has_a_lineage_all_the_same(derivation: str) -> None:
    rows = [source("a", "b", derivation), source("b", "a", derivation), source("c", "c", derivation)]
    found = lineage_of(*rows, source("d", "a", derivation))
    assert len(found) == 4
    assert {row["root_id"] for row in found.values()} <= {"a", "b", "c"}
    assert {row["origin"] for row in found.values()} <= {"p-a", "p-b", "p-c"}
    assert found["c"]["origin"] == "p-c"


PARENTS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefg"))


@given(PARENTS)
def test_roots_and_circles_by_walking(derived_from: dict[str, str]) -> None:
    in_a_circle = set()
    for start in "abcdef":
        name = start
        for _ in range(10):
            name = derived_from.get(name, "")
            if name == start:
                in_a_circle.add(start)
    assert cycles(derived_from) == sorted(in_a_circle)
    for start in "abcdef":
        name = start
        for _ in range(10):
            name = derived_from.get(name, name)
        if start in in_a_circle:
            assert root(start, derived_from) == start
        elif name not in in_a_circle:
            assert root(start, derived_from) == name


@given(PARENTS, st.lists(st.sampled_from(list(Derivation)), min_size=6, max_size=6))
def test_every_source_has_one_lineage(derived_from: dict[str, str], derivations: list[str]) -> None:
    rows = [source(name, derived_from.get(name, ""), kind) for name, kind in zip("abcdef", derivations, strict=True)]
    found = table(rows)
    assert [row["source_id"] for row in found] == list("abcdef")
    by_name = {row["source_id"]: row for row in rows}
    for row in found:
        assert row["origin"] == asserter(row["root_id"], by_name)
        if by_name[row["source_id"]]["derivation"] not in COPIES:
            assert row["asserter"] == row["publisher"]
    assert lineage.table(reversed(rows)) == found[::-1]
