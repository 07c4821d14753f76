"""The same package gives the same bytes on any machine, on any day, to anyone.

Each build runs in a process of its own that differs from the others in much at once; what it sees of its surroundings
is compared too, so that a variation that is not in force is found.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.releases.variation import ORDERS
from tests.shared import release_of_this_tree

from mostanad.releases import build

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: Seconds of a year, as the calendar has them on the average.
YEAR = 31_556_952
TURKISH = "tr_TR.UTF-8"
#: How far from UTC they were when 1970 began.
ZONES = {"America/Adak": "-1100", "Pacific/Kiritimati": "-1040", "Asia/Tehran": "+0330", "UTC": "+0000"}


@dataclass(frozen=True)
class Variation:
    """How a process differs from others.

    Attributes:
        environment: variables of the environment.
        options: of Python.
        order: in which directories are listed.
        threads: of DuckDB and PyArrow.
        cores: how many the process may use.
        umask: which permissions new files do not get.
        year: what the clock says, and when the package's files were changed; None: as it is.
        folder: the name of the folder of all that is read and written.
        closed: whether there is no standard input.
    """

    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    order: str = "rising"
    threads: int = 2
    cores: int = 2
    umask: int = 0o022
    year: int | None = None
    folder: str = "folder"
    closed: bool = False


VARIATIONS = {
    "west": Variation(
        {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "USER": "ann", "LOGNAME": "ann"},
        order="falling",
        threads=1,
        cores=1,
        umask=0o077,
    ),
    # A locale in which Python can neither read nor name what is not ASCII, and a folder with such a name.
    "east": Variation(
        {
            **{"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            **{"PYTHONHASHSEED": "4294967295", "USER": "", "LOGNAME": "bob", "SOURCE_DATE_EPOCH": "1"},
        },
        options=("-O", "-B"),
        order="mixed",
        threads=7,
        umask=0o000,
        folder="naïve & “quoted” پوشه",
        closed=True,
    ),
    # A comma in numbers, and an I whose small letter is none of ASCII.
    "turkish": Variation(
        {"TZ": "Asia/Tehran", "LC_ALL": TURKISH, "LANGUAGE": "tr", "PYTHONHASHSEED": "2", "LOGNAME": "can"},
        order="falling",
        threads=3,
    ),
    "past": Variation({"TZ": "UTC", "LC_ALL": "C.UTF-8", "LOGNAME": "dora"}, order="mixed", year=1999),
    "future": Variation({"TZ": "UTC", "LC_ALL": "C.UTF-8", "LOGNAME": "emil"}, threads=4, year=2040),
}


def can_change_the_clock() -> bool:
    """Whether :func:`machine` can be made here."""
    return sys.platform == "linux" and shutil.which("cc") is not None


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library by which a process sees another clock and host, compiled."""
    if not can_change_the_clock():
        pytest.skip("not checked: builds on other days and hosts (needs Linux and a C compiler)")
    made = tmp_path_factory.mktemp("machine") / "machine.so"
    command = ["cc", "-shared", "-fPIC", "-o", str(made), str(HERE / "other_machine.c"), "-ldl"]
    subprocess.run(command, check=True)
    return made


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Turkish locale, which few machines have installed."""
    folder = tmp_path_factory.mktemp("locales")
    command = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / TURKISH)]
    if shutil.which("localedef") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("not checked: a build with a decimal comma (needs localedef and the sources of locales)")
    return folder


@dataclass
class Running:
    """A build that runs."""

    process: subprocess.Popen[str]
    out: Path

    @property
    def release(self) -> Path:
        """What was built."""
        (release,) = self.out.iterdir()
        return release

    def seen(self) -> dict[str, Any]:
        """Wait for it, and say what it saw."""
        printed, _ = self.process.communicate(timeout=600)
        assert self.process.returncode == 0
        return dict(json.loads(printed))


def _offset(year: int) -> int:
    return (year - time.gmtime().tm_year) * YEAR


def start(
    variation: Variation, package: Path, folder: Path, machine: Path | None = None, locales: Path | None = None
) -> Running:
    """Start the build of a copy of a package under a folder."""
    here = folder / variation.folder
    for name in ("home", "temporary", "work"):
        (here / name).mkdir(parents=True)
    for name in ("datasets", "validators/fact_checks"):
        if (package / name).is_dir():
            shutil.copytree(package / name, here / "package" / name)
    shutil.copy2(package / "datapackage.json", here / "package")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "HOME": str(here / "home"),
        "TMPDIR": str(here / "temporary"),
    }
    if locales is not None:
        environment["LOCPATH"] = str(locales)
    if variation.year is not None:
        assert machine is not None
        off = _offset(variation.year)
        environment |= {"LD_PRELOAD": str(machine), "MOSTANAD_TEST_CLOCK": str(off)}
        for path in (here / "package").rglob("*"):
            os.utime(path, (time.time() + off, time.time() + off))
    asked = {name: getattr(variation, name) for name in ("order", "threads", "cores", "umask")}
    asked |= {"package": "../package", "out": "../out"}
    closing = ["sh", "-c", 'exec "$@" <&-', "sh"] if variation.closed else []
    process = subprocess.Popen(
        [*closing, sys.executable, *variation.options, str(HERE / "variation.py"), json.dumps(asked)],
        cwd=here / "work",
        env=environment | variation.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Running(process, here / "out")


def contents(root: Path) -> dict[str, bytes]:
    """The bytes of every file, by path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    """The paths at which two directories differ."""
    mine, theirs = contents(one), contents(other)
    assert mine
    return sorted(path for path in mine.keys() | theirs.keys() if mine.get(path) != theirs.get(path))


Start = Callable[[Variation, Path], Running]


@pytest.fixture
def varied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    """Starts the build of a package in a process that varies so."""
    started: list[Running] = []

    def begin(variation: Variation, package: Path) -> Running:
        machine = request.getfixturevalue("machine") if variation.year is not None else None
        locales = request.getfixturevalue("locales") if variation.environment["LC_ALL"] == TURKISH else None
        started.append(start(variation, package, tmp_path / str(len(started)), machine, locales))
        return started[-1]

    yield begin
    for running in started:  # a test that failed may have left one at work
        running.process.kill()
        running.process.communicate()


def in_force(variation: Variation, saw: dict[str, Any]) -> None:
    """What a process saw is what its variation says."""
    zone, spoken = variation.environment["TZ"], variation.environment["LC_ALL"]
    names = sorted(saw["listing"])
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    assert saw["zone"] == ZONES[zone]
    assert saw["threads"] == [variation.threads, [variation.threads]]
    assert saw["umask"] == variation.umask
    assert saw["user"] == variation.environment["LOGNAME"]
    assert saw["decimal_point"] == ("," if spoken == TURKISH else ".")
    assert (saw["asserts"], saw["writes_bytecode"]) == ("-O" not in variation.options, "-B" not in variation.options)
    assert saw["input"] is not variation.closed
    assert saw["epoch"] == variation.environment.get("SOURCE_DATE_EPOCH")
    assert saw["listing"] == saw["globbed"] == ORDERS[variation.order](names)
    if sys.platform == "linux":
        assert saw["cores"] == min(variation.cores, cores or 1)
        assert (saw["encodings"][1] == "ascii") is (spoken == "C")
    if variation.year is not None:
        assert saw["years"] == [variation.year] * 3
        assert saw["engine_year"] == [variation.year]
        assert time.gmtime(saw["modified"]).tm_year == variation.year
        assert saw["hosts"] == ["elsewhere.example.org"] * 2


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_same_bytes(varied: Start, root: Path, built: Path, name: str) -> None:
    running = varied(VARIATIONS[name], root)
    in_force(VARIATIONS[name], running.seen())
    assert differing(running.release, built) == []
    # Who may read a release is for the umask of whoever builds it to say.
    umask = VARIATIONS[name].umask
    for path in running.release.rglob("*"):
        allowed = 0o777 if path.is_dir() else 0o666
        assert stat.S_IMODE(path.stat().st_mode) == allowed & ~umask, path


def test_variations_differ_in_all_that_is_seen(varied: Start, root: Path) -> None:
    one, other = (running.seen() for running in [varied(VARIATIONS[name], root) for name in ("west", "east")])
    same = {name for name in one if one[name] == other[name]}
    assert same <= {
        "years",
        "engine_year",
        "hosts",
        "modified",
        "decimal_point",
        "cores",
    }  # "past", "turkish", one core
    assert not set(one["folders"]) & set(other["folders"])


LEAKS = """
import getpass, locale, os, pathlib, pyarrow, sys, tempfile, time
from mostanad.releases import descriptor

def leaks():
    yield "order of a set", list(set(map(str, range(20))))
    yield "order of a listing", [path.name for path in pathlib.Path("../package/datasets").iterdir()]
    yield "time zone", time.strftime("%z", time.localtime(0))
    yield "encoding", locale.getpreferredencoding(False)
    yield "threads", pyarrow.cpu_count()
    yield "place", os.getcwd()
    yield "home", pathlib.Path.home()
    yield "temporary", tempfile.gettempdir()
    yield "user", getpass.getuser()
    yield "options", sys.flags.optimize

def leaking(about, citation=descriptor.citation):
    return citation(about) + "".join(f"# {name}: {ascii(what)}\\n" for name, what in leaks())

descriptor.citation = leaking
"""


def test_what_leaks_is_found(varied: Start, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that lets its surroundings into one file: every line that it lets in differs."""
    (tmp_path / "sitecustomize.py").write_text(LEAKS)
    monkeypatch.syspath_prepend(tmp_path)
    one, other = [varied(VARIATIONS[name], root) for name in ("west", "east")]
    assert one.seen() != other.seen()
    assert differing(one.release, other.release) == [
        *("CITATION.cff", "SHA256SUMS", "datapackage.json", "ro-crate-metadata.json")
    ]
    lines = [(running.release / "CITATION.cff").read_text("ascii").splitlines() for running in (one, other)]
    leaked = [pair for pair in zip(*lines, strict=True) if pair[0].startswith("#")]
    assert len(leaked) == 10
    assert [pair for pair in leaked if pair[0] == pair[1]] == []


def test_the_dataset_itself(varied: Start, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The pair that differs most, each held against what is built here, one after the other: these are large."""
    years = {"west": 1999, "east": 2040} if can_change_the_clock() else {}
    for name in ("west", "east"):
        variation = replace(VARIATIONS[name], year=years.get(name))
        running = varied(variation, ROOT)
        in_force(variation, running.seen())
        assert differing(running.release, release_of_this_tree(tmp_path_factory)) == []
        shutil.rmtree(running.out)


def test_a_change_of_the_package_changes_the_bytes(root: Path, built: Path, tmp_path: Path) -> None:
    package = Path(shutil.copytree(root, tmp_path / "package"))
    path = package / "datasets/officials.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace('and with commas"', 'and with dots"'), encoding="utf-8")
    assert path.read_text("utf-8") != text
    found = differing(build(package, tmp_path / "out"), built)
    assert {"csv/officials.csv", "parquet/officials.parquet", "mostanad.sqlite", "proofs/root.json"} <= set(found)
