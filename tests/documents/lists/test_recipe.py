"""A new format of official lists is one module and one word of the vocabulary, as docs/recipes.md has them."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mostanad.documents import lists
from mostanad.documents.lists import formats

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "recipes.md").read_text("utf-8")
TRIAL = """
from mostanad.curation.proposals import Request, propose
from mostanad.curation.transaction import TableRows
from mostanad.documents.document import Document
from mostanad.documents.folder import Documents
from mostanad.documents.selectors import parse
from mostanad.documents.lists import followed_lists, read
from mostanad.documents.records import ListError
from mostanad.models import TABLES
from mostanad.models.vocabularies import DocumentFormat

content = b"number;name;day\\n7;Osma Prison;14/04/2011\\n8;Harbour Court;01/05/2012\\n"
form = DocumentFormat("norland_gazette")
print(Document(content, form).passage(parse("record=8")).decode())
Document(content, form).passage(parse("absent=9"))
print([(record.name, record.listed, record.programmes) for record in read(form, content)])
request = Request(followed_lists()["norland-gazette"], content, "2024-05-01", whole=frozenset({"DOCKS"}))
rows = propose({name: TableRows(name) for name in TABLES}, request, Documents(None)).rows
print([(row["target_id"], row["listed"], row["programme_id"]) for row in rows["sanctions"].values()])
print(sorted(passage["selector"] for passage in rows["passages"].values()))
for bad in ("8;B;01/05/2012;", "8", ";B;01/05/2012", "no;B;01/05/2012", "8;B;soon", "8;;01/05/2012", "7;B;01/05/2012"):
    try:
        print(bad, read(form, f"number;name;day\\n7;A;14/04/2011\\n{bad}\\n".encode()))
    except ListError as error:
        print(bad, error)
"""


@pytest.mark.slow
def test_an_invented_list_is_located_read_and_proposed_from(tmp_path: Path) -> None:
    package = tmp_path / "mostanad"
    shutil.copytree(ROOT / "src" / "mostanad", package, ignore=shutil.ignore_patterns("__pycache__"))
    module, word, authority, followed, _ = of_the_page("A format of official lists")
    (package / "documents" / "lists" / "norland_gazette.py").write_text(module, "utf-8")
    path = package / "documents" / "lists" / "followed.toml"
    path.write_text(below("[parties]\n", authority, path.read_text("utf-8")) + followed, "utf-8")
    path = package / "models" / "vocabularies.toml"
    path.write_text(below("[DocumentFormat]\n", word, path.read_text("utf-8")), "utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", TRIAL], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "8;Harbour Court;01/05/2012",
        "[('Osma Prison', '2011-04-14', ('DOCKS',)), ('Harbour Court', '2012-05-01', ('DOCKS',))]",
        "[('osma-prison', '2011-04-14', 'norland-docks'), ('harbour-court', '2012-05-01', 'norland-docks')]",
        "['record=7', 'record=8']",
        "8;B;01/05/2012; line 3 (byte 31): a row of 4 cells in a list of 3 columns "
        "(a quotation mark or a line break out of place?)",
        "8 line 3 (byte 31): a row of 1 cells in a list of 3 columns (a quotation mark or a line break out of place?)",
        ";B;01/05/2012 line 3 (byte 31): number is ''; it must be digits",
        "no;B;01/05/2012 line 3 (byte 31): number is 'no'; it must be digits",
        "8;B;soon line 3 (byte 31): day: 'soon' is not a day (2019-12-19 or 19/12/2019)",
        "8;;01/05/2012 line 3 (byte 31): record 8 has no name",
        "7;B;01/05/2012 line 3 (byte 31): the key 7 is repeated",
    ]


def of_the_page(heading: str) -> list[str]:
    """What a section of docs/recipes.md has a reader write, in its order."""
    section = re.split("\n## (?=An? )", PAGE.partition(f"\n## {heading}\n")[2])[0]
    return re.findall(r"^```\w+ (?:file|after|append)=.*\n((?s:.*?))^```$", section, re.M)


def below(heading: str, lines: str, text: str) -> str:
    """A text with lines under one of its headings."""
    assert text.count(heading) == 1
    return text.replace(heading, heading + lines)


def test_the_recipe_says_so() -> None:
    (recipe,) = re.findall(r"^\| a format of official lists \|.*$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M)
    assert all(
        word in recipe for word in ("src/mostanad/documents/lists/", "FORMATS", "followed.toml", "DocumentFormat")
    )


MODULES = sorted(path.stem for path in Path(lists.__path__[0]).glob("[!_]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_a_section_for_each_module_says_its_quirks_and_what_is_left_out(name: str) -> None:
    module = importlib.import_module(f"mostanad.documents.lists.{name}")
    assert {declared.name for declared in module.FORMATS} <= formats().keys()
    section_of(name)


def section_of(name: str) -> None:
    sections = (ROOT / "docs" / "list-formats.md").read_text("utf-8").split("\n## ")
    (section,) = [section for section in sections if f"\nModule `{name}`." in section] or [""]
    assert section, f"docs/list-formats.md: write a section in which a line begins with: Module `{name}`."
    assert "uirks" in section or "differs" in section, "say which quirks the files have"
    assert "**Left out:**" in section, "say what is left out, after **Left out:**"
