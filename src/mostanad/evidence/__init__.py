"""Derives from claims what facts rest on: source lineage, camps, support, seals, spans, digests and proofs."""
