"""mostanad (Persian: documented): who in the Iranian state did what, who sanctioned them, and who says so.

>>> import mostanad
>>> frame = mostanad.load("estimates")                       # doctest: +SKIP
>>> print(mostanad.why("uprising-2019-11", "kind"))          # doctest: +SKIP

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mostanad.loader import (
        Diff,
        DownloadError,
        IdGone,
        Release,
        ReleaseNotFound,
        SupersededWarning,
        Why,
        cite,
        diff,
        dossier,
        download,
        load,
        release,
        search,
        tables,
        versions,
        why,
    )
    from mostanad.releases import build, verify
    from mostanad.validation import validate

_HOMES = {
    **dict.fromkeys(("Diff", "DownloadError", "IdGone", "Release", "ReleaseNotFound"), "mostanad.loader"),
    **dict.fromkeys(("SupersededWarning", "Why"), "mostanad.loader"),
    **dict.fromkeys(("cite", "diff", "dossier", "download", "load", "release"), "mostanad.loader"),
    **dict.fromkeys(("search", "tables", "versions", "why"), "mostanad.loader"),
    "build": "mostanad.releases",
    "verify": "mostanad.releases",
    "validate": "mostanad.validation",
}

__all__ = [
    "Diff",
    "DownloadError",
    "IdGone",
    "Release",
    "ReleaseNotFound",
    "SupersededWarning",
    "Why",
    "build",
    "cite",
    "diff",
    "dossier",
    "download",
    "load",
    "release",
    "search",
    "tables",
    "validate",
    "verify",
    "versions",
    "why",
]


if not TYPE_CHECKING:  # or type checkers would take any name for one of this module

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'mostanad' has no attribute {name!r}")
        return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
