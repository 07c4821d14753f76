"""The evidence of a release, of which rows are made only for what is asked: all of them would take gigabytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Row = Mapping[str, Any]
#: How many rows of evidence are made at once where all are gone through.
_AT_ONCE = 50_000
#: Of how many rows the evidence is kept.
_KEPT = 2_000


class Evidence:
    """The evidence of a release: of a row, of a document, or all of it one piece after the other."""

    def __init__(self, evidence: pa.Table) -> None:
        """``evidence``: that table of a release."""
        facts = evidence["fact_id"]
        self._table = evidence.take(pc.sort_indices(facts)).combine_chunks()
        self._rows = _Groups(pc.replace_substring_regex(self._table["fact_id"], "/[^/]*$", ""))
        self.of = lru_cache(_KEPT)(self._of)  # a page asks in each language

    def __len__(self) -> int:
        return len(self._table)

    def _of(self, row_id: str) -> dict[str, list[Row]]:
        """The evidence on a row by column; also on cells that are not facts, such as the label of an official."""
        found: dict[str, list[Row]] = {}
        for item in self._table.take(self._rows.places(row_id)).to_pylist():
            found.setdefault(item["fact_id"].rpartition("/")[2], []).append(item)
        return found

    def in_batches(self, *columns: str) -> Iterator[list[Row]]:
        """All of it, with these columns."""
        for batch in self._table.select(columns).to_batches(_AT_ONCE):
            yield batch.to_pylist()

    def facts_on(self, source_id: str) -> list[str]:
        """The facts, and cells that are none, on which a document says something; in order."""
        found: list[str] = pc.unique(self._table["fact_id"].take(self._sources.places(source_id))).to_pylist()
        return found

    @cached_property
    def _sources(self) -> _Groups:
        return _Groups(self._table["source_id"])


class _Groups:
    """Where each value of a column stands."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        encoded = column.combine_chunks().dictionary_encode()
        numbers: npt.NDArray[Any] = encoded.indices.to_numpy()
        names = encoded.dictionary.to_pylist()
        self._order = np.argsort(numbers, kind="stable")
        self._begins = np.searchsorted(numbers[self._order], np.arange(len(names) + 1))
        self._number = {name: number for number, name in enumerate(names)}

    def places(self, name: str) -> pa.Array:
        """The places of the rows with this value, in order."""
        number = self._number.get(name)
        found = self._order[:0] if number is None else self._order[slice(*self._begins[number : number + 2])]
        return pa.array(found, pa.int64())
