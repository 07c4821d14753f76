"""The parts of a list: entries, located in the bytes, and the typed record of each target, whose statements carry the
keys of the entries that print them. docs/list-formats.md says what is left out."""

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
    """The type of a listed target."""

    PERSON = "person"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"

    @property
    def is_person(self) -> bool:
        return self is EntityType.PERSON


#: Kinds of names. PRIMARY is the main name in its script. WEAK identifies nobody by itself: the list says so, or it is
#: a person's one-word alias. MISPRINT is an error of the list that its module knows.
NameKind = StrEnum("NameKind", ["PRIMARY", "ALIAS", "WEAK", "FORMER", "MISPRINT"])


def _by_word(meanings: Callable[[str], V], words: Mapping[str, list[str]]) -> dict[str, V]:
    return {word: meanings(name) for name, printed in words.items() for word in printed}


#: The meanings of the words that lists use for types of targets, kinds of names and measures; keys in lower case.
TYPES = _by_word(EntityType, WORDS["types"])
KINDS = _by_word(NameKind, WORDS["name_kinds"])
MEASURES = _by_word(SanctionMeasure, WORDS["measures"])
GENDERS = {"male": Gender.MALE.value, "m": Gender.MALE.value, "female": Gender.FEMALE.value, "f": Gender.FEMALE.value}


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as printed (``printed``: single spaces, several cells joined in order) and as read (``text``: natural
    order, no titles, no family name in capitals, Arabic script in normalised Persian letters)."""

    text: str
    printed: str
    kind: NameKind
    script: str  # ISO 15924
    key: str
    language: str = ""  # BCP 47, if the list gives it
    family: str = ""  # if the list shows which part it is


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement about the target in the entry with this key: as read (for a date its EDTF, empty if it has none)
    and as printed, with single spaces."""

    text: str
    printed: str
    key: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A printed programme, regime or schedule that lists the target, or a tag that does not designate. ``listed`` is
    the day of listing (ISO 8601, or EDTF if only bounded; may be empty), ``keys`` the entries that print it."""

    programme: str
    listed: str
    keys: tuple[str, ...]
    measures: tuple[str, ...] = ()  # if the list prints them; unknown ones are kept, with underscores


@dataclass(frozen=True, slots=True)
class Record:
    """A target of a list."""

    key: str  # of the first entry about the target
    identifier: str  # its number in the list
    scheme: IdentifierScheme | None
    type: EntityType
    names: tuple[ListedName, ...]  # the list's main name first
    listings: tuple[Listing, ...]
    listed: str = ""  # the date of listing, if the list prints one
    born: tuple[Stated, ...] = ()  # several are alternatives
    birth_places: tuple[Stated, ...] = ()
    gender: Stated | None = None
    titles: tuple[Stated, ...] = ()  # ranks, degrees and honorifics
    positions: tuple[Stated, ...] = ()  # posts and functions, which may be years out of date
    links: tuple[Stated, ...] = ()  # names of linked targets, all read as persons' names
    numbers: tuple[tuple[IdentifierScheme, str], ...] = ()  # its numbers on other lists, if this list prints them

    @property
    def name(self) -> str:
        return self.names[0].text

    @property
    def programmes(self) -> tuple[str, ...]:
        return tuple(listing.programme for listing in self.listings)


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """An entry of a list, selected by ``record=KEY``. ``content[start:end]`` is its exact bytes without the line end,
    ``line`` its first line (from 1), and ``value`` its cells by column or its XML element."""

    key: str
    start: int
    end: int
    line: int
    value: T

    def error(self, message: str) -> ListError:
        return ListError(message, line=self.line, byte=self.start)

    def day(self, column: str, printed: str) -> str:
        """The day in a cell (ISO 8601); ListError if the cell is not a day."""
        try:
            return dates.day(printed)
        except ValueError as error:
            raise self.error(f"{column}: {error}") from None

    def one_of(self, known: Mapping[str, V], column: str, printed: str) -> V:
        """The meaning of the word in a cell, ignoring case; ListError if the word is unknown."""
        if printed.casefold() not in known:
            raise self.error(f"{column} is {printed!r}, an unknown word")
        return known[printed.casefold()]

    def called(self, key: str, lacks: str) -> "Entry[T]":
        """The entry with this key; if the key is empty, ListError with the message ``lacks``."""
        if not key:
            raise self.error(lacks)
        return replace(self, key=key)

    def keyed(self: "Entry[dict[str, Any]]", column: str, pattern: str, form: str) -> "Entry[dict[str, Any]]":
        """The entry with the cell of a column as its key; ListError if the cell does not match the pattern."""
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
        """A record of a target, without duplicate statements and without positions and links that mention private
        matters. ``posts`` are titles and positions that the list mixes. ``listed`` defaults to the day of the first
        listing. ListError if there is no name or the first one is empty."""
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
            listed or _first_day(listing.listed for listing in under),
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
    """Yield entries; ListError at the first repeated key."""
    seen = set()
    for entry in entries:
        if entry.key in seen:
            raise entry.error(f"the key {entry.key} is repeated")
        seen.add(entry.key)
        yield entry


def numbered(entries: Iterable[Entry[T]]) -> Iterator[Entry[T]]:
    """Yield entries whose keys may repeat, with a number from 1 appended to each key: ``12174/1``."""
    seen: Counter[str] = Counter()
    for entry in entries:
        seen[entry.key] += 1
        yield replace(entry, key=f"{entry.key}/{seen[entry.key]}")


def _merged(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """One listing for each programme, with the first day and the keys of all entries that print it."""
    found: dict[str, Listing] = {}
    for one in listings:
        there = found.get(one.programme, one)
        keys = tuple(dict.fromkeys((*there.keys, *one.keys)))
        found[one.programme] = replace(there, listed=_first_day((there.listed, one.listed)), keys=keys)
    return tuple(found.values())


def _first_day(days: Iterable[str]) -> str:
    """The first of some days and intervals of days (EDTF); empty if there is none, and an empty one does not count."""
    return min(filter(None, days), key=lambda day: day.strip("[.]"), default="")


def _unique(statements: Iterable[Stated]) -> tuple[Stated, ...]:
    """Statements without duplicates; case and a final full stop are ignored."""
    return _first(statements, lambda said: (said.text or said.printed).casefold().rstrip("."))


def _first(items: Iterable[T], key: Callable[[T], str]) -> tuple[T, ...]:
    return tuple(same[0] for name, same in grouped(items, key).items() if name)


@dataclass(frozen=True)
class FollowedList:
    """A list whose versions the dataset takes in one after the other: an entry of ``lists/followed.toml``."""

    list_id: str  # also the id of the source that every version is derived from
    title: str
    authority_id: str  # the state or union that lists
    parties: dict[str, tuple[str, str, str]]  # name, kind and country of authority and office, by id
    formats: tuple[DocumentFormat, ...]  # the formats it can be read in, the usual one first
    programme_prefix: str  # the prefix of its programmes' ids
    scheme: IdentifierScheme | None = None  # of its entry numbers
    prefix: str = ""  # of its entry numbers, if two lists share a scheme and an authority
    programme: str = ""  # the only programme of its records, if several lists share a format and print no numbers
    has_acts: bool = False  # record its changes as events, because it prints no date of listing
    office_id: str = ""  # the office that publishes the list for the authority, if it is another party

    @property
    def publisher_id(self) -> str:
        return self.office_id or self.authority_id


@dataclass(frozen=True)
class ListFormat:
    """The reader of one format of official lists; ``entries`` raises ListError if a file does not have this format."""

    name: DocumentFormat
    entries: Callable[[bytes], Iterator[Entry[Any]]]  # in the order of the file
    key: str  # a regular expression for keys
    example: str  # a key
    record: Callable[[Entry[Any]], Record] | None = None  # if each entry is a target
    group: Callable[[str, list[Entry[Any]]], Record] | None = None  # if a target has several: from number and entries
    number: Callable[[str], str] = lambda key: key.rpartition("/")[0]  # the target's number, from an entry's key
    records: Callable[[bytes], Iterable[Record]] | None = None  # if records need more of the file
    #: If the file holds other names of targets in another file, and does not say which targets are persons: each name,
    #: read as a person's and as an organisation's.
    names: Callable[[bytes], Iterable[Record]] | None = None
    has_words: bool = False  # UTF-8 text with reasons, so words can be passages
    body: Callable[[bytes], bytes] | None = None  # if the file is not text: its rows as text, which locate entries

    @property
    def lists_targets(self) -> bool:
        return bool(self.record or self.group or self.records)

    def read(self, content: bytes) -> Iterator[Record]:
        """Yield the targets in file order; ListError if the file cannot be read or repeats a key."""
        if self.records:
            yield from self.records(content)
        elif self.record:
            yield from map(self.record, once(self.entries(content)))
        elif self.group:
            targets = grouped(once(self.entries(content)), lambda entry: self.number(entry.key))
            yield from starmap(self.group, targets.items())
