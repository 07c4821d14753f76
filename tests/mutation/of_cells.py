"""Errors in cells that rest on records of lists, sealed anew: only who reads the record again finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.mutation.mutations import Cells, Data, Edit, Mutation

from mostanad.documents.folder import Documents
from mostanad.files.grouping import keyed
from mostanad.models.vocabularies import Modality
from mostanad.validation.seals import sealables

_AUTHORITIES = ("canada", "european-union", "united-states")
_DAY = "2009-12-10"


def of_cells(data: Data, documents: Documents) -> Iterator[Mutation | str]:
    """A date changed, and a column shifted by one row, of each of these authorities; what is not checked, as text,
    where the documents are not here."""
    for authority in _AUTHORITIES:
        backed = _backed(data, documents, authority)
        for kind in ("date changed", "column shifted by one row"):
            about = f"{authority}: {kind}, sealed anew"
            if len(backed) < 2:
                yield f"MST546: {about}"
                continue
            own = [data.index["sanctions"][one]["entry"] for one in backed]
            below = [{"entry": entry} for entry in (*own[1:], own[0])]
            cells = dict(zip(backed, below if "shifted" in kind else [{"listed": _DAY}], strict=False))
            first = next(one for one, entry in zip(backed, own, strict=True) if cells[one] != {"entry": entry})
            place = ("claims", backed[first]["claim_id"], "claim_id")
            yield Mutation(about, "MST546", "passages", kind, ("MST546",), _sealed(data, cells), place)


def _backed(data: Data, documents: Documents, authority: str) -> dict[str, Cells]:
    """The listings of an authority whose entry and day one record backs, of the first list that is here; each with the
    claim. Other passages (characters of an annex) are read by people, and no reader compares their cells."""
    found: dict[str, dict[str, Cells]] = {}
    for claim in data.rows["claims"]:
        row = data.index["sanctions"].get(claim["target_id"])
        fields = {"entry", "listed"} - {*claim["fields"].split(" ")}
        if not data.index["passages"][claim["passage_id"]]["selector"].startswith("record="):
            continue
        if row and row["authority_id"] == authority and not fields and claim["modality"] != Modality.INFERENCE:
            found.setdefault(data.source(claim)["sha256"], {}).setdefault(claim["target_id"], claim)
    return next((backed for digest, backed in found.items() if documents.find(digest)), {})


def _sealed(data: Data, changed: Mapping[str, Mapping[str, str]]) -> tuple[Edit, ...]:
    """The edits of some listings, and of the seals of all claims on them."""
    listings = [row | changed[row["sanction_id"]] for row in data.rows["sanctions"] if row["sanction_id"] in changed]
    claims = [row for row in data.rows["claims"] if row["target_id"] in changed]
    tables = {name: keyed(rows) for name, rows in data.rows.items()} | {"sanctions": keyed(listings)}
    seals = (Edit("seals", one.claim["claim_id"], {"seal": one.seal}) for one in sealables(tables, claims))
    return (*(Edit("sanctions", key, cells) for key, cells in changed.items()), *seals)
