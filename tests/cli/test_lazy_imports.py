"""Modules of rooms that commands import at their top: there when they are used, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mostanad.cli.lazy_imports import lazy_imports


def run(script: str) -> list[str]:
    """The lines that a script prints in a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return done.stdout.splitlines()


LAZY = """
import sys
from mostanad.cli.lazy_imports import lazy_imports
with lazy_imports():
    import wave
    from mostanad.evidence import proofs
"""
IS_LAZY = "print(type(sys.modules['mostanad.evidence.proofs']).__name__)\n"
HELP = """
import sys
sys.argv = ["mostanad", "--help"]
from mostanad.cli import main
try:
    main()
except SystemExit:
    print("loaded:", *{"pydantic", "pyarrow", "duckdb", "pandas"} & sys.modules.keys())
"""


def test_a_module_is_loaded_when_something_in_it_is_used() -> None:
    assert run(f"{LAZY}{IS_LAZY}print(proofs.prove.__name__)\n{IS_LAZY}") == ["_LazyModule", "prove", "module"]


def test_what_is_imported_afterwards_is_the_same_module() -> None:
    assert run(f"{LAZY}from mostanad.evidence.proofs import prove\nprint(prove is proofs.prove)") == ["True"]


def test_after_the_block_imports_are_as_ever() -> None:
    before = list(sys.meta_path)
    with lazy_imports():
        assert len(sys.meta_path) == len(before) + 1
    assert sys.meta_path == before


def test_other_packages_are_imported_at_once() -> None:
    assert run(f"{LAZY}print(type(sys.modules['wave']).__name__)") == ["module"]


def test_a_module_that_is_not_there_is_missed_at_once() -> None:
    before = list(sys.meta_path)
    with pytest.raises(ImportError, match="nowhere"), lazy_imports():
        from mostanad.evidence import nowhere  # type: ignore[attr-defined]  # noqa: F401
    assert sys.meta_path == before


def test_the_help_loads_no_models() -> None:
    assert run(HELP)[-1] == "loaded:"


ROOMS = """
import sys
import mostanad.cli.main
lazy = {name: object.__getattribute__(module, "__spec__") for name, module in sys.modules.items()
        if type(module).__name__ == "_LazyModule"}
print(len(lazy) > 10, [name for name, spec in lazy.items() if spec.submodule_search_locations is not None])
"""


def test_no_room_is_put_off() -> None:
    """A module in it would be there twice: who speaks Persian in the one speaks English in the other."""
    assert run(ROOMS) == ["True []"]
