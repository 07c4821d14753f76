"""What a pull request changes, as Markdown for its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from mostanad.models.vocabularies import Support
from mostanad.releases.changes import Cells, Changes
from mostanad.releases.markdown import code

#: How many of each kind are listed.
SHOWN = 20
_One = TypeVar("_One")

_WEAK = {
    Support.SINGLE: ("rests on one origin only", "rest on one origin only"),
    Support.ONE_CAMP: ("rests on one camp only", "rest on one camp only"),
    Support.UNPLACED: (
        "rests on origins whose camps are not known to be two",
        "rest on origins whose camps are not known to be two",
    ),
}


def as_markdown(changes: Changes) -> str:
    """What is different, first in a sentence; without a line end at its end."""
    if not changes.tables:
        return "### mostanad: changes nothing"
    return "\n".join([f"### mostanad: {headline(changes)}", *_table(changes), *chain(*_lists(changes))])


def headline(changes: Changes) -> str:
    """What is different, in a sentence."""
    facts = f"adds {_count(len(changes.added), 'fact')}, corrects {len(changes.corrected)}"
    parts = [f"{facts}, retracts {len(changes.retracted)}"]
    if changes.moved:
        parts.append(f"moves {_count(changes.moved, 'fact')} to another row")
    supports = changes.new_by_support()
    for support, (one, several) in _WEAK.items():
        if number := supports.get(support, 0):
            parts.append(f"{_count(number, 'new fact')} {one if number == 1 else several}")
    if number := len(changes.fell):
        parts.append(f"{_count(number, 'fact')} {'rests' if number == 1 else 'rest'} on less than before")
    if number := len(changes.second_reader):
        verb = "needs" if number == 1 else "need"
        parts.append(f"{_count(number, 'statement')} about living people {verb} a second reader")
    if number := len(changes.unexplained):
        parts.append(f"{_count(number, 'changed or missing fact')} without a correction")
    return "; ".join(parts)


def _table(changes: Changes) -> Iterator[str]:
    yield from ("", "| table | rows added | changed | removed |", "| --- | ---: | ---: | ---: |")
    for name, counts in changes.tables.items():
        yield f"| {name} | {counts.added} | {counts.changed} | {counts.removed} |"


def _lists(changes: Changes) -> Iterator[Iterator[str]]:
    yield _list("Statements about living people that need a second reader", changes.second_reader, code)
    yield _list("Facts that rest on less than before", changes.fell, _fallen)
    yield _list("Facts that are disputed now", changes.disputed, _fact)
    yield _list("Corrected", changes.corrected, _corrected)
    yield _list("Retracted", changes.retracted, _fact)
    yield _list("Changed or gone without a row in corrections", changes.unexplained, lambda one: code(one["fact_id"]))
    yield _list("New sources", changes.sources, lambda row: f"{code(row['source_id'])}: {code(row['title'])}")
    yield _list("New claims, by who asserts them", changes.claims, lambda item: f"{code(item[0])}: {item[1]}")
    yield _list("Listings begun", changes.begun, lambda row: _listing(row, "listed"))
    yield _list("Listings ended", changes.ended, lambda row: _listing(row, "delisted"))
    yield _list("New facts", changes.added, _fact)


def _list(title: str, items: Sequence[_One], line: Callable[[_One], str]) -> Iterator[str]:
    if items:
        yield from ("", f"**{title}** ({len(items)})", "")
        yield from (f"- {line(item)}" for item in items[:SHOWN])
        if len(items) > SHOWN:
            yield f"- and {len(items) - SHOWN} more"


def _fact(fact: Cells) -> str:
    disputed = ", disputed" if fact["disputed"] else ""
    return f"{code(fact['fact_id'])} = {code(fact['value'])} ({_support(fact)}{disputed})"


def _corrected(pair: tuple[Cells, Cells]) -> str:
    before, after = pair
    return f"{code(after['fact_id'])}: {code(before['value'])} becomes {code(after['value'])} ({_support(after)})"


def _fallen(pair: tuple[Cells, Cells]) -> str:
    before, after = pair
    return f"{code(after['fact_id'])}: {_support(before)} becomes {_support(after)}"


def _support(fact: Cells) -> str:
    return str(fact["support"]).replace("_", " ")


def _listing(row: Cells, day: str) -> str:
    by = code(row["programme_id"] or row["authority_id"])
    when = code(row[day]) if row[day] else "on a day that is not known"
    return f"{code(row['target_id'])} by {by}: {when}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
