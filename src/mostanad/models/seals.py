"""Seals."""

from mostanad.models.cells import ClaimId, Sha256, column
from mostanad.models.row import Row


class Seal(Row):
    """What a claim was read for, as a hash: any later edit of the fact, its attribution or its passage breaks it."""

    claim_id: ClaimId = column(
        "key", "The claim.", "pmoi-2022-record.c000123-000456.massacre-1988", references=("claims",)
    )
    seal: Sha256 = column(
        "coding",
        "sha256 over the canonical JSON of what the claim says and where.",
        "3a" * 32,
        standard="RFC 8785, FIPS 180-4",
    )
