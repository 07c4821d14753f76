"""The API for users: tables, and the evidence behind every cell. Loading imports neither validation nor releases."""

from mostanad.loader.as_of import AsOf
from mostanad.loader.citation import STYLES, Style
from mostanad.loader.download.faults import (
    CacheError,
    DownloadError,
    IndexRefused,
    ReleaseNotFound,
    ReleaseNotSupported,
    ReleaseWithdrawn,
    StaleIndexWarning,
)
from mostanad.loader.earlier import Earlier, OnlyInOlderRelease
from mostanad.loader.fact_checks import Check, CheckAnswer, CheckedClaim, CheckNotFound, ShownRow
from mostanad.loader.fact_diff import Diff
from mostanad.loader.frames import FORMS, Form
from mostanad.loader.ids import IdGone, Resolved
from mostanad.loader.release import Release
from mostanad.loader.search import Hit, Hits
from mostanad.loader.shortcuts import cite, diff, dossier, download, listed, load, release, search, tables, why
from mostanad.loader.store import versions
from mostanad.loader.superseded import Superseded, SupersededWarning
from mostanad.loader.why import FactEvidence, Why
from mostanad.loader.without import Without

__all__ = [
    "FORMS",
    "STYLES",
    "AsOf",
    "CacheError",
    "Check",
    "CheckAnswer",
    "CheckNotFound",
    "CheckedClaim",
    "Diff",
    "DownloadError",
    "Earlier",
    "FactEvidence",
    "Form",
    "Hit",
    "Hits",
    "IdGone",
    "IndexRefused",
    "OnlyInOlderRelease",
    "Release",
    "ReleaseNotFound",
    "ReleaseNotSupported",
    "ReleaseWithdrawn",
    "Resolved",
    "ShownRow",
    "StaleIndexWarning",
    "Style",
    "Superseded",
    "SupersededWarning",
    "Why",
    "Without",
    "cite",
    "diff",
    "dossier",
    "download",
    "listed",
    "load",
    "release",
    "search",
    "tables",
    "versions",
    "why",
]
