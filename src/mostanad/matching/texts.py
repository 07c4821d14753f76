"""Search by words instead of names: events, programmes, documents and organisations; people by their posts."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import product
from typing import Any

from mostanad.files.grouping import grouped
from mostanad.matching import folding
from mostanad.matching.spelling import SAME_WORD, WORST_WORD, Name, Query, Spelling, as_written, spellings, surnames
from mostanad.models import TABLES
from mostanad.models.language import MONTHS
from mostanad.models.vocabularies import Part

#: The tables whose rows are found by words.
FOUND = tuple(name for name, model in TABLES.items() if model.words().found)
#: The score if all words match but cover little of the title; what main events and bodies score on top.
LEAST, _MAIN, _BODY = 63, 5, 3
#: An event shorter than this number of days is found by each of its months.
_MONTHS = 130
#: A word in more groups than this does not distinguish a group.
_FEW = 12
#: The parts of those to whom an event was done.
SUFFERED = (Part.TARGET, Part.DEFENDANT)
#: The first and the last month of a row, like 2015-03.
Term = tuple[str, str]
#: A Gregorian or Persian year; years from 1900 on are Gregorian.
_YEAR, _PERSIAN = re.compile("(?:19|20|13|14)[0-9][0-9]"), 1900
#: The days from 1 January to the Persian new year, which varies by a day.
_NEW_YEAR = dt.timedelta(79)


class Text(Name):
    """A row that is found by words: those of its title (``name``), of the id of its page, and ``more``. A post or an
    act leads to another row's page, so the query must have a word of the title itself.

    ``higher`` ranks main events (with parts, or on one known day in one place) before bodies, and bodies before other
    rows. A post or a short event has a ``term``, from its first to its last month: it matches every month of its term,
    and another month only if the title names it. ``names`` maps words of names, which may match by sound, to whether
    they are people's. A body with the words only in its other names ranks after bodies with the words in their title.
    """

    def __init__(
        self, entity_id: str, label: str, kind: str, name: str, more: str, *, higher: int, term: Term | None,
        names: Mapping[str, bool],
    ) -> None:  # fmt: skip
        super().__init__(folding.fold(f"{name} {entity_id} {more}"))
        self.entity_id, self.label, self.kind, self.name, self.more = entity_id, label, kind, name, more
        self.least, self.term, self.names = LEAST + higher, term, names
        title = folding.fold(name)
        self.as_written, self.title, self.named = as_written(name), "".join(title.split()), {*title.split()}
        self.own = folding.words(title) if name != label else ()

    def has(self, query: Query) -> tuple[float, str] | None:
        """Like :meth:`Spelling.has`; every word of the query must match."""
        if query.as_written == self.as_written:
            return 100.0, "exact"
        if query.whole.letters == self.title:
            return 98.0, "same letters"
        worst = 1.0
        months = _months(tuple(query.asked)) if self.term else {}
        is_dated = bool(months) and any(_YEAR.fullmatch(word) and word in self.named for word in query.asked)
        for word in query.asked:
            asked = months.get(word, ())
            if self.term and any(self.term[0] <= last and first <= self.term[1] for first, last in asked):
                continue
            is_other = asked and not (is_dated and word in self.named)
            worst = min(worst, 0 if is_other else self._nearest(query, word, self.words))
            if worst < WORST_WORD:
                return None
        if self.own and all(self._nearest(query, word, self.own) < WORST_WORD for word in query.asked):
            return None
        if query.asked and all(_YEAR.fullmatch(word) or word in folding.asked()["times"] for word in query.asked):
            return LEAST + _MAIN, "words"  # one score for all: weights rank them
        is_body, found = self.least == LEAST + _BODY and not self.own, partial(self._nearest, query, among=self.named)
        is_beside = is_body and all(found(word) < SAME_WORD for word in query.asked)
        covered = 0 if is_beside else min(1, sum(map(len, query.asked)) / len(self.title))
        why = "words" if worst >= SAME_WORD else "similar"
        return (round((self.least + 20 * covered) * worst**1.5, 1), why) if query.asked else None

    def _nearest(self, query: Query, word: str, among: Iterable[str]) -> float:
        """The similarity of a query word to the nearest of these; 1 if it equals one when joined to its neighbour."""
        found = max(query.near(word, one, self.names) for one in among)
        joined = [one for one, bones in query.joined[word].items() if found < SAME_WORD and bones in self.singles]
        return 1.0 if any(query.near(*both, self.names) >= SAME_WORD for both in product(joined, among)) else found


#: What a search finds: a name, or a row by its words.
Found = Spelling | Text


@lru_cache(maxsize=1 << 8)
def _months(asked: tuple[str, ...]) -> dict[str, list[Term]]:
    """For each month in a query, Gregorian or Persian, the Gregorian months that it covers in the query's years.

    >>> _months(("march", "2015")), _months(("اسفند", "1393"))
    ({'march': [('2015-03', '2015-03')]}, {'اسفند': [('2015-02', '2015-03')]})
    """
    rules, years = folding.asked(), [int(word) for word in asked if _YEAR.fullmatch(word)]
    alike, found = rules["alike"], defaultdict[str, list[Term]](list)
    for (at, name), word in product([*enumerate(rules["gregorian"]), *enumerate(rules["months"], 12)], asked):
        if word != name and not {*alike.get(word, ())} & {*alike.get(name, ())}:
            continue
        for year in years:
            if at < 12 and year >= _PERSIAN:
                found[word].append((f"{year}-{at + 1:02}",) * 2)
            elif at >= 12 and year < _PERSIAN:
                begun = dt.date(year + 621, 1, 1) + _NEW_YEAR + dt.timedelta((at - 12) * 30 + min(at - 12, 6))
                found[word].append((f"{begun:%Y-%m}", f"{begun + dt.timedelta(28):%Y-%m}"))
    return dict(found)


def term(span: Mapping[str, Any]) -> Term | None:
    """The first and last month of a post, from its row in the table ``spans``: from the earliest possible day to the
    end or the last documented day. If no source gives the start, the documented days are both bounds."""
    first, last = span.get("earliest"), span.get("latest") or span.get("last_documented")
    if not first and (last := span.get("last_documented")):
        first = min(span.get("begun_by") or last, last)
    return (str(first)[:7], str(last)[:7]) if first and last else None


def bench(title: str | None, kind: str | None) -> str:
    """Another word by which to find a post at the head of a court or of one of its branches: its holder is a judge.

    >>> bench("Head of fourth branch, Revolutionary Court of Mashhad", "court"), bench("Head of Evin Prison", "prison")
    ('judge', '')
    """
    return "judge" if kind == "court" and re.match("head|chief|president", title or "", re.IGNORECASE) else ""


def texts(
    tables: Mapping[str, Iterable[Mapping[str, Any]]], also: Callable[[str, str], str] = lambda key, text: text
) -> list[Text]:
    """The rows that are found by words, in order of id and title. Their words come from the columns that the models
    declare as ``found``, from their dates and, for events, also from the people who took part.

    ``also`` translates a text; its first argument is the cell that the text labels, which can be the id of a row.
    """
    rows = {name: list(tables.get(name, ())) for name in ("officials", *FOUND)}
    labels = {name: (TABLES[name].key(), TABLES[name].words().label) for name in rows}
    named = {row[key]: (row[label], name) for name, (key, label) in labels.items() if label for row in rows[name]}
    wholes, parts = {row["part_of"] for row in rows["events"]}, list(tables.get("participations", ()))
    people, whom = _people(rows, parts, named), _done_to(tables.get("groups", ()), parts, also)
    within = partial(_within, events := {row["event_id"]: row for row in rows["events"]})
    acts = grouped((row for row in parts if row["part"] not in SUFFERED), lambda row: row["entity_id"])
    found, kinds = list[Text](), {row["party_id"]: row["kind"] for row in rows["parties"]}
    spelled = grouped(names := list(tables.get("names", ())), lambda row: row["entity_id"])
    spellings_of = spellings(rows["officials"], rows["parties"], names)
    called = {word: one.is_person for one in sorted(spellings_of, key=lambda one: one.is_person) for word in one.words}
    terms = {row["row_id"]: term(row) for row in tables.get("spans", ()) if row["table_name"] == "positions"}
    for table in FOUND:
        words, cites = TABLES[table].words(), {column.name for column in TABLES[table].columns() if column.references}
        for row in rows[table]:
            key = row[words.leads or TABLES[table].key()]
            if key not in named or row.get("kind") in ("person", "unnamed"):
                continue
            cells = [(row[name] or "", named.get(row[name], ("",))[0] if name in cites else row[name] or "")
                     for name in words.found]  # fmt: skip
            foreign = [also(cell, text.replace("_", " ")) for cell, text in cells if text]
            more = [text.replace("_", " ") for _, text in cells[1:] if text]
            more += [text for text in foreign if text not in (cells[0][1], *more)]
            held = terms.get(row[TABLES[table].key()])
            times = within(row) if table == "events" else {}
            if held:
                times["started_min"], times["ended_max"] = _days(held)
            lasted, short = _times({**row, **times}, words.times or ())
            more += [*lasted, *people.get(row[TABLES[table].key()], ())]
            if table == "events":
                more += whom.get(key, ())
                where = f" {folding.fold(' '.join(text for _, text in cells))} "
                lies = [province for place, province in folding.asked()["lies"].items() if f" {place} " in where]
                more += [word for province in lies for word in (province, also("", province))]
            if table == "parties":
                more += [name["name"] for name in spelled.get(key, ())]
            if row.get("kind") == "company":  # also found by the subjects of the events in which it took part
                did = [events[part["event_id"]] for part in acts.get(key, ())]
                titles = folding.fold(" ".join(f"{event['kind']} {event['title']}" for event in did)).split()
                more += sorted({*titles} & folding.asked()["alike"].keys())
            if table == "positions":
                more.append(bench(row["title"], kinds.get(row["body_id"])))
            is_of_one_day = table == "events" and row["place"] and row["date_min"] == row["date_max"] is not None
            higher = _MAIN if key in wholes or is_of_one_day else _BODY if table == "parties" else 0
            text = Text(key, *named[key], cells[0][1], " ".join(more), higher=higher, term=held or short, names=called)
            found.append(text)
    return sorted((text for text in found if text.title), key=lambda text: (text.entity_id, text.name))


def bounds(event: Mapping[str, Any], of: Callable[[str], Mapping[str, Any]]) -> tuple[dt.date, dt.date]:
    """The first and last day that an event can have, given the certain dates of the events that it is part of."""
    first, last = dt.date.min, dt.date.max
    while event["part_of"]:
        event = of(event["part_of"])
        if not re.search("[~?]", event.get("date") or ""):
            first, last = max(first, event.get("date_min") or first), min(last, event.get("date_max") or last)
    return first, last


def _within(events: Mapping[str, Mapping[str, Any]], event: Mapping[str, Any]) -> dict[str, dt.date | None]:
    """An event's days within those of the larger events that it is part of; empty if the two contradict each other."""
    first, last = bounds(event, events.__getitem__)
    first, last = max(event["date_min"] or first, first), min(event["date_max"] or last, last)
    days = {"date_min": first if first > dt.date.min else None, "date_max": last if last < dt.date.max else None}
    return days if first <= last else {}


def _days(term: Term) -> tuple[dt.date, dt.date]:
    return dt.date.fromisoformat(f"{term[0]}-01"), dt.date.fromisoformat(f"{term[1]}-28")


def _people(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    participations: Iterable[Mapping[str, Any]],
    named: Mapping[str, tuple[str, str]],
) -> dict[str, list[str]]:
    """For each event, the surnames of officials who took part; if it has no place, also the places in their posts."""
    many = surnames([row["name"] for row in rows["officials"]])
    last = {row["official_id"]: row["name"].split()[-max(1, many[row["name"]]) :] for row in rows["officials"]}
    placed = {row["event_id"]: row["place"] for row in rows["events"]}
    places = {place: f" {folding.fold(place)} " for place in placed.values() if place}
    held = defaultdict[str, set[str]](set)
    for post in rows["positions"]:
        body, *_ = named.get(post["body_id"], ("",))
        where = folding.fold(f"{post['title']} {body}")
        held[post["holder_id"]] |= {place for place, folded in places.items() if folded in f" {where} "}
    found = defaultdict[str, set[str]](set)
    for row in participations:
        if row["entity_id"] in last:
            key, who = row["event_id"], row["entity_id"]
            found[key].update(last[who], () if placed.get(key) or row["part"] in SUFFERED else held[who])
    return {key: sorted(words) for key, words in found.items()}


def _done_to(
    groups: Iterable[Mapping[str, Any]], participations: Iterable[Mapping[str, Any]], also: Callable[[str, str], str]
) -> dict[str, list[str]]:
    """For each event, words for those to whom it was done, without words that many groups share, like protesters."""
    called = {row["group_id"]: dict.fromkeys((row["description"], also("", row["description"]))) for row in groups}
    words = {key: {word for text in said for word in folding.fold(text).split()} for key, said in called.items()}
    many = Counter(word for some in words.values() for word in some)
    telling = {key: {word for word in some if many[word] <= _FEW and not word.isdigit()} for key, some in words.items()}
    found = defaultdict[str, set[str]](set)
    for row in participations:
        if row["part"] in SUFFERED:
            found[row["event_id"]].update(telling.get(row["entity_id"], ()))
    return {key: sorted(some) for key, some in found.items()}


def _times(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[list[str], Term | None]:
    """The Gregorian and Persian years of a row, and if it was short also its months and term. An event that was long or
    is vaguely dated has at most three years; a row that lasted from an unknown day has none."""
    days = [day for day in (row[f"{columns[0]}_min"], row[f"{columns[-1]}_max"]) if day] if columns else []
    if not days or (len(columns) > 1 and not row[f"{columns[0]}_min"]):
        return [], None
    first, last = days[0], days[-1]
    if (last - first).days < _MONTHS:
        months = range(first.month, first.month + (last.year - first.year) * 12 + last.month - first.month + 1)
        named = [MONTHS[(month - 1) % 12] for month in months]
        return [*_years(first, last), *named], (f"{first:%Y-%m}", f"{last:%Y-%m}")
    if len(columns) == 1:
        last = min(last, first.replace(year=first.year + 2, day=min(first.day, 28)))  # not every year has a 29 February
    return _years(first, last), None


def _years(first: dt.date, last: dt.date) -> list[str]:
    """The Gregorian and Persian years between two days; the Persian ones also as their last two digits."""
    persian = range((first - _NEW_YEAR).year - 621, (last - _NEW_YEAR).year - 620)
    return [*map(str, (*range(first.year, last.year + 1), *persian)), *(f"{year % 100:02}" for year in persian)]


def years(term: Term) -> list[str]:
    """The Gregorian and Persian years of a post, as search words."""
    return _years(*_days(term))
