"""Add what a list says about a person's life: posts, birth, gender and links to others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from mostanad.curation.draft import Draft, Version, record
from mostanad.documents.dates import any_year, year_only
from mostanad.documents.printed import is_title, place_parts
from mostanad.documents.records import FollowedList, Record, Stated
from mostanad.matching import folding
from mostanad.models import edtf
from mostanad.models.vocabularies import Relation

#: The maximum length of a title in an id.
_LONG = 60
_FORMER = re.compile(r"^(?:former(?:ly)? |ex[- ])(?=\w)", re.IGNORECASE)
_YEAR = r"(?:[A-Z][a-z]+\.? )?(?P<{}>(?:19|20)\d\d)"
_YEARS = tuple(
    re.compile(rf"(?P<title>.+?),? \(?{years}\)?")
    for years in (
        r"(?P<started>(?:19|20)\d\d) ?[-–] ?(?P<ended>(?:19|20)\d\d)",
        f"since {_YEAR.format('started')}",
        f"until {_YEAR.format('ended')}",
    )
)
#: A country is not a place of birth.
_NOWHERE = frozenset({"iran", "islamic republic of iran"})
#: Names of places more similar than this (0 to 100) are spellings of the same place.
_SAME_PLACE = 75.0


@dataclass(frozen=True)
class Post:
    """A post that a list prints: its title without ``former`` and years, and its first and last year if known."""

    title: str
    started: str = ""
    ended: str = ""
    is_former: bool = False


def parse_post(printed: str) -> Post:
    title = _FORMER.sub("", printed)
    years = next((match.groupdict() for pattern in _YEARS if (match := pattern.fullmatch(title))), {"title": title})
    bare = years["title"]
    started, ended = years.get("started", ""), years.get("ended", "")
    return Post(bare[:1].upper() + bare[1:], started, ended, title != printed or bool(ended))


def add_posts(draft: Draft, version: Version, listed: Record, entity_id: str, published: str) -> list[str]:
    """Add the posts (not ranks) in a record, as of the list's day; former ones ended by then. Returns the new ids."""
    there = draft.where("positions", "holder_id", entity_id)
    held = {(folding.fold(row["title"]), row["started"]): row["position_id"] for row in there}
    new, before = [], f"[..{published}]"
    for stated in listed.positions:
        post = parse_post(stated.text)
        if is_title(post.title) and post.title != "Judge":
            continue
        key = (folding.fold(post.title), post.started)
        if key not in held:
            short = post.title if len(post.title) < _LONG else post.title[:_LONG].rpartition(" ")[0]
            held[key] = draft.merged(entity_id, short, post.started)
            if not held[key]:
                held[key] = draft.mint(entity_id, short, post.started)
                cells = {"holder_id": entity_id, "title": post.title, "started": post.started}
                new.append(draft.add("positions", held[key], **cells))
        row = draft.rows["positions"][held[key]]
        fields = ["holder_id", "title"] + (["started"] if post.started and post.started == row["started"] else [])
        ended = post.ended or (before if post.is_former else "")
        if ended and row["ended"] in ("", ended):
            row["ended"] = ended
            fields.append("ended")
        draft.claim(version, record(stated.key), held[key], fields, as_of=post.ended or before)
    return new


def add_birth_and_gender(draft: Draft, version: Version, listed: Record, entity_id: str) -> None:
    """Add a person's year of birth, and for officials also place and gender. A different value becomes a dispute."""
    if not draft.is_person(entity_id):
        return
    row = draft.rows[draft.table_of(entity_id)][entity_id]

    def say(field: str, said: Stated, **cells: str) -> None:
        draft.claim(version, record(said.key), entity_id, [field], **cells)

    def dispute(field: str, said: Stated) -> None:
        say(field, said, stance="disputes", value=said.text)

    for year in _years(listed):
        known = row["born"] = row["born"] or year.text
        if known == year.text:
            say("born", year)
        elif _within(known, year.text):
            say("born", year, stance="approximates", value=year.text)
        elif _within(year.text, known):
            more = f"the list is more precise: {year.text}; correct the cell if you agree"
            draft.tell(f"{entity_id}: born {known}; {more}")
        else:
            dispute("born", year)
    if entity_id not in draft.rows["officials"]:
        return
    for place in listed.birth_places[:1]:
        if place.text.casefold() in _NOWHERE:
            continue
        row["birth_place"] = row["birth_place"] or place.text
        here, there = place_parts(row["birth_place"]), place_parts(place.text)
        if here[0] == there[0]:
            say("birth_place", place)
        elif not any(
            one in other or other in one or fuzz.ratio(one, other) > _SAME_PLACE for one in here for other in there
        ):  # else it is another spelling, or one place is in the other
            dispute("birth_place", place)
    if listed.gender is not None:
        row["gender"] = row["gender"] or listed.gender.text
        (say if row["gender"] == listed.gender.text else dispute)("gender", listed.gender)


def _within(one: str, other: str) -> bool:
    (begun, ended), (first, last) = edtf.parse(one).days, edtf.parse(other).days
    return first <= begun and ended <= last


def _years(listed: Record) -> list[Stated]:
    """The printed years of birth. Alternatives in one record become a single date, or else only the first counts."""
    found = {year: stated.key for stated in listed.born if (year := year_only(stated.text))}
    said = [Stated(year, year, key) for year, key in found.items()]
    if len(said) < 2 or len({stated.key for stated in listed.born if stated.text}) > 1:
        return said
    if text := any_year(found):
        return [Stated(text, text, next(stated.key for stated in listed.born if stated.text))]
    return said[:1]


def add_ties(
    draft: Draft, version: Version, followed: FollowedList, linked: Iterable[tuple[str, Stated]], published: str
) -> None:
    """Add a tie for each link if exactly one target of the list has the printed name; else tell the curator."""
    backed = draft.backed_by(followed.list_id)
    for entity_id, link in linked:
        rows = (*draft.where("names", "name", link.text), *draft.where("names", "name", link.printed))
        found = {row["entity_id"] for row in rows if row["name_id"] in backed}
        if len(found) != 1:
            draft.tell(f"{entity_id} is linked to {link.printed}: {len(found) or 'no'} rows have this name in the list")
            continue
        cells = {"from_id": entity_id, "to_id": found.pop(), "relation": Relation.LINKED_TO.value}
        same = (row for row in draft.where("affiliations", "from_id", entity_id) if cells.items() <= row.items())
        tie_id = next((row["affiliation_id"] for row in same), "")
        if not tie_id:
            tie_id = draft.mint(entity_id, "linked-to", cells["to_id"])
            draft.tell(f"new tie: {draft.add('affiliations', tie_id, **cells)}")
        draft.claim(version, record(link.key), tie_id, cells, as_of=f"[..{published}]")
