"""A check as a page to read: text for a terminal, Markdown for a web page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mostanad.loader.answer_words import cell, heading
from mostanad.loader.why import attribution
from mostanad.models.language import figure, say, spoken
from mostanad.models.words import on, plain, when

if TYPE_CHECKING:
    from mostanad.loader.fact_checks import Check, CheckAnswer

#: How wide a table of text may be.
WIDTH = 100
_VERDICTS = {
    "supported": "Documents support this",
    "contradicted": "Documents contradict this",
    "partly": "Documents support a part of this",
    "missing_context": "The claim leaves out something that matters",
    "undecidable": "The documents that we hold do not decide this",
}
#: What is left empty in the table: nothing is asked about this one and this authority.
_NOT_ASKED = "-"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def grid(check: Check) -> list[list[str]]:
    authorities = dict(sorted({item.authority_id or "": item.authority or "Answer" for item in check.items}.items()))
    entities = sorted({(item.entity, item.entity_id) for item in check.items})
    cells = {(item.entity_id, item.authority_id or ""): cell(item) for item in check.items}
    lines = [[name, *(cells.get((entity, column), _NOT_ASKED) for column in authorities)] for name, entity in entities]
    return [["", *authorities.values()], *lines]


def finding(check: Check) -> str:
    """The result in a few sentences: the verdict, and for whom the answer is yes, unsure and no."""
    by_authority: dict[str, list[CheckAnswer]] = {}
    for item in sorted(check.items, key=lambda item: item.authority or ""):
        authority = spoken().label(item.authority_id or "", item.authority or "")
        by_authority.setdefault(authority, []).append(item)
    alike: dict[str, list[str]] = {}
    for authority, items in by_authority.items():
        alike.setdefault(_counted(items), []).append(authority)
    found = (
        f"{say(' and ').join(names) if any(names) else say('The answer')}: {said}." for said, names in alike.items()
    )
    return " ".join(
        [f"{say(_VERDICTS[check.verdict]) if check.verdict in _VERDICTS else plain(check.verdict)}.", *found]
    )


def _counted(items: list[CheckAnswer]) -> str:
    """For how many the answer is yes, unsure and no; with their names, as far as they are few."""
    named: dict[str, list[str]] = {}
    for item in items:
        named.setdefault(item.answer, []).append(spoken().label(item.entity_id, item.entity))
    answer, many = plain(items[0].answer), len(items)
    if len(named) == 1:
        if many <= 2:
            return say(
                "%(answer)s for %(whom)s", answer=answer, whom=[named[items[0].answer][0], say("both")][many - 1]
            )
        return say("%(answer)s for all %(number)s", answer=answer, number=many)
    found: list[str] = []
    for key, names in sorted(named.items(), reverse=True):  # yes, unsure, no
        said = "%(answer)s for %(number)s" if found else "%(answer)s for %(number)s of %(all)s"
        one = say(said, answer=plain(key), number=len(names), all=many)
        found.append(f"{one} ({names[0]})" if len(names) == 1 else one)
    return say(", ").join(found)


def laid_out(rows: list[list[str]]) -> list[str]:
    """A table as lines of text; if it is wider than :data:`WIDTH`, cells go on below, and rows have a line between."""
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
    # A fence longer than any in the query, so that nothing of it gets out.
    fence = "`" * (max([2, *map(len, re.findall("`+", check.query))]) + 1)
    return "\n".join([*lines, "", "## Query", "", f"{fence}sql", check.query, fence])


def _head(check: Check) -> dict[str, list[str]]:
    """What stands above the table: the lines under each title."""
    asked = {"Read as": [check.reading], "Question": [check.question], "Result": [finding(check)]}
    return {"Claim": [*_claimed(check)]} | asked


def _claimed(check: Check) -> Iterator[str]:
    """Who says so and how; in which document; the row and the cells: the package holds no sentence of a source."""
    claim = check.claim
    yield f"{claim.asserter} ({claim.asserted_by}) {claim.stance} it ({claim.modality})"
    yield f"in “{claim.title}”, {claim.publisher}, published {on(claim.published)}"
    yield f"{claim.table} {next(iter(claim.row.values()))}"
    for name in claim.fields:
        value = claim.row[name]
        if isinstance(value, list):
            value = " ".join(value)
        elif isinstance(value, float):
            value = figure(value).replace(",", "")
        yield f"  {name}: {value}"


def _sections(check: Check) -> Iterator[tuple[str, list[str]]]:
    """What stands under the table: a title and its lines, those that belong to the line above indented."""
    notes = [check.note] if check.note else []
    for item in check.items:
        if item.note:
            notes.append(f"{item.entity}{f', {item.authority}' if item.authority else ''}: {item.note}")
    if notes:
        yield "Notes", notes
    if check.needs:
        yield "Needs", [check.needs]
    claim = check.claim
    passages = ["the claim", f"  {claim.source_id} {claim.selector} sha256 {claim.passage_sha256[:16]}"]
    passages.append(f"  document sha256 {claim.source_sha256[:16]} {claim.source_url or ''}".rstrip())
    shown = {row.row_id: row for item in check.items for row in item.rows}  # each once, whatever it shows
    for row in shown.values():
        passages.append(heading(row))
        for found in row.evidence:
            place = f"{found['source_id']} {found['selector']} sha256 {found['passage_sha256'][:16]}"
            passages.append(f"  {attribution(found)}: {place}")
    yield "Passages", passages


def _escaped(text: str) -> str:
    """Text that Markdown takes for text."""
    return _SPECIAL.sub(r"\\\1", text)
