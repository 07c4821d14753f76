"""What was found in documents before, so that they need not be read again for it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mostanad.files.disk import write_atomically


def kept(path: Path, key: str) -> dict[str, Any]:
    """What a file keeps as JSON; nothing if it was not written with the same key."""
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if found["key"] == key else {}


class Remembered:
    """Answers by all on which they depend. Those that are asked for are kept for the next time, others are let go."""

    def __init__(self, path: Path | None = None, key: str = "") -> None:
        """``path``: the file that keeps them, believed if it was written with the same ``key``; None: there is none."""
        self._path, self._key = path, key
        self._before: dict[str, str] = kept(path, key).get("answers", {}) if path else {}
        self._now = dict[str, str]()

    def answer(self, given: tuple[str, ...], make: Callable[[], str | None]) -> str | None:
        """The answer to what is given, made if it is not known; None is not remembered."""
        name = hashlib.blake2b(repr(given).encode(), digest_size=16).hexdigest()
        found = self._before.get(name)
        if found is None:
            found = make()
        if found is not None:
            self._now[name] = found
        return found

    def keep(self) -> None:
        """Write down what was asked for; raises OSError."""
        if self._path and self._now != self._before:
            write_atomically(self._path, json.dumps({"key": self._key, "answers": self._now}).encode())
