"""Writes docs/benchmarks.md from the figures of `bench.py`."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: The measurements at each size, in the order of the page, with their captions.
_WHOLE = {
    "generate": "generate the package",
    "parse": "only parse it (Polars)",
    "validate": "**`mostanad validate`**",
    "noted": "**the same**, after a note was added to one claim",
    "edited": "**the same**, after one claim was hedged and sealed again",
    "polars": "Polars by hand",
    "duckdb": "DuckDB by hand",
    "dataframely": "dataframely on Polars",
    "pandera": "pandera on Polars",
    "pydantic": "Pydantic, row by row",
    "frictionless": "`frictionless validate`",
    "build": "**build and verify** (Parquet)",
    "only write": "only write its Parquet files",
}
#: Limits of CPU time: the first may cost this many times the second, which has the caption at the end.
_LIMITS = (
    ("validate", "parse", 3.0, "only parsing"),
    ("validate", "frictionless", 1 / 20, "Frictionless"),
    ("edited", "validate", 1 / 10, "checking all of it"),
    ("build", "only write", 2.0, "only writing"),
)
#: Look-ups: the caption, the figure to compare with (empty for milliseconds), and the limit as a multiple of it.
_LOOK_UPS = {
    "cold file": ("first dossier of a process, from its file", "", 50.0),
    "warm file": ("each further dossier, from its file", "sqlite", 10.0),
    "cold": ("first dossier of a process, made of Parquet", "", 50.0),
    "warm": ("each further dossier, made of Parquet", "sqlite", 10.0),
    "load": ("a table (`facts`)", "read_parquet", 1.15),
}
_HEAD = """# Benchmarks

What it costs to check, build and ask packages of growing size, beside other ways to do the same and beside what no way
can do without. `make bench` measures all of this in one run and writes this page; do not edit it by hand.

The packages are generated: copies of the dataset of the day with invented persons, so that tables, lengths of ids,
dates, scripts and repetitions are as they are there ([how](../benchmarks/pattern.py)). `mostanad validate` checks all
that Frictionless checks, and the rules across tables and the seal of every claim besides; the others check types, words
and keys and, by hand, references ([each in a few lines](../benchmarks/rivals.py)). CPU time counts all threads and
child processes, memory is the peak of the largest process. What takes under ten seconds is measured five times, what
takes under a minute three times, else once. A figure is the median, with the range of the runs in brackets.
"""


def medians(runs: Sequence[Sequence[float]]) -> list[float]:
    """The medians over several runs, for each figure of a run."""
    return [statistics.median(column) for column in zip(*runs, strict=True)]


def exponent(points: Mapping[int, float]) -> float:
    """The exponent of growth with size: the slope of the best-fitting line on two logarithmic scales."""
    x, y = [math.log(size) for size in points], [math.log(value) for value in points.values()]
    return statistics.linear_regression(x, y).slope


def page(found: Mapping[str, Any]) -> str:
    """The whole page."""
    sizes = sorted({int(name.rpartition("/")[2]) for name in found if "/" in name})
    parts = [_HEAD, _machine(found["machine"]), _whole(found, sizes), _growth(found, sizes), _asked(found, sizes)]
    if found.get("loads"):
        rows = [[what, value, limit, _judged(ratio)] for what, value, limit, ratio in found["loads"]]
        parts.append("## Import and load of the wheel\n\n" + _table(["what", "figure", "against", ""], rows))
    return "\n".join(filter(None, [*parts, _separates(found, sizes)]))


def _machine(machine: Mapping[str, str]) -> str:
    text = _table(["", ""], [[name, value] for name, value in machine.items()])
    if float(machine["Load before"]) > float(machine["Cores"]) / 2:
        text += "\nThe machine did other work at the same time: look at CPU time, and at ratios more than at seconds.\n"
    return "## Machine\n\n" + text


def _whole(found: Mapping[str, Any], sizes: Sequence[int]) -> str:
    rows = []
    for what, title in _WHOLE.items():
        cells = [_runs(found.get(f"{what}/{size}")) for size in sizes]
        if any(cells):
            rows.append([title, *(cell or "not measured" for cell in cells)])
    head = ["CPU time and memory", *(f"{size:,} claims" for size in sizes)]
    return "## Whole commands\n\n" + _table(head, rows)


def _runs(runs: Sequence[Sequence[float]] | None) -> str:
    if not runs:
        return ""
    cpu, _, megabytes = medians(runs)
    times = [run[0] for run in runs]
    spread = f" ({_number(min(times))} to {_number(max(times))})" if len(runs) > 1 else ""
    return f"{_number(cpu)} s{spread}" + (f", {megabytes:,.0f} MB" if megabytes else "")


def _growth(found: Mapping[str, Any], sizes: Sequence[int]) -> str:
    rows = []
    for what, title in _WHOLE.items():
        points = {size: medians(found[f"{what}/{size}"]) for size in sizes if f"{what}/{size}" in found}
        if len(points) > 1:
            last = list(points)[-2:]
            times = {size: cpu for size, (cpu, _, _) in points.items()}
            memory = {size: megabytes for size, (_, _, megabytes) in points.items() if megabytes}
            between = exponent({size: times[size] for size in last})
            rows.append(
                [title, f"{exponent(times):.2f}", f"{between:.2f}", f"{exponent(memory):.2f}" if memory else ""]
            )
    head = ["grows with the power", "CPU time", "between the last two sizes", "memory"]
    note = "1 is linear; less than 1 means that a part of the cost is the same at every size.\n"
    return f"## Growth\n\n{note}\n{_table(head, rows)}" if rows else ""


def _asked(found: Mapping[str, Any], sizes: Sequence[int]) -> str:
    rows = []
    for what, (title, against, times) in _LOOK_UPS.items():
        limit = f"{times:g} ms" if not against else f"{times:g} times {against.replace('sqlite', 'SQLite by key')}"
        cells = []
        for size in sizes:
            figures = found.get(f"look-up/{size}")
            if not figures or what not in figures[0]:
                cells.append("not measured")
                continue
            value, other = (statistics.median(run.get(name, 1.0) for run in figures) for name in (what, against))
            other_text = f" ({_number(other)} ms)" if against else ""
            cells.append(f"{_number(value)} ms{other_text}: {_judged(value / other / times)}")
        rows.append([title, limit, *cells])
    return "## Look-ups and loads\n\n" + _table(["", "limit", *(f"{size:,} claims" for size in sizes)], rows)


def _separates(found: Mapping[str, Any], sizes: Sequence[int]) -> str:
    lines = ["## What separates us from the limit\n"]
    for what, against, times, words in _LIMITS:
        both = [size for size in sizes if f"{what}/{size}" in found and f"{against}/{size}" in found]
        if not both:
            continue
        size = both[-1]
        ours, floor = medians(found[f"{what}/{size}"])[0], medians(found[f"{against}/{size}"])[0]
        ratio, allowed = ours / floor, times * floor
        ours_floor = f"{_number(ours)} s of CPU time, {_number(ratio)} times {words} ({_number(floor)} s)"
        kept = "kept" if ours <= allowed else f"{_number(ours - allowed)} s are to be saved"
        limit = f"The limit is {times:g} times, {_number(allowed)} s: {kept}."
        lines.append(f"- **{what}** at {size:,} claims: {ours_floor}. {limit}")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    """A number with three significant digits, without an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _judged(ratio: float) -> str:
    return "kept" if ratio <= 1 else f"{_number(ratio)} times too much"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
