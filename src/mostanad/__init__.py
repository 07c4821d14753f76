"""mostanad (Persian for "documented"): a dataset of Iranian officials, what they are said to have done, who sanctioned
them, and the source of each statement.

>>> import mostanad
>>> frame = mostanad.load("estimates")                       # doctest: +SKIP
>>> print(mostanad.why("uprising-2019-11", "kind"))          # doctest: +SKIP

Submodules, and the libraries they need, are imported at their first use.
"""
# ruff: noqa: F405

from __future__ import annotations

TYPE_CHECKING = False  # importing it from typing takes longer than everything else here
if TYPE_CHECKING:
    from typing import Any

    from mostanad.loader import *  # noqa: F403
    from mostanad.releases import build, verify
    from mostanad.validation import validate

    __version__: str

__all__ = [
    "CacheError",
    "CheckNotFound",
    "Diff",
    "DownloadError",
    "IdGone",
    "IndexRefused",
    "OnlyInOlderRelease",
    "Release",
    "ReleaseNotFound",
    "ReleaseNotSupported",
    "ReleaseWithdrawn",
    "StaleIndexWarning",
    "SupersededWarning",
    "Why",
    "build",
    "cite",
    "diff",
    "dossier",
    "download",
    "listed",
    "load",
    "release",
    "search",
    "tables",
    "validate",
    "verify",
    "versions",
    "why",
]
#: The modules of the public names that mostanad.loader does not have.
_HOMES = {"build": "mostanad.releases", "verify": "mostanad.releases", "validate": "mostanad.validation"}

if not TYPE_CHECKING:  # else type checkers would accept any name as an attribute of this module

    def __getattr__(name: str) -> Any:
        import importlib

        if name == "__version__":
            return _version()
        if name not in __all__:
            raise AttributeError(f"module 'mostanad' has no attribute {name!r}")
        return getattr(importlib.import_module(_HOMES.get(name, "mostanad.loader")), name)


def _version() -> str:
    """The version of the package: of the checkout if it runs from one, else of the installed distribution."""
    import json
    from importlib import metadata
    from pathlib import Path

    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file():  # the installed metadata may be older than the checkout
        return str(json.loads((checkout / "datapackage.json").read_bytes())["version"])
    return metadata.version("mostanad")


def __dir__() -> list[str]:
    return sorted(__all__)
