"""Makes a package of any size, shaped like the real one: `python benchmarks/generate.py CLAIMS FOLDER`.

Officials, their names, posts, numbers and listings are claimed by entries of lists, as most of the dataset is, and a
tenth of the officials by articles about events. The same size gives the same bytes. The names are invented, no document
stands behind the hashes, and the limits of `mostanad.files.limits` end at some 150,000 claims.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from mostanad.evidence import seals
from mostanad.files import csvtext
from mostanad.models import TABLES

ROOT = Path(__file__).resolve().parents[1]
#: Claims that one official brings, in the mean.
CLAIMS_EACH = 11.3
#: Entries of one version of a list.
_ENTRIES = 500
_AUTHORITIES = ("canada", "european-union", "united-kingdom", "united-states")
_LASTED = "2019-11-15/2019-11-20"
_PAPER = "nowhere-courier"
_GIVEN = ("Farrokh", "Golnaz", "Hormoz", "Iradj", "Jamshid", "Kamyar", "Laleh", "Mahin")
_FAMILY = ("Nemuneh", "Namdar", "Bahar", "Tavana", "Sohrabi", "Kohan", "Rastgu")

Row = dict[str, str]
Rows = dict[str, list[str]]


class _Writer:
    """Collects rows as lines of CSV; each claim is sealed."""

    def __init__(self) -> None:
        self.lines: Rows = {name: [] for name in TABLES}
        self._header = {name: [column.name for column in model.columns()] for name, model in TABLES.items()}
        self._sources: dict[str, Row] = {}

    def row(self, table: str, **cells: str) -> Row:
        """Add a row; columns that are not named are empty."""
        row = dict.fromkeys(self._header[table], "") | cells
        self.lines[table].append(csvtext.join(list(row.values())))
        return row

    def source(self, name: str, publisher: str, kind: str, day: str) -> None:
        """Add a document."""
        cells = {"title": f"Document {name}", "kind": kind, "publisher_id": publisher, "published": day}
        file = {"format": "text", "bytes": "4096", "sha256": _hash(name), "coverage": "whole"}
        basis = {"published_basis": "stated", "language": "en", "url": f"https://example.org/{publisher}/{name}.html"}
        self._sources[name] = self.row("sources", source_id=name, derivation="original", **cells, **basis, **file)

    def passage(self, source: str, number: int) -> Row:
        """Add a passage of a document."""
        name, selector = f"{source}.c{number:06}-{number + 80:06}", f"char={number},{number + 80}"
        return self.row("passages", passage_id=name, source_id=source, selector=selector, sha256=_hash(name))

    def claim(self, passage: Row, table: str, row: Row, fields: str, **cells: str) -> None:
        """Add a claim of a passage on cells of a row, and its seal."""
        target = row[TABLES[table].key()]
        name = f"{passage['passage_id']}.{target}"
        claim = self.row(
            "claims", claim_id=name, passage_id=passage["passage_id"], target_id=target, fields=fields, **cells
        )
        source = self._sources[passage["source_id"]]
        publisher = source["publisher_id"]
        sealed = seals.seal(
            table=table, row=row, claim=claim, passage=passage, source=source, asserter=publisher, origin=publisher
        )
        self.row("seals", claim_id=name, seal=sealed)


def generate(claims: int, folder: Path) -> None:
    """Write a package.

    Args:
        claims: about how many claims it has.
        folder: a directory, made if it is missing.
    """
    writer = _Writer()
    first = _begin(writer)
    for number in range(round(claims / CLAIMS_EACH)):
        _official(writer, number, first)
    (folder / "datasets").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "datapackage.json", folder)
    for name, lines in writer.lines.items():
        with (folder / "datasets" / f"{name}.csv").open("w", encoding="utf-8", newline="\n") as file:
            file.write(",".join(column.name for column in TABLES[name].columns()) + "\n")
            file.writelines(f"{line}\n" for line in sorted(lines, key=_key))


def _key(line: str) -> str:
    return line.partition(",")[0]  # no key has a comma


def _begin(writer: _Writer) -> Row:
    """The authorities, their programmes and the paper; returns a passage of the first document, that bears them out."""
    source = "nowhere-handbook-2019"
    writer.source(source, _PAPER, "news", "2019-01-01")
    passage = writer.passage(source, 0)
    for party in (*_AUTHORITIES, "iran"):
        writer.row("parties", party_id=party, name=party.upper(), kind="state_body", country="IR")
        _name(writer, [passage], party, party.upper(), "primary")
    writer.row("parties", party_id=_PAPER, name="Nowhere Courier", kind="media", country="IR")
    _name(writer, [passage], _PAPER, "Nowhere Courier", "primary")
    for place in range(len(_AUTHORITIES)):
        row = writer.row(
            "programmes",
            programme_id=f"{_AUTHORITIES[place]}-iran",
            authority_id=_AUTHORITIES[place],
            code=f"IRAN {place}",
            name=f"Programme {place}",
            kind="designation",
            human_rights="true",
        )
        writer.claim(passage, "programmes", row, "authority_id code")
        basis = f"{row['programme_id']}-act"
        row = writer.row("legal_bases", basis_id=basis, programme_id=row["programme_id"], act=f"Act {place}")
        writer.claim(passage, "legal_bases", row, "act programme_id")
    return passage


def _official(writer: _Writer, number: int, first: Row) -> None:
    """An official, listed by two authorities, the one of which has two versions of its list."""
    given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number % len(_FAMILY)]
    name = f"{given.lower()}-{family.lower()}-{number:06}"
    entries = list(_entries(writer, number))
    official = writer.row(
        "officials",
        official_id=name,
        name=f"{given} {family} {number}",
        born=str(1940 + number % 50),
        gender="female" if given in ("Golnaz", "Laleh", "Mahin") else "male",
    )
    for passage in entries[:2]:
        writer.claim(passage, "officials", official, "born gender")
    _name(writer, entries[::2], name, f"{given} {family} {number}", "primary")
    _name(writer, entries[:1], name, f"{family} {given} {number}", "alias")
    held = {"holder_id": name, "title": f"Head of Office {number % 40}", "body_id": "iran"}
    position = writer.row("positions", position_id=f"{name}-head-of-office", **held)
    writer.claim(entries[0], "positions", position, "body_id holder_id title")
    writer.claim(entries[2], "positions", position, "holder_id title")
    scheme = ("ofac-ent-num", "eu-359-2011")[number % 2]
    identifier = f"{name}-{scheme}"
    row = writer.row("identifiers", identifier_id=identifier, entity_id=name, scheme=scheme, value=str(100 + number))
    writer.claim(entries[1], "identifiers", row, "entity_id value")
    for place, passages in ((number % 4, entries[:2]), ((number + 1) % 4, entries[2:])):
        _listing(writer, passages, name, _AUTHORITIES[place], number)
    if number % 10 == 0:
        _event(writer, name, number)


def _name(writer: _Writer, passages: list[Row], entity: str, name: str, kind: str) -> None:
    key = f"{entity}-name-{name.lower().replace(' ', '-')}"
    row = writer.row("names", name_id=key, entity_id=entity, name=name, script="Latn", kind=kind)
    for passage in passages:
        writer.claim(passage, "names", row, "entity_id name")


def _entries(writer: _Writer, number: int) -> Iterator[Row]:
    """The entries about an official: in two versions of one list, and in one of another."""
    for place, year in ((number % 4, 2021), (number % 4, 2023), ((number + 1) % 4, 2022)):
        authority = _AUTHORITIES[place]
        source = f"{authority}-list-{year}-{number // _ENTRIES:04}"
        if source not in writer._sources:
            writer.source(source, authority, "sanctions_list", f"{year}-{1 + number // _ENTRIES % 12:02}-15")
        yield writer.passage(source, 100 * (number % _ENTRIES))


def _listing(writer: _Writer, passages: list[Row], official: str, authority: str, number: int) -> None:
    row = writer.row(
        "sanctions",
        sanction_id=f"{authority}-iran-{official}",
        target_id=official,
        authority_id=authority,
        programme_id=f"{authority}-iran",
        listed=f"{2010 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}",
        entry=str(number),
        human_rights="true",
    )
    for passage in passages:
        writer.claim(passage, "sanctions", row, "authority_id entry listed programme_id target_id")


def _event(writer: _Writer, official: str, number: int) -> None:
    """An event, the official's part in it, and a count of those who took part: allegations of an article."""
    source = f"{_PAPER}-article-{number // _ENTRIES:04}"
    if source not in writer._sources:
        writer.source(source, _PAPER, "news", f"2022-{1 + number // _ENTRIES % 12:02}-20")
    passage = writer.passage(source, 100 * (number % _ENTRIES))
    key = f"gathering-{number:06}"
    event = writer.row("events", event_id=key, kind="protest", title=f"Gathering {number}", date=_LASTED)
    writer.claim(passage, "events", event, "date kind title", modality="allegation")
    part = {"event_id": key, "entity_id": official, "part": "accused"}
    row = writer.row("participations", participation_id=f"{key}-{official}-accused", **part)
    writer.claim(passage, "participations", row, "entity_id event_id part", modality="allegation")
    counted = {"population": "people who took part", "comparator": "more_than", "value": str(10 + number % 900)}
    row = writer.row(
        "estimates", estimate_id=f"{key}-count", about_id=key, measure="participants", counted_by=_PAPER, **counted
    )
    fields = "about_id comparator counted_by measure population value"
    writer.claim(passage, "estimates", row, fields, modality="allegation")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
