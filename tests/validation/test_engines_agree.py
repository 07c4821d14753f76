"""Whoever reads our files comes to one verdict: Frictionless, Pydantic, JSON Schema, DuckDB, and every reader of CSV.

They agree on canonical text; off it they do not, and layer 1 keeps them off it. What no Table Schema can say has a name
(:func:`tests.validation.odd_cells.inexpressible`), and nothing else is excused.
"""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.cases import each
from tests.validation import readers
from tests.validation.odd_cells import KINDS, ODD, Kind, as_table, base, cells, inexpressible, package, table

from mostanad.contract import row_schema, table_schema
from mostanad.documents.folder import Documents
from mostanad.evidence.relations import prepare
from mostanad.files import Table
from mostanad.files.package import lines_of
from mostanad.files.render import ndjson_lines
from mostanad.files.typed import arrow_table, arrow_tables
from mostanad.models import TABLES, edtf
from mostanad.validation import canonical_text, rows, structure
from mostanad.validation.places import Places
from mostanad.validation.run import validate_package

pytestmark = pytest.mark.slow

#: Set it to 20 to hunt: how many times as many examples.
TIMES = 1

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def is_canonical(content: bytes, made: Table) -> bool:
    return not list(canonical_text.check(content, made, TABLES[made.name].key()))


def canonical_rows(kind: Kind, values: list[str]) -> tuple[bytes, Table, list[str]]:
    """The table of those values with which a row is canonical text, and these values in order of the rows."""
    clean = [value for value in dict.fromkeys(values) if is_canonical(*table(kind, [value]))]
    content, made = table(kind, clean)
    assert is_canonical(content, made) or kind.column.role == "key"
    return content, made, [record[kind.column.name] for record in made.records()]


# --- cells: one verdict -------------------------------------------------------------------------------------------


def refused_by_models(kind: Kind, made: Table, content: bytes) -> set[int]:
    """The lines of which layer 3 says that this cell is wrong."""
    found = rows.check(made, Places(lambda _: lines_of(content), {}))
    return {item.line for item in found if item.message.startswith(f"{kind.column.name}: ") and item.code < "MST4"}


def refused_by_frictionless(kind: Kind, content: bytes, schema: dict[str, Any]) -> set[int]:
    """The lines at which Frictionless refuses this cell; it has nothing else to say."""
    alone = {key: value for key, value in schema.items() if key != "foreignKeys"}
    told: dict[str, Any] = {"name": "t", "path": "t.csv", "encoding": "utf-8", "dialect": {"delimiter": ","}}
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "t.csv").write_bytes(content)
        report = frictionless.Resource.from_descriptor(told | {"schema": alone}, basepath=directory).validate(
            limit_errors=10_000
        )
    assert report.errors == []
    place = [column.name for column in kind.model.columns()].index(kind.column.name) + 1
    errors = [error for error in report.tasks[0].errors if error.type != "primary-key"]  # said of an empty key
    assert {getattr(error, "field_number", None) for error in errors} <= {place}, errors
    return {error.row_number for error in errors}


def disagreements(kind: Kind, values: list[str], schema: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """Who alone refuses a cell, and the cell, where nothing excuses it."""
    content, made, clean = canonical_rows(kind, values)
    models = refused_by_models(kind, made, content)
    others = refused_by_frictionless(kind, content, schema or table_schema(kind.model))
    found = []
    for line, value in enumerate(clean, 2):
        if line in others - models:
            found.append(("Frictionless", value))
        if line in models - others and not inexpressible(kind.column.type, value):
            found.append(("Pydantic", value))
        if line in others & models and inexpressible(kind.column.type, value):
            found.append(("Nobody", value))  # the excuse is none: a Table Schema does say it
    return found


@each_kind
@settings(max_examples=2 * TIMES)
@given(st.data())
def test_frictionless_and_the_models_come_to_one_verdict_on_a_cell(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(cells(kind.column.type), min_size=10, max_size=30))
    assert disagreements(kind, values) == []


@each_kind
def test_they_come_to_one_verdict_on_what_is_known_to_be_odd(kind: Kind) -> None:
    assert disagreements(kind, list(ODD)) == []


@each(
    ("name", "cell", "reason"),
    [
        ("groups.size", "01", "a number written in another way"),
        ("groups.size", "1_000", "a number written in another way"),
        ("groups.size", "１", "a number written in another way"),
        ("estimates.value", "1e5", "a number written in another way"),
        ("estimates.value", "1.50", "a number written in another way"),
        ("legal_bases.measures", "travel_ban asset_freeze", "items out of order or repeated"),
        ("claims.fields", "date date", "items out of order or repeated"),
        ("officials.born", "2019-02-30", "not in the calendar"),
        ("officials.born", "0000", "not in the calendar"),
        ("officials.born", "[2019..2018]", "dates out of order"),
        ("events.date", "2019/2018", "dates out of order"),
    ],
)
def test_what_no_table_schema_can_say_is_just_this(name: str, cell: str, reason: str) -> None:
    kind = KINDS[name]
    content, made, clean = canonical_rows(kind, [cell])
    assert clean == [cell]
    assert refused_by_models(kind, made, content) == {2}
    assert refused_by_frictionless(kind, content, table_schema(kind.model)) == set()
    assert inexpressible(kind.column.type, cell) == reason


@each(
    ("name", "constraint", "given", "found"),
    [
        ("officials.name", "pattern", "[a-z]+", ("Frictionless", "A")),
        ("affiliations.from_id", "pattern", ".*", ("Pydantic", "a--b")),
        ("parties.country", "required", True, ("Frictionless", "")),
        ("parties.kind", "required", False, ("Pydantic", "")),
        ("groups.size", "maximum", None, ("Pydantic", "9" * 19)),
        ("estimates.value", "maximum", None, ("Pydantic", "INF")),
        ("officials.gender", "enum", None, ("Pydantic", "1")),
        ("events.date", "pattern", ".*", ("Pydantic", "2019-13-01")),
        ("legal_bases.measures", "pattern", "[a-z_]+", ("Frictionless", "asset_freeze travel_ban")),
    ],
)
def test_a_schema_that_is_stricter_or_laxer_would_be_noticed(
    name: str, constraint: str, given: Any, found: tuple[str, str]
) -> None:
    kind = KINDS[name]
    schema = table_schema(kind.model)
    (field,) = (field for field in schema["fields"] if field["name"] == kind.column.name)
    del field["constraints"][constraint]
    if given is not None:
        field["constraints"][constraint] = given
    assert found in disagreements(kind, list(ODD), schema)


def test_a_number_with_which_frictionless_cannot_compute_does_not_stop_it() -> None:
    """As a decimal, the default, it raises where it is compared with a bound."""
    kind = KINDS["estimates.value"]
    content = canonical_rows(kind, ["sNaN"])[0]
    assert refused_by_frictionless(kind, content, table_schema(kind.model)) == {2}
    found = validate_package(package({"estimates": content}), Documents(None), ("rows", "frictionless")).findings
    assert [(item.code, item.line) for item in found if item.code in ("MST207", "MST212")] == [("MST212", 2)]


# --- typed rows: JSON Schema and DuckDB ---------------------------------------------------------------------------


@cache
def json_validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(row_schema(TABLES[name]))


def json_row(kind: Kind, cell: str) -> dict[str, Any]:
    """A row as JSON has it, but for one cell, which is as it was written, a list in its items."""
    row = table(kind, [base(kind.model)[kind.column.name]])[1]
    made: dict[str, Any] = json.loads(next(ndjson_lines(arrow_table(kind.model, row))))
    return made | {kind.column.name: cell.split(" ") if kind.column.type.name == "list" else cell or None}


def json_disagreements(kind: Kind, values: list[str], validator: Any = None) -> list[tuple[str, str]]:
    """Who alone refuses a cell, and the cell, where nothing excuses it."""
    validator = validator or json_validator(kind.model.table)
    content, made, clean = canonical_rows(kind, values)
    refused = refused_by_models(kind, made, content)
    good = [row for line, row in enumerate(made.rows, 2) if line not in refused]
    table = arrow_table(kind.model, Table(made.name, made.file, made.header, tuple(good)))
    typed = list(map(json.loads, ndjson_lines(table)))
    index = made.header.index(kind.column.name)
    found = [
        ("JSON Schema", row[index]) for row, json_ in zip(good, typed, strict=True) if not validator.is_valid(json_)
    ]
    for line, value in enumerate(clean, 2):
        if line in refused and validator.is_valid(json_row(kind, value)):
            reason = inexpressible(kind.column.type, value)
            found += [] if reason and kind.column.type.name in ("date", "span", "list") else [("Pydantic", value)]
    return found


@each_kind
@settings(max_examples=TIMES)
@given(st.data())
def test_json_schema_and_the_models_come_to_one_verdict(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(cells(kind.column.type), min_size=5, max_size=15))
    assert json_disagreements(kind, values) == []


@each_kind
def test_json_schema_comes_to_that_verdict_on_what_is_known_to_be_odd(kind: Kind) -> None:
    assert json_disagreements(kind, list(ODD)) == []


@pytest.mark.parametrize(
    ("name", "keyword", "value", "found"),
    [
        ("officials.name", "pattern", "^[a-z]+$", ("JSON Schema", "A")),
        ("affiliations.from_id", "pattern", "", ("Pydantic", "a--b")),
        ("groups.size", "maximum", 5, ("JSON Schema", "9" * 18)),
        ("groups.size", "type", ["integer", "string"], ("Pydantic", "01")),
        ("legal_bases.measures", "items", {}, ("Pydantic", "freeze")),
        ("programmes.human_rights", "type", ["boolean", "null", "string"], ("Pydantic", "True")),
    ],
)
def test_a_json_schema_that_is_stricter_or_laxer_would_be_noticed(
    name: str, keyword: str, value: Any, found: tuple[str, str]
) -> None:
    kind = KINDS[name]
    schema = row_schema(kind.model)
    schema["properties"][kind.column.name][keyword] = value
    assert found in json_disagreements(kind, list(ODD), jsonschema.Draft202012Validator(schema))


TYPED = [kind for kind in KINDS.values() if kind.column.type.name != "text"]


def duckdb_disagreements(kind: Kind, values: list[str]) -> list[tuple[str, Any, Any]]:
    """Cells of which rules see another value than the models, or other days."""
    content, made, _ = canonical_rows(kind, values)
    refused = refused_by_models(kind, made, content)
    good = tuple(row for line, row in enumerate(made.rows, 2) if line not in refused)
    tables = {name: package({}).table(name) for name in TABLES}
    tables[made.name] = Table(made.name, made.file, made.header, good)
    name, key = kind.column.name, kind.model.key()
    dates = kind.column.type.name in ("date", "span")
    columns = f"{name}, {name}_min, {name}_max" if dates else name
    with prepare(arrow_tables(tables)) as connection:
        seen = {row[0]: row[1:] for row in connection.execute(f"SELECT {key}, {columns} FROM {made.name}").fetchall()}
    found = []
    for record in tables[made.name].records():
        value = getattr(kind.model.from_cells(record), name) if record[name] else None
        want: tuple[Any, ...] = (list(map(str, value)) if isinstance(value, tuple) else value,)
        if dates:
            date = edtf.parse(value, span=True) if value else None
            want += (date.earliest, date.latest) if date else (None, None)
        if repr(seen[record[key]]) != repr(want):
            found.append((record[name], want, seen[record[key]]))
    return found


@pytest.mark.parametrize("kind", TYPED, ids=lambda kind: kind.name)
@settings(max_examples=2 * TIMES)
@given(st.data())
@example(None)
def test_rules_see_the_values_and_days_that_the_models_see(kind: Kind, data: st.DataObject | None) -> None:
    values = data.draw(st.lists(cells(kind.column.type), min_size=10, max_size=40)) if data else list(ODD)
    assert duckdb_disagreements(kind, values) == []


def test_another_day_in_the_prepared_tables_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mostanad.files.typed.days", lambda column, cells: (pa.nulls(len(cells), pa.date32()),) * 2)
    assert "2020-02-29" in {cell for cell, *_ in duckdb_disagreements(KINDS["officials.born"], list(ODD))}


# --- text: one reading, or none -----------------------------------------------------------------------------------

LINES = st.lists(
    st.text(st.sampled_from("a\",;|\t\\'#= \r\n\0") | st.characters(codec="utf-8"), max_size=12)
    | st.sampled_from(ODD).map(lambda cell: cell.replace(",", ";")),
    min_size=1,
    max_size=5,
).map(",".join)


def reading_disagreements(content: bytes) -> dict[str, Any]:
    """What each program reads in a table of parties that is not what we read."""
    found = readers.read("parties", content)
    return {program: cells for program, cells in found.items() if cells != found["ours"]}


def parties(lines: list[str], end: str = "\n") -> bytes:
    header = ",".join(column.name for column in TABLES["parties"].columns())
    return "".join(f"{line}{end}" for line in [header, *lines]).encode("utf-8")


@settings(max_examples=30 * TIMES)
@given(st.lists(st.tuples(LINES, LINES), min_size=1, max_size=12))
@example([(cell, "") for cell in ODD])
@example([(f'"{cell}, """', cell) for cell in ODD])
def test_whoever_reads_canonical_text_reads_the_same_cells(pairs: list[tuple[str, str]]) -> None:
    written = [f"k{number:04},{name},ngo,,,{note}" for number, (name, note) in enumerate(pairs)]
    written += [name for name, _ in pairs]
    clean = []
    for line in written:
        content, made = as_table("parties", parties([line]))
        if is_canonical(content, made) and not list(structure.check_shape(made)):
            clean.append(line)
    content, made = as_table("parties", parties(sorted(clean, key=as_key)))
    assert is_canonical(content, made)
    assert reading_disagreements(content) == {}


def as_key(line: str) -> str:
    return as_table("parties", parties([line]))[1].rows[0][0]


@pytest.mark.parametrize("cell", ['a"b', '"a"b', '"a\nb"', "a\rb", '"a', "a\nb", '"a" '])
def test_off_canonical_text_they_read_different_cells_and_layer_1_says_so(cell: str) -> None:
    content, made = as_table("parties", parties([f"k,{cell},ngo,,,"]))
    assert reading_disagreements(content) != {}
    assert not is_canonical(content, made)


# --- layer 1 keeps the others off ---------------------------------------------------------------------------------

LATER = ("text", "structure", "rows", "rules", "frictionless")


def said_too_much(name: str, content: bytes, layers: tuple[Any, ...]) -> list[str]:
    """The codes of later layers about a file that is not canonical text."""
    report = validate_package(package({name: content}), Documents(None), layers)
    assert f"rows of {name}" in report.not_run
    here = [item.code for item in report.findings if item.file == f"datasets/{name}.csv"]
    assert any(code.startswith("MST1") for code in here)
    return [code for code in here if not code.startswith("MST1") and code != "MST203"]


@settings(max_examples=10 * TIMES)
@given(st.sampled_from(list(KINDS.values())), st.data())
def test_nothing_else_is_said_of_what_is_not_canonical(kind: Kind, data: st.DataObject) -> None:
    values = [*data.draw(st.lists(cells(kind.column.type), max_size=8)), data.draw(st.sampled_from(ODD)), " "]
    odd = [value for value in values if not is_canonical(*table(kind, [value]))]
    assert said_too_much(kind.model.table, table(kind, odd[:1])[0], LATER[:3]) == []


def test_nothing_else_is_said_of_what_is_known_to_be_odd() -> None:
    kind = KINDS["parties.country"]
    odd = [value for value in ODD if not is_canonical(*table(kind, [value]))]
    assert len(odd) > 30
    assert said_too_much("parties", table(kind, odd)[0], LATER) == []


def test_a_layer_that_is_not_kept_off_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = parties(["k, a,nobody,,,"])
    assert said_too_much("parties", content, LATER) == []
    monkeypatch.setattr("mostanad.validation.run.Run._take", _take_and_go_on)
    with pytest.raises(AssertionError):
        said_too_much("parties", content, LATER)


def _take_and_go_on(self: Any, layer: str, name: str, findings: Any) -> None:
    self.found.add(findings)
