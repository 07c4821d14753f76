"""The commands that look into a release."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.loader import SupersededWarning, store
from mostanad.models import COMPILED, TABLES

FACT = {
    **{"fact_id": "judge/born", "table_name": "officials", "row_id": "judge", "field": "born", "value": "1961"},
    **{"modalities": "fact", "support": "single", "disputed": "true", "claims": "1", "sources": "1", "origins": "1"},
    **{"camps": "0", "asserted_by": "gazette", "origin_ids": "gazette", "source_ids": "gazette-2019"},
}
EVIDENCE = {
    **{"evidence_id": "gazette-2019.c000001-000005.judge/born", "fact_id": "judge/born", "value": "1961"},
    **{"claim_id": "gazette-2019.c000001-000005.judge", "passage_id": "gazette-2019.c000001-000005"},
    **{"source_id": "gazette-2019", "source_sha256": "a" * 64, "selector": "char=1,5", "passage_sha256": "b" * 64},
    **{"asserted_by": "gazette", "published_by": "gazette", "origin": "gazette", "modality": "fact", "hedge": "none"},
    **{"stance": "asserts"},
}
DOSSIER = {
    "official": {"official_id": "judge", "name": "قاضی"},
    "rows": {"positions": [{"position_id": "judge-head", "title": "Head", "note": None}]},
    "facts": {
        "judge-head/title": {
            **{"value": "Head", "support": "corroborated", "disputed": True, "modalities": ["allegation", "fact"]},
            "evidence": [
                {"asserted_by": "union", "stance": "asserts"},
                {"asserted_by": "gazette", "stance": "asserts"},
                {"asserted_by": "herald", "stance": "denies"},
            ],
        }
    },
    "sources": {},
    "version": "2026.11.0",
}


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only release at hand."""
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path)
    path = tmp_path / "2026.11.0"
    (path / "parquet").mkdir(parents=True)
    (path / "json" / "officials").mkdir(parents=True)
    (path / "datapackage.json").write_text('{"version": "2026.11.0"}', encoding="utf-8")
    for name, row in (("facts", FACT), ("evidence", EVIDENCE)):
        header = tuple(column.name for column in COMPILED[name].columns())
        cells = tuple(row.get(column, "") for column in header)
        pq.write_table(
            arrow_table(COMPILED[name], Table(name, "", header, (cells,))), path / "parquet" / f"{name}.parquet"
        )
    text = json.dumps(DOSSIER, ensure_ascii=False)
    (path / "json" / "officials" / "judge.json").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("field", [["born"], []])
def test_why(cli: Any, release: Path, field: list[str]) -> None:
    run = cli("why", "judge", *field)
    assert (run.code, run.err) == (0, "")
    first, second, third, *_ = run.out.splitlines()
    assert first == "judge/born = 1961"
    assert "support: single, disputed" in second
    assert third == "  gazette asserts it (fact)"


def test_why_from_a_release_that_is_named(cli: Any, release: Path, tmp_path: Path) -> None:
    assert cli("why", "judge", "--release", "2026.11.0").code == 0
    elsewhere = release.rename(tmp_path / "elsewhere")
    assert cli("why", "judge", "--release", elsewhere).code == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [(["why", "judge", "died"], "it has born"), (["why", "nobody"], "no fact"), (["show", "nobody"], "no official")],
    ids=str,
)
def test_what_is_not_in_the_release_is_exit_1(cli: Any, release: Path, args: list[str], words: str) -> None:
    run = cli(*args)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("mostanad: no ")
    assert words in run.err


@pytest.mark.parametrize("command", ["why", "show"])
def test_a_release_that_is_not_there_is_exit_2(cli: Any, release: Path, command: str) -> None:
    run = cli(command, "judge", "--release", "2020.1.0")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("mostanad: no release '2020.1.0'; on this machine: 2026.11.0; to download others, ")
    release.rename(release.with_name("elsewhere"))
    run = cli(command, "judge")
    assert (run.code, run.out) == (2, "")
    assert "make release" in run.err


def test_show(cli: Any, release: Path) -> None:
    run = cli("show", "judge")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [
        "قاضی (judge), release 2026.11.0",
        "",
        "positions",
        "  judge-head",
        "    title: Head  [corroborated, disputed; allegation/fact; gazette, union]",
    ]


def test_show_as_json(cli: Any, release: Path) -> None:
    run = cli("show", "judge", "--format", "json")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == DOSSIER
    assert "قاضی" in run.out


#: A command, and a file that it reads.
each_file = pytest.mark.parametrize(
    ("args", "file"),
    [
        (["why", "judge"], "parquet/facts.parquet"),
        (["why", "judge"], "parquet/evidence.parquet"),
        (["show", "judge"], "json/officials/judge.json"),
    ],
    ids=str,
)


@each_file
@pytest.mark.parametrize("content", [b"", b"not what it should be", b"\xff\xfe"])
def test_a_damaged_release_is_exit_1_with_a_sentence(
    cli: Any, release: Path, args: list[str], file: str, content: bytes
) -> None:
    (release / file).write_bytes(content)
    run = cli(*args)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("mostanad: the release is damaged (")
    assert "mostanad verify" in run.err
    assert "Traceback" not in run.err


@each_file
def test_a_release_that_lacks_a_file_is_exit_1(cli: Any, release: Path, args: list[str], file: str) -> None:
    (release / file).unlink()
    run = cli(*args)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("mostanad: no ")


@pytest.fixture
def with_names(release: Path) -> Path:
    """The release, with people to search for."""
    rows: dict[str, list[dict[str, str]]] = {
        "officials": [{"official_id": "bahram-nikpour", "name": "Bahram Nikpour"}],
        "parties": [{"party_id": "harbour-court", "name": "Harbour Court", "kind": "court"}],
        "names": [
            {
                "name_id": "fa",
                "entity_id": "bahram-nikpour",
                "name": "بهرام نیک‌پور",
                "script": "Arab",
                "kind": "primary",
            }
        ],
    }
    for name, records in rows.items():
        header = tuple(column.name for column in TABLES[name].columns())
        cells = tuple(tuple(row.get(column, "") for column in header) for row in records)
        table = arrow_table(TABLES[name], Table(name, "", header, cells))
        pq.write_table(table, release / "parquet" / f"{name}.parquet")
    return release


def test_search(cli: Any, with_names: Path) -> None:
    run = cli("search", "Nikpur,", "Bahram")
    assert (run.code, run.err) == (0, "")
    head, hit = run.out.splitlines()
    assert head.split() == ["score", "why", "entity_id", "name", "label"]
    assert hit.split()[1:3] == ["skeleton", "bahram-nikpour"]


def test_search_in_persian_as_json(cli: Any, with_names: Path) -> None:
    run = cli("search", "بهرام نيكپور", "--json", "--release", with_names)
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == [
        {
            **{"entity_id": "bahram-nikpour", "name": "بهرام نیک‌پور", "label": "Bahram Nikpour"},
            **{"kind": "officials", "score": 98.0, "why": "same letters"},
        }
    ]
    assert "نیک" in run.out


@pytest.mark.parametrize("args", [["zzzz"], [""], ["Nikpour", "--min-score", "99"]], ids=str)
def test_a_search_that_finds_nothing_is_exit_1(cli: Any, with_names: Path, args: list[str]) -> None:
    run = cli("search", *args)
    first, more = run.err.split("\n", 1)
    assert (run.code, run.out, first) == (1, "", "mostanad: nothing found")
    assert more.startswith("A person or organisation has a row if one of the documents names them in a public role")
    assert "Victims and their families are not named: look for what happened" in " ".join(more.split())
    assert max(map(len, more.splitlines())) <= 100
    run = cli("search", *args, "--json")
    assert (run.code, json.loads(run.out)) == (1, [])


@pytest.mark.parametrize("text", ["delisted", "Ended", "removed from list", "taken off", "حذف از فهرست"])
def test_who_looks_for_listings_that_ended_is_told_where_they_are(cli: Any, with_names: Path, text: str) -> None:
    assert 'the column `delisted` of mostanad.load("sanctions")' in cli("search", text).err
    assert "delisted" not in cli("search", "Nikpour").err


def test_a_search_that_cannot_be_made(cli: Any, with_names: Path) -> None:
    assert cli("search").code == 2
    assert cli("search", "Nikpour", "--limit", "0").code == 2
    run = cli("search", "Nikpour", "--release", "2020.1.0")
    assert (run.code, run.out) == (2, "")
    (with_names / "parquet" / "names.parquet").write_bytes(b"not what it should be")
    run = cli("search", "Nikpour")
    assert (run.code, run.out) == (1, "")
    assert "mostanad verify" in run.err
    (with_names / "parquet" / "names.parquet").unlink()
    run = cli("search", "Nikpour")
    assert (run.code, run.out) == (1, "")
    assert "no table 'names'" in run.err


def test_a_warning_is_a_sentence(cli: Any, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def warn(*_: Any, **__: Any) -> None:
        warnings.warn("some facts changed", SupersededWarning, stacklevel=1)

    monkeypatch.setattr("mostanad.loader.shortcuts.warn_if_superseded", warn)
    run = cli("why", "judge", "born")
    assert (run.code, run.err) == (0, "mostanad: some facts changed\n")
