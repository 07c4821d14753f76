"""Renders a fact check in plain words, as text for a terminal or Markdown for a web page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mostanad.files.grouping import grouped, key_of
from mostanad.loader.why import attribution
from mostanad.models import TABLES
from mostanad.models.language import figure, say, say_many, spoken, together
from mostanad.models.vocabularies import Support
from mostanad.models.words import after, on, plain, quantity, when

if TYPE_CHECKING:
    from mostanad.loader.fact_checks import Check, CheckAnswer, ShownRow

_TITLES = {Support.UNPLACED: "independence unknown", Support.SINGLE: "one origin"}
#: The sign, title and meaning of each kind of support. Signs differ in shape, not only in colour.
MARKS = {
    str(one): (sign, title := _TITLES.get(one, plain(one)), one.meaning.removeprefix(title).lstrip(":, "))
    for one, sign in {
        Support.OFFICIAL: "◆", Support.CORROBORATED: "●", Support.UNPLACED: "◍", Support.ONE_CAMP: "◐",
        Support.SINGLE: "○",
    }.items()
}  # fmt: skip
DISPUTED = ("≠", "disputed", "somebody denies it or gives another value")
#: A day, or an EDTF set in brackets, in a text of ours; but not the day within an id.
_DATES = re.compile(r"(?<![\w.-])(?:\d{4}-\d\d-\d\d|\[(?:\.\.|\d[\d-]*(?:\.\.|,))[\d.,-]*\d\])(?![\w-])")
#: Tables whose rows are worded by functions of this module.
_LISTINGS, _NUMBERS, _PASSAGES = "sanctions", "estimates", "passages"


def prose(text: str) -> str:
    """Translate a text of ours into the current language, with its dates in words.

    >>> prose("listed on 2019-12-24; born [1963,1964]: see judges-2019-12-19")
    'listed on 24 December 2019; born 1963 or 1964: see judges-2019-12-19'
    """
    return _DATES.sub(lambda date: when(date[0]), spoken().label("", text))


def cell(item: CheckAnswer) -> str:
    if not item.rows:
        return plain(item.answer)
    lasting = all((one.table, one.in_force, _subject(item, one)) == (_LISTINGS, "yes", "") for one in item.rows)
    if item.answer == "yes" and lasting:  # "yes, since" needs no "listed"
        return say("yes, %(what)s", what=say("; ").join(_listings(item, since="since")))
    return f"{plain(item.answer)}: {words(item)}"


def words(item: CheckAnswer) -> str:
    """The rows of an answer in words; empty if it has none."""
    own = (_LISTINGS, _NUMBERS, _PASSAGES)
    others = (f"{_subject(item, shown)}{_said(shown)}" for shown in item.rows if shown.table not in own)
    versions = list(map(when, sorted(shown.row["published"] for shown in item.rows if shown.table == _PASSAGES)))
    days = say(" and of ").join(versions)
    absent = [say_many("not by name on the list of %(days)s", "not by name on the lists of %(days)s", len(versions),
                       days=days)] if versions else []  # fmt: skip
    return say("; ").join(dict.fromkeys([*_listings(item), *_numbers(item), *others, *absent]))


def heading(shown: ShownRow) -> str:
    """A row in full, in words, with its id: the heading above the passages of its claims."""
    row, labels = shown.row, shown.labels
    if shown.table == _LISTINGS:
        whose = ", ".join(labels[name] for name in ("target_id", "authority_id", "programme_id") if name in labels)
        said = f"listed {after(row['listed'], 'on')}{_delisted(shown)}; in force: {shown.in_force}"
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
        return spoken().label("", f"“{row['stated']}”") if row.get("stated") else say("no number")
    return quantity(row)


def _listings(item: CheckAnswer, since: str = "listed since") -> Iterator[str]:
    """The listings in words; those that differ only in the programme share a phrase."""
    phrases: dict[tuple[str, str, str, str], list[str]] = {}
    for shown in item.rows:
        if shown.table != _LISTINGS:
            continue
        row, labels = shown.row, shown.labels
        before, tail = say("listed %(day)s", day=after(row["listed"], "on")), ""
        if shown.in_force == "yes":
            before = after(row["listed"], since)
        elif shown.later:
            before, tail = say("listed later, %(day)s", day=after(row["listed"], "on")), say(",")
        who = spoken().label(row["authority_id"], labels["authority_id"])
        by = "" if row["authority_id"] == item.authority_id else " " + say("by %(who)s", who=who)
        codes = phrases.setdefault(
            (f"{_subject(item, shown)}{before}", f"{tail}{by}", shown.printed, _delisted(shown)), []
        )
        programme = spoken().label(row["programme_id"] or "", labels.get("programme_id", ""))
        if programme and programme not in codes:
            codes.append(programme)
    for (before, by, printed, end), codes in phrases.items():
        programmes = say(" and ").join(codes)
        under = " " + say("under %(programmes)s", programmes=programmes) if codes else ""
        if printed and codes:
            later = "; on the list of %(printed)s under %(programme)s"
            under = say(later, printed=when(printed), programme=programmes)
        yield f"{before}{by}{under}".removesuffix(say(",")) + end


def _delisted(shown: ShownRow) -> str:
    return say(", delisted %(day)s", day=after(shown.row["delisted"], "on")) if shown.row["delisted"] else ""


def _numbers(item: CheckAnswer) -> Iterator[str]:
    """The numbers in words, with their measures if these differ, and the counter if the question does not name it."""
    numbers = sorted((one for one in item.rows if one.table == _NUMBERS), key=lambda one: str(one.row["measure"]))
    several = len({shown.row["measure"] for shown in numbers}) > 1
    for shown in numbers:
        measure = f"{plain(shown.row['measure'])}: " if several else ""
        asked = shown.row["counted_by"] in (item.entity_id, item.authority_id)
        who = "" if asked else f" ({spoken().label(shown.row['counted_by'], shown.labels['counted_by'])})"
        yield f"{measure}{number(shown)}{who}"


def _subject(item: CheckAnswer, shown: ShownRow) -> str:
    """The subject of a row, as a prefix; empty if it is the one in question."""
    column = TABLES[shown.table].words().subject
    if column not in shown.labels or shown.row[column] == item.entity_id:
        return ""
    return f"{spoken().label(shown.row[column], shown.labels[column])}: "


def _said(shown: ShownRow) -> str:
    row, model = shown.row, TABLES[shown.table]
    labels = {name: spoken().label(row[name], label) for name, label in shown.labels.items()}
    known = {name: spoken().label("", cell) if isinstance(cell, str) else cell for name, cell in row.items()}
    said, comma = model.said(known, labels), say(", ")
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


WIDTH = 100
_VERDICTS = {
    "supported": "Documents support this",
    "contradicted": "Documents contradict this",
    "partly": "Documents support a part of this",
    "missing_context": "The claim leaves out something that matters",
    "undecidable": "The documents that we hold do not decide this",
}
#: A cell of the table without a question about this entity and this authority.
_NOT_ASKED = "-"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def grid(check: Check) -> list[list[str]]:
    authorities = dict(sorted({item.authority_id or "": item.authority or "Answer" for item in check.items}.items()))
    entities = sorted({(item.entity, item.entity_id) for item in check.items})
    cells = {(item.entity_id, item.authority_id or ""): cell(item) for item in check.items}
    lines = [[name, *(cells.get((entity, column), _NOT_ASKED) for column in authorities)] for name, entity in entities]
    return [["", *authorities.values()], *lines]


def finding(check: Check) -> str:
    """The verdict in a few sentences, with the counts of yes, unsure and no; the claimant is not counted."""
    witnesses = [item for item in check.items if not item.is_claimant]
    own = together(sorted(spoken().label(item.entity_id, item.entity) for item in check.items if item.is_claimant))
    alone = own and all(item.answer != "yes" for item in witnesses)
    in_order = sorted(witnesses, key=lambda item: item.authority or "")
    by_authority = grouped(in_order, lambda item: spoken().label(item.authority_id or "", item.authority or ""))
    is_number = check.claim.table == _NUMBERS
    alike = grouped(by_authority, lambda authority: _counted(by_authority[authority], is_number=is_number))
    found = []
    for said, names in alike.items():
        who = together([*names]) if any(names) else say("Others") if own else ""
        answer = "%(who)s: the answer is %(said)s." if who else "The answer to our question is %(said)s."
        found.append(say(answer, who=who, said=said))
    verdict = say(_VERDICTS[check.verdict]) if check.verdict in _VERDICTS else plain(check.verdict)
    said = "Only the claimant itself says so: %(who)s." if alone else "The claimant, %(who)s, is not counted."
    said = say(said, who=own)
    return " ".join([f"{verdict}.", *([said] if alone else []), *found, *([said] if own and not alone else [])])


def _counted(items: list[CheckAnswer], *, is_number: bool) -> str:
    """The counts of yes, unsure and no (a single one is named). Another number does not deny the one of the claim."""

    def word(answer: str) -> str:
        return say("another number") if is_number and answer == "no" else plain(answer)

    named = grouped(items, lambda item: item.answer)
    answer, many = word(items[0].answer), len(items)
    if len(named) == 1:
        if many <= 2:
            whom = say("both") if many > 1 else spoken().label(items[0].entity_id, items[0].entity)
            return say("%(answer)s for %(whom)s", answer=answer, whom=whom)
        return say("%(answer)s for all %(number)s", answer=answer, number=many)
    found: list[str] = []
    for key, (first, *others) in sorted(named.items(), reverse=True):  # yes, unsure, no
        said = "%(answer)s for %(number)s" if found else "%(answer)s for %(number)s of %(all)s"
        one = say(said, answer=word(key), number=1 + len(others), all=many)
        found.append(one if others else f"{one} ({spoken().label(first.entity_id, first.entity)})")
    return together(found)


def laid_out(rows: list[list[str]]) -> list[str]:
    """A table as lines of text. If it is wider than :data:`WIDTH`, cells wrap and a blank line separates rows."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    is_wide = sum(max(map(len, column)) + 2 for column in zip(*rows, strict=True)) > WIDTH + 2
    table = Table(box=None, pad_edge=False, padding=(0, 2, int(is_wide), 0), show_header=False)
    for row in rows:
        table.add_row(*(Text(text, overflow="fold") for text in row))
    made = io.StringIO()
    Console(file=made, width=WIDTH).print(table)
    return [line.rstrip() for line in made.getvalue().rstrip().splitlines()]


def as_text(check: Check) -> str:
    lines = [f"{check.check_id}: {plain(check.verdict)} (as of {when(check.as_of)}; release {check.version})", ""]
    for title, (first, *more) in _head(check).items():
        lines += [f"{f'{title}:':10}{first}", *(f"{'':10}{line}" for line in more)]
    lines += ["", *laid_out(grid(check))]
    for title, listed in _sections(check):
        lines += ["", title, *(f"  {line}" for line in listed)]
    return "\n".join(lines)


def as_markdown(check: Check) -> str:
    lines = [f"# {_escaped(check.check_id)}: {plain(check.verdict)}", ""]
    lines += [f"As of {_escaped(when(check.as_of))}; release {check.version}.", ""]
    for title, (first, *more) in _head(check).items():
        lines += [f"- **{title}:** {_escaped(first)}", *(f"    - {_escaped(line.strip())}" for line in more)]
    head, *rows = ([_escaped(text) for text in row] for row in grid(check))
    lines += ["", *(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))]
    for title, listed in _sections(check):
        lines += ["", f"## {title}", ""]
        lines += [f"{'    ' if line.startswith('  ') else ''}- {_escaped(line.strip())}" for line in listed]
    # A fence longer than any in the query, so that the query cannot close it.
    fence = "`" * (max([2, *map(len, re.findall("`+", check.query))]) + 1)
    return "\n".join([*lines, "", "## Query", "", f"{fence}sql", check.query, fence])


def _head(check: Check) -> dict[str, list[str]]:
    """The sections above the table: titles with their lines."""
    asked = {"Read as": [prose(check.reading)], "Question": [prose(check.question)], "Result": [finding(check)]}
    return {"Claim": [*_claimed(check)]} | asked


def _claimed(check: Check) -> Iterator[str]:
    """The claim: its asserter, document, row and cells. The package does not contain the sentences of a source."""
    claim = check.claim
    yield f"{claim.asserter} ({claim.asserted_by}) {claim.stance} it ({claim.modality})"
    yield f"in “{claim.title}”, {claim.publisher}, published {on(claim.published)}"
    yield f"{claim.table} {key_of(claim.row)}"
    for name in claim.fields:
        value = claim.row[name]
        if isinstance(value, list):
            value = " ".join(value)
        elif isinstance(value, float):
            value = figure(value).replace(",", "")
        yield f"  {name}: {value}"


def _sections(check: Check) -> Iterator[tuple[str, list[str]]]:
    """The sections below the table: titles with their lines, indented if they belong to the line above."""
    notes = [prose(check.note)] if check.note else []
    for item in check.items:
        if item.note:
            notes.append(f"{item.entity}{f', {item.authority}' if item.authority else ''}: {prose(item.note)}")
    if notes:
        yield "Notes", notes
    if check.needs:
        yield "Needs", [prose(check.needs)]
    claim = check.claim
    passages = ["the claim", f"  {claim.source_id} {claim.selector} sha256 {claim.passage_sha256[:16]}"]
    passages.append(f"  document sha256 {claim.source_sha256[:16]} {claim.source_url or ''}".rstrip())
    shown = {row.row_id: row for item in check.items for row in item.rows}  # each once, even if several answers show it
    for row in shown.values():
        passages.append(heading(row))
        for found in row.evidence:
            place = f"{found['source_id']} {found['selector']} sha256 {found['passage_sha256'][:16]}"
            passages.append(f"  {attribution(found)}: {place}")
    yield "Passages", passages


def _escaped(text: str) -> str:
    """Escape the special characters of Markdown."""
    return _SPECIAL.sub(r"\\\1", text)
