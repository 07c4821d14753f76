"""Identity: add the row of a person or organisation, with names and identifiers, from a record."""

import re

from mostanad.curation.draft import Draft, Version, record
from mostanad.curation.proposals.request import Decision
from mostanad.curation.transaction import EditRefused
from mostanad.documents.printed import WORDS
from mostanad.documents.records import EntityType, FollowedList, ListedName, ListError, ListFormat, NameKind, Record
from mostanad.matching.spelling import Query, Spelling
from mostanad.models import vocabularies as words

_RANK = re.compile(r"general|colonel|captain|commander|sergeant|admiral|judge|lieutenant", re.IGNORECASE)
_ALIAS_KINDS = {NameKind.FORMER: words.NameKind.FORMER, NameKind.MISPRINT: words.NameKind.MISPRINT}


def take_in(draft: Draft, listed: Record, decision: Decision | None) -> str:
    """Add a row for a new person or organisation; returns its id."""
    decision = decision or Decision("", "")
    is_person = listed.type is EntityType.PERSON
    # A post or a rank that the list prints; a link to a state body is not a post.
    has_post = bool(listed.positions) or any(_RANK.search(title.text) for title in listed.titles)
    entity_id = decision.entity_id or draft.mint(listed.name)
    if (decision.table or ("officials" if is_person and has_post else "parties")) == "officials":
        return draft.add("officials", entity_id, name=listed.name)
    patterns = WORDS["party_kinds"].items()  # for organisations, a guess that the curator corrects
    found = (kind for kind, any_of in patterns if re.search("|".join(any_of), listed.name, re.IGNORECASE))
    kind = decision.kind or (words.PartyKind.PERSON if is_person else next(found, words.PartyKind.STATE_BODY))
    return draft.add("parties", entity_id, name=listed.name, kind=kind, country=decision.country)


def add_number(
    draft: Draft, version: Version, listed: Record, entity_id: str, scheme: str, value: str, note: str = ""
) -> str:
    """Add the number of a person or organisation in a list; returns the id of the new row."""
    cells = {"entity_id": entity_id, "scheme": scheme, "value": value, "note": note}
    identifier_id = draft.add("identifiers", draft.mint(entity_id, scheme, value), **cells)
    draft.claim(version, record(listed.key), identifier_id, ["entity_id", "value"])
    return identifier_id


def add_numbers(draft: Draft, version: Version, listed: Record, entity_id: str) -> list[str]:
    """Add the numbers in other lists that a record prints and the dataset lacks; returns the ids of the new rows."""
    there = {(row["scheme"], row["value"]) for row in draft.where("identifiers", "entity_id", entity_id)}
    new = [number for number in listed.numbers if number not in there]
    return [add_number(draft, version, listed, entity_id, *number) for number in new]


def add_other_names(draft: Draft, version: Version, followed: FollowedList, form: ListFormat) -> None:
    """Add names of known people and organisations from a file of other names, if no earlier version printed them."""
    assert form.names is not None
    try:
        found = list(form.names(version.document.content))
        if not found:
            raise ListError("it has no name")
    except ListError as error:
        raise EditRefused(f"{version.source_id}: not a list of format {form.name}: {error}") from None
    entries = draft.identified(followed.scheme)
    backed = draft.backed_by(followed.list_id)
    printed = {(row["entity_id"], row["name"]) for key, row in draft.rows["names"].items() if key in backed}
    for other in found:
        if entity_id := entries.get(other.identifier):
            of_person, of_entity = other.names
            name = of_person if draft.is_person(entity_id) else of_entity
            if (entity_id, name.text) not in printed:
                add_names(draft, version, (name,), entity_id)


def add_names(draft: Draft, version: Version, names: tuple[ListedName, ...], entity_id: str) -> list[str]:
    """Add spellings that are new, and return their ids; add a claim to every spelling, new or known."""
    there = {row["name"]: row["name_id"] for row in draft.where("names", "entity_id", entity_id)}
    new = []
    for name in filter(lambda name: name.text, names):
        if name.text not in there:
            there[name.text] = _add_name(draft, name, entity_id)
            new.append(there[name.text])
        draft.claim(version, record(name.key), there[name.text], ["entity_id", "name"])
    return new


def _add_name(draft: Draft, name: ListedName, entity_id: str) -> str:
    others = {row["entity_id"] for row in draft.where("names", "name", name.text)} - {entity_id}
    called = " and ".join(draft.rows[draft.table_of(other)][other]["name"] for other in sorted(others))
    return draft.add(
        "names",
        draft.mint(entity_id, "name", name.text),
        entity_id=entity_id,
        name=name.text,
        # A name in Latin letters may be English, French or a transliteration: unless the list says so, leave it open.
        language=name.language or ("fa" if name.script == "Arab" else ""),
        script=name.script,
        kind=_name_kind(draft, name, entity_id),
        note=f"also a name of another, {called}: no document here says that they are one" if others else "",
    )


def _name_kind(draft: Draft, name: ListedName, entity_id: str) -> str:
    if name.kind in _ALIAS_KINDS:
        return str(_ALIAS_KINDS[name.kind])
    there = draft.where("names", "entity_id", entity_id)
    primary = next((row for row in there if (row["kind"], row["script"]) == ("primary", name.script)), None)
    if primary is None:
        return str(words.NameKind.PRIMARY if name.kind is NameKind.PRIMARY else words.NameKind.ALIAS)
    found = Spelling(entity_id, primary["name"], "", "", draft.is_person(entity_id)).has(Query(name.text))
    same = found is not None and found[1] in ("exact", "same letters", "other order", "skeleton")
    return str(words.NameKind.TRANSLITERATION if same and name.script == "Latn" else words.NameKind.ALIAS)
