"""Layer 5: compares passages with their documents, and cells that records of lists back with those records."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple, TypeVar

from mostanad.documents.dates import any_year, year_only
from mostanad.documents.document import Document, PassageError
from mostanad.documents.folder import Documents
from mostanad.documents.printed import place_parts
from mostanad.documents.records import ListedName, Listing, Record, Stated
from mostanad.documents.selectors import parse
from mostanad.files.grouping import grouped, key_of, keyed
from mostanad.files.package import Table
from mostanad.matching import folding
from mostanad.models import FACT_TABLES, TABLES, edtf
from mostanad.models.vocabularies import DocumentFormat, Modality, Relation
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.since import Remembered

Row = Mapping[str, str]
Said = TypeVar("Said", ListedName, Stated)
#: Why a cell is not compared.
_NO_TARGET = "in records without a target that mostanad can read"
_NOT_READ = "that mostanad does not read from lists of this format"
_IN_WORDS = "titles of posts that the list words differently"
_WORKED_OUT = "that we inferred and the record does not print"
_NOWHERE = {"selector": "", "source_id": ""}


def check_passages(
    tables: Mapping[str, Table], documents: Documents, *, cells: bool, known: Remembered | None = None
) -> Iterator[Finding | str]:
    """Hash every passage again in its document; with ``cells``, also compare the cells that records of lists back.
    Answers ``known`` for the same bytes are reused. Yields findings and, as text, what was not checked."""
    found, known = dict[str, Document](), known or Remembered()
    for number, source in enumerate(tables["sources"].records(), 2):
        name = source["source_id"]
        content = documents.find(source["sha256"]) if source["sha256"] else None
        if content is not None:
            document = found[name] = Document(content, DocumentFormat(source["format"]))
            has = {"bytes": str(len(content))}
            if source.get("entries"):
                has["entries"] = known.answer(_of(source, "entries"), partial(_entries, document)) or ""
            for column in [column for column, count in has.items() if source[column] != count]:
                message = f"{column} is {source[column]}, but the document has {has[column]}"
                yield CODES["MST534"].at(tables["sources"].file, number, 1, name, message)
        elif source["sha256"]:
            message = f"no document in the folder has the sha256 {source['sha256']}"
            yield CODES["MST533"].at(tables["sources"].file, number, 1, name, message)
    missing, sources = 0, keyed(tables["sources"].records())
    for number, passage in enumerate(tables["passages"].records(), 2):
        if passage["source_id"] not in found:
            missing += 1
            continue
        place = (tables["passages"].file, number, 1, passage["passage_id"])
        given = _of(sources[passage["source_id"]], passage["selector"], passage["sha256"])
        try:
            if known.answer(given, partial(_fits, found[passage["source_id"]], passage)) is None:
                yield CODES["MST531"].at(*place, "the text at this place has another hash")
        except (PassageError, ValueError) as error:
            yield CODES["MST532"].at(*place, str(error))
    if missing:
        yield f"{missing} passages whose documents are not in the folder"
    if cells:
        yield from check_cells(tables, found, known)


def _of(source: Row, *more: str) -> tuple[str, ...]:
    """The cache key of an answer: the document of a source, and more on which the answer depends."""
    return (source["sha256"], source["format"], *more)


def _entries(document: Document) -> str:
    return str(document.entries)


def _fits(document: Document, passage: Row) -> str | None:
    return "fits" if document.digest(parse(passage["selector"])) == passage["sha256"] else None


def check_cells(
    tables: Mapping[str, Table], documents: Mapping[str, Document], known: Remembered
) -> Iterator[Finding | str]:
    """Compare each cell that a record backs; yield findings and, as text, how many cells were not compared, and why.
    ``documents`` are by source id. Ids are not compared, because lists do not print them."""
    dataset, counts = _Dataset(tables), Counter[str]()
    for line, claim in enumerate(tables["claims"].records(), 2):
        passage = dataset.passages.get(claim["passage_id"], _NOWHERE)
        document = documents.get(passage["source_id"])
        is_record = passage["selector"].startswith("record=")
        if not is_record or document is None or claim["target_id"] not in dataset.rows:
            continue
        source = dataset.sources[passage["source_id"]]
        for cell in dataset.cells(claim, passage, source):
            why_not = known.answer(_of(source, *cell), partial(_differs_not, cell, document))
            counts[why_not or ""] += 1
            if why_not is None:
                shown = " or ".join(map(repr, dict.fromkeys(cell.printed(document))))
                message = f"{cell.name} is {cell.value!r}, but the record prints {shown}"
                yield CODES["MST546"].at(tables["claims"].file, line, 1, claim["claim_id"], message)
    cells, compared = counts.total(), counts.pop("", 0)
    if counts:
        whole = f"{cells:,} cells that rest on records of lists ({compared:,}, {compared / cells:.1%}, were compared)"
        reasons = "; ".join(f"{count:,} {why}" for why, count in counts.most_common())
        yield f"{cells - compared:,} of {whole}: {reasons}"


def _differs_not(cell: "_Cell", document: Document) -> str | None:
    """Why a cell is not compared; an empty string if the record prints the same, None if it prints something else."""
    printed = cell.printed(document)
    return printed if isinstance(printed, str) else "" if cell.value in printed else None


class _Dataset:
    """The rows of a dataset, indexed to look up the cells of claims."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.passages, self.sources = (keyed(tables[name].records()) for name in ("passages", "sources"))
        self._codes = {row["programme_id"]: row["code"] for row in tables["programmes"].records()}
        self.rows = {key_of(row): (name, row) for name in FACT_TABLES for row in tables[name].records()}
        called = (row for name in ("names", "officials", "parties") for row in tables[name].records())
        self._names = grouped(called, lambda row: row.get("entity_id") or key_of(row))
        logs = {key for key, row in self.sources.items() if row["format"] == DocumentFormat.CSV}
        #: Dates with a claim on a log of versions, which bounds them more closely than the versions do.
        self._logged = {
            (claim["target_id"], field)
            for claim in tables["claims"].records()
            if self.passages.get(claim["passage_id"], {}).get("source_id") in logs
            for field in claim["fields"].split(" ")
        }

    def cells(self, claim: Row, passage: Row, source: Row) -> "Iterator[_Cell]":
        """The cells that a claim covers, without empty ones and ids that no list prints."""
        table, row = self.rows[claim["target_id"]]
        key, kinds = passage["selector"].removeprefix("record="), (row.get("relation", ""), row.get("scheme", ""))
        said = (claim["value"], claim["modality"], *kinds, source["published"])
        for field in claim["fields"].split(" "):
            value = claim["value"] or row.get(field, "")
            value = self._codes.get(value, "") if field == "programme_id" else value
            whose = claim["target_id"] if field == "name" else value
            if value and not _is_id(table, field):
                names = "\n".join(one["name"] for one in self._names.get(whose, ()))
                logged = "logged" if (claim["target_id"], field) in self._logged else ""
                yield _Cell(table, field, key, value, *said, names, logged)


@cache
def _is_id(table: str, field: str) -> bool:
    """Whether a list prints nothing for the ids in a column; it prints a code for programmes, and names for targets."""
    points = {column.name for column in TABLES[table].columns() if column.references}
    return field in points and f"{table}.{field}" not in _READ and field not in _READ


class _Cell(NamedTuple):
    """A cell that a claim backs with the entry ``key``, and all that determines what this entry should print."""

    table: str
    field: str
    key: str
    value: str
    claimed: str
    modality: str
    relation: str
    scheme: str
    published: str
    names: str
    logged: str

    @property
    def name(self) -> str:
        return f"{self.table}.{self.field}"

    def printed(self, document: Document) -> list[str] | str:
        """What the record prints for the cell, or the cell itself if that means the same; or why it is not compared."""
        record = document.targets.get(self.key)
        if record is None:
            return _NO_TARGET
        read = _READ.get(self.name) or _READ.get(self.field)
        return (read(self, record) or _NOT_READ) if read else _WORKED_OUT

    def here(self, said: Iterable[Said]) -> list[Said]:
        """The items that this entry prints; if there are none, those of all entries of the same target."""
        everything = list(said)
        return [one for one in everything if one.key == self.key] or everything

    def listings(self, record: Record) -> list[Listing]:
        return [one for one in record.listings if self.key in one.keys] or list(record.listings)


def _target(cell: _Cell, record: Record) -> list[str]:
    """A list does not print the target's id, but one of its names."""
    return _named(cell, [name.text for name in record.names])


def _tie(cell: _Cell, record: Record) -> list[str]:
    """A list prints both ends of a link by name; all other ties are our inference."""
    if cell.relation != Relation.LINKED_TO:
        return []
    ends = record.links if cell.field == "to_id" else record.names
    return _named(cell, [text for one in ends for text in (one.text, one.printed)])


def _named(cell: _Cell, printed: list[str]) -> list[str]:
    names = {*map(folding.fold, cell.names.splitlines())}
    names |= {name.split()[-1] for name in names if name}  # a list may print a family name alone
    return printed if names.isdisjoint(map(folding.fold, printed)) else [cell.value]


def _spelling(cell: _Cell, record: Record) -> list[str]:
    """A name of the target, or of a body that a post or a link mentions."""
    printed = [name.text for name in cell.here(record.names)]
    folded = folding.fold(cell.value)
    is_there = folded in map(folding.fold, printed)
    is_there = is_there or any(folded in folding.fold(one.text) for one in (*record.positions, *record.links))
    return [cell.value] if is_there else printed


def _post(cell: _Cell, record: Record) -> list[str] | str:
    """A title of ours lacks the years of the post and the word former, so the printed text need only contain it."""
    is_there = any(folding.fold(cell.value) in folding.fold(one.text) for one in record.positions)
    return [cell.value] if is_there else _IN_WORDS


def _born(cell: _Cell, record: Record) -> list[str]:
    """Each printed year of birth, and all of them as alternatives."""
    years = sorted({year for one in cell.here(record.born) if (year := year_only(one.text))})
    return [*years, *filter(None, [any_year(years)])]


def _birth_place(cell: _Cell, record: Record) -> list[str]:
    printed = [one.text for one in cell.here(record.birth_places)]
    smallest = place_parts(cell.value)[0]
    return [cell.value] if smallest in (place_parts(text)[0] for text in printed) else printed


def _number(cell: _Cell, record: Record) -> list[str]:
    return [number for scheme, number in ((record.scheme, record.identifier), *record.numbers) if scheme == cell.scheme]


def _date(cell: _Cell, record: Record) -> list[str]:
    """The printed day; if none is printed, the days of the versions before and after the change bound the date."""
    days = {one.listed or record.listed for one in cell.listings(record) if cell.field != "delisted"} - {""}
    if not (record.listings and cell.published) or (cell.claimed and days):
        return sorted(days)
    version, said = edtf.parse(cell.published), edtf.parse(cell.value, span=True)
    if days:  # a listing that may have lapsed since dates from that day or later
        may_have_lapsed = cell.modality == Modality.INFERENCE
        return [f"[{day}..{version.latest}]" if may_have_lapsed else day for day in sorted(days)]
    if cell.modality != Modality.INFERENCE:
        return [cell.value] if said.latest == version.latest else [f"[..{version.latest}]"]
    if version.earliest is None or said.earliest is None:
        return []
    first = version.earliest + dt.timedelta(days=said.latest != version.earliest)  # both versions may be of one day
    return [cell.value] if said.earliest == first or (cell.logged and said.earliest > first) else [f"{first} or later"]


_READ: dict[str, Callable[[_Cell, Record], list[str] | str]] = {
    "target_id": _target,
    "holder_id": _target,
    "identifiers.entity_id": _target,
    "officials.name": _target,
    "parties.name": _target,
    "affiliations.from_id": _tie,
    "affiliations.to_id": _tie,
    "names.name": _spelling,
    "entry": lambda _, record: [record.identifier, *(() if record.names else (one.text for one in record.titles))],
    "identifiers.value": _number,
    "programme_id": lambda cell, record: [one.programme for one in cell.listings(record)],
    "programmes.code": lambda cell, record: [one.programme for one in cell.listings(record)],
    "measures": lambda cell, record: [" ".join(sorted(one.measures)) for one in cell.listings(record) if one.measures],
    "listed": _date,
    "delisted": _date,
    "events.date": _date,
    "born": _born,
    "officials.birth_place": _birth_place,
    "officials.gender": lambda _, record: [record.gender.text] if record.gender else [],
    "positions.title": _post,
}
