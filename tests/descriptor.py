"""What the dataset says of itself, for packages and releases that tests make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mostanad.contract import About
from mostanad.contract import data_package as described

OWN = About.read(Path(__file__).parents[1])


def about(version: str) -> About:
    """What the dataset says of itself, in some version."""
    return About.of(OWN.head, version)


def data_package(version: str) -> dict[str, Any]:
    """A descriptor of the tables in some version."""
    return described(about(version).head)
