"""Pictures of timelines and of rival numbers, from the rows of the frames of a release."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from mostanad.files.grouping import keyed
from mostanad.loader import drawings as draw
from mostanad.loader.charts import Chart, Picture, foot_of, sheet
from mostanad.loader.drawings import SHEET, Count, Days, Drawing, Lane, Measures
from mostanad.loader.fact_check_text import DISPUTED, MARKS
from mostanad.loader.reasons import Told
from mostanad.loader.tables import Record
from mostanad.loader.timeline import entries
from mostanad.loader.timeline_findings import finding
from mostanad.models import TABLES, vocabularies
from mostanad.models.edtf import parse
from mostanad.models.fields import ENTITIES
from mostanad.models.language import say, say_many, speaking, spoken
from mostanad.models.vocabularies import Measure
from mostanad.models.words import Words, grade, lasting, meant, on, plain, quantity, seen, when

_NOBODY: Days = (None, None)
_ENDS = ("/ended", "/delisted")
_UNDATED = "no date on record"
#: The order of headings by table: tables not named here rank with ties, and statements come last, in this order.
_FIRST, _TIES, _SAID = dict.fromkeys(ENTITIES, 0) | {"positions": 1}, 2, ("said", "spoken of", "spoken to")
#: The CSS class of a lane, if it is not the noun of its table.
_LOOKS = {"participations": "event", "statements": "other"} | dict.fromkeys(ENTITIES, "other")
#: The legends of the pictures.
_TIMES = (
    "Solid means certain, faint means possible. An arrow: no document gives a start, or an end; a post without a start "
    "goes back to the edge, a bar without an end to the last day that a document covers, or on which a list still "
    "prints it. A diamond: on this day, as near as the axis shows."
)
_NUMBERS = (
    "A solid dot: the number, plainly given; a faint one: about so many, or a bound, on which side of it the arrow "
    "says; a bar: from … to …"
)

#: Selects the lanes that a page shows, from all lanes and the rows of the frame.
Inline = Callable[[Sequence[Lane], Sequence[Record]], Sequence[Lane]]


def timeline_of(told: Told, entity_id: str, until: dt.date, inline: Inline = lambda lanes, rows: ()) -> Chart:
    """Chart the record of a person, a body or an event up to a day, with a lane for each row of a table."""
    rows = entries(told, entity_id)
    said = _Said(told, rows)
    names = told.by("names", "entity_id").get(entity_id, ())
    persian = (row["name"] for row in names if (row["language"], row["kind"]) == ("fa", "primary"))
    documents = {source for fact in said.facts.values() for source in fact["source_ids"]}
    name = (told.label(entity_id), next(persian, ""))
    with speaking(spoken().brief()):
        every = said.lanes()
    shown = inline(every, rows)

    def drawn(measures: Measures) -> Drawing | None:
        lanes = every if measures is SHEET else shown
        is_drawn = lanes and draw.has_room(measures, len(lanes))
        return draw.draw_timeline(lanes, until, measures) if is_drawn else None

    note = say(_TIMES) if rows else ""
    return Chart(finding(told, rows, entity_id), note, rows, ((), ()), drawn, name, _rests(documents))


def plot_compare(told: Told, about_id: str, rows: list[Record]) -> Picture:
    """See :meth:`mostanad.loader.Release.plot_compare`; ``rows`` are those of :meth:`Told.rivals`."""
    release = told.release
    own = vocabularies.sound(release.about.head.get("vocabularies"))
    words = Measure.words() | own.get("Measure", {})
    numbers = {f"{row['estimate_id']}/{name}" for row in rows for name in ("value", "comparator")}
    facts = keyed(release._where("facts", "fact_id", numbers))
    counts = [_count(number, rows, told.label, facts) for number in range(len(rows))]
    drawn = [
        (
            f"{plain(measure).capitalize()}: {re.split('[;؛]', say(words.get(measure, measure)))[0]}",  # one line
            draw.draw_counts([count for _, count in found], SHEET),
        )
        for measure, found in groupby(zip(rows, counts, strict=True), key=lambda pair: str(pair[0]["measure"]))
    ]
    more = f"{about_id} · {say('who counted how many; no number here is a sum or a mean of other numbers')}"
    documents = {source for row in rows for source in row["source_ids"] or ()}
    title = (told.label(about_id), "", more)
    return sheet(title, drawn, [say(_NUMBERS), foot_of(release, _rests(documents))])


def _rests(documents: set[str]) -> str:
    one, several = "rests on %(num)s document", "rests on %(num)s documents"
    return f"{say_many(one, several, len(documents))} · {say('.cite() names them, .why() shows the evidence')}"


def _support(fact: Record) -> str:
    sign, word, _ = MARKS.get(str(fact.get("support")), ("–", "no claim is left", ""))
    said = f"{sign}\u00a0{say(word)}"  # in one line
    return f"{said}{say(', ')}{DISPUTED[0]}\u00a0{say(DISPUTED[1])}" if fact.get("disputed") else said


class _Said:
    """Builds the lanes of a timeline from the rows of its frame."""

    def __init__(self, told: Told, rows: list[Record]) -> None:
        self.told, release = told, told.release
        wanted = {row["fact_id"] for row in rows} | {f"{row['row_id']}/part" for row in rows}
        self.spans, self.going_on = release._days, told.by("going_on", "event_id")
        self.facts = keyed(release._where("facts", "fact_id", wanted))
        self.rows = rows

    def fact(self, row: Record) -> Record:
        """The fact behind a row of the frame; for a part in an event that is the part, not the day of the event."""
        part = self.facts.get(f"{row['row_id']}/part") if row["what"].startswith("event: ") else None
        return part or self.facts.get(row["fact_id"], {})

    def lanes(self) -> list[Lane]:
        """A lane for each row of a table, with its start and end, in the order of the headings."""
        same: dict[tuple[tuple[int, str], *tuple[str, ...]], list[int]] = {}
        for number, row in enumerate(self.rows):
            alone = () if _words(row).lasting else (row["what"],)
            same.setdefault((self._head(row), row["row_id"], *alone), []).append(number)
        heads = sorted(dict.fromkeys(head for head, *_ in same), key=itemgetter(0))
        in_order = sorted(same.items(), key=lambda one: heads.index(one[0][0]))
        return [self._lane(heading, numbers) for ((_, heading), *_), numbers in in_order]

    def _lane(self, heading: str, numbers: list[int]) -> Lane:
        rows = [self.rows[number] for number in numbers]
        row, facts = rows[0], [self.fact(self.rows[number]) for number in numbers]
        event = self.going_on.get(row["fact_id"].partition("/")[0])
        span = self.spans.get(row["row_id"]) or (event[0] if event else {"last_documented": None})
        own = (self.facts.get(one["fact_id"], {}) for one in rows)
        disputed = {fact["fact_id"] for fact in own if fact.get("disputed")}
        mark = self._mark(rows) + f" {DISPUTED[0]}" * bool(disputed)
        first, last, said = _time(rows, span, mark, disputed)
        support = say(" and ").join(dict.fromkeys(map(_support, facts)))
        note = f"{said} · {support} · {_asserted(facts, self.told.label)}".removesuffix(" · ")
        kind = _LOOKS.get(row["table_name"], _words(row).noun)
        # If an end is stated, a later document does not show that the row went on.
        is_open = _words(row).lasting and not any(one["fact_id"].endswith(_ENDS) for one in rows)
        seen = span.get("last_documented") if last and (is_open or not last[1]) else None
        lane = Lane(self._label(row), said, "", kind, first, last, head=heading, note=note, rows=numbers)
        return replace(lane, seen=seen, printed=seen and span.get("printed"))

    def _mark(self, rows: Sequence[Record]) -> str:
        """The mark of a time that no document states, but that is inferred; else empty."""
        is_inferred = any(row["fact_id"] in self.told.inferred for row in rows if row["date"])
        return f" {say('(inferred)')}" if is_inferred else ""

    def _head(self, row: Record) -> tuple[int, str]:
        """The heading of a row, and before it its rank among all headings."""
        what, table = row["what"], row["table_name"]
        if table == "sanctions":
            return 3, say("Listed by %(who)s", who=self.told.label(row["with_id"]))
        if table == "participations" and what.startswith("event: "):
            part, _, basis = what[7:].partition(", ")
            if basis and part == vocabularies.Part.ACCUSED:
                told = grade(basis.replace(" ", "_"))
                return 4, told[:1].upper() + told[1:]
            return 4, f"{say('Events')}: {say(', ').join(map(meant, what[7:].split(', ')))}"
        if table == "participations":
            return 5, say("Standing in events")
        if table == "statements":
            side = what.partition(": ")[0]
            return 6 + _SAID.index(side), say(side.capitalize())
        return _FIRST.get(table, _TIES), say("Life" if table in ENTITIES else _words(row).plural.capitalize())

    def _label(self, row: Record) -> str:
        what, table = row["what"], row["table_name"]
        other = self.told.label(row["with_id"]) if row["with_id"] else ""
        said = spoken().label(row["with_id"] if table == "participations" else row["row_id"], row["said"] or "")
        if table == "affiliations":
            if what.startswith("tie to it"):
                return say("%(other)s: %(relation)s it", other=other, relation=plain(said))
            return f"{plain(said)} {other}"
        if table == "statements":
            kind = plain(what.partition(": ")[2])
            return f"{kind}: {said}" if what.startswith("said") else f"{other} ({kind}): {said}"
        if table == "participations":
            return said if what.startswith("event: ") else f"{plain(what)}: {said}"
        if table == "sanctions":
            return self._under(row["row_id"], said)
        return say(", ").join(filter(None, (said, other))) if said else plain(what)

    def _under(self, key: str, programme: str) -> str:
        """The programme of a listing; and if it continues a listing that has no lane here, the start of that."""
        older = self.told.former(self.told.row(key))
        if older and older["listed"] and all(one["row_id"] != older["sanction_id"] for one in self.rows):
            since = when(older["listed"])
            return say("%(under)s, carried over from a listing since %(since)s", under=programme, since=since)
        is_later = key in self.told.older_than_law
        return say("later under %(under)s", under=programme) if is_later else programme or say("no programme is named")


def _words(row: Record) -> Words:
    return TABLES[row["table_name"]].words()


def _time(rows: list[Record], span: Record, mark: str, disputed: Set[str]) -> tuple[Days, Days | None, str]:
    """The days of the start and of the end, which can be rows of their own, and the time in words with a mark. If a
    date is disputed, the days cover all values that are stated."""
    date = str(rows[0]["date"] or "")
    if times := _words(rows[0]).lasting:
        by_column = {row["fact_id"].rpartition("/")[2]: row for row in rows}
        begun, ended = (by_column.get(column, {}) for column in times)
        first, last = ((one.get("date_min"), one.get("date_max")) for one in (begun, ended))
        if begun.get("fact_id") in disputed:
            first = span["earliest"], span["begun_by"]
        if ended.get("fact_id") in disputed:
            last = span["last_documented"], span["latest"]
        is_known = begun or ended or span["begun_by"] or span["last_documented"]
        said = lasting(begun.get("date"), ended.get("date"), span) if is_known else say(_UNDATED)
        own, more, rest = said.partition(say("; "))
        said = f"{own}{mark}{more}{rest}"
        if not begun and str(ended.get("date")).startswith("[.."):  # over at an unknown time: no bar
            return _NOBODY, None, said
        return first, (last[0], last[1] or span.get("latest")), said
    if not date or rows[0]["what"] == "born":  # a birth would stretch the axis over a whole life
        return _NOBODY, None, when(date) + mark if date else say(_UNDATED)
    if "/" not in date:
        return (rows[0]["date_min"], rows[0]["date_max"]), None, when(date) + mark
    since, _, until = date.partition("/")
    first, last = (_NOBODY if one == ".." else (parse(one).earliest, parse(one).latest) for one in (since, until))
    if until == ".." and span["last_documented"]:
        known = say("last documented %(day)s", day=on(seen(span["last_documented"])))
        return first, last, f"{when(date)}{mark}{say(', ')}{known}"
    return first, last, when(date) + mark


def _asserted(facts: Sequence[Record], label: Callable[[str], str]) -> str:
    """The asserters, with the modalities unless these are plain fact."""
    who = list(dict.fromkeys(name for fact in facts for name in fact.get("asserted_by") or ()))
    how = dict.fromkeys(word for fact in facts for word in fact.get("modalities") or ())
    if not who:
        return ""
    named = say(", ").join(map(label, who[:2]))
    if len(who) > 2:
        named = f"{named} {say('and %(number)s more', number=len(who) - 2)}"
    return say("says %(who)s", who=named) if set(how) <= {"fact"} else f"{say(' and ').join(map(plain, how))}: {named}"


def _count(number: int, rows: list[Record], label: Callable[[str], str], facts: Mapping[str, Record]) -> Count:
    row = rows[number]
    counter = label(row["counted_by"])
    fact = facts.get(f"{row['estimate_id']}/{'comparator' if row['value'] is None else 'value'}", {})
    who = _asserted([fact], label)
    notes = [_support(row), "" if who == say("says %(who)s", who=counter) else who]
    notes += [say("as of %(day)s", day=when(row["as_of"]))] if row["as_of"] else []
    others = say(", ").join(row["disputed_values"] or ())
    notes += [say("others say %(values)s", values=others)] if others else []
    for column, said in (("subset_of", "a part of %(number)s"), ("supersedes", "takes the place of %(number)s")):
        for other in rows:
            if row[column] == other["estimate_id"]:
                whose = _amount(other, "a number that is not given")
                notes.append(say(said, number=f"{whose} ({plain(other['measure'])}, {label(other['counted_by'])})"))
    return Count(
        counter, _amount(row, "no number given"), "", row["comparator"], row["value"], row["value_to"],
        head=spoken().label("", row["population"]), note=" · ".join(filter(None, notes)), rows=[number],
    )  # fmt: skip


def _amount(row: Record, nothing: str) -> str:
    return say(nothing) if row["value"] is None else quantity(row)
