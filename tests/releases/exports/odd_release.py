"""The tables of a release of the invented package, with what exports stumble over: texts, scripts, dates, formulas."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pyarrow as pa
from tests.releases.conftest import ABOUT, VERSION, World, make_world, tables_of

from mostanad.releases import build
from mostanad.releases.write import write

#: An official's name as an Arabic keyboard writes it, with a shadda and a fatha.
ARABIC = "سيّد اميد رَئيسي"
#: The same as the contract has it: the names of curators are folded before they are entered.
_PERSIAN = "سید امید رئیسی"
#: Another's, with a zero-width non-joiner.
JOINED = "نوید نیک‌کوهن"
TITLE = 'Of 50% & "half" {braces} in C:\\new_file #1, ~$5 ^ 2'
PERSIAN_TITLE = "گزارش «شورای فانوس» دربارهٔ امید فراز"
#: What a spreadsheet would run, by the official or party whose note it is.
FORMULAS = {"omid-faraz": "=1+1", "navid-kohan": "@SUM(A1)", "blue-front": "+1", "red-union": "-2+3"}
#: When the added documents were published, by their ids.
PUBLISHED = {
    "op-ed": "2022-01~",
    "unsure": "2021?",
    "one-month": "[2021-08-05..2021-08-11]",
    "one-year": "[2019-03,2019-11-02]",
    "two-years": "[2019-12-30..2020-01-02]",
    "open": "[..2020-03-01]",
}


def odd_world() -> World:
    """The invented package and more."""
    world = make_world()
    _name(world, "omid-faraz", "latn", "Omid Raisi", "Latn")
    _name(world, "omid-faraz", "arabic", _PERSIAN, "Arab")
    _name(world, "navid-kohan", "joined", JOINED, "Arab")
    _name(world, "navid-kohan", "accents", "Navïd Kohân-o’l-Bahr", "Latn")
    texts = {"op-ed": {"kind": "op_ed", "author": "navid-kohan", "title": TITLE}, "unsure": {"title": PERSIAN_TITLE}}
    for key, published in PUBLISHED.items():
        cells = {"published": published, "published_basis": "inferred", "note": "worked out", **texts.get(key, {})}
        world.source(key, "lone-paper", **cells)
    world.rows["sources"][-1] |= {"url": "https://example.org/a_b?c=1&d=%20#e", "archive_url": "https://example.net/_x"}
    return world


def _name(world: World, entity: str, key: str, name: str, script: str) -> None:
    world.backed("names", f"{entity}-name-{key}", "gazette-list", entity_id=entity, name=name)
    world.rows["names"][-1] |= {"script": script, "kind": "alias"}


@cache
def odd_release() -> tuple[Path, dict[str, pa.Table]]:
    """The directory of a release of it, not to be changed, and its tables.

    Some texts are such as the validation refuses: exports rely on nothing but types.
    """
    folder = Path(tempfile.mkdtemp(prefix="odd-release-"))
    tables = tables_of(build(odd_world().write(folder / "package"), folder / "releases"))
    tables = {name: _changed(table) for name, table in tables.items()}
    path = folder / "odd" / VERSION
    path.mkdir(parents=True)
    write(tables, ABOUT, path)
    return path, tables


def _changed(table: pa.Table) -> pa.Table:
    rows = table.to_pylist()
    for row in rows:
        if "note" in row:
            row["note"] = FORMULAS.get(next(iter(row.values())), row["note"])
        row |= {name: ARABIC for name, value in row.items() if value == _PERSIAN}
    return pa.Table.from_pylist(rows, schema=table.schema)


__all__ = [
    "ABOUT",
    "ARABIC",
    "FORMULAS",
    "JOINED",
    "PERSIAN_TITLE",
    "PUBLISHED",
    "TITLE",
    "VERSION",
    "odd_release",
    "odd_world",
]
