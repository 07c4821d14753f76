"""The tree that is written to: its lock, its index, and the one step in which a new index takes the old one's place."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mostanad.contract.index_schema import index_schema
from mostanad.publishing import index
from mostanad.releases.descriptor import to_json
from mostanad.storage import disk, locks
from mostanad.storage.place import workplace
from mostanad.validation import Report

#: Held by the process that publishes; it stays where it is, and says nothing by being there.
LOCK = ".publish.lock"


class PublishRefused(Exception):
    """What is not done to a tree; it is as it was. ``report`` has the findings, where a release has any."""

    def __init__(self, message: str, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report


@dataclass
class Tree:
    """The tree that is published to.

    Attributes:
        root: its directory.
        old: its index, if it has one.
        placed: what got its name in this publication.
        new: the index that is being written.
        work: where things are made before they get their names (:meth:`at_work`).
    """

    root: Path
    old: index.Index | None
    placed: list[Path] = field(default_factory=list)
    new: bytes = b""
    work: Path = field(init=False)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Have a place to work in; the caller holds the lock of the tree (:func:`locked`)."""
        with workplace(self.root / index.INDEX) as self.work:
            yield

    @property
    def known(self) -> dict[str, dict[str, Any]]:
        """What its index says of each release."""
        return {one["version"]: one for one in self.old["releases"]} if self.old else {}


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """Be the only process that writes to a tree.

    Raises:
        PublishRefused: if another is.
    """
    descriptor = os.open(target / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            locks.lock(descriptor, wait=False)
        except BlockingIOError:
            raise PublishRefused(
                f"{target}: another process is publishing there; wait for it, or end it: its lock goes with it"
            ) from None
        yield
    finally:
        os.close(descriptor)


def old_index(target: Path) -> index.Index | None:
    """The index that lies in a tree; None if there is none.

    Raises:
        PublishRefused: if it cannot be relied on.
    """
    try:
        return index.read((target / index.INDEX).read_bytes())
    except FileNotFoundError:
        return None
    except index.IndexDamaged as error:
        raise PublishRefused(
            f"{target / index.INDEX}: {error}; put the last index that was published in its place"
        ) from None


def write_index(tree: Tree, new: index.Index) -> None:
    """Put a new index in the old one's place, in one step, and its schema beside it.

    Raises:
        OSError: if it cannot be written; then the old one stands.
    """
    content = tree.new = index.to_bytes(new)
    index.read(content)
    for name, text in ((index.SCHEMA, to_json(index_schema()).encode()), (index.INDEX, content)):
        made = tree.work / name
        made.write_bytes(text)
        if made.read_bytes() != text:
            raise OSError(f"{made}: was not written whole")
        disk.sync(made)
    disk.sync(tree.root)
    os.replace(tree.work / index.SCHEMA, tree.root / index.SCHEMA)
    os.replace(tree.work / index.INDEX, tree.root / index.INDEX)
    with contextlib.suppress(OSError):  # it stands there whole; only a crash of the machine could take it away
        disk.sync(tree.root)
