"""Seals: what a claim was read for, as a hash, which any later edit of that breaks.

It is the sha256 of the canonical JSON (RFC 8785) of format version, table, target, the claimed cells' values, the
attribution with defaults resolved, the origin of the source, and the passage's place and hash.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: Changes when what is sealed changes; then every seal must be made anew.
FORMAT = 1
#: What is meant where a claim says nothing.
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
    """The seal (hexadecimal) of a claim, from the rows as text of the claim, its target, its passage and the source;
    ``asserter`` with defaults resolved, ``origin`` when what the source is derived from is followed home."""
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
    # For texts and small whole numbers under ASCII names this is RFC 8785.
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
