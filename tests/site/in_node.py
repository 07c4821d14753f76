"""The scripts of the search run in node, with files of a search at hand."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import mostanad.site
from mostanad.loader.search import weights
from mostanad.matching.spelling import spellings
from mostanad.matching.texts import FOUND, Found, texts
from mostanad.site import search_files

STATIC = Path(mostanad.site.__file__).with_name("static")
NODE = shutil.which("node")
TABLES = tuple(dict.fromkeys(("officials", "parties", "names", *FOUND, "participations", "groups", "spans")))
needs_node = pytest.mark.skipif(NODE is None, reason="not checked: node is missing")
_SCRIPT = r"""
const fs = require("fs"), vm = require("vm");
const [, folder, ...scripts] = process.argv;
const run = (path) => vm.runInThisContext(fs.readFileSync(path, "utf8"));
globalThis.mostanadSay = (message, ...values) => message.replace(/\{(\d)\}/g, (whole, number) => values[number]);
const before = Object.keys(globalThis);
run(`${folder}/search/rules.js`);
run(`${folder}/search/names.js`);
const added = Object.keys(globalThis).filter((name) => !before.includes(name));
scripts.forEach(run);
const { folding, ratio, round } = mostanadNames, by = folding(mostanadRules);
const told = ({ spelling: { name, entity }, score, why }) => [entity.address, name, entity.label, score, why];
const bones = (text) => by.skeleton(by.words(by.fold(text)));
const work = {
  folded: (texts) => texts.map((text) => {
    const folded = by.fold(text), words = by.words(folded), bones = by.skeleton(words);
    return [folded, by.asWritten(text), by.withoutHonorifics(folded), words, words.map(by.sounds), words.map(by.plain),
      bones.consonants, bones.gaps, [...bones.ends].sort((one, other) => one - other), bones.isPersian];
  }),
  agreed: (pairs) => pairs.map((pair) => [by.agree(...pair.map(bones)), by.agree(...pair.map(bones), true)]),
  found: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find(text).map(told));
  },
  some: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.some(text).map(({ spelling, missing = [] }) => [spelling.entity.address, missing]));
  },
  whole: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.whole(text).map(told));
  },
  hits: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.hits(text).map(({ spelling }) => spelling.entity.address));
  },
  around: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.some(text).map(({ spelling, around }) => [spelling.entity.address, around]));
  },
  province: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.province(text) ?? null);
  },
  within: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.within(text).map(({ spelling }) => spelling.entity.address));
  },
  namesakes: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    const told = (text) => (hit) => [hit.spelling.entity.address, find.isNamesake(text, hit)];
    return texts.map((text) => [find.hits(text), find.some(text)].find((hits) => hits.length)?.map(told(text)) ?? []);
  },
  posts: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.hits(text).map(({ spelling }) => mostanadSearch.postOf(spelling)));
  },
  hints: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.some(text).map(mostanadSearch.because));
  },
  whys: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    const why = (hit) => [hit.spelling.entity.address, mostanadSearch.because(hit)];
    return texts.map((text) => find.hits(text).map(why));
  },
  lacking: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.lacking(text, find.whole(text)));
  },
  said: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => {
      const hits = find.hits(text);
      return mostanadSearch.said(hits, find.lacking(text, hits), by.fold(text).replaceAll(" ", ""));
    });
  },
  days: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => find.days(text).map(([from, to]) => [from, to]));
  },
  offered: (texts) => {
    const find = mostanadSearch.open(mostanadRules, mostanadNamed);
    return texts.map((text) => {
      const isFound = find.hits(text).length > 0, some = isFound ? [] : find.some(text);
      const { first, near, said = "" } = find.posts(text, some, isFound);
      return [...[first, near].map((hits) => hits.map(({ spelling }) => spelling.entity.address)), said];
    });
  },
  ratios: (pairs) => pairs.map(([one, other]) => ratio(one, other)),
  rounded: (numbers) => numbers.map(round),
  added: () => added,
};
const { what, data } = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(work[what](data)));
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


def write(
    folder: Path, rows: dict[str, list[dict[str, Any]]], days: dict[dt.date, set[str]] | None = None
) -> list[Found]:
    """Write the files of a search of these rows, in which an id is its address; the spellings of which they are. Of
    organisations a hit shows the kind."""
    kinds = {row["party_id"]: row["kind"] for row in rows.get("parties", [])}
    listed = weights(rows)
    named = [*spellings(*(rows.get(table, []) for table in TABLES[:3])), *texts(rows)]
    for path, text in search_files.written(
        named, lambda key: search_files.Shown(key, kinds.get(key, "")), {"a": "Aland"}, listed, days or {}
    ):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return named
