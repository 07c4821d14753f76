"""Compare a new version of an official list with the dataset, and propose new rows as a patch for a curator to review.
The code never decides that two records are the same person: a curator does (:mod:`.request`)."""

from mostanad.curation.proposals.propose import Proposal, propose
from mostanad.curation.proposals.request import Decision, Request, read_decisions

__all__ = ["Decision", "Proposal", "Request", "propose", "read_decisions"]
