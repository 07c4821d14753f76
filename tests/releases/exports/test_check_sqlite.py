"""A SQLite file is read again: what differs is said, and a hostile or damaged file breaks nothing."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from tests.releases.exports.odd_release import ABOUT

from mostanad.models import COMPILED, TABLES
from mostanad.releases.exports.sqlite import check_sqlite as sqlite_check
from mostanad.releases.exports.sqlite.check_sqlite import check


@pytest.fixture
def spoil(sqlite_file: Path, tables: dict[str, pa.Table], tmp_path: Path) -> Callable[..., list[str]]:
    """Runs SQL on a copy of the file and says what the check says."""

    def run(*script: str) -> list[str]:
        copy = Path(shutil.copy(sqlite_file, tmp_path / "spoilt ?#%.sqlite"))
        connection = sqlite3.connect(copy, isolation_level=None)
        for statement in script:
            connection.execute(statement)
        connection.close()
        return list(check(copy, tables, ABOUT))

    return run


def test_a_file_as_it_was_written_is_right(sqlite_file: Path, tables: dict[str, pa.Table]) -> None:
    before = sqlite_file.read_bytes()
    assert list(check(sqlite_file, tables, ABOUT)) == []
    assert sqlite_file.read_bytes() == before
    assert [path.name for path in sqlite_file.parent.iterdir()] == [sqlite_file.name]


@pytest.mark.parametrize("table", [name for name, model in (TABLES | COMPILED).items()])
def test_a_row_too_few_or_too_many_in_any_table(
    spoil: Callable[..., list[str]], sqlite_file: Path, tables: dict[str, pa.Table], table: str
) -> None:
    if tables[table].num_rows:
        (said,) = spoil(f'DELETE FROM "{table}" WHERE rowid = (SELECT max(rowid) FROM "{table}")')
        assert said.startswith(f"{table}: row {tables[table].num_rows}, ")
        assert said.endswith("is missing")
    connection = sqlite3.connect(sqlite_file)
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    connection.close()
    values = ", ".join("0" if name in ("disputed", "human_rights") else "'zzz'" for name in columns)
    (said,) = spoil("PRAGMA ignore_check_constraints = ON", f'INSERT INTO "{table}" VALUES ({values})')
    assert said == f"{table}: row {tables[table].num_rows + 1}, zzz, is not in the release"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE officials SET name = 'Somebody' WHERE official_id = 'navid-kohan'", "officials: row 1 is not navid"),
        ("UPDATE officials SET note = NULL WHERE official_id = 'omid-faraz'", "officials: row 2 is not omid-faraz"),
        ("UPDATE facts SET disputed = 1 - disputed WHERE fact_id = 'square-2020/date'", "facts: row"),
        ("UPDATE facts SET value = CAST(value AS BLOB) WHERE fact_id = 'square-2020/date'", "facts: row"),
        ("UPDATE sanctions SET measures = '[\"asset_freeze\"]' WHERE measures IS NOT NULL", "sanctions: row"),
        ("UPDATE _about SET value = '2026.11.1' WHERE name = 'version'", "_about: row 6 is not version"),
        ("UPDATE _columns SET description = 'x' WHERE rowid = 1", "_columns: row 1"),
        ("UPDATE texts SET folded = folded || 'x' WHERE text_id = 3", "texts: row 3"),
        ("CREATE TRIGGER t AFTER INSERT ON facts BEGIN SELECT 1; END", "t: no release has this trigger"),
        ("CREATE TABLE more (x)", "more: no release has this table"),
        ("DROP VIEW people", "people: it is missing"),
        ("DROP INDEX facts_by_row_id", "facts_by_row_id: it is missing"),
        ("ALTER TABLE facts ADD COLUMN more", "facts: its declaration differs from that in a release"),
        ("PRAGMA application_id = 7", "application_id: it is not"),
        ("PRAGMA user_version = 7", "user_version: it is not 1"),
    ],
)
def test_what_differs_is_said(spoil: Callable[..., list[str]], change: str, said: str) -> None:
    (found,) = spoil(change)
    assert found.startswith(said)


def test_no_message_holds_a_sign_that_a_terminal_would_obey(spoil: Callable[..., list[str]]) -> None:
    key = "'zzz' || char(27) || '[2J' || char(10)"
    (said,) = spoil(f"INSERT INTO seals VALUES ({key}, 'x')")
    assert said.endswith(", zzz?[2J?, is not in the release")
    (said,) = spoil('CREATE TABLE "a\x1b[2J" (x)')
    assert said == "a?[2J: no release has this table"


def test_each_table_that_differs_is_said(spoil: Callable[..., list[str]]) -> None:
    found = spoil("DELETE FROM evidence", "UPDATE names SET kind = 'alias'", "DELETE FROM search WHERE rowid = 1")
    assert [message.partition(":")[0] for message in found] == ["names", "evidence"]


def test_a_search_that_does_not_find_is_said(spoil: Callable[..., list[str]]) -> None:
    assert spoil("INSERT INTO search (search) VALUES ('delete-all')") == [
        "search: it does not find words that the texts have"
    ]
    hidden = (
        "INSERT INTO search (search, rowid, text, folded) SELECT 'delete', text_id, text, folded FROM texts LIMIT 1"
    )
    assert spoil(hidden) == ["search: it does not find words that the texts have"]


def test_an_index_that_hides_rows_is_said(spoil: Callable[..., list[str]], sqlite_file: Path) -> None:
    connection = sqlite3.connect(sqlite_file)
    names = "('facts_by_row_id', 'facts_by_table_name')"
    (total,) = connection.execute(f"SELECT sum(rootpage) FROM sqlite_master WHERE name IN {names}").fetchone()
    connection.close()
    swapped = f"UPDATE sqlite_master SET rootpage = {total} - rootpage WHERE name IN {names}"
    (found,) = spoil("PRAGMA writable_schema = ON", swapped)
    assert found.startswith("it is damaged: ")


ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS official_id FROM n"


@pytest.mark.parametrize(
    "script",
    [
        ("ALTER TABLE officials RENAME TO real_ones", f"CREATE VIEW officials AS {ENDLESS}"),
        ("DROP VIEW people", f"CREATE VIEW people AS {ENDLESS}"),
        ("DROP TABLE officials", "CREATE VIRTUAL TABLE officials USING fts5 (official_id, name)"),
        (
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, '\"note\" TEXT', '\"note\" TEXT AS (hex(zeroblob(1e9)))') "
            "WHERE name = 'officials'",
        ),
        (
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, '\"note\" TEXT', '\"note\" TEXT DEFAULT 1') "
            "WHERE name = 'officials'",
        ),
    ],
)
def test_what_a_hostile_file_defines_is_never_run(
    spoil: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, script: tuple[str, ...]
) -> None:
    def never(*args: object) -> None:
        raise AssertionError("a table was read")

    monkeypatch.setattr(sqlite_check, "_check_rows", never)
    assert spoil(*script)


def test_a_value_that_is_far_too_long_is_not_read(
    spoil: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_check, "_LONGEST", 100_000)
    assert spoil() == []
    (found,) = spoil("UPDATE officials SET note = printf('%200000s', 'x')")
    assert found == "it cannot be read as SQLite: string or blob too big"


def test_a_file_that_is_far_too_large_is_not_opened(
    sqlite_file: Path, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    copy = Path(shutil.copy(sqlite_file, tmp_path / "large.sqlite"))
    with copy.open("r+b") as file:
        file.truncate(10**12)  # it has holes: no byte of them is on the disk
    assert list(check(copy, tables, ABOUT)) == ["it is far larger than its tables"]


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"not a database at all, but a text" * 200])
def test_what_is_no_database_is_said(tables: dict[str, pa.Table], tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert list(check(tmp_path / "file", tables, ABOUT))


def test_what_is_not_there_is_said(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    assert list(check(tmp_path / "none", tables, ABOUT)) == ["it cannot be read: No such file or directory"]
    (said,) = check(tmp_path, tables, ABOUT)
    assert said.startswith("it cannot be read as SQLite: ")
    assert list(tmp_path.iterdir()) == []


def test_no_damage_is_an_error_and_all_damage_to_rows_is_said(
    sqlite_file: Path, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    content, chance = sqlite_file.read_bytes(), random.Random(0)
    for number in range(60):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 20, 400))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / str(number)
        path.write_bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))])
        said = list(check(path, tables, ABOUT))
        assert all(isinstance(message, str) and len(message) < 1000 for message in said)
        assert said or _same_rows(path, sqlite_file), number


def _same_rows(one: Path, other: Path) -> bool:
    dumps = []
    for path in (one, other):
        connection = sqlite3.connect(path)
        dumps.append([connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in TABLES | COMPILED])
        connection.close()
    return dumps[0] == dumps[1]
