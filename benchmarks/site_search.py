"""Times the search of the website, with the newest release that is built: `python benchmarks/site_search.py`.

It searches in node, with the scripts of the page, for names as people type them: whole, in part, in another order, with
a slip, or with a year or another name, so that no entry has all the words.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import tempfile
from pathlib import Path

from bench import show
from generate import ROOT

from mostanad.loader import Release
from mostanad.matching.spelling import spellings
from mostanad.site import search_files
from mostanad.site.contents import Record

STATIC = Path(search_files.__file__).with_name("static")
QUERIES = 200
#: The limits in milliseconds for a search, and for the first search, which folds all names.
WARM, COLD = 100.0, 1000.0
#: The limit in bytes for the file of names, compressed as by a server.
BYTES = 100_000
_NODE = """
const fs = require("fs"), vm = require("vm");
const [, texts, ...scripts] = process.argv;
const asked = JSON.parse(texts);
for (const script of scripts) vm.runInThisContext(fs.readFileSync(script, "utf8"));
const start = performance.now(), find = mostanadSearch.open(mostanadRules, mostanadNamed);
const lookUp = (text) => {
  const hits = find.hits(text);
  find.lacking(text, hits);
  return find.days(text).length || hits.length ? hits : find.some(text);
};
lookUp(asked[0]);
const times = [performance.now() - start];
for (const text of asked) {
  const before = performance.now();
  lookUp(text);
  times.push(performance.now() - before);
}
console.log(JSON.stringify(times));
"""


def typed(names: list[str]) -> list[str]:
    """Queries that people might type for these names."""
    choose, texts = random.Random(1), []
    for name in choose.choices(names, k=QUERIES):
        words, slip = name.split(), choose.randrange(len(name))
        turned, part, slipped = " ".join(words[::-1]), choose.choice(words), name[:slip] + name[slip + 1 :]
        beside = (f"{part} {choose.randrange(2000, 2027)}", f"{part} {choose.choice(names)}")
        texts.append(choose.choice((name, turned, part, slipped, *beside)))
    return texts


def main() -> None:
    """Write the files and time the searches."""
    path = max((ROOT / "dist/releases").glob("*.*.*"), key=lambda path: [*map(int, path.name.split("."))])
    record = Record.of(Release(path, path.name))
    spelled = spellings(*(record.tables[name] for name in ("officials", "parties", "names")))
    with tempfile.TemporaryDirectory() as folder:
        scripts = []
        for name, text in search_files.files(record):
            scripts.append(Path(folder, Path(name).name))
            scripts[-1].write_text(text, encoding="utf-8")
        data = scripts[-1].read_bytes()
        scripts += [STATIC / "names.js", STATIC / "search.js"]
        texts = json.dumps(typed([row["name"] for row in record.tables["names"]]))
        run = ["node", "-e", _NODE, texts, *map(str, scripts)]
        cold, *warm = json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout)
    print(f"{len(spelled):,} spellings in {len(data):,} bytes")
    size = len(gzip.compress(data))
    show("names.js, compressed", f"{size:,}", f"{BYTES:,} bytes", size / BYTES)
    costs = {"the first": cold, "median": sorted(warm)[QUERIES // 2], "most": max(warm)}
    for what, time in costs.items():
        limit = COLD if time == cold else WARM
        show(f"a look-up, {what}", f"{time:.0f} ms", f"{limit:.0f} ms", time / limit)


if __name__ == "__main__":
    main()
