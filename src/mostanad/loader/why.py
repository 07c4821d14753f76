"""Why a cell says what it says: every claim behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FactEvidence:
    """One fact and every claim on it, as rows of the release's tables ``facts`` and ``evidence``.

    Of a name that is our label ``fact`` has only ``fact_id``, ``row_id``, ``field`` and ``support`` (None).
    """

    fact: dict[str, Any]
    evidence: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        return "\n".join(_lines(self))


@dataclass(frozen=True)
class Why:
    """The evidence behind a row, or one cell of it. Prints as text; ``facts`` holds the same as data."""

    row_id: str
    facts: tuple[FactEvidence, ...]

    def __iter__(self) -> Iterator[FactEvidence]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.facts))


def _lines(item: FactEvidence) -> Iterator[str]:
    yield from _fact(item.fact) if item.fact["support"] else (f"{item.fact['fact_id']}: our label, identified by",)
    for row in item.evidence:
        yield f"  {attribution(row)}"
        yield f"    {row['source_id']} {row['selector']} sha256 {row['passage_sha256'][:16]}"
        yield f"    document sha256 {row['source_sha256'][:16]} {row['source_url'] or ''}".rstrip()


def _fact(fact: dict[str, Any]) -> Iterator[str]:
    mark = f"{fact['support']}, disputed" if fact["disputed"] else fact["support"]
    counts = ", ".join(
        f"{fact[name]} {what}{'' if fact[name] == 1 else 's'}"
        for name, what in (("claims", "claim"), ("sources", "source"), ("origins", "origin"), ("camps", "known camp"))
    )
    yield f"{fact['fact_id']} = {fact['value']}"
    yield f"  support: {mark} ({counts})"


def attribution(row: dict[str, Any]) -> str:
    """Who says so, of a row of ``evidence``, in one line: the asserter, how, and where it comes from and is printed."""
    hedge = "" if row["hedge"] == "none" else f", {row['hedge']}"
    said = f"{row['asserted_by']} {row['stance']} it ({row['modality']}{hedge})"
    if row["stance"] in ("disputes", "approximates"):
        said += f": {row['value']}"
    if row["published_by"] != row["asserted_by"]:
        said += f", published by {row['published_by']}"
    if row["origin"] != row["asserted_by"]:
        said += f", origin {row['origin']}"
    if row["as_stated"]:
        said += f', in its words "{row["as_stated"]}"'
    return said
