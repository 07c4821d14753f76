"""Locate data folders (``mostanad/_data`` in a wheel, else the checkout's), the cache, and files beside modules."""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CACHE = "MOSTANAD_CACHE"
#: The folder in the cache for results of validation.
VALIDATED = "validated"
_HERE = Path(__file__).resolve().parents[1]


class ResourceError(Exception):
    """A file that came with mostanad is wrong: the installation is broken, or a checkout is being changed."""


@cache
def data_root() -> Path:
    """The directory that holds datapackage.json, datasets, schema, validators and build."""
    packaged = _HERE / "_data"
    return packaged if packaged.is_dir() else _HERE.parents[1]


def resource(name: str) -> Path:
    """The path of a data folder or file; FileNotFoundError if a broken installation lacks it."""
    path = data_root() / name
    if not path.exists():
        raise FileNotFoundError(f"{path}: missing; reinstall mostanad")
    return path


def toml(name: str) -> dict[str, Any]:
    """The contents of a TOML file beside the modules, like ``validation/codes.toml``."""
    return tomllib.loads((_HERE / name).read_text("utf-8"))


def sql(name: str) -> list[str]:
    """The statements in an SQL file beside the modules, like ``releases/lost.sql``."""
    return (_HERE / name).read_text("utf-8").removesuffix(";\n").split(";\n\n")


def cache_root() -> Path:
    """The cache folder, for files that can be downloaded or made again."""
    if named := os.environ.get(CACHE, "").strip():
        return Path(named).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path("mostanad", appauthor=False)


def releases_root() -> Path:
    """The directory of the releases that came with the wheel or that ``make release`` built."""
    packaged = _HERE / "_data" / "releases"
    return packaged if packaged.is_dir() else data_root() / "dist" / "releases"
