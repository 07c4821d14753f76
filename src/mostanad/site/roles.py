"""Parts of people and bodies in events: which are accusations, what became of these, and their order."""

from collections.abc import Iterable, Sequence
from functools import partial

from mostanad.files.grouping import grouped, key_of
from mostanad.loader.reasons import CLEARED, accuses, grave, is_bare
from mostanad.models.vocabularies import Basis, EventKind, Modality, Part, Standing, StatementKind
from mostanad.site.contents import READ, Record
from mostanad.site.evidence import Row

#: Kinds of events, gravest first, as :data:`mostanad.site.sections.GIVEN` says; all others come last.
_KINDS = ("killing", "execution", "death", "torture", "sexual_violence", "ill_treatment", "attack", "poisoning",
          "repression", "verdict", "punishment", "detention")  # fmt: skip
#: Kinds of events in which a part is not an accusation by itself.
NEUTRAL = ("agreement", "announcement", "appointment", "award", "designation", "dismissal", "election", "establishment",
           "gathering", "inauguration", "legislation", "protest", "publication", "release", "relocation", "resolution",
           "session", "uprising", "vote")  # fmt: skip
#: Standings that a court or a prosecutor decided.
_DECIDED = (Standing.CONVICTED, *CLEARED)
#: Answers to an accusation, denials first.
_ANSWERS = [StatementKind.DENIES, Standing.DENIED, StatementKind.ADMITS, Standing.ADMITTED]


def is_reported(record: Record, row: Row) -> bool:
    """Whether only proceedings are reported against an accused (a part), or against all accused of an event."""
    whole = [row] if "part" in row else record.naming(key_of(row), "participations", "event_id")
    accused = [one for one in whole if one["part"] == Part.ACCUSED]
    return bool(accused) and all(map(is_bare, accused))


def modality(record: Record, row: Row, item: Row) -> str:
    """The modality of a claim, or “reported”. A part in an event that is only alleged is alleged too."""
    is_alleged = "part" in row and record.evidence.is_alleged(row["event_id"], "title")
    how: str = Modality.ALLEGATION if is_alleged and item["modality"] == Modality.FACT else item["modality"]
    return "reported" if how == Modality.ALLEGATION and is_reported(record, row) else how


def taken(record: Record, item: Row) -> str:
    """The message for a claim taken from somebody else. Between two authorities, only the wording shows it."""
    is_inferred = {item["asserted_by"], item["origin"]} <= record.lists.keys()
    return "in much the same words as %(who)s" if is_inferred else "taken from %(who)s"


def answers(record: Record, key: str) -> list[tuple[str, str, str]]:
    """The answers of an accused to the accusation or a part of it: id of the row, column, and kind of answer; denials
    first."""
    parts, said = record.naming(key, "participations", "entity_id"), record.naming(key, "statements", "speaker_id")
    own = [(row["participation_id"], "standing", row["standing"]) for row in parts]
    accused = {key, *(row["event_id"] for row in parts if accuses(row))}
    for row in said:
        table, about = record.rows.get(row["about_id"] or row["event_id"] or "", ("", {}))
        whole = (about, *record.larger(about)) if table == "events" else (about,)
        if about and accused & set(map(key_of, whole)):
            own.append((row["statement_id"], "gist", row["kind"]))
    return sorted((one for one in own if one[2] in _ANSWERS), key=lambda one: _ANSWERS.index(one[2]))


def is_cleared(record: Record, key: str) -> bool:
    """Whether a court or a prosecutor cleared somebody: acquitted, case dropped, or conviction overturned."""
    return any(row["standing"] in CLEARED for row in record.naming(key, "participations", "entity_id"))


def standings(record: Record, part: Row) -> list[Row]:
    """The rows on the same part, of the same person in the same event, with a standing beyond an allegation: what
    courts decided first, then by date."""
    whole = record.naming(part["event_id"], "participations", "event_id")
    own = [row for row in whole if row["entity_id"] == part["entity_id"]]
    rows = [row for row in own if row["standing"] not in (None, Standing.ALLEGED)]
    return sorted(record.about_time(rows, "standing_date"), key=lambda row: row["standing"] not in _DECIDED)


def outcomes(record: Record, participations: Sequence[Row]) -> list[Row]:
    """What courts decided about somebody, if one decision cleared them: each decision once, by date. The part in the
    decision itself is preferred to the part in what it was about."""
    if not any(row["standing"] in CLEARED for row in participations):
        return []
    decided = [row for row in participations if row["standing"] in _DECIDED]
    own = sorted(decided, key=lambda row: row["part"] != Part.DEFENDANT)
    return record.about_time([rows[0] for rows in alike(own, "standing", "standing_date")], "standing_date")


def in_events(record: Record, participations: Iterable[Row]) -> list[list[Row]]:
    """Somebody's parts by event, in the order of :data:`mostanad.site.sections.GIVEN`; then the gravest first."""
    groups = alike(sorted(participations, key=gravity), "event_id")
    return sorted(groups, key=lambda rows: (kind(record, rows[0]["event_id"]), gravity(rows[0])))


def concluded(record: Record, parts: Sequence[Row], field: str) -> list[str]:
    """The events of some parts for which a column (``field``) of the parts is only inferred."""
    said = (row for row in parts if not record.evidence.is_inferred(row["participation_id"], field))
    return sorted({row["event_id"] for row in parts} - {row["event_id"] for row in said})


def held_back(record: Record, part_ids: Iterable[str], speakers: Iterable[str]) -> list[tuple[str, str, list[str]]]:
    """Which of these speakers assert which of some parts only with a hedge: speaker, hedge, parts."""
    keys, whose = sorted(set(part_ids)), list(speakers)
    told = [(who, record.evidence.hedge(key, "part", who), key) for key in keys for who in whose]
    return [(*said, [key for *_, key in some]) for said, some in grouped(told, lambda one: one[:2]).items() if said[1]]


def own_words(record: Record, part: Row) -> Row | None:
    """The statement in which somebody admits their part in an event, if the record has one."""
    admits = part["standing"] == Standing.ADMITTED
    said = record.naming(part["entity_id"], "statements", "speaker_id") if admits else []
    about = (row for row in said if row["kind"] == StatementKind.ADMITS)
    return next((row for row in about if part["event_id"] in (row["about_id"], row["event_id"])), None)


def spoken_of(record: Record, key: str) -> list[Row]:
    """What others say about a row, or about rows without a page of their own that its page shows, such as a number or a
    post; and what authorities say in the entries of its listings."""
    shown = {key_of(row): None for name, _, row in record.referring.get(key, ()) if name not in READ}
    said = [row for one in (key, *shown) for row in record.naming(one, "statements", "about_id")]
    listings, entries = record.naming(key, "sanctions", "target_id"), record.told.by("entry_says", "sanction_id")
    told = (one["statement_id"] for listing in listings for one in entries.get(listing["sanction_id"], ()))
    whole = {key_of(row): row for row in (*said, *(record.row(one) for one in told))}
    return [row for row in whole.values() if row["speaker_id"] != key]


def alike(rows: Iterable[Row], *columns: str) -> list[list[Row]]:
    """Rows grouped by the cells in some columns, in order of first appearance."""
    return [*grouped(rows, lambda row: tuple(row[name] for name in columns)).values()]


def graded(record: Record, parts: Sequence[Row]) -> list[Row]:
    """Participations, or rows with their ids. Those that only add a standing are left out if the same part of the same
    person has a grade in another row."""
    rows = [record.row(row["participation_id"]) if row["participation_id"] else row for row in parts]
    keys = [(row["event_id"], row.get("entity_id"), row["part"]) for row in rows]
    known = {key for key, row in zip(keys, rows, strict=True) if row["basis"]}
    is_more = [bool(row["basis"]) or row.get("standing") in (None, Standing.ALLEGED) for row in rows]
    return [row for row, key, says in zip(parts, keys, is_more, strict=True) if says or key not in known]


def kind(record: Record, event_id: str) -> int:
    """Sort key of an event by its kind, gravest first; without an event, last."""
    found = record.kind(event_id)
    return _KINDS.index(found) if found in _KINDS else len(_KINDS) + (not event_id)


def kinds(record: Record, event_ids: Iterable[str]) -> list[str]:
    """The kinds of some events, each once, gravest first; repression, which can mean anything, last."""
    own = (record.row(one)["kind"] for one in sorted(event_ids, key=partial(kind, record)))
    return sorted(dict.fromkeys(own), key=lambda one: one == EventKind.REPRESSION)


def is_read(record: Record, parts: Iterable[Row]) -> bool:
    """Whether the grade of a part is only our reading of the words."""
    return any(record.evidence.is_inferred(row["participation_id"], "basis") for row in parts)


def outermost(record: Record, parts: Sequence[Row]) -> list[Row]:
    """Parts in events without those in an event that was part of another of these, with the same grade, by the word of
    the same: one sentence can tell of both."""
    said: dict[tuple[str, str | None], set[str]] = {}
    for row in parts:
        by = {one["asserted_by"] for one in record.evidence.asserting(row["participation_id"], "part")}
        said.setdefault((row["event_id"], row["basis"]), set()).update(by)

    def is_inside(row: Row) -> bool:
        key, by = row["event_id"], said[row["event_id"], row["basis"]]
        while key := record.row(key)["part_of"]:
            if by <= said.get((key, row["basis"]), set()):
                return True
        return False

    return [row for row in parts if not is_inside(row)]


def by_strength(record: Record, parts: Sequence[Row]) -> tuple[list[str], list[str], list[str]]:
    """The outermost events of accused parts: those in which somebody is said to have acted; of the rest, those for
    which they are called responsible; and what is left. In each, the gravest comes first, repression last."""
    rows, found = outermost(record, parts), list[list[str]]()
    for weaker in ((Basis.OFFICE, Basis.RESPONSIBILITY), (Basis.OFFICE,), ()):
        events = {row["event_id"] for row in rows if row["basis"] not in weaker}.difference(*found)
        found.append(sorted(events, key=lambda one: (record.kind(one) == EventKind.REPRESSION, kind(record, one), one)))
    return found[0], found[1], found[2]


def gravity(row: Row) -> tuple[int, int, str]:
    """Sort key of a part in an event: the gravest first, then by id."""
    return *grave(row), key_of(row)
