"""ro-crate-metadata.json as the rocrate library reads it, against the files of the release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rocrate.rocrate import ROCrate
from tests.releases.conftest import ABOUT, VERSION, make_world

from mostanad.files import trees
from mostanad.models import COMPILED, TABLES
from mostanad.releases import build, layout
from mostanad.releases.layout import RO_CRATE
from mostanad.releases.release_about import File
from mostanad.releases.ro_crate import ro_crate

KINDS = {
    ".csv": "text/csv",
    ".sqlite": "application/vnd.sqlite3",
    ".ndjson": "application/x-ndjson",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".cff": "application/yaml",
    ".md": "text/markdown",
}


def files_of(root: Path) -> dict[str, File]:
    """The files of a release; of SHA256SUMS, which comes last, only its kind."""
    files = {
        path: File(KINDS.get(Path(path).suffix, ""), (root / path).stat().st_size, trees.digest(root / path))
        for path in trees.files(root)
    }
    return files | {layout.SUMS: File("text/plain", None, None)}


def sources_of(root: Path) -> pa.Table:
    return pq.ParquetFile(root / layout.parquet("sources")).read()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with its metadata; not to be changed."""
    home = tmp_path_factory.mktemp("crate")
    root = build(make_world().write(home / "world"), home / "releases")
    crate = ro_crate(ABOUT, files_of(root), sources_of(root), "2026-11-20")
    (root / RO_CRATE).write_text(json.dumps(crate, ensure_ascii=False), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def graph(release: Path) -> dict[str, dict[str, Any]]:
    entities = json.loads((release / RO_CRATE).read_text("utf-8"))["@graph"]
    assert len({entity["@id"] for entity in entities}) == len(entities)
    return {entity["@id"]: entity for entity in entities}


def links(value: Any) -> set[str]:
    """The ids to which an entity points."""
    if isinstance(value, list):
        return {link for item in value for link in links(item)}
    return {value["@id"]} if isinstance(value, dict) else set()


def test_the_library_opens_it_and_finds_every_part(release: Path) -> None:
    crate = ROCrate(str(release))
    assert crate.version == "1.2"
    assert {part.id for part in crate.root_dataset["hasPart"]} == set(trees.files(release)) - {RO_CRATE}
    assert {part.id for part in crate.data_entities} == set(trees.files(release)) - {RO_CRATE}
    for part in crate.data_entities:
        assert Path(part.source).is_file()


def test_sizes_and_hashes_are_those_of_the_files(release: Path) -> None:
    for part in ROCrate(str(release)).data_entities:
        if part.id == layout.SUMS:
            assert {"contentSize", "sha256"} & part.properties().keys() == set()
            continue
        assert part["contentSize"] == str((release / part.id).stat().st_size)
        assert part["sha256"] == trees.digest(release / part.id)
        assert part["encodingFormat"] == KINDS[Path(part.id).suffix]
        assert part["description"]


def test_what_the_release_is(release: Path) -> None:
    crate = ROCrate(str(release))
    root = crate.root_dataset
    assert (root["name"], root["version"], root["datePublished"]) == (ABOUT.title, VERSION, "2026-11-20")
    assert root["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    assert root["license"]["identifier"] == "CC-BY-4.0"
    assert f"version {VERSION}" in root["creditText"]
    assert root["author"]["name"] == "mostanad maintainers"


def test_the_forms_of_a_table_conform_to_its_columns(release: Path) -> None:
    crate = ROCrate(str(release))
    for table, model in (TABLES | COMPILED).items():
        for path in (layout.csv(table), layout.ndjson(table), layout.parquet(table)):
            schema = crate.dereference(path)["conformsTo"]
            assert schema["description"] == " ".join(str(model.__doc__).split())
            assert schema["isPartOf"].id == "datapackage.json"
    assert crate.dereference("datapackage.json")["conformsTo"].id == "https://datapackage.org/"
    assert crate.dereference("json/officials/omid-faraz.json").get("conformsTo") is None


def test_the_documents_are_there(release: Path) -> None:
    found = {entity["identifier"]: entity for entity in ROCrate(str(release)).root_dataset["isBasedOn"]}
    sources = {row["source_id"]: row for row in sources_of(release).to_pylist()}
    assert found.keys() == sources.keys()
    for key, entity in found.items():
        assert (entity["name"], entity["sha256"]) == (sources[key]["title"], sources[key]["sha256"])
        assert entity.get("url") == sources[key]["url"]
    assert found["blue-story"]["url"] == "https://example.org/blue-story"


def test_nothing_points_nowhere_and_nothing_is_nested(graph: dict[str, dict[str, Any]]) -> None:
    outside = {"https://w3id.org/ro/crate/1.2"}
    for entity in graph.values():
        assert set().union(*(links(value) for value in entity.values())) <= graph.keys() | outside
        for value in entity.values():
            for item in value if isinstance(value, list) else [value]:
                assert isinstance(item, str) or list(item) == ["@id"]


def test_everything_is_reached_from_the_root(graph: dict[str, dict[str, Any]]) -> None:
    reached, ahead = set[str](), {RO_CRATE}
    while ahead:
        reached |= ahead
        ahead = {link for key in ahead for value in graph[key].values() for link in links(value)} & graph.keys()
        ahead -= reached
    assert reached == graph.keys()


def test_the_order_of_the_files_does_not_matter_and_it_does_not_name_itself(release: Path) -> None:
    files = files_of(release)
    assert RO_CRATE in files
    sources = sources_of(release)
    one = ro_crate(ABOUT, files, sources, "2026-11")
    other = ro_crate(ABOUT, dict(reversed(files.items())), sources, "2026-11")
    assert json.dumps(one) == json.dumps(other)
    assert {"@id": RO_CRATE} not in one["@graph"][1]["hasPart"]
