"""A check of a release: a claim held against the record, with the answers and the rows that show them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from mostanad.files.queries import RELEASED, read_queries
from mostanad.loader.cited_rows import ShownRow, labelled, only, rows_of, shown_rows
from mostanad.loader.frames import convert
from mostanad.loader.tables import Record, Tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


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
    labels = labelled(release, ("officials", "parties"))
    same = ("check_id", "reading", "question", "as_of", "verdict", "needs", "note")
    return Check(
        version=release.version,
        claim=_claim(release, row["claim_id"], labels),
        items=_answers(release, row, labels),
        query=texts[check_id].removesuffix("\n"),
        **{name: row[name] for name in same},
    )


def _claim(release: Tables, claim_id: str, labels: dict[str, str]) -> CheckedClaim:
    claim = only(release, "claims", "claim_id", claim_id)
    evidence = only(release, "evidence", "claim_id", claim_id)  # it says who asserts, defaults resolved
    source = only(release, "sources", "source_id", evidence["source_id"])
    ((table, row),) = rows_of(release, [claim["target_id"]]).values()
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
    items = release._where("fact_check_answers", "check_id", [check["check_id"]]).to_pylist()
    cited = sorted({row_id for item in items for row_id in item["shown_by"] or ()})
    rows = shown_rows(release, cited, (check["as_of_min"], check["as_of_max"]))
    same = ("item_id", "entity_id", "authority_id", "answer", "note")
    return tuple(
        CheckAnswer(
            entity=labels.get(item["entity_id"], item["entity_id"]),
            authority=labels.get(item["authority_id"] or "", item["authority_id"]),
            rows=tuple(shown for row_id, shown in rows.items() if row_id in (item["shown_by"] or ())),
            **{name: item[name] for name in same},
        )
        for item in items
    )


def _number(text: str) -> float:
    """A number as JSON has it: a whole one without its point."""
    return int(float(text)) if float(text).is_integer() else float(text)
