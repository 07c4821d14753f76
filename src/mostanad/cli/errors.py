"""Errors that mean that a command could not run."""

from __future__ import annotations

from mostanad.package import PackageError
from mostanad.resources import ResourceError

#: What ends a command with exit 2.
NOTHING_DONE = (PackageError, ResourceError, OSError, ModuleNotFoundError)

#: Which extra brings a module.
_EXTRAS = {
    "duckdb": "validate",
    "frictionless": "validate",
    "jsonschema": "validate",
    "rfc8785": "validate",
    "xlsxwriter": "export",
}


def explain(error: Exception) -> str:
    """One sentence for a person."""
    if isinstance(error, ModuleNotFoundError) and error.name in _EXTRAS:
        return f'this command needs {error.name}; run: pip install "mostanad[{_EXTRAS[error.name]}]"'
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)
