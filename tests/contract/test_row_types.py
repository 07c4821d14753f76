"""The generated modules: the names of columns, and the types of rows."""

from __future__ import annotations

import ast
import datetime as dt
import itertools
import subprocess
import sys
import types
import typing
from pathlib import Path

import pytest
from tests.contract.made_up import Harbour, Voyage

from mostanad.contract import row_types as module
from mostanad.contract.row_types import python_types
from mostanad.models import COMPILED, TABLES

_COLUMNS = "src/mostanad/loader/columns"


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is generated of two models of which the dataset has none."""
    monkeypatch.setattr(module, "TABLES", {"voyages": Voyage})
    monkeypatch.setattr(module, "COMPILED", {"harbours": Harbour})
    return python_types()


def run(text: str) -> types.ModuleType:
    """The module that a text is."""
    made = types.ModuleType("made")
    exec(text, vars(made))
    return made


def documented(text: str) -> dict[str, str]:
    """What stands under each constant of a module."""
    body = ast.parse(text).body
    return {
        node.target.id: below.value.value
        for node, below in itertools.pairwise(body)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)
    }


def test_the_columns_of_a_table_are_constants_with_what_they_hold(made_up: dict[str, str]) -> None:
    text = made_up[f"{_COLUMNS}/voyages.py"]
    assert documented(text) == {
        "voyage_id": "Its id.",
        "captain_id": "Who led it.",
        "gender": "Of the captain.",
        "began": "When it began.",
        "began_min": "First day of began; None if it is open or not known.",
        "began_max": "Last day of began; None if it is open or not known.",
        "seen_in": "Where it was seen.",
        "harbour": "Whence. Deprecated since 2026.12.0: use `captain_id`.",
    }
    made = vars(run(text))
    assert {name: made[name] for name in documented(text)} == {name: name for name in documented(text)}


def test_the_types_of_a_row(made_up: dict[str, str]) -> None:
    made = run(made_up[f"{_COLUMNS}/voyages.py"])
    assert typing.get_type_hints(made.VoyageRow, vars(made)) == {
        "voyage_id": str,
        "captain_id": str,
        "gender": str | None,
        "began": str | None,
        "began_min": dt.date | None,
        "began_max": dt.date | None,
        "seen_in": list[str] | None,
        "harbour": str,
    }
    assert list(made.VoyageRow.__annotations__) == list(documented(made_up[f"{_COLUMNS}/voyages.py"]))


def test_load_knows_the_rows_of_each_table(made_up: dict[str, str]) -> None:
    text = made_up["src/mostanad/loader/loading.py"]
    assert typing.get_args(run(text).TableName) == ("harbours", "voyages")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    gives = [(ast.unparse(node.args), ast.unparse(node.returns)) for node in functions if node.returns]
    assert [taken for taken, given in gives if given == "list[VoyageRow]"] == [
        "self, table: Literal['voyages'], as_: Literal['records']",
        "self, table: Literal['voyages'], version: str | None=None, *, as_: Literal['records']",
    ]


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("facts", "disputed", bool),
        ("facts", "claims", int),
        ("facts", "asserted_by", list[str]),
        ("estimates", "value", float | None),
        ("sanctions", "human_rights", bool | None),
        ("sanctions", "measures", list[str] | None),
    ],
)
def test_every_type_of_cell(table: str, column: str, kind: object) -> None:
    model = (TABLES | COMPILED)[table]
    made = run(python_types()[f"{_COLUMNS}/{table}.py"])
    assert typing.get_type_hints(getattr(made, module.row_type(model)), vars(made))[column] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Short.",
        'Ends with "quotes"',
        'With """three""" of them.',
        "A back\\slash, and \\n no line end.",
        "x" * 114,
        "x" * 115,
        "word " * 60,
    ],
)
def test_a_description_comes_back_whole_and_fits_the_page(text: str) -> None:
    lines = module._docstring(text)
    assert max(map(len, lines)) <= 120
    assert " ".join(ast.literal_eval("\n".join(lines)).split()) == text.strip()


def test_the_modules_are_in_the_form_of_all_others(made_up: dict[str, str], tmp_path: Path) -> None:
    for path, text in made_up.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    pyproject = str(Path(__file__).parents[2] / "pyproject.toml")
    config = ["--no-cache", "--config", pyproject, "--config", f"src = ['{tmp_path / 'src'}']"]
    for command in (["check"], ["format", "--diff"]):
        done = subprocess.run([*ruff, *command, *config, tmp_path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
