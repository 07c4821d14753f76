"""A folder with documents, of which each is found by its hash."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mostanad.files import trees

FOLDER_VARIABLE = "MOSTANAD_DOCUMENTS"


def sha256(content: bytes | memoryview) -> str:
    """The hash by which documents and passages are known, in hexadecimal (FIPS 180-4)."""
    return hashlib.sha256(content).hexdigest()


@dataclass
class Documents:
    """A folder with documents (or None), whatever their names; each is found by its hash."""

    folder: Path | None

    @classmethod
    def at_hand(cls, folder: "Documents | Path | str | None" = None) -> "Documents":
        """The documents in a folder, or in that which ``MOSTANAD_DOCUMENTS`` names; FileNotFoundError if it is not
        there. Documents are given back as they are."""
        if isinstance(folder, Documents):
            return folder
        named = folder or os.environ.get(FOLDER_VARIABLE)
        if named and not Path(named).is_dir():
            raise FileNotFoundError(f"{named}: no such folder of documents")
        return cls(Path(named) if named else None)

    def find(self, digest: str) -> bytes | None:
        """The bytes of the document with this sha256, or None if it is not among them."""
        path = self._by_hash.get(digest)
        content = path.read_bytes() if path else b""
        return content if path and sha256(content) == digest else None

    @cached_property
    def _by_hash(self) -> dict[str, Path]:
        paths = sorted(self.folder.rglob("*")) if self.folder else []
        return {trees.digest(path): path for path in paths if path.is_file()}
