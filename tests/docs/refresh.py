"""After the data changed: puts into README, docs/tour.md, docs/howto and the gallery what their examples print now, and
draws the picture of the README. Run in the root of the repository, after `make release`; then read `git diff`, since it
writes whatever is printed:

    python -m tests.docs.refresh
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from tests.docs.pages import DOCS, ROOT, Reader, examples, shown_pattern

import mostanad
from mostanad.loader import store

#: What is run; R and JavaScript print what Python prints on the same pages, and their tests say where not.
PROGRAMS = frozenset({"python", "mostanad", "duckdb"})
README = ROOT / "README.md"


def refreshed(page: str) -> str:
    """The page with what its examples print; where its ``...`` still stand for what is printed, it stays."""
    reader, at = Reader(PROGRAMS), 0
    for example in examples(page):
        if example.info.startswith("file="):
            Path(example.info.removeprefix("file=")).write_text(example.text, "utf-8", newline="\n")
        if example.info.startswith("file=") or (example.program or example.kind) not in PROGRAMS:
            continue
        printed = reader.run(example).rstrip("\n") + "\n"
        at = page.index(example.shown, at) if example.shown else at
        if not re.fullmatch(shown_pattern(example.shown), printed.rstrip("\n")):
            print(f"line {page.count(chr(10), 0, at)}: {example.text.strip().splitlines()[0]}")
            page = page[:at] + printed + page[at + len(example.shown) :]
            at += len(printed)
    return page


def main() -> None:
    releases = ROOT / "dist" / "releases"
    store.releases_root = lambda: releases
    release = mostanad.release()
    root = json.loads((releases / release.version / "proofs" / "root.json").read_bytes())["root"]
    before = [version for version in release.load("releases")["version"] if version != release.version][-1]
    pages = [README, DOCS / "tour.md", *sorted((DOCS / "howto").glob("*.md")), *sorted((DOCS / "gallery").glob("*.md"))]
    for path in pages:
        print(path.relative_to(ROOT))
        page = re.sub(r"(--root) (?!0{64})[0-9a-f]{64}", rf"\1 {root}", path.read_text("utf-8"))
        for dots in (".", "-"):
            page = page.replace(before.replace(".", dots), release.version.replace(".", dots))
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "dist").mkdir()
            (Path(folder) / "dist" / "releases").symlink_to(releases)
            os.chdir(folder)
            page = refreshed(page)
            os.chdir(ROOT)
        path.write_text(page, "utf-8", newline="\n")
    drawn = release.plot_listings()
    drawn.save(str(DOCS / "pictures" / "listings.svg"))
    title = drawn.title.split(" came")[0]
    README.write_text(re.sub(r"!\[.*?( came[^]]*: each listing)", rf"![{title}\1", README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
