"""What rows are called on pages, in a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mostanad.loader.words import plain, when
from mostanad.models import TABLES

#: The column that is the label of a row, of tables whose rows others name.
_LABELS = {
    "officials": "name",
    "parties": "name",
    "names": "name",
    "programmes": "code",
    "legal_bases": "act",
    "events": "title",
    "groups": "description",
    "statements": "gist",
}
#: A row in one line; the columns stand for their cells, those that refer for the label of what they refer to.
_TITLES = {
    "officials": "{name}",
    "parties": "{name}",
    "affiliations": "{from_id}: {relation} {to_id}",
    "names": "{entity_id}: spelling {name}",
    "identifiers": "{entity_id}: {scheme} {value}",
    "positions": "{holder_id}: {title}",
    "programmes": "Programme {code} of {authority_id}",
    "legal_bases": "Programme {programme_id}: {act}",
    "sanctions": "{target_id}: listed by {authority_id}, {programme_id}",
    "events": "{title}",
    "participations": "{entity_id}: {part}, {event_id}",
    "groups": "{description}",
    "group_members": "{entity_id}: one of {group_id}",
    "estimates": "{about_id}: {measure} counted by {counted_by}",
    "statements": "{speaker_id} {kind}: {gist}",
}
_CODED = frozenset({"relation", "part", "measure", "kind", "scheme"})


def on(date: str) -> str:
    """The same behind a verb.

    >>> on("[2022-09-15..2022-09-22]"), on("2022-01~")
    ('on a day from 2022-09-15 to 2022-09-22', 'about 2022-01')
    """
    words = when(date)
    return f"on {words}" if words.startswith("a day ") else words


def label(table: str, row: Mapping[str, Any]) -> str:
    """The label of a row; an empty text if rows of its table have none of their own."""
    return str(row[_LABELS[table]] or "") if table in _LABELS else ""


def title(table: str, row: Mapping[str, Any], named: Callable[[str], str]) -> str:
    """A row in one line.

    Args:
        table: its table.
        row: its cells.
        named: the label of another row, by its id.
    """
    said = {}
    for column in TABLES[table].columns():
        cell = row[column.name]
        if cell and column.references and isinstance(cell, str):
            said[column.name] = named(cell)
        else:
            said[column.name] = plain(str(cell)) if cell and column.name in _CODED else str(cell or "not known")
    return _TITLES[table].format_map(said)


def heading(name: str) -> str:
    """A column as a heading: ``entity_id`` is Entity.

    >>> heading("counted_by"), heading("target_id")
    ('Counted by', 'Target')
    """
    return plain(name.removesuffix("_id")).capitalize()
