"""What the screens let pass has no findings: the fast way through a package finds what the careful one finds."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.validation.odd_cells import KINDS, ODD, Kind, base, cells, table

from mostanad.documents.folder import Documents
from mostanad.evidence import sandbox
from mostanad.files import Package, csvtext, open_package
from mostanad.files.columns import columns_from, texts
from mostanad.files.package import lines_of
from mostanad.models import TABLES, Row
from mostanad.validation import canonical_text, private, rows, screen, structure
from mostanad.validation.findings import CODES
from mostanad.validation.places import Places
from mostanad.validation.run import validate_package

ROOT = Path(__file__).resolve().parents[2]
#: How often the small package is spoilt, and how often the dataset.
SMALL, LARGE = 60, 12
LAYERS = ("text", "structure", "rows", "rules", "fact_checks", "seals", "history")
CELLS = (*ODD, "a", "watch", "bahram-nemuneh", "session-2019-11", "Tel. 021 5555 1234", "his brother Bahram", "Err:502")


def careful(content: bytes, name: str) -> list[Any]:
    """What the careful layers find in one table."""
    package = Package(ROOT, {}, {name: content})
    read = package.table(name)
    places = Places(lambda _: lines_of(content), {})
    found = [*canonical_text.check(content, read, TABLES[name].key()), *structure.check_shape(read)]
    return found or [*rows.check(read, places), *private.check(read, places)]


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """A table spoilt in one place: a cell, a byte, a row, a column, line ends, the encoding or the order."""
    lines = content.decode("utf-8").removesuffix("\n").split("\n")
    number = chance.randrange(len(lines))
    made = [csvtext.split(line) for line in lines]
    match chance.choice(_WAYS):
        case "cell":
            made[number][chance.randrange(len(made[number]))] = chance.choice(CELLS)
            lines[number] = csvtext.join(made[number]).replace("\n", " ")
        case "swap":
            row, other = made[number], made[chance.randrange(len(made))]
            place = chance.randrange(len(row))
            row[place] = other[place]
            lines[number] = csvtext.join(row)
        case "byte":
            place = chance.randrange(len(content))
            return content[:place] + chance.choice(_BYTES) + content[place + chance.randrange(2) :]
        case "drop":
            del lines[number]
        case "twice":
            lines.insert(number, lines[number])
        case "order":
            lines[number], lines[-1] = lines[-1], lines[number]
        case "column":
            lines[number] += chance.choice((",", ",a", " ", '"', '""'))
        case "ends":
            return content.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n")), chance.randrange(1, 4))
        case "encoding":
            return chance.choice((b"\xef\xbb\xbf" + content, content.decode().encode("utf-16"), content[:-1]))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


_WAYS = ("cell", "cell", "cell", "swap", "byte", "drop", "twice", "order", "column", "ends", "encoding")
_BYTES = (b"", *(bytes([byte]) for byte in b' ,"\n\r\0?=\t#\x7f\xff'), b"\xc2\xa0", "\u064a".encode())


def both(package: Package) -> Iterator[dict[str, Any]]:
    """The reports of the fast and of the careful way."""
    for screened in (screen.screened, lambda *_, **named: None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(screen, "screened", screened)
            report = validate_package(package, Documents(None), LAYERS)
        yield report.as_dict() | {"unfinished": report.unfinished, "blocking": report.blocking}


@pytest.mark.parametrize(
    ("seed", "rounds"), [(0, 6), *(pytest.param(seed, SMALL // 3, marks=pytest.mark.slow) for seed in (1, 2, 3))]
)
@pytest.mark.slow
def test_both_ways_find_the_same_in_a_small_package(seed: int, rounds: int, sample: Any) -> None:
    package, chance = open_package(sample.root), random.Random(seed)
    filled = [name for name, content in package.texts.items() if content.count(b"\n") > 1]
    for _ in range(rounds):
        name = chance.choice(filled)
        content = spoilt(package.texts[name], chance)
        fast, slow = both(replace(package, texts={**package.texts, name: content}))
        assert fast == slow, (name, content)


@pytest.mark.slow
def test_both_ways_find_the_same_where_an_id_leads_nowhere(sample: Any) -> None:
    """In each column of ids of rows, in turn what is no id, what no row has, and what only another table has."""
    package, tried = open_package(sample.root), 0
    for name, model in TABLES.items():
        header, *lines = package.texts[name].decode().removesuffix("\n").split("\n")
        for place, column in enumerate(model.columns() if lines else ()):
            for cell in ("Watch", "nobody-has-this-id", "a b", "\u06cc", "") if column.references else ():
                cells = csvtext.split(lines[-1])
                cells[place] = cell
                content = "".join(f"{line}\n" for line in (header, *lines[:-1], csvtext.join(cells))).encode()
                fast, slow = both(replace(package, texts={**package.texts, name: content}))
                assert fast == slow, (name, column.name, cell)
                tried += 1
    assert tried > 50


def passes(content: bytes, model: type[Row], connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a validation looks no further at a table."""
    columns = screen.clean(content, model, connection)
    return columns is not None and not private.suspected({model.table: columns})


@pytest.mark.slow
def test_both_ways_find_the_same_in_the_dataset() -> None:
    package, chance = open_package(ROOT), random.Random(0)
    for _ in range(LARGE):
        name = chance.choice(list(package.texts))
        changed = {**package.texts, name: spoilt(package.texts[name], chance)}
        fast, slow = both(replace(package, texts=changed))
        assert fast == slow, name


@pytest.mark.slow
def test_no_table_of_the_dataset_that_is_spoilt_passes_the_screen_with_findings() -> None:
    package, chance = open_package(ROOT), random.Random(1)
    passed = 0
    with sandbox.connect() as connection:
        for name, content in package.texts.items():
            lines = content.splitlines(keepends=True)
            some = b"".join(lines[:1] + lines[1 :: max(1, len(lines) // 40)])
            assert passes(some, TABLES[name], connection), name
            for _ in range(60):
                changed = spoilt(some, chance)
                if passes(changed, TABLES[name], connection):
                    passed += 1
                    assert careful(changed, name) == [], (name, changed)
    assert passed > 20


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with sandbox.connect() as connection:
        yield connection


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_cell_that_passes_the_screen_passes_its_model(
    name: str, connection: duckdb.DuckDBPyConnection, data: st.DataObject
) -> None:
    kind: Kind = KINDS[name]
    cell = data.draw(cells(kind.column.type))
    content, _ = table(kind, [cell])
    if passes(content, kind.model, connection):
        assert careful(content, kind.model.table) == [], cell
    if cell and not screen.doubted_cells(pa.chunked_array([texts([cell])]), kind.column)[0]:
        whole = {**base(kind.model), kind.column.name: cell}
        assert _objections(kind.model, whole) <= {one for one in CODES if one.startswith("MST4")}, cell


CLOSED = {
    kind.pattern for model in TABLES.values() for kind in (one.type for one in model.columns()) if not kind.is_open
}


@pytest.mark.slow
@pytest.mark.parametrize("pattern", sorted(filter(None, CLOSED)))
@given(data=st.data())
def test_a_pattern_that_is_not_open_admits_nothing_odd(pattern: str, data: st.DataObject) -> None:
    assert not re.search(screen._ODD, data.draw(st.from_regex(pattern, fullmatch=True)))


def _objections(model: type[Row], cells: dict[str, str]) -> set[str]:
    """What a model objects to: types of errors of Pydantic, or codes of rules of the whole row."""
    try:
        model.from_cells(cells)
    except ValidationError as error:
        return {problem["type"] for problem in error.errors()}
    return set()


MODELS = [model for model in TABLES.values() if model.problems is not Row.problems]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_a_row_to_which_its_model_objects_is_suspected(model: type[Row]) -> None:
    """Rows with cells of all sorts, many empty: each that breaks a rule of the whole row is among the suspects."""
    chance = random.Random(2)
    header = [column.name for column in model.columns()]
    options = {column.name: _options(column) for column in model.columns()}
    made = []
    while len(made) < 3000:
        cells = [chance.choice(options[name]) for name in header]
        made.append(cells)
    objected = [row for row in made if _breaks_a_rule(model, dict(zip(header, row, strict=True)))]
    assert len(objected) > 20
    with sandbox.connect() as connection:
        found = screen.suspects(columns_from(header, objected), model, connection)
    assert len(found) == len(objected)


def _options(column: Any) -> list[str]:
    some = list(map(str, column.type.vocabulary or ())) or [column.example]
    some += {"integer": ["0", "7"], "number": ["1", "300"]}.get(column.type.name, [])
    some += ["unnamed"] if column.role == "key" and "party" in column.name else []
    some += ["date", "date kind"] if column.name == "fields" else []
    some += ["one two three four five six"] if column.name == "as_stated" else []
    return some if column.required else [*some, ""]


def _breaks_a_rule(model: type[Row], cells: dict[str, str]) -> bool:
    objections = _objections(model, cells)
    return bool(objections) and objections <= set(CODES)


@pytest.mark.slow
def test_what_looks_private_to_the_patterns_does_so_to_the_wider_ones() -> None:
    """Texts made of what each pattern names, in letters of both scripts and digits of all."""
    examples = re.findall(r'"([^"\n]{6,80})"', (ROOT / "tests/validation/test_private.py").read_text("utf-8"))
    chance = random.Random(3)
    changed = [
        "".join(chance.choice((*letter * 12, letter.swapcase(), "é", "۵", " ")) for letter in one)
        for one in examples
        for _ in range(5)
    ]
    (name,) = [column for column in private.free_columns("parties") if column == "name"]
    private_ones = [one for one in (*examples, *changed) if private.signs(one)]
    assert len(private_ones) > 100
    header = [column.name for column in TABLES["parties"].columns()]
    for one in private_ones:
        made = columns_from(header, [[one if column == name else "" for column in header]])
        assert private.suspected({"parties": made}) == {"parties": {one}}, one


@pytest.mark.slow
def test_frictionless_objects_to_nothing_that_passes(sample: Any) -> None:
    package, chance = open_package(sample.root), random.Random(4)
    passed = 0
    for _ in range(250):
        name = chance.choice(list(package.texts))
        content = spoilt(package.texts[name], chance)
        report = validate_package(replace(package, texts={**package.texts, name: content}), Documents(None), LAYERS)
        if not report.errors:
            passed += 1
            sample.write(name, content)
            judged = frictionless.Package(str(sample.root / "datapackage.json")).validate()
            assert judged.valid, (name, content, judged.flatten(["type", "note"]))
            sample.write(name, package.texts[name])
    assert passed > 5


def test_a_clean_package_makes_no_rows_and_loads_no_pandas(tmp_path: Path) -> None:
    script = """if True:
        import sys
        from mostanad import validate
        from mostanad.validation.run import Run
        small, read = ("fact_checks", "fact_check_answers"), Run._table
        Run._table = lambda run, name: read(run, name) if name in small else 1 / 0
        assert not validate(sys.argv[1]).errors
        assert not {"pandas", "frictionless", "polars", "jsonschema"} & set(sys.modules), "loaded"
    """
    subprocess.run([sys.executable, "-c", script, str(ROOT)], check=True, cwd=tmp_path)


def test_the_error_of_a_spreadsheet_makes_a_row_odd_and_a_comma_does_not() -> None:
    (column,) = (column for column in TABLES["parties"].columns() if column.name == "name")
    table = columns_from(["name", "kind"], [["Err:502", "state"], ["x, y", "ngo"]])
    assert screen.doubted_cells(table["name"], column) == ([], ["Err:502"])


def test_only_the_lines_that_are_doubted_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong word and one telephone number: of the other rows no model is made, and no free text is tried."""
    package = open_package(ROOT)
    lines = package.texts["parties"].decode().split("\n")
    assert ",person," in lines[2]
    lines[2] = lines[2].replace(",person,", ",persom,")
    number = next(at for at, line in enumerate(lines) if at > 2 and line.endswith(","))
    lines[number] += "telephone 021 5555 1234"
    made, tried, read, look = [], [], TABLES["parties"].from_cells, private.signs
    monkeypatch.setattr(TABLES["parties"], "from_cells", lambda row: made.append(row) or read(row))
    monkeypatch.setattr(private, "signs", lambda text: tried.append(text) or look(text))
    texts = {"parties": "\n".join(lines).encode()}
    report = validate_package(replace(package, texts=package.texts | texts), Documents(None), ("text", "rows"))
    assert [(one.code, one.line) for one in report.errors] == [("MST213", 3), ("MST451", number + 1)]
    assert len(made) < 20
    assert len(tried) < 20
