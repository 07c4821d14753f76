"""Compare names and words: for search, and to identify the people on a list."""
