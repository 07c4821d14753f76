"""The same checks and the same release on Apache Spark, for packages that one machine cannot hold.

Rules, models and what reads them are those of the other rooms. What is here brings tables to Spark, lets it answer SQL
in the place of DuckDB, and writes what comes of it.
"""
