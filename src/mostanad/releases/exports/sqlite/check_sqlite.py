"""Checks the SQLite file of a release, which may be malicious: nothing that it defines is run before its whole schema
is known to be ours, and no more is read than our own file would contain."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa

from mostanad.contract import About
from mostanad.releases.exports.sqlite import APPLICATION_ID, FORM, contents, create_others, create_tables

#: The limit, in bytes, for a value and for a row. Ours are shorter.
_LONGEST = 1 << 20
#: How many schema objects are read; ours are about a hundred.
_MOST_OBJECTS = 200
_SCHEMA = "SELECT name, type, tbl_name, sql FROM sqlite_master ORDER BY name, type LIMIT ?"


def check(path: Path, tables: Mapping[str, pa.Table], about: About) -> Iterator[str]:
    """Yield a message for the first difference of each table or schema object, or for damage."""
    try:
        # the file of a current release is about twice as large as its tables
        if path.stat().st_size > (1 << 24) + 16 * sum(table.nbytes for table in tables.values()):
            yield "it is far larger than its tables"
            return
        with closing(_open(path)) as connection:
            different = list(_check_schema(connection))
            if not different:
                different = list(_check_rows(connection, tables, about)) or list(_check_indexes(connection))
            yield from different
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter if a message quotes bytes of the file
        yield f"it cannot be read as SQLite: {_shown(error)}"
    except OSError as error:
        yield f"it cannot be read: {error.strerror}"


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def _check_schema(connection: sqlite3.Connection) -> Iterator[str]:
    """Check that the file has our tables, indexes and views, and nothing else: no trigger, no computed column."""
    with closing(sqlite3.connect(":memory:")) as empty:
        for statement in (*create_tables(), *create_others()):
            empty.execute(statement)
        wanted = _objects(empty)
    found = _objects(connection)
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield f"{name[0]}: it is missing"
        elif name not in wanted:
            yield f"{_shown(name[0])}: no release has this {_shown(name[1])}"
        elif found[name] != wanted[name]:
            yield f"{name[0]}: its declaration differs from that in a release"
    for pragma, number in (("application_id", APPLICATION_ID), ("user_version", FORM)):
        if connection.execute(f"PRAGMA {pragma}").fetchone() != (number,):
            yield f"{pragma}: it is not {number}"


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, str]]:
    """The table and SQL of each object, by name and type, unquoted: versions of SQLite quote a search differently."""
    found = connection.execute(_SCHEMA, (_MOST_OBJECTS,)).fetchall()
    return {(str(name), str(kind)): (str(table), re.sub(r"[\s'\"]", "", str(sql))) for name, kind, table, sql in found}


def _check_rows(connection: sqlite3.Connection, tables: Mapping[str, pa.Table], about: About) -> Iterator[str]:
    """Yield the first row of each table that differs. No row after that is read, and at most one after the last of
    ours. Types must be equal too: 1 is not 1.0."""
    for name, expected in contents(tables, about):
        found = connection.execute(f'SELECT * FROM "{name}" NOT INDEXED ORDER BY rowid')
        for number, (wanted, row) in enumerate(zip_longest(expected, found), 1):
            if wanted == row and [*map(type, wanted)] == [*map(type, row)]:
                continue
            if row is None:
                yield f"{name}: row {number}, {wanted[0]}, is missing"
            elif wanted is None:
                yield f"{name}: row {number}, {_shown(row[0])}, is not in the release"
            else:
                yield f"{name}: row {number} is not {wanted[0]} as in the release"
            break


def _check_indexes(connection: sqlite3.Connection) -> Iterator[str]:
    """Check that indexes and search agree with the tables. The check of the search writes, so it runs on a copy."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        yield f"it is damaged: {_shown(found[0])}"
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA trusted_schema = OFF")
        try:
            copy.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            yield "search: it does not find words that the texts have"


def _shown(text: object) -> str:
    """Text of the file for a message: short, and without characters that could control a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text)[:200])
