"""Releases on disk: which there are, and opening one."""

from __future__ import annotations

import json
import re
from pathlib import Path

from mostanad.loader.release import Release
from mostanad.resources import releases_root

_VERSION = re.compile(r"[0-9]{4}\.[1-9][0-9]?\.(?:0|[1-9][0-9]*)")


class ReleaseNotFound(LookupError):
    """There is no such release here."""


def versions() -> list[str]:
    """The versions at hand, oldest first (compared as numbers)."""
    root = releases_root()
    found = [path.name for path in root.glob("*") if path.is_dir() and _VERSION.fullmatch(path.name)]
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def release(version: str | Path | None = None) -> Release:
    """Open a release.

    Args:
        version: a version that is at hand, the directory of a release, or None for the newest version.

    Raises:
        ReleaseNotFound: if there is none; the message says which there are.
    """
    known = versions()
    if version is None and not known:
        raise ReleaseNotFound(f"no release in {releases_root()}; in a checkout run `make release`")
    name = str(version) if version is not None else known[-1]
    path = releases_root() / name if name in known else Path(name)
    descriptor = path / "datapackage.json"
    if not descriptor.is_file():
        raise ReleaseNotFound(f"no release {name!r}; at hand: {', '.join(known) or 'none'}")
    try:
        return Release(path, str(json.loads(descriptor.read_text("utf-8"))["version"]))
    except (ValueError, KeyError, TypeError):
        raise ReleaseNotFound(
            f"{descriptor} is not the descriptor of a release; run `mostanad verify {path}`"
        ) from None
