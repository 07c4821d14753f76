"""What lists are made of: entries, which stand somewhere in the bytes, and typed records, which say something of whom,
with the key of the entry that prints it. What no field could hold stands in docs/list-formats.md."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import starmap
from typing import Any, Generic, TypeVar

from mostanad.documents import dates
from mostanad.documents.printed import WORDS, is_private, is_title, tidy
from mostanad.files.grouping import grouped
from mostanad.models.vocabularies import DocumentFormat, Gender, IdentifierScheme, SanctionMeasure

T = TypeVar("T")
V = TypeVar("V")


class ListError(ValueError):
    """A list that cannot be read, with the line (from 1) and the byte (from 0) of the error."""

    def __init__(self, message: str, *, line: int = 1, byte: int = 0) -> None:
        super().__init__(f"line {line} (byte {byte}): {message}")
        self.line, self.byte = line, byte


class EntityType(StrEnum):
    """What is listed."""

    PERSON = "person"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"

    @property
    def is_person(self) -> bool:
        return self is EntityType.PERSON


#: What sort of name a list says a name is. PRIMARY is the first of its script; WEAK identifies nobody by itself: the
#: list says so, or it is a single word of a person; MISPRINT is a slip of the list that its module knows.
NameKind = StrEnum("NameKind", ["PRIMARY", "ALIAS", "WEAK", "FORMER", "MISPRINT"])


def _by_word(meanings: Callable[[str], V], words: Mapping[str, list[str]]) -> dict[str, V]:
    return {word: meanings(name) for name, printed in words.items() for word in printed}


#: What lists call those whom they list, sorts of names, and what a listing does; in lower case.
TYPES = _by_word(EntityType, WORDS["types"])
KINDS = _by_word(NameKind, WORDS["name_kinds"])
MEASURES = _by_word(SanctionMeasure, WORDS["measures"])
GENDERS = {"male": Gender.MALE.value, "m": Gender.MALE.value, "female": Gender.FEMALE.value, "f": Gender.FEMALE.value}


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as a list prints it (with single spaces, several cells joined in their order), and as it is read: in
    natural order, without titles, no family name in capitals, Arabic script in Persian letters of one form each."""

    text: str
    printed: str
    kind: NameKind
    script: str  # ISO 15924
    key: str
    language: str = ""  # BCP 47, where the list says it
    family: str = ""  # where the list shows which part it is


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that the entry with a key says of the target, as read (of a date its EDTF, empty where the subset has
    none) and as printed (white space made single)."""

    text: str
    printed: str
    key: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A programme, regime or schedule (as printed) under which the target stands, also a tag that does not designate;
    the day of listing, where the list prints one (ISO 8601); the entries that print it."""

    programme: str
    listed: str
    keys: tuple[str, ...]
    measures: tuple[str, ...] = ()  # where the list prints what it does; one that the vocabulary lacks, as printed


@dataclass(frozen=True, slots=True)
class Record:
    """A target of a list."""

    key: str  # of the first entry about it
    identifier: str  # its number in the list
    scheme: IdentifierScheme | None
    type: EntityType
    names: tuple[ListedName, ...]  # that by which the list calls it first
    listings: tuple[Listing, ...]
    listed: str = ""  # the date on which it was put on the list, where the list prints one
    born: tuple[Stated, ...] = ()  # several are alternatives
    birth_places: tuple[Stated, ...] = ()
    gender: Stated | None = None
    titles: tuple[Stated, ...] = ()  # ranks, degrees and honorifics
    positions: tuple[Stated, ...] = ()  # posts and functions; they may be years old
    links: tuple[Stated, ...] = ()  # names of other targets to whom it is linked, read as if they were persons
    numbers: tuple[tuple[IdentifierScheme, str], ...] = ()  # its numbers in other lists that it prints

    @property
    def name(self) -> str:
        return self.names[0].text

    @property
    def programmes(self) -> tuple[str, ...]:
        return tuple(listing.programme for listing in self.listings)


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A record in a list: ``content[start:end]`` is exactly its bytes, without its line end; ``record=KEY`` calls it by
    its key; it begins on a line (from 1); its value is its cells by column, or its element."""

    key: str
    start: int
    end: int
    line: int
    value: T

    def error(self, message: str) -> ListError:
        return ListError(message, line=self.line, byte=self.start)

    def day(self, column: str, printed: str) -> str:
        """The day of a column (ISO 8601); raises ListError if it is not a day."""
        try:
            return dates.day(printed)
        except ValueError as error:
            raise self.error(f"{column}: {error}") from None

    def one_of(self, known: Mapping[str, V], column: str, printed: str) -> V:
        """What the word of a column means, whatever its case; raises ListError if it is not known."""
        if printed.casefold() not in known:
            raise self.error(f"{column} is {printed!r}")
        return known[printed.casefold()]

    def called(self, key: str, lacks: str) -> "Entry[T]":
        """The entry with a key; raises ListError with these words if it is empty."""
        if not key:
            raise self.error(lacks)
        return replace(self, key=key)

    def keyed(self: "Entry[dict[str, Any]]", column: str, pattern: str, form: str) -> "Entry[dict[str, Any]]":
        """The entry with what stands in a column as its key; raises ListError if that is not of the form."""
        key = self.value.get(column)
        if not (isinstance(key, str) and re.fullmatch(pattern, key)):
            raise self.error(f"{column} is {key!r}; it must be {form}")
        return replace(self, key=key)

    def says(self, *texts: str) -> list[Stated]:
        return [Stated(text, text, self.key) for text in map(tidy, texts)]

    def born(self, printed: str, *, is_rough: bool = False) -> Stated:
        date = dates.born(printed)
        return Stated(dates.circa(date) if is_rough else date, tidy(printed), self.key)

    def listing(self, programme: str, listed: str, measures: tuple[str, ...] = ()) -> Listing:
        return Listing(programme, listed, (self.key,), measures)

    def record(
        self,
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
        posts: Iterable[Stated] = (),
        links: Iterable[Stated] = (),
        numbers: Iterable[tuple[IdentifierScheme, str]] = (),
    ) -> Record:
        """A record of a target, without what it says twice, and without posts that speak of what is private. ``posts``
        are titles and positions that the list does not tell apart; ``listed`` is by default the day of its first
        listing. ListError if it has no name, or its first one is empty."""
        printed, mixed, under = list(names), list(posts), _merged(listings)
        if not printed or not printed[0].text:
            raise self.error(f"record {self.key} has no name")
        positions = [*positions, *(post for post in mixed if not is_title(post.text))]
        known = (replace(one, text=GENDERS[word]) for one in genders if (word := one.text.casefold()) in GENDERS)
        return Record(
            self.key,
            identifier,
            scheme,
            kind,
            _first(printed, lambda name: name.text),
            under,
            listed or min((listing.listed for listing in under), default=""),
            _unique(born) if kind.is_person else (),
            _unique(birth_places),
            next(known, None),
            _unique([*titles, *(post for post in mixed if is_title(post.text))]),
            _unique(post for post in positions if not is_private(post.text)),
            _unique(link for link in links if not is_private(link.printed)),
            tuple(numbers),
        )


Row = Entry[dict[str, str]]


def once(entries: Iterable[Entry[T]]) -> Iterator[Entry[T]]:
    """Entries of which no two may have the same key; raises ListError at the second."""
    seen = set()
    for entry in entries:
        if entry.key in seen:
            raise entry.error(f"a second record {entry.key}")
        seen.add(entry.key)
        yield entry


def numbered(entries: Iterable[Entry[T]]) -> Iterator[Entry[T]]:
    """Entries of which several may have the same key: behind it comes the place of each among them, from 1."""
    seen: Counter[str] = Counter()
    for entry in entries:
        seen[entry.key] += 1
        yield replace(entry, key=f"{entry.key}/{seen[entry.key]}")


def _merged(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """A listing for each programme: with the first day, and the keys of all entries that print it."""
    found: dict[str, Listing] = {}
    for one in listings:
        there = found.get(one.programme, one)
        keys = tuple(dict.fromkeys((*there.keys, *one.keys)))
        found[one.programme] = replace(there, listed=min(there.listed, one.listed), keys=keys)
    return tuple(found.values())


def _unique(statements: Iterable[Stated]) -> tuple[Stated, ...]:
    """Statements without those that an earlier one makes already; case and a final full stop make no difference."""
    return _first(statements, lambda said: (said.text or said.printed).casefold().rstrip("."))


def _first(items: Iterable[T], key: Callable[[T], str]) -> tuple[T, ...]:
    return tuple(same[0] for name, same in grouped(items, key).items() if name)


@dataclass(frozen=True)
class FollowedList:
    """A list of which the dataset takes in version after version: an entry of ``lists/followed.toml``."""

    list_id: str  # also that of the source of which every version is derived
    title: str
    authority_id: str  # the state or union that lists
    parties: dict[str, tuple[str, str, str]]  # names, kinds and countries of authority and office
    formats: tuple[DocumentFormat, ...]  # in which it can be read, the usual one first
    programme_prefix: str  # how ids of its programmes begin
    scheme: IdentifierScheme | None = None  # of its entry numbers
    prefix: str = ""  # how entry numbers begin, where two lists share a scheme and an authority
    programme: str = ""  # the only one of its records, where several lists share a format and print no numbers
    has_acts: bool = False  # its changes are recorded as events, because it prints no date of listing
    office_id: str = ""  # the office that acts for the authority and publishes the list, if that is another party

    @property
    def publisher_id(self) -> str:
        return self.office_id or self.authority_id


@dataclass(frozen=True)
class ListFormat:
    """How one kind of file of an official list is read; ``entries`` raises ListError where it is not such a list."""

    name: DocumentFormat
    entries: Callable[[bytes], Iterator[Entry[Any]]]  # in the order of the file
    key: str  # the pattern of a key
    example: str  # a key
    record: Callable[[Entry[Any]], Record] | None = None  # where each entry lists a target
    group: Callable[[str, list[Entry[Any]]], Record] | None = None  # where several do: of its number, and of these
    number: Callable[[str], str] = lambda key: key.rpartition("/")[0]  # of the target of an entry, by the entry's key
    records: Callable[[bytes], Iterable[Record]] | None = None  # where they need more of the file
    #: Where it lists names of targets of another file, which does not say who is a person: each name read as a person's
    #: and as an organisation's.
    names: Callable[[bytes], Iterable[Record]] | None = None
    has_words: bool = False  # whether it is UTF-8 text with reasons, whose words are passages too
    body: Callable[[bytes], bytes] | None = None  # where the file is no text: its rows as text, in which entries stand

    @property
    def lists_targets(self) -> bool:
        return bool(self.record or self.group or self.records)

    def read(self, content: bytes) -> Iterator[Record]:
        """The targets, in the order of the file; raises ListError where it cannot be read, or has a key twice."""
        if self.records:
            yield from self.records(content)
        elif self.record:
            yield from map(self.record, once(self.entries(content)))
        elif self.group:
            targets = grouped(once(self.entries(content)), lambda entry: self.number(entry.key))
            yield from starmap(self.group, targets.items())
