"""Proves fast that rules across tables find nothing: those about references, and about claims and the cells they name.

A rule that is not proven clean here runs in SQL; only the rules write findings.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.links import Links, flags, indices, numbers
from mostanad.evidence.relations import shares_ids
from mostanad.files.columns import text, texts
from mostanad.models import FACT_TABLES, TABLES

Tables = Mapping[str, pa.Table]
#: Tables whose rows must be referred to: the rules ``orphan`` and ``unused_passage`` check that.
_REFERRED_TO = ("officials", "parties", "groups", "events", "sources", "passages")
#: Tables whose ids have one dot (passages) or more (claims); the ids of all other tables have none.
_BY_DOTS = ("passages", "claims")
_OF_STANCE = {"approximates": "approximation_of_another_date", "retracts": "retraction_of_nothing"}
#: The rules about dates later than the document that states them, and the tables that they read.
_AFTER_SOURCE = {
    "date_after_its_source": ("officials", "parties", "affiliations", "positions", "participations", "estimates"),
    "event_after_its_source": ("events",),
    "listing_after_its_source": ("sanctions", "tags"),
    "statement_after_its_source": ("statements",),
}
_OF_LISTINGS = "listing_after_its_source"
_HELD = ("positions", "affiliations")
#: A day after all others.
_NEVER = 1 << 30


class Group(NamedTuple):
    """Claims on one table that name the same columns."""

    table: str
    fields: list[str]
    claims: np.ndarray  # their row numbers
    rows: np.ndarray  # for each claim, the number of its target row in the table


def without_findings(links: Links, typed: Tables) -> set[str]:
    """The names of rules that find nothing. The tables must have passed the screen; ``links`` has them as text."""
    found = {"key_twice", *_of_references(links)}
    # No two rows may have the same id. Another rule finds merged ids that are still rows.
    others = [name for name, model in TABLES.items() if shares_ids(model) and name not in (*_BY_DOTS, "redirects")]
    chunks = [chunk for name in others for chunk in links.tables[name][TABLES[name].key()].chunks]
    if len(pc.unique(pa.chunked_array(chunks, pa.string()))) == sum(map(len, chunks)):
        found.add("id_in_two_tables")
    if not links.tables["fact_check_answers"].num_rows:
        found.add("no_without_a_list")
    if "references_resolve" in found:
        claims = links.tables["claims"]
        groups = [*by_fields(claims, links.whole("claims", "target_id"), links.tables)]
        asserts = flags(pc.is_in(claims["stance"], value_set=texts([None, "asserts"])))
        found |= {*_of_claims(links, groups, asserts), *_of_days(links, typed, groups, asserts)}
    return found


def _of_references(links: Links) -> Iterator[str]:
    """Check that every reference leads to a row, and that every row that needs a reference to it has one."""
    referred = {name: np.zeros(links.tables[name].num_rows, bool) for name in _REFERRED_TO}
    for name, model in TABLES.items():
        for column in (one for one in model.columns() if one.references):
            places = links[name, column.name]
            if places is None:
                return
            if column.references == (name,):  # a reference of a row to itself does not count
                places = places[places != np.flatnonzero(flags(pc.is_valid(links.tables[name][column.name])))]
            start = 0
            for target in column.references:
                end = start + links.tables[target].num_rows
                if target in referred:
                    referred[target][places[(places >= start) & (places < end)] - start] = True
                start = end
    yield "references_resolve"
    if referred.pop("passages").all():
        yield "unused_passage"
    if all(is_referred.all() for is_referred in referred.values()):
        yield "orphan"


def _of_claims(links: Links, groups: Sequence[Group], asserts: np.ndarray) -> Iterator[str]:
    """Check that claims name filled cells of columns that a source can back, and that every assertion has a claim."""
    tables, claims = links.tables, links.tables["claims"]
    stances = pc.unique(claims["stance"]).to_pylist()
    yield from (rule for stance, rule in _OF_STANCE.items() if stance not in stances)
    if _names_cells_once(links):
        yield "claim_twice"
    columns = [(name, one.name, one.role) for name in FACT_TABLES for one in TABLES[name].columns()]
    cells = [(name, one) for name, one, role in columns if role in ("assertion", "coding")]
    filled = {(name, one): flags(pc.is_valid(tables[name][one])) for name, one in cells}
    asserted = {cell: np.zeros(len(found), bool) for cell, found in filled.items()}
    values = claims["value"].combine_chunks()
    disputes = flags(pc.is_in(claims["stance"], value_set=texts(["disputes"])))
    is_filled = is_rival = True
    for name, fields, chosen, places in groups:
        if not all((name, field) in filled for field in fields):
            return
        disputed = disputes[chosen]
        for field in fields:
            if disputed.any():
                cells = tables[name][field].take(indices(places[disputed]))
                is_rival &= not pc.any(pc.equal(cells, values.take(indices(chosen[disputed])))).as_py()
            is_filled &= bool(filled[name, field][places].all())
            asserted[name, field][places[asserts[chosen]]] = True
    yield "claim_of_no_fact"
    if is_filled:
        yield "claim_of_empty_cell"
    if is_rival:
        yield "dispute_of_the_same_value"
    assertions = ((name, one) for name, one, role in columns if role == "assertion")
    if all(asserted[cell][filled[cell]].all() for cell in assertions):
        yield "cell_without_claim"


def _names_cells_once(links: Links) -> bool:
    """Whether no two claims on the same passage and row say the same of a cell, no matter who asserts it."""
    rows, passages = links.whole("claims", "target_id"), links.whole("claims", "passage_id")
    pairs = passages.astype(np.int64) * (int(rows.max(initial=0)) + 1) + rows
    order = np.argsort(pairs, kind="stable")  # fast on input that is mostly sorted, as files of claims are
    twice = pairs[order[1:]] == pairs[order[:-1]]
    if not twice.any():
        return True
    near = order[np.append(twice, False) | np.append(False, twice)]
    said = links.tables["claims"].select(["fields", "stance", "as_of", "value"]).take(indices(near))
    fields = pc.split_pattern(said["fields"].combine_chunks(), " ")
    said = said.set_column(0, "pair", indices(pairs[near]).cast(pa.string())).take(pc.list_parent_indices(fields))
    cells = pc.binary_join_element_wise(*said.columns, pc.list_flatten(fields), text("\n"), null_handling="replace")
    return len(pc.unique(cells)) == len(cells)


def _of_days(links: Links, typed: Tables, groups: Sequence[Group], asserts: np.ndarray) -> Iterator[str]:
    """Check that no date is later than its document, and no claim is about a day outside the span of its row."""
    passage, source = links.whole("claims", "passage_id"), links.whole("passages", "source_id")
    claims = typed["claims"]
    told = numbers(typed["sources"]["published_max"], _NEVER)[source][passage]
    first, last = numbers(claims["as_of_min"], -_NEVER), numbers(claims["as_of_max"], _NEVER)
    if not (first > told).any():
        yield "claim_about_the_future"
    excused = _is_bound(typed, passage, source)
    odd = set[str]()
    for name, fields, claim, row in groups:
        chosen, places = claim[asserts[claim]], row[asserts[claim]]
        for field in fields:
            if f"{field}_min" in typed[name].column_names:
                later = numbers(typed[name][f"{field}_min"], -_NEVER)[places] > told[chosen]
                rules = {rule for rule, tables in _AFTER_SOURCE.items() if name in tables}
                if (later & ~excused[chosen]).any() or (later.any() and _OF_LISTINGS not in rules):
                    odd |= rules
        if name in _HELD:
            begin, end = numbers(typed[name]["started_min"], -_NEVER), numbers(typed[name]["ended_max"], _NEVER)
            if ((last[chosen] < begin[places]) | (first[chosen] > end[places])).any():
                odd.add("post_when_not_held")
    yield from {*_AFTER_SOURCE, "post_when_not_held"} - odd


def _is_bound(typed: Tables, passage: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Whether each claim is an inference from a list of another day, which ``listing_after_its_source`` allows."""
    kinds, selectors = typed["sources"]["kind"], typed["passages"]["selector"]
    of_list = flags(pc.is_in(kinds, value_set=texts(["sanctions_list", "legal_act"])))
    of_log = flags(pc.is_in(kinds, value_set=texts(["dataset"])))
    entry, line = (flags(pc.match_substring_regex(selectors, which)) for which in ("^(?:record|absent)=", "^line="))
    bound = (of_list[source] & entry) | (of_log[source] & line)
    found: np.ndarray = bound[passage] & flags(pc.is_in(typed["claims"]["modality"], value_set=texts(["inference"])))
    return found


def by_fields(claims: pa.Table, rows: np.ndarray, tables: Tables) -> Iterator[Group]:
    """Group claims by table and named columns. ``rows``: each claim's target, by position in all tables with facts."""
    if not len(rows):
        return
    starts = np.cumsum([0, *(tables[name].num_rows for name in FACT_TABLES)])
    fields = claims["fields"].combine_chunks().dictionary_encode()
    table = np.searchsorted(starts, rows, "right") - 1
    kinds = table * len(fields.dictionary) + np.from_dlpack(fields.indices)
    order = np.argsort(kinds.astype(np.uint16 if kinds.max() < 1 << 16 else np.int64), kind="stable")
    ends = np.cumsum(np.bincount(kinds)).tolist()
    for kind, (start, end) in enumerate(pairwise([0, *ends])):
        if start < end:
            number, which = divmod(kind, len(fields.dictionary))
            chosen = order[start:end]
            named = fields.dictionary[which].as_py().split(" ")
            yield Group(FACT_TABLES[number], named, chosen, rows[chosen] - starts[number])
