"""The columns of each table of a release: their names as constants, and the types of a row.

Written by ``mostanad schema --write``; do not edit.

An editor completes them, and a type checker refuses a column that there is not:

>>> from mostanad.loader.columns import sanctions
>>> sanctions.listed
'listed'

``frame[sanctions.listed]`` is the column of a frame, in any form. ``sanctions.SanctionRow`` is what
``mostanad.load("sanctions", as_="records")`` gives a list of. They are those of the newest version of the contract that
this mostanad knows: an older release can lack a column, a newer one can have more.
"""
