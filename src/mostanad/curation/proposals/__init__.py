"""A new version of an official list against the dataset: the rows that it brings, as a patch for a curator to review.

The file is read (:mod:`mostanad.documents.lists`), its records are told apart (:mod:`.identities`, :mod:`.candidates`),
and what began and ended is dated (:mod:`.versions`, :mod:`.listings`). Nothing here decides that two records are one
person: a curator does (:mod:`.request`).
"""

from mostanad.curation.proposals.propose import Proposal, propose
from mostanad.curation.proposals.request import Decision, Request, read_decisions

__all__ = ["Decision", "Proposal", "Request", "propose", "read_decisions"]
