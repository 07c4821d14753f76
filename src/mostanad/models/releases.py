"""Releases."""

from mostanad.models.cells import Integer, Moment, SchemaVersion, Sha256, Version, column
from mostanad.models.row import Row


class ReleaseEntry(Row):
    """A version that was cut; appended by ``mostanad record``, and never changed afterwards."""

    version: Version = column("key", "The version.", "2026.11.0")
    date: Moment = column("coding", "The day on which it was cut.", "2026-11-20")
    schema_version: SchemaVersion = column("coding", "The version of the contract.", "1.0.0")
    facts: Integer = column("coding", "How many facts it has.", "14543")
    root: Sha256 = column(
        "coding", "The root over its facts.", "3a" * 32, standard="RFC 9162, section 2.1 (Merkle tree)"
    )
    coding_digest: Sha256 | None = column(
        "coding",
        "The digest over every cell that is not a fact: kinds, countries, labels, titles and addresses of sources, "
        "notes; empty in versions before contract 1.1.0.",
        "3a" * 32,
    )
