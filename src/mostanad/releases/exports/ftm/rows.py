"""What a release tells FollowTheMoney, as docs/ftm.md describes it: stated.sql over its tables."""

import sqlite3
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from mostanad.evidence.reasons import TOLD, lines
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.fields import ENTITIES
from mostanad.releases.exported import date
from mostanad.releases.layout import MODELS

_HERE = files("mostanad.releases.exports.ftm")
#: What the words of our tables are to FollowTheMoney.
MAPPING = tomllib.loads((_HERE / "mapping.toml").read_text("utf-8"))
#: Tables with a mapping of their own; and those for which FollowTheMoney has no place.
_MAPPED = ("names", "identifiers", "positions", "sanctions", "affiliations")
_LEFT_OUT = ("programmes", "legal_bases", "tags", "events", "participations", "groups", "group_members", "estimates",
             "statements")  # fmt: skip
#: All other tables with facts about somebody: a note for each row.
_OTHERS = tuple(
    name for name in FACT_TABLES if name not in (*ENTITIES, *_MAPPED, *_LEFT_OUT) and TABLES[name].words().subject
)
_READ = (*ENTITIES, *_MAPPED, *_OTHERS, "programmes", "legal_bases", "sources", "facts", "evidence")


class Stated(NamedTuple):
    """A value of a property of an entity, as one document states it; without a document, as we code it. ``original`` is
    the cell, where the value is not written as the cell is; ``lang`` is of ISO 639-3."""

    entity_id: str
    schema: str
    prop: str
    value: str
    source_id: str = ""
    lang: str = ""
    original: str = ""
    evidence: tuple[str, ...] = ()


def stated(tables: Mapping[str, pa.Table]) -> Iterator[Stated]:
    """One for each statement, in order: what repeats itself rests on the evidence of all."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.create_function("iso", 1, lambda edtf: date(edtf or ""), deterministic=True)
        for name in _READ:
            names = [column.name for column in MODELS[name].columns()]
            _insert(db, name, names, _cells(tables[name].select(names)))
        _insert(db, "mapping", ("section", "ours", "theirs"), _mapping())
        words = {name: TABLES[name].words() for name in (*_MAPPED, *_OTHERS)}
        _insert(db, "subjects", ("table_name", "field"), ((name, one.subject) for name, one in words.items()))
        _insert(db, "needed", ("table_name", "field"), _needed())
        _insert(db, "captions", ("table_name", "row_id", "field", "caption"), _captions(tables))
        _insert(db, "reason_lines", ("row_id", "line", "claim_id"), _reasons(tables))
        db.executescript((_HERE / "stated.sql").read_text("utf-8"))
        found = db.execute(
            "SELECT entity_id, schema, prop, value, source_id, lang, original, evidence_id FROM said "
            "ORDER BY entity_id, prop, value, source_id, lang, original"
        )
        for _, group in groupby(found, key=itemgetter(0, 2, 3, 4, 5)):
            same = list(group)
            evidence = {row[-1] for row in same if row[-1]}
            original = next((row[-2] for row in same if row[-2]), "")
            entity_id, schema, prop, value, source_id, lang = same[0][:6]
            yield Stated(entity_id, schema, prop, value, source_id, lang, original, tuple(sorted(evidence)))


def _insert(db: sqlite3.Connection, name: str, names: Sequence[str], found: Iterable[Sequence[Any]]) -> None:
    quoted = (f'"{column}"' for column in names)
    db.execute(f'CREATE TABLE "{name}" ({", ".join(quoted)})')
    db.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(names))})', found)


def _cells(table: pa.Table) -> Iterator[list[Any]]:
    """The rows of a table; the items of a list with spaces between."""
    for row in table.to_pylist():
        yield [" ".join(cell) if isinstance(cell, list) else cell for cell in row.values()]


def _mapping() -> Iterator[tuple[str, str, str]]:
    for section, pairs in MAPPING.items():
        yield from ((section, ours, theirs) for ours, theirs in pairs.items())
    for name in _OTHERS:
        words = TABLES[name].words()
        yield name, words.subject, "entity"
        yield from ((name, time, "notes") for time in words.times or ())


def _needed() -> Iterator[tuple[str, str]]:
    """The cells without which a row says nothing."""
    for name in (*_MAPPED, *_OTHERS):
        words = TABLES[name].words()
        needed = {column.name for column in TABLES[name].columns() if column.required}
        yield from ((name, field) for field in (words.subject, words.other, words.says) if field in needed)


def _captions(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, ...]]:
    """What the rows of tables without a mapping of their own say, in a line."""
    for name in _OTHERS:
        model, labels = TABLES[name], _labels(tables)
        for row in tables[name].to_pylist():
            cited = {column.name: row[column.name] for column in model.columns() if column.references}
            shown = {field: labels[cell] for field, cell in cited.items() if cell in labels}
            yield name, row[model.key()], model.words().says, model.caption(row, shown)


def _labels(tables: Mapping[str, pa.Table], names: Iterable[str] = ENTITIES) -> dict[str, str]:
    """What rows are called: a name, the title of an event, the description of a group."""
    labels = [(tables[name], TABLES[name].key(), TABLES[name].words().label) for name in names]
    return {row[key]: str(row[label]) for table, key, label in labels if label for row in table.to_pylist()}


def _reasons(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, ...]]:
    """What somebody was listed for, in lines, each with who says so; and the claims in it."""
    told = {row[TABLES[name].key()]: (name, row) for name in (*TOLD, "groups") for row in tables[name].to_pylist()}
    labels = _labels(tables, (*TOLD, "groups", *ENTITIES))
    published = {row["source_id"]: row["published"] for row in tables["sources"].to_pylist()}
    ordered = sorted(tables["reasons"].to_pylist(), key=itemgetter("sanction_id", "place"))
    for sanction_id, group in groupby(ordered, key=itemgetter("sanction_id")):
        for line, who, reasons in lines(group, told, lambda row_id: labels.get(row_id, row_id), published):
            yield from ((sanction_id, f"{line} ({who})", reason["claim_id"]) for reason in reasons)
