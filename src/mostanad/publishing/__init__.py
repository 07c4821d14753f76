"""Publishing: a tree of releases that any web server, bucket or release page can serve, and its index.

``index`` reads what others published and needs no more than a download does; ``publish`` and ``check`` write and verify
a tree. They are imported by their names, so that the one does not bring what the others need.
"""
