"""A lock to be altered."""

from __future__ import annotations

import pytest
from tests.contract.made_up import Harbour, Lock, Voyage

from mostanad.contract.lock import lock


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Lock:
    """The lock of two models of which the dataset has none."""
    monkeypatch.setattr("mostanad.contract.lock.MODELS", {"voyages": Voyage, "harbours": Harbour})
    return lock()
