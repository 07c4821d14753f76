"""Documents and the places in them: selectors, hashing, finding a document by its hash and words in it."""
