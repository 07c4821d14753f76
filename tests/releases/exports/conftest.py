"""Tests that ask the reference tool of a format need it: ``make reference`` installs them all.

Without a tool its tests are left out, and a line at the head of the run says so; with MOSTANAD_REFERENCE=1, as in
``.ci/run``, nothing is left out, and what is missing fails.
"""

from __future__ import annotations

import importlib.util
import os

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
