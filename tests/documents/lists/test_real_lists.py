"""The readers on the official lists, where these lie beside the repository."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cases import each

from mostanad.documents.document import Document, PassageError
from mostanad.documents.lists import formats, read
from mostanad.documents.printed import tidy
from mostanad.documents.records import EntityType, NameKind, Record
from mostanad.documents.selectors import parse
from mostanad.models import edtf
from mostanad.models.vocabularies import DocumentFormat

LISTS = Path(__file__).resolve().parents[4] / "shared" / "lists"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LISTS.is_dir(), reason="not checked: the official lists are not beside the repository"),
]

OFAC = sorted(path.name for path in (LISTS / "ofac-sdn").glob("20*.csv"))
FILES = [
    *(("ofac_sdn", f"ofac-sdn/{name}") for name in OFAC),
    ("eu_annex", "eu-359-2011/annexI_2021-04-13_persons.tsv"),
    ("eu_annex", "eu-359-2011/annexI_2021-04-13_entities.tsv"),
    ("eu_annex", "eu-359-2011/annexI_2026-03-16_persons.tsv"),
    ("eu_annex", "eu-359-2011/annexI_2026-03-16_entities.tsv"),
    ("eu_annex", "eu-359-2011/annexIX_267_2012_target_persons.tsv"),
    ("uk_conlist", "uk-ofsi/ConList_2018-04-13_iran.csv"),
    ("canada_sema", "canada-sema/sema_iran_2020-04-15.xml"),
    ("canada_sema", "canada-sema/sema_iran_2025-05-25.xml"),
    ("eu_annex_csv", "../documents/eu-32011R0359-2026-07-24.csv"),
    ("eu_annex_csv", "eu-other/32012R0267.csv"),
    ("eu_annex_csv", "eu-other/32023R1529.csv"),
    ("uk_conlist", "uk-2025-2026/conlist-2014-04-02.csv"),
    ("uk_sanctions_jsonl", "../documents/uk-sanctions-list-2026-03-26-iran.jsonl"),
    ("uk_sanctions_ods", "uk-2025-2026/fcdo-2025-08-11.ods"),
]
COUNTS = {
    "ofac-sdn/2021-08-18.csv": 471,
    "ofac-sdn/2024-04-25.csv": 753,
    "eu-359-2011/annexI_2021-04-13_persons.tsv": 89,
    "eu-359-2011/annexI_2021-04-13_entities.tsv": 4,
    "eu-359-2011/annexI_2026-03-16_persons.tsv": 263,
    "eu-359-2011/annexI_2026-03-16_entities.tsv": 53,
    "eu-359-2011/annexIX_267_2012_target_persons.tsv": 7,
    "uk-ofsi/ConList_2018-04-13_iran.csv": 296,
    "../documents/eu-32011R0359-2026-07-24.csv": 321,
    "eu-other/32012R0267.csv": 339,
    "eu-other/32023R1529.csv": 49,
    "uk-2025-2026/conlist-2014-04-02.csv": 2297,
    "../documents/uk-sanctions-list-2026-03-26-iran.jsonl": 254,
    "uk-2025-2026/fcdo-2025-08-11.ods": 5300,
    "canada-sema/sema_iran_2020-04-15.xml": 202,
    "canada-sema/sema_iran_2025-05-25.xml": 460,
}
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


def content(file: str) -> bytes:
    return (LISTS / file).read_bytes()


def records(form: str, file: str) -> list[Record]:
    return read(DocumentFormat(form), content(file))


def as_text(raw: bytes) -> str:
    """The text of a record's bytes, with the signs that XML escapes."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    for entity, sign in ENTITIES.items():
        text = text.replace(entity, sign)
    return tidy(text.replace('""', '"'))


def statements(record: Record) -> Iterator[tuple[str, str]]:
    """Everything that a record says, with the key of the record that prints it."""
    for group in (record.born, record.birth_places, record.titles, record.positions):
        yield from ((item.printed, item.key) for item in group)
    if record.gender:
        yield record.gender.printed, record.gender.key
    yield from ((name.printed, name.key) for name in record.names)


def test_there_are_57_cuts() -> None:
    assert len(OFAC) == 57


@each(("form", "file"), FILES)
def test_every_list_is_read_and_every_record_found_again(form: str, file: str) -> None:
    raw = content(file)
    found = records(form, file)
    assert len(found) == COUNTS.get(file, len(found))
    assert len({record.identifier for record in found}) == len(found)
    document = Document(raw, DocumentFormat(form))
    for record in found:
        for printed, key in statements(record):
            text = as_text(document.passage(parse(f"record={key}")))
            words = re.findall(r"[^\W_]+", printed)
            assert all(word in text for word in words), (key, printed)
        assert record.listings
        assert record.names[0].kind is NameKind.PRIMARY
        for born in record.born:
            assert born.printed == "29/02/1969" or edtf.parse(born.text), born  # the one day that is in no calendar
    with pytest.raises(PassageError, match="the list has a record"):
        document.passage(parse(f"absent={found[0].key}"))


@each("file", [f"ofac-sdn/{name}" for name in OFAC])
def test_the_bytes_of_an_entry_are_its_line(file: str) -> None:
    raw = content(file)
    document = Document(raw, DocumentFormat.OFAC_SDN)
    for line in raw.split(b"\r\n"):
        if line:
            assert document.passage(parse(f"record={line.split(b',')[0].decode()}")) == line


def test_every_version_has_as_many_entries_as_its_cut() -> None:
    rows = {
        row["cut_file"]: int(row["cut_rows"])
        for row in csv.DictReader(io.StringIO(content("ofac-sdn/versions.csv").decode()))
    }
    assert set(rows) == set(OFAC)
    assert {file: len(records("ofac_sdn", f"ofac-sdn/{file}")) for file in rows} == rows


def test_ofac_entries_and_programmes() -> None:
    found = records("ofac_sdn", "ofac-sdn/2024-04-25.csv")
    lines = content("ofac-sdn/2024-04-25.csv").decode().splitlines()
    for code in ("IRAN-HR", "HRIT-IR", "IRAN-TRA", "IFSR"):
        listed = {record.identifier for record in found if code in record.programmes}
        assert listed == {line.split(",")[0] for line in lines if re.search(rf'["\[]{code}["\]]', line)}
        assert listed
    assert Counter(record.type for record in found).keys() == {EntityType.PERSON, EntityType.ENTITY}


@pytest.mark.parametrize(("date", "rows"), [("2021-04-25", 630), ("2026-06-02", 1016)])
def test_ofac_other_names_and_addresses(date: str, rows: int) -> None:
    document = Document(content(f"ofac-sdn/alt_{date}.csv"), DocumentFormat.OFAC_ALT)
    read_names = formats()[DocumentFormat.OFAC_ALT].names
    assert read_names is not None
    others = list(read_names(document.content))
    assert len(document.index) == len(others) == rows
    for other in others:
        of_person, of_entity = other.names
        printed = re.findall(r"[^\W_]+", of_entity.printed)
        passage = document.passage(parse(f"record={of_person.key}")).decode()
        assert passage.startswith(f"{other.identifier},")
        assert all(word in passage for word in printed)
    addresses = Document(content(f"ofac-sdn/add_{date}.csv"), DocumentFormat.OFAC_ADD)
    assert len(addresses.index) > 500


def test_uk_regimes() -> None:
    found = records("uk_conlist", "uk-ofsi/ConList_2018-04-13_iran.csv")
    counts = Counter(programme for record in found for programme in record.programmes)
    assert (counts["Iran (human rights)"], counts["Iran (nuclear proliferation)"]) == (83, 214)


def test_differences_of_the_annex() -> None:
    document = Document(content("eu-359-2011/annexI_2024-06-26_differences.tsv"), DocumentFormat.EU_ANNEX)
    assert len(document.index) == 52


def test_family_names_are_known_of_every_person() -> None:
    for form, file in FILES[57:65]:
        people = [record for record in records(form, file) if record.type is EntityType.PERSON]
        assert [record.key for record in people if not record.names[0].family] == []


def test_native_names_are_in_persian_letters() -> None:
    found = [*records(*FILES[59]), *records(*FILES[64])]
    native = [name.text for record in found for name in record.names if name.script == "Arab"]
    assert len(native) > 250
    assert not [
        text for text in native if re.search("[\u0643\u0649\u064a\ufb50-\ufdff\ufe70-\ufeff\u200e\u200f]", text)
    ]


PRIVATE = re.compile(
    r"passport|national id|identification n|birth certificate|licen[cs]e|e-?mail|website|https?:|www\.|digital currency"
    r"|telephone|phone number|ethnicity|tax id|\bresidency|place of work|cedula|swift\b|\d{7}",
    re.IGNORECASE,
)


@each(("form", "file"), FILES)
def test_no_record_carries_what_is_private(form: str, file: str) -> None:
    for record in records(form, file):
        said = [printed for printed, _ in statements(record)] + [name.text for name in record.names]
        assert not [text for text in said if PRIVATE.search(text)]


def test_no_uk_address_or_document_is_carried() -> None:
    text = content("uk-ofsi/ConList_2018-04-13_iran.csv").decode("cp1252")
    rows = list(csv.DictReader(io.StringIO(text.split("\n", 1)[1])))
    columns = [f"Address {number}" for number in range(1, 6)] + ["Post/Zip Code", "Passport Details", "NI Number"]
    private = {row["Group ID"]: {row[name].strip() for name in columns if len(row[name]) > 8} for row in rows}
    for record in records("uk_conlist", "uk-ofsi/ConList_2018-04-13_iran.csv"):
        said = " | ".join(printed for printed, _ in statements(record))
        assert not [cell for cell in private[record.identifier] if cell in said]
