"""A check of a release: a claim held against the record, with the answers and the rows that show them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mostanad.loader.as_of import in_force_on_some_day
from mostanad.loader.check_text import as_markdown, as_text
from mostanad.loader.frames import convert

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from mostanad.loader.release import Release

Record = dict[str, Any]
_TEXT = re.compile(r"'(?:[^']|'')*'")


class CheckNotFound(KeyError):
    """There is no such check in the release, or none at all."""


@dataclass(frozen=True)
class CheckedClaim:
    """The claim that a check is about: who says what, and where.

    Attributes:
        claim_id: the claim.
        asserted_by: who says so, as an id; ``asserter``: the name.
        published_by: who publishes it, as an id; ``publisher``: the name.
        source_id, title, published: the document, its title, and when it was published (EDTF; None: not known).
        source_url, source_sha256: where it is to be had, and its hash.
        selector, passage_sha256: the place in it, and its hash.
        modality, stance: how the asserter puts it, and for or against the row.
        table: the table of the row that is claimed.
        row: that row.
        fields: the cells of it that the claim is about.
    """

    claim_id: str
    asserted_by: str
    asserter: str
    published_by: str
    publisher: str
    source_id: str
    title: str
    published: str | None
    source_url: str | None
    source_sha256: str
    selector: str
    passage_sha256: str
    modality: str
    stance: str
    table: str
    row: Record
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """A listing that could be in force on the day of a check.

    Attributes:
        sanction: its row of ``sanctions``.
        authority: the authority's name.
        programme: the programme's code; None: the sources do not show it.
        in_force: ``yes``, or ``unsure``.
        evidence: rows of ``evidence``, one for each claim on the listing.
    """

    sanction: Record
    authority: str
    programme: str | None
    in_force: str
    evidence: tuple[Record, ...]


@dataclass(frozen=True)
class CheckAnswer:
    """The answer for one person or thing, and what in the record shows it.

    Attributes:
        item_id: the row of ``check_items``.
        entity_id: who or what is asked about; ``entity``: the name.
        authority_id: the authority asked about, or None; ``authority``: its name.
        answer: ``yes``, ``no`` or ``unsure``.
        note: a remark, or None.
        listings: if the question is about sanctions: those of the entity, by the authority if one is named, that could
            be in force on the day for which it is asked. The question may be about some of them only: a listing in
            force beside the answer ``no`` is one that the reading does not count.
    """

    item_id: str
    entity_id: str
    entity: str
    authority_id: str | None
    authority: str | None
    answer: str
    note: str | None
    listings: tuple[Listing, ...]


@dataclass(frozen=True)
class Check:
    """A claim held against the record; made by :meth:`Release.check`. Prints as text.

    Attributes:
        check_id: the check.
        version: the version of the release.
        claim: the claim that is checked.
        reading: how its words are taken.
        question: the question put to the record.
        query: the question in SQL, to be run on the tables of the release.
        as_of: the day for which it is asked (EDTF).
        verdict: ``supported``, ``contradicted``, ``partly`` or ``undecidable``.
        needs: what document would decide it, or None.
        note: a remark, or None.
        items: the answers.
    """

    check_id: str
    version: str
    claim: CheckedClaim
    reading: str
    question: str
    query: str
    as_of: str
    verdict: str
    needs: str | None
    note: str | None
    items: tuple[CheckAnswer, ...]

    def to_pandas(self) -> pd.DataFrame:
        """The answers as a data frame, a row each.

        Its columns are those of :class:`CheckAnswer`, and in the place of ``listings``: ``sanction_ids``,
        ``programmes``, ``listed``, ``delisted`` (EDTF) and ``in_force``, lists with an item for each listing.
        """
        import pyarrow as pa

        rows = [_flat(item) for item in self.items]
        lists = ("sanction_ids", "programmes", "listed", "delisted", "in_force")
        names = ("item_id", "entity_id", "entity", "authority_id", "authority", "answer", "note")
        schema = [(name, pa.string()) for name in names] + [(name, pa.list_(pa.string())) for name in lists]
        frame: pd.DataFrame = convert(pa.Table.from_pylist(rows, schema=pa.schema(schema)), "pandas")
        return frame

    def to_dict(self) -> Record:
        """All of it as JSON has it: dictionaries and lists, days as text."""
        plain: Record = _plain(asdict(self))
        return plain

    def to_markdown(self) -> str:
        """All of it as a page of Markdown."""
        return as_markdown(self)

    def __str__(self) -> str:
        return as_text(self)


def look_up(release: Release, check_id: str) -> Check:
    """The check of a release with this id.

    Raises:
        CheckNotFound: if there is none; the message lists those there are.
        KeyError: if the release is damaged: it lacks a table, or a row to which the check leads.
    """
    row = _row(release, check_id)
    return Check(
        version=release.version,
        claim=_claim(release, row["claim_id"]),
        items=_Record.of(release, row).answers(),
        **{
            name: row[name]
            for name in ("check_id", "reading", "question", "query", "as_of", "verdict", "needs", "note")
        },
    )


def _row(release: Release, check_id: str) -> Record:
    rows = release.load("checks", "records") if "checks" in release.tables() else []
    if not rows:
        raise CheckNotFound(f"release {release.version} has no checks")
    for row in rows:
        if row["check_id"] == check_id:
            return dict(row)
    known = ", ".join(row["check_id"] for row in rows)
    if not check_id:
        raise CheckNotFound(f"name a check; in release {release.version} there are {known}")
    raise CheckNotFound(f"no check {check_id!r} in release {release.version}; there are {known}")


def _claim(release: Release, claim_id: str) -> CheckedClaim:
    claim = _only(release, "claims", "claim_id", claim_id)[0]
    evidence = _only(release, "evidence", "claim_id", claim_id)[0]  # it says who asserts, defaults resolved
    source = _only(release, "sources", "source_id", evidence["source_id"])[0]
    names = _names(release)
    table, row = _target(release, claim["target_id"])
    same = ("source_id", "source_url", "source_sha256", "selector", "passage_sha256", "modality", "stance")
    return CheckedClaim(
        claim_id=claim_id,
        asserted_by=evidence["asserted_by"],
        asserter=_named(names, evidence["asserted_by"]),
        published_by=evidence["published_by"],
        publisher=_named(names, evidence["published_by"]),
        title=source["title"],
        published=source["published"],
        table=table,
        row=row,
        fields=tuple(claim["fields"]),
        **{name: evidence[name] for name in same},
    )


def _target(release: Release, row_id: str) -> tuple[str, Record]:
    """A row by its id: all tables share one space of ids, and the first column of each is its key."""
    facts = _only(release, "facts", "row_id", row_id, needed=False)
    for name in (facts[0]["table_name"],) if facts else ("officials", "parties"):  # their names are no facts
        key = release.load(name, "arrow").column_names[0]
        found = _only(release, name, key, row_id, needed=False)
        if found:
            return name, found[0]
    raise KeyError(f"release {release.version} has no row {row_id!r}, to which a check leads; run `mostanad verify`")


def _only(release: Release, table: str, column: str, value: str, needed: bool = True) -> list[Record]:
    """The rows of a table with this cell; KeyError if they are needed and there are none."""
    import pyarrow.compute as pc

    whole: pa.Table = release.load(table, "arrow")
    found: list[Record] = whole.filter(pc.equal(whole[column], value)).to_pylist()
    if needed and not found:
        where = f"release {release.version} has no {column} {value!r} in {table}"
        raise KeyError(f"{where}, to which a check leads; run `mostanad verify`")
    return found


def _names(release: Release) -> dict[str, str]:
    """The names of all officials and parties: our labels."""
    named: dict[str, str] = {}
    for table, key in (("officials", "official_id"), ("parties", "party_id")):
        named |= {row[key]: row["name"] for row in release.load(table, "records")}
    return named


def _named(names: dict[str, str], entity_id: str) -> str:
    """The name; of somebody who has none, the id."""
    return names.get(entity_id) or entity_id


@dataclass(frozen=True)
class _Record:
    """What the answers of one check are shown with.

    Attributes:
        items: the rows of ``check_items``.
        names: the names of officials and parties.
        listings: the listings that could be in force; none if the question is not about sanctions.
    """

    items: list[Record]
    names: dict[str, str]
    listings: tuple[Listing, ...]

    @classmethod
    def of(cls, release: Release, check: Record) -> _Record:
        """Gather it."""
        items = _only(release, "check_items", "check_id", check["check_id"], needed=False)
        names = _names(release)
        # A listing says nothing about a question that is about something else.
        about_sanctions = re.search(r"\bsanctions\b", _TEXT.sub("", check["query"]), re.IGNORECASE)
        found = _listings(release, check, items, names) if about_sanctions else ()
        return cls(items, names, found)

    def answers(self) -> tuple[CheckAnswer, ...]:
        """The answers, in the order of the table."""
        return tuple(self._answer(item) for item in self.items)

    def _answer(self, item: Record) -> CheckAnswer:
        entity, authority = item["entity_id"], item["authority_id"]
        return CheckAnswer(
            item_id=item["item_id"],
            entity_id=entity,
            entity=_named(self.names, entity),
            authority_id=authority,
            authority=None if authority is None else _named(self.names, authority),
            answer=item["answer"],
            note=item["note"],
            listings=tuple(
                listing
                for listing in self.listings
                if listing.sanction["target_id"] == entity and authority in (None, listing.sanction["authority_id"])
            ),
        )


def _listings(release: Release, check: Record, items: list[Record], names: dict[str, str]) -> tuple[Listing, ...]:
    """The listings of those asked about that could be in force on the day, in order of their begin."""
    import pyarrow as pa
    import pyarrow.compute as pc

    targets = pa.array(sorted({item["entity_id"] for item in items}), pa.string())
    whole: pa.Table = release.load("sanctions", "arrow")
    concerned = whole.filter(pc.is_in(whole["target_id"], targets))
    rows: list[Record] = in_force_on_some_day(concerned, check["as_of_min"], check["as_of_max"]).to_pylist()
    rows.sort(key=lambda row: (row["listed_min"] or dt.date.max, row["sanction_id"]))
    codes = {row["programme_id"]: row["code"] for row in release.load("programmes", "records")}
    evidence = _evidence(release, [row["sanction_id"] for row in rows])
    return tuple(
        Listing(
            sanction={name: value for name, value in row.items() if name != "in_force"},
            authority=_named(names, row["authority_id"]),
            programme=codes.get(row["programme_id"]),
            in_force=row["in_force"],
            evidence=tuple(evidence.get(row["sanction_id"], {}).values()),
        )
        for row in rows
    )


def _evidence(release: Release, row_ids: list[str]) -> dict[str, dict[str, Record]]:
    """The evidence of rows, one row for each claim."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole: pa.Table = release.load("evidence", "arrow")
    of_row = pc.list_element(pc.split_pattern(whole["fact_id"], "/"), 0)
    chosen = whole.filter(pc.is_in(of_row, pa.array(row_ids, pa.string())))
    found: dict[str, dict[str, Record]] = {}
    for row in chosen.to_pylist():
        found.setdefault(row["fact_id"].partition("/")[0], {}).setdefault(row["claim_id"], row)
    return found


def _flat(item: CheckAnswer) -> Record:
    cells = {name: value for name, value in vars(item).items() if name != "listings"}
    rows = [listing.sanction for listing in item.listings]
    return cells | {
        "sanction_ids": [row["sanction_id"] for row in rows],
        "programmes": [listing.programme for listing in item.listings],
        "listed": [row["listed"] for row in rows],
        "delisted": [row["delisted"] for row in rows],
        "in_force": [listing.in_force for listing in item.listings],
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value
