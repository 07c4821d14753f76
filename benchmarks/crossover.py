"""From which size on is Spark worth it? `python benchmarks/crossover.py` measures and writes it into docs/scale.md.

The same packages are validated here and by Spark on this machine. A cluster of N such machines does the part of Spark's
work that grows with the size in an Nth of the time; what it needs before it does anything stays as it is.

    python benchmarks/crossover.py                     10,000 and 100,000 claims
    python benchmarks/crossover.py --claims 1000000    one million beside
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "dist" / "bench"
PAGE = ROOT / "docs" / "scale.md"
SIZES = (10_000, 100_000)
ENGINES = {"local": ("--trusted",), "spark": ("--engine", "spark")}
_BEGIN, _END = "<!-- measured -->\n", "<!-- end -->\n"
_TICKS = os.sysconf("SC_CLK_TCK")


def cost(*command: str | Path) -> tuple[float, float]:
    """Wall-clock seconds of a command, and CPU seconds of all processes in its session (Linux only)."""
    start, used = perf_counter(), dict[str, float]()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None:
            used |= _of_session(process.pid)
            sleep(0.2)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(map(str, command))}")
    return perf_counter() - start, sum(used.values())


def _of_session(session: int) -> dict[str, float]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            cells = path.read_text("utf-8").rpartition(") ")[2].split()
        except OSError:  # the process has ended
            continue
        if int(cells[3]) == session:
            found[path.parent.name] = (int(cells[11]) + int(cells[12])) / _TICKS
    return found


def measured(sizes: list[int]) -> dict[str, dict[int, tuple[float, float]]]:
    """The seconds by engine and size; saved figures are not measured again."""
    kept = OUT / "crossover.json"
    known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for claims in sizes:
        package = OUT / f"package-{claims}"
        if not (package / "datapackage.json").exists():
            subprocess.run([sys.executable, "benchmarks/generate.py", f"{claims}", package], cwd=ROOT, check=True)
        for engine, options in ENGINES.items():
            if f"{engine}/{claims}" not in known:
                command = (sys.executable, "-c", "from mostanad.cli import main; main()", "validate", package, *options)
                known[f"{engine}/{claims}"] = cost(*command)
                kept.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return {engine: {size: tuple(known[f"{engine}/{size}"]) for size in sizes} for engine in ENGINES}


def line(points: dict[int, tuple[float, float]]) -> tuple[float, float]:
    """The CPU seconds that any size needs, and the further ones for each million claims."""
    (few, (_, low)), *_, (many, (_, high)) = sorted(points.items())
    slope = (high - low) / (many - few)
    return max(0.0, low - slope * few), slope * 1_000_000


def table(found: dict[str, dict[int, tuple[float, float]]]) -> str:
    """A Markdown table of the figures, and the conclusion."""
    rows = ["| Claims | here, CPU | here, clock | Spark, CPU | Spark, clock |", "|---:|---:|---:|---:|---:|"]
    for size in sorted(found["local"]):
        (clock, cpu), (spark_clock, spark_cpu) = found["local"][size], found["spark"][size]
        rows.append(f"| {size:,} | {cpu:.0f} s | {clock:.0f} s | {spark_cpu:.0f} s | {spark_clock:.0f} s |")
    said = follows(found) if len(found["local"]) > 1 else ""
    day, load = dt.date.today().isoformat(), os.getloadavg()[0]
    where = f"Measured on {day} on {os.cpu_count()} cores, with a load of {load:.0f} when it ended (others worked too)."
    return "\n".join([*rows, *(["", said.strip()] if said else []), "", where, ""])


def follows(found: dict[str, dict[int, tuple[float, float]]]) -> str:
    """The size from which a cluster is worth it, from lines through the smallest and the largest package."""
    (own, each), (fixed, grows) = line(found["local"]), line(found["spark"])
    said = f"For each further million claims: {each:.0f} s of CPU here, {grows:.0f} s on Spark"
    said += f", which needs {fixed:.0f} s of CPU before (here {own:.0f} s). "
    if each > 0:
        cores = grows / each
        said += f"Spark's work is {cores:.1f} times ours: with fewer cores than that it is never faster. "
        for many in (16, 64, 256):
            if many > cores:
                size = max(0, (fixed - own) / (each - grows / many))
                said += f"With {many} cores it is faster from about {size:,.1f} million claims on. "
    return said


def main() -> None:
    """Measure, and write the page."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--claims", type=int, action="append", default=[], help="a size beside the usual ones")
    OUT.mkdir(parents=True, exist_ok=True)
    text = table(measured([*SIZES, *options.parse_args().claims]))
    page = PAGE.read_text("utf-8")
    before, rest = page.split(_BEGIN)
    PAGE.write_text(before + _BEGIN + text + _END + rest.split(_END)[1], encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
