"""Errors for rules with only the intended finding, in place of those of `tests/mutation` that have others too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pattern
from pattern import Row
from spoilt import Copy
from tests.mutation.mutations import Edit, change
from tests.mutation.mutations import copy as copied
from tests.mutation.of_rules import MAKERS
from tests.mutation.of_sources import Case, Place

_LONG_AGO, _SOME_DAY = "1500", "2999"


def _another_document(copy: Copy, **cells: str) -> tuple[tuple[Edit, ...], str, str]:
    """A source like another that copies a dated one, with a passage and a claim on a name; ids of source and claim."""
    sources = copy.index["sources"]

    def copies_a_dated(claim: Row, row: Row, source: Row) -> bool:
        return bool(sources.get(source["derived_from"], {}).get("published"))

    claim, _, source = copy.claimed("names", "name", copies_a_dated)
    passage = copy.index["passages"][claim["passage_id"]]
    key = f"{source['source_id']}-z{len(copy.rows['sources'])}"
    place = f"{key}{passage['passage_id'].removeprefix(source['source_id'])}"
    other = claim | {"claim_id": f"{place}.{claim['target_id']}", "passage_id": place}
    edits = (
        copied("sources", source, source_id=key, **cells),
        copied("passages", passage, passage_id=place, source_id=key),
        copied("claims", other),
    )
    return edits, key, other["claim_id"]


def _claim_without_document(copy: Copy) -> Case:
    edits, _, claim = _another_document(copy, format="", bytes="", sha256="", coverage="", entries="")
    return edits, ("claims", claim, "passage_id")


def _copy_before_its_original(copy: Copy) -> Case:
    edits, source, _ = _another_document(copy, published="1500", published_basis="stated")
    return edits, ("sources", source, "derived_from")


def _listing_outside_programme(copy: Copy) -> Case:
    def early(claim: Row, row: Row, source: Row) -> bool:
        listed, published = row["listed"][:4], source["published"][:4]
        return listed.isdigit() and published.isdigit() and listed < published and bool(row["programme_id"])

    _, row, source = copy.claimed("sanctions", "listed", early)
    programme = copy.index["programmes"][row["programme_id"]]
    key = f"{row['sanction_id']}-z"
    started = source["published"][:4]
    new = copied("programmes", programme, programme_id=key, code=key, name=key, started=started, ended="")
    return (new, change("sanctions", row, programme_id=key)), ("sanctions", row["sanction_id"], "listed")


def _more_members_than_size(copy: Copy) -> Case:
    wholes = {row["subset_of"] for row in copy.rows["groups"]}
    groups = {row["group_id"]: row for row in copy.rows["groups"] if not row["subset_of"]}
    member = copy.take("group_members", lambda row: row["group_id"] in groups and row["group_id"] not in wholes)
    row = groups[member["group_id"]]
    return (change("groups", row, size="0", comparator="exactly"),), ("groups", row["group_id"], "size")


def _official_kind_of_private_publisher(copy: Copy) -> Case:
    row = copy.take("sources", lambda row: row["kind"] in ("news", "party_publication") and not row["derived_from"])
    return (change("sources", row, kind="legal_act"),), ("sources", row["source_id"], "kind")


def _verdict_without_record(copy: Copy) -> Case:
    def alleged(row: Row) -> bool:
        claims = copy.claims[row["participation_id"]]
        return row["part"] != "accused" and not row["standing"] and all(claim["modality"] for claim in claims)

    row = copy.take("participations", alleged)
    edit = change("participations", row, standing="convicted")
    return (edit,), ("participations", row["participation_id"], "standing")


def _statement_outside_its_event(copy: Copy) -> Case:
    events = copy.index["events"]

    def dated(row: Row) -> bool:
        date = events.get(row["event_id"], {}).get("date", "")
        return date[:1].isdigit() and row["speaker_id"] not in copy.index["officials"]

    row = copy.take("statements", dated)
    return (change("statements", row, made=_LONG_AGO),), ("statements", row["statement_id"], "made")


def _claim_id_says_what(copy: Copy) -> Case:
    def twice(claim: Row, row: Row, source: Row) -> bool:
        return len(copy.claims[row["name_id"]]) > 1 and claim["fields"] == "entity_id name"

    claim, _, _ = copy.claimed("names", "name", twice)
    _, other, _ = copy.claimed("names", "name")
    edit = change("claims", claim, target_id=other["name_id"])
    return (edit,), ("claims", claim["claim_id"], "claim_id")


def _claim_about_the_future(copy: Copy) -> Case:
    claim, _, _ = copy.claimed("names", "name", lambda claim, row, source: source["published"])
    return (change("claims", claim, as_of=_SOME_DAY),), ("claims", claim["claim_id"], "as_of")


def _references_resolve(copy: Copy) -> Case:
    row = copy.take("estimates")
    edit = change("estimates", row, about_id=f"no-{row['estimate_id']}")  # each its own, or two might be the same count
    return (edit,), ("estimates", row["estimate_id"], "about_id")


def _part_greater_than_whole(copy: Copy) -> Case:
    estimates = copy.index["estimates"]
    parts = Counter(row["subset_of"] for row in copy.rows["estimates"])

    def plain(row: Mapping[str, str]) -> bool:
        return bool(row.get("value")) and not row["value_to"]

    def fits(row: Row) -> bool:
        free = ("estimates", row["subset_of"]) not in copy.used and parts[row["subset_of"]] == 1
        return free and plain(row) and plain(estimates.get(row["subset_of"], {}))

    row = copy.take("estimates", fits)
    whole = estimates[row["subset_of"]]
    part = change("estimates", row, comparator="exactly", value="2", measure=whole["measure"])
    edits = (part, change("estimates", whole, comparator="exactly", value="1"))
    return edits, ("estimates", row["estimate_id"], "subset_of")


def _tag_or_sanction(copy: Copy) -> Case:
    free = {
        row["authority_id"]: row["programme_id"]
        for row in copy.rows["programmes"]
        if row["kind"] == "designation" and not row["started"] and not row["ended"]
    }
    row = copy.take("tags", lambda row: row["authority_id"] in free)
    edit = change("tags", row, programme_id=free[row["authority_id"]])
    return (edit,), ("tags", row["tag_id"], "programme_id")


def _orphan(copy: Copy) -> Case:
    key = f"{copy.rows['officials'][0]['official_id'][: len(pattern.FIRST)]}nobody-{len(copy.rows['officials'])}"
    return (Edit("officials", None, {"official_id": key, "name": "Nobody"}),), ("officials", key, "official_id")


def _unused_passage(copy: Copy) -> Case:
    row = copy.take("passages", lambda row: row["selector"].startswith("record="))
    key = f"{row['source_id']}.r-zz-{len(copy.rows['passages'])}"
    edit = copied("passages", row, passage_id=key, selector=f"record=zz-{len(copy.rows['passages'])}")
    return (edit,), ("passages", key, "passage_id")


def _another_passage(copy: Copy, selector: str = "", name: str = "") -> tuple[tuple[Edit, ...], str]:
    """A new passage of a document, with a claim on a name that the document has already; the id of the passage."""
    claim, _, _ = copy.claimed("names", "name", lambda claim, row, source: ".r-" in claim["passage_id"])
    passage = copy.index["passages"][claim["passage_id"]]
    key = f"{passage['source_id']}.{name}" if name else f"{claim['passage_id']}-z"
    edits = (
        copied("passages", passage, passage_id=key, selector=selector or passage["selector"]),
        copied("claims", claim, claim_id=f"{key}.{claim['target_id']}", passage_id=key),
    )
    return edits, key


def _same_place_twice(copy: Copy) -> Case:
    edits, key = _another_passage(copy)
    return edits, ("passages", key, "selector")


def _passage_selects_nothing(copy: Copy) -> Case:
    place = 9 + len(copy.rows["passages"])
    edits, key = _another_passage(copy, f"char={place},{place}", f"c{place:06}-{place:06}")
    return edits, ("passages", key, "selector")


def _retraction_of_nothing(copy: Copy) -> Case:
    claim, _, _ = copy.claimed("names", "name", lambda claim, row, source: not claim["asserted_by"])
    party = copy.take("parties", lambda row: row["kind"] == "media")["party_id"]
    key = f"{claim['passage_id']}.{claim['target_id']}.{party}"
    edit = copied("claims", claim, claim_id=key, asserted_by=party, fields="name", stance="retracts")
    return (edit,), ("claims", key, "stance")


def _claim_of_empty_cell(copy: Copy) -> Case:
    posts = Counter(row["holder_id"] for row in copy.rows["positions"])

    def once(claim: Row, row: Row, source: Row) -> bool:
        # Other rows refer to the body, so it does not become an orphan. Two posts without a body could be one.
        is_needed = len(copy.near[row["body_id"]]) > 1
        return is_needed and len(copy.claims[row["position_id"]]) == 1 and posts[row["holder_id"]] == 1

    claim, row, _ = copy.claimed("positions", "body_id", once)
    return (change("positions", row, body_id=""),), ("claims", claim["claim_id"], "fields")


def _event_after_its_source(copy: Copy) -> Case:
    _, row, _ = copy.claimed("events", "date", lambda claim, row, source: source["published"] and not row["part_of"])
    return (change("events", row, date=_SOME_DAY),), ("events", row["event_id"], "date")


def _chain_back_to_itself(copy: Copy) -> tuple[tuple[Edit, ...], Place, Place]:
    events = copy.index["events"]
    whole_of = {row["event_id"]: events.get(row["part_of"], {}) for row in copy.rows["events"]}

    def undated(row: Row) -> bool:
        whole = whole_of[row["event_id"]]
        return bool(whole) and not whole["part_of"] and not row["date"]

    row = copy.take("events", undated)
    whole = whole_of[row["event_id"]]
    edit = change("events", whole, part_of=row["event_id"])
    return (edit,), ("events", whole["event_id"], "part_of"), ("events", row["event_id"], "part_of")


def _id_in_two_tables(copy: Copy) -> tuple[tuple[Edit, ...], Place, Place]:
    row, party = copy.take("sources"), copy.take("parties")
    key = row["source_id"]
    edit = copied("parties", party, party_id=key, name=f"{party['name']} Z")
    return (edit,), ("sources", key, "source_id"), ("parties", key, "party_id")


def _counted(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("about_id", "measure", "population", "counted_by"))


def _post_when_not_held(copy: Copy) -> Case:
    claim, _, _ = copy.claimed("positions", "title", lambda claim, row, source: row["started"][:1].isdigit())
    return (change("claims", claim, as_of=_LONG_AGO),), ("claims", claim["claim_id"], "as_of")


def _supersedes_later_number(copy: Copy) -> Case:
    counts = Counter(_counted(row) for row in copy.rows["estimates"])
    row = copy.take("estimates", lambda row: not row["supersedes"] and counts[_counted(row)] == 1)
    other = f"{row['estimate_id']}-z"
    later = copied("estimates", row, estimate_id=other, as_of="2000")
    place = ("estimates", row["estimate_id"], "supersedes")
    return (change("estimates", row, supersedes=other, as_of=_LONG_AGO), later), place


def _spelling_twice(copy: Copy) -> Case:
    row = copy.take("names", lambda row: row["kind"] != "primary")
    other = f"{row['name_id']}-z"
    return (copied("names", row, name_id=other),), ("names", other, "name")


def _date_after_its_source(copy: Copy) -> Case:
    def undated(claim: Row, row: Row, source: Row) -> bool:
        of_no_day = not any(claim["as_of"] for claim in copy.claims[row["position_id"]])
        died = copy.index["officials"].get(row["holder_id"], {}).get("died")
        return bool(source["published"]) and not row["ended"] and not died and of_no_day

    _, row, _ = copy.claimed("positions", "started", undated)
    return (change("positions", row, started=_SOME_DAY),), ("positions", row["position_id"], "started")


def _statement_after_its_source(copy: Copy) -> Case:
    _, row, _ = copy.claimed(
        "statements", "made", lambda claim, row, source: source["published"] and not row["event_id"]
    )
    return (change("statements", row, made=_SOME_DAY),), ("statements", row["statement_id"], "made")


def _free(copy: Copy, row: Row) -> bool:
    """Whether neither its programme nor an end restricts the day of a listing."""
    programme = copy.index["programmes"].get(row["programme_id"], {})
    return not programme.get("started") and not programme.get("ended") and not row["delisted"]


def _listing_before_its_act(copy: Copy) -> Case:
    events = copy.index["events"]
    row = copy.take("sanctions", lambda row: events.get(row["action_id"], {}).get("date") and _free(copy, row))
    return (change("sanctions", row, listed=_LONG_AGO),), ("sanctions", row["sanction_id"], "listed")


def _listing_after_its_source(copy: Copy) -> Case:
    def fits(claim: Row, row: Row, source: Row) -> bool:
        return bool(source["published"]) and claim["modality"] != "inference" and _free(copy, row)

    _, row, _ = copy.claimed("sanctions", "listed", fits)
    return (change("sanctions", row, listed=_SOME_DAY),), ("sanctions", row["sanction_id"], "listed")


def _identifier_of_two(copy: Copy) -> tuple[tuple[Edit, ...], Place, Place]:
    (edit,), place = MAKERS["identifier_of_two"](copy)
    cells = edit.cells or {}
    (first,) = [row for row in copy.rows["identifiers"] if {**row, **cells} == row]
    # With a note, because the holder may already have another identifier of this scheme.
    noted = replace(edit, cells={**cells, "note": "Both are meant."})
    return (noted,), place, ("identifiers", first["identifier_id"], "value")


#: Rules whose errors would also be found in rows that refer to the spoilt one.
LEAVES = ("event_after_its_source", "event_outside_its_whole")
#: Replacements for mutations with findings at more than one cell.
QUIET: Mapping[str, Callable[[Copy], Any]] = {
    "event_after_its_source": _event_after_its_source,
    "id_in_two_tables": _id_in_two_tables,
    "chain_back_to_itself": _chain_back_to_itself,
    "claim_of_empty_cell": _claim_of_empty_cell,
    "post_when_not_held": _post_when_not_held,
    "references_resolve": _references_resolve,
    "retraction_of_nothing": _retraction_of_nothing,
    "more_members_than_size": _more_members_than_size,
    "official_kind_of_private_publisher": _official_kind_of_private_publisher,
    "verdict_without_record": _verdict_without_record,
    "statement_outside_its_event": _statement_outside_its_event,
    "claim_about_the_future": _claim_about_the_future,
    "claim_id_says_what": _claim_id_says_what,
    "orphan": _orphan,
    "part_greater_than_whole": _part_greater_than_whole,
    "passage_selects_nothing": _passage_selects_nothing,
    "same_place_twice": _same_place_twice,
    "date_after_its_source": _date_after_its_source,
    "identifier_of_two": _identifier_of_two,
    "listing_after_its_source": _listing_after_its_source,
    "listing_before_its_act": _listing_before_its_act,
    "spelling_twice": _spelling_twice,
    "statement_after_its_source": _statement_after_its_source,
    "supersedes_later_number": _supersedes_later_number,
    "tag_or_sanction": _tag_or_sanction,
    "unused_passage": _unused_passage,
    "claim_without_document": _claim_without_document,
    "copy_before_its_original": _copy_before_its_original,
    "listing_outside_programme": _listing_outside_programme,
}
