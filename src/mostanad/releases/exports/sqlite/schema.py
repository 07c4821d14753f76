"""What a release's SQLite file is made of: tables, indexes, views, the search."""

from __future__ import annotations

from collections.abc import Iterator

from mostanad.releases.exported import Exported, columns
from mostanad.releases.layout import MODELS

#: At byte 68 of the file, so that programs know it: "msnd".
APPLICATION_ID = 0x6D736E64
#: ``user_version``: the version of what this module describes.
FORM = 1
#: Types of SQLite (storage classes of its version 3). Days are text, so that they sort and ``date()`` reads them.
_TYPES = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "list": "TEXT",
    "day": "TEXT",
}
#: Tables that no other form of the release has.
EXTRA = (
    "CREATE TABLE _about (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE _columns (column_id TEXT NOT NULL PRIMARY KEY, table_name TEXT NOT NULL, name TEXT NOT NULL, "
    "kind TEXT NOT NULL, description TEXT NOT NULL, standard TEXT NOT NULL)",
    "CREATE TABLE texts (text_id INTEGER PRIMARY KEY, about_id TEXT NOT NULL, table_name TEXT NOT NULL, "
    "row_id TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL)",
)
_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(about_id UNINDEXED, table_name UNINDEXED, row_id UNINDEXED, "
    'field UNINDEXED, text, folded, content="texts", content_rowid="text_id", '
    'tokenize="unicode61 remove_diacritics 2")'
)
_NAME_OF = (
    "COALESCE((SELECT name FROM parties WHERE party_id = {id}), (SELECT name FROM officials WHERE official_id = {id}))"
)
_PERSIAN = (
    "(SELECT name FROM names WHERE entity_id = {id} AND script = 'Arab' "
    "ORDER BY kind != 'primary', kind IN ('former', 'misprint'), name_id LIMIT 1)"
)
_NAMES = (
    "(SELECT json_group_array(name) FROM (SELECT name FROM names WHERE entity_id = official_id "
    "AND script {script} AND kind != 'misprint' ORDER BY kind != 'primary', name_id))"
)
_VIEWS = (
    f"""CREATE VIEW who_says AS
SELECT evidence.evidence_id, evidence.fact_id,
  substr(evidence.fact_id, 1, instr(evidence.fact_id, '/') - 1) AS row_id,
  substr(evidence.fact_id, instr(evidence.fact_id, '/') + 1) AS field,
  facts.value AS fact_value, facts.support, facts.disputed,
  evidence.stance, evidence.value AS claimed_value, evidence.modality, evidence.hedge,
  evidence.asserted_by, {_NAME_OF.format(id="evidence.asserted_by")} AS asserted_by_name,
  evidence.origin, evidence.camp, evidence.as_of, evidence.as_stated,
  evidence.source_id, sources.title AS source_title, parties.name AS publisher, sources.published,
  evidence.source_url AS url, evidence.selector, evidence.claim_id, evidence.passage_id,
  evidence.passage_sha256, evidence.source_sha256
FROM evidence
LEFT JOIN facts ON facts.fact_id = evidence.fact_id
LEFT JOIN sources ON sources.source_id = evidence.source_id
LEFT JOIN parties ON parties.party_id = evidence.published_by""",
    f"""CREATE VIEW listings AS
SELECT sanctions.sanction_id, sanctions.target_id, {_NAME_OF.format(id="sanctions.target_id")} AS target,
  {_PERSIAN.format(id="sanctions.target_id")} AS target_persian,
  sanctions.authority_id, parties.name AS authority, sanctions.programme_id, programmes.code AS programme,
  sanctions.human_rights, sanctions.listed, sanctions.listed_min, sanctions.listed_max,
  sanctions.delisted, sanctions.delisted_min, sanctions.delisted_max, sanctions.entry, sanctions.measures
FROM sanctions
LEFT JOIN parties ON parties.party_id = sanctions.authority_id
LEFT JOIN programmes ON programmes.programme_id = sanctions.programme_id""",
    f"""CREATE VIEW people AS
SELECT official_id, name, {_PERSIAN.format(id="official_id")} AS name_persian,
  {_NAMES.format(script="= 'Arab'")} AS names_persian, {_NAMES.format(script="!= 'Arab'")} AS names_latin,
  born, died, gender,
  (SELECT count(*) FROM positions WHERE holder_id = official_id) AS positions,
  (SELECT count(*) FROM sanctions WHERE target_id = official_id) AS listings
FROM officials""",
)


def statements() -> Iterator[str]:
    """The SQL that makes an empty file: the tables of a release, then tables, indexes and views of its own."""
    for name in MODELS:
        yield _table(name)
    yield from EXTRA
    indexed = {name: model.words().indexed or () for name, model in MODELS.items()} | {"texts": ("about_id",)}
    for table, names in sorted(indexed.items()):
        for name in names:
            yield f'CREATE INDEX "{table}_by_{name}" ON "{table}" ("{name}")'
    yield from _VIEWS
    yield _SEARCH


def _table(name: str) -> str:
    parts = [_column(column) for column in columns(name)]
    for column in columns(name):
        if column.reference:
            parts.append(f'FOREIGN KEY ("{column.name}") REFERENCES "{column.reference}" ("{_key(column.reference)}")')
    lines = ",\n  ".join(parts)
    return f'CREATE TABLE "{name}" (\n  {lines}\n)'


def _column(column: Exported) -> str:
    text = f'"{column.name}" {_TYPES[column.kind]}'
    if column.required:
        text += " NOT NULL"
    if column.is_key:
        text += " PRIMARY KEY"
    if column.kind == "boolean":
        text += f' CHECK ("{column.name}" IN (0, 1))'
    return text


def _key(table: str) -> str:
    return MODELS[table].key()
