"""Validates and builds on Apache Spark, with the same results, for packages that are too large for one machine.

Rules and release models, and the code that reads them, are shared. The modules here bring tables to Spark, let it
answer SQL in place of DuckDB, and write the results.
"""
