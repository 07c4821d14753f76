"""What is left to do: each kind, and nothing where nothing is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

from mostanad.curation.todo import todo
from mostanad.curation.transaction import EditRefused

if TYPE_CHECKING:
    from tests.conftest import Bench


def left(cells: Iterable[str] = (), claims: Iterable[str] = (), passages: Iterable[str] = ()) -> dict[str, list[str]]:
    return {"no claim": list(cells), "no seal": list(claims), "unused": list(passages)}


STRIKE = "gazette-2019.c000367-000399.dock-strike-2019-11"


def test_in_the_whole_package_nothing_is_left(bench: Bench) -> None:
    assert todo(bench.package()) == left()


def test_publishers_alone_need_no_claim(bare: Bench) -> None:
    assert todo(bare.package()) == left()


def test_cells_that_no_claim_asserts(bench: Bench) -> None:
    bench.edit("events", "dock-strike-2019-11", place="Osma", note="ours", date="2018")
    bench.edit("parties", "norland", name="Norland!", country="")
    assert todo(bench.package()) == left(("dock-strike-2019-11/place",), (), ())


@pytest.mark.parametrize(
    ("stance", "many"),
    [("asserts", 0), ("", 0), ("disputes", 3), ("denies", 3), ("approximates", 3), ("retracts", 3)],
)
def test_only_a_claim_that_asserts_counts(bench: Bench, stance: str, many: int) -> None:
    bench.edit("claims", STRIKE, stance=stance)
    cells = tuple(f"dock-strike-2019-11/{field}" for field in ("kind", "title", "date"))
    assert todo(bench.package()) == left(cells[:many])


def test_a_claim_counts_for_its_row_and_its_fields_only(bench: Bench) -> None:
    bench.edit("claims", STRIKE, fields="kind")
    assert todo(bench.package()) == left(("dock-strike-2019-11/title", "dock-strike-2019-11/date"))
    bench.edit("claims", STRIKE, target_id="six-dockers", fields="date kind title")
    assert len(todo(bench.package())["no claim"]) == 3


def test_claims_without_a_seal_and_passages_without_a_claim(bench: Bench) -> None:
    seals = bench.rows("seals")
    del seals[STRIKE]
    bench.write("seals", seals.values())
    passages = bench.rows("passages")
    unused = [next(iter(passages.values())) | {"passage_id": f"gazette-2019.r-{name}"} for name in "ab"]
    bench.write("passages", [*passages.values(), *unused])
    assert todo(bench.package()) == left((), (STRIKE,), ("gazette-2019.r-a", "gazette-2019.r-b"))


def test_a_passage_that_shows_an_answer_is_used(bench: Bench) -> None:
    passages = bench.rows("passages")
    absent = next(iter(passages.values())) | {"passage_id": "gazette-2019.absent-a"}
    bench.write("passages", [*passages.values(), absent])
    assert todo(bench.package())["unused"] == ["gazette-2019.absent-a"]
    bench.write("fact_check_answers", [{"item_id": "a", "shown_by": "dock-strike-2019-11 gazette-2019.absent-a"}])
    assert todo(bench.package())["unused"] == []


def test_a_broken_seal_is_no_missing_one(bench: Bench) -> None:
    bench.edit("events", "dock-strike-2019-11", date="2018")
    assert todo(bench.package()) == left()


def test_of_a_package_that_cannot_be_read_whole_nothing_is_said(bench: Bench) -> None:
    bench.file("claims").write_bytes(bench.file("claims").read_bytes() + b"ragged\n")
    with pytest.raises(EditRefused, match=r"datasets/claims\.csv: its header or a row differs from the columns"):
        todo(bench.package())


def test_on_the_command_line(bench: Bench) -> None:
    done = bench.run("todo")
    assert (done.exit_code, done.stdout) == (0, "nothing left to do\n")
    bench.edit("events", "dock-strike-2019-11", place="Osma")
    bench.write("seals", [seal for name, seal in bench.rows("seals").items() if name != STRIKE])
    done = bench.run("todo")
    assert done.exit_code == 1
    assert done.stdout == f"no claim: dock-strike-2019-11/place\nno seal: {STRIKE}\n"
