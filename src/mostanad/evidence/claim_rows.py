"""Computes the claims that rules and release models read, with whole columns: a fast equivalent of ``relations.sql``.

It is many times faster than the SQL and copies no text, but every reference in the tables must lead to one row.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import camps, support
from mostanad.evidence.links import Links, flags, indices, numbers
from mostanad.evidence.seals import DEFAULTS
from mostanad.files.columns import text, texts
from mostanad.models import FACT_TABLES

_NOBODY = -1


class Words(dict[str, int]):
    """A dictionary that gives each new text the next number."""

    def __missing__(self, word: str) -> int:
        return self.setdefault(word, len(self))

    def of(self, cells: pa.Array | pa.ChunkedArray) -> np.ndarray:
        """The number of each cell; :data:`_NOBODY` for an empty cell."""
        if not len(cells):
            return np.empty(0, np.int32)
        coded = (cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells).dictionary_encode()
        known = np.array([*map(self.__getitem__, coded.dictionary.to_pylist()), _NOBODY], np.int32)
        found: np.ndarray = known[numbers(coded.indices, _NOBODY)]
        return found

    def cells(self, places: np.ndarray) -> pa.DictionaryArray:
        """The texts with these numbers; null for :data:`_NOBODY`."""
        return encoded(places, texts(self))


def encoded(places: np.ndarray, words: pa.Array) -> pa.DictionaryArray:
    """The texts at these positions in ``words``; null for a negative position."""
    is_valid, mask = places >= 0, None
    if not is_valid.all():
        mask, places = pa.py_buffer(np.packbits(is_valid, bitorder="little")), np.where(is_valid, places, 0)
    whole = pa.py_buffer(places.astype(np.int32, copy=False))
    return pa.DictionaryArray.from_arrays(pa.Array.from_buffers(pa.int32(), len(places), [mask, whole]), words)


class ClaimRows:
    """Builds the relations ``claim_rows`` and ``camps``. Every claim must lead to a passage, a source and a row.

    :class:`Words` numbers parties and dates. An array about claims has one item for each claim, in order.
    """

    def __init__(self, typed: Mapping[str, pa.Table], links: Links, lineage: pa.Table) -> None:
        """Take the links of the same tables, and the lineage of their sources in the order of ``sources``."""
        self._typed, self._claims = typed, typed["claims"]
        named = links.tables["claims"]["fields"].combine_chunks().dictionary_encode()
        self._fields = pa.DictionaryArray.from_arrays(named.indices, pc.split_pattern(named.dictionary, " "))
        self._rows, self._passage = (links.whole("claims", name) for name in ("target_id", "passage_id"))
        self._source = links.whole("passages", "source_id")[self._passage]
        self._parties, self._dates = Words(), Words()
        self._of_sources = {name: self._parties.of(lineage[name]) for name in ("asserter", "publisher", "origin")}
        self._root = Words().of(lineage["root_id"])
        self._held = flags(pc.is_valid(typed["sources"]["sha256"]))
        self._starts = np.cumsum([0, *(typed[name].num_rows for name in FACT_TABLES)])
        self._asserts = flags(pc.is_in(self._claims["stance"], value_set=texts([None, "asserts"])))

    def table(self) -> pa.Table:
        """The relation ``claim_rows``, with repetitive columns dictionary-encoded."""
        claims, source, of_sources = self._claims, self._source, self._of_sources
        said = self._parties.of(claims["asserted_by"])
        asserter = of_sources["asserter"][source]
        reporter = np.where(self._additions(), asserter, of_sources["origin"][source])
        origin, unnamed = reporter, self._parties["unnamed"]
        for who in (said, self._counters()):
            origin = np.where((who >= 0) & (who != unnamed) & (who != asserter), who, origin)
        published = self._dates.of(self._typed["sources"]["published"])
        dates = self._dates.of(claims["as_of"])
        dates = np.where(dates >= 0, dates, published[source])
        dates[dates < 0] = self._dates[""]
        camp, camp_of_reporter = self._camps(origin, reporter, dates)
        firsthand = np.zeros(len(self._parties), bool)
        firsthand[of_sources["asserter"][self._held]] = True
        known = firsthand[origin] | self._reported_twice(origin, reporter, camp_of_reporter)
        table = np.searchsorted(self._starts, self._rows, "right") - 1
        sources, of_passages = self._typed["sources"], self._typed["passages"].select(["selector", "sha256"])
        selector, sha256 = of_passages.take(indices(self._passage)).columns
        made = {
            **{name: claims[name] for name in ("claim_id", "passage_id")},
            "source_id": encoded(source, sources["source_id"].combine_chunks()),
            "table_name": encoded(table, texts(FACT_TABLES)),
            "row_id": claims["target_id"],
            "asserted_by": self._parties.cells(np.where(said >= 0, said, asserter)),
            "published_by": self._parties.cells(of_sources["publisher"][source]),
            "origin": self._parties.cells(origin),
            **{name: pc.coalesce(claims[name], text(word)).dictionary_encode() for name, word in DEFAULTS.items()},
            "as_of": claims["as_of"],
            "camp_date": self._dates.cells(dates),
            **{name: claims[name] for name in ("value", "as_stated")},
            **{"selector": selector, "passage_sha256": sha256},
            **{f"source_{name}": encoded(source, sources[name].combine_chunks()) for name in ("url", "sha256")},
            "fields": self._fields,
            "camp": self._parties.cells(np.where(known, camp, _NOBODY)),
        }
        return pa.table(made)

    def _counters(self) -> np.ndarray:
        """For each claim on a row of ``estimates``, who counted the number; :data:`_NOBODY` for all other claims."""
        place = FACT_TABLES.index("estimates")
        counted, start = self._parties.of(self._typed["estimates"]["counted_by"]), self._starts[place]
        is_number = (self._rows >= start) & (self._rows < self._starts[place + 1])
        found = np.full(len(self._rows), _NOBODY, np.int32)
        found[is_number] = counted[self._rows[is_number] - start]
        return found

    def _additions(self) -> np.ndarray:
        """For each claim, whether it is what an adapted text adds: we hold the original or an unchanged copy, and no
        other asserter in the same lineage has a claim on these cells."""
        asserter, origin = self._of_sources["asserter"], self._of_sources["origin"]
        root = self._root
        has_original = np.zeros(len(root), bool)
        has_original[root[self._held & (asserter == origin)]] = True
        is_adapted = (asserter != origin) & has_original[root]
        found: np.ndarray = is_adapted[self._source]
        of_root, of_row = np.zeros(len(root), bool), np.zeros(self._starts[-1], bool)
        of_root[root[is_adapted]] = True
        of_row[self._rows[found]] = True
        near = np.flatnonzero(of_root[root][self._source] & of_row[self._rows])
        if not len(near):
            return found
        fields = self._claims["fields"].take(indices(near)).combine_chunks()
        claim = near[np.from_dlpack(pc.list_parent_indices(fields))]
        named = Words()
        field = named.of(pc.list_flatten(fields))
        cell = (self._rows[claim] * np.int64(len(root)) + root[self._source[claim]]) * len(named) + field
        who = asserter[self._source[claim]]
        found[claim[_of_several(cell, who, len(self._parties))]] = False
        return found

    def _camps(self, origin: np.ndarray, reporter: np.ndarray, dates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The camps of the origin and of the reporter of each claim on its date. Sets :attr:`camps`."""
        party, date = ([*words] for words in (self._parties, self._dates))
        pairs = [who * np.int64(len(date)) + dates for who in (origin, reporter)]
        is_asked = np.zeros(len(party) * len(date), bool)
        for some in pairs:
            is_asked[some] = True
        asked = np.flatnonzero(is_asked)
        whom = [(party[one // len(date)], date[one % len(date)]) for one in asked.tolist()]
        ties = support.texts(self._typed["affiliations"].to_pylist())
        self.camps = camps.table(ties, sorted(whom), lasting=True)
        found = np.full(len(is_asked), _NOBODY, np.int32)
        found[asked] = [self._parties[self.camps[one]] if one in self.camps else _NOBODY for one in whom]
        return found[pairs[0]], found[pairs[1]]

    def _reported_twice(self, origin: np.ndarray, reporter: np.ndarray, camp: np.ndarray) -> np.ndarray:
        """For each claim, whether documents of two camps report what its origin says about its row."""
        told = np.flatnonzero(self._asserts & (reporter != origin) & (camp >= 0))
        pairs = self._rows * np.int64(len(self._parties) + 1) + origin
        told = told[_of_several(pairs[told], camp[told], len(self._parties))]
        return np.isin(pairs, pairs[told])


def _of_several(groups: np.ndarray, who: np.ndarray, most: int) -> np.ndarray:
    """For each item, whether its group has more than one distinct ``who`` (numbers below ``most``)."""
    both = groups * np.int64(most + 1) + who
    order = np.argsort(both)
    both, group = both[order], groups[order]
    first = np.flatnonzero(np.append(True, group[1:] != group[:-1])[: len(group)])
    size = np.diff(np.append(first, len(group)))
    found = np.empty(len(group), bool)
    found[order] = np.repeat(both[first] != both[first + size - 1], size)
    return found
