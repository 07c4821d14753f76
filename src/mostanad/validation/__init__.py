"""Checks a data package in layers and says what is wrong, where, and how to fix it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mostanad.validation.findings import Finding, Report
    from mostanad.validation.run import ALL_LAYERS, LAYERS, validate, validate_package

__all__ = ["ALL_LAYERS", "LAYERS", "Finding", "Report", "validate", "validate_package"]


def __getattr__(name: str) -> Any:
    """Import names on first use: the process that runs queries needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mostanad.validation import run

    return getattr(run, name)
