"""Publishing: a tree of releases that any web server, bucket or release page can serve, and its index. Modules are
imported by their names, so that reading an index brings no more than a download needs."""
