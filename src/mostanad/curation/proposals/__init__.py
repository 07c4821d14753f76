"""A new version of an official list against the dataset: the rows that it brings, as a patch for a curator to review.
Nothing here decides that two records are one person: a curator does (:mod:`.request`)."""

from mostanad.curation.proposals.propose import Proposal, propose
from mostanad.curation.proposals.request import Decision, Request, read_decisions

__all__ = ["Decision", "Proposal", "Request", "propose", "read_decisions"]
