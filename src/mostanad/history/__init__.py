"""What was published: the facts of every version by their hashes, what became of them, and proofs of it."""
