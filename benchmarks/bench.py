"""Benchmarks: each figure as a ratio, measured in one run, to a peer or to its limit; `make bench` runs them.

Whole commands are measured by the CPU time of their processes, all threads and children included, and by the peak of
their resident set (``wait4``, so not on Windows). Times of peers of the loader are the best of several runs, because
only slowness of the machine makes a run longer.

The larger of the two generated packages has a million claims and takes many minutes; for a shorter run:

    MOSTANAD_BENCH_CLAIMS=200000 make bench
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from peers import compare

ROOT = Path(__file__).resolve().parents[1]
#: Of the size of a package: how long validating it may take, in parts of what `frictionless validate` takes.
VALIDATE_RATIOS = {0: 1 / 2, 100_000: 1 / 5, int(os.environ.get("MOSTANAD_BENCH_CLAIMS", "1000000")): 1 / 10}
VALIDATE_MEGABYTES = 1536.0
#: Of a build of the dataset, with verify; and of generated claims, in parts of only writing the same Parquet files.
BUILD_SECONDS, BUILD_MEGABYTES, WRITE_RATIO = 6.0, 1024.0, 3.0
LOAD_RATIO = 1.15
IMPORT_SECONDS = 0.05
_BIN = Path(sys.executable).parent
_PARQUET = "import sys; from mostanad.releases import build; build(*sys.argv[1:], trusted=True, forms=())"


def cost(*command: str | Path) -> tuple[float, float]:
    """Seconds of CPU time and peak megabytes of a command that succeeds."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command}: exit {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def show(what: str, value: str, limit: str, ratio: float) -> None:
    """One line: the figure, against what, and the ratio, which must not be greater than one."""
    print(f"{what:34} {value:>12} {limit:>26} {ratio:8.2f}  {'ok' if ratio <= 1 else 'TOO MUCH'}")


def validations(packages: Mapping[int, Path]) -> None:
    """Validation of packages, by the number of their claims, beside Frictionless, which checks no rules."""
    for claims, package in packages.items():
        what = f"validate {claims:,} claims" if claims else "validate the dataset"
        seconds, megabytes = cost(_BIN / "mostanad", "validate", package, *(["--trusted"] if claims else []))
        peer, _ = cost(_BIN / "frictionless", "validate", package / "datapackage.json")
        limit = VALIDATE_RATIOS[claims]
        show(what, f"{seconds:.1f} s", f"{limit:g} x frictionless {peer:.1f} s", seconds / peer / limit)
        show("  its memory", f"{megabytes:.0f} MB", f"limit {VALIDATE_MEGABYTES:g} MB", megabytes / VALIDATE_MEGABYTES)


def builds(packages: Mapping[int, Path], folder: Path) -> None:
    """A whole build of the dataset, and builds of generated packages with Parquet alone; all verify what they made."""
    seconds, megabytes = cost(_BIN / "mostanad", "build", ".", "--out", folder / "whole")
    show("build and verify the dataset", f"{seconds:.1f} s", f"limit {BUILD_SECONDS:g} s", seconds / BUILD_SECONDS)
    show("  its memory", f"{megabytes:.0f} MB", f"limit {BUILD_MEGABYTES:g} MB", megabytes / BUILD_MEGABYTES)
    for claims in filter(None, packages):
        out = folder / f"{claims}"
        seconds, megabytes = cost(sys.executable, "-c", _PARQUET, packages[claims], out)
        (made,) = out.glob("*/parquet")
        script = Path(__file__).with_name("only_write.py")
        only_write = subprocess.run([sys.executable, script, made, folder / "again"], capture_output=True, check=True)
        peer = float(only_write.stdout)
        what = f"build and verify {claims:,} claims"
        show(what, f"{seconds:.1f} s", f"{WRITE_RATIO:g} x only write {peer:.1f} s", seconds / peer / WRITE_RATIO)
        print(f"  its memory {megabytes:,.0f} MB")


def main() -> None:
    """Run all benchmarks."""
    print(f"{'what':34} {'figure':>12} {'against':>26} {'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        packages = {0: ROOT}
        for claims in filter(None, VALIDATE_RATIOS):
            packages[claims] = Path(folder) / f"{claims}-claims"
            # In a process of its own: a child's peak of memory counts that of its parent.
            subprocess.run(
                [sys.executable, "benchmarks/generate.py", f"{claims}", packages[claims]], cwd=ROOT, check=True
            )
        validations(packages)
        builds(packages, Path(folder))
    compare(show, IMPORT_SECONDS, LOAD_RATIO)


if __name__ == "__main__":
    main()
