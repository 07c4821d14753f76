"""Errors for rules about what a claim covers and who accuses, as :mod:`tests.mutation.of_rules` has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from tests.mutation.mutations import Cells, Data, change
from tests.mutation.of_sources import Case, Maker


def _accusing(data: Data) -> Callable[[Cells, Cells, Cells], bool]:
    def accuses(claim: Cells, row: Cells, source: Cells) -> bool:
        person = data.index["parties"].get(row["entity_id"], {}).get("kind", "") == "person"
        return row["part"] == "accused" and (person or row["entity_id"] in data.index["officials"])

    return accuses


def _cell_without_claim(data: Data) -> Case:
    once = Counter(row["target_id"] for row in data.rows["claims"])
    claim, row, _ = data.claimed(
        "names", "name", lambda claim, row, source: " " in claim["fields"] and once[row["name_id"]] == 1
    )
    left = " ".join(name for name in claim["fields"].split(" ") if name != "name")
    return (change("claims", claim, fields=left),), ("names", row["name_id"], "name")


def _claim_of_no_fact(data: Data) -> Case:
    claim = data.take("claims", lambda row: row["stance"] in ("", "asserts"))
    fields = " ".join(sorted({*claim["fields"].split(" "), "note"}))
    return (change("claims", claim, fields=fields),), ("claims", claim["claim_id"], "fields")


def _claim_of_empty_cell(data: Data) -> Case:
    claim, row, _ = data.claimed("positions", "body_id")
    return (change("positions", row, body_id=""),), ("claims", claim["claim_id"], "fields")


def _claim_without_document(data: Data) -> Case:
    claim = data.take("claims", lambda claim: data.source(claim)["sha256"])
    edit = change("sources", data.source(claim), format="", bytes="", sha256="", coverage="")
    return (edit,), ("claims", claim["claim_id"], "passage_id")


def _accusation_by_nobody(data: Data) -> Case:
    claim, _, _ = data.claimed("participations", "part", _accusing(data))
    return (change("claims", claim, asserted_by="unnamed"),), ("claims", claim["claim_id"], "asserted_by")


def _accusation_as_fact(data: Data) -> Case:
    claim, _, _ = data.claimed("participations", "part", lambda claim, row, source: row["part"] == "accused")
    return (change("claims", claim, modality=""),), ("claims", claim["claim_id"], "modality")


#: The functions by the names of the rules.
MAKERS_OF_CLAIMS: Mapping[str, Maker] = {
    "accusation_as_fact": _accusation_as_fact,
    "accusation_by_nobody": _accusation_by_nobody,
    "cell_without_claim": _cell_without_claim,
    "claim_of_empty_cell": _claim_of_empty_cell,
    "claim_of_no_fact": _claim_of_no_fact,
    "claim_without_document": _claim_without_document,
}
