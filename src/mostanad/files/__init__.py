"""Opens a directory with a datapackage.json as tables, each cell with its file, line and column."""

from __future__ import annotations

from mostanad.files.tables import EDIT, Package, PackageError, Table, open_package

__all__ = ["EDIT", "Package", "PackageError", "Table", "open_package"]
