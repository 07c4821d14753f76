"""Times the sites of the dataset and of two generated releases: `python benchmarks/site_build.py`.

The time for a page must not grow with the number of pages, and memory must not grow faster than that number.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench import show
from generate import ROOT, generate

from mostanad.contract import About
from mostanad.files import open_package
from mostanad.releases.compile import compile_tables
from mostanad.releases.write import write

#: The limit in seconds for the site of the dataset; and by what factor a page may be slower in the larger release.
SECONDS, GROWTH = 20.0, 1.5
#: The numbers of claims in the two generated releases.
SMALL, LARGE = 10_000, 100_000
_VERSION = "2026.11.0"
_MEASURED = """
import json, resource, sys, time
from pathlib import Path
from mostanad.loader import Release
from mostanad.site import build_site
release, out = Path(sys.argv[1]), Path(sys.argv[2])
start = time.perf_counter()
pages = build_site(Release(release, release.name), out)
seconds = time.perf_counter() - start
print(json.dumps([pages, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def site(release: Path, out: Path) -> tuple[int, float, float]:
    """Pages, seconds and peak megabytes of the site of a release, built in a separate process."""
    command = [sys.executable, "-c", _MEASURED, str(release), str(out)]
    pages, seconds, megabytes = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return pages, seconds, megabytes


def generated(claims: int, folder: Path) -> Path:
    """Build a release of a generated package."""
    generate(claims, folder / "package")
    release = folder / _VERSION
    release.mkdir()
    write(compile_tables(open_package(folder / "package")), About({"version": _VERSION}), release)
    return release


def main() -> None:
    """Build the three sites and judge them."""
    releases = sorted((ROOT / "dist/releases").glob("*.*.*"), key=lambda path: [*map(int, path.name.split("."))])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, seconds, megabytes = site(releases[-1], folder / "site")
        show(f"site of the dataset, {pages:,} pages", f"{seconds:.1f} s", f"limit {SECONDS:g} s", seconds / SECONDS)
        print(f"  its memory: {megabytes:.0f} MB")
        each = []
        for claims in (SMALL, LARGE):
            (folder / str(claims)).mkdir()
            with ProcessPoolExecutor(1, get_context("spawn")) as apart:  # a fork has its parent's peak
                release = apart.submit(generated, claims, folder / str(claims)).result()
            pages, seconds, megabytes = site(release, folder / str(claims) / "site")
            print(f"  generated, {claims:,} claims: {pages:,} pages in {seconds:.1f} s, {megabytes:.0f} MB")
            each.append(seconds / pages)
        grown = each[1] / each[0]
        show(
            "a page, ten times as many",
            f"{each[1] * 1000:.2f} ms",
            f"{GROWTH} x {each[0] * 1000:.2f} ms",
            grown / GROWTH,
        )


if __name__ == "__main__":
    main()
