"""Downloads: the index of what is published, its files and signatures, and the cache in which they are kept."""
