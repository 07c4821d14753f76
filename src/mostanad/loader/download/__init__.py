"""Downloads: the published index, its signatures, the files of a release, and the cache that keeps them."""
