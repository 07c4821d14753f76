"""Columns of ``sources``: a document: what it is, who publishes it, from what it is derived, and the hash by which it
is found.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

source_id: Final = "source_id"
"""Publisher, date and matter, as a rule."""
title: Final = "title"
"""The title as published."""
kind: Final = "kind"
"""What sort of document it is."""
publisher_id: Final = "publisher_id"
"""Who publishes it: who asserts what it says, unless a claim names another."""
author: Final = "author"
"""Whose byline it carries; of an op-ed: who asserts what it says."""
published: Final = "published"
"""When it was published."""
published_min: Final = "published_min"
"""First day of published; None if it is open or not known."""
published_max: Final = "published_max"
"""Last day of published; None if it is open or not known."""
published_basis: Final = "published_basis"
"""How that date is known."""
language: Final = "language"
"""Its language."""
url: Final = "url"
"""Its address when it was published."""
archive_url: Final = "archive_url"
"""An archived copy."""
format: Final = "format"
"""How the file at hand is read; empty if none is at hand."""
bytes: Final = "bytes"
"""The size of the file."""
sha256: Final = "sha256"
"""The file's identity."""
coverage: Final = "coverage"
"""How much of the document the file holds."""
derived_from: Final = "derived_from"
"""The document from which it comes."""
derivation: Final = "derivation"
"""How it comes from that; `original` if it does not."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class SourceRow(TypedDict):
    """A row of ``sources``, as ``as_="records"`` gives it."""

    source_id: str
    title: str
    kind: str
    publisher_id: str
    author: str | None
    published: str | None
    published_min: dt.date | None
    published_max: dt.date | None
    published_basis: str | None
    language: str
    url: str | None
    archive_url: str | None
    format: str | None
    bytes: int | None
    sha256: str | None
    coverage: str | None
    derived_from: str | None
    derivation: str
    note: str | None
