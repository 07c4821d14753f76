"""Compiles a package into a release, writes the release as a whole or not at all, and verifies it."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mostanad.releases.build_release import build
    from mostanad.releases.compile import BuildRefused
    from mostanad.releases.verify_release import verify

__all__ = ["BuildRefused", "build", "verify"]
_HOMES = {"BuildRefused": "compile", "build": "build_release", "verify": "verify_release"}

if not TYPE_CHECKING:  # exports and citations need no code that validates or compiles

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'mostanad.releases' has no attribute {name!r}")
        return getattr(importlib.import_module(f"mostanad.releases.{_HOMES[name]}"), name)
