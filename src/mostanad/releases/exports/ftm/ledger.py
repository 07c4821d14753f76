"""What FollowTheMoney may be told: which cells a document states plainly, and what can be looked up about them."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from mostanad.evidence.reasons import TOLD
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.fields import ENTITIES

Record = dict[str, Any]
#: What the words of our tables are to FollowTheMoney.
MAPPING = tomllib.loads((files("mostanad.releases.exports.ftm") / "mapping.toml").read_text("utf-8"))
#: Tables with a mapping of their own; and those for which FollowTheMoney has no place.
MAPPED = ("names", "identifiers", "positions", "sanctions", "affiliations")
LEFT_OUT = ("programmes", "legal_bases", "tags", "events", "participations", "groups", "group_members", "estimates",
            "statements")  # fmt: skip
#: All other tables with facts about somebody: a note for each row.
OTHERS = tuple(
    name for name in FACT_TABLES if name not in (*ENTITIES, *MAPPED, *LEFT_OUT) and TABLES[name].words().subject
)


class Stated(NamedTuple):
    """A value of a property of an entity, as one document states it; without a document, as we code it. ``original`` is
    the cell, where the value is not written as the cell is; ``lang`` is of ISO 639-3."""

    entity_id: str
    schema: str
    prop: str
    value: str
    source_id: str = ""
    lang: str = ""
    original: str = ""
    evidence: tuple[str, ...] = ()


class Ledger:
    """The tables of a release, arranged for looking things up. By fact, ``plain`` is the evidence that states it
    (docs/ftm.md), ``other`` the rest that asserts it; ``against`` is what denies, disputes or retracts."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        names = (*ENTITIES, *MAPPED, *OTHERS, "programmes", "legal_bases", "sources", "facts")
        self.rows: dict[str, list[Record]] = {name: tables[name].to_pylist() for name in names}
        self.labels = {row[TABLES[name].key()]: row["name"] for name in ENTITIES for row in self.rows[name]}
        evidence = tables["evidence"].to_pylist()
        self.against = [item for item in evidence if item["stance"] in ("denies", "disputes", "retracts")]
        taken_back = {(item["fact_id"], item["asserted_by"]) for item in self.against if item["stance"] == "retracts"}
        self.reasons: defaultdict[str, list[Record]] = defaultdict(list)
        for row in sorted(tables["reasons"].to_pylist(), key=itemgetter("place")):
            self.reasons[row["sanction_id"]].append(row)
        self.published = {row["source_id"]: row["published"] for row in self.rows["sources"]}
        self.told = {
            next(iter(row.values())): (name, row) for name in (*TOLD, "groups") for row in tables[name].to_pylist()
        }
        self.claims: defaultdict[str, list[Record]] = defaultdict(list)
        for item in evidence:
            self.claims[item["claim_id"]].append(item)
        self.plain: defaultdict[str, list[Record]] = defaultdict(list)
        self.other: defaultdict[str, list[Record]] = defaultdict(list)
        for item in evidence:
            if item["stance"] == "asserts" and (item["fact_id"], item["asserted_by"]) not in taken_back:
                is_plain = item["modality"] == "fact" and item["hedge"] == "none"
                (self.plain if is_plain else self.other)[item["fact_id"]].append(item)

    def stated(self, row_id: str, field: str, about: str = "") -> list[Record]:
        """The evidence that states a cell plainly; with ``about``, only of documents that state that cell too."""
        found = self.plain.get(f"{row_id}/{field}", [])
        if about:
            documents = {item["source_id"] for item in self.plain.get(f"{row_id}/{about}", [])}
            found = [item for item in found if item["source_id"] in documents]
        return found

    def label(self, row_id: str) -> str:
        """What a row is called: a name, or the title of an event, the description of a group."""
        table, row = self.told.get(row_id, ("", {}))
        label = TABLES[table].words().label if table else ""
        return self.labels.get(row_id) or (str(row[label]) if label else row_id)

    def admitted(self, table: str) -> list[Record]:
        """The rows of a table of which all is stated plainly without which they say nothing."""
        words, key = TABLES[table].words(), TABLES[table].key()
        needed = {column.name for column in TABLES[table].columns() if column.required}
        fields = [name for name in (words.subject, words.other, words.says) if name in needed]
        return [row for row in self.rows[table] if all(self.stated(row[key], field) for field in fields)]


def documents(evidence: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """The ids of evidence by the document that it comes from, in order."""
    found: dict[str, list[str]] = {}
    for item in evidence:
        found.setdefault(item["source_id"], []).append(item["evidence_id"])
    return {source: tuple(sorted(ids)) for source, ids in sorted(found.items())}
