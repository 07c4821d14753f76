"""``import mostanad`` is light, and gives what it says it gives."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest
from tests.cases import each

import mostanad

HEAVY = ("pandas", "pyarrow", "duckdb", "polars", "frictionless", "pydantic", "numpy", "jsonschema", "typer", "rich")
HEAVY += ("cryptography",)  # what verifies signatures


def loaded(statement: str) -> set[str]:
    """The top-level modules that a statement brings into a fresh interpreter."""
    script = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


def test_import_loads_nothing_heavy() -> None:
    modules = loaded("import mostanad")
    assert "mostanad" in modules
    assert modules & set(HEAVY) == set()


def test_looking_at_what_there_is_loads_nothing_heavy() -> None:
    assert loaded("import mostanad; dir(mostanad); mostanad.__all__; mostanad.__doc__") & set(HEAVY) == set()


def test_the_loader_loads_nothing_heavy_until_it_reads() -> None:
    assert loaded("import mostanad; mostanad.load; mostanad.Release; mostanad.versions()") & set(HEAVY) == set()


def test_the_command_line_loads_nothing_heavy_for_its_help() -> None:
    heavy = set(HEAVY) - {"typer", "rich", "pydantic"}
    assert loaded("import mostanad.cli.main") & heavy == set()


@pytest.mark.parametrize("statement", ["import mostanad.loader", "from mostanad import load, why, release"])
def test_the_loader_never_imports_validation_or_releases(statement: str) -> None:
    script = f"import sys; {statement}; print(*(name for name in sys.modules if name.startswith('mostanad.')))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    rooms = {name.split(".")[1] for name in run.stdout.split()}
    assert rooms == {"loader", "matching", "resources", "storage"}


def test_the_site_needs_nothing_of_what_validates_and_compiles() -> None:
    statement = (
        "import mostanad.site.write, mostanad.site.serving, mostanad.cli.site; mostanad.release; mostanad.versions()"
    )
    modules = loaded(statement)
    assert "jinja2" in modules
    assert modules & {"duckdb", "jsonschema", "jsonschema_rs"} == set()


def test_storage_needs_no_other_room() -> None:
    script = "import sys; from mostanad.files import disk, locks, place, trees; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert {name.split(".")[1] for name in run.stdout.split() if name.startswith("mostanad.")} == {"storage"}


def test_dir_is_all() -> None:
    assert dir(mostanad) == sorted(mostanad.__all__)
    assert mostanad.__all__ == sorted(mostanad.__all__)


@each("name", list(mostanad.__all__))
def test_every_public_name_can_be_imported_and_is_documented(name: str) -> None:
    found = getattr(mostanad, name)
    assert getattr(importlib.import_module(found.__module__), name) is found
    assert found.__doc__


def test_a_star_import_gives_all() -> None:
    names: dict[str, object] = {}
    exec("from mostanad import *", names)
    assert set(mostanad.__all__) <= set(names)


@pytest.mark.parametrize("name", ["nothing", "__version__", "pandas", "Load"])
def test_an_unknown_attribute(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'mostanad' has no attribute '{name}'"):
        getattr(mostanad, name)


def test_an_unknown_name_cannot_be_imported() -> None:
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec("from mostanad import nothing")
