"""The chart of listings: each on its day, in strips by authority or programme, with the events that came before."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from mostanad.evidence.lineage import root
from mostanad.files.grouping import grouped
from mostanad.loader.as_of import last_day
from mostanad.loader.charts import Address, Chart, held
from mostanad.loader.drawings import Days, has_room
from mostanad.loader.reasons import Told
from mostanad.loader.strips import Acts, Mark, Strip, draw_strips
from mostanad.loader.tables import Record
from mostanad.models import edtf
from mostanad.models.language import MONTHS, figure, say, say_many, together
from mostanad.models.words import plain, when

#: The first and last day of a year, which need not be a calendar year.
Year = tuple[dt.date, dt.date]
#: The most events that are marked.
_MARKED = 4
_DOTS = (
    "A dot is a listing on its day: filled if for human rights, hollow if for something else or on grounds that are "
    "not shown. A bar, or a tick with its number, stands for listings made on some day between its ends. A number with "
    "a minus counts listings that ended. A line is dotted after the last list that shows new listings."
)
#: Notes on ended listings whose target the same authority still lists by another: they count as ended, or do not.
_AMONG = (
    "%(num)s of the listings that ended is of somebody whom the same authority lists now by another.",
    "%(num)s of the listings that ended are of those whom the same authority lists now by another.",
)
_BESIDE = (
    "%(num)s more ended, but the same authority lists its target now by another: it does not count as ended.",
    "%(num)s more ended, but the same authority lists their targets now by another: they do not count as ended.",
)
#: Column heads of the table.
_COUNTED = (
    "People and organisations listed for human rights now",
    "Of these people",
    "All listings on record, those that ended included",
    "Of the listings for human rights",
    "Of the listings ground not shown",
    "Of the listings day known",
)
_FOR = (
    "%(number)s for human rights",
    "%(number)s for human rights, of %(now)s people and organisations",
    "%(number)s ever for human rights: %(ended)s ended, the others are of %(now)s people and organisations",
)
_PARTS = "%(day)s, and parts of later lists up to %(last)s (%(number)s of those listed now are only on these)"
_RIGHTS_PARTS = "%(day)s; for human rights %(rights)s (%(number)s of these listings only up to %(older)s)"
_ENDED = ("Seen to have left its lists", "Ended, also of those still listed by another entry")
_CELLS = ("sanction_id", "target_id", "authority_id", "programme_id", "listed", "listed_min", "listed_max", "delisted",
          "delisted_min", "delisted_max", "human_rights")  # fmt: skip


def plot_listings(told: Told, address: Address = lambda _: "", of: str = "") -> Chart:
    """Chart listings on their days, in strips by authority; of one authority or programme ``of``, by programme."""
    if of:
        told.row_in(of, "parties", "programmes")
    every = told.tables["sanctions"]
    listings = [row for row in every if of in ("", row["authority_id"], row["programme_id"])]
    counted, of_which = told.once(listings), "programme_id" if of else "authority_id"
    outlasted = sum(row["sanction_id"] in told.outlasted for row in counted)
    if not of:
        going_on = dict.fromkeys(("delisted", "delisted_min", "delisted_max"))
        counted = [{**row, **going_on} if row["sanction_id"] in told.outlasted else row for row in counted]
    # A listing that was carried over appears under both of its programmes.
    by = grouped(listings if of else counted, lambda row: str(row[of_which] or ""))
    order = sorted(by, key=lambda key: (-len(by[key]), key))
    waves = _waves(told, every)
    named = [(f"{when(event['date'])}: {event['title']}", event, days) for event, days in waves]
    marks = [Mark(title, _short(title, event), address(event["event_id"]), days) for title, event, days in named]
    over = "%(number)s ended" if of else "whatever the ground, %(number)s seen to have left its lists"
    strips, until = [_strip(told, key, by[key], address, over) for key in order], last_day(told.release)
    heads = [say("Programme" if of else "Listed by"), *map(say, (*_COUNTED, _ENDED[bool(of)], "Shown up to"))]
    years = [_year_after(days) for _, days in waves]
    heads += [say("From %(first)s to %(last)s", first=when(str(first)), last=when(str(last))) for first, last in years]
    table = [_summed(told, key, by[key], years, len(order) == 1) for key in order]
    one, several = _AMONG if of else _BESIDE
    still = say_many(one, several, outlasted) if outlasted else ""
    notes = (f"{say(_DOTS)} {still}".strip(), _carried(told, listings, counted), held(told, listings))
    after = [event for event, _ in waves if any(row["human_rights"] for row in counted)]  # others answer no protests
    finding = _finding(told, counted, after, years)
    many = sum(row["sanction_id"] in told.carried for row in counted)
    if many and many == len(counted):
        carried = "All %(num)s listings were carried over from another programme"
        finding = say_many("The only listing was carried over from another programme", carried, many)
    elif order == [of] and many * 3 >= len(counted):  # a single programme
        said = "%(number)s of %(whole)s listings were carried over from another programme"
        finding = say(said, number=many, whole=len(counted))
    return Chart(
        finding,
        "\n".join(filter(None, notes)),
        [_listing(told, row) for row in listings],
        (heads, table),
        lambda measures: draw_strips(strips, marks, until, measures) if has_room(measures, len(strips)) else None,
    )


def _strip(told: Told, key: str, rows: Sequence[Record], address: Address, over: str) -> Strip:
    seen, undated = _seen(told, rows), sum(not row["listed"] for row in rows)
    rights, now, ended = _count(rows, "human_rights"), len(_listed_now(told, rows)), _count(rows, "delisted")
    is_unknown = all(row["human_rights"] is None for row in rows)
    said = [say_many("%(num)s listing", "%(num)s listings", len(rows))]
    gone = sum(bool(row["delisted"]) or row["sanction_id"] in told.outlasted for row in rows if row["human_rights"])
    for_rights = say(_FOR[2 if gone and now else 0 < now < rights], number=rights, ended=gone, now=now)
    said += [say("ground not shown") if is_unknown else for_rights]
    said += [say("%(number)s without a day", number=undated)] if undated else []
    said += [say(over, number=ended)] if ended else []
    shown = "shown by documents up to %(day)s"
    if rights_seen := _rights_seen(told, rows, seen):
        shown = "shown by documents up to %(day)s, those for human rights up to %(rights)s"
    elif seen != _seen(told, rows, new=False):
        shown = "shown by lists up to %(day)s, of later ones we hold only parts"
    said += [say(shown, day=when(str(seen)), rights=rights_seen)] if seen else []
    acts = (_grouped(rows, "listed"), _grouped((row for row in rows if row["delisted"]), "delisted"))
    return Strip(_label(told, key), say("; ").join(said), address(key), *acts, seen)


def _carried(told: Told, listings: Sequence[Record], counted: Sequence[Record]) -> str:
    """A note that listings were carried over from an ended programme and count once; empty if none was."""
    many = sum(row["sanction_id"] in told.carried for row in listings)
    one = "%(num)s of these listings was carried over from a programme that ended: its target was listed before."
    several = one.replace("was carried", "were carried").replace("its target was", "their targets were")
    is_once = say("What is counted of an authority as a whole has each of them once, since its first day.")
    return " ".join([say_many(one, several, many)] * bool(many) + [is_once] * (len(counted) < len(listings)))


def _label(told: Told, key: str) -> str:
    return told.label(key) if key else say("No programme is named")


def _standing(told: Told, rows: Sequence[Record]) -> list[Record]:
    """The listings for human rights that are in force, without those whose end another listing outlasts."""
    return [row for row in told.standing(rows) if row["human_rights"] and row["sanction_id"] not in told.outlasted]


def _listed_now(told: Told, rows: Sequence[Record]) -> set[str]:
    return {row["target_id"] for row in _standing(told, rows)}


def _count(rows: Iterable[Record], column: str) -> int:
    return sum(bool(row[column]) for row in rows)


def _grouped(rows: Iterable[Record], column: str) -> list[Acts]:
    """Count the listings with the same dates."""
    counted = Counter[tuple[Days, str | None, bool]]()
    for row in rows:
        filled = bool(row["human_rights"]) and column == "listed"
        counted[(row[f"{column}_min"], row[f"{column}_max"]), row[column], filled] += 1
    return [Acts(*key, count) for key, count in counted.items()]


def _seen(told: Told, rows: Sequence[Record], *, new: bool = True) -> dt.date | None:
    """The last day for which documents show one of the listings. With ``new``, if later lists are held only in part,
    the day of the last list that shows new listings."""
    spans = (told.release._spans[row["sanction_id"]]["last_documented"] for row in rows)
    seen: dt.date | None = max(filter(None, spans), default=None)
    of = {(row["authority_id"], row["programme_id"]) for row in rows if new}
    ends = [told.named[who].until(programme) if who in told.named else None for who, programme in of]
    return min(seen, *filter(None, ends)) if seen and ends and all(ends) else seen


def _rights_seen(told: Told, rows: Sequence[Record], seen: dt.date | None) -> str:
    """The same for human rights, in words; empty if it equals ``seen``, or if later lists are held only in part."""
    own = _seen(told, [row for row in rows if row["human_rights"]])
    return when(str(own)) if own and own != seen and seen == _seen(told, rows, new=False) else ""


def _waves(told: Told, listings: Sequence[Record]) -> list[tuple[Record, Days]]:
    """The main events, parts of no other, in which most of the listed are said to have a part; with their start days.

    Events with an unknown start are left out, and so are those that began before the year preceding the first listing.
    """
    listed = {row["target_id"] for row in listings}
    had_part = defaultdict[str, set[str]](set)
    for row in told.tables["participations"]:
        if row["entity_id"] in listed:
            had_part[root(row["event_id"], told.wholes)].add(row["entity_id"])
    events = {key: _dated(told.row(key)) for key in had_part}
    spans = {key: edtf.parse(event["date"]) for key, event in events.items() if event["date"] not in ("", "..")}
    begun = {key: (span.earliest, span.latest) for key, span in spans.items()}
    since = min((row["listed_min"] for row in listings if row["listed_min"]), default=dt.date.max).year
    known = [key for key, days in begun.items() if days[0] and days[1] and days[0].year >= since - 1]
    most = sorted(known, key=lambda key: (-len(had_part[key]), key))[:_MARKED]
    named = ((events[key] | {"title": told.label(key)}, begun[key]) for key in most)
    return sorted(named, key=lambda wave: (wave[1], wave[0]["event_id"]))


def _short(title: str, event: Record) -> str:
    """The title for a picture: with the day only if the title of the event has no year."""
    return event["title"] if re.search(r"(?:19|20)\d\d|[\u06f0-\u06f9]{4}", event["title"]) else title


def _dated(event: Record) -> Record:
    """The event with its start as its date; if that is only a year, with the month that its title names."""
    since = str(event["date"] or "").partition("/")[0]
    month = re.search(rf"\b({'|'.join(MONTHS)}) {since}\b", event["title"]) if re.fullmatch(r"\d{4}", since) else None
    return event | {"date": f"{since}-{MONTHS.index(month[1]) + 1:02}" if month else since}


def _year_after(begun: Days) -> Year:
    """The year after the start of an event: from its day if known, else from the day after the last possible one."""
    last = begun[1] or dt.date.min
    before = last - dt.timedelta(days=begun[0] == last)
    until = before.replace(year=before.year + 1, day=min(before.day, 28) if before.month == 2 else before.day)
    return before + dt.timedelta(days=1), until


def _between(rows: Iterable[Record], first: dt.date, last: dt.date) -> tuple[int, int]:
    """How many listings were certainly made between two days, and how many possibly."""
    days = [(row["listed_min"] or dt.date.min, row["listed_max"] or dt.date.max) for row in rows if row["listed"]]
    surely = sum(first <= early and late <= last for early, late in days)
    return surely, sum(first <= late and early <= last for early, late in days)


def _finding(told: Told, listings: Sequence[Record], events: Iterable[Record], years: Sequence[Year]) -> str:
    counted = [(_between(listings, *year), event, year) for event, year in zip(events, years, strict=False)]
    (surely, perhaps), event, days = max(counted, key=lambda one: one[0], default=((0, 0), {}, ()))
    if surely and surely * 3 >= len(listings):  # fewer are not a wave
        said = "%(number)s of %(whole)s listings came from %(first)s to %(last)s, after the %(kind)s began"
        if surely != perhaps:
            said = f"At least {said}"
        if len(listings) == 1:
            said = "The only listing came from %(first)s to %(last)s, after the %(kind)s began"
        kind = plain(event["kind"])
        kind += "s" if f"{kind}s" in event["title"].casefold() else ""
        first, last = (when(str(day)) for day in days)
        return say(said, number=surely, whole=len(listings), first=first, last=last, kind=kind)
    return _most_on_a_day(listings, told.carried) if listings else say("There is no listing")


def _most_on_a_day(listings: Sequence[Record], carried: Collection[str]) -> str:
    """A sentence: the day with most listings, or the period of all, or how many have a known day. Listings ``carried``
    over from another programme do not count for a day, since they are not new."""
    known = [row for row in listings if row["listed_min"] and row["listed_min"] == row["listed_max"]]
    counted = Counter(row["listed"] for row in known if row["sanction_id"] not in carried)
    whole, most = len(listings), max(counted.values(), default=0)
    top = sorted(day for day in counted if counted[day] == most)
    days = [when(day) for day in top]
    ends = [row[name] for row in listings for name in ("listed_min", "listed_max")]
    if most == whole == 1:
        return say("The only listing came on %(day)s", day=days[0])
    is_few = most < max(2, whole / 10) or len(days) > 2
    is_same = len({(row["listed_min"], row["listed_max"]) for row in listings}) == 1
    if is_few and all(ends) and (is_same or whole == len(known)):
        said = "All %(whole)s listings came from %(first)s to %(last)s"
        if is_same:
            said = "Of %(whole)s listings no day is known more closely than from %(first)s to %(last)s"
        said = "The only listing came between %(first)s and %(last)s" if whole == 1 else said
        return say(said, whole=whole, first=when(str(min(ends))), last=when(str(max(ends))))
    if is_few:
        one = "The exact day of the only listing is not certain"
        several = "Of none of %(num)s listings is the exact day certain"
        said = "Of %(whole)s listings documents give the day of %(number)s"
        return say(said, whole=whole, number=len(known)) if known else say_many(one, several, whole)
    one = "At least %(number)s of %(whole)s listings came on one day, %(day)s"
    if len(days) > 1:
        one = "At least %(number)s of %(whole)s listings came on each of two days, %(day)s"
    may_be_more = any(_may_be_on(row, day) for row in listings if row not in known for day in top)
    one = one if may_be_more else one.removeprefix("At least ")
    said = "All %(whole)s listings came on one day, %(day)s" if most == whole else one
    return say(said, number=most, whole=whole, day=together(days))


def _may_be_on(row: Record, day: str) -> bool:
    first, last = row["listed_min"], row["listed_max"]
    return (not first or str(first) <= day) and (not last or day <= str(last))


def _summed(told: Told, key: str, rows: Sequence[Record], years: Sequence[Year], is_alone: bool) -> list[str | int]:
    days = sum(row["listed_min"] is not None and row["listed_min"] == row["listed_max"] for row in rows)
    now = _listed_now(told, rows)
    people = sum(told.row(one).get("kind", "person") == "person" for one in now)  # officials have no kind
    counts = [len(now), people, len(rows), _count(rows, "human_rights")]
    counts += [sum(row["human_rights"] is None for row in rows), days, _count(rows, "delisted")]
    seen = _seen(told, rows)
    after = (_in_a_year(rows, *year, seen or dt.date.max) for year in years)
    return [_label(told, key), *counts, _up_to(told, rows, seen, is_alone) if seen else "", *after]


def _up_to(told: Told, rows: Sequence[Record], seen: dt.date, is_alone: bool) -> str:
    """The last day that whole lists cover, and how many of those listed now are only on parts of later lists. A strip
    that is alone also names the last day on which any list shows them."""
    older = [row for row in rows if row["listed_min"] is None or row["listed_min"] <= seen]
    later = len(_listed_now(told, rows) - _listed_now(told, older))
    day, last = when(str(seen)), when(str(_seen(told, rows, new=False)))
    if later:
        return say(_PARTS, day=day, last=last, number=later)
    rights = _rights_seen(told, rows, seen)
    if not rights:
        said = "%(day)s; those listed, or some of them, up to %(last)s"
        return say(said, day=day, last=last) if is_alone and last != day else day
    spans = (told.release._spans[row["sanction_id"]] for row in _standing(told, rows))
    lasted = map(when, sorted(str(span["last_documented"]) for span in spans))
    behind = [one for one in lasted if one != rights]
    said = _RIGHTS_PARTS if behind else "%(day)s; for human rights %(rights)s"
    return say(said, day=day, rights=rights, number=len(behind), older="".join(behind[:1]))


def _in_a_year(rows: Sequence[Record], first: dt.date, last: dt.date, seen: dt.date) -> str:
    surely, perhaps = _between(rows, first, last)
    if not perhaps and seen < first:
        return say("no list")
    return figure(surely) if surely == perhaps else say("%(first)s to %(last)s", first=surely, last=perhaps)


def _listing(told: Told, row: Record) -> Record:
    names = {"target": told.label(row["target_id"]), "authority": told.label(row["authority_id"])}
    seen = {"last_documented": told.release._spans[row["sanction_id"]]["last_documented"]}
    return {name: row[name] for name in _CELLS} | names | seen
