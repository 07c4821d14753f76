"""No test module reads the dataset, opens a package or builds one while it is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cases import each

ROOT = Path(__file__).parents[1]


def collect(*args: object) -> subprocess.CompletedProcess[str]:
    """Collect tests as pytest does, in a process of its own that notes what their modules do meanwhile."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.collecting", "--collect-only", "-q", *map(str, args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, encoding="utf-8")


@pytest.mark.slow
def test_all_tests_are_collected_without_any_of_that() -> None:
    run = collect()
    assert run.returncode == 0, run.stdout + run.stderr
    assert "tests/test_collection.py: 2" in run.stdout


@pytest.mark.slow
@each(
    ("does", "said"),
    {
        "a table is read": ("(ROOT / 'datasets/events.csv').read_text('utf-8')", "open"),
        "a package is opened": ("from mostanad.files import open_package; open_package(ROOT).table('events')", "open"),
        "a file is written": ("(Path(__file__).parent / 'new').write_text('', 'utf-8')", "open"),
        "a process is started": ("import subprocess, sys; subprocess.run([sys.executable, '-V'])", "subprocess.Popen"),
        "a folder is made to build in": (
            "import tempfile; tempfile.mkdtemp()",
            "tempfile.mkdtemp",
        ),
    },
)
def test_it_would_be_noticed(does: str, said: str, tmp_path: Path) -> None:
    module = tmp_path / "test_made_up.py"
    module.write_text(f"from pathlib import Path\n\nROOT = Path({str(ROOT)!r})\n{does}\n", "utf-8")
    run = collect(module, "--rootdir", ROOT)
    assert run.returncode != 0
    assert f"test_made_up.py:4 {said} " in run.stdout + run.stderr
