"""Cells that rest on records of lists are compared with the records, also where the seals hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.documents.lists.test_canada_sema import content as canada
from tests.documents.lists.test_ofac_sdn import row as us
from tests.documents.lists.test_private_tokens import official_lists
from tests.documents.lists.test_uk_sanctions import LINE as UK
from tests.documents.lists.test_uk_sanctions import lines as uk
from tests.shared import ROOT

from mostanad.documents.document import Document
from mostanad.documents.folder import Documents, sha256
from mostanad.files import Table, open_package
from mostanad.models import TABLES
from mostanad.models.vocabularies import DocumentFormat
from mostanad.validation import reread
from mostanad.validation.findings import Finding
from mostanad.validation.since import Remembered

LAYERS = ("text", "structure", "rows", "seals", "passages")
EU = "no\tname\taka\tlisted_on\tdate_of_birth\n3\tNEMUNEH Bahram\t\t2019-11-18\t1961\n4\tFALK Lena\t\t2020-01-07\t\n"
CANADA = canada(
    {"Item": "3", "LastName": "Nemuneh", "GivenName": "Bahram", "DateOfListing": "2019-11-18"},
    {"Item": "4", "LastName": "Falk", "GivenName": "Lena", "DateOfListing": "2020-01-07"},
).decode()
US = us(3, "NEMUNEH, Bahram") + us(4, "FALK, Lena", programmes="QUAY")
#: The format of a list, its text, how its keys begin, the codes of its programmes, and the days of listing.
LISTS = {
    "eu": ("eu_annex", EU, "", ("359/2011", "359/2011"), ("2019-11-18", "2020-01-07")),
    "ca": ("canada_sema", CANADA, "1, Part 2/", ("1, Part 2", "1, Part 2"), ("2019-11-18", "2020-01-07")),
    "us": ("ofac_sdn", US, "", ("HARBOUR", "QUAY"), ("[..2020-02-01]", "[..2020-02-01]")),
}


def take_in(sample: Any, name: str) -> None:
    """A list whose two entries are two rows, with their claims."""
    form, text, begin, codes, days = LISTS[name]
    (sample.documents / name).write_text(text, encoding="utf-8", newline="")
    about = {"title": "A list", "kind": "sanctions_list", "publisher_id": "watch", "language": "en"}
    about |= {"published": "2020-02-01", "published_basis": "stated", "coverage": "whole", "derivation": "original"}
    file = {"format": form, "bytes": str(len(text.encode())), "sha256": sha256(text.encode())}
    sample.add("sources", source_id=name, **about, **file)
    sample.add("officials", official_id="lena-falk", name="Lena Falk")
    document = Document(text.encode(), DocumentFormat(form))
    for number, entity_id, code, day in zip("34", ("bahram-nemuneh", "lena-falk"), codes, days, strict=True):
        key = f"{begin}{number}"
        start, end, _ = document.index[key][0]
        passage = {"passage_id": f"{name}.r-{number}", "source_id": name, "selector": f"record={key}"}
        sample.add("passages", **passage, sha256=sha256(document.body[start:end]))
        programme_id = f"{name}-{code.lower()}".replace("/", "-").replace(", ", "-").replace(" ", "-")
        if programme_id not in sample.text("programmes"):
            cells = {"authority_id": "watch", "code": code, "name": code, "kind": "designation"}
            sample.add("programmes", programme_id=programme_id, **cells)
        identifier = {"eu": f"p{number}"}.get(name, key)
        cells = {"authority_id": "watch", "programme_id": programme_id, "listed": day, "entry": identifier}
        sample.add("sanctions", sanction_id=f"{name}-{number}", target_id=entity_id, **cells)
        for target, fields in ((f"{name}-{number}", "entry listed programme_id target_id"), (entity_id, "name")):
            claim = {"claim_id": f"{passage['passage_id']}.{target}", "passage_id": passage["passage_id"]}
            sample.add("claims", **claim, target_id=target, fields=fields)
    sample.seal()


@pytest.mark.parametrize("name", LISTS)
def test_cells_that_say_what_the_list_prints(sample: Any, name: str) -> None:
    take_in(sample, name)
    report = sample.report(LAYERS, documents=True)
    assert (report.findings, report.not_checked) == ((), ())


@pytest.mark.parametrize(
    ("name", "table", "old", "new", "said"),
    [
        ("eu", "sanctions", "2019-11-18", "2019-11-19", "'2019-11-19', but the record prints '2019-11-18'"),
        ("ca", "sanctions", "2019-11-18", "2018-11-18", "'2018-11-18', but the record prints '2019-11-18'"),
        ("us", "sanctions", "us-harbour,[..2020-02-01]", "us-harbour,[..2020-01-31]", "prints '[..2020-02-01]'"),
        ("eu", "sanctions", ",p3,", ",p5,", "sanctions.entry is 'p5', but the record prints 'p3'"),
        ("us", "sanctions", "us-harbour,", "us-quay,", "'QUAY', but the record prints 'HARBOUR'"),
        (
            "eu",
            "sanctions",
            "eu-3,bahram-nemuneh,",
            "eu-3,lena-falk,",
            "'lena-falk', but the record prints 'B",
        ),
        ("eu", "officials", "Lena Falk", "Lena Falkner", "'Lena Falkner', but the record prints 'Lena Falk'"),
    ],
)
def test_a_cell_that_was_changed_and_sealed_anew(
    sample: Any, name: str, table: str, old: str, new: str, said: str
) -> None:
    take_in(sample, name)
    known = Remembered(sample.root / "answers")
    assert looked_up(sample, known) == looked_up(sample, Remembered())
    known.keep()
    sample.edit(table, old, new)
    sample.seal()
    found = sample.findings(LAYERS, documents=True)
    assert {one.code for one in found} == {"MST546"}
    assert any(said in one.message for one in found)
    assert looked_up(sample, Remembered(sample.root / "answers")) == looked_up(sample, Remembered()) != []


def looked_up(sample: Any, known: Remembered) -> list[object]:
    """What is found in the documents, with what is known of them."""
    package = open_package(sample.root)
    tables = {name: package.table(name) for name in TABLES}
    return list(reread.check_passages(tables, Documents(sample.documents), cells=True, known=known))


@pytest.mark.parametrize("name", LISTS)
def test_what_is_known_of_a_document_is_not_read_there_again(
    sample: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(sample, name)
    path = sample.root / "answers"
    first = Remembered(path, "this code")
    assert looked_up(sample, first) == []
    first.keep()
    monkeypatch.setattr(Document, "digest", lambda *_: "another")
    monkeypatch.setattr(Document, "targets", {})
    assert looked_up(sample, Remembered(path, "this code")) == []
    for known in (Remembered(path, "other code"), Remembered()):
        assert {one.code for one in looked_up(sample, known) if isinstance(one, Finding)} == {"MST531"}
    path.write_bytes(b"{")  # half of a file
    assert looked_up(sample, Remembered(path, "this code")) == looked_up(sample, Remembered())


def test_what_is_wrong_is_not_remembered(sample: Any) -> None:
    take_in(sample, "eu")
    sample.edit("officials", "Lena Falk", "Lena Falkner")
    path = sample.root / "answers"
    for _ in range(2):
        known = Remembered(path)
        assert {one.code for one in looked_up(sample, known) if isinstance(one, Finding)} == {"MST546"}
        known.keep()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("column", ["target_id", "entry"])
def test_a_column_shifted_by_one_row(sample: Any, name: str, column: str) -> None:
    take_in(sample, name)
    first, second = open_package(sample.root).table("sanctions").records()
    first[column], second[column] = second[column], first[column]
    sample.write("sanctions", ",".join(first) + "\n")
    for row in (first, second):
        sample.add("sanctions", **row)
    sample.seal()
    found = sample.findings(LAYERS, documents=True)
    assert [(one.code, one.value) for one in found] == [("MST546", f"{name}.r-{n}.{name}-{n}") for n in "34"]


def claim(sample: Any, target: str, fields: str, **cells: str) -> None:
    """One more claim on the first entry of the European list."""
    sample.add("claims", claim_id=f"eu.r-3.{target}.2", passage_id="eu.r-3", target_id=target, fields=fields, **cells)
    sample.seal()


@pytest.mark.parametrize(
    ("value", "codes"), [("7", set()), ("NOR0007", {"MST546"})]
)  # the second is a number of the entry, and not of its group
def test_a_number_is_compared_with_that_of_its_own_scheme(sample: Any, value: str, codes: set[str]) -> None:
    text = uk(UK | {"ofsi_group_id": "7", "names": [{"name": "Bahram Nemuneh", "kind": "primary"}]})
    (sample.documents / "uk").write_bytes(text)
    about = {"title": "A list", "kind": "sanctions_list", "publisher_id": "watch", "language": "en"}
    about |= {"published": "2026-03-26", "published_basis": "stated", "coverage": "whole", "derivation": "original"}
    file = {"format": "uk_sanctions_jsonl", "bytes": str(len(text)), "sha256": sha256(text)}
    sample.add("sources", source_id="uk", **about, **file)
    sample.add("passages", passage_id="uk.r-7", source_id="uk", selector="record=NOR0007", sha256=sha256(text[:-1]))
    cells = {"entity_id": "bahram-nemuneh", "scheme": "uk-group-id", "value": value}
    sample.add("identifiers", identifier_id="bahram-nemuneh-group", **cells)
    claim = {"passage_id": "uk.r-7", "target_id": "bahram-nemuneh-group", "fields": "entity_id value"}
    sample.add("claims", claim_id="uk.r-7.bahram-nemuneh-group", **claim)
    sample.seal()
    assert {one.code for one in sample.findings(LAYERS, documents=True)} == codes


@pytest.mark.parametrize(("value", "codes"), [("1961", []), ("1962", ["MST546"])])
def test_the_value_of_a_dispute_is_what_is_compared(sample: Any, value: str, codes: list[str]) -> None:
    take_in(sample, "eu")
    claim(sample, "bahram-nemuneh", "born", stance="disputes", value=value)
    assert [one.code for one in sample.findings(LAYERS, documents=True)] == codes


def test_what_cannot_be_compared_is_counted_with_its_reason(sample: Any) -> None:
    take_in(sample, "eu")
    sample.add("positions", position_id="chair", holder_id="bahram-nemuneh", title="Chair")
    claim(sample, "chair", "holder_id title")
    report = sample.report(LAYERS, documents=True)
    (said,) = report.not_checked
    assert report.findings == ()
    assert said.startswith("1 of 12 cells that rest on records of lists (11, 91.7%, were compared): 1 titles of posts")


@pytest.mark.parametrize(("to_id", "codes"), [("lena-falk", []), ("watch", ["MST546"])])
def test_a_link_is_to_whom_the_list_prints(
    sample: Any, monkeypatch: pytest.MonkeyPatch, to_id: str, codes: list[str]
) -> None:
    linked = us(3, "NEMUNEH, Bahram", remarks='"Linked To: FALK, Lena."') + us(4, "FALK, Lena", programmes="QUAY")
    monkeypatch.setitem(LISTS, "us", ("ofac_sdn", linked, *LISTS["us"][2:]))
    take_in(sample, "us")
    sample.add("affiliations", affiliation_id="tie", from_id="bahram-nemuneh", to_id=to_id, relation="linked_to")
    sample.add("claims", claim_id="us.r-3.tie", passage_id="us.r-3", target_id="tie", fields="from_id relation to_id")
    sample.seal()
    assert [one.code for one in sample.findings(LAYERS, documents=True)] == codes


def test_a_date_that_a_version_bounds_from_below(sample: Any) -> None:
    """The earlier version lacks the programme, so the listing began after its day."""
    take_in(sample, "us")
    sample.edit("sanctions", "us-harbour,[..2020-02-01]", "us-harbour,[2020-02-02..2020-03-01]")
    others = "programme_id target_id,,,,,,,,\nus.r-4"
    sample.edit("claims", f"entry listed {others}", f"entry {others}")
    cells = {"passage_id": "us.r-3", "target_id": "us-3", "fields": "listed", "modality": "inference"}
    sample.add("claims", claim_id="us.r-3.us-3.2", **cells)
    sample.seal()
    assert sample.findings(LAYERS, documents=True) == ()
    sample.edit("sanctions", "[2020-02-02..", "[2020-01-02..")
    sample.seal()
    (finding,) = sample.findings(LAYERS, documents=True)
    assert "but the record prints '2020-02-02 or later'" in finding.message


@pytest.mark.parametrize(("said", "codes"), [("[..2020-02-01]", []), ("[..2020-02-02]", ["MST546"])])
def test_what_the_later_version_says_of_a_beginning_ends_with_its_day(sample: Any, said: str, codes: list[str]) -> None:
    take_in(sample, "us")
    sample.edit("sanctions", "us-harbour,[..2020-02-01]", "us-harbour,2020-02-01")
    cells = {"passage_id": "us.r-3", "target_id": "us-3", "fields": "listed", "stance": "approximates", "value": said}
    sample.add("claims", claim_id="us.r-3.us-3.2", **cells)
    sample.seal()
    assert [one.code for one in sample.findings(LAYERS, documents=True)] == codes


@pytest.mark.parametrize(("listed", "codes"), [("[2019-11-18..2020-02-01]", []), ("2019-11-18", ["MST546"])])
def test_a_listing_that_may_have_lapsed_stands_from_the_printed_day_or_later(
    sample: Any, listed: str, codes: list[str]
) -> None:
    take_in(sample, "eu")
    sample.edit("sanctions", "2019-11-18", listed)
    sample.edit("claims", ",eu-3,entry listed ", ",eu-3,entry ")
    claim(sample, "eu-3", "listed", modality="inference")
    assert [one.code for one in sample.findings(LAYERS, documents=True)] == codes


def test_cells_are_not_compared_where_a_table_is_broken(sample: Any) -> None:
    take_in(sample, "eu")
    sample.edit("names", "بهرام نمونه", "بهرام  نمونه")
    report = sample.report(LAYERS, documents=True)
    assert "cells against the records of lists" in report.not_run
    assert "MST546" in report.unfinished


@pytest.fixture(scope="module")
def held() -> tuple[dict[str, Table], dict[str, Document]]:
    """The tables of the record, and the documents that are here."""
    folder = official_lists()
    if folder is None:
        pytest.skip("not checked: the official lists are not here")
    package, documents = open_package(ROOT, trusted=True), Documents.at_hand(folder.parent)
    tables = {name: package.table(name) for name in TABLES}
    found = {row["source_id"]: (row["format"], documents.find(row["sha256"])) for row in tables["sources"].records()}
    return tables, {name: Document(text, DocumentFormat(form)) for name, (form, text) in found.items() if text}


@pytest.mark.slow
def test_of_twenty_cells_that_lists_print_nineteen_are_compared_and_say_what_they_print(held: Any) -> None:
    """Others are left because we inferred them: no list prints what they say."""
    (said,) = reread.check_cells(*held, Remembered())
    left, whole = (int(number.replace(",", "")) for number in re.findall(r"[0-9,]+", str(said))[:2])
    inferred = int(re.search(r"([0-9,]+) that we inferred", str(said))[1].replace(",", ""))  # type: ignore[index]
    assert left - inferred < (whole - inferred) / 20


def test_the_number_of_entries_is_that_of_the_list(sample: Any) -> None:
    take_in(sample, "eu")
    digest = sha256(EU.encode())
    sample.edit("sources", f"{digest},whole,,", f"{digest},whole,2,")
    assert sample.findings(LAYERS, documents=True) == ()
    sample.edit("sources", f"{digest},whole,2,", f"{digest},whole,3,")
    (finding,) = sample.findings(LAYERS, documents=True)
    assert (finding.code, finding.message) == ("MST534", "entries is 3, but the document has 2")
