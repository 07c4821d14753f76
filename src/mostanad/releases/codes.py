"""The catalogue of codes for releases: MST601 and on. As everywhere, a code is never used again for something else."""

from __future__ import annotations

from mostanad.validation.catalogue import Code

_AGAIN = "get the release again, or build it again with `mostanad build`"
_REBUILD = "build the release again with `mostanad build`; never edit a release"

#: All of them, in order.
RELEASE_CODES: tuple[Code, ...] = (
    Code("MST601", "file of the release missing", "what is missing cannot be checked or read", _AGAIN),
    Code("MST602", "file that is not of the release", "nobody vouches for it", "remove it, or get the release again"),
    Code("MST603", "file changed", "its bytes are not those that were published", _AGAIN),
    Code("MST604", "SHA256SUMS cannot be relied on", "it is what all other files are known by", _AGAIN),
    Code("MST605", "datapackage.json does not describe the files", "tools open the release by what it says", _REBUILD),
    Code("MST606", "file cannot be read", "it is cut off, damaged, or of another kind than its name says", _AGAIN),
    Code("MST607", "Parquet against the contract", "readers rely on the names and types of columns", _REBUILD),
    Code("MST608", "the forms of a table differ", "Parquet, CSV and NDJSON must say the same", _REBUILD),
    Code(
        "MST609", "keys out of order, or repeated", "a row is known by its key, and order makes equal bytes", _REBUILD
    ),
    Code("MST610", "JSON against its schema", "programs that read it rely on the schema", _REBUILD),
    Code("MST611", "facts and cells differ", "every assertion cell is a fact, and nothing else is one", _REBUILD),
    Code("MST612", "fact against its evidence", "no fact without a passage, and no count that is not so", _REBUILD),
    Code("MST613", "evidence that leads nowhere", "a reader must reach the passage in the document", _REBUILD),
    Code("MST614", "dossiers against the tables", "a dossier says what the tables say, for every official", _REBUILD),
    Code(
        "MST615",
        "the package cannot be compiled",
        "a cell without an asserting claim, or a claim without its cell, has no place in a release",
        "add the claim, or correct the fields that it names; run `mostanad validate`",
    ),
    Code("MST616", "text against the release", "what a release says about itself must be so", _REBUILD),
    Code("MST617", "check against the tables", "a verdict follows from the tables, and anyone can ask again", _REBUILD),
)
CODES: dict[str, Code] = {code.code: code for code in RELEASE_CODES}
