"""Records of lists: exactly the bytes of the record with a key, and proof that a list has none with it."""

from __future__ import annotations

import hashlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.documents import entries
from mostanad.documents.document import Document, PassageError
from mostanad.documents.lists import formats
from mostanad.documents.records import ListError
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat

SDN_ROW = '{},"NIKPOUR, Bahram","individual","HARBOUR] [DOCKS",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1961."'
NEXT = len(SDN_ROW.format(9)) + 1
UK_HEADER = "Name 6,Name 1,DOB,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID"
FSF_HEADER = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
    "Entity_Regulation_Programme;NameAlias_WholeName"
)
RECORD = "<record>\n\t<Country>{}</Country>\n\t<LastName>N</LastName><Schedule>{}</Schedule><Item>{}</Item>\n</record>"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def passage(form: str, selector: str, content: str | bytes) -> bytes:
    raw = content if isinstance(content, bytes) else content.encode("utf-8")
    return Document(raw, DocumentFormat(form)).passage(parse(selector))


def data_set(*records: tuple[str, str, str]) -> str:
    return f"{XML}<data-set>\n" + "\n".join(RECORD.format(*record) for record in records) + "\n</data-set>\n"


SDN = "\r\n".join([SDN_ROW.format(number) for number in (12253, 9, 12252)]) + "\r\n\x1a"
ALT = '12252,1,"aka","NIKPUR, Bahram",-0- \r\n12252,2,"aka","NIKPOOR, Bahram",-0- \r\n9,3,"fka","X",-0- \r\n'
ANNEX = "no\tname\taka\tlisted_on\n2\tNIKPOUR Bahram\t\t2011-04-12\n1\tFALK Lena\tFALK L.\t2011-04-12\n"
UK = f"Last Updated,13/04/2018,,,,,,,\n{UK_HEADER}\n" + "".join(
    f"NIKPOUR,{name},,Individual,AKA,Docks,14/04/2011,14/04/2011,{group}\n"
    for name, group in (("B", 7), ("L", 8), ("Bahram", 7))
)
FSF_CSV = f"\ufeff{FSF_HEADER}\r\n" + "".join(
    f'01/09/2026;{number};{reference};P;NOR;"{name}"\r\n'
    for number, reference, name in ((1, "EU.1.2", "A; B"), (2, "", "C"), (1, "EU.1.2", "D"))
)
FSF_XML = (
    f'{XML}<export xmlns="urn:x" generationDate="2026-09-01">\n'
    '<sanctionEntity logicalId="1" euReferenceNumber="EU.1.2"><nameAlias wholeName="A>B"/></sanctionEntity>\n'
    "<sanctionEntity euReferenceNumber='' logicalId='2'/>\n"
    '<sanctionEntity logicalId="3" euReferenceNumber="EU.3.4"><remark>a/></remark></sanctionEntity></export>'
)
ADVANCED = (
    f'{XML}<Sanctions xmlns="urn:x">\n<DistinctParties><DistinctParty FixedRef="12252"><Profile ID="12252"/>'
    '</DistinctParty></DistinctParties><SanctionsEntries><SanctionsEntry ID="5" ProfileID="12252"/></SanctionsEntries>'
    "</Sanctions>"
)
CANADA = data_set(("Iran", "1, Part 2", "44"), ("Norland / Norlande", "1", "44"), ("Iran", "1,\n Part 2.1", "4"))


@each(
    ("form", "content", "key", "record"),
    [
        ("ofac_sdn", SDN, "12252", SDN_ROW.format(12252)),
        ("ofac_sdn", SDN, "9", SDN_ROW.format(9)),
        ("ofac_sdn", SDN_ROW.format(9), "9", SDN_ROW.format(9)),
        ("ofac_sdn", f"{SDN_ROW.format(9)}\x1a", "9", SDN_ROW.format(9)),
        ("ofac_sdn", f"{SDN_ROW.format(9)}\n\x1a\r\n", "9", SDN_ROW.format(9)),
        ("ofac_alt", ALT, "12252/2", '12252,2,"aka","NIKPOOR, Bahram",-0- '),
        ("ofac_add", '9,4,"12 Quay","Osma","Norland",-0- \n', "9/4", '9,4,"12 Quay","Osma","Norland",-0- '),
        ("eu_annex", ANNEX, "1", "1\tFALK Lena\tFALK L.\t2011-04-12"),
        ("eu_annex", "part\tno\tname\nII.A\t6\tX\nII.B\t6\tY\n", "II.B/6", "II.B\t6\tY"),
        ("eu_annex", "kind\tno\tname\nperson\t6\tX\nentity\t6\tY\n", "person/6", "person\t6\tX"),
        ("uk_conlist", UK, "7/2", "NIKPOUR,Bahram,,Individual,AKA,Docks,14/04/2011,14/04/2011,7"),
        ("uk_conlist", UK, "8/1", "NIKPOUR,L,,Individual,AKA,Docks,14/04/2011,14/04/2011,8"),
        ("eu_fsf_csv", FSF_CSV, "EU.1.2/1", '01/09/2026;1;EU.1.2;P;NOR;"A; B"'),
        ("eu_fsf_csv", FSF_CSV, "EU.1.2/2", '01/09/2026;1;EU.1.2;P;NOR;"D"'),
        ("eu_fsf_csv", FSF_CSV, "2/1", '01/09/2026;2;;P;NOR;"C"'),
        (
            "eu_fsf_xml",
            FSF_XML,
            "EU.1.2",
            '<sanctionEntity logicalId="1" euReferenceNumber="EU.1.2"><nameAlias wholeName="A>B"/></sanctionEntity>',
        ),
        ("eu_fsf_xml", FSF_XML, "2", "<sanctionEntity euReferenceNumber='' logicalId='2'/>"),
        (
            "eu_fsf_xml",
            FSF_XML,
            "EU.3.4",
            '<sanctionEntity logicalId="3" euReferenceNumber="EU.3.4"><remark>a/></remark></sanctionEntity>',
        ),
        (
            "ofac_sdn_advanced",
            ADVANCED,
            "12252",
            '<DistinctParty FixedRef="12252"><Profile ID="12252"/></DistinctParty>',
        ),
        ("ofac_sdn_advanced", ADVANCED, "entry/5", '<SanctionsEntry ID="5" ProfileID="12252"/>'),
        ("canada_sema", CANADA, "1, Part 2/44", RECORD.format("Iran", "1, Part 2", "44")),
        ("canada_sema", CANADA, "Norland/1/44", RECORD.format("Norland / Norlande", "1", "44")),
        ("canada_sema", CANADA, "1, Part 2.1/4", RECORD.format("Iran", "1,\n Part 2.1", "4")),
    ],
)
def test_a_key_selects_exactly_the_bytes_of_its_record(form: str, content: str, key: str, record: str) -> None:
    assert passage(form, f"record={key}", content) == record.encode()


@each("form", list(formats()))
def test_every_format_shows_a_key_that_fits_it(form: DocumentFormat) -> None:
    kind = formats()[form]
    assert re.fullmatch(kind.key, kind.example)
    assert str(parse(f"record={kind.example}")) == f"record={kind.example}"


@each(
    ("form", "content", "key"),
    [
        ("ofac_sdn", SDN, "12254"),
        ("ofac_alt", ALT, "12252/3"),
        ("eu_annex", ANNEX, "3"),
        ("uk_conlist", UK, "9/1"),
        ("eu_fsf_csv", FSF_CSV, "EU.9.9/1"),
        ("eu_fsf_xml", FSF_XML, "EU.9.9"),
        ("ofac_sdn_advanced", ADVANCED, "12253"),
        ("canada_sema", CANADA, "1, Part 2/45"),
    ],
)
def test_absence_is_bound_to_the_whole_document(form: str, content: str, key: str) -> None:
    assert passage(form, f"absent={key}", content) == content.encode()
    with pytest.raises(PassageError, match=f"no record of the list has the key {key}"):
        passage(form, f"record={key}", content)


def test_what_the_list_holds_is_not_absent() -> None:
    with pytest.raises(PassageError, match="the list has a record 12252, on line 3"):
        passage("ofac_sdn", "absent=12252", SDN)


@pytest.mark.parametrize(
    ("form", "content", "key"),
    [
        ("uk_conlist", UK, "9"),
        ("ofac_sdn", SDN, "Nikpour"),
        ("ofac_alt", ALT, "12254"),
        ("eu_annex", ANNEX, "p3"),
        ("eu_fsf_csv", FSF_CSV, "EU.9.9"),
        ("canada_sema", CANADA, "44"),
    ],
)
def test_what_could_never_be_a_key_proves_no_absence(form: str, content: str, key: str) -> None:
    with pytest.raises(PassageError, match="is not a key of a list of format"):
        passage(form, f"absent={key}", content)


@pytest.mark.parametrize(
    ("form", "content", "key", "lines"),
    [
        ("ofac_sdn", "\n".join(SDN_ROW.format(number) for number in (9, 8, 9)), "9", "lines 1, 3"),
        ("eu_annex", "no\tname\n1\tX\n1\tX\n", "1", "lines 2, 3"),
        ("canada_sema", data_set(("Iran", "1", "2"), ("Iran", "1", "2")), "1/2", "lines 3, 7"),
    ],
)
def test_a_key_that_is_not_unique_is_an_error_even_where_the_records_are_alike(
    form: str, content: str, key: str, lines: str
) -> None:
    with pytest.raises(PassageError, match=rf"the key {key} is not unique: 2 records have it \({lines}\)"):
        passage(form, f"record={key}", content)
    with pytest.raises(PassageError, match="the list has a record"):
        passage(form, f"absent={key}", content)


def test_other_records_of_such_a_list_are_found() -> None:
    content = "no\tname\n1\tX\n1\tY\n2\tZ\n"
    assert passage("eu_annex", "record=2", content) == b"2\tZ"


def test_the_order_of_a_list_does_not_matter() -> None:
    rows = [SDN_ROW.format(number) for number in (3, 1, 2)]
    for order in (rows, rows[::-1]):
        assert passage("ofac_sdn", "record=1", "\n".join(order)) == SDN_ROW.format(1).encode()


def test_lines_of_a_list_can_be_selected_too() -> None:
    assert passage("uk_conlist", "line=0,1", UK) == b"Last Updated,13/04/2018,,,,,,,"
    assert passage("canada_sema", "line=0,1", CANADA) == XML.strip().encode()


def test_characters_of_a_list_cannot_be_selected() -> None:
    with pytest.raises(PassageError, match="format ofac_sdn has no char= passages"):
        passage("ofac_sdn", "char=0,1", SDN)
    with pytest.raises(PassageError, match="format csv has no record= passages"):
        passage("csv", "record=1", SDN)


def test_cells_with_line_ends_and_quotation_marks_belong_to_their_record() -> None:
    row = SDN_ROW.format(9).replace("DOB 1961", 'DOB 1961; a.k.a. ""THE\r\nHARBOUR""')
    content = f"{SDN_ROW.format(8)}\r\n{row}\r\n{SDN_ROW.format(7)}\r\n"
    assert passage("ofac_sdn", "record=9", content) == row.encode()
    assert passage("ofac_sdn", "record=7", content) == SDN_ROW.format(7).encode()


def test_bytes_that_are_not_utf_8_stay_as_they_are() -> None:
    row = SDN_ROW.format(9).replace("NIKPOUR", "NIKPÓUR").encode("latin-1")
    assert passage("ofac_sdn", "record=9", row + b"\r\n") == row


@each(
    ("form", "content", "message"),
    [
        ("ofac_sdn", "", r"line 1 \(byte 0\): the list has no record"),
        ("ofac_sdn", f"{SDN_ROW.format(9)}\n1,2\n", r"line 2 \(byte \d+\): a row of 2 cells in a list of 12 columns"),
        ("ofac_sdn", f"{SDN_ROW.format(9)}\n{SDN_ROW.format('x')}", rf"line 2 \(byte {NEXT}\): ent_num is 'x'"),
        ("ofac_sdn", f'{SDN_ROW.format(9)}\n8,"A', rf"line 2 \(byte {NEXT}\): a quoted cell is never closed"),
        ("ofac_sdn", f'{SDN_ROW.format(9)}\n8,"A"B,""', rf"line 2 \(byte {NEXT}\): not valid CSV \(RFC 4180\)"),
        ("ofac_sdn", f"{SDN_ROW.format(9)}\n\x1a\n{SDN_ROW.format(8)}", rf"line 2 \(byte {NEXT}\): a 0x1A byte"),
        ("ofac_sdn", SDN.encode("utf-16"), r"line 1 \(byte \d+\): NUL bytes"),
        ("ofac_alt", '9,x,"aka","A",-0- ', r"line 1 \(byte 0\): alt_num is 'x'"),
        ("eu_annex", "", r"line 1 \(byte 0\): the list is empty"),
        ("eu_annex", "name\tlisted_on\nX\t2011-04-12\n", "the header lacks no"),
        ("eu_annex", "no\tname\n\tX\n", r"line 2 \(byte 8\): the row has no number"),
        ("eu_annex", "no\tname\n1\tX\tY\n", r"line 2 \(byte 8\): a row of 3 cells in a list of 2"),
        ("eu_annex", "no\tname\n", "the list has no record"),
        ("uk_conlist", "Last Updated,1\n", r"line 1 \(byte 0\): the list ends before its header"),
        ("uk_conlist", "A,B\n1,2\n", "the header lacks Name 6"),
        ("uk_conlist", f"{UK_HEADER}\nA,B,,,,,,,x\n", "Group ID is 'x'"),
        ("eu_fsf_csv", "A;B\n1;2\n", "the header lacks Entity_LogicalId"),
        ("eu_fsf_csv", f"{FSF_HEADER}\n1;;;P;NOR;A\n", "neither Entity_EU_ReferenceNumber nor"),
        ("eu_fsf_xml", "<export><sanctionEntity/></export>", r"line 1 \(byte 8\): the sanctionEntity has neither"),
        ("ofac_sdn_advanced", "<Sanctions><DistinctParty/></Sanctions>", "the DistinctParty has no FixedRef"),
        ("canada_sema", "", r"line 1 \(byte 0\): not well-formed XML: no element found"),
        ("canada_sema", "<data-set></data-set>", "the list has no record"),
        ("canada_sema", "<html><record/></html>", r"line 1 \(byte 0\): the root element is <html>"),
        ("canada_sema", "<data-set>\n<record></data-set>", r"line 2 \(byte 21\): not well-formed XML: mismatched tag"),
        ("canada_sema", "<data-set>\n<record>", r"not well-formed XML: no element found"),
        ("canada_sema", "<data-set>\n<record>&x;</record></data-set>", r"line 2 .*undefined entity"),
        ("canada_sema", "<data-set>\n <record/></data-set>", r"line 2 \(byte 12\): the record has no country"),
        ("canada_sema", data_set(("Iran", "", "2")), "the record has no country, schedule or item"),
        (
            "canada_sema",
            data_set(("Iran", "1", "2")).replace("<Item>", "<Item>1</Item><Item>"),
            "two elements Item",
        ),
        ("canada_sema", "<data-set/>".encode("utf-16"), "the list is UTF-16"),
        ("canada_sema", b"<data-set>\n\xff</data-set>", r"line 2 \(byte 11\): not well-formed XML"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(form: str, content: str | bytes, message: str) -> None:
    with pytest.raises(PassageError, match=message):
        passage(form, "record=1", content)


BOMB = "".join(f'<!ENTITY a{level + 1} "{f"&a{level};" * 10}">' for level in range(9))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE data-set [<!ENTITY a0 "ha">{BOMB}]>',
        '<!DOCTYPE data-set SYSTEM "https://example.org/x.dtd">',
        '<!DOCTYPE data-set [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        "<!DOCTYPE data-set>",
    ],
)
def test_nothing_is_expanded_or_fetched(declaration: str) -> None:
    content = f"{XML}{declaration}<data-set><record>&a9;&x;</record></data-set>"
    with pytest.raises(PassageError, match=r"line 2 \(byte 39\): document type declarations are refused"):
        passage("canada_sema", "record=1/2", content)


@pytest.mark.parametrize("chunk", [1, 2, 7, 64, 1 << 20])
def test_where_an_element_stands_does_not_depend_on_how_the_bytes_come(chunk: int) -> None:
    content = (
        "<a xmlns:n='u'><!-- <r> --><n:r x='>'>é<![CDATA[</r>]]><r>inner</r></n:r>x<r/><r></r><r ><!--/--></r  ></a >"
    ).encode()
    found = [content[item.start : item.end] for item in entries.elements(content, "a", ["r"], chunk)]
    assert [piece.decode() for piece in found] == [
        "<n:r x='>'>é<![CDATA[</r>]]><r>inner</r></n:r>",
        "<r/>",
        "<r></r>",
        "<r ><!--/--></r  >",
    ]


def test_an_element_is_its_attributes_text_and_children() -> None:
    content = b'<a><r x="1&amp;2">t&lt;<b><c>u</c></b>v<b y=""/></r></a>'
    (entry,) = entries.elements(content, "a", ["r"])
    assert (entry.value.get("x"), entry.value.text) == ("1&2", "t<")
    assert [inner.text for inner in entry.value.iterfind("b/c")] == ["u"]
    assert [inner.attrib for inner in entry.value.iterfind("b")] == [{}, {"y": ""}]
    assert (entry.line, str(entry.error("x"))) == (1, "line 1 (byte 3): x")


CELL = st.text(st.characters(codec="utf-8", exclude_characters='"\x00\x1a'), max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_rows_are_found_as_they_were_written(table: list[list[str]], end: str) -> None:
    lines = [",".join(f'"{cell}"' for cell in row).encode() for row in table]
    content = end.encode().join(lines)
    rows = list(entries.rows(content))
    assert [content[row.start : row.end] for row in rows] == lines
    assert [row.value for row in rows] == table


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfa\tb", ["a", "b"]),
        ("é\tب".encode(), ["é", "ب"]),
        (b"\xe9\t\x91x\x92", ["é", "‘x’"]),
        (b"\x81\t\xff", ["\x81", "ÿ"]),
        (b'"a\tb"', ['"a', 'b"']),
        (b"\n \r\na\tb\n\n", ["a", "b"]),
    ],
)
def test_encodings_and_blank_lines(raw: bytes, text: list[str]) -> None:
    (row,) = entries.rows(raw, "\t", quoted=False)
    assert row.value == text


def test_an_error_knows_line_and_byte() -> None:
    with pytest.raises(ListError) as caught:
        list(entries.rows(b'a,b\n"c'))
    assert (caught.value.line, caught.value.byte) == (2, 4)


def test_the_hash_is_that_of_the_record_alone() -> None:
    raw = passage("ofac_sdn", "record=9", SDN)
    assert hashlib.sha256(raw).hexdigest() == hashlib.sha256(SDN_ROW.format(9).encode()).hexdigest()


def test_a_long_list_is_read_once_and_in_linear_time() -> None:
    """Many passages of one list must not cost many readings; neither must many records with one key."""
    content = "\r\n".join(SDN_ROW.format(number % 20_000) for number in range(40_000)).encode()
    document = Document(content, DocumentFormat.OFAC_SDN)
    before = time.perf_counter()
    assert len(document.index) == 20_000
    first = time.perf_counter() - before
    before = time.perf_counter()
    for number in range(2_000):
        document.passage(parse(f"absent={number + 20_000}"))
    assert time.perf_counter() - before < max(first, 1.0)
