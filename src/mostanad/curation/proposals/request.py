"""The input from a curator: a new version of a list, and decisions on who its records are (docs/lists.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mostanad.curation.sheet import Problem, lines
from mostanad.curation.transaction import EditRefused
from mostanad.documents.records import FollowedList
from mostanad.models.fields import ENTITIES
from mostanad.models.vocabularies import DocumentFormat, PartyKind

_COLUMNS = ("key", "entity_id", "table", "kind", "country", "reason")


@dataclass(frozen=True)
class Decision:
    """Who a record is: somebody in the dataset, somebody new, or (without ``entity_id``) somebody not to take in."""

    key: str
    entity_id: str
    table: str = ""
    kind: str = ""
    country: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Request:
    followed: FollowedList
    content: bytes
    published: str = ""  # the day of this version (EDTF); empty if a log of versions has it
    format: DocumentFormat | None = None  # None: the list's usual one
    decisions: Mapping[str, Decision] = field(default_factory=dict)  # by key or entry number
    cells: Mapping[str, str] = field(default_factory=dict)  # of the row that registers the file
    is_part: bool = False  # whether the file has only some entries: then missing entries have not ended
    whole: frozenset[str] = frozenset()  # programmes under which to take in everybody, though no row says so yet

    def decision(self, number: str, key: str) -> Decision | None:
        return self.decisions.get(number) or self.decisions.get(key)


def read_decisions(text: str) -> dict[str, Decision]:
    """Read a CSV file of decisions, by record key; EditRefused lists every line and column that is wrong."""
    rows, problems = lines(text, ("key", "entity_id"), _COLUMNS, whole=True)
    found: dict[str, Decision] = {}
    for number, row in rows:
        decision = Decision(**row)
        for column, value, allowed in (("table", decision.table, ENTITIES), ("kind", decision.kind, tuple(PartyKind))):
            if value and value not in allowed:
                problems.append(Problem(number, column, value, f"{value!r} is not one of {', '.join(allowed)}"))
        if not decision.key:
            problems.append(Problem(number, "key", "", "the key of the record is empty"))
        elif decision.key in found:
            problems.append(Problem(number, "key", decision.key, f"{decision.key} has two decisions"))
        found[decision.key] = decision
    if problems:
        problems.sort(key=lambda problem: problem.line)
        said = (f"decisions: line {one.line}: {one.column or 'row'}: {one.message}" for one in problems)
        raise EditRefused("\n".join(said))
    return found
