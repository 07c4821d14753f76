"""Checks a data package in layers and says what is wrong, where, and how to fix it."""

from __future__ import annotations

from mostanad.validation.findings import Finding, Report
from mostanad.validation.run import ALL_LAYERS, LAYERS, validate, validate_package

__all__ = ["ALL_LAYERS", "LAYERS", "Finding", "Report", "validate", "validate_package"]
