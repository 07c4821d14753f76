"""The loop over cases runs all of them, and says which failed and why."""

from __future__ import annotations

import inspect
import os
from pathlib import Path

import pytest
from tests.cases import SHOWN, each, quick


def failures(test: object, **fixtures: object) -> list[str]:
    """What is said of each case that failed."""
    with pytest.raises(BaseExceptionGroup) as caught:
        test(**fixtures)  # type: ignore[operator]
    return caught.value.args[0].splitlines()


def test_every_case_runs_and_all_that_fail_are_named() -> None:
    ran = []

    @each("number", range(1, 31))
    def odd(number: int) -> None:
        ran.append(number)
        assert number % 2

    said = failures(odd)
    assert ran == list(range(1, 31))
    assert said == ["15 of 30 cases failed:", *(f"{number}: {number}" for number in range(2, 31, 2))]


def test_the_failures_have_their_case_and_their_reason() -> None:
    @each(("left", "right"), {"same": (1, 1), "different": (1, 2), "no numbers": ("a", None)})
    def equal(left: int, right: int) -> None:
        assert left - right == 0, f"{left} is not {right}"

    with pytest.raises(BaseExceptionGroup) as caught:
        equal()
    wrong, broken = caught.value.exceptions
    assert "1 is not 2" in str(wrong)
    assert wrong.__notes__ == ["in case 2: different"]
    assert isinstance(broken, TypeError)


def test_only_some_tracebacks_are_shown() -> None:
    @each("number", range(SHOWN + 5))
    def never(number: int) -> None:
        pytest.fail("never")

    with pytest.raises(BaseExceptionGroup) as caught:
        never()
    assert len(caught.value.exceptions) == SHOWN
    assert len(caught.value.args[0].splitlines()) == 1 + SHOWN + 5


@pytest.mark.parametrize("cases", [[], {}, list, lambda: iter(())], ids=["list", "mapping", "function", "iterator"])
def test_no_cases_are_a_failure(cases: object) -> None:
    @each("case", cases)  # type: ignore[arg-type]
    def anything(case: object) -> None:
        pass

    with pytest.raises(AssertionError, match="no cases"):
        anything()


def test_a_case_that_is_skipped_has_failed() -> None:
    @each("case", [1, 2])
    def skipped(case: int) -> None:
        if case == 2:
            pytest.skip("not today")

    assert failures(skipped) == ["1 of 2 cases failed:", "2: 2"]


def test_two_loops_run_every_combination() -> None:
    ran = []

    @each("first", [1, 2])
    @each("second", lambda: ["a", "b", "c"])
    def both(first: int, second: str) -> None:
        ran.append((first, second))
        if second == "b":
            pytest.fail("b")

    assert failures(both) == ["2 of 2 cases failed:", "1: 1", "2: 2"]
    assert len(set(ran)) == 6


@each(("name", "value"), {"one": ("A", "1"), "two": ("B", "2")})
def test_each_case_has_a_folder_and_patches_of_its_own(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not {"MOSTANAD_CASE_A", "MOSTANAD_CASE_B"} & set(os.environ)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv(f"MOSTANAD_CASE_{name}", value)
    (tmp_path / name).write_text(value, "utf-8")


def test_what_a_case_does_not_fill_is_a_fixture() -> None:
    @each("case", [1])
    def test(tmp_path: Path, case: int) -> None:
        """A test."""

    assert list(inspect.signature(test).parameters) == ["tmp_path"]
    assert test.__doc__ == "A test."


def test_a_case_must_fit_the_test() -> None:
    with pytest.raises(AssertionError, match="does not take"):
        each("other", [1])(lambda case: None)
    with pytest.raises(AssertionError, match="3 values"):
        each(("a", "b"), [(1, 2, 3)])(lambda a, b: None)()


def test_behind_the_first_cases_all_are_slow() -> None:
    found = quick(1, ["one", ["a", "list"], ("two", "values")])
    assert [case.values for case in found] == [("one",), (["a", "list"],), ("two", "values")]
    assert [[mark.name for mark in case.marks] for case in found] == [[], ["slow"], ["slow"]]
