"""Publishing: a tree of releases that any web server, bucket or release page can serve, and its index. Import its
modules by name: reading an index then loads only what a download needs."""
