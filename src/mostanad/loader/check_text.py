"""A check as a page to read: text for a terminal, Markdown for a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mostanad.loader.why import attribution

if TYPE_CHECKING:
    from mostanad.loader.checks import Check, CheckAnswer, CheckedClaim, Listing

#: What is left empty in the table: nothing is asked about this one and this authority.
_NOT_ASKED = "-"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def grid(check: Check) -> list[list[str]]:
    """The answers as a table of text: the head first; a line for each person or thing, a column for each authority."""
    authorities = dict(sorted({item.authority_id or "": item.authority or "Answer" for item in check.items}.items()))
    entities = sorted({(item.entity, item.entity_id) for item in check.items})
    cells = {(item.entity_id, item.authority_id or ""): _cell(item) for item in check.items}
    lines = [[name, *(cells.get((entity, column), _NOT_ASKED) for column in authorities)] for name, entity in entities]
    return [["", *authorities.values()], *lines]


def as_text(check: Check) -> str:
    """The check for a terminal: the claim, how it is read, the answers, then notes, what is needed, and passages."""
    return "\n".join(_text(check))


def as_markdown(check: Check) -> str:
    """The same as a page of Markdown, and the query with it."""
    return "\n".join(_markdown(check))


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
    return date.strip("[]").replace(",", " or ")


def _cell(item: CheckAnswer) -> str:
    """The answer, and since when.

    Of several listings it is not known which the question counts, so that all are named and none is the begin.
    """
    if item.answer == "no" or not item.listings:
        return item.answer
    shown = [listing for listing in item.listings if listing.in_force == item.answer] or item.listings
    programmes: dict[str, list[str]] = {}
    for listing in shown:
        by = "" if item.authority_id else f" by {listing.authority}"
        programmes.setdefault(f"{day(listing.sanction['listed'])}{by}", []).append(listing.programme or "")
    listed = [
        f"{when}{' under ' if any(codes) else ''}{' and '.join(filter(None, codes))}"
        for when, codes in programmes.items()
    ]
    word = "since" if item.answer == "yes" and len(shown) == 1 else "listed"
    return f"{item.answer}, {word} {'; '.join(listed)}"


def _text(check: Check) -> Iterator[str]:
    claim = check.claim
    yield f"{check.check_id}: {check.verdict} (as of {day(check.as_of)}; release {check.version})"
    yield ""
    yield f"Claim:    {_said(claim)}"
    yield f"          {_printed(claim)}"
    yield from (f"          {line}" for line in _claimed(claim))
    yield f"Read as:  {check.reading}"
    yield f"Question: {check.question}"
    yield ""
    rows = grid(check)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    for title, lines in _sections(check):
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)


def _markdown(check: Check) -> Iterator[str]:
    claim = check.claim
    yield f"# {_escaped(check.check_id)}: {check.verdict}"
    yield f"\nAs of {_escaped(day(check.as_of))}; release {check.version}.\n"
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
    for item in check.items:
        for listing in item.listings:
            passages += _listing(item, listing)
    yield "Passages", passages


def _listing(item: CheckAnswer, listing: Listing) -> Iterator[str]:
    row = listing.sanction
    end = f", delisted {day(row['delisted'])}" if row["delisted"] else ""
    programme = f", {listing.programme}" if listing.programme else ""
    yield (
        f"{item.entity}, {listing.authority}{programme}: listed {day(row['listed'])}{end}; in force: {listing.in_force}"
        f" ({row['sanction_id']})"
    )
    for claim in listing.evidence:
        yield f"  {attribution(claim)}: {claim['source_id']} {claim['selector']} sha256 {claim['passage_sha256'][:16]}"


def _said(claim: CheckedClaim) -> str:
    """Who says so, and how."""
    return f"{claim.asserter} ({claim.asserted_by}) {claim.stance} it ({claim.modality})"


def _printed(claim: CheckedClaim) -> str:
    """In which document."""
    when = f"published {day(claim.published)}" if claim.published else "published on a day that is not known"
    return f"in “{claim.title}”, {claim.publisher}, {when}"


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
