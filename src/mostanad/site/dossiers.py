"""The dossiers of officials, the pages of documents, and a page of evidence for every row: who says so, in which
document and passage, for or against, and how to check it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple

from mostanad.files.grouping import grouped, key_of
from mostanad.loader.ids import Gone
from mostanad.loader.reasons import accuses, grave
from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.language import say, speaking, spoken
from mostanad.models.vocabularies import Basis, Modality, Part, Stance
from mostanad.models.words import heading, when
from mostanad.site.contents import READ, Record, of_evidence
from mostanad.site.evidence import Row, place
from mostanad.site.filters import by_authority, events_of
from mostanad.site.page import Page, listing, whole
from mostanad.site.posts import known_first, latest_posts
from mostanad.site.reasons import Reason, reasons
from mostanad.site.roles import in_events, is_read, outcomes, outermost, spoken_of, standings
from mostanad.site.sections import GIVEN, Section, listings, page_with
from mostanad.site.timelines import timeline

#: Tables for which the template of a dossier has its own sections.
_OWN = ("names", "identifiers", "participations", "statements")
#: Tables that the description of a dossier counts, and that come first in it.
_COUNTED = ("positions", "sanctions")
#: How many of the rows that refer to a row its page lists.
_LISTED = 30


class Speakers(NamedTuple):
    """Who makes some accusations. ``own``: in their own documents, not only repeating others (authorities always).
    ``reported``: only as others report, with these and the number of events. ``events``: of how many ``own`` speak, or
    else the first reported; ``by_office``: how many of these rest on office alone. ``grades``: each with the number of
    events and who of ``own`` gives it. ``is_alike``: whether each of ``own`` speaks of all events. ``read``: grades
    that, of one part or more, are only our reading of their words. ``own_acts``: whether all who assert a part that is
    not one by office or as responsible say outright that it was an act of the accused. ``told``: the events."""

    own: tuple[str, ...]
    reported: tuple[tuple[str, tuple[str, ...], int], ...]
    events: int = 0
    by_office: int = 0
    grades: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    is_alike: bool = False
    read: frozenset[str] = frozenset()
    own_acts: bool = False
    told: frozenset[str] = frozenset()


def pages(record: Record) -> Iterator[Page]:
    for official_id in sorted(record.dossiers):
        _, row = record.rows[official_id]
        path, title = record.address(official_id), record.label(official_id)
        of_events, section = _reasons(record, official_id)
        parts = [section, listings(record, official_id)]
        yield from page_with(parts, path, "official", title, partial(_official, record, row, of_events))
    for row in record.tables["sources"]:
        yield from _document(record, row)
    for row_id in record.rows:
        yield Page(of_evidence(row_id), "row", record.title(row_id), partial(_evidence, record, row_id))
    yield from _gone(record)


def _official(
    record: Record, row: Row, of_events: Mapping[str, Reason], found: Mapping[str, Section]
) -> dict[str, Any]:
    official_id = row["official_id"]
    listings, listed = record.naming(official_id, "sanctions", "target_id"), by_authority(record, official_id)
    participations = record.naming(official_id, "participations", "entity_id")
    told_of = {one["row_id"] for row in listings for one in record.told.by_listing.get(row["sanction_id"], ())}
    own_acts = {row["participation_id"] for row in participations
                if row["basis"] == Basis.OWN_ACT and row["standing"] is None} & told_of  # fmt: skip
    accused = [one for one in participations if accuses(one) or one["participation_id"] in own_acts]
    statements = record.naming(official_id, "statements", "speaker_id")
    inferred = [row for row in statements if record.evidence.is_inferred(row["statement_id"], "gist")]
    told = [given.row for one in found["reasons"].shown if not one.event for given in one.given]
    about = [row for row in (*spoken_of(record, official_id), *inferred) if row not in told]
    by_event = in_events(record, participations)
    said: dict[str, Any] = {
        "official": row,
        "posts": known_first(record, latest_posts(record, official_id)),
        "listed": [(who, listed.get(who, [])) for who in record.lists],
        "elsewhere": [
            {"row": row, "own": record.facts[row["sanction_id"]]["target_id"].support == "official"}
            for row in listings if row["authority_id"] not in record.lists
        ],
        "listings": record.told.by_listed(listings),
        "checked": [row for row in record.tables["fact_check_answers"] if row["entity_id"] == official_id],
        "names": record.naming(official_id, "names", "entity_id"),
        "identifiers": record.naming(official_id, "identifiers", "entity_id"),
        "parts": list(_parts(record, official_id)),
        "timeline": timeline(record, official_id),
        "participations": participations,
        "accused": accused,
        "accusations": [rows for rows in by_event if any(row in accused for row in rows)],
        "others": [rows for rows in by_event if not any(row in accused for row in rows)],
        "outcomes": outcomes(record, participations),
        "given": of_events,
        **found,
        "accusers": speakers(record, accused),
        "statements": record.about_time([row for row in statements if row not in inferred], "made"),
        "spoken_of": record.about_time(about, "made"),
    }  # fmt: skip
    rows = [row, *said["names"], *participations, *chain(*(rows for *_, rows in said["parts"]))]
    said["documents"] = _documents(record, rows)
    counted = {table: len(rows) for table, _, rows in said["parts"] if table in _COUNTED}
    counted |= {"positions": len(said["posts"]), "sanctions": len(record.told.once(listings))}
    said["description"] = say(
        "%(name)s (posts: %(positions)s; listings: %(sanctions)s; parts in events: %(participations)s): "
        "who says so, in which document, and who disagrees.",
        name=record.label(official_id), participations=len(participations), **counted,
    )  # fmt: skip
    others = sorted({name["name"] for name in said["names"] if name["kind"] != "misprint"})
    person = {"@type": "Person", "name": row["name"], "alternateName": others, "url": "#"}
    return said | {"data": {"@context": "https://schema.org", **person}}


def _reasons(record: Record, official_id: str) -> tuple[dict[str, Reason], Section]:
    """What reasons add to the parts, posts and ties of a dossier: by event of its parts, and a section for the rest."""
    shown = (("participations", "entity_id"), ("positions", "holder_id"), ("affiliations", "from_id"))
    own = [row for side in shown for row in record.naming(official_id, *side)]
    events = {row["event_id"] for row in own if "event_id" in row}
    rows = reasons(record, record.naming(official_id, "sanctions", "target_id"), {key_of(row) for row in own})
    # Posts of other people, and ties between others, are on their pages.
    told = [(one.given[0].table, one.given[0].row.values(), one) for one in rows]
    about = [one for table, cells, one in told if table not in ("affiliations", "positions") or official_id in cells]
    more = [one for one in about if one.event not in events]
    title = "What else the statements of reasons say" if events else "What the statements of reasons say"
    section = Section("reasons", title, more, GIVEN)
    return {one.event: one for one in rows if one.event in events}, section


def speakers(record: Record, participations: Sequence[Row]) -> Speakers:
    """Who asserts some parts in events, of which a part beside its whole does not count."""
    participations = outermost(record, participations)
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    origins: dict[str, set[str]] = defaultdict(set)
    for row in participations:
        for item in record.evidence.of(row["participation_id"]).get("part", []):
            if item["stance"] == Stance.ASSERTS:
                said[item["asserted_by"], reporter := record.reporter(item)].append(row["event_id"])
                origins[item["asserted_by"]].add(reporter or item["origin"])
    in_order = sorted(said, key=lambda one: (-len(said[one]), one))
    by_event = {who: set(said[who, reporter]) for who, reporter in in_order if not reporter}
    heirs = [(who, whose) for who in by_event for whose in origins[who] - {who} if origins[who] == {whose}]
    repeating = {who for who, whose in heirs if by_event[who] <= by_event.get(whose, set())}
    own = tuple(who for who in by_event if who not in repeating or who in record.lists)
    heard = {}
    for who in dict.fromkeys(who for who, _ in in_order if who not in by_event):
        by = sorted(reporter for one, reporter in in_order if one == who)
        heard[who, tuple(by)] = {event for one in by for event in said[who, one]}
    events = set().union(*map(by_event.__getitem__, own)) if own else next(iter(heard.values()), set())
    others = {row["event_id"] for row in participations if row["basis"] != Basis.OFFICE}
    reported = tuple((*one, len(of_one)) for one, of_one in heard.items())
    told = [row for row in sorted(participations, key=grave, reverse=True) if row["part"] == Part.ACCUSED]
    told = [row for row in told if row["basis"] not in (None, Basis.OFFICE) and row["event_id"] in events]
    gravest = {row["event_id"]: row for row in told}
    # The grade of an own act is only named where the same event has another grade too.
    plain = {Basis.OWN_ACT} - {gravest[row["event_id"]]["basis"] for row in told if row["basis"] != Basis.OWN_ACT}
    graded, every = (grouped(rows, itemgetter("basis")) for rows in (gravest.values(), told))
    # An event counts for each of its grades, but for responsibility only if that is its gravest grade.
    of = {one: (graded if one == Basis.RESPONSIBILITY else every)[one] for one in Basis if one in graded}
    grades = [(one, events_of(rows), _by(record, rows, own)) for one, rows in of.items() if one not in plain]
    is_alike = all(by_event[who] == events for who in own)
    by_basis = grouped((row for row in participations if row["basis"]), itemgetter("basis"))
    read = {one for one, rows in by_basis.items() if is_read(record, rows)}
    done = [row for row in participations if row["basis"] not in (Basis.OFFICE, Basis.RESPONSIBILITY)]
    acts = all(row["basis"] == Basis.OWN_ACT and _outright(record, row) for row in done)
    counts = len(events), len(events - others)
    return Speakers(own, reported, *counts, tuple(grades), is_alike, frozenset(read), acts, frozenset(events))


def _outright(record: Record, row: Row) -> bool:
    """Whether all who assert a part in an event also say outright how the accused had it."""
    said = partial(record.evidence.asserting, row["participation_id"])
    outright = {one["asserted_by"] for one in said("basis") if one["modality"] != Modality.INFERENCE}
    return {one["asserted_by"] for one in said("part")} <= outright


def _by(record: Record, rows: Iterable[Row], speakers: Iterable[str]) -> tuple[str, ...]:
    """Which of these speakers assert the grade of one of these parts."""
    backed = chain(*(record.evidence.of(row["participation_id"]).get("basis", ()) for row in rows))
    given = {item["asserted_by"] for item in backed if item["stance"] == Stance.ASSERTS}
    return tuple(one for one in speakers if one in given)


def _documents(record: Record, rows: Iterable[Row]) -> list[tuple[str, int]]:
    """The documents on which rows rest, with the number of cells that each backs; most cells first."""
    facts = {
        (item["source_id"], item["fact_id"])
        for row in rows
        for item in chain(*record.evidence.of(key_of(row)).values())
    }
    counted = Counter(source for source, _ in facts)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _parts(record: Record, official_id: str) -> Iterator[tuple[str, str, list[Row]]]:
    """The other rows about an official: table, heading, rows in order of time."""
    for table in sorted(FACT_TABLES, key=lambda table: table not in _COUNTED):
        words = TABLES[table].words()
        if words.subject and table not in _OWN:
            rows = record.naming(official_id, table, words.subject)
            yield table, words.plural.capitalize(), record.about_time(rows, *words.times or ())


def _document(record: Record, row: Row) -> Iterator[Page]:
    """One document, with its lineage and the facts that rest on it."""
    key = row["source_id"]
    facts = [fact.rpartition("/") for fact in record.evidence.facts_on[key]]
    resting = [(row_id, [field for *_, field in fields]) for row_id, fields in groupby(facts, key=itemgetter(0))]
    copies = [other for other in record.tables["sources"] if other["derived_from"] == key]
    said = {"source": row, "copies": copies}
    path, title = record.address(key), row["title"]
    # Four cells of a row take a line.
    yield from listing(path, "source", title, resting, whole, tuple, lambda _: said, lambda row: 1 + len(row[1]) // 4)


def _evidence(record: Record, row_id: str) -> dict[str, Any]:
    """Template values for the page of evidence of a row."""
    table, row = record.rows[row_id]
    backed, facts = record.evidence.of(row_id), record.facts.get(row_id, {})
    cells: list[dict[str, Any]] = [
        {
            "column": column,
            "fact": facts.get(column.name),
            "evidence": backed.get(column.name, []),
            "ours": (table, column.name) == ("events", "kind"),
        }
        for column in TABLES[table].columns()
        if column.role in ("assertion", "coding") and row[column.name] not in (None, "", [])
    ]
    passages = _passages(backed)
    places = [(first["source_id"], first["selector"]) for first, _ in passages]
    for cell in cells:
        named = {(item["source_id"], item["selector"]) for item in cell["evidence"]}
        cell["passages"] = [number for number, one in enumerate(places, 1) if one in named]
    naming = record.referring.get(row_id, [])
    return {
        "table": table,
        "row": row,
        "row_id": row_id,
        "cells": cells,
        "passages": passages,
        "names": _printed(record, row_id),
        "is_own": record.address(row_id) == of_evidence(row_id),
        "naming": naming[:_LISTED],
        "reasons": reasons(record, [row]) if table == "sanctions" else [],
        "given": GIVEN,
        "also": [one for one in standings(record, row) if one is not row] if table == "participations" else [],
        "more": max(0, len(naming) - _LISTED),
        "citations": _citations(record, row_id, [cell for cell in cells if not cell["ours"]]),  # not our words
    }


def _printed(record: Record, row_id: str) -> dict[tuple[str, str], list[Row]]:
    """By passage, the names of a person or body that it prints. The label on their page is ours."""
    printed = defaultdict[tuple[str, str], list[Row]](list)
    for name in record.naming(row_id, "names", "entity_id"):
        for item in record.evidence.of(name["name_id"]).get("name", []):
            printed[item["source_id"], item["selector"]].append(name)
    return printed


def _passages(backed: Mapping[str, list[Row]]) -> list[tuple[Row, list[tuple[Row, list[tuple[str, Row]]]]]]:
    """The evidence on a row by passage: one item, then the items of each claim. Passages that publish their own word
    come first; then, for a listing, its entry."""
    passages: dict[tuple[str, str], dict[str, list[tuple[str, Row]]]] = {}
    for name, items in backed.items():
        for item in items:
            claims = passages.setdefault((item["source_id"], item["selector"]), {})
            claims.setdefault(item["claim_id"], []).append((name, item))
    found = [[(said[0][1], said) for said in claims.values()] for _, claims in sorted(passages.items())]
    entry = {(item["source_id"], item["selector"]) for item in backed.get("entry", ())}
    found.sort(key=lambda claims: (claims[0][0]["published_by"] != claims[0][0]["origin"],
                                   (claims[0][0]["source_id"], claims[0][0]["selector"]) not in entry))  # fmt: skip
    return [(claims[0][0], claims) for claims in found]


def _citations(record: Record, row_id: str, cells: list[Row]) -> list[tuple[list[tuple[str, str]], list[str]]]:
    """Citations of the values of a row: footnotes, grouped by the documents behind them; in English, as titles are."""
    notes = defaultdict[tuple[str, ...], list[tuple[str, str]]](list)
    with speaking(record.languages[0]):
        title = record.title(row_id)
        for cell in filter(itemgetter("evidence"), cells):
            field, items = cell["column"].name, cell["evidence"]
            documents = tuple(dict.fromkeys(item["source_id"] for item in items))
            said = f"{title}, {heading(field).lower()} {items[0]['value']}"
            places = "; ".join(_footnote(record, name, items) for name in documents)
            note = f"{said}: {places} ({record.about.name} {record.release.version}, {row_id}/{field})."
            notes[documents].append((field, note))
    release = f"{record.about.name}, version {record.release.version}, {row_id}."
    return [(of_these, [release, *map(record.citations.__getitem__, names)]) for names, of_these in notes.items()]


def _footnote(record: Record, source_id: str, items: list[Row]) -> str:
    row = record.sources[source_id]
    day = when(row["published"])
    selectors = dict.fromkeys(item["selector"] for item in items if item["source_id"] == source_id)
    places = ", ".join(f"{place(selector)} ({selector})" for selector in selectors)
    dated = "" if not day or day in row["title"] else f", {day}"
    url = f", {row['url']}" if row["url"] else ""
    return f"{record.label(row['author'] or row['publisher_id'])}, {row['title']}{dated}, {places}{url}"


def _gone(record: Record) -> Iterator[Page]:
    """Tombstones: a path that was ever published leads to what became of the row."""
    gone = Gone(record.held)
    called = formerly(record, gone)
    ids = {row["fact_id"].partition("/")[0] for row in gone.ends}
    ids |= {row["old_id"] for row in record.tables["redirects"]}
    for row_id in sorted(ids - set(record.rows)):
        said = partial(dict[str, Any], row_id=row_id, resolved=gone.resolve(row_id))
        title, whose = called(row_id)
        if whose == row_id and spoken().code != "en":  # a title made from the id is in English
            title = say("This address was withdrawn")
        for folder in ("rows", "officials", *READ):  # the table of a row that is gone is not known
            yield Page(f"{folder}/{row_id}.html", "gone", title, said)


def formerly(record: Record, gone: Gone) -> Callable[[str], tuple[str, str]]:
    """A function from the id of a row to its title and the id of its subject. A merged row has those of its successor.
    A withdrawn row is named after its subject, because its own words may have been what was wrong."""
    withdrawn = defaultdict[str, dict[str, str]](dict)
    for change in record.tables["changes"]:
        row_id, _, field = change["fact_id"].partition("/")
        if change["change"] == "retraction":
            withdrawn[row_id][field] = change["before"]

    def called(row_id: str) -> tuple[str, str]:
        kept, cells = row_id if row_id in record.rows else gone.new_id(row_id), withdrawn.get(row_id, {})
        if kept and kept in record.rows:
            table, row = record.rows[kept]
            return record.title(kept), row.get(TABLES[table].words().subject) or kept
        for words in (TABLES[name].words() for name in FACT_TABLES if cells.keys() <= {*TABLES[name].model_fields}):
            if whose := cells.get(words.subject):
                things = say(words.plural.capitalize()).lower()
                return say("One of the %(things)s of %(whose)s", things=things, whose=record.label(whose)), whose
        return row_id.replace("-", " ").capitalize(), row_id

    return called
