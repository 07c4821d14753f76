"""Registering documents, sealing claims, what is left to do, canonical form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.cases import quick

from mostanad.documents.folder import sha256

SHEET = b"find,table,row,cells\nharbour judge,names,harbour-judge-en,entity_id=bahram-nikpour|name=harbour judge|%s\n"
GOOD = SHEET % b"script=Latn|kind=alias"


def at(bench: Any, *args: object) -> tuple[object, ...]:
    """Arguments with the package and its documents."""
    return (*args, "--dir", bench.root, "--documents", bench.documents)


def register(bench: Any, file: Path, **options: str) -> tuple[object, ...]:
    """Arguments of `source add`."""
    given = {"id": "new-2020", "title": "New", "kind": "news", "publisher": "norland-gazette"} | options
    named = [part for name, value in given.items() for part in (f"--{name}", value)]
    return ("source", "add", file, *named, "--dir", bench.root)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a file.txt"
    path.write_bytes("Nothing is so. — فارسی\n".encode())
    return path


# source add


def test_source_add_registers_a_document_by_its_hash(cli: Any, bench: Any, file: Path) -> None:
    more = ("--language", "fa", "--cell", "published=2020-01", "--cell", "published_basis=inferred")
    run = cli(*register(bench, file), *more)
    assert (run.code, run.out, run.err) == (0, "registered new-2020\n", "")
    row = bench.rows("sources")["new-2020"]
    content = file.read_bytes()
    assert (row["sha256"], row["bytes"], row["language"]) == (sha256(content), str(len(content)), "fa")
    assert (row["published"], row["coverage"], row["derivation"]) == ("2020-01", "whole", "original")


def test_source_add_twice(cli: Any, bench: Any, file: Path) -> None:
    assert cli(*register(bench, file)).code == 0
    before = bench.files()
    run = cli(*register(bench, file, id="again"))
    assert (run.code, run.out) == (1, "")
    assert run.err == f"mostanad: {file} is registered already, as new-2020\n"
    assert bench.files() == before


@pytest.mark.parametrize(
    ("options", "code"),
    [({"kind": "gossip"}, "MST213"), ({"publisher": "nobody"}, "MST303"), ({"id": "Not An Id"}, "MST212")],
)
def test_source_add_with_a_wrong_cell(cli: Any, bench: Any, file: Path, options: dict[str, str], code: str) -> None:
    before = bench.files()
    run = cli(*register(bench, file, **options))
    assert run.code == 1
    assert code in run.out
    assert "nothing was written" in run.err
    assert bench.files() == before


@pytest.mark.parametrize("cell", ["publishd=2020", "nothing="])
def test_source_add_with_a_column_that_there_is_not(cli: Any, bench: Any, file: Path, cell: str) -> None:
    run = cli(*register(bench, file), "--cell", cell)
    assert run.code == 1
    assert f"no column {cell.partition('=')[0]}" in run.err
    assert "new-2020" not in bench.rows("sources")


def test_source_add_that_could_not_run(cli: Any, bench: Any, file: Path, tmp_path: Path) -> None:
    for args in (
        register(bench, tmp_path / "nowhere.txt"),
        register(bench, tmp_path),
        (*register(bench, file), "--cell", "published"),
        ("source", "add", file, "--dir", bench.root),
    ):
        run = cli(*args)
        assert (run.code, run.out) == (2, "")
        assert "Error: " in run.err


def test_source_add_of_a_file_that_cannot_be_read(cli: Any, bench: Any, file: Path, monkeypatch: Any) -> None:
    def refuse(path: Path) -> bytes:
        if path == file:
            raise PermissionError(13, "Permission denied", str(path))
        return original(path)

    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    run = cli(*register(bench, file))
    assert run.code in (1, 2)
    assert "Permission denied" in run.err
    assert "new-2020" not in bench.rows("sources")


# seal


def broken_claim(bench: Any) -> str:
    """Break one seal, and name its claim."""
    bench.edit("officials", "bahram-nikpour", born="1962")
    (name,) = [n for n, row in bench.rows("claims").items() if "born" in row["fields"].split(" ")]
    return name


def test_seal_seals_new_claims_only(cli: Any, bench: Any) -> None:
    run = cli("seal", "--dir", bench.root)
    assert (run.code, run.out, run.err) == (0, "sealed 0 claims\n", "")
    cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=GOOD)
    assert cli("seal", "--dir", bench.root).out == "sealed 1 claim\n"
    broken_claim(bench)
    seals = bench.file("seals").read_bytes()
    cli("seal", "--dir", bench.root)
    assert bench.file("seals").read_bytes() == seals


@pytest.mark.parametrize(("args", "stdin"), [(["--yes"], b""), ([], b"y\n")])
def test_a_broken_seal_is_made_anew_after_reading(cli: Any, bench: Any, args: list[str], stdin: bytes) -> None:
    name = broken_claim(bench)
    before = bench.rows("seals")
    run = cli(*at(bench, "seal", "--reread", name, *args), stdin=stdin)
    assert (run.code, run.err) == (0, "")
    assert re.search(r"^born +1962$", run.out, re.MULTILINE)
    assert "\npassage:\nThe judge, a man born in 1961\n" in run.out
    assert run.out.endswith(f"sealed {name}\n")
    after = bench.rows("seals")
    assert {key for key in after if after[key] != before[key]} == {name}
    assert cli("validate", bench.root).code == 0


@pytest.mark.parametrize("stdin", [b"n\n", b"\n", b""])
def test_a_broken_seal_stays_broken_unless_somebody_says_yes(cli: Any, bench: Any, stdin: bytes) -> None:
    name = broken_claim(bench)
    before = bench.files()
    run = cli(*at(bench, "seal", "--reread", name), stdin=stdin)
    assert run.code == 1
    assert "The judge, a man born in 1961" in run.out
    assert bench.files() == before


def test_rereading_what_cannot_be_read(cli: Any, bench: Any) -> None:
    run = cli(*at(bench, "seal", "--reread", "nothing", "--yes"))
    assert (run.code, run.out, run.err) == (1, "", "mostanad: nothing: no such claim\n")
    name = broken_claim(bench)
    run = cli("seal", "--reread", name, "--yes", "--dir", bench.root)
    assert (run.code, run.out) == (1, "")
    assert "no document has the sha256" in run.err


# todo and fmt


def test_nothing_to_do(cli: Any, bench: Any) -> None:
    run = cli("todo", "--dir", bench.root)
    assert (run.code, run.out, run.err) == (0, "nothing left to do\n", "")


def test_what_is_left_to_do(cli: Any, bench: Any) -> None:
    assert cli(*at(bench, "locate", "gazette-2019", "--sheet", "-"), stdin=GOOD).code == 0
    bench.edit("officials", "bahram-nikpour", died="2020")
    claims = bench.rows("claims")
    (unused,) = [
        row["passage_id"] for row in claims.values() if row["target_id"] == "norland-treasury-organ-of-norland"
    ]
    bench.write("claims", [row for row in claims.values() if row["passage_id"] != unused])
    run = cli("todo", "--dir", bench.root)
    assert (run.code, run.err) == (1, "")
    lines = run.out.splitlines()
    assert "no claim: bahram-nikpour/died" in lines
    assert f"unused: {unused}" in lines
    assert [line for line in lines if line.startswith("no seal: ") and line.endswith(".harbour-judge-en")]


@pytest.mark.parametrize(
    ("old", "new"),
    quick(1, [("official_id,", "id,"), (",1961,", ","), ("born,", ""), ("bahram-nikpour,", '"bahram-nikpour,')]),
)
@pytest.mark.parametrize("command", ["todo", "seal", "locate", "source"])
def test_a_broken_table_is_a_sentence_and_nothing_is_written(
    cli: Any, bench: Any, file: Path, command: str, old: str, new: str
) -> None:
    path = bench.file("officials")
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    before = bench.files()
    args, stdin = {
        "todo": (("todo", "--dir", bench.root), b""),
        "seal": (("seal", "--dir", bench.root), b""),
        "locate": (at(bench, "locate", "gazette-2019", "--sheet", "-"), GOOD),
        "source": (register(bench, file), b""),
    }[command]
    run = cli(*args, stdin=stdin)
    assert run.code == 1
    assert "datasets/officials.csv" in run.out + run.err
    assert bench.files() == before


def test_fmt_changes_what_is_not_canonical(cli: Any, bench: Any) -> None:
    canonical = bench.files()
    run = cli("fmt", "--dir", bench.root)
    assert (run.code, run.out, run.err) == (0, "", "")
    for table in ("names", "parties"):
        saved = bench.file(table).read_bytes().replace(b"\n", b"\r\n")
        bench.file(table).write_bytes(b"\xef\xbb\xbf" + saved)
    run = cli("fmt", "--dir", bench.root)
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == ["formatted: datasets/parties.csv", "formatted: datasets/names.csv"]
    assert bench.files() == canonical


def test_fmt_refuses_what_it_would_lose(cli: Any, bench: Any) -> None:
    bench.file("names").write_bytes(bench.file("names").read_bytes() + b"a,b\n")
    before = bench.files()
    run = cli("fmt", "--dir", bench.root)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("mostanad: names: line ")
    assert bench.files() == before
