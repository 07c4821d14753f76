"""The checks of a release: each verdict and each answer follows from the release's own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from mostanad.files.queries import read_queries
from mostanad.files.render import texts
from mostanad.models import TABLES
from mostanad.releases import layout
from mostanad.releases.codes import CODES
from mostanad.validation import Finding, asking
from mostanad.validation.fact_checks import problems
from mostanad.validation.queries import QueryError


def check_checks(root: Path, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """The query of each fact check is run again, on these tables of the release in ``root``."""
    checks, items = _records("fact_checks", tables), _records("fact_check_answers", tables)
    if not checks:
        return
    named = (("fact_checks", checks), ("fact_check_answers", items))
    lines = {name: {row[TABLES[name].key()]: line for line, row in enumerate(rows, 2)} for name, rows in named}
    queries = read_queries(root, layout.QUERIES)
    with asking.started(queries) as process:
        try:
            process.about({name: tables[name] for name in TABLES})  # as the validation does
        except QueryError as error:
            yield CODES["MST617"].at(
                layout.csv("fact_checks"), 0, 0, "", f"no query of a fact check can be run: {error}"
            )
            return
        for problem in problems(process, queries, checks, items):
            assert not isinstance(problem, str), "no table is broken: every query is run"
            if problem.table:
                where = layout.csv(problem.table), lines[problem.table][problem.row_id]
            else:
                where = layout.query(problem.row_id), problem.line
            yield CODES["MST617"].at(*where, 0, problem.value, problem.message)


def _records(name: str, tables: Mapping[str, pa.Table]) -> list[dict[str, str]]:
    columns = [column.name for column in TABLES[name].columns()]
    cells = zip(*(texts(tables[name][column]) for column in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in cells]
