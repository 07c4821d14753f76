"""A release as FollowTheMoney entities, statements and a catalogue (FollowTheMoney 4), as docs/ftm.md describes. The
``origin`` of a statement has the ids of the rows of ``evidence`` on which it rests."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract import About
from mostanad.contract.lock import to_json
from mostanad.files import csvtext
from mostanad.releases.exports import write_lines
from mostanad.releases.exports.ftm.rows import MAPPING, Stated, stated

#: The columns of the CSV, as followthemoney writes them.
COLUMNS = ("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang",
           "original_value", "external", "first_seen", "last_seen", "id")  # fmt: skip
#: The type of every property that is used, as the model of FollowTheMoney has it.
TYPES = MAPPING["types"]


def write(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
    """Write a release as entities, a line each; see :func:`mostanad.releases.exports.writer`."""
    write_lines((f"{line}\n" for line in entities(tables, about)), path)


def write_statements(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
    """Write a release as statements; likewise."""
    write_lines((f"{line}\n" for line in statements(tables, about)), path)


def write_catalog(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
    """Write the catalogue of the datasets; likewise."""
    write_lines([catalog(tables, about)], path)


def entities(tables: Mapping[str, pa.Table], about: About) -> Iterator[str]:
    """The entities of a release, each as JSON on one line without a line end, in order of the ids."""
    for entity_id, group in groupby(stated(tables), key=lambda item: item.entity_id):
        items = list(group)
        properties: dict[str, list[str]] = {}
        for item in items:
            properties.setdefault(item.prop, []).append(item.value)
        yield _json(
            {
                "id": entity_id,
                "schema": items[0].schema,
                "properties": {prop: sorted(set(values)) for prop, values in properties.items()},
                "datasets": sorted({dataset(about, item.source_id) for item in items}),
            }
        )


def statements(tables: Mapping[str, pa.Table], about: About) -> Iterator[str]:
    """The statements of a release as lines of CSV (RFC 4180) without line ends, the header first: in order of entity,
    property, value, dataset and language; after those of an entity comes its ``id`` in each of its datasets."""
    yield csvtext.join(COLUMNS)
    for _, group in groupby(stated(tables), key=lambda item: item.entity_id):
        items = list(group)
        yield from (_line(about, item) for item in items)
        for source in sorted({item.source_id for item in items}):
            yield _line(about, Stated(items[0].entity_id, items[0].schema, "id", items[0].entity_id, source))


def catalog(tables: Mapping[str, pa.Table], about: About) -> str:
    """A FollowTheMoney catalogue (JSON): the collection, then the dataset of each document by id."""
    children = []
    for row in tables["sources"].to_pylist():
        child = {"name": dataset(about, row["source_id"]), "title": row["title"], "version": about.version}
        children.append(child | ({"url": row["url"]} if row["url"] else {}))
    collection = {
        "name": dataset(about),
        "title": about.title,
        "version": about.version,
        "license": about.licence_url,
        "children": [child["name"] for child in children],
    }
    return to_json({"datasets": [collection, *children]})


def dataset(about: About, source_id: str = "") -> str:
    """The name of a document's dataset; without one that of our own coding, which is the collection of all."""
    return re.sub("[^a-z0-9]+", "_", f"{about.name}-{source_id}".lower()).strip("_")


def _line(about: About, item: Stated) -> str:
    name = dataset(about, item.source_id)
    cells = {
        "canonical_id": item.entity_id,
        "entity_id": item.entity_id,
        "prop": item.prop,
        "prop_type": TYPES[item.prop],
        "schema": item.schema,
        "value": item.value,
        "dataset": name,
        "origin": " ".join(item.evidence),
        "lang": item.lang,
        "original_value": item.original if item.original != item.value else "",
        "external": "f",
        "id": _key(name, item),
    }
    return csvtext.join([cells.get(column, "") for column in COLUMNS])


def _key(name: str, item: Stated) -> str:
    """The id of a statement, made as followthemoney makes it: SHA-1 of dataset, entity, property, value, language."""
    text = f"{name}.{item.entity_id}.{item.prop}.{item.value}" + (f"@{item.lang}" if item.lang else "")
    return hashlib.sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
