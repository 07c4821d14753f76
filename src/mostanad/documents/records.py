"""What lists are made of: entries, which stand somewhere in the bytes, and typed records, which say something of whom.

Each statement knows the key of the entry that prints it, so that a claim can be backed by exactly these bytes
(``record=KEY``).

**What a record never carries.** Lists print more about people than the public needs. For everybody on a list these are
left out, and no field exists that could hold them:

- addresses, places of work, telephone and fax numbers, e-mail addresses, web sites, digital currency addresses;
- numbers of passports, identity cards, driving licences, tax, social security, birth certificates and registers;
- relatives and spouses, marital status, ethnicity, religion, physical descriptions, photographs;
- free text that may hold any of these (grounds, remarks, comments): only what a format's module knows how to read is
  taken from it, never the text itself.

Dates of birth are as precise as printed; what is published is coarsened with :func:`.dates.year_only`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from mostanad.documents import dates
from mostanad.documents.printed import is_private, tidy
from mostanad.models.vocabularies import DocumentFormat, Gender, IdentifierScheme

T = TypeVar("T")


class ListError(ValueError):
    """A list that cannot be read, with the line (from 1) and the byte (from 0) of the error."""

    def __init__(self, message: str, *, line: int = 1, byte: int = 0) -> None:
        super().__init__(f"line {line} (byte {byte}): {message}")
        self.line, self.byte = line, byte


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A record as it stands in a list: ``content[start:end]`` is exactly its bytes, without its line end.

    ``record=KEY`` calls it by its key; it begins on a line (from 1); its value is its cells by column, or its element.
    """

    key: str
    start: int
    end: int
    line: int
    value: T

    def error(self, message: str) -> ListError:
        """An error at this entry."""
        return ListError(message, line=self.line, byte=self.start)

    def day(self, column: str, printed: str) -> str:
        """The day of a column (ISO 8601); raises ListError if it is not a day."""
        try:
            return dates.day(printed)
        except ValueError as error:
            raise self.error(f"{column}: {error}") from None

    def says(self, *texts: str) -> list[Stated]:
        """Texts of this entry as statements."""
        return [stated(text, self.key) for text in texts]


def once(entries: Iterable[Entry[T]]) -> Iterator[Entry[T]]:
    """Entries of which no two may have the same key; raises ListError at the second."""
    seen = set()
    for entry in entries:
        if entry.key in seen:
            raise entry.error(f"a second record {entry.key}")
        seen.add(entry.key)
        yield entry


class EntityType(StrEnum):
    """What is listed."""

    PERSON = "person"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


class NameKind(StrEnum):
    """What sort of name a list says a name is.

    PRIMARY is the first name of its script; WEAK is an alias that identifies nobody by itself, because the list says
    so (OFAC's names in quotation marks, "low quality") or because it is a single word of a person; MISPRINT is a slip
    of the list that its module knows, for instance the name of somebody else.
    """

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"
    FORMER = "former"
    MISPRINT = "misprint"


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as a list prints it, and as it is read.

    Attributes:
        text: the name in natural order (given names first), without titles; a family name that the list has in
            capitals to mark it begins with one. Arabic script in Persian letters of one form each.
        printed: the name as it stands in the list, white space made single; what stands in several cells is joined in
            their order, a comma after a family name that comes first.
        kind: what sort of name it is.
        script: ISO 15924 code of its letters.
        key: the entry that prints it.
        language: BCP 47 tag where the list says it, else empty.
        family: the family name, where the list shows which part it is.
    """

    text: str
    printed: str
    kind: NameKind
    script: str
    key: str
    language: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that the entry with a key says of the target, as printed (white space made single) and as read.

    The text of a date is its EDTF, empty where the subset has none for what is printed.
    """

    text: str
    printed: str
    key: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A programme, regime or schedule (as printed) under which the target stands, and the entries that print it.

    ``listed`` is the day on which the target was listed under it, where the list prints one (ISO 8601), else empty.
    Tags that are not designations are among them.
    """

    programme: str
    listed: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A target of a list.

    Attributes:
        key: the entry, or the first of several entries, that is about it.
        identifier: its number in the list.
        scheme: the scheme of that number, if the dataset has one.
        type: person, entity, vessel or aircraft.
        names: its names, that by which the list calls it first.
        listings: under what it is listed.
        listed: the day on which it was put on the list, where the list prints one (ISO 8601), else empty.
        born: dates of birth; several are alternatives.
        birth_places: as printed.
        gender: as stated.
        titles: ranks, degrees and honorifics.
        positions: posts and functions; they may be years old.
    """

    key: str
    identifier: str
    scheme: IdentifierScheme | None
    type: EntityType
    names: tuple[ListedName, ...]
    listings: tuple[Listing, ...]
    listed: str = ""
    born: tuple[Stated, ...] = ()
    birth_places: tuple[Stated, ...] = ()
    gender: Stated | None = None
    titles: tuple[Stated, ...] = ()
    positions: tuple[Stated, ...] = ()

    @property
    def name(self) -> str:
        """The name by which the list calls it."""
        return self.names[0].text

    @property
    def programmes(self) -> tuple[str, ...]:
        """The programmes under which it stands."""
        return tuple(listing.programme for listing in self.listings)


def record(
    entry: Entry[Any],
    identifier: str,
    scheme: IdentifierScheme | None,
    kind: EntityType,
    names: Iterable[ListedName],
    listings: Iterable[Listing],
    *,
    listed: str = "",
    born: Iterable[Stated] = (),
    birth_places: Iterable[Stated] = (),
    genders: Iterable[Stated] = (),
    titles: Iterable[Stated] = (),
    positions: Iterable[Stated] = (),
) -> Record:
    """A record without what it says twice, and without posts that speak of what is private.

    Raises ListError if it has no name, or its first one is empty.
    """
    printed = list(names)
    if not printed or not printed[0].text:
        raise entry.error(f"record {entry.key} has no name")
    return Record(
        entry.key,
        identifier,
        scheme,
        kind,
        unique_names(printed),
        tuple(listings),
        listed,
        _unique(born) if kind is EntityType.PERSON else (),
        _unique(birth_places),
        next((gender for gender in map(_gender, genders) if gender), None),
        _unique(titles),
        _unique(post for post in positions if not is_private(post.text)),
    )


def stated(text: str, key: str) -> Stated:
    """A text as a statement."""
    clean = tidy(text)
    return Stated(clean, clean, key)


def unique_names(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Names without those that an earlier one spells already."""
    seen: dict[str, ListedName] = {}
    for name in names:
        if name.text:
            seen.setdefault(name.text, name)
    return tuple(seen.values())


def _gender(said: Stated) -> Stated | None:
    """A gender, from a word or letter of a list; None where it states none."""
    genders = {"male": Gender.MALE, "m": Gender.MALE, "female": Gender.FEMALE, "f": Gender.FEMALE}
    gender = genders.get(said.text.casefold())
    return Stated(gender.value, said.printed, said.key) if gender else None


def _unique(statements: Iterable[Stated]) -> tuple[Stated, ...]:
    """Statements without those that an earlier one makes already; case and a final full stop make no difference."""
    seen: dict[str, Stated] = {}
    for statement in statements:
        if statement.printed:
            seen.setdefault((statement.text or statement.printed).casefold().rstrip("."), statement)
    return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name from a file of its own, which has the target's number and not whether it is a person: read both ways."""

    identifier: str
    of_person: ListedName
    of_entity: ListedName


@dataclass(frozen=True)
class FollowedList:
    """A list of which the dataset takes in version after version.

    Attributes:
        list_id: its id here, and the source of which every version is derived.
        title: its title.
        authority_id: the party that lists.
        authority: that party's name, kind and country, for when it is not in the dataset yet.
        formats: the formats in which it can be read, the usual one first.
        scheme: the scheme of its entry numbers, if there is one.
        programme_prefix: how ids of its programmes begin.
        codes: programmes of which everybody is taken in; of all others only who is in the dataset already.
        prefix: how entry numbers begin, where two lists share a scheme and an authority.
        has_acts: whether its changes are recorded as events, because it prints no date of listing.
    """

    list_id: str
    title: str
    authority_id: str
    authority: tuple[str, str, str]
    formats: tuple[DocumentFormat, ...]
    scheme: IdentifierScheme | None
    programme_prefix: str
    codes: frozenset[str] = frozenset()
    prefix: str = ""
    has_acts: bool = False


@dataclass(frozen=True)
class ListFormat:
    """How one kind of file of an official list is read.

    Attributes:
        name: what ``sources.format`` calls it.
        entries: its entries, in order, from the bytes; raises ListError where they are not such a list.
        key: the pattern of a key.
        example: a key.
        records: the targets, from the bytes; None where the file does not list targets.
        names: names of targets that another file lists; None where it has none.
        lists: the lists whose usual format it is.
    """

    name: DocumentFormat
    entries: Callable[[bytes], Iterator[Entry[Any]]]
    key: str
    example: str
    records: Callable[[bytes], Iterable[Record]] | None = None
    names: Callable[[bytes], Iterable[OtherName]] | None = None
    lists: tuple[FollowedList, ...] = ()
