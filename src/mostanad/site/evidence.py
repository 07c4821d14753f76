"""The evidence of a release, of which rows are made only for what is asked: all of them would take gigabytes; and what
it tells of a cell: in what order, of what day, with which values."""

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
#: Of how many rows the evidence is kept.
_KEPT = 2_000
#: How long two days can lie apart of which the later is that of a document and yet tells something.
_YEAR = 366


class Evidence:
    """The evidence of a release, of a row or of a document."""

    def __init__(self, evidence: pa.Table) -> None:
        """``evidence``: that table of a release."""
        self._table = evidence.sort_by("fact_id").combine_chunks()
        counted = pc.replace_substring_regex(self._table["fact_id"], "/[^/]*$", "").value_counts()
        lengths = counted.field("counts").to_numpy()
        begins = zip((lengths.cumsum() - lengths).tolist(), lengths.tolist(), strict=True)
        self._rows = dict(zip(counted.field("values").to_pylist(), begins, strict=True))
        self.of = lru_cache(_KEPT)(self._of)  # a page asks in each language

    def _of(self, row_id: str) -> dict[str, list[Row]]:
        """The evidence on a row by column; also on cells that are not facts, such as the label of an official."""
        rows: list[Row] = self._table.slice(*self._rows.get(row_id, (0, 0))).to_pylist()
        return grouped(rows, lambda item: item["fact_id"].rpartition("/")[2])

    @cached_property
    def facts_on(self) -> dict[str, list[str]]:
        """By document the facts, and cells that are none, on which it says something; in order."""
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
        """Who says that an event was, but not all that our title says."""
        kind, title = self.asserting(event_id, "kind"), self.of(event_id).get("title", ())
        return {one["asserted_by"] for one in kind} - {one["asserted_by"] for one in title}

    def hedge(self, row_id: str, field: str, who: str = "", entries: Container[str] = ()) -> str:
        """The hedge with which a cell is asserted, by anybody or by ``who``; empty if they say it somewhere without. If
        some of these claims, on the ``entries`` about somebody, assert it, only they count."""
        said = [one for one in self.asserting(row_id, field) if who in ("", one["asserted_by"])]
        hedges = {one["hedge"] for one in [one for one in said if one["claim_id"] in entries] or said}
        return "" if Hedge.NONE in hedges else min(hedges, default="")

    def is_inferred(self, row_id: str, field: str) -> bool:
        """Whether nobody says a cell: it is concluded from something else."""
        return self._modalities(row_id, field) == {Modality.INFERENCE}

    def is_alleged(self, row_id: str, field: str) -> bool:
        """Whether a cell rests on accusations alone."""
        return Modality.ALLEGATION in (said := self._modalities(row_id, field)) and Modality.FACT not in said

    def _modalities(self, row_id: str, field: str) -> set[str]:
        return {one["modality"] for one in self.asserting(row_id, field)}

    def tells_of_both(self, *both: str) -> bool:
        """Whether passages that tell of two things have words in common."""
        pairs = product(*(self.told_at.get(one, ()) for one in both))
        return any(one == other and where.overlaps(there) for (one, where), (other, there) in pairs)

    @cached_property
    def told_at(self) -> dict[str, list[tuple[str, Selector]]]:
        """By event, post, tie or statement, the passages of texts that tell of it: the document, and where in it."""
        found = defaultdict[str, list[tuple[str, Selector]]](list)
        is_told = pc.match_substring_regex(self._table["fact_id"], "/(title|relation|gist)$")
        table = self._table.filter(pc.and_(is_told, pc.starts_with(self._table["selector"], "char=")))
        for item in table.select(["fact_id", "source_id", "selector"]).to_pylist():
            with suppress(ValueError):  # a release that nobody verified can say anything
                found[item["fact_id"].partition("/")[0]].append((item["source_id"], parse(item["selector"])))
        return found


def words_in(documents: Documents | None, sources: Mapping[str, Row]) -> Callable[[Row], str]:
    """What gives the words of a passage, if its document is there and their hash agrees; else nothing."""

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
    """A place in a document, as somebody says it who opens the document; RFC 5147 counts the gaps between characters.

    >>> place("char=1203,1260"), place("line=31,32"), place("record=25"), place("absent=Ali Shamkhani")
    ('characters 1,204 to 1,260 of the text', 'line 32 of the file', 'entry 25', 'no entry of “Ali Shamkhani”')
    """
    kind, _, at = selector.partition("=")
    if kind in ("record", "absent"):
        return say("entry %(key)s" if kind == "record" else "no entry of “%(key)s”", key=at)
    if not (gaps := re.fullmatch(r"(?:char|line)=(\d+),(\d+)", selector)):
        return selector
    first, last = int(gaps[1]) + 1, int(gaps[2])
    if kind == "line" and first == last:
        return say("line %(number)s of the file", number=last)
    said = (
        "characters %(first)s to %(last)s of the text" if kind == "char" else "lines %(first)s to %(last)s of the file"
    )
    return say(said, first=first, last=last)


def outright(items: Iterable[Row], sources: Mapping[str, Row], first: Container[str] = ()) -> list[Row]:
    """Evidence in the order in which it is told: what is said outright before what is less so, who is among ``first``
    before others, and by the days of the documents."""

    def order(item: Row) -> tuple[bool, bool, bool, str]:
        is_inferred, day = item["modality"] == Modality.INFERENCE, str(sources[item["source_id"]]["published_min"])
        return is_inferred, item["hedge"] != Hedge.NONE, item["asserted_by"] not in first, day

    return sorted(items, key=order)


def dated(event: Row, told: Iterable[Row], sources: Mapping[str, Row]) -> str:
    """When an event was, in words, by what is ``told`` of that; a last day that is only that of a document, more than a
    year after the first, says nothing."""
    first, last = event["date_min"], event["date_max"]
    printed = {sources[one["source_id"]]["published"] for one in told}
    if first and last and (last - first).days > _YEAR and str(last) in printed:
        return say("%(day)s or later", day=when(event["date"].strip("[]").partition("..")[0]))
    return when(event["date"])


def values(record: Record, row_id: str, field: str) -> Iterator[tuple[str, str, bool | None]]:
    """The values of a cell, who gives each, and if in the entry of a listing, whether that ended; times that one entry
    prints in several lines are alternatives."""
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
    """Whether all that documents give for the time of a birth can be one, as 1959 and “1959 or 1960” can."""
    stances = {one["stance"] for one in record.evidence.of(row_id).get(field, ())}
    if field != "born" or stances & {Stance.DENIES, Stance.RETRACTS}:
        return False
    with suppress(ValueError):  # a release that nobody verified can say anything
        found = {value for value, *_ in values(record, row_id, field)}
        return all(edtf.overlap(*pair) for pair in combinations(found, 2))
    return False
