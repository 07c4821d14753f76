"""The JSON Schema of ``index.json``: what is published, where it lies and what its bytes are."""

from __future__ import annotations

from typing import Any

from mostanad.contract.json_schema import DIALECT
from mostanad.models.vocabularies import Change

#: The format of the index; it rises when a program that reads the one before can break.
INDEX_FORMAT = 1
#: That of an index with a release that was withdrawn, and so has no files. Without any it is written as before, so that
#: programs that know no withdrawing go on reading it; with one they say that they are too old.
INDEX_FORMAT_WITHDRAWN = 2
#: That of an index that is signed, and so says until which day it holds. A program that knows no signatures would take
#: any other in its place: it says that it is too old.
INDEX_FORMAT_SIGNED = 3
INDEX_FORMATS = (INDEX_FORMAT, INDEX_FORMAT_WITHDRAWN, INDEX_FORMAT_SIGNED)
#: What becomes of a fact so that an older release is wrong about it.
SUPERSEDING = (Change.CORRECTION, Change.RETRACTION, Change.MERGE, Change.PRIVACY)
#: A path that is the same on every system, and never leads out of the folder that it is joined to.
SAFE_PATH = r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*"

_VERSION = {"type": "string", "pattern": r"^[0-9]{4}\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)$"}
_DAY = {"type": "string", "pattern": r"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PATH = {"type": "string", "pattern": f"^{SAFE_PATH}$", "maxLength": 400}
_URL = {"type": "string", "pattern": r"^https?://[A-Za-z0-9._~:/%@!$&'()*+,;=\[\]-]+$", "maxLength": 2000}
_COUNT = {"type": "integer", "minimum": 0}
#: One line of words, without the characters that JSON escapes.
_REASON = {"type": "string", "pattern": r'^[^\u0000-\u001f"\\]+$', "maxLength": 200}


def index_schema() -> dict[str, Any]:
    """Describe the index.

    Returns:
        a JSON Schema of ``index.json`` as ``mostanad publish`` writes it.
    """
    described = _object(
        {
            "format": {
                "anyOf": [{"const": number} for number in INDEX_FORMATS],
                "description": f"The format of the index; {INDEX_FORMAT_SIGNED} if it is signed, else "
                f"{INDEX_FORMAT_WITHDRAWN} if a release was withdrawn.",
            },
            "name": {"const": "mostanad", "description": "Of what it is the index."},
            "sequence": {
                "type": "integer",
                "minimum": 1,
                "description": "Rises by one with each publication: an index with a lower number is an older one.",
            },
            "updated": _DAY | {"description": "The day of this publication."},
            "expires": _DAY | {"description": "The last day on which it holds; in a signed index, and only there."},
            "previous": {
                "anyOf": [_SHA256, {"type": "null"}],
                "description": "The digest of the index before; null in the first.",
            },
            "latest": _VERSION | {"description": "The last version."},
            "releases": {
                "type": "array",
                "minItems": 1,
                "items": {"anyOf": [_release(), _withdrawn()]},
                "description": "In order of their versions: those that are offered, and those that were withdrawn.",
            },
            "proofs": {
                "type": "array",
                "items": _object({"older": _VERSION, "newer": _VERSION, **_file()}),
                "description": "Of each release and the one before: the proof that it continues it (RFC 9162).",
            },
            "digest": _SHA256 | {"description": "The sha256 of all other properties in canonical form (RFC 8785)."},
        },
        optional=("expires",),
    )
    return {
        "$schema": DIALECT,
        "title": "index",
        "description": "The index of the releases that are published: index.json, at the top of the tree.",
        **described,
    }


def _release() -> dict[str, Any]:
    """What is said of a release that is offered."""
    archive = _object(
        {
            **_file(),
            "mirrors": _urls("Where the archive can be had elsewhere: whole addresses."),
        }
    )
    return _object(
        {
            **_known(),
            "min_loader": _VERSION | {"description": "The first version of mostanad that can read it."},
            "path": _PATH | {"description": "Its folder, relative to the index."},
            "files": {
                "type": "array",
                "minItems": 1,
                "items": _object(_file()),
                "description": "In order of their paths, which are relative to the release's folder.",
            },
            "archive": archive
            | {"description": "The same files in one, compressed; its path is relative to the index."},
            "mirrors": _urls("Folders elsewhere that hold the same tree: a path is put behind them."),
        }
    )


def _withdrawn() -> dict[str, Any]:
    """What is said of a release that was withdrawn; no size or hash of a file, of which a value could be guessed."""
    withdrawn = _object(
        {
            "date": _DAY | {"description": "The day of the publication that withdrew it."},
            "reason": _REASON | {"description": "Why, by its kind; never what was wrong in it."},
            "replaced_by": _VERSION | {"description": "The next version that is offered."},
        }
    )
    return _object({**_known(), "withdrawn": withdrawn})


def _known() -> dict[str, Any]:
    """What is said of every release, and stays when its files are gone."""
    superseded = _object(
        {
            "fact_id": {"type": "string", "minLength": 1},
            "change": {"enum": [str(change) for change in SUPERSEDING]},
            "in": _VERSION | {"description": "The version in which it was done."},
            "reason_id": {"type": ["string", "null"], "description": "The correction or redirect that says why."},
        }
    )
    return {
        "version": _VERSION,
        "date": _DAY | {"description": "The day on which it was cut."},
        "schema_version": {
            "type": "string",
            "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$",
            "description": "The version of the contract.",
        },
        "facts": _COUNT | {"description": "How many facts it has."},
        "root": _SHA256 | {"description": "The root of the release, as proofs/root.json in it has it."},
        "superseded_by": {
            "anyOf": [_VERSION, {"type": "null"}],
            "description": "The next version; null for the last.",
        },
        "superseded_facts": {
            "type": "array",
            "items": superseded,
            "description": "Its facts that were corrected, withdrawn, merged or removed since; values nowhere.",
        },
    }


def _file() -> dict[str, Any]:
    return {"path": _PATH, "bytes": _COUNT, "sha256": _SHA256}


def _urls(description: str) -> dict[str, Any]:
    return {"type": "array", "items": _URL, "uniqueItems": True, "description": description}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
