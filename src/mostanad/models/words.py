"""How rows of a table are named; dates and quantities in words, for loader, site and exports."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mostanad.models.language import figure, say, speaking, spoken
from mostanad.models.vocabularies import IdentifierScheme

if TYPE_CHECKING:
    from mostanad.models.row import Column

#: The pairs of columns that hold when a row began and ended.
LASTING = (("listed", "delisted"), ("started", "ended"))
#: Better texts for words that readers could misunderstand (no court is meant, or harassment is included), and codes.
_MEANT = {"exactly": "no qualifier", "accused": "said to have had a part", "affirmative": "in the affirmative",
           "negative": "in the negative", "welcomes": "supports", "threatens": "makes a threat",
           "declines_to_state": "takes no position", "sexual_violence": "sexual violence or harassment",
           "decree": "order or decree", "decider": "decision-maker", "ngo": "non-governmental organisation",
           "AU": "Australia", "CA": "Canada", "CN": "China", "DE": "Germany", "EU": "European Union", "FR": "France",
           "GB": "United Kingdom", "IR": "Iran", "RU": "Russia", "TR": "Türkiye", "US": "United States"}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """How the rows of a table are spoken of, shown and found; what a model leaves out follows from its columns.

    Attributes:
        noun: what one row is called; else the table's name in the singular.
        plural: what several are called, as a heading; else ``noun`` and an s.
        label: the column by which other rows call a row; else a row is called by its caption.
        caption: a row in one line: columns in braces stand for their cells, or for the label of what they refer to;
            else the subject, a colon, and the column that ``says`` it.
        says: the column that says what the row says; else the label, the first text that a source states, the first
            word of a vocabulary that it chooses, or the key.
        subject: the column that names whom or what the row is about; else the first that may name an official.
        other: the column that names the other side; else the first other reference that a source states.
        mutual: whether a row is as much about the other side as about its subject.
        times: the columns of begin and end, or the one of its date; else a pair of :data:`LASTING`, or the first date
            that a source states.
        searched: the column of text that a search of a release looks into; else ``says``, if that is text.
        found: the columns by whose words people find a page, the title first; a reference stands for the label of what
            it names. None, if rows are found by names or not at all.
        leads: the column that names what has the page; else the row has it itself.
        indexed: the columns by which people filter and join; else the references that are never empty.
        followed: the references that a dossier follows, since the row says little without them.
    """

    noun: str = ""
    plural: str = ""
    label: str = ""
    caption: str = ""
    says: str = ""
    subject: str = ""
    other: str = ""
    mutual: bool = False
    times: tuple[str, ...] | None = None
    searched: str | None = None
    found: tuple[str, ...] = ()
    leads: str = ""
    indexed: tuple[str, ...] | None = None
    followed: tuple[str, ...] = ()

    @property
    def lasting(self) -> tuple[str, str] | None:
        """The columns of start and end, if rows have both."""
        return (self.times[0], self.times[1]) if self.times and len(self.times) == 2 else None

    @property
    def said(self) -> str:
        """The caption without the subject that opens it."""
        return self.caption.removeprefix(f"{{{self.subject}}}").lstrip(": ")

    def completed(self, table: str, columns: Sequence[Column]) -> Words:
        """These words, with everything left out filled in from the columns of the table."""
        stated = [column for column in columns if column.role == "assertion"]
        texts = [column.name for column in stated if column.is_text]
        coded = [column.name for column in stated if column.is_word]
        dates = [column.name for column in stated if column.type.name in ("date", "span")]
        cited = [column for column in stated if column.references and column.type.name != "list"]
        says = self.says or self.label or [*texts, *coded, columns[0].name][0]
        subject = self.subject or next((column.name for column in cited if "officials" in column.references), "")
        names = {column.name for column in columns}
        is_text = next(column.is_text for column in columns if column.name == says)
        needed = (column for column in columns if column.required and column.references and column.role != "key")
        follows: dict[str, Any] = {
            "noun": re.sub("s$", "", re.sub("ies$", "y", plain(table))),
            "plural": f"{self.noun}s" if self.noun else plain(table),
            "caption": f"{{{subject}}}: {{{says}}}" if subject else f"{{{says}}}",
            "says": says,
            "subject": subject,
            "other": next((column.name for column in cited if column.name != subject), ""),
            "times": next((pair for pair in LASTING if names.issuperset(pair)), tuple(dates[:1])),
            "searched": says if is_text else "",
            "indexed": tuple(column.name for column in needed),
        }
        left_out = [name for name in follows if getattr(self, name) == getattr(Words, name)]
        return replace(self, **{name: follows[name] for name in left_out})


def plain(word: str) -> str:
    """A vocabulary word, or the name of a table or column, in plain words.

    >>> plain("own_act"), plain("ca-sema")
    ('own act', "schedule and item of Canada's consolidated list")
    """
    said = say(word.replace("_", " "))
    code = IdentifierScheme.words().get(word) if said == word else None
    return re.split("[,:]", code)[0] if code else said


#: The grade of responsibility for a part that somebody is said to have had, in words.
_GRADES = {
    "own_act": "said to have done it or taken part in it",
    "order": "said to have ordered it",
    "direction": "said to have directed or planned it",
    "command": "said to have commanded those who did it",
    "oversight": "said to have overseen it",
    "office": "said to answer for it by virtue of office",
    "responsibility": "said to be responsible for it, with no act or office named",
    "supply": "said to have supplied means for it",
    "consent": "said to have condoned, allowed or authorised it",
    "knowledge": "said to have known of it",
    "statement": "said to have spoken for it",
}


def grade(basis: str) -> str:
    """The grade of responsibility for a part in an event, in words.

    >>> grade("order")
    'said to have ordered it'
    """
    return say(_GRADES[basis]) if basis in _GRADES else plain(basis)


def in_plural(verb: str) -> str:
    """The verb for a kind of statement, in the plural for several speakers; in Persian, any verb in the plural.

    >>> in_plural("condemns"), in_plural("denies"), in_plural("declines to state"), in_plural("wishes")
    ('condemn', 'deny', 'decline to state', 'wish')
    """
    if spoken().code == "fa":
        return re.sub("(می\u200c\\S+)د$", r"\1ند", re.sub(" است$", " هستند", re.sub("(?<=ه) است$", "\u200cاند", verb)))
    first, _, rest = verb.partition(" ")
    first = re.sub("ies$", "y", first) if first.endswith("ies") else re.sub("(?<=sh|ch)es$|s$", "", first)
    return f"{first} {rest}".strip()


def meant(word: str) -> str:
    """Like :func:`plain`, but with a clearer text for words that could mislead readers of a page.

    >>> meant("own_act"), meant("exactly")
    ('own act', 'no qualifier')
    """
    return say(_MEANT[word]) if word in _MEANT else plain(word)


#: Headings for columns of participations whose names mean little to readers.
_HEADINGS = {"entity_id": "Who", "basis": "Grade of responsibility", "standing": "How far it is established"}


def heading(column: str) -> str:
    """The heading of a column, in plain words.

    >>> heading("counted_by"), heading("target_id"), heading("entity_id")
    ('Counted by', 'Target', 'Who')
    """
    return say(_HEADINGS[column] if column in _HEADINGS else column.removesuffix("_id").replace("_", " ").capitalize())


def when(date: str | None) -> str:
    """A date (EDTF) in words.

    >>> when("1956~"), when("[..2021-08-18]"), when("[1988-06..1988-09]"), when("[1949,1952,1961]")
    ('about 1956', '18 August 2021 or earlier', 'between June and September 1988', '1949, 1952 or 1961')
    """
    if date is None:
        return say("a day that is not known")
    if match := re.fullmatch(r"\[\.\.(.+)\]", date):
        return say("%(day)s or earlier", day=when(match[1]))
    if match := re.fullmatch(r"\[(.+)\.\.(.+)\]", date):
        first, last = _two(when(match[1]), when(match[2]))
        return say("between %(first)s and %(last)s", first=first, last=last)
    if match := re.fullmatch(r"(.+)/(.+)", date):
        first, last = _two(when(match[1]), "" if match[2] == ".." else when(match[2]))
        return say("from %(first)s to %(last)s", first=first, last=last) if last else say("from %(day)s on", day=first)
    for sign, message in (("~", "about %(day)s"), ("?", "perhaps %(day)s")):
        if date.endswith(sign):
            return say(message, day=when(date[:-1]))
    *days, last = map(spoken().day, date.strip("[]").split(","))
    return say(" or ").join(filter(None, (say(", ").join(days), last)))


def _two(first: str, last: str) -> tuple[str, str]:
    """Two dates in words; the first omits the month and year that both share."""
    if not last or spoken().code != "en":
        return first, last
    words, other, shared = first.split(" "), last.split(" "), 0
    while shared < len(words) - 1 and len(words) == len(other) and words[-1 - shared] == other[-1 - shared]:
        shared += 1
    return " ".join(words[: len(words) - shared]), " ".join(other)


def on(date: str | None) -> str:
    """Like :func:`when`, with the preposition that follows a verb.

    >>> on("2019-12-19"), on("[2022-09-15..2022-09-22]"), on("2022-01~"), on("2022-01")
    ('on 19 December 2019', 'between 15 and 22 September 2022', 'about January 2022', 'in January 2022')
    """
    words = when(date)
    if date and re.search(r"^\[\d[^,]*\.\.|/|[~?]$", date):
        return words
    is_day = date is None or re.search(r"\d-\d\d-\d", date.partition(",")[0])
    return say("on %(day)s", day=words) if is_day else say("in %(day)s", day=words)


def after(date: str | None, word: str) -> str:
    """A date (EDTF) in words, after "since", "from", "until" or "on".

    >>> after("2019-12-19", "since"), after("[2022-09-15..2022-09-22]", "until"), after("2019", "on")
    ('since 19 December 2019', 'until a day between 15 and 22 September 2022', 'in 2019')
    """
    if re.match(r"\[\d.*\.\.", date or ""):
        return say(f"{word} a day %(day)s", day=when(date))
    return on(date) if word == "on" else say(f"{word} %(day)s", day=when(date))


def lasting(begun: str | None, ended: str | None, days: Mapping[str, Any]) -> str:
    """The time that something lasted: start and end, or, without an end, what documents show.

    >>> lasting("2014", None, {"begun_by": "2014-12-31", "last_documented": "2016-05-04", "latest": None})
    'from 2014; last documented on 4 May 2016; no document says until when'
    """
    if ended:
        return between(begun, ended)
    return say("; ").join(filter(None, (between(begun, None), documented(begun, days)))) or when(None)


def between(begun: str | None, ended: str | None) -> str:
    """The start and end of something that lasted, as far as they are given.

    >>> between("2019", "2021-03"), between("2019", None), between("2019", "[..2021-08-18]"), between(None, None)
    ('2019 to March 2021', 'from 2019', 'from 2019 until 18 August 2021 or earlier', '')
    >>> between(None, "[..2021-08-18]")  # a document calls it past, and says no more
    'former since a day not stated, already so on 18 August 2021'
    """
    if not begun and ended and ended.startswith("[.."):
        return say("former since a day not stated, already so %(day)s", day=on(ended.strip("[.]")))
    if begun and ended and "[" not in begun + ended:
        return say("%(first)s to %(last)s", first=when(begun), last=when(ended))
    return " ".join(filter(None, (begun and after(begun, "from"), ended and after(ended, "until"))))


def documented(begun: str | None, days: Mapping[str, Any]) -> str:
    """What documents show about something whose end none of them gives; empty if none gives a day. ``days`` is a row of
    ``spans``; for posts and ties, it also has the days of the documents that name them.

    >>> documented("2020-11", {"begun_by": "2020-11-30", "last_documented": None, "latest": None, "printed": "2026-07"})
    'no document says until when; a list of July 2026 prints it without “former”'
    >>> documented(None, {"begun_by": "2018-04-13", "last_documented": None, "latest": None,
    ...                   "last_named": "2026-07-24", "on_lists": True})
    'day not stated; lists printed in April 2018 and July 2026 say so'
    """
    last, latest, printed = days["last_documented"], days["latest"], days.get("printed")
    entry = None if printed else days.get("elsewhere")
    first = days.get("first_named") or days["begun_by"]
    is_printed, said = bool(printed and (begun or last) and str(printed) > str(last or days["begun_by"])), []
    if is_undated := bool(not begun and not last and first):
        said += [say("day not stated")]
        said += [] if entry else [_named(str(first), str(days.get("last_named") or first), days)]
    elif last and not (begun and last == days.get("earliest")):  # its start already says so
        is_inferred, is_still = bool(days.get("inferred_for")), bool(begun and str(last) > str(days["begun_by"]))
        still = "by inference, still held %(day)s" if is_inferred else "documents still show it %(day)s"
        still = still if is_inferred or is_printed else "last documented %(day)s"
        said += [say(still, day=on(seen(last))) if is_still or "last" in still else shown_for(last, days)]
    said += [say("not after %(latest)s", latest=when(str(latest)))] if latest else []
    if entry and not is_undated and str(entry["day"]) <= str(last or days["begun_by"]):
        entry = None  # a later document names the post itself
    if begun or is_printed or ((said or entry) and not is_undated):
        said += [say("no document says until when" if begun else "no document gives the days")]
    if is_printed:
        said += [say("a list of %(day)s prints it without “former”", day=last_named(str(printed), days))]
    if entry:
        who, day = spoken().label(entry["entry_id"], entry["name"]), when(str(entry["day"]))
        named = "inferred from the entry of" if days.get("is_inferred") else "named so in the entry of"
        said += [say(f"{named} %(who)s on the list of %(day)s", who=who, day=day)]
    return say("; ").join(said)


def shown_for(last: object, days: Mapping[str, Any]) -> str:
    """The day for which documents show something that they do not date, or the time (EDTF) for which it is inferred.

    >>> shown_for("2019-01-01", {}), shown_for("2022-01-01", {"inferred_for": "[2022..2023]"})
    ('documented for 2019', 'by inference, held at some time between 2022 and 2023')
    >>> shown_for("2025-12-01", {"documented_for": "[2025-12..2026-07-24]"})
    'documented for a day between December 2025 and 24 July 2026'
    """
    if inferred := days.get("inferred_for"):
        span = "by inference, held at some time %(day)s" if inferred.startswith("[") else "inferred for %(day)s"
        return say(span, day=when(inferred))
    said = "documented for a day %(day)s" if days.get("documented_for") else "documented for %(day)s"
    return say(said, day=when(days.get("documented_for") or seen(last)))


def last_named(day: str, days: Mapping[str, Any], said: str = "") -> str:
    """The day or month of the last document that names somebody, in words; "or earlier" if it can be older.

    >>> last_named("2026-08", {"last_since": "2024-05-04"}), last_named("2026-08", {"last_since": "2026-08-02"})
    ('August 2026 or earlier', 'August 2026')
    """
    said = said or when(day)
    return say("%(day)s or earlier", day=said) if str(days.get("last_since") or day)[: len(day)] < day else said


def _named(first: str, last: str, days: Mapping[str, Any]) -> str:
    """The months in which the documents that name somebody were printed or published, in words."""
    begin, end = _two(month(first, days.get("first_since")), month(last, days.get("last_since")))
    said = ("a document of %(day)s says so", "documents of %(first)s and %(last)s say so")
    if days.get("on_lists"):
        said = ("a list printed in %(day)s says so", "lists printed in %(first)s and %(last)s say so")
    if days.get("is_inferred"):
        said = ("inferred from a document of %(day)s", "inferred from documents of %(first)s and %(last)s")
    shown = last_named(last[:7], days, end)
    return say(said[first[:7] != last[:7]], day=shown, first=begin, last=shown)


def month(day: object, since: object = None) -> str:
    """The month of a day, in words. In another calendar, the months from ``since`` (or the 1st) to the day."""
    with speaking(spoken().within(*map(dt.date.fromisoformat, (str(since or f"{str(day)[:8]}01"), str(day))))):
        return when(str(day)[:7])


def seen(day: object) -> str:
    """A documented day as EDTF. The first day of a month or a year becomes that month or year, because documents that
    give no day are recorded with it.

    >>> seen("2019-01-01"), seen("2022-09-01"), seen("2022-09-02")
    ('2019', '2022-09', '2022-09-02')
    """
    return re.sub("(-01)?-01$", "", str(day))


#: Words for a speaker's stance, and for the modality of an assertion.
_SAID = {"denies": "denied by", "disputes": "another value, given by", "retracts": "taken back by",
         "approximates": "said less exactly by"}  # fmt: skip
_ASSERTED = {"fact": "stated by", "allegation": "alleged by", "reported": "reported by", "opinion": "in the opinion of",
             "inference": "inferred from the words of"}  # fmt: skip
#: Words for a speaker's hedge.
_HELD_BACK = {
    "likely": "said to be likely",
    "possible": "said to be possible",
    "appears": "so it appears",
    "reported": "on the word of others",
    "suspected": "reasonable grounds to suspect",
    "unclear": "the words leave it open",
}


def held_back(hedge: str) -> str:
    """A hedge in words; empty if there is none."""
    return say(_HELD_BACK[hedge]) if hedge in _HELD_BACK else ""


def said_by(who: str, modality: str, stance: str = "asserts", hedge: str = "none") -> str:
    """Who says something, and how. Of several modalities, separated by slashes, an allegation wins, else the first.

    >>> said_by("Mexico", "allegation/fact"), said_by("Mexico", "fact", "denies")
    ('alleged by Mexico', 'denied by Mexico')
    >>> said_by("Mexico", "fact", "approximates"), said_by("Mexico", "inference", "approximates")
    ('said less exactly by Mexico', 'inferred from the words of Mexico')
    >>> said_by("Mexico", "allegation", hedge="suspected")
    'alleged by Mexico (reasonable grounds to suspect)'
    """
    first = "allegation" if "allegation" in modality else modality.split("/", maxsplit=1)[0]
    is_inferred = first == "inference" and stance == "approximates"  # a list without an entry states nothing
    said = say(f"{_SAID[stance] if stance in _SAID and not is_inferred else _ASSERTED[first]} %(who)s", who=who)
    words = held_back(hedge)
    return say("%(said)s (%(hedge)s)", said=said, hedge=words) if words else said


def quantity(row: Mapping[str, Any]) -> str:
    """A row of ``estimates`` as a number with its comparator; without a number, the comparator.

    >>> quantity({"comparator": "at_least", "value": 1500.0, "value_to": None, "measure": "killed"})
    'at least 1,500'
    """
    comparator, value, value_to = row["comparator"] or "", row["value"], row["value_to"]
    if value is None:
        return plain(comparator)
    unit = spoken().digits("%") if row["measure"] == "share" else ""
    number = f"{figure(value)}{unit}"
    if value_to is not None:
        number = say("%(first)s to %(last)s", first=figure(value), last=f"{figure(value_to)}{unit}")
    said = say("%(comparator)s %(number)s", comparator=plain(comparator), number=number)
    return number if comparator in ("exactly", "between") else said
