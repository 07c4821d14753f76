"""Benchmarks at growing sizes, compared with peers and limits; `make bench` runs them and writes docs/benchmarks.md.

For whole commands, the benchmarks measure CPU time with all threads and children, wall-clock time, and peak resident
memory (``wait4``, so not on Windows). Each figure is saved at once in dist/bench/measured.json and is not measured
again, so that an interrupted run can continue.

    python benchmarks/bench.py                       10,000 to 1,000,000 claims
    python benchmarks/bench.py --claims 10000000     also ten million, without most peers: some hours
    python benchmarks/bench.py --again               forget what was measured
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import page
import rivals
from one_edit import EDITED
from peers import Environment, NotMeasured, compare

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "dist" / "bench"
PAGE = ROOT / "docs" / "benchmarks.md"
SIZES = (10_000, 100_000, 1_000_000)
#: The largest size at which each peer is measured: beyond, it takes too long or too much memory.
LARGEST = {"frictionless": 1_000_000, "pydantic": 1_000_000, "pandera": 1_000_000, "dataframely": 1_000_000}
LOAD_RATIO, IMPORT_SECONDS = 1.15, 0.05
#: How often a command is measured (second number) if it takes less than these seconds of CPU time (first number).
_TIMES = ((10.0, 5), (60.0, 3), (float("inf"), 1))
_BIN = Path(sys.executable).parent
_PARQUET = "import sys; from mostanad.releases import build; build(*sys.argv[1:], trusted=True, forms=())"
_LIBRARIES = ("duckdb", "polars", "pyarrow", "pandas", "pydantic", "frictionless")


def cost(*command: str | Path) -> list[float]:
    """CPU seconds, wall-clock seconds and peak megabytes of a command; raises NotMeasured if it fails."""
    start = perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise NotMeasured(f"exit {os.waitstatus_to_exitcode(status)}: {' '.join(map(str, command[:3]))}")
    return [usage.ru_utime + usage.ru_stime, perf_counter() - start, usage.ru_maxrss / 1024]


def show(what: str, value: str, limit: str, ratio: float) -> None:
    """Print a line with the figure, its limit and their ratio, which must not be greater than one."""
    print(f"{what:34} {value:>12} {limit:>26} {ratio:8.2f}  {'ok' if ratio <= 1 else 'TOO MUCH'}")


class Measured:
    """The figures so far, each a list of runs, saved on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def keep(self, name: str, value: Any) -> None:
        """Save a figure."""
        self.found[name] = value
        whole = self.path.with_suffix(".new")
        whole.write_text(json.dumps(self.found, indent=1) + "\n", encoding="utf-8")
        whole.replace(self.path)

    def measure(self, what: str, claims: int, run: Callable[[], list[float]]) -> None:
        """Measure something, more often if it is short, unless there is a figure already; print what fails."""
        name = f"{what}/{claims}"
        if name in self.found:
            return
        try:
            runs = [run()]
            times = next(times for most, times in _TIMES if runs[0][0] < most)
            runs += [run() for _ in range(times - 1)]
        except (NotMeasured, subprocess.CalledProcessError) as error:
            print(f"{name}: not measured: {error}")
            return
        self.keep(name, runs)
        cpu, clock, megabytes = page.medians(runs)
        print(f"{name:34} {cpu:9.2f} s CPU {clock:9.2f} s {megabytes:8.0f} MB")


def machine() -> dict[str, str]:
    """The machine and the versions with which the figures were measured."""
    processors = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) / 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "Day": dt.date.today().isoformat(),
        "Processor": processors[0].partition(": ")[2].strip() if processors else platform.machine(),
        "Cores": str(os.cpu_count()),
        "Memory": f"{memory[0]:.0f} GB" if memory else "unknown",
        "Load before": f"{os.getloadavg()[0]:.1f}",
        "System": f"{platform.system()}, Python {platform.python_version()}",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines() if Path(path).exists() else []


def with_others(folder: Path) -> Path | None:
    """The Python of a virtual environment with pandera and dataframely; None if they cannot be installed."""
    python = folder / "others" / "bin" / "python"
    if not python.exists():
        try:
            Environment(folder / "others").install("pandera[polars]", "dataframely", "polars")
        except NotMeasured as error:
            print(f"pandera and dataframely: not measured: {error}")
            shutil.rmtree(folder / "others")
    return python if python.exists() else None


def at_size(measured: Measured, claims: int, folder: Path, others: Path | None) -> None:
    """Measure everything at one size."""
    package, release = folder / f"package-{claims}", folder / f"release-{claims}"
    generate = (sys.executable, "benchmarks/generate.py", f"{claims}", package)
    if not (package / "datasets").exists():
        measured.found.pop(f"generate/{claims}", None)
    measured.measure("generate", claims, lambda: cost(*generate))
    columns = folder / "columns.json"
    columns.write_text(json.dumps(rivals.described()), encoding="utf-8")
    script = ROOT / "benchmarks" / "rivals.py"

    def rival(way: str) -> None:
        python = others if way in ("pandera", "dataframely") else Path(sys.executable)
        if python is not None and claims <= LARGEST.get(way, claims):
            measured.measure(way, claims, lambda: cost(python, script, way, package, columns))

    rival("parse")
    validate = (_BIN / "mostanad", "validate", package, "--trusted")
    measured.measure("validate", claims, lambda: cost(*validate, "--fresh"))
    for what, column in (("noted", "note"), ("edited", "hedge")):
        measured.measure(what, claims, partial(_after_one_edit, package, folder / "results", validate, column))
    for way in ("polars", "duckdb", "dataframely", "pandera", "pydantic"):
        rival(way)
    if claims <= LARGEST["frictionless"]:
        frictionless = (_BIN / "frictionless", "validate", package / "datapackage.json")
        measured.measure("frictionless", claims, lambda: cost(*frictionless))

    def build() -> list[float]:
        shutil.rmtree(release, ignore_errors=True)
        return cost(sys.executable, "-c", _PARQUET, package, release)

    if not release.exists():
        measured.found.pop(f"build/{claims}", None)
    measured.measure("build", claims, build)
    made = next(iter(release.glob("*/parquet")), None)
    if made is None:
        return
    measured.measure("only write", claims, lambda: _writing(made, folder / "again"))
    if f"look-up/{claims}" not in measured.found:
        command = [sys.executable, "benchmarks/look_up.py", str(made.parent)]
        runs = [json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout) for _ in range(3)]
        measured.keep(f"look-up/{claims}", runs)


def _after_one_edit(package: Path, results: Path, validate: Sequence[str | Path], column: str) -> list[float]:
    """The cost of checking a package again after an edit of one claim in its middle."""
    os.environ["MOSTANAD_CACHE"] = str(results)
    cost(*validate)
    whole = {name: package / "datasets" / f"{name}.csv" for name in EDITED}
    kept = {name: shutil.copy(path, package / f"{name}.whole") for name, path in whole.items()}
    try:
        # In a process of its own: the peak memory of this one would count as that of its children.
        subprocess.run([sys.executable, ROOT / "benchmarks" / "one_edit.py", package, column], cwd=ROOT, check=True)
        return cost(*validate)
    finally:
        for name, path in whole.items():
            Path(kept[name]).replace(path)


def _writing(made: Path, again: Path) -> list[float]:
    """The CPU seconds of only writing the same Parquet files (twice, in place of the clock), and 0 for memory."""
    script = ROOT / "benchmarks" / "only_write.py"
    done = subprocess.run([sys.executable, script, made, again], cwd=ROOT, capture_output=True, check=True)
    return [float(done.stdout), float(done.stdout), 0.0]


def loads(measured: Measured) -> None:
    """The cost of importing the wheel and of loading a table, compared with other data packages."""
    lines: list[list[Any]] = []

    def judge(what: str, value: str, limit: str, ratio: float) -> None:
        show(what, value, limit, ratio)
        lines.append([what, value, limit, ratio])

    if "loads" not in measured.found:
        compare(judge, IMPORT_SECONDS, LOAD_RATIO)
        measured.keep("loads", lines)


def sizes(given: Iterable[int]) -> list[int]:
    """The sizes to measure, in order."""
    return sorted({*SIZES, *given})


def main() -> None:
    """Run all benchmarks and write the page."""
    options = argparse.ArgumentParser(description="Measure validation, builds, look-ups and loads, and write the page.")
    options.add_argument("--claims", type=int, nargs="*", default=[], help="further sizes")
    options.add_argument("--up-to", type=int, default=0, help="no larger sizes than this")
    options.add_argument("--again", action="store_true", help="forget what was measured")
    given = options.parse_args()
    if given.again:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    # Installed packages are compiled; so are ours, even if Python is told not to write bytecode in the checkout.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(OUT / "bytecode")
    measured = Measured(OUT / "measured.json")
    if "machine" not in measured.found:
        measured.keep("machine", machine())
    others = with_others(OUT)
    for claims in sizes(given.claims):
        if not given.up_to or claims <= given.up_to:
            at_size(measured, claims, OUT, others)
            PAGE.write_text(page.page(measured.found), encoding="utf-8")
    loads(measured)
    PAGE.write_text(page.page(measured.found), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
