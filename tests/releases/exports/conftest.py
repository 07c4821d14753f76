"""Tests that ask the reference tool of a format need it: ``make reference`` installs them all.

Without a tool its tests are left out, and a line at the head of the run says so; with MOSTANAD_REFERENCE=1, as in
``.ci/run``, nothing is left out, and what is missing fails.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pyarrow as pa
import pytest
from tests.releases.exports.odd_release import ABOUT, odd_release

from mostanad.releases.exports import sqlite

#: The tool that each module of tests imports.
TOOLS = {
    "test_annotations.py": "pyld",
    "test_bibliography.py": "pybtex",
    "test_croissant.py": "mlcroissant",
    "test_ftm.py": "followthemoney",
    "test_ftm_rows.py": "followthemoney",
    "test_ro_crate.py": "rocrate",
    "test_spreadsheet.py": "openpyxl",
    "test_sqlite.py": "datasette",
}

_missing = (
    {}
    if os.environ.get("MOSTANAD_REFERENCE")
    else {module: tool for module, tool in TOOLS.items() if importlib.util.find_spec(tool) is None}
)
collect_ignore = list(_missing)


def pytest_report_header() -> list[str]:
    return [f"not checked: {module}, because {tool} is missing (make reference)" for module, tool in _missing.items()]


@pytest.fixture(scope="package")
def tables() -> dict[str, pa.Table]:
    """Those of the odd release."""
    return odd_release()[1]


@pytest.fixture(scope="package")
def sqlite_file(tables: dict[str, pa.Table], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its SQLite file; not to be changed."""
    path = tmp_path_factory.mktemp("sqlite") / "mostanad.sqlite"
    sqlite.write(tables, ABOUT, path)
    return path
