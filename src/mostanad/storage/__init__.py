"""Puts files safely on disk: locks, trees of files, and directories that take their places whole or not at all.

It needs nothing but the standard library, and knows nothing of what the files hold.
"""
