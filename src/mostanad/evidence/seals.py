"""Seals: hashes of a claim and of everything on which its reading rests. Any later edit of that breaks the seal.

A seal is the sha256 of canonical JSON (RFC 8785) with the format version, table, target, values of the claimed cells,
attribution with defaults resolved, origin of the source, and selector and hash of the passage.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: Raise this when the sealed content changes. Then every seal must be made again.
FORMAT = 1
#: The values that empty cells of a claim mean.
DEFAULTS = {"modality": "fact", "hedge": "none", "stance": "asserts"}


def seal(
    *,
    table: str,
    row: Mapping[str, str],
    claim: Mapping[str, str],
    passage: Mapping[str, str],
    source: Mapping[str, str],
    asserter: str,
    origin: str,
) -> str:
    """The seal (hexadecimal) of a claim, from the rows (as text) of the claim, its target, its passage and its source.
    ``asserter`` has defaults resolved. ``origin`` is the asserter of the text from which the source is derived."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "table": table,
        "target": claim["target_id"],
        "cells": [[field, row.get(field, "")] for field in sorted(claim["fields"].split(" "))],
        "asserted_by": asserter,
        "origin": origin,
        **{name: claim[name] or default for name, default in DEFAULTS.items()},
        "as_of": claim["as_of"] or source["published"],
        "value": claim["value"],
        "as_stated": claim["as_stated"],
        "source": source["sha256"],
        "selector": passage["selector"],
        "passage": passage["sha256"],
    }
    # With text, small integers and ASCII names, this is RFC 8785.
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
