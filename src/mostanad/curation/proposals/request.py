"""What a proposal is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mostanad.curation.proposals.decisions import Decision
from mostanad.curation.proposals.followed import FollowedList
from mostanad.models.vocabularies import DocumentFormat


@dataclass(frozen=True)
class Request:
    """What to propose from.

    Attributes:
        followed: the list.
        content: the bytes of its new version.
        published: the day on which it stood like this (ISO 8601); empty if a log of versions says it.
        format: how it is read; None for the list's usual format.
        decisions: who records are, by key or entry number.
        cells: cells of the row that registers the file.
        compare: whether to look for candidates.
    """

    followed: FollowedList
    content: bytes
    published: str = ""
    format: DocumentFormat | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    compare: bool = True

    def decision(self, number: str, key: str) -> Decision | None:
        """Who a record is, by its entry number or its key; None if nobody decided."""
        return self.decisions.get(number) or self.decisions.get(key)

    def reason(self, number: str, key: str) -> str:
        """Why; empty if nobody decided."""
        decision = self.decision(number, key)
        return decision.reason if decision else ""
