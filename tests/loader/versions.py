"""Three versions of the invented world: a cell corrected twice, a row withdrawn, one merged, a cell made private."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.releases.conftest import World, make_world
from tests.shared import once

from mostanad.curation.record import record
from mostanad.files import open_package
from mostanad.loader import Release
from mostanad.releases import build

FIRST, SECOND, THIRD = "2026.9.0", "2026.10.0", "2026.11.0"
POST = {"holder_id": "navid-kohan", "title": "Member of the council", "body_id": "lantern-council"}


def versions_in(factory: pytest.TempPathFactory) -> dict[str, Release]:
    """The three releases by version, in one directory; made once, and not to be changed."""
    folder = once(factory, "versions", _three_versions) / "out"
    return {version: Release(folder / version, version) for version in (FIRST, SECOND, THIRD)}


def _three_versions(folder: Path) -> None:
    world = make_world()
    _cut(world, folder, FIRST, "2026-09-01")
    _correct(world, "Session of the council", "Sitting of the council", "2026-10-01")
    _withdraw_the_post(world)
    _merge_the_name(world)
    _remove_the_birth(world)
    _cut(world, folder, SECOND, "2026-10-01")
    _correct(world, "Sitting of the council", "Meeting of the council", "2026-11-01")
    world.backed("events", "march-2021", "wire-2021", kind="protest", title="A march", date="2021-01")
    _cut(world, folder, THIRD, "2026-11-01")


def _cut(world: World, folder: Path, version: str, day: str) -> None:
    root = world.write(folder / version, version)
    record(open_package(root), dt.date.fromisoformat(day))
    for name in ("history", "releases"):
        world.rows[name] = list(open_package(root).table(name).records())
    build(root, folder / "out")


def _row(world: World, table: str, key: str) -> dict[str, str]:
    return next(row for row in world.rows[table] if next(iter(row.values())) == key)


def _say(world: World, target: str, field: str, kind: str, date: str = "2026-10-01", **cells: str) -> None:
    key = f"{date}-{target}-{field.replace('_', '-')}"
    world.add("corrections", key, target_id=target, field=field, kind=kind, date=date, **cells)


def _correct(world: World, before: str, after: str, date: str) -> None:
    _row(world, "events", "council-2020")["title"] = after
    said = {"before": before, "after": after, "reason": f"it is called {after} there"}
    _say(world, "council-2020", "title", "correction", date, **said)


def _withdraw_the_post(world: World) -> None:
    world.rows["positions"] = []
    gone = [row for row in world.rows["claims"] if row["target_id"] == "navid-kohan-member"]
    world.rows["claims"] = [row for row in world.rows["claims"] if row not in gone]
    world.rows["passages"] = [row for row in world.rows["passages"] if row["passage_id"] != gone[0]["passage_id"]]
    for field, value in POST.items():
        _say(world, "navid-kohan-member", field, "retraction", before=value, reason="he <never> was")


def _merge_the_name(world: World) -> None:
    old, new = "omid-faraz-name-fa", "omid-faraz-name-persian"
    _row(world, "names", old)["name_id"] = new
    for row in world.rows["claims"]:
        if row["target_id"] == old:
            row |= {"target_id": new, "claim_id": row["claim_id"].replace(old, new)}
    world.add("redirects", old, new_id=new, date="2026-10-01", reason="a better id")


def _remove_the_birth(world: World) -> None:
    del _row(world, "officials", "omid-faraz")["born"]
    for row in world.rows["claims"]:
        if row["target_id"] == "omid-faraz":
            row["fields"] = "name"
    _say(world, "omid-faraz", "born", "privacy", reason="he asked for it")
