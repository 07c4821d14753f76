"""The evidence of a release. Rows are made only when they are needed: all of them would take gigabytes. Also functions
for the evidence on one cell: its order, its date and its values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.documents.document import Document
from mostanad.documents.folder import Documents, sha256
from mostanad.documents.selectors import Selector, parse
from mostanad.files.grouping import grouped
from mostanad.models import edtf
from mostanad.models.language import say
from mostanad.models.vocabularies import DocumentFormat, Hedge, Modality, Stance
from mostanad.models.words import when

if TYPE_CHECKING:
    from mostanad.site.contents import Record

Row = Mapping[str, Any]
#: For how many rows the evidence is cached.
_KEPT = 2_000
#: The longest range, in days, of which the last day means something if it is only the day of a document.
_YEAR = 366


class Evidence:
    """The evidence of a release, by row and by document."""

    def __init__(self, evidence: pa.Table) -> None:
        """``evidence``: the table of that name."""
        self._table = evidence.sort_by("fact_id").combine_chunks()
        counted = pc.replace_substring_regex(self._table["fact_id"], "/[^/]*$", "").value_counts()
        lengths = counted.field("counts").to_numpy()
        begins = zip((lengths.cumsum() - lengths).tolist(), lengths.tolist(), strict=True)
        self._rows = dict(zip(counted.field("values").to_pylist(), begins, strict=True))
        self.of = lru_cache(_KEPT)(self._of)  # each page is made once per language

    def _of(self, row_id: str) -> dict[str, list[Row]]:
        """The evidence on a row by column; also on cells that are not facts, such as the label of an official."""
        rows: list[Row] = self._table.slice(*self._rows.get(row_id, (0, 0))).to_pylist()
        return grouped(rows, lambda item: item["fact_id"].rpartition("/")[2])

    @cached_property
    def facts_on(self) -> dict[str, list[str]]:
        """By document, the ids of the facts and other cells on which it is evidence, in order."""
        found = defaultdict[str, list[str]](list)
        pairs = zip(self._table["source_id"].to_pylist(), self._table["fact_id"].to_pylist(), strict=True)
        for source_id, fact_id in dict.fromkeys(pairs):
            found[source_id].append(fact_id)
        return found

    def asserting(self, row_id: str, *fields: str) -> list[Row]:
        """The evidence that asserts some cells of a row."""
        of = self.of(row_id)
        return [one for field in fields for one in of.get(field, ()) if one["stance"] == Stance.ASSERTS]

    def told_less(self, event_id: str) -> set[str]:
        """Who asserts an event, but not all that our title says."""
        kind, title = self.asserting(event_id, "kind"), self.of(event_id).get("title", ())
        return {one["asserted_by"] for one in kind} - {one["asserted_by"] for one in title}

    def hedge(self, row_id: str, field: str, who: str = "", entries: Container[str] = ()) -> str:
        """The hedge on a cell, by anybody or by ``who``; empty if somebody asserts the cell without one. If any of the
        claims in ``entries`` assert the cell, only these count."""
        said = [one for one in self.asserting(row_id, field) if who in ("", one["asserted_by"])]
        hedges = {one["hedge"] for one in [one for one in said if one["claim_id"] in entries] or said}
        return "" if Hedge.NONE in hedges else min(hedges, default="")

    def is_inferred(self, row_id: str, field: str) -> bool:
        """Whether a cell is only inferred: no source says it."""
        return self._modalities(row_id, field) == {Modality.INFERENCE}

    def is_alleged(self, row_id: str, field: str) -> bool:
        """Whether a cell rests on accusations alone."""
        return Modality.ALLEGATION in (said := self._modalities(row_id, field)) and Modality.FACT not in said

    def _modalities(self, row_id: str, field: str) -> set[str]:
        return {one["modality"] for one in self.asserting(row_id, field)}

    def tells_of_both(self, *both: str) -> bool:
        """Whether a passage about the one overlaps a passage about the other."""
        pairs = product(*(self.told_at.get(one, ()) for one in both))
        return any(one == other and where.overlaps(there) for (one, where), (other, there) in pairs)

    @cached_property
    def told_at(self) -> dict[str, list[tuple[str, Selector]]]:
        """By event, post, tie or statement, the text passages about it: document and selector."""
        found = defaultdict[str, list[tuple[str, Selector]]](list)
        is_told = pc.match_substring_regex(self._table["fact_id"], "/(title|relation|gist)$")
        table = self._table.filter(pc.and_(is_told, pc.starts_with(self._table["selector"], "char=")))
        for item in table.select(["fact_id", "source_id", "selector"]).to_pylist():
            with suppress(ValueError):  # a release that was not verified can have bad selectors
                found[item["fact_id"].partition("/")[0]].append((item["source_id"], parse(item["selector"])))
        return found


def words_in(documents: Documents | None, sources: Mapping[str, Row]) -> Callable[[Row], str]:
    """Return a function for the text of a passage; empty unless its document is there and the hash agrees."""

    @lru_cache(8)
    def opened(source_id: str) -> Document | None:
        source = sources[source_id]
        content = documents and documents.find(source["sha256"] or "")
        return Document(content, DocumentFormat(source["format"])) if content else None

    def words(item: Row) -> str:
        document = opened(item["source_id"])
        if document is None or item["selector"].startswith("absent="):
            return ""
        passage = document.passage(parse(item["selector"]))
        return passage.decode("utf-8", "replace") if sha256(passage) == item["passage_sha256"] else ""

    return words


def place(selector: str) -> str:
    """A selector in words for readers, counted from 1. RFC 5147 counts the gaps between characters.

    >>> place("char=1203,1260"), place("line=31,32"), place("record=25"), place("absent=Ali Shamkhani")
    ('characters 1,204 to 1,260 of the text', 'line 32 of the file', 'entry 25', 'no entry for “Ali Shamkhani”')
    """
    kind, _, at = selector.partition("=")
    if kind in ("record", "absent"):
        return say("entry %(key)s" if kind == "record" else "no entry for “%(key)s”", key=at)
    if not (gaps := re.fullmatch(r"(?:char|line)=(\d+),(\d+)", selector)):
        return selector
    first, last = int(gaps[1]) + 1, int(gaps[2])
    if kind == "line" and first == last:
        return say("line %(number)s of the file", number=last)
    said = (
        "characters %(first)s to %(last)s of the text" if kind == "char" else "lines %(first)s to %(last)s of the file"
    )
    return say(said, first=first, last=last)


def outright(record: Record, items: Iterable[Row], first: Container[str] = ()) -> tuple[list[Row], list[Row]]:
    """One item of evidence for each speaker and stance: those that assert, and those against; approximations are left
    out. In the order of display: said outright before inferred or hedged, asserters in ``first`` before others, then by
    the date of the document."""

    def order(item: Row) -> tuple[bool, bool, bool, str]:
        is_inferred, day = item["modality"] == Modality.INFERENCE, record.sources[item["source_id"]]["published_min"]
        return is_inferred, item["hedge"] != Hedge.NONE, item["asserted_by"] not in first, str(day)

    found: dict[tuple[str, str, str], Row] = {}
    for item in sorted(items, key=order):
        if item["stance"] != Stance.APPROXIMATES:
            found.setdefault((item["stance"], item["asserted_by"], record.reporter(item)), item)
    asserted = [item for item in found.values() if item["stance"] == Stance.ASSERTS]
    return asserted, [item for item in found.values() if item["stance"] != Stance.ASSERTS]


def dated(event: Row, told: Iterable[Row], sources: Mapping[str, Row]) -> str:
    """The date of an event in words; ``told`` is the evidence on it. If the last day is only that of a document, over a
    year after the first, the text is “or later”."""
    first, last = event["date_min"], event["date_max"]
    printed = {sources[one["source_id"]]["published"] for one in told}
    if first and last and (last - first).days > _YEAR and str(last) in printed:
        return say("%(day)s or later", day=when(event["date"].strip("[]").partition("..")[0]))
    return when(event["date"])


def values(record: Record, row_id: str, field: str) -> Iterator[tuple[str, str, bool | None]]:
    """The values of a cell: each with its asserter and, if it is in the entry of a listing, whether that ended. Several
    dates in one entry are alternatives."""
    listings = record.naming(row_id, "sanctions", "target_id")
    over = {f"record={row['entry']}": True for row in listings if row["entry"]}
    over |= {f"record={row['entry']}": False for row in listings if not row["delisted"]}
    lines = defaultdict[tuple[str, str, str], dict[str, None]](dict)
    for item in record.evidence.of(row_id).get(field, []):
        if item["value"] and item["stance"] in (Stance.ASSERTS, Stance.DISPUTES, Stance.APPROXIMATES):
            entry = next((one for one in over if f"{item['selector']}/".startswith(f"{one}/")), item["selector"])
            lines[item["source_id"], entry, item["asserted_by"]][item["value"]] = None
    for (_, entry, who), found in lines.items():
        is_either = len(found) > 1 and all(re.fullmatch(r"\d{4}(-\d\d)*", value) for value in found)
        given = [f"[{','.join(sorted(found))}]"] if is_either else found
        yield from ((value, who, over.get(entry)) for value in given)


def is_one_time(record: Record, row_id: str, field: str) -> bool:
    """Whether all dates of birth in documents can be the same, as 1959 and “1959 or 1960” can."""
    stances = {one["stance"] for one in record.evidence.of(row_id).get(field, ())}
    if field != "born" or stances & {Stance.DENIES, Stance.RETRACTS}:
        return False
    with suppress(ValueError):  # a release that was not verified can have bad dates
        found = {value for value, *_ in values(record, row_id, field)}
        return all(edtf.overlap(*pair) for pair in combinations(found, 2))
    return False
