"""A release as FollowTheMoney 4 entities, statements and catalogue (docs/ftm.md), which stated.sql makes of its tables.
The ``origin`` of a statement has the ids of the rows of ``evidence`` on which it rests."""

import hashlib
import json
import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from mostanad.contract import About
from mostanad.contract.lock import to_json
from mostanad.evidence.reasons import TOLD, lines
from mostanad.files import csvtext
from mostanad.files.grouping import grouped
from mostanad.models import FACT_TABLES, MODELS, TABLES
from mostanad.models.fields import ENTITIES
from mostanad.releases.exported import date, rows
from mostanad.releases.exports import in_lines

_HERE = files("mostanad.releases.exports.ftm")
#: Maps the words of our tables to those of FollowTheMoney.
MAPPING = tomllib.loads((_HERE / "mapping.toml").read_text("utf-8"))
#: Tables with a mapping of their own, and tables that FollowTheMoney cannot represent.
_MAPPED = ("names", "identifiers", "positions", "sanctions", "affiliations")
_LEFT_OUT = ("programmes", "legal_bases", "tags", "events", "participations", "groups", "group_members", "estimates",
             "statements")  # fmt: skip
#: All other tables with facts about somebody. Each row becomes a note.
_OTHERS = tuple(
    name for name in FACT_TABLES if name not in (*ENTITIES, *_MAPPED, *_LEFT_OUT) and TABLES[name].words().subject
)
_READ = (*ENTITIES, *_MAPPED, *_OTHERS, "programmes", "legal_bases", "sources", "facts", "evidence")


class Stated(NamedTuple):
    """A property value of an entity, as one document states it; without a document, as we code it. ``original`` is the
    cell, if the value is written differently; ``lang`` is a code of ISO 639-3."""

    entity_id: str
    schema: str
    prop: str
    value: str
    source_id: str = ""
    lang: str = ""
    original: str = ""
    evidence: tuple[str, ...] = ()


def stated(tables: Mapping[str, pa.Table]) -> Iterator[Stated]:
    """Yield the statements in order. Equal statements are merged into one, with the evidence of all."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.create_function("iso", 1, lambda edtf: date(edtf or ""), deterministic=True)
        for name in _READ:
            _insert(db, name, [column.name for column in MODELS[name].released()], rows(tables[name], name))
        _insert(db, "mapping", ("section", "ours", "theirs"), _mapping())
        words = {name: TABLES[name].words() for name in (*_MAPPED, *_OTHERS)}
        _insert(db, "subjects", ("table_name", "field"), ((name, one.subject) for name, one in words.items()))
        says = {name: (one.subject, one.other, one.says) for name, one in words.items()}  # each row needs these
        required = ((name, one.name) for name in words for one in TABLES[name].columns() if one.required)
        _insert(db, "needed", ("table_name", "field"), ((name, one) for name, one in required if one in says[name]))
        _insert(db, "captions", ("table_name", "row_id", "field", "caption"), _captions(tables))
        _insert(db, "reason_lines", ("row_id", "line", "claim_id"), _reasons(tables))
        db.executescript((_HERE / "stated.sql").read_text("utf-8"))
        found = db.execute(
            "SELECT entity_id, min(schema), prop, value, source_id, lang, coalesce(min(nullif(original, '')), ''), "
            "json_group_array(DISTINCT evidence_id) FROM said "
            "GROUP BY entity_id, prop, value, source_id, lang ORDER BY entity_id, prop, value, source_id, lang"
        )
        for *cells, evidence in found:
            yield Stated._make([*cells, tuple(sorted(filter(None, json.loads(evidence))))])


def _insert(db: sqlite3.Connection, name: str, names: Sequence[str], found: Iterable[Sequence[Any]]) -> None:
    quoted = (f'"{column}"' for column in names)
    db.execute(f'CREATE TABLE "{name}" ({", ".join(quoted)})')
    db.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(names))})', found)


def _mapping() -> Iterator[tuple[str, str, str]]:
    for section, pairs in MAPPING.items():
        yield from ((section, ours, theirs) for ours, theirs in pairs.items())
    for name in _OTHERS:
        words = TABLES[name].words()
        yield name, words.subject, "entity"
        yield from ((name, time, "notes") for time in words.times or ())


def _captions(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, ...]]:
    """A line of text for each row of the tables without a mapping of their own."""
    labels = _labels(tables)
    for name in _OTHERS:
        model = TABLES[name]
        for row in tables[name].to_pylist():
            cited = {column.name: row[column.name] for column in model.columns() if column.references}
            shown = {field: labels[cell] for field, cell in cited.items() if cell in labels}
            yield name, row[model.key()], model.words().says, model.caption(row, shown)


def _labels(tables: Mapping[str, pa.Table], names: Iterable[str] = ENTITIES) -> dict[str, str]:
    """The labels of rows by id: a name, the title of an event, the description of a group."""
    labels = [(tables[name], TABLES[name].key(), TABLES[name].words().label) for name in names]
    return {row[key]: str(row[label]) for table, key, label in labels if label for row in table.to_pylist()}


def _reasons(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, ...]]:
    """Yield the reasons of each listing: its id, a line that ends with who says so, and the id of a claim in it."""
    told = {row[TABLES[name].key()]: (name, row) for name in (*TOLD, "groups") for row in tables[name].to_pylist()}
    labels = _labels(tables, (*TOLD, "groups", *ENTITIES))
    published = {row["source_id"]: row["published"] for row in tables["sources"].to_pylist()}
    ordered = sorted(tables["reasons"].to_pylist(), key=itemgetter("sanction_id", "place"))
    for sanction_id, group in groupby(ordered, key=itemgetter("sanction_id")):
        for line, who, reasons in lines(group, told, lambda row_id: labels.get(row_id, row_id), published):
            yield from ((sanction_id, f"{line} ({who})", reason["claim_id"]) for reason in reasons)


#: The columns of the CSV, as followthemoney writes them.
COLUMNS = ("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang",
           "original_value", "external", "first_seen", "last_seen", "id")  # fmt: skip
#: The type of each property in use, from the model of FollowTheMoney.
TYPES = MAPPING["types"]


#: Writes a release as entities, one in each line.
write = in_lines(lambda tables, about: (f"{line}\n" for line in entities(tables, about)))


def entities(tables: Mapping[str, pa.Table], about: About) -> Iterator[str]:
    """Yield the entities of a release in order of id, each as JSON on one line without a line end."""
    for entity_id, group in groupby(stated(tables), key=lambda item: item.entity_id):
        items = list(group)
        properties = grouped(items, lambda item: item.prop)
        entity = {
            "id": entity_id,
            "schema": items[0].schema,
            "properties": {prop: sorted({one.value for one in some}) for prop, some in properties.items()},
            "datasets": sorted({dataset(about, item.source_id) for item in items}),
        }
        yield json.dumps(entity, ensure_ascii=False)


def statements(tables: Mapping[str, pa.Table], about: About) -> Iterator[str]:
    """Yield the statements of a release as CSV lines (RFC 4180) without line ends, the header first, in order of
    entity, property, value, dataset and language. The ``id`` of an entity in each dataset follows its statements."""
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
    """The name of a document's dataset; without a document, of the collection, which also has our own coding."""
    return re.sub("[^a-z0-9]+", "_", f"{about.name}-{source_id}".lower()).strip("_")


def _line(about: About, item: Stated) -> str:
    name = dataset(about, item.source_id)
    # The id of a statement is computed as in followthemoney.
    identified = f"{name}.{item.entity_id}.{item.prop}.{item.value}" + (f"@{item.lang}" if item.lang else "")
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
        "id": hashlib.sha1(identified.encode("utf-8"), usedforsecurity=False).hexdigest(),
    }
    return csvtext.join([cells.get(column, "") for column in COLUMNS])
