"""Edits without their validation, for tests of what is written where."""

from __future__ import annotations

import pytest

from mostanad.curation import transaction
from mostanad.validation import Report


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every edit pass: the layers of the validation have tests of their own, and take their time."""
    monkeypatch.setattr(transaction, "validate_package", lambda *_, **__: Report())
