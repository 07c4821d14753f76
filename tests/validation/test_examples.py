"""Every code has an example, and the examples are so: the one side gives the code at its place, the other nothing.

Those of rules across tables are run in tests/validators, those of releases in tests/releases.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from tests.cases import each
from tests.descriptor import data_package
from tests.validators.conftest import text_tables

from mostanad.files import open_package
from mostanad.files.canonical import render
from mostanad.files.csvtext import cells
from mostanad.files.queries import FOLDER
from mostanad.files.resources import ResourceError
from mostanad.models import TABLES
from mostanad.releases import codes as of_releases
from mostanad.validation import Finding, explain, rules, structure, validate, with_frictionless
from mostanad.validation.explain import Example, Place, Side, catalogue
from mostanad.validation.findings import CODES

VERSION = "2026.11.0"
#: What is run of each example, besides the layer of its code.
ALWAYS = ("text", "structure", "rows")


def write(side: Side, file: str, root: Path) -> None:
    """Lay down the package of an example, and its documents in ``documents``."""
    (root / "datasets").mkdir(parents=True)
    (root / "documents").mkdir()
    (root / "datapackage.json").write_text(json.dumps(data_package(VERSION)), "utf-8")
    for name, table in text_tables(side.rows).items():
        (root / table.file).write_bytes(render(name, table.records()))
    if side.text:
        (root / file).write_bytes(side.text.encode(side.encoding))
    for number, document in enumerate(side.documents):
        (root / "documents" / f"{number}.txt").write_bytes(document.encode())
    for name, query in side.queries.items():
        (root / FOLDER).mkdir(parents=True, exist_ok=True)
        (root / FOLDER / f"{name}.sql").write_text(query, "utf-8")
    for edit in side.edits:
        match dict(edit):
            case {"remove": path}:
                (root / path).unlink()
            case {"write": path, "text": text}:
                (root / path).write_text(text, "utf-8")
            case {"grow": path, "bytes": size}:
                os.truncate(root / path, size)
            case {"json": path, "at": at, "value": value}:
                content = json.loads((root / path).read_text("utf-8"))
                put(content, at.split("/"), value)
                (root / path).write_text(json.dumps(content), "utf-8")
            case {"schema": _}:
                pass  # done to Frictionless
            case other:
                raise AssertionError(f"not an edit of a package: {other}")


def put(content: Any, at: list[str], value: Any) -> None:
    for part in at[:-1]:
        content = content[int(part) if isinstance(content, list) else part]
    content[at[-1]] = value


def stricter(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frictionless is given the schema of the example."""
    for edit in side.edits:
        if "schema" in edit:
            table, column = edit["schema"].split("/")
            descriptor = data_package(VERSION)
            (resource,) = (item for item in descriptor["resources"] if item["name"] == table)
            (field,) = (item for item in resource["schema"]["fields"] if item["name"] == column)
            field["constraints"]["enum"] = edit["enum"]
            monkeypatch.setattr(with_frictionless, "data_package", Mock(return_value=descriptor))


def found(code: str, example: Example, side: Side, root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    write(side, example.file, root)
    if CODES[code].layer == "frictionless":
        stricter(side, monkeypatch)
        monkeypatch.setattr(structure, "check_descriptor", lambda package: ())
    return validate(root, documents=root / "documents", layers=(*ALWAYS, CODES[code].layer)).findings


def places(root: Path, finds: tuple[Place, ...]) -> Iterator[tuple[str, int, int]]:
    """The places of an example as findings have them."""
    for file, line, column in finds:
        if isinstance(line, int):
            yield file, line, int(column)
            continue
        table = open_package(root).table(file)
        key = table.header.index(TABLES[file].key())
        number = next(number for number, row in enumerate(table.rows, 2) if row[key] == line)
        text = (root / table.file).read_text("utf-8").split("\n")[number - 1]
        yield table.file, number, cells(text)[table.header.index(str(column))].column


each_code = each("code", list(CODES))


def test_every_code_has_one_example() -> None:
    given = [*explain.of_codes(), *(rule.code.code for rule in rules.rules() if explain.of_rule(rule.name))]
    assert sorted(given) == sorted({*CODES, *(code.code for code in of_releases.CODES.values()), *given})
    assert sorted(given) == sorted(catalogue())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file"),
        ("{", "Expecting property name"),
        ('{"about": "It is.", "example": {"finds": []}}', "'fails'"),
        ('{"about": "It is.", "example": {"finds": [], "fails": [], "passes": {}}}', "should be a valid dictionary"),
    ],
)
def test_who_writes_a_rule_reads_that_its_example_is_missing_or_wrong(
    tmp_path: Path, monkeypatch: Any, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "orphan.json").write_text(text, "utf-8")
    monkeypatch.setattr(explain, "resource", lambda name: tmp_path)
    with pytest.raises(ResourceError) as raised:
        explain.of_rule.__wrapped__("orphan")
    assert str(raised.value).startswith("validators/orphan.json must hold what the rule finds, with an example: ")
    assert said in str(raised.value)


def test_who_writes_a_code_reads_that_its_example_is_missing(monkeypatch: Any) -> None:
    examples = {code: example for code, example in explain.of_codes().items() if code not in ("MST101", "MST601")}
    monkeypatch.setattr(explain, "of_codes", lambda: examples)
    with pytest.raises(ResourceError, match=r"^validation/examples\.toml has no example of MST101, MST601$"):
        catalogue.__wrapped__()


@pytest.mark.slow
@each_code
def test_the_failing_example_gives_this_code_and_no_other(code: str, tmp_path: Path, monkeypatch: Any) -> None:
    example = explain.of_codes()[code]
    findings = found(code, example, example.fails, tmp_path, monkeypatch)
    assert [(finding.code, finding.file, finding.line, finding.column) for finding in findings] == [
        (code, *place) for place in places(tmp_path, example.finds)
    ]


@pytest.mark.slow
@each_code
def test_the_passing_example_gives_nothing(code: str, tmp_path: Path, monkeypatch: Any) -> None:
    example = explain.of_codes()[code]
    assert found(code, example, example.passes, tmp_path, monkeypatch) == ()


@each("code", list(catalogue()))
def test_examples_are_small_and_have_two_sides(code: str) -> None:
    example = catalogue()[code].example
    assert example.about.endswith(".")
    assert example.fails != example.passes
    for side in (example.fails, example.passes):
        assert side.as_dict()
        assert sum(len(rows) for rows in side.rows.values()) <= 8
        assert len(side.text.splitlines()) <= 4
        assert bool(side.text) == bool(example.file)


@each("code", list(catalogue()))
def test_texts_read_as_one_voice(code: str) -> None:
    """Titles, whys and remedies are set into sentences: they begin small and end without a stop."""
    texts = catalogue()[code].code
    for text in (texts.title, texts.why, texts.remedy):
        assert text == " ".join(text.split())
        assert not text.endswith((".", "!", ";", ","))
    assert len(texts.title) <= 60
    assert len({item.code.title for item in catalogue().values()}) == len(catalogue())


@each("code", list(catalogue()))
def test_no_line_of_an_example_is_too_long_to_read(code: str) -> None:
    example = catalogue()[code].example
    for side in (example.fails, example.passes):
        assert max(len(line) for line in explain.side_lines(side, example.file)) <= 130


def test_what_nobody_sees_is_shown_in_an_explanation() -> None:
    assert "Ve<U+0301>rite<U+0301>" in "\n".join(explain.side_lines(explain.of_codes()["MST104"].fails, "x.csv"))
    assert "Wa<U+200B>tch" in "\n".join(explain.side_lines(explain.of_codes()["MST105"].fails, "x.csv"))
    assert "ngo,,,<U+000D>" in "\n".join(explain.side_lines(explain.of_codes()["MST103"].fails, "x.csv"))
