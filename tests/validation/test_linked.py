"""No rule is proven to find nothing where it finds something: each mutation takes away the proof of its rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.mutation.mutations import Data
from tests.mutation.prove import every_mutation, spoilt

from mostanad.evidence import sandbox
from mostanad.evidence.links import Links
from mostanad.files import open_package
from mostanad.files.canonical import render
from mostanad.files.typed import arrow_table, arrow_tables
from mostanad.models import TABLES
from mostanad.validation import linked, screen
from mostanad.validation.rules import rules

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_no_rule_that_finds_a_mutation_is_proven_to_find_nothing() -> None:
    package = open_package(ROOT, trusted=True)
    columns, codes = {name: package.columns(name) for name in TABLES}, {one.name: one.code.code for one in rules()}
    typed = arrow_tables(columns)
    proven = linked.without_findings(Links(columns), typed)
    assert len(proven) > 10
    data, tried = Data(package), set[str]()
    made = [
        one for one in every_mutation(data)[0] if one.stage == "rules" and {codes[p] for p in proven} & {*one.codes}
    ]
    with sandbox.connect() as connection:
        for mutation in made:
            spoilt_columns = dict(columns)
            for name, rows in spoilt(data, [mutation]).items():
                if (table := screen.clean(render(name, rows), TABLES[name], connection)) is None:
                    break  # then nothing is asked
                spoilt_columns[name] = table
            else:
                changed = {name for name in TABLES if spoilt_columns[name] is not columns[name]}
                then = typed | {name: arrow_table(TABLES[name], spoilt_columns[name]) for name in changed}
                left = {codes[name] for name in linked.without_findings(Links(spoilt_columns), then)}
                assert not left & {*mutation.codes}, mutation.name
                tried |= {*mutation.codes}
    assert {codes[name] for name in proven} - tried <= {"MST301"}, (
        "not tried: the screen lets no key pass that is there twice"
    )
