"""Documents and the places in them: selectors, hashing, finding a document by its hash and words in it."""

from mostanad.documents.document import Document, Documents, PassageError, sha256
from mostanad.documents.find import Hit, context, find
from mostanad.documents.selectors import Selector, parse

__all__ = ["Document", "Documents", "Hit", "PassageError", "Selector", "context", "find", "parse", "sha256"]
