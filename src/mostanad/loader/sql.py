"""SQL over all tables of a release, that can read nothing else and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mostanad.loader.frames import Form, check_form, convert, extra

if TYPE_CHECKING:
    import pyarrow as pa

    from mostanad.loader.tables import Tables

#: For how long a query may run, and how much memory it may use.
SECONDS = 60.0
MEMORY = "2GB"


def sql(release: Tables, query: str, as_: Form = "pandas") -> Any:
    """See :meth:`mostanad.loader.Release.sql`."""
    check_form(as_)
    extra("duckdb")  # or says how to install it
    from mostanad.evidence.sandbox import bounded, connect, create, lock, one_select, read_only

    connection = connect(memory_limit=MEMORY, temp_directory="")  # nothing is written to disk instead
    try:
        for name in release.tables():
            create(connection, name, release._read(name))
        lock(connection)
        statement = one_select(connection, query)
        with bounded(connection, SECONDS), read_only(connection):
            found: pa.Table = connection.sql(statement.query).to_arrow_table()
    finally:
        connection.close()
    return convert(found.replace_schema_metadata({"mostanad": f"a query of release {release.version}"}), as_)
