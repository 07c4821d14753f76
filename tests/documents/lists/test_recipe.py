"""A new format of official lists is one module, and one word of the vocabulary: CONTRIBUTING's recipe, followed."""

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
MODULE = '''"""The Gazette of Norland: a name, a number and a day on each line. Quirks: none. Left out: nothing."""

from dataclasses import replace

from mostanad.documents import names
from mostanad.documents.entries import table
from mostanad.documents.records import EntityType, ListFormat, NameKind
from mostanad.models.vocabularies import DocumentFormat


def _entries(content):
    for row in table(content, ("number", "name", "day"), ";"):
        yield replace(row, key=row.value["number"])


def _record(entry):
    listed = entry.day("day", entry.value["day"])
    spelled = [names.whole(entry.value["name"], NameKind.PRIMARY, entry.key)]
    return entry.record(entry.key, None, EntityType.ENTITY, spelled, [entry.listing("DOCKS", listed)])


FORMATS = (ListFormat(DocumentFormat.NORLAND_GAZETTE, _entries, "[0-9]+", "7", _record),)
'''
FOLLOWED = """
[lists.norland-gazette]
title = "Gazette"
authority_id = "norland"
formats = ["norland_gazette"]
programme_prefix = "norland"
"""
WORD = 'norland_gazette = "the Gazette of Norland: record=NUMBER"\n'
TRIAL = """
from mostanad.curation.proposals import Request, propose
from mostanad.documents import Document, Documents, parse
from mostanad.documents.lists import followed_lists, read
from mostanad.models import TABLES
from mostanad.models.vocabularies import DocumentFormat

content = b"number;name;day\\n7;Osma Prison;14/04/2011\\n8;Harbour Court;01/05/2012\\n"
form = DocumentFormat("norland_gazette")
print(Document(content, form).passage(parse("record=8")).decode())
Document(content, form).passage(parse("absent=9"))
print([(record.name, record.listed, record.programmes) for record in read(form, content)])
request = Request(followed_lists()["norland-gazette"], content, "2024-05-01", whole=frozenset({"DOCKS"}))
rows = propose({name: {} for name in TABLES}, request, Documents(None)).rows
print([(row["target_id"], row["listed"], row["programme_id"]) for row in rows["sanctions"].values()])
print(sorted(passage["selector"] for passage in rows["passages"].values()))
"""


def test_an_invented_list_is_located_read_and_proposed_from(tmp_path: Path) -> None:
    package = tmp_path / "mostanad"
    shutil.copytree(ROOT / "src" / "mostanad", package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "documents" / "lists" / "norland_gazette.py").write_text(MODULE, "utf-8")
    followed = package / "documents" / "lists" / "followed.toml"
    text = followed.read_text("utf-8").replace("[parties]\n", '[parties]\nnorland = ["Norland", "state", "XN"]\n')
    followed.write_text(text + FOLLOWED, "utf-8")
    vocabularies = package / "models" / "vocabularies.toml"
    text = vocabularies.read_text("utf-8")
    assert text.count("[DocumentFormat]\n") == 1
    vocabularies.write_text(text.replace("[DocumentFormat]\n", f"[DocumentFormat]\n{WORD}"), "utf-8")
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
    ]


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
    sections = (ROOT / "docs" / "list-formats.md").read_text("utf-8").split("\n## ")
    (section,) = (section for section in sections if f"\nModule `{name}`." in section)
    assert "uirks" in section or "differs" in section
    assert "**Left out:**" in section
