"""Writes the changes of a pull request as Markdown for its reviewer; nothing is left out, and no cell is cut."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import TypeVar

from mostanad.files.grouping import grouped
from mostanad.models.language import counted
from mostanad.models.vocabularies import Support
from mostanad.releases.changelog import code
from mostanad.releases.changes import Cells, Changes, FactChange, RowChange

_One = TypeVar("_One")

_WEAK = {
    Support.SINGLE: "one origin only",
    Support.ONE_CAMP: "one camp only",
    Support.UNPLACED: "origins whose camps are not known to be two",
}
_RESTS = {-1: "less than before", 1: "more than before", 0: "something else than before"}
_KINDS = {
    "changed": "Other cells changed in",
    "moved": "Cells of rows that moved to another table, here of",
    "gone": "Rows gone from",
    "new": "New rows in",
}


def as_markdown(changes: Changes) -> str:
    """All changes, after a headline; without a final line end."""
    if not (changes.tables or changes.rows):
        return "### mostanad: changes nothing"
    return "\n".join([f"### mostanad: {headline(changes)}", *_table(changes), *chain(*_lists(changes))])


def headline(changes: Changes) -> str:
    """The changes in one sentence."""
    facts = f"adds {counted(len(changes.added), 'fact')}, corrects {len(changes.corrected)}"
    parts = [f"{facts}, retracts {len(changes.retracted)}"]
    new = Counter(one["support"] for one in (*changes.added, *(one.after for one in changes.corrected)))
    fact = "new or corrected fact" if changes.corrected else "new fact"
    others = sum(row.kind == "changed" and row.table != "claims" for row in changes.rows)
    said = [
        (len(changes.moved), "fact", "moves {} to another row or table"),
        *((new[weak], fact, f"{{}} rest{{s}} on {how}") for weak, how in _WEAK.items()),
        *((len(_resting(changes, sign)), "fact", f"{{}} rest{{s}} on {how}") for sign, how in _RESTS.items()),
        (len(_disputes(changes, now=False)), "fact", "{} no longer disputed"),
        (len(_claims(changes, "changed")), "claim", "changes {}"),
        (len(_claims(changes, "gone")), "claim", "removes {}"),
        (others, "row", "changes other cells of {}"),
        (len(changes.second_reader), "statement", "{} about living people need{s} a second reader"),
        (len(changes.unexplained), "changed or missing fact", "{} without a correction"),
    ]
    parts += [text.format(counted(number, what), s="s" if number == 1 else "") for number, what, text in said if number]
    if number := len(changes.misrecorded):
        entries = "1 history entry differs" if number == 1 else f"{number} history entries differ"
        parts.append(f"{entries} from what `mostanad record` writes")
    return "; ".join(parts)


def _table(changes: Changes) -> Iterator[str]:
    if not changes.tables:  # only datapackage.json changed
        return
    yield from ("", "| table | rows added | changed | removed |", "| --- | ---: | ---: | ---: |")
    for name, counts in changes.tables.items():
        yield f"| {' | '.join([name, *map(str, counts)])} |"


def _lists(changes: Changes) -> Iterator[Iterator[str]]:
    """Yield the lists: first what changed, then what is new."""
    yield _list("Statements about living people that need a second reader", changes.second_reader, code)
    yield _list("Facts that are no longer disputed", _disputes(changes, now=False), code)
    yield _list("Facts that are disputed now", _disputes(changes, now=True), code)
    yield _list("Corrected", changes.corrected, lambda one: _corrected(one, changes.reasons))
    yield _list("Retracted", changes.retracted, lambda fact: f"{_fact(fact)}{_reason(changes.reasons, fact)}")
    yield _list("Changed or gone without a row in corrections", changes.unexplained, code)
    yield _list("History entries that differ from what `mostanad record` writes", changes.misrecorded, code)
    yield _same("Changed claims", [_pair(row) for row in _claims(changes, "changed")])
    yield _list("Claims that are gone", _claims(changes, "gone"), _row)
    for sign, what in _RESTS.items():
        resting = _resting(changes, sign)
        yield _same(f"Facts that rest on {what}", [(one.after["fact_id"], _becomes(one.basis)) for one in resting])
    for kind, word in _KINDS.items():
        yield from _rows(changes.rows, kind, word)
    yield _list("Moved to another row or table", changes.moved, _moved)
    yield _list("Unchanged claims with a new seal", changes.seals, code)
    yield _list("Listings begun", changes.begun, lambda row: _listing(row, "listed"))
    yield _list("Listings ended", changes.ended, lambda row: _listing(row, "delisted"))
    yield _list("New facts", changes.added, _fact)
    yield _list("New claims", _claims(changes, "new"), _row)


def _rows(rows: Iterable[RowChange], kind: str, word: str) -> Iterator[Iterator[str]]:
    """Yield a list for each table with changed cells other than facts; claims have their own lists."""
    wanted = [row for row in rows if row.kind == kind and row.table != "claims"]
    for table, found in groupby(wanted, key=lambda row: row.table):
        if kind == "changed":
            yield _same(f"{word} {table}", [_pair(row) for row in found])
        else:
            yield _list(f"{word} {table}", list(found), _row)


def _list(title: str, items: Sequence[_One], line: Callable[[_One], str]) -> Iterator[str]:
    if items:
        yield from ("", f"**{title}** ({len(items)})", "")
        yield from (f"- {line(item)}" for item in items)


def _same(title: str, changed: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A list of changes by id. Ids with the same change share a line, so a rare change stays visible."""
    if changed:
        yield from ("", f"**{title}** ({len(changed)})", "")
    for what, alike in grouped(changed, lambda one: one[1]).items():
        names = ", ".join(code(name) for name, _ in alike)
        yield f"- {names}: {what}" if len(alike) == 1 else f"- {len(alike)} times {what}: {names}"


def _claims(changes: Changes, kind: str) -> list[RowChange]:
    return [row for row in changes.rows if (row.table, row.kind) == ("claims", kind)]


def _resting(changes: Changes, sign: int) -> list[FactChange]:
    return [one for one in changes.rests if (one.rank > 0) - (one.rank < 0) == sign]


def _disputes(changes: Changes, *, now: bool) -> list[str]:
    """The facts of both packages that are disputed only now (``now``), or no longer disputed."""
    both = (*changes.corrected, *changes.rests)
    return sorted(
        str(one.after["fact_id"]) for one in both if one.after["disputed"] is now and one.before["disputed"] is not now
    )


def _fact(fact: Cells) -> str:
    disputed = ", disputed" if fact["disputed"] else ""
    return f"{code(fact['fact_id'])} = {code(fact['value'])} ({_support(fact)}{disputed})"


def _corrected(one: FactChange, reasons: Mapping[str, str]) -> str:
    before, after = one.before, one.after
    values = f"{code(before['value'])} becomes {code(after['value'])} ({_support(after)})"
    basis = f"; {_becomes(one.basis)}" if one.basis else ""
    return f"{code(after['fact_id'])}: {values}{_reason(reasons, after)}{basis}"


def _reason(reasons: Mapping[str, str], fact: Cells) -> str:
    return f"; because: {code(reasons[fact['fact_id']])}" if fact["fact_id"] in reasons else ""


def _moved(one: FactChange) -> str:
    before, after = one.before["table_name"], one.after["table_name"]
    tables = "" if before == after else f", in {after} and no longer in {before}"
    return f"{code(one.before['fact_id'])} is now {_fact(one.after)}{tables}"


def _row(row: RowChange) -> str:
    held = "; ".join(f"{_name(name)} {code(before or after)}" for name, (before, after) in row.cells.items())
    return f"{code(row.row_id)}: {held}"


def _pair(row: RowChange) -> tuple[str, str]:
    return row.row_id, _becomes(row.cells)


def _becomes(cells: Mapping[str, tuple[str, str]]) -> str:
    return "; ".join(f"{_name(name)} {code(one)} becomes {code(other)}" for name, (one, other) in cells.items())


def _name(column: str) -> str:
    """The name of a column unchanged; a member of datapackage.json may need a code span."""
    return column if column.isascii() and column.isidentifier() else code(column)


def _support(fact: Cells) -> str:
    return str(fact["support"]).replace("_", " ")


def _listing(row: Cells, day: str) -> str:
    by = code(row["programme_id"] or row["authority_id"])
    when = code(row[day]) if row[day] else "on a day that is not known"
    return f"{code(row['target_id'])} by {by}: {when}"
