"""Errors for rules about sources, tags and calendars, as :mod:`tests.mutation.of_rules` has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.mutation.mutations import Data, Edit, change

Place = tuple[str, str, str]
Case = tuple[tuple[Edit, ...], Place]
Maker = Callable[[Data], Case]
_PRIVATE = ("media", "ngo", "political_organisation", "company", "movement", "person")


def _official_kind_of_private_publisher(data: Data) -> Case:
    private = {row["party_id"] for row in data.rows["parties"] if row["kind"] in _PRIVATE}
    row = data.take("sources", lambda row: row["publisher_id"] in private and row["derivation"] == "original")
    return (change("sources", row, kind="legal_act"),), ("sources", row["source_id"], "kind")


def _year_of_another_calendar(data: Data) -> Case:
    row = data.take("officials", lambda row: row["born"].isdigit())
    year = str(int(row["born"]) - 621)
    return (change("officials", row, born=year),), ("officials", row["official_id"], "born")


def _tag_or_sanction(data: Data) -> Case:
    row = data.take("tags")
    wanted = (row["authority_id"], "designation")
    other = next(one for one in data.rows["programmes"] if (one["authority_id"], one["kind"]) == wanted)
    return (change("tags", row, programme_id=other["programme_id"]),), ("tags", row["tag_id"], "programme_id")


#: The functions by the names of the rules.
MAKERS_OF_SOURCES: Mapping[str, Maker] = {
    "official_kind_of_private_publisher": _official_kind_of_private_publisher,
    "tag_or_sanction": _tag_or_sanction,
    "year_of_another_calendar": _year_of_another_calendar,
}
