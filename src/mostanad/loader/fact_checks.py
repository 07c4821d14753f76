"""A check of a release: a claim held against the record, with the answers and the rows that show them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from mostanad.files.queries import RELEASED, read_queries
from mostanad.loader.frames import convert
from mostanad.loader.tables import Record, Tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


#: Tables whose rows may lack facts.
_WITHOUT_FACTS = ("officials", "parties", "passages")
_VERIFY = "to which a check leads; run `mostanad verify`"


class CheckNotFound(KeyError):
    """There is no such check in the release, or none at all."""


@dataclass(frozen=True)
class ShownRow:
    """A row of the record that shows an answer.

    Attributes:
        row_id: its id.
        table: its table.
        row: the row, by column; of a passage also when its document was ``published``, of an estimate without a number
            the words that are ``stated`` for it.
        labels: by column, the name, title or code of what the row refers to there; its id, if it has none.
        evidence: rows of ``evidence``, one for each claim on the row.
        in_force: of a row that lasts, whether it was in force on the day of the check: ``yes``, ``unsure`` or ``no``.
        later: of such a row, whether it surely began after that day.
        documented: of such a row without an end, until when documents show it, in words.
    """

    row_id: str
    table: str
    row: Record
    labels: dict[str, str]
    evidence: tuple[Record, ...]
    in_force: str | None = None
    later: bool = False
    documented: str = ""


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
class CheckAnswer:
    """The answer for one person or thing, and what in the record shows it.

    Attributes:
        item_id: the row of ``fact_check_answers``.
        entity_id: who or what is asked about; ``entity``: the name.
        authority_id: the authority asked about, or None; ``authority``: its name.
        answer: ``yes``, ``no`` or ``unsure``.
        note: a remark, or None.
        rows: the rows of the record that show the answer, as the query names them, each with its evidence. Rows beside
            ``no`` or ``unsure`` show why it is not ``yes``.
    """

    item_id: str
    entity_id: str
    entity: str
    authority_id: str | None
    authority: str | None
    answer: str
    note: str | None
    rows: tuple[ShownRow, ...]

    @property
    def shown(self) -> str:
        """What the rows say, in words; an empty text if there are none."""
        from mostanad.loader.answer_words import words

        return words(self)


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
        verdict: ``supported``, ``contradicted``, ``partly``, ``missing_context`` or ``undecidable``.
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

        Its columns are those of :class:`CheckAnswer`, and in the place of ``rows``: ``shown_by``, a list of their ids,
        and ``shown``, what they say in words.
        """
        import pyarrow as pa

        names = ("item_id", "entity_id", "entity", "authority_id", "authority", "answer", "note", "shown")
        rows = [
            {name: getattr(item, name) or None for name in names}
            | {"shown_by": sorted(shown.row_id for shown in item.rows)}
            for item in self.items
        ]
        schema = [(name, pa.string()) for name in names]
        schema.insert(-1, ("shown_by", pa.list_(pa.string())))
        frame: pd.DataFrame = convert(pa.Table.from_pylist(rows, schema=pa.schema(schema)), "pandas")
        return frame

    def to_dict(self) -> Record:
        """All of it as JSON has it: dictionaries and lists, days as text."""
        found: Record = json.loads(json.dumps(asdict(self), default=str), parse_float=_number)
        return found

    def to_markdown(self) -> str:
        """All of it as a page of Markdown."""
        from mostanad.loader.fact_check_text import as_markdown

        return as_markdown(self)

    def __str__(self) -> str:
        from mostanad.loader.fact_check_text import as_text

        return as_text(self)


def look_up(release: Tables, path: Path, check_id: str) -> Check:
    """A check of the release that lies at ``path``; a CheckNotFound, or a KeyError if the release is damaged."""
    checks = release._rows("fact_checks") if "fact_checks" in release.tables() else []
    if not checks:
        raise CheckNotFound(f"release {release.version} has no checks")
    row = next((row for row in checks if row["check_id"] == check_id), None)
    if row is None:
        known = f"there are {', '.join(one['check_id'] for one in checks)}"
        where = f"in release {release.version}"
        raise CheckNotFound(f"no check {check_id!r} {where}; {known}" if check_id else f"name a check; {where} {known}")
    texts = read_queries(path, RELEASED).texts
    if check_id not in texts:
        raise KeyError(f"the release is damaged: it lacks {RELEASED}/{check_id}.sql")
    labels = release._labels(("officials", "parties"))
    same = ("check_id", "reading", "question", "as_of", "verdict", "needs", "note")
    return Check(
        version=release.version,
        claim=_claim(release, row["claim_id"], labels),
        items=_answers(release, row, labels),
        query=texts[check_id].removesuffix("\n"),
        **{name: row[name] for name in same},
    )


def _claim(release: Tables, claim_id: str, labels: dict[str, str]) -> CheckedClaim:
    claim = _only(release, "claims", "claim_id", claim_id)
    evidence = _only(release, "evidence", "claim_id", claim_id)  # it says who asserts, defaults resolved
    source = _only(release, "sources", "source_id", evidence["source_id"])
    ((table, row),) = _rows_of(release, [claim["target_id"]]).values()
    same = ("asserted_by", "published_by", "source_id", "source_url", "source_sha256", "selector", "passage_sha256")
    return CheckedClaim(
        claim_id=claim_id,
        asserter=labels.get(evidence["asserted_by"]) or evidence["asserted_by"],
        publisher=labels.get(evidence["published_by"]) or evidence["published_by"],
        title=source["title"],
        published=source["published"],
        table=table,
        row=row,
        fields=tuple(claim["fields"]),
        **{name: evidence[name] for name in (*same, "modality", "stance")},
    )


def _answers(release: Tables, check: Record, labels: dict[str, str]) -> tuple[CheckAnswer, ...]:
    items = release._where("fact_check_answers", "check_id", [check["check_id"]])
    cited = sorted({row_id for item in items for row_id in item["shown_by"] or ()})
    rows = _shown_rows(release, cited, (check["as_of_min"], check["as_of_max"]))
    same = ("item_id", "entity_id", "authority_id", "answer", "note")
    return tuple(
        CheckAnswer(
            entity=labels.get(item["entity_id"]) or item["entity_id"],
            authority=labels.get(item["authority_id"] or "", item["authority_id"]),
            rows=tuple(shown for row_id, shown in rows.items() if row_id in (item["shown_by"] or ())),
            **{name: item[name] for name in same},
        )
        for item in items
    )


def _shown_rows(release: Tables, row_ids: list[str], days: tuple[dt.date, dt.date]) -> dict[str, ShownRow]:
    """Rows of any tables in the order of the days of which they speak; the check is of a day between two."""
    from mostanad.evidence.spans import in_force
    from mostanad.models import TABLES
    from mostanad.models.words import documented

    found = _rows_of(release, row_ids)
    references = {
        table: {column.name: column.references for column in TABLES[table].columns() if column.references}
        for table, _ in found.values()
    }
    targets = {target for columns in references.values() for column in columns.values() for target in column}
    labels = release._labels(sorted(targets & set(release.tables())))
    shown = {}
    for row_id, (table, row) in sorted(found.items(), key=_order):
        claims: dict[str, Record] = {}
        evidence = [one for item in release._evidenced.get(row_id, ()) for one in item.evidence]
        for one in sorted(evidence, key=lambda one: str(one["evidence_id"])):
            claims.setdefault(one["claim_id"], one)
        named = {column: labels.get(row[column]) or row[column] for column in references[table] if row[column]}
        if table == "estimates":
            said = (one["as_stated"] for item in release._evidenced.get(row_id, ()) for one in item.evidence
                    if item.fact["field"] == "comparator")  # fmt: skip
            row["stated"] = next(filter(None, said), None)
        if table == "passages":
            row["published"] = _only(release, "sources", "source_id", row["source_id"])["published"]
        shown[row_id] = ShownRow(row_id, table, row, named, tuple(claims.values()))
        if (span := release._spans.get(row_id)) and (times := TABLES[table].words().lasting):
            later = bool(span["earliest"]) and span["earliest"] > days[1]
            known = "" if row[times[1]] else documented(span)
            lasted = in_force(span, *days)
            shown[row_id] = replace(shown[row_id], in_force=lasted, later=later, documented=known)
    return shown


def _rows_of(release: Tables, row_ids: list[str]) -> dict[str, tuple[str, Record]]:
    """The table and the row of each id: all tables share one space of ids. A KeyError if there is no such row."""
    facts = release._where("facts", "row_id", row_ids)
    tables = {fact["row_id"]: fact["table_name"] for fact in facts}
    rows: dict[str, tuple[str, Record]] = {}
    for table in sorted({*tables.values(), *_WITHOUT_FACTS}) if row_ids else ():
        if named := [row_id for row_id in row_ids if tables.get(row_id, table) == table]:
            key = release._read(table).column_names[0]
            rows |= {row[key]: (table, row) for row in release._where(table, key, named)}
    for row_id in row_ids:
        if row_id not in rows:
            raise KeyError(f"release {release.version} has no row {row_id!r}, {_VERIFY}")
    return rows


def _only(release: Tables, table: str, column: str, value: str) -> Record:
    """The first row of a table with this cell; KeyError if there is none."""
    for row in release._where(table, column, [value]):
        return dict(row)
    raise KeyError(f"release {release.version} has no {column} {value!r} in {table}, {_VERIFY}")


def _order(item: tuple[str, tuple[str, Record]]) -> tuple[str, dt.date, float, str]:
    from mostanad.models import TABLES

    row_id, (table, row) = item
    days = [row[f"{name}_min"] for name in (TABLES[table].words().times or ())[:1] if row[f"{name}_min"] is not None]
    number = (row["value"] or 0.0) if table == "estimates" else 0.0
    return table, min(days, default=dt.date.max), number, row_id


def _number(text: str) -> float:
    """A number as JSON has it: a whole one without its point."""
    return int(float(text)) if float(text).is_integer() else float(text)
