"""What the readers of all lists give: typed records of what a list says about whom.

Each statement knows the key of the record that prints it, so that a claim can be backed by exactly these bytes
(``record=KEY``).

**What a record never carries.** Lists print more about people than the public needs. These readers leave out, for
everybody on the list, and no field exists that could hold them:

- addresses, places of work, telephone and fax numbers, e-mail addresses, web sites, digital currency addresses;
- numbers of passports, identity cards, driving licences, tax, social security, birth certificates and registers;
- relatives and spouses, marital status, ethnicity, religion, physical descriptions, photographs;
- free text that may hold any of these (grounds, remarks, comments): of it only what a reader knows how to read is
  taken, never the text itself.

Dates of birth are as precise as printed; what is published is coarsened with :func:`.dates.year_only`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mostanad.models.vocabularies import Gender, IdentifierScheme


class EntityType(StrEnum):
    """What is listed."""

    PERSON = "person"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    OTHER = "other"


class NameKind(StrEnum):
    """What sort of name a list says a name is.

    PRIMARY is the first name of its script; WEAK is an alias that identifies nobody by itself, because the list says
    so (OFAC's names in quotation marks, "low quality") or because it is a single word of a person; MISPRINT is a slip
    of the list that its reader knows, for instance the name of somebody else.
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
        key: the record that prints it.
        language: BCP 47 tag where the list says it, else empty.
        family: the family name, where the list shows which part it is.
        given: the other parts, where it does.
    """

    text: str
    printed: str
    kind: NameKind
    script: str
    key: str
    language: str = ""
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that a list says of the target.

    Attributes:
        text: the value; of a date its EDTF, empty where the subset has none for what is printed.
        printed: as printed, white space made single.
        key: the record that prints it.
    """

    text: str
    printed: str
    key: str


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act to which a list refers.

    Attributes:
        title: as printed (``2021/584 (OJ L124I)``, ``Executive Order 13553 (Iran)``).
        published: the day of its publication (ISO 8601), or empty.
        in_force: the day of its entry into force, or empty.
    """

    title: str
    published: str = ""
    in_force: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A programme, regime or schedule under which the target stands. Tags that are no designations are among them.

    Attributes:
        programme: its code or name as printed.
        listed: the day on which the target was listed under it, where the list prints it (ISO 8601), else empty.
        keys: the records that print it.
        acts: the legal acts that the list names for it.
    """

    programme: str
    listed: str
    keys: tuple[str, ...]
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A target of a list.

    Attributes:
        key: the record, or the first of several records, that is about it.
        identifier: its number in the list.
        scheme: the scheme of that number, if the dataset has one.
        type: person, entity, vessel, aircraft or other.
        names: its names, that by which the list calls it first.
        listings: under what it is listed.
        listed: the day on which it was put on the list, where the list prints one (ISO 8601), else empty.
        born: dates of birth; several are alternatives.
        birth_places: as printed.
        gender: as stated.
        nationalities: nationalities and citizenships, as printed.
        titles: ranks, degrees and honorifics.
        positions: posts and functions; they may be years old.
        linked: names of other targets to which the list links it.
        remarks: notes of the list on the sanctions themselves.
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
    nationalities: tuple[Stated, ...] = ()
    titles: tuple[Stated, ...] = ()
    positions: tuple[Stated, ...] = ()
    linked: tuple[Stated, ...] = ()
    remarks: tuple[Stated, ...] = ()

    @property
    def name(self) -> str:
        """The name by which the list calls it."""
        return self.names[0].text

    @property
    def programmes(self) -> tuple[str, ...]:
        """The programmes under which it stands."""
        return tuple(listing.programme for listing in self.listings)


def gender_of(word: str, printed: str, key: str) -> Stated | None:
    """A stated gender, from a word or letter of a list; None where it states none."""
    genders = {"male": Gender.MALE, "m": Gender.MALE, "female": Gender.FEMALE, "f": Gender.FEMALE}
    gender = genders.get(word.strip().casefold())
    return Stated(gender.value, printed, key) if gender else None


def unique(statements: list[Stated]) -> tuple[Stated, ...]:
    """Statements without those that an earlier one makes already; case and a final full stop make no difference."""
    seen: dict[str, Stated] = {}
    for statement in statements:
        if statement.printed:
            seen.setdefault((statement.text or statement.printed).casefold().rstrip("."), statement)
    return tuple(seen.values())


def unique_names(names: list[ListedName]) -> tuple[ListedName, ...]:
    """Names without those that an earlier one spells already."""
    seen: dict[str, ListedName] = {}
    for name in names:
        if name.text:
            seen.setdefault(name.text, name)
    return tuple(seen.values())
