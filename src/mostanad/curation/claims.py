"""Adding passages and claims to the rows of an edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from mostanad.curation.transaction import Rows, blank_row
from mostanad.documents import Selector, sha256

_MODES = ("asserted_by", "modality", "hedge", "stance", "as_of", "value", "as_stated")


def add_passage(rows: Rows, source_id: str, selector: Selector, content: bytes) -> str:
    """The id of the passage at a place of a document, which is added to the rows if it is new.

    The content is exactly the bytes that the selector selects (of ``absent=``: the whole document).
    """
    passage_id = f"{source_id}.{selector.place}"
    cells = {"source_id": source_id, "selector": str(selector), "sha256": sha256(content)}
    rows["passages"][passage_id] = {"passage_id": passage_id, **cells}
    return passage_id


def add_claim(rows: Rows, passage_id: str, target_id: str, fields: Iterable[str], cells: Mapping[str, str]) -> None:
    """Add a claim. One passage and one row make one claim, unless somebody else asserts it or asserts it otherwise.

    A sealed claim stays as it was read: more fields make another claim. So do more rival values, which have one field.
    The cells are the claim's others (asserter, modality, stance and so on), blank where not given.
    """
    claim = blank_row("claims", "") | dict(cells) | {"passage_id": passage_id, "target_id": target_id}
    wanted = set(fields)
    for name in _claim_ids(f"{passage_id}.{target_id}", claim["asserted_by"]):
        there = rows["claims"].get(name)
        if there is None:
            rows["claims"][name] = claim | {"claim_id": name, "fields": " ".join(sorted(wanted))}
            return
        if any(there[mode] != claim[mode] for mode in _MODES):
            continue
        known = set(there["fields"].split(" "))
        if wanted <= known or not (name in rows["seals"] or claim["value"]):
            there["fields"] = " ".join(sorted(known | wanted))
            if f"; {claim['note']}; " not in f"; {there['note']}; ":
                there["note"] = "; ".join(filter(None, (there["note"], claim["note"])))
            return
        wanted -= known


def _claim_ids(base: str, asserter: str) -> Iterator[str]:
    """The ids that a claim may have, best first: passage and row; with the asserter; with a number."""
    yield base
    if asserter:
        base = f"{base}.{asserter}"
        yield base
    yield from (f"{base}.{number}" for number in count(2))
