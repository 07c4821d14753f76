"""What the rows behind an answer say, in words that a newspaper could print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mostanad.models import TABLES
from mostanad.models.language import say, say_many, spoken
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
        return plain(item.answer)
    lasting = all((one.table, one.in_force, _subject(item, one)) == (_LISTINGS, "yes", "") for one in item.rows)
    if item.answer == "yes" and lasting:  # "yes, since" needs no "listed"
        return say("yes, %(what)s", what=say("; ").join(_listings(item, since="since")))
    return f"{plain(item.answer)}: {words(item)}"


def words(item: CheckAnswer) -> str:
    """What the rows of an answer say; an empty text if it has none."""
    own = (_LISTINGS, _NUMBERS, _PASSAGES)
    others = (f"{_subject(item, shown)}{_said(shown)}" for shown in item.rows if shown.table not in own)
    versions = list(map(when, sorted(shown.row["published"] for shown in item.rows if shown.table == _PASSAGES)))
    days = say(" and of ").join(versions)
    absent = [say_many("not by name on the list of %(days)s", "not by name on the lists of %(days)s", len(versions),
                       days=days)] if versions else []  # fmt: skip
    return say("; ").join(dict.fromkeys([*_listings(item), *_numbers(item), *others, *absent]))


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
        return f"“{row['stated']}”" if row.get("stated") else say("no number")
    return quantity(row["comparator"], row["value"], row["value_to"], row["measure"])


def _listings(item: CheckAnswer, since: str = "listed since") -> Iterator[str]:
    """Listings; those that differ in the programme only, in one phrase."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for shown in item.rows:
        if shown.table != _LISTINGS:
            continue
        row, labels = shown.row, shown.labels
        before, tail = say("listed %(day)s", day=on(row["listed"])), ""
        if shown.in_force == "yes":
            before = after(row["listed"], since)
        elif shown.later:
            before, tail = say("listed later, %(day)s", day=on(row["listed"])), say(",")
        who = spoken().label(row["authority_id"], labels["authority_id"])
        by = "" if row["authority_id"] == item.authority_id else " " + say("by %(who)s", who=who)
        codes = grouped.setdefault((f"{_subject(item, shown)}{before}", f"{tail}{by}", _delisted(shown)), [])
        if "programme_id" in labels and labels["programme_id"] not in codes:
            codes.append(labels["programme_id"])
    for (before, by, end), codes in grouped.items():
        under = " " + say("under %(programmes)s", programmes=say(" and ").join(codes)) if codes else ""
        yield f"{before}{by}{under}".removesuffix(say(",")) + end


def _delisted(shown: ShownRow) -> str:
    return say(", delisted %(day)s", day=on(shown.row["delisted"])) if shown.row["delisted"] else ""


def _numbers(item: CheckAnswer) -> Iterator[str]:
    """Numbers; with what they count if that is not the same, and with who counted if that is nobody asked about."""
    numbers = sorted((one for one in item.rows if one.table == _NUMBERS), key=lambda one: str(one.row["measure"]))
    several = len({shown.row["measure"] for shown in numbers}) > 1
    for shown in numbers:
        measure = f"{plain(shown.row['measure'])}: " if several else ""
        asked = shown.row["counted_by"] in (item.entity_id, item.authority_id)
        yield f"{measure}{number(shown)}" + (
            "" if asked else f" ({spoken().label(shown.row['counted_by'], shown.labels['counted_by'])})"
        )


def _subject(item: CheckAnswer, shown: ShownRow) -> str:
    """Whom a row is about, if not the one asked about."""
    column = TABLES[shown.table].words().subject
    if column not in shown.labels or shown.row[column] == item.entity_id:
        return ""
    return f"{spoken().label(shown.row[column], shown.labels[column])}: "


def _said(shown: ShownRow) -> str:
    row, model = shown.row, TABLES[shown.table]
    labels = {name: spoken().label(row[name], label) for name, label in shown.labels.items()}
    said, comma = model.said(row, labels), say(", ")
    if "body_id" in labels:
        said += f"{comma}{labels['body_id']}"
    if row.get("standing"):
        since = say(", as of %(day)s", day=when(row["standing_date"])) if row["standing_date"] else ""
        return f"{said} ({plain(row['standing'])}{since})"
    words = model.words()
    prepositions = ("from", "until") if words.lasting else ("",)
    for name, word in zip(words.times or (), prepositions, strict=False):
        if row[name]:
            said += f"{comma}{after(row[name], word) if word else on(row[name])}"
    return f"{said}{comma}{shown.documented}".removesuffix(comma)
