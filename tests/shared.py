"""What is made once in a run of the tests, by the worker of pytest-xdist that needs it first."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import mostanad
from mostanad.files.locks import alone

ROOT = Path(__file__).parents[1]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of all workers, which one of them makes; not to be changed."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared" / name
    shared.mkdir(parents=True, exist_ok=True)
    with alone(shared, seconds=600):
        if not (shared / "made").exists():
            make(shared / "in-the-making")
            (shared / "in-the-making").rename(shared / "made")
    return shared / "made"


def release_of_this_tree(factory: pytest.TempPathFactory) -> Path:
    """The release that is built of the checkout, with all forms."""
    folder = once(factory, "releases", lambda folder: mostanad.build(ROOT, folder))
    (release,) = folder.iterdir()
    return release
