"""The page of a listing, event, person or body that ``mostanad show`` prints."""

from collections.abc import Iterable, Iterator
from typing import Any

from mostanad.evidence.reasons import lines
from mostanad.files.grouping import key_of
from mostanad.loader.ids import IdGone
from mostanad.loader.reasons import GROUNDS, Told, ground
from mostanad.loader.release import Release
from mostanad.loader.tables import Record
from mostanad.loader.timeline import entries
from mostanad.matching.spelling import namesakes, spellings
from mostanad.models import MODELS
from mostanad.models.words import after, between, held_back, said_by, when

#: Tables whose rows have a page; officials have a dossier instead.
TABLES = ("sanctions", "events", "parties")
_AT = ("date", "what", "with_id", "said", "row_id", "support")


def page(release: Release, row_id: str) -> dict[str, Any]:
    """The dossier of an official, or the data on a listing, an event or a party, as JSON values.

    Raises IdGone (a KeyError) for an id that was merged or withdrawn, KeyError for one without such a row.
    """
    told = release._by_id
    table, row = told.rows.get(row_id, ("", {}))
    if table not in TABLES:  # dossiers are separate files, which may exist without a table of officials
        try:
            return release.dossier(row_id)
        except IdGone:
            raise
        except KeyError:
            hint = f"; it is a row of {table}, see why({row_id!r})" if table else ""
            known = f"no official, party, listing or event {row_id!r} in release {release.version}"
            raise KeyError(f"{known}{hint}") from None
    without_days = {name: cell for name, cell in row.items() if not name.endswith(("_min", "_max"))}
    found: dict[str, Any] = {"version": release.version, "table": table, "row": without_days}
    if table == "sanctions":
        return found | {"reasons": told.reasons(row_id)}
    if table == "events":
        found |= {"parts": told.parts(row_id, within=True), "listed_for": told.listed_for(row_id, within=True)}
        found |= {"statements": release._ask("said_about", wanted=[*told.events(row_id, within=True)])}
    else:
        listings = [one["sanction_id"] for one in told.by("sanctions", "target_id").get(row_id, ())]
        found |= {"reasons": {one: told.reasons(one) for one in listings}, "people": told.people(row_id)}
    return found | {"timeline": _in_time(release, row_id)}


def text(release: Release, found: dict[str, Any]) -> Iterator[str]:
    if "official" in found:
        official = found["official"]
        yield f"{official['name']} ({official['official_id']}), release {found['version']}"
        if "reasons" in release.tables():
            yield from _namesakes(release, official["official_id"])
            yield from _listings(release._by_id, official["official_id"])
            yield from _timeline(_in_time(release, official["official_id"]))
        yield from _dossier(found)
        return
    told, row_id = release._by_id, key_of(found["row"])
    yield f"{_title(told, row_id)} ({row_id}), release {release.version}"
    nothing = [f"  no further data; `mostanad why {row_id}` prints the evidence"]
    yield from list(_known(release, told, row_id, found)) or nothing


def _known(release: Release, told: Told, row_id: str, found: dict[str, Any]) -> Iterator[str]:
    """The lines about a listing, an event or a party."""
    if found["table"] == "sanctions":
        yield from _listing(told, row_id)
    if found["table"] == "parties":
        yield from _namesakes(release, row_id)
    for title, rows, line in (
        ("said to have had a part, by grade", found.get("parts", ()), _part),
        ("what was said about it", found.get("statements", ()), _statement),
        ("listed for it", found.get("listed_for", ()), _listed),
        ("people", found.get("people", ()), _person),
    ):
        if rows:
            yield f"\n{title}"
            yield from (f"  {line(told, row)}" for row in rows)
    if found["table"] == "parties":
        yield from _listings(told, row_id)
    yield from _timeline(found.get("timeline", ()))


def _namesakes(release: Release, entity_id: str) -> Iterator[str]:
    """Lines about others with the same name or one like it, and who lists them."""
    told = release._by_id
    named = spellings(*map(release._rows, ("officials", "parties", "names")))
    for other in namesakes(named).get(entity_id, ()):
        listings = told.standing(told.by("sanctions", "target_id").get(other, ()))
        by = sorted({told.label(row["authority_id"]) for row in listings})
        listed = f", listed by {', '.join(by)}" if by else ""
        yield f"Somebody else has the same name, or one like it: {told.label(other)} ({other}){listed}."


def _dossier(dossier: dict[str, Any]) -> Iterator[str]:
    for table, rows in dossier["rows"].items():
        yield f"\n{table}"
        for row in rows:
            row_id, *_ = row.values()
            yield f"  {row_id}"
            for name, value in row.items():
                if fact := dossier["facts"].get(f"{row_id}/{name}"):
                    who = {item["asserted_by"] for item in fact["evidence"] if item["stance"] == "asserts"}
                    mark = fact["support"] + (", disputed" if fact["disputed"] else "")
                    hedges = {item.get("hedge", "none") for item in fact["evidence"] if item["stance"] == "asserts"}
                    mode = "/".join(fact["modalities"])
                    mode += "" if "none" in hedges else "".join(f", {held_back(hedge)}" for hedge in sorted(hedges))
                    yield f"    {name}: {value}  [{mark}; {mode}; {', '.join(sorted(who))}]"


def _listings(told: Told, entity_id: str) -> Iterator[str]:
    """The reasons for each listing of somebody."""
    for row in told.by("sanctions", "target_id").get(entity_id, ()):
        yield f"\n{_title(told, row['sanction_id'])} ({row['sanction_id']})"
        yield from _listing(told, row["sanction_id"])


def _in_time(release: Release, row_id: str) -> list[Record]:
    return [{name: row[name] for name in _AT} for row in entries(release._by_id, row_id)]


def _timeline(rows: Iterable[Record]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if not number:
            yield "\ntimeline"
        said = " ".join(str(row[name]) for name in ("what", "with_id", "said") if row[name])
        yield f"  {row['date'] or 'no date'}  {said}  [{row['row_id']}]"


def _listing(told: Told, listing_id: str) -> Iterator[str]:
    row = told.row_in(listing_id, "sanctions")
    ended = f", delisted {after(row['delisted'], 'on')}" if row["delisted"] else ""
    if seen := told.last_seen(row):
        ended = f", last seen {when(str(seen))}; no later list held here shows whether it still stands"
    yield f"  listed {after(row['listed'], 'on')}{ended}; {GROUNDS[ground([row])]}"
    found = [*lines(told.by_listing.get(listing_id, ()), told.rows, told.label, told.published)]
    yield "  listed for:" if found else "  the release does not have the text of its entry"
    for said, who, reasons in found:
        yield f"    {said}"
        yield f"      [{who}; {reasons[0]['row_id']}]"


def _title(told: Told, row_id: str) -> str:
    table, row = told.rows[row_id]
    columns = [column.name for column in MODELS[table].columns() if column.references]
    return MODELS[table].caption(row, {name: told.label(row[name]) for name in columns if isinstance(row[name], str)})


def _part(told: Told, row: Record) -> str:
    how = ", ".join(filter(None, (row["part"], row["basis"], row["standing"]))).replace("_", " ")
    posts = f"; {row['posts']}" if row["posts"] else ""
    return f"{how}: {row['name']} ({row['entity_id']}): {row['title']}  [{_who(told, row)}{posts}]"


def _statement(told: Told, row: Record) -> str:
    made = f", {when(row['made'])}" if row["made"] else ""
    who = said_by(", ".join(map(told.label, row["asserted_by"])), "/".join(row["modalities"]))
    return f"{told.label(row['speaker_id'])} {row['kind'].replace('_', ' ')}: {row['gist']}{made}  [{who}]"


def _listed(told: Told, row: Record) -> str:
    how = ", ".join(filter(None, (row["part"], row["basis"]))).replace("_", " ") or "no part is given"
    how = ", ".join(filter(None, (how, held_back(row["hedge"]))))
    by = f"by {told.label(row['authority_id'])}, {after(row['listed'], 'on')}"
    return f"{row['name']} {by}: {row['title']} ({how})  [{row['sanction_id']}]"


def _person(told: Told, row: Record) -> str:
    is_post = row["what"] == "post"
    dated = between(row["date"], row["ended"]) if is_post else when(row["date"]) if row["date"] else ""
    times = ", ".join(filter(None, (dated, row["documented"])))
    how = f" ({row['basis'].replace('_', ' ')})" if row["basis"] else ""
    return f"{row['name']}: {row['what']}{how}: {row['said']}{f', {times}' if times else ''}  [{_who(told, row)}]"


def _who(told: Told, row: Record) -> str:
    return said_by(told.label(row["asserted_by"]), row["modality"], hedge=row["hedge"])
