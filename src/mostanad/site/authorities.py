"""An authority's sanctions (programmes, growth, the lists held), and a page for each programme with its legal basis and
its listings."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from mostanad.loader.charts import Chart
from mostanad.loader.listings import plot_listings
from mostanad.models.language import say
from mostanad.site import catalogues
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.page import Page
from mostanad.site.programmes import by_year, in_words
from mostanad.site.sections import Section, page_with


def pages(record: Record) -> Iterator[Page]:
    for row in record.tables["programmes"]:
        path, title = record.address(row["programme_id"]), in_words(record, row["programme_id"])
        parts, said = _sections(record, row["programme_id"]), partial(_programme, record, row)
        yield from page_with(parts, path, "programme", title, said)


def said(record: Record, key: str) -> Mapping[str, Any]:
    """Template values for what an authority lists; empty if the record has no programme and no listing of it."""
    listings = record.naming(key, "sanctions", "authority_id")
    programmes = record.naming(key, "programmes", "authority_id")
    if not listings and not programmes:
        return {}
    by_size = [(row, record.naming(row["programme_id"], "sanctions", "programme_id")) for row in programmes]
    held = record.told.named.get(key)
    return {
        **counted(record, listings),
        "is_held": bool(held),
        "programmes": sorted(by_size, key=lambda one: (-len(one[1]), in_words(record, one[0]["programme_id"]))),
        "without": sum(row["programme_id"] is None for row in listings),
        "lists": [one for one in catalogues.lists(record) if one["authority_id"] == key],
        "key": key,
        "ended_at": catalogues.ended_of(record, key),
        "chart": chart(record, key),
        "newest": catalogues.newest(record, listings)[:10],
    }


def chart(record: Record, key: str) -> Chart:
    """A chart of an authority's or programme's listings by date, with links for a page in a folder."""
    return plot_listings(record.told, lambda row_id: f"../{record.address(row_id)}", key)


def counted(record: Record, listings: Sequence[Row]) -> dict[str, Any]:
    """Who is listed, how many for human rights, which listings ended, how many were carried over from a programme that
    ended; and the counts by year."""
    standing = record.told.standing(listings)
    targets = {row["target_id"] for row in standing}
    seen = {row["target_id"] for row in listings if row["sanction_id"] in record.told.left_open}
    return {
        "listings": listings,
        "targets": sorted(targets),
        "for_rights": len({row["target_id"] for row in standing if row["human_rights"]}),
        "left_open": sorted(seen - targets),
        "ended": [row for row in listings if row["delisted"]],
        "carried": Counter(filter(None, (record.told.carried.get(row["sanction_id"]) for row in listings))),
        "years": by_year(record, listings),
    }


def _programme(record: Record, row: Row, found: Mapping[str, Section]) -> dict[str, Any]:
    key, held = row["programme_id"], record.told.named.get(row["authority_id"])
    return {
        "row": row,
        "key": key,
        "runs": held and held.runs.get(key),
        "sections": found,
        **counted(record, record.naming(key, "sanctions", "programme_id")),
        "bases": record.about_time(record.naming(key, "legal_bases", "programme_id"), "started", "ended"),
        "chart": chart(record, key),
        "description": say(
            "%(programme)s: its legal basis, and whom this record has on its list.", programme=in_words(record, key)
        ),
    }


def _sections(record: Record, key: str) -> list[Section]:
    name = partial(record.naming, key)
    listed, is_over = record.told.by_listed(name("sanctions", "programme_id"))[::-1], record.rows[key][1]["ended"]
    seen = [row for row in listed if row["sanction_id"] in record.told.left_open and not is_over]
    return [
        Section("listed", "Who was listed under it" if is_over else "Who is listed under it",
                [row for row in listed if not row["delisted"] and row not in seen]),
        Section("seen", "Who was last seen under it on an older list, or in a table by somebody else", seen,
                "No later list that we hold shows whether these listings are still in force."),
        Section("ended", "Whose listing under it has ended", [row for row in listed if row["delisted"]],
                "This record does not say why a listing ended."),
        Section("tagged", "Whose entries carry this tag", record.about_time(name("tags", "programme_id"), "listed"),
                "A tag says how an entry of a list is handled. It is not a sanction, and is not counted as one."),
        Section("numbers", "Numbers", name("estimates", "about_id")),
    ]  # fmt: skip
