"""Seal claims: new ones, and those that somebody has read again."""

from collections.abc import Collection

from mostanad.curation.sheet import CLAIM_COLUMNS
from mostanad.curation.sources import document_of
from mostanad.curation.transaction import CODED, EditRefused, Rows, commit, read_rows, table_rows
from mostanad.documents.folder import Documents, sha256
from mostanad.documents.selectors import parse
from mostanad.files import Package
from mostanad.models import FACT_TABLES
from mostanad.validation.run import Layer
from mostanad.validation.seals import sealables

#: The layers that can find errors in a new seal: the rules have already checked the claims, and ignore seals.
_LAYERS: tuple[Layer, ...] = ("text", "structure", "rows", "seals")


def seal_added(package: Package, rows: Rows) -> None:
    """Seal the claims in ``rows`` that the package lacks. The curator who makes the edit has read them."""
    _add_seals(rows, rows["claims"].keys() - table_rows(package, "claims").keys())


def _add_seals(rows: Rows, claims: Collection[str]) -> int:
    bare = [rows["claims"][name] for name in claims if name in rows["claims"] and name not in rows["seals"]]
    found = {item.claim["claim_id"]: item.seal for item in sealables(rows, bare)}
    rows["seals"].update((name, {"claim_id": name, "seal": seal}) for name, seal in found.items())
    return len(found)


def seal_new(package: Package) -> int:
    """Seal claims without a seal, and drop seals without a claim; broken seals stay. Returns the count of new seals."""
    rows = read_rows(package, CODED)
    made = _add_seals(rows, rows["claims"])
    for name in rows["seals"].keys() - rows["claims"].keys():
        del rows["seals"][name]
    commit(package, {"seals": rows["seals"]}, _LAYERS)
    return made


def reread(package: Package, claim_id: str, documents: Documents) -> tuple[dict[str, str], str]:
    """The cells that a claim backs, with those of the claim itself (``claim.COLUMN``), and the words of its passage.
    EditRefused if the claim or its document is not found, or if the words of the passage have changed."""
    rows = read_rows(package, CODED)
    claim = rows["claims"].get(claim_id)
    if claim is None:
        raise EditRefused(f"{claim_id}: no such claim")
    passage = rows["passages"].get(claim["passage_id"])
    target = next((rows[name][claim["target_id"]] for name in FACT_TABLES if claim["target_id"] in rows[name]), None)
    if passage is None or target is None:
        raise EditRefused(f"{claim_id}: its {'row' if passage else 'passage'} does not exist; run `mostanad validate`")
    try:
        words = document_of(package, passage["source_id"], documents).passage(parse(passage["selector"]))
    except ValueError as error:
        raise EditRefused(f"{passage['passage_id']}: {error}") from None
    if sha256(words) != passage["sha256"]:
        raise EditRefused(f"{passage['passage_id']}: its words have changed; locate them again")
    cells = {name: target.get(name, "") for name in claim["fields"].split(" ")}
    said = {f"claim.{name}": claim[name] for name in CLAIM_COLUMNS if claim[name]}
    return cells | said, words.decode("utf-8", "replace")


def seal_again(package: Package, claim_id: str) -> None:
    """Replace the seal of a claim that somebody has read again; EditRefused if its row or passage is not found."""
    rows = read_rows(package, CODED)
    rows["seals"].pop(claim_id, None)
    if not _add_seals(rows, [claim_id]):
        raise EditRefused(f"{claim_id}: no such claim, or its row or passage is gone")
    commit(package, {"seals": rows["seals"]}, _LAYERS)
