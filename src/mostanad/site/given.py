"""What documents give for a cell; and whether times of a birth can be one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations

from mostanad.models import edtf
from mostanad.models.vocabularies import Stance
from mostanad.site.contents import Record


def values(record: Record, row_id: str, field: str) -> Iterator[tuple[str, str]]:
    """The values of a cell, and who gives each; times that one entry prints in several lines are alternatives."""
    entries = [f"record={row['entry']}/" for row in record.naming(row_id, "sanctions", "target_id") if row["entry"]]
    lines = defaultdict[tuple[str, str, str], dict[str, None]](dict)
    for item in record.evidence.of(row_id).get(field, []):
        if item["value"] and item["stance"] in (Stance.ASSERTS, Stance.DISPUTES, Stance.APPROXIMATES):
            entry = next((one for one in entries if item["selector"].startswith(one)), item["selector"])
            lines[item["source_id"], entry, item["asserted_by"]][item["value"]] = None
    for (*_, who), found in lines.items():
        is_either = len(found) > 1 and all(re.fullmatch(r"\d{4}(-\d\d)*", value) for value in found)
        yield from ((value, who) for value in ([f"[{','.join(sorted(found))}]"] if is_either else found))


def is_one_time(record: Record, row_id: str, field: str) -> bool:
    """Whether all that documents give for the time of a birth can be one, as 1959 and “1959 or 1960” can."""
    stances = {one["stance"] for one in record.evidence.of(row_id).get(field, ())}
    if field != "born" or stances & {Stance.DENIES, Stance.RETRACTS}:
        return False
    with suppress(ValueError):  # a release that nobody verified can say anything
        found = {value for value, _ in values(record, row_id, field)}
        return all(edtf.overlap(*pair) for pair in combinations(found, 2))
    return False
