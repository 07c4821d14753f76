"""The wheel: carries the release as Parquet, the same from the checkout and from the sdist, and works offline."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.shared import release_of_this_tree

import mostanad
from mostanad.releases import verify

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
WITHOUT_NETWORK = """
import socket
def refuse(*_args, **_kwargs):
    raise AssertionError("the loader used the network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import mostanad
"""
LOADS = """
(version,) = mostanad.versions()
facts = mostanad.load("facts")
events = mostanad.load("events", as_="records")
why = mostanad.why(events[0]["event_id"])
officials = mostanad.load("officials", as_="arrow").column("official_id").to_pylist()
dossier = mostanad.dossier(officials[0])
print(version, len(facts), len(mostanad.tables()), len(why) > 0, dossier["official"]["official_id"] == officials[0])
"""


def run(*command: str | Path, cwd: Path = ROOT, **more: Any) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def unpack(wheel: Path, to: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(to)
    return to / "mostanad" / "_data"


LIGHT = {"CHANGES.md", "CITATION.cff", "README.md", "SHA256SUMS", "datapackage.json"}
LIGHT |= {"fact_checks", "parquet", "proofs"}
#: How many bytes a wheel may have for each fact of its release.
MOST = 300


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make release`` makes."""
    return release_of_this_tree(tmp_path_factory)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_the_release_as_parquet_and_what_validates_and_builds(
    wheel: Path, release: Path, tmp_path: Path
) -> None:
    data = unpack(wheel, tmp_path)
    assert {path.name for path in data.iterdir()} == {"releases", "schema", "validators", "build"}
    (light,) = (data / "releases").iterdir()
    assert light.name == release.name
    assert {path.name for path in light.iterdir()} == LIGHT
    for folder in ("parquet", "proofs"):
        assert files(light / folder) == files(release / folder)
    for folder in ("schema", "validators", "build"):
        assert files(data / folder) == files(ROOT / folder)
    report = verify(light)
    assert (report.findings, report.not_run) == ((), ())
    assert "forms that are not here: csv, json, dossiers, sqlite, crates" in report.not_checked
    assert wheel.stat().st_size <= MOST * mostanad.Release(light, light.name).load("facts", "arrow").num_rows


def test_the_wheel_carries_what_explains_findings(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    texts = ("codes", "examples", "explain", "private", "rule_sql")
    assert {f"mostanad/validation/{name}.toml" for name in texts} <= names
    assert {path.relative_to(ROOT / "src").as_posix() for path in ROOT.glob("src/mostanad/**/*.sql")} <= names
    rules = {path.stem for path in (ROOT / "validators").glob("*.sql")}
    assert {f"mostanad/_data/validators/{name}.json" for name in rules} <= names


def test_a_wheel_from_the_sdist_is_the_same(wheel: Path, tmp_path: Path) -> None:
    """Built apart from the development environment: the build requirements in pyproject.toml are enough."""
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", tmp_path, ROOT)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    tree = next(path for path in tmp_path.iterdir() if path.is_dir())
    other = {"env": os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"}, "umask": 0o077}
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
    run(*pip, "--wheel-dir", tmp_path, tree, cwd=tmp_path, **other)
    again = next(tmp_path.glob("*.whl"))
    assert (again.name, hashlib.sha256(again.read_bytes()).hexdigest()) == (
        wheel.name,
        hashlib.sha256(wheel.read_bytes()).hexdigest(),
    )


def test_the_wheel_works_in_an_empty_environment_without_a_network(wheel: Path, release: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    constraint = ("--constraint", ROOT / "requirements-dev.txt")
    run(python, "-m", "pip", "install", "--quiet", *constraint, wheel, cwd=tmp_path)
    printed = run(python, "-c", WITHOUT_NETWORK + LOADS, cwd=tmp_path)
    facts = mostanad.Release(release, release.name).load("facts", "arrow").num_rows
    tables = len(list((release / "parquet").glob("*.parquet")))
    assert printed.split() == [release.name, str(facts), str(tables), "True", "True"]
    event = mostanad.Release(release, release.name).load("events", "records")[0]["event_id"]
    assert "support:" in run(python.with_name("mostanad"), "why", event, cwd=tmp_path)
    needs = subprocess.run(
        [python.with_name("mostanad"), "validate", ROOT], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert needs.returncode == 2
    assert 'pip install "mostanad[validate]"' in needs.stderr
    assert "Traceback" not in needs.stderr
    run(python, "-m", "pip", "install", "--quiet", *constraint, f"{wheel}[validate]", cwd=tmp_path)
    installed = next((tmp_path / "venv").rglob("mostanad/_data/releases")) / release.name
    run(python.with_name("mostanad"), "verify", installed, cwd=tmp_path)
    run(python.with_name("mostanad"), "validate", ROOT, cwd=tmp_path)
    run(python.with_name("mostanad"), "build", ROOT, "--out", tmp_path / "built", cwd=tmp_path)
    assert files(tmp_path / "built" / release.name) == files(release)
    with (installed / "CHANGES.md").open("ab") as file:
        file.write(b"\n")
    spoilt = subprocess.run(
        [python.with_name("mostanad"), "verify", installed], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (spoilt.returncode, "MST603" in spoilt.stdout) == (1, True)
