"""Edits without their validation, for tests of what is written where; the invented package of the releases' tests."""

from __future__ import annotations

import pytest
from tests.releases.conftest import World, make_world

from mostanad.curation import transaction
from mostanad.validation import Report


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every edit pass: the layers of the validation have tests of their own, and take their time."""
    monkeypatch.setattr(transaction, "validate_package", lambda *_, **__: Report())


@pytest.fixture
def world() -> World:
    return make_world()
