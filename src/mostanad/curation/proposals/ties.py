"""Whom a list links to whom: ties that say no more than that."""

from collections.abc import Iterable

from mostanad.curation.draft import Draft, Version, record
from mostanad.documents.records import FollowedList, Stated
from mostanad.models.vocabularies import Relation


def add_ties(
    draft: Draft, version: Version, followed: FollowedList, linked: Iterable[tuple[str, Stated]], published: str
) -> None:
    """Tie each to the target that alone has the printed name in this list; other links are for the curator to enter."""
    backed = draft.backed_by(followed.list_id)
    for entity_id, link in linked:
        rows = (*draft.where("names", "name", link.text), *draft.where("names", "name", link.printed))
        found = {row["entity_id"] for row in rows if row["name_id"] in backed}
        if len(found) != 1:
            draft.tell(f"{entity_id} is linked to {link.printed}: {len(found) or 'no'} rows have this name in the list")
            continue
        cells = {"from_id": entity_id, "to_id": found.pop(), "relation": Relation.LINKED_TO.value}
        same = (row for row in draft.where("affiliations", "from_id", entity_id) if cells.items() <= row.items())
        tie_id = next((row["affiliation_id"] for row in same), "")
        if not tie_id:
            tie_id = draft.mint(entity_id, "linked-to", cells["to_id"])
            draft.tell(f"new tie: {draft.add('affiliations', tie_id, **cells)}")
        draft.claim(version, record(link.key), tie_id, cells, as_of=f"[..{published}]")
