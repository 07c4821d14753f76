"""The format of ``index.json``: what is published, where it lies and what its bytes are."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from mostanad.files.resources import resource
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


@cache
def index_schema() -> dict[str, Any]:
    """The JSON Schema of ``index.json`` as ``mostanad publish`` writes it: ``schema/index.schema.json``."""
    return dict(json.loads(resource("schema/index.schema.json").read_bytes()))
