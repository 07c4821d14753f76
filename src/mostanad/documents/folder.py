"""A folder of documents, which are found by their hashes."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mostanad.files import trees

FOLDER_VARIABLE = "MOSTANAD_DOCUMENTS"


def sha256(content: bytes | memoryview) -> str:
    """The hash that identifies a document or a passage, in hexadecimal (FIPS 180-4)."""
    return hashlib.sha256(content).hexdigest()


@dataclass
class Documents:
    """The documents in a folder and its subfolders (none if the folder is None), found by hash whatever their names."""

    folder: Path | None

    @classmethod
    def at_hand(cls, folder: "Documents | Path | str | None" = None) -> "Documents":
        """The documents in a folder, by default the one that ``MOSTANAD_DOCUMENTS`` names. FileNotFoundError if the
        folder does not exist. Documents are returned unchanged."""
        if isinstance(folder, Documents):
            return folder
        named = folder or os.environ.get(FOLDER_VARIABLE)
        if named and not Path(named).is_dir():
            raise FileNotFoundError(f"{named}: no such folder of documents")
        return cls(Path(named) if named else None)

    def find(self, digest: str) -> bytes | None:
        """The bytes of the document with this SHA-256, or None if the folder does not have it."""
        path = self._by_hash.get(digest)
        content = path.read_bytes() if path else b""
        return content if path and sha256(content) == digest else None

    @cached_property
    def _by_hash(self) -> dict[str, Path]:
        paths = sorted(self.folder.rglob("*")) if self.folder else []
        return {trees.digest(path): path for path in paths if path.is_file()}
