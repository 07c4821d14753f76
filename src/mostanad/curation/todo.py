"""What is left to do: cells without a claim, claims without a seal, passages that nothing uses."""

from __future__ import annotations

from dataclasses import dataclass

from mostanad.models import TABLES
from mostanad.models.fields import FACT_TABLES
from mostanad.package import Package


@dataclass(frozen=True)
class Todo:
    """What is left to do, each as ids."""

    cells_without_claim: tuple[str, ...]
    claims_without_seal: tuple[str, ...]
    unused_passages: tuple[str, ...]


def todo(package: Package) -> Todo:
    """What is left to do in a package."""
    claims = list(package.table("claims").records())
    claimed = {
        (claim["target_id"], field)
        for claim in claims
        if claim["stance"] in ("", "asserts")
        for field in claim["fields"].split(" ")
    }
    cells = []
    for name in FACT_TABLES:
        model = TABLES[name]
        asserted = [column.name for column in model.columns() if column.role == "assertion"]
        for record in package.table(name).records():
            row_id = record[model.key()]
            cells += [f"{row_id}/{field}" for field in asserted if record[field] and (row_id, field) not in claimed]
    sealed = {record["claim_id"] for record in package.table("seals").records()}
    used = {claim["passage_id"] for claim in claims}
    return Todo(
        tuple(cells),
        tuple(claim["claim_id"] for claim in claims if claim["claim_id"] not in sealed),
        tuple(r["passage_id"] for r in package.table("passages").records() if r["passage_id"] not in used),
    )
