"""What somebody who loads from an old release is told, as a test of :mod:`mostanad.loader.notices` asks."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.loader.versions import FIRST, THIRD

import mostanad
from mostanad.loader import store

TITLE = f"council-2020/title (corrected in {THIRD})"
ADVICE = f"Use version='{THIRD}', mostanad.download('{THIRD}') or pip install -U mostanad"
OF_EVENTS = f"events of release {FIRST}: 1 fact is not what newer releases say: {TITLE}. {ADVICE}"
#: The tables of the first version that hold something superseded.
CONCERNED = {"events", "evidence", "facts", "names", "officials", "positions"}


def told(ask: Callable[[], Any], kind: type[Warning] = mostanad.SupersededWarning) -> list[str]:
    """What somebody who asks is told; any other warning is an error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ask()
    assert {one.category for one in caught} <= {kind}
    assert {Path(one.filename).parent for one in caught} <= {Path(__file__).parent}
    return [str(one.message) for one in caught]


def load(table: str = "events", version: str = FIRST) -> list[str]:
    return told(lambda: mostanad.load(table, version=version))


def path_of(version: str) -> Path:
    """Where a release at hand is."""
    return store.releases_root() / version
