"""Open a directory with a datapackage.json as tables; also helpers for files, folders, locks and CSV."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mostanad.files.package import EDIT, Package, PackageError, Table, open_package

__all__ = ["EDIT", "Package", "PackageError", "Table", "open_package"]

if not TYPE_CHECKING:  # imported lazily: helpers for the disk need no models and no pyarrow

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module 'mostanad.files' has no attribute {name!r}")
        return getattr(importlib.import_module("mostanad.files.package"), name)
