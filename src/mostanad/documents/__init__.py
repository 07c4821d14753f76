"""Documents and the places in them: selectors, hashing, finding a document by its hash and words in it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mostanad.documents.document import Document, PassageError
    from mostanad.documents.folder import Documents, sha256
    from mostanad.documents.locate import Hit, context, find
    from mostanad.documents.selectors import Selector, parse

__all__ = ["Document", "Documents", "Hit", "PassageError", "Selector", "context", "find", "parse", "sha256"]
_HOMES = {"Documents": "folder", "sha256": "folder", "Selector": "selectors", "parse": "selectors"}
_HOMES |= {"Document": "document", "PassageError": "document"}

if not TYPE_CHECKING:  # what is given no documents needs nothing of what reads them

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module 'mostanad.documents' has no attribute {name!r}")
        return getattr(importlib.import_module(f"mostanad.documents.{_HOMES.get(name, 'locate')}"), name)
