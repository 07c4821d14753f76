"""Registering documents: what is recorded, and what is refused without a trace."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mostanad.curation.sources import add_source
from mostanad.curation.transaction import EditRefused

if TYPE_CHECKING:
    from tests.conftest import Bench

CELLS = {"source_id": "s", "title": "T", "kind": "news", "publisher_id": "norland-gazette", "language": "en"}


@pytest.fixture
def document(bare: Bench) -> Path:
    path = bare.documents / "new.txt"
    path.write_bytes("é 🚢\r\n".encode())
    return path


def add(bench: Bench, path: Path, **cells: str) -> str:
    return add_source(bench.package(), path, CELLS | cells)


def refused(bench: Bench, path: Path, **cells: str) -> EditRefused:
    """Why it is refused; every file must be as before."""
    before = bench.files()
    with pytest.raises(EditRefused) as caught:
        add(bench, path, **cells)
    assert bench.files() == before
    return caught.value


def test_a_document_is_recorded_with_its_hash_and_size(bare: Bench, document: Path) -> None:
    assert add(bare, document, published="2019", published_basis="stated") == "s"
    content = document.read_bytes()
    row = bare.rows("sources")["s"]
    assert {name: value for name, value in row.items() if value} == CELLS | {
        "published": "2019",
        "published_basis": "stated",
        "format": "text",
        "bytes": "9",
        "sha256": hashlib.sha256(content).hexdigest(),
        "coverage": "whole",
        "derivation": "original",
    }
    assert document.read_bytes() == content


@pytest.mark.usefixtures("unchecked")
def test_cells_given_win_but_not_over_the_file(bare: Bench, document: Path) -> None:
    given = {
        "format": "csv",
        "coverage": "excerpt",
        "derivation": "adapted",
        "derived_from": "r",
        "bytes": "7",
        "sha256": "x",
    }
    add(bare, document, **given)
    row = bare.rows("sources")["s"]
    assert (row["format"], row["coverage"], row["derivation"], row["derived_from"]) == (
        "csv",
        "excerpt",
        "adapted",
        "r",
    )
    assert (row["bytes"], row["sha256"]) == ("9", hashlib.sha256(document.read_bytes()).hexdigest())


@pytest.mark.usefixtures("unchecked")
def test_the_same_document_a_second_time(bare: Bench, document: Path) -> None:
    add(bare, document)
    copy = document.with_name("copy.txt")
    copy.write_bytes(document.read_bytes())
    assert str(refused(bare, copy, source_id="t")).endswith("is registered already, as s")
    copy.write_bytes(b"another")
    assert str(refused(bare, copy)) == "there is a source s already"


def test_a_publisher_that_is_no_party(bare: Bench, document: Path) -> None:
    error = refused(bare, document, publisher_id="nobody")
    (finding,) = error.findings
    assert (finding.code, finding.file, finding.value) == ("MST303", "datasets/sources.csv", "nobody")


def test_a_cell_that_its_column_does_not_take(bare: Bench, document: Path) -> None:
    error = refused(bare, document, kind="gossip", published="yesterday", published_basis="stated")
    assert {(finding.code, finding.value) for finding in error.findings} == {
        ("MST213", "gossip"),
        ("MST212", "yesterday"),
    }


def test_a_column_that_sources_do_not_have(bare: Bench, document: Path) -> None:
    """A slip of the pen would else be lost without a word."""
    error = refused(bare, document, publised="2019")
    assert str(error).startswith("sources has no column publised; it has source_id, title")


def test_a_file_that_cannot_be_read(bare: Bench) -> None:
    assert "cannot be read (No such file or directory)" in str(refused(bare, bare.documents / "none.txt"))
    assert "cannot be read (Is a directory)" in str(refused(bare, bare.documents))


def test_a_text_that_is_not_utf_8(bare: Bench, document: Path) -> None:
    document.write_bytes(b"caf\xe9")
    assert "the document is not UTF-8: byte 3; save" in str(refused(bare, document))
    assert "save its words as plain text in UTF-8" in str(refused(bare, document))
    add(bare, document, format="csv")
    assert bare.rows("sources")["s"]["format"] == "csv"


def test_on_the_command_line(bare: Bench, document: Path) -> None:
    options = ["--id=s", "--title=T", "--kind=news", "--publisher=norland-gazette"]
    before = bare.files()
    wrong = bare.run("source", "add", str(document), *options, "--cell=language")
    assert (wrong.exit_code, bare.files()) == (2, before)
    done = bare.run("source", "add", str(document), *options, "--cell= note = one = two ", "--language=fa")
    assert (done.exit_code, done.stdout) == (0, "registered s\n")
    row = bare.rows("sources")["s"]
    assert (row["note"], row["language"]) == ("one = two", "fa")
    again = bare.run("source", "add", str(document), *options)
    assert again.exit_code == 1
    assert "is registered already, as s" in again.stderr
    assert bare.run("locate", "--undo").exit_code == 0
    assert bare.files() == before
