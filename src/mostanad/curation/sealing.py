"""Sealing claims."""

from __future__ import annotations

from dataclasses import dataclass

from mostanad.curation.locate import document_of
from mostanad.curation.transaction import EditRefused, commit, read_rows
from mostanad.documents import Documents, parse
from mostanad.models import TABLES
from mostanad.package import Package
from mostanad.validation.provenance import sealables


@dataclass(frozen=True)
class Reread:
    """A claim's values beside the words of its passage, for a person to compare."""

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
        EditRefused: if there is no such claim, or its document is not at hand.
    """
    rows = read_rows(package)
    claim = rows["claims"].get(claim_id)
    if claim is None:
        raise EditRefused(f"{claim_id}: no such claim")
    passage = rows["passages"][claim["passage_id"]]
    document = document_of(package, passage["source_id"], documents)
    target = next(table[claim["target_id"]] for table in rows.values() if claim["target_id"] in table)
    cells = {name: target[name] for name in claim["fields"].split(" ")}
    said = {
        name: value
        for name, value in claim.items()
        if value and name in ("asserted_by", "modality", "hedge", "stance", "value", "as_of")
    }
    return Reread(claim_id, cells | said, document.passage(parse(passage["selector"])).decode("utf-8", "replace"))


def seal_again(package: Package, claim_id: str) -> None:
    """Seal a claim anew, after somebody has read it again."""
    rows = read_rows(package)
    for item in sealables({name: package.table(name) for name in TABLES}):
        if item.claim["claim_id"] == claim_id:
            rows["seals"][claim_id] = {"claim_id": claim_id, "seal": item.seal}
    commit(package, rows, Documents(None))
