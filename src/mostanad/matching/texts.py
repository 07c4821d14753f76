"""What is found by its words, and is no name: events, programmes, documents, organisations; people by their posts."""

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

#: The tables whose rows are found by their words.
FOUND = tuple(name for name, model in TABLES.items() if model.words().found)
#: The score of words of a title, if they are the least part of it; how much higher it is of main events and of bodies.
LEAST, _MAIN, _BODY = 63, 5, 3
#: Of how many days an event is at most that is found by each of its months.
_MONTHS = 130
#: Of how many groups at most a word tells one.
_FEW = 12
#: The parts of those to whom it was done.
SUFFERED = (Part.TARGET, Part.DEFENDANT)
#: The first and the last month of something, as 2015-03.
Term = tuple[str, str]
#: A year, ours or a Persian one; from which on they are ours.
_YEAR, _PERSIAN = re.compile("(?:19|20|13|14)[0-9][0-9]"), 1900
#: The first day of a Persian year, counted from that of ours; it varies by a day.
_NEW_YEAR = dt.timedelta(79)


class Text(Name):
    """What is found by words: they stand in its title (``name``), in the id of what has the page, or with it
    (``more``). Of a post or an act, which leads to somebody else's page, a word of the title itself must be asked for.

    An event of which others were part, or of one known day, stands before bodies, and these before the others: their
    words score ``higher``. A post also has all months of its ``term``, the first and the last, as what was short has; a
    month of a year that is not among them only its title can name. ``names`` can be meant by their sounds. A body that
    has the words only in another name than its title stands behind those that have them there.
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
        """As :meth:`Spelling.has`: every word of the text must be here."""
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
            return LEAST + _MAIN, "words"  # the weightiest are first
        is_body, found = self.least == LEAST + _BODY and not self.own, partial(self._nearest, query, among=self.named)
        is_beside = is_body and all(found(word) < SAME_WORD for word in query.asked)
        covered = 0 if is_beside else min(1, sum(map(len, query.asked)) / len(self.title))
        why = "words" if worst >= SAME_WORD else "similar"
        return (round((self.least + 20 * covered) * worst**1.5, 1), why) if query.asked else None

    def _nearest(self, query: Query, word: str, among: Iterable[str]) -> float:
        """How like a word is to the nearest of these; or whether it is one of them together with the word beside it."""
        found = max(query.near(word, one, self.names) for one in among)
        joined = [one for one, bones in query.joined[word].items() if found < SAME_WORD and bones in self.singles]
        return 1.0 if any(query.near(*both, self.names) >= SAME_WORD for both in product(joined, among)) else found


#: What can be found: a name, or a text by its words.
Found = Spelling | Text


@lru_cache(maxsize=1 << 8)
def _months(asked: tuple[str, ...]) -> dict[str, list[Term]]:
    """By word for a month, ours or a Persian one, in which of our months it lies in each year that is asked for.

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
    """The first and the last month of a post, by its days in the table ``spans``: from the first that is possible
    to its end, or the last for which documents show it; of one of which nobody gives the start, those of documents."""
    first, last = span.get("earliest"), span.get("latest") or span.get("last_documented")
    if not first and (last := span.get("last_documented")):
        first = min(span.get("begun_by") or last, last)
    return (str(first)[:7], str(last)[:7]) if first and last else None


def bench(title: str | None, kind: str | None) -> str:
    """Another word for a post at the head of a court, or of a branch of one: who has it is a judge.

    >>> bench("Head of fourth branch, Revolutionary Court of Mashhad", "court"), bench("Head of Evin Prison", "prison")
    ('judge', '')
    """
    return "judge" if kind == "court" and re.match("head|chief|president", title or "", re.IGNORECASE) else ""


def texts(
    tables: Mapping[str, Iterable[Mapping[str, Any]]], also: Callable[[str, str], str] = lambda key, text: text
) -> list[Text]:
    """What is found by its words: those of the columns that the models declare (``found``), with years and months; in
    order of id and title. People are found by their names and posts, events by those who had a part in them too.

    ``also`` gives words in another language: of a text, and of what it names if that is a row.
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
            times = within(row) if table == "events" else _days(held) if held else {}
            lasted, short = _times({**row, **times}, words.times or ())
            more += [*lasted, *people.get(row[TABLES[table].key()], ())]
            if table == "events":
                more += whom.get(key, ())
                where = f" {folding.fold(' '.join(text for _, text in cells))} "
                lies = [province for place, province in folding.asked()["lies"].items() if f" {place} " in where]
                more += [word for province in lies for word in (province, also("", province))]
            if table == "parties":
                more += [name["name"] for name in spelled.get(key, ())]
            if row.get("kind") == "company":  # is found by the subjects of the events in which it had a part
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
    """The first and the last day of an event that the days leave of what it was part of, where they are certain."""
    first, last = dt.date.min, dt.date.max
    while event["part_of"]:
        event = of(event["part_of"])
        if not re.search("[~?]", event.get("date") or ""):
            first, last = max(first, event.get("date_min") or first), min(last, event.get("date_max") or last)
    return first, last


def _within(events: Mapping[str, Mapping[str, Any]], event: Mapping[str, Any]) -> dict[str, dt.date | None]:
    """The days of an event that can be those of a part of the larger ones; of one without days, theirs."""
    first, last = bounds(event, events.__getitem__)
    first, last = max(event["date_min"] or first, first), min(event["date_max"] or last, last)
    days = {"date_min": first if first > dt.date.min else None, "date_max": last if last < dt.date.max else None}
    return days if first <= last else {}


def _days(term: Term) -> dict[str, dt.date]:
    first, last = (dt.date.fromisoformat(f"{month}-{day}") for month, day in zip(term, ("01", "28"), strict=True))
    return {"started_min": first, "ended_max": last}


def _people(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    participations: Iterable[Mapping[str, Any]],
    named: Mapping[str, tuple[str, str]],
) -> dict[str, list[str]]:
    """By event the surnames of officials who had a part in it; if it has no place, those that stand in their posts."""
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
    """By event the words for those to whom it was done, but for words that many groups have, such as protesters."""
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
    """The years of something, ours and Persian ones, and if it was short its months, with the first and the last. Of an
    event that is long, or whose days are known by far, the first years; of what lasted from no given day, none."""
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
    """The years from a day to another, ours and the Persian ones, these also by their last digits."""
    persian = range((first - _NEW_YEAR).year - 621, (last - _NEW_YEAR).year - 620)
    return [*map(str, (*range(first.year, last.year + 1), *persian)), *(f"{year % 100:02}" for year in persian)]


def years(term: Term) -> list[str]:
    """The same of a post."""
    return _years(*_days(term).values())
