"""The scripts of the search run in node, with files of a search at hand."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import mostanad.site
from mostanad.site import search_files

STATIC = Path(mostanad.site.__file__).with_name("static")
NODE = shutil.which("node")
TABLES = ("officials", "parties", "names")
needs_node = pytest.mark.skipif(NODE is None, reason="node is missing")
_SCRIPT = """
const fs = require("fs"), vm = require("vm");
const [, folder, ...scripts] = process.argv;
const arrived = new Map(), given = JSON.parse(fs.readFileSync(0, "utf8"));
globalThis.mostanadShard = (name, data) => arrived.set(name, data);
for (const script of scripts) vm.runInThisContext(fs.readFileSync(script, "utf8"));
const load = async (name) => {
  if (!arrived.has(name)) vm.runInThisContext(fs.readFileSync(`${folder}/search/${name}.js`, "utf8"));
  return arrived.get(name);
};
const { folding, matching, ratio, round } = mostanadNames;
const work = {
  async folded(texts) {
    const rules = await load("rules"), by = folding(rules), { Query, keys } = matching(rules);
    return texts.map((text) => {
      const folded = by.fold(text), words = by.words(folded), bones = by.skeleton(words);
      const core = by.withoutHonorifics(folded), of = keys(new Query(text).whole);
      return [folded, by.asWritten(text), core, words, words.map(by.sounds), words.map(by.plain), bones.consonants,
        bones.gaps, [...bones.ends].sort((one, other) => one - other), bones.isPersian,
        [[...of.singles], [...of.pairs], [...of.wholes]]];
    });
  },
  async agreed(pairs) {
    const by = folding(await load("rules"));
    const bones = (text) => by.skeleton(by.words(by.fold(text)));
    return pairs.map((pair) => [by.agree(...pair.map(bones)), by.agree(...pair.map(bones), true)]);
  },
  async found(asked) {
    const find = await mostanadSearch.open(load), all = [];
    for (const [text, limit] of asked) {
      all.push((await find(text, limit)).map((hit) => [hit.id, hit.name, hit.label, hit.score, hit.why, hit.address]));
    }
    return all;
  },
  ratios: async (pairs) => pairs.map(([one, other]) => ratio(one, other)),
  rounded: async (numbers) => numbers.map(round),
  globals: async () => {
    const before = Object.keys(globalThis).length;
    for (const file of fs.readdirSync(`${folder}/search`)) await load(file.slice(0, -3));
    return Object.keys(globalThis).length - before;
  },
};
work[given.what](given.data).then((found) => process.stdout.write(JSON.stringify(found)));
"""


def in_node(what: str, data: Any, folder: Path) -> Any:
    """What the scripts of the site make of some data, with the files of a search at hand."""
    scripts = [str(STATIC / name) for name in ("names.js", "search.js")]
    given = json.dumps({"what": what, "data": data})
    run = subprocess.run(
        [str(NODE), "-e", _SCRIPT, str(folder), *scripts],
        input=given, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def write(folder: Path, rows: dict[str, list[dict[str, Any]]]) -> Path:
    """The files of a search of these rows."""
    officials, parties, names = (rows.get(table, []) for table in TABLES)
    for path, text in search_files.files(officials, parties, names, lambda key: f"people/{key}.html"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return folder
