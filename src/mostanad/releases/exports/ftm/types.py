"""The type of every property that the export uses, as the model of FollowTheMoney has it."""

from __future__ import annotations

_BY_TYPE = {
    "country": "country",
    "date": "birthDate date deathDate endDate publishedAt startDate",
    "entity": "entity holder member object organization post proof subject",
    "gender": "gender",
    "id": "id",
    "identifier": "number wikidataId",
    "language": "language",
    "name": "alias name previousName weakAlias",
    "number": "fileSize",
    "string": "author authority birthPlace program provisions publisher recordId role title type",
    "text": "description notes summary",
    "topic": "topics",
    "url": "sourceUrl",
}
TYPES = {name: kind for kind, names in _BY_TYPE.items() for name in names.split()}
