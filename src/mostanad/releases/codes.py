"""The catalogue of codes for releases: MST601 and on. As everywhere, a code is never used again for something else."""

from __future__ import annotations

from dataclasses import replace

from mostanad.validation.catalogue import Code

_AGAIN = "get the release again, or build it again with `mostanad build`"
_REBUILD = "build the release again with `mostanad build`; never edit a release"
_CODES = (
    Code("MST601", "file of the release missing", "what is missing can be neither checked nor read", _AGAIN),
    Code(
        "MST602",
        "file that is not of the release",
        "SHA256SUMS does not name it, so nobody vouches for what it says",
        "remove it, or get the release again",
    ),
    Code("MST603", "file changed", "its bytes are not those that were published", _AGAIN),
    Code("MST604", "SHA256SUMS cannot be relied on", "all other files are known by their hashes in it", _AGAIN),
    Code(
        "MST605",
        "datapackage.json does not describe the files",
        "tools open the release by what datapackage.json says of it",
        _REBUILD,
    ),
    Code("MST606", "file cannot be read", "it is cut off, damaged, or of another kind than its name says", _AGAIN),
    Code(
        "MST607",
        "Parquet file breaks the contract",
        "readers rely on the names, types and descriptions of columns",
        _REBUILD,
    ),
    Code(
        "MST608",
        "forms of a table that differ",
        "Parquet, CSV, NDJSON and SQLite are one table in four forms, and must say the same",
        _REBUILD,
    ),
    Code(
        "MST609",
        "keys out of order, or repeated",
        "a row is known by its key, and one order makes the same data the same bytes",
        _REBUILD,
    ),
    Code("MST610", "JSON breaks its schema", "programs that read the JSON rely on its schema", _REBUILD),
    Code("MST611", "facts and cells differ", "every assertion cell is a fact, and nothing else is one", _REBUILD),
    Code(
        "MST612",
        "fact that its evidence does not bear out",
        "no fact is without a passage, and what a fact says of its support is counted from its evidence",
        _REBUILD,
    ),
    Code(
        "MST613",
        "evidence that leads nowhere",
        "a reader must reach the passage in the document from each fact",
        _REBUILD,
    ),
    Code(
        "MST614",
        "dossier that is not what the tables say",
        "a dossier is made of the tables, one for every official and for nobody else",
        _REBUILD,
    ),
    Code(
        "MST615",
        "package that cannot be compiled",
        "a cell without an asserting claim, or a claim without its cell, has no place in a release",
        "add the claim, or correct the fields that it names; run `mostanad validate`",
    ),
    Code(
        "MST616",
        "text that is not what the release says",
        "CITATION.cff, CHANGES.md and the descriptions for other tools are made of the tables, and say the same",
        _REBUILD,
    ),
    Code(
        "MST617",
        "check that does not follow from the tables",
        "a verdict follows from the tables, so that anyone can ask again",
        _REBUILD,
    ),
    Code(
        "MST618",
        "roots that are not those of the facts",
        "facts are proved by the roots in proofs/root.json, without the files",
        _REBUILD,
    ),
    Code(
        "MST619",
        "recorded version with other cells",
        "who cites a version must find in it what was there; the root and the digest recorded with it say what that is",
        "raise the version in pyproject.toml, run `mostanad schema --write`, and build that",
    ),
)

#: All of them, in order.
RELEASE_CODES: tuple[Code, ...] = tuple(replace(code, layer="release") for code in _CODES)
CODES: dict[str, Code] = {code.code: code for code in RELEASE_CODES}
