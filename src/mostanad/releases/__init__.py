"""Releases: compiles a package into files for users, writes them whole or not at all, and verifies them."""

from __future__ import annotations

from mostanad.releases.build import BuildRefused, build
from mostanad.releases.verify import verify

__all__ = ["BuildRefused", "build", "verify"]
