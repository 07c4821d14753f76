"""The models: one file per table, and the single source of truth for columns, types, vocabularies and references.

To add a column, edit the table's file (or ``fields.py`` if several tables share it), then run
``mostanad schema --write``.
To add a table, write its file and name its model below.
"""

from __future__ import annotations

from mostanad.models.affiliations import Affiliation
from mostanad.models.changes import FactChange
from mostanad.models.claims import Claim
from mostanad.models.corrections import Correction
from mostanad.models.estimates import Estimate
from mostanad.models.events import Event
from mostanad.models.evidence import Evidence
from mostanad.models.fact_check_answers import FactCheckAnswer
from mostanad.models.fact_checks import FactCheck
from mostanad.models.facts import Fact
from mostanad.models.group_members import GroupMember
from mostanad.models.groups import Group
from mostanad.models.history import HistoryEntry
from mostanad.models.identifiers import Identifier
from mostanad.models.legal_bases import LegalBasis
from mostanad.models.names import Name
from mostanad.models.officials import Official
from mostanad.models.participations import Participation
from mostanad.models.parties import Party
from mostanad.models.passages import Passage
from mostanad.models.positions import Position
from mostanad.models.programmes import Programme
from mostanad.models.redirects import Redirect
from mostanad.models.releases import ReleaseEntry
from mostanad.models.row import Column, Row
from mostanad.models.sanctions import Sanction
from mostanad.models.seals import Seal
from mostanad.models.sources import Source
from mostanad.models.statements import Statement
from mostanad.models.tags import Tag

_MODELS: tuple[type[Row], ...] = (
    Official,
    Party,
    Affiliation,
    Name,
    Identifier,
    Position,
    Programme,
    LegalBasis,
    Sanction,
    Tag,
    Event,
    Participation,
    Group,
    GroupMember,
    Estimate,
    Statement,
    FactCheck,
    FactCheckAnswer,
    Source,
    Passage,
    Claim,
    Correction,
    Redirect,
    Seal,
    ReleaseEntry,
    HistoryEntry,
)
#: The model of every curated table by the table's name, in the order in which documentation lists them.
TABLES: dict[str, type[Row]] = {model.table: model for model in _MODELS}
#: The models of the tables that only a release has.
COMPILED: dict[str, type[Row]] = {model.table: model for model in (Fact, Evidence, FactChange)}

__all__ = ["COMPILED", "TABLES", "Column", "Row"]
