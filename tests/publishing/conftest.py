"""Releases of the invented package, recorded: a second version that corrects, withdraws and protects."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.releases.conftest import World, make_world
from tests.shared import copied, once

from mostanad.curation.record import record
from mostanad.files import open_package
from mostanad.publishing import index, sshsig
from mostanad.publishing.publish import publish
from mostanad.publishing.tree import Signing
from mostanad.releases import build

OLD, NEW = "2026.11.0", "2026.12.0"
DAY = dt.date(2021, 12, 24)
#: Keys of the tests, each time the same: that of those who publish, and somebody else's.
KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2))
#: How a tree is signed that does not expire as long as anybody runs these tests.
SIGNING = Signing(KEY, 36_500)
KEYS = (sshsig.public(KEY),)


def cut(root: Path, version: str, day: str) -> None:
    """Record the package as a version."""
    described = json.loads((root / "datapackage.json").read_text("utf-8"))
    (root / "datapackage.json").write_text(json.dumps(described | {"version": version}), "utf-8")
    record(open_package(root), dt.date.fromisoformat(day))


def _again(world: World, root: Path, change: Callable[[World], None]) -> None:
    """Write the package anew with a change, its history kept."""
    kept = {name: (root / f"datasets/{name}.csv").read_bytes() for name in ("history", "releases")}
    change(world)
    shutil.rmtree(root)
    world.write(root)
    for name, content in kept.items():
        (root / f"datasets/{name}.csv").write_bytes(content)


def correction(target: str, field: str, before: str, after: str, kind: str = "correction") -> dict[str, str]:
    """A row of corrections."""
    row = {"target_id": target, "field": field, "before": before, "after": after, "kind": kind, "date": "2021-12-01"}
    return {"correction_id": f"2021-12-01-{target}-{field}", **row, "reason": "Invented reason."}


def _second(world: World) -> None:
    """One value was wrong, one is written otherwise, one is withdrawn, one private, one has a source more."""

    def row(table: str, key: str) -> dict[str, str]:
        return next(one for one in world.rows[table] if next(iter(one.values())) == key)

    row("events", "square-2020")["place"] = "Porto Rosso"
    row("positions", "navid-kohan-member")["title"] = "Member of the Council"
    row("affiliations", "lone-wire-organ-of-red-union")["ended"] = ""
    row("officials", "omid-faraz")["born"] = ""
    for one in world.rows["claims"]:
        if one["target_id"] in ("lone-wire-organ-of-red-union", "omid-faraz"):
            one["fields"] = " ".join(name for name in one["fields"].split() if name not in ("ended", "born"))
    made = [
        correction("square-2020", "place", "Porto Verde", "Porto Rosso"),
        correction("navid-kohan-member", "title", "Member of the council", "Member of the Council", "format"),
        correction("lone-wire-organ-of-red-union", "ended", "[..2010-12]", "", "retraction"),
        correction("omid-faraz", "born", "", "", "privacy"),
    ]
    world.rows["corrections"] += made
    world.claim("red-story", "square-2020", "kind")


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package whose two versions are recorded and built into ``out``, the second without some forms, which verifies
    in half the time; not to be changed."""
    return once(tmp_path_factory, "recorded", _record)


def _record(folder: Path) -> None:
    world = make_world()
    root = world.write(folder / "package")
    cut(root, OLD, "2021-11-20")
    build(root, folder / "out")
    _again(world, root, _second)
    cut(root, NEW, "2021-12-20")
    build(root, folder / "out", forms=("csv",))


@pytest.fixture(scope="session")
def releases(recorded: Path) -> Path:
    """The folder with both releases; not to be changed."""
    return recorded / "out"


@pytest.fixture(scope="session")
def published(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with both; not to be changed."""
    return once(tmp_path_factory, "published", lambda folder: publish(releases, folder, date=DAY))


@pytest.fixture
def begun(releases: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with the first release alone, that a test may go on with."""

    def begin(folder: Path) -> None:
        shutil.copytree(releases / OLD, folder / "releases" / OLD)
        publish(folder / "releases", folder / "tree", date=DAY)

    made = once(tmp_path_factory, "begun", begin) / "tree"
    return copied(made, tmp_path / "target")


@pytest.fixture
def tree(published: Path, tmp_path: Path) -> Path:
    """A tree that a test may spoil."""
    return copied(published, tmp_path / "tree")


@pytest.fixture
def first(releases: Path, tmp_path: Path) -> Path:
    """A folder with the first release alone."""
    folder = tmp_path / "first"
    shutil.copytree(releases / OLD, folder / OLD)
    return folder


def said(tree: Path) -> dict[str, Any]:
    """What the index says."""
    return index.read((tree / index.INDEX).read_bytes())


def forge(tree: Path, **changes: Any) -> None:
    """Change the index as whoever wants to deceive would: with a digest that fits."""
    made = json.loads((tree / index.INDEX).read_text("utf-8")) | changes
    (tree / index.INDEX).write_bytes(index.to_bytes(index.sealed(made)))


def signature(tree: Path) -> Path:
    """Where the signature of the index of a tree lies."""
    return tree / index.signature(json.loads((tree / index.INDEX).read_text("utf-8"))["digest"])


def sign(tree: Path, key: Ed25519PrivateKey = KEY) -> None:
    """Sign the index of a tree as it lies there."""
    signature(tree).write_bytes(sshsig.sign(key, (tree / index.INDEX).read_bytes()))
