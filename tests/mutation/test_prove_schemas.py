"""The published schemas alone refuse all that their languages can express, and nothing that we accept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.mutation import prove_schemas as schemas
from tests.mutation.__main__ import main
from tests.mutation.mutations import Data, Edit, Mutation
from tests.mutation.prove import Proof, every_mutation
from tests.mutation.prove_schemas import SchemaProof, as_text, json_row, of_more, prove_schemas
from tests.mutation.schema_languages import JSON_SCHEMA, TABLE_SCHEMA, constraint_of

from mostanad.files import Package, open_package
from mostanad.files.render import ndjson_lines
from mostanad.models import TABLES
from mostanad.releases.compile import compile_tables

pytestmark = pytest.mark.slow


@pytest.fixture
def package(bench_template: Any) -> Package:
    return open_package(bench_template.root)


@pytest.fixture
def spoilt_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read of what is right: that takes most of the time."""
    for name in ("_accepted_by_frictionless", "_accepted_by_jsonschema"):
        monkeypatch.setattr(schemas, name, lambda package: (0, ()))


def of(*names: str) -> Any:
    """The mutations made for these columns or rules."""
    return lambda about: about in names


def spoilt(table: str, key: str, **cells: str) -> Mutation:
    (column,) = cells
    edits = (Edit(table, key, cells),)
    return Mutation("as told", f"{table}.{column}", "rows", "0", ("MST212",), edits, (table, key, column))


def test_all_that_can_be_expressed_is_refused_and_nothing_else(package: Package) -> None:
    data = Data(package)
    made = [*every_mutation(data)[0], *of_more(data)]
    for proof in prove_schemas(package):
        assert (proof.rejected, proof.unexplained) == ((), ())
        tried = len(proof.killed) + len(proof.survivors) + sum(proof.not_expressible.values())
        assert tried == len(made)
        assert min(len(proof.killed), *proof.not_expressible.values()) > 0
        first, *rest = as_text(proof)
        assert f"killed {len(proof.killed)} of {len(proof.killed)} mutations that the language can express" in first
        assert len(rest) == len(proof.not_expressible)


def test_what_our_validation_accepts_is_all_read(package: Package) -> None:
    tables, rows = prove_schemas(package, of())
    curated = sum(len(package.table(name).rows) for name in TABLES)
    assert tables.accepted == curated
    assert rows.accepted == sum(len(table) for table in compile_tables(package).values()) > curated


@pytest.mark.parametrize("language", [TABLE_SCHEMA, JSON_SCHEMA])
def test_every_kind_of_error_can_be_expressed_or_has_a_reason(package: Package, language: Any) -> None:
    data = Data(package)
    made = {constraint_of(one) for one in (*every_mutation(data)[0], *of_more(data))}
    assert not language.refusals.keys() & language.reasons.keys()
    assert made == language.refusals.keys() | language.reasons.keys()


def field(name: str, change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], None]:
    def weaken(schema: dict[str, Any]) -> None:
        change(next(one for one in schema["fields"] if one["name"] == name))

    return weaken


def without(*constraints: str) -> Callable[[dict[str, Any]], None]:
    return lambda field: [field["constraints"].pop(one) for one in constraints]  # type: ignore[return-value]


NOT_IN_BOUNDS = {"below zero", "too large", "no number", "no end"}
WEAKER_TABLES = [
    ("officials.name", field("name", without("required")), {"emptied"}),
    ("officials.name", field("name", without("pattern")), {"space at the end"}),
    ("parties.kind", field("kind", without("enum")), {"word that nobody knows", "capitals"}),
    ("sanctions.measures", field("measures", without("pattern")), {"word that nobody knows", "capitals"}),
    ("groups.size", field("size", without("minimum")), {"below zero"}),
    ("groups.size", field("size", without("maximum")), {"too large"}),
    ("estimates.value", field("value", without("minimum", "maximum")), NOT_IN_BOUNDS),
    ("programmes.human_rights", field("human_rights", lambda one: one.pop("trueValues")), {"capitals"}),
    ("events.date", field("date", without("pattern")), {"a word for a date", "month 13"}),
    # The foreign key refuses these cells too, but for another reason.
    ("claims.passage_id", field("passage_id", without("pattern")), {"no place", "five digits", "other table"}),
    ("claims.passage_id", lambda one: one.pop("foreignKeys"), {"id of no row", "its row of passages deleted"}),
]  # fmt: skip


@pytest.mark.usefixtures("spoilt_only")
@pytest.mark.parametrize(("about", "weaken", "alive"), WEAKER_TABLES)
def test_a_weaker_table_schema_lets_errors_live(
    package: Package, monkeypatch: pytest.MonkeyPatch, about: str, weaken: Any, alive: set[str]
) -> None:
    change_package(monkeypatch, about.partition(".")[0], weaken)
    tables, rows = prove_schemas(package, of(about))
    assert {one.kind for one in tables.survivors} == alive
    assert {f"SURVIVES: Table Schema: {about}: {kind}" for kind in alive} <= set(as_text(tables))
    assert rows.unexplained == ()


@pytest.mark.usefixtures("spoilt_only")
def test_a_key_that_may_stand_twice(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    def weaken(schema: dict[str, Any]) -> None:
        del schema["primaryKey"]
        field("party_id", without("unique"))(schema)

    change_package(monkeypatch, "parties", weaken)
    tables, _ = prove_schemas(package, of("parties.party_id", "officials.official_id"))
    assert [one.name for one in tables.survivors] == ["parties.party_id: stands twice"]


WEAKER_ROWS = [
    ("officials.name", lambda one: one.update(type=["string", "null"]), {"emptied"}),
    ("officials.name", lambda one: one.pop("pattern"), {"space at the end"}),
    ("parties.kind", lambda one: one.pop("enum"), {"word that nobody knows", "capitals"}),
    ("sanctions.measures", lambda one: one.pop("items"), {"word that nobody knows", "capitals"}),
    ("sanctions.measures", lambda one: one.pop("uniqueItems"), {"word twice"}),
    ("groups.size", lambda one: one.pop("minimum"), {"below zero"}),
    ("groups.size", lambda one: one.update(type=["number", "null"]), {"decimals"}),
    ("programmes.human_rights", lambda one: one.pop("type"), {"a word for true", "capitals"}),
    ("events.date", lambda one: one.pop("pattern"), {"a word for a date", "month 13"}),
]


@pytest.mark.usefixtures("spoilt_only")
@pytest.mark.parametrize(("about", "weaken", "alive"), WEAKER_ROWS)
def test_a_weaker_row_schema_lets_errors_live(
    package: Package, monkeypatch: pytest.MonkeyPatch, about: str, weaken: Any, alive: set[str]
) -> None:
    change_rows(monkeypatch, about, weaken)
    tables, rows = prove_schemas(package, of(about))
    assert {one.kind for one in rows.survivors} == alive
    assert set(rows.unexplained) == {f"JSON Schema: {one.name}" for one in rows.survivors}
    assert tables.unexplained == ()


@pytest.mark.usefixtures("spoilt_only")
@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_a_refusal_elsewhere_or_of_another_kind_kills_nothing(
    package: Package, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    refuses = schemas.frictionless_refuses

    def elsewhere(*args: Any) -> Any:
        other = ("names", 0, frozenset({"note"}), "type-error")
        for one in refuses(*args):
            yield *one[:part], other[part], *one[part + 1 :]

    monkeypatch.setattr(schemas, "frictionless_refuses", elsewhere)
    tables, _ = prove_schemas(package, of("officials.gender"))
    assert tables.killed == ()
    assert len(tables.survivors) == 2


def test_a_schema_that_is_too_strict_is_found(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    change_package(monkeypatch, "parties", field("kind", lambda one: one["constraints"].update(enum=["state"])))
    change_rows(monkeypatch, "parties.kind", lambda one: one.update(enum=["state"]))
    tables, rows = prove_schemas(package, of())
    others = sum(row["kind"] != "state" for row in package.table("parties").records())
    assert len(tables.rejected) == len(rows.rejected) == others > 0
    assert tables.rejected[0].startswith("parties: line 2: kind: constraint-error: ")
    assert rows.rejected[0].startswith("parties: line 1: $.kind: ")
    assert set(tables.unexplained) == {f"Table Schema: {one}" for one in tables.rejected}
    assert f"REFUSED, and right: JSON Schema: {rows.rejected[0]}" in list(as_text(rows))


def test_a_row_is_spoilt_as_a_release_would_write_it(package: Package) -> None:
    data = Data(package)
    for name, table in compile_tables(package).items():
        if name in TABLES:
            key, column = TABLES[name].key(), TABLES[name].columns()[-1].name
            for record in map(json.loads, ndjson_lines(table)):
                cell = data.index[name][record[key]][column]
                assert json_row(data, spoilt(name, record[key], **{column: cell})) == record


@pytest.mark.parametrize(
    ("cell", "value"),
    [("007", 7), ("1.50", 1.5), ("1 500", "1 500"), ("twelve", "twelve"), ("NaN", "NaN"), ("-1", -1), ("", None)],
)
def test_a_number_is_one_where_it_can_be_read(package: Package, cell: str, value: Any) -> None:
    row = json_row(Data(package), spoilt("estimates", "dock-strike-2019-11-injured-union", value=cell))
    assert (row["value"], type(row["value"])) == (value, type(value))


def test_a_date_has_its_days_and_none_has_none(package: Package) -> None:
    data = Data(package)
    row = json_row(data, spoilt("events", "dock-strike-2019-11", date="2020-02"))
    assert (row["date"], row["date_min"], row["date_max"]) == ("2020-02", "2020-02-01", "2020-02-29")
    row = json_row(data, spoilt("events", "dock-strike-2019-11", date="2019-02-30"))
    assert (row["date"], row["date_min"], row["date_max"]) == ("2019-02-30", None, None)


def test_what_is_explained_does_not_fail_and_is_named() -> None:
    one = spoilt("officials", "a", name="")
    why = {"Table Schema: officials.name: as told": "because it is so"}
    proof = SchemaProof("Table Schema", survivors=(one,), reasons=why)
    assert proof.unexplained == ()
    assert "survives, explained: Table Schema: officials.name: as told: because it is so" in list(as_text(proof))
    assert SchemaProof("JSON Schema", survivors=(one,), reasons=why).unexplained != ()
    found = SchemaProof("Table Schema", killed=(one,), reasons=why)
    assert "explained, but found: Table Schema: officials.name: as told" in list(as_text(found))


@pytest.mark.parametrize(("rejected", "code"), [((), 0), (("parties: line 2: kind",), 1)])
def test_the_command_prints_both_and_ends_with_1_if_a_schema_fails(
    bench_template: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    rejected: tuple[str, ...],
    code: int,
) -> None:
    made = SchemaProof("Table Schema", 5, rejected), SchemaProof("JSON Schema", 6)
    monkeypatch.setattr("tests.mutation.prove.prove", lambda package, documents: Proof())
    monkeypatch.setattr(schemas, "prove_schemas", lambda package: made)
    assert main(bench_template.root) == code
    printed = capsys.readouterr().out
    for proof in made:
        assert "\n".join(as_text(proof)) in printed


def change_package(monkeypatch: pytest.MonkeyPatch, table: str, change: Callable[[dict[str, Any]], object]) -> None:
    published = schemas.published_package

    def changed() -> dict[str, Any]:
        descriptor = published()
        change(next(one["schema"] for one in descriptor["resources"] if one["name"] == table))
        return descriptor

    monkeypatch.setattr(schemas, "published_package", changed)


def change_rows(monkeypatch: pytest.MonkeyPatch, about: str, change: Callable[[dict[str, Any]], object]) -> None:
    table, column = about.split(".")
    published = schemas.published_row_schema

    def changed(name: str) -> dict[str, Any]:
        schema = published(name)
        if name == table:
            change(schema["properties"][column])
        return schema

    monkeypatch.setattr(schemas, "published_row_schema", changed)
