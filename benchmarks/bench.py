"""Benchmarks: each figure as a ratio, measured in one run, to a peer or to its limit; `make bench` runs them.

Times of peers are the best of several runs, because only slowness of the machine makes a run longer. Memory is the peak
of the resident set of a process of its own (getrusage, so not on Windows).

The generated package has a million claims and takes some minutes; for a shorter run:

    MOSTANAD_BENCH_CLAIMS=100000 make bench
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import generate
from peers import compare

ROOT = Path(__file__).resolve().parents[1]
#: Seconds and megabytes that the project allows itself.
BUILD_SECONDS, VALIDATE_SECONDS, BUILD_MEGABYTES = 30.0, 10.0, 1024.0
LOAD_RATIO = 1.15
IMPORT_SECONDS = 0.05
#: Of the generated package: its claims, how often as long as only writing its Parquet files it may take, and megabytes.
CLAIMS = int(os.environ.get("MOSTANAD_BENCH_CLAIMS", "1000000"))
WRITE_RATIO, COMPILE_MEGABYTES = 3.0, 2048.0

_MEASURED = """
import json, resource, sys, time
start = time.perf_counter()
{statement}
seconds = time.perf_counter() - start
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def apart(statement: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a statement in a process of its own."""
    script = _MEASURED.format(statement=statement)
    out = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    seconds, megabytes = json.loads(out.splitlines()[-1])
    return seconds, megabytes


def show(what: str, value: str, limit: str, ratio: float) -> None:
    """One line: the figure, against what, and the ratio, which must not be greater than one."""
    print(f"{what:34} {value:>12} {limit:>26} {ratio:8.2f}  {'ok' if ratio <= 1 else 'TOO MUCH'}")


def whole_commands(out: Path) -> None:
    """Validation and build of the dataset."""
    seconds, megabytes = apart("from mostanad.validation import validate; validate('.')")
    show("validate the dataset", f"{seconds:.1f} s", f"limit {VALIDATE_SECONDS:g} s", seconds / VALIDATE_SECONDS)
    seconds, megabytes = apart(f"from mostanad.releases import build; build('.', {str(out)!r})")
    show("build and verify a release", f"{seconds:.1f} s", f"limit {BUILD_SECONDS:g} s", seconds / BUILD_SECONDS)
    show("memory of the build", f"{megabytes:.0f} MB", f"limit {BUILD_MEGABYTES:g} MB", megabytes / BUILD_MEGABYTES)


def many_claims(folder: Path) -> None:
    """A generated package: read, compiled and written table by table, against only writing the same Parquet files."""
    generate(CLAIMS, folder / "package")
    seconds, megabytes = _million("compile", folder / "package", folder / "made")
    peer, _ = _million("write", folder / "made", folder / "again")
    what = f"compile {CLAIMS:,} claims"
    show(what, f"{seconds:.1f} s", f"{WRITE_RATIO:g} x only write {peer:.1f} s", seconds / peer / WRITE_RATIO)
    show("  its memory", f"{megabytes:.0f} MB", f"limit {COMPILE_MEGABYTES:g} MB", megabytes / COMPILE_MEGABYTES)


def _million(which: str, source: Path, target: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one of the two halves of :mod:`million`."""
    script = Path(__file__).with_name("million.py")
    arguments = [sys.executable, str(script), which, str(source), str(target)]
    out = subprocess.run(arguments, capture_output=True, check=True, text=True).stdout
    found = json.loads(out)
    return found["seconds"], found["megabytes"]


def main() -> None:
    """Run all benchmarks."""
    print(f"{'what':34} {'figure':>12} {'against':>26} {'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        whole_commands(out)
    with tempfile.TemporaryDirectory() as folder:
        many_claims(Path(folder))
    compare(show, IMPORT_SECONDS, LOAD_RATIO)


if __name__ == "__main__":
    main()
