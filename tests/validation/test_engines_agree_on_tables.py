"""Whole tables: our verdict and that of plain Frictionless, and which layer stops what only some programs can read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases import each
from tests.descriptor import data_package
from tests.validation.odd_cells import ODD, base, inexpressible, package

from mostanad.documents.folder import Documents
from mostanad.files import csvtext
from mostanad.files.canonical import render
from mostanad.models import TABLES
from mostanad.validation import Finding, rules
from mostanad.validation.run import Layer, validate_package

pytestmark = pytest.mark.slow

#: Set to hunt: how many times as many examples.
TIMES = 1
#: The codes of two rules that a descriptor says too.
KEYS, REFERENCES = "MST301", "MST303"
#: Tables that refer to each other and to no others, in columns with one target.
CLOSED = ("parties", "sources", "passages")
Texts = dict[str, str]


@pytest.fixture(autouse=True, scope="module")
def _only_rules_of_keys() -> Iterator[None]:
    """The other rules say what no descriptor can, and take time."""
    few = tuple(rule for rule in rules.rules() if rule.code.code in (KEYS, REFERENCES))
    assert len(few) == 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "rules", lambda: few)
        yield


def start() -> Texts:
    """Three tables without a flaw, three rows each."""
    rows: dict[str, list[Mapping[str, str]]] = {name: [] for name in CLOSED}
    for letter in "abc":
        source = {"source_id": f"s-{letter}", "publisher_id": f"p-{letter}", "author": "", "derived_from": ""}
        passage = {"passage_id": f"s-{letter}.c000000-000001", "source_id": f"s-{letter}", "selector": "char=0,1"}
        rows["parties"].append({**base(TABLES["parties"]), "party_id": f"p-{letter}"})
        rows["sources"].append({**base(TABLES["sources"]), **source})
        rows["passages"].append({**base(TABLES["passages"]), **passage})
    rows["sources"][2] = {**rows["sources"][2], "derivation": "quotes", "derived_from": "s-a"}
    return {name: render(name, rows[name]).decode("utf-8") for name in CLOSED}


# --- what is done to them -----------------------------------------------------------------------------------------

Rows = list[list[str]]


def _repeat(rows: Rows, row: int, column: int, value: str) -> None:
    rows.append(list(rows[row]))


def _delete(rows: Rows, row: int, column: int, value: str) -> None:
    if len(rows) > 2:
        del rows[row]


def _put(rows: Rows, row: int, column: int, value: str) -> None:
    rows[row][column % len(rows[row])] = value


def _same_key(rows: Rows, row: int, column: int, value: str) -> None:
    rows[row][0] = rows[1][0]


def _drop_a_cell(rows: Rows, row: int, column: int, value: str) -> None:
    rows[row].pop()


def _add_a_cell(rows: Rows, row: int, column: int, value: str) -> None:
    rows[row].append(value)


def _swap_columns(rows: Rows, row: int, column: int, value: str) -> None:
    for cells in rows:
        cells[-1], cells[column % len(cells)] = cells[column % len(cells)], cells[-1]


def _swap_names(rows: Rows, row: int, column: int, value: str) -> None:
    _swap_columns(rows[:1], row, column, value)


def _repeat_a_name(rows: Rows, row: int, column: int, value: str) -> None:
    rows[0][column % len(rows[0])] = rows[0][0]


def _repeat_the_header(rows: Rows, row: int, column: int, value: str) -> None:
    rows.append(list(rows[0]))


def _forget_the_header(rows: Rows, row: int, column: int, value: str) -> None:
    del rows[0]


def _empty(rows: Rows, row: int, column: int, value: str) -> None:
    rows[row][:] = [""] * len(rows[row])


EDITS: dict[str, Callable[[Rows, int, int, str], None]] = {
    edit.__name__.removeprefix("_"): edit
    for edit in (
        *(_put, _repeat, _delete, _same_key, _drop_a_cell, _add_a_cell, _swap_columns, _swap_names),
        *(_repeat_a_name, _repeat_the_header, _forget_the_header, _empty),
    )
}
#: Ways to write a file that some programs can read and others cannot.
WRITINGS: dict[str, Callable[[str], bytes]] = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "no last line end": lambda text: text.removesuffix("\n").encode(),
    "blank line": lambda text: text.replace("\n", "\n\n", 1).encode(),
    "blank last line": lambda text: (text + "\n").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "all quoted": lambda text: _quoted(text).encode(),
    "header quoted": lambda text: (_quoted(text.split("\n")[0] + "\n") + text.split("\n", 1)[1]).encode(),
    "spaces": lambda text: text.replace(",", ", ").encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "no order": lambda text: (text.split("\n", 1)[0] + "\nzzz" + text[text.index("\n") + 1 :]).encode(),
}


def _quoted(text: str) -> str:
    return "".join(
        ",".join('"' + value.replace('"', '""') + '"' for value in csvtext.split(line)) + "\n"
        for line in text.removesuffix("\n").split("\n")
    )


Edit = tuple[str, str, int, int, str]  # what is done, the table, the row, the column, a value
VALUES = st.sampled_from(["", "p-a", "p-b", "s-a", "s-c", "s-z", "p-z", "s-a.c000000-000001"]) | st.sampled_from(ODD)
EDIT = st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(CLOSED), st.integers(1, 3), st.integers(0, 20), VALUES)


def edited(edits: list[Edit]) -> dict[str, bytes]:
    """The tables after these edits, in canonical form as far as their cells allow it."""
    tables = {name: [csvtext.split(line) for line in text.split("\n")[:-1]] for name, text in start().items()}
    for what, name, row, column, value in edits:
        rows = tables[name]
        if rows and rows[0]:
            EDITS[what](rows, min(row, len(rows) - 1), column, value)
    lines = {name: [rows[0], *sorted(rows[1:], key=lambda cells: cells[:1])] for name, rows in tables.items() if rows}
    return {name: "".join(csvtext.join(cells) + "\n" for cells in rows).encode() for name, rows in lines.items()}


# --- the verdicts -------------------------------------------------------------------------------------------------


#: Headers and numbers of cells: looked at beside the text, for the one mistake is often both.
SHAPE = ("MST203", "MST204")
EARLY: tuple[Layer, ...] = ("text", "structure", "rows")


def ours(texts: Mapping[str, bytes], layers: tuple[Layer, ...] = (*EARLY, "rules")) -> list[Finding]:
    """What we find in these tables in all that a table's text, its schema or a reference is about."""
    report = validate_package(package(texts), Documents(None), layers)
    files = {f"datasets/{name}.csv" for name in texts}
    codes = ("MST1", "MST2", KEYS, REFERENCES)
    row_rules = {"MST431", "MST432", "MST433", "MST434"}
    return [
        item
        for item in report.findings
        if item.file in files and (item.code.startswith(codes) or item.code in row_rules)
    ]


def theirs(texts: Mapping[str, bytes], change: Callable[[Any], None] = lambda schema: None) -> list[tuple[str, str]]:
    """What plain Frictionless finds with the published descriptor: the table and the type of the error."""
    descriptor = data_package("2026.11.0")
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] in texts]
    for item in descriptor["resources"]:
        change(item["schema"])
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "datasets").mkdir()
        for name, content in texts.items():
            Path(directory, "datasets", f"{name}.csv").write_bytes(content)
        Path(directory, "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
        report = frictionless.Package(str(Path(directory, "datapackage.json"))).validate()
    assert report.errors == []
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def excused(finding: Finding) -> bool:
    """Whether no descriptor can say it."""
    name = finding.file.removeprefix("datasets/").removesuffix(".csv")
    if finding.code.startswith("MST4"):  # several cells of a row that do not go together
        return True
    columns = {column.name: column for column in TABLES[name].columns()}
    if finding.code == REFERENCES:  # into one of several tables
        return len(columns[finding.field].references) > 1
    return finding.code == "MST212" and bool(inexpressible(columns[finding.field].type, finding.value))


def disagreement(texts: Mapping[str, bytes], change: Callable[[Any], None] = lambda schema: None) -> str:
    """Who alone finds something, and what; nothing if layer 1 stops it, or both say the same."""
    found = ours(texts)
    unreadable = {item.file for item in found if item.code.startswith("MST1")}
    if unreadable:
        late = [item for item in found if item.file in unreadable and not item.code.startswith(("MST1", *SHAPE))]
        return f"after layer 1: {late}" if late else ""
    others = theirs(texts, change)
    if others and not found:
        return f"Frictionless: {others}"
    alone = [] if others else [item for item in found if not excused(item)]
    return f"mostanad: {alone}" if alone else ""


def test_three_tables_without_a_flaw() -> None:
    texts = edited([])
    assert (ours(texts), theirs(texts)) == ([], [])


@settings(max_examples=15 * TIMES)
@given(st.lists(EDIT, min_size=1, max_size=3))
def test_frictionless_and_we_come_to_one_verdict_on_tables(edits: list[Edit]) -> None:
    assert disagreement(edited(edits)) == ""


@each(
    ("edit", "code", "error"),
    [
        (("repeat", "parties", 1, 0, ""), KEYS, "primary-key"),
        (("same_key", "sources", 3, 0, ""), KEYS, "primary-key"),
        (("same_key", "passages", 2, 0, ""), KEYS, "unique-error"),
        (("delete", "parties", 2, 0, ""), REFERENCES, "foreign-key"),
        (("put", "sources", 1, 3, "p-z"), REFERENCES, "foreign-key"),
        (("put", "sources", 3, 15, "s-z"), REFERENCES, "foreign-key"),
        (("put", "passages", 1, 1, "p-a"), REFERENCES, "foreign-key"),
        (("put", "parties", 1, 2, ""), "MST211", "constraint-error"),
        (("put", "parties", 1, 2, "nobody"), "MST213", "constraint-error"),
        (("put", "sources", 1, 11, "x"), "MST212", "type-error"),
        (("put", "sources", 1, 12, "x"), "MST212", "constraint-error"),
        (("drop_a_cell", "parties", 2, 0, ""), "MST204", "missing-cell"),
        (("add_a_cell", "parties", 2, 0, "x"), "MST204", "extra-cell"),
        (("empty", "parties", 2, 0, ""), "MST211", "blank-row"),
        (("swap_columns", "parties", 1, 1, ""), "MST203", "incorrect-label"),
        (("swap_names", "passages", 1, 1, ""), "MST203", "incorrect-label"),
        (("repeat_a_name", "parties", 1, 2, ""), "MST203", "duplicate-label"),
        (("repeat_the_header", "parties", 1, 0, ""), "MST203", "constraint-error"),
        (("forget_the_header", "passages", 1, 0, ""), "MST203", "incorrect-label"),
    ],
)
def test_each_code_has_its_error(edit: Edit, code: str, error: str) -> None:
    texts = edited([edit])
    assert code in {item.code for item in ours(texts)}
    assert error in {kind for _, kind in theirs(texts)}
    assert disagreement(texts) == ""


@each("name", CLOSED[1:])
@each("writing", list(WRITINGS))
def test_layer_1_or_the_shape_stops_what_is_written_in_another_way(writing: str, name: str) -> None:
    texts = edited([("put", name, 1, 0, "odd")])
    texts[name] = WRITINGS[writing](texts[name].decode("utf-8"))
    found = [item.code for item in ours(texts, EARLY) if item.file == f"datasets/{name}.csv"]
    assert found
    assert [code for code in found if not code.startswith(("MST1", *SHAPE))] == []


@settings(max_examples=6 * TIMES)
@given(st.lists(EDIT, max_size=2), st.sampled_from(sorted(WRITINGS)), st.sampled_from(CLOSED))
def test_whatever_else_is_wrong_with_it(edits: list[Edit], writing: str, name: str) -> None:
    texts = edited(edits)
    texts[name] = WRITINGS[writing](texts[name].decode("utf-8"))
    assert disagreement(texts) == ""


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (("same_key", "passages", 2, 0, ""), "primaryKey"),
        (("put", "passages", 1, 1, "s-z"), "foreignKeys"),
        (("put", "parties", 1, 2, "nobody"), "constraints"),
    ],
)
def test_a_descriptor_that_leaves_something_out_would_be_noticed(edit: Edit, key: str) -> None:
    def without(schema: Any) -> None:
        schema.pop(key, None)
        for field in schema["fields"]:
            field["constraints"] = {} if key == "constraints" else field["constraints"] | {"unique": False}

    assert disagreement(edited([edit])) == ""
    assert disagreement(edited([edit]), without).startswith("mostanad: ")


def test_a_rule_that_is_left_out_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "rules", lambda: ())
    assert disagreement(edited([("repeat", "parties", 1, 0, "")])).startswith("Frictionless: ")
    assert disagreement(edited([("put", "passages", 1, 1, "s-z")])).startswith("Frictionless: ")
