"""A Canadian regulation whose schedule lists targets."""

from __future__ import annotations

from functools import partial

import pytest

from mostanad.documents.document import Document, PassageError
from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.CANADA_REGULATION)
ENTITIES, INDIVIDUALS = "Entities — Grave Matters", "Individuals — Grave Matters"


def item(number: str, text: str, since: str = "2022-10-03") -> str:
    return f'<Item lims:inforce-start-date="{since}"><Label>{number}</Label><Text>{text}</Text></Item>'


def part(label: str, title: str, *items: str) -> str:
    return f"<Heading><Label>{label}</Label><TitleText>{title}</TitleText></Heading><List>{''.join(items)}</List>"


def content(*parts: str, schedule: str = "SCHEDULE 1") -> bytes:
    head = f"<ScheduleFormHeading><Label>{schedule}</Label></ScheduleFormHeading>"
    body = "<Body><Heading><TitleText>Ban</TitleText></Heading><Item><Label>(a)</Label><Text>goods</Text></Item></Body>"
    goods = (
        "<Schedule><ScheduleFormHeading><Label>SCHEDULE 2</Label></ScheduleFormHeading><List><Item/></List></Schedule>"
    )
    xml = f'<Regulation xmlns:lims="x">{body}<Schedule>{head}{"".join(parts)}</Schedule>{goods}</Regulation>'
    return b"\xef\xbb\xbf" + xml.encode()


def test_the_items_of_the_parts_and_nothing_else() -> None:
    bodies = part("PART 1.1", ENTITIES, item("1", "Osma Prison (OP)"), item("2", "[Repealed, SOR/2016-15, s. 1]"))
    people = part("PART 2.1", INDIVIDUALS, item("1", "Bahram Nikpour (born in 1963 or 1964)", "2024-09-17"))
    prison, person = read(content(bodies, people))
    assert (prison.key, prison.type, prison.name) == ("1, Part 1.1/1", EntityType.ENTITY, "Osma Prison (OP)")
    assert (person.identifier, person.scheme) == ("1, Part 2.1/1", IdentifierScheme.CA_SEMA)
    assert (person.type, person.listed, person.programmes) == (EntityType.PERSON, "2024-09-17", ("1, Part 2.1",))
    assert [(born.text, born.printed) for born in person.born] == [("[1963,1964]", "1963 or 1964")]


@pytest.mark.parametrize(
    ("text", "names", "born"),
    [
        ("Lena FALK", ["Lena Falk"], []),
        ("Lena Falk (born on April 27, 1959) (also known as L. Falk)", ["Lena Falk", "L. Falk"], ["1959-04-27"]),
        (
            "Lena Falk (also known as Lena Falck, Lenah Falk and Leena Falk)",
            ["Lena Falk", "Lena Falck", "Lenah Falk", "Leena Falk"],
            [],
        ),
        ("Lena Falk (born in spring)", ["Lena Falk"], [""]),
    ],
)
def test_names_and_births_stand_in_one_text(text: str, names: list[str], born: list[str]) -> None:
    (record,) = read(content(part("PART 2", INDIVIDUALS, item("1", text))))
    assert ([name.text for name in record.names], [said.text for said in record.born]) == (names, born)


def test_the_day_on_which_the_schedule_was_remade_only_bounds() -> None:
    (record,) = read(content(part("PART 1", ENTITIES, item("7", "Osma Works", "2016-02-05"))))
    assert record.listed == "[..2016-02-05]"


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (part("PART 1", "Trees — Grave Matters", item("1", "Oak")), "first word of the part is 'Trees'"),
        (part("PART 1", ENTITIES, item("", "Osma Works")), "an item of 1, Part 1 without a number or a text"),
        (part("PART 1", ENTITIES, item("1", "")), "without a number or a text"),
        (part("PART 1", ENTITIES, item("1", "Osma Works", "soon")), "inforce-start-date: 'soon' is not a day"),
        (part("PART 1", ENTITIES, item("1", "One"), item("1", "Two")), "the key 1, Part 1/1 is repeated"),
        (part("PART 1", INDIVIDUALS, item("1", "(born in 1960)")), "has no name"),
        ("", "the list has no record"),
    ],
)
def test_what_is_no_such_schedule(parts: str, says: str) -> None:
    with pytest.raises(ListError, match=says):
        read(content(parts))


def test_it_is_read_as_prose_too() -> None:
    raw = content(part("PART 1", ENTITIES, item("1", "Osma Works")))
    document = Document(raw, DocumentFormat.CANADA_REGULATION)
    assert document.passage(parse("record=1, Part 1/1")) == item("1", "Osma Works").encode()
    assert document.passage(parse("char=1,12")) == b"<Regulation"
    with pytest.raises(PassageError, match="no char= passages"):
        Document(raw, DocumentFormat.CANADA_SEMA).passage(parse("char=1,12"))
