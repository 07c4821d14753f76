"""docs/recipes.md is followed to the letter in a copy of the project; what is new shows up wherever it should."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.docs.test_contributing import blocks, commands, expected
from tests.releases.conftest import make_world

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "recipes.md"
COPIED = ("datapackage.json", "pyproject.toml", "docs", "schema", "validators", "build", "src", "tests/mutation")
VERSION = "2026.11.0"
pytestmark = pytest.mark.slow
AWARD = {
    "award_id": "navid-kohan-golden-lantern",
    "holder_id": "navid-kohan",
    "title": "Golden Lantern",
    "giver_id": "lantern-council",
    "awarded": "2020-02",
}
#: The labels that tests/site/test_persian.py misses in the catalogue.
UNTRANSLATED = """
from tests.site.test_persian import _of_models, messages
print(sorted(set(_of_models()) - messages().keys() - {""}))
"""
#: The rule of the page, broken in the dataset: what there is, what is not found, and whether the example is.
PROVE = """
from pathlib import Path
from tests.mutation.of_rules import MAKERS
from tests.mutation.prove import prove
from mostanad.files import open_package
proof = prove(open_package(Path(".")), lambda about: about == "award_to_the_giver")
new = {name: found for name, found in proof.fixture_only.items() if name == "award_to_the_giver"}
print([name for name in MAKERS if name == "award_to_the_giver"], [one.name for one in proof.survivors], new)
"""
#: The module whose section is last in the page of formats; the test of sections has nothing against it.
SECTION = """
from pathlib import Path
from tests.documents.lists import test_recipe
test_recipe.ROOT = Path(".")
name = Path("docs/list-formats.md").read_text("utf-8").rpartition("Module `")[2].partition("`")[0]
test_recipe.section_of(name)
print(name)
"""


@dataclass(frozen=True)
class Copy:
    """A copy of the project with the invented world for its dataset, in which a newcomer works."""

    root: Path

    def run(self, *arguments: str, exit_code: int = 0) -> str:
        """What a command prints, run by the code of the copy."""
        return self.python("from mostanad.cli import main; main()", *arguments, exit_code=exit_code)

    def python(self, program: str, *arguments: str, exit_code: int = 0) -> str:
        """What a program prints that is run with the code of the copy, and its tests before those of here."""
        run = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=self.root,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(map(str, (self.root / "src", self.root, ROOT))),
                "COLUMNS": "200",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == exit_code, f"{arguments}: exit {run.returncode}\n{run.stdout}{run.stderr}"
        return run.stdout

    def follow(self, heading: str) -> None:
        """Do what a section of the page says."""
        _, _, section = PAGE.read_text("utf-8").partition(f"\n## {heading}\n")
        for block in blocks(re.split("\n## (?=An? )", section)[0]):
            what, _, where = block.info.partition("=")
            if block.kind == "console":
                for typed in commands(block):
                    printed = self.run(*typed.command.split()[1:], exit_code=int(block.info.removeprefix("exit=") or 0))
                    self.raise_version(printed)
                    printed = printed.partition("no version is recorded yet")[0]  # as in the copy, where none is
                    assert re.fullmatch(expected(typed.printed.strip()), printed.strip()), printed
            elif what == "file":
                (self.root / where).write_text(block.text, encoding="utf-8")
            elif what == "append":
                with (self.root / where).open("a", encoding="utf-8") as file:
                    file.write(block.text)
            elif what == "after":
                path, _, line = where.partition(":")
                self.put(path, f"{line}\n", f"{line}\n{block.text}")
            else:
                assert what == "before"
                path, _, line = where.partition(":")
                self.put(path, f"    {line}\n", f"{textwrap.indent(block.text, '    ')}    {line}\n")

    def put(self, path: str, line: str, lines: str) -> None:
        """Put lines in the place of one that stands in a file once."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(f"\n{line}") == 1
        (self.root / path).write_text(text.replace(f"\n{line}", f"\n{lines}"), "utf-8")

    def raise_version(self, printed: str) -> None:
        """Do what `mostanad contract` asks for."""
        for assigned, path in re.findall(r"write (SCHEMA_VERSION = \S+) in (\S+)", printed):
            text = (self.root / path).read_text("utf-8")
            (self.root / path).write_text(re.sub("^SCHEMA_VERSION = .*$", assigned, text, flags=re.M), "utf-8")

    def enter(self, table: str, row: dict[str, str], source: str = "council-record", **claim: str) -> None:
        """Enter a row and a claim on its assertions, as a sheet would, and seal the claim."""
        passage = next(row["passage_id"] for row in make_world().rows["passages"] if row["source_id"] == source)
        key = next(iter(row))
        self._append(table, row)
        fields = " ".join(sorted(row.keys() - {key}))
        self._append("claims", {"claim_id": f"{passage}.{row[key]}", "passage_id": passage, "target_id": row[key],
                                "fields": fields, **claim})  # fmt: skip
        self.run("fmt")
        self.run("seal")

    def _append(self, table: str, row: dict[str, str]) -> None:
        path = self.root / f"datasets/{table}.csv"
        header = next(csv.reader([path.read_text("utf-8").splitlines()[0]]))
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header, restval="", lineterminator="\n").writerow(row)

    def built(self) -> Path:
        self.run("build", ".", "--out", "dist/releases", "--version", VERSION)
        return self.root / "dist" / "releases" / VERSION


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    root = tmp_path / "mostanad"
    make_world().write(root, VERSION)
    (root / "datapackage.json").unlink()
    for name in COPIED:
        if (ROOT / name).is_dir():  # the queries of checks are of the dataset, which is not copied
            left_out = shutil.ignore_patterns("fact_checks", "__pycache__")
            shutil.copytree(ROOT / name, root / name, ignore=left_out, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / name, root / name)
    made = Copy(root)
    promised = json.loads((root / "schema/contract.lock.json").read_text("utf-8"))["schema_version"]
    made.raise_version(f'write SCHEMA_VERSION = "{promised}" in src/mostanad/contract/version.py')  # as after a record
    return made


def test_a_table_shows_up_everywhere(copy: Copy) -> None:
    copy.follow("A table")
    assert not copy.run("schema", "--check").startswith("mostanad:")
    copy.run("contract")
    assert copy.python(UNTRANSLATED) == "[]\n"
    copy.enter("awards", AWARD)
    copy.run("validate", ".")
    release = copy.built()
    key = AWARD["award_id"]
    why = copy.run("why", key, "--release", str(release))
    assert f"{key}/title = Golden Lantern" in why
    assert "lantern-council asserts it (fact)" in why
    shown = copy.run("show", "navid-kohan", "--release", str(release))
    assert "\nawards\n" in shown
    assert "title: Golden Lantern" in shown
    assert "Golden Lantern" in (release / "csv/awards.csv").read_text("utf-8")
    for path in ("croissant.json", "ro-crate-metadata.json", "datapackage.json", "docs/codebook.md"):
        text = ((copy.root if path.startswith("docs") else release) / path).read_text("utf-8")
        assert "A medal, a prize or a title" in text, path
    assert (
        AWARD["holder_id"]
        in json.loads((release / "json/officials/navid-kohan.json").read_text())["rows"]["awards"][0].values()
    )
    with sqlite3.connect(release / "mostanad.sqlite") as file:
        found = file.execute("SELECT row_id FROM search WHERE search MATCH 'golden'").fetchall()
        indexes = file.execute("SELECT name FROM sqlite_master WHERE tbl_name = 'awards' AND type = 'index'").fetchall()
    assert found == [(key,)]
    assert ("awards_by_holder_id",) in indexes
    copy.run("verify", str(release))
    for form in ("xlsx", "ftm", "ftm-statements", "sqlite"):
        copy.run("export", form, str(release), "--out", f"dist/{form}")
    assert "Golden Lantern" in (copy.root / "dist/ftm").read_text("utf-8")
    look_at_the_site(copy, release)
    look_at_the_timeline(copy, release)


def look_at_the_site(copy: Copy, release: Path) -> None:
    copy.run("site", str(release), "--out", "dist/site")
    page = (copy.root / "dist/site/officials/navid-kohan.html").read_text("utf-8")
    assert "<h2>Awards</h2>" in page
    assert "Golden Lantern" in page.partition("<h2>Awards</h2>")[2]
    row = (copy.root / f"dist/site/rows/{AWARD['award_id']}.html").read_text("utf-8")
    assert "<title>Navid Kohan: Golden Lantern" in row


def look_at_the_timeline(copy: Copy, release: Path) -> None:
    script = (
        "import mostanad, sys, pathlib; r = mostanad.release(pathlib.Path(sys.argv[1]));"
        "f = r.timeline('navid-kohan'); print(f[f.table_name == 'awards'][['date', 'what', 'said', 'with_id']].values);"
        "print(r.plot_timeline('navid-kohan'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(release)],
        env={**os.environ, "PYTHONPATH": str(copy.root / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "['2020-02' 'awarded' 'Golden Lantern' 'lantern-council']" in run.stdout
    assert "Awards" in run.stdout.partition("]]")[2]


def test_a_column_shows_up_everywhere(copy: Copy) -> None:
    copy.follow("A table")
    copy.follow("A column")
    copy.run("contract")
    assert copy.python(UNTRANSLATED) == "[]\n"
    copy.enter("awards", {**AWARD, "place": "Porto Verde"})
    release = copy.built()
    assert "place = Porto Verde" in copy.run("why", AWARD["award_id"], "place", "--release", str(release))
    assert "Porto Verde" in copy.run("show", "navid-kohan", "--release", str(release))


def test_a_rule_finds_what_its_example_has(copy: Copy) -> None:
    copy.follow("A table")
    copy.follow("A rule")
    copy.enter("awards", {**AWARD, "holder_id": "lantern-council"})
    found = json.loads(copy.run("validate", ".", "--format", "json", exit_code=1))["findings"]
    assert {item["code"] for item in found} == {"MST499"}
    assert found[0]["file"] == "datasets/awards.csv"


def test_an_error_that_breaks_the_rule_is_found(copy: Copy) -> None:
    copy.follow("A table")
    copy.follow("A rule")
    assert copy.python(PROVE) == "['award_to_the_giver'] [] {'award_to_the_giver': True}\n"
    copy.enter("awards", {**AWARD, "holder_id": "blue-front"})
    assert copy.python(PROVE) == "['award_to_the_giver'] [] {}\n"


def test_a_list_is_located_read_and_proposed_from(copy: Copy) -> None:
    copy.follow("A format of official lists")
    assert not copy.run("schema", "--check").startswith("mostanad:")
    (copy.root / "gazette.csv").write_bytes(b"number;name;day\n7;Osma Prison;14/04/2011\n8;Harbour Court;01/05/2012\n")
    patch = copy.run("propose", "norland-gazette", "gazette.csv", "--published", "2024-05-01", "--whole", "DOCKS")
    assert re.findall(r"^\+(norland-docks-\S+?),\S+?,norland,norland-docks,([^,]*),", patch, re.M) == [
        ("norland-docks-harbour-court", "2012-05-01"),
        ("norland-docks-osma-prison", "2011-04-14"),
    ]
    assert set(re.findall(r"record=[0-9]+", patch)) == {"record=7", "record=8"}
    assert copy.python(SECTION) == "norland_gazette\n"


def test_an_export_is_found_by_its_name(copy: Copy) -> None:
    copy.follow("An export")
    release = copy.built()
    copy.run("export", "name-list", str(release), "--out", "dist/names.txt")
    assert "\n| `name-list` | " in (copy.root / "docs/exports.md").read_text("utf-8")
    assert (copy.root / "dist/names.txt").read_text("utf-8") == f"mostanad {VERSION}\nNavid Kohan\nOmid Faraz\n"
