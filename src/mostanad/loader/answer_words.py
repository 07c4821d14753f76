"""What the rows behind an answer say, in words that a newspaper could print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mostanad.loader.cited_rows import ShownListing, ShownNumber, ShownRow
from mostanad.models import TABLES
from mostanad.models.words import on, plain, quantity, when

if TYPE_CHECKING:
    from mostanad.loader.fact_checks import CheckAnswer

#: By support: its sign, and what it means. Signs differ in shape, not in colour only.
MARKS = {
    "official": (
        "◆",
        "official",
        "the acting authority's own record of its act; not a proof that its grounds are true",
    ),
    "corroborated": ("●", "corroborated", "two or more origins of two or more known camps"),
    "unplaced": ("◍", "independence unknown", "several origins, but fewer than two of them of a known camp"),
    "one_camp": ("◐", "one camp", "several origins, all of one camp"),
    "single": ("○", "one origin", "nobody else says it but copies of the same origin"),
}
DISPUTED = ("≠", "disputed", "somebody denies it or gives another value")


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
        said = number(shown) + (f"; as of {when(shown.as_of)}" if shown.as_of else "")
    else:
        subject = shown.labels.get(TABLES[shown.table].words().subject)
        whose, said = f"{subject}: " if subject else "", _said(shown)
    return f"{whose}{said} ({shown.row_id})"


def number(shown: ShownNumber) -> str:
    """A number with its comparator."""
    if shown.value is None:
        return "no number"
    return quantity(shown.comparator, shown.value, shown.value_to, shown.measure)


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
            before = f"{since} {when(date)}"
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
    column = TABLES[shown.table].words().subject
    if not column or column not in shown.labels or shown.row[column] == item.entity_id:
        return ""
    return f"{shown.labels[column]}: "


def _said(shown: ShownRow) -> str:
    """What a row of any other table says, and when."""
    row, model = shown.row, TABLES[shown.table]
    said = model.said(row, shown.labels)
    if "body_id" in shown.labels:
        said += f", {shown.labels['body_id']}"
    if row.get("standing"):
        since = f", as of {when(row['standing_date'])}" if row["standing_date"] else ""
        return f"{said} ({plain(row['standing'])}{since})"
    words = model.words()
    prepositions = ("from ", "until ") if words.lasting else ("",)
    for name, word in zip(words.times or (), prepositions, strict=False):
        if row[name]:
            said += f", {word}{when(row[name]) if word else on(row[name])}"
    return said
