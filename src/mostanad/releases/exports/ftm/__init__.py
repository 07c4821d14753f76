"""FollowTheMoney (version 4): a release as entities and as statements.

Every source document is a dataset of its own, ``mostanad_`` and the source's id with underscores, so that one value
from two documents is two statements. Our own coding is the dataset ``mostanad``. Only what a document states plainly
is told: evidence of stance ``asserts``, modality ``fact`` and hedge ``none``, which the same asserter has not taken
back. An allegation, an opinion, an inference or a hedged claim is no statement of a value.

=======================  ================================================================================
officials                Person: birthDate, birthPlace, deathDate, gender; our label as name
parties                  by kind: state, state_body, court, legislature: PublicBody; company: Company;
                         person: Person; movement: LegalEntity; unnamed: left out; others: Organization;
                         our label as name; country
names                    primary: name; alias, transliteration: alias; former: previousName;
                         misprint: weakAlias; with the language
identifiers              wikidata: wikidataId; others: Identification (holder, type, number)
positions                Position (name, organization) and Occupancy (holder, post, startDate, endDate;
                         the day on which a source shows it held: date), of persons only
sanctions                Sanction (entity, authority, program, startDate, endDate, provisions, recordId)
affiliations             member_of an organisation: Membership; others: UnknownLink with a role
sources                  Document (title, publisher, author, publishedAt, language, sourceUrl, fileSize;
                         its sha256 in notes: contentHash is for SHA-1)
tables added later       Note on whom a row is about
claims against a cell    Note on the person or organisation: who denies, disputes or retracts which fact
=======================  ================================================================================

Dates: a day among several is said as far as all agree; one that is approximate, uncertain or open, or whose days
have no year in common, stands as EDTF in ``notes`` or ``summary``. An end that is only inferred or alleged stands
there too, with how it is said. The only topic is ``sanction``, for a listing without an end in the release that the
authority's own record shows; there is no ``role.pep``, and never a ``crime`` topic.

Left out, because FollowTheMoney has no place for who says so, how surely, and of what: events, participations,
groups, estimates, statements (so the grounds of listings too), checks; claims that approximate a date; tags (no
listings) and programmes but for their codes; persons who are no officials and have no listing, post or tie; notes;
our coding ``human_rights``; redirects.

Where it leads back: the ``origin`` of a statement has the ids of the rows of ``evidence`` on which it rests, with
spaces between; ``original_value`` has the cell, if the value is not the cell as it stands; ``proof`` leads to the
Document. A statement of ``mostanad`` without an origin is our coding. ``first_seen`` and ``last_seen`` are empty:
nothing here depends on the day on which it was made.

Standard: FollowTheMoney 4 (followthemoney 4.11), its model, its line-wise JSON and the CSV of its statements.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.files import csvtext
from mostanad.releases.exports import write_lines
from mostanad.releases.exports.ftm.ledger import Stated
from mostanad.releases.exports.ftm.rows import stated
from mostanad.releases.exports.ftm.types import TYPES

#: The dataset of our own coding, and the collection of all.
DATASET = "mostanad"
#: The columns of the CSV, as followthemoney writes them.
COLUMNS = (
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
)


def write(tables: Mapping[str, pa.Table], version: str, path: Path) -> None:
    """Write a release as entities, a line each; see :func:`mostanad.releases.exports.writer`."""
    write_lines((f"{line}\n" for line in entities(tables, version)), path)


def entities(tables: Mapping[str, pa.Table], version: str) -> Iterator[str]:
    """A release as FollowTheMoney entities.

    Args:
        tables: every table of a release by name, ``facts`` and ``evidence`` too.
        version: its version; entities do not say it, :func:`catalog` does.

    Yields:
        each entity as JSON on one line, without a line end, in order of the ids.
    """
    for entity_id, group in groupby(_merged(tables), key=lambda item: item.entity_id):
        items = list(group)
        properties: dict[str, list[str]] = {}
        for item in items:
            properties.setdefault(item.prop, []).append(item.value)
        yield _json(
            {
                "id": entity_id,
                "schema": items[0].schema,
                "properties": {prop: sorted(set(values)) for prop, values in properties.items()},
                "datasets": sorted({dataset(item.source_id) for item in items}),
            }
        )


def statements(tables: Mapping[str, pa.Table], version: str) -> Iterator[str]:
    """A release as FollowTheMoney statements.

    Args:
        tables: every table of a release by name, ``facts`` and ``evidence`` too.
        version: its version; statements do not say it, :func:`catalog` does.

    Yields:
        the lines of the CSV (RFC 4180) without line ends: the header, then in order of entity, property, value,
        dataset and language, after those of an entity its ``id`` in each of its datasets.
    """
    yield csvtext.join(COLUMNS)
    for _, group in groupby(_merged(tables), key=lambda item: item.entity_id):
        items = list(group)
        yield from (_line(item) for item in items)
        for source in sorted({item.source_id for item in items}):
            yield _line(Stated(items[0].entity_id, items[0].schema, "id", items[0].entity_id, source))


def catalog(tables: Mapping[str, pa.Table], version: str) -> str:
    """The datasets of which statements and entities speak, as a FollowTheMoney catalogue: which document is which.

    Args:
        tables: every table of a release by name.
        version: its version.

    Returns:
        JSON with a line end: the collection ``mostanad`` first, then each document in order of the ids.
    """
    children = []
    for row in tables["sources"].to_pylist():
        child = {"name": dataset(row["source_id"]), "title": row["title"], "version": version}
        children.append(child | ({"url": row["url"]} if row["url"] else {}))
    collection = {
        "name": DATASET,
        "title": "mostanad",
        "version": version,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "children": [child["name"] for child in children],
    }
    return json.dumps({"datasets": [collection, *children]}, ensure_ascii=False, indent=2) + "\n"


def dataset(source_id: str) -> str:
    """The name of a document's dataset; of our own coding's for an empty id."""
    return f"{DATASET}_{source_id.replace('-', '_')}" if source_id else DATASET


def _merged(tables: Mapping[str, pa.Table]) -> list[Stated]:
    """One for each statement, in order: what repeats itself rests on the evidence of all."""
    found: dict[tuple[str, ...], Stated] = {}
    for item in stated(tables):
        key = (item.entity_id, item.prop, item.value, item.source_id, item.lang)
        first = found.get(key, item)
        evidence = tuple(sorted({*first.evidence, *item.evidence}))
        found[key] = first._replace(evidence=evidence, original=first.original or item.original)
    return [found[key] for key in sorted(found)]


def _line(item: Stated) -> str:
    name = dataset(item.source_id)
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
