"""``mostanad propose``: a patch on standard output, what to decide on standard error, and nothing written unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cases import quick
from tests.curation.proposals.conftest import annex, entry, sdn

from mostanad.documents.lists import followed_lists
from mostanad.validation import validate_package

NIKPOUR = entry(9001, "NIKPOUR, Bahram", title="Head, Harbour Court", remarks="DOB 07 Mar 1961; Gender Male.")
PRISON, FALK = entry(9002, "OSMA PRISON", kind=""), entry(9003, "FALK, Lena", "IRAN-HR] [SDGT")
FIRST, SECOND = sdn(NIKPOUR, PRISON), sdn(NIKPOUR, FALK)
DAY, LATER = "2021-08-18", "2021-09-05"
TODO = "enter its name and kind, and say whether it and its listings are for human rights"
JOIN = ("--join", "9001=bahram-nikpour=same court and year")


class Desk:
    """A package under git, and a folder of documents in which versions of a list lie."""

    def __init__(self, cli: Any, bench: Any) -> None:
        self.cli, self.bench = cli, bench
        self.git("init", "-q")
        self.git("add", ".")
        self.git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Start")

    def git(self, *args: str) -> str:
        done = subprocess.run(["git", *args], cwd=self.bench.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def file(self, content: bytes, name: str = "sdn.csv") -> Path:
        path: Path = self.bench.documents / name
        path.write_bytes(content)
        return path

    def run(self, file: Path, *args: object, followed: str = "us-ofac-sdn") -> Any:
        places = ("--dir", self.bench.root, "--documents", self.bench.documents)
        return self.cli("propose", followed, file, "--whole", "IRAN-HR", *args, *places)

    def tables(self) -> dict[str, bytes]:
        return {name: content for name, content in self.bench.files().items() if name.startswith("datasets")}


@pytest.fixture
def desk(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Desk(cli, bench)


@pytest.mark.slow
def test_a_patch_is_applied_by_git_and_then_there_is_nothing_to_propose(desk: Desk, tmp_path: Path) -> None:
    before = desk.tables()
    for number, (content, day, join) in enumerate([(FIRST, DAY, JOIN), (SECOND, LATER, ())]):
        file = desk.file(content, f"sdn-{number}.csv")
        run = desk.run(file, "--published", day, *join)
        assert run.code == 0, run.err
        patch = tmp_path / f"{number}.patch"
        patch.write_bytes(run.out.encode())
        assert desk.tables() == before, "proposing changes nothing"
        desk.git("apply", "--check", str(patch))
        desk.git("apply", str(patch))
        before = desk.tables()
        again = desk.run(file)
        assert (again.code, again.out) == (0, "")
        assert again.err == f"the file is registered already, as us-ofac-sdn-{day}\n"
        desk.git("apply", "--check", "-R", str(patch))
    report = validate_package(desk.bench.package(), desk.bench.at_hand())
    # All that is left to the curator: the list words a post otherwise than the row that the dataset has of it.
    left = [finding for finding in report.findings if "norland" not in finding.value]
    assert [(finding.code, finding.severity, finding.value) for finding in left] == [
        ("MST427", "warning", "Head, Harbour Court")
    ]
    assert report.not_run == ()
    rows = desk.bench.rows("sanctions")
    assert rows["us-iran-hr-bahram-nikpour"]["target_id"] == "bahram-nikpour"
    assert rows["us-iran-hr-osma-prison"]["delisted"] == "[2021-08-19..2021-09-05]"
    assert desk.cli("todo", "--dir", desk.bench.root).code == 0
    assert "MST521" not in desk.cli("validate", desk.bench.root).out, "what is proposed is sealed"


def test_what_the_curator_is_told(desk: Desk) -> None:
    run = desk.run(desk.file(FIRST), "--published", DAY)
    assert run.code == 0
    assert run.err.splitlines() == [
        "to decide: 9001 Bahram Nikpour, taken in as somebody new; may be",
        "    108.0  bahram-nikpour: name 100 (exact: Bahram Nikpour); born 1961, the list says 1961; "
        "posts share: court, harbour",
        "new: 9001 Bahram Nikpour is bahram-nikpour-2",
        f"new programme us-iran-hr: {TODO}",
        "new: 9002 OSMA PRISON is osma-prison",
    ]
    assert run.out.startswith("--- a/datasets/")


def test_apply_and_undo(desk: Desk) -> None:
    before = desk.tables()
    run = desk.run(desk.file(FIRST), "--published", DAY, "--apply", *JOIN)
    assert run.code == 0
    assert run.out.startswith("edited ")
    assert "datasets/sanctions.csv" in run.out
    assert "us-iran-hr-osma-prison" in desk.bench.rows("sanctions")
    assert desk.run(desk.file(FIRST)).err == "the file is registered already, as us-ofac-sdn-2021-08-18\n"
    undone = desk.cli("locate", "--undo", "--dir", desk.bench.root)
    assert undone.code == 0
    assert desk.tables() == before


def test_what_is_not_sealed_yet_stays_so(desk: Desk) -> None:
    seals = desk.bench.rows("seals")
    unread = sorted(seals)[0]
    desk.bench.write("seals", [row for key, row in seals.items() if key != unread])
    run = desk.run(desk.file(FIRST), "--published", DAY, *JOIN, "--apply")
    assert run.code == 0, run.out
    assert desk.bench.rows("claims").keys() - desk.bench.rows("seals").keys() == {unread}


def test_a_file_of_decisions_as_a_spreadsheet_saves_it(desk: Desk, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_bytes("\ufeffkey,entity_id,reason\r\n9001,bahram-nikpour,same court\r\n9002,,\r\n".encode())
    run = desk.run(desk.file(FIRST), "--published", DAY, "--decisions", decisions, "--apply")
    assert run.code == 0, run.err
    assert run.err == (f"joined: 9001 Bahram Nikpour is bahram-nikpour\nnew programme us-iran-hr: {TODO}\n")
    (row,) = [row for row in desk.bench.rows("identifiers").values() if row["scheme"] == "ofac-ent-num"]
    assert row["note"] == "same court"


@pytest.mark.slow
def test_the_patch_is_utf8_on_a_terminal_that_is_not(desk: Desk) -> None:
    row = {"no": "21", "name": "KOHAN Navid", "name_native": "نوید کهن", "listed_on": "2011-04-12"}
    file = desk.file(annex(row), "annex.tsv")
    command = [sys.executable, "-c", "from mostanad.cli import main; main()", "propose", "eu-359-2011-persons"]
    command += [str(file), "--published", "2021-04-13", "--dir", str(desk.bench.root), "--whole", "359/2011"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "نوید کهن".encode() in done.stdout


# Refused: exit 1, and nothing is written


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (FIRST, (), "the day of this version is not known; give --published DAY"),
        (FIRST, ("--published", "yesterday"), "'yesterday' is not a day; write it like 2026-03-16"),
        (FIRST, ("--published", DAY, "--cell", "publishd=x"), "sources has no column publishd"),
        (FIRST, ("--published", DAY, "--cell", "sha256=x"), "sha256: derived from the file; leave this cell out"),
        (FIRST, ("--published", DAY, "--format", "eu_annex"), "us-ofac-sdn has the formats"),
        (b"", ("--published", DAY), "us-ofac-sdn: not a list of format ofac_sdn: "),
        (b"\xff\x00\n", ("--published", DAY), "us-ofac-sdn: not a list of format ofac_sdn: "),
    ],
)
def test_refused(desk: Desk, content: bytes, options: tuple[str, ...], message: str) -> None:
    before = desk.bench.files()
    for more in ((), ("--apply",)):
        run = desk.run(desk.file(content), *options, *more)
        assert (run.code, run.out) == (1, "")
        assert run.err.startswith(f"mostanad: {message}")
        assert run.err.count("\n") == 1
    assert desk.bench.files() == before


@pytest.mark.slow
def test_what_would_break_the_package_is_refused_with_its_findings(desk: Desk) -> None:
    before = desk.bench.files()
    file = desk.file(sdn(entry(9002, "=HYPERLINK(1)", kind="")))
    for more in ((), ("--apply",), ("--join", "9002=Not An Id=x")):
        run = desk.run(file, "--published", DAY, *more)
        assert run.code == 1
        assert "MST112" in run.out
        assert "mostanad: the edit would break the package; nothing was written" in run.err
    assert desk.bench.files() == before


@pytest.mark.parametrize("text", ["key,who\n", "key,entity_id\n9001\n", "key,entity_id\n,x\n"])
def test_a_broken_file_of_decisions(desk: Desk, tmp_path: Path, text: str) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(text, encoding="utf-8")
    before = desk.bench.files()
    run = desk.run(desk.file(FIRST), "--published", DAY, "--decisions", decisions, "--apply")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("mostanad: decisions: line ")
    assert desk.bench.files() == before


def test_without_the_version_before(desk: Desk) -> None:
    assert desk.run(desk.file(FIRST), "--published", DAY, "--apply", *JOIN).code == 0
    desk.file(SECOND)
    before = desk.bench.files()
    run = desk.run(desk.bench.documents / "sdn.csv", "--published", LATER)
    assert (run.code, run.out) == (1, "")
    assert (
        "us-ofac-sdn-2021-08-18, is not among the documents; give the folder that contains it (--documents)" in run.err
    )
    assert desk.bench.files() == before


def test_a_version_between_two_others(desk: Desk) -> None:
    assert desk.run(desk.file(FIRST), "--published", "2021-08-01", "--apply", *JOIN).code == 0
    assert desk.run(desk.file(SECOND, "later.csv"), "--published", LATER, "--apply").code == 0
    run = desk.run(desk.file(sdn(NIKPOUR), "between.csv"), "--published", DAY)
    assert (run.code, run.out) == (1, "")
    assert "already has a later version, of 2021-09-05; take in the versions of a list in" in run.err


def test_a_package_that_is_not_canonical(desk: Desk) -> None:
    path = desk.bench.file("names")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run = desk.run(desk.file(FIRST), "--published", DAY, "--apply")
    assert (run.code, run.out) == (1, "")
    assert run.err == "mostanad: datasets/names.csv is not in canonical form; run `mostanad fmt` first\n"


# Could not run: exit 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--format", "pdf"), "'pdf' is not a format; choose one of: text, csv,"),
        (("--cell", "url"), "'url' is not column=value"),
        (("--join", "9001"), "'9001' is not KEY=ENTITY_ID=REASON"),
        (("--join", "9001=x"), "'x' is not KEY=ENTITY_ID=REASON"),
        (("--decisions", "nowhere.csv"), "does not exist"),
        (("--nonsense",), "No such option"),
    ],
)
def test_could_not_run(desk: Desk, options: tuple[str, ...], message: str) -> None:
    before = desk.bench.files()
    run = desk.run(desk.file(FIRST), "--published", DAY, *options)
    assert (run.code, run.out) == (2, "")
    assert message in " ".join(run.err.replace("│", " ").split())
    assert desk.bench.files() == before


def test_a_list_that_is_not_followed(desk: Desk) -> None:
    run = desk.run(desk.file(FIRST), followed="us-sdn")
    assert (run.code, run.out) == (2, "")
    assert all(name in run.err for name in ("'us-sdn' is not a followed list", *followed_lists()))


def test_files_and_folders_that_are_not_there(desk: Desk, cli: Any, tmp_path: Path) -> None:
    nowhere, file = tmp_path / "nowhere", desk.file(FIRST)
    runs = [
        desk.run(nowhere),
        desk.run(tmp_path),
        cli("propose", "us-ofac-sdn", file, "--dir", nowhere),
        cli("propose", "us-ofac-sdn", file, "--dir", desk.bench.root, "--documents", nowhere),
        cli("propose"),
        cli("propose", "us-ofac-sdn"),
    ]
    assert [(run.code, run.out) for run in runs] == [(2, "")] * len(runs)
    assert all("nowhere" in run.err for run in (runs[0], *runs[2:4]))


def test_decisions_that_are_not_utf8(desk: Desk, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_bytes(b"key,entity_id\n9001,\xff\n")
    run = desk.run(desk.file(FIRST), "--published", DAY, "--decisions", decisions)
    assert (run.code, run.out) == (2, "")
    assert "not UTF-8 at byte 19" in run.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "row", "cells", "code"),
    [
        ("officials", "bahram-nikpour", {"born": "long ago"}, "MST2"),
        ("sanctions", "us-iran-hr-bahram-nikpour", {"programme_id": "no-such"}, "MST303"),
        (
            "identifiers",
            "bahram-nikpour-ofac-ent-num-9001",
            {"entity_id": "nobody"},
            "MST522",
        ),  # the seal of the identifier does not fit either
        ("sources", "us-ofac-sdn-2021-08-18", {"published": "[2021..2022]"}, ""),
    ],
)
def test_a_package_with_errors_is_refused_with_its_findings(
    desk: Desk, table: str, row: str, cells: dict[str, str], code: str
) -> None:
    assert desk.run(desk.file(FIRST, "first.csv"), "--published", DAY, "--apply", *JOIN).code == 0
    desk.bench.edit(table, row, **cells)
    before = desk.bench.files()
    renamed = sdn(entry(9001, "NIKPUR, Bahram Ali", remarks="DOB 1962."), FALK, entry(9008, "NIKPOUR, Bahram B"))
    run = desk.run(desk.file(renamed), "--published", LATER, "--apply")
    assert run.code == 1, run.out
    assert code in run.out
    assert run.err.splitlines()[-1].startswith("mostanad: ")
    assert desk.bench.files() == before


@pytest.mark.slow
def test_a_document_on_the_list_is_no_version_of_it(desk: Desk) -> None:
    """A press release that was registered as derived from the list."""
    assert desk.run(desk.file(FIRST, "first.csv"), "--published", DAY, "--apply", *JOIN).code == 0
    release = desk.file(b"Treasury adds names.\n", "release.txt")
    cells = ("--cell", "published=2021-09-01", "--cell", "published_basis=stated", "--cell", "derived_from=us-ofac-sdn")
    options = ("--id", "release", "--title", "Names", "--kind", "press_release", "--publisher", "us-ofac")
    added = desk.cli(
        "source", "add", release, *options, *cells, "--cell", "derivation=quotes", "--dir", desk.bench.root
    )
    assert added.code == 0, added.out
    run = desk.run(desk.file(SECOND), "--published", LATER)
    assert run.code == 0, run.err
    assert "since [2021-08-19..2021-09-05]" in run.err


@pytest.mark.parametrize("day", quick(1, ["0001-01-01", "9999-12-31"]))
def test_the_ends_of_the_calendar(desk: Desk, day: str) -> None:
    assert desk.run(desk.file(FIRST, "first.csv"), "--published", day, "--apply", *JOIN).code in (0, 1)
    assert desk.run(desk.file(SECOND), "--published", "9999-12-31").code in (0, 1)


def test_a_file_that_may_be_cut_off_is_applied_only_on_demand(desk: Desk) -> None:
    people = [entry(9100 + number, f"NIKPOUR, Number{number}") for number in range(20)]
    assert desk.run(desk.file(sdn(*people), "first.csv"), "--published", DAY, "--apply").code == 0
    before = desk.bench.files()
    half = desk.file(sdn(*people[:8]), "half.csv")
    run = desk.run(half, "--published", LATER, "--apply")
    assert (run.code, run.out) == (1, "")
    assert "CAREFUL: 12 of 20 listings would end" in run.err
    assert "--many-ends" in run.err
    assert desk.bench.files() == before
    assert desk.run(half, "--published", LATER, "--apply", "--many-ends").code == 0
