"""Propose the changes of a new version of a list, as rows added to the dataset."""

from copy import deepcopy
from dataclasses import dataclass, replace

from mostanad.curation.draft import Draft, record
from mostanad.curation.proposals import biography, identities, list_changes
from mostanad.curation.proposals.candidates import MIN_SCORE, MIN_SCORE_OUTSIDE, Candidates
from mostanad.curation.proposals.request import Request
from mostanad.curation.proposals.steps import Change, Step, days
from mostanad.curation.transaction import EditRefused, Rows
from mostanad.documents.folder import Documents, sha256
from mostanad.documents.lists import formats
from mostanad.documents.records import EntityType, FollowedList, Record, Stated
from mostanad.files.grouping import key_of
from mostanad.models import TABLES
from mostanad.models.vocabularies import Coverage

#: How many candidates are shown for a record.
_SHOWN = 3
#: If more listings than both of these (number, share of all) end at once, the file may be incomplete.
_FEW, _MANY = 10, 0.2
_NOBODY = "nothing to propose: no entry of this list has a row yet; choose entries with --whole or a file of decisions"


@dataclass(frozen=True)
class Proposal:
    """All tables with the changes, and messages for the curator: new people, candidates, listings that end."""

    rows: Rows
    lines: tuple[str, ...]
    is_empty: bool
    many_ends: bool = False  # so many listings would end that the file may be incomplete


def propose(rows: Rows, request: Request, documents: Documents) -> Proposal:
    """Compare a version of a list with the dataset, without changing ``rows``. EditRefused: see docs/lists.md."""
    digest = sha256(request.content)
    for source in rows["sources"].values():
        if (source["sha256"], source["derived_from"]) == (digest, request.followed.list_id):
            _refuse_return(rows, request, source["source_id"])
            return Proposal(rows, (f"the file is registered already, as {source['source_id']}",), is_empty=True)
    draft = Draft(deepcopy(rows))
    change = Step(draft, request, documents).change()
    form = formats()[change.version.document.format]
    if form.names:
        identities.add_other_names(draft, change.version, request.followed, form)
    many_ends = not form.names and _Taking(draft, change, request).take_in()
    if all(draft.rows[name].content() == rows[name].content() for name in TABLES if name not in ("sources", "parties")):
        return Proposal(rows, (*draft.lines, "nothing to propose" if change.records_before else _NOBODY), is_empty=True)
    return Proposal(draft.rows, tuple(draft.lines), is_empty=False, many_ends=many_ends)


def _refuse_return(rows: Rows, request: Request, source_id: str) -> None:
    """Refuse a list that returned to an earlier version: a document is one source, which has only one day."""
    sources = rows["sources"].items()
    known = {key: days(row["published"])[1] for key, row in sources if row["derived_from"] == request.followed.list_id}
    last = max(known.values())
    if request.published and known[source_id] < last < days(request.published)[1]:
        raise EditRefused(
            f"the file equals {source_id} byte for byte, but the list had another version since then, of {last}: a "
            "return to an earlier version cannot be proposed; enter by hand which listings began and ended"
        )


class _Taking:
    def __init__(self, draft: Draft, change: Change, request: Request) -> None:
        self._draft, self._change, self._request, self._scheme = draft, change, request, change.followed.scheme
        self._lasting = _lasting(draft, change.followed)
        entries = {entry: row["target_id"] for (entry, _), row in self._lasting.items()}
        self._known = draft.identified(self._scheme) if self._scheme else entries
        self._candidates = Candidates(draft)
        self._links: list[tuple[str, Stated]] = []
        self._published = str(days(draft.rows["sources"][change.version.source_id]["published"])[1])
        # Reserve these ids: otherwise a namesake could get one and be joined by mistake.
        draft.taken.update(decision.entity_id for decision in request.decisions.values())

    def take_in(self) -> bool:
        """Take in every record, then end the listings that are missing; returns whether these are suspiciously many."""
        draft, change, lasting = self._draft, self._change, self._lasting
        for number, listed in change.records.items():
            entity_id, is_known = self._entity_of(number, listed)
            if entity_id:
                new = self._add_news(number, listed, entity_id, is_known=is_known)
                if new and is_known:
                    draft.tell(f"new for {entity_id}: {', '.join(new)}")
        biography.add_ties(draft, change.version, change.followed, self._links, self._published)
        keys = change.records.keys() | {listed.key for listed in change.records.values()}
        for key in sorted(self._request.decisions.keys() - keys):
            draft.tell(f"decision not used: the list has no record {key}")
        if self._request.is_part:
            return False
        listed_now = {(number, code) for number, listed in change.records.items() for code in listed.programmes}
        over = {listing: row for listing, row in lasting.items() if listing not in listed_now}
        if self._request.cells.get("coverage") == Coverage.EXCERPT:  # then end only what the previous version shows
            over = {listing: row for listing, row in over.items() if list_changes.key_before(change, *listing)}
        if many_ends := len(over) > max(_FEW, len(lasting) * _MANY):
            draft.tell(f"CAREFUL: {len(over)} of {len(lasting)} listings would end: is the file complete?")
        for row in over.values():
            list_changes.end(draft, change, row)
            draft.tell(f"not listed any more: {key_of(row)}, since {row['delisted']}")
        return many_ends

    def _add_news(self, number: str, listed: Record, entity_id: str, *, is_known: bool) -> list[str]:
        """Add what is new in a record; returns the ids of the new names, numbers, posts and listings."""
        draft, version = self._draft, self._change.version
        said = _news(listed, self._change.taken.get(number) if is_known else None)
        self._links += ((entity_id, link) for link in said.links)
        new = identities.add_names(draft, version, said.names, entity_id)
        new += identities.add_numbers(draft, version, listed, entity_id)
        new += biography.add_posts(draft, version, said, entity_id, self._published)
        biography.add_birth_and_gender(draft, version, said, entity_id)
        # If the entries of a list have no identifiers, the reason of a join becomes the note of the listing.
        decision = self._request.decision(number, listed.key)
        reason = "" if is_known or self._scheme or not decision else decision.reason
        for listing in listed.listings:
            if (number, listing.programme) not in self._lasting:
                new.append(list_changes.begin(draft, self._change, said, listing, entity_id, reason))
        return new

    def _entity_of(self, number: str, listed: Record) -> tuple[str, bool]:
        """The id of whom the record is about, empty if it is not taken in; and whether the dataset knew the entry."""
        draft, version = self._draft, self._change.version
        decision = self._request.decision(number, listed.key)
        if number in self._known:
            if decision and decision.entity_id != self._known[number]:
                draft.tell(f"decision not used: {number} is already {self._known[number]}")
            return self._known[number], True
        is_wanted = bool(self._change.codes & set(listed.programmes))
        if decision is None and not (is_wanted or number not in self._change.records_before):
            return "", False
        joined = decision.entity_id if decision and draft.table_of(decision.entity_id) else ""
        is_wanted = bool(decision.entity_id) if decision else is_wanted
        if decision is None or (is_wanted and not joined):  # a mistyped id would make a duplicate
            self._tell_candidates(number, listed, is_wanted=is_wanted)
        if not is_wanted:
            return "", False
        if joined:
            self._check_join(number, listed, joined)
        entity_id = joined or identities.take_in(draft, listed, decision)
        draft.tell(f"{'joined' if joined else 'new'}: {number} {listed.name} is {entity_id}")
        draft.claim(version, record(listed.key), entity_id, ["name"])
        if self._scheme:
            reason = decision.reason if decision else ""
            identities.add_number(draft, version, listed, entity_id, self._scheme, listed.identifier, reason)
        return entity_id, False

    def _check_join(self, number: str, listed: Record, entity_id: str) -> None:
        """Refuse to join a person and an organisation; warn if another record of this version has the same id."""
        if self._draft.is_person(entity_id) != (listed.type is EntityType.PERSON):
            raise EditRefused(f"{number} {listed.name} is of type {listed.type}: it cannot be {entity_id}")
        others = [other for other, known in self._known.items() if known == entity_id and other in self._change.records]
        if others:
            both = f"already record {', '.join(others)} of this list, and now also {number}"
            self._draft.tell(f"CAREFUL: {entity_id} is {both}")
        self._known[number] = entity_id

    def _tell_candidates(self, number: str, listed: Record, *, is_wanted: bool) -> None:
        if found := self._candidates.of(listed, min_score=MIN_SCORE if is_wanted else MIN_SCORE_OUTSIDE):
            state = "taken in as somebody new" if is_wanted else "not taken in"
            self._draft.tell(f"to decide: {number} {listed.name}, {state}; may be")
        for candidate in found[:_SHOWN]:
            self._draft.tell(f"    {candidate.score:5.1f}  {candidate.entity_id}: {candidate.reasons}")


def _news(listed: Record, before: Record | None) -> Record:
    """A record without what the previous version of it already says."""
    if before is None:
        return listed
    names, posts = {name.text for name in before.names}, {post.text for post in before.positions}
    links = {link.printed for link in before.links}
    return replace(
        listed,
        names=tuple(name for name in listed.names if name.text not in names),
        positions=tuple(post for post in listed.positions if post.text not in posts),
        links=tuple(link for link in listed.links if link.printed not in links),
        born=_if_new(listed.born, before.born),
        birth_places=_if_new(listed.birth_places, before.birth_places),
        gender=None if before.gender else listed.gender,
    )


def _if_new(now: tuple[Stated, ...], then: tuple[Stated, ...]) -> tuple[Stated, ...]:
    return () if [item.text for item in now] == [item.text for item in then] else now


def _lasting(draft: Draft, followed: FollowedList) -> dict[tuple[str, str], dict[str, str]]:
    """The listings and tags from this list that have not ended, by entry number and programme code."""
    backed = draft.backed_by(followed.list_id)
    return {
        (row["entry"], draft.rows["programmes"][row["programme_id"]]["code"]): row
        for row_id, row in (*draft.rows["sanctions"].items(), *draft.rows["tags"].items())
        if row_id in backed and row["programme_id"] and row["entry"] and not row["delisted"]
    }
