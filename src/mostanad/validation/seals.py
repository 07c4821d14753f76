"""Layer 5, first part: every claim is sealed, and every seal fits.

A seal is a hash: it does not say which of the things that it was made of has changed. But if all the claims that
were made of one thing are broken, and more than one, that thing is the likely one, and is named once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from mostanad.files.tables import Table
from mostanad.models import TABLES
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding
from mostanad.validation.places import finder
from mostanad.validation.provenance import Sealable, sealables

#: A thing that seals are made of: a table, a row, and a column or an empty string for the row as a whole.
Part = tuple[str, str, str]
Place = Callable[[str, str, str], tuple[str, int, int]]
_NAMED = 3


def check(tables: Mapping[str, Table], lines: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Every claim is sealed, and every seal fits.

    Args:
        tables: the tables as text, all without errors in layers 1 to 3.
        lines: the lines of each table's file.

    Yields:
        findings on claims and on seals; and, where many seals are broken by one edit, one that stands for these.
    """
    sealed = {record["claim_id"]: record["seal"] for record in tables["seals"].records()}
    place = finder(tables, lines)
    made = list(sealables(tables))
    broken = [item for item in made if sealed.get(_id(item), item.seal) != item.seal]
    likely = dict(_likely([item for item in made if _id(item) in sealed], broken, tables))
    yield from _summaries(likely, place)
    for item in made:
        if _id(item) not in sealed:
            yield CODES["MST521"].at(*place("claims", _id(item), "claim_id"), _id(item), "the claim has no seal")
    for item in broken:
        file, line, _ = place(item.table, item.claim["target_id"], "")
        message = f"the seal does not fit: the row {item.claim['target_id']} ({file}:{line})"
        message += ", the attribution or the passage is not what was sealed, or the seal itself was changed"
        finding = CODES["MST522"].at(*place("claims", _id(item), "claim_id"), _id(item), message)
        yield replace(finding, covered_by=_token(likely.get(_id(item), ())))
    claims = {record["claim_id"] for record in tables["claims"].records()}
    for name in sealed.keys() - claims:
        yield CODES["MST523"].at(*place("seals", name, "claim_id"), name, "there is no such claim")


def _id(item: Sealable) -> str:
    return item.claim["claim_id"]


def _token(parts: tuple[Part, ...]) -> str:
    """By what the findings on claims and the one that stands for them know each other until they have ids."""
    return " ".join("/".join(part) for part in parts)


def _likely(
    sealed: list[Sealable], broken: list[Sealable], tables: Mapping[str, Table]
) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Of each claim whose seal one edit broke with others: the thing edited, and what else explains the same."""
    wrong = {_id(item) for item in broken}
    if len(wrong) < 2:
        return
    users: dict[Part, set[str]] = {}
    for item, parts in _parts(sealed, tables):
        for part in parts:
            users.setdefault(part, set()).add(_id(item))
    suspects: dict[frozenset[str], list[Part]] = {}
    for part, names in users.items():
        if len(names) > 1 and names <= wrong:
            suspects.setdefault(frozenset(names), []).append(part)
    left = set(wrong)
    for backed in sorted(suspects, key=lambda one: (-len(one), sorted(one))):  # what explains most comes first
        if len(explained := backed & left) > 1:
            left -= explained
            for name in sorted(explained):
                yield name, _choice(suspects[backed])


def _choice(parts: list[Part]) -> tuple[Part, ...]:
    """Of things that explain the same: one cell before its row, a row before a passage, a passage before sources."""
    # The day of a source is to blame only if claims on it that name another day still fit.
    parts = [part for part in parts if part[0] != "sources" or not part[2] or (*part[:2], "") not in parts]
    cells = [part for part in parts if part[2]]
    if len(cells) == 1:
        return tuple(cells)
    # Several cells that the same claims back, in a row that others back too: one of them, which nobody can tell.
    whole = [part for part in parts if not part[2]] or [(*cells[0][:2], "")]
    least = min(map(_rank, whole))
    return tuple(part for part in whole if _rank(part) == least)


def _rank(part: Part) -> int:
    return {"passages": 1, "sources": 2}.get(part[0], 0)


def _parts(items: Iterable[Sealable], tables: Mapping[str, Table]) -> Iterator[tuple[Sealable, list[Part]]]:
    """What each seal is made of, but for the claim itself."""
    passages = {record["passage_id"]: record["source_id"] for record in tables["passages"].records()}
    sources = {record["source_id"]: record["derived_from"] for record in tables["sources"].records()}
    descent = {name: above for name, above in sources.items() if above in sources}
    for item in items:
        target, passage = item.claim["target_id"], item.claim["passage_id"]
        source = passages[passage]
        cells = [(item.table, target, field) for field in item.claim["fields"].split(" ")]
        above = [("sources", name, "") for name in _with_ancestors(source, descent)]
        if not item.claim["as_of"]:  # then a claim is about the day of its document
            above.append(("sources", source, "published"))
        yield item, [*cells, (item.table, target, ""), ("passages", passage, ""), *above]


def _with_ancestors(source: str, descent: Mapping[str, str]) -> list[str]:
    """A source and all that it comes from: who asserts there is part of the seals here."""
    found = [source]
    while (source := descent.get(source, "")) and source not in found:
        found.append(source)
    return found


def _summaries(likely: Mapping[str, tuple[Part, ...]], place: Place) -> Iterator[Finding]:
    """One finding for each thing edited, where it stands; it says how many seals it broke, and names the first."""
    broken: dict[tuple[Part, ...], list[str]] = {}
    for name, parts in likely.items():
        broken.setdefault(parts, []).append(name)
    for parts, names in broken.items():
        (table, row, field), *others = parts
        where = place(table, row, field or TABLES[table].key())
        what = f"{field} of {row}" if field else f"the row {row}"
        for other in others:
            file, line, _ = place(other[0], other[1], "")
            what += f", or {other[1]} ({file}:{line}),"
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        message = f"{len(names)} seals do not fit, likely because {what} is not what was sealed: "
        message += ", ".join(sorted(names)[:_NAMED]) + more
        yield replace(CODES["MST522"].at(*where, row, message), id=_token(parts), summary=True)
