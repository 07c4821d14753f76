"""What the rows behind an answer say, in words that a newspaper could print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mostanad.models import TABLES
from mostanad.models.vocabularies import Support
from mostanad.models.words import after, on, plain, quantity, when

if TYPE_CHECKING:
    from mostanad.loader.fact_checks import CheckAnswer, ShownRow

_TITLES = {Support.UNPLACED: "independence unknown", Support.SINGLE: "one origin"}
#: By support: its sign, its title, and what it means. Signs differ in shape, not in colour only.
MARKS = {
    str(one): (sign, title := _TITLES.get(one, plain(one)), one.meaning.removeprefix(title).lstrip(":, "))
    for one, sign in {
        Support.OFFICIAL: "◆", Support.CORROBORATED: "●", Support.UNPLACED: "◍", Support.ONE_CAMP: "◐",
        Support.SINGLE: "○",
    }.items()
}  # fmt: skip
DISPUTED = ("≠", "disputed", "somebody denies it or gives another value")
#: Tables whose rows have words of their own.
_LISTINGS, _NUMBERS, _PASSAGES = "sanctions", "estimates", "passages"


def cell(item: CheckAnswer) -> str:
    if not item.rows:
        return item.answer
    lasting = all((one.table, one.in_force, _subject(item, one)) == (_LISTINGS, "yes", "") for one in item.rows)
    if item.answer == "yes" and lasting:  # "yes, since" needs no "listed"
        return f"yes, {'; '.join(_listings(item, since='since'))}"
    return f"{item.answer}: {words(item)}"


def words(item: CheckAnswer) -> str:
    """What the rows of an answer say; an empty text if it has none."""
    own = (_LISTINGS, _NUMBERS, _PASSAGES)
    others = (f"{_subject(item, shown)}{_said(shown)}" for shown in item.rows if shown.table not in own)
    versions = list(map(when, sorted(shown.row["published"] for shown in item.rows if shown.table == _PASSAGES)))
    lists = f"list{'s' if len(versions) > 1 else ''} of"
    absent = [f"not by name on the {lists} {' and of '.join(versions)}"] if versions else []
    return "; ".join(dict.fromkeys([*_listings(item), *_numbers(item), *others, *absent]))


def heading(shown: ShownRow) -> str:
    """What a row says, in full, with its id: it stands above the passages of its claims."""
    row, labels = shown.row, shown.labels
    if shown.table == _LISTINGS:
        whose = ", ".join(labels[name] for name in ("target_id", "authority_id", "programme_id") if name in labels)
        said = f"listed {on(row['listed'])}{_delisted(shown)}; in force: {shown.in_force}"
    elif shown.table == _NUMBERS:
        whose = f"{labels['counted_by']}, {labels['about_id']}, {plain(row['measure'])} ({row['population']})"
        said = number(shown) + (f"; as of {when(row['as_of'])}" if row["as_of"] else "")
    elif shown.table == _PASSAGES:
        whose, said = labels["source_id"], f"{row['selector']} sha256 {row['sha256'][:16]}"
    else:
        whose, said = labels.get(TABLES[shown.table].words().subject, ""), _said(shown)
    return f"{whose}{': ' if whose else ''}{said} ({shown.row_id})"


def number(shown: ShownRow) -> str:
    row = shown.row
    if row["value"] is None:
        return f"“{row['stated']}”" if row.get("stated") else "no number"
    return quantity(row["comparator"], row["value"], row["value_to"], row["measure"])


def _listings(item: CheckAnswer, since: str = "listed since") -> Iterator[str]:
    """Listings; those that differ in the programme only, in one phrase."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for shown in item.rows:
        if shown.table != _LISTINGS:
            continue
        row, labels = shown.row, shown.labels
        before, tail = f"listed {on(row['listed'])}", ""
        if shown.in_force == "yes":
            before = after(row["listed"], since)
        elif shown.later:
            before, tail = f"listed later, {on(row['listed'])}", ","
        by = "" if row["authority_id"] == item.authority_id else f" by {labels['authority_id']}"
        codes = grouped.setdefault((f"{_subject(item, shown)}{before}", f"{tail}{by}", _delisted(shown)), [])
        if "programme_id" in labels and labels["programme_id"] not in codes:
            codes.append(labels["programme_id"])
    for (before, by, end), codes in grouped.items():
        under = f" under {' and '.join(codes)}" if codes else ""
        yield f"{before}{by}{under}".removesuffix(",") + end


def _delisted(shown: ShownRow) -> str:
    return f", delisted {on(shown.row['delisted'])}" if shown.row["delisted"] else ""


def _numbers(item: CheckAnswer) -> Iterator[str]:
    """Numbers; with what they count if that is not the same, and with who counted if that is nobody asked about."""
    numbers = sorted((one for one in item.rows if one.table == _NUMBERS), key=lambda one: str(one.row["measure"]))
    several = len({shown.row["measure"] for shown in numbers}) > 1
    for shown in numbers:
        measure = f"{plain(shown.row['measure'])}: " if several else ""
        asked = shown.row["counted_by"] in (item.entity_id, item.authority_id)
        yield f"{measure}{number(shown)}" + ("" if asked else f" ({shown.labels['counted_by']})")


def _subject(item: CheckAnswer, shown: ShownRow) -> str:
    """Whom a row is about, if not the one asked about."""
    column = TABLES[shown.table].words().subject
    if column not in shown.labels or shown.row[column] == item.entity_id:
        return ""
    return f"{shown.labels[column]}: "


def _said(shown: ShownRow) -> str:
    row, model = shown.row, TABLES[shown.table]
    said = model.said(row, shown.labels)
    if "body_id" in shown.labels:
        said += f", {shown.labels['body_id']}"
    if row.get("standing"):
        since = f", as of {when(row['standing_date'])}" if row["standing_date"] else ""
        return f"{said} ({plain(row['standing'])}{since})"
    words = model.words()
    prepositions = ("from", "until") if words.lasting else ("",)
    for name, word in zip(words.times or (), prepositions, strict=False):
        if row[name]:
            said += f", {after(row[name], word) if word else on(row[name])}"
    return f"{said}, {shown.documented}".removesuffix(", ")
