"""The tables together: keys, roles, references, shared columns, vocabularies."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from typing import get_args

from pydantic.fields import FieldInfo
from tests.cases import each

from mostanad.models import COMPILED, FACT_TABLES, TABLES, Column, Row, fields, vocabularies
from mostanad.models.vocabularies import Vocabulary

ALL = {**TABLES, **COMPILED}
# Tables that hold no facts.
PROVENANCE = {
    "sources",
    "passages",
    "claims",
    "corrections",
    "redirects",
    "seals",
    "history",
    "releases",
    "fact_checks",
    "fact_check_answers",
}
VOCABULARIES = [
    item
    for item in vars(vocabularies).values()
    if isinstance(item, type) and issubclass(item, Vocabulary) and item is not Vocabulary
]


def test_every_model_of_a_curated_table_is_listed_once() -> None:
    known = {model for model in Row.__subclasses__() if model.__module__.startswith("mostanad.models.")}
    assert known == set(ALL.values())
    assert len(ALL) == len(TABLES) + len(COMPILED) == len({model.table for model in ALL.values()})
    assert all(model.table == name for name, model in ALL.items())


@each("table", list(ALL))
def test_a_table_opens_with_its_key(table: str) -> None:
    columns = ALL[table].columns()
    assert [column.role for column in columns].count("key") == 1
    assert columns[0].role == "key"
    assert columns[0].required
    assert ALL[table].key() == columns[0].name


@each("table", list(ALL))
def test_a_table_says_what_one_row_is(table: str) -> None:
    first = (ALL[table].__doc__ or "").splitlines()[0]
    assert first[0].isupper()
    assert first.endswith((".", "`."))


@each("table", list(ALL))
def test_names_are_safe_in_sql(table: str) -> None:
    reserved = {"table", "column", "select", "order", "group", "from", "to", "where", "primary", "references", "values"}
    for name in (table, *(column.name for column in ALL[table].columns())):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert name not in reserved
        assert not name.endswith(("_min", "_max"))


def test_facts_are_in_the_tables_with_assertions() -> None:
    with_assertions = {name for name, model in TABLES.items() if any(c.role == "assertion" for c in model.columns())}
    assert set(TABLES) - with_assertions - {"parties"} == PROVENANCE
    assert set(FACT_TABLES) == with_assertions | {"parties"}
    assert set(fields.ENTITIES) < set(fields.ACTORS) < set(FACT_TABLES)


def test_a_note_is_ours_and_a_reference_that_says_who_is_the_source_s() -> None:
    for table in FACT_TABLES:
        for column in TABLES[table].columns():
            assert (column.role == "meta") == (column.name == "note")
            if column.references and column.name not in ("action_id", "grounds_id"):
                assert column.role == "assertion", f"{table}.{column.name}"


def test_a_column_of_several_tables_is_defined_once() -> None:
    """Equal columns come from ``fields``: one that is repeated would be changed in one place only."""
    shared = [item for item in vars(fields).values() if any(isinstance(a, FieldInfo) for a in get_args(item))]
    assert fields.Note in shared
    assert fields.EntityId in shared
    by_column: defaultdict[Column, set[str]] = defaultdict(set)
    for name, model in TABLES.items():
        for column in model.columns():
            by_column[column].add(name)
    for column, tables in by_column.items():
        if len(tables) > 1:
            assert all(TABLES[table].__annotations__[column.name] in shared for table in tables), column.name


def test_a_standard_is_that_of_the_column_or_of_its_type() -> None:
    sources = {column.name: column.standard for column in TABLES["sources"].columns()}
    assert sources["published"].startswith("EDTF")
    assert (sources["language"], sources["title"]) == ("BCP 47", "")


def test_the_references_of_seals_and_claims() -> None:
    claims = {column.name: column.references for column in TABLES["claims"].columns()}
    assert claims["target_id"] == FACT_TABLES
    assert claims["passage_id"] == ("passages",)
    assert claims["asserted_by"] == fields.ENTITIES
    assert {c.name: c.references for c in TABLES["seals"].columns()}["claim_id"] == ("claims",)


@each("vocabulary", list(VOCABULARIES))
def test_a_vocabulary_explains_each_word(vocabulary: type[Vocabulary]) -> None:
    assert (vocabulary.__doc__ or "").endswith(".")
    assert len(vocabulary) == len(vocabulary.__members__) >= 2
    for name, word in vocabulary.__members__.items():
        assert isinstance(word, StrEnum)
        assert str(word) == word.value == f"{word}"
        assert re.fullmatch(r"[a-z][a-z0-9_-]*", word)
        assert name == word.upper().replace("-", "_")
        assert len(word.meaning) >= 5
        assert not word.meaning.endswith(".")
    meanings = [word.meaning for word in vocabulary]
    assert len(set(meanings)) == len(meanings)


def test_every_vocabulary_is_used() -> None:
    used = {column.type.vocabulary for model in ALL.values() for column in model.columns()}
    used |= {vocabularies.DocumentFormat}
    assert set(VOCABULARIES) <= used
