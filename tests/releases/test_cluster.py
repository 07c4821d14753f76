"""Validation and build on Spark: the same findings, tables, digests and root as here, also when a worker is killed."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.shared import ROOT, release_of_this_tree

from mostanad.documents.folder import Documents
from mostanad.files import open_package, parquet
from mostanad.files.typed import arrow_tables
from mostanad.loader import Release
from mostanad.models import MODELS, TABLES
from mostanad.releases import build, layout, verify
from mostanad.releases.cluster.session import _SETTINGS
from mostanad.validation import LAYERS, validate
from mostanad.validation.run import Layer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("java"), reason="not checked: Spark needs Java 17 or newer"),
    pytest.mark.skipif(not importlib.util.find_spec("pyspark"), reason="not checked: pyspark is missing"),
]
#: For packages as small as these: Java code made for each query, and many parts, would cost more than they bring.
_SMALL = {
    **_SETTINGS,
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
#: The number of a query in the midst of the rules.
_MIDST = 40


def _of_java(folder: Path) -> dict[str, str]:
    """Where the processes of Spark are reached, and where they leave what they unpack and note: not all tidy up.

    They live for minutes: what Java's second compiler costs would not come in again. The first one alone gets a cache
    that fills up.
    """
    quick = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
    return {"SPARK_LOCAL_IP": "127.0.0.1", "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={folder} -XX:-UsePerfData {quick}"}


def on_spark(jobs: list[dict[str, Any]], folder: Path, **settings: str) -> list[dict[str, Any]]:
    """What comes of each job, run one after the other by one Spark."""
    given = {**_SMALL, "spark.local.dir": f"{folder}", "spark.sql.warehouse.dir": f"{folder}/warehouse", **settings}
    options = shlex.join(word for name, value in given.items() for word in ("--conf", f"{name}={value}"))
    environment = os.environ | {
        "PYSPARK_SUBMIT_ARGS": f"{options} pyspark-shell",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": f"{ROOT / 'src'}",
        **_of_java(folder),
    }
    program = [sys.executable, Path(__file__).with_name("on_spark.py"), json.dumps(jobs)]
    run = subprocess.run(program, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


def here(package: Path, layers: Collection[Layer] = LAYERS) -> dict[str, Any]:
    """What a validation finds that runs here."""
    found: dict[str, Any] = json.loads(json.dumps(validate(package, trusted=True, layers=layers).as_dict()))
    return found


def tables(release: Path) -> dict[str, pa.Table]:
    """The tables of a release that was built here, or on Spark, as rows in their order."""
    found = {name: parquet.read(parquet.files(release / "parquet", name)) for name in MODELS}
    return {name: table.combine_chunks() for name, table in found.items()}


def assert_same(there: Path, local: Path) -> None:
    """Two releases have the same rows, digests and root, and say the same of themselves; the one that was built there
    passes for sound here, a table of one file has the same bytes, and who asks gets the same answers."""
    for path in (layout.ROOT, layout.CHANGES, layout.README, layout.CITATION):
        assert (there / path).read_bytes() == (local / path).read_bytes(), path
    wanted = tables(local)
    for name, table in tables(there).items():
        assert table.equals(wanted[name]), name
        if (there / layout.parquet(name)).is_file():
            assert (there / layout.parquet(name)).read_bytes() == (local / layout.parquet(name)).read_bytes()
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=there, check=True)
    assert verify(there, Documents(None)).errors == ()
    assert [path for path in there.parent.iterdir() if path != there] == []
    one, other = (Release(path, path.name) for path in (there, local))
    row_id = wanted["facts"]["row_id"][-1].as_py()
    assert str(one.why(row_id)) == str(other.why(row_id))
    official = wanted["officials"]["official_id"][0].as_py()
    assert one.dossier(official) == other.dossier(official)
    assert one.load("facts").equals(other.load("facts"))


def spoil(package: Path, table: str, change: Callable[[str], str]) -> None:
    file = package / "datasets" / f"{table}.csv"
    text = file.read_text("utf-8")
    assert change(text) != text
    file.write_bytes(change(text).encode())


def as_parquet(package: Path, folder: Path) -> Path:
    """The same package with its tables as Parquet: some with types and some as text, in several files and no order."""
    shutil.copytree(package, folder)
    opened = open_package(package)
    typed = arrow_tables({name: opened.columns(name) for name in TABLES})
    for number, (name, table) in enumerate(typed.items()):
        (folder / "datasets" / f"{name}.csv").unlink()
        made = folder / "datasets" / f"{name}.parquet"
        made.mkdir()
        rows = table if number % 2 else opened.columns(name)
        half = len(rows) // 2
        for place, part in enumerate((rows.slice(half), rows.slice(0, half))):
            pq.write_table(part, made / f"part-{place}.parquet")
    return folder


@pytest.fixture(scope="module")
def package(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(root, tmp_path_factory.mktemp("small") / "package"))


@pytest.fixture(scope="module")
def built_here(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(package, tmp_path_factory.mktemp("here"), forms=())


def test_findings_tables_and_root_are_those_of_the_local_engine(
    package: Path, built_here: Path, tmp_path: Path
) -> None:
    """A clean package; the same as Parquet, at an address that only Hadoop knows; one with errors in each layer."""
    broken = Path(shutil.copytree(package, tmp_path / "broken"))
    spoil(broken, "events", lambda text: text.replace("Protest on", "Protest  on"))  # text
    spoil(broken, "estimates", lambda text: text.replace(",300,", ",many,"))  # a cell
    wrong = Path(shutil.copytree(package, tmp_path / "wrong"))
    spoil(wrong, "positions", lambda text: text.replace("lantern-council", "no-such-body"))  # a rule, and a seal
    spoil(wrong, "seals", lambda text: text.rsplit("\n", 2)[0] + "\n")  # a claim without a seal
    mounted = "spark.hadoop.fs.viewfs.mounttable.here.link./held"
    as_parquet(package, tmp_path / "parquet")
    jobs: list[dict[str, Any]] = [
        {"package": f"{package}", "out": f"{tmp_path / 'out'}", "rows": 20},
        {"package": "viewfs://here/held/parquet", "out": "viewfs://here/held/again", "rows": 1000},
        {"package": f"{wrong}"},
        {"package": f"{broken}", "out": f"{tmp_path / 'never'}", "rows": 1000},
    ]
    one, two, *reports = on_spark(jobs, tmp_path, **{"spark.master": "local[2]", mounted: tmp_path.as_uri()})
    assert one["release"] == (tmp_path / "out" / built_here.name).as_uri()
    assert two["release"] == f"viewfs://here/held/again/{built_here.name}"
    for out in ("out", "again"):
        assert_same(tmp_path / out / built_here.name, built_here)
    assert len(list((tmp_path / "out" / built_here.name / "parquet/facts").iterdir())) > 2
    wanted = [here(wrong), here(broken, [layer for layer in LAYERS if layer != "passages"])]
    assert [one["report"] for one in reports] == wanted
    assert {finding["code"] for finding in wanted[0]["findings"]} >= {"MST303", "MST521", "MST522"}
    assert {finding["code"] for finding in wanted[1]["findings"]} >= {"MST108", "MST212"}
    assert not (tmp_path / "never").exists()


def test_the_dataset_of_the_day_and_a_generated_one(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """All facts of the dataset have the same digests; what is planted in a generated package is found on both."""
    generate = [sys.executable, ROOT / "benchmarks/generate.py", "10000", tmp_path / "planted", "--defects", "1"]
    subprocess.run(generate, check=True, capture_output=True)
    release = release_of_this_tree(tmp_path_factory)
    jobs: list[dict[str, Any]] = [
        {"package": f"{ROOT}", "out": f"{tmp_path / 'out'}", "rows": 10_000},
        {"package": f"{tmp_path / 'planted'}"},
    ]
    done, planted = on_spark(jobs, tmp_path, **{"spark.master": "local[2]"})
    assert_same(Path(done["release"].removeprefix("file://")), release)
    wanted = here(tmp_path / "planted")
    assert planted["report"] == wanted
    assert len({finding["code"] for finding in wanted["findings"]}) > 50


def test_what_java_says_stands_in_no_report(tmp_path: Path) -> None:
    program = "from mostanad.releases.cluster.session import session\nwith session(): print('report')"
    given = {**os.environ, **_of_java(tmp_path), "SPARK_SUBMIT_OPTS": "-XX:+PrintCommandLineFlags -XX:+UseLargePages"}
    run = subprocess.run([sys.executable, "-c", program], env=given, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "report\n"), run.stderr[-3000:]
    assert "-XX:+PrintCommandLineFlags" in run.stderr


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A master and two workers on the loopback: its address, and the groups of processes of the workers."""
    found = importlib.util.find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    start = Path(found.origin).parent / "bin" / "spark-class"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address, groups = f"spark://127.0.0.1:{port}", []
    package = "org.apache.spark.deploy"
    environment = os.environ | _of_java(folder) | {"SPARK_DAEMON_MEMORY": "256m"}
    master = (f"{package}.master.Master", "--port", port, "--host", "127.0.0.1", "--webui-port", "0")
    worker = (f"{package}.worker.Worker", "--cores", "1", "--memory", "1g", "--host", "127.0.0.1", "--webui-port", "0")
    with ExitStack() as stack:
        for number, command in enumerate((master, worker, worker)):
            work = [] if command is master else ["--work-dir", folder / f"worker-{number}", address]
            log = stack.enter_context((folder / f"log-{number}").open("wb"))
            process = subprocess.Popen(
                [start, *command, *work], env=environment, stdout=log, stderr=log, start_new_session=True
            )
            stack.callback(end, process)
            groups += [process.pid]
            if command is master:
                wait_for(port)
        yield address, groups[1:]


def wait_for(port: str) -> None:
    until = monotonic() + 120
    while monotonic() < until:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", int(port))) == 0:
                return
        sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started; some may have ended already."""
    with ExitStack() as stack:
        stack.callback(process.wait)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def test_a_killed_worker_changes_nothing(package: Path, built_here: Path, tmp_path: Path) -> None:
    settings: Mapping[str, str] = {
        "spark.executor.cores": "1",
        "spark.executor.memory": "512m",
        "spark.cores.max": "2",
        "spark.checkpoint.dir": f"{tmp_path / 'scratch'}",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    }
    with cluster(tmp_path) as (address, workers):
        job = {"package": f"{package}", "out": f"{tmp_path / 'out'}", "rows": 20, "kill": [_MIDST, workers[0]]}
        on_spark([job], tmp_path, **{"spark.master": address, **settings})
        log = (tmp_path / "log-0").read_text("utf-8")
    assert log.count("Telling app of lost executor") == 1
    # The killed one had begun to work, and the other went on; each has written down what it did.
    did = [file.read_text("utf-8").count("Finished task") for file in sorted(tmp_path.glob("worker-*/*/*/stderr"))]
    assert len(did) == 2
    assert 10 < did[0] < did[1]
    # Spark leaves an empty folder of its own there.
    assert [path for path in (tmp_path / "scratch").rglob("*") if path.is_file()] == []
    assert_same(tmp_path / "out" / built_here.name, built_here)
