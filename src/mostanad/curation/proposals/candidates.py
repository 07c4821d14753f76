"""Candidates: who in the dataset a record may be about, ranked, with reasons, for a curator to decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from mostanad.curation.draft import Draft
from mostanad.documents.dates import year_only
from mostanad.documents.records import EntityType, Record
from mostanad.matching import folding
from mostanad.matching.spelling import Query, Spelling
from mostanad.models import edtf
from mostanad.models.fields import ENTITIES

#: The lowest similarity of names (0 to 100) at which somebody is a candidate.
MIN_SCORE = 75.0
#: The same for records that the dataset takes in only if the curator joins them.
MIN_SCORE_OUTSIDE = 90.0
_SAME_BIRTH, _OTHER_BIRTH, _SAME_POST = 5.0, -30.0, 3.0
#: Words that are too common in posts to identify one.
_COMMON = frozenset(("with", "former", "iran", "iranian", "islamic", "republic", "chief", "head", "deputy", "general"))


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a record may be about; the similarity of names (0 to 100), adjusted for birth and posts."""

    entity_id: str
    score: float
    reasons: str


class Candidates:
    """All spellings of names in the dataset, for comparison with records."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        labels = [(row_id, row["name"]) for table in ENTITIES for row_id, row in draft.rows[table].items()]
        printed = [(row["entity_id"], row["name"]) for row in draft.rows["names"].values()]
        self._spellings = [
            Spelling(entity_id, name, name, draft.table_of(entity_id), draft.is_person(entity_id))
            for entity_id, name in dict.fromkeys(labels + printed)
            if draft.table_of(entity_id)
        ]
        self._by_word: dict[str, list[int]] = {}
        for number, spelling in enumerate(self._spellings):
            for bones in spelling.singles:
                self._by_word.setdefault(bones, []).append(number)
        self._posts: dict[str, set[str]] = {}
        for row in draft.rows["positions"].values():
            self._posts.setdefault(row["holder_id"], set()).update(_telling(row["title"]))

    def of(self, record: Record, *, min_score: float = MIN_SCORE) -> list[Candidate]:
        """The candidates whose names reach a score, best first. Above :data:`MIN_SCORE`, only names that share the
        consonants of a word are compared, which is fast enough for all entries of a list."""
        best: dict[str, tuple[float, str, str]] = {}
        queries = [Query(name.text) for name in record.names]
        for spelling in self._spellings if min_score <= MIN_SCORE else self._near(queries):
            if spelling.is_person != (record.type is EntityType.PERSON):
                continue
            for query in queries:
                found = spelling.has(query)
                if found and found[0] >= min_score and found > best.get(spelling.entity_id, (0.0, "", ""))[:2]:
                    best[spelling.entity_id] = (*found, spelling.name)
        ranked = [self._judged(record, entity_id, *found) for entity_id, found in best.items()]
        return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.entity_id))

    def _near(self, queries: Iterable[Query]) -> list[Spelling]:
        words = {bones for query in queries for bones in query.core.singles | query.whole.singles}
        numbers = {number for bones in words for number in self._by_word.get(bones, ())}
        return [self._spellings[number] for number in sorted(numbers)]

    def _judged(self, record: Record, entity_id: str, score: float, why: str, name: str) -> Candidate:
        reasons = [f"name {score:g} ({why}: {name})"]
        known = self._draft.rows[self._draft.table_of(entity_id)][entity_id]["born"]
        printed = [year_only(born.text) for born in record.born if born.text]
        if known and printed:
            score += _SAME_BIRTH if any(edtf.overlap(known, born) for born in printed) else _OTHER_BIRTH
            reasons.append(f"born {known}, the list says {' or '.join(printed)}")
        shared = self._posts.get(entity_id, set()) & {word for post in record.positions for word in _telling(post.text)}
        if shared:
            score += _SAME_POST
            reasons.append(f"posts share: {', '.join(sorted(shared))}")
        return Candidate(entity_id, round(score, 1), "; ".join(reasons))


def _telling(post: str) -> set[str]:
    return {word for word in folding.fold(post).split() if len(word) > 3} - _COMMON
