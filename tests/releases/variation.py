"""Builds a package in a process that is not like others, and prints what the process saw of its surroundings.

Run as a script, with one argument: JSON with ``package`` and ``out`` (paths), ``order``, ``threads``, ``cores`` and
``umask``. What is varied besides (time zone, locale, clock, home) comes from the environment.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import locale
import os
import random
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ORDERS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "rising": lambda names: names,
    "falling": lambda names: names[::-1],
    "mixed": lambda names: random.Random(7).sample(names, len(names)),
}


class Entries:
    """What os.scandir returns, of entries in some order."""

    def __init__(self, entries: list[os.DirEntry[Any]]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Entries:
        return self

    def __next__(self) -> os.DirEntry[Any]:
        return next(self._entries)

    def __enter__(self) -> Entries:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open any more."""

    def close(self) -> None:
        """Nothing is open any more."""


def order_listings(order: Callable[[list[Any]], list[Any]]) -> None:
    """Make every listing of a directory come in another order: pathlib, glob and os.walk ask these two."""
    listdir, scandir = os.listdir, os.scandir

    def names(path: Any = ".") -> list[Any]:
        return order(sorted(listdir(path)))

    def entries(path: Any = ".") -> Entries:
        with scandir(path) as found:
            return Entries(order(sorted(found, key=lambda entry: entry.name)))

    os.listdir = names
    os.scandir = entries  # type: ignore[assignment]


def set_threads(threads: int) -> None:
    """Let DuckDB and PyArrow work with so many threads."""
    import duckdb
    import pyarrow

    connect = duckdb.connect

    def connect_with_threads(*args: Any, config: dict[str, Any] | None = None, **more: Any) -> Any:
        return connect(*args, config={**(config or {}), "threads": threads}, **more)

    duckdb.connect = connect_with_threads
    pyarrow.set_cpu_count(threads)
    pyarrow.set_io_thread_count(threads)


def seen(package: Path) -> dict[str, Any]:
    """What this process sees of its surroundings, asked as a library would ask."""
    import pyarrow

    from mostanad.evidence import sandbox

    umask = os.umask(0)
    os.umask(umask)
    year = "SELECT CAST(strftime('%Y', 'now') AS INTEGER)"
    return {
        "years": [dt.date.today().year, time.gmtime().tm_year, sqlite3.connect(":memory:").execute(year).fetchone()[0]],
        "engine_year": sandbox.connect().execute("SELECT year(now())").fetchone(),
        "hosts": [socket.gethostname(), os.uname().nodename],
        "zone": time.strftime("%z", time.localtime(0)),
        "encodings": [locale.getpreferredencoding(False), sys.getfilesystemencoding()],
        "decimal_point": locale.localeconv()["decimal_point"],
        "hash": hash("mostanad"),
        "umask": umask,
        "threads": [
            pyarrow.cpu_count(),
            sandbox.connect().execute("SELECT current_setting('threads')").fetchone(),
        ],
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "folders": [str(path.absolute()) for path in (package, Path(), Path.home(), Path(tempfile.gettempdir()))],
        "user": getpass.getuser(),
        "listing": [path.name for path in (package / "datasets").iterdir()],
        "globbed": [path.name for path in (package / "datasets").glob("*.csv")],
        "modified": int((package / "datapackage.json").stat().st_mtime),
        "asserts": __debug__,
        "writes_bytecode": not sys.dont_write_bytecode,
        "input": sys.stdin is not None,
        "epoch": os.environ.get("SOURCE_DATE_EPOCH"),
    }


def main(argument: str) -> None:
    """Become what the argument says, build, and say what was seen."""
    asked = json.loads(argument)
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: asked["cores"]])
    os.umask(asked["umask"])
    order_listings(ORDERS[asked["order"]])
    set_threads(asked["threads"])
    from mostanad.releases import build

    package = Path(asked["package"])
    build(package, asked["out"])
    print(json.dumps(seen(package)))


if __name__ == "__main__":
    main(sys.argv[1])
