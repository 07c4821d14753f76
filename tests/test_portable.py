"""On Linux, macOS and Windows alike: names that each file system takes, text that each writes alike, nothing else's.

What only another system does is played here: its modules that are missing, and files that cannot be moved while open.
"""

from __future__ import annotations

import ast
import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mostanad
from mostanad.models import MODELS, TABLES
from mostanad.releases import layout

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "mostanad"
#: Names of devices on Windows, also with an ending.
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
#: What is before a release, at its longest: the cache of somebody with a long name, or a virtual environment of theirs.
CACHE = r"C:\Users\A name of thirty characters ok\AppData\Local\mostanad\Cache\releases\2026.12.10"
VENV = r"C:\Users\A name of thirty characters ok\Documents\project\.venv\Lib\site-packages\mostanad\_data\releases"
LONGEST = 259
#: What Windows, or every system but Linux, has not.
POSIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


def ids() -> list[str]:
    """Every id of the dataset: the keys of all tables."""
    found = []
    for name in TABLES:
        with (ROOT / f"datasets/{name}.csv").open(encoding="utf-8", newline="") as file:
            found += [row[0] for row in csv.reader(file)][1:]
    return found


def names_of_files() -> list[str]:
    """The paths of what git has or would have, and of a release."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True, check=True,
    )  # fmt: skip
    return [name for name in listed.stdout.decode("utf-8").split("\0") if name]


def paths_of_a_release() -> list[str]:
    with (ROOT / "datasets/officials.csv").open(encoding="utf-8", newline="") as file:
        officials = [row[0] for row in csv.reader(file)][1:]
    tables = [path for name in MODELS for path in (layout.csv(name), layout.ndjson(name), layout.parquet(name))]
    return [*map(layout.dossier, officials), *tables, layout.DESCRIPTOR, layout.RO_CRATE, layout.ROOT, layout.SQLITE]


def twice(names: list[str]) -> list[str]:
    """What is there twice for a file system that does not tell capitals."""
    return [name for name, count in Counter(map(str.casefold, names)).items() if count > 1]


def refused(path: str) -> bool:
    """Whether Windows takes a relative path for something else, or not at all."""
    return any(
        not part.isascii()
        or set(part) & set('<>:"\\|?*')
        or part.endswith((".", " "))
        or part.partition(".")[0].strip().casefold() in DEVICES
        for part in path.split("/")
    )


def test_what_is_refused() -> None:
    assert all(map(refused, ["a/con.json", "AUX", "x/nul/y", "a:b", "what?", "name.", "é.csv", "com1.tar.gz"]))
    assert not any(map(refused, ["a/icon.json", "console", "nuls", ".gitignore", "comfort", "a/b-c_d.csv"]))


@pytest.mark.parametrize("names", [names_of_files, paths_of_a_release], ids=lambda function: function.__name__)
def test_every_system_takes_the_names_of_files(names: object) -> None:
    assert callable(names)
    found = names()
    assert len(found) > 100
    assert (twice(found), [name for name in found if refused(name)]) == ([], [])


def test_ids_differ_in_more_than_capitals_and_none_is_a_device() -> None:
    found = ids()
    assert len(found) > 1000
    assert twice(sorted(set(found))) == []
    assert [name for name in found if name.casefold() in DEVICES] == []


@pytest.mark.parametrize("folder", [CACHE, f"{VENV}\\2026.12.10"])
def test_the_paths_of_a_release_are_short_enough(folder: str) -> None:
    """Windows opens no more than 259 characters; in the cache a file first has a longer name of its own."""
    longest = max(map(len, paths_of_a_release())) + len("/..4194304.new")
    assert longest < 200 - 100
    assert len(folder) + longest < LONGEST


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SRC.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def modes_of(call: ast.Call) -> list[str]:
    """How a call of an ``open`` may open a file."""
    given = {word.arg: word.value for word in call.keywords}
    at = 0 if isinstance(call.func, ast.Attribute) and call.func.attr == "open" else 1
    mode = given.get("mode", call.args[at] if len(call.args) > at else None)
    constants = [one.value for one in ast.walk(mode) if isinstance(one, ast.Constant)] if mode else []
    return [one for one in constants if isinstance(one, str)] or ["r"]


def of_text(call: ast.Call) -> tuple[str, bool] | None:
    """If a call opens a text file: what is called, and whether it writes. Else None."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("read_text", "write_text"):
        return name, name == "write_text"
    if name not in ("open", "fdopen") or all("b" in mode for mode in modes_of(call)):
        return None
    return name, modes_of(call) != ["r"]


#: What is called ``open`` and opens no text: descriptors, addresses, archives.
OTHERS = {"os.open", "urllib.request.build_opener(self).open", "self._system.open", "tarfile.open", "gzip.open"}


def careless(tree: ast.Module) -> Iterator[str]:
    """Where text is read in the encoding of the machine, or written with its ends of lines."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or ast.unparse(call.func) in OTHERS or (said := of_text(call)) is None:
            continue
        name, is_written = said
        given = {word.arg for word in call.keywords}
        positional = call.args[1:] if name == "write_text" else call.args if name == "read_text" else []
        if "encoding" not in given and not positional:
            yield f"{call.lineno}: {name} without an encoding"
        if is_written and "newline" not in given:
            yield f"{call.lineno}: {name} without newline"


def test_carelessness_is_seen() -> None:
    text = """open("x")
p.open("w", encoding="utf-8")
p.write_text("x")
p.read_text()
open(n, "rb")
p.read_text("utf-8")
p.open("r+b" if x else "wb")
"""
    assert [line[:2] for line in careless(ast.parse(text))] == ["1:", "2:", "3:", "3:", "4:"]


def test_text_is_read_and_written_alike_everywhere() -> None:
    assert {path.name: found for path, tree in trees() if (found := list(careless(tree)))} == {}


def posix_imports(node: ast.AST, is_guarded: bool = False) -> Iterator[str]:
    """Imports of modules that Windows has not, but for those that ``sys.platform`` guards."""
    if isinstance(node, ast.If) and "sys.platform" in ast.unparse(node.test):
        is_guarded = True
    if isinstance(node, ast.Import | ast.ImportFrom) and not is_guarded:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        yield from (name for name in names if name.partition(".")[0] in POSIX)
    for child in ast.iter_child_nodes(node):
        yield from posix_imports(child, is_guarded)


def test_posix_imports_are_seen() -> None:
    text = "import fcntl\nif sys.platform != 'win32':\n    import pwd\ndef f():\n    from resource import x"
    assert list(posix_imports(ast.parse(text))) == ["fcntl", "resource"]


def test_no_module_needs_what_windows_has_not() -> None:
    assert {path.name: found for path, tree in trees() if (found := list(posix_imports(tree)))} == {}


#: A Python as on Windows, as far as a module can tell, once all libraries are there; and what users call.
AS_ON_WINDOWS = """
import sys, types
import duckdb, pandas, polars, pyarrow.parquet, pyarrow.compute, pydantic, typer, rich.console, platformdirs, rapidfuzz
import concurrent.futures, ctypes, multiprocessing, sqlite3, ssl, subprocess, tempfile, urllib.request, zoneinfo
import typer.main, typer.testing, typer.rich_utils

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {hidden}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

for name in {hidden}:
    sys.modules.pop(name, None)
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *_: None)
sys.meta_path.insert(0, Hidden())
sys.platform = "win32"

import mostanad
from mostanad.cli.main import app
from mostanad.loader.download.cache import Cache

release = mostanad.release()
assert {{name for name in sys.modules if name in {hidden}}} == set()
for table in release.tables():
    for form in ("pandas", "arrow", "polars", "duckdb", "records"):
        assert len(release.load(table, form)) >= 0
official = release.load("officials", "records")[0]
assert release.search(official["name"])[0].entity_id == official["official_id"]
assert release.dossier(official["official_id"])["official"]["official_id"] == official["official_id"]
assert release.why(release.load("facts", "records")[0]["fact_id"])
assert "@" in release.cite(release.load("events"))
assert len(release.as_of(valid="2022-10-05").load("sanctions"))
assert len(release.without(["pmoi"]).load("facts"))
assert release.sql("SELECT count(*) AS n FROM sanctions").to_dict("records")[0]["n"]
with Cache.named().explained():
    Cache.named().make()
    with Cache.named().locked("download") as is_alone:
        assert is_alone in (True, False)
run = typer.testing.CliRunner().invoke(app, ["search", official["name"]])
assert (run.exit_code, official["official_id"] in run.stdout) == (0, True), run.output
print("done")
"""


def test_a_python_as_on_windows_loads_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not mostanad.versions(local=True):
        pytest.skip("not checked: no release is at hand: run `make release`")
    monkeypatch.setenv("MOSTANAD_CACHE", str(tmp_path / "cache"))
    script = AS_ON_WINDOWS.format(hidden=sorted(POSIX - {"posix"}))
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (run.stdout, run.stderr[-2000:]) == ("done\n", "")


#: Windows neither moves nor removes a file that is open: each such call is held against what the process has open.
WATCHED = """
import os, sys

def opened():
    with open("/proc/self/maps", encoding="utf-8") as file:
        yield from (words[5].strip() for line in file if len(words := line.split(None, 5)) == 6)
    for name in os.listdir("/proc/self/fd"):
        try:
            yield os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            pass

def watch(event, arguments):
    if event not in ("os.rename", "os.remove", "shutil.rmtree") or len(watching) > 1:
        return
    watching.append(event)
    at = arguments[1] if event == "os.remove" else -1
    folder = os.readlink(f"/proc/self/fd/{at}") if at >= 0 else ""
    names = [one for one in arguments if isinstance(one, (str, os.PathLike))]
    paths = [os.path.realpath(os.path.join(folder, os.fsdecode(one))) for one in names]
    for one in opened():
        # A folder is open here while it is locked, which is not done on Windows.
        if os.path.isfile(one) and any(f"{one}/".startswith(f"{path}/") for path in paths):
            print(event, one, file=sys.__stdout__, flush=True)  # a command has a standard output of its own
    watching.pop()

watching = [""]
sys.addaudithook(watch)
"""
LIFE = """
import typer.testing
from mostanad.cli.main import app

def run(*words):
    done = typer.testing.CliRunner().invoke(app, [*words])
    assert done.exit_code == 0, (words, done.output, done.exception)

package, documents, out = sys.argv[1:]
run("record", "2026.11.0", "--dir", package)
run("build", package, "--out", f"{out}/releases")
run("build", package, "--out", f"{out}/releases")
run("publish", f"{out}/tree", "--releases", f"{out}/releases")
os.environ |= {"MOSTANAD_INDEX": f"{out}/tree", "MOSTANAD_CACHE": f"{out}/cache"}
run("download", "2026.11.0", "--form", "all", "--dest", f"{out}/copy")
run("search", "nikpour", "--release", f"{out}/copy/2026.11.0")
for form in ("sqlite", "xlsx", "bibtex", "csl-json", "ftm", "ftm-statements", "ftm-catalog"):
    run("export", form, f"{out}/copy/2026.11.0", "--out", f"{out}/file")
    run("export", form, f"{out}/copy/2026.11.0", "--out", f"{out}/file", "--force")
    os.remove(f"{out}/file")
run("cache", "--clean")
run("fmt", "--dir", package)
print("done")
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="not checked: what is open is read from /proc, which only Linux has"
)
def test_nothing_is_moved_or_removed_while_it_is_open(bench: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WATCHED + LIFE, str(bench.root), str(bench.documents), str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr[-2000:]) == ("done\n", "")


@pytest.mark.skipif(
    sys.platform != "linux", reason="not checked: what is open is read from /proc, which only Linux has"
)
def test_what_is_moved_while_it_is_open_is_seen(tmp_path: Path) -> None:
    spoilt = 'file = open("a", "w"); os.rename("a", "b"); os.remove("b"); file.close(); os.rename("c", "d")'
    (tmp_path / "c").touch()
    command = [sys.executable, "-c", WATCHED + spoilt]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert run.stdout == f"os.rename {tmp_path}/a\nos.remove {tmp_path}/b\n"
