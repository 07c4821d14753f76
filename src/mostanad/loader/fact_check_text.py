"""A check as a page to read: text for a terminal, Markdown for a web page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from mostanad.loader.answer_words import cell, heading
from mostanad.loader.why import attribution
from mostanad.models.words import on, when

if TYPE_CHECKING:
    from mostanad.loader.fact_checks import Check, CheckAnswer, CheckedClaim

#: How wide a table of text may be.
WIDTH = 100

#: What is left empty in the table: nothing is asked about this one and this authority.
_NOT_ASKED = "-"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def grid(check: Check) -> list[list[str]]:
    """The answers as a table of text: the head first; a line for each person or thing, a column for each authority."""
    authorities = dict(sorted({item.authority_id or "": item.authority or "Answer" for item in check.items}.items()))
    entities = sorted({(item.entity, item.entity_id) for item in check.items})
    cells = {(item.entity_id, item.authority_id or ""): cell(item) for item in check.items}
    lines = [[name, *(cells.get((entity, column), _NOT_ASKED) for column in authorities)] for name, entity in entities]
    return [["", *authorities.values()], *lines]


def laid_out(rows: list[list[str]]) -> list[str]:
    """A table as lines of text, none wider than :data:`WIDTH`.

    Cells that are too wide go on below, with an empty line between the rows; a table of too many columns is a list.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [max((len(word) for text in column for word in text.split()), default=0) for column in columns]
    room = WIDTH - 2 * (len(columns) - 1)
    if sum(least) > room:
        return _as_list(rows)
    wrapped = sum(widths) > room
    while sum(widths) > room:
        widest = max((i for i in range(len(widths)) if widths[i] > least[i]), key=lambda i: widths[i])
        widths[widest] -= 1
    lines: list[str] = []
    for number, row in enumerate(rows):
        if wrapped and number > 1:
            lines.append("")
        cells = [_wrapped(text, width) for text, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            lines.append("  ".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip())
    return lines


def _as_list(rows: list[list[str]]) -> list[str]:
    """A table of too many columns: under each person or thing a line for each column."""
    (_, *head), *body = rows
    lines = []
    for name, *cells in body:
        lines += _wrapped(name, WIDTH)
        for title, text in zip(head, cells, strict=True):
            if text != _NOT_ASKED:
                first, *more = _wrapped(f"{title}: {text}", WIDTH - 4)
                lines += [f"  {first}", *(f"    {line}" for line in more)]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text; dates and names with hyphens stay whole."""
    return textwrap.wrap(text, max(width, 1), break_long_words=False, break_on_hyphens=False)


def as_text(check: Check) -> str:
    """The check for a terminal: the claim, how it is read, the answers, then notes, what is needed, and passages."""
    return "\n".join(_text(check))


def as_markdown(check: Check) -> str:
    """The same as a page of Markdown, and the query with it."""
    return "\n".join(_markdown(check))


def _text(check: Check) -> Iterator[str]:
    claim = check.claim
    yield f"{check.check_id}: {check.verdict} (as of {when(check.as_of)}; release {check.version})"
    yield ""
    yield f"Claim:    {_said(claim)}"
    yield f"          {_printed(claim)}"
    yield from (f"          {line}" for line in _claimed(claim))
    yield f"Read as:  {check.reading}"
    yield f"Question: {check.question}"
    yield ""
    yield from laid_out(grid(check))
    for title, lines in _sections(check):
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)


def _markdown(check: Check) -> Iterator[str]:
    claim = check.claim
    yield f"# {_escaped(check.check_id)}: {check.verdict}"
    yield f"\nAs of {_escaped(when(check.as_of))}; release {check.version}.\n"
    yield f"- **Claim:** {_escaped(_said(claim))}, {_escaped(_printed(claim))}"
    yield from (f"    - {_escaped(line.strip())}" for line in _claimed(claim))
    yield f"- **Read as:** {_escaped(check.reading)}"
    yield f"- **Question:** {_escaped(check.question)}\n"
    head, *lines = grid(check)
    for row in (head, ["---"] * len(head)):
        yield f"| {' | '.join(_escaped(cell) for cell in row)} |"
    for row in lines:
        yield f"| {' | '.join(_escaped(cell) for cell in row)} |"
    for title, listed in _sections(check):
        yield f"\n## {title}\n"
        yield from (f"{'    ' if line.startswith('  ') else ''}- {_escaped(line.strip())}" for line in listed)
    # A fence longer than any in the query, so that nothing of it gets out.
    fence = "`" * (max([2, *map(len, re.findall("`+", check.query))]) + 1)
    yield f"\n## Query\n\n{fence}sql\n{check.query}\n{fence}"


def _sections(check: Check) -> Iterator[tuple[str, list[str]]]:
    """What stands under the table: a title and its lines, those that belong to the line above indented."""
    notes = [f"{_whom(item)}: {item.note}" for item in check.items if item.note]
    if notes or check.note:
        yield "Notes", [*([check.note] if check.note else []), *notes]
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


def _said(claim: CheckedClaim) -> str:
    """Who says so, and how."""
    return f"{claim.asserter} ({claim.asserted_by}) {claim.stance} it ({claim.modality})"


def _printed(claim: CheckedClaim) -> str:
    """In which document."""
    return f"in “{claim.title}”, {claim.publisher}, published {on(claim.published)}"


def _claimed(claim: CheckedClaim) -> Iterator[str]:
    """What is claimed: the row and the cells; the package holds no sentence of a source."""
    yield f"{claim.table} {next(iter(claim.row.values()))}"
    for name in claim.fields:
        value = claim.row[name]
        if isinstance(value, list):
            value = " ".join(value)
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        yield f"  {name}: {value}"


def _whom(item: CheckAnswer) -> str:
    return f"{item.entity}, {item.authority}" if item.authority else item.entity


def _escaped(text: str) -> str:
    """Text that Markdown takes for text."""
    return _SPECIAL.sub(r"\\\1", text) if text != "---" else text
