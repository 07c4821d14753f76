"""The digest of cells that are no facts: each of them changes it, and no fact does; and those of facts."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from tests.releases.conftest import make_world

from mostanad.evidence import digests
from mostanad.files import open_package
from mostanad.files.typed import arrow_schema
from mostanad.models import TABLES
from mostanad.releases.compile import compile_tables

GENERATED = {"seals", "history", "releases"}


def tables() -> dict[str, pa.Table]:
    """The invented package, every cell as text: a digest asks for no types."""
    rows = make_world().rows
    return {
        name: pa.table({column.name: [row.get(column.name, "") for row in rows[name]] for column in model.columns()})
        for name, model in TABLES.items()
    }


def test_each_cell_that_is_no_fact_counts_and_no_other() -> None:
    made = tables()
    before = digests.of_coding(made)
    wrong = []
    for name, model in TABLES.items():
        for column in model.columns():
            if not len(made[name]):
                continue
            cells = made[name][column.name].to_pylist()
            position = made[name].column_names.index(column.name)
            table = made[name].set_column(position, column.name, pa.array(["other", *cells[1:]]))
            is_other = digests.of_coding(made | {name: table}) != before
            if is_other != (column.role != "assertion" and name not in GENERATED):
                wrong.append(f"{name}.{column.name}")
    assert wrong == []


def test_it_is_all_one_in_how_many_blocks_the_rows_lie(tmp_path: Path) -> None:
    whole = compile_tables(open_package(make_world().write(tmp_path / "package")))
    for size in (1, 2, 5):
        blocks = pa.concat_tables(
            whole["evidence"].slice(start, size) for start in range(0, len(whole["evidence"]), size)
        )
        assert [*digests.of_facts(whole | {"evidence": blocks})] == [*digests.of_facts(whole)]
    fact_id, digest = next(digests.of_facts(whole))
    assert digests.of_lines(*digests.lines_of(whole, fact_id)) == digest


def test_a_row_that_moves_to_another_table_counts() -> None:
    made = tables()
    empty = arrow_schema(TABLES["seals"]).empty_table()
    assert digests.of_coding(made | {"seals": empty}) == digests.of_coding(made)
    swapped = made | {"group_members": made["group_members"].slice(1)}
    assert digests.of_coding(swapped) != digests.of_coding(made)
