"""A check of a release: a claim held against the record, with the answers and the rows that show them."""

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
        printed: of a listing that can be older than the law of its programme, the day of the last list that shows both.
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
        is_claimant: whether who is asked for a number makes the claim, or is of the same camp: no witness of it.
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
        """What the rows say, in words; an empty text if there are none."""
        from mostanad.loader.fact_check_text import words

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
        import pandas as pd

        names = ("item_id", "entity_id", "entity", "authority_id", "authority", "answer", "note", "shown")
        frame = pd.DataFrame([[getattr(item, name) or None for name in names] for item in self.items], columns=names)
        frame.insert(7, "shown_by", [sorted(shown.row_id for shown in item.rows) for item in self.items])
        return frame

    def to_dict(self) -> Record:
        """All of it as JSON has it: dictionaries and lists, days as text."""
        from mostanad.loader.dossier import plain

        return plain(asdict(self))  # type: ignore[no-any-return]

    def to_markdown(self) -> str:
        """All of it as a page of Markdown."""
        from mostanad.loader.fact_check_text import as_markdown

        return as_markdown(self)

    def __str__(self) -> str:
        from mostanad.loader.fact_check_text import as_text

        return as_text(self)


def look_up(told: Told, folder: Path, check_id: str) -> Check:
    """A check of the release in a folder; a CheckNotFound, or a KeyError if the release is damaged."""
    release = told.release
    checks = keyed(release._rows_if_any("fact_checks"))
    if not checks:
        raise CheckNotFound(f"release {release.version} has no checks")
    if check_id not in checks:
        known, where = f"there are {', '.join(checks)}", f"in release {release.version}"
        raise CheckNotFound(f"no check {check_id!r} {where}; {known}" if check_id else f"name a check; {where} {known}")
    texts = read_queries(folder, RELEASED).texts
    if check_id not in texts:
        raise KeyError(f"the release is damaged: it lacks {RELEASED}/{check_id}.sql")
    row, claim = checks[check_id], _claim(told, checks[check_id]["claim_id"])
    same = ("check_id", "reading", "question", "as_of", "verdict", "needs", "note")
    shared = {name: row[name] for name in same} | {"query": texts[check_id].removesuffix("\n")}
    return Check(version=release.version, claim=claim, items=_answers(told, row, claim), **shared)


def _claim(told: Told, claim_id: str) -> CheckedClaim:
    claim = _only(told, "claims", "claim_id", claim_id)
    evidence = _only(told, "evidence", "claim_id", claim_id)  # it says who asserts, defaults resolved
    source = _only(told, "sources", "source_id", evidence["source_id"])
    table, row = _row(told, claim["target_id"])
    own: Record = {"claim_id": claim_id, "table": table, "row": row, "fields": tuple(claim["fields"])}
    own |= {"asserter": told.label(evidence["asserted_by"]), "publisher": told.label(evidence["published_by"])}
    given = evidence | source | own
    return CheckedClaim(**{field.name: given[field.name] for field in fields(CheckedClaim)})


def _answers(told: Told, check: Record, claim: CheckedClaim) -> tuple[CheckAnswer, ...]:
    said = told.release._where("evidence", "claim_id", [claim.claim_id])
    # Who makes the claim, whose number it is if it is one, and their camp.
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
    """A row of any table, for a check of a day between two."""
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
    """The table and the row of an id: all tables share one space of ids. A KeyError if there is no such row."""
    table, row = told.rows.get(row_id) or ("passages", _only(told, "passages", "passage_id", row_id))
    return table, dict(row)


def _only(told: Told, table: str, column: str, value: str) -> Record:
    """The first row of a table with this cell; KeyError if there is none."""
    if found := told.release._where(table, column, [value]):
        return found[0]
    raise KeyError(f"release {told.release.version} has no row {value!r}, {_VERIFY}")


def _order(shown: ShownRow) -> tuple[str, dt.date, float, str]:
    """By table, then in the order of the days of which they speak."""
    from mostanad.models import TABLES

    row = shown.row
    days = [row[f"{name}_min"] for name in (TABLES[shown.table].words().times or ())[:1]]
    number = (row["value"] or 0.0) if shown.table == "estimates" else 0.0
    return shown.table, min(filter(None, days), default=dt.date.max), number, shown.row_id
