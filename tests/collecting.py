"""A plugin of pytest that ends with an error if a test module, while it is imported, does what only a test may do.

Collecting is quick, and goes on where the dataset is broken: no module opens a table or a document, writes a file,
starts a process or goes on the network. What it needs of these it gets in a fixture, or in a function for ``each``.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: What is read in tests only.
DATA = (str(ROOT / "datasets") + os.sep, str(ROOT.parent / "shared") + os.sep, str(ROOT / "dist") + os.sep)
#: What no import needs, as Python calls it when it happens.
EVENTS = {"subprocess.Popen", "os.posix_spawn", "os.system", "socket.connect", "sqlite3.connect", "tempfile.mkdtemp"}
WRITING = os.O_WRONLY | os.O_RDWR

found: list[str] = []


def watch(event: str, args: tuple[object, ...]) -> None:
    """Note an event that is not allowed, and which module of the tests led to it."""
    is_started = event in EVENTS and args[:1] != (":memory:",)  # a library may look what SQLite can do
    if not (is_started or (event == "open" and _of_data(*args))):
        return
    called = [
        frame for frame in traceback.extract_stack() if Path(frame.filename).name.startswith(("test_", "conftest"))
    ]
    if called:
        found.append(f"{called[-1].filename}:{called[-1].lineno} {event} {args[0]}")


def _of_data(path: object, mode: object, flags: object, *_: object) -> bool:
    """Whether a table or a document is opened, or anything to be written but Python's own compiled modules."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    name = os.path.abspath(os.fsdecode(path))
    writes = isinstance(flags, int) and bool(flags & WRITING) and ".pyc" not in name
    return name.startswith(DATA) or (writes and name != os.devnull)


def pytest_collection_finish() -> None:
    """Say what was found."""
    done, found[:] = list(found), []
    if done:
        raise AssertionError("done while test modules were imported:\n" + "\n".join(done))


sys.addaudithook(watch)
