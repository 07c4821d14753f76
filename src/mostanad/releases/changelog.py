"""CHANGES.md of a release: what is new, corrected and withdrawn since the version before, and why."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.contract import About
from mostanad.models.cells import version_order
from mostanad.models.language import counted
from mostanad.models.vocabularies import Change
from mostanad.validation.formats.visible import visible

#: How many facts are listed under each heading; the table ``changes`` has all of them.
SHOWN = 100
#: The changes under which facts are listed one by one, in this order, with their headings.
_NAMED = {
    Change.CORRECTION: "Corrected",
    Change.RETRACTION: "Retracted",
    Change.MERGE: "Merged",
    Change.PRIVACY: "Removed for privacy",
    Change.FORMAT: "Written otherwise",
}
Row = Mapping[str, Any]
#: The longest text of a cell in a list of changes, in characters.
SHORT = 120
_BACKTICKS = re.compile(r"`+")


def changelog(tables: Mapping[str, pa.Table], about: About, counts: Mapping[str, int]) -> str:
    """The text of CHANGES.md, from the tables ``releases``, ``changes`` and ``facts`` and the row counts of all."""
    rows = (f"| {name} | {number} |" for name, number in counts.items())
    return "\n".join([*_head(tables, about), "", "## Rows", "", "| table | rows |", "| --- | ---: |", *rows, ""])


def _head(tables: Mapping[str, pa.Table], about: About) -> Iterator[str]:
    version, releases = about.version, {row["version"]: row for row in tables["releases"].to_pylist()}
    day = f" ({releases[version]['date']})" if version in releases else ""
    yield f"# {about.name} {version}{day}"
    yield ""
    if version not in releases:
        yield "This version is not recorded: its facts may still change under the same number."
    earlier = sorted((name for name in releases if version_order(name) < version_order(version)), key=version_order)
    yield f"The version before is {earlier[-1]}." if earlier else "There is no version before."
    found = tables["changes"].filter(pc.equal(tables["changes"]["version"], version)).to_pylist()
    if not found:
        return
    told = Counter(row["change"] for row in found)
    yield ""
    kinds = [f"{told[kind]} {heading.lower()}" for kind, heading in _NAMED.items()]
    rested = f"{told[Change.RE_SOURCED]} on other evidence than before"
    new = f"{counted(told[Change.ADDED], 'fact')} new"
    yield f"{', '.join([new, *kinds, rested])}."
    if earlier:
        yield from _new(tables, [row for row in found if row["change"] == Change.ADDED])
    for kind, heading in _NAMED.items():
        yield from _named(heading, [row for row in found if row["change"] == kind])


def _new(tables: Mapping[str, pa.Table], added: Sequence[Row]) -> Iterator[str]:
    if not added:
        return
    facts = tables["facts"]
    facts = facts.filter(pc.is_in(facts["fact_id"], pa.array([row["fact_id"] for row in added])))
    table_of = dict(zip(facts["fact_id"].to_pylist(), facts["table_name"].to_pylist(), strict=True))
    yield from ("", "## New", "")
    for name, number in Counter(table_of.get(row["fact_id"], "gone since") for row in added).most_common():
        yield f"- {name}: {counted(number, 'fact')}"


def _named(heading: str, rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"## {heading}", "")
    for row in rows[:SHOWN]:
        values = f": was {code(row['before'], SHORT)}" if row["before"] else ""
        if row["change"] in (Change.CORRECTION, Change.FORMAT):
            values = f": {code(row['before'] or '', SHORT)} becomes {code(row['value'] or '', SHORT)}"
        reason = f". Why: {code(row['reason'], SHORT)}" if row["reason"] else ""
        yield f"- {code(row['fact_id'])}{values}{reason}"
    if len(rows) > SHOWN:
        yield f"- and {len(rows) - SHOWN} more, in the table `changes`"


def code(text: str, most: int | None = None) -> str:
    """Text as a Markdown code span, with a fence longer than any backticks in it; cut to ``most`` characters.

    >>> code("a `b` <b> @all")
    '``a `b` <b> @all``'
    """
    shown = visible(text)
    if most is not None and len(shown) > most:
        shown = shown[: most - 1] + "…"
    if not shown.strip():
        return "(empty)"
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(shown)), default=0) + 1)
    room = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{room}{shown}{room}{fence}"
