"""A release in the forms of other programs: one module for each.

They need the models, pyarrow and the standard library; only the spreadsheet needs more (the extra ``export``).
"""
