"""mostanad (Persian: documented): who in the Iranian state is said to have done what, who sanctioned them,
and who says so.

>>> import mostanad
>>> frame = mostanad.load("estimates")                       # doctest: +SKIP
>>> print(mostanad.why("uprising-2019-11", "kind"))          # doctest: +SKIP

Nothing heavy is imported until it is used.
"""
# ruff: noqa: F405

from __future__ import annotations

TYPE_CHECKING = False  # as that of typing, which alone would take longer to import than all of this
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
#: Where the names are that the loader does not have.
_HOMES = {"build": "mostanad.releases", "verify": "mostanad.releases", "validate": "mostanad.validation"}

if not TYPE_CHECKING:  # or type checkers would take any name for one of this module

    def __getattr__(name: str) -> Any:
        import importlib

        if name == "__version__":
            return _version()
        if name not in __all__:
            raise AttributeError(f"module 'mostanad' has no attribute {name!r}")
        return getattr(importlib.import_module(_HOMES.get(name, "mostanad.loader")), name)


def _version() -> str:
    """The version of the package: that of the checkout from which it is used, else that which is installed."""
    import json
    from importlib import metadata
    from pathlib import Path

    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file():  # what is installed may be older than what lies here
        return str(json.loads((checkout / "datapackage.json").read_bytes())["version"])
    return metadata.version("mostanad")


def __dir__() -> list[str]:
    return sorted(__all__)
