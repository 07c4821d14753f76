"""A draft: the rows of the dataset, to which an edit adds rows, passages and claims, and lookups in these rows."""

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
#: The maximum length of a part of an id: a longer one is unreadable, and may be too long for a file name.
_LONG = 100


@dataclass
class Version:
    """A document, and the id of the source that it is or will become."""

    source_id: str
    document: Document


@dataclass
class Draft:
    """The rows of all tables, edited in place, messages for the curator, and ids that must not be minted again."""

    rows: Rows
    lines: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken.update(key for table in self.rows.values() for key in table)
        self._indexes: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = {}

    def tell(self, line: str) -> None:
        """Add a message for the curator; control characters from a list are escaped, to protect the terminal."""
        self.lines.append(visible(line))

    def mint(self, *parts: str) -> str:
        """An unused id: the parts, folded and joined by hyphens, with a number if necessary."""
        wanted = _joined(parts)
        ids = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
        return next(row_id for row_id in ids if row_id not in self.taken)

    def merged(self, *parts: str) -> str:
        """The id of the row into which the row with the id of these parts was merged; empty if it was not."""
        return self.rows["redirects"].get(_joined(parts), {}).get("new_id", "")

    def add(self, table: str, row_id: str, **cells: str) -> str:
        """Add a row, or fill the empty cells of an existing one; returns its id."""
        is_new = row_id not in self.rows[table]
        row = self.rows[table].setdefault(row_id, blank_row(table, row_id))
        row.update({name: value for name, value in cells.items() if not row[name]})
        self.taken.add(row_id)
        for (indexed, column), index in self._indexes.items():
            if is_new and indexed == table:
                index.setdefault(row[column], []).append(row)
        return row_id

    def where(self, table: str, column: str, value: str) -> list[dict[str, str]]:
        """The rows of a table with a value in a column. The column is indexed, so its cells must not change."""
        if (table, column) not in self._indexes:
            self._indexes[table, column] = grouped(self.rows[table].values(), lambda row: row[column])
        return self._indexes[table, column].get(value, [])

    def claim(self, version: Version, selector: Selector, row_id: str, fields: Iterable[str], **cells: str) -> None:
        """Back these fields of a row with a passage of a version; ``cells`` are the claim's (asserter, modality, ...).

        A passage and a row share one claim, unless asserter, modality or other cells differ. If that claim is sealed,
        or gives a rival value, new fields go into another claim.
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
        """The codes of those programmes of an authority under which everybody is taken in."""
        rows = self.rows["programmes"].values()
        return {row["code"] for row in rows if (row["authority_id"], row["scope"]) == (authority_id, Scope.WHOLE)}

    def backed_by(self, list_id: str) -> set[str]:
        """The ids of the rows that have a claim from any version of a list."""
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
    """A part of an id, made from a text; a long text is cut after a word."""
    latin = folding.fold(text)
    if folding.is_persian(latin):
        sounds = unicodedata.normalize("NFKD", " ".join(map(folding.plain, folding.words(latin))))
        latin = "".join(character for character in sounds if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", latin.lower()).strip("-")
    return slug if len(slug) <= _LONG else slug[:_LONG].rpartition("-")[0] or slug[:_LONG]
