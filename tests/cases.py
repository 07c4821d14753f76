"""Many cases of one test: all of them run, and the failure names each that failed."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

#: How many of the failed cases are shown with their traceback; all are named.
SHOWN = 10

Cases = Iterable[Any] | Mapping[str, Any]
Test = Callable[..., None]


def each(names: str | tuple[str, ...], cases: Cases | Callable[[], Cases]) -> Callable[[Test], Test]:
    """Run a test once for every case, as one test: for thousands of cases that set up nothing of their own.

    ``names`` are those of the parameters that a case fills, as in ``pytest.mark.parametrize``; several ``each`` on a
    test run every combination. ``cases`` is a list, or a mapping whose keys say what each is, or a function that
    returns one when the test runs: what reads files belongs there. Each case has a ``tmp_path`` and a ``monkeypatch``
    of its own; every other fixture is shared, so a case must leave it as it was. A case that is skipped has failed.
    """
    fills = (names,) if isinstance(names, str) else names

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def run(**fixtures: Any) -> None:
            found = cases() if callable(cases) else cases
            named = found.items() if isinstance(found, Mapping) else ((None, case) for case in found)
            failed: dict[str, BaseException] = {}
            number = 0
            for number, (name, case) in enumerate(named, 1):
                values = (case,) if isinstance(names, str) else tuple(case)
                assert len(values) == len(fills), f"case {number} has {len(values)} values for {names}"
                said = f"{number}: {name or ', '.join(map(_short, values))}"
                try:
                    with ExitStack() as stack:
                        test(**_own(fixtures, number, stack), **dict(zip(fills, values, strict=True)))
                except (Exception, BaseExceptionGroup, pytest.fail.Exception, pytest.skip.Exception) as error:
                    error.add_note(f"in case {said}")
                    failed[said] = error
            assert number, "there are no cases"
            if failed:
                message = f"{len(failed)} of {number} cases failed:\n" + "\n".join(failed) + "\n"
                raise BaseExceptionGroup(message, list(failed.values())[:SHOWN])

        signature = inspect.signature(test)
        assert set(fills) <= set(signature.parameters), f"{test.__name__} does not take {names}"
        left = [parameter for name, parameter in signature.parameters.items() if name not in fills]
        run.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return run

    return decorate


def quick(few: int, cases: Iterable[Any]) -> list[Any]:
    """Cases for ``pytest.mark.parametrize``, of which all behind the first ``few`` are slow; a case of several
    parameters is a tuple."""
    several = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [pytest.param(*case, marks=() if at < few else pytest.mark.slow) for at, case in enumerate(several)]


def _own(fixtures: dict[str, Any], number: int, stack: ExitStack) -> dict[str, Any]:
    """The fixtures for one case, which writes and patches where no other does."""
    own = dict(fixtures)
    if isinstance(folder := own.get("tmp_path"), Path):
        own["tmp_path"] = folder / str(number)
        own["tmp_path"].mkdir()
    if isinstance(patches := own.get("monkeypatch"), pytest.MonkeyPatch):
        own["monkeypatch"] = stack.enter_context(patches.context())
    return own


def _short(value: object) -> str:
    """A value in a few words: what it calls itself, else how Python writes it."""
    said = getattr(value, "table", None) or getattr(value, "name", None) or getattr(value, "__name__", None)
    said = said if isinstance(said, str) else repr(value)
    return said if len(said) <= 60 else said[:57] + "..."
