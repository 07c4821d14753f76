"""What the rows behind an answer say, in words that a newspaper could print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mostanad.loader.shown import ShownListing, ShownNumber, ShownRow

if TYPE_CHECKING:
    from mostanad.loader.fact_checks import CheckAnswer

#: Whom a row is about, by table.
_SUBJECTS = {
    "affiliations": "from_id",
    "group_members": "entity_id",
    "identifiers": "entity_id",
    "names": "entity_id",
    "participations": "entity_id",
    "positions": "holder_id",
    "sanctions": "target_id",
    "statements": "speaker_id",
}
#: What a row says, by table: its cells, and the labels of what it refers to.
_SAID = {
    "affiliations": "{relation} {to_id}",
    "events": "{title}",
    "group_members": "one of {group_id}",
    "groups": "{description}",
    "identifiers": "{scheme} {value}",
    "names": "{name}",
    "officials": "{name}",
    "participations": "{part} in {event_id}",
    "parties": "{name}",
    "positions": "{title}",
    "legal_bases": "{act}",
    "programmes": "{code}",
    "statements": "{kind}: {gist}",
}
_CODED = ("relation", "scheme", "part", "kind")
#: Comparators that no word stands for: the number stands alone.
_BARE = frozenset({"exactly", "between"})

#: By support: its sign, and what it means. Signs differ in shape, not in colour only.
MARKS = {
    "official": (
        "◆",
        "official",
        "the acting authority's own record of its act; not a proof that its grounds are true",
    ),
    "corroborated": ("●", "corroborated", "two or more origins of two or more known camps"),
    "unplaced": ("◍", "unplaced", "several origins, but fewer than two of them of a known camp"),
    "one_camp": ("◐", "one camp", "several origins, all of one camp"),
    "single": ("○", "single", "one origin"),
}
DISPUTED = ("≠", "disputed", "somebody denies it or gives another value")


def day(date: str | None) -> str:
    """A date as a reader of newspapers takes it.

    >>> day("[..2021-08-18]")
    '2021-08-18 or earlier'
    """
    if date is None:
        return "a day that is not known"
    if match := re.fullmatch(r"\[\.\.(.+)\]", date):
        return f"{match[1]} or earlier"
    if match := re.fullmatch(r"\[(.+)\.\.(.+)\]", date):
        return f"a day from {match[1]} to {match[2]}"
    if match := re.fullmatch(r"(.+)/(.+)", date):
        return f"from {match[1]} on" if match[2] == ".." else f"from {match[1]} to {match[2]}"
    return date.strip("[]").replace(",", " or ")


def when(date: str | None) -> str:
    """A date (EDTF) in words.

    >>> when("1956~"), when("[..2021-08-18]")
    ('about 1956', '2021-08-18 or earlier')
    """
    words = day(date)
    for sign, word in (("~", "about"), ("?", "perhaps")):
        if words.endswith(sign):
            return f"{word} {words[:-1]}"
    return words


def lasting(begun: str | None, ended: str | None, seen: dt.date | None, *, is_open: bool) -> str:
    """From when to when something was so.

    Args:
        begun: when it began; ``ended``: when it ended.
        seen: the last day of which a document says it.
        is_open: whether the end can be on any later day.

    >>> lasting("2014", None, dt.date(2016, 5, 4), is_open=True)
    '2014, no end known, last documented 2016-05-04'
    """
    said = f"{when(begun)} to {when(ended)}" if ended else when(begun)
    return said + (", no end known" + (f", last documented {seen}" if seen else "") if is_open else "")


def on(date: str | None) -> str:
    """The same behind a verb.

    >>> on("2019-12-19"), on("[2022-09-15..2022-09-22]")
    ('2019-12-19', 'on a day from 2022-09-15 to 2022-09-22')
    """
    words = day(date)
    return f"on {words}" if words.startswith("a day ") else words


def cell(item: CheckAnswer) -> str:
    """The answer, and what its rows say."""
    if not item.rows:
        return item.answer
    lasting = all(
        isinstance(shown, ShownListing) and shown.in_force == "yes" and _subject(item, shown) == ""
        for shown in item.rows
    )
    if item.answer == "yes" and lasting:  # "yes, since" needs no "listed"
        return f"yes, {'; '.join(_listings(item, since='since'))}"
    return f"{item.answer}: {words(item)}"


def words(item: CheckAnswer) -> str:
    """What the rows of an answer say; an empty text if it has none."""
    return "; ".join(dict.fromkeys(_phrases(item)))


def heading(shown: ShownRow) -> str:
    """What a row says, in full, with its id: it stands above the passages of its claims."""
    if isinstance(shown, ShownListing):
        programme = f", {shown.programme}" if shown.programme else ""
        whose = f"{shown.labels['target_id']}, {shown.authority}{programme}: "
        said = f"listed {on(shown.row['listed'])}{_delisted(shown)}; in force: {shown.in_force}"
    elif isinstance(shown, ShownNumber):
        whose = f"{shown.counter}, {shown.labels['about_id']}, {plain(shown.measure)} ({shown.population}): "
        said = number(shown) + (f"; as of {day(shown.as_of)}" if shown.as_of else "")
    else:
        subject = shown.labels.get(_SUBJECTS.get(shown.table, ""))
        whose, said = f"{subject}: " if subject else "", _said(shown)
    return f"{whose}{said} ({shown.row_id})"


def number(shown: ShownNumber) -> str:
    """A number with its comparator."""
    if shown.value is None:
        return "no number"
    return quantity(shown.comparator, shown.value, shown.value_to, shown.measure)


def quantity(comparator: str, value: float | None, value_to: float | None, measure: str) -> str:
    """The cells of a row of ``estimates`` as a number with its comparator; without a number, the comparator.

    >>> quantity("at_least", 1500.0, None, "killed")
    'at least 1,500'
    """
    if value is None:
        return plain(comparator)
    upper = "" if value_to is None else f" to {figure(value_to)}"
    unit = "%" if measure == "share" else ""
    word = "" if comparator in _BARE else plain(comparator)
    return f"{word} {figure(value)}{upper}{unit}".strip()


def figure(number: float) -> str:
    """A number as people write it.

    >>> figure(1500.0), figure(2.5)
    ('1,500', '2.5')
    """
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,}"


def _phrases(item: CheckAnswer) -> Iterator[str]:
    yield from _listings(item)
    yield from _numbers(item)
    for shown in item.rows:
        if not isinstance(shown, ShownListing | ShownNumber):
            yield f"{_subject(item, shown)}{_said(shown)}"


def _listings(item: CheckAnswer, since: str = "listed since") -> Iterator[str]:
    """Listings; those that differ in the programme only, in one phrase."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for shown in item.rows:
        if not isinstance(shown, ShownListing):
            continue
        date = shown.row["listed"]
        before, after = f"listed {on(date)}", ""
        if shown.in_force == "yes":
            before = f"{since} {day(date)}"
        elif shown.later:
            before, after = f"listed later, {on(date)}", ","
        by = "" if shown.row["authority_id"] == item.authority_id else f" by {shown.authority}"
        phrase = (f"{_subject(item, shown)}{before}", f"{after}{by}", _delisted(shown))
        codes = grouped.setdefault(phrase, [])
        if shown.programme and shown.programme not in codes:
            codes.append(shown.programme)
    for (before, by, end), codes in grouped.items():
        under = f" under {' and '.join(codes)}" if codes else ""
        yield f"{before}{by}{under}".removesuffix(",") + end


def _delisted(shown: ShownListing) -> str:
    return f", delisted {on(shown.row['delisted'])}" if shown.row["delisted"] else ""


def _numbers(item: CheckAnswer) -> Iterator[str]:
    """Numbers; with what they count if that is not the same, and with who counted if that is nobody asked about."""
    numbers = [shown for shown in item.rows if isinstance(shown, ShownNumber)]
    several = len({shown.measure for shown in numbers}) > 1
    for shown in sorted(numbers, key=lambda shown: shown.measure):
        measure = f"{plain(shown.measure)}: " if several else ""
        asked = shown.row["counted_by"] in (item.entity_id, item.authority_id)
        yield f"{measure}{number(shown)}{'' if asked else f' ({shown.counter})'}"


def _subject(item: CheckAnswer, shown: ShownRow) -> str:
    """Whom a row is about, if not the one asked about."""
    column = _SUBJECTS.get(shown.table)
    if column is None or shown.row[column] == item.entity_id:
        return ""
    return f"{shown.labels[column]}: "


def _said(shown: ShownRow) -> str:
    """What a row of any other table says."""
    row = shown.row
    words = {name: plain(value) if name in _CODED and value else value for name, value in row.items()}
    said = _SAID[shown.table].format_map(words | shown.labels)
    if "body_id" in shown.labels:
        said += f", {shown.labels['body_id']}"
    if row.get("standing"):
        since = f", as of {day(row['standing_date'])}" if row["standing_date"] else ""
        said += f" ({plain(row['standing'])}{since})"
    for name, word in (("date", ""), ("made", ""), ("started", "from "), ("ended", "until ")):
        if row.get(name):
            said += f", {word}{day(row[name]) if word else on(row[name])}"
    return said


def plain(word: str) -> str:
    """A word of a vocabulary as people write it."""
    return word.replace("_", " ")
