"""Edits one claim in the middle of a package: `python benchmarks/one_edit.py FOLDER note|hedge`.

A note is part of no fact and no seal. A hedge is both, so its claim is sealed again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mostanad.files import csvtext
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.seals import sealables

#: The tables that an edit may change.
EDITED = ("claims", "seals")
#: The tables behind the seal of a claim.
_BEHIND = (*FACT_TABLES, "passages", "sources")


def edit(folder: Path, column: str) -> str:
    """Write a word into an empty cell of ``column`` ("note" or "hedge") of one claim, and seal the claim again if that
    breaks its seal. Returns the id of the claim."""
    lines = _read(folder, "claims")
    header = TABLES["claims"].header()
    for number in range(len(lines) // 2, len(lines)):
        claim = dict(zip(header, csvtext.split(lines[number]), strict=True))
        if not (claim[column] or claim["stance"]):
            break
    claim[column] = {"note": "again", "hedge": "possible"}[column]
    lines[number] = csvtext.join([claim[name] for name in header])
    _write(folder, "claims", lines)
    if column == "hedge":
        (sealed,) = sealables({name: _named(folder, name, claim) for name in _BEHIND}, [claim])
        key = f"{claim['claim_id']},"
        _write(folder, "seals", [key + sealed.seal if one.startswith(key) else one for one in _read(folder, "seals")])
    return claim["claim_id"]


def _named(folder: Path, name: str, claim: dict[str, str]) -> dict[str, dict[str, str]]:
    """The rows of a table that a claim can name, by key; of the sources all."""
    wanted = tuple(f"{claim[column]}," for column in ("target_id", "passage_id"))
    lines = (one for one in _read(folder, name)[1:] if one and (name == "sources" or one.startswith(wanted)))
    rows = (dict(zip(TABLES[name].header(), csvtext.split(one), strict=True)) for one in lines)
    return {row[TABLES[name].key()]: row for row in rows}


def _read(folder: Path, name: str) -> list[str]:
    return (folder / "datasets" / f"{name}.csv").read_text("utf-8").removesuffix("\n").split("\n")


def _write(folder: Path, name: str, lines: list[str]) -> None:
    (folder / "datasets" / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    edit(Path(sys.argv[1]), sys.argv[2])
