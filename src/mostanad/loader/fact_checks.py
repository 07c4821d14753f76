"""Fact checks of a release: a claim compared with the record, the answers, and the rows that show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

from mostanad.files.grouping import grouped, keyed
from mostanad.files.queries import RELEASED, read_queries
from mostanad.loader.tables import Record

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from mostanad.loader.reasons import Told

_VERIFY = "which a check refers to; run `mostanad verify`"


class CheckNotFound(KeyError):
    """The release has no such check, or no checks at all."""


@dataclass(frozen=True)
class ShownRow:
    """A row of the record that shows an answer.

    Attributes:
        row_id: its id.
        table: its table.
        row: the row, by column. A passage also has ``published``, the date of its document; an estimate also has
            ``stated``, its wording in the source, if that is recorded.
        labels: by column, the name, title or code of the row that it refers to, or the id if there is none.
        evidence: rows of ``evidence``, one for each claim on the row.
        in_force: for a row that lasts, whether it was in force on the day of the check: ``yes``, ``unsure`` or ``no``.
        later: whether such a row certainly began after that day.
        documented: in words, until when documents show such a row that has no end.
        printed: for a listing that may be older than the law of its programme, the date of the last list with both.
    """

    row_id: str
    table: str
    row: Record
    labels: dict[str, str]
    evidence: tuple[Record, ...]
    in_force: str | None = None
    later: bool = False
    documented: str = ""
    printed: str = ""


@dataclass(frozen=True)
class CheckedClaim:
    """The claim that a check is about: its asserter, document and passage.

    Attributes:
        claim_id: the id of the claim.
        asserted_by: the id of its asserter; ``asserter``: the name.
        published_by: the id of its publisher; ``publisher``: the name.
        source_id, title, published: the document, its title, and its publication date (EDTF; None if unknown).
        source_url, source_sha256: the URL of the document, and its hash.
        selector, passage_sha256: the passage in the document, and its hash.
        modality, stance: how the asserter puts it, and whether for or against the row.
        table: the table of the row that is claimed.
        row: that row.
        fields: the columns of the row that the claim is about.
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
    """The answer about one person or thing, and the rows that show it.

    Attributes:
        item_id: the id of the row of ``fact_check_answers``.
        entity_id: the person or thing in question; ``entity``: the name.
        authority_id: the authority in question, or None; ``authority``: its name.
        answer: ``yes``, ``no`` or ``unsure``.
        note: a remark, or None.
        rows: the rows that the query names for the answer, each with its evidence. With ``no`` or ``unsure``, they show
            why the answer is not ``yes``.
        is_claimant: for a number, whether the entity or its camp makes the claim, and so is no witness for it.
    """

    item_id: str
    entity_id: str
    entity: str
    authority_id: str | None
    authority: str | None
    answer: str
    note: str | None
    rows: tuple[ShownRow, ...]
    is_claimant: bool = False

    @property
    def shown(self) -> str:
        """The rows in words; empty if there are none."""
        from mostanad.loader.fact_check_text import words

        return words(self)


@dataclass(frozen=True)
class Check:
    """A claim compared with the record; made by :meth:`Release.check`. Prints as text.

    Attributes:
        check_id: the id of the check.
        version: the version of the release.
        claim: the claim that is checked.
        reading: how the words of the claim are understood.
        question: the question put to the record.
        query: the question in SQL, to run on the tables of the release.
        as_of: the day that the question is about (EDTF).
        verdict: ``supported``, ``contradicted``, ``partly``, ``missing_context`` or ``undecidable``.
        needs: the document that would decide it, or None.
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
        """The answers as a data frame, one row each.

        The columns are those of :class:`CheckAnswer`, without ``is_claimant``. Instead of ``rows`` it has ``shown_by``,
        a list of their ids, and ``shown``, their content in words.
        """
        import pandas as pd

        names = ("item_id", "entity_id", "entity", "authority_id", "authority", "answer", "note")
        own = ([getattr(item, name) for name in names] for item in self.items)
        shown = ([sorted(row.row_id for row in item.rows), item.shown or None] for item in self.items)
        rows = [cells + more for cells, more in zip(own, shown, strict=True)]
        return pd.DataFrame(rows, columns=[*names, "shown_by", "shown"])

    def to_dict(self) -> Record:
        """The check as JSON values: dictionaries and lists, with days as text."""
        from mostanad.loader.dossier import plain

        return plain(asdict(self))  # type: ignore[no-any-return]

    def to_markdown(self) -> str:
        """The check as a page of Markdown."""
        from mostanad.loader.fact_check_text import as_markdown

        return as_markdown(self)

    def __str__(self) -> str:
        from mostanad.loader.fact_check_text import as_text

        return as_text(self)


def look_up(told: Told, folder: Path, check_id: str) -> Check:
    """A check of the release in a folder. Raises CheckNotFound, or KeyError if the release is damaged."""
    release = told.release
    checks = keyed(release._rows_if_any("fact_checks"))
    if not checks:
        raise CheckNotFound(f"release {release.version} has no checks")
    if check_id not in checks:
        wrong = f"no check {check_id!r} in release {release.version}" if check_id else "name a check"
        raise CheckNotFound(f"{wrong}; checks: {', '.join(checks)}")
    texts = read_queries(folder, RELEASED).texts
    if check_id not in texts:
        raise KeyError(f"the release is damaged: it lacks {RELEASED}/{check_id}.sql")
    row, claim = checks[check_id], _claim(told, checks[check_id]["claim_id"])
    same = ("check_id", "reading", "question", "as_of", "verdict", "needs", "note")
    shared = {name: row[name] for name in same} | {"query": texts[check_id].removesuffix("\n")}
    return Check(version=release.version, claim=claim, items=_answers(told, row, claim), **shared)


def _claim(told: Told, claim_id: str) -> CheckedClaim:
    claim = _only(told, "claims", "claim_id", claim_id)
    evidence = _only(told, "evidence", "claim_id", claim_id)  # it has the asserter, with defaults resolved
    source = _only(told, "sources", "source_id", evidence["source_id"])
    table, row = _row(told, claim["target_id"])
    own: Record = {"claim_id": claim_id, "table": table, "row": row, "fields": tuple(claim["fields"])}
    own |= {"asserter": told.label(evidence["asserted_by"]), "publisher": told.label(evidence["published_by"])}
    given = evidence | source | own
    return CheckedClaim(**{field.name: given[field.name] for field in fields(CheckedClaim)})


def _answers(told: Told, check: Record, claim: CheckedClaim) -> tuple[CheckAnswer, ...]:
    said = told.release._where("evidence", "claim_id", [claim.claim_id])
    # The asserters of the claim, its counter if it is a number, and their camps.
    claimants = {claim.row.get("counted_by"), *(one[name] for one in said for name in ("asserted_by", "camp"))} - {None}
    items = told.release._where("fact_check_answers", "check_id", [check["check_id"]])
    cited = {row_id for item in items for row_id in item["shown_by"] or ()}
    days = (check["as_of_min"], check["as_of_max"])
    rows = sorted((_shown(told, row_id, days) for row_id in cited), key=_order)
    numbers = [shown for shown in rows if shown.table == "estimates"]
    own = {shown.row["counted_by"] for shown in numbers} & claimants
    own |= {one["asserted_by"] for shown in numbers for one in shown.evidence if one["camp"] in claimants}
    same = ("item_id", "entity_id", "authority_id", "answer", "note")
    return tuple(
        CheckAnswer(
            entity=told.label(item["entity_id"]),
            authority=item["authority_id"] and told.label(item["authority_id"]),
            rows=tuple(shown for shown in rows if shown.row_id in (item["shown_by"] or ())),
            is_claimant=item["entity_id"] in own,
            **{name: item[name] for name in same},
        )
        for item in items
    )


def _shown(told: Told, row_id: str, days: tuple[dt.date, dt.date]) -> ShownRow:
    """A row of any table, for a check of a day between the two in ``days``."""
    from mostanad.evidence.spans import in_force
    from mostanad.models import TABLES
    from mostanad.models.words import documented

    table, row = _row(told, row_id)
    evidence = [one for item in told.release._evidenced(row_id) for one in item.evidence]
    by_claim = grouped(sorted(evidence, key=lambda one: str(one["evidence_id"])), lambda one: one["claim_id"])
    references = [column.name for column in TABLES[table].columns() if column.references and row[column.name]]
    labels = {name: told.label(row[name]) for name in references}
    if table == "estimates":
        said = (one["as_stated"] for one in evidence if one["fact_id"].endswith("/comparator"))
        row["stated"] = next(filter(None, said), None)
    if table == "passages":
        source = _only(told, "sources", "source_id", row["source_id"])
        labels["source_id"], row["published"] = source["title"], source["published"]
    shown = ShownRow(row_id, table, row, labels, tuple(claims[0] for claims in by_claim.values()))
    if (span := told.release._days.get(row_id)) and (times := TABLES[table].words().lasting):
        later = bool(span["earliest"]) and span["earliest"] > days[1]
        known = "" if row[times[1]] else documented(row[times[0]], span)
        shown = replace(shown, in_force=in_force(span, *days), later=later, documented=known)
    if row_id in told.older_than_law:
        lists = (told.published[one["source_id"]] for one in evidence if one["fact_id"].endswith("/programme_id"))
        return replace(shown, printed=max(filter(None, lists), default=""))
    return shown


def _row(told: Told, row_id: str) -> tuple[str, Record]:
    """The table and row of an id, which is unique across tables. Raises KeyError if there is no such row."""
    table, row = told.rows.get(row_id) or ("passages", _only(told, "passages", "passage_id", row_id))
    return table, dict(row)


def _only(told: Told, table: str, column: str, value: str) -> Record:
    """The first row with this value in a column. Raises KeyError if there is none."""
    if found := told.release._where(table, column, [value]):
        return found[0]
    raise KeyError(f"release {told.release.version} has no row {value!r}, {_VERIFY}")


def _order(shown: ShownRow) -> tuple[str, dt.date, float, str]:
    """A sort key: the table, then the first day, the number and the id."""
    from mostanad.models import TABLES

    row = shown.row
    days = [row[f"{name}_min"] for name in (TABLES[shown.table].words().times or ())[:1]]
    number = (row["value"] or 0.0) if shown.table == "estimates" else 0.0
    return shown.table, min(filter(None, days), default=dt.date.max), number, shown.row_id
