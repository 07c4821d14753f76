"""Whatever private thing stands wherever in a list, no record carries it into a table. All of it is invented.

Each format is tried with each private thing in each place where a list can have it. A place that no reader reads
carries nothing. From a place that holds names, posts or places a reader takes what is there; what of it is private and
not left out by the reader is found by the check of cells, so that it stops a release.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from tests.cases import each

from mostanad.documents.lists import read
from mostanad.documents.records import Record
from mostanad.models.vocabularies import DocumentFormat
from mostanad.validation.private import signs

#: What a list may print, and the part of it that must be found nowhere.
PRIVATE = {
    "passport": ("Passport Z9876543 (Norland) expires 25 May 2010", "Z9876543"),
    "passport without a letter": ("Passport no: 98765", "98765"),
    "national id": ("National ID No. 1234567890 (Norland)", "1234567890"),
    "bare number": ("1234567890", "1234567890"),
    "identity card": ("Identity card 58786", "58786"),
    "birth certificate": ("Birth Certificate Number 365", "365"),
    "driving licence": ("Driver’s License No. 07442", "07442"),
    "e-mail": ("Email Address judge@quaynet.example", "quaynet"),
    "bare e-mail": ("judge@quaynet.example", "quaynet"),
    "telephone": ("Phone Number 98 21 8872 0135", "8872"),
    "telephone, short": ("Tel. +98 21 8872 0135", "8872"),
    "mobile": ("0912 887 2013", "887"),
    "web site": ("Website www.quaynet.example", "quaynet"),
    "social network": ("t.me/quaynet", "quaynet"),
    "street": ("12 Quay Street, Osma", "Quay"),
    "box": ("P.O. Box 99999", "99999"),
    "son": ("Son of the Minister Falkson", "Falkson"),
    "brother": ("brother of Lena Falkson", "Falkson"),
    "brother, other way": ("Falkson’s brother", "Falkson"),
    "wife": ("his wife Lena Falkson", "Falkson"),
    "father": ("Father’s name: Falkson", "Falkson"),
    "married": ("married to Lena Falkson", "Falkson"),
    "digital currency": ("Digital Currency Address - XBT 1NorLandNorLandNorLandNorLandQu2", "1NorLand"),
    "bare coin": ("1NorLandNorLandNorLandNorLandQu2", "1NorLand"),
}
UK_HEADER = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,DOB,Town of Birth,Country of Birth,"
    "Nationality,Passport Number,Passport Details,National Identification Number,National Identification Details,"
    "NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,Last Updated,Group ID"
)
UK_COLUMNS = UK_HEADER.split(",")
UK_PRIVATE = [name for name in UK_COLUMNS if name.startswith(("Passport", "National I", "NI ", "Address", "Post"))]
EU_HEADER = "no\tname\taka\tname_native\tdate_of_birth\tplace_of_birth\tnationality\tgender\tfunction\tlisted_on"
EU_COLUMNS = EU_HEADER.split("\t")

EU_PRIVATE = ("reason", "nationality", "passportNumber", "fatherName", "idNumber", "address", "phone", "email", "notes")

Listed = tuple[DocumentFormat, bytes]
Make = Callable[[str], Listed]


def ofac(title: str = "", others: str = "", remarks: str = "") -> Listed:
    cells = ["9", '"NIKPOUR, Bahram"', '"individual"', '"HARBOUR"']
    cells += [f'"{text}"' if text else "-0- " for text in (title, *[others] * 6, remarks)]
    return DocumentFormat.OFAC_SDN, (",".join(cells) + "\r\n").encode()


def uk(**cells: str) -> Listed:
    row = {"Name 6": "NIKPOUR", "Name 1": "Bahram", "Group Type": "Individual", "Alias Type": "Prime Alias"}
    row |= {"Regime": "Docks", "Listed On": "14/04/2011", "Group ID": "7"}
    text = io.StringIO()
    writer = csv.DictWriter(text, UK_COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(row | cells)
    return DocumentFormat.UK_CONLIST, b"Last Updated,13/04/2018\r\n" + text.getvalue().encode("cp1252")


def canada(**cells: str) -> Listed:
    record = {"Country": "Norland", "Schedule": "1", "Item": "4", "LastName": "Nikpour", "GivenName": "Bahram"} | cells
    body = "".join(f"<{name}>{value}</{name}>" for name, value in record.items())
    return DocumentFormat.CANADA_SEMA, f"<data-set><record>{body}</record></data-set>".encode()


def eu(**cells: str) -> Listed:
    row = dict.fromkeys(EU_COLUMNS, "") | {"no": "3", "name": "NIKPOUR Bahram", "listed_on": "2011-04-12"} | cells
    return DocumentFormat.EU_ANNEX, (EU_HEADER + "\n" + "\t".join(row.values()) + "\n").encode()


def reasons(text: str) -> Listed:
    row = f"II.A\t6\tBahram NIKPOUR\t{text}\t2008-06-23"
    return DocumentFormat.EU_ANNEX, f"part\tno\tname\treasons\tlisted_on\n{row}\n".encode()


def eu_csv(**cells: str) -> Listed:
    row = {"celex": "32011R0359", "recordId": "3", "annex": "I.A", "startDate": "12.4.2011", "schema": "Person"}
    row |= {"name": "NIKPOUR Bahram"} | cells
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(row)
    return DocumentFormat.EU_ANNEX_CSV, text.getvalue().encode()


def uk_line(**cells: Any) -> Listed:
    line = {"id": "NOR0007", "regime": "Docks", "type": "individual", "date_designated": "31/12/2020"}
    line |= {"sanctions_imposed": "Asset freeze", "names": [{"name": "Bahram Nikpour", "kind": "primary"}]}
    lists: dict[str, Any] = {name: [] for name in ("non_latin", "titles", "positions", "birth_years")}
    return DocumentFormat.UK_SANCTIONS_JSONL, json.dumps(line | lists | cells, ensure_ascii=False).encode()


def fsf(*parts: str, details: str = "", function: str = "", title: str = "") -> Listed:
    body = (
        '<regulation numberTitle="2021/584" programme="NOR" publicationDate="2021-04-12"/><subjectType code="person" '
        f'classificationCode="P"/><nameAlias wholeName="Bahram NIKPOUR" function="{function}" title="{title}"/>'
    )
    opened = f'<sanctionEntity euReferenceNumber="EU.1.2" logicalId="1" designationDetails="{details}">'
    xml = f'<export xmlns="urn:fsf">{opened}{body}{"".join(parts)}</sanctionEntity></export>'
    return DocumentFormat.EU_FSF_XML, xml.encode()


#: Places of which a reader takes nothing, or only what has a form that it knows.
LEFT_OUT: dict[str, Make] = {
    "ofac: columns of vessels": lambda text: ofac(others=text),
    "ofac: an item of the remarks": lambda text: ofac(remarks=f"DOB 1961; {text}; POB Osma."),
    "ofac: two items": lambda text: ofac(remarks=f"DOB 1961; alt. {text}; {text}."),
    "ofac: where a remark is cut": lambda text: ofac(remarks=f"DOB 1961; Title {text}"),
    **{f"uk: {name}": lambda text, name=name: uk(**{name: text}) for name in UK_PRIVATE},  # type: ignore[misc]
    "uk: Country": lambda text: uk(Country=text),
    "uk: Other Information": lambda text: uk(**{"Other Information": f"EU listing. Not UN. {text}. Male."}),
    "uk: the beginning of Other Information": lambda text: uk(**{"Other Information": f"{text}. UN Ref NOi.020."}),
    "ofac: remark on the sanctions": lambda text: ofac(remarks=f"Additional Sanctions Information - {text}."),
    "uk: nationality": lambda text: uk(Nationality=text),
    "canada: an element that nobody knows": lambda text: canada(Address=text, Remarks=text),
    "eu: grounds": reasons,
    **{f"eu csv: {name}": lambda text, name=name: eu_csv(**{name: text}) for name in EU_PRIVATE},  # type: ignore[misc]
    "uk line: reasons": lambda text: uk_line(reasons=text, other_information=text),
    "uk line: an item that nobody knows": lambda text: uk_line(address=text, nationalities=[text]),
    "eu: gender": lambda text: eu(gender=text),
    "fsf: details of the entity": lambda text: fsf(details=text),
    "fsf: remark": lambda text: fsf(f"<remark>{text}</remark>"),
    "fsf: address": lambda text: fsf(f'<address street="{text}" poBox="{text}" zipCode="{text}" place="{text}"/>'),
    "fsf: contact": lambda text: fsf(f'<address><contactInfo key="EMAIL" value="{text}"/></address>'),
    "fsf: paper": lambda text: fsf(f'<identification number="{text}" latinNumber="{text}" nameOnDocument="{text}"/>'),
    "fsf: remark on a paper": lambda text: fsf(f"<identification><remark>{text}</remark></identification>"),
}
#: Places that hold names, posts or places.
TAKEN: dict[str, Make] = {
    "ofac: title": lambda text: ofac(title=text),
    "ofac: second title": lambda text: ofac(title=f"Head of the Harbour Court; {text}"),
    "ofac: title with more": lambda text: ofac(title=f"Head of the Harbour Court, {text}"),
    "ofac: post in the remarks": lambda text: ofac(remarks=f"DOB 1961; Head of the Harbour Court, {text}; POB Osma."),
    "ofac: title in the remarks": lambda text: ofac(remarks=f"DOB 1961; Title {text}; POB Osma."),
    "ofac: place of birth": lambda text: ofac(remarks=f"POB {text}."),
    "ofac: alias": lambda text: ofac(remarks=f"a.k.a. '{text}'."),
    "ofac: link": lambda text: ofac(remarks=f"Linked To: {text}."),
    "uk: position": lambda text: uk(Position=text),
    "uk: two positions": lambda text: uk(Position=f"(a) Head of the Court (b) {text}"),
    "uk: former post": lambda text: uk(**{"Other Information": f"Former Mayor of Osma, {text}. Male."}),
    "uk: title": lambda text: uk(Title=text),
    "uk: town of birth": lambda text: uk(**{"Town of Birth": text}),
    "canada: title": lambda text: canada(TitleOrShipType=text),
    "canada: aliases": lambda text: canada(Aliases=text),
    "canada: given names": lambda text: canada(GivenName=f"Bahram {text}"),
    "eu: function": lambda text: eu(function=text),
    "eu: second function": lambda text: eu(function=f"Head, Harbour Court; {text}"),
    "eu: other names": lambda text: eu(aka=text),
    "eu: place of birth": lambda text: eu(place_of_birth=text),
    "eu csv: position": lambda text: eu_csv(position=f"Head of the Court; {text}"),
    "eu csv: place of birth": lambda text: eu_csv(birthPlace=text),
    "uk line: position": lambda text: uk_line(positions=[f"Head of the Court|{text}"]),
    "uk line: title": lambda text: uk_line(titles=[text]),
    "fsf: function": lambda text: fsf(function=f"Head of the Court; {text}"),
    "fsf: title": lambda text: fsf(title=text),
}

each_thing = each(("text", "token"), PRIVATE)


def one(listed: Listed) -> Record:
    (record,) = read(*listed)
    assert "Nikpour" in repr(record)
    return record


def texts(value: object) -> Iterator[str]:
    """Every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)


@each_thing
@each("make", LEFT_OUT)
def test_what_is_not_read_is_not_carried(make: Make, text: str, token: str) -> None:
    assert token.encode() in make(text)[1]
    assert token not in repr(one(make(text)))


@each_thing
@each("make", TAKEN)
def test_what_is_read_is_left_out_or_found_by_the_check_of_cells(make: Make, text: str, token: str) -> None:
    carried = [found for found in texts(one(make(text))) if token.casefold() in found.casefold()]
    assert [found for found in carried if not signs(found)] == []


def test_the_places_are_read() -> None:
    assert [name for name, make in TAKEN.items() if "Warden" not in repr(one(make("Warden")))] == []
