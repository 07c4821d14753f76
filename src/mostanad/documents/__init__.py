"""Documents and passages in them: selectors, hashes, official lists, and search for documents and for words."""
