"""``import mostanad`` is light, and gives what it says it gives."""

from __future__ import annotations

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cases import each

import mostanad

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "mostanad"
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
    assert rooms == {"files", "loader", "matching"}


def test_the_site_needs_nothing_of_what_validates_and_compiles() -> None:
    asked = ("mostanad.site.builder", "mostanad.site.serving", "mostanad.cli.obtain")
    modules = loaded(f"import {', '.join(asked)}; mostanad.release; mostanad.versions()")
    assert "jinja2" in modules
    assert modules & {"duckdb", "jsonschema", "jsonschema_rs"} == set()


def test_files_needs_no_other_room() -> None:
    script = "import sys; from mostanad.files import disk, locks, place, trees; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert {name.split(".")[1] for name in run.stdout.split() if name.startswith("mostanad.")} == {"files"}


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


@pytest.mark.parametrize("name", ["nothing", "pandas", "Load"])
def test_an_unknown_attribute(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'mostanad' has no attribute '{name}'"):
        getattr(mostanad, name)


def test_the_version_of_the_package() -> None:
    assert loaded("import mostanad; mostanad.__version__") & set(HEAVY) == set()


def test_an_installed_package_says_which_version_it_is(tmp_path: Path) -> None:
    """As in site-packages: no checkout around it, and its metadata beside it."""
    (tmp_path / "lib").mkdir()
    shutil.copytree(Path(mostanad.__file__).parent, tmp_path / "lib/mostanad", ignore=shutil.ignore_patterns("_data"))
    (tmp_path / "lib/mostanad-2030.1.0.dist-info").mkdir()
    metadata = "Metadata-Version: 2.1\nName: mostanad\nVersion: 2030.1.0\n"
    (tmp_path / "lib/mostanad-2030.1.0.dist-info/METADATA").write_text(metadata, "utf-8")
    script = f"import sys; sys.path.insert(0, {str(tmp_path / 'lib')!r}); import mostanad; print(mostanad.__version__)"
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=True, text=True)
    assert run.stdout == "2030.1.0\n"


def exceptions() -> set[str]:
    """The names of the exceptions and warnings of the package, by their modules."""
    defined = {
        (f"{path.relative_to(SRC.parent).with_suffix('')}".replace(os.sep, "."), node.name)
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and node.bases and not path.is_relative_to(SRC / "cli")
    }
    found = ((name, getattr(importlib.import_module(module), name, None)) for module, name in sorted(defined))
    return {name for name, one in found if isinstance(one, type) and issubclass(one, BaseException)}


def test_every_exception_that_the_docs_name_can_be_imported() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    words = {word for page in pages for word in re.findall(r"\b[A-Z]\w+", page.read_text("utf-8"))}
    named = exceptions() & words
    assert {"IndexRefused", "SupersededWarning", "OnlyInOlderRelease"} <= named
    assert named - set(mostanad.__all__) == set()


def test_an_unknown_name_cannot_be_imported() -> None:
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec("from mostanad import nothing")
