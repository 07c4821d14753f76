"""Errors that mean that a command could not run."""

from __future__ import annotations

import sys

from mostanad.files import PackageError
from mostanad.files.resources import ResourceError

#: What ends a command with exit 2.
NOTHING_DONE = (PackageError, ResourceError, OSError, ModuleNotFoundError)

#: Which extra brings a module.
_EXTRAS = {
    "duckdb": "validate",
    "frictionless": "validate",
    "jinja2": "site",
    "jsonschema": "validate",
    "jsonschema_rs": "validate",
    "xlsxwriter": "export",
}


def explain(error: Exception) -> str:
    """One sentence for a person."""
    if isinstance(error, ModuleNotFoundError) and error.name in _EXTRAS:
        return f'this command needs {error.name}; run: pip install "mostanad[{_EXTRAS[error.name]}]"'
    if isinstance(error, OSError) and error.filename and error.strerror:
        # Of a file that is written beside its place and then put there, the place is what people know.
        said = f"{error.filename2 or error.filename}: {error.strerror}"
        is_open = sys.platform == "win32" and isinstance(error, PermissionError)
        return f"{said}; if it is open in another program, close it there" if is_open else said
    return str(error)
