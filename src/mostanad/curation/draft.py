"""A draft: the dataset's rows while an edit adds rows, passages and claims to them, and what is looked up in them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from mostanad.curation.transaction import Rows, blank_row
from mostanad.documents.document import Document
from mostanad.documents.selectors import Selector
from mostanad.files.grouping import grouped
from mostanad.matching import folding
from mostanad.models.fields import ENTITIES
from mostanad.models.vocabularies import Scope
from mostanad.validation.formats.visible import visible

_MODES = ("asserted_by", "modality", "hedge", "stance", "as_of", "value", "as_stated")
#: A longer part of an id helps nobody, and a file that is named after it may not be written.
_LONG = 100


@dataclass
class Version:
    """A document, and the source that it is or becomes."""

    source_id: str
    document: Document


@dataclass
class Draft:
    """Rows of all tables, edited in place, lines that the curator should read, and ids that are never minted."""

    rows: Rows
    lines: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken.update(key for table in self.rows.values() for key in table)
        self._indexes: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = {}

    def tell(self, line: str) -> None:
        """Tell the curator something; of what a list prints, nothing reaches the terminal that would steer it."""
        self.lines.append(visible(line))

    def mint(self, *parts: str) -> str:
        """An id that no row has: the parts, folded and joined by hyphens, with a number if need be."""
        wanted = _joined(parts)
        ids = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
        return next(row_id for row_id in ids if row_id not in self.taken)

    def merged(self, *parts: str) -> str:
        """The id of the row into which the row with the id of these parts was merged; empty if there was none."""
        return self.rows["redirects"].get(_joined(parts), {}).get("new_id", "")

    def add(self, table: str, row_id: str, **cells: str) -> str:
        """Add a row, or give an existing one the cells that it lacks; its id."""
        is_new = row_id not in self.rows[table]
        row = self.rows[table].setdefault(row_id, blank_row(table, row_id))
        row.update({name: value for name, value in cells.items() if not row[name]})
        self.taken.add(row_id)
        for (indexed, column), index in self._indexes.items():
            if is_new and indexed == table:
                index.setdefault(row[column], []).append(row)
        return row_id

    def where(self, table: str, column: str, value: str) -> list[dict[str, str]]:
        """The rows of a table with a value in a column, which no row changes once it has it."""
        if (table, column) not in self._indexes:
            self._indexes[table, column] = grouped(self.rows[table].values(), lambda row: row[column])
        return self._indexes[table, column].get(value, [])

    def claim(self, version: Version, selector: Selector, row_id: str, fields: Iterable[str], **cells: str) -> None:
        """Back cells of a row by a passage of a version; the other cells are the claim's (asserter, modality, ...).

        One passage and one row make one claim, unless somebody asserts it otherwise. More fields of a sealed claim, and
        more rival values, make another.
        """
        passage_id = f"{version.source_id}.{selector.place}"
        place = {"source_id": version.source_id, "selector": str(selector)}
        digest = version.document.digest(selector)
        self.rows["passages"][passage_id] = {"passage_id": passage_id, **place, "sha256": digest}
        claim = blank_row("claims", "") | cells | {"passage_id": passage_id, "target_id": row_id}
        wanted = set(fields)
        for name in _claim_ids(f"{passage_id}.{row_id}", claim["asserted_by"]):
            there = self.rows["claims"].get(name)
            if there is None:
                self.rows["claims"][name] = claim | {"claim_id": name, "fields": " ".join(sorted(wanted))}
                return
            if any(there[mode] != claim[mode] for mode in _MODES):
                continue
            known = set(there["fields"].split(" "))
            if wanted <= known or not (name in self.rows["seals"] or claim["value"]):
                there["fields"] = " ".join(sorted(known | wanted))
                if f"; {claim['note']}; " not in f"; {there['note']}; ":
                    there["note"] = "; ".join(filter(None, (there["note"], claim["note"])))
                return
            wanted -= known

    def table_of(self, entity_id: str) -> str:
        return next((table for table in ENTITIES if entity_id in self.rows[table]), "")

    def is_person(self, entity_id: str) -> bool:
        return entity_id in self.rows["officials"] or self.rows["parties"][entity_id]["kind"] == "person"

    def identified(self, scheme: str | None) -> dict[str, str]:
        return {row["value"]: row["entity_id"] for row in self.rows["identifiers"].values() if row["scheme"] == scheme}

    def whole(self, authority_id: str) -> set[str]:
        """The codes of the programmes of an authority of which everybody is taken in."""
        rows = self.rows["programmes"].values()
        return {row["code"] for row in rows if (row["authority_id"], row["scope"]) == (authority_id, Scope.WHOLE)}

    def backed_by(self, list_id: str) -> set[str]:
        """The rows that rest on a version of a list."""
        versions = {key for key, row in self.rows["sources"].items() if row["derived_from"] == list_id}
        passages = {key for key, row in self.rows["passages"].items() if row["source_id"] in versions}
        return {row["target_id"] for row in self.rows["claims"].values() if row["passage_id"] in passages}


def record(key: str) -> Selector:
    return Selector("record", key=key)


def _claim_ids(base: str, asserter: str) -> Iterator[str]:
    yield base
    if asserter:
        yield (base := f"{base}.{asserter}")
    yield from (f"{base}.{number}" for number in count(2))


def _joined(parts: Iterable[str]) -> str:
    return "-".join(filter(None, map(_slug, parts))) or "unnamed-entry"


def _slug(text: str) -> str:
    """A part of an id; of a text without an end, its first words."""
    latin = folding.fold(text)
    if folding.is_persian(latin):
        sounds = unicodedata.normalize("NFKD", " ".join(map(folding.plain, folding.words(latin))))
        latin = "".join(character for character in sounds if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", latin.lower()).strip("-")
    return slug if len(slug) <= _LONG else slug[:_LONG].rpartition("-")[0] or slug[:_LONG]
