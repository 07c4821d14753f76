"""croissant.json against the reference library, and what it reads against the Parquet files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mlcroissant
import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.releases.conftest import ABOUT, VERSION, make_world

from mostanad.files import trees
from mostanad.models import COMPILED, TABLES
from mostanad.releases import build, layout
from mostanad.releases.croissant import croissant
from mostanad.releases.release_about import File, month_of

MODELS = TABLES | COMPILED
# What the library itself does that rdflib and pandas will take away.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index:DeprecationWarning"),
]


def files_of(root: Path) -> dict[str, File]:
    """The tables of a release as their files."""
    kinds = {".csv": "text/csv", ".parquet": "application/vnd.apache.parquet", ".ndjson": "application/x-ndjson"}
    paths = [path for path in trees.files(root) if Path(path).suffix in kinds]
    return {
        path: File(kinds[Path(path).suffix], (root / path).stat().st_size, trees.digest(root / path)) for path in paths
    }


def described(root: Path, about: Mapping[str, Any]) -> Path:
    """The release with its croissant.json."""
    path = root / "croissant.json"
    path.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with its croissant.json; not to be changed."""
    home = tmp_path_factory.mktemp("croissant")
    world = make_world()
    world.add_check()
    root = build(world.write(home / "world"), home / "releases")
    described(root, croissant(ABOUT, files_of(root), "2026-11-20", "https://example.org/"))
    return root


@pytest.fixture(scope="module")
def about(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "croissant.json").read_text("utf-8"))
    return found


def rows(release: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.ParquetFile(release / layout.parquet(table)).read().to_pylist()
    return found


def records(release: Path, table: str) -> list[dict[str, Any]]:
    """A record set as the library reads it, in Python's own types."""
    # A dataset anew for each: one that has read a record set cannot read another that refers to it (1.1.1).
    read = mlcroissant.Dataset(jsonld=str(release / "croissant.json")).records(table)
    return [{name.removeprefix(f"{table}/"): plain(value) for name, value in record.items()} for record in read]


def plain(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.decode() if isinstance(value, bytes) else value


def test_the_library_finds_nothing_wrong(release: Path, caplog: pytest.LogCaptureFixture) -> None:
    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    assert caplog.messages == []
    assert dataset.metadata.ctx.conforms_to.value == "http://mlcommons.org/croissant/1.1"
    assert [record_set.name for record_set in dataset.metadata.record_sets] == list(MODELS)


def test_the_library_would_find_something(tmp_path: Path, release: Path, caplog: pytest.LogCaptureFixture) -> None:
    undated = croissant(ABOUT, files_of(release))
    assert {"datePublished", "url"} & undated.keys() == set()
    dataset = mlcroissant.Dataset(jsonld=str(described(tmp_path, undated)))
    (warning,) = dataset.metadata.ctx.issues.warnings
    assert "datePublished" in warning
    caplog.clear()
    other = {**undated, "@context": {k: v for k, v in undated["@context"].items() if k != "samplingRate"}}
    mlcroissant.Dataset(jsonld=str(described(tmp_path, other)))
    assert "samplingRate" in caplog.text
    undated["recordSet"][0]["field"][0]["source"]["fileObject"] = {"@id": "parquet/no.parquet"}
    with pytest.raises(mlcroissant.ValidationError, match=r"parquet/no\.parquet"):
        mlcroissant.Dataset(jsonld=str(described(tmp_path, undated)))


@pytest.mark.parametrize("table", MODELS)
def test_the_library_reads_the_rows_of_the_parquet_file(release: Path, table: str) -> None:
    assert records(release, table) == rows(release, table)


def test_what_is_read_has_persian_nulls_lists_days_and_numbers(release: Path) -> None:
    (name,) = records(release, "names")
    assert (name["name"], name["script"], name["note"]) == ("امید فراز", "Arab", None)
    fact = next(row for row in records(release, "facts") if row["fact_id"] == "square-2020/date")
    assert (fact["source_ids"], fact["claims"], fact["disputed"]) == (["blue-story", "red-story"], 2, True)
    killed, share = records(release, "estimates")
    assert (killed["value"], killed["as_of_min"]) == (300.0, None)
    assert (share["value"], share["as_of"], share["as_of_max"]) == (48.8, "2020-05", dt.date(2020, 5, 31))
    official = next(row for row in records(release, "officials") if row["official_id"] == "omid-faraz")
    assert official["note"] == 'Invented, "quoted", and with commas'


def test_the_hash_is_checked(tmp_path: Path, release: Path) -> None:
    files = files_of(release)
    files["parquet/names.parquet"] = files["parquet/names.parquet"]._replace(sha256="0" * 64)
    path = described(tmp_path, croissant(ABOUT, files))
    (tmp_path / "parquet").symlink_to(release / "parquet")
    with pytest.raises(mlcroissant.GenerationError):
        list(mlcroissant.Dataset(jsonld=str(path)).records("names"))


def test_every_file_of_a_table(about: dict[str, Any], release: Path) -> None:
    found = {item["@id"]: item for item in about["distribution"]}
    assert found.keys() == {path for table in MODELS for path in (layout.parquet(table), layout.csv(table))}
    for path, item in found.items():
        assert item["contentUrl"] == path
        assert item["contentSize"] == f"{(release / path).stat().st_size} B"
        assert item["sha256"] == trees.digest(release / path)
    assert found["csv/facts.csv"]["encodingFormat"] == "text/csv"


@pytest.mark.parametrize("table", MODELS)
def test_fields_are_the_columns(about: dict[str, Any], release: Path, table: str) -> None:
    schema = pq.ParquetFile(release / layout.parquet(table)).schema_arrow
    (found,) = [item for item in about["recordSet"] if item["@id"] == table]
    assert [field["name"] for field in found["field"]] == schema.names
    described = [field.metadata[b"description"].decode() for field in schema]
    assert [field["description"] for field in found["field"]] == described
    assert found["key"] == {"@id": f"{table}/{schema.names[0]}"}
    lists = {field["name"] for field in found["field"] if field.get("isArray")}
    assert lists == {field.name for field in schema if str(field.type).startswith("list")}


def test_types_and_references(about: dict[str, Any]) -> None:
    fields = {field["@id"]: field for item in about["recordSet"] for field in item["field"]}
    kinds = {name: fields[name]["dataType"] for name in ("events/date", "events/date_min", "facts/disputed")}
    assert kinds == {"events/date": "sc:Text", "events/date_min": "sc:Date", "facts/disputed": "sc:Boolean"}
    references = {name: field["references"]["field"]["@id"] for name, field in fields.items() if "references" in field}
    assert references["claims/passage_id"] == "passages/passage_id"
    assert references["evidence/source_id"] == "sources/source_id"
    # Into several tables, into its own table, maybe empty, a list: not to be said.
    unsaid = {"names/entity_id", "events/part_of", "events/body_id", "fact_check_answers/shown_by"}
    assert unsaid < fields.keys()
    assert unsaid & references.keys() == set()
    assert set(references.values()) <= fields.keys()


def test_what_the_release_is(about: dict[str, Any]) -> None:
    assert (about["name"], about["version"]) == ("mostanad", VERSION)
    assert about["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (about["datePublished"], about["url"]) == ("2026-11-20", "https://example.org/")
    assert about["citeAs"].startswith("@dataset{mostanad-2026-11-0,")
    assert f"version = {{{VERSION}}}" in about["citeAs"]
    assert about["citeAs"].count("{") == about["citeAs"].count("}")


def test_the_order_of_the_files_does_not_matter(release: Path) -> None:
    files = files_of(release)
    backwards = dict(reversed(files.items()))
    assert json.dumps(croissant(ABOUT, files)) == json.dumps(croissant(ABOUT, backwards))


def test_a_table_without_its_file(release: Path) -> None:
    files = files_of(release)
    del files["parquet/facts.parquet"]
    with pytest.raises(KeyError, match=r"parquet/facts\.parquet"):
        croissant(ABOUT, files)


@pytest.mark.parametrize(("version", "month"), [("2026.11.0", "2026-11"), ("2027.2.13", "2027-02")])
def test_the_month_of_a_version(version: str, month: str) -> None:
    assert month_of(version) == month
