"""Times look-ups in a release and prints milliseconds as JSON: `python benchmarks/look_up.py RELEASE`.

`cold`: the first dossier with its evidence, in a fresh process that has imported only mostanad. `warm`: the median of
later dossiers. `sqlite`: the median of as many texts of the same length, by clustered key and parsed as JSON. `cold
file`, `warm file`: the same dossiers from files. Measure a release built with ``forms=()``: it has no such files, so
`cold` and `warm` read Parquet. `load`, `read_parquet`: a table as a data frame, and the same file by pandas alone.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from mostanad.loader import Release

TABLE, TIMES = "facts", 20


def _each(do: Callable[[Any], object], things: Iterable[Any]) -> list[float]:
    times = []
    for thing in things:
        start = perf_counter()
        do(thing)
        times.append((perf_counter() - start) * 1000)
    return times


def first(path: Path, official: str) -> None:
    """Print the time of the first dossier, and the dossier."""
    release = Release(path, path.name)
    (cold,) = _each(release.dossier, [official])
    print(json.dumps([cold, release.dossier(official)]))


def _cold(path: Path, official: str) -> Any:
    command = [sys.executable, __file__, str(path), official]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def main(path: Path) -> None:
    """Print all figures as JSON."""
    import pandas as pd
    import pyarrow.parquet as pq

    officials = pq.read_table(path / "parquet/officials.parquet", columns=["official_id"])["official_id"].to_pylist()
    chosen = Random("mostanad").sample(officials, min(TIMES, len(officials)))
    cold, dossier = _cold(path, chosen[0])
    release, text = Release(path, path.name), json.dumps(dossier)
    warm = _each(release.dossier, chosen)
    with tempfile.TemporaryDirectory() as folder:
        (files := Path(folder, "json", "officials")).mkdir(parents=True)
        for key in chosen:
            (files / f"{key}.json").write_text(json.dumps(release.dossier(key), indent=2), "utf-8")
        cold_file, _ = _cold(Path(folder), chosen[0])
        warm_file = _each(Release(Path(folder), path.name).dossier, chosen)
        connection = sqlite3.connect(f"{folder}/keyed.sqlite")
        connection.execute("CREATE TABLE keyed (key TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")
        connection.executemany("INSERT INTO keyed VALUES (?, ?)", ((key, text) for key in officials))
        connection.commit()

        def keyed(key: str) -> object:
            return json.loads(connection.execute("SELECT text FROM keyed WHERE key = ?", [key]).fetchone()[0])

        by_key = _each(keyed, chosen)
        connection.close()
    loads = _each(lambda _: release.load(TABLE), range(4))[1:]
    whole = next((path / "parquet").glob(f"{TABLE}*"))  # a file, or for a large table a folder
    reads = _each(lambda _: pd.read_parquet(whole), range(4))[1:]
    found = {"cold": cold, "warm": statistics.median(warm), "sqlite": statistics.median(by_key)}
    found |= {"cold file": cold_file, "warm file": statistics.median(warm_file)}
    print(json.dumps(found | {"load": min(loads), "read_parquet": min(reads)}))


if __name__ == "__main__":
    first(Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 2 else main(Path(sys.argv[1]))
