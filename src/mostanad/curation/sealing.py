"""Sealing claims."""

from __future__ import annotations

from dataclasses import dataclass

from mostanad.curation.locate import document_of
from mostanad.curation.sheet import CLAIM_COLUMNS
from mostanad.curation.transaction import EditRefused, commit, read_rows
from mostanad.documents import Documents, parse, sha256
from mostanad.files import Package
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.provenance import sealables


@dataclass(frozen=True)
class Reread:
    """A claim's values beside the words of its passage, for a person to compare.

    Attributes:
        claim_id: the claim.
        cells: the cells that it names, by column; and what the claim itself says, by ``claim.`` and its column.
        words: the passage.
    """

    claim_id: str
    cells: dict[str, str]
    words: str


def seal_new(package: Package) -> int:
    """Seal the claims that have no seal, and drop the seals whose claims are gone; broken seals stay broken.

    Returns:
        how many seals were made.
    """
    rows = read_rows(package)
    made = 0
    for item in sealables({name: package.table(name) for name in TABLES}):
        name = item.claim["claim_id"]
        if name not in rows["seals"]:
            rows["seals"][name] = {"claim_id": name, "seal": item.seal}
            made += 1
    for name in rows["seals"].keys() - rows["claims"].keys():
        del rows["seals"][name]
    commit(package, rows, Documents(None))
    return made


def reread(package: Package, claim_id: str, documents: Documents) -> Reread:
    """The values of a claim beside its passage.

    Raises:
        EditRefused: if there is no such claim, its document is not at hand, or its passage has other words by now.
    """
    rows = read_rows(package)
    claim = rows["claims"].get(claim_id)
    if claim is None:
        raise EditRefused(f"{claim_id}: no such claim")
    passage = rows["passages"].get(claim["passage_id"])
    target = next((rows[name][claim["target_id"]] for name in FACT_TABLES if claim["target_id"] in rows[name]), None)
    if passage is None or target is None:
        raise EditRefused(f"{claim_id} leads to no {'row' if passage else 'passage'}; run `mostanad validate`")
    try:
        words = document_of(package, passage["source_id"], documents).passage(parse(passage["selector"]))
    except ValueError as error:
        raise EditRefused(f"{passage['passage_id']}: {error}") from None
    if sha256(words) != passage["sha256"]:
        raise EditRefused(f"{passage['passage_id']} has other words than were located; locate them again")
    cells = {name: target.get(name, "") for name in claim["fields"].split(" ")}
    said = {f"claim.{name}": claim[name] for name in CLAIM_COLUMNS if claim[name]}
    return Reread(claim_id, cells | said, words.decode("utf-8", "replace"))


def seal_again(package: Package, claim_id: str) -> None:
    """Seal a claim anew, after somebody has read it again.

    Raises:
        EditRefused: if there is no such claim, or nothing to seal it for.
    """
    rows = read_rows(package)
    made = sealables({name: package.table(name) for name in TABLES})
    seal = next((item.seal for item in made if item.claim["claim_id"] == claim_id), None)
    if seal is None:
        raise EditRefused(f"{claim_id}: no such claim, or its row or passage is gone")
    rows["seals"][claim_id] = {"claim_id": claim_id, "seal": seal}
    commit(package, rows, Documents(None))
